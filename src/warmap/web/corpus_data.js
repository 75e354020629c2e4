// @ts-check
// What a corpus' page shows, as corpuspage.py wrote it: its articles in periods, and which of them
// name which place.

import { readCells } from "./cells.js";
import { data, inflated, places } from "./data.js";
import { byId } from "./dom.js";
import { startsOf } from "./periods.js";

/**
 * @type {{ unit: import("./periods.js").Unit, periods: string[], last: string, sources: string[],
 *   other: number,
 *   articles: number[][], unsure: number[], unresolved: [string, number][] }}
 */
export const corpus = data.corpus;

export const periodCount = corpus.periods.length;
/** The first day of each period, and the day after the last. */
export const periodStarts = startsOf(corpus.unit, corpus.periods, corpus.last);

const packed = (byId("warmap-counts").textContent || "").trim();
export const cells = readCells(packed ? new Uint8Array(await inflated(packed).arrayBuffer()) : new Uint8Array(0),
  places.length, corpus.sources.length);
