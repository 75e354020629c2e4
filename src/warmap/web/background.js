// @ts-check
// What lies under the places: the countries around and Ukraine's units.

import { data, places, units } from "./data.js";
import { addLabel } from "./labels.js";
import { map } from "./leaflet_map.js";
import { polygon } from "./shapes.js";

export function drawBackground() {
  for (const country of data.countries) {
    polygon(country.shape, { className: "country", pane: "countries", interactive: false })
      .addTo(map);
  }
  const named = new Set(places.map((place) => place.shape));
  for (const unit of units) {
    const layer = polygon(unit.shape, { className: "unit", pane: "units", interactive: false });
    layer.addTo(map);
    layer.getElement()?.setAttribute("data-unit", unit.id);
    if (!named.has(unit.id)) addLabel(layer.getCenter(), unit.name, "unit-label", 0);
  }
}
