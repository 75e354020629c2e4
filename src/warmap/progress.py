"""How far long work has come: a bar on the terminal or in a notebook, after two seconds of work.

It takes the steps of the work and shows how many are done, on standard error or under the cell.
Where nobody watches (a pipe, a file, CI) it shows nothing. It never changes what the work gives.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Sized
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, Protocol, TypeVar

__all__ = ["Bar", "progress", "track"]

PATIENCE_S = 2.0  # work that is done sooner needs no bar
_REFRESH_S = 0.1

_Item = TypeVar("_Item")
# Whether a bar stands already: work within work shows none of its own.
_watched: ContextVar[bool] = ContextVar("warmap_watched", default=False)


class Bar(Protocol):
    """What shows how far the work has come."""

    def show(self, done: float, total: float) -> None:
        """Show it, from the first call on."""
        ...

    def close(self) -> None:
        """Take it away."""
        ...


@contextmanager
def progress(
    what: str,
    /,
    *,
    total: float,
    size: bool = False,
    clock: Callable[[], float] = time.monotonic,
    bar: Bar | None = None,
) -> Iterator[Callable[[float], None]]:
    """Show how far a piece of work has come, if it takes long and somebody watches.

    Parameters
    ----------
    what
        What is being done, in a word or two.
    total
        How much there is to do.
    size
        Whether that counts bytes.
    clock
        Gives seconds.
    bar
        What shows it; when None that of the terminal or the notebook, or nothing in a pipe or
        where the environment has ``CI``.

    Yields
    ------
    Callable
        Called with how much was done since the last call.

    Examples
    --------
    >>> with progress("reading", total=2) as advance:
    ...     advance(2)
    """
    shown = bar or _bar_here(what, size=size)
    if shown is None or _watched.get():
        yield lambda _: None
        return
    done, next_s = 0.0, clock() + PATIENCE_S

    def advance(amount: float) -> None:
        nonlocal done, next_s
        done += amount
        now = clock()
        if now >= next_s:
            next_s = now + _REFRESH_S
            shown.show(done, total)

    _watched.set(True)
    try:
        yield advance
    finally:
        _watched.set(False)
        shown.close()


def track(
    items: Iterable[_Item],
    /,
    *,
    what: str,
    total: float | None = None,
    clock: Callable[[], float] = time.monotonic,
    bar: Bar | None = None,
) -> Iterator[_Item]:
    """The same items in the same order, with a bar while they are worked on.

    Where an item may fail `progress` is better: a loop that is left by an error lets go of its
    items, and so of the bar, only when the error is dealt with.

    Parameters
    ----------
    items
        What is worked on, one after another.
    what, clock, bar
        As for `progress`.
    total
        How many there are, if `items` doesn't know.

    Examples
    --------
    >>> [name.upper() for name in track(["kyiv", "lviv"], what="shouting")]
    ['KYIV', 'LVIV']
    """
    known = total if total is not None else len(items) if isinstance(items, Sized) else 0
    with progress(what, total=known, clock=clock, bar=bar) as advance:
        for item in items:
            yield item
            advance(1)


def _bar_here(what: str, *, size: bool) -> Bar | None:
    if os.environ.get("CI"):
        return None
    shell = _notebook()
    if shell is not None:
        return _CellBar(what)
    return _TerminalBar(what, size=size) if sys.stderr and sys.stderr.isatty() else None


def _notebook() -> Any | None:  # noqa: ANN401 - IPython's own object
    """The shell of a notebook; None in a script and in IPython on a terminal."""
    ipython = sys.modules.get("IPython")
    shell = ipython.get_ipython() if ipython else None
    return shell if getattr(shell, "kernel", None) is not None else None


class _TerminalBar:
    """Rich's bar on standard error, gone when the work is done."""

    def __init__(self, what: str, *, size: bool) -> None:
        self._what, self._size = what, size
        self._bar: Any = None

    def show(self, done: float, total: float) -> None:
        from rich.console import Console
        from rich.progress import (
            BarColumn,
            DownloadColumn,
            MofNCompleteColumn,
            Progress,
            TextColumn,
            TimeRemainingColumn,
        )

        if self._bar is None:
            self._bar = Progress(
                TextColumn("{task.description}", markup=False),
                BarColumn(),
                DownloadColumn() if self._size else MofNCompleteColumn(),
                TimeRemainingColumn(),
                console=Console(stderr=True),
                transient=True,
                auto_refresh=False,
            )
            self._task = self._bar.add_task(self._what, total=total or None)
            self._bar.start()
        self._bar.update(self._task, completed=done, refresh=True)

    def close(self) -> None:
        if self._bar is not None:
            self._bar.stop()


class _CellBar:
    """The browser's own bar under a cell. It needs no widgets, and is empty in the end."""

    def __init__(self, what: str) -> None:
        self._what = what
        self._handle: Any = None

    def show(self, done: float, total: float) -> None:
        from html import escape

        from IPython.display import display

        of = f" of {total:,.0f}" if total else ""
        text = f"{self._what}: {done:,.0f}{of}"
        value = f' value="{done:g}" max="{total:g}"' if total else ""
        forms = {"text/html": f"<progress{value}></progress> {escape(text)}", "text/plain": text}
        if self._handle is None:
            self._handle = display(forms, raw=True, display_id=True)  # type: ignore[no-untyped-call]
        else:
            self._handle.update(forms, raw=True)

    def close(self) -> None:
        if self._handle is not None:
            self._handle.update({"text/html": "", "text/plain": ""}, raw=True)
