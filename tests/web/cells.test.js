// What articles name which place: read from its bytes, added up, spread over time.
import assert from "node:assert/strict";
import test from "node:test";

import { load } from "./page.js";

const { addUp, mostWithin, readCells, spreadOut } = await load("cells");

/** Numbers that look random and are the same each time. @param {number} seed */
function dice(seed) {
  let state = seed;
  return (/** @type {number} */ sides) => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return Math.floor((state / 2_147_483_648) * sides);
  };
}

/** As packing.py writes them. @param {number[][][]} places Cells of each: period, source, mask, articles.
 * @param {number} sources */
function packed(places, sources) {
  const bytes = [];
  const write = (/** @type {number} */ number) => {
    let left = number;
    for (; left > 127; left = Math.floor(left / 128)) bytes.push((left % 128) + 128);
    bytes.push(left);
  };
  for (const cells of places) {
    write(cells.length);
    let last = 0;
    for (const [period, source, mask, articles] of cells) {
      const key = ((period + 1) * sources + source) * 8 + mask;
      write(key - last);
      write(articles);
      last = key;
    }
  }
  return new Uint8Array(bytes);
}

/** @param {number} seed @param {number} sources */
function madeUp(seed, sources) {
  const roll = dice(seed);
  return Array.from({ length: 40 }, () => {
    const keys = new Set(Array.from({ length: roll(12) }, () => (roll(31) * sources + roll(sources)) * 8 + 1 + roll(7)));
    return [...keys].sort((a, b) => a - b).map((key) =>
      [Math.floor(key / 8 / sources) - 1, Math.floor(key / 8) % sources, key % 8, 1 + roll(3) * roll(90_000)]);
  });
}

test("cells come back as they were packed", () => {
  for (const sources of [1, 3, 51]) {
    const places = madeUp(sources, sources);
    const cells = readCells(packed(places, sources), places.length, sources);
    places.forEach((own, place) => {
      assert.equal(cells.starts[place + 1] - cells.starts[place], own.length);
      own.forEach((cell, i) => {
        const at = cells.starts[place] + i;
        assert.deepEqual([cells.periods[at], cells.sources[at], cells.masks[at], cells.articles[at]], cell);
      });
    });
  }
  assert.deepEqual([...readCells(new Uint8Array(0), 0, 0).starts], [0]);
});

test("windows, sources and roles add up exactly", () => {
  const sources = 4;
  const places = madeUp(7, sources);
  const cells = readCells(packed(places, sources), places.length, sources);
  const roll = dice(11);
  for (let turn = 0; turn < 60; turn += 1) {
    const from = roll(31) - 1;
    const question = { from, to: from + roll(31), kept: Uint8Array.from({ length: sources }, () => roll(2)), roles: 1 + roll(7) };
    const sums = new Uint32Array(places.length);
    const bits = new Uint8Array(places.length);
    addUp(cells, question, sums, bits);
    places.forEach((own, place) => {
      const fitting = own.filter(([period, source, mask]) => period >= question.from && period <= question.to
        && question.kept[source] && mask & question.roles);
      assert.equal(sums[place], fitting.reduce((sum, cell) => sum + cell[3], 0));
      assert.equal(bits[place], fitting.reduce((all, [, , mask]) => all | (mask & question.roles), 0));
      const dated = own.filter(([period, source, mask]) => period >= 0 && question.kept[source] && mask & question.roles);
      const series = spreadOut(cells, place, question, new Uint32Array(30));
      assert.equal(series.reduce((sum, each) => sum + each, 0), dated.reduce((sum, cell) => sum + cell[3], 0));
    });
  }
});

test("the fullest stretch of a series is found", () => {
  assert.equal(mostWithin([1, 5, 2, 0, 9], 1), 9);
  assert.equal(mostWithin([1, 5, 2, 0, 9], 2), 9);
  assert.equal(mostWithin([1, 5, 2, 0, 6], 3), 8);
  assert.equal(mostWithin([1, 5], 7), 6);
  assert.equal(mostWithin([], 3), 0);
});
