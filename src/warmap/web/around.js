// @ts-check
// Around the map: legend, scale, credits, and what lies outside of the view.

import { data, places } from "./data.js";
import { byId, el, narrow } from "./dom.js";
import { addControl, map, showWholeView } from "./leaflet_map.js";
import { openPlace } from "./selection.js";

/** So many places outside of the view are named. */
const ELSEWHERE = 12;

function addLegend() {
  const entries = [
    ["dot literal", "town or village; larger: named more often"],
    ["dot government", "named for its government only"],
    ["dot associative", "only in a name, as “the Paris talks”"],
    ["radius", "somewhere in this circle (nine of ten)"],
    ["region", "region that the text names"],
    ["country", "country that the text names"],
    ["water", "sea, lake or river that the text names"],
  ];
  const rows = entries.map(([swatch, words]) =>
    el("li", {}, el("span", { class: `swatch ${swatch}` }), words));
  const text = el("li", {}, "in the text: ", el("span", { class: "m literal" }, "place"), " ",
    el("span", { class: "m government" }, "government"), " ",
    el("span", { class: "m associative" }, "in a name"), " ",
    el("span", { class: "m unsure" }, "undecided"));
  byId("legend").append(el("ul", {}, rows, text));
  /** @type {HTMLDetailsElement} */ (byId("legend")).open = !narrow.matches;
}

function tellElsewhere() {
  const bounds = map.getBounds();
  const away = places.map((place, number) => ({ place, number }))
    .filter(({ place }) => !bounds.contains([place.lat, place.lon]))
    .sort((a, b) => b.place.mentions.length - a.place.mentions.length);
  const node = byId("elsewhere");
  node.hidden = !away.length;
  node.replaceChildren("Outside this view: ", ...away.slice(0, ELSEWHERE).map(({ place, number }) =>
    el("button", { type: "button",
      onclick: (event) => openPlace(number, { from: event.currentTarget, move: true }) },
    el("bdi", {}, place.name))),
  away.length > ELSEWHERE ? ` and ${away.length - ELSEWHERE} more` : "");
}

export function addSurroundings() {
  addLegend();
  if (narrow.matches) map.zoomControl.setPosition("topright");
  addControl("topleft", el("button", { type: "button", class: "whole",
    title: "Back to the first view", "aria-label": "Back to the first view",
    onclick: showWholeView }, "⌂"));
  addControl("bottomright", el("p", { class: "attribution" }, data.attribution));
  L.control.scale({ imperial: false }).addTo(map);
  map.on("moveend zoomend resize", tellElsewhere);
  tellElsewhere();
}
