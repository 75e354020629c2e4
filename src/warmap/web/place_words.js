// @ts-check
// What is said of a place wherever it is named: what it is, where, how exactly that is known.

import { el } from "./dom.js";
import { say, sayNumber } from "./words.js";

/** What a place is and where, in words: "town, Donetsk Oblast, Ukraine".
 * @param {{ kind: string, where: string }} place */
export const whatAndWhere = (place) =>
  [say(`kind.${place.kind}`), place.where].filter(Boolean).join(", ");

/** @param {import("./data.js").Place} place */
function precisionText(place) {
  if (!place.radius_km) return "";
  return say("precision.about",
    { unit: say(`precision.${place.precision}`), km: Math.round(place.radius_km) });
}

/** What a card begins with. @param {import("./data.js").Place} place */
export const placeHead = (place) => [
  el("h2", { dir: "auto" }, place.name,
    ...[place.local, place.english].filter(Boolean).map((name) =>
      el("span", { class: "local", dir: "auto" }, ` ${name}`))),
  el("p", {}, whatAndWhere(place)),
  place.radius_km ? el("p", { class: "approximate" }, precisionText(place)) : null,
];

/** What a card ends with. @param {import("./data.js").Place} place */
export const placeFoot = (place) => el("p", { class: "more" }, [
  place.former.length ? say("card.formerly", { names: place.former.join(", ") }) : "",
  place.population ? say("card.inhabitants", { number: sayNumber(place.population) }) : "",
  place.id,
].filter(Boolean).join(" · "));
