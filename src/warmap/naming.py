"""What places are called in the language of the page.

It takes a place and a language and gives the name to show. English names are the gazetteer's own;
Ukrainian ones are the local names of Ukraine, and outside of it those of ``ukrainian_names.csv``.
It does not find places.
"""

from __future__ import annotations

import csv
from functools import lru_cache

from warmap.bundled import data_path
from warmap.model import Candidate

__all__ = ["name_in", "name_of_id"]


def name_in(place: Candidate, lang: str, /) -> str:
    """The name of a place in a language; its English one where no other is known.

    Examples
    --------
    >>> from warmap.gazetteer import default_gazetteer
    >>> table = default_gazetteer()
    >>> name_in(table.by_id("geonames:745044"), "uk"), name_in(table.by_id("iso:UA-14"), "uk")
    ('Стамбул', 'Донецька область')
    """
    if lang == "en":
        return place.name
    if place.country == "UA" and place.local_name:
        return place.local_name
    return name_of_id(place.id, lang) or place.name


def name_of_id(place_id: str, lang: str, /) -> str:
    """The name of a place outside Ukraine by its id, or an empty text where there is none.

    Examples
    --------
    >>> name_of_id("iso:RU", "uk"), name_of_id("iso:RU", "en")
    ('Росія', '')
    """
    return _ukrainian().get(place_id, "") if lang == "uk" else ""


@lru_cache(maxsize=1)
def _ukrainian() -> dict[str, str]:
    with data_path("ukrainian_names.csv").open(encoding="utf-8", newline="") as file:
        return {row["id"]: row["name"] for row in csv.DictReader(file)}
