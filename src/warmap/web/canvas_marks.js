// @ts-check
// Thousands of places: their marks on one canvas, drawn after each move and shifted with the map
// while it moves. A canvas has no elements, so clicks are looked up, and a list beside it names
// the places in view for those who don't point.

import { bubbleRadius, canvasColours, drawBubble, drawGlyph, drawRadius } from "./canvas_paint.js";
import { clustersOf } from "./clusters.js";
import { counter } from "./counts.js";
import { places } from "./data.js";
import { calm, clean } from "./dom.js";
import { emit, on } from "./events.js";
import { glyphReach } from "./glyphs.js";
import { worldX, worldY } from "./world.js";
import { addLabelSource, placeLabels } from "./labels.js";
import { map } from "./leaflet_map.js";
import { lookOf } from "./measures.js";
import { showPlacesHere } from "./places_here.js";
import { openedPlace, openPlace } from "./selection.js";
import { say, sayNumber } from "./words.js";

/** Pixels between the marks of two groups; from the second zoom on only what nearly coincides. */
const APART = 40;
/** … where the mark of the place that is named most stands for a group, the others being dots. */
const THINNED = 26;
const DOT = 2;
const COINCIDING = 14;
const SPREAD_ZOOM = 12;
/** So many names at most are tried. */
const NAMES_IN_VIEW = 200;
/** The name of a smaller place tells little of where a group is: those of regions go before it. */
const LARGE = 50_000;

/** @typedef {import("./clusters.js").Cluster} Cluster */
/** @typedef {{ cluster: Cluster, x: number, y: number, reach: number }} Item Layer pixels. */

/** @type {Map<number, import("./measures.js").Look>} */
const canvasLooks = new Map();
/** @type {import("./clusters.js").Spot[]} */
let spots = [];
/** @type {Map<number, Cluster[]>} */
const byZoom = new Map();
/** @type {Item[]} */
let items = [];
/** @type {Map<number, Item[]>} What is where, by squares of 64 pixels. */
const itemGrid = new Map();
/** @type {any} */
let layer = null;

/** Where each place is in the world. A reader may add some. */
let worldXs = new Float64Array(0);
let worldYs = new Float64Array(0);

/** @param {Item} item Whether it tells how many places are there. */
const isBubble = ({ cluster }) => cluster.numbers.length > 1 && !counter.thins;

function readSpots() {
  canvasLooks.clear();
  byZoom.clear();
  spots = [];
  if (worldXs.length !== places.length) [worldXs, worldYs] = [new Float64Array(places.length), new Float64Array(places.length)];
  places.forEach((place, number) => {
    const look = place.shape ? null : lookOf(number);
    if (!look) return;
    canvasLooks.set(number, look);
    worldXs[number] = worldX(place.lon);
    worldYs[number] = worldY(place.lat);
    spots.push({ x: worldXs[number], y: worldYs[number], number });
  });
  // Looked up once for each: to compare them takes many more steps than there are places.
  const counts = new Float64Array(places.length);
  const people = new Float64Array(places.length);
  for (const { number } of spots) {
    counts[number] = canvasLooks.get(number)?.count || 0;
    people[number] = places[number].population || 0;
  }
  spots.sort((a, b) => counts[b.number] - counts[a.number] || people[b.number] - people[a.number] || a.number - b.number);
}

/** Groups for half steps of zoom. */
function currentClusters() {
  const step = Math.floor(2 * map.getZoom()) / 2;
  const known = byZoom.get(step);
  if (known) return known;
  const apart = counter.thins ? THINNED : APART;
  const made = clustersOf(spots, (step < SPREAD_ZOOM ? apart : COINCIDING) / 2 ** step);
  byZoom.set(step, made);
  return made;
}

/** @param {number} x @param {number} y */
const squareOf = (x, y) => Math.floor(x / 64) * 65_536 + Math.floor(y / 64);

/** @typedef {{ min: L.Point, max: L.Point, getSize: () => L.Point }} Bounds Of a layer on the map. */

/** The marks to draw: one for each group, and where groups have no mark of their own also that of
 * the place that is open, wherever it is. @returns {Cluster[]} */
function wantedMarks() {
  const clusters = currentClusters();
  const opened = openedPlace();
  if (!counter.thins || !canvasLooks.has(opened) || clusters.some(({ lead }) => lead === opened)) return clusters;
  return [...clusters, { x: worldXs[opened], y: worldYs[opened], lead: opened, numbers: [opened] }];
}

