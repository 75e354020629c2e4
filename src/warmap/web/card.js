// @ts-check
// What is told of a place: facts, and each sentence that names it with the reason for the choice.

import { UNSURE, mentions } from "./data.js";
import { byId, el } from "./dom.js";
import { emit } from "./events.js";
import { sayNumber } from "./words.js";

/** So many quotes are shown at once; a button shows as many more. */
const QUOTES = 20;

export const ROLE = {
  literal: "the place itself",
  government: "its government",
  associative: "a name that borrows the place's",
};

/** @param {import("./data.js").Mention} mention */
function sureness(mention) {
  const share = `${Math.round(100 * mention.score)} %`;
  if (/place list/.test(mention.reason)) return "set by the place list";
  if (mention.score >= 0.9) return `sure (${share})`;
  return mention.score >= UNSURE ? `likely (${share})` : `undecided (${share})`;
}

/**
 * The sentence of a mention, copied out of the article: the mention marked, no links.
 *
 * @param {import("./data.js").Mention} mention
 * @returns {HTMLElement | null}
 */
export function quoteOf(mention) {
  const sentence = mention.sentence >= 0 ? byId(`s-${mention.sentence}`) : null;
  if (!sentence) return null;
  const quote = el("blockquote", { dir: "auto" });
  for (const child of sentence.childNodes) {
    const copy = child.cloneNode(true);
    if (copy instanceof HTMLAnchorElement) {
      const current = copy.id === `m-${mention.number}`;
      quote.append(el(current ? "mark" : "span", {}, ...copy.childNodes));
    } else quote.append(copy);
  }
  return quote;
}

/** @param {import("./data.js").Mention} mention */
function rivalsLine(mention) {
  const rivals = mention.rivals.filter((rival) => rival.score >= 0.05);
  if (!rivals.length) return null;
  return el("p", { class: "why" }, "It may also be: ", rivals.map((rival) =>
    `${rival.name}, ${rival.kind}${rival.where ? ` in ${rival.where}` : ""} `
    + `(${Math.round(100 * rival.score)} %)`).join("; "), ".");
}

/** @param {number} number */
function quoteEntry(number) {
  const mention = mentions[number];
  const quote = quoteOf(mention);
  return el("li", { "data-mention": number },
    quote,
    el("p", { class: "why" },
      el("span", { class: `role ${mention.role}` }, ROLE[mention.role]), ` · ${sureness(mention)}`),
    el("p", { class: "why" }, `Why: ${mention.reason}.`),
    rivalsLine(mention),
    quote ? el("button", { type: "button", class: "to-text",
      onclick: () => emit("read", { mention: number }) }, "Show in the article") : null);
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
    more.textContent = `Show more of ${left} further sentences`;
  }
  addQuotes(first + 1);
  return [list, more];
}

/** @param {import("./data.js").Place} place */
function precisionText(place) {
  if (!place.radius_km) return "";
  return `Its own point is not known: this is the centre of its ${place.precision}; nine of ten `
    + `such places lie within ${Math.round(place.radius_km)} km of it.`;
}

/** @param {import("./data.js").Place} place @param {number | null} mention */
export function makeCard(place, mention) {
  const count = place.mentions.length;
  const facts = [place.kind, place.where].filter(Boolean).join(" in ");
  const more = [
    place.former.length ? `formerly ${place.former.join(", ")}` : "",
    place.population ? `${sayNumber(place.population)} inhabitants (GeoNames)` : "",
    place.id,
  ].filter(Boolean).join(" · ");
  return el("div", { class: "card", tabindex: "-1" },
    el("h2", { dir: "auto" }, place.name,
      place.local ? el("span", { class: "local", dir: "auto" }, ` ${place.local}`) : null),
    el("p", {}, facts),
    place.radius_km ? el("p", { class: "approximate" }, precisionText(place)) : null,
    place.note ? el("p", { class: "why" }, place.note) : null,
    count ? el("h3", {}, `${count} mention${count === 1 ? "" : "s"}`) : null,
    ...quoteList(place.mentions, mention === null ? 0 : place.mentions.indexOf(mention)),
    el("p", { class: "more" }, more));
}

/** Mark the quote of one mention in a card, and scroll to it if it isn't the first.
 * @param {HTMLElement} card @param {number} mention */
export function showQuoteOf(card, mention) {
  const entry = card.querySelector(`.quotes > [data-mention="${mention}"]`);
  if (!entry) return;
  entry.classList.add("current");
  if (entry.previousElementSibling) entry.scrollIntoView({ block: "nearest" });
}
