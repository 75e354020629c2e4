// @ts-check
// The page's own script: reads the JSON block, draws it with Leaflet, links map and article.
// No text from outside is ever parsed as HTML, and Leaflet gets only elements and constants.

import { followAddresses } from "./address.js";
import { showAlternatives } from "./alternatives.js";
import { addSurroundings } from "./around.js";
import { drawBackground } from "./background.js";
import { tellMentions } from "./card.js";
import { narrow } from "./dom.js";
import { downloadButtons } from "./download.js";
import { letReadersCorrect } from "./edit.js";
import { makeFilterBar } from "./filter_bar.js";
import { keepLabelsPlaced, placeLabels } from "./labels.js";
import { afterWaiting, later, startMaking } from "./later.js";
import { setUpMap } from "./leaflet_map.js";
import { addLegend } from "./legend.js";
import { explainText } from "./legend_text.js";
import { keepOwnIds } from "./guests.js";
import { keepStop } from "./map_keys.js";
import { drawPlaces } from "./marks.js";
import { countMentions } from "./mention_counts.js";
import { mentionSieve } from "./mention_sieve.js";
import { listenForPrinting } from "./print.js";
import { completeAbout } from "./provenance.js";
import { readArticle } from "./reading.js";
import { listenForClosing } from "./selection.js";
import { makeSheet } from "./sheet.js";
import { writePlaces } from "./table.js";
import { makeTabs } from "./tabs.js";
import { tellUndecided } from "./undecided.js";
import { unmarkFiltered } from "./unmark.js";
import { say } from "./words.js";

await afterWaiting();
countMentions();
tellMentions();
keepOwnIds();
makeSheet();
makeTabs(["article", "places", "undecided", "about"]);
explainText();
addLegend(!narrow.matches);
setUpMap();
drawBackground();
drawPlaces();
showAlternatives();
readArticle();
makeFilterBar(mentionSieve);
unmarkFiltered();
tellUndecided();
addSurroundings();
listenForClosing();
listenForPrinting();
keepLabelsPlaced();
letReadersCorrect();
followAddresses();
// In this order, behind the first frame of the map, and behind what those above leave for later.
later(placeLabels);
later(keepStop);
later(writePlaces);
later(() => completeAbout(downloadButtons(), say("download.explained")));
document.documentElement.dataset.ready = "yes";
startMaking();

export const pageIsReady = () => document.documentElement.dataset.ready === "yes";
