// @ts-check
// The article: its mentions lead to places, quotes lead back to it. The text itself is in the
// page's HTML (body.py), so that it can be read, searched and printed without this script.

import { marksIn, marksInText } from "./article.js";
import { markOf, markedMentions, mentions, places } from "./data.js";
import { byId, calm, clean, narrow, textNodes } from "./dom.js";
import { emit, on } from "./events.js";
import { isMentionShown, showArticleOf } from "./filters.js";
import { announce, closeCard, openMention } from "./selection.js";
import { say, sayCount } from "./words.js";

/** Blocks of the article whose mentions have their ids and classes. @type {WeakSet<Element>} */
const dressed = new WeakSet();

/** Give the mentions of a block what body.py leaves out: `m-17` as id, and their classes.
 * @param {Element} block */
export function dress(block) {
  if (dressed.has(block)) return;
  dressed.add(block);
  const nodes = marksIn(block);
  const first = marksInText.indexOf(nodes[0]);
  nodes.forEach((node, order) => {
    const mention = mentions[markedMentions[first + order]];
    node.id = `m-${mention.number}`;
    node.classList.add("m", mention.role);
  });
}

/** The mark of a mention in the article, dressed; undefined for one that isn't marked.
 * @param {number} number @returns {HTMLElement | undefined} */
export function mentionNode(number) {
  const node = markOf(number);
  const block = node?.closest(".block");
  if (block) dress(block);
  return node;
}

/** Fewer mentions than this are dressed at once, the others when their blocks come into view. */
const AT_ONCE = 2000;

function dressAll() {
  const blocks = byId("article").querySelectorAll(".block");
  if (mentions.length <= AT_ONCE) {
    blocks.forEach(dress);
    return;
  }
  const watcher = new IntersectionObserver((entries) => {
    for (const { target, isIntersecting } of entries) {
      if (!isIntersecting) continue;
      dress(target);
      watcher.unobserve(target);
    }
  }, { rootMargin: "400px" });
  blocks.forEach((block) => watcher.observe(block));
}

/** The mention that an event of the article is about, or null.
 * @param {Event} event @returns {import("./data.js").Mention | null} */
function mentionAt(event) {
  const node = event.target instanceof Element ? event.target.closest("a, span.m") : null;
  const block = node?.closest(".block");
  if (!node || !block) return null;
  dress(block);
  return mentions[Number(node.id.slice(2))] || null;
}

/** @param {number} place @param {string} className @param {boolean} added */
function outline(place, className, added) {
  for (const number of places[place].mentions) markOf(number)?.classList.toggle(className, added);
}

/** Listens once on the whole article, which may have a hundred thousand mentions. */
function listen() {
  const article = byId("article");
  article.addEventListener("click", (event) => {
    const mention = mentionAt(event);
    if (!mention || mention.place < 0) return;
    event.preventDefault();
    openMention(mention.number, mentionNode(mention.number));
  });
  for (const [type, over] of /** @type {const} */ ([["mouseover", true], ["mouseout", false]])) {
    article.addEventListener(type, (event) => {
      const mention = mentionAt(event);
      if (!mention || mention.place < 0) return;
      const node = mentionNode(mention.number);
      if (node) node.title = `${clean(places[mention.place].name)}: ${say(`role.${mention.role}`)}`;
      emit("hover", { place: mention.place, on: over });
    });
  }
}

/** Lead from a quote to its sentence. @param {number} number */
export function showMention(number) {
  const node = mentionNode(number);
  if (!node) return;
  showArticleOf(mentions[number]);
  if (narrow.matches) closeCard();
  emit("panel", { name: "article" });
  node.scrollIntoView({ block: "center", behavior: calm() ? "auto" : "smooth" });
  node.focus({ preventScroll: true });
  emit("reading", { mention: number });
}

let current = -1;

/** The next mention in the text that has a place and is not filtered out, or the one before.
 * @param {1 | -1} step */
export function stepMention(step) {
  for (let number = current + step; number >= 0 && number < mentions.length; number += step) {
    const node = mentionNode(number);
    if (mentions[number].place >= 0 && node && isMentionShown(number)) {
      node.scrollIntoView({ block: "center", behavior: calm() ? "auto" : "smooth" });
      openMention(number, node);
      return;
    }
  }
  announce(say(step > 0 ? "reading.last" : "reading.first"));
}

export function readArticle() {
  on("shown", ({ name }) => { byId("steps").hidden = name !== "article"; });
  dressAll();
  listen();
  on("hover", ({ place, on: over }) => outline(place, "hovered", over));
  on("chosen", ({ place, mention }) => {
    outline(place, "chosen", true);
    if (mention === null) return;
    current = mention;
    mentionNode(mention)?.classList.add("current");
  });
  on("closed", () => {
    for (const node of document.querySelectorAll("#article .chosen, #article .current")) {
      node.classList.remove("chosen", "current");
    }
  });
  on("read", ({ mention }) => showMention(mention));
  byId("previous").addEventListener("click", () => stepMention(-1));
  byId("next").addEventListener("click", () => stepMention(1));
  tellCounts();
  on("edited", tellCounts);
}

function tellCounts() {
  byId("counts").replaceChildren(...textNodes(counts()));
}

function counts() {
  const found = places.reduce((sum, place) => sum + place.mentions.length, 0);
  const meant = new Set(mentions.map((mention) => mention.place));
  meant.delete(-1);
  if (!meant.size) return say("counts.none");
  return `${sayCount("counts.places", meant.size)}, ${sayCount("counts.mentions", found)}`;
}
