// @ts-check
// The place that is open: its card is a popup on the map, on small screens a sheet at the bottom.

import { counter } from "./counts.js";
import { mentions, places } from "./data.js";
import { byId, clean, el, narrow } from "./dom.js";
import { emit } from "./events.js";
import { whereNamed } from "./labels.js";
import { bringIntoView, makeRoomForCard, map } from "./leaflet_map.js";
import { whatAndWhere } from "./place_words.js";
import { say } from "./words.js";

/** @type {{ number: number, from: any, popup: L.Popup | null } | null} */
let opened = null;

/** @typedef {(place: number, mention: number | null) => HTMLElement} CardMaker */
/** @type {CardMaker} */
let makesCard;

/** Who makes the card of a place, said once at the start. @param {CardMaker} maker */
export function cardsBy(maker) {
  makesCard = maker;
}

/** @param {number} number */
export function summary(number) {
  const place = places[number];
  return `${clean(place.name)}, ${clean(whatAndWhere(place))}, ${counter.said(number)}`;
}

/** What is told to those who listen rather than look. @param {string} text */
export const announce = (text) => { byId("live").textContent = text; };

/** The number of the place that is open, or -1. */
export const openedPlace = () => (opened ? opened.number : -1);

/** The card that is open has become longer or shorter. */
export function fitCard() {
  const popup = /** @type {any} */ (opened?.popup);
  if (!popup?.isOpen()) return;
  // What Leaflet's own `update` does, but for taking the card out and putting it in again, which
  // would lose the focus.
  popup._updateLayout();
  popup._updatePosition();
  popup._adjustPan();
}

/** @param {boolean} [another] Whether another card comes at once. */
export function closeCard(another = false) {
  if (!opened) return;
  const { from, popup } = opened;
  opened = null;
  if (popup) map.closePopup(popup);
  if (!another) makeRoomForCard(false);
  byId("sheet").hidden = true;
  document.body.classList.remove("with-sheet");
  emit("closed");
  if (from && from.isConnected) from.focus({ preventScroll: true });
}

/**
 * Open a place: its card, its marks on the map, all its mentions in the text.
 *
 * @param {number} number
 * @param {{ from?: any, mention?: number | null, move?: boolean, at?: any,
 *   card?: HTMLElement | null }} [how]
 *   `from` is what gets the focus back, `mention` the one that led here, `move` brings the place
 *   into view, `at` is where the card points to instead of the place's own point, `card` what is
 *   shown instead of the place's own card.
 */
export function openPlace(
  number, { from = null, mention = null, move = false, at = null, card = null } = {}) {
  const place = places[number];
  if (opened) {
    opened.from = null;
    closeCard(true);
  }
  makeRoomForCard(!narrow.matches);
  // Who reads of a large country stays where he is, if its name is in view.
  const named = at ? null : whereNamed(`p:${number}`);
  if (move && !named) bringIntoView(place);
  const content = card || makesCard(number, mention);
  let popup = null;
  if (narrow.matches) {
    showSheet(content);
  } else {
    popup = L.popup({ maxWidth: 380, minWidth: 260, maxHeight: 340,
      autoPanPaddingTopLeft: [24, 52], autoPanPaddingBottomRight: [24, 24] })
      .setLatLng(at || named || [place.lat, place.lon]).setContent(content).openOn(map);
  }
  opened = { number, from, popup };
  emit("chosen", { place: number, mention, from, at, card: content });
  if (from) content.focus({ preventScroll: true });
  announce(summary(number));
}

/** @param {HTMLElement} content */
function showSheet(content) {
  const sheet = byId("sheet");
  const close = el("button", { type: "button", class: "close", onclick: () => closeCard() }, say("page.close"));
  sheet.replaceChildren(close, content);
  sheet.hidden = false;
  document.body.classList.add("with-sheet");
}

/** Open the place of a mention, or tell that it has none.
 * @param {number} number @param {any} [from] */
export function openMention(number, from = null) {
  const mention = mentions[number];
  if (mention && mention.place >= 0) {
    openPlace(mention.place, { from, mention: number, move: true });
  }
}

export function listenForClosing() {
  map.on("popupclose", (/** @type {any} */ event) => {
    if (opened && opened.popup === event.popup) closeCard();
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") closeCard();
  });
}
