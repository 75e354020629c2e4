"""What the page shows, as plain data: places, mentions, sentences, shapes. No folium, no HTML.

It takes resolutions and the article and gives one dictionary, which `block` and `body` write.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from warmap.article import check_text
from warmap.articles import Articles, Given, Passages, Places, articles_with_places, passages_of
from warmap.gazetteer import default_gazetteer
from warmap.matching import distance_km
from warmap.model import Article, Candidate, Resolution
from warmap.naming import name_in, name_of_id
from warmap.pagelist import gaps, listed
from warmap.passages import runs_of
from warmap.placelist import PlaceList
from warmap.provenance import web_address
from warmap.providers import attribution_of
from warmap.shapes import Window, background, label_point, outline, units, waters
from warmap.telling import reason_in
from warmap.view import first_view, limits_of, with_rivers_named_here
from warmap.wording import say, wording

__all__ = ["page_data", "place_key"]

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
        ``countries`` (shapes), ``waters`` (names and where they may stand), ``view`` and ``limits``
        (west, south, east, north in degrees), ``attribution`` (one line), ``credits``, ``lang``,
        ``version``, ``words`` (those of `wording`).

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
    drawn = with_rivers_named_here(drawn, resolutions)
    limits = limits_of(drawn)
    for place in drawn:
        if place["kind"] == "country" and place["shape"]:
            place["shape"] = _country_shape(place, limits)
    countries = {place["id"].partition(":")[2] for place in drawn if place["kind"] == "country"}
    words = wording(lang)
    about = _about(given, passages, drawn, resolutions)
    return _named(about, title, words, lang) | {
        "attribution": "© GeoNames (CC BY 4.0) · Natural Earth",
        "countries": [
            country | {"name": name_of_id(f"iso:{country['id']}", lang) or country["name"]}
            for country in background(limits, without=countries)
        ],
        "credits": _credits(resolutions),
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
        "units": [
            {
                "id": unit["id"],
                "name": unit["local"] if lang == "uk" else unit["name"],
                "shape": unit["shape"],
            }
            for unit in units()
        ],
        "version": version,
        "waters": [
            sea | {"name": name_of_id(sea["id"], lang) or sea["name"]} for sea in waters(limits)
        ],
        "words": words,
        "view": first_view(drawn, resolutions),
    }


def _about(
    given: Sequence[Given],
    passages: Passages,
    places: Sequence[Data],
    resolutions: Sequence[Resolution],
) -> list[Data]:
    """What is known of each article, and where it stands among all."""
    named: list[list[Data]] = [[] for _ in given]
    for place in places if len(given) > 1 else ():
        own: dict[int, list[int]] = {}
        for number in place["mentions"]:
            own.setdefault(passages.article_of(number), []).append(number)
        for number, mentions in own.items():
            named[number].append(place | {"mentions": mentions})
    return [
        {
            "begins": "" if article and article.title else passages.beginning(number),
            "date": article.date if article else "",
            "language": passages.language(number),
            "mention": passages.begun[number][0],
            "sentence": passages.begun[number][1],
            "source": article.source if article else "",
            "title": article.title if article else "",
            "view": first_view(named[number], resolutions),
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


def _credits(resolutions: Sequence[Resolution]) -> list[str]:
    """Whom to name: the bundled data, and the servers that places or points came from."""
    lines: list[str] = default_gazetteer().info()["attribution"]
    for resolution in resolutions:
        place = resolution.candidate
        if place is not None:
            served = attribution_of(place.source) if place.source != "geonames" else ""
            lines += [line for line in (served, place.placed_by) if line]
    return list(dict.fromkeys(lines))


def place_key(name: str, /) -> str:
    """The part of a page address that names a place.

    Examples
    --------
    >>> place_key("Zaporizhzhia Oblast"), place_key("Ṣūr"), place_key("Зоря")
    ('zaporizhzhia-oblast', 'sur', 'зоря')
    """
    plain = "".join(c for c in unicodedata.normalize("NFD", name) if not unicodedata.combining(c))
    composed = unicodedata.normalize("NFC", plain).casefold()
    return re.sub(r"[\W_]+", "-", composed).strip("-") or "place"


def _places(resolutions: Sequence[Resolution], lang: str) -> tuple[list[Data], list[int]]:
    """The places, each once, in the order of the text; and the place of each resolution."""
    places: dict[str, Data] = {}
    numbers: dict[str, int] = {}
    keys: set[str] = set()
    of: list[int] = []
    for number, resolution in enumerate(resolutions):
        place = resolution.candidate if resolution.status == "resolved" else None
        if place is None:
            of.append(-1)
            continue
        if place.id not in places:
            numbers[place.id] = len(places)
            places[place.id] = _place(place, keys, lang)
        of.append(numbers[place.id])
        if resolution.mention.start >= 0:
            places[place.id]["mentions"].append(number)
        else:
            places[place.id]["note"] = reason_in(resolution.reason, lang)
    return list(places.values()), of


def _place(place: Candidate, keys: set[str], lang: str) -> Data:
    key = base = place_key(place.name)
    count = 1
    while key in keys:
        count += 1
        key = f"{base}-{count}"
    keys.add(key)
    known = default_gazetteer().by_id(place.id)  # a frame doesn't carry former names
    own = (place.lat, place.lon)
    lat, lon = _label(place, known)
    name = name_in(place, lang)
    return {
        "admin1": place.admin1,
        "country": place.country,
        "english": _english(place, lang),
        "former": list(known.former if known else place.former),
        "geonameid": place.geonameid,
        "id": place.id,
        "key": key,
        "kind": place.kind,
        "lat": round(lat, 5),
        "local": place.local_name if place.local_name != name else "",
        "lon": round(lon, 5),
        "mentions": [],
        "name": name,
        "note": "",
        "point": [round(place.lat, 5), round(place.lon, 5)] if (lat, lon) != own else None,
        "population": place.population,
        "precision": place.precision,
        "radius_km": place.radius_km,
        "shape": _shape(place),
        "where": where(place, lang=lang),
    }


def _english(place: Candidate, lang: str) -> str:
    """The English name, where the page shows another one."""
    return place.name if name_in(place, lang) != place.name else ""


def _shape(place: Candidate) -> str | Data | None:
    """A country's, region's or water's own; of Ukraine and its units, which are there, the id."""
    if place.source == "natural_earth" and place.country == "UA":
        return place.source_id
    known = place.source == "natural_earth" or (
        place.source == "warmap" and place.kind in {"sea", "river"}
    )
    return outline(place.source_id) if known else None


