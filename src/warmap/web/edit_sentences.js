// @ts-check
// The article's sentences as text that can be counted, and drawn anew where their mentions change.
// Spans count code points from the start of the article, as the Python side does.

import { nodesOfSentence, paragraphOf, sentenceAt, sentenceCount } from "./article.js";
import { isGone } from "./corrections.js";
import { articles, data, isUnsure, mentions, places, setMark } from "./data.js";
import { byId, el } from "./dom.js";
import { isArticleShown } from "./filters.js";
import { dress } from "./reading.js";

/** @typedef {{ sentence: number, start: number, text: string, article: number }} Span */

/** Whether unresolved names can be chosen, as they can while the reader corrects. */
export const choosable = { on: false };

/** @type {Map<number, string>} */
const rawSentences = new Map();
/** @type {number[] | null} */
let sentenceStarts = null;

/** The text below a node; a control character that is shown as a box counts as itself.
 * @param {Node} node @returns {string} */
function rawText(node) {
  if (node instanceof Text) return node.data;
  if (node instanceof Element && node.classList.contains("control")) {
    const code = parseInt((node.textContent || "").slice(2), 16);
    return Number.isNaN(code) ? "" : String.fromCodePoint(code);
  }
  return [...node.childNodes].map(rawText).join("");
}

/** @param {number} number */
export function rawSentence(number) {
  const known = rawSentences.get(number);
  if (known !== undefined) return known;
  const text = nodesOfSentence(number).map(rawText).join("");
  rawSentences.set(number, text);
  return text;
}

function startsOfSentences() {
  if (sentenceStarts) return sentenceStarts;
  const gaps = new Map();
  let at = 0;
  for (let i = 0; i < data.gaps.length; i += 2) gaps.set(at += data.gaps[i], data.gaps[i + 1]);
  sentenceStarts = [];
  let end = 0;
  for (let number = 0; number < sentenceCount(); number++) {
    end += gaps.get(number) || 0;
    sentenceStarts.push(end);
    end += [...rawSentence(number)].length;
  }
  return sentenceStarts;
}

/** The number of the article that a sentence stands in. @param {number} sentence */
const articleOfSentence = (sentence) => Math.max(0, articles.filter((each) => each.sentence <= sentence).length - 1);

const PART_OF_WORD = /[\p{L}\p{N}\p{M}]/u;

/** A span of a sentence, without blanks at its edges, and grown to whole words.
 * @param {number} sentence @param {number} from @param {number} to @returns {Span | null} */
export function wholeWords(sentence, from, to) {
  const chars = [...rawSentence(sentence)];
  while (from < to && /\s/u.test(chars[from])) from++;
  while (to > from && /\s/u.test(chars[to - 1])) to--;
  if (from === to) return null;
  while (from > 0 && PART_OF_WORD.test(chars[from]) && PART_OF_WORD.test(chars[from - 1])) from--;
  while (to < chars.length && PART_OF_WORD.test(chars[to - 1]) && PART_OF_WORD.test(chars[to])) to++;
  return { sentence, article: articleOfSentence(sentence), start: startsOfSentences()[sentence] + from,
    text: chars.slice(from, to).join("") };
}

/** The words that the reader has selected: a span, or why they can't be one. */
export function selectedSpan() {
  const selection = getSelection();
  if (!selection || selection.isCollapsed || !selection.rangeCount) return null;
  const range = selection.getRangeAt(0);
  const sentence = sentenceAt(range.startContainer, range.startOffset);
  if (sentence < 0) return null;
  if (sentenceAt(range.endContainer, range.endOffset) !== sentence) return "sentence";
  const before = document.createRange();
  before.setStartBefore(nodesOfSentence(sentence)[0]);
  before.setEnd(range.startContainer, range.startOffset);
  const from = [...rawText(before.cloneContents())].length;
  const to = from + [...rawText(range.cloneContents())].length;
  return wholeWords(sentence, from, to);
}

