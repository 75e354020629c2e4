// @ts-check
// Outlines as arcs.py cut them, so that a border of two stands in the page once: each arc is read,
// projected and written as a path when it is first asked for, and once for all that share it.
// Everything is in pixels of the largest zoom, which are fine enough to be whole numbers.

import { FINE, worldX, worldY } from "./world.js";

/**
 * @typedef {{ scale: number, arcs: number[][][], line?: boolean, box?: number[] }} CutShape
 * @typedef {{ scale: number, parts: number[][][], line?: boolean }} WholeShape
 * @typedef {{ left: number, top: number, right: number, bottom: number }} Extent
 * @typedef {{ rings: number[][], line: boolean, box?: Extent }} Shape The numbers of arcs that follow
 *   each other, `~number` for one that is passed backwards; `box` is told of countries, which then
 *   need not be read when they are far.
 */

const ARC_DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
const VALUES = new Uint8Array(128);
[...ARC_DIGITS].forEach((digit, value) => { VALUES[digit.charCodeAt(0)] = value; });
/** Digits from this one on say that more of the number follows. */
const MORE = 48;

/** The numbers that arcs.py wrote as digits. @param {string} text */
export function numbersOf(text) {
  const numbers = new Int32Array(text.length);
  let count = 0;
  let value = 0;
  let unit = 1;
  for (let i = 0; i < text.length; i++) {
    const digit = VALUES[text.charCodeAt(i)];
    if (digit >= MORE) {
      value += (digit - MORE) * unit;
      unit *= ARC_DIGITS.length - MORE;
      continue;
    }
    value += digit * unit;
    numbers[count++] = value % 2 ? -(value + 1) / 2 : value / 2;
    value = 0;
    unit = 1;
  }
  return numbers.subarray(0, count);
}

/** @param {number} lon */
const fineX = (lon) => Math.round(worldX(lon) * FINE);
/** @param {number} lat */
const fineY = (lat) => Math.round(worldY(lat) * FINE);

/** @param {number[]} degrees West, south, east and north. @returns {Extent} */
const boxOf = ([west, south, east, north]) => ({ left: fineX(west), top: fineY(north), right: fineX(east), bottom: fineY(south) });

/** Whether two have nothing in common. @param {Extent} one @param {Extent} other */
export const apart = (one, other) =>
  one.right < other.left || one.left > other.right || one.bottom < other.top || one.top > other.bottom;

/** The steps of an arc in one direction, for a path. @param {Int32Array} points @param {boolean} ahead */
function stepsText(points, ahead) {
  const last = points.length - 2;
  const steps = new Int32Array(last);
  for (let i = 0; i < last; i += 2) {
    const from = ahead ? i : last - i;
    const to = ahead ? from + 2 : from - 2;
    steps[i] = points[to] - points[from];
    steps[i + 1] = points[to + 1] - points[from + 1];
  }
  return `${steps.join(" ")} `;
}

/** A line that borders share. Where it lies is known at once, its points once they are asked for. */
export class Arc {
  /** @type {Int32Array | null} */ #points = null;
  #ahead = "";
  #back = "";

  /** @param {Int32Array} steps In longitude and latitude, the first from 0, 0; it is changed.
   * @param {number} scale Steps of a degree. */
  constructor(steps, scale) {
    this.degrees = steps;
    this.scale = scale;
    let [west, east, south, north] = [Infinity, -Infinity, Infinity, -Infinity];
    let [lon, lat] = [0, 0];
    for (let i = 0; i < steps.length; i += 2) {
      lon += steps[i];
      lat += steps[i + 1];
      steps[i] = lon;
      steps[i + 1] = lat;
      if (lon < west) west = lon;
      if (lon > east) east = lon;
      if (lat < south) south = lat;
      if (lat > north) north = lat;
    }
    this.left = fineX(west / scale);
    this.right = fineX(east / scale);
    this.top = fineY(north / scale);
    this.bottom = fineY(south / scale);
  }

  /** By turns x and y. */
  get points() {
    if (!this.#points) {
      const { degrees, scale } = this;
      this.#points = new Int32Array(degrees.length);
      for (let i = 0; i < degrees.length; i += 2) {
        this.#points[i] = fineX(degrees[i] / scale);
        this.#points[i + 1] = fineY(degrees[i + 1] / scale);
      }
    }
    return this.#points;
  }

