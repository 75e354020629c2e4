"""What the gazetteer can't place exactly, asked of a geocoding server when the user wants it.

It takes resolutions and a `Geocoder` and gives resolutions. Asked are settlements whose point is
rough, and names that no gazetteer has; each once. An answer counts only when it bears the name, is
a place of such a kind, lies where the place is known to be, and is the only one there. What is
refused is told in the reason of the mention.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from warmap.areas import bounds
from warmap.gazetteer import Gazetteer
from warmap.geocache import Answer
from warmap.geocode import Geocoder
from warmap.matching import distance_km
from warmap.model import Candidate, Resolution
from warmap.names import normalise
from warmap.progress import progress
from warmap.providers import Window

__all__ = ["place_online"]

_SETTLEMENTS = ("city", "town", "village")
_REACH = 1.5  # radii; the radius itself leaves one of ten outside
_SAME_KM = 3.0  # two answers this near are one place
_AROUND_KM = 100.0  # around the places that the article names
_KM_PER_DEGREE = 111.2
_EVEN = 0.5  # the score of a place that only the server knows: not measured, so shown as unsure
# Categories of OpenStreetMap that a name in the news may mean; restaurants and streets are none.
_PLACES = ("place", "boundary", "natural", "waterway", "water", "landuse", "")


@dataclass(frozen=True, slots=True)
class _Verdict:
    """The answer that is believed, or why none is."""

    answer: Answer | None
    why: str = ""


def place_online(
    resolutions: Sequence[Resolution], geocoder: Geocoder, *, gazetteer: Gazetteer
) -> list[Resolution]:
    """Let a server place what is placed roughly or not at all.

    Parameters
    ----------
    resolutions
        All of an article. What the place list decided with a point of its own, what it dropped,
        and areas are never asked for.
    geocoder
        The server.
    gazetteer
        Knows the names of the places that are asked for.

    Returns
    -------
    list of Resolution
        The same mentions in the same order.

    Raises
    ------
    GeocodingError
        The server fails; answers that came before are in the cache.
    """
    verdicts: dict[str, _Verdict] = {}
    placed: list[Resolution] = []
    with progress(f"asking {geocoder.provider.title}", total=len(resolutions)) as advance:
        for resolution in resolutions:
            place = resolution.candidate
            if place is not None and _is_rough(resolution):
                if place.id not in verdicts:
                    verdicts[place.id] = _ask_for_place(place, geocoder, gazetteer)
                placed.append(_with_point(resolution, place, verdicts[place.id], geocoder))
            elif resolution.status == "unresolved" and place is None:
                key = f"?{normalise(resolution.mention.text)}"
                if key not in verdicts:
                    verdicts[key] = _ask_for_name(resolution, resolutions, geocoder)
                placed.append(_with_place(resolution, verdicts[key], geocoder))
            else:
                placed.append(resolution)
            advance(1)
    return placed


def _is_rough(resolution: Resolution) -> bool:
    place = resolution.candidate
    return (
        place is not None
        and resolution.status == "resolved"
        and place.radius_km > 0
        and place.kind in _SETTLEMENTS
        and place.source in ("geonames", "katottg")
    )


def _ask_for_place(place: Candidate, geocoder: Geocoder, gazetteer: Gazetteer) -> _Verdict:
    reach = _REACH * place.radius_km
    answers = geocoder.ask(
        place.local_name or place.name,
        country=place.country,
        window=_around([(place.lat, place.lon)], reach),
    )
    named = [answer for answer in answers if _bears_name(answer, place, gazetteer)]
    settled = [answer for answer in named if answer.kind in _SETTLEMENTS]
    if not settled:
        return _nothing(answers, named)
    near = []
    for answer in settled:
        away = distance_km(place.lat, place.lon, answer.lat, answer.lon)
        if away <= reach and answer.admin1 in ("", place.admin1):
            near.append(answer)
    if not near:
        away = min(distance_km(place.lat, place.lon, a.lat, a.lon) for a in settled)
        unit = f"its {place.precision}" if place.precision != "exact" else "its region"
        return _Verdict(None, f"its answer lies {away:.0f} km away, outside of {unit}")
    return _only(near)


def _bears_name(answer: Answer, place: Candidate, gazetteer: Gazetteer) -> bool:
    own = {normalise(name) for name in (place.name, place.local_name, *place.former)}
    return any(
        normalise(name) in own or any(found.id == place.id for found in gazetteer.lookup(name))
        for name in answer.names
        if name
    )


def _ask_for_name(
    resolution: Resolution, resolutions: Sequence[Resolution], geocoder: Geocoder
) -> _Verdict:
    window, country = _known_region(resolution, resolutions)
    name = resolution.mention.text
    answers = geocoder.ask(name, country=country, window=window)
    form = normalise(name)
    named = [answer for answer in answers if form in map(normalise, answer.names)]
    kinds = resolution.mention.kinds
    fitting = [
        answer
        for answer in named
        if answer.category in _PLACES and (not kinds or answer.kind in kinds)
    ]
    if not fitting:
        return _nothing(answers, named)
    near = [answer for answer in fitting if window is None or _lies_in(answer, window)]
    if not near:
        return _Verdict(None, "its answer lies outside of the region that the article is about")
    return _only(near)


def _nothing(answers: Sequence[Answer], named: Sequence[Answer]) -> _Verdict:
    if not answers:
        return _Verdict(None, "it knows no such place")
    if not named:
        return _Verdict(None, "its answers bear other names")
    return _Verdict(None, "its answers of this name are no such places")


def _only(answers: Sequence[Answer]) -> _Verdict:
    first = answers[0]
    if any(distance_km(first.lat, first.lon, a.lat, a.lon) > _SAME_KM for a in answers[1:]):
        return _Verdict(None, "it knows several places of this name there")
    return _Verdict(first)


def _known_region(
    resolution: Resolution, resolutions: Sequence[Resolution]
) -> tuple[Window | None, str]:
    """Where a name without a place should be: near the places of its sentence, or of the article.

    The country only counts when all of these places lie in one.
    """
    known = [r.candidate for r in resolutions if r.candidate and r.status == "resolved"]
    same = [
        r.candidate
        for r in resolutions
        if r.candidate and r.status == "resolved" and r.quote_start == resolution.quote_start >= 0
    ]
    places = _not_countries(same) or _not_countries(known)
    countries = Counter(place.country for place in places or known)
    country = next(iter(countries)) if len(countries) == 1 else ""
    boxes = [bounds(place.source_id) for place in places if place.kind == "region"]
    corners = [(south, west) for west, south, _, _ in filter(None, boxes)]
    corners += [(north, east) for _, _, east, north in filter(None, boxes)]
    corners += [(place.lat, place.lon) for place in places if place.kind != "region"]
    return (_around(corners, _AROUND_KM) if corners else None), country


def _not_countries(places: Iterable[Candidate]) -> list[Candidate]:
    return [place for place in places if place.kind not in ("country", "sea", "river", "other")]


def _around(points: Sequence[tuple[float, float]], reach_km: float) -> Window:
    """West, south, east and north of points, widened on all sides."""
    high = reach_km / _KM_PER_DEGREE
    wide = 2 * high  # more than enough up to 60° north
    lats, lons = [lat for lat, _ in points], [lon for _, lon in points]
    return (
        max(-180.0, min(lons) - wide),
        max(-90.0, min(lats) - high),
        min(180.0, max(lons) + wide),
        min(90.0, max(lats) + high),
    )


def _lies_in(answer: Answer, window: Window) -> bool:
    west, south, east, north = window
    return west <= answer.lon <= east and south <= answer.lat <= north


def _with_point(
    resolution: Resolution, place: Candidate, verdict: _Verdict, geocoder: Geocoder
) -> Resolution:
    """A place that keeps its identity and gets the server's point."""
    answer = verdict.answer
    if answer is None:
        return _refused(resolution, verdict, geocoder)
    credit = _credit(geocoder)
    exact = replace(
        place, lat=answer.lat, lon=answer.lon, precision="exact", radius_km=0.0, placed_by=credit
    )
    reason = f"{resolution.reason}; its point comes from {credit}"
    return replace(resolution, candidate=exact, reason=reason)


def _with_place(resolution: Resolution, verdict: _Verdict, geocoder: Geocoder) -> Resolution:
    """A place that only the server knows."""
    if verdict.answer is None:
        return _refused(resolution, verdict, geocoder)
    return replace(
        resolution,
        candidate=geocoder.candidate(verdict.answer),
        score=_EVEN,
        status="resolved",
        reason=f"in no gazetteer; {_credit(geocoder)} knows one place of this name there",
    )


def _refused(resolution: Resolution, verdict: _Verdict, geocoder: Geocoder) -> Resolution:
    told = f"{geocoder.provider.title} was asked: {verdict.why}"
    return replace(resolution, reason="; ".join(filter(None, (resolution.reason, told))))


def _credit(geocoder: Geocoder) -> str:
    return f"{geocoder.provider.title} ({geocoder.provider.attribution})"
