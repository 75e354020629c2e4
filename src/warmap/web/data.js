// @ts-check
// What the page shows, as page.py wrote it: read once, and the few questions that everyone asks.

import { marksInText } from "./article.js";
import { byId } from "./dom.js";
import { ArcBook } from "./outlines.js";

/**
 * @typedef {"literal" | "government" | "associative"} Role
 * @typedef {import("./outlines.js").Shape} Shape
 * @typedef {{ id: string, name: string, kind: string, where: string, lat: number, lon: number,
 *   local: string, english: string, country: string, admin1: string, precision: string, radius_km: number,
 *   score: number }} Rival
 * @typedef {{ number: number, text: string, place: number, sentence: number, role: Role,
 *   status: "resolved" | "unresolved" | "dropped" | "absent", score: number, reason: string,
 *   rivals: Rival[], start: number, article: number }} Mention `start` counts code points of its
 *   article, from 0; -1 without a span.
 *   What a reader added and took back is absent.
 * @typedef {{ key: string, id: string, name: string, local: string, english: string, former: string[],
 *   kind: string, where: string, country: string, admin1: string, lat: number, lon: number,
 *   point: [number, number] | null, population: number | null, geonameid: number | null,
 *   precision: string, radius_km: number, shape: string | Shape | null, note: string,
 *   mentions: number[] }} Place `point` is the gazetteer's, where the label stands elsewhere.
 * @typedef {{ id: string, name: string, shape: Shape }} Unit
 * @typedef {{ name: string, point: [number, number], zoom: number }} Town Shown from this zoom on.
 */

