import assert from "node:assert/strict";
import test from "node:test";

import { load } from "./page.js";

const { FRAME, csvCell, csvText, fileNameOf, geojsonText } = await load("csv");

const ROW = { ...Object.fromEntries(FRAME.map((name) => [name, ""])),
  start: 0, end: 4, mention: "Київ", population: null, lat: 50.45466, lon: 30.5238 };

test("a cell is quoted as RFC 4180 says", () => {
  assert.equal(csvCell('He said "no", twice'), '"He said ""no"", twice"');
  assert.equal(csvCell("two\nlines"), '"two\nlines"');
  assert.equal(csvCell("plain"), "plain");
  assert.equal(csvCell(null), "");
  assert.equal(csvCell(-1), "-1");
});

test("a text is no formula for a spreadsheet", () => {
  for (const text of ["=SUM(A1)", "+1", "-1", "@x", "\t=1", "\r=1"]) {
    assert.ok(csvCell(text).replace(/^"/, "").startsWith(`'${text}`));
  }
  assert.equal(csvCell("–dash"), "–dash");
});

test("lines end as RFC 4180 says, behind the mark of UTF-8", () => {
  const text = csvText([ROW]);
  assert.ok(text.startsWith(`\ufeff${FRAME.join(",")}\r\n0,4,Київ,`));
  assert.ok(text.endsWith(",50.45466,30.5238\r\n"));
});

test("GeoJSON has longitude first, and null without a point", () => {
  const { features } = JSON.parse(geojsonText([ROW, { ...ROW, lat: null, lon: null }]));
  assert.deepEqual(features[0].geometry, { type: "Point", coordinates: [30.5238, 50.45466] });
  assert.equal(features[1].geometry, null);
  assert.equal(features[0].properties.mention, "Київ");
  assert.equal("lat" in features[0].properties, false);
  assert.deepEqual(JSON.parse(geojsonText([])).features, []);
});

test("a file is called after the article", () => {
  assert.equal(fileNameOf("Fires & “Folly”: day 2", "csv"), "fires-folly-day-2-places.csv");
  assert.equal(fileNameOf("Наступ на Дніпро", "geojson"), "наступ-на-дніпро-places.geojson");
  assert.equal(fileNameOf("../../etc/passwd", "csv"), "etc-passwd-places.csv");
  assert.equal(fileNameOf("", "csv"), "places.csv");
  assert.equal([...fileNameOf("🔥a".repeat(99), "csv")].length < 80, true);
});
