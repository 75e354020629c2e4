"""Page data → `folium.Map` → one HTML file that needs nothing else.

The only module that imports folium. It puts the page together: Leaflet, the page's own script and
style, the data as one JSON block, and a policy that lets nothing else run or load. Text from
articles and lists is never part of a template (folium compiles those as code): it stands in the
JSON block and, escaped, in the body, and both are put in when everything else is in order.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import folium
from branca.element import Element, Figure
from folium.template import Template

from warmap import __version__
from warmap.block import page_json
from warmap.body import article_html, byline_html, credits_html, places_html, plain, shown
from warmap.files import write_text
from warmap.model import Article, Resolution
from warmap.page import page_data
from warmap.scripts import join_modules, shortened_script, shortened_style
from warmap.wording import say

if TYPE_CHECKING:
    import geopandas as gpd

__all__ = ["ArticleMap", "draw_map"]

_SCRIPT = re.compile(r"<script[^>]*>(.*?)</script>", re.DOTALL)
_STYLE = re.compile(r"<style[^>]*>(.*?)</style>", re.DOTALL)
_PICTURE = re.compile(r"url\((images/[\w.-]+)\)")
_FOLIUM_ID = re.compile(r"(?<![0-9a-f])[0-9a-f]{32}(?![0-9a-f])")
# Stand for texts of the page until everything else is in order, so that nothing reads them as code.
_HOLE = re.compile(r"<!-- warmap: ([\w.-]+) -->")
_DATA = "<!-- warmap: data -->"


# In the order of the page: what stands later may change what stands before.
_STYLES = ("page", "text", "map", "card", "list", "edit", "narrow", "print")


class ArticleMap(folium.Map):
    """The map of an article: a `folium.Map` that is a whole page of its own.

    Folium's layers and plugins can be added to it as to every folium map.

    Parameters
    ----------
    data
        What `page.page_data` gives.

    Examples
    --------
    >>> page = draw_map([]).get_root().render()
    >>> "https://cdn" in page, page.startswith("<!DOCTYPE html>")
    (False, True)
    """

    # Empty on purpose: folium's own lists name ten files on four hosts.
    default_js: list[tuple[str, str]] = []  # noqa: RUF012 - folium's own attribute
    default_css: list[tuple[str, str]] = []  # noqa: RUF012
    _template = Template(
        """
        {% macro html(this, kwargs) %}<div id="{{ this.get_name() }}" class="folium-map"></div>
        {% endmacro %}
        {% macro script(this, kwargs) %}
        var {{ this.get_name() }} = L.map({{ this.get_name()|tojson }},
            {center: {{ this.location|tojson }}, ...{{ this.options|tojavascript }}});
        {% endmacro %}
        """
    )

    def __init__(self, data: dict[str, Any]) -> None:
        west, south, east, north = data["view"]
        super().__init__(
            location=[(south + north) / 2, (west + east) / 2],
            tiles=None,
            zoom_start=6,
            zoom_snap=0.25,
            attribution_control=False,
            min_zoom=2,
            max_zoom=14,
        )
        self._id = "warmap"
        _Page(data).add_child(self)

    # Only a path, because a page is written whole; folium also takes open files.
    def save(self, outfile: str | Path) -> None:  # type: ignore[override]
        """Write the page as one HTML file, whole or not at all.

        Parameters
        ----------
        outfile
            The file; one of that name is replaced.

        Raises
        ------
        OutputError
            The file can't be written.

        Examples
        --------
        >>> draw_map([]).save("no/such/folder/map.html")
        Traceback (most recent call last):
        warmap.errors.OutputError: no/such/folder/map.html: can't be written: no such folder; ...
        """
        write_text(outfile, self.get_root().render())


class _Page(Figure):
    """The document around the map: head, policy, layout, data, scripts."""

    def __init__(self, data: dict[str, Any]) -> None:
        super().__init__(height="720px")
        self._data = data
        self.header = Element()  # branca's own meta tag; the head below has it
        self.header._parent = self  # noqa: SLF001 - as branca does

    def render(self, **kwargs: object) -> str:
        for child in list(self._children.values()):
            child.render(**kwargs)
        leaflet_js, leaflet_css = _leaflet()
        head = _inner(self.header)
        layout = (
            _web("page.html").read_text(encoding="utf-8").replace("<!-- map -->", _inner(self.html))
        )
        body = [
            layout,
            f'<script type="application/json" id="warmap-data">{_DATA}</script>',
            f"<script>{leaflet_js}</script>",
            f"<script>\n{_inner(self.script)}\n</script>",
            f'<script type="module">{_own_script()}</script>',
        ]
        own = _own_style()
        styles = f"<style>{leaflet_css}</style>\n<style>{own}</style>"
        document = "\n".join([styles, head, "</head>", "<body>", *body, "</body>", "</html>", ""])
        numbered = _renumbered(document)
        return _filled(_head(_policy(numbered)) + numbered, self._data)


def _filled(document: str, data: dict[str, Any]) -> str:
    """The document with its texts, each put in once and never looked at again."""
    words = data["words"]
    title = data["article"]["title"] or say(words, "page.window")
    texts = {
        "article": article_html(data),
        "byline": byline_html(data),
        "credits": credits_html(data),
        "data": page_json(data),
        "lang": plain(data["lang"]),
        "language": plain(data["article"]["language"]),
        "places": places_html(data),
        "title": shown(title),
        "window": plain(title),
    }

    def text_of(found: re.Match[str]) -> str:
        name = found.group(1)
        return plain(say(words, name.removeprefix("say."))) if "." in name else texts[name]

    return _HOLE.sub(text_of, document)


def _inner(element: Element) -> str:
    """The rendered children of an element, one after another."""
    return "\n".join(child.render() for child in element._children.values()).strip()  # noqa: SLF001


def _renumbered(document: str) -> str:
    """The same text with folium's random ids replaced by numbers, so that builds are equal."""
    ids: dict[str, str] = {}
    return _FOLIUM_ID.sub(
        lambda found: ids.setdefault(found.group(), f"{len(ids) + 1:032x}"), document
    )


