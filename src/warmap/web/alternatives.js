// @ts-check
// Rivals of an undecided mention as faint marks, and a card that compares them with what was chosen.

import { quoteOf } from "./card.js";
import { isUnsure, mentions, places } from "./data.js";
import { clean, el } from "./dom.js";
import { emit, on } from "./events.js";
import { glyphNode, glyphReach } from "./glyphs.js";
import { addLabelSource, placeLabels, setLabel } from "./labels.js";
import { bringIntoView, map } from "./leaflet_map.js";
import { keepStop, makeMark } from "./map_keys.js";
import { lookOf } from "./measures.js";
import { shownMentions } from "./mention_counts.js";
import { whatAndWhere } from "./place_words.js";
import { openPlace } from "./selection.js";
import { onLevel } from "./shapes.js";
import { say, sayNumber } from "./words.js";

/** @typedef {{ place: number, mention: number, rival: import("./data.js").Rival }} Alternative */

/** A rival less likely than this isn't worth a mark. */
const LEAST = 0.05;
/** So many are always shown; more only with the place that is open. */
const FEW = 12;

/** The rivals of what is undecided of a place, each once. @param {number} number @returns {Alternative[]} */
export function alternativesOf(number) {
  /** @type {Map<string, Alternative>} */
  const found = new Map();
  if (!lookOf(number)) return [];
  for (const mention of shownMentions(number).filter((each) => isUnsure(mentions[each]))) {
    for (const rival of mentions[mention].rivals) {
      const known = found.get(rival.id);
      if (rival.score < LEAST || rival.id === places[number].id) continue;
      if (!known || known.rival.score < rival.score) found.set(rival.id, { place: number, mention, rival });
    }
  }
  return [...found.values()];
}

/** What the names of all `wheres` end with: "Donetsk Oblast, Ukraine" or "Ukraine".
 * @param {string[]} wheres */
function sharedWhere(wheres) {
  const parts = wheres.map((where) => where.split(", "));
  for (let i = 0; i < parts[0].length; i++) {
    const tail = parts[0].slice(i).join(", ");
    if (tail && wheres.every((where) => where === tail || where.endsWith(`, ${tail}`))) return tail;
  }
  return "";
}

/** @param {number} score */
const share = (score) => Math.round(100 * score);

/** One of those that are compared.
 * @param {{ name: string, kind: string, where: string, lat: number, lon: number, score: number }} one
 * @param {import("./data.js").Place} chosen @param {boolean} current */
function comparedEntry(one, chosen, current) {
  const km = Math.round(map.distance([one.lat, one.lon], [chosen.lat, chosen.lon]) / 1000);
  const bar = el("span", { class: "bar", "aria-hidden": "true" });
  bar.style.width = `${Math.max(2, share(one.score))}%`;
  return el("li", { class: current ? "current" : "" },
    el("strong", { dir: "auto" }, one.name), " ",
    el("span", { class: "why" }, current ? say("rivals.chosen") : say("rivals.distance", { km: sayNumber(km) })),
    el("p", {}, whatAndWhere(one)),
    el("p", { class: "share" }, el("span", { class: "track" }, bar), ` ${share(one.score)} %`),
    map.getBounds().contains([one.lat, one.lon]) ? null
      : el("button", { type: "button", class: "to-text", onclick: () => bringIntoView(/** @type {any} */ (one)) },
        say("rivals.there")));
}

/** @param {number} number A mention. */
export function comparison(number) {
  const mention = mentions[number];
  const chosen = places[mention.place];
  const rivals = mention.rivals.filter((rival) => rival.score >= LEAST && rival.id !== chosen.id);
  const all = [{ ...chosen, score: mention.score }, ...rivals];
  const where = sharedWhere(all.map((one) => one.where));
  const values = { name: mention.text, count: all.length, where };
  return el("div", { class: "card comparison", tabindex: "-1" },
    el("h2", { dir: "auto" }, where ? say("rivals.one-of", values) : say("rivals.one-of-all", values)),
    quoteOf(mention),
    el("ol", { class: "compared" }, all.map((one, i) => comparedEntry(one, chosen, i === 0))),
    el("p", { class: "why" }, say("card.why", { reason: mention.reason })),
    el("button", { type: "button", class: "to-text", onclick: () => emit("read", { mention: number }) }, say("card.show")));
}

