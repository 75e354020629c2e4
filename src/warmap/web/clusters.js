// @ts-check
// Many points, few marks: each group has the point that is named most as its lead.

/**
 * @typedef {{ x: number, y: number, number: number }} Spot A place and where it is.
 * @typedef {{ x: number, y: number, lead: number, numbers: number[] }} Cluster The lead comes first.
 */

/**
 * Groups of points. Leads are farther apart than the radius, so that their marks don't meet.
 *
 * @param {Spot[]} spots Those named most come first.
 * @param {number} radius In the unit of the points.
 * @returns {Cluster[]}
 */
export function clustersOf(spots, radius) {
  /** @type {Map<number, Spot[]>} */
  const cells = new Map();
  const cellOf = (/** @type {number} */ x, /** @type {number} */ y) =>
    Math.floor(x / radius) * 67_108_864 + Math.floor(y / radius);
  for (const spot of spots) {
    const cell = cellOf(spot.x, spot.y);
    const held = cells.get(cell);
    if (held) held.push(spot);
    else cells.set(cell, [spot]);
  }
  const taken = new Set();
  const clusters = [];
  for (const lead of spots) {
    if (taken.has(lead)) continue;
    taken.add(lead);
    const numbers = [lead.number];
    for (let dx = -1; dx <= 1; dx++) {
      for (let dy = -1; dy <= 1; dy++) {
        for (const spot of cells.get(cellOf(lead.x + dx * radius, lead.y + dy * radius)) || []) {
          if (taken.has(spot) || Math.hypot(spot.x - lead.x, spot.y - lead.y) > radius) continue;
          taken.add(spot);
          numbers.push(spot.number);
        }
      }
    }
    clusters.push({ x: lead.x, y: lead.y, lead: lead.number, numbers });
  }
  return clusters;
}
