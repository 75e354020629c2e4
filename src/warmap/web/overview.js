// @ts-check
// A small map of the whole: where the view is, and the places far from it, each a button.

import { arcs, landAround, places, units } from "./data.js";
import { el, narrow } from "./dom.js";
import { on } from "./events.js";
import { svg } from "./glyphs.js";
import { boxesBeside, placeBoxes } from "./label_grid.js";
import { later } from "./later.js";
import { placeLabels } from "./labels.js";
import { addControl, map } from "./leaflet_map.js";
import { lookOf } from "./measures.js";
import { openPlace, summary } from "./selection.js";
import { say } from "./words.js";
import { FINE, worldX, worldY } from "./world.js";

/** Pixels; it is as high as its part of the world asks for, between the two. */
const INSET_WIDTH = 196;
const LOWEST = 96;
const HIGHEST = 168;
/** A button is at least so large, to be met with a finger. */
const TARGET = 24;
const LETTER = 6.2;
/** So many far places can be buttons. */
const NAMED = 12;

/** @typedef {{ scale: number, left: number, top: number, height: number }} Inset */

/** @param {number} number */
const countOf = (number) => lookOf(number)?.count || 0;

/** Places that stand outside of the first view, those named most first.
 * @param {L.LatLngBounds} first */
const farPlaces = (first) => places.map((_, number) => number)
  .filter((number) => places[number].kind !== "country" && lookOf(number)
    && !first.contains([places[number].lat, places[number].lon]))
  .sort((a, b) => countOf(b) - countOf(a));

/** The part of the world that holds the first view and the far places.
 * @param {number[]} far @param {L.LatLngBounds} first @returns {Inset} */
function insetFor(far, first) {
  const [north, south] = [first.getNorth(), first.getSouth()];
  const xs = [worldX(first.getWest()), worldX(first.getEast()), ...far.map((number) => worldX(places[number].lon))];
  const ys = [worldY(north), worldY(south), ...far.map((number) => worldY(places[number].lat))];
  const [left, right, top, bottom] = [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)];
  const wide = 1.25 * (right - left);
  const high = 1.3 * (bottom - top);
  const height = Math.max(LOWEST, Math.min(HIGHEST, Math.round((INSET_WIDTH * high) / wide)));
  const scale = Math.min(INSET_WIDTH / wide, height / high);
  return { scale, height, left: (left + right) / 2 - INSET_WIDTH / scale / 2, top: (top + bottom) / 2 - height / scale / 2 };
}

/** @param {Inset} inset @param {number} lat @param {number} lon */
const inInset = (inset, lat, lon) =>
  [(worldX(lon) - inset.left) * inset.scale, (worldY(lat) - inset.top) * inset.scale];

/** Outlines as one path, without the points that such a small map can't show.
 * @param {Inset} inset @param {import("./data.js").Shape[]} shapes */
function insetPath(inset, shapes) {
  let path = "";
  for (const ring of shapes.flatMap((shape) => shape.rings.map((numbers) => arcs.ringPoints(numbers)))) {
    const points = [];
    let last = "";
    for (let i = 0; i < ring.length; i += 2) {
      const x = Math.round(2 * Math.max(-20, Math.min(INSET_WIDTH + 20, (ring[i] / FINE - inset.left) * inset.scale))) / 2;
      const y = Math.round(2 * Math.max(-20, Math.min(inset.height + 20, (ring[i + 1] / FINE - inset.top) * inset.scale))) / 2;
      if (`${x},${y}` !== last) points.push(last = `${x},${y}`);
    }
    if (points.length > 2) path += `M${points.join("L")}Z`;
  }
  return path;
}

/** A far place: its dot with its name on the side that has room, or the dot alone.
 * @param {number} number @param {Inset} inset @param {import("./label_grid.js").Box | null} box */
function farButton(number, inset, box) {
  const place = places[number];
  const [x, y] = inInset(inset, place.lat, place.lon);
  const form = lookOf(number)?.form || "literal";
  const node = el("button", { type: "button", class: `far ${form}`, "aria-label": summary(number),
    onclick: (event) => openPlace(number, { from: event.currentTarget, move: true }) },
  el("span", { class: "far-dot" }), box ? el("bdi", { "data-of": number }, place.name) : null);
  const leftward = box && box[0] < x - TARGET / 2 - 1;
  if (leftward) node.classList.add("leftward");
  node.style.top = `${y - TARGET / 2}px`;
  if (leftward) node.style.right = `${INSET_WIDTH - x - TARGET / 2}px`;
  else node.style.left = `${x - TARGET / 2}px`;
  return node;
}

/** Far places as dots of one path, each pixel once. @param {number[]} far @param {Inset} inset */
function farPath(far, inset) {
  const dots = far.map((number) => inInset(inset, places[number].lat, places[number].lon).map(Math.round).join());
  return [...new Set(dots)].map((dot) => `M${dot}h0`).join("");
}

