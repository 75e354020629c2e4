// @ts-check
// The page's own script: reads the JSON block, draws it with Leaflet, links map and article.
// No text from outside is ever parsed as HTML, and Leaflet gets only elements and constants.

import { followAddresses } from "./address.js";
import { addSurroundings } from "./around.js";
import { drawBackground } from "./background.js";
import { keepOwnIds } from "./guests.js";
import { placeLabels } from "./labels.js";
import { map, setUpMap } from "./leaflet_map.js";
import { drawPlaces } from "./marks.js";
import { listenForPrinting } from "./print.js";
import { readArticle } from "./reading.js";
import { listenForClosing } from "./selection.js";
import { makeSheet } from "./sheet.js";
import { writePlaces, writeUnresolved } from "./table.js";
import { makeTabs } from "./tabs.js";
import { offerTiles } from "./tiles.js";

keepOwnIds();
makeSheet();
makeTabs();
setUpMap();
drawBackground();
drawPlaces();
readArticle();
writePlaces();
writeUnresolved();
addSurroundings();
offerTiles();
listenForClosing();
listenForPrinting();
map.on("moveend zoomend resize", placeLabels);
placeLabels();
followAddresses();
document.documentElement.dataset.ready = "yes";
