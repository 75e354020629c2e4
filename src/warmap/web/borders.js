// @ts-check
// The borders of Ukraine's units: those between two of them, and the one around all; and those
// between two regions of another country.

import { arcs, regions, units } from "./data.js";

/** @param {import("./data.js").Unit[]} areas @returns {{ inner: number[], outer: number[] }} */
function sortBorders(areas) {
  const all = areas.flatMap(({ shape }) => shape.rings.flat());
  /** @type {Map<number, number>} */
  const uses = new Map();
  for (const number of all) {
    const arc = number < 0 ? ~number : number;
    uses.set(arc, (uses.get(arc) || 0) + 1);
  }
  const outer = all.filter((number) => uses.get(number < 0 ? ~number : number) === 1);
  const inner = [...uses.keys()].filter((arc) => uses.get(arc) !== 1);
  return { inner, outer };
}

/** Numbers of the borders' arcs, each once: an arc that two units share is inner, any other is
 * outer, and has the direction in which its unit passes it. */
export const unitBorders = sortBorders(units);

/** Of ISO 3166-2's codes the country. @param {string} id */
const countryOf = (id) => id.split("-")[0];

/** Arcs that two regions of one country share. */
export const regionBorders = [...new Set(regions.map(({ id }) => countryOf(id)))]
  .flatMap((country) => sortBorders(regions.filter(({ id }) => countryOf(id) === country)).inner);

/** Arcs that continue each other as closed rings. @param {number[]} numbers @returns {number[][]} */
function closedRings(numbers) {
  const from = new Map(numbers.map((number) => [String(arcs.end(number, false)), number]));
  const rings = [];
  for (const number of numbers) {
    if (!from.delete(String(arcs.end(number, false)))) continue; // part of an earlier ring
    const ring = [number];
    for (;;) {
      const end = String(arcs.end(ring[ring.length - 1], true));
      const next = from.get(end);
      if (next === undefined) break;
      from.delete(end);
      ring.push(next);
    }
    rings.push(ring);
  }
  return rings;
}

/** The area that Ukraine's units make together. @type {import("./outlines.js").Shape} */
export const unionOfUnits = { line: false, rings: closedRings(unitBorders.outer) };

/** Arcs as one shape of lines. @param {number[]} numbers @returns {import("./outlines.js").Shape} */
export const linesOf = (numbers) => ({ line: true, rings: numbers.map((number) => [number]) });
