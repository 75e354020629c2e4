// @ts-check
// The timeline under the map: how many articles each period has, and the window of those shown.

import { periodCount } from "./corpus_data.js";
import { isWholeTime, placesShown, seriesOf, seriesOfAll, showAllTime, showPeriods, shownPeriods } from "./corpus_filters.js";
import { hasTime } from "./corpus_counts.js";
import { places } from "./data.js";
import { byId, el, narrow } from "./dom.js";
import { on } from "./events.js";
import { svg } from "./glyphs.js";
import { announce, openedPlace } from "./selection.js";
import { setLowest } from "./sheet.js";
import { firstDayInWords, lastDayInWords, periodsInWords, unitWords } from "./time_words.js";
import { drawBars, drawWindow, grips, histogramPicture, markPeriod, pixelOfPeriod, resizeHistogram } from "./timeline_bars.js";
import { isPlaying, pause, play, stepPeriods } from "./timeline_play.js";
import { listenToPointer } from "./timeline_pointer.js";
import { say, sayCount, sayNumber } from "./words.js";

/** What bars of a place can be enlarged by, where they would be too low to be seen. */
const FACTORS = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000];
/** On small screens the handle of the sheet is above the timeline, and both are its low state. */
const HANDLE = 26;
/** As wide as the map on paper (print.js). */
const PRINTED_WIDTH = 680;

/** All articles in each period, those without a date at the end; and those of the opened place.
 * @type {Float64Array} */
let allSeries = new Float64Array(1);
/** @type {Uint32Array | null} */
let placeSeries = null;

const icon = (/** @type {string} */ path) => svg("svg", { width: 16, height: 16, viewBox: "0 0 16 16", "aria-hidden": "true" }, svg("path", { d: path }));
const PLAY = "M4,2.5V13.5L13,8Z";
const PAUSED_ICON = "M4,2.5H7V13.5H4ZM9.5,2.5H12.5V13.5H9.5Z";
const EARLIER = "M10.5,2.5L5,8L10.5,13.5";
const LATER = "M5.5,2.5L11,8L5.5,13.5";

/** @param {string} id @param {string} words @param {string} path @param {() => void} onclick */
const iconButton = (id, words, path, onclick) => {
  const button = el("button", { type: "button", id, class: "plain-button", "aria-label": words, title: words, onclick });
  button.append(icon(path));
  return button;
};

const playButton = iconButton("play", say("time.play"), PLAY, () => (isPlaying() ? pause() : startPlaying()));
const earlierButton = iconButton("earlier", unitWords("time.earlier"), EARLIER, () => { pause(); stepPeriods(-1); });
const laterButton = iconButton("later", unitWords("time.later"), LATER, () => { pause(); stepPeriods(1); });
const allButton = el("button", { type: "button", id: "all-time", class: "plain-button",
  onclick: () => { pause(); showAllTime(); } }, say("time.all"));
const datesText = el("strong", { class: "dates" });
const heldText = el("span", { class: "held" });
const undatedText = el("p", { class: "undated" });
const timeKey = el("p", { class: "time-key" });
const readout = el("p", { class: "time-key", "aria-hidden": "true", hidden: true });
const histogram = el("div", { class: "histogram" });

/** An end of the window for keyboards and screen readers; the browser knows what its keys do.
 * @param {"from" | "to"} name */
const thumb = (name) => /** @type {HTMLInputElement} */ (el("input", { type: "range", class: `thumb ${name}`, step: 1,
  min: 0, max: Math.max(0, periodCount - 1), "aria-label": say(`time.${name}`), "aria-describedby": "time-hint",
  oninput: () => moveThumb(name) }));
const fromThumb = thumb("from");
const toThumb = thumb("to");

