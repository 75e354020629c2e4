"""What the command line prints: tables, and text that can't steer the terminal."""

from __future__ import annotations

import sys
from collections.abc import Collection, Iterable, Sequence
from pathlib import Path

import typer

from warmap.files import stamp

__all__ = ["print_table", "printable", "tell_written"]

# A file or a pipe has no width; rich would take 80 columns and break the names.
_WIDTH_OF_A_FILE = 200


def printable(text: str) -> str:
    r"""The text without characters that would steer the terminal.

    Examples
    --------
    >>> printable("Zoria \x1b[2J") == "Zoria \ufffd[2J"
    True
    """
    return "".join(c if c.isprintable() else "\ufffd" for c in text)


def print_table(
    headers: Sequence[str], rows: Iterable[Sequence[str]], *, right: Collection[str] = ()
) -> None:
    """Print rows as a table without lines.

    Parameters
    ----------
    headers
        Names of the columns.
    rows
        The cells of each row.
    right
        Columns that hold numbers.

    Examples
    --------
    >>> print_table(["name", "kind"], [["Mezhova", "town"]])
    name     kind
    Mezhova  town
    """
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(box=None, header_style="bold", pad_edge=False)
    for header in headers:
        table.add_column(header, justify="right" if header in right else "left")
    for row in rows:
        # Text, because rich would take brackets in a plain string as markup.
        table.add_row(*(Text(printable(cell)) for cell in row))
    Console(width=None if sys.stdout.isatty() else _WIDTH_OF_A_FILE).print(table)


def tell_written(target: str | Path, *, before: tuple[int, ...] | None) -> None:
    """Print the name of a result, and a note when the file held it already.

    Parameters
    ----------
    target
        The file.
    before
        What `files.stamp` gave of it before the work.

    Examples
    --------
    >>> tell_written("map.html", before=None)
    map.html
    """
    if before is not None and stamp(target) == before:
        typer.echo(f"note: {printable(str(target))} is unchanged", err=True)
    typer.echo(str(target))
