// @ts-check
// What the corpus' page says beside its places: names without a place, and what became of articles.

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

/** What became of the articles, as far as there is something to tell. */
export function tellOutcomes() {
  const { done, failed, duplicates, undated, once } = corpus.outcomes;
  const lines = [
    sayCount("corpus.outcomes.done", done),
    duplicates ? sayCount(once ? "corpus.outcomes.once" : "corpus.outcomes.copies", duplicates) : "",
    failed ? sayCount("corpus.outcomes.failed", failed) : "",
    undated ? sayCount("corpus.outcomes.undated", undated) : "",
  ].filter(Boolean);
  byId("credits").prepend(el("section", { id: "outcomes" }, el("h2", {}, say("corpus.outcomes.title")),
    el("ul", {}, lines.map((line) => el("li", {}, line)))));
  byId("counts").replaceChildren(...textNodes(`${sayCount("counts.places", places.length)}, ${sayCount("corpus.articles",
    corpus.articles.reduce((sum, row) => sum + row.reduce((all, count) => all + count, 0), 0))}`));
}