/** @param {"from" | "to"} name */
function moveThumb(name) {
  pause();
  const { from, to } = shownPeriods();
  if (name === "from") showPeriods(Math.min(Number(fromThumb.value), to), to);
  else showPeriods(from, Math.max(Number(toThumb.value), from));
  showPeriod(name === "from" ? shownPeriods().from : shownPeriods().to);
}

/** Shift with an arrow moves the window as a whole. @param {KeyboardEvent} event */
function moveWithKeys(event) {
  /** @type {Record<string, number>} */
  const steps = { ArrowLeft: -1, ArrowDown: -1, ArrowRight: 1, ArrowUp: 1 };
  if (!event.shiftKey || !(event.key in steps)) return;
  event.preventDefault();
  pause();
  stepPeriods(steps[event.key]);
}

/** Articles in a window; in all time those without a date, too. @param {number} from @param {number} to */
function heldIn(from, to) {
  let sum = isWholeTime() ? allSeries[periodCount] : 0;
  for (let period = from; period <= to; period += 1) sum += allSeries[period];
  return sum;
}

function windowWords() {
  const { from, to } = shownPeriods();
  return `${periodsInWords(from, to)}, ${sayCount("corpus.articles", heldIn(from, to))}, ${sayCount("counts.places", placesShown())}`;
}

function startPlaying() {
  play(() => {
    tellPlaying();
    announce(say("time.paused", { window: windowWords() }));
  });
  tellPlaying();
}

function tellPlaying() {
  const words = say(isPlaying() ? "time.pause" : "time.play");
  playButton.replaceChildren(icon(isPlaying() ? PAUSED_ICON : PLAY));
  playButton.setAttribute("aria-label", words);
  playButton.title = words;
}

/** @param {HTMLInputElement} input @param {number} value @param {[number, number]} range @param {string} words */
function setThumb(input, value, [least, most], words) {
  input.min = String(least);
  input.max = String(most);
  input.value = String(value);
  input.setAttribute("aria-valuetext", words);
}

function tellWindow() {
  const { from, to } = shownPeriods();
  drawWindow({ from, to }, isWholeTime());
  setThumb(fromThumb, from, [0, to], firstDayInWords(from));
  setThumb(toThumb, to, [from, periodCount - 1], lastDayInWords(to));
  fromThumb.style.left = `${pixelOfPeriod(from)}px`;
  toThumb.style.left = `${pixelOfPeriod(to + 1)}px`;
  datesText.textContent = periodsInWords(from, to, { short: narrow.matches });
  heldText.textContent = sayCount("corpus.articles", heldIn(from, to));
  const undated = allSeries[periodCount];
  undatedText.hidden = !undated;
  undatedText.textContent = sayCount("time.undated", undated);
  allButton.toggleAttribute("disabled", isWholeTime());
  earlierButton.toggleAttribute("disabled", from === 0);
  laterButton.toggleAttribute("disabled", to >= periodCount - 1);
}

/** @param {ArrayLike<number>} series */
function mostOf(series) {
  let most = 0;
  for (let period = 0; period < periodCount; period += 1) most = Math.max(most, series[period]);
  return most;
}

function drawSeries() {
  const most = mostOf(allSeries);
  const own = placeSeries ? mostOf(placeSeries) : 0;
  const factor = own ? FACTORS.filter((each) => own * each <= most).pop() || 1 : 1;
  drawBars(allSeries, placeSeries, factor);
  const number = openedPlace();
  const upTo = say(factor > 1 ? "time.enlarged" : "time.upto", { most: sayNumber(own), factor: sayNumber(factor) });
  timeKey.replaceChildren(
    el("span", { class: "key-all" }, say("time.key", { unit: unitWords("time.each"), most: sayNumber(most) })),
    placeSeries && number >= 0 ? el("span", { class: "key-place" }, el("bdi", {}, places[number].name), ": ", upTo) : "");
}

function readSeries() {
  allSeries = seriesOfAll();
  placeSeries = openedPlace() >= 0 ? seriesOf(openedPlace()) : null;
  drawSeries();
}

