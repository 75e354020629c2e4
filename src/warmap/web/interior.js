// @ts-check
// Where in an area a label has room: rows through its outline, and the stretches inside of it.

import { ringPoints } from "./shapes.js";

/**
 * @typedef {[number, number]} Stretch From and to, in pixels from the left.
 * @typedef {{ left: number, top: number, right: number, bottom: number }} Frame Pixels of the map.
 * @typedef {{ rings: Float64Array[], left: number, top: number, right: number, bottom: number }} Outline
 */

/** The width of the world in the units below: that of Web Mercator at zoom 0. */
export const WORLD = 256;

/** @param {number} lon */
export const worldX = (lon) => ((lon + 180) / 360) * WORLD;

/** @param {number} lat */
export function worldY(lat) {
  const sine = Math.sin((Math.max(-85.05, Math.min(85.05, lat)) * Math.PI) / 180);
  return (0.5 - Math.log((1 + sine) / (1 - sine)) / (4 * Math.PI)) * WORLD;
}

/** @type {WeakMap<import("./data.js").Shape, Outline>} */
const outlines = new WeakMap();

/** A shape in units of the world, made once. @param {import("./data.js").Shape} shape @returns {Outline} */
export function worldOutline(shape) {
  const known = outlines.get(shape);
  if (known) return known;
  const outline = { rings: /** @type {Float64Array[]} */ ([]), left: Infinity, top: Infinity,
    right: -Infinity, bottom: -Infinity };
  for (const steps of shape.parts.flat()) {
    const points = ringPoints(steps, shape.scale);
    const ring = new Float64Array(2 * points.length);
    points.forEach(([lat, lon], i) => {
      const x = worldX(lon);
      const y = worldY(lat);
      ring[2 * i] = x;
      ring[2 * i + 1] = y;
      outline.left = Math.min(outline.left, x);
      outline.right = Math.max(outline.right, x);
      outline.top = Math.min(outline.top, y);
      outline.bottom = Math.max(outline.bottom, y);
    });
    outline.rings.push(ring);
  }
  outlines.set(shape, outline);
  return outline;
}

/** Where a row through an outline lies inside of it. @param {Outline} outline @param {number} y @returns {Stretch[]} */
export function rowThrough(outline, y) {
  const crossings = [];
  for (const ring of outline.rings) {
    for (let i = 0; i + 3 < ring.length; i += 2) {
      const y1 = ring[i + 1];
      const y2 = ring[i + 3];
      if (y1 > y !== y2 > y) crossings.push(ring[i] + ((y - y1) / (y2 - y1)) * (ring[i + 2] - ring[i]));
    }
  }
  crossings.sort((a, b) => a - b);
  /** @type {Stretch[]} */
  const stretches = [];
  for (let i = 0; i + 1 < crossings.length; i += 2) stretches.push([crossings[i], crossings[i + 1]]);
  return stretches;
}

/** What two rows have in common. @param {Stretch[]} a @param {Stretch[]} b @returns {Stretch[]} */
export function shared(a, b) {
  /** @type {Stretch[]} */
  const both = [];
  for (const [from, to] of a) {
    for (const [start, end] of b) {
      if (start < to && from < end) both.push([Math.max(from, start), Math.min(to, end)]);
    }
  }
  return both;
}

/** So many rows are looked at. */
const ROWS = 13;

/**
 * Middles for a box that lies wholly inside a shape and a frame, the nearest to `near` first.
 *
 * @param {import("./data.js").Shape} shape
 * @param {{ scale: number, left: number, top: number }} view Pixels of a unit of the world, and
 *   where the map's corner is, in pixels of the world.
 * @param {Frame} frame
 * @param {[number, number]} size Width and height of the box.
 * @param {[number, number] | null} wish In pixels of the map; else the middle of what is in the frame.
 * @returns {[number, number][]} In pixels of the map.
 */
export function roomsInside(shape, view, frame, [width, height], wish) {
  const outline = worldOutline(shape);
  const top = Math.max(frame.top, outline.top * view.scale - view.top) + height / 2;
  const bottom = Math.min(frame.bottom, outline.bottom * view.scale - view.top) - height / 2;
  if (top > bottom) return [];
  const left = Math.max(frame.left, outline.left * view.scale - view.left);
  const right = Math.min(frame.right, outline.right * view.scale - view.left);
  const near = wish || [(left + right) / 2, (top + bottom) / 2];
  const rows = Array.from({ length: ROWS }, (_, i) => top + ((bottom - top) * i) / (ROWS - 1));
  if (near[1] > top && near[1] < bottom) rows.push(near[1]);
  /** @type {[number, number][]} */
  const found = [];
  for (const y of rows) {
    const [above, middle, below] = [y - height / 2, y, y + height / 2]
      .map((row) => rowThrough(outline, (row + view.top) / view.scale));
    for (const [from, to] of shared(shared(above, middle), below)) {
      const first = Math.max(frame.left, from * view.scale - view.left) + width / 2;
      const last = Math.min(frame.right, to * view.scale - view.left) - width / 2;
      if (first > last) continue;
      found.push([Math.min(last, Math.max(first, near[0])), y], [(first + last) / 2, y]);
    }
  }
  const far = (/** @type {[number, number]} */ [x, y]) => Math.hypot(x - near[0], 1.5 * (y - near[1]));
  return found.sort((a, b) => far(a) - far(b));
}
