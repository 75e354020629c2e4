// @ts-check
// What the articles of a page that has several are called.

import { articles } from "./data.js";
import { el } from "./dom.js";
import { say } from "./words.js";

/** @param {number} number */
export const titleOf = (number) => articles[number].title || say("articles.untitled", { number: number + 1 });

/** Title, publisher and day. @param {number} number */
export const originOfArticle = (number) =>
  [titleOf(number), articles[number].source, articles[number].date].filter(Boolean).join(", ");

/** The same, its day never parted where there is room for it. @param {number} number */
export function originNodes(number) {
  const { source, date } = articles[number];
  const words = [titleOf(number), source].filter(Boolean).join(", ");
  return date ? [`${words}, `, el("span", { class: "days" }, date)] : [words];
}
