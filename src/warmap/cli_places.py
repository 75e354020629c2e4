"""``warmap places``: the places of an article as a table."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from warmap.cli_gazetteer import Files
from warmap.cli_inputs import article_given, place_list_given, refuse_overwriting, tell_idle
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
from warmap.cli_options import Demonyms, HomeName, RecognizerSpec, Threshold, recognizer_of
from warmap.files import stamp
from warmap.terminal import tell_written

__all__ = ["places_command"]


def places_command(
    article: Annotated[str, typer.Argument(help="Text file, or - for standard input.")],
    output: Annotated[
        str, typer.Option("--output", "-o", help="A .csv or .geojson file. [default: print CSV]")
    ] = "",
    *,
    places: Annotated[str, typer.Option(help="CSV file with your corrections.")] = "",
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
    """Write the places of an article as a table, one row for each mention."""
    from warmap.layers import open_gazetteer

    if output:
        refuse_overwriting(Path(output), article, places, *(gazetteer or ()))
    geocoder = OnlineOptions(
        online, user_agent, username, server, cache, offline=offline
    ).geocoder()
    table = open_gazetteer(gazetteer or (), geocoder=geocoder)
    text = article_given(article)
    place_list = place_list_given(article, places, table)
    from warmap.formats import places_text, write_places
    from warmap.places import find_and_correct, to_frame

    found, idle = find_and_correct(
        text,
        place_list=place_list,
        gazetteer=table,
        recognizer=recognizer_of(recognizer),
        home=home or None,
        demonyms=demonyms,
        threshold=threshold,
    )
    frame = to_frame(found)
    if output:
        before = stamp(output)
        write_places(frame, output)
        tell_written(output, before=before)
    else:
        sys.stdout.write(places_text(frame, ending=".csv"))
    tell_idle(idle)
    tell_asked(geocoder)
