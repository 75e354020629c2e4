// @ts-check
// The window moves forward by itself, one period a step, until it reaches the end or is stopped.
// It never starts by itself, and says where it is only when it stops.

import { periodCount } from "./corpus_data.js";
import { isWholeTime, showPeriods, shownPeriods } from "./corpus_filters.js";

/** About three steps a second. */
const STEP_MS = 333;

let timer = 0;
let whenStopped = () => {};

export const isPlaying = () => timer !== 0;

export function pause() {
  if (!timer) return;
  clearInterval(timer);
  timer = 0;
  const { from, to } = shownPeriods();
  showPeriods(from, to);
  whenStopped();
}

/** Move the window by so many periods, as far as there are some.
 * @param {number} steps @param {{ moving?: boolean }} [how] */
export function stepPeriods(steps, how) {
  const { from, to } = shownPeriods();
  const start = Math.max(0, Math.min(periodCount - 1 - (to - from), from + steps));
  showPeriods(start, start + to - from, how);
}

function stepOn() {
  stepPeriods(1, { moving: true });
  if (shownPeriods().to >= periodCount - 1) pause();
}

/** @param {() => void} onStop */
export function play(onStop) {
  if (timer) return;
  whenStopped = onStop;
  const { from, to } = shownPeriods();
  if (isWholeTime()) showPeriods(0, 0, { moving: true });
  else if (to >= periodCount - 1) showPeriods(0, to - from, { moving: true });
  timer = setInterval(stepOn, STEP_MS);
}
