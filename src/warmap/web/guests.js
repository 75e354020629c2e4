// @ts-check
// What folium's layers expect to find, and how the page lives with what they made.

/** Folium's templates use a few plain ids; branca's colour scale is called `legend`, as the page's
 * own legend is. The page keeps its ids, so that its parts find each other. */
export function keepOwnIds() {
  for (const node of document.querySelectorAll(".folium-map [id]")) {
    if (document.querySelectorAll(`[id="${CSS.escape(node.id)}"]`).length > 1) {
      node.id = `folium-${node.id}`;
    }
  }
}
