"""Ctrl-C while other processes work: it reaches this one alone, and is never lost.

A terminal sends it to all processes that run there; each worker of Dask would print where it was.
And one that comes while Python calls back from its search for garbage, where Dask has a function,
is swallowed there. It knows nothing of what the processes do.
"""

from __future__ import annotations

import contextlib
import signal
import threading
from collections.abc import Iterator
from multiprocessing import resource_tracker
from typing import Any, Self

__all__ = ["Interrupts"]


class Interrupts:
    """Who listens to Ctrl-C until the block ends.

    Examples
    --------
    >>> before = signal.signal(signal.SIGINT, signal.default_int_handler)  # a shell's job has none
    >>> with contextlib.suppress(KeyboardInterrupt), Interrupts() as interrupts:
    ...     with interrupts.held():
    ...         signal.raise_signal(signal.SIGINT)
    ...         print("done all the same")
    ...     print("never printed")
    done all the same
    >>> _ = signal.signal(signal.SIGINT, before)
    """

    def __init__(self) -> None:
        self._heard = self._held = False
        self._mine = False

    def __enter__(self) -> Self:
        # Other threads hear none, and whoever has a handler of his own keeps it.
        if (
            threading.current_thread() is threading.main_thread()
            and signal.getsignal(signal.SIGINT) is signal.default_int_handler
        ):
            signal.signal(signal.SIGINT, self._hear)
            self._mine = True
        return self

    def __exit__(self, *_: object) -> None:
        if self._mine:
            signal.signal(signal.SIGINT, signal.default_int_handler)

    def _hear(self, *_: Any) -> None:  # noqa: ANN401 - a frame of Python's
        self._heard = True
        if not self._held:
            raise KeyboardInterrupt

    def check(self) -> None:
        """Raise a KeyboardInterrupt if there was one, in case that it went astray."""
        if self._heard:
            raise KeyboardInterrupt

    @contextlib.contextmanager
    def held(self) -> Iterator[None]:
        """Let it wait until the block ends; processes that begin in it never hear of one."""
        masks = hasattr(signal, "pthread_sigmask")
        if masks:
            resource_tracker.ensure_running()  # its start, which comes otherwise, ends the blocking
            blocked = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
        self._held = True
        try:
            yield
        finally:
            if masks:
                signal.pthread_sigmask(signal.SIG_SETMASK, blocked)
            self._held = False
            self.check()
