// @ts-check
// The page with an online background, for those who asked for one; all others are without its code.

import { pageIsReady } from "./page.js";
import { offerTiles } from "./tiles.js";

if (pageIsReady()) offerTiles();
