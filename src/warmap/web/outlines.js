// @ts-check
// Shapes as arcs.py cut them, so that a border of two stands in the page once → rings of steps.

/** @typedef {{ scale: number, arcs: number[][][] }} CutShape */
/** @typedef {import("./data.js").Shape} WholeShape */

const ARC_DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
/** Digits from this one on say that more of the number follows. */
const MORE = 48;

/** The numbers that arcs.py wrote as digits. @param {string} text @returns {number[]} */
export function numbersOf(text) {
  const numbers = [];
  let value = 0;
  let unit = 1;
  for (const digit of text) {
    const at = ARC_DIGITS.indexOf(digit);
    value += (at < MORE ? at : at - MORE) * unit;
    unit *= ARC_DIGITS.length - MORE;
    if (at >= MORE) continue;
    numbers.push(value % 2 ? -(value + 1) / 2 : value / 2);
    value = 0;
    unit = 1;
  }
  return numbers;
}

/** The points of an arc in whole numbers, longitude first.
 * @param {string} text @returns {[number, number][]} */
export function pointsOfArc(text) {
  const steps = numbersOf(text);
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
 * @param {string[]} arcs
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
