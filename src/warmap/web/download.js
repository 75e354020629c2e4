// @ts-check
// What is shown as a file, made in the page: one row for each mention, as `warmap places` writes it.

import { nodesOfSentence } from "./article.js";
import { csvText, fileNameOf, geojsonText } from "./csv.js";
import { titleOf } from "./articles.js";
import { articles, data, mentions, places } from "./data.js";
import { el } from "./dom.js";
import { originOf, saveFile } from "./files.js";
import { isMentionShown } from "./filters.js";
import { announce } from "./selection.js";
import { say, sayCount } from "./words.js";

/** A sentence of the article, exact: control characters are shown there as boxes.
 * @param {number} number */
function sentenceText(number) {
  const sentence = el("span", {}, nodesOfSentence(number).map((node) => node.cloneNode(true)));
  for (const box of sentence.querySelectorAll(".control")) {
    box.replaceWith(String.fromCodePoint(parseInt((box.textContent || "").slice(2), 16)));
  }
  return (sentence.textContent || "").trim();
}

/** @param {import("./data.js").Rival[]} rivals */
const rivalsText = (rivals) => JSON.stringify(rivals.map((rival) => ({
  admin1: rival.admin1, country: rival.country, id: rival.id, kind: rival.kind, lat: rival.lat,
  local_name: rival.local, lon: rival.lon, name: rival.english || rival.name, precision: rival.precision,
  radius_km: rival.radius_km, score: rival.score, ...originOf(rival.id) })));

/** What a mention without a place has where one with a place has these. */
const NO_PLACE = { name: "", local_name: "", kind: "", country: "", admin1: "", population: null,
  source: "", source_id: "", geonameid: null, precision: "", radius_km: 0, lat: null, lon: null };

/** @param {import("./data.js").Place} place */
function placeColumns(place) {
  const [lat, lon] = place.point || [place.lat, place.lon];
  // On a Ukrainian page a place is called by its local name, which then is not given twice.
  const local = place.local || (place.english && place.country === "UA" ? place.name : "");
  return { name: place.english || place.name, local_name: local, kind: place.kind, country: place.country,
    admin1: place.admin1, population: place.population, ...originOf(place.id),
    geonameid: place.geonameid, precision: place.precision, radius_km: place.radius_km, lat, lon };
}

/** Of which article a row is, where there are several. @param {number} number */
const articleColumns = (number) => (articles.length ? { article: titleOf(number),
  article_source: articles[number].source, article_date: articles[number].date } : {});

/** The rows of the places frame of all mentions that are shown. */
export function shownRecords() {
  /** @type {Map<number, string>} */
  const quotes = new Map([[-1, ""]]);
  const columns = places.map(placeColumns);
  return mentions.filter((mention) => isMentionShown(mention.number)).map((mention) => {
    if (!quotes.has(mention.sentence)) quotes.set(mention.sentence, sentenceText(mention.sentence));
    const placed = mention.status === "resolved" && mention.place >= 0;
    return { start: mention.start,
      end: mention.start < 0 ? -1 : mention.start + [...mention.text].length,
      mention: mention.text, quote: quotes.get(mention.sentence) || "",
      ...(placed ? columns[mention.place] : NO_PLACE),
      role: mention.role, score: mention.score, reason: mention.reason,
      rivals: rivalsText(mention.rivals), status: mention.status, ...articleColumns(mention.article) };
  });
}

/** @param {"csv" | "geojson"} ending */
function saveShown(ending) {
  const records = shownRecords();
  const text = ending === "csv" ? csvText(records) : geojsonText(records);
  saveFile(fileNameOf(data.article.title, ending), text, ending === "csv" ? "text/csv" : "application/geo+json");
  announce(sayCount("download.done", records.length));
}

/** @param {"csv" | "geojson"} ending */
const downloadButton = (ending) => el("button", { type: "button", class: "plain-button",
  title: say("download.shown"), onclick: () => saveShown(ending) },
el("span", { "aria-hidden": "true" }, "↓ "), say(`download.${ending}`));

export const downloadButtons = () => el("div", { class: "downloads", role: "group",
  "aria-label": say("download.label") }, downloadButton("csv"), downloadButton("geojson"));
