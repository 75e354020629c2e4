"""The places of two articles, or of one article twice → what differs between them.

It takes resolutions and gives `Changes`. It compares what a reader sees: which places are named,
where they lie, what they are, what each mention means, and the sentences that say so; not scores,
reasons, rivals and populations. Nothing is read from files here.
"""

from __future__ import annotations

from collections import Counter, defaultdict, deque
from collections.abc import Callable, Hashable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from warmap.changes import Changes, Moved, Quoted, Retyped, Told
from warmap.matching import distance_km
from warmap.model import Candidate, Resolution
from warmap.names import normalise
from warmap.pageplaces import where

__all__ = ["changes_of_places", "meaning", "move_of", "paired", "told"]

# Ids of these sources name the line of a file, which shifts when a row is put before it.
_BY_LINE = ("place_list", "user")
# Of so many places of one name on a side it is asked which are the same; real maps have a few.
_MOST_NAMESAKES = 100


def changes_of_places(old: Sequence[Resolution], new: Sequence[Resolution], /) -> Changes:
    """What differs between the places of two articles.

    A place is the same on both sides when its id is; one whose id is only the line of a place list,
    when its name is (and, if the other side has it from a gazetteer, its kind and region). Mentions
    are the same when name and sentence are; the others are paired by their name, in order.

    Examples
    --------
    >>> from warmap.places import find_resolutions
    >>> before, after = (find_resolutions(f"He left {name}.") for name in ("Kyiv", "Lviv"))
    >>> changes = changes_of_places(before, after)
    >>> [place.name for place in changes.added], [place.name for place in changes.dropped]
    (['Lviv'], ['Kyiv'])
    """
    sides = _Side(old), _Side(new)
    _name_alike(*sides)
    return _Comparison(*sides).changes()


def told(place: Candidate, *, mentions: int = 0, unresolved: bool = False) -> Told:
    """A place in short."""
    return Told(
        place.name,
        place.id,
        place.kind,
        where(place),
        *_point(place),
        mentions=mentions,
        unresolved=unresolved,
    )


def move_of(old: Candidate, new: Candidate, /) -> list[Moved]:
    """The way from one point of a place to another, if there is one."""
    if _point(old) == _point(new):
        return []
    km = distance_km(*_point(old), *_point(new))
    return [Moved(new.name, new.id, _point(old), _point(new), round(km, 3))]


def meaning(
    name: str, old: Candidate | None, new: Candidate | None, /, *, mentions: int = 0
) -> Retyped:
    """A name that means another place than before, or one where it meant none."""
    return Retyped(
        name,
        "",
        "place",
        old.id if old else "",
        new.id if new else "",
        mentions=mentions,
        places=(told(old) if old else None, told(new) if new else None),
    )


def _precision(place: Candidate) -> str:
    """How exactly a place is known, in words."""
    radius = f", within {place.radius_km:g} km" if place.radius_km else ""
    return f"{place.precision}{radius}"


def _point(place: Candidate) -> tuple[float, float]:
    return round(place.lat, 5), round(place.lon, 5)  # as the page has it


Thing = TypeVar("Thing")


@dataclass(frozen=True, slots=True)
class _Named:
    """A mention: its name, its sentence, its role, and the place by its key on this side."""

    text: str
    name: str
    quote: str
    role: str
    place: str


class _Side:
    """The places of one side by a key, and its mentions."""

    def __init__(self, resolutions: Sequence[Resolution]) -> None:
        self.places: dict[str, Candidate] = {}
        self.mentions: list[_Named] = []
        self.times: Counter[str] = Counter()
        for resolution in resolutions:
            if resolution.status == "dropped":
                continue
            name, place = normalise(resolution.mention.text), resolution.candidate
            key = place.id if place else ""
            if place:
                self.places.setdefault(key, place)
            self.times[key or f"?{name}"] += resolution.mention.start >= 0
            quote = " ".join(resolution.quote.split())
            self.mentions.append(_Named(resolution.mention.text, name, quote, resolution.role, key))
        self.unresolved = {mention.name for mention in self.mentions if not mention.place}

    def rename(self, keys: dict[str, str]) -> None:
        """Call places by other keys."""
        self.places = {keys.get(key, key): place for key, place in self.places.items()}
        self.mentions = [replace(m, place=keys.get(m.place, m.place)) for m in self.mentions]
        self.times = Counter({keys.get(key, key): times for key, times in self.times.items()})