/** Where each mark in the bounds stands. @param {Bounds} bounds */
function layOut(bounds) {
  const origin = map.getPixelOrigin();
  const scale = 2 ** map.getZoom();
  items = [];
  itemGrid.clear();
  for (const cluster of wantedMarks()) {
    const x = cluster.x * scale - origin.x;
    const y = cluster.y * scale - origin.y;
    if (x < bounds.min.x - 20 || x > bounds.max.x + 20 || y < bounds.min.y - 20 || y > bounds.max.y + 20) continue;
    const look = canvasLooks.get(cluster.lead);
    if (!look) continue;
    const count = cluster.numbers.length;
    const item = { cluster, x, y, reach: count > 1 && !counter.thins ? bubbleRadius(count) : glyphReach(look) };
    items.push(item);
    const square = squareOf(x, y);
    const held = itemGrid.get(square);
    if (held) held.push(item);
    else itemGrid.set(square, [item]);
  }
}

/** Places whose marks have no room, each square of pixels once.
 * @param {CanvasRenderingContext2D} pen @param {Bounds} bounds @param {number} ratio @param {import("./canvas_paint.js").Colours} colours */
function drawDots(pen, bounds, ratio, colours) {
  const origin = map.getPixelOrigin();
  const scale = 2 ** map.getZoom();
  const { x: width, y: height } = bounds.getSize();
  const columns = Math.ceil(width / DOT);
  const drawn = new Uint8Array(columns * Math.ceil(height / DOT));
  pen.setTransform(ratio, 0, 0, ratio, 0, 0);
  pen.fillStyle = colours.place;
  pen.globalAlpha = 0.4;
  for (const { cluster } of items) {
    for (let i = 1; i < cluster.numbers.length; i += 1) {
      const x = Math.floor((worldXs[cluster.numbers[i]] * scale - origin.x - bounds.min.x) / DOT);
      const y = Math.floor((worldYs[cluster.numbers[i]] * scale - origin.y - bounds.min.y) / DOT);
      const at = y * columns + x;
      if (x < 0 || x >= columns || y < 0 || drawn[at]) continue;
      drawn[at] = 1;
      pen.fillRect(x * DOT, y * DOT, DOT, DOT);
    }
  }
  pen.globalAlpha = 1;
}

/** @param {HTMLCanvasElement} canvas @param {Bounds} bounds */
function paintMarks(canvas, bounds) {
  const ratio = Math.min(2, devicePixelRatio || 1);
  const size = bounds.getSize();
  canvas.width = Math.round(size.x * ratio);
  canvas.height = Math.round(size.y * ratio);
  canvas.style.width = `${size.x}px`;
  canvas.style.height = `${size.y}px`;
  L.DomUtil.setPosition(canvas, bounds.min);
  const pen = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
  pen.textAlign = "center";
  pen.textBaseline = "middle";
  const colours = canvasColours();
  const at = (/** @type {Item} */ item) => pen.setTransform(ratio, 0, 0, ratio,
    (item.x - bounds.min.x) * ratio, (item.y - bounds.min.y) * ratio);
  if (counter.thins) drawDots(pen, bounds, ratio, colours);
  const alone = items.filter((item) => item.cluster.numbers.length === 1);
  for (const item of alone) {
    at(item);
    if (places[item.cluster.lead].radius_km > 0) drawRadius(pen, places[item.cluster.lead], item.reach, colours);
  }
  for (const item of items) {
    at(item);
    const look = canvasLooks.get(item.cluster.lead);
    if (isBubble(item)) drawBubble(pen, item.cluster.numbers.length, colours);
    else if (look) drawGlyph(pen, look, colours);
  }
}

function makeLayer() {
  const Marks = L.Renderer.extend({
    _initContainer() {
      this._container = document.createElement("canvas");
      this._container.className = "marks";
      this._container.setAttribute("role", "img");
    },
    _update() {
      if (this._map._animatingZoom && this._bounds) return;
      /** @type {any} */ (L.Renderer.prototype)._update.call(this);
      layOut(this._bounds);
      paintMarks(this._container, this._bounds);
      this._container.setAttribute("aria-label", say("many.canvas", { count: sayNumber(spots.length) }));
    },
    _updatePaths() {},
  });
  map.createPane("marks").classList.add("untouched");
  /** @type {HTMLElement} */ (map.getPane("marks")).style.zIndex = "600";
  return new /** @type {any} */ (Marks)({ pane: "marks", padding: 0.3 });
}

/** The mark under a point of the map, or null. @param {MouseEvent} event */
function itemAt(event) {
  const target = event.target instanceof Element ? event.target : null;
  if (!target || target.closest(".leaflet-control, .leaflet-popup, .over-map")) return null;
  const { x, y } = map.mouseEventToLayerPoint(event);
  /** @type {Item | null} */
  let best = null;
  let least = Infinity;
  for (let dx = -64; dx <= 64; dx += 64) {
    for (let dy = -64; dy <= 64; dy += 64) {
      for (const item of itemGrid.get(squareOf(x + dx, y + dy)) || []) {
        const far = Math.hypot(item.x - x, item.y - y);
        if (far < Math.max(12, item.reach + 3) && far < least) [best, least] = [item, far];
      }
    }
  }
  return best;
}

