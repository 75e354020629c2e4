"""Page data → `folium.Map` → one HTML file that needs nothing else.

The only module that imports folium. It puts the page together: Leaflet, the page's own script and
style, the data as one JSON block, and a policy that lets nothing else run or load. Text from
articles and lists is never part of a template (folium compiles those as code): it stands in the
JSON block and, escaped, in the body, and both are put in when everything else is in order.
"""

from __future__ import annotations

import os
import re
from collections.abc import Collection, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

import folium
from branca.element import Element, Figure
from folium.template import Template

from warmap import __version__
from warmap.articles import Articles
from warmap.assets import inline_links, script_text
from warmap.corpuspage import Drawn, drawn_data
from warmap.display import bundle_of, cell_html
from warmap.files import write_text
from warmap.filling import COUNTS, DATA, QUOTES, filled, head_html
from warmap.guests import Askers, refuse_pictures, refuse_requests, unasked_links, widened
from warmap.leaflet import leaflet_files, leaflet_for_layers
from warmap.picture import cell_picture
from warmap.placelist import PlaceList
from warmap.policy import policy_of
from warmap.scripts import join_modules, shortened_script, shortened_style
from warmap.tiles import find_tiles, tile_origins
from warmap.wording import say

__all__ = ["ArticleMap", "draw_map"]

# Behind the name of an element; a sum in somebody's text stays.
_FOLIUM_ID = re.compile(r"(?<=[a-z]_)[0-9a-f]{32}(?![0-9a-f])")

# In the order of the page: what stands later may change what stands before.
_STYLES = ("page", "text", "map", "card", "list", "edit", "narrow", "print")


# The first module of the script: for each kind of page, without and with an online background.
_ENTRIES = {
    ("article", False): "page.js",
    ("article", True): "online.js",
    ("articles", False): "many.js",
    ("articles", True): "many_online.js",
    ("corpus", False): "corpus.js",
    ("corpus", True): "corpus_online.js",
}


_FURTHER_STYLES = {"articles": "many", "corpus": "corpus"}
# Beside the data of the page: what its script reads when it needs it.
_CORPUS_BLOCKS = (
    f'<script type="text/plain" id="warmap-counts">{COUNTS}</script>',
    f'<script type="application/json" id="warmap-quotes">{QUOTES}</script>',
)


def _kind(data: dict[str, Any]) -> str:
    """What the page is of: an article, several, or a corpus."""
    return next((kind for kind in ("corpus", "articles") if kind in data), "article")


