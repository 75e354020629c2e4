// @ts-check
// What lies under the places: the countries around, Ukraine's units and borders, regions of the
// country in which the article happens, and names of all; and towns for orientation.

import { linesOf, regionBorders, unionOfUnits, unitBorders } from "./borders.js";
import { data, landAround, places, regions, units } from "./data.js";
import { setLabel } from "./labels.js";
import { map } from "./leaflet_map.js";
import { boundsOf, drawnLines, drawnShape, drawnTogether, onLevel } from "./shapes.js";

/** Pixels from the middle of a town's dot to its edge. */
const TOWN_DOT = 3;

/** From this zoom on units that nobody named have their names. */
const UNIT_ZOOM = 6;

/** One path for all countries: nothing in them answers, and a map with one path moves faster. */
function drawCountries() {
  drawnTogether(landAround(), { className: "country", ...onLevel("countries"), interactive: false }).addTo(map);
  for (const { id, name, shape } of data.countries) {
    if (name) setLabel(`c:${id}`, { text: name, className: "country-label",
      rank: 2, shape, fits: true });
  }
}

/** Ukraine's land as one path, too, under the borders of its units. */
function drawUnits() {
  drawnShape(unionOfUnits, { className: "units", ...onLevel("units"), interactive: false }).addTo(map);
  const options = { interactive: false, ...onLevel("borders") };
  drawnLines(linesOf(unitBorders.inner), { ...options, className: "border inner" }).addTo(map);
  drawnLines(linesOf(unitBorders.outer), { ...options, className: "border outer" }).addTo(map);
}

function drawRegions() {
  if (!regionBorders.length) return;
  drawnLines(linesOf(regionBorders), { interactive: false, ...onLevel("borders"), className: "border region" }).addTo(map);
  for (const { id, name, shape } of regions) {
    if (name) setLabel(`r:${id}`, { text: name, className: "unit-label", rank: 1, shape, fits: true });
  }
}

function nameUnits() {
  const named = new Set(places.map((place) => place.shape));
  for (const { id, name, shape } of units) {
    if (named.has(id)) continue;
    const { lat, lng } = boundsOf(shape).getCenter();
    setLabel(`u:${id}`, { point: [lat, lng], text: name, className: "unit-label",
      rank: 1, shape, fits: true, zoom: UNIT_ZOOM });
  }
}

export function drawBackground() {
  drawCountries();
  drawUnits();
  nameUnits();
  drawRegions();
  data.towns.forEach((/** @type {import("./data.js").Town} */ { name, point, zoom }, /** @type {number} */ i) => {
    setLabel(`t:${i}`, { point, text: name, className: "town-label", rank: 0,
      reach: TOWN_DOT, zoom, dotted: true });
  });
  const named = new Set(places.map((place) => place.id));
  for (const { id, name, points } of data.waters) {
    if (named.has(id)) continue;
    setLabel(`w:${id}`, { point: points[0], points: points.slice(1), filled: true, text: name,
      className: "water-label", rank: 3 });
  }
}
