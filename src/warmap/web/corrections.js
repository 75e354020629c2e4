// @ts-check
// What a reader corrects, and what mentions and places become by it. Nothing here knows the page:
// corrections are replayed over what the page was made with, so that each can be taken back.

/**
 * @typedef {import("./data.js").Mention} Mention
 * @typedef {import("./data.js").Place} Place
 * @typedef {import("./data.js").Role} Role
 * @typedef {{ type: "choose", mentions: number[], place: number }
 *   | { type: "role", mentions: number[], role: Role }
 *   | { type: "drop", mentions: number[] }
 *   | { type: "add", mentions: number[], place: number, role: Role }
 *   | { type: "kind", place: number, kind: string }
 *   | { type: "move", place: number, lat: number, lon: number }} Change
 * @typedef {{ number: number, changes: Change[], note: string, words: string }} Correction
 * @typedef {Mention & { edited?: boolean, added?: boolean, notes?: string[] }} EditedMention
 * @typedef {Place & { edited?: boolean, moved?: boolean, kindChanged?: boolean, made?: boolean,
 *   notes?: string[] }} EditedPlace
 */

/** @param {Mention} mention */
const endOf = (mention) => mention.start + [...mention.text].length;

/** @param {Mention} a @param {Mention} b */
export const shareWords = (a, b) =>
  a.article === b.article && a.start >= 0 && b.start >= 0 && a.start < endOf(b) && b.start < endOf(a);

/** @param {Mention} a @param {Mention} b */
export const inTextOrder = (a, b) => (a.article || 0) - (b.article || 0) || a.start - b.start;

/** Whether words are no mention: dropped, or added and taken back. @param {Mention} mention */
export const isGone = (mention) => mention.status === "dropped" || mention.status === "absent";

/** Mentions and places, and how each was before anything was corrected. */
export class Book {
  /** @param {EditedMention[]} mentions @param {EditedPlace[]} places */
  constructor(mentions, places) {
    this.mentions = mentions;
    this.places = places;
    /** @type {Correction[]} */
    this.corrections = [];
    /** @type {Map<number, EditedMention>} */
    this.mentionsBefore = new Map();
    /** @type {Map<number, EditedPlace>} */
    this.placesBefore = new Map();
    this.count = 0;
  }

  /** How a mention was. @param {number} number @returns {EditedMention} */
  mentionBefore(number) {
    return this.mentionsBefore.get(number) || this.mentions[number];
  }

  /** How a place was. @param {number} number @returns {EditedPlace} */
  placeBefore(number) {
    return this.placesBefore.get(number) || this.places[number];
  }

  /** A place that the page did not have. It is shown once a mention means it.
   * @param {EditedPlace} place @returns {number} */
  makePlace(place) {
    this.places.push({ ...place, mentions: [], made: true });
    return this.places.length - 1;
  }

  /** A mention that the page did not have. It is one once a correction adds it.
   * @param {Mention} mention @returns {number} */
  makeMention(mention) {
    const number = this.mentions.length;
    this.mentions.push({ ...mention, number, place: -1, status: "absent", added: true });
    return number;
  }

  /** @param {Change[]} changes @param {{ note?: string, words: string }} about */
  correct(changes, { note = "", words }) {
    this.count += 1;
    const last = this.corrections.at(-1);
    // A marker that is pushed on by a key leaves one correction, not one for each step.
    if (last && sameMove(last.changes, changes)) {
      this.corrections[this.corrections.length - 1] =
        { number: last.number, changes, note: note || last.note, words };
    } else this.corrections.push({ number: this.count, changes, note, words });
    return this.replay();
  }

  /** @param {number} number The number of a correction. */
  undo(number) {
    this.corrections = this.corrections.filter((each) => each.number !== number);
    return this.replay();
  }

  undoAll() {
    this.corrections = [];
    return this.replay();
  }

  /** @param {number} number @param {string} note */
  setNote(number, note) {
    this.corrections = this.corrections.map((each) => (each.number === number ? { ...each, note } : each));
    return this.replay();
  }

