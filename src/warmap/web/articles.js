// @ts-check
// What the articles of a page that has several are called.

import { articles } from "./data.js";
import { say } from "./words.js";

/** @param {number} number */
export const titleOf = (number) => articles[number].title || say("articles.untitled", { number: number + 1 });

/** Title, publisher and day. @param {number} number */
export const originOfArticle = (number) =>
  [titleOf(number), articles[number].source, articles[number].date].filter(Boolean).join(", ");
