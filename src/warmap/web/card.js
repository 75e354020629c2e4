// @ts-check
// What is told of a place: facts, and each sentence that names it with the reason for the choice.

import { nodesOfSentence } from "./article.js";
import { originNodes } from "./articles.js";
import { UNSURE, articles, isUnsure, markOf, mentions, places } from "./data.js";
import { el } from "./dom.js";
import { emit, on } from "./events.js";
import { mentionsHere } from "./filters.js";
import { placeFoot, placeHead, whatAndWhere } from "./place_words.js";
import { cardsBy } from "./selection.js";
import { say, sayCount } from "./words.js";

/** So many quotes are shown at once; a button shows as many more. */
const QUOTES = 20;

/** @param {import("./data.js").Mention} mention */
function sureness(mention) {
  if (/** @type {import("./corrections.js").EditedMention} */ (mention).edited) return say("edit.reason");
  if (/place list|списком місць/.test(mention.reason)) return say("sure.listed");
  const share = Math.round(100 * mention.score);
  if (mention.score >= 0.9) return say("sure.sure", { share });
  return mention.score >= UNSURE ? say("sure.likely", { share })
    : say("sure.undecided", { share });
}

/**
 * The sentence of a mention, copied out of the article: the mention marked, no links.
 *
 * @param {import("./data.js").Mention} mention
 * @returns {HTMLElement | null}
 */
export function quoteOf(mention) {
  const sentence = nodesOfSentence(mention.sentence);
  if (!sentence.length) return null;
  const quote = el("blockquote", { dir: "auto" });
  for (const node of sentence) {
    if (node instanceof HTMLElement && node.matches("a, .m")) {
      const current = node === markOf(mention.number);
      quote.append(el(current ? "mark" : "span", {}, ...node.cloneNode(true).childNodes));
    } else quote.append(node.cloneNode(true));
  }
  return quote;
}

/** @param {import("./data.js").Mention} mention */
function rivalsLine(mention) {
  const rivals = mention.rivals.filter((rival) => rival.score >= 0.05);
  if (!rivals.length) return null;
  return el("p", { class: "why" }, say("card.rivals"), " ", rivals.map((rival) =>
    `${rival.name}, ${whatAndWhere(rival)} (${Math.round(100 * rival.score)} %)`).join("; "), ".",
  isUnsure(mention) ? el("button", { type: "button", class: "to-text compare",
    onclick: (event) => emit("compare", { mention: mention.number, from: event.currentTarget }) },
  say("rivals.compare")) : null);
}

/** @param {number} number */
function quoteEntry(number) {
  const mention = mentions[number];
  const quote = quoteOf(mention);
  return el("li", { "data-mention": number },
    quote,
    articles.length ? el("p", { class: "why whose", dir: "auto" }, originNodes(mention.article)) : null,
    el("p", { class: "why" },
      el("span", { class: `role ${mention.role}` }, say(`role.${mention.role}`)), ` · ${sureness(mention)}`),
    el("p", { class: "why" }, say("card.why", { reason: mention.reason })),
    rivalsLine(mention),
    quote ? el("button", { type: "button", class: "to-text",
      onclick: () => emit("read", { mention: number }) }, say("card.show")) : null);
}

/** The quotes, some at first and more on request.
 * @param {number[]} numbers @param {number} first */
function quoteList(numbers, first) {
  const list = el("ul", { class: "quotes" });
  let shown = 0;
  const more = el("button", { type: "button", class: "more-quotes", onclick: () => addQuotes() });
  function addQuotes(least = 0) {
    const next = Math.min(numbers.length, Math.max(shown + QUOTES, least));
    while (shown < next) list.append(quoteEntry(numbers[shown++]));
    const left = numbers.length - shown;
    more.hidden = !left;
    more.textContent = sayCount("card.more", left);
  }
  addQuotes(first + 1);
  return [list, more];
}

/** @param {import("./data.js").Place} place @param {number | null} mention */
function makeCard(place, mention) {
  const here = mentionsHere(place);
  const count = here.length;
  const elsewhere = place.mentions.length - count;
  return el("div", { class: "card", tabindex: "-1" },
    ...placeHead(place),
    place.note ? el("p", { class: "why" }, place.note) : null,
    count ? el("h3", {}, sayCount("counts.mentions", count)) : null,
    ...quoteList(here, mention === null ? 0 : here.indexOf(mention)),
    elsewhere ? el("button", { type: "button", class: "more-quotes elsewhere",
      onclick: () => emit("whole", { place: places.indexOf(place) }) }, sayCount("articles.elsewhere", elsewhere)) : null,
    placeFoot(place));
}

/** Mark the quote of one mention in a card, and scroll to it if it isn't the first.
 * @param {HTMLElement} card @param {number} mention */
function showQuoteOf(card, mention) {
  const entry = card.querySelector(`.quotes > [data-mention="${mention}"]`);
  if (!entry) return;
  entry.classList.add("current");
  if (entry.previousElementSibling) entry.scrollIntoView({ block: "nearest" });
}

/** Cards tell of the article's mentions. */
export function tellMentions() {
  cardsBy((number, mention) => makeCard(places[number], mention));
  on("chosen", ({ mention, card }) => {
    if (mention !== null) showQuoteOf(card, mention);
  });
}
