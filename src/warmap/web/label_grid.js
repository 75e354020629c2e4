// @ts-check
// Boxes that must not meet: which of several places each gets, and who gets none.

/**
 * @typedef {[number, number, number, number, string?]} Box Left, top, right and bottom in pixels, and
 *   the text that stands in it where it isn't the label's own.
 * @typedef {{ rank: number, boxes: Iterable<Box>, dot?: Box | null, owed?: boolean }} Wanted Boxes in the
 *   order in which they are wanted, which may be asked for again; a dot that has to be free with each
 *   of them; and whether others make room for it.
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
  remove(box) {
    for (const cell of this.around(box)) {
      const boxes = /** @type {Box[]} */ (this.cells.get(cell));
      boxes.splice(boxes.indexOf(box), 1);
    }
  }

  /** The boxes that meet a box; one that is in several squares, several times. @param {Box} box */
  * meeting(box) {
    for (const cell of this.around(box)) {
      for (const other of this.cells.get(cell) || []) {
        if (box[0] < other[2] && other[0] < box[2] && box[1] < other[3] && other[1] < box[3]) yield other;
      }
    }
  }

  /** @param {Box} box */
  isFree(box) {
    return this.meeting(box).next().done === true;
  }
}

/** So many of its boxes are tried for one that covers no dot, or that others can leave. */
const TRIES = 40;

/** So many others move for one. */
const MOVED = 2;

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

/** Labels while they are placed. */
class Placing {
  /** @param {Wanted[]} wanted @param {Box[]} taken @param {Box} frame */
  constructor(wanted, taken, frame) {
    this.wanted = wanted;
    this.frame = frame;
    /** @type {(Box | null)[]} */
    this.placed = wanted.map(() => null);
    /** @type {Map<Box, number>} Whose a box is; what is taken or a dot is nobody's. */
    this.owners = new Map();
    this.grid = new BoxGrid();
    for (const box of taken) this.grid.add(box);
    this.dots = new BoxGrid();
    for (const { dot } of wanted) if (dot) this.dots.add(dot);
  }

  /** @param {Box} box */
  isInFrame([left, top, right, bottom]) {
    return left >= this.frame[0] && top >= this.frame[1] && right <= this.frame[2] && bottom <= this.frame[3];
  }

  /** Give a label the best of its boxes that is free. @param {number} i @returns {boolean} */
  place(i) {
    const { boxes, dot } = this.wanted[i];
    if (dot && !this.grid.isFree(dot)) return false;
    const box = bestBox(boxes, (each) => this.isInFrame(each) && this.grid.isFree(each), this.dots);
    if (!box) return false;
    this.put(i, box);
    if (dot) this.grid.add(dot);
    return true;
  }

  /** @param {number} i @param {Box} box */
  put(i, box) {
    this.placed[i] = box;
    this.owners.set(box, i);
    this.grid.add(box);
  }

  /** @param {number} i @returns {Box} */
  lift(i) {
    const box = /** @type {Box} */ (this.placed[i]);
    this.placed[i] = null;
    this.owners.delete(box);
    this.grid.remove(box);
    return box;
  }

  /** Give a label the first of its boxes that others can leave for a free one of theirs. @param {number} i */
  placeWithRoomMade(i) {
    let tries = 0;
    for (const box of this.wanted[i].boxes) {
      if ((tries += 1) > TRIES) return;
      if (this.isInFrame(box) && this.makeRoom(i, box)) return;
    }
  }

  /** @param {number} i @param {Box} box @returns {boolean} */
  makeRoom(i, box) {
    const others = new Set([...this.grid.meeting(box)].map((other) => this.owners.get(other)));
    if (others.has(undefined) || others.size > MOVED) return false;
    const moved = /** @type {number[]} */ ([...others]);
    const before = moved.map((other) => this.lift(other));
    this.put(i, box);
    if (moved.every((other) => this.place(other))) return true;
    this.lift(i);
    for (const [at, other] of moved.entries()) {
      if (this.placed[other]) this.lift(other);
      this.put(other, before[at]);
    }
    return false;
  }
}

/**
 * Give each label the first of its boxes that is free, those of the highest rank first. One that
 * finds none, but is owed one, gets what others can leave for another of theirs.
 *
 * @param {Wanted[]} wanted
 * @param {Box[]} taken What no label may cover.
 * @param {Box} frame What no label may leave.
 * @returns {(Box | null)[]} For each label its box.
 */
export function placeBoxes(wanted, taken, frame) {
  const placing = new Placing(wanted, taken, frame);
  const order = wanted.map((_, i) => i).sort((a, b) => wanted[b].rank - wanted[a].rank || a - b);
  for (const i of order) {
    if (!placing.place(i) && wanted[i].owed) placing.placeWithRoomMade(i);
  }
  return placing.placed;
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
