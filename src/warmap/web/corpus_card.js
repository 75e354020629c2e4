// @ts-check
// What is told of a place of a corpus: how many articles name it, and some of their sentences.
// A sentence is a quote: it stands as published, with whose it is and where it can be read.

import { corpus, periodCount, periodStarts } from "./corpus_data.js";
import { hasTime } from "./corpus_counts.js";
import {
  articlesInAll, articlesOf, clearCorpusFilters, isCorpusFiltered, isRoleKept, isSourceKept, isWholeTime, seriesOf, showAllTime, showPeriods, shownPeriods,
} from "./corpus_filters.js";
import { markedText, quotesOf, safeAddress, sourceName } from "./corpus_quotes.js";
import { UNSURE, places } from "./data.js";
import { el } from "./dom.js";
import { on } from "./events.js";
import { svg } from "./glyphs.js";
import { placeFoot, placeHead } from "./place_words.js";
import { dayOf, periodOf } from "./periods.js";
import { cardsBy, fitCard, openedPlace } from "./selection.js";
import { isoWords, unitWords } from "./time_words.js";
import { say, sayCount, sayNumber } from "./words.js";

/** @typedef {import("./corpus_quotes.js").Quote} Quote */

/** The period of a quote, or -1. @param {Quote} quote */
function periodOfQuote({ date }) {
  const day = dayOf(date);
  const period = Number.isNaN(day) ? -1 : periodOf(periodStarts, day);
  return period < periodCount ? period : -1;
}

/** @param {Quote} quote */
function isAskedFor(quote) {
  // The names of the lesser sources are known, but which of them are asked for is not told apart.
  const source = typeof quote.source === "number" ? quote.source : corpus.sources.length - 1;
  return isSourceKept(source) && isRoleKept(quote.role);
}

/** @param {Quote} quote */
function isInTime(quote) {
  const { from, to } = shownPeriods();
  const period = periodOfQuote(quote);
  return isWholeTime() || (period >= from && period <= to);
}

/** Whose a sentence is: title, source and day; the title leads to the original. @param {Quote} quote */
function originLine({ title, source, date, url, id }) {
  const address = safeAddress(url);
  const name = title || id || say("corpus.untitled");
  const day = isoWords(date) || date || say("corpus.undated");
  return el("p", { class: "why whose", dir: "auto" },
    address ? el("a", { href: address, rel: "noopener noreferrer", target: "_blank" }, name) : name,
    ...(sourceName(source) ? [" · ", el("bdi", {}, sourceName(source))] : []), " · ", el("bdi", { class: "days" }, day));
}

/** @param {Quote} quote */
function quoteItem(quote) {
  const notes = [
    quote.role === "literal" ? "" : say(`corpus.role.${quote.role}`),
    quote.score < UNSURE ? say("corpus.unsure", { share: Math.round(100 * quote.score) }) : "",
  ].filter(Boolean);
  return el("li", {}, markedText(quote.text, quote.spans), originLine(quote),
    notes.length ? el("p", { class: quote.score < UNSURE ? "why unsure" : "why" },
      `${notes.join("; ")}.`, quote.reason && quote.score < UNSURE ? ` ${say("card.why", { reason: quote.reason })}` : "") : null);
}

/** Widen the window so far that it holds some quotes. @param {Quote[]} quotes */
function widenFor(quotes) {
  const { from, to } = shownPeriods();
  const periods = quotes.map(periodOfQuote);
  if (periods.includes(-1)) showAllTime();
  else showPeriods(Math.min(from, ...periods), Math.max(to, ...periods));
}

/** @param {string} words @param {string} action @param {() => void} onclick */
const leftOut = (words, action, onclick) => el("p", { class: "left-out" }, words, " ",
  el("button", { type: "button", class: "link-button", onclick }, action));

