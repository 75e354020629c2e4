"""Scripts and styles that folium's layers would load from a host: put into the page instead.

It takes the links of a page's head and gives the same head with the files inlined, the pictures and
fonts of styles too. A file comes from the user's own folder or from an installed package that ships
it (`assets.toml`); nothing is fetched. It knows nothing of folium.
"""

from __future__ import annotations

import base64
import re
import tomllib
from collections.abc import Mapping
from fnmatch import fnmatchcase
from functools import lru_cache
from importlib import metadata
from pathlib import Path
from urllib.parse import unquote, urlsplit

from warmap.errors import PageError

__all__ = ["inline_links", "script_text"]

# What branca writes, and what people write by hand into the head of a map.
_SCRIPT_LINK = re.compile(
    r"""<script\b[^>]*?\ssrc=["']?([^"'\s>]+)[^>]*>\s*</script>""", re.IGNORECASE
)
_STYLE_LINK = re.compile(
    r"""<link\b(?=[^>]*\srel=["']?stylesheet)[^>]*?\shref=["']?([^"'\s>]+?)["']?\s*/?>""",
    re.IGNORECASE,
)
_CSS_URL = re.compile(r"""url\(\s*(["']?)([^"')]*)\1\s*\)""")
_CSS_IMPORT = re.compile(r"@import\b[^;]*;")
_SOURCE_MAP = re.compile(
    r"^\s*(?://[#@] ?sourceMappingURL=\S*|/\*# ?sourceMappingURL=.*?\*/)", re.MULTILINE
)

# The page has Leaflet 1.9.3, the version that folium names.
_IN_THE_PAGE = {"leaflet.js", "leaflet-src.js", "leaflet.css"}

# `https://HOST/[npm/]NAME@VERSION/PATH`, as two hosts serve what is on the npm registry.
_NPM = re.compile(r"(?:cdn\.jsdelivr\.net/npm|unpkg\.com)/+((?:@[\w.-]+/)?[\w.-]+?)(@[^/]*)?/(.+)$")

_MEDIA_TYPES = {
    ".gif": "image/gif", ".jpeg": "image/jpeg", ".jpg": "image/jpeg", ".png": "image/png",
    ".svg": "image/svg+xml", ".webp": "image/webp", ".cur": "image/x-icon",
    ".eot": "application/vnd.ms-fontobject", ".otf": "font/otf", ".ttf": "font/ttf",
    ".woff": "font/woff", ".woff2": "font/woff2",
}  # fmt: skip
_OLDER_FONTS = {".eot", ".otf", ".svg", ".ttf", ".woff"}


def inline_links(
    head: str, /, *, owners: Mapping[str, str] | None = None, folder: str | Path | None = None
) -> str:
    r"""Put the files that a head links to into it.

    A file is looked for under its own name in the user's folder, there also in ``node_modules``,
    then in installed packages. Links to Leaflet itself are left out: the page has it.

    Parameters
    ----------
    head
        HTML with ``<script src>`` and ``<link rel="stylesheet">`` elements.
    owners
        For messages: who asks for an address, as ``Draw``.
    folder
        Where the user keeps files; None for nowhere.

    Returns
    -------
    str
        The head with ``<script>`` and ``<style>`` elements in place of the links.

    Raises
    ------
    PageError
        A file is nowhere on this machine, or a style needs one that isn't; a line for each of them
        names who asks for it, where it would come from, and what to do.

    Examples
    --------
    >>> inline_links('<script src="https://cdn.jsdelivr.net/npm/leaflet@1.9.3/leaflet.js"></script>')
    ''
    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder:
    ...     _ = Path(folder, "knots.js").write_text("knots = 1.852;\n")
    ...     inline_links('<script src="https://our.example/knots.js"></script>', folder=folder)
    '<script>knots = 1.852;</script>'
    >>> inline_links('<script src="https://our.example/knots.js"></script>')
    Traceback (most recent call last):
    warmap.errors.PageError: a layer: needs knots.js, which the page would load from ...
    """
    faults: list[str] = []
    own = Path(folder) if folder else None
    if own and not own.is_dir():
        raise PageError(f"assets {str(own)!r}: no such folder; it is where the files of layers lie")

    def inlined(url: str, element: str) -> str:
        name = _name(url)
        if name in _IN_THE_PAGE:
            return ""
        path = _find(url, own)
        who = (owners or {}).get(url, "a layer")
        if path is None:
            faults.append(f"{who}: {_missing(url, own)}")
            return ""
        text = path.read_text(encoding="utf-8-sig")
        try:
            inner = script_text(text) if element == "script" else _style_text(text, path)
        except PageError as error:
            faults.append(f"{who}: {error}")
            return ""
        return f"<{element}>{_SOURCE_MAP.sub('', inner).strip()}</{element}>"

    head = _SCRIPT_LINK.sub(lambda found: inlined(found[1], "script"), head)
    head = _STYLE_LINK.sub(lambda found: inlined(found[1], "style"), head)
    if faults:
        raise PageError("\n".join(dict.fromkeys(faults)))
    return head


