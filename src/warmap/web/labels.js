// @ts-check
// Names on the map: the most mentioned first, each where it covers no mark and no other name.

import { el } from "./dom.js";
import { on } from "./events.js";
import { roomsInside } from "./interior.js";
import { boxesBeside, clearOfRings, placeBoxes } from "./label_grid.js";
import { map } from "./leaflet_map.js";
import { coveredBySheet } from "./sheet.js";
import { worldX, worldY } from "./world.js";

/**
 * @typedef {import("./label_grid.js").Box} Box
 * @typedef {object} Label
 * @property {[number, number]} [point] Latitude and longitude; without it, the middle of what is
 *   seen of the shape.
 * @property {string} text
 * @property {string} className Its style, as in map.css: place-label, area-label, ...
 * @property {number} rank The higher, the sooner it gets its room.
 * @property {number} [reach] Pixels from the point to the edge of its mark; a name without it
 *   stands on its point.
 * @property {import("./data.js").Shape | null} [shape] The area that the name stays in.
 * @property {[number, number][]} [points] Other points where it may stand.
 * @property {boolean} [filled] Its points fill what it names; left out where that is too small for it.
 * @property {boolean} [fits] Leave it out rather than let it reach out of its area.
 * @property {number} [zoom] From this zoom on.
 * @property {number} [number] Stands before the name.
 * @property {boolean} [dotted] It has no mark but a dot, which is shown with it or not at all.
 * @typedef {{ point: [number, number], reach: number, ring?: number }} Mark What names must not cover;
 *   `ring` is the radius of a circle around it, in pixels, whose line only its own name should cross.
 * @typedef {{ scale: number, left: number, top: number }} View
 */

/** @type {Map<string, Label>} */
const labels = new Map();
/** @type {Map<string, { node: HTMLElement, look: string, at: number, top: [number, number] }>} What is
 * shown; `top` is the middle of its upper edge, in Leaflet's pixels of the layer. */
const shownLabels = new Map();
/** @type {(() => { labels: [string, Label][], marks: Mark[] })[]} */
const labelSources = [];

const pane = map.createPane("labels");
pane.style.zIndex = "640";
const holder = el("div", { class: "labels", "aria-hidden": "true" });
pane.append(holder);

/** Set a name, or take it away. @param {string} key @param {Label | null} label */
export function setLabel(key, label) {
  if (label) labels.set(key, label);
  else labels.delete(key);
}

/** @type {Map<string, number>} By the keys of names. */
let labelNumbers = new Map();

/** Let names have numbers, on paper; and place all names again. @param {Map<string, number>} numbers */
export function numberLabels(numbers) {
  labelNumbers = numbers;
  placeLabels();
}

/** @param {string} key */
export const isLabelShown = (key) => shownLabels.has(key);

/** Names and marks that depend on the view: asked each time that names are placed.
 * @param {() => { labels: [string, Label][], marks: Mark[] }} source */
export const addLabelSource = (source) => labelSources.push(source);

const context = /** @type {CanvasRenderingContext2D} */ (document.createElement("canvas").getContext("2d"));
let fontSet = "";
/** @typedef {{ font: string, spacing: number, upper: boolean, height: number }} LabelStyle */
/** @type {Map<string, LabelStyle>} */
const labelStyles = new Map();
/** @type {Map<string, [number, number]>} */
const labelSizes = new Map();

/** Read how names of these classes are set, which the style sheet says; all at once, since the
 * browser works the styles out anew after each change of the page.
 * @param {string[]} classNames */
function readStyles(classNames) {
  const probes = classNames.map((className) => el("div", { class: `label ${className}` }, el("span", {}, "x")));
  holder.append(...probes);
  probes.forEach((probe, i) => {
    const style = getComputedStyle(/** @type {Element} */ (probe.firstElementChild));
    const { fontStyle, fontWeight, fontSize, fontFamily } = style;
    labelStyles.set(classNames[i], {
      font: `${fontStyle} ${fontWeight} ${fontSize} ${fontFamily}`,
      spacing: parseFloat(style.letterSpacing) || 0,
      upper: style.textTransform === "uppercase",
      height: Math.ceil(1.25 * parseFloat(fontSize)),
    });
  });
  for (const probe of probes) probe.remove();
}

/** A name of several words on two lines of about the same length, or null. @param {string} text */
function onTwoLines(text) {
  const blanks = [...text.matchAll(/ /g)].map(({ index }) => /** @type {number} */ (index));
  if (!blanks.length) return null;
  const middle = blanks.reduce((best, at) =>
    (Math.abs(2 * at - text.length) < Math.abs(2 * best - text.length) ? at : best));
  return `${text.slice(0, middle)}\n${text.slice(middle + 1)}`;
}

