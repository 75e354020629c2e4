// @ts-check
// A table of places: sorted by any column, only the rows in view in the page. Which columns it has,
// and what stands in a row, is the page's own (table.js).

import { data, isWater, places } from "./data.js";
import { byId, el } from "./dom.js";
import { emit, on } from "./events.js";
import { glyphNode } from "./glyphs.js";
import { KINDS } from "./kinds.js";
import { announce, openPlace, openedPlace } from "./selection.js";
import { windowRows } from "./window_list.js";
import { say } from "./words.js";

/**
 * @typedef {object} Columns
 * @property {string[]} names The first is "place".
 * @property {string[]} downFirst Numbers that are looked at for their largest first.
 * @property {string} sortedBy At first, the largest first.
 * @property {(name: string) => { title: string, explained: string }} words
 * @property {Record<string, () => (place: number) => number>} keys What the others than name, kind
 *   and where are sorted by.
 * @property {() => void} gather Learn what is shown, before rows are sorted or made.
 * @property {(place: number) => boolean} shown
 * @property {(place: number) => Node[]} cells All cells of a row.
 * @property {string} caption
 * @property {string} none What stands there when nothing is shown.
 * @property {() => HTMLElement} tools What stands above the table.
 */

/** The alphabet's order of texts, looked up once: to compare two names takes long.
 * @param {(place: import("./data.js").Place) => string} textOf */
function ranker(textOf) {
  /** @type {Float64Array | null} */
  let ranks = null;
  return {
    forget() { ranks = null; },
    ranks() {
      if (ranks && ranks.length === places.length) return ranks;
      const collator = new Intl.Collator(data.lang, { numeric: true });
      const texts = places.map(textOf);
      const sorted = places.map((_, number) => number).sort((a, b) => collator.compare(texts[a], texts[b]));
      ranks = new Float64Array(places.length);
      let rank = 0;
      for (const [at, number] of sorted.entries()) {
        if (at && texts[number] !== texts[sorted[at - 1]]) rank += 1;
        ranks[number] = rank;
      }
      return ranks;
    },
  };
}

const nameRanks = ranker((place) => place.name);
const whereRanks = ranker((place) => place.where);

/** @type {Record<string, () => (place: number) => number>} */
const KNOWN_KEYS = {
  place: () => {
    const ranks = nameRanks.ranks();
    return (place) => ranks[place];
  },
  where: () => {
    const ranks = whereRanks.ranks();
    return (place) => ranks[place];
  },
  kind: () => (place) => KINDS.indexOf(places[place].kind),
};

/** What a row tells under the name; which of the lines is seen depends on the table's width.
 * @param {string} width @param {string[]} parts */
export const aboutLine = (width, parts) =>
  el("span", { class: `told ${width}`, dir: "auto" }, parts.filter(Boolean).join(" · "));

/** Each sign once; rows have copies. @type {Map<string, Node>} */
const signs = new Map();

/** What a place looks like on the map, small: an area's colour, or the form of a mark.
 * @param {import("./data.js").Place} place @param {import("./data.js").Role} form */
function signOf(place, form) {
  const area = place.kind === "country" ? "country" : isWater(place) ? "water" : "region";
  const name = `${place.shape ? area : place.kind} ${form}`;
  const sign = signs.get(name) || (place.shape ? el("span", { class: `swatch ${name}`, "aria-hidden": "true" })
    : glyphNode({ kind: place.kind, form, radius: 5.5 }));
  signs.set(name, sign);
  return sign.cloneNode(true);
}

/** The cell with a place's name, which opens it.
 * @param {number} number @param {import("./data.js").Role} form @param {...HTMLElement} lines */
export function cellOfName(number, form, ...lines) {
  const place = places[number];
  return el("th", { scope: "row" },
    el("button", { type: "button" },
      signOf(place, form),
      el("bdi", { class: "name" }, place.name), place.local ? " " : "",
      place.local ? el("bdi", { class: "local" }, place.local) : null,
      place.english ? el("bdi", { class: "local" }, ` ${place.english}`) : null),
    ...lines);
}

/** The number of the place whose row an event is about, or -1. @param {Event} event */
function placeAt(event) {
  const row = event.target instanceof Element ? event.target.closest("tr[data-number]") : null;
  return row instanceof HTMLElement ? Number(row.dataset.number) : -1;
}

