"""Turn a news article into a map that can be checked.

Import from here. The names load their modules when they are first used, so that ``import warmap``
alone imports neither folium nor geopandas.

Examples
--------
>>> import warmap
>>> places = warmap.find_places("Fighting reached the town of Mezhova.")
>>> places["name"].tolist()
['Mezhova']
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING

__version__ = "0.1.0"

if TYPE_CHECKING:
    from warmap.article import read_article
    from warmap.boundaries import read_boundaries
    from warmap.changes import Changes
    from warmap.compare import compare_places
    from warmap.daskframes import find_places_in
    from warmap.drawing import draw_map
    from warmap.errors import (
        ArticleError,
        GazetteerError,
        OutputError,
        PageError,
        PlaceListError,
        PlacesError,
        RecognizerError,
        WarmapError,
    )
    from warmap.formats import read_places, write_places
    from warmap.gazetteer import Gazetteer
    from warmap.listing import write_place_list
    from warmap.mapfile import read_map
    from warmap.mentions import Recognizer
    from warmap.model import Article, Candidate, Mention, Resolution
    from warmap.picture import draw_picture
    from warmap.placelist import read_place_list
    from warmap.places import find_places, resolve_spans, validate_places
    from warmap.recognizers import SpacyRecognizer
    from warmap.summary import summarize
    from warmap.tally import Tally, read_corpus

__all__ = [
    "Article",
    "ArticleError",
    "Candidate",
    "Changes",
    "Gazetteer",
    "GazetteerError",
    "GeocodingError",
    "MarkedError",
    "Mention",
    "OutputError",
    "PageError",
    "PlaceListError",
    "PlacesError",
    "Recognizer",
    "RecognizerError",
    "Resolution",
    "SpacyRecognizer",
    "Tally",
    "WarmapError",
    "__version__",
    "compare_places",
    "draw_map",
    "draw_picture",
    "find_places",
    "find_places_in",
    "read_article",
    "read_boundaries",
    "read_corpus",
    "read_map",
    "read_place_list",
    "read_places",
    "resolve_spans",
    "summarize",
    "validate_places",
    "write_place_list",
    "write_places",
]

_MODULES = {
    "article": ("read_article",),
    "boundaries": ("read_boundaries",),
    "changes": ("Changes",),
    "compare": ("compare_places",),
    "daskframes": ("find_places_in",),
    "drawing": ("draw_map",),
    "errors": (
        "ArticleError",
        "GazetteerError",
        "GeocodingError",
        "MarkedError",
        "OutputError",
        "PageError",
        "PlaceListError",
        "PlacesError",
        "RecognizerError",
        "WarmapError",
    ),
    "formats": ("read_places", "write_places"),
    "gazetteer": ("Gazetteer",),
    "listing": ("write_place_list",),
    "mapfile": ("read_map",),
    "mentions": ("Recognizer",),
    "model": ("Article", "Candidate", "Mention", "Resolution"),
    "picture": ("draw_picture",),
    "placelist": ("read_place_list",),
    "recognizers": ("SpacyRecognizer",),
    "summary": ("summarize",),
    "tally": ("Tally", "read_corpus"),
    "places": ("find_places", "resolve_spans", "validate_places"),
}
_HOME = {name: module for module, names in _MODULES.items() for name in names}


def __getattr__(name: str) -> object:
    if name not in _HOME:
        raise AttributeError(f"module 'warmap' has no attribute {name!r}")
    return getattr(importlib.import_module(f"warmap.{_HOME[name]}"), name)


def __dir__() -> list[str]:
    return sorted(__all__)
