// @ts-check
// What the page shows, as page.py wrote it: read once, and the few questions that everyone asks.

import { byId } from "./dom.js";

/**
 * @typedef {"literal" | "government" | "associative"} Role
 * @typedef {{ scale: number, parts: number[][][], line?: boolean }} Shape
 * @typedef {{ id: string, name: string, kind: string, where: string, lat: number, lon: number,
 *   local: string, english: string, country: string, admin1: string, precision: string, radius_km: number,
 *   score: number }} Rival
 * @typedef {{ number: number, text: string, place: number, sentence: number, role: Role,
 *   status: "resolved" | "unresolved" | "dropped", score: number, reason: string,
 *   rivals: Rival[], start: number }} Mention `start` counts code points; -1 without a span.
 * @typedef {{ key: string, id: string, name: string, local: string, english: string, former: string[],
 *   kind: string, where: string, country: string, admin1: string, lat: number, lon: number,
 *   point: [number, number] | null, population: number | null, geonameid: number | null,
 *   precision: string, radius_km: number, shape: string | Shape | null, note: string,
 *   mentions: number[] }} Place `point` is the gazetteer's, where the label stands elsewhere.
 * @typedef {{ id: string, name: string, shape: Shape }} Unit
 */

const block = JSON.parse(byId("warmap-data").textContent || "");

/** @type {Rival[][]} Lists of rivals; many mentions of a name have the same one. */
const rivalLists = block.rivals;
/** @type {string[]} */
const reasons = block.reasons;
let lastStart = 0;

/** @param {any[]} row @param {number} number @returns {Mention} */
const toMention = (row, number) => ({
  number,
  text: row[0],
  place: row[1],
  sentence: row[2],
  role: block.roles[row[3]],
  status: block.statuses[row[4]],
  score: row[5],
  reason: reasons[row[6]],
  rivals: row[7] < 0 ? [] : rivalLists[row[7]],
  start: (lastStart += row[8]),
});

/** Everything that is not listed below under a name of its own. */
export const data = block;
/** @type {Mention[]} */
export const mentions = block.mentions.map(toMention);
/** @type {Place[]} */
export const places = block.places;
/** @type {Unit[]} */
export const units = block.units;

/** Below this score the page says that a mention is undecided. */
export const UNSURE = 0.6;

/** @param {Mention} mention */
export const isUnsure = (mention) => mention.status === "resolved" && mention.score < UNSURE;

/** @param {Place} place @returns {Set<Role>} */
export const rolesOf = (place) => new Set(place.mentions.map((number) => mentions[number].role));

/** How a place is drawn: hollow when the text only means its government, or only borrows its name.
 * @param {Place} place @returns {Role} */
export function formOf(place) {
  const roles = rolesOf(place);
  if (!roles.size || roles.has("literal")) return "literal";
  return roles.has("government") ? "government" : "associative";
}

/** @param {Place} place */
export const isWater = (place) => Boolean(place.shape) && ["sea", "river"].includes(place.kind);
