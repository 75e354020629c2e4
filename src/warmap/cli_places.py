"""``warmap places`` and ``warmap mentions``: what was found, as a list to edit or as a frame."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from warmap.cli_finding import Finding
from warmap.cli_gazetteer import Files
from warmap.cli_inputs import refuse_overwriting
from warmap.cli_online import (
    CacheFile,
    Offline,
    OnlineOptions,
    Provider,
    Server,
    UserAgent,
    UserName,
)
from warmap.cli_options import (
    AllowPrivate,
    Demonyms,
    HomeName,
    ListFileName,
    RecognizerSpec,
    Strict,
    Threshold,
)
from warmap.files import stamp
from warmap.terminal import tell_written

__all__ = ["mentions_command", "places_command"]


def places_command(
    article: Annotated[
        str,
        typer.Argument(help="Text, Markdown or HTML file, web address, or - for standard input."),
    ],
    output: Annotated[
        str,
        typer.Option("--output", "-o", help="A .csv, .xlsx or .geojson file. [default: print CSV]"),
    ] = "",
    *,
    places: ListFileName = "",
    strict: Strict = False,
    allow_private: AllowPrivate = False,
    home: HomeName = "",
    demonyms: Demonyms = False,
    threshold: Threshold = 0.2,
    recognizer: RecognizerSpec = "",
    gazetteer: Files = None,
    online: Provider = "",
    offline: Offline = False,
    user_agent: UserAgent = "",
    username: UserName = "",
    server: Server = "",
    cache: CacheFile = "",
) -> None:
    """Write a place list to edit: one row for each place, the doubtful ones on top.

    Rows with the action keep change nothing. Say pin, move, drop or add, or change a cell, and draw
    the map with --places. Rows of a list given here are carried over.
    """
    from warmap.listing import list_bytes, write_place_list

    if output:
        refuse_overwriting(Path(output), article, *(gazetteer or ()))
        list_bytes([], ending=Path(output).suffix, name=output)  # a wrong ending is told at once
    found = Finding(
        places, strict, home, demonyms, threshold, recognizer, gazetteer,
        OnlineOptions(online, user_agent, username, server, cache, offline=offline),
    ).find([article], allow_private=allow_private)  # fmt: skip
    if output:
        before = stamp(output)
        write_place_list(found.all, output, place_list=found.place_list)
        tell_written(output, before=before)
    else:
        sys.stdout.write(list_bytes(found.all, place_list=found.place_list).decode("utf-8-sig"))
    found.tell()


def mentions_command(
    article: Annotated[
        str,
        typer.Argument(help="Text, Markdown or HTML file, web address, or - for standard input."),
    ],
    output: Annotated[
        str,
        typer.Option(
            "--output",
            "-o",
            help="A .csv, .geojson, .gpkg, .kml or .parquet file. [default: print CSV]",
        ),
    ] = "",
    *,
    places: ListFileName = "",
    strict: Strict = False,
    allow_private: AllowPrivate = False,
    home: HomeName = "",
    demonyms: Demonyms = False,
    threshold: Threshold = 0.2,
    recognizer: RecognizerSpec = "",
    gazetteer: Files = None,
    online: Provider = "",
    offline: Offline = False,
    user_agent: UserAgent = "",
    username: UserName = "",
    server: Server = "",
    cache: CacheFile = "",
) -> None:
    """Write the places frame of an article: one row for each mention, with quote and reason."""
    if output:
        refuse_overwriting(Path(output), article, places, *(gazetteer or ()))
    from warmap.formats import check_ending, places_text, write_places
    from warmap.places import to_frame

    if output:
        check_ending(output)  # before the work
    found = Finding(
        places, strict, home, demonyms, threshold, recognizer, gazetteer,
        OnlineOptions(online, user_agent, username, server, cache, offline=offline),
    ).find([article], allow_private=allow_private)  # fmt: skip
    frame = to_frame(found.all)
    if output:
        before = stamp(output)
        write_places(frame, output)
        tell_written(output, before=before)
    else:
        sys.stdout.write(places_text(frame, ending=".csv"))
    found.tell()
