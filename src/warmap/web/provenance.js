// @ts-check
// What can be done in the part about the map: take its data along, cite it, and set one key.

import { byId, el } from "./dom.js";
import { useSearchKey } from "./filter_bar.js";
import { announce } from "./selection.js";
import { say } from "./words.js";

async function copyCitation() {
  const node = byId("citation");
  try {
    await navigator.clipboard.writeText((node.textContent || "").trim());
    announce(say("about.copied"));
  } catch {
    // In a frame the clipboard may be closed; the sentence is chosen then, for the reader to copy.
    getSelection()?.selectAllChildren(node);
    announce(say("about.selected"));
  }
}

/** @param {HTMLElement} downloads @param {string} explained What the files hold. */
export function completeAbout(downloads, explained) {
  byId("citation").after(el("button", { type: "button", class: "plain-button", id: "copy-citation",
    onclick: copyCitation }, say("about.copy")));
  byId("citation").previousElementSibling?.before(el("section", {}, el("h2", {}, say("download.title")),
    el("p", {}, explained), downloads));
  byId("credits").append(el("section", {}, el("h2", {}, say("about.keys")),
    el("label", { class: "key" }, el("input", { type: "checkbox", checked: true,
      onchange: (event) => useSearchKey(event.target.checked) }), " ", say("about.slash"))));
}
