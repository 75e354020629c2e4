// @ts-check
// Corrections → the rows of a place list, as warmap's `placerows.py` reads them: the rows that the
// page was made with, then one for each thing that is said of mentions, with their spans.

import { inTextOrder } from "./corrections.js";

/**
 * @typedef {import("./corrections.js").Book} Book
 * @typedef {import("./corrections.js").EditedMention} Subject
 * @typedef {import("./corrections.js").EditedPlace} Target
 * @typedef {Record<string, string>} Row The cells that a row has, by column.
 * @typedef {{ columns: string[], rows: string[][], of: number[][] }} Listed
 */

/** Ids that a place list may have; a place of another source is told by its point. */
const LISTABLE = /^(geonames|katottg|iso|warmap):\S+$/;
/** Spreadsheets run what begins so; the reader takes the apostrophe off again. */
const RUNNABLE = /^\x27*[=+\-@]/;

/** One line, without control characters. @param {string} text */
export const plainLine = (text) => text.replace(/[\p{Cc}\s]+/gu, " ").trim();

/** @param {string} text */
const guarded = (text) => (RUNNABLE.test(text) ? `'${text}` : text);

/** @param {string[]} names */
const nameCell = (names) => guarded([...new Set(names.map(plainLine).filter(Boolean))]
  .map((name) => name.replace(/[\\|]/g, "\\$&")).join("|"));

/** @param {number} degrees */
const degreesCell = (degrees) => String(Math.round(1e6 * degrees) / 1e6);

/** The spelling of a place that a list shows. @param {Target} place */
const listedName = (place) => place.english || place.name;

/** @param {Target} place */
const isById = (place) => LISTABLE.test(place.id);

/** The cells of a place, without those that say of what.
 * @param {Target} place @param {Row} known What the page's own list says of it. @returns {Row} */
function placeCells(place, known) {
  /** @type {Row} */
  const cells = {};
  for (const column of ["kind", "country", "admin1", "source"]) if (known[column]) cells[column] = known[column];
  if (isById(place)) cells.id = place.id;
  if (isById(place) && !place.moved) {
    for (const column of ["precision", "radius_km"]) if (known[column]) cells[column] = known[column];
  } else {
    const [lat, lon] = place.point || [place.lat, place.lon];
    Object.assign(cells, { lat: degreesCell(lat), lon: degreesCell(lon) });
  }
  if (place.kindChanged) cells.kind = place.kind;
  if (isById(place)) return cells;
  cells.kind = place.kind;
  if (/^[A-Z]{2}$/.test(place.country)) cells.country = place.country;
  if (/^[A-Z]{2}-[A-Z0-9]{1,3}$/.test(place.admin1)) cells.admin1 = place.admin1;
  if (place.radius_km > 0) Object.assign(cells, { precision: place.precision, radius_km: String(place.radius_km) });
  return cells;
}

/** @param {(string[] | undefined)[]} notes */
const noteCell = (...notes) => guarded([...new Set(notes.flatMap((each) => each || []).map(plainLine))]
  .filter(Boolean).join("; "));

/** What the page's list says, by the number of the mention that its rows decided.
 * @param {Listed} listed @returns {Map<number, Row>} */
function decidedRows(listed) {
  const found = new Map();
  listed.of.forEach((numbers, row) => {
    const cells = Object.fromEntries(listed.columns.map((column, i) => [column, listed.rows[row][i]]));
    for (const number of numbers) found.set(number, cells);
  });
  return found;
}

/** Mentions that need a row: those corrected, and all of a place whose own row changes.
 * @param {Book} book @returns {Subject[]} */
function subjectsOf(book) {
  const corrected = book.mentions.filter((each) => each.edited && each.start >= 0
    && each.status !== "absent");
  const numbers = new Set(corrected.map((mention) => mention.number));
  book.places.forEach((place) => {
    // Without an id, a place is what its rows say: then all of them must say the same.
    const whole = place.edited || (!isById(place) && place.mentions.some((each) => numbers.has(each)));
    if (whole) for (const number of place.mentions) numbers.add(number);
  });
  return [...numbers].map((number) => book.mentions[number]).sort(inTextOrder);
}

/** The row that says a mention's place. @param {Book} book @param {Subject} mention
 * @param {Map<number, Row>} decided @returns {{ cells: Row, names: string[] }} */
