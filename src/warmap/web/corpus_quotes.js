// @ts-check
// The sentences that name a place, as their articles have them. They lie deflated in the page, 64
// places in a piece, and a piece is inflated when one of its places is opened.

import { corpus } from "./corpus_data.js";
import { inflated } from "./data.js";
import { byId, el } from "./dom.js";
import { say } from "./words.js";

/** Places in a piece. */
const IN_PIECE = 64;

/** @typedef {[number, number[], import("./data.js").Role, number, string, number]} QuoteRow
 * @typedef {[string, string, number | string, string, string]} ArticleRow
 * @typedef {{ articles: ArticleRow[], sentences: string[], places: QuoteRow[][] }} Piece
 * @typedef {{ text: string, spans: number[], role: import("./data.js").Role, score: number, reason: string,
 *   title: string, date: string, source: number | string, url: string, id: string }} Quote */

/** @type {string[] | null} */
let pieces = null;
/** @type {Map<number, Promise<Piece>>} */
const openedPieces = new Map();

/** The quotes of a place. @param {number} place @returns {Promise<Quote[]>} */
export async function quotesOf(place) {
  pieces ||= /** @type {string[]} */ (JSON.parse(byId("warmap-quotes").textContent || "[]"));
  const number = Math.floor(place / IN_PIECE);
  const known = openedPieces.get(number);
  const piece = known || (pieces[number] ? inflated(pieces[number]).json() : Promise.resolve(null));
  if (!known) openedPieces.set(number, piece);
  const { articles, sentences, places } = (await piece) || { articles: [], sentences: [], places: [] };
  return (places[place % IN_PIECE] || []).map((/** @type {QuoteRow} */ [sentence, spans, role, score, reason, article]) => {
    const [title, date, source, url, id] = articles[article];
    return { text: sentences[sentence], spans, role, score: score / 1000, reason, title, date, source, url, id };
  });
}

/** What a source is called. @param {number | string} source Its number, or its name. */
export function sourceName(source) {
  if (typeof source === "string") return source;
  if (corpus.other && source === corpus.sources.length - 1) return say("corpus.source.others", { count: corpus.other });
  return corpus.sources[source] || "";
}

/** The address of an original that a link may lead to, or nothing. @param {string} url */
export function safeAddress(url) {
  try {
    const { protocol, href } = new URL(url);
    return ["http:", "https:"].includes(protocol) ? href : "";
  } catch {
    return "";
  }
}

/** A sentence with its words for the place marked. @param {string} text @param {number[]} spans
 * Starts and ends in code points. */
export function markedText(text, spans) {
  const points = [...text];
  const quote = el("blockquote", { dir: "auto" });
  let done = 0;
  for (let i = 0; i + 1 < spans.length; i += 2) {
    if (spans[i] < done) continue;
    quote.append(...el("span", {}, points.slice(done, spans[i]).join("")).childNodes,
      el("mark", {}, points.slice(spans[i], spans[i + 1]).join("")));
    done = spans[i + 1];
  }
  quote.append(...el("span", {}, points.slice(done).join("")).childNodes);
  return quote;
}
