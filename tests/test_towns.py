"""Towns for orientation: which are shown from which zoom, and which never."""

from __future__ import annotations

from itertools import combinations
from math import asinh, hypot, pi, radians, tan
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from warmap import Article
from warmap.bundled import data_path
from warmap.errors import GazetteerError
from warmap.gazetteer import DEGREE, default_gazetteer
from warmap.page import page_data
from warmap.places import find_resolutions
from warmap.towns import APART, SPACE, _all_towns, towns_around

TEXT = data_path("articles/afp-2025-06-08.txt").read_text(encoding="utf-8")


def shown(text: str, **options: Any) -> list[dict[str, Any]]:
    found = page_data(find_resolutions(text), article=Article(text), **options)["towns"]
    assert isinstance(found, list)
    return found


def names(text: str, **options: Any) -> set[str]:
    return {town["name"] for town in shown(text, **options)}


def pixels(lat: float, lon: float, zoom: float) -> tuple[float, float]:
    world = 256 * 2**zoom
    return (lon + 180) / 360 * world, (0.5 - asinh(tan(radians(lat))) / (2 * pi)) * world


def distance(one: tuple[float, float], other: tuple[float, float], zoom: float) -> float:
    (x1, y1), (x2, y2) = pixels(*one, zoom), pixels(*other, zoom)
    return hypot(x1 - x2, y1 - y2)


@given(st.floats(-150, 150), st.floats(-50, 65), st.floats(2, 40))
def test_towns_keep_apart_from_each_other_and_from_the_places_at_every_zoom(
    lon: float, lat: float, wide: float
) -> None:
    place = {"id": "geonames:0", "shape": None, "lat": lat, "lon": lon}
    view = (lon - wide / 2, lat - wide / 4, lon + wide / 2, lat + wide / 4)
    limits = (round(lon) - 20.0, round(lat) - 15.0, round(lon) + 20.0, round(lat) + 15.0)
    towns = towns_around([place], [view], limits)
    assert [town["zoom"] for town in towns] == sorted(town["zoom"] for town in towns)
    for one, other in combinations(towns, 2):
        zoom = max(one["zoom"], other["zoom"])
        assert distance(one["point"], other["point"], zoom) > SPACE - 2  # points are rounded
    for town in towns:
        assert distance(town["point"], (lat, lon), town["zoom"]) > APART - 2
        assert limits[0] <= town["point"][1] <= limits[2]
        assert limits[1] <= town["point"][0] <= limits[3]


def test_around_the_article_the_largest_towns_that_it_does_not_name_are_shown() -> None:
    found = names(TEXT)
    assert found >= {"Kharkiv", "Donetsk", "Luhansk", "Zaporizhzhia", "Sevastopol", "Odesa"}
    assert not found & {"Dnipro", "Kyiv", "Mezhova", "Moscow", "Istanbul"}


def test_the_larger_of_two_towns_is_shown_first() -> None:
    towns = shown("Shelling hit the town of Mezhova.")
    zooms = {town["name"]: town["zoom"] for town in towns}
    assert zooms["Donetsk"] < zooms["Pokrovsk"]
    assert zooms["Dnipro"] < zooms["Pavlohrad"]


def test_a_city_comes_before_its_quarters_however_many_live_there() -> None:
    towns = shown("A fire broke out in Jonesboro, Arkansas.")
    zooms = {town["name"]: town["zoom"] for town in towns}
    assert "Memphis" in zooms
    assert zooms["Memphis"] < zooms.get("New South Memphis", 99)


def test_a_town_whose_name_the_text_leaves_open_is_not_shown() -> None:
    found = page_data(find_resolutions("Shelling hit Mezhova."))
    place = found["places"][0]
    around = ([found["view"]], found["limits"])
    assert "Donetsk" in {town["name"] for town in towns_around([place], *around)}
    for without in ("DONETSK", "geonames:709717"):
        left = {town["name"] for town in towns_around([place], *around, without={without})}
        assert "Donetsk" not in left
        assert "Dnipro" in left
    left = {t["name"] for t in towns_around([place], *around, lang="uk", without={"Donetsk"})}
    assert "Донецьк" not in left
    assert "Дніпро" in left


def test_rivals_of_a_place_are_not_shown_as_if_nobody_asked_for_them() -> None:
    text = "A fire broke out in Springfield on Monday."
    (resolution,) = find_resolutions(text)
    rivals = {rival.candidate.id for rival in resolution.rivals}
    assert rivals
    points = {
        (round(place.lat, 3), round(place.lon, 3))
        for place in map(default_gazetteer().by_id, rivals)
        if place
    }
    assert points.isdisjoint(tuple(town["point"]) for town in shown(text))


def test_each_of_several_articles_has_towns_around_its_places() -> None:
    texts = ["Shelling hit the town of Mezhova.", "A fire broke out in Lansing, Michigan."]
    found = page_data(
        [find_resolutions(text) for text in texts], article=[Article(text) for text in texts]
    )
    towns = {town["name"]: town["zoom"] for town in found["towns"]}
    assert towns["Pavlohrad"] > 6
    assert towns["Kalamazoo"] > 6


def test_ukrainian_pages_have_ukrainian_names_alone() -> None:
    found = names(TEXT, lang="uk")
    assert found >= {"Харків", "Донецьк", "Ростов-на-Дону"}
    assert not [name for name in found if name.isascii()]


def test_a_map_that_is_full_of_places_has_no_further_towns() -> None:
    place = {"shape": None, "lat": 48.26, "lon": 36.73}
    around = ([(31.0, 44.0, 40.0, 51.0)], (16.0, 36.0, 56.0, 59.0))
    assert towns_around([place | {"id": f"warmap:{n}"} for n in range(100)], *around)
    assert not towns_around([place | {"id": f"warmap:{n}"} for n in range(101)], *around)


def test_the_towns_are_the_gazetteers_with_their_points_and_each_once() -> None:
    towns = _all_towns()
    assert len(set(towns[:, 0].tolist())) == len(towns) > 60_000
    for number, lat, lon in towns[::400].tolist():
        place = default_gazetteer().by_id(f"geonames:{number}")
        assert place
        assert place.kind in {"city", "town"}
        assert (round(place.lat * DEGREE), round(place.lon * DEGREE)) == (lat, lon)


def test_a_damaged_table_of_towns_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "towns.npy"
    path.write_bytes(data_path("towns.npy").read_bytes()[:1000])
    monkeypatch.setattr("warmap.towns.data_path", lambda _: path)
    _all_towns.cache_clear()
    with pytest.raises(GazetteerError, match=r"towns\.npy: not a table"):
        towns_around([], [(22.0, 44.0, 40.0, 52.0)], (7.0, 36.0, 56.0, 61.0))


def test_without_places_the_towns_of_ukraine_are_shown() -> None:
    assert names("Nothing happened.") >= {"Kyiv", "Kharkiv", "Odesa", "Dnipro", "Lviv", "Donetsk"}
