// @ts-check
// Articles that name each place, counted for the map. Sizes and shades are those of the window's
// length: while it moves, the same mark always means as many articles.

import { mostWithin } from "./cells.js";
import { corpus, periodCount } from "./corpus_data.js";
import {
  articlesInAll, articlesOf, filterEdition, isPlaceInWindow, isWholeTime, rolesOfPlace, seriesOf, shownPeriods,
} from "./corpus_filters.js";
import { countWith } from "./counts.js";
import { places } from "./data.js";
import { sayCount } from "./words.js";

const SMALLEST = 4.5;
const LARGEST = 16;
const SHADES = [0.05, 0.2, 0.5];
/** So many places are looked at for the one that is named most in a window of that length. */
const LOOKED_AT = 120;

/** Mostly undecided, so that it would be no fair claim that the place is named.
 * @param {number} place */
export const isMostlyUnsure = (place) => 2 * corpus.unsure[place] > (allEver[place] || 0);

/** Articles that name each place, whatever is asked for: what `unsure` is a part of. */
const allEver = places.map((_, place) => articlesInAll(place));

/** @param {number} place @returns {import("./data.js").Role} */
export function formInWindow(place) {
  const bits = rolesOfPlace(place);
  return bits & 1 || !bits ? "literal" : bits & 2 ? "government" : "associative";
}

/** The most articles that name one of some places in a window as long as this one.
 * @param {(place: number) => boolean} among */
function topFor(among) {
  let known = "";
  let top = 1;
  let edition = -1;
  /** @type {number[]} */
  let candidates = [];
  return () => {
    const { from, to } = shownPeriods();
    const length = isWholeTime() ? 0 : to - from + 1;
    const key = `${length} ${filterEdition()}`;
    if (key === known) return top;
    known = key;
    if (edition !== filterEdition()) {
      edition = filterEdition();
      candidates = places.map((_, place) => place).filter((place) => among(place) && articlesInAll(place))
        .sort((a, b) => articlesInAll(b) - articlesInAll(a)).slice(0, LOOKED_AT);
    }
    top = candidates.reduce((most, place) =>
      Math.max(most, length ? mostWithin(seriesOf(place), length) : articlesInAll(place)), 1);
    return top;
  };
}

const topOfPoints = topFor((place) => !places[place].shape);
const topOfAreas = topFor((place) => Boolean(places[place].shape) && places[place].kind !== "country");

/** The area of a mark follows the count; quarters of a pixel keep the glyphs few.
 * @param {number} count */
const radiusOf = (count) => Math.round(4 * Math.min(LARGEST,
  SMALLEST + (LARGEST - SMALLEST) * Math.sqrt(Math.max(0, count) / topOfPoints()))) / 4;

/** Shades tell of parts of what the area has that is named most. */
const areaEnds = () => SHADES.map((part) => inTwoDigits(part * topOfAreas()));

/** @param {number} count */
function inTwoDigits(count) {
  const power = 10 ** Math.max(0, Math.floor(Math.log10(Math.max(1, count))) - 1);
  return Math.max(1, Math.round(count / power) * power);
}

/** Round numbers of articles for the legend, the smallest first. */
function samples() {
  const top = topOfPoints();
  const power = 10 ** Math.floor(Math.log10(top));
  const most = [5, 2, 1].map((digit) => digit * power).find((each) => each <= top) || 1;
  const least = Math.max(1, Math.round(most / 20));
  return least < most ? [least, most] : [most];
}

export function countArticles() {
  countWith({
    shown: isPlaceInWindow, count: articlesOf, form: formInWindow, unsure: isMostlyUnsure, radius: radiusOf,
    ends: areaEnds, samples, thins: true,
    printed: (place) => ({ count: articlesOf(place), unsure: isMostlyUnsure(place) }),
    said: (place) => sayCount("corpus.articles", articlesOf(place)),
    words: Object.fromEntries(["size", "region", "country", "water", "government", "associative", "unsure", "dots"]
      .map((name) => [name, `corpus.legend.${name}`])),
  });
}

/** Whether there is more than one period to choose from. */
export const hasTime = () => periodCount > 1;
