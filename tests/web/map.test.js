// Where names have room, how many places become few marks, which borders lie between units.
import assert from "node:assert/strict";
import { test } from "node:test";

import { load, pretend } from "./page.js";

pretend();
const { boxesBeside, clearOfRings, placeBoxes } = await load("label_grid");
const { clustersOf } = await load("clusters");

/** Numbers that look random and are the same each time. @param {number} seed */
function numbers(seed) {
  let state = seed;
  return () => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return state / 2_147_483_648;
  };
}

const meet = (a, b) => a[0] < b[2] && b[0] < a[2] && a[1] < b[3] && b[1] < a[3];

test("a box on the line of a circle is wanted last, one inside of it or around it is not", () => {
  const ring = { x: 100, y: 100, radius: 50 };
  const [across, inside, beside, around] = [[130, 90, 200, 110], [90, 90, 110, 110], [160, 90, 200, 110], [0, 0, 200, 200]];
  assert.deepEqual(clearOfRings([across, inside, beside], [ring]), [inside, beside, across]);
  assert.deepEqual(clearOfRings([around, across], [ring]), [around, across]); // it lies on the line, too
  assert.deepEqual(clearOfRings([across, beside], []), [across, beside]);
});

test("no two placed boxes meet, none meets what is taken, none leaves the frame", () => {
  for (let seed = 1; seed <= 30; seed++) {
    const next = numbers(seed);
    const points = Array.from({ length: 80 }, () => [next() * 500, next() * 400]);
    const taken = points.map(([x, y]) => [x - 5, y - 5, x + 5, y + 5]);
    const wanted = points.map(([x, y]) => (
      { rank: Math.floor(next() * 5), boxes: boxesBeside(x, y, 5, 20 + next() * 90, 16) }));
    const placed = placeBoxes(wanted, taken, [0, 0, 500, 400]).filter(Boolean);
    assert.ok(placed.length > 10);
    placed.forEach((box, i) => {
      assert.ok(box[0] >= 0 && box[1] >= 0 && box[2] <= 500 && box[3] <= 400);
      assert.ok(!placed.slice(0, i).some((other) => meet(box, other)));
      assert.ok(!taken.some((other) => meet(box, other)));
    });
  }
});

test("of two names that want the same room the one of the higher rank gets it", () => {
  const box = [10, 10, 60, 30];
  const placed = placeBoxes([{ rank: 1, boxes: [box] }, { rank: 2, boxes: [box] }], [], [0, 0, 100, 100]);
  assert.deepEqual(placed, [null, box]);
});

test("others make room for a name that is owed one, where they have another place, and only then", () => {
  const frame = [0, 0, 100, 100];
  const [left, right] = [[0, 0, 40, 10], [50, 0, 90, 10]];
  const first = { rank: 2, boxes: [left, right] };
  assert.deepEqual(placeBoxes([first, { rank: 1, boxes: [left] }], [], frame), [left, null]);
  assert.deepEqual(placeBoxes([first, { rank: 1, boxes: [left], owed: true }], [], frame), [right, left]);
  assert.deepEqual(placeBoxes([first, { rank: 1, boxes: [left], owed: true }], [right], frame), [left, null]);
  assert.deepEqual(placeBoxes([first, { rank: 1, boxes: [left], owed: true }], [[10, 0, 20, 10]], frame), [right, null]);
});

test("with room made more names are placed, each still in one of its boxes and none on another", () => {
  let more = 0;
  for (let seed = 1; seed <= 30; seed++) {
    const next = numbers(seed);
    const points = Array.from({ length: 60 }, () => [next() * 500, next() * 400]);
    const wanted = points.map(([x, y]) => (
      { rank: 1 + Math.floor(next() * 5), boxes: boxesBeside(x, y, 5, 20 + next() * 90, 16) }));
    const [plain, owed] = [false, true].map((each) => (
      placeBoxes(wanted.map((label) => ({ ...label, owed: each })), [], [0, 0, 500, 400])));
    const boxes = owed.filter(Boolean);
    boxes.forEach((box, i) => assert.ok(!boxes.slice(0, i).some((other) => meet(box, other))));
    owed.forEach((box, i) => assert.ok(!box || wanted[i].boxes.includes(box)));
    more += boxes.length - plain.filter(Boolean).length;
  }
  assert.ok(more > 30);
});

test("a name rather stands elsewhere than on the dot of another, which is shown with its name or not at all", () => {
  const frame = [0, 0, 100, 100];
  const [middle, below] = [[30, 45, 70, 55], [30, 75, 70, 85]];
  const town = { rank: 0, dot: [42, 47, 48, 53], boxes: boxesBeside(45, 50, 3, 20, 8) };
  assert.deepEqual(placeBoxes([{ rank: 1, boxes: [middle, below] }], [], frame), [middle]);
  const [area, name] = placeBoxes([{ rank: 1, boxes: [middle, below] }, town], [], frame);
  assert.deepEqual([area, name], [below, boxesBeside(45, 50, 3, 20, 8)[0]]);
  assert.deepEqual(placeBoxes([{ rank: 1, boxes: [middle] }, town], [], frame), [middle, null]);
  assert.deepEqual(placeBoxes([town], [[44, 49, 46, 51]], frame), [null]);
});

test("each point is in one group, near its lead, and leads are apart", () => {
  for (let seed = 1; seed <= 20; seed++) {
    const next = numbers(seed);
    const spots = Array.from({ length: 300 }, (_, number) => ({ x: next() * 100, y: next() * 100, number }));
    const clusters = clustersOf(spots, 9);
    assert.deepEqual(clusters.flatMap((each) => each.numbers).sort((a, b) => a - b), spots.map((each) => each.number));
    clusters.forEach((each, i) => {
      assert.equal(each.lead, each.numbers[0]);
      for (const number of each.numbers) {
        assert.ok(Math.hypot(spots[number].x - each.x, spots[number].y - each.y) <= 9);
      }
      for (const other of clusters.slice(0, i)) assert.ok(Math.hypot(each.x - other.x, each.y - other.y) > 9);
    });
  }
});
