// @ts-check
// The table of places: sorted by any column, filtered as map and text are.

import { UNSURE, data, formOf, isWater, mentions, places } from "./data.js";
import { byId, el } from "./dom.js";
import { downloadButtons } from "./download.js";
import { emit, on } from "./events.js";
import { isMentionShown, isPlaceShown, timesShown } from "./filters.js";
import { announce, openPlace, openedPlace } from "./selection.js";
import { windowRows } from "./window_list.js";
import { say, sayNumber } from "./words.js";

const KINDS = ["country", "region", "district", "city", "town", "village", "sea", "river", "site", "other"];
const ROLES = ["literal", "government", "associative"];

/** @typedef {"place" | "kind" | "role" | "mentions" | "precision" | "score"} Column */
/** @type {Column[]} */
const COLUMNS = ["place", "kind", "role", "mentions", "precision", "score"];
/** Numbers that are looked at for their largest first. @type {Column[]} */
const DOWN_FIRST = ["mentions"];

/** All places, in the order of the last sorting; within equals, that of the sorting before. */
let order = places.map((_, number) => number);
let shownOrder = order;
/** @type {{ column: Column, down: boolean }} */
let sorting = { column: "mentions", down: true };

/** For each place, what its shown mentions say: their roles as bits, and the lowest score. */
let roleBits = new Uint8Array(0);
let lowestScores = new Float64Array(0);
/** @type {Float64Array | null} */
let nameRanks = null;

function gatherMentions() {
  roleBits = new Uint8Array(places.length);
  lowestScores = new Float64Array(places.length).fill(1);
  for (const { number, place, role, score } of mentions) {
    if (place < 0 || !isMentionShown(number)) continue;
    roleBits[place] |= 1 << ROLES.indexOf(role);
    if (score < lowestScores[place]) lowestScores[place] = score;
  }
}

/** The alphabet's order of all names, looked up once: to compare two names takes long. */
function ranksOfNames() {
  if (nameRanks && nameRanks.length === places.length) return nameRanks;
  const collator = new Intl.Collator(data.lang, { numeric: true });
  const sorted = places.map((_, number) => number)
    .sort((a, b) => collator.compare(places[a].name, places[b].name));
  nameRanks = new Float64Array(places.length);
  for (const [rank, number] of sorted.entries()) nameRanks[number] = rank;
  return nameRanks;
}

/** @type {Record<Column, () => (place: number) => number>} */
const KEYS = {
  place: () => {
    const ranks = ranksOfNames();
    return (place) => ranks[place];
  },
  kind: () => (place) => KINDS.indexOf(places[place].kind),
  role: () => (place) => roleBits[place],
  mentions: () => (place) => timesShown(place),
  precision: () => (place) => places[place].radius_km,
  score: () => (place) => lowestScores[place],
};

