// @ts-check
// How often places are named, as far as it is shown, and what follows: sizes, shades, forms.

import { counter } from "./counts.js";
import { places } from "./data.js";
import { on } from "./events.js";

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
  if (!counter.shown(number)) return null;
  const place = places[number];
  const count = counter.count(number);
  const approximate = place.radius_km > 0;
  const full = counter.radius(count) * (approximate ? 0.75 : 1);
  const unsure = counter.unsure(number);
  return { count, form: counter.form(number), unsure, kind: place.kind, approximate,
    radius: unsure ? Math.max(8, full) : full };
}

/** The shade of an area, 1 to 4. @param {number} count @param {number[]} ends */
export const shadeFor = (count, ends) => 1 + ends.filter((end) => count > end).length;
