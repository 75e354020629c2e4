// @ts-check
// Outlines as layers of Leaflet, and the levels that order them. An outline's path is written once;
// each zoom only changes its scale, so that nothing is projected or cut again.

import { arcs, data } from "./data.js";
import { svg } from "./glyphs.js";
import { map } from "./leaflet_map.js";
import { apart } from "./outlines.js";
import { FINE, latAt, lonAt, worldX, worldY } from "./world.js";

/** @typedef {import("./outlines.js").Shape} Shape */

// Paths are told from here: browsers draw with numbers of 24 bits, which are fine near 0 only.
/** @type {[number, number]} The corner of the first view. */
const ORIGIN = [Math.round(worldX(data.view[0]) * FINE), Math.round(worldY(data.view[1]) * FINE)];

/** What a shape lies within, in degrees. @param {Shape} shape */
export function boundsOf(shape) {
  const { left, top, right, bottom } = arcs.extent(shape);
  return L.latLngBounds([latAt(bottom / FINE), lonAt(left / FINE)], [latAt(top / FINE), lonAt(right / FINE)]);
}

/** What paths show: the view and a quarter of it on each side. @type {import("./outlines.js").Extent | null} */
let shownExtent = null;

/** The same object until the view has left it or is far smaller. */
function extentShown() {
  const scale = FINE / 2 ** map.getZoom();
  const { min, max } = map.getPixelBounds();
  const [left, top, right, bottom] = [/** @type {L.Point} */ (min), /** @type {L.Point} */ (max)]
    .flatMap(({ x, y }) => [x * scale, y * scale]);
  const [width, height] = [right - left, bottom - top];
  // Leaflet draws a tenth more than the view on each side.
  const inside = shownExtent && left - width / 8 > shownExtent.left && right + width / 8 < shownExtent.right
    && top - height / 8 > shownExtent.top && bottom + height / 8 < shownExtent.bottom;
  if (!shownExtent || !inside || shownExtent.right - shownExtent.left > 4 * width) {
    shownExtent = { left: left - width / 4, top: top - height / 4, right: right + width / 4, bottom: bottom + height / 4 };
  }
  return shownExtent;
}

// What Leaflet asks of a path: `_project` on each zoom, `_update` also on each move.
const Outline = /** @type {any} */ (L.Path.extend({
  initialize(/** @type {Shape} */ shape, /** @type {L.PathOptions} */ options) {
    L.Util.setOptions(this, { fill: !shape.line, ...options });
    this._shape = shape;
  },
  _project() {
    const scale = 2 ** map.getZoom() / FINE;
    const { x, y } = map.getPixelOrigin();
    this._path.setAttribute("transform", `matrix(${scale} 0 0 ${scale} ${ORIGIN[0] * scale - x} ${ORIGIN[1] * scale - y})`);
  },
  _update() {
    const extent = extentShown();
    if (extent === this._extent) return;
    this._extent = extent;
    this._write(extent);
  },
  _write(/** @type {import("./outlines.js").Extent} */ extent) {
    this._path.setAttribute("d", arcs.path(this._shape, ORIGIN, extent));
  },
  _updateBounds() {},
}));

// Browsers draw a page in squares, and for each a path with all its corners, seen there or not.
const Pieces = Outline.extend({
  inPieces: true,
  _write(/** @type {import("./outlines.js").Extent} */ extent) {
    const paths = this._shape.rings.map((/** @type {number[]} */ ring) => arcs.path({ rings: [ring], line: true }, ORIGIN, extent));
    this._path.replaceChildren(...paths.filter(Boolean).map((/** @type {string} */ d) => svg("path", { d })));
  },
});

// Of countries out of view not even the outlines are read.
const Together = Outline.extend({
  _write(/** @type {import("./outlines.js").Extent} */ extent) {
    const near = this._shape.shapes.filter((/** @type {Shape} */ { box }) => !box || !apart(box, extent));
    const rings = near.flatMap((/** @type {Shape} */ shape) => shape.rings);
    this._path.setAttribute("d", arcs.path({ line: false, rings }, ORIGIN, extent));
  },
});

/** A shape as a layer. @param {Shape} shape @param {L.PathOptions} options @returns {L.Path} */
export const drawnShape = (shape, options) => new Outline(shape, options);

/** Areas as a layer that has one path for all. @param {Shape[]} shapes @param {L.PathOptions} options
 * @returns {L.Path} */
export const drawnTogether = (shapes, options) => new Together({ line: false, shapes }, options);

/** Lines as a layer that has a path for each of them. @param {Shape} shape @param {L.PathOptions} options
 * @returns {L.Path} */
export const drawnLines = (shape, options) => new Pieces(shape, options);

/** What lies on what, the lowest first. */
const LEVELS = /** @type {const} */ (["countries", "units", "areas", "borders", "waters", "circles", "rivals"]);

// One picture for all levels: with one for each, the browser would draw the map that many times.
const Ground = /** @type {any} */ (L.SVG.extend({
  _initContainer() {
    /** @type {any} */ (L.SVG.prototype)._initContainer.call(this);
    this._groups = Object.fromEntries(LEVELS.map((level) => [level, svg("g", { class: `level-${level}` })]));
    this._groups.borders.classList.add("untouched"); // they lie over areas that can be clicked
    this._rootGroup.append(...Object.values(this._groups));
  },
  _initPath(/** @type {any} */ layer) {
    /** @type {any} */ (L.SVG.prototype)._initPath.call(this, layer);
    if (layer.inPieces) layer._path = svg("g", { class: layer.options.className });
  },
  _addPath(/** @type {any} */ layer) {
    this._groups[layer.options.level].append(layer._path);
    layer.addInteractiveTarget(layer._path);
  },
}));
map.createPane("ground").style.zIndex = "210";
const ground = new Ground({ pane: "ground" });

/** The options of a path that say where it lies. @param {typeof LEVELS[number]} level */
export const onLevel = (level) => ({ renderer: ground, level });