function sortPlaces() {
  if (order.length !== places.length) order = places.map((_, number) => number);
  const keys = Float64Array.from(places.keys(), KEYS[sorting.column]());
  const sign = sorting.down ? -1 : 1;
  order.sort((a, b) => sign * (keys[a] - keys[b]));
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

/** What a row tells under the name; which of the lines is seen depends on the table's width.
 * @param {string} width @param {string[]} parts */
const aboutLine = (width, parts) =>
  el("span", { class: `told ${width}`, dir: "auto" }, parts.filter(Boolean).join(" · "));

/** @param {number} number */
function placeRow(number) {
  const place = places[number];
  const kind = say(`kind.${place.kind}`);
  const roles = rolesShown(number).map((role) => say(`table.roles.${role}`)).join(", ");
  const score = `${Math.round(100 * lowestScores[number])}\u00a0%`;
  const row = el("tr", { id: `p-${place.key}`, "data-number": number },
    el("th", { scope: "row" },
      el("button", { type: "button" },
        el("span", { class: `swatch ${isWater(place) ? "water" : place.kind} ${formOf(place)}`,
          "aria-hidden": "true" }),
        el("bdi", { class: "name" }, place.name), place.local ? " " : "",
        place.local ? el("bdi", { class: "local" }, place.local) : null,
        place.english ? el("bdi", { class: "local" }, ` ${place.english}`) : null),
      aboutLine("told-wide", [place.where]),
      aboutLine("told-middle", [kind, place.where]),
      aboutLine("told-narrow", [kind, roles, precisionCell(place)])),
    el("td", { class: "col-kind" }, kind),
    el("td", { class: "col-role" }, roles),
    el("td", { class: "col-mentions" }, timesCell(number)),
    el("td", { class: "col-precision" }, precisionCell(place)),
    el("td", { class: lowestScores[number] < UNSURE ? "col-score low" : "col-score" }, score));
  if (number === openedPlace()) row.classList.add("chosen");
  return row;
}

const tableHead = el("tr", {}, COLUMNS.map((column) => el("th", { scope: "col", class: `col-${column}` },
  el("button", { type: "button", onclick: () => sortBy(column), title: say(`table.explained.${column}`) },
    say(`table.${column}`)))));
const tableBody = /** @type {HTMLTableSectionElement} */ (el("tbody", {}));
const tableOfPlaces = el("table", { class: "places" },
  el("caption", { class: "unseen" }, say("table.caption")), el("thead", {}, tableHead), tableBody);
const sortSelect = /** @type {HTMLSelectElement} */ (el("select", {
  onchange: () => sortBy(/** @type {Column} */ (sortSelect.value)) },
COLUMNS.map((column) => el("option", { value: column }, say(`table.${column}`)))));
const noneText = el("p", { class: "none", hidden: true }, say("table.none"));

const rowWindow = windowRows(tableBody, (index) => placeRow(shownOrder[index]));

function drawTable() {
  shownOrder = order.filter(isPlaceShown);
  COLUMNS.forEach((column, at) => {
    const head = tableHead.children[at];
    if (column !== sorting.column) head.removeAttribute("aria-sort");
    else head.setAttribute("aria-sort", sorting.down ? "descending" : "ascending");
  });
  sortSelect.value = sorting.column;
  tableOfPlaces.hidden = !shownOrder.length;
  noneText.hidden = shownOrder.length > 0 || !places.length;
  rowWindow.draw(shownOrder.length);
}

/** @param {Column} column */
function sortBy(column) {
  const down = sorting.column === column ? !sorting.down : DOWN_FIRST.includes(column);
  sorting = { column, down };
  sortPlaces();
  drawTable();
  announce(say(down ? "table.sorted-down" : "table.sorted-up", { column: say(`table.${column}`) }));
}

/** The number of the place whose row an event is about, or -1. @param {Event} event */
function placeAt(event) {
  const row = event.target instanceof Element ? event.target.closest("tr[data-number]") : null;
  return row instanceof HTMLElement ? Number(row.dataset.number) : -1;
}

function listenToRows() {
  tableBody.addEventListener("click", (event) => {
    const number = placeAt(event);
    const selected = getSelection();
    if (number < 0 || (selected && !selected.isCollapsed)) return; // words of a row can be copied
    openPlace(number, { from: byId(`p-${places[number].key}`).querySelector("button"), move: true });
  });
  for (const [type, over] of /** @type {const} */ ([["mouseover", true], ["mouseout", false]])) {
    tableBody.addEventListener(type, (event) => {
      if (placeAt(event) >= 0) emit("hover", { place: placeAt(event), on: over });
    });
  }
}

/** @param {number} place @param {string} className @param {boolean} added */
const markRow = (place, className, added) =>
  byId(`p-${places[place].key}`)?.classList.toggle(className, added);

export function writePlaces() {
  if (!places.length) {
    byId("places").append(el("p", {}, say("counts.none")));
    return;
  }
  byId("places").append(
    el("div", { class: "table-bar" },
      el("label", { class: "sort-by" }, say("table.sort"), " ", sortSelect), downloadButtons()),
    tableOfPlaces, noneText);
  listenToRows();
  gatherMentions();
  sortPlaces();
  drawTable();
  on("filtered", () => {
    gatherMentions();
    sortPlaces();
    drawTable();
  });
  on("edited", () => { nameRanks = null; });
  on("shown", ({ name }) => {
    if (name !== "places") return;
    rowWindow.measure();
    setTimeout(ranksOfNames); // before they are asked for
  });
  on("hover", ({ place, on: over }) => markRow(place, "hovered", over));
  on("chosen", ({ place }) => markRow(place, "chosen", true));
  on("closed", () => tableBody.querySelector(".chosen")?.classList.remove("chosen"));
}
