// @ts-check
// The places in view as a list over the map, for those who don't point: by keyboard, by ear.

import { places } from "./data.js";
import { el } from "./dom.js";
import { on } from "./events.js";
import { addControl, map } from "./leaflet_map.js";
import { lookOf } from "./measures.js";
import { openPlace } from "./selection.js";
import { say, sayCount, sayNumber } from "./words.js";

/** So many places are listed at most. */
const LISTED_HERE = 100;

/** @type {HTMLElement | null} */
let hereList = null;
/** @type {L.Control | null} */
let hereControl = null;
/** @type {HTMLElement | null} */
let hereFrom = null;

function closePlacesHere() {
  hereControl?.remove();
  hereList = null;
  hereFrom?.setAttribute("aria-expanded", "false");
  if (hereFrom?.isConnected) hereFrom.focus({ preventScroll: true });
}

/** The places that are shown in the map's view, the most mentioned first. */
function numbersInView() {
  const bounds = map.getBounds();
  return places.map((_, number) => number)
    .filter((number) => bounds.contains([places[number].lat, places[number].lon]) && lookOf(number));
}

/** @param {KeyboardEvent} event */
function moveInList(event) {
  if (event.key === "Escape") {
    event.stopPropagation();
    closePlacesHere();
    return;
  }
  const buttons = [...(hereList?.querySelectorAll("li button") || [])];
  const at = buttons.indexOf(/** @type {Element} */ (document.activeElement));
  /** @type {Record<string, number>} */
  const steps = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: buttons.length - 1 };
  if (at < 0 || !(event.key in steps)) return;
  event.preventDefault();
  event.stopPropagation(); // the map would move
  const next = /** @type {HTMLElement} */ (buttons[Math.max(0, Math.min(buttons.length - 1, steps[event.key]))]);
  for (const button of buttons) button.setAttribute("tabindex", button === next ? "0" : "-1");
  next.focus();
}

/** @param {number} number @param {number} position */
function hereEntry(number, position) {
  const count = lookOf(number)?.count || 0;
  return el("li", {}, el("button", { type: "button", tabindex: position ? "-1" : "0",
    onclick: () => { closePlacesHere(); openPlace(number, { from: hereFrom, move: true }); } },
  el("bdi", {}, places[number].name), el("span", { class: "times" }, ` × ${sayNumber(count)}`)));
}

/** @param {number[]} numbers @param {string} [around] What they lie around; empty for the view. */
export function showPlacesHere(numbers, around = "") {
  if (hereList) closePlacesHere();
  const ordered = numbers.slice().sort((a, b) => (lookOf(b)?.count || 0) - (lookOf(a)?.count || 0));
  const title = around ? say("many.around", { name: around }) : sayCount("many.here", ordered.length);
  hereList = el("section", { class: "over-map places-here", "aria-label": title, onkeydown: moveInList },
    el("header", {}, el("h2", {}, title),
      el("button", { type: "button", class: "close-here", "aria-label": say("page.close"), onclick: closePlacesHere }, "×")),
    el("ul", {}, ordered.slice(0, LISTED_HERE).map(hereEntry)),
    ordered.length > LISTED_HERE ? el("p", {}, say("map.more", { count: ordered.length - LISTED_HERE })) : null);
  hereControl = addControl("bottomleft", hereList);
  hereFrom?.setAttribute("aria-expanded", "true");
  /** @type {HTMLElement | null} */ (hereList.querySelector("li button"))?.focus({ preventScroll: true });
}

/** The button that opens the list; it tells how many places are in view. */
export function placesHereButton() {
  const button = el("button", { type: "button", class: "here-button", "aria-expanded": "false",
    onclick: () => (hereList ? closePlacesHere() : showPlacesHere(numbersInView())) });
  hereFrom = button;
  const count = () => { button.textContent = sayCount("many.here", numbersInView().length); };
  map.on("moveend resize", count);
  on("settled", count);
  count();
  return button;
}
