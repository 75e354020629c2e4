// @ts-check
// Files that the page makes for its reader, and what they say of a place's origin.

import { el } from "./dom.js";

/** @typedef {{ source: string, source_id: string }} Origin */

/** "iso:UA-14" → Natural Earth's UA-14. @param {string} id @returns {Origin} */
export function originOf(id) {
  const cut = id.indexOf(":");
  const prefix = id.slice(0, cut);
  return { source: prefix === "iso" ? "natural_earth" : prefix, source_id: id.slice(cut + 1) };
}

/** Give the reader a file. Nothing leaves the page: the browser only saves it.
 * @param {string} name @param {string} text @param {string} type */
export function saveFile(name, text, type) {
  const address = URL.createObjectURL(new Blob([text], { type: `${type};charset=utf-8` }));
  const link = el("a", { href: address, download: name, hidden: true });
  document.body.append(link);
  /** @type {HTMLAnchorElement} */ (link).click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}
