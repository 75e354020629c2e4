"""The places that the names of an article may mean, laid out in arrays for all names at once.

`Bearers` holds the candidates of each name (rows "by name") and of each mention (rows "by
mention": a name that stands three times has its candidates three times). Features stand in
columns: the name of a feature and a number for each row. Here are those that need no context: how
the name belongs to the place, what it is, how large it is. `cues`, `containment` and
`context` add theirs; `ranking` weighs them all.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Literal, get_args

import numpy as np
from numpy.typing import NDArray

from warmap.candidates import SETTLED, places_of, plain_name, same_spelling
from warmap.gazetteer import Gazetteer, normalise
from warmap.model import KINDS, Candidate, Kind, Mention
from warmap.names import is_short

__all__ = ["Bearers", "Column", "Columns", "Rows", "Unit", "own_columns", "without_noun"]

Column = NDArray[np.float64]
Columns = dict[str, Column]
"""Feature → its value in each row."""
Rows = NDArray[np.intp]
Unit = Literal["country", "admin1", "admin2"]
# Ukraine's cities with special status (Constitution, article 133) are regions by themselves, and
# articles put them into the one around them: "Sevastopol in occupied Crimea".
_AROUND = {"UA-30": "UA-32", "UA-40": "UA-43"}


@dataclass(slots=True)
class Bearers:
    """The names of one article and the places that bear them.

    Parameters
    ----------
    names
        Each name once, in the order of its first mention.
    places
        For each name its candidates, as the gazetteer ranks them.
    name_of
        For each mention the number of its name.
    first_of
        For each name its first mention.
    acting
        For each mention whether it stands for a government; empty when none does.
    probability
        What is known so far: for each row by name, how likely this place is meant.

    Examples
    --------
    >>> from warmap.gazetteer import default_gazetteer
    >>> text = "Mezhova, Bangor, Mezhova"
    >>> found = Bearers.gather([Mention(0, 7, "Mezhova"), Mention(9, 15, "Bangor"),
    ...                         Mention(17, 24, "Mezhova")], gazetteer=default_gazetteer())
    >>> found.names, found.name_of, len(found.row_of) == len(found.of) + len(found.places[0])
    (['mezhova', 'bangor'], [0, 1, 0], True)
    """

    names: list[str]
    places: list[tuple[Candidate, ...]]
    name_of: list[int]
    first_of: list[int]
    acting: Sequence[bool] = ()
    probability: Column = field(init=False)
    starts: Rows = field(init=False)  # rows by name: where each name's begin, and their end
    of: Rows = field(init=False)  # and which name each belongs to
    country: Rows = field(init=False)  # equal numbers for equal codes, 0 for none
    admin1: Rows = field(init=False)
    around: Rows = field(init=False)  # of a city that is a region by itself: that around it
    admin2: Rows = field(init=False)
    held: NDArray[np.bool_] = field(init=False)  # in a district that is another place
    pairs: dict[Unit, Rows] = field(init=False)  # equal numbers for equal pairs of name and unit
    kind: Rows = field(init=False)  # its place in KINDS
    people: Column = field(init=False)  # 0 at 1,000, 1 at 10 million
    vectors: NDArray[np.float64] = field(init=False)  # points on the unit sphere
    capital: NDArray[np.bool_] = field(init=False)  # of a country
    company: Column = field(init=False)  # how much it tells of where the others lie, 0 to 1
    named: NDArray[np.bool_] = field(init=False)  # not by an alias; Kebbi State is named Kebbi, too
    begins: Rows = field(init=False)  # rows by mention: where each mention's begin, and their end
    mention_of: Rows = field(init=False)  # and which mention each belongs to
    row_of: Rows = field(init=False)  # the row by name of each row by mention
    counts: Column = field(init=False)  # mentions of each name

    @classmethod
    def gather(
        cls, mentions: Sequence[Mention], *, gazetteer: Gazetteer, acting: Sequence[bool] = ()
    ) -> Bearers:
        """Look every name of an article up, once; tell which mentions stand for a government."""
        numbers: dict[str, int] = {}
        places: list[tuple[Candidate, ...]] = []
        name_of: list[int] = []
        first_of: list[int] = []
        for index, mention in enumerate(mentions):
            form = normalise("|".join(mention.forms) or mention.text)
            # The district, the river are other places than the town that is called so.
            apart = ("district", "river", "sea") if mention.forms else ("district",)
            key = " ".join([form, *(kind for kind in apart if kind in mention.kinds)])
            if key not in numbers:
                numbers[key] = len(places)
                first_of.append(index)
                places.append(places_of(mention, gazetteer=gazetteer))
            name_of.append(numbers[key])
        return cls(list(numbers), places, name_of, first_of, acting)

    def __post_init__(self) -> None:
        """Lay the candidates out."""
        sizes = np.array([len(places) for places in self.places], dtype=np.intp)
        self.starts = np.concatenate([[0], np.cumsum(sizes)]).astype(np.intp)
        self.of = np.repeat(np.arange(len(sizes)), sizes)
        flat = [place for places in self.places for place in places]
        self.country = _numbered([p.country for p in flat])
        regions = {"": 0}
        self.admin1 = _numbered([p.admin1 for p in flat], regions)
        self.around = _numbered([_AROUND.get(p.admin1, "") for p in flat], regions)
        self.held = np.array([bool(p.admin2) for p in flat], dtype=bool)
        # A district itself is filed under its region alone.
        self.admin2 = _numbered(
            [p.admin2 or (p.source_id if p.kind == "district" else "") for p in flat]
        )
        self.pairs = {
            unit: np.unique(self.of * (codes.max(initial=0) + 1) + codes, return_inverse=True)[1]
            for unit in get_args(Unit)
            for codes in (self.codes(unit),)
        }
        self.kind = np.array([_KIND[p.kind] for p in flat], dtype=np.intp)
        people = np.array([p.population or 0 for p in flat], dtype=float)
        self.people = np.maximum(0.0, np.log10(1 + people) - 3) / 4
        self.capital = np.array([p.capital for p in flat], dtype=bool)
        self.named = np.array(
            [
                place.match != "alias" or normalise(place.name).startswith(f"{name} ")
                for name, places in zip(self.names, self.places, strict=True)
                for place in places
            ],
            dtype=bool,
        )
        lat, lon = np.radians([(p.lat, p.lon) for p in flat]).reshape(-1, 2).T
        across = np.cos(lat)
        self.vectors = np.stack([across * np.cos(lon), across * np.sin(lon), np.sin(lat)], 1)
        self.probability = np.zeros(len(flat))
        of_mention = np.array(self.name_of, dtype=np.intp)
        counted = sizes[of_mention]
        self.begins = np.concatenate([[0], np.cumsum(counted)]).astype(np.intp)
        self.mention_of = np.repeat(np.arange(len(counted)), counted)
        within = np.arange(len(self.mention_of)) - self.begins[self.mention_of]
        self.row_of = self.starts[of_mention[self.mention_of]] + within
        self.counts = np.bincount(of_mention, minlength=len(sizes)).astype(float)
        self.company = self._company(of_mention)

    def _company(self, of_mention: Rows) -> Column:
        """How much each row tells of where the other names of the article lie.

        "The White House said" tells who speaks, and nothing of where the towns lie that the article
        names: what is named for its government alone is no company. A town that acts is: papers
        write of the councils around them.
        """
        acts = np.array(self.acting, dtype=float) if self.acting else np.zeros(len(of_mention))
        share = np.bincount(of_mention, weights=acts, minlength=len(self.counts))
        speaks = share / np.maximum(1.0, self.counts)
        return 1.0 - speaks[self.of] * (self.capital | self.is_kind(("country", "site")))

    def codes(self, unit: Unit) -> Rows:
        """The numbers of the units of one level, by name."""
        return {"country": self.country, "admin1": self.admin1, "admin2": self.admin2}[unit]

    def rows(self, mention: int) -> slice:
        """The rows by mention of one mention."""
        return slice(int(self.begins[mention]), int(self.begins[mention + 1]))

    def named_rows(self, mention: int) -> slice:
        """The rows by name of the name of one mention."""
        name = self.name_of[mention]
        return slice(int(self.starts[name]), int(self.starts[name + 1]))

    def candidates(self, mention: int) -> tuple[Candidate, ...]:
        """The places that one mention may mean."""
        return self.places[self.name_of[mention]]

    def is_kind(self, kinds: Sequence[Kind]) -> NDArray[np.bool_]:
        """Which rows by name are of one of these kinds."""
        wanted = np.zeros(len(KINDS), dtype=bool)
        wanted[[_KIND[kind] for kind in kinds]] = True
        return np.asarray(wanted[self.kind])


_KIND = {kind: number for number, kind in enumerate(KINDS)}


def _numbered(codes: Sequence[str], numbers: dict[str, int] | None = None) -> Rows:
    """Equal numbers for equal codes; 0 for an empty one."""
    numbers = {"": 0} if numbers is None else numbers
    return np.array([numbers.setdefault(code, len(numbers)) for code in codes], dtype=np.intp)


def own_columns(mentions: Sequence[Mention], bearers: Bearers) -> Columns:
    """What the gazetteer tells of each candidate by itself, by name.

    Parameters
    ----------
    mentions
        Of the article; the first of each name gives its spelling.
    bearers
        Its names.
    """
    columns: Columns = {
        "population": bearers.people * bearers.is_kind(SETTLED),
        "population_country": bearers.people * bearers.is_kind(("country",)),
        "population_region": bearers.people * bearers.is_kind(("region",)),
        "population_district": bearers.people * bearers.is_kind(("district",)),
    }
    row = 0
    for number, places in enumerate(bearers.places):
        name = mentions[bearers.first_of[number]].text
        for features in _own_features(name, places):
            for feature in features:
                if feature not in columns:
                    columns[feature] = np.zeros(len(bearers.of))
                columns[feature][row] = 1.0
            row += 1
    columns["largest"] = _largest(bearers)
    return columns


def _own_features(name: str, places: Sequence[Candidate]) -> Iterator[list[str]]:
    """The features of each candidate of one name that are there or not."""
    today = [c for c in places if c.match in ("name", "local")]
    nations = {c.country for c in today if c.kind == "country"}
    seats = {(c.country, c.admin1) for c in today if c.kind in ("city", "town")}
    marked = not name.isascii() and any(name.casefold() == c.name.casefold() for c in places)
    for place in places:
        respelt = place.match == "alias" and same_spelling(name, plain_name(place))
        short = place.match == "alias" and place.kind in SETTLED and is_short(name, place.name)
        old = place.match in ("alias", "former") and not (respelt or short)
        area = place.kind in ("region", "district")
        facts = {
            "own": place.source == "user",
            "capital": place.capital,
            "approximate": place.precision != "exact",
            # It is called so too, or was; another place is today.
            "superseded": old and bool(today),
            # Mexico's region and city Mexico; the district of Kupiansk.
            "in_namesake": place.country in nations and place.kind != "country",
            # "Mâcon" is no Macon, though "Macon" may be Mâcon.
            "other_marks": marked and name.casefold() != place.name.casefold(),
            "shares_name": area and (place.country, place.admin1) in seats,
        }
        match = "spelling" if respelt else "short" if short else place.match
        yield [
            f"kind_{place.kind}",
            f"match_{match}",
            *(feature for feature, holds in facts.items() if holds),
        ]


def without_noun(bearers: Bearers) -> Column:
    """1 for each region that a town shares its name with, once the noun is left out, by name.

    "Kherson" alone is rather the city than the oblast; no city is "Dnipropetrovsk".
    """
    column = np.zeros(len(bearers.of))
    for start, places in zip(bearers.starts[:-1].tolist(), bearers.places, strict=True):
        if any(c.kind in ("city", "town") and c.match in ("name", "local") for c in places):
            column[start : start + len(places)] = [plain_name(c) != c.name for c in places]
    return column


def _largest(bearers: Bearers) -> Column:
    """1 for the largest settlement of each name that has several bearers."""
    column = np.zeros(len(bearers.of))
    people = np.where(bearers.is_kind(SETTLED), bearers.people, 0.0)
    for start, end in pairwise(bearers.starts.tolist()):
        if end - start > 1:
            best = start + int(np.argmax(people[start:end]))
            column[best] = float(people[best] > 0)
    return column
