// @ts-check
// What the filter bar of an article's page offers: articles, kinds, roles, and how sure it is.

import { titleOf } from "./articles.js";
import { articles } from "./data.js";
import {
  articlesAskedFor, askFor, clearFilters, facetCounts, isAskedFor, isFiltered, namesToSearch,
  searchFor, shownCounts, wantedCount,
} from "./filters.js";
import { KINDS, ROLES } from "./kinds.js";
import { say } from "./words.js";

/** @typedef {import("./filters.js").Facet} Facet */

/** @param {string} facet @param {string} value */
function facetWords(facet, value) {
  if (facet === "article") return titleOf(Number(value));
  return say(facet === "kind" ? `kind.${value}` : `filters.${facet}.${value}`);
}

const sizesOfFacets = () => Object.fromEntries(Object.entries(facetCounts()).map(([facet, found]) =>
  [facet, new Map([...found].map(([value, things]) => [value, things.size]))]));

/** @type {import("./filter_bar.js").Sieve} */
export const mentionSieve = {
  facets: { article: articles.map((_, number) => String(number)), kind: KINDS, role: ROLES,
    sureness: ["decided", "undecided", "unresolved"] },
  words: facetWords, foreign: ["article"], counts: sizesOfFacets,
  asked: (facet, value) => isAskedFor(/** @type {Facet} */ (facet), value),
  ask: (facet, value, chosen) => askFor(/** @type {Facet} */ (facet), value, chosen),
  search: searchFor, getReady: namesToSearch, clear: clearFilters,
  state: () => ({ ...shownCounts(), filtered: isFiltered(), chosen: wantedCount(),
    part: isFiltered() || articlesAskedFor().length > 0 }),
};