def script_text(text: str, /) -> str:
    r"""A script that can stand inside a ``<script>`` element, whatever its strings hold.

    Examples
    --------
    >>> script_text('popup("<script>1</script>");')
    'popup("<script>1<\\/script>");'
    """
    escaped = re.sub(r"</(script)", r"<\\/\1", text, flags=re.IGNORECASE)
    return escaped.replace("<!--", r"\x3C!--")


def _name(url: str) -> str:
    return unquote(urlsplit(url).path).rpartition("/")[2]


def _find(url: str, folder: Path | None) -> Path | None:
    places = _in_folder(url, folder) if folder else []
    address = re.sub(r"^(?:https?:)?//", "", url)
    places += [
        located
        for entry in _table()
        if fnmatchcase(address, entry["url"]) and (located := _in_package(entry))
    ]
    return next((path for path in places if path.is_file()), None)


def _in_folder(url: str, folder: Path) -> list[Path]:
    places = [folder / _name(url)] if _name(url) else []
    npm = _NPM.search(url)
    if npm:
        shipped = folder / "node_modules" / npm[1] / npm[3]
        # One of the hosts makes `.min` files by itself.
        places += [shipped, shipped.with_name(shipped.name.replace(".min.", "."))]
    return places


def _in_package(entry: Mapping[str, str]) -> Path | None:
    try:
        return Path(str(metadata.distribution(entry["package"]).locate_file(entry["file"])))
    except metadata.PackageNotFoundError:
        return None


@lru_cache(maxsize=1)
def _table() -> list[dict[str, str]]:
    text = Path(__file__).with_name("assets.toml").read_text(encoding="utf-8")
    table: list[dict[str, str]] = tomllib.loads(text)["asset"]
    return table


def _missing(url: str, folder: Path | None) -> str:
    address = re.sub(r"^(?:https?:)?//", "", url)
    ways = [
        f"pip install {entry['package']}"
        for entry in _table()
        if fnmatchcase(address, entry["url"])
    ]
    npm = _NPM.search(url)
    where = str(folder) if folder else "FOLDER"
    if npm:
        ways.append(f"npm install --prefix {where} {npm[1]}{npm[2] or ''}")
    ways.append(f"save the file into {where}")
    named = "" if folder else " and pass assets='FOLDER' or set WARMAP_ASSETS=FOLDER"
    return (
        f"needs {_name(url)}, which the page would load from {url}, and the page makes no request;"
        f" {', or '.join(ways)}{named}"
    )


def _style_text(text: str, path: Path) -> str:
    """A style with its pictures and fonts as data."""

    def inlined(found: re.Match[str]) -> str:
        url = found[2].strip()
        if url.startswith(("data:", "#")) or not url:
            return found[0]
        return f"url({_data(url, path)})"

    imported = _CSS_IMPORT.search(text)
    if imported:
        raise PageError(f"{path.name} has {imported[0]!r}; put that style into the file itself")
    return re.sub(r"</(style)", r"<\\/\1", _CSS_URL.sub(inlined, text), flags=re.IGNORECASE)


def _data(url: str, style: Path) -> str:
    parts = urlsplit(url)
    if parts.scheme or parts.netloc:
        raise PageError(f"{style.name} would load {url}, and the page makes no request")
    file = style.parent / unquote(parts.path)
    if not file.is_file():
        file = style.parent / file.name  # saved beside the style, without its folder
    suffix = file.suffix.lower()
    if suffix in _OLDER_FONTS and file.with_suffix(".woff2").is_file():
        return "data:,"  # every browser of today takes the other one
    if suffix not in _MEDIA_TYPES:
        raise PageError(f"{style.name} asks for {url}, which is no picture or font")
    if not file.is_file():
        raise PageError(f"{style.name} asks for {url}, which is not beside it; save it there, too")
    return f"data:{_MEDIA_TYPES[suffix]};base64,{base64.b64encode(file.read_bytes()).decode()}"
