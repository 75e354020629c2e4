"""GeoNames' dump of a country, fetched when somebody asks for it by name.

It takes a country's code and gives the path of a checked archive. Only ``warmap gazetteer add
--download`` comes here; nothing else of warmap fetches data.
"""

from __future__ import annotations

import re
import urllib.error
import urllib.request
from http.client import HTTPException, HTTPMessage
from pathlib import Path

from warmap.errors import GazetteerError
from warmap.geonames import geonames_format
from warmap.progress import progress

__all__ = ["download_dump"]

SERVER = "https://download.geonames.org/export/dump"
_LEAST, _MOST = 200, 2_000_000_000  # bytes; the whole world has 420 MB, Tokelau 1 kB
_TIMEOUT_S = 30.0
_PART = 65_536


def download_dump(
    country: str, folder: str | Path, *, server: str = SERVER, timeout_s: float = _TIMEOUT_S
) -> Path:
    """Fetch the places of a country, or of the world, from GeoNames.

    Parameters
    ----------
    country
        ISO 3166-1 alpha-2, or ``allCountries``.
    folder
        Where the archive goes.
    server
        Address of the folder on the server.
    timeout_s
        Seconds that the server may be silent.

    Returns
    -------
    Path
        The archive, checked: as long as the server said, and a dump inside.

    Raises
    ------
    GazetteerError
        No such country, no network, or what came is not what GeoNames has.

    Examples
    --------
    >>> download_dump("Ukraine", ".")
    Traceback (most recent call last):
    warmap.errors.GazetteerError: --download 'Ukraine': give a country's code of two letters, as UA
    """
    code = country if country == "allCountries" else country.upper()
    if not re.fullmatch(r"[A-Z]{2}|allCountries", code):
        raise GazetteerError(f"--download {country!r}: give a country's code of two letters, as UA")
    url = f"{server}/{code}.zip"
    target = Path(folder) / f"{code}.zip"
    try:
        with urllib.request.urlopen(url, timeout=timeout_s) as answer:  # noqa: S310 - https, or a test
            size = _size(url, answer.headers)
            with target.open("wb") as file, progress("fetching", total=size, size=True) as advance:
                while part := answer.read(_PART):
                    file.write(part)
                    advance(len(part))
    except (OSError, HTTPException) as error:
        if isinstance(error, urllib.error.HTTPError):
            error.close()  # it holds the connection
        raise GazetteerError(
            f"{url}: {_why(error)}; fetch it another way and add the file"
        ) from error
    _check(url, target, size)
    return target


def _size(url: str, headers: HTTPMessage) -> int:
    told = headers.get("Content-Length", "")
    if not told.isdigit() or not _LEAST <= int(told) <= _MOST:
        raise GazetteerError(
            f"{url}: the server tells a size of {told or 'nothing'!r}; not fetched"
        )
    return int(told)


def _why(error: Exception) -> str:
    if isinstance(error, urllib.error.HTTPError):
        return f"the server answers {error.code} {error.reason}"
    reason = getattr(error, "reason", error)
    return f"can't be fetched ({' '.join(str(reason).split()) or type(error).__name__})"


def _check(url: str, path: Path, size: int) -> None:
    found = path.stat().st_size
    if found != size:
        raise GazetteerError(f"{url}: {found} bytes came of {size}; try again")
    if geonames_format(path) != "dump":
        raise GazetteerError(f"{url}: what came is no dump of GeoNames; not imported")
