"""A corpus where the command line takes an article: the folder that ``warmap corpus`` wrote.

It tells whether an ARTICLE is one, refuses what a corpus has no use for, and what only a corpus
has, and reads its counts.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from warmap.errors import PlacesError
from warmap.terminal import print_table, printable

if TYPE_CHECKING:
    from warmap.tally import Tally

__all__ = ["CountOnce", "PeriodName", "QuotesPerPlace", "is_corpus", "only_of_corpora",
           "print_tally", "tally_given", "tell_large"]  # fmt: skip

QUOTES = 5
"""Of each place, when nothing is said."""

_PRINTED = 20
_LARGE = 15_000_000  # bytes: of a larger page a phone has to wait for

QuotesPerPlace = Annotated[
    int | None,
    typer.Option(
        "--quotes-per-place",
        metavar="N",
        help="Of a corpus: quotes of each place, 0 for none. [default: 5]",
        show_default=False,
    ),
]
PeriodName = Annotated[
    str,
    typer.Option(
        "--period", help="Of a corpus: day, week, month, quarter or year. [default: by its length]"
    ),
]
CountOnce = Annotated[
    bool, typer.Option("--count-once", help="Of a corpus: leave out copied articles.")
]


def is_corpus(article: str, /) -> bool:
    """Whether an ARTICLE is the folder of a corpus.

    Examples
    --------
    >>> is_corpus("no/such/places.parquet"), is_corpus("")
    (False, False)
    """
    folder = Path(article)
    if not article or not folder.is_dir():
        return False
    parts = folder.suffix.lower() == ".parquet" or (folder / "_work").is_dir()
    return parts or any(folder.glob("part-*.parquet"))


def only_of_corpora(given: Mapping[str, object], /) -> None:
    """Refuse options that only a corpus has a use for.

    Raises
    ------
    PlacesError
        One is given.

    Examples
    --------
    >>> only_of_corpora({"--count-once": False})
    """
    for option, value in given.items():
        if value is not None and value is not False and value != "":  # no quotes are asked for, too
            raise PlacesError(
                f"{option}: says it of a corpus, and none is given; leave it out, or give the"
                " folder that warmap corpus wrote"
            )


def tally_given(
    names: Sequence[str],
    /,
    *,
    unused: Mapping[str, object],
    period: str = "",
    quotes_per_place: int | None = None,
    count_once: bool = False,
) -> Tally:
    """The counts of a corpus.

    Parameters
    ----------
    names
        What is to be mapped, the folder alone.
    unused
        Options that a corpus has no use for, with their values; false ones were not given.

    Raises
    ------
    PlacesError
        There are other articles beside it, one of the options is given, or it is no corpus.
    WarmapError
        There is no such period, or so many quotes can't be had.
    """
    from warmap.tally import read_corpus
    from warmap.telling_quotes import MOST

    corpus = next(name for name in names if is_corpus(name))
    if len(names) > 1:
        raise PlacesError(f"{corpus}: a corpus stands by itself; map it alone")
    for option, value in unused.items():
        if value:
            raise PlacesError(f"{option}: {corpus} has its places already; leave it out")
    quotes = QUOTES if quotes_per_place is None else quotes_per_place
    if not 0 <= quotes <= MOST:
        raise PlacesError(f"--quotes-per-place {quotes}: not within 0 to {MOST}")
    return read_corpus(corpus, period=period, quotes_per_place=quotes, count_once=count_once)


def print_tally(tally: Tally, /) -> None:
    """The places that most articles name, and a note on what could not be read."""
    if tally.failed:
        typer.echo(
            f"note: {tally.failed:,} of {tally.done + tally.duplicates + tally.failed:,} articles"
            " could not be read; articles.parquet beside the corpus tells why",
            err=True,
        )
    if not tally.places:
        typer.echo("note: no places were found in these articles", err=True)
        return
    rows = (
        (p.place.name, p.place.kind, p.place.admin1 or p.place.country, str(p.articles))
        for p in tally.places[:_PRINTED]
    )
    print_table(("name", "kind", "in", "articles"), rows, right=("articles",))
    if len(tally.places) > _PRINTED:
        typer.echo(f"and {len(tally.places) - _PRINTED:,} more places")


def tell_large(target: Path, tally: Tally, /) -> None:
    """A note on a page that takes long to open, and what makes it smaller."""
    size = target.stat().st_size
    if size > _LARGE and any(place.quotes for place in tally.places):
        typer.echo(
            f"note: {printable(str(target))} has {size / 1e6:.0f} MB; fewer --quotes-per-place make"
            " it smaller",
            err=True,
        )
