"""The outlines: what belongs to Ukraine, borders that fit, and files that are no table."""

from __future__ import annotations

import csv
import json
import math
import re
import sqlite3
import zlib
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import shapely
from shapely.geometry.base import BaseGeometry

from warmap import areas
from warmap.areas import AreaTable, area, countries_within, default_areas, ukraine_units
from warmap.bundled import ReadOnlyTable, data_path
from warmap.errors import GazetteerError
from warmap.gazetteer import SCHEMA, default_gazetteer
from warmap.model import KINDS
from warmap.names import normalise

KM_PER_DEGREE = 111.2

# Unit, latitude, longitude of a point on land in the middle of the town.
TOWNS = {
    "Simferopol": ("UA-43", 44.9521, 34.1024),
    "Kerch": ("UA-43", 45.3531, 36.4743),
    "west of Kerch": ("UA-43", 45.3531, 36.41),
    "Dzhankoi": ("UA-43", 45.7087, 34.3927),
    "Yalta": ("UA-43", 44.4952, 34.1663),
    "Sevastopol": ("UA-40", 44.6, 33.53),
    "Donetsk": ("UA-14", 48.0159, 37.8028),
    "Mariupol": ("UA-14", 47.0971, 37.5434),
    "Luhansk": ("UA-09", 48.5740, 39.3078),
    "Melitopol": ("UA-23", 46.8489, 35.3675),
    "Kherson": ("UA-65", 46.6558, 32.6178),
}


def shapes_where(condition: str) -> dict[str, BaseGeometry]:
    """Every such row of the table, not only those that a query would give."""
    table = ReadOnlyTable(data_path("areas.sqlite"), schema=1)
    rows = table.rows(f"SELECT id, geometry FROM area WHERE {condition}")
    return {key: shapely.from_geojson(zlib.decompress(blob)) for key, blob in rows}


@cache
def all_shapes() -> dict[str, BaseGeometry]:
    """The countries, regions and districts."""
    return shapes_where("level != 'water'")


@cache
def waters() -> dict[str, BaseGeometry]:
    return shapes_where("level = 'water'")


@cache
def units() -> dict[str, BaseGeometry]:
    features = ukraine_units()["features"]
    return {f["properties"]["id"]: as_shape(f["geometry"]) for f in features}


def as_shape(geometry: dict[str, Any]) -> BaseGeometry:
    return shapely.from_geojson(json.dumps(geometry))


def is_ukrainian(key: str) -> bool:
    return key == "UA" or key.startswith("UA-")


def distance_km(point: shapely.Point, geometry: BaseGeometry) -> float:
    """Never more than the true distance: degrees of longitude count at their shortest here."""
    return point.distance(geometry) * KM_PER_DEGREE * math.cos(math.radians(point.y + 5))


def test_ukraine_has_27_units_with_crimea_and_sevastopol() -> None:
    features = ukraine_units()["features"]
    ids = [feature["properties"]["id"] for feature in features]
    assert len(ids) == 27
    assert ids == sorted(set(ids))
    assert {"UA-43", "UA-40"} <= set(ids)
    names = {f["properties"]["id"]: f["properties"]["name_uk"] for f in features}
    assert names["UA-43"] == "Автономна Республіка Крим"
    assert names["UA-40"] == "Севастополь"
    assert names["UA-14"] == "Донецька область"


def test_the_units_fit_without_gaps_or_overlaps() -> None:
    shapes = list(units().values())
    whole = shapely.union_all(shapes)
    assert sum(shape.area for shape in shapes) == pytest.approx(whole.area, abs=1e-6)
    assert shapely.coverage_is_valid(shapes)
    holes = [hole for part in shapely.get_parts(whole) for hole in part.interiors]
    assert holes == []


def test_the_table_draws_the_same_units_and_the_country_is_their_union() -> None:
    for key, shape in units().items():
        assert all_shapes()[key].equals(shape), key
    assert all_shapes()["UA"].equals(shapely.union_all(list(units().values())))


@pytest.mark.parametrize("town", TOWNS)
def test_a_town_lies_in_its_unit_and_in_ukraine_only(town: str) -> None:
    unit, lat, lon = TOWNS[town]
    point = shapely.Point(lon, lat)
    assert {key for key, shape in all_shapes().items() if shape.covers(point)} == {"UA", unit}
    assert [key for key, shape in units().items() if shape.covers(point)] == [unit]


@pytest.mark.parametrize("town", TOWNS)
def test_no_other_country_comes_near_a_town(town: str) -> None:
    _, lat, lon = TOWNS[town]
    point = shapely.Point(lon, lat)
    foreign = {key: shape for key, shape in all_shapes().items() if not is_ukrainian(key)}
    assert {"RU", "RU-KDA", "RU-ROS"} <= set(foreign)
    nearest = min(foreign, key=lambda key: point.distance(foreign[key]))
    assert distance_km(point, foreign[nearest]) > 3, nearest


