// @ts-check
// Outlines as page.py packs them → Leaflet layers; and the panes that order them.

import { map } from "./leaflet_map.js";

/**
 * A ring is a flat list of steps in longitude and latitude; the first step starts at 0, 0.
 *
 * @param {number[]} steps
 * @param {number} scale
 * @returns {[number, number][]} Latitude and longitude in degrees.
 */
export function ringPoints(steps, scale) {
  /** @type {[number, number][]} */
  const points = [];
  let lon = 0;
  let lat = 0;
  for (let i = 0; i < steps.length; i += 2) {
    lon += steps[i];
    lat += steps[i + 1];
    points.push([lat / scale, lon / scale]);
  }
  return points;
}

/** @param {import("./data.js").Shape} shape */
const ringsOf = (shape) => shape.parts.map((rings) => rings.map((ring) => ringPoints(ring, shape.scale)));

/** @param {import("./data.js").Shape} shape @param {L.PolylineOptions} options */
export const polygon = (shape, options) => L.polygon(ringsOf(shape), options);

/** Many shapes as one layer. @param {import("./data.js").Shape[]} shapes @param {L.PolylineOptions} options */
export const polygons = (shapes, options) => L.polygon(shapes.flatMap(ringsOf), options);

/** A river's shape has one line in each part.
 * @param {import("./data.js").Shape} shape @param {L.PolylineOptions} options */
export const line = (shape, options) => L.polyline(
  shape.parts.map(([steps]) => ringPoints(steps, shape.scale)), options);

["countries", "units", "areas", "borders", "waters", "circles", "rivals"].forEach((name, order) => {
  map.createPane(name).style.zIndex = String(210 + 10 * order);
});
map.getPane("borders")?.classList.add("untouched"); // it lies over areas that can be clicked
