// @ts-check
// The legend: every kind of mark that is on this map now, and none that isn't.

import { hasAlternatives } from "./alternatives.js";
import { canvasMarks } from "./canvas_marks.js";
import { isUnsure, isWater, mentions, places } from "./data.js";
import { byId, el, narrow } from "./dom.js";
import { on } from "./events.js";
import { isMentionShown } from "./filters.js";
import { glyphNode } from "./glyphs.js";
import { currentEnds } from "./marks.js";
import { lookOf, shadeFor } from "./measures.js";
import { say } from "./words.js";

/** @typedef {import("./measures.js").Look & { place: import("./data.js").Place }} Shown */

const KINDS_OF_POINTS = ["city", "town", "village", "site", "district", "region", "country", "sea", "river", "other"];

/** @param {string} name What it explains, for tests and styles. @param {...(Node | string)} parts */
const legendEntry = (name, ...parts) => el("li", { "data-legend": name }, ...parts);

/** @param {string} kind @param {import("./data.js").Role} [form] @param {boolean} [unsure] */
const sample = (kind, form = "literal", unsure = false) =>
  glyphNode({ kind, form, unsure, radius: unsure ? 8 : 6.5 });

/** @param {string} classes */
const swatch = (classes) => el("span", { class: `swatch ${classes}`, "aria-hidden": "true" });

/** @param {Shown[]} points */
function pointEntries(points) {
  const kinds = KINDS_OF_POINTS.filter((kind) => points.some((look) => look.kind === kind));
  const entries = kinds.map((kind) => legendEntry(`kind-${kind}`, sample(kind), say(`kind.${kind}`)));
  const counts = new Set(points.map((look) => Math.min(20, look.count)));
  if (counts.size > 1) entries.push(legendEntry("size", sample("village"), glyphNode({ kind: "town", form: "literal", radius: 9 }),
    say("legend.size")));
  return entries;
}

/** @param {Shown[]} areas */
function areaEntries(areas) {
  const regions = areas.filter(({ kind, place }) => kind !== "country" && !isWater(place));
  const ends = currentEnds();
  const used = [...new Set(regions.map(({ count }) => shadeFor(count, ends)))].sort((a, b) => a - b);
  const range = (/** @type {number} */ shade) => {
    const from = shade > 1 ? ends[shade - 2] + 1 : 1;
    if (shade === ends.length + 1) return `${from}+`;
    return from === ends[shade - 1] ? String(from) : `${from}–${ends[shade - 1]}`;
  };
  const entries = [];
  if (used.length) entries.push(legendEntry("region", say("legend.region"), ...used.flatMap((shade) =>
    [swatch(`region weight-${shade}`), el("span", { class: "range" }, range(shade))])));
  if (areas.some(({ kind }) => kind === "country")) entries.push(legendEntry("country", swatch("country"), say("legend.country")));
  const waters = areas.filter(({ place }) => isWater(place));
  if (waters.length) entries.push(legendEntry("water", swatch("water"), say("legend.water")));
  return entries;
}

/** @param {Shown[]} looks @param {Shown[]} points */
function formEntries(looks, points) {
  const entries = [];
  const has = (/** @type {(look: Shown) => boolean} */ test) => looks.some(test);
  if (has(({ form }) => form === "government")) entries.push(legendEntry("government", sample("town", "government"), say("legend.government")));
  if (has(({ form }) => form === "associative")) entries.push(legendEntry("associative", sample("town", "associative"), say("legend.associative")));
  if (points.some(({ approximate }) => approximate)) entries.push(legendEntry("radius", swatch("radius"), say("legend.radius")));
  if (points.some(({ unsure }) => unsure)) entries.push(legendEntry("unsure", sample("town", "literal", true), say("legend.unsure")));
  if (hasAlternatives()) {
    const rival = el("span", { class: "rival" }, sample("town"));
    entries.push(legendEntry("rival", rival, say("legend.rival")));
  }
  if (canvasMarks.on && canvasMarks.clustered()) entries.push(legendEntry("cluster", el("span", { class: "bubble", "aria-hidden": "true" }, "12"), say("legend.cluster")));
  return entries;
}

/** What the lines under names in the text mean, as far as they occur. */
function textEntry() {
  const shown = mentions.filter((mention) => mention.status !== "dropped" && mention.sentence >= 0 && isMentionShown(mention.number));
  const roles = ["literal", "government", "associative"].filter((role) => shown.some((mention) => mention.role === role && mention.place >= 0));
  const samples = roles.flatMap((role) => [" ", el("span", { class: `m ${role}` }, say(`legend.text.${role}`))]);
  if (shown.some((mention) => isUnsure(mention) || mention.status === "unresolved")) {
    samples.push(" ", el("span", { class: "m unsure" }, say("legend.text.undecided")));
  }
  return samples.length ? [legendEntry("text", say("legend.text.title"), ...samples)] : [];
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
  byId("legend").append(el("ul", {}, ...pointEntries(points), ...formEntries(looks, points),
    ...areaEntries(areas), ...textEntry()));
}

export function addLegend() {
  byId("legend").classList.remove("js"); // it takes its room from the map before that is fitted
  writeLegend();
  /** @type {HTMLDetailsElement} */ (byId("legend")).open = !narrow.matches;
  on("filtered", writeLegend);
  on("edited", writeLegend);
}
