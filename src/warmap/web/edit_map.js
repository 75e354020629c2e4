// @ts-check
// Moving places on the map: markers are dragged or pushed with the arrow keys, and a form can ask
// for a point.

import { canvasMarks } from "./canvas_marks.js";
import { mentions, places } from "./data.js";
import { choosable } from "./edit_sentences.js";
import { commit } from "./edit_book.js";
import { on } from "./events.js";
import { map } from "./leaflet_map.js";
import { markerOf } from "./marks.js";
import { lookOf } from "./measures.js";
import { announce, openedPlace, summary } from "./selection.js";
import { say } from "./words.js";

/** So many pixels an arrow key pushes a marker, alone and with Shift. */
const PUSH = { plain: 4, shift: 40 };
/** @type {Record<string, [number, number]>} */
const DIRECTIONS = { ArrowUp: [0, -1], ArrowDown: [0, 1], ArrowLeft: [-1, 0], ArrowRight: [1, 0] };

/** @type {WeakSet<object>} Markers that tell when they were dragged. */
const listening = new WeakSet();

/** Five decimals are a metre. @param {number} degrees */
export const rounded = (degrees) => Math.round(1e5 * degrees) / 1e5;

/** @param {number} place @param {L.LatLng} to */
function movePlace(place, to) {
  const { lat, lng } = to.wrap();
  commit([{ type: "move", place, lat: rounded(lat), lon: rounded(lng) }],
    { words: say("edit.did.move", { place: places[place].name, lat: rounded(lat), lon: rounded(lng) }) });
}

/** Whether a reader has corrected a place or what is said of it. @param {number} number */
function isCorrected(number) {
  const place = /** @type {import("./corrections.js").EditedPlace} */ (places[number]);
  return place.edited || place.mentions.some((each) =>
    /** @type {import("./corrections.js").EditedMention} */ (mentions[each]).edited);
}

/** @param {HTMLElement | SVGElement} node */
function markCorrected(node) {
  const number = places.findIndex((place) => place.key === node.dataset.place);
  if (number >= 0) node.classList.toggle("edited", Boolean(isCorrected(number)));
}

function markAllCorrected() {
  for (const node of map.getContainer().querySelectorAll("[data-place]")) {
    if (node instanceof HTMLElement || node instanceof SVGElement) markCorrected(node);
  }
}

/** @type {L.Marker | null} */
let handle = null;

/** Where one canvas shows all marks, the place that is open gets a ring that can be dragged. */
function armOpened() {
  const number = openedPlace();
  const place = places[number];
  const focused = handle && handle.getElement() === document.activeElement;
  handle?.remove();
  handle = null;
  if (!choosable.on || !canvasMarks.on || !place || place.shape || !lookOf(number)) return;
  const icon = L.divIcon({ className: "mark-ring handle", iconSize: [34, 34] });
  const made = L.marker([place.lat, place.lon], { icon, draggable: true, keyboard: false, zIndexOffset: 1000 }).addTo(map);
  made.on("dragend", () => movePlace(number, made.getLatLng()));
  const node = /** @type {HTMLElement} */ (made.getElement());
  for (const [name, value] of Object.entries({ tabindex: "0", role: "button", "aria-label": summary(number), "data-place": place.key })) {
    node.setAttribute(name, value);
  }
  if (focused) node.focus({ preventScroll: true });
  handle = made;
}

/** Markers can be dragged while the reader corrects; they are others after each change. */
export function armMarkers() {
  armOpened();
  places.forEach((_, number) => {
    const marker = markerOf(number);
    if (!marker || !marker.dragging) return;
    if (choosable.on) marker.dragging.enable();
    else marker.dragging.disable();
    if (listening.has(marker)) return;
    listening.add(marker);
    marker.on("dragend", () => movePlace(number, marker.getLatLng()));
  });
}

/** @param {KeyboardEvent} event */
function pushMarker(event) {
  const node = event.target;
  if (!choosable.on || !(event.key in DIRECTIONS)) return;
  if (!(node instanceof HTMLElement || node instanceof SVGElement) || !node.dataset.place) return;
  const number = places.findIndex((place) => place.key === node.dataset.place);
  if (number < 0) return;
  event.preventDefault();
  event.stopPropagation();
  const place = places[number];
  if (place.shape) {
    announce(say("edit.area", { place: place.name }));
    return;
  }
  const [right, down] = DIRECTIONS[event.key];
  const step = event.shiftKey ? PUSH.shift : PUSH.plain;
  const from = map.latLngToContainerPoint([place.lat, place.lon]);
  movePlace(number, map.containerPointToLatLng(from.add([step * right, step * down])));
}

/** @type {((lat: number, lon: number) => void) | null} */
let taker = null;

export function stopPicking() {
  taker = null;
  map.getContainer().classList.remove("picking");
}

/** Let the next click on the map give a point. @param {(lat: number, lon: number) => void} take */
export function pickPoint(take) {
  taker = take;
  map.getContainer().classList.add("picking");
  announce(say("edit.pick"));
}

/** @param {MouseEvent} event */
function takePoint(event) {
  if (!taker) return;
  event.preventDefault();
  event.stopPropagation();
  const { lat, lng } = map.mouseEventToLatLng(event).wrap();
  const take = taker;
  stopPicking();
  take(rounded(lat), rounded(lng));
}

export function listenOnMap() {
  const container = map.getContainer();
  container.addEventListener("keydown", pushMarker, { capture: true });
  container.addEventListener("click", takePoint, { capture: true });
  for (const event of ["edited", "filtered"]) {
    on(event, armMarkers);
    on(event, markAllCorrected);
  }
  on("chosen", armOpened);
  on("closed", armOpened);
}