def test_no_polygon_of_the_world_takes_ground_from_ukraine() -> None:
    ukraine = shapely.union_all(list(units().values()))
    shapely.prepare(ukraine)
    taken = {
        key: shape.intersection(ukraine).area
        for key, shape in all_shapes().items()
        if not is_ukrainian(key) and ukraine.intersects(shape)
    }
    assert {"PL", "RU", "RU-BEL"} <= set(taken)  # they share a border, so the test sees them
    assert max(taken.values()) < 1e-9


def test_every_shape_of_the_world_is_a_valid_polygon_in_degrees() -> None:
    for key, shape in all_shapes().items():
        assert shape.geom_type in {"Polygon", "MultiPolygon"}, key
        assert shape.is_valid, key
        assert not shape.is_empty, key
        west, south, east, north = shape.bounds
        assert -181 <= west < east <= 181, key
        assert -91 <= south < north <= 91, key


def test_a_country_is_drawn_as_finely_as_its_regions() -> None:
    def corners(level: str) -> set[tuple[float, float]]:
        shapes = list(shapes_where(f"level = '{level}'").values())
        return {(lon, lat) for lon, lat in shapely.get_coordinates(shapes).tolist()}

    countries, regions = corners("country"), corners("region")
    assert len(countries) > 150_000
    # Where a country's units have no region, it has corners of its own.
    assert len(countries - regions) < 200


def test_every_water_of_the_gazetteer_has_a_shape_but_those_the_readme_names() -> None:
    kinds = tuple(KINDS.index(kind) for kind in ("sea", "river"))
    table = ReadOnlyTable(data_path("gazetteer.sqlite"), schema=SCHEMA)
    known = {code for (code,) in table.rows("SELECT code FROM place WHERE kind IN (?, ?)", kinds)}
    assert not waters().keys() - known
    with (Path(__file__).parents[1] / "data" / "sites.csv").open(encoding="utf-8") as file:
        rows = [row for row in csv.DictReader(file) if row["kind"] in {"sea", "river"}]
    by_hand = {
        f"{row['kind']}-" + re.sub("[^a-z0-9]+", "-", normalise(row["name"])).strip("-")
        for row in rows
    }
    assert by_hand <= known
    assert known - waters().keys() - by_hand == {
        "sea-bab-el-mandeb", "sea-drake-passage", "sea-kara-strait", "sea-la-perouse-strait",
        "sea-luzon-strait", "sea-maputo-bay", "sea-scotia-sea",
        "sea-st-helena-bay", "sea-strait-of-gibraltar", "sea-yucatan-channel",
    }  # fmt: skip


def test_a_sea_is_called_on_the_map_as_in_the_gazetteer() -> None:
    table = default_gazetteer()
    for key, name, _ in default_areas().seas_within(-180, -90, 180, 90):
        place = table.by_id(f"warmap:{key}")
        assert place is not None, key
        assert place.name == name


def test_no_water_has_the_id_of_a_country_or_region() -> None:
    assert not waters().keys() & all_shapes().keys()
    assert all(key.startswith(("sea-", "river-")) for key in waters())
    assert not any(key.startswith(("sea-", "river-")) for key in all_shapes())


def test_every_water_is_surface_or_line_in_degrees() -> None:
    for key, shape in waters().items():
        surface = shape.geom_type in {"Polygon", "MultiPolygon"}
        line = key.startswith("river-") and shape.geom_type in {"LineString", "MultiLineString"}
        assert surface or line, key
        assert shape.is_valid, key
        assert not shape.is_empty, key
        west, south, east, north = shape.bounds
        assert -180 <= west < east <= 180, key
        assert -90 <= south < north <= 90, key


def test_the_label_of_a_water_lies_in_its_shape() -> None:
    table = default_gazetteer()
    for key, shape in waters().items():
        place = table.by_id(f"warmap:{key}")
        assert place is not None, key
        if key not in {"river-great-lakes", "sea-karaginsky-gulf", "sea-scoresby-sound"}:
            away = distance_km(shapely.Point(place.lon, place.lat), shape)
            assert away <= 3, key  # of those three the point lies on land among the waters


@pytest.mark.parametrize(
    ("sea", "lat", "lon"),
    [
        ("sea-black-sea", 43.5, 33.0),
        ("sea-black-sea", 46.0, 31.0),  # off Odesa
        ("sea-sea-of-azov", 46.0, 36.5),
        ("river-kakhovka-reservoir", 47.5, 34.7),
        ("sea-aegean-sea", 39.2, 25.2),
    ],
)
def test_a_sea_holds_its_water(sea: str, lat: float, lon: float) -> None:
    assert waters()[sea].covers(shapely.Point(lon, lat))


