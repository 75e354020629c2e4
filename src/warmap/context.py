"""What an article says, as a whole, about the places that its names may mean.

Takes the mentions with their candidates and gives each candidate its named features: how the
name matches, what the words around it ask for, what it must lie in, which other places
the article names and how near they are. `resolve` weighs them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import log10

import numpy as np
from numpy.typing import NDArray

from warmap.errors import GazetteerError
from warmap.evidence import link_at, link_between
from warmap.gazetteer import Gazetteer, normalise
from warmap.model import Candidate, Kind, Mention
from warmap.tokens import tokenize

__all__ = ["Group", "Home", "context_features", "features_of", "links", "same_spelling"]

_POPULATED: tuple[Kind, ...] = ("city", "town", "village")
_NEAR_KM = 150.0  # distance at which nearness falls to 1/e
_EARTH_KM = 6371.0088
_SPREAD = 3  # candidates of a name that count as context


@dataclass(slots=True)
class Group:
    """All mentions of one name and the places that the name may mean."""

    mentions: list[int]
    candidates: tuple[Candidate, ...]
    probability: NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Home:
    """Where the publisher writes from: a country, perhaps a region of it."""

    country: str
    admin1: str = ""

    @classmethod
    def named(cls, name: str, *, gazetteer: Gazetteer) -> Home:
        """Read a home from the name of a country, region or place.

        Parameters
        ----------
        name
            As a reader would say it: "Ukraine", "Ohio", "Kharkiv".
        gazetteer
            Where to look.

        Raises
        ------
        GazetteerError
            The gazetteer knows no such place.

        Examples
        --------
        >>> from warmap.gazetteer import default_gazetteer
        >>> Home.named("Texas", gazetteer=default_gazetteer())
        Home(country='US', admin1='US-TX')
        """
        found = gazetteer.lookup(name)
        if not found:
            raise GazetteerError(f"home {name!r}: no gazetteer knows it; name a country or region")
        return cls(found[0].country, found[0].admin1)


def links(text: str, mentions: Sequence[Mention]) -> dict[int, list[tuple[int, str]]]:
    """For each mention the later or earlier mentions that the text says it lies in.

    "Zorya in Ukraine's Donetsk region" puts Zorya in both, and Donetsk in Ukraine.

    Parameters
    ----------
    text
        The article.
    mentions
        In the order of the text, without overlaps.

    Returns
    -------
    dict
        Index of a mention to pairs (index of the container, ``in`` or ``comma``).
    """
    found: dict[int, list[tuple[int, str]]] = {}
    tokens = tokenize(text)
    for index in range(len(mentions) - 2, -1, -1):
        here, after = mentions[index], mentions[index + 1]
        link = link_at(tokens, max(here.end, 0), after.start)
        if link == "owner":
            found.setdefault(index + 1, []).append((index, "in"))
        elif link is not None:
            # A list ("Kyiv, Odesa, Ukraine") chains weakly, "X in Y, Z" as firmly as its first.
            onward = [(far, link) for far, _ in found.get(index + 1, []) if far > index + 1]
            beside = [(index + 2, link)] if _owns_next(text, mentions, index + 1) else []
            found[index] = [(index + 1, link), *beside, *onward, *found.get(index, [])]
    return found


def _owns_next(text: str, mentions: Sequence[Mention], index: int) -> bool:
    """Whether the text reads "Y's Z", so that what lies in Y lies in Z."""
    if index + 1 >= len(mentions):
        return False
    return link_between(text[mentions[index].end : mentions[index + 1].start]) == "owner"


def same_spelling(name: str, other: str) -> bool:
    """Whether two Latin names are one name in two romanisations: Zorya and Zoria.

    Examples
    --------
    >>> same_spelling("Lugansk", "Luhansk"), same_spelling("Artemivsk", "Bakhmut")
    (True, False)
    """
    return _skeleton(name) == _skeleton(other)


def _skeleton(name: str) -> str:
    letters = normalise(name).translate(_ONE_LETTER)
    return "".join(c for i, c in enumerate(letters) if i == 0 or c != letters[i - 1])


# Letters that the romanisations of Ukrainian and Russian exchange.
_ONE_LETTER = str.maketrans({"y": "i", "j": "i", "w": "v", "g": "h"})


def features_of(
    name: str, place: Candidate, kinds: Sequence[Kind], *, alone: bool
) -> dict[str, float]:
    """Features of one candidate by itself and by the words around the mention.

    Parameters
    ----------
    name
        The mention, as the text writes it.
    place
        The candidate.
    kinds
        What the text says that the name is; empty when it says nothing.
    alone
        Whether no other place bears the name.
    """
    respelt = place.match == "alias" and same_spelling(name, _plain(place))
    match = "spelling" if respelt else place.match
    features = {f"kind_{place.kind}": 1.0, f"match_{match}": 1.0}
    if place.source == "user":
        features["own"] = 1.0
    features["population"] = max(0.0, log10(1 + (place.population or 0)) - 3) / 4
    if place.precision != "exact":
        features["approximate"] = 1.0
    if alone:
        features["alone"] = 1.0
    if kinds:
        fit = max(kind_fit(place.kind, kind) for kind in kinds)
        features["kind_fit"] = fit
        features["kind_clash"] = float(fit == 0)
    return features


def lacks_noun(place: Candidate, candidates: Sequence[Candidate]) -> bool:
    """Whether a bare name means a region whose full name has a noun, though a city is called so.

    "Kherson" alone is rather the city than Kherson Oblast; "Dnipropetrovsk" is today no city.
    """
    return _plain(place) != place.name and any(
        c.kind in ("city", "town") and c.match in ("name", "local") for c in candidates
    )


def _plain(place: Candidate) -> str:
    """The name without the noun that regions carry: "Luhansk Oblast" is called Luhansk."""
    return place.name.removesuffix(" Oblast").removesuffix(" Raion")


def kind_fit(kind: Kind, asked: Kind) -> float:
    """How well a place of one kind answers to the word for another, 0 to 1."""
    if kind == asked:
        return 1.0
    if kind in _POPULATED and asked in _POPULATED:
        return 0.7
    if {kind, asked} <= {"region", "district"}:
        return 0.5
    return 0.3 if {kind, asked} <= {"sea", "river"} else 0.0


def lies_in(place: Candidate, area: Candidate) -> bool:
    """Whether the gazetteer puts a place inside an area."""
    if area.kind == "country":
        return place.country == area.country and place.kind != "country"
    if area.kind == "region":
        return bool(area.admin1) and place.admin1 == area.admin1 and place.kind != "region"
    return area.kind == "district" and bool(area.admin2) and place.admin2 == area.admin2


def context_features(groups: Sequence[Group], *, home: Home | None) -> list[list[dict[str, float]]]:
    """Features of every candidate from what else the article names.

    Parameters
    ----------
    groups
        All names of the article, with the probabilities that their candidates have so far.
    home
        Where the publisher writes from, when known.

    Returns
    -------
    list of list of dict
        For each group and each of its candidates.
    """
    anchors = [_anchors(group) for group in groups]
    return [
        [
            _context(place, [a for j, a in enumerate(anchors) if j != i], home)
            for place in group.candidates
        ]
        for i, group in enumerate(groups)
    ]


@dataclass(frozen=True, slots=True)
class _Anchor:
    """One name of the article as context: its likeliest places and their weights."""

    places: tuple[Candidate, ...]
    weights: tuple[float, ...]
    vectors: NDArray[np.float64]


def _anchors(group: Group) -> _Anchor:
    order = np.argsort(-group.probability, kind="stable")[:_SPREAD]
    places = tuple(group.candidates[i] for i in order)
    return _Anchor(
        places,
        tuple(float(group.probability[i]) for i in order),
        np.array([_unit(p.lat, p.lon) for p in places]).reshape(-1, 3),
    )


def _unit(lat: float, lon: float) -> tuple[float, float, float]:
    """Point on the unit sphere, for distances by one product."""
    a, b = np.radians(lat), np.radians(lon)
    return float(np.cos(a) * np.cos(b)), float(np.cos(a) * np.sin(b)), float(np.sin(a))


def _context(place: Candidate, anchors: Sequence[_Anchor], home: Home | None) -> dict[str, float]:
    """Nearness, shared country, shared region, and the publisher's home."""
    near: list[float] = []
    same_country = same_admin1 = total = 0.0
    vector = np.array(_unit(place.lat, place.lon))
    for anchor in anchors:
        if not anchor.places:
            continue
        angle = np.arccos(np.minimum(anchor.vectors @ vector, 1.0))
        pull = np.exp(-angle * _EARTH_KM / _NEAR_KM)
        point = [
            w * p
            for w, p, c in zip(anchor.weights, pull, anchor.places, strict=True)
            if c.kind != "country"
        ]
        near.append(float(max(point, default=0.0)))
        total += 1
        same_country += sum(
            w
            for w, c in zip(anchor.weights, anchor.places, strict=True)
            if c.country == place.country
        )
        if place.admin1:
            same_admin1 = max(
                same_admin1,
                sum(
                    w
                    for w, c in zip(anchor.weights, anchor.places, strict=True)
                    if c.admin1 == place.admin1
                ),
            )
    features = {
        "near": max(near, default=0.0),
        "same_country": same_country / total if total else 0.0,
        "same_admin1": same_admin1,
    }
    if home is not None and place.country == home.country:
        features["home_country"] = 1.0
        features["home_admin1"] = float(bool(home.admin1) and place.admin1 == home.admin1)
    return features
