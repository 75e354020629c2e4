"""Leaflet's own files as texts for the page, with their pictures inside.

It reads the installed package and gives scripts and styles; it does not know what the page does
with them.
"""

from __future__ import annotations

import base64
import json
import re
from functools import lru_cache
from pathlib import Path

from warmap.scripts import shortened_style

__all__ = ["leaflet_files", "leaflet_for_layers"]

_PICTURE = re.compile(r"url\((images/[\w.-]+)\)")
# Leaflet tries what only old Internet Explorers had, and takes it well when that throws; but V8
# then reads the whole script again to say where, a twentieth of the time in which a page opens.
_BEFORE, _AFTER = "document.namespaces={add(){}};", "\ndelete document.namespaces;"
_MARKER = {
    "iconUrl": "marker-icon.png",
    "iconRetinaUrl": "marker-icon-2x.png",
    "shadowUrl": "marker-shadow.png",
}

# All that folium's popups need of jQuery; a layer that asks for jQuery itself brings it along.
_DOLLAR = """window.$ = (html) => {
  const made = document.createElement("template");
  made.innerHTML = html.trim();
  return [...document.importNode(made.content, true).children];
};"""


@lru_cache(maxsize=2)
def leaflet_files(*, pictures: bool = False) -> tuple[str, str]:
    r"""Leaflet's script and style.

    Parameters
    ----------
    pictures
        Inline those that the style names: of the control of layers, which the page itself has not.

    Examples
    --------
    >>> script, style = leaflet_files()
    >>> script[30:50], "url(images/" in style
    ('/* @preserve\n * Leaf', False)
    """
    script = (_folder() / "leaflet.js").read_text(encoding="utf-8")
    script = re.sub(r"\n//# sourceMappingURL=.*", "", script)  # a browser's tools would ask for it
    style = (_folder() / "leaflet.css").read_text(encoding="utf-8")

    def inlined(found: re.Match[str]) -> str:
        return f"url({_data(found[1])})" if pictures else "none"

    return f"{_BEFORE}{script.strip()}{_AFTER}", _PICTURE.sub(inlined, shortened_style(style))


@lru_cache(maxsize=1)
def leaflet_for_layers() -> str:
    """A script to run behind Leaflet's own, for the layers of folium that a user adds.

    Leaflet would look for the pictures of its usual marker beside its own file, and folium's popups
    make their elements with jQuery's ``$``.

    Examples
    --------
    >>> "data:image/png;base64," in leaflet_for_layers()
    True
    """
    options = {option: _data(f"images/{file}") for option, file in _MARKER.items()}
    return (
        f'L.Icon.Default.imagePath = "";\nL.Icon.Default.mergeOptions({json.dumps(options)});\n'
        f"{_DOLLAR}"
    )


def _data(name: str) -> str:
    return f"data:image/png;base64,{base64.b64encode((_folder() / name).read_bytes()).decode()}"


def _folder() -> Path:
    from xstatic.pkg import leaflet

    return Path(leaflet.BASE_DIR)
