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
from warmap.cli_tally import (
    CountOnce,
    PeriodName,
    QuotesPerPlace,
    is_corpus,
    only_of_corpora,
    print_tally,
    tally_given,
    tell_large,
)
from warmap.errors import OutputError
from warmap.files import stamp
from warmap.terminal import print_table, tell_written

if TYPE_CHECKING:
    from warmap.corpuspage import Drawn
    from warmap.model import Article, Resolution
    from warmap.placelist import PlaceList

__all__ = ["map_command"]

_THRESHOLD = 0.2
_PAGES = (".html", ".htm")
_PICTURES = (".png", ".svg", ".pdf")


def map_command(
    articles: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[ARTICLE]...",
            help="Text, Markdown or HTML file, web address, or - for standard input; several make"
            " one map. Or a file of places as .csv, .geojson, .gpkg, .kml, .parquet; or the folder"
            " that warmap corpus wrote."
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
    threshold: Threshold = _THRESHOLD,
    recognizer: RecognizerSpec = "",
    gazetteer: Files = None,
    quotes_per_place: QuotesPerPlace = None,
    period: PeriodName = "",
    count_once: CountOnce = False,
    online: Provider = "",
    offline: Offline = False,
    user_agent: UserAgent = "",
    username: UserName = "",
    server: Server = "",
    cache: CacheFile = "",
) -> None:
    """Draw the places of one article, several or a corpus on a map: an HTML file or a picture."""
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
    before = stamp(target)
    if any(is_corpus(name) for name in names):
        unused = {
            "--places": places, "--strict": strict, "--source": source, "--date": date,
            "--quotes-only": quotes_only, "--allow-private": allow_private, "--home": home,
            "--demonyms": demonyms, "--threshold": threshold != _THRESHOLD,
            "--recognizer": recognizer, "--gazetteer": gazetteer, "--online": online,
            "--offline": offline, "--user-agent": user_agent, "--username": username,
            "--server": server, "--cache": cache,
        }  # fmt: skip
        tally = tally_given(
            names, unused=unused, period=period, quotes_per_place=quotes_per_place,
            count_once=count_once,
        )  # fmt: skip
        _write(target, tally, title=title, lang=lang, tiles=tiles)
        print_tally(tally)
        tell_large(target, tally)
        tell_written(target, before=before)
        return
    only_of_corpora(
        {"--quotes-per-place": quotes_per_place, "--period": period, "--count-once": count_once}
    )
    if any(is_frame(name) for name in names):
        refuse_frames_beside(names)
        unused = {
            "--places": places, "--home": home, "--demonyms": demonyms, "--online": online,
            "--recognizer": recognizer, "--gazetteer": gazetteer,
        }  # fmt: skip
        frame = frame_given(names[0], unused=unused)
        about = about_article(title=title, source=source, date=date)
        _write(
            target, [frame], article=[about], quotes_only=quotes_only,
            title="", lang=lang, tiles=tiles,
        )  # fmt: skip
        _print_places(frame)
        tell_written(target, before=before)
        return
    found = Finding(
        places, strict, home, demonyms, threshold, recognizer, gazetteer,
        OnlineOptions(online, user_agent, username, server, cache, offline=offline),
    ).find(names, title=title, source=source, date=date, allow_private=allow_private)  # fmt: skip
    _write(
        target, found.resolutions, article=found.articles, place_list=found.place_list,
        quotes_only=quotes_only, title=title, lang=lang, tiles=tiles,
    )  # fmt: skip
    _print_places(found.all)
    tell_written(target, before=before)
    found.tell()


def _write(
    target: Path,
    found: Drawn,
    *,
    article: list[Article] | None = None,
    place_list: PlaceList | None = None,
    quotes_only: bool = False,
    title: str,
    lang: str,
    tiles: str,
) -> None:
    if target.suffix.lower() in _PICTURES:
        from warmap.picture import save_picture

        save_picture(target, found, article=article, title=title, lang=lang)
    else:
        from warmap.drawing import draw_map

        draw_map(
            found,
            article=article,
            place_list=place_list,
            quotes_only=quotes_only,
            title=title,
            lang=lang,
            tiles=tiles,
        ).save(target)


def _print_places(found: list[Resolution]) -> None:
    from warmap.places import COUNTED, counted

    rows = counted(found)
    if not rows:
        typer.echo("note: no places were found in this article", err=True)
        return
    cells = ([str(row[column]) for column in COUNTED] for row in rows)
    print_table(COUNTED, cells, right=("mentions",))
