// @ts-check
// The table of an article's places, filtered as map and text are.

import { UNSURE, formOf, mentions, places } from "./data.js";
import { byId, el } from "./dom.js";
import { downloadButtons } from "./download.js";
import { isMentionShown, isPlaceShown, timesShown } from "./filters.js";
import { ROLES } from "./kinds.js";
import { aboutLine, cellOfName, writeTable } from "./place_table.js";
import { say, sayNumber } from "./words.js";

/** For each place, what its shown mentions say: their roles as bits, and the lowest score. */
let roleBits = new Uint8Array(0);
let lowestScores = new Float64Array(0);

function gatherMentions() {
  roleBits = new Uint8Array(places.length);
  lowestScores = new Float64Array(places.length).fill(1);
  for (const { number, place, role, score } of mentions) {
    if (place < 0 || !isMentionShown(number)) continue;
    roleBits[place] |= 1 << ROLES.indexOf(role);
    if (score < lowestScores[place]) lowestScores[place] = score;
  }
}

/** @param {number} place */
const rolesShown = (place) => ROLES.filter((_, bit) => roleBits[place] & (1 << bit));

/** @param {import("./data.js").Place} place */
function precisionCell(place) {
  if (place.radius_km) return say("table.about", { km: sayNumber(Math.round(place.radius_km)) });
  return say(place.shape ? "table.outline" : "precision.exact");
}

/** @param {number} number */
function timesCell(number) {
  const all = places[number].mentions.length;
  const times = timesShown(number);
  if (!all) return say("table.added");
  return times === all ? sayNumber(all) : `${sayNumber(times)}/${sayNumber(all)}`;
}

/** @param {number} number */
function cellsOfPlace(number) {
  const place = places[number];
  const kind = say(`kind.${place.kind}`);
  const roles = rolesShown(number).map((role) => say(`table.roles.${role}`)).join(", ");
  const score = `${Math.round(100 * lowestScores[number])}\u00a0%`;
  return [
    cellOfName(number, formOf(place), aboutLine("told-wide", [place.where]),
      aboutLine("told-middle", [kind, place.where]),
      aboutLine("told-narrow", [kind, roles, precisionCell(place)])),
    el("td", { class: "col-kind" }, kind),
    el("td", { class: "col-role" }, roles),
    el("td", { class: "col-mentions" }, timesCell(number)),
    el("td", { class: "col-precision" }, precisionCell(place)),
    el("td", { class: lowestScores[number] < UNSURE ? "col-score low" : "col-score" }, score),
  ];
}

export function writePlaces() {
  if (!places.length) {
    byId("places").append(el("p", {}, say("counts.none")));
    return;
  }
  writeTable({
    names: ["place", "kind", "role", "mentions", "precision", "score"],
    downFirst: ["mentions"], sortedBy: "mentions",
    words: (column) => ({ title: say(`table.${column}`), explained: say(`table.explained.${column}`) }),
    keys: {
      role: () => (place) => roleBits[place],
      mentions: () => timesShown,
      precision: () => (place) => places[place].radius_km,
      score: () => (place) => lowestScores[place],
    },
    gather: gatherMentions, shown: isPlaceShown, cells: cellsOfPlace,
    caption: say("table.caption"), none: say("table.none"), tools: downloadButtons,
  });
}
