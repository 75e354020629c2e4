"""Latin forms of Russian names, and what a Ukrainian name is called in Russian.

Ukraine's villages often reach English reports by way of Russian ("Novoekonomicheskoye" for
Novoekonomichne). Where GeoNames has no such form, it is derived from the Ukrainian name: by its
ending, and by what stands in Russian for the і that the two languages don't share.
"""

from __future__ import annotations

import re

RUSSIAN = dict(
    zip(
        "абвгдеёжзийклмнопрстуфхцчшщъыьэюя",
        "a b v g d e yo zh z i y k l m n o p r s t u f kh ts ch sh shch . y . e yu ya".split(),
        strict=True,
    )
)
# The Ukrainian ending of a word → what Russian has there; the first that fits counts.
ENDINGS = (
    (re.compile(r"ічне$"), ("ическое", "ичное", "ечное")),
    (re.compile(r"(?<=[сц])ь?ке$"), ("кое",)),
    (re.compile(r"(?<=[сц])ька$"), ("кая",)),
    (re.compile(r"(?<=[сц])ький$"), ("кий",)),
    (re.compile(r"(?<=[бвгджзклмнпрстфхцчшщ])[іо]ве$"), ("овое", "ово")),
    (re.compile(r"[єе]ве$"), ("евое", "ево")),
    (re.compile(r"ине$"), ("ино", "иное")),
    (re.compile(r"(?<=[бвгджзклмнпрстфхцчшщьая])не$"), ("ное",)),
    (re.compile(r"(?<=[кт])е$"), ("ое",)),
    (re.compile(r"нє$"), ("нее",)),
    (re.compile(r"іївка$"), ("еевка", "иевка")),
    (re.compile(r"ївка$"), ("евка",)),
    (re.compile(r"івка$"), ("овка", "евка")),
    (re.compile(r"інка$"), ("инка", "енка")),
    (re.compile(r"івці$"), ("овцы",)),
    (re.compile(r"ій$"), ("ой", "ей", "ий")),
    (re.compile(r"(?<=[бвгджзклмнпрстфх])ий$"), ("ый", "ий")),
    (re.compile(r"ець$"), ("ец",)),
    (re.compile(r"(?<=[нвл])і$"), ("ые", "и")),
    (re.compile(r"[ії]$"), ("и", "ы")),
)
# Adjectives that stand before a name; as names of their own they end so too.
ADJECTIVE = re.compile(
    r"^(нов|стар|мал|велик|верхн|нижн|перв|друг|біл|черн|червон|зелен|долг|крут|глибок|широк)([ая])$"
)
# Stems that differ: given names, and words that many names are made of.
STEMS = (
    ("микол", "никол"), ("олекс", "алекс"), ("олен", "елен"), ("пилип", "филипп"),
    ("панас", "афанас"), ("південн", "южн"), ("залізн", "железн"), ("перш", "перв"),
    ("жовтн", "октябрьск"), ("вовч", "волч"), ("довг", "долг"), ("жовт", "желт"),
    ("чорн", "черн"), ("робот", "работ"), ("хрест", "крест"), ("крим", "крым"), ("піщан", "песчан"),
    ("рибн", "рыбн"), ("бистр", "быстр"), ("висок", "высок"), ("криж", "крыж"),
    ("івськ", "овск"), ("овськ", "овск"),
)  # fmt: skip
APOSTROPHE = re.compile(r"(?<=[бпвмф])[’'ʼ]?ян(?=к)")  # Кам’янка is Каменка
LETTERS = str.maketrans({"є": "е", "ґ": "г", "’": "ъ", "'": "ъ", "ʼ": "ъ", "ї": "и"})


def russian_variants(name: str) -> set[str]:
    """Latin forms of a Russian name as news agencies write them, lower-case."""
    plain = careful = ""
    before = " "
    for letter in name.lower():
        latin = RUSSIAN.get(letter, letter)
        plain += latin
        careful += "ye" if letter == "е" and before in " -аеёиоуыэюяъь" else latin
        before = letter
    forms = {plain, careful, careful.replace("yo", "e")}
    return forms | {form.replace("iy", "y").replace("yy", "y") for form in forms}


def _word(word: str, vowel: str) -> set[str]:
    """Russian spellings of one Ukrainian word, і read as `vowel`."""
    if found := ADJECTIVE.match(word):
        stem, end = found.groups()
        forms = {stem + ("ая" if end == "а" else "яя")}
    else:
        forms = next(
            ({pattern.sub(end, word) for end in ends} for pattern, ends in ENDINGS
             if pattern.search(word)), {word},
        )  # fmt: skip
    return {
        form.replace("йо", "е").replace("ьо", "е").replace("і", vowel).translate(LETTERS)
        for form in forms
    }


def russian_names(name: str) -> set[str]:
    """What Russian may call a place of this Ukrainian name, in lower-case Cyrillic."""
    plain = re.sub("['ʼ]", "’", name.lower())
    for ukrainian, russian in STEMS:
        plain = plain.replace(ukrainian, russian)
    spellings = {plain, APOSTROPHE.sub("ен", plain)}
    result = set()
    for spelling in spellings:
        for vowel in "иео":
            forms = {""}
            for part in re.split(r"([ -])", spelling):
                words = {part} if part in {" ", "-"} else _word(part, vowel)
                forms = {form + word for form in forms for word in words}
            result |= forms
    return result


def russian_latin(name: str) -> set[str]:
    """Latin forms of the Russian names of a Ukrainian place, lower-case."""
    forms = {form for russian in russian_names(name) for form in russian_variants(russian)}
    # э at the start of a part is plain e, the ending never ("Novoekonomicheskoye").
    return forms | {form + "ye" for form in (f[:-1] for f in forms if f.endswith("oe"))}
