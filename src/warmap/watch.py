"""Files that are watched: when one of them was saved, and what a map became by it.

`saves` tells that files were saved, however the editor does it; `Rebuild` builds a map again and
tells what changed. Neither knows the command line, and nothing here reads an article or a list.
"""

from __future__ import annotations

import importlib.util
import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from warmap.changes import Changes
from warmap.compare import compare_places
from warmap.errors import WarmapError
from warmap.files import stamp
from warmap.model import Resolution

__all__ = ["Rebuild", "check_watchfiles", "saves"]

# What follows so soon belongs to the same save: editors write a file in several steps.
_STEP_MS = 50
# A file that is gone for longer was not only replaced. Also how often the files are looked at where
# the system doesn't tell of changes, as in some network folders.
_GONE_MS = 400


def check_watchfiles() -> None:
    """Refuse to watch where watchfiles is not installed.

    Raises
    ------
    WarmapError
        It isn't.

    Examples
    --------
    >>> check_watchfiles()
    """
    if importlib.util.find_spec("watchfiles") is None:
        raise WarmapError(
            "watching files needs watchfiles, which is not installed; pip install 'warmap[watch]'"
        )


def saves(files: Sequence[str | Path], /) -> Iterator[None]:
    """Tell, at first and whenever a file was saved, that it is time to read them.

    Their folders are watched, since an editor may write a new file and rename it. A file that
    vanishes for a moment is waited for; one that stays away is told once.

    Parameters
    ----------
    files
        The files; links are followed, too.

    Raises
    ------
    WarmapError
        Their folders can't be watched.
    KeyboardInterrupt
        The user ends it with Ctrl-C.

    Examples
    --------
    >>> from warmap.bundled import data_path
    >>> next(saves([data_path("places.csv")]))
    """
    known = [stamp(file) for file in files]
    yield
    gone = False
    for told in _events(files):
        now = [stamp(file) for file in files]
        if now == known:
            gone = False
        elif None not in now or (gone and not told):
            known, gone = now, False
            yield
        else:
            gone = True


def _events(files: Sequence[str | Path]) -> Iterator[bool]:
    """Whether anything was told of the files; false when nothing was for a while."""
    import watchfiles

    places = {Path(os.path.abspath(file)) for file in files}  # noqa: PTH100 - links as they are
    places |= {place.resolve() for place in places}
    names = {place.name for place in places}
    folders = {place.parent for place in places if place.parent.is_dir()}
    try:
        for changes in watchfiles.watch(
            *sorted(folders),
            watch_filter=lambda _, path: os.path.basename(path) in names,  # noqa: PTH119 - often
            step=_STEP_MS,
            debounce=4 * _STEP_MS,
            rust_timeout=_GONE_MS,
            yield_on_timeout=True,
            recursive=False,
        ):
            yield bool(changes)
    except OSError as error:
        why = (error.strerror or str(error)).lower()
        where = ", ".join(str(folder) for folder in sorted(folders))
        raise WarmapError(f"{where}: can't be watched: {why}; build the map by hand") from error


@dataclass(slots=True)
class Rebuild:
    """A map that is built again and again; the last good one stays when it can't be.

    Parameters
    ----------
    find
        Finds the places: reads the article and the list, which may raise.
    draw
        Writes the map of them.

    Examples
    --------
    >>> from warmap.places import find_resolutions
    >>> texts = iter(["He left Kyiv.", "He left Lviv."])
    >>> rebuild = Rebuild(lambda: find_resolutions(next(texts)), lambda places: None)
    >>> rebuild.run() is None, [place.name for place in rebuild.run().added]
    (True, ['Lviv'])
    """

    find: Callable[[], list[Resolution]]
    draw: Callable[[list[Resolution]], None]
    places: list[Resolution] | None = field(default=None, init=False)

    def run(self) -> Changes | None:
        """Build it; what changed since the last time that it could be built, None at first."""
        found = self.find()
        self.draw(found)
        before, self.places = self.places, found
        return None if before is None else compare_places(before, found)
