import assert from "node:assert/strict";
import test from "node:test";

import { load, pretend } from "./page.js";

pretend();
const { clean } = await load("dom");

test("marks that turn the direction of text are replaced in titles", () => {
  assert.equal(clean("a\u202eb\u2066c\u0000d\u200f"), "a\ufffdb\ufffdc\ufffdd\ufffd");
});

test("other text stays as it is", () => {
  const text = "Zaporizhzhia – Запоріжжя, “🙂” שלום\tx\ny";
  assert.equal(clean(text), text);
});
