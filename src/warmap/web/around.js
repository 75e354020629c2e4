// @ts-check
// Around the map: legend, scale, credits, and what lies outside of the view.

import { data, places } from "./data.js";
import { byId, el, narrow } from "./dom.js";
import { addControl, map, showWholeView } from "./leaflet_map.js";
import { openPlace } from "./selection.js";
import { say } from "./words.js";

/** So many places outside of the view are named. */
const ELSEWHERE = 12;

function addLegend() {
  const entries = [
    ["dot literal", say("legend.town")],
    ["dot government", say("legend.government")],
    ["dot associative", say("legend.associative")],
    ["radius", say("legend.radius")],
    ["region", say("legend.region")],
    ["country", say("legend.country")],
    ["water", say("legend.water")],
  ];
  const rows = entries.map(([swatch, words]) =>
    el("li", {}, el("span", { class: `swatch ${swatch}` }), words));
  const text = el("li", {}, say("legend.text"), " ",
    el("span", { class: "m literal" }, say("legend.text-place")), " ",
    el("span", { class: "m government" }, say("legend.text-government")), " ",
    el("span", { class: "m associative" }, say("legend.text-associative")), " ",
    el("span", { class: "m unsure" }, say("legend.text-undecided")));
  byId("legend").append(el("ul", {}, rows, text));
  /** @type {HTMLDetailsElement} */ (byId("legend")).open = !narrow.matches;
}

function tellElsewhere() {
  const bounds = map.getBounds();
  const away = places.map((place, number) => ({ place, number }))
    .filter(({ place }) => !bounds.contains([place.lat, place.lon]))
    .sort((a, b) => b.place.mentions.length - a.place.mentions.length);
  const node = byId("elsewhere");
  node.hidden = !away.length;
  node.replaceChildren(say("map.elsewhere"), " ", ...away.slice(0, ELSEWHERE).map(({ place, number }) =>
    el("button", { type: "button",
      onclick: (event) => openPlace(number, { from: event.currentTarget, move: true }) },
    el("bdi", {}, place.name))),
  away.length > ELSEWHERE ? ` ${say("map.more", { count: away.length - ELSEWHERE })}` : "");
}

export function addSurroundings() {
  addLegend();
  if (narrow.matches) map.zoomControl.setPosition("topright");
  addControl(narrow.matches ? "topright" : "topleft", el("button", { type: "button", class: "whole",
    title: say("map.whole"), "aria-label": say("map.whole"),
    onclick: showWholeView }, "⌂"));
  addControl("bottomright", el("p", { class: "attribution" }, data.attribution));
  L.control.scale({ imperial: false }).addTo(map);
  map.on("moveend zoomend resize", tellElsewhere);
  tellElsewhere();
}
