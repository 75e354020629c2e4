"""``warmap diff``: what differs between two maps or place lists."""

from __future__ import annotations

import json
import sys
from typing import Annotated

import typer

from warmap.cli_gazetteer import Files

__all__ = ["diff_command"]

_WHAT = "A map (.html), a place list, or a table of places that warmap wrote."


def diff_command(
    old: Annotated[str, typer.Argument(help=_WHAT)],
    new: Annotated[str, typer.Argument(help="The same, or another of these.")],
    *,
    as_json: Annotated[
        bool, typer.Option("--json", help="Print data instead of lines to read.")
    ] = False,
    gazetteer: Files = None,
) -> None:
    """Tell which places were added, dropped, moved, re-typed or are quoted otherwise.

    Of maps and tables the places and their mentions are compared, not scores and reasons. Of two
    place lists the rows are compared. Between a list and a map the rows of the list are compared
    with what the map makes of their names; of other places a list says nothing.

    The exit code is 0 when nothing differs, 1 when something does, 2 after an error.
    """
    from warmap.compare import compare_places, read_compared
    from warmap.layers import open_gazetteer

    table = open_gazetteer(gazetteer or ())
    changes = compare_places(
        read_compared(old, gazetteer=table), read_compared(new, gazetteer=table)
    )
    if as_json:
        text = json.dumps(changes.as_dict(), ensure_ascii=False, indent=1, sort_keys=True)
        # What could steer a terminal is escaped, as JSON allows.
        shown = (c if c.isprintable() or c == "\n" else json.dumps(c)[1:-1] for c in text)
        sys.stdout.write("".join(shown) + "\n")
    else:
        sys.stdout.write(changes.text())
    if changes:
        raise typer.Exit(1)
