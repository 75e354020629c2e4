"""Who does the parts of a corpus: this process, some processes of this machine, or a cluster.

It takes parts one after another and gives them back when they are done, in any order. How many are
under way at once is bounded, so that what is laid down for the workers is, too.
"""

from __future__ import annotations

import asyncio
import contextlib
import gc
import importlib.util
import queue
import time
from collections import Counter, deque
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from warmap.errors import ArticleError, WarmapError
from warmap.files import stamp
from warmap.interrupts import Interrupts
from warmap.parts import Part, find_part

__all__ = ["Crew", "check_dask", "open_crew"]

_AHEAD = 2  # parts for each worker: one that it does, one that waits
_PATIENCE_S = 30  # for a cluster to answer, or for its workers to come back
_SELDOM = 100_000  # new objects between searches for garbage, as in the command line
_LOOK_S = 0.5  # between looks at what workers there are, while nothing is done
_MOST_DEADLY = 10  # times that Dask gives a part up, each after four deaths

_GONE = "the scheduler has gone; start one, and run it again, which goes on from where it was"

Counted = tuple[Part, int]
"""A part, and how many articles it has."""


def check_dask() -> None:
    """Refuse to share work out where dask is not installed.

    Raises
    ------
    ArticleError
        It isn't.

    Examples
    --------
    >>> check_dask()
    """
    for name in ("dask", "distributed"):
        if importlib.util.find_spec(name) is None:
            raise ArticleError(
                f"sharing articles out needs {name}, which is not installed;"
                " pip install 'warmap[corpus]'"
            )


class Crew:
    """The process that runs, alone, which does a part when it is asked for.

    Examples
    --------
    >>> Crew().busy
    False
    """

    def __init__(self) -> None:
        self._sent: deque[Counted] = deque()

    @property
    def busy(self) -> bool:
        """Whether no other part should be sent before one is taken."""
        return bool(self._sent)

    @property
    def waiting(self) -> bool:
        """Whether parts were sent that aren't taken yet."""
        return bool(self._sent)

    def send(self, part: Part, count: int) -> None:
        """Have a part done, which has so many articles."""
        self._sent.append((part, count))

    def next(self) -> Counted:
        """The next part that is done.

        Raises
        ------
        WarmapError
            What `find_part` raises.
        """
        part, count = self._sent.popleft()
        before = gc.get_threshold()
        gc.set_threshold(_SELDOM)
        try:
            find_part(part)
        finally:
            gc.set_threshold(*before)
        return part, count


