// @ts-check
// The form that corrects a mention or a place, or adds one. Its fields say what is so; what is
// changed in them becomes the correction.

import { mentions, places, units } from "./data.js";
import { byId, el, narrow } from "./dom.js";
import { book, commit } from "./edit_book.js";
import { degreesIn, inputOf, isName, labelled, selectOf, tellWrong } from "./edit_fields.js";
import { heading, mentionsNamed, mentionsOf, placeChoices, placeWords, rivalsHere, scopeChoices,
  startingName, startingRole } from "./edit_matter.js";
import { pickPoint, rounded, stopPicking } from "./edit_map.js";
import { occurrencesOf, surroundingsOf } from "./edit_sentences.js";
import { isGone, shareWords } from "./corrections.js";
import { articlesAskedFor } from "./filters.js";
import { map } from "./leaflet_map.js";
import { plainLine } from "./place_rows.js";
import { announce, closeCard } from "./selection.js";
import { setSheet } from "./sheet.js";
import { say, sayCount } from "./words.js";

/**
 * @typedef {import("./edit_sentences.js").Span} Span
 * @typedef {import("./edit_matter.js").Matter} Matter
 * @typedef {Record<string, HTMLInputElement | HTMLSelectElement>} Controls
 */

const KIND_CHOICES = ["country", "region", "district", "city", "town", "village", "sea", "river", "site", "other"];
const ROLE_CHOICES = /** @type {const} */ (["literal", "government", "associative"]);
/** So many occurrences of a name are offered. */
const OCCURRENCES = 50;

/** @type {Matter} */
let matter = { place: -1, mention: null, spans: null, from: "" };
/** @type {Controls} */
let controls = {};
/** @type {Span[]} */
let offered = [];

const formRoom = () => byId("edit-form");

/** @returns {number[]} */
function scopeMentions() {
  if (!controls.scope || controls.scope.value === "place") return mentionsOf(matter.place);
  const mention = /** @type {number} */ (matter.mention);
  return controls.scope.value === "name" ? mentionsNamed(mention) : [mention];
}

/** @returns {{ name: string, kind: string, lat: number, lon: number, where: string } | null} */
function chosenPlace() {
  const { value } = controls.place;
  if (value === "" || value === "new") return null;
  if (!value.startsWith("rival ")) return places[Number(value)];
  const id = value.slice("rival ".length);
  return places.find((place) => place.id === id) || rivalsHere(matter).find((rival) => rival.id === id) || null;
}

function fillFromPlace() {
  const place = chosenPlace();
  if (place) {
    controls.kind.value = place.kind;
    controls.lat.value = String(rounded(place.lat));
    controls.lon.value = String(rounded(place.lon));
  } else if (controls.place.value === "new") {
    controls.lat.value = "";
    controls.lon.value = "";
  }
  const area = place && "shape" in place && place.shape;
  const hint = document.getElementById("edit-lat-hint");
  if (hint) hint.textContent = area ? say("edit.hint.area") : say("edit.hint.point");
  const named = controls.name.closest(".field");
  if (named instanceof HTMLElement) named.hidden = controls.place.value !== "new" && !(matter.spans && !matter.spans.length);
}

function makeControls() {
  const role = startingRole(matter);
  controls = {
    scope: selectOf(scopeChoices(matter), ""),
    place: selectOf(placeChoices(matter), matter.place >= 0 ? String(matter.place) : matter.spans ? "new" : ""),
    name: inputOf(startingName(matter)),
    kind: selectOf(KIND_CHOICES.map((kind) => ({ value: kind, words: say(`kind.${kind}`) })), "other"),
    role: selectOf([...(role ? [] : [{ value: "", words: say("edit.as-is") }]),
      ...ROLE_CHOICES.map((each) => ({ value: each, words: say(`role.${each}`) }))], role),
    lat: inputOf("", true),
    lon: inputOf("", true),
    note: inputOf(""),
  };
  controls.place.addEventListener("change", fillFromPlace);
}

/** @param {number} lat @param {number} lon */
function takeCoordinates(lat, lon) {
  controls.lat.value = String(lat);
  controls.lon.value = String(lon);
  tellWrong(controls.lat, "");
  tellWrong(controls.lon, "");
  if (narrow.matches) setSheet("full");
  controls.lat.focus();
  announce(say("edit.picked", { lat, lon }));
}

function pointButtons() {
  return el("div", { class: "point-buttons" },
    el("button", { type: "button", class: "plain-button", onclick: () => {
      if (narrow.matches) setSheet("low");
      pickPoint(takeCoordinates);
    } }, say("edit.pick-button")),
    el("button", { type: "button", class: "plain-button", onclick: () => {
      const { lat, lng } = map.getCenter().wrap();
      takeCoordinates(rounded(lat), rounded(lng));
    } }, say("edit.middle")));
}

