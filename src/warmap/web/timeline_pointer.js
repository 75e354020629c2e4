// @ts-check
// The window of the timeline under the finger or the mouse: an end of it is dragged, all of it is
// moved, or it is drawn anew. A press without a move shows the one period that was pressed, or picks
// an end up, which the next press puts down: who can't drag needn't.

import { periodCount } from "./corpus_data.js";
import { isWholeTime, showPeriods, shownPeriods } from "./corpus_filters.js";
import { periodAtPixel, pixelOfPeriod } from "./timeline_bars.js";
import { say } from "./words.js";

/** So near to an end of the window, in pixels, it is that end. */
/** @type {Record<string, number>} */
const NEAR = { mouse: 8, pen: 12, touch: 20 };
/** A shorter way is none. */
const STILL = 4;

/** @typedef {"from" | "to" | "whole" | "new"} Grab What is held. */

/** @param {number} x @param {string} pointer @returns {Grab} */
function grabAt(x, pointer) {
  const { from, to } = shownPeriods();
  const [left, right] = [pixelOfPeriod(from), pixelOfPeriod(to + 1)];
  const near = NEAR[pointer] || NEAR.mouse;
  const [toLeft, toRight] = [Math.abs(x - left), Math.abs(x - right)];
  // A window narrower than the reach of both ends can still be held in its middle.
  const reach = Math.min(near, Math.max(4, (right - left) / 3));
  const within = x > left && x < right;
  if (Math.min(toLeft, toRight) <= (within ? reach : near)) return toLeft < toRight ? "from" : "to";
  return within && !isWholeTime() ? "whole" : "new";
}

const CURSORS = { from: "ew-resize", to: "ew-resize", whole: "grab", new: "crosshair" };

/** @param {number} period */
const inRange = (period) => Math.max(0, Math.min(periodCount - 1, Math.floor(period)));

/** @param {HTMLElement} node The histogram.
 * @param {{ onGrab: () => void, onPick: (end: "from" | "to" | null) => void, onHover: (period: number) => void, onLeave: () => void }} told */
export function listenToPointer(node, { onGrab, onPick, onHover, onLeave }) {
  /** @type {{ grab: Grab, x: number, from: number, to: number, moved: boolean, put: boolean } | null} */
  let held = null;
  /** @type {"from" | "to" | null} */
  let picked = null;
  /** @param {"from" | "to" | null} end */
  const pick = (end) => {
    picked = end;
    onPick(end);
  };
  const xOf = (/** @type {PointerEvent} */ event) => event.clientX - node.getBoundingClientRect().left;

  /** @param {number} x @param {boolean} moving */
  function follow(x, moving) {
    if (!held) return;
    const { grab, from, to } = held;
    const here = inRange(periodAtPixel(x));
    // An end snaps to the border between two periods that is nearest.
    const edge = Math.round(periodAtPixel(x));
    if (grab === "from") showPeriods(Math.max(0, Math.min(edge, to)), to, { moving });
    else if (grab === "to") showPeriods(from, Math.max(from, Math.min(edge - 1, periodCount - 1)), { moving });
    else if (grab === "whole") {
      const step = Math.round(periodAtPixel(x) - periodAtPixel(held.x));
      const start = Math.max(0, Math.min(periodCount - 1 - (to - from), from + step));
      showPeriods(start, start + to - from, { moving });
    } else {
      const begun = inRange(periodAtPixel(held.x));
      showPeriods(Math.min(begun, here), Math.max(begun, here), { moving });
    }
  }

  /** @param {number} x */
  function release(x) {
    if (!held) return;
    const { grab, moved } = held;
    const pressed = inRange(periodAtPixel(x));
    if (moved) follow(x, false);
    else if (held.put) follow(x, false);
    else if (grab === "new" || grab === "whole") showPeriods(pressed, pressed);
    else pick(grab);
    held = null;
  }

  node.addEventListener("pointerdown", (event) => {
    if (!event.isPrimary || event.button) return;
    onGrab();
    const x = xOf(event);
    held = { grab: picked || grabAt(x, event.pointerType), x, ...shownPeriods(), moved: false, put: picked !== null };
    pick(null);
    node.setPointerCapture(event.pointerId);
    event.preventDefault(); // no text is selected on the way
  });
  node.addEventListener("pointermove", (event) => {
    const x = xOf(event);
    if (held) {
      held.moved ||= Math.abs(x - held.x) >= STILL;
      if (held.moved) follow(x, true);
    } else {
      const grab = picked || grabAt(x, event.pointerType);
      node.style.cursor = CURSORS[grab];
      node.title = grab === "from" || grab === "to" ? say("time.pick") : "";
    }
    onHover(inRange(periodAtPixel(x)));
  });
  node.addEventListener("pointerup", (event) => release(xOf(event)));
  node.addEventListener("pointercancel", () => {
    if (held?.moved) showPeriods(shownPeriods().from, shownPeriods().to);
    held = null;
    onLeave();
  });
  node.addEventListener("focusout", () => pick(null));
  node.addEventListener("pointerleave", () => { if (!held) onLeave(); });
}
