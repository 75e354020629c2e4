"""The files that lie at a path: a file itself, or all of a folder, in the order of their names.

It takes a path and gives each file with the size that it has now; one that can't be read, and a
folder that can't be, is told and not passed over. It opens no files.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from warmap.errors import ArticleError

__all__ = ["FoundFile", "list_files"]


@dataclass(frozen=True, slots=True)
class FoundFile:
    """A file, as it is when it is found.

    Parameters
    ----------
    path
        Where it is.
    size
        Its length in bytes.
    inode
        What tells it from another one that takes its name later.
    fault
        Why it can't be read; empty when nothing speaks against it.

    Examples
    --------
    >>> FoundFile(Path("a.txt"), size=12).fault
    ''
    """

    path: Path
    size: int = 0
    inode: int = 0
    fault: str = ""


def list_files(path: Path) -> list[FoundFile]:
    """The file of a path, or the files of a folder and of those in it.

    Names that begin with a dot or an underscore are passed over. Links are followed; a folder to
    which several lead is read once.

    Raises
    ------
    ArticleError
        There is nothing that can be read.

    Examples
    --------
    >>> list_files(Path("missing"))
    Traceback (most recent call last):
    warmap.errors.ArticleError: missing: can't be read: No such file or directory; ...
    """
    try:
        state = path.stat()
    except (OSError, ValueError) as error:
        raise _refused(path, error) from error
    if not stat.S_ISDIR(state.st_mode):
        if not stat.S_ISREG(state.st_mode):
            raise ArticleError(f"{path}: not a regular file; give a file or a folder of articles")
        return [FoundFile(path, state.st_size, state.st_ino)]
    try:
        names = sorted(os.listdir(path))  # noqa: PTH208 - names, which are sorted as they are
    except OSError as error:
        raise _refused(path, error) from error
    return list(_inside(path, names, {(state.st_dev, state.st_ino)}))


def _refused(path: Path, error: OSError | ValueError) -> ArticleError:
    why = getattr(error, "strerror", None) or str(error)
    return ArticleError(f"{path}: can't be read: {why}; give a file or a folder")


def _inside(folder: Path, names: list[str], seen: set[tuple[int, int]]) -> Iterator[FoundFile]:
    for name in names:
        if name.startswith((".", "_")):
            continue
        path = folder / name
        try:
            state = path.stat()
            if stat.S_ISDIR(state.st_mode):
                which = state.st_dev, state.st_ino
                if which not in seen:
                    seen.add(which)
                    yield from _inside(path, sorted(os.listdir(path)), seen)  # noqa: PTH208 - as above
                continue
        except OSError as error:
            why = (error.strerror or str(error)).lower()
            yield FoundFile(path, fault=f"can't be read: {why}")
            continue
        fault = "" if stat.S_ISREG(state.st_mode) else "not a regular file"
        yield FoundFile(path, state.st_size, state.st_ino, fault)
