// @ts-check
// What the filter bar of a corpus' page offers: sources, kinds and roles.

import { corpus } from "./corpus_data.js";
import {
  askCorpus, clearCorpusFilters, corpusFacetCounts, facetsAsked, getNamesReady, isAskedOfCorpus, isCorpusFiltered,
  isSimilarOnly, isWholeTime, placesShown, searchCorpus,
} from "./corpus_filters.js";
import { sourceName } from "./corpus_quotes.js";
import { places } from "./data.js";
import { KINDS, ROLES } from "./kinds.js";
import { say } from "./words.js";

/** @typedef {import("./corpus_filters.js").CorpusFacet} CorpusFacet */

/** @type {import("./filter_bar.js").Sieve} */
export const corpusSieve = {
  facets: { source: corpus.sources.length > 1 ? corpus.sources.map((_, number) => String(number)) : [], kind: KINDS, role: ROLES },
  words: (facet, value) => {
    if (facet === "source") return sourceName(Number(value)) || say("corpus.source.none");
    return say(facet === "kind" ? `kind.${value}` : `filters.role.${value}`);
  },
  foreign: ["source"],
  counts: corpusFacetCounts,
  asked: (facet, value) => isAskedOfCorpus(/** @type {CorpusFacet} */ (facet), value),
  ask: (facet, value, chosen) => askCorpus(/** @type {CorpusFacet} */ (facet), value, chosen),
  search: searchCorpus, getReady: getNamesReady, clear: clearCorpusFilters,
  state: () => ({ shown: placesShown(), all: places.length, similar: isSimilarOnly(), filtered: isCorpusFiltered(),
    part: isCorpusFiltered() || !isWholeTime(), chosen: facetsAsked() }),
};
