"""The command line: a shell around the public functions, without logic of its own.

Results go to standard output, notes to standard error; bad input ends with one line for each
fault and exit code 2. Heavy modules are imported inside the commands.
"""

from __future__ import annotations

import datetime as dt
import gc
import os
import sys
import warnings
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from warmap.cli_evaluate import evaluate_command
from warmap.cli_explain import explain_command
from warmap.cli_gazetteer import Files
from warmap.cli_gazetteer import app as gazetteer_app
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
from warmap.cli_online import app as cache_app
from warmap.cli_options import Demonyms, HomeName, RecognizerSpec, Threshold, recognizer_of
from warmap.errors import ArticleError, OutputError, WarmapError
from warmap.terminal import print_table, printable

if TYPE_CHECKING:
    from warmap.gazetteer import GazetteerTable
    from warmap.layers import LayeredGazetteer
    from warmap.model import Article, Resolution
    from warmap.placelist import PlaceList, PlaceRow

__all__ = ["app", "main"]

BUNDLED = "afp-2025-06-08"
_PAGES = (".html", ".htm")
_PICTURES = (".png", ".svg", ".pdf")

app = typer.Typer(
    name="warmap",
    help="Turn a news article into a map that can be checked.",
    add_completion=False,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
app.add_typer(gazetteer_app, name="gazetteer")
app.add_typer(cache_app, name="cache")
app.command("explain")(explain_command)
app.command("evaluate")(evaluate_command)


def _version(wanted: bool) -> None:  # noqa: FBT001 - typer calls it so
    if wanted:
        from warmap import __version__

        typer.echo(f"warmap {__version__}")
        raise typer.Exit


@app.callback()
def _root(
    *,
    _: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    pass


@app.command("map")
def map_command(
    article: Annotated[
        str, typer.Argument(help="Text file, or - for standard input. [default: bundled article]")
    ] = "",
    output: Annotated[
        str,
        typer.Option(
            "--output", "-o", help="File: .html, .png, .svg or .pdf. [default: the article's name]"
        ),
    ] = "",
    *,
    places: Annotated[str, typer.Option(help="CSV file with your corrections.")] = "",
    title: Annotated[str, typer.Option(help="Title shown on the page.")] = "",
    source: Annotated[str, typer.Option(help="Who published the article.")] = "",
    date: Annotated[str, typer.Option(help="Day of publication, as 2025-06-08.")] = "",
    quotes_only: Annotated[
        bool, typer.Option("--quotes-only", help="Leave out sentences that name no place.")
    ] = False,
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

    target = Path(output or f"{_stem(article)}.html")
    static = target.suffix.lower() in _PICTURES
    if not static and target.suffix.lower() not in _PAGES:
        raise OutputError(
            f"{target}: unknown ending {target.suffix!r}; a map is an .html file, a picture of it"
            " .png, .svg or .pdf"
        )
    _refuse_overwriting(target, article, places, *(gazetteer or ()))
    if static:
        from warmap.picture import check_matplotlib

        check_matplotlib()  # as the next: before the work
    if tiles:
        find_tiles(tiles)  # what is wrong with it is told before the work
    geocoder = OnlineOptions(
        online, user_agent, username, server, cache, offline=offline
    ).geocoder()
    table = open_gazetteer(gazetteer or (), geocoder=geocoder)
    text = _article(article, title=title, source=source, date=date)
    place_list = _place_list(article, places, table)
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
    if static:
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
    _tell_idle(idle)
    tell_asked(geocoder)
    _print_places(found)
    typer.echo(str(target))


@app.command("places")
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
        _refuse_overwriting(Path(output), article, places, *(gazetteer or ()))
    geocoder = OnlineOptions(
        online, user_agent, username, server, cache, offline=offline
    ).geocoder()
    table = open_gazetteer(gazetteer or (), geocoder=geocoder)
    text = _article(article)
    place_list = _place_list(article, places, table)
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
        write_places(frame, output)
        typer.echo(output)
    else:
        sys.stdout.write(places_text(frame, ending=".csv"))
    _tell_idle(idle)
    tell_asked(geocoder)


def _stem(article: str) -> str:
    if not article:
        return BUNDLED
    return "article" if article == "-" else Path(article).stem


def _refuse_overwriting(target: Path, *inputs: str) -> None:
    for name in inputs:
        if name and name != "-" and target.exists() and Path(name).exists():
            same = target.samefile(name)
            if same:
                raise OutputError(f"{target}: would replace the input of that name; use -o")


def _article(article: str, *, title: str = "", source: str = "", date: str = "") -> Article:
    """The article; the bundled one when none is named."""
    from warmap.article import read_article

    if date:
        _check_date(date)
    if article:
        return read_article(article, title=title, source=source, date=date)
    import tomllib

    from warmap.bundled import data_path

    known = tomllib.loads(data_path(f"articles/{BUNDLED}.toml").read_text(encoding="utf-8"))
    return read_article(
        data_path(f"articles/{BUNDLED}.txt"),
        title=title or known["title"],
        source=source or known["source"],
        date=date or known["date"],
    )


def _place_list(
    article: str, places: str, table: GazetteerTable | LayeredGazetteer
) -> PlaceList | None:
    """The place list; the bundled article's own when nothing is named."""
    from warmap.bundled import data_path
    from warmap.placelist import read_place_list

    if places:
        return read_place_list(places, gazetteer=table)
    return None if article else read_place_list(data_path("places.csv"), gazetteer=table)


def _check_date(date: str) -> None:
    try:
        dt.date.fromisoformat(date)
    except ValueError as error:
        raise ArticleError(f"--date {date!r}: not a day; write it as 2025-06-08") from error


def _tell_idle(rows: list[PlaceRow]) -> None:
    for row in rows:
        what = f"{row.file}:{row.line}: {'|'.join(row.names)!r}"
        typer.echo(f"note: {printable(what)} fits no place of the article", err=True)


def _print_places(found: list[Resolution]) -> None:
    from warmap.places import COUNTED, counted

    rows = counted(found)
    if not rows:
        typer.echo("note: no places were found in this article", err=True)
        return
    cells = ([str(row[column]) for column in COUNTED] for row in rows)
    print_table(COUNTED, cells, right=("mentions",))


def _tell(message: Warning | str, *_: object, **__: object) -> None:
    """One line for a warning, instead of where in the sources it was raised."""
    typer.echo(f"note: {printable(str(message))}", err=True)


def main() -> None:
    """Run the command line; every error that warmap raises on purpose ends with exit code 2."""
    # Most objects of a run are modules, which stay: looking for garbage among them every 700
    # new objects, as Python does, costs a seventh of the run.
    gc.set_threshold(100_000)
    try:
        with warnings.catch_warnings():
            warnings.showwarning = _tell
            app()
    except WarmapError as error:
        for line in str(error).split("\n"):
            typer.echo(f"warmap: {printable(line)}", err=True)
        sys.exit(2)
    except BrokenPipeError:
        # The reader of our output has gone; without this Python would complain at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(1)