/** @param {Alternative} alternative @param {any} from */
function compare({ place, mention, rival }, from) {
  openPlace(place, { from, mention, at: [rival.lat, rival.lon], card: comparison(mention) });
}

/** @type {{ layers: any[], keys: string[], marks: import("./labels.js").Mark[] }} */
const drawnRivals = { layers: [], keys: [], marks: [] };

/** @param {Alternative} alternative @param {boolean} connected */
function drawAlternative(alternative, connected) {
  const { place, mention, rival } = alternative;
  const point = /** @type {[number, number]} */ ([rival.lat, rival.lon]);
  const glyph = { kind: rival.kind, form: /** @type {const} */ ("literal"), radius: 5.5 };
  const size = Math.max(24, Math.round(2 * glyphReach(glyph) + 12));
  const icon = L.divIcon({ className: `rival ${rival.kind}${connected ? " connected" : ""}`,
    html: /** @type {any} */ (glyphNode(glyph)), iconSize: [size, size] });
  const marker = L.marker(point, { icon, keyboard: false, zIndexOffset: -500 }).addTo(map);
  const node = /** @type {HTMLElement} */ (marker.getElement());
  const label = say("rivals.mark", { text: clean(mentions[mention].text), name: clean(rival.name),
    what: clean(whatAndWhere(rival)), share: share(rival.score) });
  makeMark(node, label, () => compare(alternative, node));
  marker.on("click", () => compare(alternative, node));
  const key = `r:${place}:${rival.id}`;
  setLabel(key, { point, reach: glyphReach(glyph), className: "rival-label", rank: connected ? 90 : 20,
    text: say("rivals.label", { name: rival.name, share: share(rival.score) }) });
  drawnRivals.layers.push(marker);
  drawnRivals.keys.push(key);
  drawnRivals.marks.push({ point, reach: glyphReach(glyph) });
  if (!connected) return;
  drawnRivals.layers.push(L.polyline([[places[place].lat, places[place].lon], point],
    { className: "connector", ...onLevel("rivals"), interactive: false }).addTo(map));
}

/** All alternatives of the map, found once for each filter or correction. @type {Alternative[] | null} */
let allKnown = null;

/** @returns {Alternative[]} Those that are shown with no place open: none where there are many. */
function faintAlternatives() {
  allKnown ||= places.flatMap((_, number) => alternativesOf(number));
  if (allKnown.length > FEW) return [];
  const known = new Set(places.map((place) => place.id));
  return allKnown.filter(({ rival }) => !known.has(rival.id));
}

/** @param {number} opened The place that is open, or -1. */
function drawAlternatives(opened) {
  for (const layer of drawnRivals.layers) layer.remove();
  for (const key of drawnRivals.keys) setLabel(key, null);
  Object.assign(drawnRivals, { layers: [], keys: [], marks: [] });
  for (const each of faintAlternatives()) if (each.place !== opened) drawAlternative(each, false);
  if (opened >= 0) for (const each of alternativesOf(opened)) drawAlternative(each, true);
}

/** Whether the map has any now, for the legend. */
export const hasAlternatives = () => drawnRivals.layers.length > 0 || faintAlternatives().length > 0;

export function showAlternatives() {
  let opened = -1;
  const draw = () => { drawAlternatives(opened); keepStop(); placeLabels(); };
  addLabelSource(() => ({ labels: [], marks: drawnRivals.marks }));
  drawAlternatives(-1);
  for (const name of ["filtered", "edited"]) on(name, () => { allKnown = null; draw(); });
  on("chosen", ({ place }) => {
    opened = place;
    if (alternativesOf(place).length) draw();
  });
  on("closed", () => {
    const drawn = opened >= 0 && alternativesOf(opened).length;
    opened = -1;
    // The mark that was pressed gets the focus back, so it may not be drawn anew at once.
    if (drawn) queueMicrotask(draw);
  });
  on("compare", ({ mention, from }) => {
    const { place, rivals } = mentions[mention];
    const rival = rivals.find((each) => each.score >= LEAST && each.id !== places[place].id);
    if (rival) compare({ place, mention, rival }, from);
  });
}
