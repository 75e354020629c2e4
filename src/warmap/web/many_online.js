// @ts-check
// The page of several articles with an online background.

import { switcherIsReady } from "./many.js";
import { offerTiles } from "./tiles.js";

if (switcherIsReady()) offerTiles();
