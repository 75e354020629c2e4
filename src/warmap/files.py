"""Writing a result so that it is whole or not there at all.

It takes text or bytes and a path. It does not know what they are.
"""

from __future__ import annotations

import contextlib
import os
import secrets
from pathlib import Path

from warmap.errors import OutputError

__all__ = ["write_bytes", "write_text"]


def write_text(path: str | Path, text: str, /) -> None:
    """Write a UTF-8 file: first beside its place, then with one rename.

    Parameters
    ----------
    path
        The file; one of that name is replaced.
    text
        Its content, with the line ends that it has.

    Raises
    ------
    OutputError
        The folder is missing, the path is a folder, or the system refuses; an older file of that
        name is left as it was.

    Examples
    --------
    >>> write_text("no/such/folder/map.html", "")
    Traceback (most recent call last):
    warmap.errors.OutputError: no/such/folder/map.html: can't be written: no such folder; ...
    """
    write_bytes(path, text.encode("utf-8"))


def write_bytes(path: str | Path, content: bytes, /) -> None:
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
    if path.is_dir():
        raise OutputError(f"{path}: can't be written: it is a folder; give a file name")
    if not path.parent.is_dir():
        raise OutputError(f"{path}: can't be written: no such folder; make {path.parent} first")
    beside = path.with_name(f".{path.name[:100]}.{secrets.token_hex(4)}.tmp")
    try:
        with beside.open("xb") as file:
            file.write(content)
        os.replace(beside, path)  # noqa: PTH105 - tests make this call fail
    except OSError as error:
        why = (error.strerror or str(error)).lower()
        raise OutputError(f"{path}: can't be written: {why}; choose another place") from error
    finally:
        with contextlib.suppress(OSError):
            beside.unlink(missing_ok=True)
