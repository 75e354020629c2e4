// @ts-check
// On paper: one page with the map, its legend and the places, numbered on the map and below it.

import { counter } from "./counts.js";
import { data, places } from "./data.js";
import { byId, el } from "./dom.js";
import { emit } from "./events.js";
import { isLabelShown, numberLabels } from "./labels.js";
import { map, viewUnmoved } from "./leaflet_map.js";
import { numberFarPlaces } from "./overview.js";
import { say, sayNumber } from "./words.js";

/** So many places fit under the map on one page. */
const LISTED = 60;
/** The map on paper, in CSS pixels: as wide as A4 without its margins, as high as title, legend and
 * list leave it on a page, which may be the shorter American one. */
const WIDTH = 680;
const heightBeside = (/** @type {number} */ entries) =>
  Math.max(380, Math.min(600, 660 - 15 * Math.ceil(entries / 2))) - (byId("time")?.offsetHeight || 0);

/** Pixels around what the page itself chose to show. What a reader has moved the map to has its own. */
const MARGIN = 24;

/** @type {{ numbers: L.LayerGroup, center: L.LatLng, zoom: number } | null} */
let printed = null;

/** The places that are numbered: those that are shown, the most mentioned first. */
function listedPlaces() {
  return places.map((place, number) => ({ place, number }))
    .filter(({ place, number }) => counter.shown(number) && Number.isFinite(place.lat))
    .sort((a, b) => counter.printed(b.number).count - counter.printed(a.number).count || a.number - b.number);
}

/** @param {number} number @param {boolean} outside */
function printedEntry(number, outside) {
  const place = places[number];
  const { count, unsure } = counter.printed(number);
  const facts = [
    say(`kind.${place.kind}`),
    place.where,
    count ? `× ${sayNumber(count)}` : "",
    place.radius_km ? say("precision.within", { km: Math.round(place.radius_km) }) : "",
    unsure ? say("print.undecided") : "",
    outside ? say("print.outside") : "",
  ].filter(Boolean).join(", ");
  return el("li", {}, el("bdi", { class: "printed-name" }, place.name), ` ${facts}`);
}

/** The keys that a place's name may have: of its own mark, or of one on the canvas. @param {number} number */
const keysOfName = (number) => [`p:${number}`, `k:${number}`];

/** The number of a place whose name has no room on the map. @param {[number, number]} point
 * @param {number} order */
function loneNumber(point, order) {
  const icon = L.divIcon({ className: "print-number", iconSize: [20, 16], iconAnchor: [24, 20],
    html: el("span", {}, String(order)) });
  return L.marker(point, { icon, interactive: false, keyboard: false });
}

function preparePrint() {
  if (printed) return;
  const chosen = viewUnmoved();
  const bounds = chosen || map.getBounds();
  const view = { center: map.getCenter(), zoom: map.getZoom() };
  const pane = map.getContainer();
  const listed = listedPlaces();
  pane.style.flex = "none";
  pane.style.width = `${WIDTH}px`;
  pane.style.height = `${heightBeside(Math.min(listed.length, LISTED))}px`;
  map.invalidateSize({ animate: false, pan: false });
  map.fitBounds(bounds, { animate: false, padding: chosen ? [MARGIN, MARGIN] : [0, 0] });
  const numbered = listed.slice(0, LISTED);
  const orders = new Map(numbered.map(({ number }, at) => [number, at + 1]));
  numberLabels(new Map([...orders].flatMap(([number, order]) =>
    keysOfName(number).map((key) => /** @type {[string, number]} */ ([key, order])))));
  numberFarPlaces(orders);
  const numbers = L.layerGroup();
  const seen = map.getBounds();
  const entries = numbered.map(({ place, number }, at) => {
    const point = /** @type {[number, number]} */ ([place.lat, place.lon]);
    const inside = seen.contains(point);
    const named = keysOfName(number).some(isLabelShown); // a large country also where its middle is far
    if (inside && !named) numbers.addLayer(loneNumber(point, at + 1));
    return printedEntry(number, !inside && !named);
  });
  numbers.addTo(map);
  const left = listed.length - entries.length;
  byId("printed").replaceChildren(
    el("ol", {}, entries),
    left > 0 ? el("p", {}, say("map.more", { count: left })) : "",
    el("p", {}, `${data.attribution}. ${say("about.boundary")}. `,
      `${say("about.made", { version: data.version })}.`));
  /** @type {HTMLDetailsElement} */ (byId("legend")).open = true;
  printed = { numbers, ...view };
  emit("printing", { on: true });
}

function endPrint() {
  if (!printed) return;
  const { numbers, center, zoom } = printed;
  printed = null;
  numbers.remove();
  numberLabels(new Map());
  numberFarPlaces(new Map());
  const pane = map.getContainer();
  pane.style.flex = "";
  pane.style.width = "";
  pane.style.height = "";
  map.invalidateSize({ animate: false, pan: false });
  map.setView(center, zoom, { animate: false });
  byId("printed").replaceChildren();
  emit("printing", { on: false });
}

export function listenForPrinting() {
  addEventListener("beforeprint", preparePrint);
  addEventListener("afterprint", endPrint);
}
