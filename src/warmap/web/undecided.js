// @ts-check
// What warmap did not decide: names with more than one likely place, names without a place, and
// names that the place list drops. Mentions of the same name with the same rivals are told once.

import { paragraphOf } from "./article.js";
import { quoteOf } from "./card.js";
import { isUnsure, markOf, mentions, places } from "./data.js";
import { byId, calm, el } from "./dom.js";
import { emit, on } from "./events.js";
import { isArticleShown, isMentionShown, showArticleOf } from "./filters.js";
import { whatAndWhere } from "./place_words.js";
import { openMention } from "./selection.js";
import { panelOf } from "./tabs.js";
import { say, sayCount, sayNumber } from "./words.js";

/** So many names are shown at once; a button shows as many more. */
const NAMES_AT_ONCE = 30;
/** So many sentences of a name. */
const SENTENCES = 3;

/** @typedef {import("./data.js").Mention} Mention */

/** Mentions that would be told in the same words, in the order of the text.
 * @param {(mention: Mention) => boolean} which @returns {Mention[][]} */
function alike(which) {
  /** @type {Map<string, Mention[]>} */
  const groups = new Map();
  for (const mention of mentions) {
    if (!which(mention)) continue;
    const key = [mention.text, mention.place, mention.status === "resolved" ? "" : mention.reason,
      ...mention.rivals.map((rival) => rival.id)].join("\n");
    const group = groups.get(key);
    if (group) group.push(mention);
    else groups.set(key, [mention]);
  }
  return [...groups.values()];
}

/** Lead to the sentence of a mention, which has no mark of its own when the list drops it.
 * @param {Mention} mention */
function readSentence(mention) {
  if (markOf(mention.number)) {
    emit("read", { mention: mention.number });
    return;
  }
  const sentence = paragraphOf(mention.sentence);
  showArticleOf(mention);
  emit("panel", { name: "article" });
  if (!sentence) return;
  sentence.tabIndex = -1;
  sentence.scrollIntoView({ block: "center", behavior: calm() ? "auto" : "smooth" });
  sentence.focus({ preventScroll: true });
}

/** @param {Mention[]} group */
function sentencesOf(group) {
  const told = group.filter((mention) => mention.sentence >= 0).slice(0, SENTENCES).map((mention) => {
    const quote = quoteOf(mention);
    return el("li", {}, quote, el("button", { type: "button", class: "link-button",
      onclick: () => readSentence(mention) }, say("card.show")));
  });
  const left = group.filter((mention) => mention.sentence >= 0).length - told.length;
  return [el("ul", { class: "sentences" }, told),
    left > 0 ? el("p", { class: "why" }, sayCount("undecided.more", left)) : null];
}

/** One candidate of a comparison, with a bar as long as it is likely.
 * @param {{ name: string, local: string, kind: string, where: string }} place @param {number} score
 * @param {(() => void) | null} open */
function comparedRow(place, score, open) {
  const bar = el("span", { class: "bar", "aria-hidden": "true" });
  bar.style.width = `${Math.max(2, Math.round(100 * score))}%`;
  const local = place.local === place.name ? "" : place.local;
  const name = [el("bdi", { class: "name" }, place.name),
    local ? el("bdi", { class: "local" }, ` ${local}`) : null];
  return el("tr", {},
    el("th", { scope: "row" },
      open ? el("button", { type: "button", class: "link-button", onclick: open }, name) : name,
      el("span", { class: "where" }, whatAndWhere(place)),
      el("span", { class: "track" }, bar)),
    el("td", {}, `${Math.round(100 * score)} %`));
}

/** @param {Mention} mention */
function comparedTable(mention) {
  const rows = mention.rivals.map((rival) => comparedRow(rival, rival.score, null));
  if (mention.place >= 0) {
    rows.unshift(comparedRow(places[mention.place], mention.score, () => openMention(mention.number)));
  }
  if (!rows.length) return null;
  return el("table", { class: "compared" },
    el("caption", { class: "unseen" }, say("undecided.compared", { name: mention.text })),
    el("thead", { class: "unseen" }, el("tr", {}, el("th", { scope: "col" }, say("table.place")),
      el("th", { scope: "col" }, say("table.score")))),
    el("tbody", {}, rows));
}

/** @param {Mention[]} group */
function undecidedEntry(group) {
  const [mention] = group;
  return el("li", {},
    el("h3", {}, el("bdi", {}, mention.text),
      group.length > 1 ? el("span", { class: "times" }, ` × ${sayNumber(group.length)}`) : null),
    mention.status === "dropped" ? null : comparedTable(mention),
    mention.reason ? el("p", { class: "why" }, say("card.why", { reason: mention.reason })) : null,
    ...sentencesOf(group));
}

/** @param {string} name @param {Mention[][]} groups */
function undecidedPart(name, groups) {
  if (!groups.length) return null;
  const list = el("ul", { class: "undecided" });
  let told = 0;
  const more = el("button", { type: "button", class: "plain-button", onclick: () => tellMore() });
  function tellMore() {
    for (const group of groups.slice(told, told + NAMES_AT_ONCE)) list.append(undecidedEntry(group));
    told = Math.min(groups.length, told + NAMES_AT_ONCE);
    more.hidden = told === groups.length;
    more.textContent = sayCount("undecided.further", groups.length - told);
  }
  tellMore();
  return el("section", {}, el("h2", {}, say(`undecided.${name}.title`)),
    el("p", { class: "explained" }, say(`undecided.${name}.explained`)), list, more);
}

/** @type {[string, (mention: Mention) => boolean][]} */
const PARTS = [
  ["rivals", isUnsure],
  ["unplaced", (mention) => mention.status === "unresolved"],
  ["dropped", (mention) => mention.status === "dropped"],
];

/** @type {(readonly [string, Mention[][]])[]} */
let openNames = [];
let writtenYet = false;

function findUndecided() {
  openNames = PARTS.map(([name, which]) => /** @type {const} */ ([name, alike(which)]));
  const open = openNames[0][1].length + openNames[1][1].length;
  const tab = byId("tab-undecided");
  tab.hidden = openNames.every(([, groups]) => !groups.length);
  tab.replaceChildren(say("tabs.undecided"), open ? el("span", { class: "count" }, sayNumber(open)) : "");
}

function writeUndecided() {
  writtenYet = true;
  const parts = openNames.map(([name, groups]) => undecidedPart(name,
    groups.map((group) => group.filter((mention) => isArticleShown(mention.article)))
      .filter((group) => group.some((mention) => isMentionShown(mention.number)))))
    .filter((part) => part !== null);
  byId("undecided").replaceChildren(...(parts.length ? parts : [el("p", { class: "none" }, say("undecided.none"))]));
}

export function tellUndecided() {
  findUndecided();
  on("edited", findUndecided);
  // It takes its time, so only where it is seen.
  on("filtered", () => {
    writtenYet = false;
    if (!panelOf("undecided").hasAttribute("hidden")) writeUndecided();
  });
  on("shown", ({ name }) => {
    if (name === "undecided" && !writtenYet) writeUndecided();
  });
}
