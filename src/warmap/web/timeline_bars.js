// @ts-check
// The histogram of the timeline: bars for all articles, those of the opened place in front of them,
// an axis below, and over all the window. Only the window is drawn anew when it moves.

import { periodCount, periodStarts, corpus } from "./corpus_data.js";
import { svg } from "./glyphs.js";
import { dateOf, ticksOf } from "./periods.js";
import { axisWords } from "./time_words.js";

/** Room on both sides, so that the thumbs have theirs at the ends, and below for the axis. */
export const SIDE = 12;
const AXIS = 30;

const allPath = svg("path", { class: "bars-all" });
const placePath = svg("path", { class: "bars-place" });
const axis = svg("g", { class: "axis" });
const veils = [svg("rect", { class: "veil" }), svg("rect", { class: "veil" })];
const frame = svg("path", { class: "window-frame" });
const hovered = svg("rect", { class: "hovered-period", y: 0 });
/** The thumbs of the window's two ends. */
export const grips = ["from", "to"].map((name) => svg("g", { class: `grip ${name}` },
  svg("rect", { x: -3.5, y: -11, width: 7, height: 22, rx: 3.5 })));
export const histogramPicture = svg("svg", { "aria-hidden": "true" }, allPath, placePath, ...veils, hovered, frame, axis, ...grips);

let barsWidth = 0;
let barsHeight = 0;

/** Where a period begins, in pixels. @param {number} period */
export const pixelOfPeriod = (period) => SIDE + (period * (barsWidth - 2 * SIDE)) / periodCount;

/** The period at a pixel, in parts of periods. @param {number} pixel */
export const periodAtPixel = (pixel) => ((pixel - SIDE) * periodCount) / Math.max(1, barsWidth - 2 * SIDE);

/** @param {ArrayLike<number>} series @param {number} most */
function barsPath(series, most) {
  const high = barsHeight - AXIS - 4;
  const gap = (barsWidth - 2 * SIDE) / periodCount > 4 ? 1 : 0;
  let path = "";
  for (let period = 0; period < periodCount; period += 1) {
    if (!series[period]) continue;
    const left = pixelOfPeriod(period);
    const top = high - Math.max(1, (series[period] / most) * high) + 4;
    path += `M${left.toFixed(2)},${(high + 4).toFixed(1)}V${top.toFixed(1)}H${(pixelOfPeriod(period + 1) - gap).toFixed(2)}V${(high + 4).toFixed(1)}Z`;
  }
  return path;
}

/** @param {string} words @param {number} x @param {number} y @param {string} className */
function axisLabel(words, x, y, className) {
  const label = svg("text", { x: x.toFixed(1), y, class: className });
  label.textContent = words;
  return label;
}

function drawAxis() {
  const base = barsHeight - AXIS;
  const { unit, ticks, below } = ticksOf(periodStarts, corpus.unit, barsWidth - 2 * SIDE);
  const belowWords = unit === "day" ? axisWords.belowDays : axisWords.belowMonths;
  const right = barsWidth - 24;
  axis.replaceChildren(
    svg("path", { class: "base", d: `M${SIDE},${base + 0.5}H${barsWidth - SIDE}` }),
    svg("path", { class: "ticks", d: ticks.map(({ at }) => `M${pixelOfPeriod(at).toFixed(1)},${base}v4`).join("")
      + below.filter(({ at }) => at).map(({ at }) => `M${pixelOfPeriod(at).toFixed(1)},${base}v${AXIS - 3}`).join("") }),
    ...ticks.filter(({ at }) => pixelOfPeriod(at) < right)
      .map(({ at, day }) => axisLabel(axisWords[unit].format(dateOf(day)), pixelOfPeriod(at) + 3, base + 13, "step")),
    ...below.map(({ at, day }) => axisLabel(belowWords.format(dateOf(day)), pixelOfPeriod(at) + 3, base + 26, "whole")));
}

/** Draw all bars anew. @param {ArrayLike<number>} all @param {ArrayLike<number> | null} place Enlarged.
 * @param {number} factor So much. */
export function drawBars(all, place, factor) {
  let most = 1;
  for (let period = 0; period < periodCount; period += 1) most = Math.max(most, all[period]);
  allPath.setAttribute("d", barsPath(all, most));
  placePath.setAttribute("d", place ? barsPath(place, most / factor) : "");
}

/** @param {{ from: number, to: number }} shown @param {boolean} whole */
export function drawWindow({ from, to }, whole) {
  const base = barsHeight - AXIS;
  const [left, right] = [pixelOfPeriod(from), pixelOfPeriod(to + 1)];
  const spans = [[SIDE, left], [right, barsWidth - SIDE]];
  veils.forEach((veil, i) => {
    const values = { x: spans[i][0], y: 0, width: Math.max(0, spans[i][1] - spans[i][0]), height: base };
    for (const [key, value] of Object.entries(values)) veil.setAttribute(key, value.toFixed(1));
  });
  frame.setAttribute("d", `M${left.toFixed(1)},0V${base}M${right.toFixed(1)},0V${base}`);
  frame.classList.toggle("whole", whole);
  grips.forEach((grip, i) => grip.setAttribute("transform", `translate(${(i ? right : left).toFixed(1)} ${(base / 2).toFixed(1)})`));
}

/** Show which period is told of; none with -1. @param {number} period */
export function markPeriod(period) {
  const left = pixelOfPeriod(period);
  hovered.setAttribute("x", left.toFixed(1));
  hovered.setAttribute("width", (period < 0 ? 0 : Math.max(1.5, pixelOfPeriod(period + 1) - left)).toFixed(1));
  hovered.setAttribute("height", String(barsHeight - AXIS));
}

/** The picture is as large as its element now. @param {number} wide @param {number} high */
export function resizeHistogram(wide, high) {
  barsWidth = wide;
  barsHeight = high;
  for (const [key, value] of Object.entries({ width: barsWidth, height: barsHeight, viewBox: `0 0 ${barsWidth} ${barsHeight}` })) {
    histogramPicture.setAttribute(key, String(value));
  }
  drawAxis();
}
