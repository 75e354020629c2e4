"""The command line: a shell around the public functions, without logic of its own.

Results go to standard output, notes to standard error; bad input ends with one line for each
fault and exit code 2. Heavy modules are imported inside the commands.
"""

from __future__ import annotations

import datetime as dt
import gc
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from warmap.errors import ArticleError, GazetteerError, OutputError, WarmapError

if TYPE_CHECKING:
    from warmap.model import Article, Candidate, Resolution
    from warmap.placelist import PlaceList, PlaceRow

__all__ = ["app", "main"]

BUNDLED = "afp-2025-06-08"
_PAGES = (".html", ".htm")

app = typer.Typer(
    name="warmap",
    help="Turn a news article into a map that can be checked.",
    add_completion=False,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)


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
        str, typer.Option("--output", "-o", help="HTML file. [default: the article's name]")
    ] = "",
    places: Annotated[str, typer.Option(help="CSV file with your corrections.")] = "",
    title: Annotated[str, typer.Option(help="Title shown on the page.")] = "",
    source: Annotated[str, typer.Option(help="Who published the article.")] = "",
    date: Annotated[str, typer.Option(help="Day of publication, as 2025-06-08.")] = "",
) -> None:
    """Draw the places of an article on a map, in one HTML file."""
    target = Path(output or f"{_stem(article)}.html")
    if target.suffix.lower() not in _PAGES:
        raise OutputError(f"{target}: unknown ending {target.suffix!r}; a map is an .html file")
    _refuse_overwriting(target, article, places)
    text, place_list = _inputs(article, places, title=title, source=source, date=date)
    from warmap.places import find_and_correct

    found, idle = find_and_correct(text, place_list=place_list)
    from warmap.drawing import draw_map

    draw_map(found, article=text).save(target)
    _tell_idle(idle)
    _print_table(found)
    typer.echo(str(target))


@app.command("places")
def places_command(
    article: Annotated[str, typer.Argument(help="Text file, or - for standard input.")],
    output: Annotated[
        str, typer.Option("--output", "-o", help="A .csv or .geojson file. [default: print CSV]")
    ] = "",
    places: Annotated[str, typer.Option(help="CSV file with your corrections.")] = "",
) -> None:
    """Write the places of an article as a table, one row for each mention."""
    if output:
        _refuse_overwriting(Path(output), article, places)
    text, place_list = _inputs(article, places)
    from warmap.formats import places_text, write_places
    from warmap.places import find_and_correct, to_frame

    found, idle = find_and_correct(text, place_list=place_list)
    frame = to_frame(found)
    if output:
        write_places(frame, output)
        typer.echo(output)
    else:
        sys.stdout.write(places_text(frame, ending=".csv"))
    _tell_idle(idle)


gazetteer_app = typer.Typer(
    help="Ask the gazetteer: which places does a name mean?", no_args_is_help=True
)
app.add_typer(gazetteer_app, name="gazetteer")


@gazetteer_app.command("lookup")
def lookup_command(
    name: Annotated[str, typer.Argument(help="A place name in Latin or Cyrillic letters.")],
    country: Annotated[str, typer.Option(help="Only places of this country, as UA.")] = "",
    near: Annotated[
        tuple[float, float] | None,
        typer.Option(metavar="LAT LON", help="Nearest first, with the distance."),
    ] = None,
) -> None:
    """Print every place that a name may mean, the likeliest first."""
    from warmap.gazetteer import default_gazetteer

    table = default_gazetteer()
    found = [c for c in table.lookup(name) if country.upper() in {"", c.country}]
    if not found:
        from warmap.suggestions import suggest

        like = ", ".join(suggest(name, gazetteer=table))
        where = f" in {country.upper()}" if country else ""
        hint = f"; did you mean {like}?" if like else ""
        raise GazetteerError(f"{name!r}: the gazetteer knows no such place{where}{hint}")
    if near is not None:
        _check_point(*near)
    _print_candidates(found, near)


@gazetteer_app.command("info")
def info_command() -> None:
    """Print what the gazetteer holds: sources, counts, attribution."""
    from warmap.gazetteer import default_gazetteer

    info = default_gazetteer().info()
    for part in ("sources", "counts"):
        for key, value in info[part].items():
            typer.echo(f"{key}: {value}")
    for line in info["attribution"]:
        typer.echo(line)


