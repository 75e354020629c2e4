// @ts-check
// Places on the map: areas, lines and dots, each of which opens its place.

import { formOf, isWater, places, units } from "./data.js";
import { el } from "./dom.js";
import { emit, on } from "./events.js";
import { addLabel } from "./labels.js";
import { map } from "./leaflet_map.js";
import { openPlace, summary } from "./selection.js";
import { line, polygon } from "./shapes.js";
import { say } from "./words.js";

/** @type {Element[]} For each place the element that opens it on the map. */
const marks = [];
const unitShapes = new Map(units.map((unit) => [unit.id, unit.shape]));

/** @param {Element | undefined} node @param {number} number */
function makeOpener(node, number) {
  if (!(node instanceof HTMLElement || node instanceof SVGElement)) return;
  const place = places[number];
  node.setAttribute("tabindex", "0");
  node.setAttribute("role", "button");
  node.setAttribute("aria-label", summary(place));
  node.dataset.place = place.key;
  node.addEventListener("keydown", (/** @type {any} */ event) => {
    if (event.key === "Enter" || event.key === " ") {
      event.preventDefault();
      event.stopPropagation();
      openPlace(number, { from: node });
    }
  });
  node.addEventListener("mouseenter", () => emit("hover", { place: number, on: true }));
  node.addEventListener("mouseleave", () => emit("hover", { place: number, on: false }));
  marks[number] = node;
}

/** @param {import("./data.js").Place} place */
function paneOf(place) {
  if (isWater(place)) return "waters"; // above regions, so that a river in one can be clicked
  return place.kind === "country" ? "units" : "areas";
}

/** @param {import("./data.js").Place} place @param {number} number */
function drawArea(place, number) {
  const shape = typeof place.shape === "string" ? unitShapes.get(place.shape) : place.shape;
  if (!shape) return;
  const weight = Math.min(4, 1 + Math.floor(place.mentions.length / 2));
  const draw = shape.line ? line : polygon;
  const pane = paneOf(place);
  const water = `${isWater(place) ? " water" : ""}${shape.line ? " line" : ""}`;
  const layer = draw(shape, {
    className: `area ${place.kind} ${formOf(place)} weight-${weight}${water}`, pane,
  });
  // A sea or river is long: its card opens where it was clicked, not at its far label.
  const open = (/** @type {any} */ event) =>
    openPlace(number, { at: isWater(place) ? event.latlng : null });
  layer.on("click", open).addTo(map);
  makeOpener(layer.getElement(), number);
  if (shape.line) drawReach(shape, number, open, pane);
  addLabel([place.lat, place.lon], place.name, `area-label ${place.kind}${water}`,
    (place.kind === "country" ? 1 : 50) + place.mentions.length);
}

/**
 * An unseen broad line under a river's thin one, so that a finger or mouse can meet it.
 *
 * @param {import("./data.js").Shape} shape
 * @param {number} number
 * @param {(event: any) => void} open
 * @param {string} pane
 */
function drawReach(shape, number, open, pane) {
  const layer = line(shape, { className: "reach", pane });
  layer.on("click", open).addTo(map).bringToBack();
  layer.on("mouseover", () => emit("hover", { place: number, on: true }));
  layer.on("mouseout", () => emit("hover", { place: number, on: false }));
}

/** @param {import("./data.js").Place} place @param {number} number */
function drawPoint(place, number) {
  const approximate = place.radius_km > 0;
  if (approximate) {
    L.circle([place.lat, place.lon], {
      radius: 1000 * place.radius_km, className: "radius", pane: "circles",
    }).on("click", () => openPlace(number)).addTo(map);
  }
  const size = Math.round(Math.min(34, 12 + 5 * Math.sqrt(place.mentions.length)));
  const icon = L.divIcon({
    className: `place ${place.kind} ${formOf(place)}${approximate ? " approximate" : ""}`,
    html: el("span", { class: "dot" }), iconSize: [size, size],
  });
  const marker = L.marker([place.lat, place.lon], { icon, riseOnHover: true, keyboard: false });
  marker.on("click", () => openPlace(number)).addTo(map);
  makeOpener(marker.getElement(), number);
  addLabel([place.lat, place.lon], approximate ? say("map.approximate", { name: place.name }) : place.name,
    "place-label", 100 + place.mentions.length, size / 2 + 4);
}

export function drawPlaces() {
  places.forEach((place, number) => (place.shape ? drawArea : drawPoint)(place, number));
  on("hover", ({ place, on: over }) => marks[place]?.classList.toggle("hovered", over));
  on("chosen", ({ place }) => marks[place]?.classList.add("chosen"));
  on("closed", () => marks.forEach((node) => node.classList.remove("chosen")));
}