/** What Python has deflated. @param {string} base64 */
export function inflated(base64) {
  const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
  return new Response(new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate")));
}

const told = JSON.parse(byId("warmap-data").textContent || "");
const block = typeof told === "string" ? await inflated(told).json() : told;
/** The arcs of all outlines. */
export const arcs = new ArcBook(block.arcs);
for (const area of [...block.units, ...block.countries, ...block.regions]) area.shape = arcs.shape(area.shape);

/** What a row of a place or candidate says of both (see block.py). @param {any[]} row */
function knownFrom([sort, name, id, lat, lon, local]) {
  const whole = typeof id === "number" ? `geonames:${id}` : id;
  return { ...block.sorts[sort], name, id: whole, lat, lon, local: local || "", english: "" };
}

/** @type {Map<string, number>} */
const keysTaken = new Map();

/** The part of the page's address that names a place; it follows from a plain name.
 * @param {string} name */
function keyOf(name) {
  const plain = name.toLowerCase().replace(/[^a-z0-9]+/g, "-").replace(/^-|-$/g, "");
  const time = (keysTaken.get(plain) || 0) + 1;
  keysTaken.set(plain, time);
  return time > 1 ? `${plain}-${time}` : plain;
}

/** @param {any[]} row @returns {Place} */
function toPlace(row) {
  const [, name, id, , , , population, rest] = row;
  const shape = rest?.shape ?? null;
  return {
    former: [], note: "", point: null, mentions: [], population: population ?? null,
    geonameid: typeof id === "number" ? id : null, key: keyOf(rest?.english || name),
    ...knownFrom(row), ...rest, shape: shape && typeof shape === "object" ? arcs.shape(shape) : shape,
  };
}

/** @type {Record<number | string, Omit<Rival, "score">>} */
const candidates = {};

/** @param {number | string} key @returns {Omit<Rival, "score">} */
function candidateAt(key) {
  const row = block.candidates[key];
  candidates[key] ||= { ...knownFrom(row), ...row[7] };
  return candidates[key];
}

/** Lists of rivals; many mentions of a name have the same one.
 * @type {Record<number | string, Rival[]>} */
const rivalLists = {};

/** @param {number | string | undefined} list @returns {Rival[]} */
function rivalsAt(list) {
  if (list === undefined || list === -1) return [];
  if (!rivalLists[list]) {
    rivalLists[list] = [];
    const flat = block.rivals[list];
    for (let i = 0; i < flat.length; i += 2) {
      rivalLists[list].push({ ...candidateAt(flat[i]), score: flat[i + 1] / 1000 });
    }
  }
  return rivalLists[list];
}

/** Numbers of the mentions that are marked in the article, in the order of the marks.
 * @type {number[]} */
export const markedMentions = [];
/** @type {(HTMLElement | undefined)[]} For each mention its mark. */
const marksOfMentions = [];

/** A mention. Its rivals and its text are made when they are asked for, which is seldom when there
 * are many; they are no own properties, so that a copy of a mention by `...` has none. */
class RowMention {
  /** @type {any[]} */ #row;
  /** @type {string | undefined} */ #text;
  /** @type {Rival[] | undefined} */ #rivals;

  /** @param {number} number @param {any[]} row @param {number} sentence @param {number} start
   * @param {number} article */
  constructor(number, row, sentence, start, article) {
    const { reason, role, status } = block.rulings[row[1]];
    this.#row = row;
    this.number = number;
    this.place = numberOfPlace(row[0]);
    this.role = role;
    this.status = status;
    this.score = row[2] / 1000;
    this.reason = reason;
    this.sentence = sentence;
    this.start = start;
    this.article = article;
  }

  get text() {
    this.#text ??= this.#row[6]?.text ?? marksOfMentions[this.number]?.textContent ?? "";
    return /** @type {string} */ (this.#text);
  }

  set text(text) { this.#text = text; }

  get rivals() { return (this.#rivals ??= rivalsAt(this.#row[5])); }

  set rivals(rivals) { this.#rivals = rivals; }
}

/** The articles of a page that has several, in the order of its text; `mention` and `sentence` are
 * the numbers of their first ones. @type {{ title: string, begins: string, source: string, date: string,
 *   mention: number, sentence: number, view: [number, number, number, number] }[]} */
export const articles = block.articles || [];

/** @returns {Mention[]} */
function readMentions() {
  let sentence = 0;
  let start = 0;
  let article = 0;
  return block.mentions.map((/** @type {any[]} */ row, /** @type {number} */ number) => {
    sentence += row[3];
    start += row[4];
    while (articles[article + 1]?.mention <= number) article += 1;
    if (!row[6] || row[6].marked) markedMentions.push(number);
    return new RowMention(number, row, sentence, start, article);
  });
}

/** @type {Place[]} */
export const places = block.places.map(toPlace);
const numberOfKey = new Map(places.map(({ key }, number) => [key, number]));

/** The number of a place by its key; a long article's mentions have it. @param {number | string} key */
function numberOfPlace(key) {
  return typeof key === "string" ? /** @type {number} */ (numberOfKey.get(key)) : key;
}

/** Everything that is not listed below under a name of its own. */
export const data = block;
/** @type {Mention[]} */
export const mentions = readMentions();
/** @type {Unit[]} */
export const units = block.units;
/** All land but Ukraine's, which is its units': of the countries around, and of those that the article
 * names, which have it below their tint. Some have none in what the map shows. @returns {Shape[]} */
export const landAround = () => {
  const named = places.filter(({ kind, country }) => kind === "country" && country !== "UA");
  return [...block.countries, ...named].flatMap(({ shape }) => (typeof shape === "object" ? shape || [] : []));
};
/** Regions of the countries in which the article happens. @type {Unit[]} */
export const regions = block.regions;

for (const { number, place, start } of mentions) {
  if (place >= 0 && start >= 0) places[place].mentions.push(number);
}
markedMentions.sort((a, b) => mentions[a].sentence - mentions[b].sentence || a - b);
markedMentions.forEach((number, order) => { marksOfMentions[number] = marksInText[order]; });

/** The element that marks a mention in the article; `mentionNode` in reading.js also dresses it.
 * @param {number} number */
export const markOf = (number) => marksOfMentions[number];

/** Another element marks a mention now, or none. @param {number} number @param {HTMLElement} [node] */
export function setMark(number, node) {
  marksOfMentions[number] = node;
}

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
