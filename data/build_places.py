"""What every builder of the gazetteer shares: a place with its names, and what counts as a name."""

from __future__ import annotations

import csv
import re
import unicodedata
from dataclasses import dataclass, field

from build_sources import DATA
from warmap.gazetteer import FIRST_OWN_ID, MATCHES
from warmap.model import Kind, Match, Precision
from warmap.names import normalise

CYRILLIC = re.compile("[\u0400-\u052f]")
# A match of a better rank replaces a worse one when a place gets the same form twice.
PRIORITY: tuple[Match, ...] = ("name", "local", "former", "abbreviation", "alias", "demonym")

# What English calls places that the sources name otherwise, or wrongly, by their ids. Texts are
# searched for the sources' names, and for these beside them.
with (DATA / "english_names.csv").open(encoding="utf-8", newline="") as _file:
    ENGLISH = {row["id"]: row["name"] for row in csv.DictReader(_file)}
# Where names are written in another script, and GeoNames has them in Latin letters with marks that
# English leaves out: "Rafaḩ", "Ryazan’". Where Latin letters are at home, their marks belong to the
# name: "Łódź".
OTHER_SCRIPTS = frozenset(
    "AE AF AM BD BH BT BY CN CY EG ER ET GE GR IL IN IQ IR JO JP KG KP KR KW KZ LB LK LY MM MN NP"
    " OM PK PS QA RU SA SD SY YE".split()
)
# There an apostrophe parts syllables or stands for itself: "Xi’an", "Be’eri", "Cox’s Bazar".
PARTING = frozenset("BD CN IL IN JP PK".split())
_SIGNS = str.maketrans(dict.fromkeys("'’‘ʼʻʹ`´", ""))
_APOSTROPHES = str.maketrans(dict.fromkeys("’‘ʼʻʹ`´", "'"))
# Romanian has commas below, where GeoNames has the cedillas that computers had.
_COMMAS = str.maketrans("şţŞŢ", "șțȘȚ")
_INVERTED = re.compile(r"(.+), (The|County|City of)")
# A word for a city at its end, and what it lies in: "Goyang-si", "Misato, Saitama".
_APPENDED = {"CN": re.compile(r",.*"), "JP": re.compile(r"-shi$|,.*"), "KR": re.compile(r"-si$")}


def english_form(name: str, country: str) -> str:
    """A name of GeoNames as English writes it: the marks of a transliteration left out.

    Examples
    --------
    >>> english_form("Rafaḩ", "PS"), english_form("Ryazan’", "RU"), english_form("Xi’an", "CN")
    ('Rafah', 'Ryazan', "Xi'an")
    >>> english_form("Łódź", "PL"), english_form("Durham, County", "GB")
    ('Łódź', 'County Durham')
    >>> english_form("Goyang-si", "KR"), english_form("Misato, Saitama", "JP")
    ('Goyang', 'Misato')
    """
    name = _INVERTED.sub(r"\2 \1", name)
    if country in ("RO", "MD"):
        name = name.translate(_COMMAS)
    if country in _APPENDED:
        name = _APPENDED[country].sub("", name)
    if country not in OTHER_SCRIPTS or CYRILLIC.search(name):
        return name
    letters = (
        each for each in unicodedata.normalize("NFD", name) if not unicodedata.combining(each)
    )
    plain = "".join(letters)
    return (
        plain.translate(_APOSTROPHES).strip("'") if country in PARTING else plain.translate(_SIGNS)
    )


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


__all__ = ["CYRILLIC", "ENGLISH", "FIRST_OWN_ID", "MATCHES", "Place", "english_form"]