/** @param {HTMLElement} body */
function listenToRows(body) {
  body.addEventListener("click", (event) => {
    const number = placeAt(event);
    const selected = getSelection();
    if (number < 0 || (selected && !selected.isCollapsed)) return; // words of a row can be copied
    openPlace(number, { from: byId(`p-${places[number].key}`).querySelector("button"), move: true });
  });
  for (const [type, over] of /** @type {const} */ ([["mouseover", true], ["mouseout", false]])) {
    body.addEventListener(type, (event) => {
      if (placeAt(event) >= 0) emit("hover", { place: placeAt(event), on: over });
    });
  }
}

/** @param {number} place @param {string} className @param {boolean} added */
const markRow = (place, className, added) =>
  byId(`p-${places[place].key}`)?.classList.toggle(className, added);

/** Write the table of places. @param {Columns} columns */
export function writeTable(columns) {
  const { names, downFirst, words } = columns;
  const keysOf = { ...KNOWN_KEYS, ...columns.keys };
  /** All places, in the order of the last sorting; within equals, that of the sorting before. */
  let order = places.map((_, number) => number);
  let shownOrder = order;
  let sorting = { column: columns.sortedBy, down: true };

  const head = el("tr", {}, names.map((column) => el("th", { scope: "col", class: `col-${column}` },
    el("button", { type: "button", onclick: () => sortBy(column), title: words(column).explained },
      words(column).title))));
  const body = /** @type {HTMLTableSectionElement} */ (el("tbody", {}));
  const table = el("table", { class: "places" },
    el("caption", { class: "unseen" }, columns.caption), el("thead", {}, head), body);
  const select = /** @type {HTMLSelectElement} */ (el("select", { onchange: () => sortBy(select.value) },
    names.map((column) => el("option", { value: column }, words(column).title))));
  const none = el("p", { class: "none", hidden: true }, columns.none);
  const rows = windowRows(body, (index) => rowOf(shownOrder[index]));

  /** @param {number} number */
  function rowOf(number) {
    const row = el("tr", { id: `p-${places[number].key}`, "data-number": number }, ...columns.cells(number));
    if (number === openedPlace()) row.classList.add("chosen");
    return row;
  }

  function sortPlaces() {
    if (order.length !== places.length) order = places.map((_, number) => number);
    const keys = Float64Array.from(places.keys(), keysOf[sorting.column]());
    const sign = sorting.down ? -1 : 1;
    order.sort((a, b) => sign * (keys[a] - keys[b]));
  }

  /** @param {boolean} [quiet] */
  function draw(quiet = false) {
    shownOrder = order.filter(columns.shown);
    names.forEach((column, at) => {
      if (column !== sorting.column) head.children[at].removeAttribute("aria-sort");
      else head.children[at].setAttribute("aria-sort", sorting.down ? "descending" : "ascending");
    });
    select.value = sorting.column;
    table.hidden = !shownOrder.length;
    none.hidden = shownOrder.length > 0 || !places.length;
    rows.draw(shownOrder.length, { known: quiet });
  }

  /** @param {string} column */
  function sortBy(column) {
    const down = sorting.column === column ? !sorting.down : downFirst.includes(column);
    sorting = { column, down };
    sortPlaces();
    draw();
    announce(say(down ? "table.sorted-down" : "table.sorted-up", { column: words(column).title }));
  }

  /** @param {boolean} [quiet] Whether it will change on. */
  function drawAnew(quiet = false) {
    columns.gather();
    sortPlaces();
    draw(quiet);
  }

  byId("places").append(
    el("div", { class: "table-bar" },
      el("label", { class: "sort-by" }, say("table.sort"), " ", select), columns.tools()),
    table, none);
  listenToRows(body);
  drawAnew();
  // While a window of time moves, a table that isn't seen can wait for its end.
  let stale = false;
  on("filtered", ({ quiet = false }) => {
    stale = quiet && byId("panel-places").hasAttribute("hidden");
    if (!stale) drawAnew(quiet);
  });
  on("settled", () => {
    if (stale) drawAnew();
    stale = false;
  });
  on("edited", () => {
    nameRanks.forget();
    whereRanks.forget();
  });
  on("shown", ({ name }) => {
    if (name !== "places") return;
    rows.measure();
    setTimeout(nameRanks.ranks); // before they are asked for
  });
  on("hover", ({ place, on: over }) => markRow(place, "hovered", over));
  on("chosen", ({ place }) => markRow(place, "chosen", true));
  on("closed", () => body.querySelector(".chosen")?.classList.remove("chosen"));
}
