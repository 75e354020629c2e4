// @ts-check
// When things are made: what the first look at the page doesn't need is made when the browser has
// time, or at once when the reader asks for it.

/** @type {(() => void)[]} */
const waiting = [];
let allMade = false;

/** Safari has no idle callbacks. @param {() => void} work */
const whenIdle = (work) => ("requestIdleCallback" in window ? requestIdleCallback(work, { timeout: 500 }) : setTimeout(work, 50));

/** Let the browser first do what it has waiting: tell that the page has loaded, answer a finger or a
 * key, show the article. Without it, Chromium draws a page that took long before it tells so. */
export const afterWaiting = () => /** @type {Promise<void>} */ (new Promise((resolve) => {
  const { port1, port2 } = new MessageChannel();
  port1.onmessage = () => {
    port1.close();
    resolve();
  };
  port2.postMessage(null);
}));

/** Make something later; once all has been made, at once. @param {() => void} task */
export function later(task) {
  if (allMade) task();
  else waiting.push(task);
}

/** Make all that still waits, now. */
export function makeWhole() {
  for (let task = waiting.shift(); task; task = waiting.shift()) task();
  allMade = true;
  document.documentElement.dataset.whole = "yes";
}

function makeNext() {
  waiting.shift()?.();
  if (waiting.length) whenIdle(makeNext);
  else makeWhole();
}

/** Behind the frame that shows the page, which is only drawn when the next one is asked for; in a
 * tab that isn't seen there is none. */
function makeBehindFrame() {
  if (document.hidden) whenIdle(makeNext);
  else requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(makeNext)));
}

/** Called when the page can be used. */
export function startMaking() {
  addEventListener("beforeprint", makeWhole);
  // The browser tells that the page has loaded when it has laid it out; work that begins sooner
  // comes between that and the picture on the screen.
  if (document.readyState === "complete") makeBehindFrame();
  else addEventListener("load", makeBehindFrame);
}
