"""Which settlement of Ukraine a row of somebody's file is.

It takes `PlaceRecord` rows and the gazetteer, and gives each row its settlement or the reason why
it has none. Name, raion and distance must agree, for one village's point must never land on its
namesake: of all bearers of the name in Ukraine the nearest to the row's point must lie in the
oblast and raion that the row states, within reach of what is known of its place, and clearly
nearer than the next. Nothing is written here.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from warmap.gazetteer import GazetteerTable
from warmap.model import Candidate
from warmap.records import PlaceRecord

__all__ = ["Match", "distance_km", "match_settlements", "may_be_settlement"]

_REACH = 1.5  # radii; the radius itself leaves one of ten outside
_CLEARLY = 2.0  # times as far away must the next bearer of the name be ...
_LEAST_KM = 5.0  # ... and at least twice this
_SAME_KM = 3.0  # two points this near are one village
_VOTE = 0.1  # share of a unit's rows that puts it in a raion
_EARTH_KM = 6371.0088
_SETTLEMENTS = ("city", "town", "village")
_CYRILLIC = range(0x0400, 0x0530)


@dataclass(frozen=True, slots=True)
class Match:
    """What became of one row: the settlement that it is, or why it is none.

    ``why`` is empty when there is a settlement; ``unknown`` says that no settlement has the name.
    """

    record: PlaceRecord
    place: Candidate | None
    why: str = ""
    unknown: bool = False


def match_settlements(records: Sequence[PlaceRecord], *, gazetteer: GazetteerTable) -> list[Match]:
    """Match rows of Ukraine to its settlements.

    Parameters
    ----------
    records
        Rows of one file, all in Ukraine. What a file calls its second-level units (raions of
        before 2020, say) is learned from the rows whose name is unique in their oblast.
    gazetteer
        The settlements.

    Returns
    -------
    list of Match
        One for each row, in their order. A settlement goes to the first of its rows; others
        agree with it, or all are refused.

    Examples
    --------
    >>> from warmap.gazetteer import default_gazetteer
    >>> row = PlaceRecord(1, "Межова", ("Межова",), 48.25, 36.73, country="UA", admin1="04")
    >>> match_settlements([row], gazetteer=default_gazetteer())[0].place.name
    'Mezhova'
    """
    rows = [_Row(record, gazetteer) for record in records]
    raions = _raions_of_units(rows)
    return _one_each([_matched(row, raions) for row in rows])


def may_be_settlement(record: PlaceRecord, *, gazetteer: GazetteerTable) -> bool:
    """Whether any settlement of Ukraine bears the name of a row.

    Examples
    --------
    >>> from warmap.gazetteer import default_gazetteer
    >>> row = PlaceRecord(1, "Post 7", ("Post 7",), 48.25, 36.73, country="UA")
    >>> may_be_settlement(row, gazetteer=default_gazetteer())
    False
    """
    return bool(_settlements_called(record, gazetteer))


def _settlements_called(record: PlaceRecord, gazetteer: GazetteerTable) -> list[Candidate]:
    found = {
        place.id: place
        for name in _local_names(record.names)
        for place in gazetteer.lookup(name)
        if place.country == "UA" and place.kind in _SETTLEMENTS and place.match in ("name", "local")
    }
    return list(found.values())


class _Row:
    """A row with the settlements that bear its name, anywhere in Ukraine."""

    def __init__(self, record: PlaceRecord, gazetteer: GazetteerTable) -> None:
        self.record = record
        self.admin1 = record.admin1
        if record.admin1 and not record.admin1.startswith("UA-"):
            self.admin1 = gazetteer.admin1_of(f"UA.{record.admin1}")
        self.settlements = _settlements_called(record, gazetteer)

    @cached_property
    def by_distance(self) -> list[tuple[float, Candidate]]:
        at = (self.record.lat, self.record.lon)
        found = [(distance_km(*at, place.lat, place.lon), place) for place in self.settlements]
        return sorted(found, key=lambda pair: (pair[0], pair[1].id))

    @property
    def in_oblast(self) -> list[Candidate]:
        return [p for p in self.settlements if not self.admin1 or p.admin1 == self.admin1]


def _local_names(names: Iterable[str]) -> list[str]:
    """The Cyrillic names when there are any: a Latin one may belong to several."""
    own = [name for name in names if any(ord(letter) in _CYRILLIC for letter in name)]
    return own or list(names)


def _raions_of_units(rows: Iterable[_Row]) -> dict[tuple[str, str], set[str]]:
    """Oblast and the file's own unit → the raions in which its rows lie."""
    votes: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for row in rows:
        if row.record.unit and len(row.in_oblast) == 1:
            votes[row.admin1, row.record.unit][row.in_oblast[0].admin2[:6]] += 1
    return {
        unit: {raion for raion, count in ballot.items() if count >= _VOTE * ballot.total()}
        for unit, ballot in votes.items()
    }


def _matched(row: _Row, raions: dict[tuple[str, str], set[str]]) -> Match:
    record = row.record
    if not row.in_oblast:
        return Match(record, None, "no settlement of this name in its oblast", unknown=True)
    distance, nearest = row.by_distance[0]
    if row.admin1 and nearest.admin1 != row.admin1:
        return Match(record, None, "its point lies nearest to a namesake in another oblast")
    home = nearest.admin2[:6]
    known = {record.raion} if record.raion else raions.get((row.admin1, record.unit), {home})
    if home and home not in known:
        return Match(record, None, "its point lies nearest to a namesake in another raion")
    if distance > max(_SAME_KM, _REACH * nearest.radius_km):
        return Match(record, None, "its point is out of reach of the settlement's hromada or raion")
    others = [far for far, _ in row.by_distance[1:]]
    if others and others[0] < _CLEARLY * max(distance, _LEAST_KM):
        return Match(record, None, "two settlements of this name are about as near")
    return Match(record, nearest)


def _one_each(matches: list[Match]) -> list[Match]:
    """The matches, without settlements whose rows put them in two places."""
    points: dict[str, list[PlaceRecord]] = defaultdict(list)
    for match in matches:
        if match.place:
            points[match.place.id].append(match.record)
    torn = {
        place_id
        for place_id, records in points.items()
        if any(
            distance_km(records[0].lat, records[0].lon, other.lat, other.lon) > _SAME_KM
            for other in records[1:]
        )
    }
    why = "the file puts this settlement in two places"
    return [
        Match(match.record, None, why) if match.place and match.place.id in torn else match
        for match in matches
    ]


def distance_km(lat1: float, lon1: float, lat2: float, lon2: float) -> float:
    """Great-circle distance between two points in degrees.

    Examples
    --------
    >>> round(distance_km(50.45, 30.52, 48.46, 35.05))
    395
    """
    a, b = math.radians(lat1), math.radians(lat2)
    h = math.sin((b - a) / 2) ** 2
    h += math.cos(a) * math.cos(b) * math.sin(math.radians(lon2 - lon1) / 2) ** 2
    return 2 * _EARTH_KM * math.asin(math.sqrt(min(1.0, h)))