function rowOf(book, mention, decided) {
  const note = mention.notes || [];
  if (mention.status !== "resolved") {
    const told = mention.role !== book.mentionBefore(mention.number).role || decided.has(mention.number);
    return { cells: { action: "drop", role: told ? mention.role : "", note: noteCell(note) }, names: [] };
  }
  const place = book.places[mention.place];
  const told = book.placeBefore(mention.place).mentions.find((number) => decided.has(number)
    && book.mentionBefore(number).place === mention.place);
  const known = told === undefined ? {} : decided.get(told) || {};
  const own = known.note && !note.length ? known.note : noteCell(note, place.notes);
  /** @type {Row} */
  const cells = { ...placeCells(place, known), role: mention.role, note: own };
  const byPoint = Boolean(cells.lat);
  return { cells: { action: isById(place) && place.moved ? "move" : "pin", ...cells },
    names: byPoint ? [listedName(place)] : [] };
}

/** Of which article a mention is, by its number from 1, where the list tells it: spans count from
 * the start of their article. @param {Listed} listed @param {Subject} mention @returns {Row} */
const articleCell = (listed, mention) =>
  (listed.columns.includes("article") ? { article: String(mention.article + 1) } : {});

/** Rows for mentions; those that say the same are one. @param {Book} book @param {Map<number, Row>} decided
 * @param {Listed} listed */
function mentionRows(book, decided, listed) {
  /** @type {Map<string, { cells: Row, names: string[], spans: string[] }>} */
  const groups = new Map();
  for (const mention of subjectsOf(book)) {
    const { cells: told, names } = rowOf(book, mention, decided);
    const cells = { ...told, ...articleCell(listed, mention) };
    const key = JSON.stringify([cells, names]);
    const group = groups.get(key) || { cells, names, spans: [] };
    groups.set(key, group);
    group.names = [...group.names, mention.text];
    group.spans.push(`${mention.start}..${mention.start + [...mention.text].length}`);
  }
  return [...groups.values()].map(({ cells, names, spans }) =>
    ({ ...cells, name: nameCell(names), spans: spans.join(",") }));
}

/** The row of a place that no mention names. @param {Book} book @param {Subject} mention
 * @param {Row} before @returns {Row | null} */
function addedRow(book, mention, before) {
  if (mention.status !== "resolved") return null;
  const place = book.places[mention.place];
  const changed = mention.edited || place.edited;
  if (!changed) return before;
  return { ...before, lat: "", lon: "", id: "", kind: "", precision: "", radius_km: "",
    ...placeCells(place, before), action: "add",
    name: nameCell([listedName(place), mention.text]), role: mention.role,
    note: noteCell(mention.notes, place.notes) || before.note || "" };
}

/** All rows of the place list that makes the same map, corrected.
 * @param {Book} book @param {Listed} listed @returns {Row[]} */
export function placeRows(book, listed) {
  const decided = decidedRows(listed);
  const unnamed = new Map([...decided].filter(([number]) => book.mentionBefore(number).start < 0));
  const kept = listed.rows.map((row, i) => {
    const cells = Object.fromEntries(listed.columns.map((column, at) => [column, row[at]]));
    const number = listed.of[i].find((each) => unnamed.has(each));
    return number === undefined ? cells : addedRow(book, book.mentions[number], cells);
  });
  const added = book.mentions.filter((each) => each.start < 0 && each.added)
    .map((mention) => addedRow(book, mention, articleCell(listed, mention)));
  const named = mentionRows(book, decided, listed);
  return [...kept.flatMap((row) => (row ? yielding(row, named) : [])), ...named, ...added]
    .filter((row) => row !== null);
}

/** @param {Row} row */
const spansOf = (row) => (row.spans || "").split(",").filter(Boolean);

/** @param {Row} row @param {Row} other */
const inOneArticle = (row, other) => !row.article || !other.article || row.article === other.article;

/** A row of the page's own list without the spans that new rows speak for: of two rows for one
 * mention neither would count. @param {Row} row @param {Row[]} named @returns {Row[]} */
function yielding(row, named) {
  const taken = new Set(named.filter((each) => inOneArticle(row, each)).flatMap(spansOf));
  const spans = spansOf(row);
  const left = spans.filter((span) => !taken.has(span));
  if (left.length === spans.length) return [row];
  return left.length ? [{ ...row, spans: left.join(",") }] : [];
}

/** @param {string} text */
const quotedCell = (text) => (/[\x22,;\r\n]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);

/** The file: the mark in front tells spreadsheets that it is UTF-8.
 * @param {Row[]} rows @param {string[]} columns */
export function placeListText(rows, columns) {
  const lines = [columns, ...rows.map((row) => columns.map((column) => row[column] || ""))];
  return `\ufeff${lines.map((line) => line.map(quotedCell).join(",")).join("\n")}\n`;
}
