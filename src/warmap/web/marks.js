// @ts-check
// Places on the map: areas, lines and marks, each of which opens its place. Where there are very
// many, canvas_marks.js draws the marks instead.

import { unionOfUnits } from "./borders.js";
import { canvasMarks } from "./canvas_marks.js";
import { counter } from "./counts.js";
import { isWater, places, units } from "./data.js";
import { emit, on } from "./events.js";
import { glyphNode, glyphReach } from "./glyphs.js";
import { addLabelSource, placeLabels, setLabel } from "./labels.js";
import { map } from "./leaflet_map.js";
import { keepStop, makeMark } from "./map_keys.js";
import { lookOf, shadeFor } from "./measures.js";
import { openedPlace, openPlace, summary } from "./selection.js";
import { drawnShape, onLevel } from "./shapes.js";
import { say } from "./words.js";
import { WORLD } from "./world.js";

/** With more places than this that are points, one canvas shows them all. */
export const MANY = 300;

/** @typedef {import("./measures.js").Look} Look */
/** @typedef {{ layers: any[], node: HTMLElement | SVGElement | null, marker?: any, reach?: number }} Drawn */

/** @type {(Drawn | undefined)[]} What is drawn of each place. */
const drawnPlaces = [];
const unitShapes = new Map(units.map((unit) => [unit.id, unit.shape]));
unitShapes.set("UA", unionOfUnits);
/** @type {number[]} */
let ends = [];

/** The shape of a place, or null when it is a point. @param {import("./data.js").Place} place */
export function shapeOf(place) {
  if (typeof place.shape !== "string") return place.shape;
  return unitShapes.get(place.shape) || null;
}

/** The marker of a place, where it has one. @param {number} number @returns {L.Marker | undefined} */
export const markerOf = (number) => drawnPlaces[number]?.marker;

/** @param {Element | undefined} node @param {number} number */
function makeOpener(node, number) {
  if (!(node instanceof HTMLElement || node instanceof SVGElement)) return null;
  const place = places[number];
  makeMark(node, summary(number), () => openPlace(number, { from: node }));
  node.dataset.place = place.key;
  node.addEventListener("mouseenter", () => emit("hover", { place: number, on: true }));
  node.addEventListener("mouseleave", () => emit("hover", { place: number, on: false }));
  return node;
}

/** @param {import("./data.js").Place} place */
function levelOf(place) {
  if (isWater(place)) return "waters"; // above regions, so that a river in one can be clicked
  return place.kind === "country" ? "units" : "areas";
}

/** @param {import("./data.js").Place} place @param {number} number
 * @param {import("./data.js").Shape} shape @param {Look} look @returns {Drawn} */
function drawArea(place, number, shape, look) {
  const level = onLevel(levelOf(place));
  const water = `${isWater(place) ? " water" : ""}${shape.line ? " line" : ""}`;
  const layer = drawnShape(shape, { ...level, className: `area ${place.kind} ${look.form}${look.unsure ? " unsure" : ""}`
    + ` weight-${shadeFor(look.count, ends)}${water}` });
  // A sea or river is long: its card opens where it was clicked, not at its far label.
  const open = (/** @type {any} */ event) =>
    openPlace(number, { at: isWater(place) ? event.latlng : null });
  layer.on("click", open).addTo(map);
  const layers = [layer];
  if (shape.line) layers.push(drawReach(shape, number, open, level));
  const name = place.name;
  setLabel(`p:${number}`, { point: [place.lat, place.lon], shape, text: look.unsure ? `${name} ?` : name,
    className: `area-label ${place.kind}${water}`, rank: (place.kind === "country" ? 5 : 50) + look.count });
  return { layers, node: makeOpener(layer.getElement(), number) };
}

/**
 * An unseen broad line under a river's thin one, so that a finger or mouse can meet it.
 *
 * @param {import("./data.js").Shape} shape
 * @param {number} number
 * @param {(event: any) => void} open
 * @param {L.PathOptions} level
 */
function drawReach(shape, number, open, level) {
  const layer = drawnShape(shape, { className: "reach", ...level });
  layer.on("click", open).addTo(map).bringToBack();
  layer.on("mouseover", () => emit("hover", { place: number, on: true }));
  layer.on("mouseout", () => emit("hover", { place: number, on: false }));
  return layer;
}

