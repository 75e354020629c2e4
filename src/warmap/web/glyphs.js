// @ts-check
// The form of a mark: the kind of a place by its outline, the role by how it is filled. The same
// parts are drawn as SVG (map, legend) and on the canvas that takes over when places are many.

/**
 * @typedef {"halo" | "fill" | "line" | "dots" | "ring" | "ask"} Paint How a part is painted.
 * @typedef {{ path: string, paint: Paint, width?: number }} GlyphPart
 * @typedef {{ kind: string, form: import("./data.js").Role, unsure?: boolean, radius: number }} Glyph
 */

/** @param {number} r */
const disc = (r) => `M${-r},0a${r},${r} 0 1,0 ${2 * r},0a${r},${r} 0 1,0 ${-2 * r},0Z`;

/** A closed line through points that are given in parts of the radius.
 * @param {number} r @param {[number, number][]} points */
const corners = (r, points) =>
  `M${points.map(([x, y]) => `${(x * r).toFixed(2)},${(y * r).toFixed(2)}`).join("L")}Z`;

/** @type {Record<string, [number, number][]>} */
const CORNERS = {
  site: [[-0.86, -0.86], [0.86, -0.86], [0.86, 0.86], [-0.86, 0.86]],
  district: [[0, -1.15], [1.15, 0], [0, 1.15], [-1.15, 0]],
  region: [[0, -1.15], [1.15, 0], [0, 1.15], [-1.15, 0]],
  country: [[-0.6, -1.04], [0.6, -1.04], [1.2, 0], [0.6, 1.04], [-0.6, 1.04], [-1.2, 0]],
  other: [[0, -1.15], [1.1, 0.8], [-1.1, 0.8]],
  sea: [[0, 1.15], [1.1, -0.8], [-1.1, -0.8]],
  river: [[0, 1.15], [1.1, -0.8], [-1.1, -0.8]],
};

/** The outline of a kind. @param {string} kind @param {number} r */
const outlineOf = (kind, r) => (CORNERS[kind] ? corners(r, CORNERS[kind]) : disc(r));

/** A village is smaller than a town that is named as often, a city larger by its ring. */
const SCALE = /** @type {Record<string, number>} */ ({ village: 0.78, city: 0.86 });

/** So much wider than its inner mark is the ring of a city. */
const CITY_RING = 1.42;

/**
 * The parts of a mark, the lowest first, around 0, 0.
 *
 * @param {Glyph} glyph
 * @returns {GlyphPart[]}
 */
export function glyphParts({ kind, form, unsure = false, radius }) {
  const r = radius * (unsure ? 1 : SCALE[kind] || 1); // the question mark needs its room
  const outline = outlineOf(kind, r);
  const outer = kind === "city" ? disc(r * CITY_RING) : outline;
  /** @type {GlyphPart[]} */
  const parts = [{ path: outer, paint: "halo", width: 3 }];
  if (kind === "city") parts.push({ path: outer, paint: "ring", width: 1.4 });
  if (form === "literal" && !unsure) parts.push({ path: outline, paint: "fill" });
  else {
    const width = unsure ? 1.4 : Math.max(2, r * 0.36);
    const within = outlineOf(kind, r - width / 2);
    parts.push({ path: within, paint: form === "associative" ? "dots" : "line", width });
  }
  if (unsure) parts.push({ path: "", paint: "ask" });
  return parts;
}

/** The outer radius of a mark, its ring counted. @param {Glyph} glyph */
export const glyphReach = ({ kind, radius, unsure = false }) =>
  radius * (unsure ? 1 : SCALE[kind] || 1) * (kind === "city" ? CITY_RING : CORNERS[kind] ? 1.15 : 1);

/** Radius of the mark of a place that is named so often. @param {number} count */
export const radiusFor = (count) => Math.min(16, 4.5 + 2.5 * Math.sqrt(Math.max(1, count)));

const SVG = "http://www.w3.org/2000/svg";

/** @param {string} name @param {Record<string, string | number>} attributes @param {...Node} children */
export function svg(name, attributes, ...children) {
  const node = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, String(value));
  node.append(...children);
  return node;
}

/** A mark as SVG. @param {Glyph} glyph @returns {SVGElement} */
export function glyphNode(glyph) {
  const reach = Math.ceil(glyphReach(glyph)) + 2;
  const parts = glyphParts(glyph).map(({ path, paint, width }) => {
    if (paint === "ask") {
      const size = Math.max(9, glyph.radius * 1.5);
      const sign = svg("text", { class: "ask", "font-size": size, y: size * 0.36 });
      sign.textContent = "?";
      return sign;
    }
    return svg("path", { class: paint, d: path, ...(width ? { "stroke-width": width } : {}) });
  });
  return /** @type {SVGElement} */ (svg("svg", { class: "glyph", "aria-hidden": "true",
    width: 2 * reach, height: 2 * reach, viewBox: `${-reach} ${-reach} ${2 * reach} ${2 * reach}` },
  ...parts));
}
