"""What the page shows, as plain data: places, mentions, sentences, shapes. No folium, no HTML.

It takes resolutions and the article and gives one dictionary, which `block` and `body` write.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from warmap.article import check_text
from warmap.articles import Articles, Given, Passages, Places, articles_with_places, passages_of
from warmap.gazetteer import default_gazetteer
from warmap.model import Article, Resolution
from warmap.naming import name_in
from warmap.pagelist import gaps, listed
from warmap.pageplaces import PlaceKeys, credits_of, english_name, land_around, place_data, where
from warmap.passages import runs_of
from warmap.placelist import PlaceList
from warmap.provenance import web_address
from warmap.telling import reason_in
from warmap.view import first_view, limits_of, named_in, with_rivers_named_here
from warmap.wording import OF_CORPORA, say, wording

__all__ = ["page_data"]

Data = dict[str, Any]


def page_data(
    places: Places | Sequence[Places],
    *,
    article: Articles = None,
    place_list: PlaceList | None = None,
    quotes_only: bool = False,
    title: str = "",
    lang: str = "en",
    version: str = "",
) -> Data:
    """Gather everything that the page shows.

    Parameters
    ----------
    places
        A places frame, or resolutions: one for each mention in the order of the text, then the
        places without a mention. Of several articles a sequence of those.
    article
        The article, or as many as there are frames; without it, or without its text, only the
        sentences that name places are shown.
    place_list
        The rows that the resolutions were corrected by; the page's own corrections come on top.
    quotes_only
        Leave out all sentences of the article that name no place.
    title
        What a page of several articles is called.
    lang
        The language of the page's own words and of its labels, ``en`` or ``uk``.
    version
        What the page gives as the version of warmap.

    Returns
    -------
    dict
        ``article`` (title, source, date, language; url if it has one), ``articles`` (only if there
        are several: the same of each, with its first ``mention`` and ``sentence``, the words that
        it ``begins`` with and its ``view``), ``paragraphs`` (lists of sentence numbers; empty when
        there are only quotes), ``sentences`` (lists of runs: text, or mention number and text),
        ``mentions``, ``places``, ``gaps`` and ``listed`` (of `pagelist`), ``units`` and
        ``countries`` (shapes), ``waters`` and ``towns`` (names and where they stand), ``view`` and
        ``limits`` (west, south, east, north in degrees), ``attribution`` (one line), ``credits``,
        ``lang``, ``version``, ``words`` (those of `wording`).

    Raises
    ------
    GazetteerError
        The bundled shapes are missing or damaged.
    ArticleError
        The article or what is said of it has lone surrogates.
    PageError
        The page has no words in that language, or there are not as many frames as articles.

    Examples
    --------
    >>> from warmap.places import find_resolutions
    >>> text = "Shelling hit the town of Mezhova."
    >>> data = page_data(find_resolutions(text), article=Article(text))
    >>> data["sentences"]
    [['Shelling hit the town of ', [0, 'Mezhova'], '.']]
    >>> data["places"][0]["where"], data["mentions"][0]["place"]
    ('Dnipropetrovsk Oblast, Ukraine', 0)
    """
    given = articles_with_places(places, article)
    check_text(title, name="the title")
    for _, each in given:
        for said in ("title", "source", "date", "url", "text"):
            check_text(getattr(each or Article(""), said), name=f"the article's {said}")
    resolutions = [resolution for found, _ in given for resolution in found]
    passages = passages_of(given, quotes_only=quotes_only)
    holds: dict[int, list[int]] = {}
    for number, sentence in enumerate(passages.numbered):
        holds.setdefault(sentence, []).append(number)
    drawn, place_of = _places(resolutions, lang)
    named = named_in(resolutions)
    drawn = with_rivers_named_here(drawn, named)
    about = _about(given, passages, drawn, resolutions)
    view = first_view(drawn, named)
    views = [each["view"] for each in about if len(about) > 1]
    limits = limits_of(drawn, [view, *views])
    around = land_around(drawn, view, limits, lang=lang, views=views, without=_open(resolutions))
    words = {key: said for key, said in wording(lang).items() if key not in OF_CORPORA}
    return (
        _named(about, title, words, lang)
        | around
        | {
            "credits": credits_of((r.candidate for r in resolutions if r.candidate), lang=lang),
            "editions": default_gazetteer().info()["sources"],
            "gaps": gaps(passages.spans),
            "lang": lang,
            "limits": limits,
            "listed": listed(resolutions, place_list, several=len(given) > 1),
            "mentions": [
                _mention(r, place_of[number], passages.numbered[number], lang)
                for number, r in enumerate(resolutions)
            ],
            "paragraphs": passages.paragraphs,
            "places": drawn,
            "sentences": [
                runs_of(text, start, holds.get(number, []), resolutions)
                for number, (start, text) in enumerate(passages.spans)
            ],
            "version": version,
            "words": words,
            "view": view,
        }
    )


def _open(resolutions: Sequence[Resolution]) -> set[str]:
    """What may be meant but isn't on the map as a place: names without one, and rivals' ids."""
    names = {r.mention.text for r in resolutions if r.status != "resolved" or not r.candidate}
    return names.union(rival.candidate.id for r in resolutions for rival in r.rivals)


def _about(
    given: Sequence[Given],
    passages: Passages,
    places: Sequence[Data],
    resolutions: Sequence[Resolution],
) -> list[Data]:
    """What is known of each article, and where it stands among all."""
    named = named_in(resolutions)
    drawn: list[list[Data]] = [[] for _ in given]
    for place in places if len(given) > 1 else ():
        own: dict[int, list[int]] = {}
        for number in place["mentions"]:
            own.setdefault(passages.article_of(number), []).append(number)
        for number, mentions in own.items():
            drawn[number].append(place | {"mentions": mentions})
    return [
        {
            "begins": "" if article and article.title else passages.beginning(number),
            "date": article.date if article else "",
            "language": passages.language(number),
            "mention": passages.begun[number][0],
            "sentence": passages.begun[number][1],
            "source": article.source if article else "",
            "title": article.title if article else "",
            "view": first_view(drawn[number], named),
        }
        | ({"url": address} if (address := web_address(article.url if article else "")) else {})
        for number, (_, article) in enumerate(given)
    ]


def _named(articles: Sequence[Data], title: str, words: Data, lang: str) -> Data:
    """What the page is called, and the list of its articles if there are several.

    Words that such pages alone have are taken from the others.
    """
    if len(articles) == 1:
        del words["articles"]
        keys = ("date", "language", "source", "title", "url")
        return {"article": {key: articles[0][key] for key in keys if key in articles[0]}}
    dates = sorted({each["date"] for each in articles if each["date"]})
    sources = dict.fromkeys(each["source"] for each in articles if each["source"])
    return {
        "article": {
            "date": " – ".join(dict.fromkeys((*dates[:1], *dates[-1:]))),
            "language": lang,
            "source": ", ".join(sources),
            "title": title or say(words, "articles.window", count=len(articles)),
        },
        "articles": articles,
    }


def _places(resolutions: Sequence[Resolution], lang: str) -> tuple[list[Data], list[int]]:
    """The places, each once, in the order of the text; and the place of each resolution."""
    places: dict[str, Data] = {}
    numbers: dict[str, int] = {}
    keys = PlaceKeys()
    of: list[int] = []
    for number, resolution in enumerate(resolutions):
        place = resolution.candidate if resolution.status == "resolved" else None
        if place is None:
            of.append(-1)
            continue
        if place.id not in places:
            numbers[place.id] = len(places)
            places[place.id] = place_data(place, keys=keys, lang=lang)
        of.append(numbers[place.id])
        if resolution.mention.start >= 0:
            places[place.id]["mentions"].append(number)
        else:
            places[place.id]["note"] = reason_in(resolution.reason, lang)
    return list(places.values()), of


def _mention(resolution: Resolution, place: int, sentence: int, lang: str) -> Data:
    rivals = [
        {
            "admin1": rival.candidate.admin1,
            "country": rival.candidate.country,
            "english": english_name(rival.candidate, lang),
            "id": rival.candidate.id,
            "kind": rival.candidate.kind,
            "lat": round(rival.candidate.lat, 5),
            "local": rival.candidate.local_name,
            "lon": round(rival.candidate.lon, 5),
            "name": name_in(rival.candidate, lang),
            "precision": rival.candidate.precision,
            "radius_km": rival.candidate.radius_km,
            "score": round(rival.score, 3),
            "where": where(rival.candidate, lang=lang),
        }
        for rival in resolution.rivals[:5]
    ]
    return {
        "place": place,
        "reason": reason_in(resolution.reason, lang),
        "rivals": rivals,
        "role": resolution.role,
        "score": round(resolution.score, 3),
        "sentence": sentence,
        "start": resolution.mention.start,
        "status": resolution.status,
        "text": resolution.mention.text,
    }
