// @ts-check
// The search and the filters above all parts of the text pane.

import { titleOf } from "./articles.js";
import { articles } from "./data.js";
import { byId, clean, el } from "./dom.js";
import { emit, on } from "./events.js";
import {
  articlesAskedFor, askFor, clearFilters, facetCounts, isAskedFor, isFiltered, namesToSearch,
  searchFor, shownCounts, wantedCount,
} from "./filters.js";
import { announce } from "./selection.js";
import { say, sayCount, sayNumber } from "./words.js";

/** The reader has stopped typing after so many milliseconds. */
const PAUSE = 120;
/** @type {Record<import("./filters.js").Facet, string[]>} */
const FACETS = {
  article: articles.map((_, number) => String(number)),
  kind: ["country", "region", "district", "city", "town", "village", "sea", "river", "site", "other"],
  role: ["literal", "government", "associative"],
  sureness: ["decided", "undecided", "unresolved"],
};

const searchBox = /** @type {HTMLInputElement} */ (el("input", { type: "search", id: "search",
  autocomplete: "off", spellcheck: "false", enterkeyhint: "search", "aria-describedby": "result",
  "aria-label": say("filters.search"), placeholder: say("filters.search") }));
const choices = el("div", { id: "choices", hidden: true });
const opener = el("button", { type: "button", class: "plain-button", id: "filter",
  "aria-expanded": "false", "aria-controls": "choices", onclick: () => openChoices(choices.hasAttribute("hidden")) });
const resultText = el("span", {});
const resultLine = el("p", { id: "result", hidden: true }, resultText, " ",
  el("button", { type: "button", class: "link-button", onclick: () => clearAll() }, say("filters.clear")));

let searchKey = true;

/** Whether "/" leads to the search: a reader who speaks to the page may turn it off.
 * @param {boolean} on_ */
export const useSearchKey = (on_) => { searchKey = on_; };

function clearAll() {
  searchBox.value = "";
  clearFilters();
  writeChoices();
  searchBox.focus();
}

/** @param {boolean} open */
function openChoices(open) {
  if (open) writeChoices();
  choices.hidden = !open;
  opener.setAttribute("aria-expanded", String(open));
}

/** @param {import("./filters.js").Facet} facet @param {string} value @param {number} count */
function choice(facet, value, count) {
  const words = facet === "article" ? titleOf(Number(value)) : facet === "kind" ? say(`kind.${value}`) : say(`filters.${facet}.${value}`);
  return el("label", {},
    el("input", { type: "checkbox", name: facet, value, checked: isAskedFor(facet, value),
      onchange: (event) => askFor(facet, value, event.target.checked) }),
    el("span", { dir: facet === "article" && "auto" }, words), el("span", { class: "count" }, sayNumber(count)));
}

function writeChoices() {
  const counts = facetCounts();
  const groups = /** @type {import("./filters.js").Facet[]} */ (Object.keys(FACETS))
    .filter((facet) => FACETS[facet].length).map((facet) => {
    const there = FACETS[facet].filter((value) => counts[facet].has(value) || isAskedFor(facet, value));
    return el("fieldset", {}, el("legend", {}, say(`filters.by.${facet}`)),
      there.map((value) => choice(facet, value, counts[facet].get(value)?.size || 0)));
  });
  choices.replaceChildren(...groups);
}

function tellResult() {
  const { shown, all, similar } = shownCounts();
  const told = say(similar && shown ? "filters.similar" : "filters.shown",
    { shown: sayNumber(shown), all: sayCount("counts.places", all) });
  const filtered = isFiltered();
  resultText.textContent = told;
  resultLine.hidden = !filtered;
  const chosen = wantedCount();
  opener.replaceChildren(say("filters.filter"), chosen ? el("span", { class: "count" }, String(chosen)) : "");
  announce(filtered || articlesAskedFor().length ? told : say("filters.all"));
}

function listenToSearch() {
  let timer = 0;
  const search = () => {
    clearTimeout(timer);
    searchFor(clean(searchBox.value));
  };
  searchBox.addEventListener("focus", () => setTimeout(namesToSearch), { once: true });
  searchBox.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(search, PAUSE);
  });
  searchBox.addEventListener("keydown", (event) => {
    if (event.key === "Enter") {
      search();
      emit("panel", { name: "places" });
    }
    if (event.key !== "Escape" || !searchBox.value) return;
    event.stopPropagation(); // a place that is open stays so
    event.preventDefault();
    searchBox.value = "";
    search();
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "/" || !searchKey || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target instanceof Element && event.target.closest("input, textarea, select, [contenteditable]")) return;
    event.preventDefault();
    searchBox.focus();
    searchBox.select();
  });
}

function listenToChoices() {
  const bar = byId("filters");
  bar.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || choices.hidden) return;
    event.stopPropagation();
    openChoices(false);
    opener.focus();
  });
  // It lies over what is below, which must not be hidden from who goes on there.
  document.addEventListener("focusin", (event) => {
    if (event.target instanceof Node && !bar.contains(event.target)) openChoices(false);
  });
  document.addEventListener("pointerdown", (event) => {
    if (event.target instanceof Node && !bar.contains(event.target)) openChoices(false);
  });
}

/** How much of the pane the bar covers, for what sticks below it and for what is scrolled to. */
function measureBar() {
  const bar = byId("bar");
  // The observer is told of it first before it is first shown.
  new ResizeObserver(() => {
    const top = parseFloat(getComputedStyle(bar).top) || 0;
    byId("text-pane").style.setProperty("--stuck", `${top + bar.offsetHeight}px`);
  }).observe(bar);
}

export function makeFilterBar() {
  byId("filters").append(searchBox, opener, choices, resultLine);
  listenToSearch();
  listenToChoices();
  opener.append(say("filters.filter"));
  on("filtered", tellResult);
  measureBar();
}
