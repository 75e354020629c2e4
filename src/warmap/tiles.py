"""Online backgrounds by name: a provider of xyzservices, or a server of one's own.

It takes a name or an address with blanks and gives what the page needs to draw its tiles: plain
data, checked. It asks nothing of any server.
"""

from __future__ import annotations

import html.parser
import re
import string
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from warmap.errors import PageError
from warmap.suggestions import similar

__all__ = ["find_tiles", "tile_origins"]

Data = dict[str, Any]

_BLANK = re.compile(r"\{([^{}]*)\}")
_LEAFLETS_OWN = {"s", "x", "y", "-y", "z", "r"}
# Goes into the Content-Security-Policy, where a space, comma or semicolon would begin another rule.
_HOST = re.compile(r"(?:[a-z0-9-]+\.)*[a-z0-9-]+(?::\d{1,5})?|\[::1\](?::\d{1,5})?", re.IGNORECASE)
_LOOPBACK = re.compile(r"localhost|127(?:\.\d{1,3}){3}|\[::1\]")
_UNSAFE = re.compile(r"[\s\"'<>\\^`|]|[^!-~]")
_MOST_ZOOM = 22


def find_tiles(name: str, /) -> Data:
    """What is needed to draw an online background.

    Parameters
    ----------
    name
        A provider of xyzservices, however it is spelt (``OpenStreetMap.Mapnik``, ``un clearmap``),
        or an address with the blanks ``{z}``, ``{x}`` and ``{y}`` (or ``{-y}``) that begins with
        ``https://``; for a server on this machine ``http://`` will do.

    Returns
    -------
    dict
        ``url`` with Leaflet's blanks, ``subdomains``, ``host`` (as readers are told it),
        ``attribution`` (runs of a text and the address that it leads to, or an empty one),
        ``max_zoom``, ``min_zoom``, ``bounds`` (or None), ``tile_size``, ``zoom_offset``, ``name``.

    Raises
    ------
    PageError
        No provider has that name; or it wants a key, isn't drawn in plain web Mercator tiles,
        isn't served over https, or no longer works.

    Examples
    --------
    >>> tiles = find_tiles("openstreetmap mapnik")
    >>> tiles["host"], tiles["url"]
    ('tile.openstreetmap.org', 'https://tile.openstreetmap.org/{z}/{x}/{y}.png')
    >>> tiles["attribution"][1]
    ['OpenStreetMap', 'https://www.openstreetmap.org/copyright']
    >>> find_tiles("OpenStretMap.Mapnik")
    Traceback (most recent call last):
    warmap.errors.PageError: tiles 'OpenStretMap.Mapnik': no provider ... OpenStreetMap.Mapnik...
    """
    if "{" in name or "://" in name:
        return _checked({"url": name, "name": name, "html_attribution": ""}, name)
    return _checked(_provider(name), name)


def tile_origins(tiles: Mapping[str, Any], /) -> list[str]:
    """The origins that a background is fetched from.

    Examples
    --------
    >>> tile_origins(find_tiles("https://{s}.tiles.example/{z}/{x}/{y}.png"))
    ['https://a.tiles.example', 'https://b.tiles.example', 'https://c.tiles.example']
    """
    parts = urlsplit(tiles["url"])
    hosts = [parts.netloc.replace("{s}", label) for label in tiles["subdomains"]]
    return list(dict.fromkeys(f"{parts.scheme}://{host}" for host in hosts or [parts.netloc]))


def _provider(name: str) -> Mapping[str, Any]:
    import xyzservices.providers

    known = {_plain(key): provider for key, provider in xyzservices.providers.flatten().items()}
    wanted = _plain(name)
    if wanted in known:
        found: Mapping[str, Any] = known[wanted]
        return found
    names = {key: str(provider.name) for key, provider in known.items() if _usable(provider)}
    like = [names[key] for key in names if wanted and key.startswith(wanted)]
    like += [names[key] for key in similar(wanted, among=names)]
    hint = f"; perhaps {', '.join(list(dict.fromkeys(like))[:5])}" if like else ""
    raise PageError(
        f"tiles {name!r}: no provider of xyzservices has that name{hint}. An address such as"
        " https://tiles.example/{z}/{x}/{y}.png will do as well"
    )


