"""``warmap map``: the map of an article, as a page or a picture."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from warmap.cli_frames import frame_given, is_frame, refuse_frame_as_list
from warmap.cli_gazetteer import Files
from warmap.cli_inputs import (
    about_article,
    article_given,
    place_list_given,
    refuse_idle,
    refuse_overwriting,
    stem_of,
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
from warmap.errors import OutputError
from warmap.files import stamp
from warmap.terminal import print_table, tell_written

if TYPE_CHECKING:
    from warmap.model import Article, Resolution
    from warmap.placelist import PlaceList

__all__ = ["map_command"]

_PAGES = (".html", ".htm")
_PICTURES = (".png", ".svg", ".pdf")


def map_command(
    article: Annotated[
        str,
        typer.Argument(
            help="Text, Markdown or HTML file, web address, or - for standard input; or a file of"
            " places as .csv, .geojson, .gpkg, .kml, .parquet. [default: bundled article]"
        ),
    ] = "",
    output: Annotated[
        str,
        typer.Option(
            "--output", "-o", help="File: .html, .png, .svg or .pdf. [default: the article's name]"
        ),
    ] = "",
    *,
    places: ListFileName = "",
    strict: Strict = False,
    title: Annotated[str, typer.Option(help="Title shown on the page.")] = "",
    source: Annotated[str, typer.Option(help="Who published the article.")] = "",
    date: Annotated[str, typer.Option(help="Day of publication, as 2025-06-08.")] = "",
    quotes_only: Annotated[
        bool, typer.Option("--quotes-only", help="Leave out sentences that name no place.")
    ] = False,
    allow_private: AllowPrivate = False,
    lang: Annotated[str, typer.Option(help="Language of the page: en or uk.")] = "en",
    tiles: Annotated[
        str, typer.Option(help="Online background that readers may turn on, as UN.ClearMap.")
    ] = "",
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
    """Draw the places of an article on a map, in one HTML file or as a picture."""
    from warmap.layers import open_gazetteer
    from warmap.tiles import find_tiles

    target = Path(output or f"{stem_of(article)}.html")
    static = target.suffix.lower() in _PICTURES
    if not static and target.suffix.lower() not in _PAGES:
        raise OutputError(
            f"{target}: unknown ending {target.suffix!r}; a map is an .html file, a picture of it"
            " .png, .svg or .pdf"
        )
    refuse_overwriting(target, article, places, *(gazetteer or ()))
    if static:
        from warmap.picture import check_matplotlib

        check_matplotlib()  # as the next: before the work
    if tiles:
        find_tiles(tiles)  # what is wrong with it is told before the work
    refuse_frame_as_list(places)
    if is_frame(article):
        unused = {
            "--places": places, "--home": home, "--demonyms": demonyms, "--online": online,
            "--recognizer": recognizer, "--gazetteer": gazetteer,
        }  # fmt: skip
        found = frame_given(article, unused=unused)
        about = about_article(title=title, source=source, date=date)
        _write(target, found, about, None, quotes_only=quotes_only, lang=lang, tiles=tiles)
        return
    geocoder = OnlineOptions(
        online, user_agent, username, server, cache, offline=offline
    ).geocoder()
    table = open_gazetteer(gazetteer or (), geocoder=geocoder)
    text = article_given(
        article, title=title, source=source, date=date, allow_private=allow_private
    )
    place_list = place_list_given(article, places, table)
    from warmap.places import find_and_correct

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
    _write(target, found, text, place_list, quotes_only=quotes_only, lang=lang, tiles=tiles)
    tell_taken(found, place_list)
    tell_idle(idle)
    tell_asked(geocoder)


def _write(
    target: Path,
    found: list[Resolution],
    text: Article,
    place_list: PlaceList | None,
    *,
    quotes_only: bool,
    lang: str,
    tiles: str,
) -> None:
    before = stamp(target)
    if target.suffix.lower() in _PICTURES:
        from warmap.picture import save_picture

        save_picture(target, found, article=text, lang=lang)
    else:
        from warmap.drawing import draw_map

        draw_map(
            found,
            article=text,
            place_list=place_list,
            quotes_only=quotes_only,
            lang=lang,
            tiles=tiles,
        ).save(target)
    _print_places(found)
    tell_written(target, before=before)


def _print_places(found: list[Resolution]) -> None:
    from warmap.places import COUNTED, counted

    rows = counted(found)
    if not rows:
        typer.echo("note: no places were found in this article", err=True)
        return
    cells = ([str(row[column]) for column in COUNTED] for row in rows)
    print_table(COUNTED, cells, right=("mentions",))
