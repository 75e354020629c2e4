"""What every builder of the gazetteer shares: a place with its names, and what counts as a name."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from warmap.gazetteer import FIRST_OWN_ID, MATCHES
from warmap.model import Kind, Match, Precision
from warmap.names import normalise

CYRILLIC = re.compile("[\u0400-\u052f]")
# Letters of the Latin and Cyrillic scripts and what stands between them in names.
READABLE = re.compile(
    r"[A-Za-z\u00aa-\u024f\u1e00-\u1eff\u0400-\u052f\u0300-\u036f'’‘ʼʻʹ`´\"”“. ,()/&\d-]+"
)
# A match of a better rank replaces a worse one when a place gets the same form twice.
PRIORITY: tuple[Match, ...] = ("name", "local", "former", "abbreviation", "alias", "demonym")
SHORTEST = 3  # letters of an alias; shorter ones are mostly noise ("Ko" for Kyiv)
LONGEST = 60


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


def is_usable_alias(name: str) -> bool:
    """Whether a raw alternate name of GeoNames is a name that a text may use.

    Kept are Latin and Cyrillic names of at least three letters with a capital. Lower-case ones are
    transliterations of other scripts ("daneparo"), short all-capital ones airport codes.
    """
    if not SHORTEST <= len(name) <= LONGEST or not READABLE.fullmatch(name):
        return False
    letters = [character for character in name if character.isalpha()]
    if len(letters) < SHORTEST or (name.upper() == name and len(letters) <= 4 and name.isascii()):
        return False
    article = re.match(r"(al|el|ad|an|ar|as|at|az|ash|ed|es|et|ez)[- ][A-Z]", name)
    return name[0].isupper() or (name[0] in "'’‘ʻ" and name != name.lower()) or bool(article)


__all__ = ["CYRILLIC", "FIRST_OWN_ID", "MATCHES", "Place", "is_usable_alias"]