class ArticleMap(folium.Map):
    """The map of an article or of many: a `folium.Map` that is a whole page of its own.

    Folium's layers and plugins can be added to it as to every folium map.

    Parameters
    ----------
    data
        What `page.page_data` gives, or `corpuspage.corpus_data`.

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
        {# As Leaflet would set it, but it would have the whole page styled first to ask for it. #}
        document.getElementById({{ this.get_name()|tojson }}).style.position = "relative";
        var {{ this.get_name() }} = L.map({{ this.get_name()|tojson }},
            { {%- if this.placed %}center: {{ this.location|tojson }}, {% endif -%}
            ...{{ this.options|tojavascript }} });
        {% endmacro %}
        """
    )

    def __init__(self, data: dict[str, Any], *, assets: str | Path | None = None) -> None:
        west, south, east, north = data["view"]
        super().__init__(
            location=[(south + north) / 2, (west + east) / 2],
            tiles=None,
            zoom_start=6,
            zoom_snap=0.25,
            attribution_control=False,
        )
        # Folium's own arguments of these names are only for its tiles.
        self.options |= {"min_zoom": 0, "max_zoom": 14}
        self._id = "warmap"
        # Whether the map has a view before the page's own script gives it the first one. Layers may
        # need it; but a browser lays out the page once more for it.
        self.placed = False
        _Page(data, assets).add_child(self)

    def _told(self) -> dict[str, Any]:
        """What the page shows. Only its root keeps that: a map is part of folium's templates."""
        page = self.get_root()
        assert isinstance(page, _Page)
        return page.data

    def __repr__(self) -> str:
        title, places = self._told()["article"]["title"], len(self._told()["places"])
        return f"<ArticleMap{f' {title!r}' * bool(title)}: {places} place{'s' * (places != 1)}>"

    def _repr_html_(self, **_: object) -> str:
        return self._in_cell(cell_picture(self._told()))

    def _repr_mimebundle_(
        self,
        include: Collection[str] | None = None,
        exclude: Collection[str] | None = None,
        **_: object,
    ) -> dict[str, str]:
        picture = cell_picture(self._told())
        return bundle_of(
            self._in_cell(picture),
            picture=picture,
            text=repr(self),
            include=include,
            exclude=exclude,
        )

    def _in_cell(self, picture: bytes) -> str:
        title = self._told()["article"]["title"] or say(self._told()["words"], "page.window")
        return cell_html(self.get_root().render(), picture=picture, title=title)

    # Only a path, because a page is written whole; folium also takes open files.
    def save(self, outfile: str | Path) -> None:  # type: ignore[override]
        """Write the page as one HTML file, whole or not at all.

        Parameters
        ----------
        outfile
            The file; one of that name is replaced, and left untouched when it is the same.

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

    def __init__(self, data: dict[str, Any], assets: str | Path | None) -> None:
        super().__init__(height="720px")
        self.data = data
        self._assets = assets
        self._askers = Askers()
        # Without branca's own meta tag, which the head below has.
        self.header, self.html, self.script = (_Part(self, self._askers) for _ in range(3))

    def render(self, **kwargs: object) -> str:
        drawn, *_ = self._children.values()
        parts = (self.header, self.html, self.script)
        guests = any(part._children for part in (drawn, *parts))  # noqa: SLF001
        refuse_requests(drawn)
        assert isinstance(drawn, ArticleMap)
        drawn.placed = guests
        head, html, script = self._written(kwargs)
        data = self.data
        leaflet_js, leaflet_css = leaflet_files(pictures=guests)
        leaflet = [f"<script>{leaflet_js}</script>"]
        start = [f"<style>{leaflet_css}</style>", f"<style>{_own_style(_STYLES)}</style>"]
        if guests:
            refuse_pictures(f"{head}\n{html}\n{script}")
            # Scripts in the head of a map need Leaflet before them.
            start += [*leaflet, f"<script>{leaflet_for_layers()}</script>"]
            start += [f"<style>{_own_style(('guests',))}</style>", self._with_files(head)]
            leaflet = []
            script = script_text(script)
            data = data | {"limits": widened(data["limits"], drawn)}
        hosts: list[str] = []
        if "tiles" in data:
            start.append(f"<style>{_own_style(('tiles',))}</style>")
            hosts = tile_origins(data["tiles"])
        kind = _kind(data)
        if kind in _FURTHER_STYLES:
            start.append(f"<style>{_own_style((_FURTHER_STYLES[kind],))}</style>")
        layout = _web("corpus.html" if kind == "corpus" else "page.html")
        body = [
            layout.read_text(encoding="utf-8").replace("<!-- map -->", html),
            *(_CORPUS_BLOCKS if kind == "corpus" else ()),
            f'<script type="application/json" id="warmap-data">{DATA}</script>',
            *leaflet,
            f"<script>\n{script}\n</script>",
            f'<script type="module">{_own_script(_ENTRIES[kind, "tiles" in data])}</script>',
        ]
        document = "\n".join([*start, "</head>", "<body>", *body, "</body>", "</html>", ""])
        policy = policy_of(document, guests=guests, hosts=hosts)
        return filled(head_html(policy) + document, data)

    def _written(self, kwargs: dict[str, object]) -> list[str]:
        """Head, layout and script as the map and its layers write them.

        They write into the parts of the page. Some do so again when they are rendered again, under
        another name; so afterwards the parts hold what they held before.
        """
        parts = (self.header, self.html, self.script)
        before = [part._children.copy() for part in parts]  # noqa: SLF001
        try:
            for child in list(self._children.values()):
                child.render(**kwargs)
            return _renumbered([_inner(part) for part in parts])
        finally:
            for part, children in zip(parts, before, strict=True):
                part._children = children  # noqa: SLF001

    def _with_files(self, head: str) -> str:
        """The head of the layers that were added, with the files that they ask for in it."""
        drawn, *_ = self._children.values()
        owners = self._askers.names(drawn)
        defaults = dict([*folium.Map.default_js, *folium.Map.default_css])
        unasked = unasked_links(drawn, defaults)
        links = [
            f'<link rel="stylesheet" href="{url}">'
            if url.endswith(".css")
            else f'<script src="{url}"></script>'
            for url in unasked
        ]
        folder = self._assets or os.environ.get("WARMAP_ASSETS")
        return inline_links("\n".join([*links, head]), owners=owners | unasked, folder=folder)


class _Part(Element):
    """Head, layout or script of the page, which notes who adds what."""

    def __init__(self, page: _Page, askers: Askers) -> None:
        super().__init__()
        self._parent = page
        self._askers = askers

    def add_child(
        self, child: Element, name: str | None = None, index: int | None = None
    ) -> Element:
        self._askers.note(name or child.get_name(), getattr(child, "url", ""))
        return super().add_child(child, name=name, index=index)


def _inner(element: Element) -> str:
    """The rendered children of an element, one after another."""
    return "\n".join(child.render() for child in element._children.values()).strip()  # noqa: SLF001


def _renumbered(texts: Sequence[str]) -> list[str]:
    """The same texts with folium's random ids replaced by numbers, so that builds are equal."""
    ids: dict[str, str] = {}

    def number_of(found: re.Match[str]) -> str:
        return ids.setdefault(found.group(), f"{len(ids) + 1:032x}")

    return [_FOLIUM_ID.sub(number_of, text) for text in texts]