/** Where the article has a name as whole words. @param {string} name @param {number} most @returns {Span[]} */
export function occurrencesOf(name, most) {
  /** @type {Span[]} */
  const found = [];
  const sought = [...name.toLowerCase()];
  const starts = startsOfSentences();
  for (let number = 0; number < starts.length && found.length < most; number++) {
    const raw = rawSentence(number);
    const article = articleOfSentence(number);
    if (!isArticleShown(article) || !raw.toLowerCase().includes(name.toLowerCase())) continue;
    const chars = [...raw];
    for (let at = 0; at + sought.length <= chars.length && found.length < most; at++) {
      const end = at + sought.length;
      if (!sought.every((char, i) => chars[at + i].toLowerCase() === char)) continue;
      if (at > 0 && PART_OF_WORD.test(chars[at - 1]) && PART_OF_WORD.test(chars[at])) continue;
      if (end < chars.length && PART_OF_WORD.test(chars[end]) && PART_OF_WORD.test(chars[end - 1])) continue;
      found.push({ sentence: number, article, start: starts[number] + at, text: chars.slice(at, end).join("") });
    }
  }
  return found;
}

/** A few words on either side of a span. @param {Span} span */
export function surroundingsOf(span) {
  const chars = [...rawSentence(span.sentence)];
  const from = span.start - startsOfSentences()[span.sentence];
  const to = from + [...span.text].length;
  return [chars.slice(Math.max(0, from - 28), from).join(""), span.text, chars.slice(to, to + 28).join("")];
}

/** As body.py writes it. @param {import("./corrections.js").EditedMention} mention */
function newMark(mention) {
  const placed = mention.place >= 0;
  const name = `m ${mention.role}${placed ? (isUnsure(mention) ? " unsure" : "") : " unresolved"}`
    + `${mention.edited ? " edited" : ""}`;
  if (placed) {
    return el("a", { class: name, id: `m-${mention.number}`, href: `#p-${places[mention.place].key}` }, mention.text);
  }
  const mark = el("span", { class: name, id: `m-${mention.number}`, tabindex: "-1" }, mention.text);
  if (choosable.on) dressChoosable(mark, true);
  return mark;
}

/** @param {Element} mark @param {boolean} on */
function dressChoosable(mark, on) {
  mark.setAttribute("tabindex", on ? "0" : "-1");
  if (on) mark.setAttribute("role", "button");
  else mark.removeAttribute("role");
}

/** @param {boolean} on */
export function makeUnresolvedChoosable(on) {
  choosable.on = on;
  for (const mark of byId("article").querySelectorAll("span.m")) dressChoosable(mark, on);
}

/** @param {Iterable<number>} numbers Of mentions whose sentences are written anew. */
export function rewriteSentences(numbers) {
  /** @type {Map<number, import("./corrections.js").EditedMention[]>} */
  const held = new Map();
  for (const number of numbers) {
    const { sentence, start } = mentions[number];
    if (sentence < 0 || start < 0) continue;
    held.set(sentence, []);
    const block = paragraphOf(sentence)?.closest(".block");
    if (block) dress(block); // by the marks that it had
    setMark(number);
  }
  for (const mention of mentions) {
    if (mention.start >= 0 && !isGone(mention)) held.get(mention.sentence)?.push(mention);
  }
  for (const [number, those] of held) writeSentence(number, those.sort((a, b) => a.start - b.start));
}

/** @param {number} number @param {import("./corrections.js").EditedMention[]} held */
function writeSentence(number, held) {
  const paragraph = paragraphOf(number);
  const old = nodesOfSentence(number);
  if (!paragraph || !old.length) return;
  const focused = paragraph.contains(document.activeElement) ? document.activeElement?.id : "";
  const chars = [...rawSentence(number)];
  const start = startsOfSentences()[number];
  /** @type {import("./dom.js").Child[]} */
  const pieces = [];
  let done = 0;
  for (const mention of held) {
    const from = mention.start - start;
    if (from < done) continue; // of two that overlap, the first is marked
    const mark = newMark(mention);
    setMark(mention.number, mark);
    pieces.push(chars.slice(done, from).join(""), mark);
    done = from + [...mention.text].length;
  }
  const end = old[old.length - 1].nextSibling;
  for (const node of old) node.parentNode?.removeChild(node);
  for (const node of [...el("span", {}, ...pieces, chars.slice(done).join("")).childNodes]) paragraph.insertBefore(node, end);
  if (focused) document.getElementById(focused)?.focus({ preventScroll: true });
}
