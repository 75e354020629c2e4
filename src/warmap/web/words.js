// @ts-check
// The page's own words in its language (wording.toml), with their blanks filled in.

import { data } from "./data.js";

/** @type {Intl.PluralRules | undefined} */
let rules;
/** Made when it is needed: most pages have no number that it would part. @type {Intl.NumberFormat | undefined} */
let numbers;

/** @param {string} key A path such as "legend.town". @returns {any} */
const entry = (key) => key.split(".").reduce((words, part) => words && words[part], data.words);

/** @param {string} text @param {Record<string, string | number>} values */
const fill = (text, values) => text.replace(/\{(\w+)\}/g, (blank, name) =>
  (name in values ? String(values[name]) : blank));

/**
 * The words of a key; a missing one shows its key, so that it is noticed.
 *
 * @param {string} key
 * @param {Record<string, string | number>} [values]
 * @returns {string}
 */
export function say(key, values = {}) {
  const words = entry(key);
  return typeof words === "string" ? fill(words, values) : key;
}

/**
 * The words of a key for a number of things: "1 place", "5 places".
 *
 * @param {string} key
 * @param {number} count
 * @param {Record<string, string | number>} [values]
 * @returns {string}
 */
export function sayCount(key, count, values = {}) {
  const forms = entry(key) || {};
  rules ||= new Intl.PluralRules(data.lang);
  const words = forms[rules.select(count)] || forms.other || key;
  return fill(words, { count: sayNumber(count), ...values });
}

/** A number as the page's language writes it, which for short whole ones is the same in all.
 * @param {number} value @returns {string} */
export function sayNumber(value) {
  if (Number.isInteger(value) && value >= 0 && value < 1000) return String(value);
  numbers ||= new Intl.NumberFormat(data.lang);
  return numbers.format(value);
}
