// @ts-check
// The marks on the map by keyboard: Tab comes to one of them, arrows lead to the others. With a stop
// at each, a reader would press Tab a hundred times to get past the map; and stops have to be large
// enough not to be missed (WCAG 2.5.8), which marks that lie on each other are not.

import { byId, el } from "./dom.js";
import { map } from "./leaflet_map.js";
import { coveredBySheet } from "./sheet.js";
import { say } from "./words.js";

/** @typedef {HTMLElement | SVGElement} MarkNode */

/** What tells that the keys are these. */
const HINT = "mark-keys";

/** The mark that Tab comes to. @type {MarkNode | null} */
let stop = null;

/** @returns {MarkNode[]} */
const allMarks = () => [...map.getPanes().mapPane.querySelectorAll(`[aria-describedby=${HINT}]`)]
  .map((node) => /** @type {MarkNode} */ (node));

/** @param {Element} node */
function isSeen(node) {
  const box = node.getBoundingClientRect();
  const seen = map.getContainer().getBoundingClientRect();
  return box.right > seen.left && box.left < seen.right
    && box.bottom > seen.top && box.top < seen.bottom - coveredBySheet();
}

/** @param {MarkNode | null} node */
function stopAt(node) {
  if (node === stop) return;
  stop?.setAttribute("tabindex", "-1");
  node?.setAttribute("tabindex", "0");
  stop = node;
}

/** Let Tab come to a mark that is there and in view, the same as long as it is. */
export function keepStop() {
  if (stop?.isConnected && isSeen(stop)) return;
  const marks = allMarks();
  stopAt(marks.find(isSeen) || marks[0] || null);
}

/** @param {KeyboardEvent} event */
function stepToMark(event) {
  const marks = allMarks().filter(isSeen);
  const at = marks.indexOf(/** @type {MarkNode} */ (event.currentTarget));
  /** @type {Record<string, number>} */
  const steps = { ArrowRight: at + 1, ArrowDown: at + 1, ArrowLeft: at - 1, ArrowUp: at - 1, Home: 0, End: -1 };
  if (at < 0 || !(event.key in steps)) return;
  event.preventDefault();
  event.stopPropagation();
  marks.at(steps[event.key] % marks.length)?.focus({ preventScroll: true });
}

/** Make what stands on the map a mark that opens something.
 * @param {MarkNode} node It is on the map. @param {string} label @param {() => void} open */
export function makeMark(node, label, open) {
  if (!byId(HINT)) map.getContainer().append(el("p", { id: HINT, hidden: true }, say("map.keys")));
  node.setAttribute("role", "button");
  node.setAttribute("aria-label", label);
  node.setAttribute("aria-describedby", HINT);
  node.setAttribute("tabindex", "-1");
  node.addEventListener("focus", () => stopAt(node));
  node.addEventListener("keydown", (/** @type {any} */ event) => {
    if (event.key !== "Enter" && event.key !== " ") {
      stepToMark(event);
      return;
    }
    event.preventDefault();
    event.stopPropagation();
    open();
  });
  if (!stop?.isConnected) stopAt(node);
}

map.on("moveend", keepStop);
