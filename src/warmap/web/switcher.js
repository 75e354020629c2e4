// @ts-check
// The articles of a page that has several: all of them are shown, or those that the reader chooses.
// One that isn't shown can still be found by the browser's own search, which then shows it.

import { originNodes, originOfArticle } from "./articles.js";
import { articles, mentions, places } from "./data.js";
import { byId, clean, el } from "./dom.js";
import { on } from "./events.js";
import { articlesAskedFor, isArticleShown, isPlaceShown, showArticles } from "./filters.js";
import { setAddress } from "./fragment.js";
import { showView, showWholeView } from "./leaflet_map.js";
import { closeCard, openPlace, openedPlace } from "./selection.js";
import { say, sayCount } from "./words.js";

/** A longer line makes the list wider than a small screen. */
const LONGEST_TITLE = 90;
/** So many articles are named on paper. */
const PRINTED = 12;

/** @param {number} number */
const sectionOf = (number) => byId(`a-${number + 1}`);

function timesInArticles() {
  const times = articles.map(() => 0);
  for (const { place, start, article } of mentions) if (place >= 0 && start >= 0) times[article] += 1;
  return times;
}

/** An option has no elements in it, so that control characters are replaced.
 * @param {number} number @param {number} times */
function articleOption(number, times) {
  const { title, begins } = articles[number];
  const words = clean(originOfArticle(number) + (title || !begins ? "" : `: “${begins}”`));
  const short = words.length > LONGEST_TITLE ? `${words.slice(0, LONGEST_TITLE).trimEnd()}…` : words;
  return el("option", { value: number }, `${number + 1}. ${short} · ${sayCount("counts.mentions", times)}`);
}

const someOption = /** @type {HTMLOptionElement} */ (el("option", { value: "some", hidden: true }));
const switcher = /** @type {HTMLSelectElement} */ (el("select", { id: "articles",
  onchange: () => {
    if (switcher.value !== "some") showOne(switcher.value === "" ? null : Number(switcher.value));
  } }));

/** Show one article, or all, on the map where it happens. @param {number | null} number */
function showOne(number) {
  setAddress(number === null ? "#article" : `#a-${number + 1}`);
  const opened = openedPlace();
  showArticles(number === null ? [] : [number]);
  if (opened >= 0 && number !== null) closeCard();
  if (number === null) showWholeView();
  else showView(articles[number].view);
  const pane = byId("text-pane");
  pane.scrollTop = Math.min(pane.scrollTop, byId("bar").offsetTop);
}

/** @param {1 | -1} step */
function stepArticle(step) {
  const asked = articlesAskedFor();
  const from = asked.length === 1 ? asked[0] : step > 0 ? -1 : articles.length;
  const next = from + step;
  showOne(next >= 0 && next < articles.length ? next : null);
}

/** Beside what a search leaves: others may have more of it. */
const allArticles = el("button", { type: "button", class: "link-button", onclick: () => {
  showArticles([]);
  byId("search").focus();
} });

/** On paper stands of which articles the map is. @param {{ on: boolean }} printing */
function printArticles({ on: printed }) {
  if (!printed) return;
  const shown = articles.map((_, number) => number).filter(isArticleShown);
  const rest = shown.length - PRINTED;
  byId("printed").querySelector("ol")?.after(
    ...shown.slice(0, PRINTED).map((number) => el("p", { dir: "auto" }, originNodes(number))),
    rest > 0 ? el("p", {}, say("map.more", { count: rest })) : "");
}

function tellShownArticles() {
  const asked = articlesAskedFor();
  articles.forEach((_, number) => {
    const section = sectionOf(number);
    if (isArticleShown(number)) section.removeAttribute("hidden");
    else section.setAttribute("hidden", "until-found");
  });
  allArticles.hidden = !asked.length;
  someOption.hidden = asked.length < 2;
  someOption.textContent = say("articles.some", { shown: asked.length, count: articles.length });
  switcher.value = asked.length > 1 ? "some" : asked.length ? String(asked[0]) : "";
  if (openedPlace() >= 0 && !isPlaceShown(openedPlace())) closeCard();
}

/** @param {string} key @param {1 | -1} step @param {string} sign */
const stepButton = (key, step, sign) => el("button", { type: "button", class: "plain-button",
  "aria-label": say(key), title: say(key), onclick: () => stepArticle(step) }, sign);

/** The address may lead to an article: #a-2. */
function followArticle() {
  const found = /^#a-(\d+)$/.exec(location.hash);
  if (found && articles[Number(found[1]) - 1]) showOne(Number(found[1]) - 1);
}

export function makeSwitcher() {
  const times = timesInArticles();
  const all = times.reduce((sum, each) => sum + each, 0);
  switcher.setAttribute("aria-label", say("articles.label"));
  switcher.append(
    el("option", { value: "" }, `${say("articles.all", { count: articles.length })} · ${sayCount("counts.mentions", all)}`),
    someOption, ...times.map((count, number) => articleOption(number, count)));
  byId("bar").prepend(el("div", { id: "switcher", role: "group", "aria-label": say("articles.contents") },
    stepButton("articles.previous", -1, "‹"), switcher, stepButton("articles.next", 1, "›")));
  articles.forEach((_, number) => sectionOf(number).addEventListener("beforematch", () => showArticles([number])));
  on("whole", ({ place }) => {
    showArticles([]);
    if (places[place]) openPlace(place);
  });
  allArticles.append(say("articles.show"));
  byId("result").append(" ", allArticles);
  on("printing", printArticles);
  on("filtered", tellShownArticles);
  addEventListener("hashchange", followArticle);
  followArticle();
  tellShownArticles();
}
