// @ts-check
// The rows of a long table: only those in view, and a few around them, are in the page. The rows
// above and below are stood in for by one empty row as high as all of them.

import { el } from "./dom.js";

/** With so many rows or fewer, all are in the page. */
const WHOLE = 200;
/** So many rows out of view are there on either side, for the next turn of the wheel. */
const AROUND = 12;

/** What scrolls an element: its pane, or the page. @param {Element} node @returns {Element} */
function scrollerOf(node) {
  for (let each = node.parentElement; each; each = each.parentElement) {
    if (/auto|scroll/.test(getComputedStyle(each).overflowY)) return each;
  }
  return /** @type {Element} */ (document.scrollingElement);
}

/** @param {number} height */
const gapRow = (height) => {
  const row = el("tr", { class: "gap", "aria-hidden": "true" }, el("td", {}));
  row.style.height = `${height}px`;
  return row;
};

/**
 * Keep a table's body filled with the rows in view.
 *
 * @param {HTMLTableSectionElement} body
 * @param {(index: number) => HTMLElement} rowAt
 */
export function windowRows(body, rowAt) {
  let count = 0;
  let active = 0;
  let rowHeight = 48;
  /** @type {Map<number, HTMLElement>} */
  let drawn = new Map();

  const isWhole = () => count <= WHOLE;

  /** The first row in view and the one after the last. */
  function range() {
    if (isWhole() || !body.offsetParent) return [0, Math.min(count, WHOLE)];
    const box = scrollerOf(body).getBoundingClientRect();
    const from = Math.max(0, box.top);
    const to = Math.min(innerHeight, from + box.height);
    const { top } = body.getBoundingClientRect();
    const first = Math.floor((from - top) / rowHeight) - AROUND;
    const last = Math.ceil((to - top) / rowHeight) + AROUND;
    const start = Math.min(Math.max(0, first), Math.max(0, count - 2 * AROUND));
    return [start, Math.max(start, Math.min(count, last))];
  }

  /** @param {number[]} bounds */
  function fill([first, last] = range()) {
    const wanted = new Set();
    for (let index = first; index < last; index += 1) wanted.add(index);
    // The row with the focus stays, or the focus would be lost.
    if (!isWhole() && active < count) wanted.add(active);
    if (wanted.size === drawn.size && [...wanted].every((index) => drawn.has(index))) return;
    /** @type {Map<number, HTMLElement>} */
    const next = new Map();
    /** @type {HTMLElement[]} */
    const rows = [];
    let done = 0;
    for (const index of [...wanted].sort((a, b) => a - b)) {
      if (index > done) rows.push(gapRow((index - done) * rowHeight));
      const row = drawn.get(index) || numbered(rowAt(index), index);
      next.set(index, row);
      rows.push(row);
      done = index + 1;
    }
    if (done < count) rows.push(gapRow((count - done) * rowHeight));
    swap(rows);
    drawn = next;
  }

  /** Put in what is new and take out what is not wanted, so that a row with the focus keeps it.
   * @param {HTMLElement[]} rows */
  function swap(rows) {
    const kept = new Set(rows);
    for (const row of [...body.children]) if (!kept.has(/** @type {any} */ (row))) row.remove();
    rows.forEach((row, at) => {
      if (body.children[at] !== row) body.insertBefore(row, body.children[at] || null);
    });
  }

  /** @param {HTMLElement} row @param {number} index */
  function numbered(row, index) {
    if (isWhole()) return row;
    row.setAttribute("aria-rowindex", String(index + 2)); // the head is row 1
    const button = row.querySelector("button");
    if (button) button.tabIndex = index === active ? 0 : -1;
    return row;
  }

  /** @param {number} index */
  function activate(index) {
    if (isWhole()) return;
    const before = drawn.get(active)?.querySelector("button");
    active = index;
    if (before) before.tabIndex = -1;
    fill();
    const button = drawn.get(index)?.querySelector("button");
    if (button) button.tabIndex = 0;
  }

  /** @param {number} index */
  function focusRow(index) {
    const to = Math.min(Math.max(0, index), count - 1);
    if (!isWhole() && !drawn.has(to)) {
      const scroller = scrollerOf(body);
      const { top } = body.getBoundingClientRect();
      scroller.scrollTop += top + to * rowHeight - scroller.clientHeight / 2;
    }
    activate(to);
    const button = drawn.get(to)?.querySelector("button");
    button?.focus({ preventScroll: true });
    drawn.get(to)?.scrollIntoView({ block: "nearest" });
    fill();
  }

  body.addEventListener("keydown", (event) => {
    const row = event.target instanceof Element ? event.target.closest("tr") : null;
    const here = [...drawn].find(([, each]) => each === row);
    if (!here || event.altKey || event.ctrlKey || event.metaKey) return;
    const page = Math.max(1, Math.floor(scrollerOf(body).clientHeight / rowHeight) - 3);
    /** @type {Record<string, number>} */
    const steps = { ArrowDown: 1, ArrowUp: -1, PageDown: page, PageUp: -page, Home: -count, End: count };
    if (!(event.key in steps)) return;
    event.preventDefault();
    focusRow(here[0] + steps[event.key]);
  });
  body.addEventListener("focusin", (event) => {
    const row = event.target instanceof Element ? event.target.closest("tr") : null;
    const here = [...drawn].find(([, each]) => each === row);
    if (here && here[0] !== active) activate(here[0]);
  });

  let asked = 0;
  const fillSoon = () => {
    if (isWhole() || asked) return;
    asked = requestAnimationFrame(() => {
      asked = 0;
      fill();
    });
  };
  document.addEventListener("scroll", fillSoon, { capture: true, passive: true });
  addEventListener("resize", fillSoon);

  return {
    /** Draw all anew. @param {number} rows How many there are.
     * @param {{ known?: boolean }} [how] Whether rows are as high as before. */
    draw(rows, { known = false } = {}) {
      count = rows;
      active = 0;
      drawn = new Map();
      const table = /** @type {HTMLElement} */ (body.parentElement);
      table.classList.toggle("windowed", !isWhole());
      if (isWhole()) table.removeAttribute("aria-rowcount");
      else table.setAttribute("aria-rowcount", String(count + 1));
      // Asked before anything changes, or the browser would have to lay the page out for it.
      const bounds = range();
      body.replaceChildren();
      fill(bounds);
      if (!known || isWhole()) this.measure();
    },
    /** Learn how high a row is, once it can be seen. */
    measure() {
      const height = isWhole() ? 0 : drawn.get(active)?.offsetHeight || 0;
      if (height && height !== rowHeight) {
        rowHeight = height;
        drawn = new Map([...drawn].filter(([index]) => index === active));
      }
      fill();
    },
  };
}
