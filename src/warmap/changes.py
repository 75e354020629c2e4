"""What differs between two sets of places: records, and how they are told as text and as data.

`compare` finds the changes. Nothing is compared here.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace
from typing import Any

from warmap.terminal import printable

__all__ = ["Changes", "Moved", "Quoted", "Retyped", "Told"]


@dataclass(frozen=True, slots=True)
class Told:
    """A place, or a row of a place list, in short.

    Parameters
    ----------
    name
        Its English name; of an unresolved name the name as the text has it.
    id
        As place lists have it; empty for an unresolved name.
    kind, where
        What it is and what it lies in, in words; empty when nothing is known.
    lat, lon
        Degrees, or None.
    mentions
        How often the text names it.
    unresolved
        Whether the other side has its name, too, without knowing the place.
    action
        Of a row of a place list: what it does.

    Examples
    --------
    >>> Told("Mezhova", "geonames:701305", kind="town", where="Dnipropetrovsk Oblast").text()
    'Mezhova (town, Dnipropetrovsk Oblast)'
    """

    name: str
    id: str = ""
    kind: str = ""
    where: str = ""
    lat: float | None = None
    lon: float | None = None
    mentions: int = 0
    unresolved: bool = False
    action: str = ""

    def text(self) -> str:
        """One line for it."""
        about = ", ".join(filter(None, (self.action, self.kind, self.where))) or "unresolved"
        return f"{self.name} ({about})"


@dataclass(frozen=True, slots=True)
class Moved:
    """A place that lies elsewhere now, by so many kilometres."""

    name: str
    id: str
    old: tuple[float, float]
    new: tuple[float, float]
    km: float


@dataclass(frozen=True, slots=True)
class Retyped:
    """Something that is said of a place or a name, and is another thing now.

    Parameters
    ----------
    name
        The place, or the name as the text has it when `what` is ``place``.
    id
        Of the place; empty when `what` is ``place``.
    what
        ``place`` (the name means another one), ``kind``, ``role``, ``name``, ``country``,
        ``admin1``, ``precision``; of a place list also ``action`` and its other columns.
    old, new
        The two values; ids of places, and empty for nothing.
    mentions
        How many mentions it is about; 0 when it is about the place itself.
    places
        When `what` is ``place``: the two of them.
    """

    name: str
    id: str
    what: str
    old: str
    new: str
    mentions: int = 0
    places: tuple[Told | None, Told | None] = (None, None)


@dataclass(frozen=True, slots=True)
class Quoted:
    """A sentence that names a place, and is another one now; empty for none."""

    name: str
    id: str
    mention: str
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class Changes:
    r"""What differs between two sets of places; false when nothing does.

    Parameters
    ----------
    added, dropped
        Places that only the new or only the old side has, and names that stay unresolved there.
    moved
        Places with another point.
    retyped
        Places of another kind, role or the like, and names that mean another place.
    quotes
        Mentions of places that both sides have, in other sentences.

    Examples
    --------
    >>> bool(Changes()), Changes(added=(Told("Mezhova", kind="town"),)).text()
    (False, '1 added\n+ Mezhova (town)\n')
    """

    added: tuple[Told, ...] = ()
    dropped: tuple[Told, ...] = ()
    moved: tuple[Moved, ...] = ()
    retyped: tuple[Retyped, ...] = ()
    quotes: tuple[Quoted, ...] = ()

    def __bool__(self) -> bool:
        return any((self.added, self.dropped, self.moved, self.retyped, self.quotes))

    def swapped(self) -> Changes:
        """The same seen from the other side.

        Examples
        --------
        >>> Changes(added=(Told("Mezhova"),)).swapped().dropped[0].name
        'Mezhova'
        """
        return Changes(
            self.dropped,
            self.added,
            tuple(replace(move, old=move.new, new=move.old) for move in self.moved),
            tuple(
                replace(change, old=change.new, new=change.old, places=change.places[::-1])
                for change in self.retyped
            ),
            tuple(replace(quote, old=quote.new, new=quote.old) for quote in self.quotes),
        )

    def as_dict(self) -> dict[str, Any]:
        """The same as plain data.

        Examples
        --------
        >>> Changes().as_dict()
        {'added': (), 'dropped': (), 'moved': (), 'retyped': (), 'quotes': ()}
        """
        return asdict(self)

    def text(self) -> str:
        """The same for readers, a line for each change; control characters are shown as such.

        Examples
        --------
        >>> print(Changes().text())
        no differences
        <BLANKLINE>
        """
        if not self:
            return "no differences\n"
        counts = {
            "added": len(self.added),
            "dropped": len(self.dropped),
            "moved": len(self.moved),
            "re-typed": len(self.retyped),
            "in other words": len(self.quotes),
        }
        told = ", ".join(f"{count} {what}" for what, count in counts.items() if count)
        lines = (f"{indent}{printable(' '.join(line.split()))}" for indent, line in self._lines())
        return "\n".join([told, *lines]) + "\n"

    def _lines(self) -> Iterator[tuple[str, str]]:
        """An indent and a line each."""
        for sign, places, stays in (
            ("+", self.added, "it was unresolved"),
            ("-", self.dropped, "it is unresolved now"),
        ):
            for place in places:
                yield "", f"{sign} {place.text()}" + (f": {stays}" if place.unresolved else "")
        for move in self.moved:
            yield "", f"> {move.name} by {_km(move.km)}: {_point(move.old)} → {_point(move.new)}"
        for change in self.retyped:
            yield from _retyped_lines(change)
        for quote in self.quotes:
            yield "", f"~ {quote.name}, as {quote.mention}: quote {_done(quote.old, quote.new)}"
            yield from _both(quote.old, quote.new)


def _retyped_lines(change: Retyped) -> Iterator[tuple[str, str]]:
    times = f" ({change.mentions} mentions)" if change.mentions > 1 else ""
    if change.what != "place":
        values = (value or "nothing" for value in (change.old, change.new))
        yield "", f"~ {change.name}{times}: {change.what} {' → '.join(values)}"
        return
    yield "", f"~ {change.name}{times} means another place"
    told = (place.text() if place else "" for place in change.places)
    yield from _both(
        *(f"{text} {id_}" for text, id_ in zip(told, (change.old, change.new), strict=True))
    )


def _both(old: str, new: str) -> Iterator[tuple[str, str]]:
    for sign, value in (("-", old), ("+", new)):
        if value.strip():
            yield "    ", f"{sign} {value}"


def _done(old: str, new: str) -> str:
    if old and new:
        return "changed"
    return "added" if new else "gone"


def _km(km: float) -> str:
    return f"{km:.1f} km" if km >= 1 else f"{1000 * km:.0f} m"


def _point(point: tuple[float, float]) -> str:
    return f"{point[0]:.5f}, {point[1]:.5f}"
