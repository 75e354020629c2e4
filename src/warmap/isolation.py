"""Work on somebody else's document, in a process of its own that is stopped when it takes too long.

A document is anybody's, some parsers are C and others quadratic, and neither their time nor their
memory can be bounded from within. `isolated` starts ``main`` in a new Python, which hands bytes to
the ``answer`` of a module of warmap and sends its answer back as JSON.
"""

from __future__ import annotations

import importlib
import json
import os
import subprocess
import sys

from warmap.errors import ArticleError

__all__ = ["LIMIT_S", "isolated", "main"]

LIMIT_S = 30.0
"""Seconds that reading a document may take."""
_MOST_MEMORY = 3_000_000_000  # bytes of address space
_RUN = "from warmap.isolation import main; main()"


def isolated(module: str, data: bytes, /, *, name: str, limit_s: float = LIMIT_S) -> dict[str, str]:
    """What ``answer`` of a module of warmap says of some bytes.

    Parameters
    ----------
    module
        The module, without ``warmap.``.
    data
        What to give it.
    name
        What the bytes are of, for an error.
    limit_s
        Seconds that it may take.

    Returns
    -------
    dict
        What it gives.

    Raises
    ------
    ArticleError
        It takes longer, or fails: stopped by a signal, out of memory, an error of a library.

    Examples
    --------
    >>> isolated("markdown", b"# News", name="a.md")["title"]
    'News'
    """
    # The other process imports from where this one does, wherever that is.
    paths = os.pathsep.join(path or os.getcwd() for path in sys.path)  # noqa: PTH109
    environment = os.environ | {"PYTHONPATH": paths, "PYTHONHASHSEED": "0"}
    way_out = "copy the article into a .txt file"
    try:
        done = subprocess.run(  # noqa: S603 - Python itself and our own module
            [sys.executable, "-P", "-W", "ignore", "-c", _RUN, module],
            input=data,
            capture_output=True,
            timeout=limit_s,
            env=environment,
            check=True,
        )
        found = json.loads(done.stdout)
    except subprocess.TimeoutExpired as error:
        raise ArticleError(
            f"{name}: can't be read within {limit_s:g} seconds; {way_out}"
        ) from error
    except (subprocess.CalledProcessError, OSError, ValueError) as error:
        raise ArticleError(f"{name}: can't be read, its parser fails at it; {way_out}") from error
    return {str(key): str(value) for key, value in found.items()}


def main() -> None:
    """Answer for the module that is named, with limits."""
    _limit_memory()
    module = importlib.import_module(f"warmap.{sys.argv[1]}")
    sys.stdout.write(json.dumps(module.answer(sys.stdin.buffer.read())))


def _limit_memory() -> None:
    try:
        import resource
    except ImportError:  # Windows: the time limit has to do
        return
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    most = _MOST_MEMORY if hard == resource.RLIM_INFINITY else min(_MOST_MEMORY, hard)
    try:
        resource.setrlimit(resource.RLIMIT_AS, (most, hard))
    except (OSError, ValueError):  # a system without such a limit
        return
