// @ts-check
// How the parts of the page hear of each other: a name, what happened, and who listens.
//
//   chosen   { place, mention, from, at, card }  a place was opened (numbers; mention may be null)
//   closed   {}                             its card was closed
//   hover    { place, on }                  the pointer is over a place or one of its mentions
//   filtered { quiet }                      what is shown has changed (see filters.js); quiet when it will change on
//   settled  {}                             … and stays so for now
//   panel    { name }                       a part of the text pane is asked for (see tabs.js)
//   shown    { name }                       … and is shown now
//   read     { mention }                    a mention is to be shown in the article
//   reading  { mention }                    … and has been
//   whole    { place }                      all articles are to be shown, and this place anew
//   sheet    { height }                     on a small screen the text was made lower or higher
//   printing { on }                         the page is made ready for paper, or for the screen again
//   compare  { mention, from }              what it may mean is to be compared (see alternatives.js)
//   edited   { places, mentions }           corrections changed these (numbers; see edit.js): draw them anew

/** @type {Map<string, ((detail: any) => void)[]>} */
const listeners = new Map();

/** @param {string} name @param {(detail: any) => void} listener */
export function on(name, listener) {
  listeners.set(name, [...(listeners.get(name) || []), listener]);
}

/** @param {string} name @param {any} [detail] */
export function emit(name, detail = {}) {
  for (const listener of listeners.get(name) || []) listener(detail);
}
