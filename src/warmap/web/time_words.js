// @ts-check
// Days, periods and windows in words of the page's language.

import { corpus, periodStarts } from "./corpus_data.js";
import { data } from "./data.js";
import { dateOf, dayOf } from "./periods.js";
import { say } from "./words.js";

/** In English the day comes first, as in the page's own dates. */
const LOCALE = data.lang === "en" ? "en-GB" : data.lang;

/** Ukrainian dates end with "р." or "рр." (of the year), which on a timeline would be said too often.
 * @param {string} words */
const withoutYearSign = (words) => words.replace(/[\s\u00a0]+рр?\.$/, "");

/** @param {Intl.DateTimeFormatOptions} options */
function writer(options) {
  const format = new Intl.DateTimeFormat(LOCALE, { timeZone: "UTC", ...options });
  return {
    format: (/** @type {Date} */ date) => withoutYearSign(format.format(date)),
    formatRange: (/** @type {Date} */ from, /** @type {Date} */ to) => withoutYearSign(format.formatRange(from, to)),
  };
}

const days = writer({ day: "numeric", month: "long", year: "numeric" });
const shortDays = writer({ day: "numeric", month: "short", year: "numeric" });
const months = writer({ month: "long", year: "numeric" });
const years = writer({ year: "numeric" });
/** Labels of an axis. */
export const axisWords = {
  day: writer({ day: "numeric" }), month: writer({ month: "short" }), year: years, belowDays: months, belowMonths: years,
};

const FOR_UNIT = { day: days, week: days, month: months, quarter: months, year: years };
const SHORT_FOR_UNIT = { day: shortDays, week: shortDays, month: months, quarter: months, year: years };

/** From one period to another, in words: "1 January – 30 June 2024".
 * @param {number} from @param {number} to @param {{ short?: boolean }} [how] */
export function periodsInWords(from, to, { short = false } = {}) {
  const format = (short ? SHORT_FOR_UNIT : FOR_UNIT)[corpus.unit];
  // Not every browser writes the same blanks around the dash; between two days there are none.
  return format.formatRange(dateOf(periodStarts[from]), dateOf(periodStarts[to + 1] - 1)).replace(/[\u2009\u202f]/g, " ")
    .replace(/^(\d+) – (?=\d)/, "$1–");
}

/** @param {number} period */
export const firstDayInWords = (period) => days.format(dateOf(periodStarts[period]));
/** @param {number} period */
export const lastDayInWords = (period) => days.format(dateOf(periodStarts[period + 1] - 1));

/** A day in words; nothing for what is no day. @param {string} iso */
export function isoWords(iso) {
  const day = dayOf(iso);
  return Number.isNaN(day) ? "" : shortDays.format(dateOf(day));
}

/** @param {string} key Of words that name a unit, as `time.each`. */
export const unitWords = (key) => say(`${key}.${corpus.unit}`);

const SHORTEST = { day: writer({ day: "numeric", month: "short", year: "2-digit" }), week: writer({ day: "numeric", month: "short", year: "2-digit" }),
  month: writer({ month: "short", year: "numeric" }), quarter: writer({ month: "short", year: "numeric" }), year: years };

/** The first day of a period, as short as can be, for a column. @param {number} period */
export const shortPeriod = (period) => SHORTEST[corpus.unit].format(dateOf(periodStarts[period]));
