// @ts-check
// Where in an area a label has room: rows through its outline, and the stretches inside of it.

import { arcs } from "./data.js";
import { apart } from "./outlines.js";
import { FINE } from "./world.js";

/**
 * @typedef {[number, number]} Stretch From and to, in pixels from the left.
 * @typedef {import("./outlines.js").Extent} Frame Pixels of the map.
 * @typedef {import("./outlines.js").Extent & { arcs: import("./outlines.js").Arc[] }} Edge
 */

/** @type {WeakMap<import("./data.js").Shape, Edge>} */
const edges = new WeakMap();

/** The arcs around a shape, in no order. @param {import("./data.js").Shape} shape @returns {Edge} */
function edgeOf(shape) {
  let edge = edges.get(shape);
  if (!edge) {
    edge = { ...arcs.extent(shape), arcs: shape.rings.flat().map((number) => arcs.arc(number)) };
    edges.set(shape, edge);
  }
  return edge;
}

/** Where a row through an area lies inside of it. @param {Edge} edge @param {number} y @returns {Stretch[]} */
function rowThrough(edge, y) {
  const crossings = [];
  for (const { points, top, bottom } of edge.arcs) {
    if (top > y || bottom <= y) continue;
    for (let i = 1; i + 2 < points.length; i += 2) {
      const y1 = points[i];
      const y2 = points[i + 2];
      if (y1 > y !== y2 > y) crossings.push(points[i - 1] + ((y - y1) / (y2 - y1)) * (points[i + 1] - points[i - 1]));
    }
  }
  crossings.sort((a, b) => a - b);
  /** @type {Stretch[]} */
  const stretches = [];
  for (let i = 0; i + 1 < crossings.length; i += 2) stretches.push([crossings[i], crossings[i + 1]]);
  return stretches;
}

/** What two rows have in common. @param {Stretch[]} a @param {Stretch[]} b @returns {Stretch[]} */
function shared(a, b) {
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
  const scale = view.scale / FINE;
  const seen = { left: (frame.left + view.left) / scale, right: (frame.right + view.left) / scale,
    top: (frame.top + view.top) / scale, bottom: (frame.bottom + view.top) / scale };
  if (shape.box && apart(shape.box, seen)) return [];
  const edge = edgeOf(shape);
  const top = Math.max(frame.top, edge.top * scale - view.top) + height / 2;
  const bottom = Math.min(frame.bottom, edge.bottom * scale - view.top) - height / 2;
  if (top > bottom) return [];
  const left = Math.max(frame.left, edge.left * scale - view.left);
  const right = Math.min(frame.right, edge.right * scale - view.left);
  if (right - left < width) return [];
  const near = wish || [(left + right) / 2, (top + bottom) / 2];
  const rows = Array.from({ length: ROWS }, (_, i) => top + ((bottom - top) * i) / (ROWS - 1));
  if (near[1] > top && near[1] < bottom) rows.push(near[1]);
  /** @type {[number, number][]} */
  const found = [];
  for (const y of rows) {
    const [above, middle, below] = [y - height / 2, y, y + height / 2]
      .map((row) => rowThrough(edge, (row + view.top) / scale));
    for (const [from, to] of shared(shared(above, middle), below)) {
      const first = Math.max(frame.left, from * scale - view.left) + width / 2;
      const last = Math.min(frame.right, to * scale - view.left) - width / 2;
      if (first > last) continue;
      for (const x of new Set([Math.min(last, Math.max(first, near[0])), (first + last) / 2, first, last])) found.push([x, y]);
    }
  }
  const far = (/** @type {[number, number]} */ [x, y]) => Math.hypot(x - near[0], 1.5 * (y - near[1]));
  return found.sort((a, b) => far(a) - far(b));
}
