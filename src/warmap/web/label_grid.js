// @ts-check
// Boxes that must not meet: which of several places each gets, and who gets none.

/**
 * @typedef {[number, number, number, number, string?]} Box Left, top, right and bottom in pixels, and
 *   the text that stands in it where it isn't the label's own.
 * @typedef {{ rank: number, boxes: Iterable<Box>, dot?: Box | null }} Wanted Boxes in the order in which
 *   they are wanted, and a dot that has to be free with each of them.
 */

const CELL = 64;

/** Boxes by the squares of a grid that they touch. */
export class BoxGrid {
  constructor() {
    /** @type {Map<number, Box[]>} */
    this.cells = new Map();
  }

  /** @param {Box} box */
  * around([left, top, right, bottom]) {
    for (let x = Math.floor(left / CELL); x <= Math.floor(right / CELL); x++) {
      for (let y = Math.floor(top / CELL); y <= Math.floor(bottom / CELL); y++) yield x * 65_536 + y;
    }
  }

  /** @param {Box} box */
  add(box) {
    for (const cell of this.around(box)) {
      const boxes = this.cells.get(cell);
      if (boxes) boxes.push(box);
      else this.cells.set(cell, [box]);
    }
  }

  /** @param {Box} box */
  isFree(box) {
    for (const cell of this.around(box)) {
      for (const other of this.cells.get(cell) || []) {
        if (box[0] < other[2] && other[0] < box[2] && box[1] < other[3] && other[1] < box[3]) return false;
      }
    }
    return true;
  }
}

/** So many of its boxes are tried for one that covers no dot. */
const TRIES = 40;

/** The first of some boxes that is free, or one soon after it that covers no dot of others, too.
 * @param {Iterable<Box>} boxes @param {(box: Box) => boolean} isFree @param {BoxGrid} dots */
function bestBox(boxes, isFree, dots) {
  let first = null;
  let tries = 0;
  for (const box of boxes) {
    if (first && (tries += 1) > TRIES) break;
    if (!isFree(box)) continue;
    if (dots.isFree(box)) return box;
    first ||= box;
  }
  return first;
}

/**
 * Give each label the first of its boxes that is free, those of the highest rank first.
 *
 * @param {Wanted[]} wanted
 * @param {Box[]} taken What no label may cover.
 * @param {Box} frame What no label may leave.
 * @returns {(Box | null)[]} For each label its box.
 */
export function placeBoxes(wanted, taken, frame) {
  const grid = new BoxGrid();
  for (const box of taken) grid.add(box);
  const dots = new BoxGrid();
  for (const { dot } of wanted) if (dot) dots.add(dot);
  const isFree = (/** @type {Box} */ box) => box[0] >= frame[0] && box[1] >= frame[1] && box[2] <= frame[2]
    && box[3] <= frame[3] && grid.isFree(box);
  /** @type {(Box | null)[]} */
  const placed = wanted.map(() => null);
  const order = wanted.map((_, i) => i).sort((a, b) => wanted[b].rank - wanted[a].rank || a - b);
  for (const i of order) {
    const { boxes, dot } = wanted[i];
    if (dot && !grid.isFree(dot)) continue;
    const box = bestBox(boxes, isFree, dots);
    if (!box) continue;
    placed[i] = box;
    grid.add(box);
    if (dot) grid.add(dot);
  }
  return placed;
}

/** The boxes beside a point: right, left, above, below, then aslant.
 * @param {number} x @param {number} y @param {number} reach @param {number} width @param {number} height
 * @returns {Box[]} */
export function boxesBeside(x, y, reach, width, height) {
  const aside = reach + 4;
  const slant = reach * 0.7 + 2;
  const corners = /** @type {[number, number][]} */ ([
    [x + aside, y - height / 2], [x - aside - width, y - height / 2],
    [x - width / 2, y - reach - 1 - height], [x - width / 2, y + reach + 1],
    [x + slant, y - slant - height + 3], [x + slant, y + slant - 3],
    [x - slant - width, y - slant - height + 3], [x - slant - width, y + slant - 3],
  ]);
  return corners.map(([left, top]) => [left, top, left + width, top + height]);
}

/** Whether a box lies on the line of a circle. @param {Box} box
 * @param {{ x: number, y: number, radius: number }} ring */
function liesOn([left, top, right, bottom], { x, y, radius }) {
  const nearest = Math.hypot(Math.max(left - x, 0, x - right), Math.max(top - y, 0, y - bottom));
  const farthest = Math.hypot(Math.max(x - left, right - x), Math.max(y - top, bottom - y));
  return nearest < radius && farthest > radius;
}

/** Boxes in the order in which they are wanted, but those on the line of a circle last.
 * @param {Box[]} boxes @param {{ x: number, y: number, radius: number }[]} rings */
export function clearOfRings(boxes, rings) {
  const crossed = (/** @type {Box} */ box) => Number(rings.some((ring) => liesOn(box, ring)));
  return rings.length ? [...boxes].sort((a, b) => crossed(a) - crossed(b)) : boxes;
}
