import assert from "node:assert/strict";
import test from "node:test";

import { load } from "./page.js";

const { foldName, latinOf, matchersOf, skeletonOf } = await load("folding");

// Examples of the table itself: resolution 55 of Ukraine's Cabinet of Ministers, 27 January 2010.
const OFFICIAL = {
  Алушта: "Alushta", Борщагівка: "Borshchahivka", Вінниця: "Vinnytsia", Гадяч: "Hadiach",
  Згорани: "Zghorany", Ґалаґан: "Galagan", Донецьк: "Donetsk", Єнакієве: "Yenakiieve",
  Наєнко: "Naienko", Житомир: "Zhytomyr", Закарпаття: "Zakarpattia", Медвин: "Medvyn",
  Іршава: "Irshava", Їжакевич: "Yizhakevych", Кадиївка: "Kadyivka", Йосипівка: "Yosypivka",
  Стрий: "Stryi", Київ: "Kyiv", Лебедин: "Lebedyn", Миколаїв: "Mykolaiv", Ніжин: "Nizhyn",
  Полтава: "Poltava", Ромни: "Romny", Суми: "Sumy", Тетерів: "Teteriv", Ужгород: "Uzhhorod",
  Фастів: "Fastiv", Харків: "Kharkiv", "Біла Церква": "Bila Tserkva", Чернівці: "Chernivtsi",
  Шостка: "Shostka", Гоща: "Hoshcha", Юрій: "Yurii", Крюківка: "Kriukivka", Яготин: "Yahotyn",
};

test("Cyrillic becomes Latin as the national table says", () => {
  for (const [cyrillic, latin] of Object.entries(OFFICIAL)) {
    assert.equal(latinOf(cyrillic.toLowerCase()), latin.toLowerCase());
    assert.equal(foldName(cyrillic), foldName(latin));
  }
});

const SAME = [
  ["Запоріжжя", "Zaporizhzhia", "Zaporizhia", "ZAPORIZHZHYA", "zaporiżżia"],
  ["Луганськ", "Луганск", "Luhansk", "Lugansk", "Luhans’k"],
  ["Дніпропетровськ", "Dnipropetrovsk", "Dnipropetrovs'k"],
  ["Кам’янське", "Кам'янське", "Камʼянське", "Kamianske", "Kam'yans'ke"],
  ["Івано-Франківськ", "Ivano-Frankivsk", "ivano frankivsk"],
  ["Єнакієве", "Yenakiieve", "Yenakiyeve"],
  ["Одеса", "Odesa", "Одесса", "Odessa"],
  ["Щастя", "Shchastia", "Счастя"],
  ["Ṣūr", "Sur"],
  ["Łódź", "Lodz"],
];

test("spellings of the same name are one", () => {
  for (const names of SAME) assert.equal(new Set(names.map(foldName)).size, 1, names.join());
});

test("Russian names are like the Ukrainian ones but for their vowels", () => {
  for (const [russian, ukrainian] of [["Киев", "Київ"], ["Харьков", "Харків"], ["Днепр", "Дніпр"],
    ["Львов", "Львів"], ["Запорожье", "Запоріжжя"], ["Ровно", "Рівне"], ["Чернигов", "Чернігів"]]) {
    assert.equal(skeletonOf(foldName(russian)), skeletonOf(foldName(ukrainian)));
  }
});

test("different names stay apart", () => {
  const names = ["Kyiv", "Lviv", "Sumy", "Odesa", "Kherson", "Poltava", "Zoria", "Izium", "Bakhmut"];
  assert.equal(new Set(names.map(foldName)).size, names.length);
});

test("other scripts, signs and nothing at all can be folded", () => {
  assert.equal(foldName("الرياض"), "الرياض");
  assert.equal(foldName(" -’– "), "");
  assert.deepEqual(matchersOf("( ["), []);
});

/** @param {string} query @param {string[]} names */
function found(query, names) {
  const folded = names.map((name) => foldName(name));
  for (const { fits, bones } of matchersOf(query)) {
    const hits = names.filter((_, at) => fits(bones ? skeletonOf(folded[at]) : folded[at]));
    if (hits.length) return hits;
  }
  return [];
}

test("each beginning of a name finds it", () => {
  const names = ["Zaporizhzhia", "Kharkiv", "Shchastia", "Yevpatoriia"];
  for (const typed of ["Zaporizhia", "Kharkiv", "Shchastia", "Yevpatoria"]) {
    const whole = found(typed, names)[0];
    for (let length = 3; length <= typed.length; length += 1) {
      assert.ok(found(typed.slice(0, length), names).includes(whole), typed.slice(0, length));
    }
  }
});

test("what sounds alike is only shown when nothing is spelt so", () => {
  assert.deepEqual(found("Киев", ["Kyiv", "Makiivka", "Kiev, Maine"]), ["Kiev, Maine"]);
  assert.deepEqual(found("Киев", ["Kyiv", "Makiivka", "Kovel"]), ["Kyiv"]);
});
