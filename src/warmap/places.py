"""The whole way from an article to its places.

`find_places` strings the stages together: text → mentions → resolutions → GeoDataFrame, one row per
mention. `find_resolutions` is the same without the frame, for callers that need no
geopandas. What the frame holds is told in `frames`; nothing here reads or writes files.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Literal, cast

from warmap.article import check_text
from warmap.corrections import apply_place_list
from warmap.errors import ArticleError
from warmap.frames import COLUMNS, to_frame, to_resolutions, validate_places
from warmap.gazetteer import Gazetteer
from warmap.layers import LayeredGazetteer, open_gazetteer
from warmap.mentions import Recognizer, find_mentions, mentions_at
from warmap.model import (
    ROLES,
    Article,
    Candidate,
    Resolution,
)
from warmap.placelist import PlaceList, PlaceRow
from warmap.progress import progress
from warmap.resolve import THRESHOLD, resolve
from warmap.tokens import tokenize
from warmap.weights import Weights

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


def find_resolutions(
    text: str | Article,
    *,
    place_list: PlaceList | None = None,
    gazetteer: Gazetteer | None = None,
    recognizer: Recognizer | None = None,
    home: str | None = None,
    demonyms: bool = False,
    threshold: float = THRESHOLD,
    weights: Weights | None = None,
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
    WarmapError
        `threshold` is not within 0 to 1.

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
        threshold=threshold,
        weights=weights,
    )[0]


def find_and_correct(
    text: str | Article,
    *,
    place_list: PlaceList | None = None,
    gazetteer: Gazetteer | None = None,
    recognizer: Recognizer | None = None,
    home: str | None = None,
    demonyms: bool = False,
    threshold: float = THRESHOLD,
    weights: Weights | None = None,
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
    with progress("finding places", total=3) as advance:
        tokens = tokenize(plain)
        advance(1)
        mentions = find_mentions(
            plain,
            tokens=tokens,
            gazetteer=table,
            recognizer=recognizer,
            demonyms=demonyms,
            names=place_list.names() if place_list else (),
            weights=weights,
        )
        advance(1)
        found = resolve(
            plain,
            mentions,
            gazetteer=table,
            tokens=tokens,
            home=home,
            threshold=threshold,
            weights=weights,
        )
        advance(1)
    idle: list[PlaceRow] = []
    if place_list:
        known = {(mention.start, mention.end) for mention in mentions}
        listed = [span for span in place_list.spans(plain) if span not in known]
        unfound = mentions_at(plain, listed, gazetteer=table) if listed else []
        found, idle = apply_place_list(
            found,
            place_list,
            gazetteer=table,
            unfound=resolve(
                plain, unfound, gazetteer=table, tokens=tokens, home=home, weights=weights
            ),
        )
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
    threshold: float = THRESHOLD,
    weights: Weights | None = None,
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
    threshold
        Score under which a mention stays unresolved, 0 to 1.
    weights
        What the features of both decisions weigh; when None the bundled ones.

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
    WarmapError
        `threshold` is not within 0 to 1.

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
            threshold=threshold,
            weights=weights,
        )
    )


def resolve_spans(
    text: str,
    spans: Iterable[tuple[int, int]],
    *,
    place_list: PlaceList | None = None,
    gazetteer: Gazetteer | None = None,
    home: str | None = None,
    threshold: float = THRESHOLD,
    weights: Weights | None = None,
) -> gpd.GeoDataFrame:
    """Resolve place names that somebody else found.

    Parameters
    ----------
    text
        The article.
    spans
        Half-open spans in code points.
    place_list, gazetteer, home, threshold, weights
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
    WarmapError
        `threshold` is not within 0 to 1.

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
    mentions = mentions_at(text, given, gazetteer=table)
    found = resolve(
        text, mentions, gazetteer=table, home=home, threshold=threshold, weights=weights
    )
    if place_list:
        found = apply_place_list(found, place_list, gazetteer=table)[0][: len(mentions)]
    return to_frame(_placed_online(found, table))


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
