// @ts-check
// The search and the filters above all parts of the text pane.

import { byId, clean, el } from "./dom.js";
import { emit, on } from "./events.js";
import { announce } from "./selection.js";
import { say, sayCount, sayNumber } from "./words.js";

/** The reader has stopped typing after so many milliseconds. */
const PAUSE = 120;

/**
 * @typedef {object} Sieve What can be asked for, and who answers.
 * @property {Record<string, string[]>} facets Their values, in order.
 * @property {(facet: string, value: string) => string} words
 * @property {string[]} foreign Facets whose values are texts from outside.
 * @property {() => Record<string, Map<string, number>>} counts How much there is of each value.
 * @property {(facet: string, value: string) => boolean} asked
 * @property {(facet: string, value: string, chosen: boolean) => void} ask
 * @property {(name: string) => void} search
 * @property {() => void} getReady Make what the first search needs.
 * @property {() => void} clear
 * @property {() => { shown: number, all: number, similar: boolean, filtered: boolean, part: boolean,
 *   chosen: number }} state `filtered` when something is asked for here, `part` when anywhere.
 */

/** @type {Sieve} */
let sieve;

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
  sieve.clear();
  writeChoices();
  searchBox.focus();
}

/** @param {boolean} open */
function openChoices(open) {
  if (open) writeChoices();
  choices.hidden = !open;
  opener.setAttribute("aria-expanded", String(open));
}

/** @param {string} facet @param {string} value @param {number} count */
function choice(facet, value, count) {
  return el("label", {},
    el("input", { type: "checkbox", name: facet, value, checked: sieve.asked(facet, value),
      onchange: (event) => sieve.ask(facet, value, event.target.checked) }),
    el("span", { dir: sieve.foreign.includes(facet) && "auto" }, sieve.words(facet, value)),
    el("span", { class: "count" }, sayNumber(count)));
}

function writeChoices() {
  const counts = sieve.counts();
  const groups = Object.entries(sieve.facets).filter(([, values]) => values.length).map(([facet, values]) => {
    const there = values.filter((value) => counts[facet].has(value) || sieve.asked(facet, value));
    return el("fieldset", { "data-facet": facet }, el("legend", {}, say(`filters.by.${facet}`)),
      there.map((value) => choice(facet, value, counts[facet].get(value) || 0)));
  });
  choices.replaceChildren(...groups);
}

/** @param {{ quiet?: boolean }} [how] */
function tellResult({ quiet = false } = {}) {
  const { shown, all, similar, filtered, part, chosen } = sieve.state();
  const told = say(similar && shown ? "filters.similar" : "filters.shown",
    { shown: sayNumber(shown), all: sayCount("counts.places", all) });
  resultText.textContent = told;
  resultLine.hidden = !filtered;
  opener.replaceChildren(say("filters.filter"), chosen ? el("span", { class: "count" }, String(chosen)) : "");
  if (!quiet) announce(part ? told : say("filters.all"));
}

function listenToSearch() {
  let timer = 0;
  const search = () => {
    clearTimeout(timer);
    sieve.search(clean(searchBox.value));
  };
  searchBox.addEventListener("focus", () => setTimeout(sieve.getReady), { once: true });
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

/** @param {Sieve} given */
export function makeFilterBar(given) {
  sieve = given;
  byId("filters").append(searchBox, opener, choices, resultLine);
  listenToSearch();
  listenToChoices();
  opener.append(say("filters.filter"));
  on("filtered", tellResult);
  measureBar();
}
