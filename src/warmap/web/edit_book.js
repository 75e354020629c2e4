// @ts-check
// The corrections of this page: made, taken back, and shown at once on map, in text and table.
// They live as long as the page is open; nothing keeps or sends them.

import { Book } from "./corrections.js";
import { data, mentions, places } from "./data.js";
import { emit } from "./events.js";
import { rewriteSentences } from "./edit_sentences.js";
import { placeListText, placeRows } from "./place_rows.js";
import { announce } from "./selection.js";
import { say } from "./words.js";

export const book = new Book(mentions, places);

/** Whether there is something that would be lost with the page. */
let unsaved = false;
export const isUnsaved = () => unsaved;

/** @param {{ places: number[], mentions: number[] }} touched */
function settle(touched) {
  for (const number of touched.mentions) {
    const mention = book.mentions[number];
    if (mention.edited) mention.reason = [say("edit.reason"), ...(mention.notes || [])].join(": ");
  }
  unsaved = book.corrections.length > 0;
  rewriteSentences(touched.mentions);
  emit("edited", touched);
}

/**
 * Make a correction.
 *
 * @param {import("./corrections.js").Change[]} changes
 * @param {{ note?: string, words: string }} about What the list of corrections says of it.
 */
export function commit(changes, about) {
  settle(book.correct(changes, about));
  announce(say("edit.done", { what: about.words }));
}

/** @param {number} number */
export function takeBack(number) {
  const words = book.corrections.find((each) => each.number === number)?.words || "";
  settle(book.undo(number));
  announce(say("edit.undone", { what: words }));
}

export function takeAllBack() {
  settle(book.undoAll());
  announce(say("edit.all-undone"));
}

/** @param {number} number @param {string} note */
export function noteOn(number, note) {
  settle(book.setNote(number, note));
}

/** The place list that makes this map again, as it is corrected now. */
export const correctedList = () => placeListText(placeRows(book, data.listed), data.listed.columns);

export function listWasSaved() {
  unsaved = false;
}
