// @ts-check
// What the corpus' page says beside its places: how many there are, and names without a place.

import { corpus } from "./corpus_data.js";
import { isUnresolvedShown } from "./corpus_filters.js";
import { places } from "./data.js";
import { byId, el, textNodes } from "./dom.js";
import { on } from "./events.js";
import { say, sayCount, sayNumber } from "./words.js";

function unresolvedTable() {
  const shown = corpus.unresolved.filter((_, number) => isUnresolvedShown(number));
  if (!shown.length) return el("p", { class: "none" }, say(corpus.unresolved.length ? "corpus.unresolved.nothing" : "corpus.unresolved.none"));
  return el("table", { class: "places unresolved-names" },
    el("caption", { class: "unseen" }, say("corpus.unresolved.title")),
    el("thead", {}, el("tr", {}, el("th", { scope: "col" }, say("corpus.unresolved.name")),
      el("th", { scope: "col", class: "col-articles" }, say("corpus.table.articles")))),
    el("tbody", {}, shown.map(([name, count]) => el("tr", {}, el("th", { scope: "row", dir: "auto" }, name),
      el("td", { class: "col-articles" }, sayNumber(count))))));
}

export function tellUnresolved() {
  const node = byId("unresolved");
  const write = () => node.replaceChildren(el("p", { class: "explained" }, say("corpus.unresolved.explained")), unresolvedTable());
  let names = "";
  write();
  on("filtered", () => {
    const now = corpus.unresolved.map((_, number) => Number(isUnresolvedShown(number))).join("");
    if (now !== names) write();
    names = now;
  });
}

export function tellCorpus() {
  const articles = corpus.articles.reduce((sum, row) => sum + row.reduce((all, count) => all + count, 0), 0);
  byId("counts").replaceChildren(...textNodes(`${sayCount("counts.places", places.length)}, ${sayCount("corpus.articles", articles)}`));
}
