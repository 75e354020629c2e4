"""``warmap places`` and ``warmap mentions``: what was found, as a list to edit or as a frame."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from warmap.cli_gazetteer import Files
from warmap.cli_inputs import (
    article_given,
    place_list_given,
    refuse_idle,
    refuse_overwriting,
    tell_idle,
    tell_taken,
)
from warmap.cli_online import (
    CacheFile,
    Offline,
    OnlineOptions,
    Provider,
    Server,
    UserAgent,
    UserName,
    tell_asked,
)
from warmap.cli_options import (
    AllowPrivate,
    Demonyms,
    HomeName,
    ListFileName,
    RecognizerSpec,
    Strict,
    Threshold,
    recognizer_of,
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
    from warmap.layers import open_gazetteer
    from warmap.listing import list_bytes, write_place_list
    from warmap.places import find_and_correct

    if output:
        refuse_overwriting(Path(output), article, *(gazetteer or ()))
        list_bytes([], ending=Path(output).suffix, name=output)  # a wrong ending is told at once
    geocoder = OnlineOptions(
        online, user_agent, username, server, cache, offline=offline
    ).geocoder()
    table = open_gazetteer(gazetteer or (), geocoder=geocoder)
    text = article_given(article, allow_private=allow_private)
    place_list = place_list_given(article, places, table)
    found, idle = find_and_correct(
        text,
        place_list=place_list,
        gazetteer=table,
        recognizer=recognizer_of(recognizer),
        home=home or None,
        demonyms=demonyms,
        threshold=threshold,
    )
    if strict:
        refuse_idle(idle)
    if output:
        before = stamp(output)
        write_place_list(found, output, place_list=place_list)
        tell_written(output, before=before)
    else:
        sys.stdout.write(list_bytes(found, place_list=place_list).decode("utf-8-sig"))
    tell_taken(found, place_list)
    tell_idle(idle)
    tell_asked(geocoder)


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
    from warmap.layers import open_gazetteer

    if output:
        refuse_overwriting(Path(output), article, places, *(gazetteer or ()))
    from warmap.formats import check_ending, places_text, write_places
    from warmap.places import find_and_correct, to_frame

    if output:
        check_ending(output)  # before the work
    geocoder = OnlineOptions(
        online, user_agent, username, server, cache, offline=offline
    ).geocoder()
    table = open_gazetteer(gazetteer or (), geocoder=geocoder)
    text = article_given(article, allow_private=allow_private)
    place_list = place_list_given(article, places, table)
    found, idle = find_and_correct(
        text,
        place_list=place_list,
        gazetteer=table,
        recognizer=recognizer_of(recognizer),
        home=home or None,
        demonyms=demonyms,
        threshold=threshold,
    )
    if strict:
        refuse_idle(idle)
    frame = to_frame(found)
    if output:
        before = stamp(output)
        write_places(frame, output)
        tell_written(output, before=before)
    else:
        sys.stdout.write(places_text(frame, ending=".csv"))
    tell_taken(found, place_list)
    tell_idle(idle)
    tell_asked(geocoder)