def _web(name: str) -> Path:
    return Path(__file__).with_name("web") / name


@lru_cache(maxsize=2)
def _own_script(entry: str) -> str:
    return shortened_script(join_modules(_web(entry)))


@lru_cache(maxsize=4)
def _own_style(names: tuple[str, ...]) -> str:
    texts = (_web(f"{name}.css").read_text(encoding="utf-8") for name in names)
    return shortened_style("\n".join(texts))


def draw_map(
    places: Drawn,
    *,
    article: Articles = None,
    place_list: PlaceList | None = None,
    quotes_only: bool = False,
    title: str = "",
    lang: str = "en",
    tiles: str = "",
    assets: str | Path | None = None,
) -> ArticleMap:
    """Draw places on a map, beside the article if it is given.

    Parameters
    ----------
    places
        A places frame, or resolutions. Of several articles a list of those, one for each. Of a
        corpus what `read_corpus` gives.
    article
        The article that the places were found in, or a list of articles, which the reader of the
        page can show together or one by one. Without it the page shows only the sentences that
        name places, and so it does when there is only its title, source or date.
    place_list
        The list that the places were corrected by. What a reader corrects in the page comes on top
        of it in the list that the page gives.
    quotes_only
        Of the article show, and put into the page, only the sentences that name a place.
    title
        What the page of several articles or of a corpus is called. That of one has the article's
        own title.
    lang
        The language of the page's own words and of its labels: ``en`` or ``uk``.
    tiles
        An online background that readers may turn on: a provider of xyzservices, as
        ``OpenStreetMap.Mapnik``, or an address with ``{z}``, ``{x}`` and ``{y}``. Without it the
        page makes no request; with it none before it is turned on.
    assets
        A folder with files of folium's plugins, by the names that their addresses end with, or with
        a ``node_modules`` of npm's. Without it the environment's ``WARMAP_ASSETS`` counts.

    Returns
    -------
    ArticleMap
        A `folium.Map`; `ArticleMap.save` writes the page. What is added to it with folium's own
        classes is your code: unlike the article's, its texts are compiled and may hold scripts, so
        put nothing there that you don't trust. Files that it needs are put into the page.

    Raises
    ------
    PlacesError
        The frame breaks the contract of places.
    GazetteerError
        The bundled shapes are missing or damaged.
    ArticleError
        The article or what is said of it has lone surrogates.
    PageError
        The page has no words in that language, there are not as many frames as articles, a corpus
        is given what only articles have, or the background can't be used. When it is written:
        a layer needs a file that isn't on this machine, or would load something later.

    Examples
    --------
    >>> from warmap.model import Article
    >>> from warmap.places import find_places
    >>> article = Article("Shelling hit the town of Mezhova.")
    >>> drawn = draw_map(find_places(article), article=article)
    >>> "Mezhova" in drawn.get_root().render()
    True

    Several articles on one page:

    >>> articles = [article, Article("Talks were held in Istanbul.", title="Talks")]
    >>> drawn = draw_map([find_places(each) for each in articles], article=articles)
    """
    data = drawn_data(
        places,
        article=article,
        place_list=place_list,
        quotes_only=quotes_only,
        title=title,
        lang=lang,
        version=__version__,
    )
    if tiles:
        data["tiles"] = find_tiles(tiles)
    else:
        del data["words"]["tiles"]
    return ArticleMap(data, assets=assets)
