// @ts-check
// The address of a corpus' page leads to a place (#p-dnipro), to a window of time
// (#t-2024-03-04--2024-06-10), or to both, with & between them.

import { periodCount, periodStarts } from "./corpus_data.js";
import { beginWith, isWholeTime, showAllTime, showPeriods, shownPeriods } from "./corpus_filters.js";
import { windowDays } from "./corpus_download.js";
import { places } from "./data.js";
import { on } from "./events.js";
import { keepLinksInFrame, setAddress } from "./fragment.js";
import { dayOf, periodOf } from "./periods.js";
import { closeCard, openPlace, openedPlace } from "./selection.js";

/** @returns {{ place: number, time: [number, number] | null }} */
function readAddress() {
  const nothing = { place: -1, time: null };
  let fragment = location.hash.slice(1);
  try {
    fragment = decodeURIComponent(fragment);
  } catch {
    return nothing; // not an address that this page gave
  }
  const parts = fragment.split("&");
  const key = parts.find((part) => part.startsWith("p-"))?.slice(2);
  const found = parts.map((part) => /^t-(\d{4}-\d{2}-\d{2})--(\d{4}-\d{2}-\d{2})$/.exec(part)).find(Boolean);
  return { place: key ? places.findIndex((place) => place.key === key) : -1, time: found ? periodsFor(found[1], found[2]) : null };
}

/** The periods that hold these days, or null. @param {string} from @param {string} to
 * @returns {[number, number] | null} */
function periodsFor(from, to) {
  const [start, end] = [dayOf(from), dayOf(to)];
  const [one, other] = [periodOf(periodStarts, start), periodOf(periodStarts, end)];
  if (Number.isNaN(start) || Number.isNaN(end) || start > end || one >= periodCount || other < 0) return null;
  return [Math.max(0, one), Math.min(periodCount - 1, other)];
}

function writeAddress() {
  const { from, to } = windowDays();
  const parts = [openedPlace() >= 0 ? `p-${places[openedPlace()].key}` : "", isWholeTime() ? "" : `t-${from}--${to}`].filter(Boolean);
  setAddress(parts.length ? `#${parts.join("&")}` : location.pathname + location.search);
}

/** The window of the address, before anything is drawn. */
export function beginAtAddress() {
  const { time } = readAddress();
  if (time) beginWith(...time);
}

function followCorpusAddress() {
  if (!/^(#([pt]-.*)?)?$/.test(location.hash)) return; // it leads elsewhere in the page
  const { place, time } = readAddress();
  const shown = shownPeriods();
  if (time && (time[0] !== shown.from || time[1] !== shown.to)) showPeriods(...time);
  else if (!time && !isWholeTime()) showAllTime();
  if (place >= 0 && place !== openedPlace()) openPlace(place, { move: true });
  else if (place < 0) closeCard();
}

export function followCorpusAddresses() {
  keepLinksInFrame();
  const { place } = readAddress();
  if (place >= 0) openPlace(place, { move: true });
  on("chosen", writeAddress);
  on("closed", writeAddress);
  on("settled", writeAddress);
  addEventListener("hashchange", followCorpusAddress);
}