/** @param {number[]} numbers */
function zoomInto(numbers) {
  const bounds = L.latLngBounds(numbers.map((number) => [places[number].lat, places[number].lon]));
  const apart = !bounds.getSouthWest().equals(bounds.getNorthEast(), 1e-4);
  if (!apart || map.getBoundsZoom(bounds.pad(0.15)) < map.getZoom() + 0.5) showPlacesHere(numbers, places[numbers[0]].name);
  else map.flyToBounds(bounds.pad(0.15), { animate: !calm(), duration: 0.6, maxZoom: 13 });
}

/** @param {MouseEvent} event */
function clickOnCanvas(event) {
  const item = /** @type {any} */ (map).dragging.moved() ? null : itemAt(event);
  if (!item) return;
  event.stopImmediatePropagation(); // or the area below would open as well
  const { numbers, lead } = item.cluster;
  if (isBubble(item)) zoomInto(numbers);
  else openPlace(lead);
}

let hoveredOnCanvas = -1;

/** @param {MouseEvent} event */
function moveOnCanvas(event) {
  if (event.buttons) return;
  const item = itemAt(event);
  map.getContainer().classList.toggle("over-mark", Boolean(item));
  const number = item && !isBubble(item) ? item.cluster.lead : -1;
  map.getContainer().title = item && number < 0
    ? say("many.cluster", { count: sayNumber(item.cluster.numbers.length), name: clean(places[item.cluster.lead].name) }) : "";
  if (number === hoveredOnCanvas) return;
  if (hoveredOnCanvas >= 0) emit("hover", { place: hoveredOnCanvas, on: false });
  hoveredOnCanvas = number;
  if (number >= 0) emit("hover", { place: number, on: true });
}

/** A ring around a place on the canvas, which has no element of its own. @param {string} className */
function makeRing(className) {
  const icon = L.divIcon({ className: `mark-ring ${className}`, iconSize: [34, 34] });
  const ring = L.marker([0, 0], { icon, interactive: false, keyboard: false });
  return (/** @type {number} */ number) => {
    const place = number >= 0 && !places[number].shape ? places[number] : null;
    if (place) ring.setLatLng([place.lat, place.lon]).addTo(map);
    else ring.remove();
  };
}

function namesInView() {
  const bounds = map.getPixelBounds();
  const origin = map.getPixelOrigin();
  const visible = items.filter(({ x, y }) => bounds.contains([x + origin.x, y + origin.y]));
  const marks = visible.map(({ cluster, reach }) => ({ point: pointOf(cluster), reach }));
  const opened = openedPlace();
  const named = visible.filter(({ cluster }, i) => i < NAMES_IN_VIEW || cluster.lead === opened);
  const labels = named.map(({ cluster, reach }) => {
    const name = places[cluster.lead].name;
    const more = counter.thins ? 0 : cluster.numbers.length - 1;
    return /** @type {[string, import("./labels.js").Label]} */ ([`k:${cluster.lead}`, {
      point: pointOf(cluster), reach: reach + (more ? 3 : 0), className: "place-label",
      rank: more && (places[cluster.lead].population || 0) < LARGE ? 0.5
        : (cluster.lead === opened && counter.thins ? LARGE : 100) + (canvasLooks.get(cluster.lead)?.count || 0) + 9 * Math.log2(1 + more),
      text: more ? say("many.label", { name, count: sayNumber(more) }) : name }]);
  });
  return { labels, marks };
}

/** @param {Cluster} cluster @returns {[number, number]} */
const pointOf = ({ lead }) => [places[lead].lat, places[lead].lon];

function startCanvas() {
  layer = makeLayer();
  readSpots();
  layer.addTo(map);
  const container = map.getContainer();
  container.addEventListener("click", clickOnCanvas, { capture: true });
  container.addEventListener("mousemove", moveOnCanvas, { passive: true });
  addLabelSource(namesInView);
  const hoverRing = makeRing("hovered");
  const chosenRing = makeRing("chosen");
  on("hover", ({ place, on: over }) => hoverRing(over ? place : -1));
  on("chosen", ({ place }) => chosenRing(place));
  on("closed", () => chosenRing(-1));
  if (counter.thins) {
    for (const name of ["chosen", "closed"]) on(name, () => queueMicrotask(() => {
      layer._update();
      placeLabels();
    }));
  }
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => layer._update());
  if (openedPlace() >= 0) chosenRing(openedPlace());
}

/** The layer, for marks.js: whether it is in use, and when to draw it anew. */
export const canvasMarks = {
  on: false,
  /** @param {boolean} wanted */
  use(wanted) {
    if (wanted && !layer) startCanvas();
    this.on = Boolean(layer);
  },
  redraw() {
    readSpots();
    layer._update();
  },
  /** What the legend has to explain. */
  looks: () => [...canvasLooks.values()],
  clustered: () => items.some((item) => item.cluster.numbers.length > 1),
};
