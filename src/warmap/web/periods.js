// @ts-check
// Periods of time one after another: days, weeks, months, quarters or years, and the marks of an
// axis under them. Days are whole numbers, counted from 1970 on, without hours and time zones.

/** @typedef {"day" | "week" | "month" | "quarter" | "year"} Unit */

const MS = 86_400_000;

/** The number of a day, or NaN. @param {string} iso As 2024-03-04; what follows is passed over. */
export function dayOf(iso) {
  const found = /^(\d{4})-(\d{2})-(\d{2})(?!\d)/.exec(iso);
  if (!found) return NaN;
  const day = Date.UTC(Number(found[1]), Number(found[2]) - 1, Number(found[3])) / MS;
  return isoOf(day) === found[0] ? day : NaN; // no 31 February
}

/** @param {number} day */
export const isoOf = (day) => new Date(day * MS).toISOString().slice(0, 10);

/** @param {number} day @returns {Date} For Intl, in UTC. */
export const dateOf = (day) => new Date(day * MS);

/** So many months later, on its first. @param {number} day @param {number} months */
function monthsLater(day, months) {
  const date = dateOf(day);
  return Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + months, 1) / MS;
}

const MONTHS = { month: 1, quarter: 3, year: 12 };

/** The first day of the period after one. @param {Unit} unit @param {number} day Its first. */
export const nextStart = (unit, day) => (unit === "day" ? day + 1 : unit === "week" ? day + 7 : monthsLater(day, MONTHS[unit]));

/** The first day of each period, and behind them the day after the last, which may be cut short.
 * @param {Unit} unit @param {string[]} firsts @param {string} [last] The last day of all. */
export function startsOf(unit, firsts, last) {
  const days = firsts.map(dayOf);
  if (!days.length) return Int32Array.from(days);
  const end = nextStart(unit, days[days.length - 1]);
  return Int32Array.from([...days, last ? Math.min(end, dayOf(last) + 1) : end]);
}

/** The number of the period that holds a day; -1 before the first, their number behind the last.
 * @param {Int32Array} starts @param {number} day */
export function periodOf(starts, day) {
  let low = 0;
  let high = starts.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (starts[middle] <= day) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

/** Where a day stands among the periods, in periods. @param {Int32Array} starts @param {number} day */
function positionOf(starts, day) {
  const at = Math.max(0, Math.min(starts.length - 2, periodOf(starts, day)));
  return at + (day - starts[at]) / (starts[at + 1] - starts[at]);
}

/** Steps between marks: their unit, how many of it, and about how many days that is.
 * @type {["day" | "month" | "year", number, number][]} */
const STEPS = [
  ["day", 1, 1], ["day", 2, 2], ["day", 7, 7], ["month", 1, 30.4], ["month", 2, 60.9], ["month", 3, 91.3], ["month", 6, 182.6],
  ["year", 1, 365.2], ["year", 2, 730.5], ["year", 5, 1826], ["year", 10, 3652], ["year", 20, 7305], ["year", 50, 18_262],
];
/** The least pixels from one label to the next. */
const LABEL_ROOM = { day: 34, month: 38, year: 46 };

/** @typedef {{ at: number, day: number }} Tick `at` in periods from the left. */

/** The first days of steps from one day to another. @param {"day" | "month" | "year"} unit
 * @param {number} count @param {number} from @param {number} to */
function daysAt(unit, count, from, to) {
  const days = [];
  const year = dateOf(from).getUTCFullYear();
  let day = unit === "day" ? from : Date.UTC(unit === "year" ? Math.ceil(year / count) * count : year, 0, 1) / MS;
  if (unit === "day" && count === 7) day += (11 - (from % 7)) % 7; // on Mondays: 1970 began on a Thursday
  while (day < to) {
    if (day >= from) days.push(day);
    day = unit === "day" ? day + count : monthsLater(day, unit === "year" ? 12 * count : count);
  }
  return days;
}

/**
 * The marks of an axis, as near to each other as their labels allow; below them what they lie in:
 * years below months, months below days.
 *
 * @param {Int32Array} starts
 * @param {Unit} unit
 * @param {number} width Of all periods, in pixels.
 * @returns {{ unit: "day" | "month" | "year", ticks: Tick[], below: Tick[] }}
 */
export function ticksOf(starts, unit, width) {
  const from = starts[0];
  const to = starts[starts.length - 1];
  const least = unit === "day" ? 1 : unit === "week" ? 7 : unit === "month" ? 30 : unit === "quarter" ? 90 : 365;
  const step = STEPS.find(([each, , days]) => days >= least && (days * width) / (to - from) >= LABEL_ROOM[each])
    || STEPS[STEPS.length - 1];
  const ticksAt = (/** @type {number[]} */ days) => days.map((day) => ({ at: positionOf(starts, day), day }));
  const ticks = ticksAt(daysAt(step[0], step[1], from, to));
  if (step[0] === "year") return { unit: "year", ticks, below: [] };
  const begun = daysAt(step[0] === "day" ? "month" : "year", 1, from, to);
  if (begun[0] !== from) begun.unshift(from);
  const room = step[0] === "day" ? 80 : 40;
  const below = ticksAt(begun).filter(({ at }, i, all) =>
    (((all[i + 1]?.at ?? starts.length - 1) - at) * width) / (starts.length - 1) >= room);
  return { unit: step[0], ticks, below };
}
