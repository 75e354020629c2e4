// @ts-check
// The page of a corpus: many articles on one map, over time.

import { addSurroundings } from "./around.js";
import { drawBackground } from "./background.js";
import { tellCorpus, tellUnresolved } from "./corpus_about.js";
import { beginAtAddress, followCorpusAddresses } from "./corpus_address.js";
import { tellArticles } from "./corpus_card.js";
import { countArticles } from "./corpus_counts.js";
import { corpusDownloads } from "./corpus_download.js";
import { corpusSieve } from "./corpus_sieve.js";
import { writeCorpusPlaces } from "./corpus_table.js";
import { narrow } from "./dom.js";
import { makeFilterBar } from "./filter_bar.js";
import { keepOwnIds } from "./guests.js";
import { keepLabelsPlaced, placeLabels } from "./labels.js";
import { afterWaiting, later, startMaking } from "./later.js";
import { setUpMap } from "./leaflet_map.js";
import { addLegend } from "./legend.js";
import { keepStop } from "./map_keys.js";
import { drawPlaces } from "./marks.js";
import { listenForPrinting } from "./print.js";
import { completeAbout } from "./provenance.js";
import { listenForClosing } from "./selection.js";
import { makeSheet } from "./sheet.js";
import { makeTabs } from "./tabs.js";
import { makeTimeline } from "./timeline.js";
import { say } from "./words.js";

/** In a lower window the map needs the room of the legend. */
const LOW = 760;

await afterWaiting();
beginAtAddress();
countArticles();
tellArticles();
keepOwnIds();
makeSheet();
makeTabs(["places", "unresolved", "about"]);
tellCorpus();
makeTimeline();
addLegend(!narrow.matches && innerHeight > LOW);
setUpMap();
drawBackground();
drawPlaces();
makeFilterBar(corpusSieve);
addSurroundings();
listenForClosing();
listenForPrinting();
keepLabelsPlaced();
followCorpusAddresses();
// In this order, behind the first frame of the map, and behind what those above leave for later.
later(placeLabels);
later(keepStop);
later(writeCorpusPlaces);
later(tellUnresolved);
later(() => completeAbout(corpusDownloads(), say("corpus.download.files")));
document.documentElement.dataset.ready = "yes";
startMaking();

export const corpusIsReady = () => document.documentElement.dataset.ready === "yes";
