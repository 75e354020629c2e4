// @ts-check
// The page of several articles; all others are without the code that only such a page needs.

import { pageIsReady } from "./page.js";
import { makeSwitcher } from "./switcher.js";

if (pageIsReady()) makeSwitcher();

export const switcherIsReady = () => pageIsReady();
