// @ts-check
// What is shown: the map, the text and the table all ask here, and listen to "filtered".
// A mention is shown when its article, role and sureness, and the kind and name of its place are asked for;
// a place is shown when one of its mentions is.

import { UNSURE, mentions, places } from "./data.js";
import { emit, on } from "./events.js";
import { searchNames } from "./search_names.js";

/** @typedef {"article" | "kind" | "role" | "sureness"} Facet */

/** What is asked for; an empty set asks for everything.
 * @type {Record<Facet, Set<string>>} */
const wanted = { article: new Set(), kind: new Set(), role: new Set(), sureness: new Set() };
let wantedName = "";
let similarOnly = false;

let keptPlaces = new Uint8Array(0);
let keptMentions = new Uint8Array(0);
/** How many mentions of each place are shown; one that has no span counts for none. */
let keptTimes = new Uint32Array(0);
let placesInAll = 0;
let placesShown = 0;

/** Places are also found by what the text calls them. */
const knownNames = searchNames((names) => {
  for (const mention of mentions) if (mention.place >= 0) names[mention.place].add(mention.text);
});
export const namesToSearch = knownNames.getReady;

/** @param {import("./data.js").Mention} mention */
const placeOf = (mention) => (mention.status === "resolved" ? mention.place : -1);

/** @param {import("./data.js").Mention} mention */
export function surenessOf(mention) {
  if (mention.status !== "resolved") return mention.status;
  return mention.score < UNSURE ? "undecided" : "decided";
}

/** @param {Facet} facet @param {string} value */
const asksFor = (facet, value) => !wanted[facet].size || wanted[facet].has(value);

/** Whether an article is among those that are shown. @param {number} article */
export const isArticleShown = (article) => !wanted.article.size || wanted.article.has(String(article));

/** Show some articles; all when none is named. @param {number[]} numbers */
export function showArticles(numbers) {
  wanted.article = new Set(numbers.map(String));
  siftAndTell();
}

/** Show the article of a mention that is to be read. @param {{ article: number }} mention */
export function showArticleOf({ article }) {
  if (!isArticleShown(article)) showArticles([article]);
}

/** Of the mentions of a place those in the articles that are shown.
 * @param {import("./data.js").Place} place */
export const mentionsHere = (place) => (wanted.article.size
  ? place.mentions.filter((number) => isArticleShown(mentions[number].article)) : place.mentions);

/** The numbers of the articles that are asked for; none for all. */
export const articlesAskedFor = () => [...wanted.article].map(Number);

const bareTexts = () => mentions.filter((mention) => placeOf(mention) < 0).map((mention) => mention.text);

function sift() {
  const { placeFits, textFits, similar } = knownNames.test(wantedName, bareTexts);
  similarOnly = similar;
  const fitting = places.map((place, number) => asksFor("kind", place.kind) && placeFits(number));
  const there = new Uint8Array(places.length);
  keptPlaces = new Uint8Array(places.length);
  keptMentions = new Uint8Array(mentions.length);
  keptTimes = new Uint32Array(places.length);
  for (const mention of mentions) {
    if (mention.status === "absent") continue;
    const place = placeOf(mention);
    if (place >= 0) there[place] = 1;
    const fits = isArticleShown(mention.article) && asksFor("role", mention.role) && asksFor("sureness", surenessOf(mention))
      && (place >= 0 ? fitting[place] : !wanted.kind.size && textFits(mention.text));
    if (!fits) continue;
    keptMentions[mention.number] = 1;
    if (place < 0) continue;
    keptPlaces[place] = 1;
    if (mention.start >= 0) keptTimes[place] += 1;
  }
  placesInAll = there.reduce((sum, each) => sum + each, 0);
  placesShown = keptPlaces.reduce((sum, each) => sum + each, 0);
}

function siftAndTell() {
  sift();
  emit("filtered");
  emit("settled");
}

/** @param {number} place A place's number. @returns {boolean} */
export const isPlaceShown = (place) => keptPlaces[place] === 1;

/** @param {number} mention A mention's number. @returns {boolean} */
export const isMentionShown = (mention) => keptMentions[mention] === 1;

/** @param {number} place A place's number. @returns {number} */
export const timesShown = (place) => keptTimes[place];

/** Whether something is asked for, but for articles: the switcher tells of those. */
export const isFiltered = () =>
  Boolean(wantedName || wanted.kind.size || wanted.role.size || wanted.sureness.size);

/** How many places are shown and how many there are; `similar` when the search found nothing that
 * is spelt as asked, and shows names that sound like it. */
export const shownCounts = () => ({ shown: placesShown, all: placesInAll, similar: similarOnly });

/** @param {string} name */
export function searchFor(name) {
  const trimmed = name.trim();
  if (trimmed === wantedName) return;
  wantedName = trimmed;
  siftAndTell();
}

/** @param {Facet} facet @param {string} value @param {boolean} chosen */
export function askFor(facet, value, chosen) {
  if (chosen) wanted[facet].add(value);
  else wanted[facet].delete(value);
  siftAndTell();
}

/** @param {Facet} facet @param {string} value */
export const isAskedFor = (facet, value) => wanted[facet].has(value);

/** How many things are asked for, without the search and the articles. */
export const wantedCount = () => wanted.kind.size + wanted.role.size + wanted.sureness.size;

export function clearFilters() {
  wantedName = "";
  for (const facet of /** @type {const} */ (["kind", "role", "sureness"])) wanted[facet].clear();
  siftAndTell();
}

/** How many places there are in each article and of each kind, role and sureness; mentions, of those without a place. */
export function facetCounts() {
  /** @type {Record<Facet, Map<string, Set<string>>>} */
  const found = { article: new Map(), kind: new Map(), role: new Map(), sureness: new Map() };
  /** @type {(facet: Facet, value: string, what: string) => void} */
  const add = (facet, value, what) => {
    const held = found[facet].get(value);
    if (held) held.add(what);
    else found[facet].set(value, new Set([what]));
  };
  for (const mention of mentions) {
    const place = placeOf(mention);
    const what = place >= 0 ? String(place) : `m${mention.number}`;
    if (mention.status === "absent") continue;
    if (mention.status !== "dropped") add("sureness", surenessOf(mention), what);
    if (place < 0) continue;
    add("article", String(mention.article), what);
    add("kind", places[place].kind, what);
    add("role", mention.role, what);
  }
  return found;
}

// Before all others that listen: those ask here what to draw.
on("edited", () => {
  knownNames.forget();
  siftAndTell();
});
sift();
