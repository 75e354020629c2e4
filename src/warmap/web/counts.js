// @ts-check
// How often places are named, as far as it is shown. What is counted differs from page to page: an
// article's mentions (mention_counts.js), or a corpus' articles. The map asks only here.

/**
 * @typedef {object} Counter
 * @property {(place: number) => boolean} shown Whether a place is shown at all.
 * @property {(place: number) => number} count How often it is named in what is shown.
 * @property {(place: number) => import("./data.js").Role} form What it is named as there.
 * @property {(place: number) => boolean} unsure Whether it is undecided that this place is meant.
 * @property {(count: number) => number} radius Of the mark of a place that is named so often.
 * @property {() => number[]} ends Up to so many each shade of areas goes; the last one has no end.
 * @property {(place: number) => { count: number, unsure: boolean }} printed What stands of it on paper.
 * @property {(place: number) => string} said "3 mentions"
 * @property {() => number[]} samples Counts whose marks explain the sizes; none where only more and
 *   less are told.
 * @property {boolean} thins Whether of many marks in a small room that of the place named most is
 *   drawn, and the others as dots; else one mark tells how many they are.
 * @property {Record<string, string>} words Keys of words for the legend, by its entries, where those
 *   of an article don't fit.
 */

/** @type {Counter} */
export let counter;

/** Called once, before anything is drawn. @param {Counter} given */
export function countWith(given) {
  counter = given;
}
