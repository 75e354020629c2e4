"""Place lists → what differs between two of them, or between one and the places of an article.

It takes checked rows and gives `Changes`. A list says something of the places in its rows and
nothing of others: so between a list and a map only the places that the list has a row for are
compared, and of those only what the row tells.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass, replace

from warmap.changes import Changes, Moved, Retyped, Told
from warmap.model import Candidate, Resolution
from warmap.names import normalise
from warmap.placechanges import meaning, move_of, paired, told
from warmap.placelist import PlaceList
from warmap.placerows import COLUMNS, PlaceRow, cells_of
from warmap.rowplaces import lies_there

__all__ = ["changes_of_map", "changes_of_rows"]

# Columns that are compared in their own way, as where a place lies.
_OWN_WAY = ("lat", "lon", "id")


@dataclass(frozen=True, slots=True)
class _Listed:
    """A row, its cells by column, and the place that it gives."""

    row: PlaceRow
    cells: dict[str, str]
    place: Candidate | None
    named: Candidate | None  # the gazetteer's, by the row's id

    @property
    def name(self) -> str:
        return self.row.names[0]

    @property
    def id(self) -> str:
        return self.row.id or (self.place.id if self.place else "")

    def told(self) -> Told:
        action = self.row.action
        if self.place is None:
            return Told(self.name, kind=self.row.kind, action=action)
        return replace(told(self.place), name=self.name, id=self.id, action=action)


def _listed(places: PlaceList) -> list[_Listed]:
    return [
        _Listed(
            row,
            dict(zip(COLUMNS, cells_of(row), strict=True)) | {"comment": row.comment},
            places.places.get(row.line),
            places.named.get(row.line),
        )
        for row in places.rows
    ]


def changes_of_rows(old: PlaceList, new: PlaceList, /) -> Changes:
    """What differs between two place lists, row by row; in which order they stand doesn't count.

    Rows are the same when they speak for the same mentions of the same names, else when their
    names are the same, else when their first names are.

    Examples
    --------
    >>> rows = [PlaceRow("l.csv", 2, ("Zorya",), action) for action in ("pin", "drop")]
    >>> changes = changes_of_rows(*(PlaceList("l.csv", (row,), {}) for row in rows))
    >>> [(change.what, change.old, change.new) for change in changes.retyped]
    [('action', 'pin', 'drop')]
    """
    rules = (_whole, _speaks_for, _names, lambda one: normalise(one.name))
    found: tuple[list[Told], list[Told]] = ([], [])
    moved: list[Moved] = []
    retyped: list[Retyped] = []
    for before, after in paired(_listed(old), _listed(new), rules=rules):
        if before is None or after is None:
            found[before is None].extend(one.told() for one in (before, after) if one)
            continue
        retyped += _cells(before, after)
        for change in _placed(before, after):
            (moved if isinstance(change, Moved) else retyped).append(change)  # type: ignore[arg-type]
    return _sorted(Changes(tuple(found[1]), tuple(found[0]), tuple(moved), tuple(retyped)))


def _whole(one: _Listed) -> Hashable:
    return tuple(one.cells.items())


def _speaks_for(one: _Listed) -> Hashable:
    return one.row.forms, one.row.mentions, one.row.spans, one.row.action == "add"


def _names(one: _Listed) -> Hashable:
    return one.row.forms


def _cells(old: _Listed, new: _Listed) -> Iterator[Retyped]:
    for what, before in old.cells.items():
        after = new.cells[what]
        if what not in _OWN_WAY and before != after:
            yield Retyped(new.name, new.id, what, before, after)


def _placed(old: _Listed, new: _Listed) -> Iterator[Moved | Retyped]:
    """Where the places of two rows lie, and which they are."""
    before, after = old.place, new.place
    if before is None and after is None:
        return
    other = old.row.id and new.row.id and old.row.id != new.row.id
    if before is None or after is None or other:
        yield meaning(new.name, before, after)
        return
    moves = move_of(before, after)
    yield from (replace(move, name=new.name) for move in moves)
    if not moves and old.row.id != new.row.id:
        yield Retyped(new.name, new.id, "id", old.row.id, new.row.id)


def changes_of_map(places: PlaceList, resolutions: Sequence[Resolution], /) -> Changes:
    """What a map has otherwise than a place list asks for: the list is old, the map new.

    Added are places that the list drops and the map shows, dropped those of rows that the map
    doesn't show. Of a row's place only what the row tells is compared: its id or point, kind,
    country, region, precision, role. A map doesn't tell its articles apart here: of a row for one
    article among several is told only what none of the mentions of its name agrees with.

    Examples
    --------
    >>> from warmap.places import find_resolutions
    >>> rows = (PlaceRow("l.csv", 2, ("Kyiv",), "drop"),)
    >>> changes = changes_of_map(PlaceList("l.csv", rows, {}), find_resolutions("He left Kyiv."))
    >>> changes.added[0].name
    'Kyiv'
    """
    shown = _Shown(resolutions)
    added: list[Told] = []
    dropped: list[Told] = []
    changes: list[Moved | Retyped] = []
    for one in _listed(places):
        found = shown.of(one.row)
        if one.row.article and (one.row.action == "drop" or _agrees(one, found)):
            continue
        if one.row.action == "drop":
            added += [_told_of(r) for r in {_key(r): r for r in found}.values()]
        elif not found:
            dropped.append(one.told())
        else:
            for resolution in {(_key(r), r.role): r for r in found}.values():
                changes += _against(one, resolution)
    changes = list(dict.fromkeys(changes))
    moved = tuple(change for change in changes if isinstance(change, Moved))
    retyped = tuple(change for change in changes if isinstance(change, Retyped))
    return _sorted(Changes(tuple(dict.fromkeys(added)), tuple(dropped), moved, retyped))


class _Shown:
    """The mentions of a map by their names, with the number of each among those of its name."""

    def __init__(self, resolutions: Sequence[Resolution]) -> None:
        self._by_text: dict[str, list[Resolution]] = defaultdict(list)
        self._by_place: dict[str, list[Resolution]] = defaultdict(list)
        self._added: dict[str, list[Resolution]] = defaultdict(list)
        self._by_span: dict[tuple[int, int], Resolution] = {}
        for resolution in resolutions:
            mention, place = resolution.mention, resolution.candidate
            if mention.start < 0:
                self._added[normalise(mention.text)].append(resolution)
                continue
            self._by_text[normalise(mention.text)].append(resolution)
            self._by_span[mention.start, mention.end] = resolution
            for name in {place.name, place.local_name} - {""} if place else ():
                self._by_place[normalise(name)].append(resolution)

    def of(self, row: PlaceRow) -> list[Resolution]:
        """What the map shows of the mentions that a row speaks for."""
        if row.spans:
            found = [self._by_span[span] for span in row.spans if span in self._by_span]
        elif row.action == "add":
            tables = (self._added, self._by_text, self._by_place)
            found = next(filter(None, (self._named(row, table) for table in tables)), [])
        else:
            # Where words inflect, the text may have the name otherwise than the row.
            found = self._named(row, self._by_text) or self._named(row, self._by_place)
        return [resolution for resolution in found if resolution.status != "dropped"]

    def _named(self, row: PlaceRow, table: dict[str, list[Resolution]]) -> list[Resolution]:
        return [
            resolution
            for form in sorted(row.forms)
            for number, resolution in enumerate(table.get(form, ()), 1)
            if not row.mentions or number in row.mentions
        ]


def _key(resolution: Resolution) -> str:
    place = resolution.candidate
    return place.id if place else f"?{normalise(resolution.mention.text)}"


def _told_of(resolution: Resolution) -> Told:
    place = resolution.candidate
    return told(place) if place else Told(resolution.mention.text)


def _against(one: _Listed, shown: Resolution) -> Iterator[Moved | Retyped]:
    """What a row tells of its place, and the map has otherwise."""
    row, asked, place = one.row, one.place, shown.candidate
    if row.role and row.role != shown.role:
        yield Retyped(one.name, _key(shown) if place else "", "role", row.role, shown.role)
    if place is None:
        if asked is not None:
            yield meaning(one.name, asked, None)
        return
    if asked is not None:
        placed = list(_against_place(one, asked, shown, place))
        yield from placed
        if any(isinstance(change, Retyped) for change in placed):
            return  # of another place the rest says nothing
    for what in ("kind", "country", "admin1", "precision"):
        before, after = getattr(row, what), getattr(place, what)
        if before and before != after:
            yield Retyped(one.name, place.id, what, before, after)
    if row.radius_km is not None and row.radius_km != place.radius_km:
        radii = f"{row.radius_km:g}", f"{place.radius_km:g}"
        yield Retyped(one.name, place.id, "radius_km", *radii)


def _against_place(
    one: _Listed, asked: Candidate, shown: Resolution, place: Candidate
) -> Iterator[Moved | Retyped]:
    """Whether the map has another place than the row gives, or has it elsewhere.

    A row of a written list has an id and its point. Who changes one of them leaves the other, which
    then is no word about the place any more.
    """
    row, other = one.row, bool(one.row.id) and one.row.id != place.id
    if row.lat is None or (one.named is not None and lies_there(row, one.named)):
        if other:
            yield meaning(one.name, one.named or asked, place)
        elif not lies_there(row, place):
            yield from (replace(move, name=one.name) for move in move_of(asked, place))
    elif not lies_there(row, place):
        done = row.action in ("keep", "pin") and row.file in shown.reason and not other
        if not (done and row.id):
            yield from (replace(move, name=one.name) for move in move_of(asked, place))
    elif other and row.action in ("keep", "pin") and place.source != "place_list":
        yield meaning(one.name, one.named or asked, place)


def _agrees(one: _Listed, found: Sequence[Resolution]) -> bool:
    return any(not list(_against(one, resolution)) for resolution in found)


def _sorted(changes: Changes) -> Changes:
    return Changes(
        tuple(sorted(changes.added, key=lambda one: (one.name, one.id, one.action))),
        tuple(sorted(changes.dropped, key=lambda one: (one.name, one.id, one.action))),
        tuple(sorted(changes.moved, key=lambda one: (one.name, one.id, one.old, one.new))),
        tuple(sorted(changes.retyped, key=lambda r: (r.name, r.id, r.what, r.old, r.new))),
        tuple(sorted(changes.quotes, key=lambda q: (q.name, q.id, q.mention, q.old, q.new))),
    )