/** @param {HTMLElement} into @param {Quote[]} quotes */
function writeQuotes(into, quotes) {
  const fitting = quotes.filter(isAskedFor);
  const here = fitting.filter(isInTime);
  const away = fitting.filter((quote) => !isInTime(quote));
  const focused = into.contains(document.activeElement);
  into.replaceChildren(
    here.length ? el("ul", { class: "quotes" }, here.map(quoteItem)) : "",
    away.length ? leftOut(sayCount("corpus.quotes.away", away.length), say("corpus.quotes.widen"), () => widenFor(away)) : "",
    fitting.length < quotes.length
      ? leftOut(sayCount("corpus.quotes.filtered", quotes.length - fitting.length), say("corpus.quotes.clear"), clearCorpusFilters) : "");
  if (focused) /** @type {HTMLElement | null} */ (into.closest(".card"))?.focus({ preventScroll: true });
}

/** How many articles name a place, in the window and in all. @param {number} place */
function countsText(place) {
  const all = articlesInAll(place);
  if (isWholeTime()) return sayCount(isCorpusFiltered() ? "corpus.card.filtered" : "corpus.card.all", all);
  return sayCount("corpus.card.window", articlesOf(place), { all: sayNumber(all) });
}

/** @param {number} place */
function unsureText(place) {
  const unsure = corpus.unsure[place];
  return unsure ? sayCount("corpus.card.unsure", unsure) : "";
}

/** The articles of a place in each period, those of the window in the stronger colour.
 * @param {HTMLElement} into @param {number} place */
function writeSpark(into, place) {
  if (!hasTime()) return;
  const series = seriesOf(place);
  const { from, to } = shownPeriods();
  const most = series.reduce((top, count) => Math.max(top, count), 1);
  const paths = ["", ""];
  series.forEach((count, period) => {
    const high = (36 * count) / most;
    if (count) paths[Number(period >= from && period <= to)] += `M${period + 0.05},36v${-high.toFixed(2)}h0.9v${high.toFixed(2)}Z`;
  });
  const [out, within] = paths.map((d, i) => svg("path", { class: i ? "bars-place" : "bars-out", d }));
  into.replaceChildren(
    svg("svg", { viewBox: `0 0 ${periodCount} 36`, preserveAspectRatio: "none", "aria-hidden": "true" }, out, within),
    say("time.key", { unit: unitWords("time.each"), most: sayNumber(most) }));
}

/** @type {{ place: number, counts: HTMLElement, spark: HTMLElement, quotes: HTMLElement, all: Quote[] } | null} */
let cardParts = null;

/** @param {number} place */
function makeCorpusCard(place) {
  const counts = el("h3", {}, countsText(place));
  const quotes = el("div", { class: "quotes-of" });
  const spark = el("p", { class: "spark" });
  writeSpark(spark, place);
  const parts = { place, counts, spark, quotes, all: /** @type {Quote[]} */ ([]) };
  cardParts = parts;
  quotesOf(place).then((all) => {
    if (cardParts !== parts) return;
    parts.all = all;
    writeQuotes(quotes, all);
    fitCard();
  }, () => quotes.replaceChildren(el("p", { class: "why" }, say("corpus.quotes.unreadable"))));
  const unsure = unsureText(place);
  return el("div", { class: "card corpus", tabindex: "-1" }, ...placeHead(places[place]), counts, spark,
    unsure ? el("p", { class: "why" }, unsure) : null, quotes, placeFoot(places[place]));
}

/** Cards tell of the corpus' articles, and follow what is asked for. */
export function tellArticles() {
  cardsBy((place) => makeCorpusCard(place));
  on("filtered", () => {
    if (!cardParts || openedPlace() !== cardParts.place) return;
    cardParts.counts.replaceChildren(countsText(cardParts.place));
    writeSpark(cardParts.spark, cardParts.place);
  });
  on("settled", () => {
    if (!cardParts || openedPlace() !== cardParts.place) return;
    writeQuotes(cardParts.quotes, cardParts.all);
    fitCard();
  });
  on("closed", () => { cardParts = null; });
}

