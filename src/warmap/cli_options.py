"""Options that several commands share, and what they stand for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from warmap.recognizers import SpacyRecognizer

__all__ = [
    "AllowPrivate",
    "Demonyms",
    "HomeName",
    "ListFileName",
    "RecognizerSpec",
    "Strict",
    "Threshold",
    "recognizer_of",
]

ListFileName = Annotated[
    str,
    typer.Option("--places", help="Your place list: a .csv, .xlsx or .geojson file."),
]
Strict = Annotated[
    bool, typer.Option("--strict", help="Refuse a place list with rows that fit no place.")
]
AllowPrivate = Annotated[
    bool,
    typer.Option("--allow-private", help="Also fetch an article from this machine or its network."),
]
HomeName = Annotated[
    str, typer.Option("--home", help="Country, region or place that the publisher writes from.")
]
Demonyms = Annotated[
    bool, typer.Option("--demonyms", help="Also mark names of peoples, as in Turkish officials.")
]
Threshold = Annotated[
    float, typer.Option(help="Score under which a name stays unresolved, 0 to 1.")
]
RecognizerSpec = Annotated[
    str, typer.Option("--recognizer", help="Weigh its spans, too: spacy:MODEL (warmap[spacy]).")
]


def recognizer_of(spec: str) -> SpacyRecognizer | None:
    """The recogniser that an option names; None for an empty one.

    Examples
    --------
    >>> recognizer_of("") is None
    True
    """
    if not spec:
        return None
    from warmap.recognizers import open_recognizer

    return open_recognizer(spec)