/** The occurrences of a typed name, each of which can be left out. */
function offerOccurrences() {
  const name = plainLine(controls.name.value);
  const room = byId("edit-occurrences");
  offered = isName(name) ? occurrencesOf(name, OCCURRENCES).filter((span) =>
    !mentions.some((each) => !isGone(each) && shareWords(each, asMention(span)))) : [];
  if (!isName(name)) {
    room.replaceChildren();
    return;
  }
  room.replaceChildren(el("legend", {}, offered.length ? sayCount("edit.found", offered.length) : say("edit.unfound")),
    ...offered.map((span, i) => {
      const [before, text, after] = surroundingsOf(span);
      return el("label", { class: "occurrence" },
        el("input", { type: "checkbox", value: i, checked: true }), " ",
        el("span", { dir: "auto" }, before, el("mark", {}, text), after));
    }));
}

/** @param {string} name @param {string} [hint] */
const fieldOf = (name, hint) => labelled(name, controls[name], hint);

/**
 * Open the form.
 *
 * @param {Matter} next
 */
export function openForm(next) {
  stopPicking();
  matter = next;
  offered = [];
  makeControls();
  const typed = matter.spans !== null && !matter.spans.length;
  const occurrences = typed ? el("fieldset", { id: "edit-occurrences" }) : null;
  const form = el("form", { class: "edit-form", "aria-labelledby": "edit-heading", novalidate: true, onsubmit: apply },
    el("h2", { id: "edit-heading", tabindex: "-1", dir: "auto" }, heading(matter)),
    el("div", { class: "fields" },
      matter.spans ? null : fieldOf("scope"),
      typed ? fieldOf("name") : null, occurrences,
      fieldOf("place"), typed ? null : fieldOf("name"), fieldOf("role"),
      fieldOf("kind", matter.spans ? "" : say("edit.hint.kind")),
      fieldOf("lat", say("edit.hint.point")), fieldOf("lon"), pointButtons(), fieldOf("note")),
    el("p", { class: "wrong", id: "edit-nothing", role: "alert" }),
    el("div", { class: "form-buttons" },
      el("button", { type: "submit", class: "plain-button main" }, say(matter.spans ? "edit.add" : "edit.apply")),
      matter.spans ? null : el("button", { type: "button", class: "plain-button", onclick: dropAll }, say("edit.drop")),
      el("button", { type: "button", class: "plain-button", onclick: () => closeForm() }, say("edit.cancel"))));
  formRoom().replaceChildren(form);
  formRoom().hidden = false;
  if (typed) {
    controls.name.addEventListener("input", offerOccurrences);
    offerOccurrences();
  }
  fillFromPlace();
  if (narrow.matches) {
    closeCard();
    setSheet("full");
  }
  (typed ? controls.name : controls[matter.spans ? "place" : "scope"]).focus();
}

export function closeForm() {
  if (formRoom().hidden) return;
  stopPicking();
  formRoom().hidden = true;
  formRoom().replaceChildren();
  if (narrow.matches) setSheet("half");
  const back = matter.from && document.querySelector(matter.from);
  if (back instanceof HTMLElement || back instanceof SVGElement) back.focus({ preventScroll: true });
  else byId("edit-toggle").focus();
}

/** Whether what stands in the fields can be: says what can't, and leads there. */
function check() {
  /** @type {[HTMLElement, string][]} */
  const wrong = [];
  const place = chosenPlace();
  const pointed = controls.place.value !== "" && (controls.place.value === "new" || place);
  if (matter.spans && controls.place.value === "") wrong.push([controls.place, say("edit.wrong.place")]);
  if (controls.place.value === "new" || (matter.spans && !matter.spans.length)) {
    if (!isName(plainLine(controls.name.value))) wrong.push([controls.name, say("edit.wrong.name")]);
  }
  if (pointed && degreesIn(controls.lat.value, 90) === null) wrong.push([controls.lat, say("edit.wrong.lat")]);
  if (pointed && degreesIn(controls.lon.value, 180) === null) wrong.push([controls.lon, say("edit.wrong.lon")]);
  for (const control of Object.values(controls)) tellWrong(control, "");
  for (const [control, words] of wrong) tellWrong(control, words);
  if (wrong.length) wrong[0][0].focus();
  return !wrong.length;
}

/** @param {string} words */
function tellNothing(words) {
  byId("edit-nothing").textContent = words;
}

/** The number of the place that is chosen, made if the page doesn't have it. */
function chosenNumber() {
  const { value } = controls.place;
  const key = `edited-${places.length}`;
  const blank = { key, local: "", english: "", former: [], country: "", admin1: "", point: null, where: "",
    population: null, geonameid: null, precision: "exact", radius_km: 0, shape: null, note: "", mentions: [] };
  if (value === "new") {
    return book.makePlace({ ...blank, id: `place_list:${key}`, name: plainLine(controls.name.value),
      kind: controls.kind.value, ...point() });
  }
  if (!value.startsWith("rival ")) return Number(value);
  const id = value.slice("rival ".length);
  const known = places.findIndex((place) => place.id === id);
  if (known >= 0) return known;
  const rival = /** @type {import("./data.js").Rival} */ (rivalsHere(matter).find((each) => each.id === id));
  const code = rival.id.replace(/^iso:/, "");
  const shape = code !== rival.id && units.some((unit) => unit.id === code) ? code : null;
  return book.makePlace({ ...blank, id, name: rival.name, english: rival.english, kind: rival.kind, where: rival.where,
    country: rival.country, admin1: rival.admin1, lat: rival.lat, lon: rival.lon, precision: rival.precision,
    radius_km: rival.radius_km, shape, local: rival.local === rival.name ? "" : rival.local });
}

