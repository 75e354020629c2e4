#!/usr/bin/env python3
"""Make ``verbs.tsv``: the forms of English verbs, and how surely each is a verb where it stands.

Source: PyPI's ``spacy-lookups-data`` (MIT). Its lemma tables, made from WordNet, tell verbs from
nouns, but most English words are both: "claims", "plans". So its Brown clusters, which put words
together that stand beside the same words, are asked how many of their plain words are verbs.

``python data/build_verbs.py``
"""

from __future__ import annotations

import gzip
import json
import zipfile
from collections import defaultdict
from collections.abc import Container, Iterator
from pathlib import Path
from typing import Any

from build_words import DOWNLOADS, LOOKUPS, fetch_lookups

HERE = Path(__file__).parent
LEAST = -19.5  # natural log of the frequency from which a form is kept
LEAST_CLUSTERED = -18.5  # from which a word counts for its cluster
OWN = 3.0  # how many words of its cluster a form's own evidence is worth
ENDINGS = {"s": "s", "ed": "p", "ing": "g"}  # 3rd person, past or participle, -ing
THIRD = {"has": "s", "is": "s", "does": "s", "goes": "s"}
UNCHANGED = frozenset("cut put let set hit shut quit split spread shed cost hurt cast".split())


def main() -> None:
    """Read the source and write the table."""
    frequency, cluster = fetch_lookups()
    index, exceptions = lemma_tables()
    verbs, others = set(index["verb"]), set(index["noun"]) | set(index["adj"])
    forms: dict[str, tuple[str, str]] = {}
    for word in frequency:
        if word.isascii() and word.isalpha() and word.islower() and frequency[word] > LEAST:
            which, lemma = verb_form(word, verbs, exceptions["verb"])
            if which:
                forms[word] = which, lemma
    nouns = {word for word in frequency if is_other(word, others, exceptions["noun"])}
    shares = shares_of_clusters(frequency, cluster, forms, nouns)
    rows = []
    for word in sorted(forms):
        plain, total = shares.get(cluster.get(word, 0), (0.0, 0.0))
        own = 0.5 if word in nouns else 1.0
        share = round(100 * (plain + own * OWN) / (total + OWN))
        which, lemma = forms[word]
        rows.append(f"{word}\t{which}\t{lemma if lemma != word else ''}\t{share}\n")
    target = HERE / "verbs.tsv"
    target.write_text("form\twhich\tlemma\tverb\n" + "".join(rows), encoding="utf-8")
    print(f"{target.name}: {len(rows)} forms")


def lemma_tables() -> tuple[dict[str, list[str]], dict[str, dict[str, list[str]]]]:
    """Lemmas by part of speech, and the irregular forms with their lemmas."""
    archive = next(DOWNLOADS.glob(f"{LOOKUPS.split('==')[0].replace('-', '_')}-*.whl"))
    with zipfile.ZipFile(archive) as wheel:
        tables: list[Any] = [
            json.loads(gzip.decompress(wheel.read(f"spacy_lookups_data/data/en_{name}.json.gz")))
            for name in ("lemma_index", "lemma_exc")
        ]
    return tables[0], tables[1]


def verb_form(word: str, verbs: set[str], exceptions: dict[str, list[str]]) -> tuple[str, str]:
    """Which forms of a verb a word is (b base, s third person, p past, g -ing), and of which."""
    which, lemma = ("b", word) if word in verbs else ("", "")
    irregular = next((verb for verb in exceptions.get(word, ()) if verb in verbs), "")
    if irregular:
        letter = THIRD.get(word) or ("g" if word.endswith("ing") else "p")
        return (which + letter, irregular)
    for ending, letter in ENDINGS.items():
        stem = next((stem for stem in stems(word, ending) if stem in verbs), "")
        if stem:
            which, lemma = which + letter, stem
    return (which + "p" if word in UNCHANGED else which), lemma


def stems(word: str, ending: str) -> Iterator[str]:
    """What may be left of a word without an ending, in its forms."""
    if not word.endswith(ending) or len(word) < len(ending) + 2 or word.endswith("ss"):
        return
    stem = word.removesuffix(ending)
    if ending == "s":
        yield stem
        if stem.endswith("ie"):
            yield stem[:-2] + "y"
        elif stem.endswith("e"):
            yield stem[:-1]
        return
    yield stem + "e"
    yield stem
    if ending == "ed" and stem.endswith("i"):
        yield stem[:-1] + "y"
    if stem[-1] == stem[-2]:
        yield stem[:-1]


def is_other(word: str, others: set[str], irregular: dict[str, list[str]]) -> bool:
    """Whether a word is a noun, its plural, or an adjective."""
    if word in others or word in irregular:
        return True
    return any(stem in others for stem in stems(word, "s"))


def shares_of_clusters(
    frequency: dict[str, float], cluster: dict[str, int], forms: Container[str], nouns: set[str]
) -> dict[int, tuple[float, float]]:
    """Of each cluster, how many words are verbs only, and how many are verbs or nouns only."""
    found: dict[int, list[float]] = defaultdict(lambda: [0.0, 0.0])
    for word, number in cluster.items():
        if number and word.islower() and frequency.get(word, -99) > LEAST_CLUSTERED:
            verb, noun = word in forms, word in nouns
            found[number][0] += verb and not noun
            found[number][1] += verb != noun
    return {number: (verbs, total) for number, (verbs, total) in found.items()}


if __name__ == "__main__":
    main()