/** Width and height of a name in pixels. @param {Label} label @returns {[number, number]} */
function sizeOf({ className, number, text: name }) {
  const text = number ? `${number} ${name}` : name;
  const key = `${className}\n${text}`;
  const known = labelSizes.get(key);
  if (known) return known;
  const { font, spacing, upper, height } = /** @type {LabelStyle} */ (labelStyles.get(className));
  if (fontSet !== font) context.font = fontSet = font;
  const lines = (upper ? text.toUpperCase() : text).split("\n");
  const widths = lines.map((line) => context.measureText(line).width + spacing * [...line].length);
  /** @type {[number, number]} */
  const size = [Math.ceil(Math.max(...widths)) + 4, height * lines.length];
  labelSizes.set(key, size);
  return size;
}

/** @param {View} view @param {[number, number]} point @returns {[number, number]} */
const pixelOf = (view, [lat, lon]) =>
  [worldX(lon) * view.scale - view.left, worldY(lat) * view.scale - view.top];

/** @returns {View} */
function currentView() {
  const corner = /** @type {L.Point} */ (map.getPixelBounds().min);
  return { scale: 2 ** map.getZoom(), left: corner.x, top: corner.y };
}

/** @param {number} x @param {number} y @param {[number, number]} size @param {string} [text]
 * @returns {Box} */
const boxAround = (x, y, [width, height], text) =>
  [x - width / 2, y - height / 2, x + width / 2, y + height / 2, text];

/** What part of a name's width and height has to be inside of its area: all, or else less. */
const INSIDE = [1, 0.75, 0.5, 0.4];

/** Where the name of an area has room in it, on one line or else on two, or else reaching out of it;
 * looked for no further than it is asked for. @param {Label} label @param {View} view
 * @param {Box} frame @param {[number, number] | null} wish @param {[number, number][]} points */
function* boxesInside(label, view, [left, top, right, bottom], wish, points) {
  const shape = /** @type {import("./data.js").Shape} */ (label.shape);
  const texts = [label.text, onTwoLines(label.text)].filter((text) => text !== null);
  for (const share of label.fits ? [1] : INSIDE) {
    // What reaches out does so less on two lines.
    for (const text of share < 1 ? [...texts].reverse() : texts) {
      const set = sizeOf({ ...label, text });
      const core = /** @type {[number, number]} */ ([share * set[0] + 6, share * set[1] + 4]);
      const rooms = roomsInside(shape, view, { left, top, right, bottom }, core, wish);
      for (const [x, y] of rooms) yield boxAround(x, y, set, text);
    }
  }
  if (!label.fits) for (const [x, y] of points) yield boxAround(x, y, sizeOf(label));
  if (!label.number) return;
  const alone = sizeOf({ ...label, text: "" });
  for (const [x, y] of roomsInside(shape, view, { left, top, right, bottom }, alone, wish)) yield boxAround(x, y, alone, "");
}

/** Beside a mark: the name, or if it has a number, else that alone. @param {Label} label
 * @param {number} x @param {number} y @returns {Box[]} */
function boxesOfMark(label, x, y) {
  const boxes = boxesBeside(x, y, label.reach || 0, ...sizeOf(label));
  if (!label.number) return boxes;
  const alone = boxesBeside(x, y, label.reach || 0, ...sizeOf({ ...label, text: "" }));
  return [...boxes, ...alone.map(([left, top, right, bottom]) => /** @type {Box} */ ([left, top, right, bottom, ""]))];
}

/** What part of a name's width the points that fill a sea have to take: they keep from its shores. */
const FILLED = 0.3;

/** @param {Label} label @param {[number, number][]} points In pixels. */
function isTooSmall(label, points) {
  const xs = points.map(([x]) => x);
  return label.filled && Math.max(...xs) - Math.min(...xs) < FILLED * sizeOf(label)[0];
}

/** Where a name may stand, the best first. @param {Label} label @param {View} view @param {Box} frame
 * @returns {Iterable<Box>} */
function wantedBoxes(label, view, frame) {
  if (label.zoom && map.getZoom() < label.zoom) return [];
  const [x, y] = label.point ? pixelOf(view, label.point) : [-1, -1];
  const inside = x > frame[0] && x < frame[2] && y > frame[1] && y < frame[3];
  if (label.reach !== undefined) {
    return inside ? boxesOfMark(label, x, y) : [];
  }
  const points = [...(label.point ? [label.point] : []), ...(label.points || [])].map((point) => pixelOf(view, point));
  if (isTooSmall(label, points)) return [];
  if (!label.shape || label.shape.line) return points.map((point) => boxAround(...point, sizeOf(label)));
  return { [Symbol.iterator]: () => boxesInside(label, view, frame, inside ? [x, y] : null, points) };
}

