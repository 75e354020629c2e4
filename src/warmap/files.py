"""Writing a result so that it is whole or not there at all.

It takes text or bytes and a path. It does not know what they are. A file that holds the same
already is left untouched. Another is written beside its place and renamed, so that whatever ends
the process, and whoever writes or reads the same file meanwhile, only whole files are seen.
"""

from __future__ import annotations

import contextlib
import errno
import os
import re
import secrets
import stat
import sys
from functools import lru_cache
from pathlib import Path
from typing import BinaryIO

from warmap.errors import OutputError

if sys.platform != "win32":
    import fcntl

__all__ = ["stamp", "write_bytes", "write_text"]

# Files on their way to their place; nobody else's have this ending.
_ENDING = ".warmap-tmp"
_BESIDE = re.compile(rf"\..*\.[0-9a-f]{{8}}{re.escape(_ENDING)}")
# Of a file's name, so that the name beside it is no longer than file systems allow (255 bytes).
_MOST_OF_NAME = 200
_NO_FILES = (
    (stat.S_ISDIR, "it is a folder; give a file name"),
    (stat.S_ISFIFO, "it is a pipe; give a file, or print to it with >"),
    (stat.S_ISSOCK, "it is a socket; give a file name"),
    (lambda mode: stat.S_ISCHR(mode) or stat.S_ISBLK(mode), "it is a device; give a file name"),
)


def write_text(path: str | Path, text: str, /) -> bool:
    """Write a UTF-8 file: first beside its place, then with one rename.

    Parameters
    ----------
    path
        The file; one of that name is replaced, and its permissions are kept. A link stays, and the
        file that it leads to is replaced.
    text
        Its content, with the line ends that it has.

    Returns
    -------
    bool
        Whether it was written: False when the file held this text already, and was left untouched.

    Raises
    ------
    OutputError
        The folder is missing, the path is a folder, a pipe or a device, the file is
        write-protected, or the system refuses, as with a full disk. An older file of that name is
        left as it was.

    Examples
    --------
    >>> write_text("no/such/folder/map.html", "")
    Traceback (most recent call last):
    warmap.errors.OutputError: no/such/folder/map.html: can't be written: no such folder; ...
    """
    return write_bytes(path, text.encode("utf-8"))


def write_bytes(path: str | Path, content: bytes, /) -> bool:
    """Write a file as `write_text` does, from bytes.

    Raises
    ------
    OutputError
        As for `write_text`.

    Examples
    --------
    >>> write_bytes("no/such/folder/map.png", b"")
    Traceback (most recent call last):
    warmap.errors.OutputError: no/such/folder/map.png: can't be written: no such folder; ...
    """
    path = Path(path)
    try:
        target, older = _target(path)
        _remove_abandoned(target.parent.absolute())
        if older is not None and _holds(target, older, content):
            return False
        if older is not None and _is_protected(target):
            raise OutputError(f"{path}: can't be written: the file is write-protected; use another")
        _replace(target, content, mode=None if older is None else older.st_mode)
    except OSError as error:
        if isinstance(error, OutputError):
            raise
        why = "its links lead in a circle" if error.errno == errno.ELOOP else error.strerror
        why = (why or str(error)).lower()
        raise OutputError(f"{path}: can't be written: {why}; choose another place") from error
    return True


def stamp(path: str | Path, /) -> tuple[int, ...] | None:
    """What of a file differs when it was written in between; None when there is none.

    Examples
    --------
    >>> stamp("no/such/folder/map.png") is None
    True
    """
    try:
        found = os.stat(path)  # noqa: PTH116 - a text or a path
    except OSError:
        return None
    return found.st_dev, found.st_ino, found.st_size, found.st_mtime_ns


def _target(path: Path) -> tuple[Path, os.stat_result | None]:
    """The file that a path or link leads to, and what is there already."""
    try:
        older = path.stat()
    except (FileNotFoundError, NotADirectoryError):
        older = None
    for is_such, what in _NO_FILES:
        if older is not None and is_such(older.st_mode):
            raise OutputError(f"{path}: can't be written: {what}")
    target = Path(os.path.realpath(path)) if path.is_symlink() else path
    if not target.parent.is_dir():
        raise OutputError(f"{path}: can't be written: no such folder; make {target.parent} first")
    return target, older


def _is_protected(target: Path) -> bool:
    """Whether a file may not be written.

    While another build puts its own file there, a system may say so of a name that leads to none:
    it is asked once more.
    """
    refused = (not os.access(target, os.W_OK) for _ in range(3))
    return all(refused) and target.exists()


def _holds(target: Path, older: os.stat_result, content: bytes) -> bool:
    """Whether a file has this content; one that can't be read counts as another."""
    if older.st_size != len(content):
        return False
    with contextlib.suppress(OSError):
        return target.read_bytes() == content
    return False


def _replace(target: Path, content: bytes, *, mode: int | None) -> None:
    beside, file = _new_beside(target)
    try:
        with file:
            file.write(content)
            file.flush()
            # Some file systems put the new name on the disk before the content: after a power cut
            # there would be an empty file where the old one was. And some, as network folders, tell
            # only now that there is no room.
            os.fsync(file.fileno())
            if mode is not None:
                with contextlib.suppress(OSError):  # file systems without permissions
                    beside.chmod(stat.S_IMODE(mode) & 0o777)
            if sys.platform != "win32":
                # With the lock still held: nobody takes the file for abandoned.
                os.replace(beside, target)  # noqa: PTH105 - tests make this call fail
        if sys.platform == "win32":
            os.replace(beside, target)  # noqa: PTH105 - no open file can be renamed there
    finally:
        with contextlib.suppress(OSError):
            beside.unlink(missing_ok=True)


def _new_beside(target: Path) -> tuple[Path, BinaryIO]:
    """A new file in the folder of another, locked as long as it is open."""
    cut = target.name.encode("utf-8", "ignore")[:_MOST_OF_NAME].decode("utf-8", "ignore")
    while True:
        beside = target.with_name(f".{cut}.{secrets.token_hex(4)}{_ENDING}")
        file = beside.open("xb")
        # Between the two calls somebody may have taken it for abandoned.
        if _locked(file.fileno()) is not False and os.fstat(file.fileno()).st_nlink:
            return beside, file
        file.close()
        beside.unlink(missing_ok=True)


def _locked(descriptor: int) -> bool | None:
    """Lock an open file; False when it is another's, None where files can't be locked."""
    if sys.platform == "win32":
        return None
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    except OSError:
        return None
    return True


@lru_cache(maxsize=256)  # once in a run: a corpus writes thousands of files into one folder
def _remove_abandoned(folder: Path) -> None:
    """Remove what killed runs have left in a folder.

    Whoever writes holds a lock, which ends with the process however it ends; so a file that can be
    locked is nobody's. Where files can't be locked (Windows, some network folders) nothing is
    removed.
    """
    if sys.platform == "win32":
        return
    with contextlib.suppress(OSError), os.scandir(folder) as entries:
        for name in [entry.name for entry in entries if _BESIDE.fullmatch(entry.name)]:
            with contextlib.suppress(OSError):
                _remove_if_abandoned(folder / name)


def _remove_if_abandoned(path: Path) -> None:
    if sys.platform == "win32":
        return
    found = os.open(path, os.O_RDWR | os.O_NOFOLLOW | os.O_NONBLOCK)
    try:
        if stat.S_ISREG(os.fstat(found).st_mode) and _locked(found):
            path.unlink()
    finally:
        os.close(found)
