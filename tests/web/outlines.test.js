import assert from "node:assert/strict";
import test from "node:test";

import { load } from "./page.js";

const { ArcBook, numbersOf } = await load("outlines");
const { FINE, WORLD, latAt, lonAt, worldX, worldY } = await load("world");

test("numbers of any size and sign are read", () => {
  assert.deepEqual([...numbersOf("CACABC")], [1, 0, 1, 0, -1, 1]);
  assert.deepEqual([...numbersOf("4D")], [28]); // 56, in two digits
  assert.deepEqual([...numbersOf("")], []);
});

test("degrees lie in the world as Web Mercator says, and come back", () => {
  assert.equal(worldX(0), WORLD / 2);
  assert.equal(worldY(0), WORLD / 2);
  for (const [lat, lon] of [[50.45, 30.52], [-33.9, 151.2], [84, -179]]) {
    assert.ok(Math.abs(latAt(worldY(lat)) - lat) < 1e-9);
    assert.ok(Math.abs(lonAt(worldX(lon)) - lon) < 1e-9);
  }
});

/** The corners of a path, from the point that it is seen from. @param {string} path */
function cornersOf(path) {
  return path.split("M").slice(1).map((ring) => {
    const [start, steps] = ring.replace("Z", "").split("l").map((text) => text.trim().split(/\s+/).map(Number));
    const corners = [[start[0], start[1]]];
    for (let i = 0; i < steps.length; i += 2) {
      const [x, y] = corners[corners.length - 1];
      corners.push([x + steps[i], y + steps[i + 1]]);
    }
    return corners;
  });
}

const ALL = { left: -Infinity, top: -Infinity, right: Infinity, bottom: Infinity };

const pixel = (lon, lat) => [Math.round(worldX(lon / 10) * FINE), Math.round(worldY(lat / 10) * FINE)];

test("two shapes share the border between them, one of them backwards", () => {
  const book = new ArcBook(["AACA", "CAAC", "CCBB", "CACABC"]);
  const left = book.shape({ arcs: [[[0, 1, 2]]], scale: 10 });
  const right = book.shape({ arcs: [[[-2, 3]]], scale: 10 });
  assert.deepEqual(cornersOf(book.path(left, [0, 0], ALL)), [[pixel(0, 0), pixel(1, 0), pixel(1, 1), pixel(0, 0)]]);
  assert.deepEqual(cornersOf(book.path(right, [0, 0], ALL)), [[pixel(1, 1), pixel(1, 0), pixel(2, 0), pixel(1, 1)]]);
  assert.deepEqual(book.ringPoints(right.rings[0]), cornersOf(book.path(right, [0, 0], ALL)).flat(2));
  assert.ok(book.path(left, [0, 0], ALL).endsWith("Z"));
});

test("a shape that wasn't cut has arcs of its own, and a line isn't closed", () => {
  const book = new ArcBook(["AACA"]);
  const river = book.shape({ parts: [[[0, 0, 1, 1]], [[2, 2, 1, -1]]], scale: 10, line: true });
  const origin = pixel(1, 1);
  const seen = (lon, lat) => pixel(lon, lat).map((value, axis) => value - origin[axis]);
  const path = book.path(river, origin, ALL);
  assert.deepEqual(cornersOf(path), [[seen(0, 0), seen(1, 1)], [seen(2, 2), seen(3, 1)]]);
  assert.ok(!path.includes("Z"));
  const { left, top, right, bottom } = book.extent(river);
  assert.deepEqual([left, bottom, right, top], [...pixel(0, 0), pixel(3, 0)[0], pixel(0, 2)[1]]);
});

test("arcs beyond the view are straight, and lines and islands there are left out", () => {
  // A ring of two arcs, the second of which is on the right, and an island.
  const book = new ArcBook([]);
  const add = (steps) => book.shape({ parts: [[steps]], scale: 10 }).rings[0][0];
  const [left, right, island] = [[0, 0, -1, 1, 1, 1], [0, 2, 5, -1, -5, -1], [7, 7, 1, 0, 0, 1, -1, -1]].map(add);
  const view = { ...ALL, right: pixel(-0.5, 0)[0] };
  const whole = cornersOf(book.path({ rings: [[left, right], [island]], line: false }, [0, 0], ALL));
  const seen = cornersOf(book.path({ rings: [[left, right], [island]], line: false }, [0, 0], view));
  assert.equal(whole.length, 2);
  assert.equal(seen.length, 1);
  assert.ok(book.arc(island).isBeyond(view) && !book.arc(left).isBeyond(view) && !book.arc(right).isBeyond(ALL));
  assert.deepEqual(seen[0].slice(0, 3), whole[0].slice(0, 3));
  assert.deepEqual(seen[0].slice(3), [whole[0][0]]);
  assert.equal(book.path({ rings: [[island]], line: true }, [0, 0], view), "");
});
