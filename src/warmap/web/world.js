// @ts-check
// Web Mercator: where degrees lie in a square world.

/** The width of the world in the units of `worldX` and `worldY`: its pixels at zoom 0. */
export const WORLD = 256;

/** So many steps outlines make of a unit: a step is a pixel at the largest zoom. */
export const FINE = 2 ** 14;

/** @param {number} lon */
export const worldX = (lon) => ((lon + 180) / 360) * WORLD;

/** @param {number} lat */
export function worldY(lat) {
  const sine = Math.sin((Math.max(-85.05, Math.min(85.05, lat)) * Math.PI) / 180);
  return (0.5 - Math.log((1 + sine) / (1 - sine)) / (4 * Math.PI)) * WORLD;
}

/** @param {number} x */
export const lonAt = (x) => (x / WORLD) * 360 - 180;

/** @param {number} y */
export const latAt = (y) => (Math.atan(Math.sinh(Math.PI * (1 - (2 * y) / WORLD))) * 180) / Math.PI;
