// @ts-check
// The mentions of each place that are shown, counted for the map.

import { countWith } from "./counts.js";
import { isUnsure, mentions, places } from "./data.js";
import { isMentionShown, isPlaceShown, mentionsHere } from "./filters.js";
import { radiusFor } from "./glyphs.js";
import { say, sayCount } from "./words.js";

/** The mentions of a place that are shown. @param {number} number */
export const shownMentions = (number) => places[number].mentions.filter(isMentionShown);

/** @param {number} number @returns {import("./data.js").Role} */
function formShown(number) {
  const roles = new Set(shownMentions(number).map((mention) => mentions[mention].role));
  if (!roles.size || roles.has("literal")) return "literal";
  return roles.has("government") ? "government" : "associative";
}

/** Whether all that is said of a place is undecided. @param {number} number */
function isUndecided(number) {
  const shown = shownMentions(number);
  return shown.length > 0 && shown.every((mention) => isUnsure(mentions[mention]));
}

/** @param {number} number */
function mentionsSaid(number) {
  const count = mentionsHere(places[number]).length || places[number].mentions.length;
  return count ? sayCount("counts.mentions", count) : say("card.added");
}

/** @param {number} number */
function onPaper(number) {
  const all = places[number].mentions;
  return { count: mentionsHere(places[number]).length,
    unsure: all.length > 0 && all.every((mention) => isUnsure(mentions[mention])) };
}

/** Up to so many mentions each shade goes; the last one has no end.
 * @param {number} most The mentions of the area that is named most. @returns {number[]} */
function shadeEnds(most) {
  if (most <= 12) return [1, 3, 5];
  return [1, 2, 3].map((step) => Math.round(most ** (step / 4)));
}

export function countMentions() {
  countWith({
    shown: isPlaceShown, count: (number) => shownMentions(number).length, form: formShown, unsure: isUndecided,
    radius: radiusFor, printed: onPaper, said: mentionsSaid, samples: () => [], thins: false, words: {},
    ends: () => shadeEnds(places.reduce((most, place, number) => (place.shape ? Math.max(most, shownMentions(number).length) : most), 1)),
  });
}
