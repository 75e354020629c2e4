// @ts-check
// The text pane on a small screen: a sheet over the map that can be low, half or full. On a large
// one it is a column, and nothing here has an effect that is seen.

import { byId, narrow } from "./dom.js";
import { emit } from "./events.js";
import { say } from "./words.js";

const HEIGHTS = /** @type {const} */ (["low", "half", "full"]);
/** A shorter way of the finger is a tap. */
const TAP = 6;

/** How high the low sheet is: as much as stands there that is always wanted. */
let lowest = 96;

/** @type {"low" | "half" | "full"} */
let height = "half";

/** @param {"low" | "half" | "full"} next */
export function setSheet(next) {
  height = next;
  document.documentElement.dataset.sheet = next;
  byId("text-pane").style.height = "";
  const handle = byId("handle");
  handle.setAttribute("aria-expanded", String(next !== "low"));
  handle.setAttribute("aria-label", say(`sheet.${next}`));
  emit("sheet", { height: next });
}

/** How many pixels at the bottom of the map are under the sheet. */
export function coveredBySheet() {
  if (!narrow.matches) return 0;
  // Full, it covers the map; what is shown then is seen once it is lower again.
  const share = height === "low" ? 0 : 0.46;
  return Math.max(lowest, share * innerHeight);
}

/** Let the low sheet be so high. @param {number} pixels */
export function setLowest(pixels) {
  lowest = pixels;
  document.documentElement.style.setProperty("--low", `${pixels}px`);
}

/** The next height up or down. @param {1 | -1} step */
function stepSheet(step) {
  const at = HEIGHTS.indexOf(height) + step;
  if (at >= 0 && at < HEIGHTS.length) setSheet(HEIGHTS[at]);
}

/** @param {number} pixels How high the sheet was left. */
function snap(pixels) {
  const share = pixels / innerHeight;
  setSheet(share < 0.28 ? "low" : share < 0.7 ? "half" : "full");
}

/** The sheet follows the finger on its handle. @param {HTMLElement} handle */
function followFinger(handle) {
  const pane = byId("text-pane");
  let from = 0;
  let moved = 0;
  handle.addEventListener("pointerdown", (event) => {
    from = event.clientY + pane.offsetHeight;
    moved = 0;
    handle.setPointerCapture(event.pointerId);
  });
  handle.addEventListener("pointermove", (event) => {
    if (!handle.hasPointerCapture(event.pointerId)) return;
    const now = from - event.clientY;
    moved = Math.max(moved, Math.abs(now - pane.offsetHeight));
    if (moved > TAP) pane.style.height = `${Math.min(Math.max(now, 60), innerHeight)}px`;
  });
  handle.addEventListener("pointerup", () => {
    if (moved > TAP) snap(pane.offsetHeight);
  });
  handle.addEventListener("click", () => {
    if (moved > TAP) moved = 0; // the end of a drag, not a tap
    else setSheet(height === "low" ? "half" : height === "half" ? "full" : "low");
  });
}

export function makeSheet() {
  const handle = byId("handle");
  followFinger(handle);
  handle.addEventListener("keydown", (event) => {
    if (event.key === "ArrowUp") stepSheet(1);
    else if (event.key === "ArrowDown") stepSheet(-1);
    else return;
    event.preventDefault();
  });
  // Who comes here by keyboard sees where he is.
  byId("text-pane").addEventListener("focusin", (event) => {
    if (height === "low" && event.target !== handle) setSheet("half");
  });
  setSheet("half");
}
