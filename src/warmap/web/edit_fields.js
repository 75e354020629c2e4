// @ts-check
// The fields of the form for corrections: labelled, and with what is wrong said beside them.

import { el } from "./dom.js";
import { say } from "./words.js";

/** @typedef {HTMLInputElement | HTMLSelectElement} Control */
/** @typedef {{ value: string, words: string, group?: string }} Choice */

/** A label, its control, and room for what is wrong with it.
 * @param {string} name @param {HTMLElement} control @param {string} [hint] */
export function labelled(name, control, hint = "") {
  const id = `edit-${name}`;
  control.id = id;
  control.setAttribute("name", name);
  if (hint) control.setAttribute("aria-describedby", `${id}-hint`);
  return el("div", { class: `field field-${name}` },
    el("label", { for: id }, say(`edit.field.${name}`)), control,
    hint ? el("p", { class: "hint", id: `${id}-hint` }, hint) : null,
    el("p", { class: "wrong", id: `${id}-wrong`, hidden: true }));
}

/** @param {Choice[]} choices @param {string} chosen */
export function selectOf(choices, chosen) {
  const select = /** @type {HTMLSelectElement} */ (el("select"));
  /** @type {Map<string, HTMLElement>} */
  const groups = new Map();
  for (const { value, words, group } of choices) {
    const option = el("option", { value, selected: value === chosen }, words);
    if (!group) {
      select.append(option);
      continue;
    }
    const held = groups.get(group) || el("optgroup", { label: group });
    if (!groups.has(group)) select.append(held);
    groups.set(group, held);
    held.append(option);
  }
  return select;
}

/** @param {string} value @param {boolean} [decimal] */
export const inputOf = (value, decimal = false) => /** @type {HTMLInputElement} */ (el("input",
  { type: "text", value, autocomplete: "off", inputmode: decimal ? "decimal" : null, maxlength: decimal ? 20 : 300 }));

/** Say beside a field what is wrong with it, or with "" that nothing is.
 * @param {HTMLElement} control @param {string} words */
export function tellWrong(control, words) {
  const wrong = document.getElementById(`${control.id}-wrong`);
  if (!wrong) return;
  wrong.textContent = words;
  wrong.hidden = !words;
  const hint = document.getElementById(`${control.id}-hint`);
  const told = [hint ? hint.id : "", words ? wrong.id : ""].filter(Boolean).join(" ");
  if (told) control.setAttribute("aria-describedby", told);
  else control.removeAttribute("aria-describedby");
  if (words) control.setAttribute("aria-invalid", "true");
  else control.removeAttribute("aria-invalid");
}

/** Degrees as people write them, or null. @param {string} text @param {number} most */
export function degreesIn(text, most) {
  const plain = text.trim().replace(",", ".").replace("\u2212", "-").replace(/\s*°$/, "");
  if (!/^[+-]?(\d+\.?\d*|\.\d+)$/.test(plain)) return null;
  const value = Number(plain);
  return Math.abs(value) <= most ? value : null;
}

/** Whether a place list can hold a name, which is compared by its letters and digits.
 * @param {string} name */
export const isName = (name) => /[\p{L}\p{N}]/u.test(name.replace(/[ьЬ]/g, ""));
