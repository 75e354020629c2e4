// @ts-check
// The page of a corpus with an online background.

import { corpusIsReady } from "./corpus.js";
import { offerTiles } from "./tiles.js";

if (corpusIsReady()) offerTiles();
