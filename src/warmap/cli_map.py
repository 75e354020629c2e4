"""``warmap map``: the map of an article, as a page or a picture."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from warmap.cli_finding import Finding
from warmap.cli_frames import (
    frame_given,
    is_frame,
    refuse_frame_as_list,
    refuse_frames_beside,
)
from warmap.cli_gazetteer import Files
from warmap.cli_inputs import (
    about_article,
    check_several,
    refuse_overwriting,
    stem_of_all,
)
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
    articles: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[ARTICLE]...",
            help="Text, Markdown or HTML file, web address, or - for standard input; several make"
            " one map. Or a file of places as .csv, .geojson, .gpkg, .kml, .parquet."
            " [default: bundled article]",
            show_default=False,
        ),
    ] = None,
    output: Annotated[
        str,
        typer.Option(
            "--output", "-o", help="File: .html, .png, .svg or .pdf. [default: the article's name]"
        ),
    ] = "",
    *,
    places: ListFileName = "",
    strict: Strict = False,
    title: Annotated[
        str, typer.Option(help="Title shown on the page; of several articles that of the whole.")
    ] = "",
    source: Annotated[str, typer.Option(help="Who published the article, if it is one.")] = "",
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
    """Draw the places of one article or several on a map, in one HTML file or as a picture."""
    from warmap.tiles import find_tiles

    names = articles or [""]
    check_several(names, source=source, date=date)
    target = Path(output or f"{stem_of_all(names)}.html")
    static = target.suffix.lower() in _PICTURES
    if not static and target.suffix.lower() not in _PAGES:
        raise OutputError(
            f"{target}: unknown ending {target.suffix!r}; a map is an .html file, a picture of it"
            " .png, .svg or .pdf"
        )
    refuse_overwriting(target, *names, places, *(gazetteer or ()))
    if static:
        from warmap.picture import check_matplotlib

        check_matplotlib()  # as the next: before the work
    if tiles:
        find_tiles(tiles)  # what is wrong with it is told before the work
    refuse_frame_as_list(places)
    if any(is_frame(name) for name in names):
        refuse_frames_beside(names)
        unused = {
            "--places": places, "--home": home, "--demonyms": demonyms, "--online": online,
            "--recognizer": recognizer, "--gazetteer": gazetteer,
        }  # fmt: skip
        frame = frame_given(names[0], unused=unused)
        about = about_article(title=title, source=source, date=date)
        _write(
            target, [frame], [about], None,
            quotes_only=quotes_only, title="", lang=lang, tiles=tiles,
        )  # fmt: skip
        return
    found = Finding(
        places, strict, home, demonyms, threshold, recognizer, gazetteer,
        OnlineOptions(online, user_agent, username, server, cache, offline=offline),
    ).find(names, title=title, source=source, date=date, allow_private=allow_private)  # fmt: skip
    _write(
        target, found.resolutions, found.articles, found.place_list,
        quotes_only=quotes_only, title=title, lang=lang, tiles=tiles,
    )  # fmt: skip
    found.tell()


def _write(
    target: Path,
    found: list[list[Resolution]],
    texts: list[Article],
    place_list: PlaceList | None,
    *,
    quotes_only: bool,
    title: str,
    lang: str,
    tiles: str,
) -> None:
    before = stamp(target)
    if target.suffix.lower() in _PICTURES:
        from warmap.picture import save_picture

        save_picture(target, found, article=texts, title=title, lang=lang)
    else:
        from warmap.drawing import draw_map

        draw_map(
            found,
            article=texts,
            place_list=place_list,
            quotes_only=quotes_only,
            title=title,
            lang=lang,
            tiles=tiles,
        ).save(target)
    _print_places([resolution for resolutions in found for resolution in resolutions])
    tell_written(target, before=before)


def _print_places(found: list[Resolution]) -> None:
    from warmap.places import COUNTED, counted

    rows = counted(found)
    if not rows:
        typer.echo("note: no places were found in this article", err=True)
        return
    cells = ([str(row[column]) for column in COUNTED] for row in rows)
    print_table(COUNTED, cells, right=("mentions",))
