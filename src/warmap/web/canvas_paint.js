// @ts-check
// How marks are painted on the canvas of many places: the glyphs that the map has elsewhere as SVG.

import { glyphParts } from "./glyphs.js";
import { map } from "./leaflet_map.js";
import { sayNumber } from "./words.js";
import { WORLD } from "./world.js";

/** @param {number} count Places in a group. */
export const bubbleRadius = (count) => Math.min(18, 9 + 2.2 * Math.log2(count));

/** @type {Map<string, { path: Path2D, paint: string, width?: number }[]>} */
const canvasGlyphs = new Map();

/** @param {import("./measures.js").Look} look */
function glyphOf(look) {
  const key = [look.kind, look.form, look.unsure, look.radius].join();
  let parts = canvasGlyphs.get(key);
  if (!parts) {
    parts = glyphParts(look).map((part) => ({ ...part, path: new Path2D(part.path) }));
    canvasGlyphs.set(key, parts);
  }
  return parts;
}

/** The colours of map.css; a canvas doesn't follow the style sheet. */
export function canvasColours() {
  const style = getComputedStyle(document.documentElement);
  const colour = (/** @type {string} */ name) => style.getPropertyValue(name).trim();
  return { place: colour("--place"), halo: colour("--halo"), ink: colour("--place-ink"),
    font: getComputedStyle(map.getContainer()).fontFamily };
}

/** @typedef {ReturnType<typeof canvasColours>} Colours */

/** @param {CanvasRenderingContext2D} pen @param {import("./measures.js").Look} look @param {Colours} colours */
export function drawGlyph(pen, look, colours) {
  for (const { path, paint, width = 1 } of glyphOf(look)) {
    pen.lineWidth = width;
    pen.setLineDash(paint === "dots" ? [width * 0.8, width * 0.8] : []);
    pen.strokeStyle = paint === "halo" ? colours.halo : colours.place;
    pen.fillStyle = paint === "fill" ? colours.place : colours.halo;
    if (paint === "ask") {
      pen.font = `700 ${Math.max(9, look.radius * 1.5)}px ${colours.font}`;
      pen.fillStyle = colours.place;
      pen.fillText("?", 0, 0.5);
      continue;
    }
    if (paint !== "ring") pen.fill(path);
    if (paint !== "fill") pen.stroke(path);
  }
}

/** A group of places, with how many they are.
 * @param {CanvasRenderingContext2D} pen @param {number} count @param {Colours} colours */
export function drawBubble(pen, count, colours) {
  const reach = bubbleRadius(count);
  pen.setLineDash([]);
  pen.globalAlpha = 0.28;
  pen.fillStyle = colours.place;
  pen.beginPath();
  pen.arc(0, 0, reach + 3, 0, 2 * Math.PI);
  pen.fill();
  pen.globalAlpha = 1;
  pen.beginPath();
  pen.arc(0, 0, reach - 1, 0, 2 * Math.PI);
  pen.fill();
  pen.fillStyle = colours.ink;
  pen.font = `600 ${count > 999 ? 9.5 : 11}px ${colours.font}`;
  pen.fillText(sayNumber(count), 0, 0.5);
}

/** The circle in which an approximate place lies, when it is large enough to be seen.
 * @param {CanvasRenderingContext2D} pen @param {import("./data.js").Place} place
 * @param {number} reach Of its mark. @param {Colours} colours */
export function drawRadius(pen, place, reach, colours) {
  const metre = (WORLD * 2 ** map.getZoom()) / (40_075_017 * Math.cos((place.lat * Math.PI) / 180));
  const radius = 1000 * place.radius_km * metre;
  if (radius < reach + 4) return;
  pen.beginPath();
  pen.arc(0, 0, radius, 0, 2 * Math.PI);
  pen.setLineDash([4, 4]);
  pen.lineWidth = 1.2;
  pen.strokeStyle = colours.place;
  pen.stroke();
}
