"""``warmap summary``: a corpus in tables."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from warmap.errors import OutputError
from warmap.files import stamp, write_text
from warmap.terminal import tell_written

__all__ = ["summary_command"]


def summary_command(
    corpus: Annotated[
        str,
        typer.Argument(metavar="OUT.parquet", help="Folder that warmap corpus wrote."),
    ],
    output: Annotated[
        str, typer.Option("--output", "-o", help="A .csv file. [default: print CSV]")
    ] = "",
    *,
    of: Annotated[
        str,
        typer.Option(
            help="places (by period), new (places that no earlier period names), or pairs (of"
            " places that the same articles name)."
        ),
    ] = "places",
    period: Annotated[
        str,
        typer.Option(
            help="day, week, month, quarter or year. [default: the shortest that gives at most 120]"
        ),
    ] = "",
    count_once: Annotated[
        bool, typer.Option("--count-once", help="Leave out copied articles.")
    ] = False,
    least: Annotated[
        int | None,
        typer.Option(
            metavar="N", help="Leave out what fewer articles name. [default: 1; 2 for pairs]"
        ),
    ] = None,
) -> None:
    """Write how often the places of a corpus are named, which are new, or which go together.

    It counts articles: one that names a place ten times counts once. New places have the first
    article that names them and a sentence of it. Of the first period none is new. A place and the
    country, region or district that holds it are no pair.
    """
    from warmap.summary import summarize, summary_csv

    if output:
        _check_output(Path(output))
    table = summarize(corpus, of=of, period=period, count_once=count_once, least=least)
    text = summary_csv(table)
    if output:
        before = stamp(output)
        # Excel takes a file without this mark for one in the code page of the machine.
        write_text(output, f"\ufeff{text}")
        tell_written(output, before=before)
    else:
        sys.stdout.write(text)


def _check_output(target: Path) -> None:
    """Refuse before the work what can't be written after it."""
    if target.suffix.lower() != ".csv":
        raise OutputError(
            f"{target}: unknown ending {target.suffix!r}; a summary is written as .csv"
        )
    if not target.parent.is_dir():
        raise OutputError(f"{target}: can't be written: no such folder; make {target.parent} first")
