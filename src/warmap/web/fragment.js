// @ts-check
// The part of the page's address that leads into it, for all kinds of pages.

/** @param {string} fragment */
export function setAddress(fragment) {
  // Pages inside a notebook's frame have no address of their own.
  if (location.protocol !== "about:") history.replaceState(null, "", fragment);
}

/**
 * In a notebook's frame links are relative to the notebook: they would load that into the frame.
 * @param {MouseEvent} event
 */
function stayInFrame(event) {
  const link = event.target instanceof Element ? event.target.closest("a[href^='#']") : null;
  if (!(link instanceof HTMLAnchorElement) || event.defaultPrevented) return;
  event.preventDefault();
  location.hash = link.hash;
}

/** Links inside of the page also work in a notebook's frame. */
export function keepLinksInFrame() {
  if (location.protocol === "about:") addEventListener("click", stayInFrame);
}
