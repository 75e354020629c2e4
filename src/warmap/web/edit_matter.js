// @ts-check
// What a correction is about, and what can be chosen for it: mentions, places, rivals.

import { isGone } from "./corrections.js";
import { mentions, places } from "./data.js";
import { book } from "./edit_book.js";
import { whatAndWhere } from "./place_words.js";
import { say, sayCount } from "./words.js";

/**
 * @typedef {import("./edit_sentences.js").Span} Span
 * @typedef {{ place: number, mention: number | null, spans: Span[] | null, from: string }} Matter
 *   What is corrected: `spans` are words to add a mention for, empty where the name is to be typed;
 *   `from` is a selector of what gets the focus back.
 */

/** Of more places than this, only the most mentioned can be chosen from the list. */
const CHOICES = 500;

/** @param {{ name: string, kind: string, where: string }} place */
export const placeWords = (place) => `${place.name}, ${whatAndWhere(place)}`;

/** The mentions that a place has, or the one that stands for it when the text doesn't name it.
 * @param {number} place */
export const mentionsOf = (place) => (places[place].mentions.length ? places[place].mentions
  : mentions.filter((each) => each.place === place).map((each) => each.number));

/** @param {number} number */
export function mentionsNamed(number) {
  const name = mentions[number].text.toLowerCase();
  return mentions.filter((each) => each.text.toLowerCase() === name && !isGone(each) && each.start >= 0)
    .map((each) => each.number);
}

/** @param {Matter} matter */
export function scopeChoices(matter) {
  const choices = [];
  if (matter.mention !== null) {
    const name = mentions[matter.mention].text;
    choices.push({ value: "mention", words: say("edit.scope.mention", { name }) });
    const count = mentionsNamed(matter.mention).length;
    if (count > 1) choices.push({ value: "name", words: sayCount("edit.scope.name", count, { name }) });
  }
  if (matter.place >= 0) {
    const count = mentionsOf(matter.place).length;
    const words = sayCount("edit.scope.place", count, { name: places[matter.place].name });
    choices.push({ value: "place", words });
  }
  return choices;
}

/** The rivals that a mention had before it was corrected. @param {Matter} matter */
export function rivalsHere(matter) {
  const numbers = matter.mention !== null ? [matter.mention] : matter.place >= 0 ? mentionsOf(matter.place) : [];
  /** @type {Map<string, import("./data.js").Rival>} */
  const found = new Map();
  for (const number of numbers) {
    for (const rival of book.mentionBefore(number).rivals) if (!found.has(rival.id)) found.set(rival.id, rival);
  }
  if (matter.place >= 0) found.delete(places[matter.place].id);
  return [...found.values()];
}

/** @param {Matter} matter */
export function placeChoices(matter) {
  const here = matter.place;
  const choices = [];
  if (here >= 0) choices.push({ value: String(here), words: placeWords(places[here]) });
  else if (!matter.spans) choices.push({ value: "", words: say("edit.choose") });
  const rivals = matter.spans ? [] : rivalsHere(matter);
  for (const rival of rivals) {
    choices.push({ value: `rival ${rival.id}`, words: placeWords(rival), group: say("edit.group.rivals") });
  }
  choices.push({ value: "new", words: say("edit.new") });
  const alike = new Set(rivals.map((rival) => rival.id));
  const others = places.map((place, number) => ({ place, number, count: timesMeant(number) }))
    .filter(({ place, number, count }) => number !== here && count > 0 && !alike.has(place.id))
    .sort((a, b) => b.count - a.count).slice(0, CHOICES);
  for (const { place, number } of others) {
    choices.push({ value: String(number), words: placeWords(place), group: say("edit.group.others") });
  }
  return choices;
}

/** Whether a place is still one: its mentions, or 1 for one that the list adds. @param {number} number */
function timesMeant(number) {
  const place = /** @type {import("./corrections.js").EditedPlace} */ (places[number]);
  if (place.mentions.length) return place.mentions.length;
  return place.made || book.placeBefore(number).mentions.length ? 0 : 1;
}

/** @param {Matter} matter */
export function startingName(matter) {
  if (matter.spans && matter.spans.length) return matter.spans[0].text;
  return matter.mention !== null ? mentions[matter.mention].text : "";
}

/** @param {Matter} matter */
export function startingRole(matter) {
  const numbers = matter.mention !== null ? [matter.mention] : matter.place >= 0 ? mentionsOf(matter.place) : [];
  const roles = new Set(numbers.map((number) => mentions[number].role));
  return roles.size === 1 ? [...roles][0] : matter.spans ? "literal" : "";
}

/** @param {Matter} matter */
export function heading(matter) {
  if (matter.spans) return matter.spans.length ? say("edit.title.add", { name: matter.spans[0].text }) : say("edit.title.type");
  if (matter.mention !== null) return say("edit.title.correct", { name: mentions[matter.mention].text });
  return say("edit.title.correct", { name: places[matter.place].name });
}