  /** Make everything as the corrections have it; the numbers of what may have changed. */
  replay() {
    const places = new Set(this.placesBefore.keys());
    const mentions = new Set(this.mentionsBefore.keys());
    for (const [number, before] of this.mentionsBefore) replaceBy(this.mentions[number], before);
    for (const [number, before] of this.placesBefore) replaceBy(this.places[number], before);
    for (const { changes, note } of this.corrections) {
      for (const change of changes) this.make(change, note);
    }
    for (const number of this.mentionsBefore.keys()) mentions.add(number);
    this.regather(mentions);
    for (const number of this.placesBefore.keys()) places.add(number);
    return { places: [...places], mentions: [...mentions] };
  }

  /** @param {number} number @returns {EditedMention} */
  changedMention(number) {
    const mention = this.mentions[number];
    if (!this.mentionsBefore.has(number)) {
      // Its text and rivals may be no properties of its own (see data.js).
      this.mentionsBefore.set(number, { ...mention, text: mention.text, rivals: mention.rivals });
    }
    return mention;
  }

  /** @param {number} number @returns {EditedPlace} */
  changedPlace(number) {
    const place = this.places[number];
    if (!this.placesBefore.has(number)) this.placesBefore.set(number, { ...place });
    return place;
  }

  /** @param {Change} change @param {string} note */
  make(change, note) {
    const notes = (/** @type {string[] | undefined} */ before) => (note ? [...(before || []), note] : before);
    if (change.type === "kind" || change.type === "move") {
      const place = this.changedPlace(change.place);
      if (change.type === "kind") Object.assign(place, { kind: change.kind, kindChanged: true });
      else {
        Object.assign(place, { lat: change.lat, lon: change.lon, point: null, shape: null,
          precision: "exact", radius_km: 0, moved: true });
      }
      Object.assign(place, { edited: true, notes: notes(place.notes) });
      return;
    }
    for (const number of change.mentions) {
      const mention = this.changedMention(number);
      // What was added is gone when that is taken back, whatever was said of it since.
      if (mention.added && !mention.edited && change.type !== "add") continue;
      if (change.type === "drop") {
        const known = !mention.added && mention.start >= 0;
        Object.assign(mention, { place: -1, status: known ? "dropped" : "absent" });
      }
      if (change.type === "role") mention.role = change.role;
      if (change.type === "choose" || change.type === "add") {
        Object.assign(mention, { place: change.place, status: "resolved" });
      }
      if (change.type === "add") {
        mention.role = change.role;
        this.dropAround(mention);
      }
      Object.assign(mention, { edited: true, score: 1, rivals: [], notes: notes(mention.notes) });
    }
  }

  /** Words within a mention that was added are none of their own. @param {EditedMention} added */
  dropAround(added) {
    for (const mention of this.mentions) {
      if (mention === added || isGone(mention) || !shareWords(mention, added)) continue;
      Object.assign(this.changedMention(mention.number), { place: -1, status: "dropped", edited: true });
    }
  }

  /** Give places the mentions that mean them now. @param {Set<number>} touched */
  regather(touched) {
    for (const number of touched) {
      for (const place of [this.mentionsBefore.get(number)?.place ?? -1, this.mentions[number].place]) {
        if (place >= 0) this.changedPlace(place);
      }
    }
    for (const [number, before] of this.placesBefore) {
      this.places[number].mentions = before.mentions.filter((each) => !touched.has(each));
    }
    for (const number of touched) {
      const mention = this.mentions[number];
      if (mention.place >= 0 && mention.start >= 0) this.places[mention.place].mentions.push(number);
    }
    for (const number of this.placesBefore.keys()) {
      this.places[number].mentions.sort((a, b) => inTextOrder(this.mentions[a], this.mentions[b]));
    }
  }
}

/** @param {Change[]} before @param {Change[]} after */
function sameMove(before, after) {
  return before.length === 1 && after.length === 1 && before[0].type === "move" && after[0].type === "move"
    && before[0].place === after[0].place;
}

/** @param {any} target @param {any} source */
function replaceBy(target, source) {
  for (const key of Object.keys(target)) if (!(key in source)) delete target[key];
  Object.assign(target, source, source.mentions ? { mentions: [...source.mentions] } : {});
}