/** @param {import("./data.js").Place} place @param {number} number @param {Look} look @returns {Drawn} */
function drawPoint(place, number, look) {
  const layers = [];
  if (look.approximate) {
    layers.push(L.circle([place.lat, place.lon], {
      radius: 1000 * place.radius_km, className: "radius", ...onLevel("circles"),
    }).on("click", () => openPlace(number)).addTo(map));
  }
  const reach = glyphReach(look);
  const size = Math.max(24, Math.round(2 * reach + 10)); // WCAG 2.2 asks for 24 pixels
  const icon = L.divIcon({
    className: `place ${place.kind} ${look.form}${look.approximate ? " approximate" : ""}${look.unsure ? " unsure" : ""}`,
    html: /** @type {any} */ (glyphNode(look)), iconSize: [size, size],
  });
  const marker = L.marker([place.lat, place.lon], { icon, riseOnHover: true, keyboard: false,
    zIndexOffset: -Math.round(20 * reach) }); // a small mark is never hidden by a large one
  marker.on("click", () => openPlace(number)).addTo(map);
  const name = place.name;
  setLabel(`p:${number}`, { point: [place.lat, place.lon], reach, rank: 100 + look.count,
    text: look.approximate ? say("map.approximate", { name }) : name,
    className: `place-label ${place.kind}` });
  return { layers: [...layers, marker], node: makeOpener(marker.getElement(), number), marker, reach };
}

/** @param {number} number */
function erasePlace(number) {
  for (const layer of drawnPlaces[number]?.layers || []) layer.remove();
  drawnPlaces[number] = undefined;
  setLabel(`p:${number}`, null);
}

/** Draw a place as it is now, in place of what was drawn of it. @param {number} number */
function drawPlace(number) {
  const focused = drawnPlaces[number]?.node === document.activeElement;
  erasePlace(number);
  const place = places[number];
  const shape = shapeOf(place);
  const look = lookOf(number);
  if (!look || (!shape && canvasMarks.on)) return;
  const drawn = shape ? drawArea(place, number, shape, look) : drawPoint(place, number, look);
  drawnPlaces[number] = drawn;
  drawn.node?.classList.toggle("chosen", openedPlace() === number);
  if (focused) drawn.node?.focus({ preventScroll: true });
}

function measureShades() {
  ends = counter.ends();
}

/** The last mention counts of shades that are in use, for the legend. */
export function currentEnds() {
  measureShades();
  return ends;
}

function drawAll() {
  measureShades();
  const points = places.filter((place) => !place.shape).length;
  canvasMarks.use(points > MANY);
  places.forEach((_, number) => drawPlace(number));
}

/** Only what looks different than before is drawn anew: a filter changes little at a time. */
const looks = /** @type {string[]} */ ([]);

function drawChanged() {
  measureShades();
  if (canvasMarks.on) canvasMarks.redraw();
  places.forEach((place, number) => {
    if (canvasMarks.on && !place.shape) return;
    const look = JSON.stringify([lookOf(number), ends]);
    if (looks[number] !== look) drawPlace(number);
    looks[number] = look;
  });
  keepStop();
  placeLabels();
}

/** How long a kilometre is in the view, in pixels. @param {number} lat */
const pixelsOfKm = (lat) => (WORLD * 2 ** map.getZoom()) / (40_075 * Math.cos((lat * Math.PI) / 180));

/** @param {number} number */
const markNode = (number) => drawnPlaces[number]?.node;

export function drawPlaces() {
  drawAll();
  addLabelSource(() => ({ labels: [], marks: drawnPlaces.flatMap((drawn, number) => {
    const { lat, lon, radius_km: radius } = places[number];
    if (!drawn?.reach) return [];
    return [{ point: /** @type {[number, number]} */ ([lat, lon]), reach: drawn.reach, ring: radius * pixelsOfKm(lat) }];
  }) }));
  on("filtered", drawChanged);
  on("edited", ({ places: numbers }) => {
    for (const number of numbers || []) looks[number] = "";
    drawChanged();
  });
  on("hover", ({ place, on: over }) => markNode(place)?.classList.toggle("hovered", over));
  on("chosen", ({ place }) => markNode(place)?.classList.add("chosen"));
  on("closed", () => drawnPlaces.forEach((drawn) => drawn?.node?.classList.remove("chosen")));
}