def _country_shape(place: Data, limits: Window) -> Data | None:
    """A country's outline as far as the map shows it; if it shows none, that by its label."""
    code, lat, lon = place["id"].partition(":")[2], place["lat"], place["lon"]
    shape = outline(code, window=limits)
    if shape and not shape["parts"]:
        shape = outline(code, window=(lon - 6, lat - 4, lon + 6, lat + 4))
    return shape if shape and shape["parts"] else None


def _label(place: Candidate, known: Candidate | None) -> tuple[float, float]:
    """Where a label stands: an area's in the middle of its shape, unless it was moved by hand.

    The gazetteer has GeoNames' point of it, often in its capital, whose label would hide it.
    """
    own = (place.lat, place.lon)
    moved = known is None or distance_km(*own, known.lat, known.lon) > 1
    if moved or place.source != "natural_earth":
        return own
    return label_point(place.source_id) or own


def where(place: Candidate, /, *, lang: str = "en") -> str:
    """The units that hold a place, in words: "Donetsk Oblast, Ukraine".

    Examples
    --------
    >>> where(default_gazetteer().by_id("geonames:745044"))
    'Istanbul, Turkey'
    """
    codes = [place.admin1] if place.kind != "region" else []
    if place.kind != "country":
        codes.append(place.country)
    return _names_of(tuple(code for code in codes if code), lang)


@lru_cache(maxsize=4096)  # twenty thousand places lie in a few hundred units
def _names_of(codes: tuple[str, ...], lang: str) -> str:
    units = [default_gazetteer().by_id(f"iso:{code}") for code in codes]
    return ", ".join(name_in(unit, lang) for unit in units if unit)


def _mention(resolution: Resolution, place: int, sentence: int, lang: str) -> Data:
    rivals = [
        {
            "admin1": rival.candidate.admin1,
            "country": rival.candidate.country,
            "english": _english(rival.candidate, lang),
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
