// A page without a browser: just what the page's modules read when they are loaded.

/** @param {object} block What stands in the JSON block, beside the empty lists that are always there. */
export function pretend(block = {}) {
  const whole = {
    lang: "en", words: {}, mentions: [], places: [], units: [], countries: [], regions: [],
    arcs: [], sorts: [], candidates: [], rivals: [], rulings: [], ...block,
  };
  globalThis.document = {
    getElementById: () => ({ textContent: JSON.stringify(whole), querySelectorAll: () => [] }),
  };
  globalThis.matchMedia = () => ({ matches: false });
}

/** @param {string} name */
export const load = (name) => import(`../../src/warmap/web/${name}.js`);
