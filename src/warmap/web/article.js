// @ts-check
// The article as body.py wrote it: which elements mark its mentions, and where its sentences begin.

import { byId } from "./dom.js";

const MARKS = "a, span.m";

/** The marks of mentions, in the order of the text; read before anything changes them. What stands
 * above an article among several is none of its blocks; the page of a corpus has no article.
 * @type {HTMLElement[]} */
export const marksInText = [...byId("article")?.querySelectorAll(`.block :is(${MARKS})`) || []]
  .map((node) => /** @type {HTMLElement} */ (node));

/** @param {Element} block @returns {HTMLElement[]} */
export const marksIn = (block) => [...block.querySelectorAll(MARKS)]
  .map((node) => /** @type {HTMLElement} */ (node));

/** @type {Element[] | null} */
let beginnings = null;

function allBeginnings() {
  beginnings ||= [...byId("article").querySelectorAll("p, blockquote, wbr")];
  return beginnings;
}

/** What a sentence begins with: its paragraph, or the `wbr` behind the sentence before.
 * @param {number} sentence */
const beginningOf = (sentence) => allBeginnings()[sentence];

export const sentenceCount = () => allBeginnings().length;

/** The number of the sentence that a node of the article stands in, or -1.
 * @param {Node} node @param {number} offset As of an end of a range. */
export function sentenceAt(node, offset) {
  const element = node instanceof Element ? node : node.parentElement;
  const paragraph = element?.closest("#article p, #article blockquote");
  if (!paragraph) return -1;
  /** @type {Node | null} */
  let child = node === paragraph ? node.childNodes[offset - 1] || null : node;
  while (child && child.parentNode !== paragraph) child = child.parentNode;
  let number = allBeginnings().indexOf(paragraph);
  for (; child; child = child.previousSibling) if (child instanceof Element && child.localName === "wbr") number++;
  return number;
}

/** The paragraph that a sentence stands in, or null.
 * @param {number} sentence @returns {HTMLElement | null} */
export const paragraphOf = (sentence) => beginningOf(sentence)?.closest("p, blockquote") ?? null;

/** The nodes of a sentence, which are its paragraph's own.
 * @param {number} sentence @returns {Node[]} */
export function nodesOfSentence(sentence) {
  const beginning = beginningOf(sentence);
  /** @type {Node[]} */
  const nodes = [];
  if (!beginning) return nodes;
  let node = beginning.localName === "wbr" ? beginning.nextSibling : beginning.firstChild;
  for (; node && !(node instanceof Element && node.localName === "wbr"); node = node.nextSibling) nodes.push(node);
  return nodes;
}
