// @ts-check
// What the legend of an article's page explains beside the places: rivals, and lines in the text.

import { hasAlternatives } from "./alternatives.js";
import { isUnsure, mentions } from "./data.js";
import { el } from "./dom.js";
import { isMentionShown } from "./filters.js";
import { explainAlso, legendEntry, sample } from "./legend.js";
import { say } from "./words.js";

function rivalEntry() {
  if (!hasAlternatives()) return [];
  return [legendEntry("rival", el("span", { class: "rival" }, sample("town")), say("legend.rival"))];
}

/** What the lines under names in the text mean, as far as they occur. */
function textEntry() {
  const shown = mentions.filter((mention) => mention.status !== "dropped" && mention.sentence >= 0 && isMentionShown(mention.number));
  const roles = ["literal", "government", "associative"].filter((role) => shown.some((mention) => mention.role === role && mention.place >= 0));
  const samples = roles.flatMap((role) => [" ", el("span", { class: `m ${role}` }, say(`legend.text.${role}`))]);
  if (shown.some((mention) => isUnsure(mention) || mention.status === "unresolved")) {
    samples.push(" ", el("span", { class: "m unsure" }, say("legend.text.undecided")));
  }
  return samples.length ? [legendEntry("text", say("legend.text.title"), ...samples)] : [];
}

export const explainText = () => explainAlso({ marks: rivalEntry, text: textEntry });
