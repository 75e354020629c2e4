"""Several gazetteers as one, in the order of trust: the user's files, then the bundled table.

It takes files and gives a gazetteer. The place list comes before it. A geocoder comes after it: it
goes along with the gazetteer, but is asked only for what is left of a whole article (see `online`),
never for a single look-up.
"""

from __future__ import annotations

import os
import tempfile
import weakref
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import lru_cache, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from warmap.gazetteer import GazetteerTable, default_gazetteer, rank
from warmap.imports import import_places
from warmap.model import Candidate
from warmap.owntable import OwnTable

if TYPE_CHECKING:
    from warmap.geocode import Geocoder

__all__ = ["LayeredGazetteer", "open_gazetteer", "own_path"]


class LayeredGazetteer:
    """The user's own tables over the bundled one.

    Parameters
    ----------
    own
        The user's tables, the most trusted first.
    table
        The bundled gazetteer.
    geocoder
        Who is asked for what these can't place exactly; nobody when None.
    """

    def __init__(
        self, own: Sequence[OwnTable], table: GazetteerTable, *, geocoder: Geocoder | None = None
    ) -> None:
        self.own = tuple(own)
        self.table = table
        self.geocoder = geocoder
        self._cached = lru_cache(maxsize=8192)(self._lookup)

    def __repr__(self) -> str:
        return f"LayeredGazetteer({list(self.own)!r}, {self.table!r})"

    def __reduce__(self) -> tuple[Callable[..., LayeredGazetteer], tuple[Any, ...]]:
        return partial(LayeredGazetteer, geocoder=self.geocoder), (self.own, self.table)

    def lookup(self, name: str, /) -> tuple[Candidate, ...]:
        """The places that `name` may mean: the user's own ones, then the others, best first.

        Raises
        ------
        GazetteerError
            A table is missing or damaged.
        """
        return self._cached(name)

    def _lookup(self, name: str) -> tuple[Candidate, ...]:
        # Two files may have one place: the dumps of a country and of the world.
        once: dict[str, Candidate] = {}
        for own in self.own:
            for place in own.lookup(name):
                once.setdefault(place.id, place)
        added = list(once.values())
        named = list(self.table.lookup(name))
        have = {place.id for place in named}
        for own in self.own:
            for place_id in own.known_as(name):
                known = self.table.by_id(place_id) if place_id not in have else None
                if known is not None:
                    named.append(replace(known, match="alias"))
                    have.add(place_id)
        listed = [place for place in added if place.source == "geonames" and place.id not in have]
        rest = sorted([*map(self._placed, named), *listed], key=rank)
        return (*(place for place in added if place.source == "user"), *rest)

    def _placed(self, place: Candidate) -> Candidate:
        """The place with the point that the user's files give it."""
        for own in self.own:
            better = own.exact_point(place.id)
            if better is not None:
                return replace(
                    place,
                    lat=better.lat,
                    lon=better.lon,
                    precision="exact",
                    radius_km=0.0,
                    population=place.population or better.population,
                    geonameid=place.geonameid or better.geonameid,
                    placed_by=better.file,
                )
        return place

    def __contains__(self, name: object) -> bool:
        return isinstance(name, str) and bool(self.lookup(name))

    def forms_from(self, letter: str, /) -> list[str]:
        """The normalised names that start with a letter, each once."""
        forms = set(self.table.forms_from(letter))
        return sorted(forms.union(*(own.forms_from(letter) for own in self.own)))

    def by_id(self, place_id: str, /) -> Candidate | None:
        """The place with an id, or None; see `GazetteerTable.by_id`."""
        known = self.table.by_id(place_id)
        if known is not None:
            return self._placed(known)
        found = (own.by_id(place_id) for own in self.own)
        return next((place for place in found if place is not None), None)

    def info(self) -> dict[str, Any]:
        """What the bundled table holds, and the user's files under ``own``."""
        return self.table.info() | {"own": [file for own in self.own for file in own.files()]}


def own_path() -> Path:
    """Where ``warmap gazetteer add`` keeps the user's gazetteer.

    ``WARMAP_GAZETTEER`` names another file.
    """
    given = os.environ.get("WARMAP_GAZETTEER", "")
    if given:
        return Path(given).expanduser()
    from platformdirs import user_data_path

    return user_data_path("warmap", appauthor=False) / "gazetteer.sqlite"


def open_gazetteer(
    files: Sequence[str | Path] = (),
    *,
    table: GazetteerTable | None = None,
    geocoder: Geocoder | None = None,
) -> GazetteerTable | LayeredGazetteer:
    """The bundled gazetteer with the user's own places over it.

    Parameters
    ----------
    files
        What `import_places` takes, the most trusted first; read anew each time. Before the
        bundled table come also the places that ``warmap gazetteer add`` has imported.
    table
        The gazetteer below; the bundled one when None.
    geocoder
        A `Geocoder`, to be asked over the network for places that have no exact point.

    Raises
    ------
    GazetteerError
        A file is missing, or not in a form that can be read.

    Examples
    --------
    >>> open_gazetteer().lookup("Mezhova")[0].id
    'geonames:701305'
    """
    base = table or default_gazetteer()
    own = [_imported(Path(file), base) for file in files]
    kept = own_path()
    if kept.is_file():
        own.append(_kept(kept, kept.stat().st_mtime_ns))
    if not own and geocoder is None:
        return base
    return LayeredGazetteer(own, base, geocoder=geocoder)


@lru_cache(maxsize=1)
def _kept(path: Path, _changed: int) -> OwnTable:
    return OwnTable(path)


def _imported(file: Path, base: GazetteerTable) -> OwnTable:
    """A table of one file, for as long as it is used."""
    if file.suffix.lower() in (".sqlite", ".db"):
        return OwnTable(file)
    folder = tempfile.TemporaryDirectory(prefix="warmap-")
    target = Path(folder.name) / "own.sqlite"
    try:
        import_places(file, target, gazetteer=base)
    except BaseException:
        folder.cleanup()
        raise
    own = OwnTable(target)
    weakref.finalize(own, folder.cleanup)
    return own
