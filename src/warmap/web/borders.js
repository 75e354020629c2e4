// @ts-check
// The borders of Ukraine's units: those between two of them, and the one around all.

import { ringPoints } from "./shapes.js";

/** @typedef {[number, number][]} Points Latitude and longitude in degrees. */

/** @param {[number, number]} a @param {[number, number]} b */
function edgeKey(a, b) {
  const [first, second] = a[0] < b[0] || (a[0] === b[0] && a[1] < b[1]) ? [a, b] : [b, a];
  return `${first[0].toFixed(4)},${first[1].toFixed(4)},${second[0].toFixed(4)},${second[1].toFixed(4)}`;
}

/**
 * Lines of the borders, each once: an edge that two units share is inner, any other is outer.
 *
 * @param {{ shape: import("./data.js").Shape }[]} units
 * @returns {{ inner: Points[], outer: Points[] }}
 */
export function bordersOf(units) {
  const rings = units.flatMap(({ shape }) => shape.parts.flat().map((steps) => ringPoints(steps, shape.scale)));
  /** @type {Map<string, number>} */
  const uses = new Map();
  for (const ring of rings) {
    for (let i = 0; i + 1 < ring.length; i++) {
      const key = edgeKey(ring[i], ring[i + 1]);
      uses.set(key, (uses.get(key) || 0) + 1);
    }
  }
  const borders = { inner: /** @type {Points[]} */ ([]), outer: /** @type {Points[]} */ ([]) };
  const drawn = new Set();
  for (const ring of rings) {
    let last = "";
    for (let i = 0; i + 1 < ring.length; i++) {
      const key = edgeKey(ring[i], ring[i + 1]);
      const side = uses.get(key) === 1 ? "outer" : drawn.has(key) ? "" : "inner";
      drawn.add(key);
      if (side) {
        const lines = borders[/** @type {"inner" | "outer"} */ (side)];
        if (side !== last) lines.push([ring[i]]);
        lines[lines.length - 1].push(ring[i + 1]);
      }
      last = side;
    }
  }
  return borders;
}

/** Lines that continue each other as closed rings. @param {Points[]} lines @returns {Points[]} */
function closedRings(lines) {
  const from = new Map(lines.map((line) => [String(line[0]), line]));
  const rings = [];
  for (const line of lines) {
    if (!from.delete(String(line[0]))) continue; // part of an earlier ring
    const ring = line.slice();
    for (;;) {
      const end = String(ring[ring.length - 1]);
      const next = from.get(end);
      if (!next) break;
      from.delete(end);
      ring.push(...next.slice(1));
    }
    rings.push(ring);
  }
  return rings;
}

/**
 * The area that units make together.
 *
 * @param {{ shape: import("./data.js").Shape }[]} units
 * @returns {import("./data.js").Shape}
 */
export function unionOf(units) {
  const { scale } = units[0].shape;
  const parts = closedRings(bordersOf(units).outer).map((ring) => {
    let [lastLat, lastLon] = [0, 0];
    return [ring.flatMap(([lat, lon]) => {
      const [y, x] = [Math.round(lat * scale), Math.round(lon * scale)];
      const step = [x - lastLon, y - lastLat];
      [lastLat, lastLon] = [y, x];
      return step;
    })];
  });
  return { scale, parts };
}
