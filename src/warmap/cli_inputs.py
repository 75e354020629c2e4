"""What several commands take and tell: the article, the place list, the file to write.

It turns arguments of the command line into what the public functions take.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from warmap.errors import ArticleError, OutputError, PlaceListError
from warmap.provenance import is_url
from warmap.terminal import printable

if TYPE_CHECKING:
    from warmap.gazetteer import GazetteerTable
    from warmap.layers import LayeredGazetteer
    from warmap.model import Article, Resolution
    from warmap.placelist import PlaceList, PlaceRow

__all__ = [
    "about_article",
    "article_given",
    "check_several",
    "idle_in_all",
    "place_list_given",
    "refuse_idle",
    "refuse_overwriting",
    "stem_of",
    "stem_of_all",
    "tell_idle",
    "tell_taken",
]

BUNDLED = "afp-2025-06-08"


def stem_of(article: str) -> str:
    """What the result is called after when no name is given."""
    if not article:
        return BUNDLED
    if is_url(article):
        from warmap.addresses import stem_of_url

        return stem_of_url(article)
    if article == "-":
        return "article"
    path = Path(article)
    # The page of a page would replace it.
    return f"{path.stem}-map" if path.suffix.lower() in {".htm", ".html"} else path.stem


def stem_of_all(articles: Sequence[str]) -> str:
    """What the result of one article or of several is called after when no name is given."""
    return stem_of(articles[0]) if len(articles) == 1 else "articles"


def check_several(articles: Sequence[str], *, source: str = "", date: str = "") -> None:
    """Refuse what can't be said of several articles, and an article that is given twice."""
    if len(articles) < 2:
        return
    for option, value in (("--source", source), ("--date", date)):
        if value:
            raise ArticleError(
                f"{option} {value!r}: says it of one article, but {len(articles)} are given; it can"
                " stand in each article's own file"
            )
    known: dict[object, str] = {}
    for name in articles:
        if not name:
            raise ArticleError("'': no file; give each article a name, or - for standard input")
        key = _same(name)
        if key in known:
            what = "standard input" if name == "-" else name
            also = f", as {known[key]}" if known[key] != name else ""
            raise ArticleError(f"{what}: given twice{also}; give each article once")
        known[key] = name


def _same(name: str) -> object:
    """What two names of one file have in common."""
    try:
        found = Path(name).stat()
    except (OSError, ValueError):  # it may be no file at all
        return name
    return name if name == "-" else (found.st_dev, found.st_ino)


def refuse_overwriting(target: Path, *inputs: str) -> None:
    """Refuse to write a result where an input lies."""
    for name in inputs:
        if name and name != "-" and not is_url(name) and target.exists() and Path(name).exists():
            same = target.samefile(name)
            if same:
                raise OutputError(f"{target}: would replace the input of that name; use -o")


def article_given(
    article: str,
    *,
    title: str = "",
    source: str = "",
    date: str = "",
    allow_private: bool = False,
) -> Article:
    """The article; the bundled one when none is named."""
    from warmap.article import read_article

    if date:
        _check_date(date)
    if article:
        return read_article(
            article, title=title, source=source, date=date, allow_private=allow_private
        )
    import tomllib

    from warmap.bundled import data_path

    known = tomllib.loads(data_path(f"articles/{BUNDLED}.toml").read_text(encoding="utf-8"))
    return read_article(
        data_path(f"articles/{BUNDLED}.txt"),
        title=title or known["title"],
        source=source or known["source"],
        date=date or known["date"],
    )


def about_article(*, title: str = "", source: str = "", date: str = "") -> Article:
    """An article of which only that is known."""
    from warmap.model import Article

    if date:
        _check_date(date)
    return Article("", title=title, source=source, date=date)


def place_list_given(
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


def tell_taken(found: Sequence[Resolution], place_list: PlaceList | None) -> None:
    """One note for each row that keeps what was found, and says something else."""
    if place_list is None:
        return
    from warmap.corrections import taken_otherwise

    for row, done in taken_otherwise(found, place_list):
        what = f"{row.file}:{row.line}: {'|'.join(row.names)!r}"
        typer.echo(
            f"note: {printable(what)} differs from what was found; taken as {done}", err=True
        )


def refuse_idle(rows: list[PlaceRow]) -> None:
    """With ``--strict``: refuse a place list with rows that fit nothing."""
    if rows:
        raise PlaceListError(
            "\n".join(
                f"{row.file}:{row.line}: column name: {'|'.join(row.names)!r} fits no place of the"
                " article; mend or remove the row, or leave out --strict"
                for row in rows
            )
        )


def idle_in_all(place_list: PlaceList | None, idle: Sequence[Sequence[PlaceRow]]) -> list[PlaceRow]:
    """The rows of a place list that fit in none of the articles, each of which leaves some idle."""
    if place_list is None:
        return []
    fitting: set[int] = set()
    for number, rows in enumerate(idle, 1):
        asked = {row.line for row in place_list.of_article(number).rows}
        fitting |= asked - {row.line for row in rows}
    return [row for row in place_list.rows if row.line not in fitting]


def tell_idle(rows: list[PlaceRow]) -> None:
    """One note for each row of a place list that fits nothing."""
    for row in rows:
        what = f"{row.file}:{row.line}: {'|'.join(row.names)!r}"
        typer.echo(f"note: {printable(what)} fits no place of the article", err=True)