def _name_alike(old: _Side, new: _Side) -> None:
    """Give the places of both sides that are the same, though their ids differ, one key."""
    keys: tuple[dict[str, str], dict[str, str]] = ({}, {})
    for first, second in [*_equal(old, new), *_alike(old, new)]:
        if first not in keys[0] and second not in keys[1]:
            keys[0][first] = keys[1][second] = f"={len(keys[0])}"
    for number, side in enumerate((old, new)):
        # What is left must not seem the same because a row of the other file stands in its line.
        left = (key for key in _by_line(side) if key not in keys[number])
        keys[number].update({key: f"{number}{key}" for key in left})
        side.rename(keys[number])


def _by_line(side: _Side) -> dict[str, Candidate]:
    return {key: place for key, place in side.places.items() if place.source in _BY_LINE}


def _equal(old: _Side, new: _Side) -> Iterator[tuple[str, str]]:
    """Pairs of places that only differ in the lines of their rows, in order."""
    groups: dict[Hashable, tuple[list[str], list[str]]] = defaultdict(lambda: ([], []))
    for number, side in enumerate((old, new)):
        for key, place in _by_line(side).items():
            groups[place.name, _point(place), _sort(place)][number].append(key)
    for first, second in groups.values():
        yield from zip(first, second, strict=False)


def _alike(old: _Side, new: _Side) -> list[tuple[str, str]]:
    """Pairs of places that may be the same, those with the most in common first."""
    groups: dict[str, tuple[list[int], list[int]]] = defaultdict(lambda: ([], []))
    sides = [list(side.places.items()) for side in (old, new)]
    for number, (own, other) in enumerate(((old, new), (new, old))):
        for at, (key, place) in enumerate(own.places.items()):
            if place.source in _BY_LINE or key not in other.places:
                groups[normalise(place.name)][number].append(at)
    pairs = []
    for first, second in groups.values():
        for i in first[:_MOST_NAMESAKES]:
            for j in second[:_MOST_NAMESAKES]:
                (before, one), (after, other_one) = sides[0][i], sides[1][j]
                if _may_be_one(one, other_one):
                    pairs.append((_unlike(one, other_one), min(i, j), max(i, j), before, after))
    return [(before, after) for *_, before, after in sorted(pairs)]


def _may_be_one(old: Candidate, new: Candidate) -> bool:
    if old.source in _BY_LINE and new.source in _BY_LINE:
        return True
    one_is = old.source in _BY_LINE or new.source in _BY_LINE
    return one_is and _sort(old) == _sort(new)


def _sort(place: Candidate) -> tuple[str, ...]:
    return place.kind, place.country, place.admin1


def _unlike(old: Candidate, new: Candidate) -> tuple[bool, ...]:
    """How little two places of one name have in common; the least comes first."""
    return _point(old) != _point(new), _sort(old) != _sort(new), old.id != new.id


def paired(
    old: Sequence[Thing], new: Sequence[Thing], *, rules: Sequence[Callable[[Thing], Hashable]]
) -> list[tuple[Thing | None, Thing | None]]:
    """What is one on both sides: first those that the first rule gives the same, in order.

    Examples
    --------
    >>> paired(["a", "B"], ["b", "c"], rules=[str, str.lower])
    [('B', 'b'), ('a', None), (None, 'c')]
    """
    pairs: list[tuple[Thing | None, Thing | None]] = []
    left = list(enumerate(old)), list(enumerate(new))
    for rule in rules:
        waiting: dict[Hashable, deque[tuple[int, Thing]]] = defaultdict(deque)
        for number, thing in left[1]:
            waiting[rule(thing)].append((number, thing))
        unpaired = []
        for number, thing in left[0]:
            others = waiting[rule(thing)]
            if others:
                pairs.append((thing, others.popleft()[1]))
            else:
                unpaired.append((number, thing))
        still = sorted((one for others in waiting.values() for one in others), key=_number)
        left = unpaired, still
    return [*pairs, *((one, None) for _, one in left[0]), *((None, one) for _, one in left[1])]


def _number(numbered: tuple[int, object]) -> int:
    return numbered[0]


# What makes two mentions the same: their name and sentence, else that it is the next of its name.
_SAME: tuple[Callable[[_Named], Hashable], ...] = (
    lambda mention: (mention.name, mention.quote),
    lambda mention: mention.name,
)


