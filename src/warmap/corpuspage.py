"""What the page of a corpus shows, as plain data: places with their articles, periods, sources.

It takes a tally and gives one dictionary, as `page` does for articles, which it is the door to.
Counts over time and quotes stand in blocks of their own (`packing`). No folium, no HTML.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import reduce
from operator import or_
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np

from warmap.article import check_text
from warmap.articles import Articles, Places
from warmap.errors import PageError
from warmap.gazetteer import default_gazetteer
from warmap.page import page_data
from warmap.pageplaces import PlaceKeys, credits_of, land_around, place_data
from warmap.placelist import PlaceList
from warmap.progress import track
from warmap.provenance import line_said
from warmap.tally import Tally
from warmap.view import Named, first_view, limits_of, with_rivers_named_here
from warmap.wording import say_count, wording

if TYPE_CHECKING:
    from warmap.tally import PlaceTally

__all__ = ["Drawn", "corpus_data", "drawn_data"]

Data = dict[str, Any]
Drawn: TypeAlias = "Places | Sequence[Places] | Tally"

# As the bits of a role mask.
_ROLES = ("literal", "government", "associative")
# So many sources are named where the page says whose the articles are.
_SAID = 3


def drawn_data(
    places: Drawn,
    *,
    article: Articles = None,
    place_list: PlaceList | None = None,
    quotes_only: bool = False,
    title: str = "",
    lang: str = "en",
    version: str = "",
) -> Data:
    """What a page or a picture shows: of one article, of several, or of a corpus.

    Parameters
    ----------
    places
        A tally, or what `page.page_data` takes.
    article, place_list, quotes_only
        As for `page.page_data`; a corpus takes none of them.
    title, lang, version
        As for both.

    Raises
    ------
    PageError
        A corpus is given what only articles have; or as for `page.page_data`.
    PlacesError, GazetteerError, ArticleError
        As for `page.page_data`.

    Examples
    --------
    >>> drawn_data([])["places"]
    []
    """
    if not isinstance(places, Tally):
        return page_data(
            places,
            article=article,
            place_list=place_list,
            quotes_only=quotes_only,
            title=title,
            lang=lang,
            version=version,
        )
    beside = {"article": article, "place_list": place_list, "quotes_only": quotes_only or None}
    for name, value in beside.items():
        if value is not None:
            raise PageError(f"{name}=: a corpus has its own articles and quotes; leave it out")
    return corpus_data(places, title=title, lang=lang, version=version)


def corpus_data(tally: Tally, /, *, title: str = "", lang: str = "en", version: str = "") -> Data:
    """Gather everything that the page of a corpus shows.

    Parameters
    ----------
    tally
        What `tally.read_corpus` gives.
    title
        What the page is called; without it as the tally is, or by the number of articles.
    lang
        The language of the page's own words and of its labels, ``en`` or ``uk``.
    version
        What the page gives as the version of warmap.

    Returns
    -------
    dict
        As `page.page_data` gives it, without mentions and sentences, and of each place under
        ``corpus`` its number of ``articles``, its ``roles`` and whether all are ``unsure``. Under
        ``corpus`` the whole has its ``unit`` and ``periods``, ``sources`` and for how many the
        last stands (``other``), ``articles`` by source and period (the undated last), ``mentions``
        and ``unsure`` articles of each place, ``unresolved`` names and ``outcomes``; under
        ``tally`` the tally.

    Raises
    ------
    GazetteerError
        The bundled shapes are missing or damaged.
    ArticleError
        The title has lone surrogates.
    PageError
        The page has no words in that language.

    Examples
    --------
    >>> from warmap.tally import read_corpus
    >>> corpus_data(read_corpus("places.parquet"))["article"]["title"]  # doctest: +SKIP
    'Places in 100,000 articles'
    """
    check_text(title, name="the title")
    words = wording(lang)
    keys = PlaceKeys()
    drawn = [
        place_data(place.place, keys=keys, lang=lang) | {"corpus": _named(place)}
        for place in track(tally.places, what="places of the page")
    ]
    drawn = with_rivers_named_here(drawn, _named_by, most=True)
    view = first_view(drawn, _named_by, most=True)
    limits = limits_of(drawn, [view])
    articles = int(tally.articles.sum())
    del words["articles"]
    return land_around(drawn, view, limits, lang=lang) | {
        "article": {
            "date": " – ".join(dict.fromkeys(filter(None, (tally.first_day, tally.last_day)))),
            "language": lang,
            "source": _sources(tally),
            "title": title
            or line_said(tally.title)
            or say_count(words, "counted.title", articles, lang=lang),
        },
        "candidates": [],
        "corpus": _corpus(tally),
        "credits": credits_of((place.place for place in tally.places), lang=lang),
        "editions": default_gazetteer().info()["sources"],
        "lang": lang,
        "limits": limits,
        "mentions": [],
        "paragraphs": [],
        "places": drawn,
        "sentences": [],
        "tally": tally,
        "version": version,
        "view": view,
        "words": words,
    }


def _named(place: PlaceTally) -> Data:
    masks = np.unique(np.reshape(place.cells, (-1, 4))[:, 2]).tolist()
    mask = reduce(or_, masks, 0)
    return {
        "articles": place.articles,
        "roles": [role for bit, role in enumerate(_ROLES) if mask >> bit & 1],
        "unsure": place.unsure >= place.articles,
    }


def _named_by(place: Data) -> Named:
    return Named(place["corpus"]["articles"], "literal" in place["corpus"]["roles"])


def _sources(tally: Tally) -> str:
    """Whose the articles are, where that is a short line."""
    named = [line_said(source) for source in tally.sources]
    if tally.other_sources or not 0 < len(named) <= _SAID or not all(named):
        return ""
    return ", ".join(named)


def _corpus(tally: Tally) -> Data:
    return {
        "articles": tally.articles.tolist(),
        "last": tally.last_day,
        "mentions": [place.mentions for place in tally.places],
        "other": tally.other_sources,
        "outcomes": {
            "done": tally.done,
            "duplicates": tally.duplicates,
            "failed": tally.failed,
            "once": tally.count_once,
            "undated": tally.undated,
        },
        "periods": list(tally.periods),
        "sources": [line_said(source) for source in tally.sources],
        "unit": tally.unit,
        "unresolved": [[line_said(name), articles] for name, articles in tally.unresolved],
        "unsure": [place.unsure for place in tally.places],
    }
