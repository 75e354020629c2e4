// @ts-check
// Names that are meant to be the same, made the same: case, marks, scripts, spellings.
// Nothing here is shown to a reader; all of it is for the search.

// The national table of Ukraine: Cabinet of Ministers, resolution 55 of 27 January 2010, and the
// letters that only Russian, Belarusian, Serbian or Macedonian have, by their usual Latin ones.
/** @type {Record<string, string>} */
const LATIN = {
  а: "a", б: "b", в: "v", г: "h", ґ: "g", д: "d", е: "e", є: "ie", ж: "zh", з: "z", и: "y", і: "i",
  ї: "i", й: "i", к: "k", л: "l", м: "m", н: "n", о: "o", п: "p", р: "r", с: "s", т: "t", у: "u",
  ф: "f", х: "kh", ц: "ts", ч: "ch", ш: "sh", щ: "shch", ь: "", ю: "iu", я: "ia",
  ё: "e", ъ: "", ы: "y", э: "e", ў: "u", ђ: "dj", ѓ: "gj", ѕ: "dz", ј: "j", ќ: "kj", љ: "lj", њ: "nj",
  ћ: "c", џ: "dz",
};
/** The same table's letters at the start of a word. @type {Record<string, string>} */
const LATIN_FIRST = { є: "ye", ї: "yi", й: "y", ю: "yu", я: "ya" };
/** Latin letters that are no letter with a mark. @type {Record<string, string>} */
const PLAIN = { ł: "l", ø: "o", đ: "d", ð: "d", þ: "th", ß: "ss", æ: "ae", œ: "oe", ı: "i", ə: "a" };

/** The same sound in the spellings of Ukrainian, Russian, English, German and Polish.
 * @type {Record<string, string>} */
const SOUNDS = {
  shch: "sh", tsch: "ch", sch: "sh", zgh: "zh", sh: "sh", tch: "ch", ch: "ch", kh: "h", gh: "h", zh: "z",
  ph: "f", th: "t", ck: "k", tz: "ts", cz: "ch", g: "h", c: "k", q: "k", w: "v", x: "ks", y: "i", j: "i",
};
const SOUND = new RegExp(Object.keys(SOUNDS).join("|"), "g");
const APOSTROPHES = /['\u0060´ʹʻʼˈ‘’′]/g;

/**
 * Cyrillic in small letters → Latin, by the national table of Ukraine.
 *
 * @param {string} text
 * @returns {string}
 */
export const latinOf = (text) => text
  .replaceAll("зг", "zgh")
  .replace(/(?<!\p{L})[єїйюя]/gu, (letter) => LATIN_FIRST[letter])
  .replace(/[а-яёєіїґўђѓѕјќљњћџ]/g, (letter) => LATIN[letter] ?? letter);

/** Small letters of any script → Latin ones without marks. @param {string} text */
const plainLatin = (text) => latinOf(text.replace(APOSTROPHES, "").normalize("NFC"))
  .normalize("NFD").replace(/\p{M}+/gu, "")
  .replace(/[łøđðþßæœıə]/g, (letter) => PLAIN[letter]);

/**
 * A name as the search compares it: "Запоріжжя", "Zaporizhzhia" and "Zaporizhia" are one.
 *
 * @param {string} name
 * @returns {string}
 */
export function foldName(name) {
  const small = name.toLowerCase();
  // Most names are plain already, and of those there are many thousands.
  const plain = /^[a-z ]*$/.test(small) ? small : plainLatin(small).replace(/[^\p{L}\p{N}]+/gu, " ").trim();
  return plain
    .replace(SOUND, (sound) => SOUNDS[sound])
    .replace(/i+(?=[aeou])/g, "")
    .replace(/(\p{L})\1+/gu, "$1");
}

/**
 * What stays of a folded name when vowels are all the same, as they nearly are between Ukrainian
 * and Russian: "Київ" and "Киев", "Запоріжжя" and "Запорожье".
 *
 * @param {string} folded
 * @returns {string}
 */
export const skeletonOf = (folded) => folded.replace(/[aeiou]+/g, "a");

/** A skeleton with fewer consonants is too common to be the beginning of a name.
 * @param {string} skeleton */
const isLong = (skeleton) => skeleton.replace(/[a ]/g, "").length >= 3;

/**
 * The ways to look for a query, the strictest first: a later one is for when the ones before it
 * find nothing at all. Each takes the folded names of a place, one a line, or where it says `bones`
 * their skeletons, and says whether one fits.
 *
 * @param {string} query
 * @returns {{ fits: (names: string) => boolean, bones: boolean }[]}
 */
export function matchersOf(query) {
  const spelt = foldName(query);
  if (!spelt) return [];
  const bones = skeletonOf(spelt);
  const end = isLong(bones) ? "" : "(?![^ \\n])";
  const similar = new RegExp(`(?<![^ \\n])${bones}${end}`, "u");
  // On the way to "Shchastia" stands "Shc", whose last letter means another sound than it will.
  const begun = /..[cijkpty]$/i.test(query) ? foldName(query.slice(0, -1)) : spelt;
  return [
    { bones: false, fits: (names) => names.includes(spelt) },
    { bones: false, fits: (names) => names.includes(begun) },
    { bones: true, fits: (names) => similar.test(names) },
  ];
}
