// @ts-check
// The legend: every kind of mark that is on this map now, and none that isn't.

import { canvasMarks } from "./canvas_marks.js";
import { counter } from "./counts.js";
import { data, isWater, places } from "./data.js";
import { byId, el } from "./dom.js";
import { on } from "./events.js";
import { glyphNode } from "./glyphs.js";
import { currentEnds } from "./marks.js";
import { lookOf, shadeFor } from "./measures.js";
import { say, sayNumber } from "./words.js";

/** @typedef {import("./measures.js").Look & { place: import("./data.js").Place }} Shown */

const KINDS_OF_POINTS = ["city", "town", "village", "site", "district", "region", "country", "sea", "river", "other"];

/** @param {string} name What it explains, for tests and styles. @param {...(Node | string)} parts */
export const legendEntry = (name, ...parts) => el("li", { "data-legend": name }, ...parts);

/** @param {string} kind @param {import("./data.js").Role} [form] @param {boolean} [unsure] */
export const sample = (kind, form = "literal", unsure = false) =>
  glyphNode({ kind, form, unsure, radius: unsure ? 8 : 6.5 });

/** What this page alone explains: among the marks, and at the end. */
let ofMarks = () => /** @type {HTMLElement[]} */ ([]);
let ofText = () => /** @type {HTMLElement[]} */ ([]);

/** @param {{ marks: () => HTMLElement[], text: () => HTMLElement[] }} own */
export function explainAlso(own) {
  ofMarks = own.marks;
  ofText = own.text;
}

/** @param {string} name */
const legendWords = (name) => say(counter.words[name] || `legend.${name}`);

/** @param {string} classes */
const swatch = (classes) => el("span", { class: `swatch ${classes}`, "aria-hidden": "true" });

/** Marks of some sizes, with the counts that they stand for where those are known. */
function sizeSamples() {
  const counts = counter.samples();
  if (!counts.length) return [sample("village"), glyphNode({ kind: "town", form: "literal", radius: 9 })];
  return counts.flatMap((count) => [glyphNode({ kind: "town", form: "literal", radius: counter.radius(count) }),
    el("span", { class: "range" }, sayNumber(count))]);
}

/** @param {Shown[]} points */
function pointEntries(points) {
  const kinds = KINDS_OF_POINTS.filter((kind) => points.some((look) => look.kind === kind));
  const entries = kinds.map((kind) => legendEntry(`kind-${kind}`, sample(kind), say(`kind.${kind}`)));
  const counts = new Set(points.map((look) => Math.min(20, look.count)));
  if (counts.size > 1) entries.push(legendEntry("size", ...sizeSamples(), legendWords("size")));
  return entries;
}

/** @param {Shown[]} areas */
function areaEntries(areas) {
  const regions = areas.filter(({ kind, place }) => kind !== "country" && !isWater(place));
  const ends = currentEnds();
  const used = [...new Set(regions.map(({ count }) => shadeFor(count, ends)))].sort((a, b) => a - b);
  const range = (/** @type {number} */ shade) => {
    const from = shade > 1 ? ends[shade - 2] + 1 : 1;
    if (shade === ends.length + 1) return `${sayNumber(from)}+`;
    return from === ends[shade - 1] ? sayNumber(from) : `${sayNumber(from)}–${sayNumber(ends[shade - 1])}`;
  };
  const entries = [];
  if (used.length) entries.push(legendEntry("region", legendWords("region"), ...used.flatMap((shade) =>
    [swatch(`region weight-${shade}`), el("span", { class: "range" }, range(shade))])));
  if (areas.some(({ kind }) => kind === "country")) entries.push(legendEntry("country", swatch("country"), legendWords("country")));
  const waters = areas.filter(({ place }) => isWater(place));
  if (waters.length) entries.push(legendEntry("water", swatch("water"), legendWords("water")));
  return entries;
}

/** @param {Shown[]} looks @param {Shown[]} points */
function formEntries(looks, points) {
  const entries = [];
  const has = (/** @type {(look: Shown) => boolean} */ test) => looks.some(test);
  if (has(({ form }) => form === "government")) entries.push(legendEntry("government", sample("town", "government"), legendWords("government")));
  if (has(({ form }) => form === "associative")) entries.push(legendEntry("associative", sample("town", "associative"), legendWords("associative")));
  if (points.some(({ approximate }) => approximate)) entries.push(legendEntry("radius", swatch("radius"), legendWords("radius")));
  if (points.some(({ unsure }) => unsure)) entries.push(legendEntry("unsure", sample("town", "literal", true), legendWords("unsure")));
  entries.push(...ofMarks());
  if (canvasMarks.on && canvasMarks.clustered() && counter.thins) {
    entries.push(legendEntry("dots", el("span", { class: "dots", "aria-hidden": "true" }, "···"), legendWords("dots")));
  } else if (canvasMarks.on && canvasMarks.clustered()) entries.push(legendEntry("cluster", el("span", { class: "bubble", "aria-hidden": "true" }, "12"), legendWords("cluster")));
  return entries;
}

export function writeLegend() {
  /** @type {Shown[]} */
  const looks = places.flatMap((place, number) => {
    const look = lookOf(number);
    return look ? [{ ...look, place }] : [];
  });
  const points = looks.filter(({ place }) => !place.shape);
  const areas = looks.filter(({ place }) => place.shape);
  byId("legend").querySelector("ul")?.remove();
  const towns = data.towns.length ? [legendEntry("town", swatch("town"), legendWords("town"))] : [];
  byId("legend").append(el("ul", {}, ...pointEntries(points), ...formEntries(looks, points),
    ...areaEntries(areas), ...towns, ...ofText()));
}

/** @param {boolean} open At first. */
export function addLegend(open) {
  byId("legend").classList.remove("js"); // it takes its room from the map before that is fitted
  writeLegend();
  /** @type {HTMLDetailsElement} */ (byId("legend")).open = open;
  on("settled", writeLegend);
  on("edited", writeLegend);
}
