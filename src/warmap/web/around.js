// @ts-check
// Around the map: legend, scale, overview, credits, and what lies outside of the view.

import { canvasMarks } from "./canvas_marks.js";
import { data, places } from "./data.js";
import { byId, el, narrow } from "./dom.js";
import { on } from "./events.js";
import { later } from "./later.js";
import { writeLegend } from "./legend.js";
import { addControl, map, showWholeView } from "./leaflet_map.js";
import { shapeOf } from "./marks.js";
import { lookOf } from "./measures.js";
import { addOverview, hasOverview } from "./overview.js";
import { placesHereButton } from "./places_here.js";
import { openPlace } from "./selection.js";
import { boundsOf } from "./shapes.js";
import { say } from "./words.js";

/** So many places outside of the view are named. */
const ELSEWHERE = 12;

/** @type {Map<import("./data.js").Shape, L.LatLngBounds>} */
const areaBounds = new Map();

/** Whether a place, or any part of its area, is in view. @param {import("./data.js").Place} place */
function inView(place) {
  const view = map.getBounds();
  if (view.contains([place.lat, place.lon])) return true;
  const shape = shapeOf(place);
  if (!shape) return false;
  let bounds = areaBounds.get(shape);
  if (!bounds) {
    bounds = boundsOf(shape);
    areaBounds.set(shape, bounds);
  }
  return bounds.isValid() && view.intersects(bounds);
}

function tellElsewhere() {
  const node = byId("elsewhere");
  // The overview shows them with their directions; the names alone would say it twice. Of very
  // many a few names tell nothing.
  const away = hasOverview() || canvasMarks.on ? [] : places.map((place, number) => ({ place, number }))
    .filter(({ place, number }) => !inView(place) && lookOf(number))
    .sort((a, b) => (lookOf(b.number)?.count || 0) - (lookOf(a.number)?.count || 0));
  node.hidden = !away.length;
  node.replaceChildren(say("map.elsewhere"), " ", ...away.slice(0, ELSEWHERE).map(({ place, number }) =>
    el("button", { type: "button",
      onclick: (event) => openPlace(number, { from: event.currentTarget, move: true }) },
    el("bdi", {}, place.name))),
  away.length > ELSEWHERE ? ` ${say("map.more", { count: away.length - ELSEWHERE })}` : "");
}

export function addSurroundings() {
  if (narrow.matches) map.zoomControl.setPosition("topright");
  addControl(narrow.matches ? "topright" : "topleft", el("button", { type: "button", class: "whole",
    title: say("map.whole"), "aria-label": say("map.whole"),
    onclick: showWholeView }, "⌂"));
  if (canvasMarks.on) addControl("bottomleft", placesHereButton());
  addControl("bottomright", el("p", { class: "attribution" }, data.attribution));
  L.control.scale({ imperial: false }).addTo(map);
  if (canvasMarks.on) writeLegend(); // again: groups of marks are there only now
  const first = map.getBounds();
  later(() => {
    addOverview(first);
    map.on("moveend resize", tellElsewhere);
    on("settled", tellElsewhere);
    on("edited", tellElsewhere);
    tellElsewhere();
  });
}
