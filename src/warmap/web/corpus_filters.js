// @ts-check
// What is asked for of a corpus, and how often each place is named in it: map, table, timeline and
// files all ask here, and listen to "filtered". An article counts for a place when its period and
// source are asked for and it names the place in one of the roles asked for.

import { addUp, spreadOut } from "./cells.js";
import { cells, corpus, periodCount } from "./corpus_data.js";
import { places } from "./data.js";
import { emit } from "./events.js";
import { ROLES } from "./kinds.js";
import { searchNames } from "./search_names.js";

/** @typedef {"source" | "kind" | "role"} CorpusFacet */

/** What is asked for; an empty set asks for everything. @type {Record<CorpusFacet, Set<string>>} */
const askedOf = { source: new Set(), kind: new Set(), role: new Set() };
let askedName = "";
let onlySimilar = false;
/** The first and the last period of the window. */
let first = 0;
let last = Math.max(0, periodCount - 1);

const corpusNames = searchNames();
const kept = new Uint8Array(corpus.sources.length);
let roles = 7;
const fitting = new Uint8Array(places.length);
/** Articles that name each place in the window, and in all time; the bits of roles in each. */
const inWindow = new Uint32Array(places.length);
const windowBits = new Uint8Array(places.length);
const inAll = new Uint32Array(places.length);
const allBits = new Uint8Array(places.length);
const unresolvedKept = new Uint8Array(corpus.unresolved.length);
let shownPlaces = 0;
/** Counted up whenever something but the window changes. */
let edition = 0;

export const isWholeTime = () => first === 0 && last >= periodCount - 1;

/** @returns {import("./cells.js").Question} */
const question = () => ({ from: isWholeTime() ? -1 : first, to: last, kept, roles });

function siftWindow() {
  if (isWholeTime()) {
    inWindow.set(inAll);
    windowBits.set(allBits);
  } else addUp(cells, question(), inWindow, windowBits);
  shownPlaces = 0;
  for (let place = 0; place < places.length; place += 1) if (fitting[place] && inWindow[place]) shownPlaces += 1;
}

function siftAll() {
  edition += 1;
  const { placeFits, textFits, similar } = corpusNames.test(askedName, () => corpus.unresolved.map(([name]) => name));
  onlySimilar = similar;
  corpus.sources.forEach((_, source) => { kept[source] = Number(!askedOf.source.size || askedOf.source.has(String(source))); });
  roles = askedOf.role.size ? ROLES.reduce((bits, role, i) => bits | (askedOf.role.has(role) ? 1 << i : 0), 0) : 7;
  places.forEach(({ kind }, place) => {
    fitting[place] = Number((!askedOf.kind.size || askedOf.kind.has(kind)) && placeFits(place));
  });
  corpus.unresolved.forEach(([name], i) => { unresolvedKept[i] = Number(textFits(name)); });
  addUp(cells, { ...question(), from: -1, to: periodCount }, inAll, allBits);
  siftWindow();
}

/** Changes wait for the next frame, so that however many there are, all is drawn once. */
const dueChanges = { frame: 0, all: false, loud: false, moving: false };
/** So long, in milliseconds, nothing may change for it to have settled. */
const SETTLE_MS = 120;
let settling = 0;

function drawChanges() {
  const { all, loud, moving } = dueChanges;
  Object.assign(dueChanges, { frame: 0, all: false, loud: false, moving: false });
  if (all) siftAll();
  else siftWindow();
  emit("filtered", { quiet: !loud });
  clearTimeout(settling);
  if (!moving) settling = setTimeout(() => emit("settled"), SETTLE_MS);
}

/** @param {{ all?: boolean, moving?: boolean }} how */
function change({ all = false, moving = false }) {
  dueChanges.all ||= all;
  dueChanges.loud ||= all;
  dueChanges.moving = moving;
  dueChanges.frame ||= requestAnimationFrame(drawChanges);
}

