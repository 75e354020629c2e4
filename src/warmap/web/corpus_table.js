// @ts-check
// The table of a corpus' places: how many articles of the window name each, when first and when last.

import { cells, corpus, periodStarts } from "./corpus_data.js";
import {
  articlesInAll, articlesOf, filterEdition, isPlaceInWindow, isRoleKept, isSourceKept, isWholeTime,
} from "./corpus_filters.js";
import { formInWindow, isMostlyUnsure } from "./corpus_counts.js";
import { corpusDownloads } from "./corpus_download.js";
import { places } from "./data.js";
import { byId, el } from "./dom.js";
import { ROLES } from "./kinds.js";
import { aboutLine, cellOfName, writeTable } from "./place_table.js";
import { dateOf } from "./periods.js";
import { shortPeriod } from "./time_words.js";
import { say, sayNumber } from "./words.js";

/** The first and the last period that name each place, whatever the window is; -1 for none. */
const firsts = new Int16Array(places.length);
const lasts = new Int16Array(places.length);
let gatheredFor = -1;

/** The first and last period of each place, for what is asked for now. */
export function gatherEnds() {
  if (gatheredFor === filterEdition()) return;
  gatheredFor = filterEdition();
  const roles = ROLES.reduce((bits, role, i) => bits | (isRoleKept(role) ? 1 << i : 0), 0);
  const kept = corpus.sources.map((_, source) => isSourceKept(source));
  for (let place = 0; place < places.length; place += 1) {
    firsts[place] = -1;
    lasts[place] = -1;
    for (let cell = cells.starts[place]; cell < cells.starts[place + 1]; cell += 1) {
      const period = cells.periods[cell];
      if (period < 0 || !(cells.masks[cell] & roles) || !kept[cells.sources[cell]]) continue;
      if (firsts[place] < 0) firsts[place] = period;
      lasts[place] = period;
    }
  }
}

/** The first period that names a place, or -1. @param {number} place */
export const firstPeriodOf = (place) => firsts[place];
/** @param {number} place */
export const lastPeriodOf = (place) => lasts[place];

/** @param {number} period */
const periodCell = (period) => (period < 0 ? "–" : el("time",
  { datetime: dateOf(periodStarts[period]).toISOString().slice(0, 10) }, shortPeriod(period)));

/** @param {number} place */
function articlesCell(place) {
  const count = sayNumber(articlesOf(place));
  return isWholeTime() ? count : `${count}/${sayNumber(articlesInAll(place))}`;
}

/** @param {number} number */
function cellsOfRow(number) {
  const place = places[number];
  const kind = say(`kind.${place.kind}`);
  return [
    cellOfName(number, formInWindow(number), aboutLine("told-wide", [isMostlyUnsure(number) ? say("corpus.table.unsure") : ""]),
      aboutLine("told-middle", [kind, place.where, isMostlyUnsure(number) ? say("corpus.table.unsure") : ""])),
    el("td", { class: "col-kind" }, kind),
    el("td", { class: "col-where" }, place.where),
    el("td", { class: "col-articles" }, articlesCell(number)),
    el("td", { class: "col-first" }, periodCell(firsts[number])),
    el("td", { class: "col-last" }, periodCell(lasts[number])),
  ];
}

export function writeCorpusPlaces() {
  if (!places.length) {
    byId("places").append(el("p", {}, say("corpus.no-places")));
    return;
  }
  writeTable({
    names: ["place", "kind", "where", "articles", "first", "last"],
    downFirst: ["articles", "last"], sortedBy: "articles",
    words: (column) => ({ title: say(`corpus.table.${column}`), explained: say(`corpus.table.explained.${column}`) }),
    keys: {
      articles: () => articlesOf,
      first: () => (place) => (firsts[place] < 0 ? Infinity : firsts[place]),
      last: () => (place) => lasts[place],
    },
    gather: gatherEnds, shown: isPlaceInWindow, cells: cellsOfRow,
    caption: say("corpus.table.caption"), none: say("corpus.table.none"), tools: corpusDownloads,
  });
}
