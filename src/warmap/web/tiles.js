// @ts-check
// The online background: off until the reader turns it on, and off again when its server fails.
// Nothing is asked of the server before, and nothing is remembered.

import { data } from "./data.js";
import { byId, el, narrow } from "./dom.js";
import { addControl, map } from "./leaflet_map.js";
import { announce } from "./selection.js";
import { say } from "./words.js";

/**
 * @typedef {{ url: string, subdomains: string, host: string, attribution: [string, string][],
 *   max_zoom: number, min_zoom: number, bounds: any, tile_size: number, zoom_offset: number }} Tiles
 */

/** A tile that takes longer than this, in milliseconds, is given up. */
const TILE_WAIT = 15_000;

/** When so many of the last tiles failed, the server does. */
const FAILURES = 4;
const LAST_TILES = 8;

/** What a server says for a tile that it simply doesn't have, as on the open sea. */
const NO_TILE = 404;

/** @type {WeakMap<HTMLImageElement, AbortController>} */
const pending = new WeakMap();

/** @param {{ status?: number, late?: boolean, gone?: boolean }} why */
const tileFailure = (why) => Object.assign(new Error("no tile"), why);

/**
 * Tiles are fetched rather than given to images as addresses: an image shows the picture that
 * comes with a refusal, as openstreetmap.org's, and doesn't tell that it was one.
 *
 * @param {HTMLImageElement} image
 * @param {string} url
 */
async function fetchTile(image, url) {
  const stop = new AbortController();
  pending.set(image, stop);
  const late = setTimeout(() => stop.abort(tileFailure({ late: true })), TILE_WAIT);
  try {
    // The one request of the page, which the reader asked for.
    const answer = await fetch(url, { signal: stop.signal, credentials: "omit" });
    if (!answer.ok) throw tileFailure({ status: answer.status });
    const address = URL.createObjectURL(await answer.blob());
    image.src = address;
    await image.decode().finally(() => URL.revokeObjectURL(address));
  } finally {
    clearTimeout(late);
    pending.delete(image);
  }
}

/** @type {any} */
const FetchedTiles = L.TileLayer.extend({
  /** @this {any} @param {L.Coords} coords @param {(error: any, tile: any) => void} done */
  createTile(coords, done) {
    const image = document.createElement("img");
    image.alt = "";
    fetchTile(image, this.getTileUrl(coords)).then(
      () => done(null, image),
      (error) => { if (!error.gone) done(error, image); });
    return image;
  },
});

/** @param {Tiles} tiles */
function makeTileLayer(tiles) {
  const layer = new FetchedTiles(tiles.url, {
    subdomains: tiles.subdomains, bounds: tiles.bounds || undefined, tileSize: tiles.tile_size,
    zoomOffset: tiles.zoom_offset, minNativeZoom: tiles.min_zoom, maxNativeZoom: tiles.max_zoom,
    maxZoom: map.getMaxZoom(),
  });
  layer.on("tileunload", (/** @type {any} */ event) =>
    pending.get(event.tile)?.abort(tileFailure({ gone: true })));
  return layer;
}

/** Why there is no background, in words. @param {Tiles} tiles @param {any} error */
function tileReason({ host }, error) {
  if (error.late) return say("tiles.late", { host, seconds: TILE_WAIT / 1000 });
  if (!error.status) return say("tiles.unreachable", { host });
  const refused = say("tiles.refused", { host, status: error.status });
  return location.protocol === "file:" ? `${refused} ${say("tiles.file")}` : refused;
}

/** Who made the background, with the links that they ask for. @param {Tiles} tiles */
const tileCredits = (tiles) => [say("tiles.credits", { host: tiles.host }),
  tiles.attribution.length ? ": " : "", ...tiles.attribution.map(([text, href]) => (href ? el("a", { href, rel: "noopener" }, text) : text))];

/**
 * Watch a layer's tiles: tell when the first has come, and when too many fail.
 *
 * @param {any} layer
 * @param {{ onFirst: () => void, onFailure: (error: any) => void }} told
 */
function watchTiles(layer, { onFirst, onFailure }) {
  /** @type {boolean[]} */
  let last = [];
  let came = 0;
  /** @type {any} */
  let error = null;
  layer.on("tileload", () => {
    came += 1;
    last = [...last, true].slice(-LAST_TILES);
    if (came === 1) onFirst();
  });
  layer.on("tileerror", (/** @type {any} */ event) => {
    error = event.error;
    if (error.status === NO_TILE) return;
    last = [...last, false].slice(-LAST_TILES);
    if (last.filter((good) => !good).length >= FAILURES) onFailure(error);
  });
  layer.on("load", () => { if (!came && error) onFailure(error); });
}

/** The switch, its note and the credits of the background. @param {Tiles} tiles */
export function offerTiles(tiles = data.tiles) {
  if (!tiles) return;
  /** @type {any} */
  let layer = null;
  const box = /** @type {HTMLInputElement} */ (el("input", { type: "checkbox", role: "switch" }));
  const note = el("p", { class: "tiles-note", hidden: true });
  const credits = el("p", { class: "attribution", hidden: true });

  /** @param {string} words */
  const turnOff = (words) => {
    layer?.off().remove();
    layer = null;
    box.checked = false;
    credits.hidden = true;
    map.getContainer().classList.remove("with-tiles");
    announce(words);
  };
  /** @param {any} error */
  const fail = (error) => {
    if (!layer) return;
    note.textContent = tileReason(tiles, error);
    note.hidden = false;
    turnOff(note.textContent);
  };
  const turnOn = () => {
    note.hidden = true;
    layer = makeTileLayer(tiles);
    watchTiles(layer, {
      onFirst: () => {
        map.getContainer().classList.add("with-tiles");
        credits.hidden = false;
        announce(say("tiles.on", { host: tiles.host }));
      },
      onFailure: fail,
    });
    layer.addTo(map);
  };
  box.addEventListener("change", () => (box.checked ? turnOn() : turnOff(say("tiles.off"))));
  credits.append(...el("span", {}, tileCredits(tiles)).childNodes);
  addControl("bottomright", credits);
  credits.parentElement?.append(credits); // below all others in that corner, with the map's own
  const control = el("div", { class: "tiles" },
    el("label", {}, box, " ", say("tiles.show", { host: tiles.host })), note);
  // On a phone the sheet with the text lies over the lower part of the map.
  if (narrow.matches) byId("legend").append(control);
  else addControl("bottomleft", control);
}
