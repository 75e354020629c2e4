// @ts-check
// Shapes as arcs.py cut them, so that a border of two stands in the page once → rings of steps.

/** @typedef {{ scale: number, arcs: number[][][] }} CutShape */
/** @typedef {import("./data.js").Shape} WholeShape */

/** The points of an arc in whole numbers, longitude first. @param {number[]} steps */
function pointsOfArc(steps) {
  /** @type {[number, number][]} */
  const points = [];
  let [x, y] = [0, 0];
  for (let i = 0; i < steps.length; i += 2) {
    x += steps[i];
    y += steps[i + 1];
    points.push([x, y]);
  }
  return points;
}

/** The steps of a ring from the numbers of its arcs; `~number` passes one backwards.
 * @param {number[]} numbers @param {[number, number][][]} arcs */
function ringOfArcs(numbers, arcs) {
  /** @type {number[]} */
  const steps = [];
  let [lastX, lastY] = [0, 0];
  for (const number of numbers) {
    const arc = number < 0 ? arcs[~number].slice().reverse() : arcs[number];
    for (const [x, y] of steps.length ? arc.slice(1) : arc) {
      steps.push(x - lastX, y - lastY);
      [lastX, lastY] = [x, y];
    }
  }
  return steps;
}

/**
 * What puts the rings of a shape together.
 *
 * @param {number[][]} arcs
 * @returns {(shape: CutShape | WholeShape) => WholeShape}
 */
export function joinerOf(arcs) {
  const points = arcs.map(pointsOfArc);
  return (shape) => {
    if (!("arcs" in shape)) return shape;
    const { arcs: parts, ...rest } = shape;
    return { ...rest, parts: parts.map((rings) => rings.map((ring) => ringOfArcs(ring, points))) };
  };
}
