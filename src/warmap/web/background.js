// @ts-check
// What lies under the places: the countries around, Ukraine's units and borders, names of both.

import { unitBorders } from "./borders.js";
import { data, places, units } from "./data.js";
import { setLabel } from "./labels.js";
import { map } from "./leaflet_map.js";
import { polygon, polygons } from "./shapes.js";

/** From this zoom on units that nobody named have their names. */
const UNIT_ZOOM = 6;

/** One path for all countries: nothing in them answers, and a map with one path moves faster. */
function drawCountries() {
  // Named ones have land below their tint, too; Ukraine's land is its units'.
  const named = places.filter((place) => place.kind === "country" && typeof place.shape === "object");
  const shapes = [...data.countries, ...named].map(({ shape }) => shape).filter(Boolean);
  polygons(shapes, { className: "country", pane: "countries", interactive: false }).addTo(map);
  for (const { id, name, shape } of data.countries) {
    setLabel(`c:${id}`, { text: name, className: "country-label",
      rank: 2, shape, fits: true });
  }
}

function drawUnits() {
  const named = new Set(places.map((place) => place.shape));
  for (const unit of units) {
    const layer = polygon(unit.shape, { className: "unit", pane: "units", interactive: false });
    layer.addTo(map);
    layer.getElement()?.setAttribute("data-unit", unit.id);
    if (named.has(unit.id)) continue;
    const { lat, lng } = layer.getBounds().getCenter();
    setLabel(`u:${unit.id}`, { point: [lat, lng], text: unit.name, className: "unit-label",
      rank: 1, shape: unit.shape, fits: true, zoom: UNIT_ZOOM });
  }
  const { inner, outer } = unitBorders();
  const options = { interactive: false, fill: false };
  L.polyline(inner, { ...options, className: "border inner", pane: "borders" }).addTo(map);
  L.polyline(outer, { ...options, className: "border outer", pane: "borders" }).addTo(map);
}

export function drawBackground() {
  drawCountries();
  drawUnits();
  const named = new Set(places.map((place) => place.id));
  for (const { id, name, points } of data.waters) {
    if (named.has(id)) continue;
    setLabel(`w:${id}`, { point: points[0], points: points.slice(1), text: name, className: "water-label", rank: 3 });
  }
}