class _Comparison:
    """Two sides whose places have the same keys when they are the same."""

    def __init__(self, old: _Side, new: _Side) -> None:
        self.old, self.new = old, new
        self.roles: Counter[tuple[str, str, str, str]] = Counter()
        self.meanings: Counter[tuple[str, str, str]] = Counter()
        # Of several spellings the same one, whichever side is old.
        self.spelling: dict[str, str] = {}
        for mention in (*old.mentions, *new.mentions):
            known = self.spelling.get(mention.name, mention.text)
            self.spelling[mention.name] = min(known, mention.text)
        self.quotes: list[Quoted] = []
        self.strange: tuple[set[str], set[str]] = (set(), set())  # unresolved names of one side
        for before, after in paired(old.mentions, new.mentions, rules=_SAME):
            self._compare(before, after)
        # Places of one side; those that take another's place for a name are told with it.
        replaced = {b for _, b, a in self.meanings if b and a}
        replacing = {a for _, b, a in self.meanings if b and a}
        self.dropped = [k for k in old.places if k not in new.places and k not in replaced]
        self.added = [k for k in new.places if k not in old.places and k not in replacing]

    def changes(self) -> Changes:
        both = [
            (place, self.new.places[key])
            for key, place in self.old.places.items()
            if key in self.new.places
        ]
        moved = [move for pair in both for move in move_of(*pair)]
        retyped = [change for pair in both for change in _retyped(*pair)]
        retyped += [*self._roles(), *self._meanings()]
        return Changes(
            added=tuple(sorted(self._alone(new=True), key=lambda place: (place.name, place.id))),
            dropped=tuple(sorted(self._alone(new=False), key=lambda place: (place.name, place.id))),
            moved=tuple(sorted(moved, key=lambda move: (move.name, move.id, move.old))),
            retyped=tuple(sorted(retyped, key=lambda r: (r.name, r.id, r.what, r.old, r.new))),
            quotes=tuple(
                sorted(self.quotes, key=lambda q: (q.name, q.id, q.mention, q.old, q.new))
            ),
        )

    def _compare(self, old: _Named | None, new: _Named | None) -> None:
        one = new or old
        assert one is not None
        if old is None or new is None:
            self._compare_alone(one, new=old is None)
            return
        if old.place != new.place:
            self.meanings[one.name, old.place, new.place] += 1
        elif old.role != new.role:
            self.roles[old.place, "" if old.place else one.name, old.role, new.role] += 1
        if old.quote != new.quote:
            self._quote(new, old.quote, new.quote)

    def _compare_alone(self, one: _Named, *, new: bool) -> None:
        """A mention of one side alone; a place that is there alone, too, tells of it."""
        other = self.old if new else self.new
        known = one.place in other.places if one.place else one.name in other.unresolved
        if known and one.quote:
            self._quote(one, *(("", one.quote) if new else (one.quote, "")))
        elif not known and not one.place:
            self.strange[new].add(one.name)

    def _quote(self, mention: _Named, old: str, new: str) -> None:
        known = self.new.places.get(mention.place) or self.old.places.get(mention.place)
        name, id_ = (known.name, known.id) if known else (mention.text, "")
        self.quotes.append(Quoted(name, id_, mention.text, old, new))

    def _alone(self, *, new: bool) -> Iterator[Told]:
        """Places and unresolved names that one side has alone."""
        side = self.new if new else self.old
        named = {(a if new else b) for _, b, a in self.meanings if not (b if new else a)}
        for key in self.added if new else self.dropped:
            yield told(side.places[key], mentions=side.times[key], unresolved=key in named)
        for name in self.strange[new]:
            yield Told(self.spelling[name], mentions=side.times[f"?{name}"])

    def _roles(self) -> Iterator[Retyped]:
        for (key, name, old, new), times in self.roles.items():
            place = self.new.places.get(key)
            known = (place.name, place.id) if place else (self.spelling[name], "")
            yield Retyped(*known, what="role", old=old, new=new, mentions=times)

    def _meanings(self) -> Iterator[Retyped]:
        for (name, old, new), times in self.meanings.items():
            before, after = self.old.places.get(old), self.new.places.get(new)
            # What is known for the first time, or no more, is told with the place.
            if (before or new not in self.added) and (after or old not in self.dropped):
                yield meaning(self.spelling[name], before, after, mentions=times)


def _retyped(old: Candidate, new: Candidate) -> Iterator[Retyped]:
    for what in ("name", "kind", "country", "admin1"):
        before, after = getattr(old, what), getattr(new, what)
        if before != after:
            yield Retyped(new.name, new.id, what, before, after)
    if _precision(old) != _precision(new):
        yield Retyped(new.name, new.id, "precision", _precision(old), _precision(new))
