import assert from "node:assert/strict";
import test from "node:test";

import { load } from "./page.js";

const { Book } = await load("corrections");
const { placeListText, placeRows } = await load("place_rows");

const COLUMNS = ["name", "action", "lat", "lon", "id", "kind", "role", "spans", "note"];

const mention = (number, text, start, place, more = {}) => ({ number, text, start, place, sentence: 0,
  role: "literal", status: place < 0 ? "unresolved" : "resolved", score: 0.7, reason: "", rivals: [], ...more });
const place = (id, name, mentions) => ({ id, name, mentions, english: "", kind: "town", lat: 48, lon: 37, point: null,
  country: "UA", admin1: "UA-14", precision: "exact", radius_km: 0, shape: null });

const newBook = () => new Book(
  [mention(0, "Zorya", 0, 0), mention(1, "Kyiv", 10, 1), mention(2, "Zorya", 20, 0), mention(3, "Foo", 30, -1)],
  [place("geonames:1", "Zoria", [0, 2]), place("geonames:2", "Kyiv", [1])]);
const rowsFor = (book, rows = [], of = []) => placeRows(book, { columns: COLUMNS, rows, of });

test("what is taken back leaves everything as it was", () => {
  const book = newBook();
  const before = JSON.stringify([book.mentions, book.places]);
  book.correct([{ type: "choose", mentions: [0, 3], place: 1 }], { words: "" });
  book.correct([{ type: "move", place: 0, lat: 1, lon: 2 }, { type: "kind", place: 0, kind: "site" }], { words: "" });
  book.correct([{ type: "drop", mentions: [1] }], { words: "" });
  assert.deepEqual(book.places.map((each) => each.mentions), [[2], [0, 3]]);
  book.undo(2);
  assert.equal(book.places[0].kind, "town");
  assert.equal(book.mentions[1].status, "dropped");
  book.undoAll();
  assert.equal(JSON.stringify([book.mentions, book.places]), before);
  assert.deepEqual(rowsFor(book), []);
});

test("mentions that are said to be the same are one row with their spans", () => {
  const book = newBook();
  book.correct([{ type: "choose", mentions: [0, 2, 3], place: 1 }], { words: "", note: "so" });
  assert.deepEqual(rowsFor(book), [{ action: "pin", id: "geonames:2", role: "literal", note: "so",
    name: "Zorya|Foo", spans: "0..5,20..25,30..33" }]);
});

test("a place that is pushed on and on is one correction, and all its mentions move", () => {
  const book = newBook();
  for (const lat of [1, 2, 3]) book.correct([{ type: "move", place: 0, lat, lon: 5 }], { words: "" });
  assert.equal(book.corrections.length, 1);
  assert.deepEqual(rowsFor(book).map(({ action, id, lat, lon, spans }) => [action, id, lat, lon, spans]),
    [["move", "geonames:1", "3", "5", "0..5,20..25"]]);
});

test("what was added is no mention once that is taken back, whatever was said of it since", () => {
  const book = newBook();
  const added = book.makeMention(mention(-1, "Foo bar", 30, -1));
  book.correct([{ type: "add", mentions: [added], place: 0, role: "literal" }], { words: "" });
  assert.equal(book.mentions[3].status, "dropped");
  book.correct([{ type: "choose", mentions: [added], place: 1 }], { words: "" });
  book.undo(1);
  assert.equal(book.mentions[added].status, "absent");
  assert.equal(book.mentions[3].status, "unresolved");
  assert.deepEqual(rowsFor(book), []);
});

test("rows of the page's own list stay before the corrections", () => {
  const old = ["Zorya", "pin", "", "", "geonames:1", "village", "government", "", "old note"];
  const book = newBook();
  book.correct([{ type: "role", mentions: [0], role: "literal" }], { words: "" });
  const rows = rowsFor(book, [old], [[0, 2]]);
  assert.equal(rows.length, 2);
  assert.deepEqual([rows[1].kind, rows[1].note, rows[1].spans], ["village", "old note", "0..5"]);
});

test("a row of the page's own list yields the words that are corrected anew", () => {
  const old = ["Zorya", "pin", "", "", "geonames:2", "", "", "0..5,20..25", ""];
  const book = newBook();
  book.correct([{ type: "choose", mentions: [0], place: 1 }], { words: "" });
  assert.deepEqual(rowsFor(book, [old], [[0, 2]]).map((row) => row.spans), ["20..25", "0..5"]);
  book.correct([{ type: "drop", mentions: [2] }], { words: "" });
  assert.deepEqual(rowsFor(book, [old], [[0, 2]]).map((row) => [row.action, row.spans]),
    [["pin", "0..5"], ["drop", "20..25"]]);
});

test("nothing in a cell ends it, runs, or parts a name", () => {
  const book = newBook();
  const number = book.makePlace(place("place_list:x", "=A|B\\C\n\"D\"", []));
  book.correct([{ type: "choose", mentions: [0], place: number }], { words: "", note: "@x, \"y\"\n=z" });
  const text = placeListText(rowsFor(book), COLUMNS);
  assert.equal(text.split("\n").length, 3);
  assert.ok(text.includes("\"'=A\\|B\\\\C \"\"D\"\"|Zorya\""));
  assert.ok(text.includes("\"'@x, \"\"y\"\" =z\""));
});
