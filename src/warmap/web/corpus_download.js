// @ts-check
// What is shown of a corpus as files, made in the page: its places, and their articles by period.

import { corpus, periodCount, periodStarts } from "./corpus_data.js";
import {
  articlesInAll, articlesOf, isPlaceInWindow, isWholeTime, seriesOf, shownPeriods,
} from "./corpus_filters.js";
import { fileNameOf, geojsonText, tableText } from "./csv.js";
import { data, places } from "./data.js";
import { el } from "./dom.js";
import { originOf, saveFile } from "./files.js";
import { isoOf } from "./periods.js";
import { announce } from "./selection.js";
import { say, sayCount } from "./words.js";

const PLACE_COLUMNS = ["name", "local_name", "kind", "country", "admin1", "population", "source", "source_id", "geonameid",
  "precision", "radius_km", "lat", "lon", "articles", "articles_in_all", "unsure_in_all", "window_from", "window_to"];
const PERIOD_COLUMNS = ["period", "name", "source", "source_id", "lat", "lon", "articles"];

/** The first and the last day of the window. */
export function windowDays() {
  const { from, to } = shownPeriods();
  if (!periodCount) return { from: "", to: "" };
  return { from: isoOf(periodStarts[from]), to: isoOf(periodStarts[to + 1] - 1) };
}

/** The places that are shown, most articles first. */
const shownNumbers = () => places.map((_, number) => number).filter(isPlaceInWindow)
  .sort((a, b) => articlesOf(b) - articlesOf(a));

/** @param {import("./data.js").Place} place */
function knownOf(place) {
  const [lat, lon] = place.point || [place.lat, place.lon];
  const local = place.local || (place.english && place.country === "UA" ? place.name : "");
  return { name: place.english || place.name, local_name: local, ...originOf(place.id), lat, lon };
}

function placeRecords() {
  const days = windowDays();
  return shownNumbers().map((number) => {
    const place = places[number];
    return { ...knownOf(place), kind: place.kind, country: place.country, admin1: place.admin1,
      population: place.population, geonameid: place.geonameid, precision: place.precision, radius_km: place.radius_km,
      articles: articlesOf(number), articles_in_all: articlesInAll(number), unsure_in_all: corpus.unsure[number],
      window_from: days.from, window_to: days.to };
  });
}

/** A row for each place and period that has articles. */
function periodRecords() {
  const { from, to } = shownPeriods();
  return shownNumbers().flatMap((number) => {
    const known = knownOf(places[number]);
    const series = seriesOf(number);
    const rows = [];
    for (let period = from; period <= to && period < periodCount; period += 1) {
      if (series[period]) rows.push({ period: corpus.periods[period], ...known, articles: series[period] });
    }
    return rows;
  });
}

/** @param {"csv" | "geojson" | "periods"} what */
function saveCorpus(what) {
  const records = what === "periods" ? periodRecords() : placeRecords();
  const days = windowDays();
  const time = isWholeTime() ? "" : ` ${days.from} ${days.to}`;
  const name = fileNameOf(`${data.article.title}${time}`, what === "geojson" ? "geojson" : "csv");
  if (what === "geojson") saveFile(name, geojsonText(records), "application/geo+json");
  else {
    const columns = what === "periods" ? PERIOD_COLUMNS : PLACE_COLUMNS;
    saveFile(what === "periods" ? name.replace(/places\.csv$/, "by-period.csv") : name, tableText(columns, records), "text/csv");
  }
  announce(sayCount("corpus.download.done", records.length));
}

/** @param {"csv" | "geojson" | "periods"} what */
const saveButton = (what) => el("button", { type: "button", class: "plain-button", title: say(`corpus.download.explained.${what}`),
  onclick: () => saveCorpus(what) }, el("span", { "aria-hidden": "true" }, "↓ "), say(`corpus.download.${what}`));

export const corpusDownloads = () => el("div", { class: "downloads", role: "group", "aria-label": say("download.label") },
  saveButton("csv"), saveButton("geojson"), saveButton("periods"));
