// @ts-check
// How many articles name which place: in which period, from which source, in which roles. Half a
// million such cells are a few typed arrays, which one pass adds up in some milliseconds.

/**
 * @typedef {object} Cells
 * @property {Uint32Array} starts For each place its first cell; the next one's is the end.
 * @property {Int16Array} periods -1 for articles without a date.
 * @property {Uint16Array} sources
 * @property {Uint8Array} masks Bits of roles: 1 literal, 2 government, 4 associative.
 * @property {Uint32Array} articles
 */

/** @typedef {{ from: number, to: number, kept: Uint8Array, roles: number }} Question The first and
 *   the last period (-1 for the undated), which sources, and bits of roles. */

/** Numbers of seven bits a byte, the lowest first. @param {Uint8Array} bytes */
function numbersIn(bytes) {
  const numbers = [];
  let number = 0;
  let factor = 1;
  for (const byte of bytes) {
    number += (byte & 127) * factor;
    if (byte > 127) factor *= 128;
    else {
      numbers.push(number);
      number = 0;
      factor = 1;
    }
  }
  return numbers;
}

/** @param {Uint8Array} bytes As packing.py writes them. @param {number} places How many.
 * @param {number} sources @returns {Cells} */
export function readCells(bytes, places, sources) {
  const numbers = numbersIn(bytes);
  const count = Math.max(0, (numbers.length - places) / 2);
  const cells = { starts: new Uint32Array(places + 1), periods: new Int16Array(count), sources: new Uint16Array(count),
    masks: new Uint8Array(count), articles: new Uint32Array(count) };
  let at = 0;
  let cell = 0;
  for (let place = 0; place < places; place += 1) {
    cells.starts[place] = cell;
    let key = 0;
    for (let left = numbers[at++]; left > 0; left -= 1) {
      key += numbers[at++];
      const slot = Math.floor(key / 8);
      cells.masks[cell] = key % 8;
      cells.sources[cell] = slot % sources;
      cells.periods[cell] = Math.floor(slot / sources) - 1;
      cells.articles[cell] = numbers[at++];
      cell += 1;
    }
  }
  cells.starts[places] = cell;
  return cells;
}

/** Add up the articles of all places; of what they are named as there, the bits.
 * @param {Cells} cells @param {Question} question @param {Uint32Array} sums @param {Uint8Array} bits */
export function addUp({ starts, periods, sources, masks, articles }, { from, to, kept, roles }, sums, bits) {
  for (let place = 0; place < sums.length; place += 1) {
    let sum = 0;
    let found = 0;
    for (let cell = starts[place], end = starts[place + 1]; cell < end; cell += 1) {
      const period = periods[cell];
      if (period < from || period > to || !kept[sources[cell]]) continue;
      const named = masks[cell] & roles;
      if (!named) continue;
      sum += articles[cell];
      found |= named;
    }
    sums[place] = sum;
    bits[place] = found;
  }
}

/** The articles of one place in each period. @param {Cells} cells @param {number} place
 * @param {Question} question @param {Uint32Array} into */
export function spreadOut({ starts, periods, sources, masks, articles }, place, { kept, roles }, into) {
  into.fill(0);
  for (let cell = starts[place]; cell < starts[place + 1]; cell += 1) {
    if (periods[cell] >= 0 && kept[sources[cell]] && masks[cell] & roles) into[periods[cell]] += articles[cell];
  }
  return into;
}

/** The most that so many periods one after another hold. @param {ArrayLike<number>} series
 * @param {number} length */
export function mostWithin(series, length) {
  let sum = 0;
  let most = 0;
  for (let at = 0; at < series.length; at += 1) {
    sum += series[at] - (at >= length ? series[at - length] : 0);
    if (sum > most) most = sum;
  }
  return most;
}
