// @ts-check
// The page of a corpus.

import { places } from "./data.js";

/** How many places the page has. */
export const placesInCorpus = places.length;
