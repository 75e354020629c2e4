// @ts-check
// The list of places, and the names without one.

import { whatAndWhere } from "./card.js";
import { formOf, isWater, mentions, places, rolesOf } from "./data.js";
import { byId, el } from "./dom.js";
import { openPlace } from "./selection.js";
import { say } from "./words.js";

/** @param {number} number */
function placeEntry(number) {
  const place = places[number];
  const about = [
    whatAndWhere(place),
    [...rolesOf(place)].map((role) => say(`role.${role}`)).join("; "),
    place.radius_km ? say("precision.within", { km: Math.round(place.radius_km) }) : "",
  ].filter(Boolean).join(" · ");
  return el("li", {},
    el("button", { type: "button", id: `p-${place.key}`,
      onclick: (event) => openPlace(number, { from: event.currentTarget, move: true }) },
    el("span", { class: `swatch ${isWater(place) ? "water" : place.kind} ${formOf(place)}`,
      "aria-hidden": "true" }),
    el("bdi", {}, place.name)),
    el("span", { class: "times" }, place.mentions.length ? `× ${place.mentions.length}` : say("card.added")),
    el("span", { class: "about" }, about));
}

export function writePlaces() {
  const order = places.map((_, number) => number)
    .sort((a, b) => places[b].mentions.length - places[a].mentions.length);
  byId("places").append(el("ul", {}, order.map(placeEntry)));
}

export function writeUnresolved() {
  const open = mentions.filter((mention) => mention.status === "unresolved");
  for (const mention of open) {
    const rivals = mention.rivals.map((rival) => `${rival.name}, ${rival.where}`).join("; ");
    byId("unresolved").append(el("li", {},
      el("a", { href: `#m-${mention.number}` }, mention.text),
      mention.reason ? ` – ${mention.reason}` : "", rivals ? `; ${say("undecided.perhaps", { places: rivals })}` : ""));
  }
}
