"""``warmap corpus``: the places of many articles as GeoParquet."""

from __future__ import annotations

import contextlib
import os
import signal
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Annotated

import typer

from warmap.cli_gazetteer import Files
from warmap.cli_options import Demonyms, HomeName, Threshold
from warmap.errors import WarmapError
from warmap.terminal import printable

if TYPE_CHECKING:
    from rich.progress import Task
    from rich.text import Text

    from warmap.corpus import Progress as Sofar
    from warmap.publish import Published

__all__ = ["corpus_command"]


def corpus_command(
    articles: Annotated[
        str,
        typer.Argument(
            metavar="INPUT",
            help="Folder of texts, or .jsonl, .csv or .parquet file; .gz and .zst as they are.",
        ),
    ],
    output: Annotated[
        str, typer.Option("--output", "-o", help="Folder of GeoParquet to write: places.parquet.")
    ],
    *,
    workers: Annotated[
        int | None, typer.Option(help="Processes that work. [default: one for each core]")
    ] = None,
    scheduler: Annotated[
        str,
        typer.Option(metavar="tcp://HOST:PORT", help="Let a cluster of Dask work instead."),
    ] = "",
    count_once: Annotated[
        bool, typer.Option("--count-once", help="Leave out the mentions of copied articles.")
    ] = False,
    resume: Annotated[
        bool, typer.Option(help="Keep what an earlier run of the same input has done.")
    ] = True,
    text_column: Annotated[str, typer.Option(help="Column or key of the text.")] = "text",
    id_column: Annotated[str, typer.Option(help="Of what it is called. [default: id]")] = "",
    title_column: Annotated[str, typer.Option(help="Of its title. [default: title]")] = "",
    date_column: Annotated[str, typer.Option(help="Of its day. [default: date]")] = "",
    source_column: Annotated[str, typer.Option(help="Of its publisher. [default: source]")] = "",
    url_column: Annotated[str, typer.Option(help="Of its address. [default: url]")] = "",
    home: HomeName = "",
    demonyms: Demonyms = False,
    threshold: Threshold = 0.2,
    gazetteer: Files = None,
) -> None:
    """Find the places of many articles; what became of each is told in articles.parquet."""
    from warmap.articlefiles import Columns
    from warmap.corpus import find_corpus
    from warmap.findings import Settings

    if workers is not None and not 1 <= workers <= _MOST:
        raise WarmapError(f"--workers {workers}: not within 1 to {_MOST}")
    with _stopped_by_hand(), _progress() as tell:
        done = find_corpus(
            articles,
            output,
            columns=Columns(
                id=id_column or None,
                text=text_column,
                title=title_column or None,
                date=date_column or None,
                source=source_column or None,
                url=url_column or None,
            ),
            settings=Settings(
                home=home,
                demonyms=demonyms,
                threshold=threshold,
                gazetteer=tuple(map(os.path.abspath, gazetteer or ())),
            ),
            workers=workers or _cores(),
            scheduler=scheduler,
            count_once=count_once,
            resume=resume,
            tell=tell,
        )
    _print_summary(done)


_MOST = 1024


def _cores() -> int:
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1  # macOS and Windows


@contextlib.contextmanager
def _stopped_by_hand() -> Iterator[None]:
    try:
        yield
    except KeyboardInterrupt:
        typer.echo("note: stopped; the same command goes on from here", err=True)
        raise typer.Exit(128 + signal.SIGINT) from None


def _print_summary(done: Published) -> None:
    told = f"{done.done:,} articles done, {done.failed:,} failed, {done.copies:,} copies of others"
    typer.echo(f"note: {told}; {done.mentions:,} mentions", err=True)
    if done.failed:
        typer.echo(f"note: {printable(str(done.articles))} tells why each one failed", err=True)
    typer.echo(str(done.folder))
    typer.echo(str(done.articles))


@contextlib.contextmanager
def _progress() -> Iterator[Callable[[Sofar], None]]:
    """A bar with rate and remaining time; nothing where nobody watches."""
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        Progress,
        ProgressColumn,
        TextColumn,
        TimeRemainingColumn,
    )

    class Rate(ProgressColumn):
        def render(self, task: Task) -> Text:
            from rich.text import Text

            return Text(f"{task.speed:,.0f}/s" if task.speed else "")

    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        Rate(),
        TimeRemainingColumn(),
    )
    console = Console(stderr=True)
    # An estimate over the latest five minutes: parts take seconds, and workers finish in turn.
    with Progress(
        *columns,
        console=console,
        transient=True,
        disable=not console.is_terminal,
        speed_estimate_period=300,
    ) as bar:
        task = bar.add_task("articles", total=None)

        def tell(state: Sofar) -> None:
            bar.update(task, completed=state.done, total=state.expected)

        yield tell
