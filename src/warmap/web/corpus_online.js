// @ts-check
// The page of a corpus with an online background.

import { placesInCorpus } from "./corpus.js";

/** How many places lie on the background. */
export const placesOnBackground = placesInCorpus;
