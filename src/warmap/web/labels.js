// @ts-check
// Names on the map: the most mentioned first; one that would cover another is left out.

import { el } from "./dom.js";
import { map } from "./leaflet_map.js";

/** @type {{ node: HTMLElement, rank: number }[]} */
const labels = [];

/**
 * @param {L.LatLngExpression} point
 * @param {string} name
 * @param {string} className
 * @param {number} rank The higher, the sooner it gets its room; 0 for units nobody named.
 * @param {number} [beside] Pixels to the right of the point; without it the name is centred.
 */
export function addLabel(point, name, className, rank, beside) {
  const node = el("span", { dir: "auto" }, name);
  const icon = L.divIcon({ className: `label ${className}`, html: node, iconSize: [0, 0] });
  const marker = L.marker(point, { icon, interactive: false, keyboard: false }).addTo(map);
  marker.getElement()?.setAttribute("aria-hidden", "true");
  if (beside) node.style.left = `${beside}px`;
  labels.push({ node, rank });
}

/** @param {DOMRect} a @param {DOMRect} b */
const overlaps = (a, b) =>
  a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;

export function placeLabels() {
  const dots = [...document.querySelectorAll(".place .dot")];
  const taken = dots.map((dot) => dot.getBoundingClientRect());
  for (const { node, rank } of labels.slice().sort((a, b) => b.rank - a.rank)) {
    node.hidden = false;
    const box = node.getBoundingClientRect();
    // A town's own dot touches its label; any other dot under a label hides it.
    node.hidden = taken.some((other) => overlaps(box, other)) || (rank === 0 && map.getZoom() < 6);
    if (!node.hidden) taken.push(box);
  }
}
