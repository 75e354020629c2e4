// @ts-check
// Records → the text of a file: CSV by RFC 4180, GeoJSON by RFC 7946. Both have the columns of the
// places frame of warmap's Python side, which reads them again.

/**
 * @typedef {Record<string, string | number | null | undefined>} PlaceRecord A row of the places frame, `lat` and
 *   `lon` (degrees, or null) in place of its point.
 */

/** The columns of the frame, in its order, then the point. */
export const FRAME = [
  "start", "end", "mention", "quote", "name", "local_name", "kind", "role", "country", "admin1",
  "population", "source", "source_id", "geonameid", "precision", "radius_km", "score", "reason",
  "rivals", "status", "lat", "lon",
];

// Spreadsheets read such a text as a formula, and would run what an article says.
const FORMULA = /^[=+\-@\t\r]/;

/** @param {string | number | null | undefined} value */
export function csvCell(value) {
  if (value === null || value === undefined) return "";
  if (typeof value === "number") return String(value);
  const safe = FORMULA.test(value) ? `'${value}` : value;
  return /[\x22,\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** The columns that tell of a record's article, where there are several. */
export const FRAME_OF_ARTICLE = ["article", "article_source", "article_date"];

/**
 * A table as text. Lines end as RFC 4180 says. The mark in front tells Excel that the text is UTF-8, without which it
 * shows Cyrillic names as nonsense; pandas, R and warmap skip it.
 *
 * @param {string[]} columns
 * @param {PlaceRecord[]} records
 */
export function tableText(columns, records) {
  const rows = [columns, ...records.map((record) => columns.map((name) => record[name]))];
  const lines = rows.map((row) => row.map(csvCell).join(","));
  return `\ufeff${lines.join("\r\n")}\r\n`;
}

/** The rows of the places frame. @param {PlaceRecord[]} records */
export const csvText = (records) => tableText(records.length && "article" in records[0]
  ? [...FRAME, ...FRAME_OF_ARTICLE] : FRAME, records);

/** @param {PlaceRecord} record */
function featureOf({ lat, lon, ...properties }) {
  const geometry = lat === null ? null : { type: "Point", coordinates: [lon, lat] };
  return JSON.stringify({ type: "Feature", geometry, properties });
}

/** One feature on each line. @param {PlaceRecord[]} records */
export const geojsonText = (records) =>
  `{"type": "FeatureCollection", "features": [\n${records.map(featureOf).join(",\n")}\n]}\n`;

/** A file's name out of a title: letters and digits of any script.
 * @param {string} title @param {string} ending */
export function fileNameOf(title, ending) {
  const plain = title.normalize("NFC").toLowerCase().replace(/[^\p{L}\p{N}]+/gu, "-");
  const short = [...plain].slice(0, 60).join("").replace(/^-+|-+$/g, "");
  return `${short ? `${short}-` : ""}places.${ending}`;
}
