// @ts-check
// How often places are named, as far as it is shown, and what follows: sizes, shades, forms.

import { isUnsure, mentions, places } from "./data.js";
import { on } from "./events.js";
import { isMentionShown, isPlaceShown } from "./filters.js";
import { radiusFor } from "./glyphs.js";

/** The mentions of a place that are shown. @param {number} number */
export const shownMentions = (number) => places[number].mentions.filter(isMentionShown);

/** Whether all that is said of a place is undecided. @param {number[]} shown Its mentions. */
export const isUndecided = (shown) => shown.length > 0 && shown.every((number) => isUnsure(mentions[number]));

/** @param {number[]} shown @returns {import("./data.js").Role} */
function formFor(shown) {
  const roles = new Set(shown.map((number) => mentions[number].role));
  if (!roles.size || roles.has("literal")) return "literal";
  return roles.has("government") ? "government" : "associative";
}

/**
 * @typedef {{ count: number, form: import("./data.js").Role, unsure: boolean, radius: number,
 *   kind: string, approximate: boolean }} Look
 */

/** @type {(Look | null)[]} Known until a filter or a correction changes it. */
const knownLooks = [];
for (const name of ["filtered", "edited"]) on(name, () => { knownLooks.length = 0; });

/** What a place looks like on the map now, or null when it is not shown. @param {number} number */
export function lookOf(number) {
  let look = knownLooks[number];
  if (look === undefined) {
    look = measured(number);
    knownLooks[number] = look;
  }
  return look;
}

/** @param {number} number @returns {Look | null} */
function measured(number) {
  if (!isPlaceShown(number)) return null;
  const place = places[number];
  const shown = shownMentions(number);
  const approximate = place.radius_km > 0;
  const full = radiusFor(shown.length) * (approximate ? 0.75 : 1);
  const unsure = isUndecided(shown);
  return { count: shown.length, form: formFor(shown), unsure, kind: place.kind, approximate,
    radius: unsure ? Math.max(8, full) : full };
}

/** Up to so many mentions each shade goes; the last one has no end.
 * @param {number} most The mentions of the area that is named most. @returns {number[]} */
export function shadeEnds(most) {
  if (most <= 12) return [1, 3, 5];
  return [1, 2, 3].map((step) => Math.round(most ** (step / 4)));
}

/** The shade of an area, 1 to 4. @param {number} count @param {number[]} ends */
export const shadeFor = (count, ends) => 1 + ends.filter((end) => count > end).length;