/** Show some periods. @param {number} from @param {number} to The last of them.
 * @param {{ moving?: boolean }} [how] Whether they will change on, as while they are dragged. */
export function showPeriods(from, to, { moving = false } = {}) {
  first = Math.max(0, Math.min(from, periodCount - 1));
  last = Math.max(first, Math.min(to, periodCount - 1));
  emit("window", { moving });
  change({ moving });
}

/** The window as it is asked for in the address, before anything is drawn.
 * @param {number} from @param {number} to */
export function beginWith(from, to) {
  first = from;
  last = to;
  siftWindow();
}

export const shownPeriods = () => ({ from: first, to: last });
export const showAllTime = () => showPeriods(0, periodCount - 1);

/** @param {string} name */
export function searchCorpus(name) {
  const trimmed = name.trim();
  if (trimmed === askedName) return;
  askedName = trimmed;
  change({ all: true });
}

/** @param {CorpusFacet} facet @param {string} value @param {boolean} chosen */
export function askCorpus(facet, value, chosen) {
  if (chosen) askedOf[facet].add(value);
  else askedOf[facet].delete(value);
  change({ all: true });
}

export function clearCorpusFilters() {
  askedName = "";
  for (const set of Object.values(askedOf)) set.clear();
  change({ all: true });
}

/** @param {CorpusFacet} facet @param {string} value */
export const isAskedOfCorpus = (facet, value) => askedOf[facet].has(value);
export const facetsAsked = () => askedOf.source.size + askedOf.kind.size + askedOf.role.size;
export const isSimilarOnly = () => onlySimilar;
export const isCorpusFiltered = () => Boolean(askedName) || facetsAsked() > 0;
export const getNamesReady = corpusNames.getReady;

/** Of all that is asked for but the window: it changes when this number does. */
export const filterEdition = () => edition;
export const placesShown = () => shownPlaces;
/** @param {number} place */
export const isPlaceInWindow = (place) => fitting[place] === 1 && inWindow[place] > 0;
/** Articles in the window that name a place. @param {number} place */
export const articlesOf = (place) => inWindow[place];
/** … in all time. @param {number} place */
export const articlesInAll = (place) => inAll[place];
/** Bits of what a place is named as in the window. @param {number} place */
export const rolesOfPlace = (place) => windowBits[place];
/** @param {number} source */
export const isSourceKept = (source) => kept[source] === 1;
/** @param {string} role */
export const isRoleKept = (role) => (roles & (1 << ROLES.indexOf(role))) > 0;
/** @param {number} number Of a name without a place. */
export const isUnresolvedShown = (number) => unresolvedKept[number] === 1;

/** The articles that name a place in each period. @param {number} place */
export const seriesOf = (place) => spreadOut(cells, place, question(), new Uint32Array(periodCount));

/** All articles in each period, and at the end those without a date. */
export function seriesOfAll() {
  const sums = new Float64Array(periodCount + 1);
  corpus.articles.forEach((row, source) => {
    if (kept[source]) row.forEach((count, period) => { sums[period] += count; });
  });
  return sums;
}

/** What there is of each source (articles), kind and role (places), in all time. */
export function corpusFacetCounts() {
  const sources = corpus.articles.map((row, source) =>
    /** @type {[string, number]} */ ([String(source), row.reduce((sum, count) => sum + count, 0)]));
  const kinds = new Map();
  const named = new Map();
  const sums = new Uint32Array(places.length);
  const bits = new Uint8Array(places.length);
  addUp(cells, { from: -1, to: periodCount, kept: new Uint8Array(kept.length).fill(1), roles: 7 }, sums, bits);
  places.forEach(({ kind }, place) => {
    kinds.set(kind, (kinds.get(kind) || 0) + 1);
    ROLES.forEach((role, i) => { if (bits[place] & (1 << i)) named.set(role, (named.get(role) || 0) + 1); });
  });
  return { source: new Map(sources), kind: kinds, role: named };
}

siftAll();