@pytest.mark.parametrize(
    ("sea", "lat", "lon"),
    [
        ("sea-black-sea", 46.4825, 30.7233),  # Odesa
        ("sea-black-sea", 45.3531, 36.4743),  # Kerch
        ("sea-black-sea", 44.9521, 34.1024),  # Simferopol
        ("sea-black-sea", 46.0, 36.5),  # the Sea of Azov
        ("sea-sea-of-azov", 47.0971, 37.5434),  # Mariupol
        ("sea-aegean-sea", 39.2, 26.2),  # Lesbos, an island
    ],
)
def test_a_sea_holds_no_town_island_or_other_sea(sea: str, lat: float, lon: float) -> None:
    assert not waters()[sea].covers(shapely.Point(lon, lat))


@pytest.mark.parametrize(
    ("river", "lat", "lon"),
    [
        ("river-dnieper", 50.4501, 30.5234),  # Kyiv
        ("river-dnieper", 48.4647, 35.0462),  # Dnipro
        ("river-dnieper", 47.8388, 35.1396),  # Zaporizhzhia
        ("river-dnieper", 46.6558, 32.6178),  # Kherson
        ("river-danube", 47.4979, 19.0402),  # Budapest
    ],
)
def test_a_river_passes_its_towns(river: str, lat: float, lon: float) -> None:
    assert distance_km(shapely.Point(lon, lat), waters()[river]) < 5


def test_the_shapes_stay_small() -> None:
    assert data_path("areas.sqlite").stat().st_size < 8_000_000
    assert sum(len(shapely.get_coordinates(shape)) for shape in waters().values()) < 50_000


def test_one_outline_is_given_alone() -> None:
    donetsk = as_shape(area("UA-14") or {})
    assert donetsk.equals(units()["UA-14"])
    west, _, _, north = donetsk.bounds
    assert 36 < west < 38  # longitude comes first
    assert 48 < north < 50


@pytest.mark.parametrize("unknown", ["UA-99", "ua-14", "", "iso:UA-14", "' OR 1=1 --"])
def test_an_unknown_id_has_no_outline(unknown: str) -> None:
    assert area(unknown) is None


def test_a_window_gives_its_countries_with_the_outlines_that_area_gives() -> None:
    found = countries_within(33.0, 44.0, 37.5, 46.5)
    ids = [iso for iso, _, _ in found]
    assert ids == sorted(ids)
    assert {"UA", "RU"} <= set(ids)
    assert next(geometry for iso, _, geometry in found if iso == "UA") == area("UA")
    assert countries_within(-31.0, 40.0, -30.0, 41.0) == []  # the Atlantic


@pytest.mark.parametrize(
    ("what", "lat", "lon"),
    [("Akrotiri", 34.60, 32.96), ("the Siachen Glacier", 35.40, 77.20), ("Dhekelia", 35.00, 33.75)],
)
def test_land_that_is_shown_as_no_countrys_is_land_without_a_name(
    what: str, lat: float, lon: float
) -> None:
    around = countries_within(lon - 1, lat - 1, lon + 1, lat + 1)
    point = shapely.Point(lon, lat)
    holding = [
        (iso, name)
        for iso, name, geometry in around
        if shapely.from_geojson(json.dumps(geometry)).contains(point)
    ]
    assert holding == [("~", "")], what


def test_a_missing_file_is_named() -> None:
    with pytest.raises(GazetteerError) as caught:
        AreaTable("no/such/areas.sqlite").area("UA")
    assert_one_line(caught.value, "areas.sqlite")


@pytest.mark.parametrize("content", [b"", b"SQLite format 3\0 and no more", b"<html>" * 500])
def test_a_file_that_is_no_table_is_named(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "areas.sqlite"
    path.write_bytes(content)
    with pytest.raises(GazetteerError) as caught:
        AreaTable(path).area("UA")
    assert_one_line(caught.value, str(path))


@pytest.mark.parametrize("blob", [b"not deflated", zlib.compress(b'{"type": "Poly')])
def test_a_damaged_shape_is_an_error(tmp_path: Path, blob: bytes) -> None:
    path = tmp_path / "areas.sqlite"
    db = sqlite3.connect(path)
    db.execute("CREATE TABLE area (id TEXT, geometry BLOB)")
    db.execute("INSERT INTO area VALUES ('UA', ?)", (blob,))
    db.execute("PRAGMA user_version = 1")
    db.commit()
    db.close()
    with pytest.raises(GazetteerError) as caught:
        AreaTable(path).area("UA")
    assert_one_line(caught.value, str(path))


def test_units_that_are_no_geojson_are_an_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "ukraine.geojson"
    path.write_text('{"type": "FeatureColl', encoding="utf-8")
    monkeypatch.setattr(areas, "data_path", lambda _: path)
    with pytest.raises(GazetteerError) as caught:
        ukraine_units()
    assert_one_line(caught.value, str(path))


def test_the_bundled_table_is_opened_once() -> None:
    assert default_areas() is default_areas()


def assert_one_line(error: GazetteerError, named: str) -> None:
    assert named in str(error)
    assert "\n" not in str(error)
