import assert from "node:assert/strict";
import test from "node:test";

import { load } from "./page.js";

const { joinerOf, numbersOf } = await load("outlines");

test("numbers of any size and sign are read", () => {
  assert.deepEqual(numbersOf("CACABC"), [1, 0, 1, 0, -1, 1]);
  assert.deepEqual(numbersOf("4D"), [28]); // 56, in two digits
  assert.deepEqual(numbersOf(""), []);
});

test("two shapes share the border between them, one of them backwards", () => {
  const join = joinerOf(["AACA", "CAAC", "CCBB", "CACABC"]);
  assert.deepEqual(join({ arcs: [[[0, 1, 2]]], scale: 10 }),
    { parts: [[[0, 0, 1, 0, 0, 1, -1, -1]]], scale: 10 });
  assert.deepEqual(join({ arcs: [[[-2, 3]]], scale: 10 }),
    { parts: [[[1, 1, 0, -1, 1, 0, -1, 1]]], scale: 10 });
});
