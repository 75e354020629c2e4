"""What every builder of the gazetteer shares: a place with its names, and what counts as a name."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from warmap.gazetteer import FIRST_OWN_ID, MATCHES
from warmap.model import Kind, Match, Precision
from warmap.names import normalise

CYRILLIC = re.compile("[\u0400-\u052f]")
# A match of a better rank replaces a worse one when a place gets the same form twice.
PRIORITY: tuple[Match, ...] = ("name", "local", "former", "abbreviation", "alias", "demonym")


@dataclass(slots=True)
class Place:
    """A row of the gazetteer under construction; the fields mean what `Candidate`'s mean."""

    source: str
    name: str
    kind: Kind
    country: str
    lat: float
    lon: float
    local_name: str = ""
    admin1: str = ""
    admin2: str = ""
    population: int | None = None
    geonameid: int | None = None
    katottg: str = ""
    code: str = ""
    precision: Precision = "exact"
    radius_km: float = 0.0
    capital: bool = False
    former: list[str] = field(default_factory=list)
    forms: dict[str, Match] = field(default_factory=dict)

    def add(self, name: str, match: Match = "alias") -> None:
        """Let the place answer to `name`, unless it does so with a better match."""
        form = normalise(name)
        if not form:
            return
        known = self.forms.get(form)
        if known is None or PRIORITY.index(match) < PRIORITY.index(known):
            self.forms[form] = match


__all__ = ["CYRILLIC", "FIRST_OWN_ID", "MATCHES", "Place"]
