// @ts-check
// Elements and text. Every text from outside goes through `textNodes`: nothing here parses HTML.

/** @param {string} id */
export const byId = (id) => /** @type {HTMLElement} */ (document.getElementById(id));

// Marks that change the direction of text, and control characters: shown, never obeyed.
// body.py shows the same ones in the article.
const CONTROL =
  /([\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069])/;

/**
 * @param {string} value
 * @returns {Node[]}
 */
export function textNodes(value) {
  return value.split(CONTROL).filter(Boolean).map((piece) => {
    if (!CONTROL.test(piece)) return document.createTextNode(piece);
    const code = /** @type {number} */ (piece.codePointAt(0));
    const mark = document.createElement("span");
    mark.className = "control";
    mark.textContent = `U+${code.toString(16).toUpperCase().padStart(4, "0")}`;
    return mark;
  });
}

/** A text for an attribute or a title, which can't show a control character as a box. */
export const clean = (/** @type {string} */ value) =>
  value.replace(new RegExp(CONTROL.source, "g"), "\ufffd");

/**
 * @typedef {string | Node | null | undefined | false} Child
 * @typedef {string | number | boolean | null | undefined | ((event: any) => void)} Attribute
 */

/**
 * An element: `on…` attributes are listeners, null ones are left out, strings become text nodes.
 *
 * @param {string} name
 * @param {Record<string, Attribute>} [attributes]
 * @param {...(Child | Child[])} children
 * @returns {HTMLElement}
 */
export function el(name, attributes, ...children) {
  const node = document.createElement(name);
  for (const [key, value] of Object.entries(attributes || {})) {
    if (typeof value === "function") node.addEventListener(key.slice(2), value);
    else if (value === true) node.setAttribute(key, "");
    else if (value !== null && value !== undefined && value !== false) {
      node.setAttribute(key, String(value));
    }
  }
  for (const child of children.flat()) {
    if (typeof child === "string") node.append(...textNodes(child));
    else if (child) node.append(child);
  }
  return node;
}

/** Whether the reader asked for less motion; asked anew each time, since it can change. */
export const calm = () => matchMedia("(prefers-reduced-motion: reduce)").matches;

export const narrow = matchMedia("(max-width: 719px)");