def _head(policy: str) -> str:
    return (
        '<!DOCTYPE html>\n<html lang="<!-- warmap: lang -->">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f'<meta name="generator" content="warmap {__version__}">\n'
        '<meta name="color-scheme" content="light dark">\n'
        "<title><!-- warmap: window --></title>\n"
    )


def _policy(document: str) -> str:
    """A Content-Security-Policy that lets only the scripts and styles of the document work."""
    # The data is no script: a block of type application/json is never run.
    scripts = [text for text in _SCRIPT.findall(document) if _DATA not in text]
    return "; ".join(
        [
            "default-src 'none'",
            "script-src " + " ".join(sorted({_hash(text) for text in scripts})),
            "style-src " + " ".join(sorted({_hash(text) for text in _STYLE.findall(document)})),
            "img-src data: blob:",
            "base-uri 'none'",
            "form-action 'none'",
        ]
    )


def _hash(text: str) -> str:
    digest = hashlib.sha256(text.encode()).digest()
    return f"'sha256-{base64.b64encode(digest).decode()}'"


def _web(name: str) -> Path:
    return Path(__file__).with_name("web") / name


@lru_cache(maxsize=1)
def _own_script() -> str:
    return shortened_script(join_modules(_web("page.js")))


@lru_cache(maxsize=1)
def _own_style() -> str:
    texts = (_web(f"{name}.css").read_text(encoding="utf-8") for name in _STYLES)
    return shortened_style("\n".join(texts))


@lru_cache(maxsize=1)
def _leaflet() -> tuple[str, str]:
    """Leaflet's script and style, its few pictures inlined."""
    from xstatic.pkg import leaflet

    folder = Path(leaflet.BASE_DIR)
    script = (folder / "leaflet.js").read_text(encoding="utf-8")
    script = re.sub(r"\n//# sourceMappingURL=.*", "", script)  # a browser's tools would ask for it

    def inlined(found: re.Match[str]) -> str:
        picture = base64.b64encode((folder / found.group(1)).read_bytes()).decode()
        return f"url(data:image/png;base64,{picture})"

    style = (folder / "leaflet.css").read_text(encoding="utf-8")
    return script.strip(), _PICTURE.sub(inlined, shortened_style(style))


def draw_map(
    places: gpd.GeoDataFrame | Sequence[Resolution],
    *,
    article: Article | None = None,
    quotes_only: bool = False,
    lang: str = "en",
) -> ArticleMap:
    """Draw places on a map, beside the article if it is given.

    Parameters
    ----------
    places
        A places frame, or resolutions.
    article
        The article that the places were found in. Without it the page shows only the sentences
        that name them.
    quotes_only
        Of the article show, and put into the page, only the sentences that name a place.
    lang
        The language of the page's own words and of its labels: ``en`` or ``uk``.

    Returns
    -------
    ArticleMap
        A `folium.Map`; `ArticleMap.save` writes the page.

    Raises
    ------
    PlacesError
        The frame breaks the contract of places.
    GazetteerError
        The bundled shapes are missing or damaged.
    ArticleError
        The article or what is said of it has lone surrogates.
    PageError
        The page has no words in that language.

    Examples
    --------
    >>> from warmap.places import find_places
    >>> article = Article("Shelling hit the town of Mezhova.")
    >>> drawn = draw_map(find_places(article), article=article)
    >>> "Mezhova" in drawn.get_root().render()
    True
    """
    if isinstance(places, Sequence):
        found = list(places)
    else:
        from warmap.places import to_resolutions

        found = to_resolutions(places)
    return ArticleMap(
        page_data(found, article=article, quotes_only=quotes_only, lang=lang, version=__version__)
    )
