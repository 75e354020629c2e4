import assert from "node:assert/strict";
import test from "node:test";

import { load, pretend } from "./page.js";

pretend({
  lang: "uk",
  words: {
    tabs: { places: "Місця" },
    precision: { within: "у межах {km} км від {km}" },
    counts: { places: { one: "{count} місце", few: "{count} місця", many: "{count} місць", other: "{count} місця" } },
  },
});
const { say, sayCount } = await load("words");

test("words are found by their path, and their blanks filled in", () => {
  assert.equal(say("tabs.places"), "Місця");
  assert.equal(say("precision.within", { km: 12 }), "у межах 12 км від 12");
});

test("a blank is filled in once: a value with braces stays as it is", () => {
  assert.equal(say("precision.within", { km: "{km}" }), "у межах {km} км від {km}");
});

test("a blank without a value and a word that is missing can be seen", () => {
  assert.equal(say("precision.within"), "у межах {km} км від {km}");
  assert.equal(say("no.such"), "no.such");
  assert.equal(say("tabs"), "tabs");
});

test("Ukrainian has a form for one, for few and for many", () => {
  const said = [1, 3, 5, 21, 112].map((count) => sayCount("counts.places", count));
  assert.deepEqual(said, ["1 місце", "3 місця", "5 місць", "21 місце", "112 місць"]);
});
