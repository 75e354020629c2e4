// Periods of time: their bounds, which of them holds a day, and the marks of their axis.
import assert from "node:assert/strict";
import test from "node:test";

import { load } from "./page.js";

const { dayOf, isoOf, nextStart, periodOf, startsOf, ticksOf } = await load("periods");

test("days are read as they are written, and nothing else is a day", () => {
  for (const iso of ["1970-01-01", "2024-02-29", "1969-12-31", "2026-11-25"]) assert.equal(isoOf(dayOf(iso)), iso);
  assert.equal(dayOf("2024-03-04T12:00:00+02:00"), dayOf("2024-03-04"));
  for (const wrong of ["", "2024-02-30", "2023-02-29", "2024-13-01", "4 March 2024", "2024-03-041", "24-03-04"]) {
    assert.ok(Number.isNaN(dayOf(wrong)), wrong);
  }
});

test("a period ends where the next one begins", () => {
  for (const [unit, first, next] of [["day", "2024-02-28", "2024-02-29"], ["week", "2024-12-30", "2025-01-06"],
    ["month", "2024-01-01", "2024-02-01"], ["quarter", "2024-10-01", "2025-01-01"], ["year", "2024-01-01", "2025-01-01"]]) {
    assert.equal(isoOf(nextStart(unit, dayOf(first))), next);
  }
});

test("each day is in the period that begins last before it", () => {
  const starts = startsOf("month", ["2024-01-01", "2024-02-01", "2024-03-01"]);
  assert.deepEqual(["2023-12-31", "2024-01-01", "2024-01-31", "2024-02-29", "2024-03-31", "2024-04-01"]
    .map((iso) => periodOf(starts, dayOf(iso))), [-1, 0, 0, 1, 2, 3]);
  assert.equal(startsOf("week", []).length, 0);
  const cut = startsOf("week", ["2024-12-23", "2024-12-30"], "2024-12-31");
  assert.equal(isoOf(cut[2]), "2025-01-01"); // not the sixth, of which nothing is known
});

/** Consecutive periods. @param {string} unit @param {string} first @param {number} count */
function periods(unit, first, count) {
  const days = [dayOf(first)];
  while (days.length < count) days.push(nextStart(unit, days[days.length - 1]));
  return startsOf(unit, days.map(isoOf));
}

test("marks of an axis stand in order, apart from each other, and are found at every width", () => {
  for (const [unit, count] of [["day", 2], ["day", 40], ["day", 110], ["week", 5], ["week", 104], ["month", 3],
    ["month", 118], ["quarter", 90], ["year", 4], ["year", 120]]) {
    const starts = periods(unit, unit === "week" ? "2023-11-27" : "2023-10-01", count);
    for (const width of [270, 600, 1000, 1400]) {
      const { ticks, below } = ticksOf(starts, unit, width);
      const place = (/** @type {{ at: number }} */ { at }) => (at * width) / count;
      for (const marks of [ticks, below]) {
        marks.forEach((mark, i) => {
          assert.ok(mark.at >= 0 && mark.at < count, `${unit} ${count} ${width}`);
          if (i) assert.ok(place(mark) - place(marks[i - 1]) >= 26, `${unit} ${count} ${width}: ${place(marks[i - 1])} ${place(mark)}`);
        });
      }
      if (count > 4) assert.ok(ticks.length + below.length >= 2, `${unit} ${count} ${width}`);
    }
  }
});

test("weeks on an axis begin on Mondays", () => {
  const { unit, ticks } = ticksOf(periods("week", "2024-01-01", 6), "week", 600);
  assert.equal(unit, "day");
  assert.deepEqual(ticks.map(({ day }) => new Date(day * 86_400_000).getUTCDay()), [1, 1, 1, 1, 1, 1]);
  assert.deepEqual(ticks.map(({ at }) => at), [0, 1, 2, 3, 4, 5]);
});