  /** @param {boolean} last @returns {[number, number]} Its first point or its last. */
  end(last) {
    const at = last ? this.degrees.length - 2 : 0;
    return [fineX(this.degrees[at] / this.scale), fineY(this.degrees[at + 1] / this.scale)];
  }

  /** Its steps as text for a path. @param {boolean} ahead */
  text(ahead) {
    if (ahead) return (this.#ahead ||= stepsText(this.points, true));
    return (this.#back ||= stepsText(this.points, false));
  }

  /** Whether all of it is on one side of a view. @param {Extent} view */
  isBeyond(view) {
    return apart(this, view);
  }
}

/** All arcs of the page by their numbers. */
export class ArcBook {
  /** @param {string[]} texts As arcs.py wrote them, all of one scale. */
  constructor(texts) {
    /** @type {(string | Arc)[]} */
    this.arcs = [...texts];
    this.scale = 1;
  }

  /** @param {number} number Its own, or `~number`. @returns {Arc} */
  arc(number) {
    const at = number < 0 ? ~number : number;
    let arc = this.arcs[at];
    if (typeof arc === "string") {
      arc = new Arc(numbersOf(arc), this.scale);
      this.arcs[at] = arc;
    }
    return arc;
  }

  /** A shape of arcs; those of a shape that wasn't cut are added.
   * @param {CutShape | WholeShape} packed @returns {Shape} */
  shape(packed) {
    const line = Boolean(packed.line);
    if ("arcs" in packed) {
      this.scale = packed.scale;
      return { line, rings: packed.arcs.flat(), box: packed.box && boxOf(packed.box) };
    }
    const rings = packed.parts.flat().map((steps) => [this.arcs.push(new Arc(Int32Array.from(steps), packed.scale)) - 1]);
    return { line, rings };
  }

  /** The first point of an arc in the direction in which it is passed, or its last.
   * @param {number} number @param {boolean} last @returns {[number, number]} */
  end(number, last) {
    return this.arc(number).end(last === number >= 0);
  }

  /** All points of a ring. @param {number[]} ring @returns {number[]} By turns x and y. */
  ringPoints(ring) {
    /** @type {number[]} */
    const all = [];
    for (const number of ring) {
      const { points } = this.arc(number);
      for (let i = all.length ? 2 : 0; i < points.length; i += 2) {
        const at = number < 0 ? points.length - 2 - i : i;
        all.push(points[at], points[at + 1]);
      }
    }
    return all;
  }

  /** The path of a shape as far as it is seen in a view. An arc that is on one side of the view is
   * straight in it, which changes nothing within the view, or left out where it is all of a line or ring.
   * @param {Shape} shape @param {[number, number]} origin Where the path has 0, 0. @param {Extent} view */
  path({ rings, line }, [originX, originY], view) {
    let path = "";
    for (const ring of rings) {
      if (ring.length === 1 && this.arc(ring[0]).isBeyond(view)) continue;
      const [x, y] = this.end(ring[0], false);
      path += `M${x - originX} ${y - originY}l`;
      for (const number of ring) {
        const arc = this.arc(number);
        if (arc.isBeyond(view)) {
          const [from, to] = [this.end(number, false), this.end(number, true)];
          path += `${to[0] - from[0]} ${to[1] - from[1]} `;
        } else {
          path += arc.text(number >= 0);
        }
      }
      if (!line) path += "Z";
    }
    return path;
  }

  /** What a shape lies within. @param {Shape} shape @returns {Extent} */
  extent({ rings }) {
    const extent = { left: Infinity, top: Infinity, right: -Infinity, bottom: -Infinity };
    for (const ring of rings) {
      for (const number of ring) {
        const { left, top, right, bottom } = this.arc(number);
        extent.left = Math.min(extent.left, left);
        extent.top = Math.min(extent.top, top);
        extent.right = Math.max(extent.right, right);
        extent.bottom = Math.max(extent.bottom, bottom);
      }
    }
    return extent;
  }
}
