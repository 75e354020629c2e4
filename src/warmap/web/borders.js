// @ts-check
// The borders of Ukraine's units: those between two of them, and the one around all.

import { unitArcs } from "./data.js";

/** @typedef {[number, number][]} Points Latitude and longitude in degrees. */

/** Lines of the borders, each once: an arc that two units share is inner, any other is outer.
 * @returns {{ inner: Points[], outer: Points[] }} */
export function unitBorders() {
  const { numbers, pointsOf, scale } = unitArcs();
  /** @type {Map<number, number>} */
  const uses = new Map();
  for (const number of numbers) {
    const arc = number < 0 ? ~number : number;
    uses.set(arc, (uses.get(arc) || 0) + 1);
  }
  const borders = { inner: /** @type {Points[]} */ ([]), outer: /** @type {Points[]} */ ([]) };
  const drawn = new Set();
  for (const number of numbers) {
    const arc = number < 0 ? ~number : number;
    if (drawn.has(arc)) continue;
    drawn.add(arc);
    /** @type {Points} */
    const line = pointsOf(arc).map(([x, y]) => [y / scale, x / scale]);
    if (number < 0) line.reverse(); // all the way round Ukraine in one direction
    borders[uses.get(arc) === 1 ? "outer" : "inner"].push(line);
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
  const parts = closedRings(unitBorders().outer).map((ring) => {
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
