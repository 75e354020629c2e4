// @ts-check
// Mentions that are filtered out lose their marking in the article. A long article has a hundred
// thousand of them, so only the blocks of text in view are changed at once; the others, once they are.

import { marksIn } from "./article.js";
import { mentions } from "./data.js";
import { byId } from "./dom.js";
import { on } from "./events.js";
import { isMentionShown } from "./filters.js";
import { dress } from "./reading.js";

/** Fewer mentions than this are all changed at once. */
const UNMARKED_AT_ONCE = 2000;

/** @type {Set<Element>} Blocks that do not show yet what is filtered. */
const stale = new Set();
/** @type {Set<Element>} */
const blocksInView = new Set();

/** @param {Element} block */
function markBlock(block) {
  stale.delete(block);
  dress(block);
  for (const node of marksIn(block)) {
    node.classList.toggle("filtered", !isMentionShown(Number(node.id.slice(2))));
  }
}

const blocksOfText = () => byId("article").querySelectorAll(".block");

function markAll() {
  for (const block of blocksOfText()) markBlock(block);
}

function markLater() {
  for (const block of blocksOfText()) stale.add(block);
  for (const block of blocksInView) markBlock(block);
}

export function unmarkFiltered() {
  if (mentions.length <= UNMARKED_AT_ONCE) {
    on("filtered", markAll);
    return;
  }
  const watcher = new IntersectionObserver((entries) => {
    for (const { target, isIntersecting } of entries) {
      if (isIntersecting) blocksInView.add(target);
      else blocksInView.delete(target);
      if (isIntersecting && stale.has(target)) markBlock(target);
    }
  }, { rootMargin: "400px" });
  for (const block of blocksOfText()) watcher.observe(block);
  on("filtered", markLater);
  addEventListener("beforeprint", () => stale.forEach(markBlock));
}
