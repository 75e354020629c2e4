// @ts-check
// The names that places are found by, in any script and spelling (see folding.js).

import { places } from "./data.js";
import { foldName, matchersOf, skeletonOf } from "./folding.js";

/** @type {Map<string, string>} */
const foldedOnce = new Map();

/** @param {string} name */
function folded(name) {
  const known = foldedOnce.get(name);
  if (known !== undefined) return known;
  const made = foldName(name);
  foldedOnce.set(name, made);
  return made;
}

/** @typedef {{ placeFits: (place: number) => boolean, textFits: (text: string) => boolean, similar: boolean }} NameTests
 *   `similar` when nothing is spelt as asked, and what sounds like it is found. */

/** @param {(names: Set<string>[]) => void} [addOthers] Add to the names of each place those that it has
 *   elsewhere. */
export function searchNames(addOthers = () => {}) {
  /** @type {string[] | null} For each place its names, folded, one a line. */
  let foldedNames = null;
  /** @type {string[] | null} The same, with all vowels alike. */
  let boneNames = null;

  function spelt() {
    if (foldedNames) return foldedNames;
    /** @type {Set<string>[]} */
    const names = places.map((place) => new Set([place.name, place.local, place.english, ...place.former]));
    addOthers(names);
    foldedNames = names.map((each) => [...new Set([...each].map(folded))].join("\n"));
    return foldedNames;
  }

  return {
    /** Made before the first search, since it takes its time. */
    getReady: () => { spelt(); },
    forget() {
      foldedNames = null;
      boneNames = null;
    },
    /** Whose name fits: a question for places, and one for names without a place.
     * @param {string} query @param {() => string[]} bareNames @returns {NameTests} */
    test(query, bareNames) {
      const ways = matchersOf(query);
      if (!ways.length) return { placeFits: () => true, textFits: () => true, similar: false };
      const bare = bareNames().map(folded);
      for (const { fits, bones } of ways) {
        if (bones) boneNames ||= spelt().map(skeletonOf);
        const names = /** @type {string[]} */ (bones ? boneNames : spelt());
        const plain = (/** @type {string} */ name) => (bones ? skeletonOf(name) : name);
        if (names.some(fits) || bare.some((name) => fits(plain(name)))) {
          return { similar: bones, placeFits: (place) => fits(names[place]), textFits: (text) => fits(plain(folded(text))) };
        }
      }
      return { placeFits: () => false, textFits: () => false, similar: true };
    },
  };
}