/** What a period has takes the place of the key. @param {number} period */
function showPeriod(period) {
  const number = openedPlace();
  readout.replaceChildren(
    el("strong", {}, periodsInWords(period, period, { short: true })), ` ${sayCount("corpus.articles", allSeries[period])}`,
    placeSeries && number >= 0 ? el("span", { class: "key-place" },
      say("time.naming", { count: sayNumber(placeSeries[period]), name: places[number].name })) : "");
  timeKey.hidden = true;
  readout.hidden = false;
  markPeriod(period);
}

function hidePeriod() {
  timeKey.hidden = false;
  readout.hidden = true;
  markPeriod(-1);
}

/** An end of the window is in hand: its keys work as well. @param {"from" | "to" | null} end */
function pickEnd(end) {
  if (end) (end === "from" ? fromThumb : toThumb).focus({ preventScroll: true });
  grips[0].classList.toggle("picked", end === "from");
  grips[1].classList.toggle("picked", end === "to");
}

/** On a small screen the timeline is the upper part of the sheet, else it is below the map. */
function takePlace() {
  const node = byId("time");
  if (narrow.matches) {
    byId("handle").after(node);
    standLow();
  } else byId("legend").after(node);
}

/** The low sheet shows the whole timeline. */
function standLow() {
  if (narrow.matches && byId("time").offsetHeight) setLowest(HANDLE + byId("time").offsetHeight);
}

/** @param {HTMLElement} node */
function writeTimeline(node) {
  node.append(
    el("div", { class: "time-bar" },
      el("div", { class: "time-buttons", role: "group", "aria-label": say("time.moving") }, playButton, earlierButton, laterButton),
      el("p", { class: "time-window" }, datesText, " ", heldText), allButton),
    el("div", { class: "time-row" }, timeKey, readout, undatedText), histogram, el("p", { id: "time-hint", class: "unseen" }, say("time.hint")));
  histogram.append(histogramPicture, fromThumb, toThumb);
  histogram.addEventListener("keydown", moveWithKeys);
  for (const [i, input] of [fromThumb, toThumb].entries()) {
    input.addEventListener("focus", () => {
      grips[i].classList.toggle("focused", input.matches(":focus-visible"));
      if (input.matches(":focus-visible")) showPeriod(i ? shownPeriods().to : shownPeriods().from);
    });
    input.addEventListener("blur", () => {
      grips[i].classList.remove("focused");
      hidePeriod();
    });
  }
  listenToPointer(histogram, { onGrab: pause, onPick: pickEnd, onHover: showPeriod, onLeave: hidePeriod });
}

export function makeTimeline() {
  byId("time").classList.remove("js"); // it takes its room from the map before that is fitted
  const node = byId("time");
  if (!hasTime()) {
    node.append(el("p", { class: "time-window" }, periodCount
      ? say("time.one", { window: periodsInWords(0, 0) }) : say("time.none")));
    takePlace();
    return;
  }
  writeTimeline(node);
  takePlace();
  const draw = () => {
    resizeHistogram(histogram.clientWidth, histogram.clientHeight);
    drawSeries();
    tellWindow();
  };
  allSeries = seriesOfAll();
  new ResizeObserver(draw).observe(histogram);
  new ResizeObserver(standLow).observe(node);
  draw();
  standLow();
  narrow.addEventListener("change", takePlace);
  on("window", tellWindow);
  on("filtered", ({ quiet }) => {
    if (!quiet) readSeries();
    tellWindow();
  });
  on("chosen", readSeries);
  on("closed", readSeries);
  on("printing", ({ on: printed }) => {
    histogram.style.width = printed ? `${PRINTED_WIDTH}px` : "";
    draw();
  });
  on("sheet", ({ height }) => { if (height === "low") byId("text-pane").scrollTop = 0; });
  document.addEventListener("visibilitychange", () => { if (document.hidden) pause(); });
}