/** @param {number[]} far @param {Inset} inset */
function farButtons(far, inset) {
  const dots = far.map((number) => inInset(inset, places[number].lat, places[number].lon));
  const wanted = far.map((number, i) => {
    const width = LETTER * [...places[number].name].length + 4;
    const [right, left] = boxesBeside(dots[i][0], dots[i][1], 5, width, 14);
    return { rank: -i, boxes: [right, left] };
  });
  const around = dots.map(([x, y]) => /** @type {import("./label_grid.js").Box} */ ([x - 5, y - 5, x + 5, y + 5]));
  const placed = placeBoxes(wanted, around, [0, 0, INSET_WIDTH, inset.height]);
  // Two buttons may not lie on each other: the lesser one stays a dot.
  const targets = placeBoxes(dots.map(([x, y], i) => ({ rank: -i, boxes: [/** @type {import("./label_grid.js").Box} */ (
    [x - TARGET / 2, y - TARGET / 2, x + TARGET / 2, y + TARGET / 2])] })), [], [-40, -40, INSET_WIDTH + 40, inset.height + 40]);
  return far.map((number, i) => (targets[i] && (placed[i] || far.length < NAMED) ? farButton(number, inset, placed[i]) : null));
}

/** @type {{ inset: Inset, frame: SVGElement, control: L.Control } | null} */
let insetShown = null;

/** Let its names have numbers, on paper, by the numbers of their places.
 * @param {Map<number, number>} numbers */
export function numberFarPlaces(numbers) {
  for (const name of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll("#overview bdi"))) {
    const order = numbers.get(Number(name.dataset.of));
    if (order) name.dataset.order = String(order);
    else delete name.dataset.order;
  }
}

function moveFrame() {
  if (!insetShown) return;
  const { inset, frame } = insetShown;
  const bounds = map.getBounds();
  const [left, top] = inInset(inset, bounds.getNorth(), bounds.getWest());
  const [right, bottom] = inInset(inset, bounds.getSouth(), bounds.getEast());
  const values = { x: left, y: top, width: right - left, height: bottom - top };
  for (const [key, value] of Object.entries(values)) frame.setAttribute(key, value.toFixed(1));
}

/** Whether far places are shown by the overview; otherwise around.js names them. */
export const hasOverview = () => insetShown !== null;

/** The corner under which the fewest places would lie in the first view, and how many.
 * @param {number} height */
function emptiestCorner(height) {
  const size = map.getSize();
  const wide = INSET_WIDTH + 24;
  const points = places.map((place, number) => ({ place, number })).filter(({ number }) => lookOf(number))
    .map(({ place }) => map.latLngToContainerPoint([place.lat, place.lon]));
  const corners = /** @type {[L.ControlPosition, number, number][]} */ ([
    ["bottomright", size.x - wide, size.y - height], ["topright", size.x - wide, 0], ["bottomleft", 0, size.y - height]]);
  const counted = corners.map(([position, left, top]) => ({ position, under: points.filter(({ x, y }) =>
    x > left && x < left + wide && y > top && y < top + height).length }));
  return counted.reduce((best, each) => (each.under < best.under ? each : best));
}

/** @param {L.LatLngBounds} first What the first view shows. */
function drawOverview(first) {
  const far = farPlaces(first);
  insetShown?.control.remove();
  insetShown = null;
  if (!far.length || narrow.matches || map.getSize().x < 560) return;
  const inset = insetFor(far, first);
  const frame = svg("rect", { class: "here" });
  const land = svg("path", { class: "land" });
  const ukraine = svg("path", { class: "ukraine" });
  later(() => {
    land.setAttribute("d", insetPath(inset, landAround()));
    ukraine.setAttribute("d", insetPath(inset, units.map((unit) => unit.shape)));
  });
  const picture = svg("svg", { width: INSET_WIDTH, height: inset.height, viewBox: `0 0 ${INSET_WIDTH} ${inset.height}`, "aria-hidden": "true" },
    land, ukraine, svg("path", { class: far.length > NAMED ? "far-points many" : "far-points", d: farPath(far, inset) }), frame);
  const body = el("div", { class: "inset" });
  body.style.height = `${inset.height}px`;
  body.append(picture, .../** @type {Node[]} */ (farButtons(far.slice(0, NAMED), inset).filter(Boolean)));
  const { position, under } = emptiestCorner(inset.height + 70);
  const node = el("details", { id: "overview", class: "over-map", open: under === 0 },
    el("summary", {}, say("overview.title")), body);
  insetShown = { inset, frame, control: addControl(position, node) };
  let wasOpen = under === 0; // a browser tells of the first state, too
  node.addEventListener("toggle", () => {
    if (wasOpen === node.hasAttribute("open")) return;
    wasOpen = !wasOpen;
    placeLabels();
  });
  moveFrame();
}

/** Whether it was folded for a card. */
let foldedForCard = false;

/** Fold it when the card of a place would lie under it. */
function makeRoom() {
  const whole = document.getElementById("overview");
  const card = [...document.querySelectorAll(".leaflet-popup")].at(-1); // one before it may still fade
  if (!(whole instanceof HTMLDetailsElement) || !whole.open || !card) return;
  const [mine, its] = [whole.getBoundingClientRect(), card.getBoundingClientRect()];
  if (its.right < mine.left || its.left > mine.right || its.top > mine.bottom || its.bottom < mine.top) return;
  whole.open = false;
  foldedForCard = true;
}

function takeRoomBack() {
  const whole = document.getElementById("overview");
  if (foldedForCard && whole instanceof HTMLDetailsElement) whole.open = true;
  foldedForCard = false;
}

/** @param {L.LatLngBounds} first What the first view shows. */
export function addOverview(first) {
  const draw = () => drawOverview(first);
  draw();
  on("settled", draw);
  on("edited", draw);
  map.on("moveend", moveFrame);
  map.on("moveend", makeRoom);
  on("chosen", makeRoom);
  on("closed", takeRoomBack);
  narrow.addEventListener("change", draw);
  makeRoom(); // for the place that the address leads to
}