class _Shared(Crew):
    """The workers of a cluster, which is started when there is work for more than one."""

    def __init__(
        self,
        workers: int,
        scheduler: str,
        stack: contextlib.ExitStack,
        interrupts: Interrupts,
    ) -> None:
        super().__init__()
        self._workers, self._scheduler = workers, scheduler
        self._stack, self._interrupts = stack, interrupts
        self._client: Any = None
        self._ended: queue.SimpleQueue[Any] = queue.SimpleQueue()
        self._away: dict[str, Counted] = {}
        self._deadly: Counter[int] = Counter()

    @property
    def busy(self) -> bool:
        if self._client is None:
            return False
        return len(self._away) >= _AHEAD * max(1, self._threads())

    @property
    def waiting(self) -> bool:
        return bool(self._sent or self._away)

    def send(self, part: Part, count: int) -> None:
        self._interrupts.check()
        super().send(part, count)
        if self._client is None:
            if len(self._sent) == 1 and not self._scheduler:
                return
            self._start()
        while self._sent:
            self._submit(*self._sent.popleft())

    def next(self) -> Counted:
        if self._client is None:
            return super().next()
        while not self._is_done(future := self._awaited()):
            self._submit(*self._away.pop(future.key))
        self._interrupts.check()
        return self._away.pop(future.key)

    def _awaited(self) -> Any:  # noqa: ANN401 - as below
        """What ends next; a cluster that has lost all its workers for good would never tell."""
        seen, signs = time.monotonic(), self._signs()
        while True:
            self._interrupts.check()
            try:
                return self._ended.get(timeout=min(_LOOK_S, _PATIENCE_S))
            except queue.Empty:
                before, signs = signs, self._signs()
                if self._there() or before != signs:
                    seen = time.monotonic()
                elif time.monotonic() - seen > _PATIENCE_S:
                    raise WarmapError(
                        "no worker is left; run it again, which goes on from where it was"
                    ) from None

    def _signs(self) -> list[object]:
        """What workers have noted: one that dies at once is never there when it is looked for."""
        return [stamp(part.path("mark")) for part, _ in self._away.values()]

    def _is_done(self, future: Any) -> bool:  # noqa: ANN401 - distributed's types are not checked
        """Whether a part is done; False when it should be begun again."""
        from distributed import CancelledError
        from distributed.scheduler import KilledWorker

        counted = self._away[future.key]
        try:
            future.result()
        except WarmapError:
            raise
        except KilledWorker as error:
            # What workers die at is left out the third time, but there may be more of it. And Dask
            # counts the deaths for parts, too, that only waited there, or were done and not told.
            number = counted[0].number
            self._deadly[number] += 1
            if counted[0].is_done():
                return True
            if self._deadly[number] < _MOST_DEADLY:
                return False
            raise WarmapError(
                f"part {number} (from article {counted[0].first} on): its workers died again and"
                " again; they may need more memory"
            ) from error
        except CancelledError as error:
            raise WarmapError(_GONE) from error
        except Exception as error:
            why = " ".join(f"{type(error).__name__}: {error}".split())[:300]
            raise WarmapError(
                f"part {counted[0].number} can't be done by a worker: {why}"
            ) from error
        finally:
            future.release()
        return True

    def _submit(self, part: Part, count: int) -> None:
        future = self._client.submit(find_part_there, part, pure=False)
        self._away[future.key] = part, count
        future.add_done_callback(self._ended.put)

    def _threads(self) -> int:
        return self._workers or self._there()

    def _there(self) -> int:
        """How many threads of workers there are at this moment."""
        try:
            return sum(self._client.nthreads().values())
        except OSError as error:
            raise WarmapError(_GONE) from error

    def _start(self) -> None:
        import dask
        from distributed import Client, LocalCluster
        from distributed.utils import silence_logging_cmgr

        if self._scheduler:
            _check_scheduler(self._scheduler)
            self._stack.enter_context(silence_logging_cmgr("CRITICAL"))
            client = Client(self._scheduler, timeout=_PATIENCE_S, set_as_default=False)
            self._client = self._stack.enter_context(client)
            try:
                client.wait_for_workers(1, timeout=_PATIENCE_S)
            except TimeoutError as error:
                raise WarmapError(
                    f"--scheduler {self._scheduler!r}: it has no workers; start some"
                ) from error
            return
        # A worker would keep what it was at in each second of the last hour, some 100 KB of it.
        quiet = {"distributed.worker.profile.enabled": False}
        with self._interrupts.held(), dask.config.set(quiet):
            cluster = self._stack.enter_context(
                LocalCluster(
                    n_workers=self._workers,
                    threads_per_worker=1,
                    dashboard_address="127.0.0.1:0",
                    memory_limit=0,
                    silence_logs="CRITICAL",
                )
            )
            self._client = self._stack.enter_context(Client(cluster, set_as_default=False))


def _check_scheduler(address: str) -> None:
    """Refuse an address where no scheduler is; a client of Dask may wait there for ever."""

    def ask() -> str:
        return asyncio.run(asyncio.wait_for(_kind_of(address), _PATIENCE_S + 1))

    told = f"--scheduler {address!r}: what answers there is no scheduler of Dask"
    try:
        kind = _in_a_loop(ask)
    except (OSError, ValueError, TimeoutError) as error:
        raise WarmapError(
            f"--scheduler {address!r}: nobody answers there; give tcp://host:port"
        ) from error
    except Exception as error:  # what another program sends is read as if it were Dask's
        raise WarmapError(f"{told}; give its tcp://host:port") from error
    if kind != "Scheduler":
        raise WarmapError(f"{told}; give its tcp://host:port")


def _in_a_loop(ask: Callable[[], str]) -> str:
    """What a function gives that runs a loop: not where one runs already, as in a notebook."""
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        return ask()
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(ask).result()


async def _kind_of(address: str) -> str:
    """What a process of Dask says that it is."""
    from distributed import Security
    from distributed.core import rpc

    secured = Security().get_connection_args("client")
    async with rpc(address, timeout=_PATIENCE_S, connection_args=secured) as there:
        return str((await there.identity())["type"])


def find_part_there(part: Part) -> tuple[int, int]:
    """`find_part` in a process that does nothing else."""
    # Python would look through what lives long ever more seldom, and the worker grow; so it is done
    # after each part.
    gc.set_threshold(_SELDOM)
    try:
        return find_part(part)
    finally:
        gc.collect()


@contextlib.contextmanager
def open_crew(workers: int, scheduler: str = "") -> Iterator[Crew]:
    """Whoever works, until the block ends.

    Parameters
    ----------
    workers
        Processes of this machine; 0 for this process alone.
    scheduler
        The address of a cluster, which then works instead.

    Raises
    ------
    ArticleError
        dask is needed and not installed.

    Examples
    --------
    >>> with open_crew(0) as crew:
    ...     crew.waiting
    False
    """
    if not workers and not scheduler:
        yield Crew()
        return
    check_dask()
    with Interrupts() as interrupts:
        stack = contextlib.ExitStack()
        try:
            yield _Shared(0 if scheduler else workers, scheduler, stack, interrupts)
        finally:
            with interrupts.held():
                stack.close()
