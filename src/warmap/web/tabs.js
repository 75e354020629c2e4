// @ts-check
// The parts of the text pane as tabs. Without this script all of them stand one below the other.
// A hidden part can still be found by the browser's own search, which then opens its tab.

import { byId } from "./dom.js";
import { emit, on } from "./events.js";
import { makeWhole } from "./later.js";

/** @type {string[]} */
let panelNames = [];

/** @param {string} name */
export const panelOf = (name) => byId(`panel-${name}`);

let shownPanel = "";

/** @param {string} name @param {{ focus?: boolean }} [how] */
export function showPanel(name, { focus = false } = {}) {
  if (name === shownPanel) return;
  if (name !== panelNames[0]) makeWhole();
  const before = shownPanel;
  shownPanel = name;
  for (const each of panelNames) {
    const tab = byId(`tab-${each}`);
    const chosen = each === name;
    tab.setAttribute("aria-selected", String(chosen));
    tab.tabIndex = chosen ? 0 : -1;
    if (chosen) panelOf(each).removeAttribute("hidden");
    else panelOf(each).setAttribute("hidden", "until-found");
    if (chosen && focus) tab.focus();
  }
  // Not at the start, when nothing is scrolled and the browser would have to lay out the page for it.
  if (before) byId("text-pane").scrollTop = Math.min(byId("text-pane").scrollTop, byId("bar").offsetTop);
  emit("shown", { name });
}

/** @param {KeyboardEvent} event */
function moveAlong(event) {
  const open = panelNames.filter((name) => !byId(`tab-${name}`).hidden);
  const here = open.indexOf(shownPanel);
  /** @type {Record<string, number>} */
  const steps = { ArrowRight: here + 1, ArrowLeft: here - 1, Home: 0, End: open.length - 1 };
  if (!(event.key in steps)) return;
  event.preventDefault();
  showPanel(open[(steps[event.key] + open.length) % open.length], { focus: true });
}

/** @param {string[]} names Of the parts; the first is shown at once. */
export function makeTabs(names) {
  panelNames = names;
  for (const name of names) {
    const panel = panelOf(name);
    panel.setAttribute("role", "tabpanel");
    panel.removeAttribute("aria-label");
    panel.setAttribute("aria-labelledby", `tab-${name}`);
    panel.addEventListener("beforematch", () => showPanel(name));
    byId(`tab-${name}`).addEventListener("click", () => showPanel(name));
  }
  byId("tabs").addEventListener("keydown", moveAlong);
  on("panel", ({ name }) => showPanel(name));
  showPanel(names[0]);
}
