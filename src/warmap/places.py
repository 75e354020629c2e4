"""The places frame, and the function that makes it of an article.

`find_places` strings the stages together: text → mentions → resolutions → GeoDataFrame, one row per
mention. `find_resolutions` is the same without the frame, for callers that need no
geopandas. `validate_places` checks the contract of the frame; nothing here reads or writes files.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any, Literal, cast

from warmap.article import check_text
from warmap.errors import ArticleError, PlacesError
from warmap.gazetteer import Gazetteer
from warmap.layers import LayeredGazetteer, open_gazetteer
from warmap.mentions import Recognizer, find_mentions, mentions_at
from warmap.model import (
    KINDS,
    PRECISIONS,
    ROLES,
    STATUSES,
    Article,
    Candidate,
    Mention,
    Resolution,
    Rival,
)
from warmap.placelist import PlaceList, PlaceRow, apply_place_list
from warmap.resolve import resolve

if TYPE_CHECKING:
    import geopandas as gpd

__all__ = [
    "COLUMNS",
    "COUNTED",
    "counted",
    "find_and_correct",
    "find_places",
    "find_resolutions",
    "resolve_spans",
    "to_frame",
    "to_resolutions",
    "validate_places",
]

# Column → pandas type; geometry stands last and is added by geopandas.
COLUMNS = {
    "start": "int64",
    "end": "int64",
    "mention": "str",
    "quote": "str",
    "name": "str",
    "local_name": "str",
    "kind": "str",
    "role": "str",
    "country": "str",
    "admin1": "str",
    "population": "Int64",
    "source": "str",
    "source_id": "str",
    "geonameid": "Int64",
    "precision": "str",
    "radius_km": "float64",
    "score": "float64",
    "reason": "str",
    "rivals": "str",
    "status": "str",
}
_TEXT = [name for name, type_ in COLUMNS.items() if type_ == "str"]
_CHOICES: dict[str, Sequence[str]] = {
    "kind": KINDS,
    "role": ROLES,
    "precision": PRECISIONS,
    "status": STATUSES,
}


def find_resolutions(
    text: str | Article,
    *,
    place_list: PlaceList | None = None,
    gazetteer: Gazetteer | None = None,
    recognizer: Recognizer | None = None,
    home: str | None = None,
    demonyms: bool = False,
) -> list[Resolution]:
    """Find and resolve the places of an article, as plain records.

    Takes what `find_places` takes; it spares the import of geopandas.

    Returns
    -------
    list of Resolution
        One for each mention in the order of the text, then the places that the list adds.

    Raises
    ------
    ArticleError
        The text has lone surrogates.
    GazetteerError
        The gazetteer is missing or damaged, or `home` names no known place.

    Examples
    --------
    >>> [r.candidate.name for r in find_resolutions("They left the town of Mezhova.")]
    ['Mezhova']
    """
    return find_and_correct(
        text,
        place_list=place_list,
        gazetteer=gazetteer,
        recognizer=recognizer,
        home=home,
        demonyms=demonyms,
    )[0]


def find_and_correct(
    text: str | Article,
    *,
    place_list: PlaceList | None = None,
    gazetteer: Gazetteer | None = None,
    recognizer: Recognizer | None = None,
    home: str | None = None,
    demonyms: bool = False,
) -> tuple[list[Resolution], list[PlaceRow]]:
    """`find_resolutions`, and beside them the rows of the place list that fitted no mention.

    Examples
    --------
    >>> find_and_correct("Nothing is named here.")
    ([], [])
    """
    plain = text.text if isinstance(text, Article) else text
    check_text(plain)
    table = gazetteer or open_gazetteer()
    mentions = find_mentions(
        plain,
        gazetteer=table,
        recognizer=recognizer,
        demonyms=demonyms,
        names=place_list.names() if place_list else (),
    )
    found = resolve(plain, mentions, gazetteer=table, home=home)
    idle: list[PlaceRow] = []
    if place_list:
        found, idle = apply_place_list(found, place_list, gazetteer=table)
    return _placed_online(found, table), idle


def _placed_online(found: list[Resolution], table: Gazetteer) -> list[Resolution]:
    """With the points of the server that goes along with the gazetteer, if one does."""
    if not isinstance(table, LayeredGazetteer) or table.geocoder is None:
        return found
    from warmap.online import place_online

    return place_online(found, table.geocoder, gazetteer=table)


def find_places(
    text: str | Article,
    *,
    place_list: PlaceList | None = None,
    gazetteer: Gazetteer | None = None,
    recognizer: Recognizer | None = None,
    home: str | None = None,
    demonyms: bool = False,
) -> gpd.GeoDataFrame:
    """Find the places that an article names, and where they are.

    Parameters
    ----------
    text
        The article or its text.
    place_list
        The user's corrections, from `read_place_list`; they come before the gazetteer.
    gazetteer
        Where names are looked up; when None the bundled table, and over it what
        ``warmap gazetteer add`` has imported. Nobody is asked over the network, unless it is
        ``open_gazetteer(geocoder=...)``.
    recognizer
        A further source of spans.
    home
        Country, region or place that the publisher writes from.
    demonyms
        Also mark "Turkish" and "Russians".

    Returns
    -------
    GeoDataFrame
        EPSG:4326 points (x is the longitude), one row per mention in the order of the text; the
        columns start, end (code points), mention, quote, name, local_name, kind, role, country,
        admin1, population, source, source_id, geonameid, precision, radius_km (kilometres),
        score, reason, rivals (JSON), status, geometry.

    Raises
    ------
    ArticleError
        The text has lone surrogates.
    GazetteerError
        The gazetteer is missing or damaged, or `home` names no known place.

    Examples
    --------
    >>> places = find_places("Fighting reached the town of Mezhova in Ukraine.")
    >>> places[["mention", "kind", "admin1", "status"]].values.tolist()
    [['Mezhova', 'town', 'UA-12', 'resolved'], ['Ukraine', 'country', '', 'resolved']]
    """
    return to_frame(
        find_resolutions(
            text,
            place_list=place_list,
            gazetteer=gazetteer,
            recognizer=recognizer,
            home=home,
            demonyms=demonyms,
        )
    )


def resolve_spans(
    text: str,
    spans: Iterable[tuple[int, int]],
    *,
    place_list: PlaceList | None = None,
    gazetteer: Gazetteer | None = None,
    home: str | None = None,
) -> gpd.GeoDataFrame:
    """Resolve place names that somebody else found.

    Parameters
    ----------
    text
        The article.
    spans
        Half-open spans in code points.
    place_list, gazetteer, home
        As for `find_places`.

    Returns
    -------
    GeoDataFrame
        One row for each span, in the order given; the columns of `find_places`.

    Raises
    ------
    ArticleError
        The text has lone surrogates, or a span does not lie in it.
    GazetteerError
        The gazetteer is missing or damaged, or `home` names no known place.

    Examples
    --------
    >>> resolve_spans("From Kyiv to Lviv", [(13, 17), (5, 9)])["name"].tolist()
    ['Lviv', 'Kyiv']
    """
    check_text(text)
    table = gazetteer or open_gazetteer()
    given = list(spans)
    for start, end in given:
        if not 0 <= start < end <= len(text):
            raise ArticleError(
                f"span ({start}, {end}) does not lie in the text of {len(text)} characters; "
                "spans are half-open and count code points"
            )
    mentions = mentions_at(text, given)
    found = resolve(text, mentions, gazetteer=table, home=home)
    if place_list:
        found = apply_place_list(found, place_list, gazetteer=table)[0][: len(mentions)]
    return to_frame(_placed_online(found, table))


def to_frame(resolutions: Sequence[Resolution]) -> gpd.GeoDataFrame:
    """The places frame of resolutions, in their order.

    Examples
    --------
    >>> to_frame([]).crs.to_epsg()
    4326
    """
    import geopandas as gpd
    import pandas as pd
    from shapely import Point

    rows = [_row(r) for r in resolutions]
    columns = {name: pd.Series([r[name] for r in rows], dtype=t) for name, t in COLUMNS.items()}
    points = [Point(r.candidate.lon, r.candidate.lat) if r.candidate else None for r in resolutions]
    return gpd.GeoDataFrame(columns, geometry=gpd.GeoSeries(points, crs="EPSG:4326"))


def _row(resolution: Resolution) -> dict[str, Any]:
    place = resolution.candidate
    row: dict[str, Any] = {
        "start": resolution.mention.start,
        "end": resolution.mention.end,
        "mention": resolution.mention.text,
        "quote": resolution.quote,
        "role": resolution.role,
        "score": resolution.score,
        "reason": resolution.reason,
        "rivals": rivals_json(resolution.rivals),
        "status": resolution.status,
    }
    for column in COLUMNS:
        if column not in row:
            row[column] = _MISSING.get(column, "") if place is None else getattr(place, column)
    return row


# What an unresolved mention has in the columns that are no text.
_MISSING: dict[str, object] = {"population": None, "geonameid": None, "radius_km": 0.0}


def rivals_json(rivals: Sequence[Rival]) -> str:
    """The rivals of a mention as one JSON list, best first."""
    fields = ("kind", "country", "admin1", "lat", "lon", "precision", "radius_km", "source")
    found = [
        {"id": rival.candidate.id, "name": rival.candidate.name, "score": rival.score}
        | {"local_name": rival.candidate.local_name, "source_id": rival.candidate.source_id}
        | {field: getattr(rival.candidate, field) for field in fields}
        for rival in rivals
    ]
    return json.dumps(found, ensure_ascii=False, sort_keys=True)


def to_resolutions(places: gpd.GeoDataFrame) -> list[Resolution]:
    """The frame as plain records again: what `to_frame` made of them.

    Raises
    ------
    PlacesError
        The frame breaks the contract; the message lists every fault.

    Examples
    --------
    >>> found = find_resolutions("They left the town of Mezhova.")
    >>> to_resolutions(to_frame(found))[0].candidate.source_id
    '701305'
    """
    validate_places(places)
    return [_resolution(row) for row in places.to_dict("records")]


def _resolution(row: dict[str, Any]) -> Resolution:
    import pandas as pd

    def count(name: str) -> int | None:
        return None if pd.isna(row[name]) else int(row[name])

    point = row["geometry"]
    place = None
    if point is not None and row["status"] == "resolved":
        place = Candidate(
            **{name: row[name] for name in _PLACE_TEXT},
            lat=point.y,
            lon=point.x,
            population=count("population"),
            geonameid=count("geonameid"),
            radius_km=float(row["radius_km"]),
        )
    return Resolution(
        Mention(int(row["start"]), int(row["end"]), row["mention"]),
        quote=row["quote"],
        quote_start=-1,
        role=row["role"],
        candidate=place,
        score=float(row["score"]),
        reason=row["reason"],
        rivals=tuple(_rivals(row["rivals"])),
        status=row["status"],
    )


_PLACE_TEXT = (
    "source", "source_id", "name", "local_name", "kind", "country", "admin1", "precision",
)  # fmt: skip


def _rivals(text: str) -> Iterable[Rival]:
    for entry in json.loads(text or "[]"):
        score = entry.pop("score")
        entry.pop("id", None)
        yield Rival(Candidate(**entry), score)


def validate_places(places: gpd.GeoDataFrame) -> None:
    """Check a frame against the contract of places.

    Raises
    ------
    PlacesError
        One line for each fault: missing columns, wrong types, unknown values, points that are
        none, another coordinate system.

    Examples
    --------
    >>> places = find_places("They left the town of Mezhova.")
    >>> validate_places(places)
    >>> validate_places(places.drop(columns="kind"))
    Traceback (most recent call last):
    warmap.errors.PlacesError: column 'kind' is missing
    """
    import geopandas as gpd

    if not isinstance(places, gpd.GeoDataFrame):
        kind = type(places).__name__
        raise PlacesError(f"{kind} is not a GeoDataFrame; make one with find_places or read_places")
    missing = [c for c in COLUMNS if c not in places.columns]
    if "geometry" not in places.columns:
        missing.append("geometry")
    faults = [f"column {name!r} is missing" for name in missing]
    if not missing:
        faults += _type_faults(places) or [*_value_faults(places), *_point_faults(places)]
    if faults:
        raise PlacesError("\n".join(faults))


def _type_faults(places: gpd.GeoDataFrame) -> list[str]:
    import pandas as pd

    checks = {
        "str": pd.api.types.is_string_dtype,
        "int64": pd.api.types.is_integer_dtype,
        "Int64": pd.api.types.is_numeric_dtype,
        "float64": pd.api.types.is_numeric_dtype,
    }
    faults = []
    for name, wanted in COLUMNS.items():
        found = places[name].dtype
        if len(places) and not checks[wanted](found):
            faults.append(f"column {name!r} has type {found}; it must be {wanted}")
        elif wanted == "str" and places[name].isna().any():
            faults.append(f"column {name!r} has missing values; use empty text")
    return faults


def _value_faults(places: gpd.GeoDataFrame) -> Iterable[str]:
    for name, allowed in _CHOICES.items():
        empty = name in ("kind", "precision")
        for value in sorted(set(places[name]) - set(allowed)):
            if not (empty and value == "" and not _resolved(places[places[name] == ""]).any()):
                yield f"column {name!r} has {value!r}; it must be one of {', '.join(allowed)}"
    if not places["score"].between(0, 1).all():
        yield "column 'score' has values outside of 0 to 1"
    if (places["radius_km"] < 0).any():
        yield "column 'radius_km' has negative values"
    added = (places["start"] == -1) & (places["end"] == -1)
    if not (added | ((places["start"] >= 0) & (places["end"] > places["start"]))).all():
        yield "columns 'start' and 'end' must be a span, or both -1"
    for value in places["rivals"]:
        if not _is_json_list(value):
            yield f"column 'rivals' has {value[:40]!r}; it must be a JSON list"
            break


def _is_json_list(value: str) -> bool:
    try:
        return isinstance(json.loads(value or "[]"), list)
    except ValueError:
        return False


def _resolved(places: gpd.GeoDataFrame) -> Any:  # noqa: ANN401 - pandas has no type for a mask
    return places["status"] == "resolved"


def _point_faults(places: gpd.GeoDataFrame) -> Iterable[str]:
    if places.crs is None or places.crs.to_epsg() != 4326:
        yield f"the frame is in {places.crs}; convert it with to_crs('EPSG:4326')"
        return
    geometry = places.geometry
    if not geometry[_resolved(places)].geom_type.eq("Point").all():
        yield "column 'geometry' must have a point in every resolved row"
    x, y = geometry.x.dropna(), geometry.y.dropna()
    if not (x.between(-180, 180).all() and y.between(-90, 90).all()):
        yield "column 'geometry' has points outside of the globe; x is the longitude"


_ROLE_ORDER: dict[str, int] = {role: order for order, role in enumerate(ROLES)}
Counted = Literal["name", "kind", "role", "precision", "mentions"]
COUNTED: tuple[Counted, ...] = ("name", "kind", "role", "precision", "mentions")


def counted(resolutions: Sequence[Resolution]) -> list[dict[Counted, str | int]]:
    """One entry per place, most mentioned first: what the command line prints as a table.

    Examples
    --------
    >>> counted(find_resolutions("From Kyiv to Lviv and back to Kyiv."))[0]["mentions"]
    2
    """
    found: dict[str, dict[Counted, str | int]] = {}
    roles: dict[str, list[str]] = {}
    for resolution in resolutions:
        if resolution.status == "dropped":
            continue
        place = resolution.candidate
        key = place.id if place else f"?{resolution.mention.text}"
        entry = found.setdefault(
            key,
            {
                "name": place.name if place else resolution.mention.text,
                "kind": place.kind if place else "",
                "precision": _precision(place) if place else "unresolved",
                "mentions": 0,
            },
        )
        entry["mentions"] = cast("int", entry["mentions"]) + (resolution.mention.start >= 0)
        if resolution.role not in roles.setdefault(key, []):
            roles[key].append(resolution.role)
    for key, entry in found.items():
        entry["role"] = ", ".join(sorted(roles[key], key=lambda role: _ROLE_ORDER[role]))
    return sorted(found.values(), key=lambda e: (-cast("int", e["mentions"]), str(e["name"])))


def _precision(place: Candidate) -> str:
    if place.precision == "exact":
        return "exact"
    return f"{place.precision}, within {place.radius_km:.0f} km"
