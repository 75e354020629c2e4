// @ts-check
// The address of the page leads to a place (#p-dnipro) or a mention (#m-17), and can be shared.

import { articles, mentions, places } from "./data.js";
import { on } from "./events.js";
import { isPlaceShown, showArticleOf, showArticles } from "./filters.js";
import { keepLinksInFrame, setAddress } from "./fragment.js";
import { mentionNode, showMention } from "./reading.js";
import { openPlace } from "./selection.js";

function followAddress() {
  let fragment = location.hash;
  try {
    fragment = decodeURIComponent(fragment);
  } catch {
    return; // not an address that this page gave
  }
  const number = places.findIndex((place) => `#p-${place.key}` === fragment);
  if (number >= 0) {
    if (!isPlaceShown(number) && articles.length) showArticles([]);
    openPlace(number, { move: true });
  }
  const found = /^#m-(\d+)$/.exec(fragment);
  const mention = found ? mentions[Number(found[1])] : undefined;
  if (!mention) return;
  showArticleOf(mention);
  mentionNode(mention.number)?.scrollIntoView({ block: "center" });
  if (mention.place >= 0) openPlace(mention.place, { mention: mention.number, move: true });
  else showMention(mention.number);
}

export function followAddresses() {
  keepLinksInFrame();
  on("chosen", ({ place, mention }) =>
    setAddress(mention === null ? `#p-${places[place].key}` : `#m-${mention}`));
  on("reading", ({ mention }) => setAddress(`#m-${mention}`));
  addEventListener("hashchange", followAddress);
  followAddress();
}
