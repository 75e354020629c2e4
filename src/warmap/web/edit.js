// @ts-check
// Correcting in the page: a mode of the reader's, a bar with what was corrected, and the place list
// that makes the same map again, corrected. Nothing is sent, and nothing is kept.

import { mentions, places } from "./data.js";
import { byId, el } from "./dom.js";
import { saveFile } from "./files.js";
import { book, correctedList, isUnsaved, listWasSaved, noteOn, takeAllBack, takeBack } from "./edit_book.js";
import { closeForm, closeOnEscape, openForm } from "./edit_form.js";
import { armMarkers, listenOnMap, stopPicking } from "./edit_map.js";
import { choosable, makeUnresolvedChoosable, selectedSpan } from "./edit_sentences.js";
import { on } from "./events.js";
import { plainLine } from "./place_rows.js";
import { dress } from "./reading.js";
import { announce } from "./selection.js";
import { say, sayCount } from "./words.js";

/** @param {string} key @param {() => void} act @param {string} [id] */
const barButton = (key, act, id) => el("button", { type: "button", class: "plain-button", id, onclick: act }, say(key));

function saveCorrections() {
  saveFile("places.csv", correctedList(), "text/csv");
  listWasSaved();
  announce(say("edit.saved"));
}

/** @param {import("./corrections.js").Correction} correction */
function correctionEntry({ number, words, note }) {
  const field = el("input", { type: "text", value: note, maxlength: 300, "aria-label": say("edit.note-on", { what: words }),
    placeholder: say("edit.field.note"),
    onchange: (event) => noteOn(number, plainLine(event.currentTarget.value)) });
  const undo = el("button", { type: "button", class: "plain-button", "aria-label": say("edit.undo-what", { what: words }),
    onclick: () => {
      takeBack(number);
      byId("edit-summary").focus();
    } }, say("edit.undo"));
  return el("li", { "data-correction": number }, el("span", { class: "did", dir: "auto" }, words), field, undo);
}

function listCorrections() {
  const count = book.corrections.length;
  const summary = byId("edit-summary");
  summary.textContent = sayCount("edit.count", count);
  const list = byId("edit-corrections");
  list.replaceChildren(...book.corrections.map(correctionEntry));
  byId("edit-undo-all").toggleAttribute("disabled", !count);
}

/** The button that appears beside selected words. */
const adder = el("button", { type: "button", id: "edit-adder", hidden: true,
  onmousedown: (/** @type {Event} */ event) => event.preventDefault(), onclick: addSelected }, "");

function addSelected() {
  const span = selectedSpan();
  adder.hidden = true;
  if (span === "sentence") announce(say("edit.wrong.sentence"));
  else if (span) openForm({ place: -1, mention: null, spans: [span], from: "" });
}

function offerSelected() {
  const span = choosable.on ? selectedSpan() : null;
  adder.hidden = !span;
  if (!span) return;
  const range = /** @type {Selection} */ (getSelection()).getRangeAt(0);
  const box = range.getBoundingClientRect();
  adder.textContent = span === "sentence" ? say("edit.wrong.sentence") : say("edit.add-here");
  adder.style.left = `${Math.max(8, Math.min(box.left, innerWidth - 200))}px`;
  adder.style.top = `${Math.min(box.bottom + 8, innerHeight - 48)}px`;
}

function addTyped() {
  const span = selectedSpan();
  const spans = span && span !== "sentence" ? [span] : [];
  openForm({ place: -1, mention: null, spans, from: "#edit-add" });
}

/** @param {boolean} active */
function setEditing(active) {
  makeUnresolvedChoosable(active);
  document.documentElement.classList.toggle("editing", active);
  byId("edit-toggle").setAttribute("aria-pressed", String(active));
  byId("edit-tools").hidden = !active;
  if (!active) closeForm();
  stopPicking();
  armMarkers();
  offerSelected();
  announce(say(active ? "edit.on" : "edit.off"));
}

/** In a card: the way to the form.
 * @param {{ place: number, mention: number | null, card: HTMLElement }} chosen */
function addToCard({ place, mention, card }) {
  if (!choosable.on) return;
  const from = mention !== null ? `#m-${mention}` : `[data-place="${places[place].key}"]`;
  const button = el("button", { type: "button", class: "plain-button edit-this",
    onclick: () => openForm({ place, mention, spans: null, from }) }, say("edit.this"));
  card.querySelector("h2")?.after(button);
}

/** An unresolved name has no card; while the reader corrects, it opens the form itself.
 * @param {Event} event */
function chooseUnresolved(event) {
  const node = event.target instanceof Element ? event.target.closest("span.m") : null;
  if (!choosable.on || !node) return;
  if (event instanceof KeyboardEvent && event.key !== "Enter" && event.key !== " ") return;
  const block = node.closest(".block");
  if (block) dress(block);
  event.preventDefault();
  const mention = mentions[Number(node.id.slice(2))];
  if (mention && mention.place < 0) openForm({ place: -1, mention: mention.number, spans: null, from: `#${node.id}` });
}

function makeBar() {
  byId("edit-bar").replaceChildren(
    el("button", { type: "button", id: "edit-toggle", class: "plain-button", "aria-pressed": "false",
      onclick: () => setEditing(!choosable.on) }, el("span", { "aria-hidden": "true" }, "✎ "),
    el("span", { class: "word" }, say("edit.toggle"))),
    el("div", { id: "edit-tools", role: "group", "aria-label": say("edit.toggle"), hidden: true },
      el("p", { class: "hint" }, say("edit.how")),
      el("div", { class: "edit-buttons" }, barButton("edit.add-place", addTyped, "edit-add"),
        barButton("edit.save", saveCorrections, "edit-save")),
      el("details", { id: "edit-list" }, el("summary", { id: "edit-summary" }),
        el("ol", { id: "edit-corrections" }), barButton("edit.undo-all", () => {
          takeAllBack();
          byId("edit-summary").focus();
        }, "edit-undo-all")),
      el("div", { id: "edit-form", hidden: true, onkeydown: closeOnEscape })));
  document.body.append(adder);
  listCorrections();
}

export function letReadersCorrect() {
  makeBar();
  listenOnMap();
  on("edited", listCorrections);
  on("chosen", addToCard);
  const article = byId("article");
  article.addEventListener("click", chooseUnresolved);
  article.addEventListener("keydown", chooseUnresolved);
  document.addEventListener("selectionchange", offerSelected);
  byId("text-pane").addEventListener("scroll", () => { adder.hidden = true; }, { passive: true });
  addEventListener("beforeunload", (event) => {
    if (isUnsaved()) event.preventDefault();
  });
}