/** What covers the map: its controls, and the boxes that the page lays over it. @returns {Box[]} */
function coveredBoxes() {
  const { left, top } = map.getContainer().getBoundingClientRect();
  return [...document.querySelectorAll(
    "#map-pane .leaflet-control, #elsewhere, #legend")]
    .map((node) => node.getBoundingClientRect()).filter((rect) => rect.width)
    .map((rect) => /** @type {Box} */ ([rect.left - left - 3, rect.top - top - 3,
      rect.right - left + 3, rect.bottom - top + 3]));
}

/** @param {Label} label @param {View} view @returns {Box | null} */
function dotBox({ dotted, point, zoom, reach = 0 }, view) {
  const seen = dotted && point && !(zoom && map.getZoom() < zoom);
  return seen ? boxAround(...pixelOf(view, point), [2 * reach, 2 * reach]) : null;
}

/** What has a higher rank is a region or place that the text names: other names make room for it. */
const UNNAMED = 5;

/** Place all names for the view as it is. */
export function placeLabels() {
  const view = currentView();
  const size = map.getSize();
  /** @type {Box} */
  const frame = [4, 4, size.x - 4, size.y - coveredBySheet() - 4];
  const taken = coveredBoxes();
  const entries = [...labels];
  /** @type {{ x: number, y: number, radius: number, of: string }[]} */
  const rings = [];
  for (const source of labelSources) {
    const { labels: more, marks } = source();
    entries.push(...more);
    for (const { point, reach, ring } of marks) {
      const [x, y] = pixelOf(view, point);
      taken.push(boxAround(x, y, [2 * reach, 2 * reach]));
      if (ring) rings.push({ x, y, radius: ring, of: String(point) });
    }
  }
  if (labelNumbers.size) {
    for (const entry of entries) entry[1] = { ...entry[1], number: labelNumbers.get(entry[0]) };
  }
  const unread = new Set(entries.map(([, { className }]) => className).filter((name) => !labelStyles.has(name)));
  if (unread.size) readStyles([...unread]);
  const wanted = entries.map(([key, label]) => {
    const boxes = wantedBoxes(label, view, frame);
    const last = shownLabels.get(key);
    const owed = label.rank > UNNAMED;
    if (!Array.isArray(boxes)) return { rank: label.rank, owed, all: [], boxes };
    // A name that still has room where it stood stays there.
    const again = last && label.reach !== undefined ? boxes[last.at] : null;
    const clear = clearOfRings(boxes, rings.filter((ring) => ring.of !== String(label.point)));
    return { rank: label.rank, owed, all: boxes, boxes: again ? [again, ...clear] : clear, dot: dotBox(label, view) };
  });
  showLabels(entries, placeBoxes(wanted, taken, frame), wanted);
}

/** @param {[string, Label][]} entries @param {(Box | null)[]} placed
 * @param {{ all: Box[], dot?: Box | null }[]} wanted */
function showLabels(entries, placed, wanted) {
  const offset = map.containerPointToLayerPoint([0, 0]);
  const kept = new Set();
  entries.forEach(([key, label], i) => {
    const box = placed[i];
    if (!box) return;
    kept.add(key);
    const last = shownLabels.get(key);
    const text = box[4] ?? label.text;
    const look = `${label.className}\n${label.number}\n${text}`;
    const node = last && last.look === look ? last.node
      : el("div", { class: `label ${label.className}` }, el("span", { dir: "auto", "data-order": label.number }, text));
    if (last && last.node !== node) last.node.remove();
    if (!node.isConnected) holder.append(node);
    node.style.transform = `translate(${Math.round(box[0] + offset.x + 2)}px, ${Math.round(box[1] + offset.y)}px)`;
    const { dot } = wanted[i];
    if (dot) {
      node.style.setProperty("--dot-x", `${Math.round(dot[0] - box[0] - 2)}px`);
      node.style.setProperty("--dot-y", `${Math.round(dot[1] - box[1])}px`);
    }
    shownLabels.set(key, { node, look, at: wanted[i].all.indexOf(box),
      top: [(box[0] + box[2]) / 2 + offset.x, box[1] + offset.y] });
  });
  for (const [key, { node }] of shownLabels) {
    if (kept.has(key)) continue;
    node.remove();
    shownLabels.delete(key);
  }
  holder.classList.remove("away");
}

/** Where the name of an area stands, if it is shown. @param {string} key @returns {L.LatLng | null} */
export function whereNamed(key) {
  const shown = shownLabels.get(key);
  return shown && labels.get(key)?.shape ? map.layerPointToLatLng(shown.top) : null;
}

/** Names are placed anew after each move, and out of the way while the map zooms. The first time is
 * left to who calls this. */
export function keepLabelsPlaced() {
  map.on("zoomstart", () => holder.classList.add("away"));
  map.on("moveend resize", placeLabels);
  on("sheet", placeLabels);
}
