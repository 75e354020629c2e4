"""The command line: a shell around the public functions, without logic of its own.

Results go to standard output, notes to standard error; bad input ends with one line for each
fault and exit code 2. Heavy modules are imported inside the commands.
"""

from __future__ import annotations

import errno
import gc
import os
import sys
import warnings
from typing import Annotated

import typer

from warmap.cli_corpus import corpus_command
from warmap.cli_diff import diff_command
from warmap.cli_evaluate import evaluate_command
from warmap.cli_explain import explain_command
from warmap.cli_gazetteer import app as gazetteer_app
from warmap.cli_map import map_command
from warmap.cli_online import app as cache_app
from warmap.cli_places import mentions_command, places_command
from warmap.cli_summary import summary_command
from warmap.cli_watch import watch_command
from warmap.errors import WarmapError
from warmap.terminal import printable

__all__ = ["app", "main"]

# A full disk, a used-up quota or a user's limit behind `>`.
_NO_ROOM = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)

app = typer.Typer(
    name="warmap",
    help="Turn a news article into a map that can be checked.",
    add_completion=False,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
app.command("map")(map_command)
app.command("places")(places_command)
app.command("mentions")(mentions_command)
app.command("diff")(diff_command)
app.command("corpus")(corpus_command)
app.command("summary")(summary_command)
app.command("watch")(watch_command)
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
            try:
                app()
            finally:
                sys.stdout.flush()  # while its failure can be told
    except WarmapError as error:
        for line in str(error).split("\n"):
            typer.echo(f"warmap: {printable(line)}", err=True)
        sys.exit(2)
    except BrokenPipeError:
        _give_up_output()  # its reader has gone
        sys.exit(1)
    except OSError as error:
        if error.errno not in _NO_ROOM:
            raise
        _give_up_output()
        why = (error.strerror or str(error)).lower()
        typer.echo(f"warmap: the output can't be written: {why}; choose another place", err=True)
        sys.exit(2)


def _give_up_output() -> None:
    """Let Python's own try at exit to write what is left succeed; it would complain."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
