// @ts-check
// The map that folium made, and how the page moves it.

import { data, places } from "./data.js";
import { byId, calm, narrow } from "./dom.js";
import { on } from "./events.js";
import { coveredBySheet } from "./sheet.js";

/** @type {L.Map} */
export const map = /** @type {any} */ (window).map_warmap;

/** How many pixels at the top of the map are under the line that names what lies outside of the view,
 * and on a small screen under the legend above it. @param {L.LatLngBounds} view */
function coveredAbove(view) {
  if (!narrow.matches) return 44;
  return places.every(({ lat, lon }) => view.contains([lat, lon])) ? 48 : 100;
}

/** The buttons in an upper corner of the map: so many pixels from its edges they end. */
const BUTTONS = [48, 122];
/** Of more places the marks are too many for all of them to be clear of it. */
const MANY_MARKS = 300;

/** Whether a mark in a view lies under the buttons. @param {L.LatLngBounds} view */
function hasMarkUnderButtons(view) {
  const around = view.pad(0.01); // its edges are rounded, and may leave out the places on them
  return places.length <= MANY_MARKS && places.some(({ lat, lon, shape }) => {
    if (shape || !around.contains([lat, lon])) return false;
    const { x, y } = map.latLngToContainerPoint([lat, lon]);
    return (narrow.matches ? map.getSize().x - x : x) < BUTTONS[0] && y < BUTTONS[1];
  });
}

/** What was shown last, and where the map stood then.
 * @type {{ view: L.LatLngBounds, center: L.LatLng, zoom: number } | null} */
let fitted = null;

/** What part of the map's width or height it is moved by when what the page chose is left. */
const MOVED_AWAY = 0.1;

/** What the map shows because the page chose it; null when somebody has moved it elsewhere since.
 * @returns {L.LatLngBounds | null} */
export function viewUnmoved() {
  if (!fitted || map.getZoom() !== fitted.zoom) return null;
  const { x: width, y: height } = map.getSize();
  const { x, y } = map.latLngToContainerPoint(fitted.center);
  const near = Math.abs(x / width - 0.5) < MOVED_AWAY && Math.abs(y / height - 0.5) < MOVED_AWAY;
  return near ? fitted.view : null;
}

/** Show a part of the world. @param {[number, number, number, number]} view */
export function showView([west, south, east, north]) {
  const view = L.latLngBounds([south, west], [north, east]);
  fitView(view);
  fitted = { view, center: map.getCenter(), zoom: map.getZoom() };
}

/** @param {L.LatLngBounds} view */
function fitView(view) {
  const fit = (/** @type {number} */ left, /** @type {number} */ right) => map.fitBounds(view, {
    paddingTopLeft: [left, coveredAbove(view)], paddingBottomRight: [right, 24 + coveredBySheet()],
    animate: false });
  fit(16, 16);
  if (!hasMarkUnderButtons(view)) return;
  if (narrow.matches) fit(16, BUTTONS[0] + 8);
  else fit(BUTTONS[0] + 8, 16);
}

/** Show what the first view shows: where the article happens. */
export const showWholeView = () => showView(data.view);

/** Move to a place unless it is well in view already.
 * @param {import("./data.js").Place} place */
export function bringIntoView(place) {
  const point = map.latLngToContainerPoint([place.lat, place.lon]);
  const seen = map.getSize().subtract([0, coveredBySheet()]);
  const margin = seen.multiplyBy(0.08);
  if (point.x > margin.x && point.x < seen.x - margin.x
    && point.y > margin.y && point.y < seen.y - margin.y) return;
  const zoom = map.getZoom();
  // The middle of what is seen, which on a small screen is above the middle of the map.
  const middle = map.project([place.lat, place.lon], zoom).add([0, coveredBySheet() / 2]);
  const centre = map.unproject(middle, zoom);
  if (calm()) map.setView(centre, zoom, { animate: false });
  else map.flyTo(centre, zoom, { duration: 0.8 });
}

/** @param {L.ControlPosition} position @param {HTMLElement} node */
export function addControl(position, node) {
  const made = new L.Control({ position });
  made.onAdd = () => {
    L.DomEvent.disableClickPropagation(node);
    L.DomEvent.disableScrollPropagation(node);
    return node;
  };
  made.addTo(map);
  return made;
}

/** The whole world on a large screen, and no farther out than the first view on a small one. */
const LEAST_ZOOM = 2;

/** How much of the map was covered when it was last moved for that. */
let covered = 0;

/** So much room a card takes beside and above its point, in pixels. */
const CARD = [230, 420];
let hasCard = false;

/** Keep what is seen of the map within its limits; what lies under the sheet is not seen. */
function keepLimits() {
  covered = coveredBySheet();
  const [aside, above] = hasCard ? CARD : [0, 0];
  const [west, south, east, north] = data.limits;
  const highest = map.unproject(map.project([north, west]).subtract([aside, above]));
  const lowest = map.unproject(map.project([south, east]).add([aside, covered]));
  map.setMaxBounds([[lowest.lat, highest.lng], [highest.lat, lowest.lng]]);
}

/** The map may be moved farther while it has a card, or that of a place at its edge would be cut off.
 * @param {boolean} has */
export function makeRoomForCard(has) {
  if (hasCard === has) return;
  hasCard = has;
  keepLimits();
}

/** Keep the middle of what is seen in the middle when the sheet leaves more or less of it. */
function followSheet() {
  const more = coveredBySheet() - covered;
  if (!more) return;
  map.setMaxBounds(/** @type {any} */ (null));
  map.panBy([0, more / 2], { animate: false });
  keepLimits();
}

/** The map's limits and first view; called once all stands that takes room from the map, and before
 * anything is drawn. */
export function setUpMap() {
  if (calm()) {
    const pan = map.panBy.bind(map);
    map.panBy = (offset, options) => pan(offset, { ...options, animate: false });
  }
  map.invalidateSize({ animate: false });
  byId("map-pane").classList.add("ready");
  showWholeView();
  map.setMinZoom(Math.min(LEAST_ZOOM, map.getZoom()));
  keepLimits();
  map.on("zoomend resize", keepLimits);
  on("sheet", followSheet);
  // Leaflet only hears of changes of the window itself.
  new ResizeObserver(() => map.invalidateSize({ animate: false, pan: false })).observe(map.getContainer());
}