def _print_candidates(found: list[Candidate], near: tuple[float, float] | None) -> None:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    from warmap.page import where

    distances = dict.fromkeys((c.id for c in found), 0.0)
    if near is not None:
        from geopy.distance import geodesic

        distances = {c.id: geodesic(near, (c.lat, c.lon)).km for c in found}
        found = sorted(found, key=lambda c: distances[c.id])
    table = Table(box=None, header_style="bold", pad_edge=False)
    headers = ["name", "kind", "in", "id", "as", "lat", "lon", "precision"]
    for header in headers + (["km"] if near else []):
        table.add_column(header)
    for place in found:
        cells = [place.name, place.kind, where(place), place.id, place.match]
        cells += [f"{place.lat:.4f}", f"{place.lon:.4f}"]
        cells.append(
            "exact" if not place.radius_km else f"{place.precision}, {place.radius_km:.0f} km"
        )
        cells += [f"{distances[place.id]:.0f}"] if near else []
        table.add_row(*(Text(_printable(cell)) for cell in cells))
    Console(width=None if sys.stdout.isatty() else 200).print(table)


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


def _inputs(
    article: str, places: str, *, title: str = "", source: str = "", date: str = ""
) -> tuple[Article, PlaceList | None]:
    """The article and its place list; without an article the bundled one and its list."""
    from warmap.article import read_article
    from warmap.bundled import data_path
    from warmap.placelist import read_place_list

    if date:
        _check_date(date)
    if article:
        text = read_article(article, title=title, source=source, date=date)
        return text, read_place_list(places) if places else None
    import tomllib

    known = tomllib.loads(data_path(f"articles/{BUNDLED}.toml").read_text(encoding="utf-8"))
    text = read_article(
        data_path(f"articles/{BUNDLED}.txt"),
        title=title or known["title"],
        source=source or known["source"],
        date=date or known["date"],
    )
    return text, read_place_list(places or data_path("places.csv"))


def _check_date(date: str) -> None:
    try:
        dt.date.fromisoformat(date)
    except ValueError as error:
        raise ArticleError(f"--date {date!r}: not a day; write it as 2025-06-08") from error


def _check_point(lat: float, lon: float) -> None:
    if not (-90 <= lat <= 90 and -180 <= lon <= 180):
        raise GazetteerError(f"--near {lat} {lon}: not on the globe; give latitude, then longitude")


def _tell_idle(rows: list[PlaceRow]) -> None:
    for row in rows:
        what = f"{row.file}:{row.line}: {'|'.join(row.names)!r}"
        typer.echo(f"note: {_printable(what)} fits no place of the article", err=True)


def _print_table(found: list[Resolution]) -> None:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    from warmap.places import COUNTED, counted

    rows = counted(found)
    if not rows:
        typer.echo("note: no places were found in this article", err=True)
        return
    table = Table(box=None, header_style="bold", pad_edge=False)
    for column in COUNTED:
        table.add_column(column, justify="right" if column == "mentions" else "left")
    for row in rows:
        # Text, because rich would take brackets in a plain string as markup.
        table.add_row(*(Text(_printable(str(row[column]))) for column in COUNTED))
    # A file or a pipe has no width; rich would take 80 columns and break the names.
    Console(width=None if sys.stdout.isatty() else 120).print(table)


def _printable(text: str) -> str:
    """The text without characters that would steer the terminal."""
    return "".join(c if c.isprintable() else "\ufffd" for c in text)


def main() -> None:
    """Run the command line; every error that warmap raises on purpose ends with exit code 2."""
    # Most objects of a run are modules, which stay: looking for garbage among them every 700
    # new objects, as Python does, costs a seventh of the run.
    gc.set_threshold(100_000)
    try:
        app()
    except WarmapError as error:
        for line in str(error).split("\n"):
            typer.echo(f"warmap: {_printable(line)}", err=True)
        sys.exit(2)
    except BrokenPipeError:
        # The reader of our output has gone; without this Python would complain at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(1)