def _plain(name: str) -> str:
    return "".join(c for c in name.casefold() if c in string.ascii_lowercase + string.digits)


def _usable(provider: Mapping[str, Any]) -> bool:
    try:
        _checked(provider, "")
    except PageError:
        return False
    return True


def _checked(provider: Mapping[str, Any], name: str) -> Data:
    """A provider as the page's data, or why the page can't use it."""

    def refusal(why: str) -> PageError:
        return PageError(f"tiles {name!r}: {why}")

    keys = [key for key, value in provider.items() if "<insert your" in str(value)]
    if any(f"{{{key}}}" in provider["url"] for key in keys):
        raise refusal("its server wants a key, which all readers of the page could take; "
                      "choose another, as OpenStreetMap.Mapnik or UN.ClearMap")  # fmt: skip
    if provider.get("status") == "broken":
        raise refusal("xyzservices says that it no longer works; choose another")
    matrix = str(provider.get("TileMatrixSet", "PM"))
    if provider.get("crs", "EPSG:3857") != "EPSG:3857" or not matrix.startswith("PM"):
        raise refusal("it isn't drawn in web Mercator, as this map is; choose another")
    url = _BLANK.sub(lambda blank: _filled(blank[0], provider), provider["url"])
    if provider.get("tms"):
        url = url.replace("{y}", "{-y}")
    blanks = set(_BLANK.findall(url))
    if not {"x", "z"} <= blanks or not {"y", "-y"} & blanks or blanks - _LEAFLETS_OWN:
        raise refusal(
            "an address of tiles has the blanks {z}, {x} and {y}, and at most {s} and {r}"
        )
    labels = str(provider.get("subdomains", "abc")) if "s" in blanks else ""
    if not _may_be_asked(url.replace("{s}", labels[:1])):
        raise refusal("tiles come over https; over http only from this machine, as"
                      " http://127.0.0.1:8080/{z}/{x}/{y}.png")  # fmt: skip
    return {
        "attribution": _runs(provider["html_attribution"]),
        "bounds": provider.get("bounds"),
        "host": urlsplit(url.replace("{s}.", "").replace("{s}", labels[:1])).netloc,
        "max_zoom": min(int(provider.get("max_zoom", _MOST_ZOOM)), _MOST_ZOOM),
        "min_zoom": int(provider.get("min_zoom", 0)),
        "name": provider["name"],
        "subdomains": labels,
        "tile_size": int(provider.get("tileSize", 256)),
        "url": url,
        "zoom_offset": int(provider.get("zoomOffset", 0)),
    }


def _filled(blank: str, provider: Mapping[str, Any]) -> str:
    key = blank[1:-1]
    return blank if key in _LEAFLETS_OWN else str(provider.get(key, blank))


def _may_be_asked(url: str) -> bool:
    """Whether a page should load from there, and its policy can say so."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    if _UNSAFE.search(url) or not _HOST.fullmatch(parts.netloc):
        return False
    loopback = _LOOPBACK.fullmatch(re.sub(r":\d+$", "", parts.netloc))
    return parts.scheme == "https" or (parts.scheme == "http" and bool(loopback))


class _Links(html.parser.HTMLParser):
    """The text of a line of HTML, and where its links lead."""

    def __init__(self) -> None:
        super().__init__()
        self.runs: list[list[str]] = []
        self._link = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "a":
            href = dict(attrs).get("href") or ""
            self._link = href if re.match(r"https?://", href) else ""

    def handle_endtag(self, tag: str) -> None:
        if tag == "a":
            self._link = ""

    def handle_data(self, data: str) -> None:
        self.runs.append([data, self._link])


def _runs(line: str) -> list[list[str]]:
    parser = _Links()
    parser.feed(line)
    parser.close()
    return parser.runs