const point = () => ({ lat: rounded(/** @type {number} */ (degreesIn(controls.lat.value, 90))),
  lon: rounded(/** @type {number} */ (degreesIn(controls.lon.value, 180))) });

/** What is changed of a place itself. @param {number} number
 * @returns {import("./corrections.js").Change[]} */
function placeChanges(number) {
  /** @type {import("./corrections.js").Change[]} */
  const changes = [];
  const place = places[number];
  if (controls.kind.value !== place.kind) changes.push({ type: "kind", place: number, kind: controls.kind.value });
  const { lat, lon } = point();
  if (lat !== rounded(place.lat) || lon !== rounded(place.lon)) changes.push({ type: "move", place: number, lat, lon });
  return changes;
}

/** @param {import("./corrections.js").Change} change */
function changeWords(change) {
  if (change.type === "kind") return say("edit.did.kind", { place: places[change.place].name, kind: say(`kind.${change.kind}`) });
  if (change.type === "move") return say("edit.did.move", { place: places[change.place].name, lat: change.lat, lon: change.lon });
  const name = mentions[change.mentions[0]].text;
  const what = change.mentions.length > 1 ? sayCount("edit.did.names", change.mentions.length, { name }) : say("edit.did.name", { name });
  if (change.type === "drop") return say("edit.did.drop", { what });
  if (change.type === "role") return say("edit.did.role", { what, role: say(`role.${change.role}`) });
  return say(`edit.did.${change.type}`, { what, place: placeWords(places[change.place]) });
}

/** @param {import("./corrections.js").Change[]} changes */
function make(changes) {
  const note = plainLine(controls.note.value);
  closeForm();
  closeCard();
  commit(changes, { note, words: changes.map(changeWords).join("; ") });
  const back = matter.from && document.querySelector(matter.from);
  if (back instanceof HTMLElement || back instanceof SVGElement) back.focus({ preventScroll: true });
  else byId("edit-summary").focus();
}

/** @param {Span} span @returns {import("./data.js").Mention} */
const asMention = (span) => ({ number: -1, place: -1, role: "literal", status: "absent", score: 0, reason: "",
  rivals: [], ...span });

/** @returns {Span[]} */
function chosenSpans() {
  const spans = matter.spans || [];
  if (spans.length) return spans;
  const chosen = [...byId("edit-occurrences").querySelectorAll("input:checked")]
    .map((box) => offered[Number(/** @type {HTMLInputElement} */ (box).value)]);
  const name = plainLine(controls.name.value);
  return chosen.length ? chosen : [{ sentence: -1, start: -1, text: name, article: articlesAskedFor()[0] || 0 }];
}

/** @param {Event} event */
function apply(event) {
  event.preventDefault();
  tellNothing("");
  if (!check()) return;
  if (matter.spans) {
    addMentions();
    return;
  }
  /** @type {import("./corrections.js").Change[]} */
  const changes = [];
  const scope = scopeMentions();
  if (controls.place.value !== "") {
    const number = chosenNumber();
    if (scope.some((each) => mentions[each].place !== number)) changes.push({ type: "choose", mentions: scope, place: number });
    changes.push(...placeChanges(number));
  }
  const role = /** @type {import("./data.js").Role} */ (controls.role.value);
  if (role && scope.some((each) => mentions[each].role !== role)) changes.push({ type: "role", mentions: scope, role });
  if (changes.length) make(changes);
  else tellNothing(say("edit.wrong.nothing"));
}

function addMentions() {
  const spans = chosenSpans();
  const taken = mentions.find((each) => /** @type {import("./corrections.js").EditedMention} */ (each).edited
    && !isGone(each) && spans.some((span) => shareWords(each, asMention(span))));
  if (taken) {
    tellNothing(say("edit.wrong.overlap", { name: taken.text }));
    return;
  }
  const number = chosenNumber();
  const added = spans.map((span) => book.makeMention(asMention(span)));
  const role = /** @type {import("./data.js").Role} */ (controls.role.value);
  const changes = placeChanges(number);
  if (!matter.from) matter.from = `#m-${added[0]}`;
  make([{ type: "add", mentions: added, place: number, role }, ...changes]);
}

function dropAll() {
  make([{ type: "drop", mentions: scopeMentions() }]);
}

/** @param {KeyboardEvent} event */
export function closeOnEscape(event) {
  if (event.key !== "Escape") return;
  event.stopPropagation();
  closeForm();
}
