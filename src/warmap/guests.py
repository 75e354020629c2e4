"""What a user adds to the map: folium's layers and plugins, seen as a tree of elements.

It tells who asks for which file, what they need without asking, how far they reach, and refuses
what would load something while the page is open. It knows elements by what folium and branca
write into each of them, and imports neither.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

from warmap.errors import PageError

__all__ = ["Askers", "refuse_pictures", "refuse_requests", "unasked_links", "widened"]

_REMOTE = re.compile(r"\s*(?:[a-z]+:)?//", re.IGNORECASE)
# In HTML, and in HTML that stands in a script.
_REMOTE_ELEMENT = re.compile(
    r"""<(?:audio|embed|iframe|img|source|video)\b[^>]*?\ssrc=\\?["']?((?:https?:)?//[^"'\\\s>]+)""",
    re.IGNORECASE,
)
# Where folium's classes keep addresses that the browser opens later.
_ADDRESSES = ("tiles", "url", "video_url", "embed_link", "source")
_ICON_ADDRESSES = ("iconUrl", "icon_url", "shadowUrl", "shadow_url")


class Askers:
    """Who asks for the links in a page's head.

    Most elements have a list of their links. Others, as branca's colour scales, add a link right
    behind the script that bears their name.
    """

    def __init__(self) -> None:
        self._added: list[tuple[str, str]] = []

    def note(self, name: str, url: str, /) -> None:
        """Remember what was added to the page: a link, or with an empty address a text."""
        self._added.append((name, url))

    def names(self, root: Any, /) -> dict[str, str]:  # noqa: ANN401 - a folium map
        """Who below an element asked first, for each address."""
        owners: dict[str, str] = {}
        labels: dict[str, str] = {}
        for element, label in walk(root):
            labels[element.get_name()] = label
            listed = (*getattr(element, "default_js", ()), *getattr(element, "default_css", ()))
            for _, url in listed:
                owners.setdefault(url, label)
        last = ""
        for name, url in self._added:
            if not url:
                last = name
            elif last in labels:
                owners.setdefault(url, labels[last])
        return owners


def walk(element: Any, /, above: str = "") -> Iterator[tuple[Any, str]]:  # noqa: ANN401
    """Each element below one with its label, as ``Popup of Marker``."""
    below = [*element._children.values(), getattr(element, "tile_layer", None)]  # noqa: SLF001
    for child in below:
        if hasattr(child, "_children"):
            kind = type(child).__name__
            yield child, f"{kind} of {above}" if above else kind
            yield from walk(child, kind)


def refuse_requests(root: Any, /) -> None:  # noqa: ANN401 - a folium map; branca has no types
    """Refuse layers that load something while the page is open.

    Raises
    ------
    PageError
        There are such layers; a line for each names it, the host, and what to do instead.
    """
    _refuse([(label, url, _way(e)) for e, label in walk(root) for url in _addresses(e)])


def refuse_pictures(text: str, /) -> None:
    """Refuse pictures, frames and films of other hosts in what layers wrote.

    Raises
    ------
    PageError
        There are some; a line for each.

    Examples
    --------
    >>> refuse_pictures('<img src="data:image/png;base64,AA"> <a href="https://b.example">B</a>')
    >>> refuse_pictures('popup.setContent("<img src=https://our.example/a.png>")')
    Traceback (most recent call last):
    warmap.errors.PageError: https://our.example/a.png in the text of a layer: would load from ...
    """
    _refuse(
        [
            (f"{url} in the text of a layer", url, "put it in as data: or leave it out")
            for url in _REMOTE_ELEMENT.findall(text)
        ]
    )


def _refuse(found: list[tuple[str, str, str]]) -> None:
    faults = []
    for label, url, way in found:
        host = urlsplit(url.strip().split("{", maxsplit=1)[0]).netloc or url
        faults.append(f"{label}: would load from {host}, and the page makes no request; {way}")
    if faults:
        raise PageError("\n".join(dict.fromkeys(faults)))


def _addresses(element: Any) -> list[str]:  # noqa: ANN401
    options = getattr(element, "options", None)
    values = [getattr(element, name, None) for name in _ADDRESSES]
    if isinstance(options, dict):
        values += [options.get(name) for name in _ICON_ADDRESSES]
    return [value for value in values if isinstance(value, str) and _REMOTE.match(value)]


def _way(element: Any) -> str:  # noqa: ANN401
    if hasattr(element, "tiles"):
        return "draw_map(..., tiles=NAME) adds an online background that readers turn on"
    if hasattr(element, "embed_link"):
        return "give the data themselves, or embed=True"
    return "give a file of this machine, which folium puts into the page"


def unasked_links(root: Any, defaults: dict[str, str], /) -> dict[str, str]:  # noqa: ANN401
    """Links that ``folium.Icon`` takes for granted, and who needs each.

    Parameters
    ----------
    root
        The map.
    defaults
        What folium's own map loads: addresses by folium's names for them.
    """
    links: dict[str, str] = {}
    for element, label in walk(root):
        if getattr(element, "_name", "") != "Icon" or not isinstance(element.options, dict):
            continue
        wanted = ["awesome_markers", "awesome_markers_css"]
        font = element.options.get("prefix", "glyphicon")
        wanted.append("glyphicons_css" if font == "glyphicon" else "awesome_markers_font_css")
        if "fa-rotate-0" not in str(element.options.get("extraClasses", "fa-rotate-0")):
            wanted.append("awesome_rotate_css")
        for name in wanted:
            links.setdefault(defaults[name], label)
    return links


def widened(
    limits: tuple[float, float, float, float] | list[float],
    root: Any,  # noqa: ANN401
    /,
) -> list[float]:
    """The page's limits (west, south, east, north), so wide that what was added can be reached."""
    west, south, east, north = limits
    (least, most) = root.get_bounds()
    found = [least[1], least[0], most[1], most[0]]
    if any(value is None for value in found):
        return list(limits)
    margin = 1.0  # degrees, so that nothing stands at the very edge
    return [
        max(min(west, found[0] - margin), -180.0),
        max(min(south, found[1] - margin), -85.0),
        min(max(east, found[2] + margin), 180.0),
        min(max(north, found[3] + margin), 85.0),
    ]
