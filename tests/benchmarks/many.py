"""An article that names very many places, made from rows of the gazetteer: what `bench_page` draws.

The places are settlements of Ukraine. The sentences are templates of our own; how long they are and
how many places one names follow our marked articles (tests/eval/articles): of a hundred sentences
19 name no place, 29 one, 24 two, 14 three, and so on; those that do are 180 characters long on
average; of a hundred mentions 27 have rivals, most of those one, which bear the same name.
The same numbers give the same article.
"""

from __future__ import annotations

import random
import sqlite3
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import accumulate

from warmap.bundled import data_path
from warmap.gazetteer import default_gazetteer
from warmap.model import Article, Candidate, Mention, Resolution, Rival, Role

__all__ = ["many_places"]

SEED = 2026
# How many of our marked articles' sentences name 0, 1, 2, ... places.
NAMED = (179, 275, 229, 135, 76, 32, 16, 8, 3)
# How many of their mentions have 0, 1, 2, ... rivals.
RIVALS = (1305, 374, 56, 21, 18, 23)
FILLERS = (
    "officials in the regional administration said on {day}",
    "according to the morning report of the general staff",
    "a spokesman for the brigade told reporters by telephone",
    "the governor wrote in a post late in the evening",
    "while rescue workers went on clearing the rubble of a {thing}",
    "and power was cut to about {number} households in the district",
    "with at least {number} people taken to hospital overnight",
    "a claim that could not be independently verified on {day}",
)
FRAGMENTS = (
    "shelling damaged a {thing} in {place}",
    "drones were heard over {place} before dawn",
    "buses took {number} residents out of {place}",
    "repairs to the {thing} at {place} were halted",
    "fighting went on to the east of {place}",
    "trains no longer stop at {place}",
    "the road that leads to {place} was closed",
    "an air raid alert in {place} lasted {number} minutes",
    "volunteers from {place} brought bread and water",
    "the {thing} near {place} caught fire",
    "engineers cleared mines from fields around {place}",
    "families who had left {place} began to return",
)
BARE = ("It was {day}.", "Nobody was hurt.", "There was no comment from the other side on {day}.")
THINGS = (
    "school",
    "substation",
    "grain store",
    "bridge",
    "clinic",
    "railway station",
    "post office",
)
DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
REASONS = (
    "larger than others of this name",
    "the only place of this name that the gazetteer knows",
    "near what stands beside it in the text",
    "in the region of what stands beside it in the text",
    "near other places that the article names",
    "in a district that the article names",
    "in a country that the article is about",
)
ROLES: tuple[Role, ...] = ("literal", "government", "associative")


def many_places(places: int, mentions: int, /) -> tuple[Article, list[Resolution]]:
    """An article with so many mentions of so many places, and their resolutions in its order."""
    chance = random.Random(SEED)
    settlements = _settlements()
    chosen = chance.sample(settlements, places)
    called = defaultdict(list)
    for settlement in settlements:
        called[settlement.name].append(settlement)
    # A few places are named often, most of them once or twice, and each at least once.
    often = list(accumulate(1 / (rank + 1) ** 0.7 for rank in range(places)))
    named = chosen + chance.choices(chosen, cum_weights=often, k=mentions - places)
    chance.shuffle(named)
    text: list[str] = []
    found: list[Resolution] = []
    length = 0
    for sentence in _sentences(chance, named):
        start, pieces = length, [piece for piece in sentence if piece]
        quote = "".join(p.name if isinstance(p, Candidate) else p for p in pieces)
        for piece in pieces:
            word = piece.name if isinstance(piece, Candidate) else piece
            if isinstance(piece, Candidate):
                mention = Mention(length, length + len(word), word)
                found.append(_resolved(chance, mention, quote, start, piece, called[word]))
            length += len(word)
        text.append(quote)
        length += 1
        text.append("\n" if chance.random() < 0.4 else " ")
    return Article("".join(text), title="Many places", source="warmap's benchmark"), found


def _settlements() -> list[Candidate]:
    table = default_gazetteer()
    db = sqlite3.connect(data_path("gazetteer.sqlite"))
    rows = db.execute(
        "SELECT p.id FROM place p JOIN unit u ON u.id = p.unit"
        " WHERE u.country = 'UA' AND p.source = 0 AND p.kind IN (3, 4, 5) ORDER BY p.id"
    )
    of_geonames = [f"geonames:{number}" for (number,) in rows]
    rows = db.execute(
        "SELECT katottg FROM place WHERE source = 1 AND kind IN (3, 4, 5) ORDER BY katottg"
    )
    of_katottg = [f"katottg:UA{number:017d}" for (number,) in rows]
    db.close()
    return [found for id_ in of_geonames + of_katottg if (found := table.by_id(id_))]


def _sentences(
    chance: random.Random, named: Sequence[Candidate]
) -> Iterator[list[str | Candidate]]:
    done = 0
    while done < len(named):
        count = chance.choices(range(len(NAMED)), NAMED)[0]
        if not count:
            yield [_filled(chance, chance.choice(BARE))]
            continue
        pieces: list[str | Candidate] = []
        for number, place in enumerate(named[done : done + count]):
            before, after = _filled(chance, chance.choice(FRAGMENTS)).split("{place}")
            joint = "" if not number else ", and " if number == count - 1 else ", "
            pieces += [
                joint + (before if number else before[:1].upper() + before[1:]),
                place,
                after,
            ]
        fillers = chance.sample(FILLERS, 2 if count == 1 else 1)
        yield [*pieces, ", " + ", ".join(_filled(chance, filler) for filler in fillers) + "."]
        done += count


def _filled(chance: random.Random, template: str) -> str:
    return template.format(
        day=chance.choice(DAYS),
        number=chance.randrange(3, 900),
        place="{place}",
        thing=chance.choice(THINGS),
    )


def _resolved(
    chance: random.Random,
    mention: Mention,
    quote: str,
    start: int,
    place: Candidate,
    called: Sequence[Candidate],
) -> Resolution:
    score = round(1 - chance.random() ** 3 / 2, 4)
    others = [other for other in called if other.id != place.id]
    others = others[: chance.choices(range(len(RIVALS)), RIVALS)[0]]
    reasons = chance.sample(REASONS, chance.choice((1, 2, 2, 3)))
    return Resolution(
        mention,
        quote,
        start,
        role=chance.choices(ROLES, (94, 5, 1))[0],
        candidate=place,
        score=score,
        reason="; ".join(reason for reason in REASONS if reason in reasons),
        rivals=tuple(Rival(other, (1 - score) / len(others)) for other in others),
        status="resolved",
    )
