"""The user's own tables and layers: every way to write them, and every fault at once."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import geopandas as gpd
import pytest
import shapely

from warmap.errors import GazetteerError
from warmap.ownfiles import read_own_places
from warmap.records import PlaceRecord


def table(folder: Path, text: str, name: str = "mine.csv") -> Path:
    (folder / name).write_text(text, encoding="utf-8")
    return folder / name


def feature(geometry: dict[str, Any] | None, **properties: object) -> dict[str, Any]:
    return {"type": "Feature", "properties": properties, "geometry": geometry}


def at(lat: float, lon: float) -> dict[str, Any]:
    return {"type": "Point", "coordinates": [lon, lat]}


def geojson(folder: Path, *features: dict[str, Any], name: str = "mine.geojson") -> Path:
    content = {"type": "FeatureCollection", "features": list(features)}
    (folder / name).write_text(json.dumps(content), encoding="utf-8")
    return folder / name


def faults(path: Path) -> list[str]:
    """The lines with which a file is refused."""
    with pytest.raises(GazetteerError) as caught:
        read_own_places(path)
    lines = str(caught.value).split("\n")
    assert all(line.startswith(f"{path.name}: ") for line in lines)
    return lines


# --- tables ---------------------------------------------------------------------------------


def test_all_columns_of_a_table_count(tmp_path: Path) -> None:
    path = table(
        tmp_path,
        "name,lat,lon,local_name,kind,country,admin1,raion,population,id,remark\n"
        'Dam 3|Third Dam,48.1,37.2,Дамба 3,Site,ua,ua-14,UA14120000000070232,"1,200",d3,x\n',
    )
    assert read_own_places(path) == [
        PlaceRecord(
            1, "Dam 3", ("Dam 3", "Third Dam", "Дамба 3"), 48.1, 37.2, kind="site",
            country="UA", admin1="UA-14", raion="UA1412", population=1200, id="d3",
        )
    ]  # fmt: skip


def test_three_columns_are_enough(tmp_path: Path) -> None:
    assert read_own_places(table(tmp_path, "name,lat,lon\nDam 3,48.1,37.2\n")) == [
        PlaceRecord(1, "Dam 3", ("Dam 3",), 48.1, 37.2, kind="other")
    ]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.csv", "name,lat,lon\nPost 7,48.5,37.25\n"),
        ("a.csv", "\ufeffname,lat,lon\r\nPost 7,48.5,37.25\r\n"),
        ("a.csv", '"name","lat","lon"\n"Post 7","48.5","37.25"\n'),
        ("a.csv", "name;lat;lon\nPost 7;48,5;37,25\n"),
        ("a.csv", "name;lat;lon\nPost 7;48.5;37.25\n"),
        ("a.csv", "Name ; Latitude ; Longitude\nPost 7; 48,5 ; 37,25\n"),
        ("a.csv", "name\tlat\tlon\nPost 7\t48.5\t37.25\n"),
        ("A.TSV", "name\tlat\tlon\nPost 7\t48.5\t37.25\n"),
        ("a.csv", "LATITUDE,LONGITUDE,NAME\n48.5,37.25,Post 7\n"),
        ("a.csv", "title,x,y\nPost 7,37.25,48.5\n"),
        ("a.csv", "name,lat,lng\n Post  7 ,48.5,37.25\n"),
        ("a.csv", "name,lat,long\n|Post 7||,48.5,37.25\n"),
    ],
)
def test_spreadsheets_write_one_table_in_many_ways(tmp_path: Path, name: str, text: str) -> None:
    (row,) = read_own_places(table(tmp_path, text, name))
    assert (row.names, row.lat, row.lon) == (("Post 7",), 48.5, 37.25)


def test_a_region_tells_its_country(tmp_path: Path) -> None:
    path = table(tmp_path, "name,lat,lon,iso_3166_2\nPost 7,48,37,UA-14\n")
    assert [(r.country, r.admin1) for r in read_own_places(path)] == [("UA", "UA-14")]


def test_empty_rows_are_no_places(tmp_path: Path) -> None:
    path = table(tmp_path, "name,lat,lon\nPost 7,48,37\n,,\n\nPost 8,48,37\n")
    assert [row.name for row in read_own_places(path)] == ["Post 7", "Post 8"]


@pytest.mark.parametrize("text", ["1200", "1 200", "1,200", "1'200", "1200.0", "1\u00a0200"])
def test_a_population_may_be_grouped(tmp_path: Path, text: str) -> None:
    path = table(tmp_path, f'name,lat,lon,population\nPost 7,48,37,"{text}"\n')
    assert read_own_places(path)[0].population == 1200


def test_every_fault_is_told_at_once_with_its_row(tmp_path: Path) -> None:
    path = table(
        tmp_path,
        "name,lat,lon,kind,country,admin1,raion,population\n"
        "Good,48,37,village,UA,UA-14,UA1412,5\n"
        ",48,37,,,,,\n"
        "Off,95,37,,,,,\n"
        "Nowhere,nan,37,,,,,\n"
        "Far,48,inf,,,,,\n"
        "Text,north,37,,,,,\n"
        "Kind,48,37,volcano,,,,\n"
        "Country,48,37,,Ukraine,,,\n"
        "Admin1,48,37,,UA,14,,\n"
        "Raion,48,37,,UA,UA-14,Bakhmut,\n"
        "People,48,37,,,,,many\n"
        "Minus,48,37,,,,,-5\n"
        "Half,48,37,,,,,1.5\n"
        "Square,48,37,,,,,²\n"
        f"Crowd,48,37,,,,,{'9' * 30}\n"
        "|,48,37,,,,,\n",
    )
    expected = [
        "row 2: column name is empty",
        "row 3: 95, 37 is not on the globe",
        "row 4: nan, 37 is not on the globe",
        "row 5: 48, inf is not on the globe",
        "row 6: 'north', '37' are no degrees",
        "row 7: column kind: 'volcano' is not known",
        "row 8: column country: 'Ukraine' is not an ISO 3166-1 code",
        "row 9: column admin1: '14' is not an ISO 3166-2 code",
        "row 10: column raion: 'Bakhmut' is not a KATOTTG code",
        "row 11: column population: 'many'",
        "row 12: column population: '-5'",
        "row 13: column population: '1.5'",
        "row 14: column population: '²'",
        "row 15: column population: '999",
        "row 16: column name is empty",
    ]
    found = faults(path)
    assert len(found) == len(expected)
    for line, words in zip(found, expected, strict=True):
        assert line.startswith(f"mine.csv: {words}")


def test_a_thousand_faults_are_not_all_printed(tmp_path: Path) -> None:
    found = faults(table(tmp_path, "name,lat,lon\n" + "Off,95,37\n" * 1000))
    assert len(found) == 51
    assert found[-1] == "mine.csv: and 950 more faults"


def test_an_id_is_given_once(tmp_path: Path) -> None:
    head = "name,lat,lon,id\n"
    (line,) = faults(table(tmp_path, head + "Post 7,48,37,a\nPost 8,49,37,a\n"))
    assert "row 2: column id: 'a' stands for row 1 already" in line
    # A row without an id is called by its number.
    (line,) = faults(table(tmp_path, head + "Post 7,48,37,2\nPost 8,49,37,\n"))
    assert "row 2: column id: '2' stands for row 1 already" in line
    ids = "Post 7,48,37,2\nPost 8,49,37,1\nZoria,48,37,geonames:1\nZoria,48,37,geonames:1\n"
    assert len(read_own_places(table(tmp_path, head + ids))) == 4


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("lat,lon\n48,37\n", "no column 'name'"),
        ("name,lon\nPost 7,37\n", "no column 'lat'"),
        ("name,lat\nPost 7,48\n", "no column 'lon'"),
        ("name,lat,lat,lon\nPost 7,48,49,37\n", "column 'lat' stands twice"),
        ("name,lat,Latitude,lon\nPost 7,48,49,37\n", "column 'lat' stands twice"),
        ("name,title,lat,lon\nPost 7,Post 7,48,37\n", "column 'name' stands twice"),
        ("name,lat,lon\nPost 7,48,5,37,2\n", "more cells than the first line"),
        ("name,lat,lon\nPost 7,48,37\nPost 8,48,5,37\n", "no valid CSV"),
        ('name,lat,lon\n"Post 7,48,37\n', "no valid CSV"),
        ("", "no valid CSV"),
    ],
)
def test_a_table_of_another_shape_is_one_line(tmp_path: Path, text: str, words: str) -> None:
    (line,) = faults(table(tmp_path, text))
    assert words in line


def test_a_table_that_is_not_utf_8_is_refused(tmp_path: Path) -> None:
    for text in ("name,lat,lon\nЗоря,48,37\n", "назва,lat,lon\nЗоря,48,37\n"):
        (tmp_path / "mine.csv").write_bytes(text.encode("cp1251"))
        assert "not UTF-8" in faults(tmp_path / "mine.csv")[0]


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    for name in ("none.csv", "none.geojson"):
        with pytest.raises(GazetteerError, match=f"{name}: no such file"):
            read_own_places(tmp_path / name)


# --- layers ---------------------------------------------------------------------------------


def test_points_of_a_layer_are_places(tmp_path: Path) -> None:
    path = geojson(
        tmp_path,
        feature(at(48.1, 37.2), name="Post 7|P7", kind="site", admin1="UA-14", population=1200),
        feature(at(48.2, 37.3), name="Post 8", kind=None, admin1=None, population=None),
    )
    assert read_own_places(path) == [
        PlaceRecord(
            1, "Post 7", ("Post 7", "P7"), 48.1, 37.2, kind="site", country="UA",
            admin1="UA-14", population=1200,
        ),
        PlaceRecord(2, "Post 8", ("Post 8",), 48.2, 37.3, kind="other"),
    ]  # fmt: skip


def test_other_shapes_count_as_a_point_in_them(tmp_path: Path) -> None:
    ring = [(37.0, 48.0), (38.0, 48.0), (38.0, 49.0), (37.9, 48.1), (37.0, 48.0)]
    polygon = {"type": "Polygon", "coordinates": [ring]}
    line = {"type": "LineString", "coordinates": [[37, 48], [37.5, 48], [38, 48]]}
    path = geojson(tmp_path, feature(polygon, name="Wood"), feature(line, name="Canal"))
    wood, canal = read_own_places(path)
    assert shapely.Polygon(ring).contains(shapely.Point(wood.lon, wood.lat))
    assert canal.lat == 48
    assert 37 <= canal.lon <= 38


@pytest.mark.parametrize("crs", [3857, 32637])
def test_a_layer_of_another_coordinate_system_is_brought_to_degrees(
    tmp_path: Path, crs: int
) -> None:
    layer = gpd.GeoDataFrame(
        {"name": ["Post 7"]}, geometry=gpd.points_from_xy([37.2], [48.1]), crs=4326
    )
    layer.to_crs(crs).to_file(tmp_path / "mine.gpkg")
    (row,) = read_own_places(tmp_path / "mine.gpkg")
    assert row.name == "Post 7"
    assert (row.lat, row.lon) == pytest.approx((48.1, 37.2), abs=1e-6)


def test_the_shape_counts_before_columns_of_the_layer(tmp_path: Path) -> None:
    path = geojson(tmp_path, feature(at(48.1, 37.2), name="Post 7", Latitude=1, lon=2, x=3))
    assert [(row.lat, row.lon) for row in read_own_places(path)] == [(48.1, 37.2)]


def test_a_feature_without_a_shape_is_told(tmp_path: Path) -> None:
    empty = {"type": "GeometryCollection", "geometries": []}
    path = geojson(
        tmp_path,
        feature(at(48.1, 37.2), name="Post 7"),
        feature(None, name="Post 8"),
        feature(empty, name="Post 9"),
    )
    assert [line.split(": ")[1] for line in faults(path)] == ["row 2", "row 3"]


def test_a_layer_without_names_or_that_is_none_is_one_line(tmp_path: Path) -> None:
    path = geojson(tmp_path, feature(at(48.1, 37.2), label="Post 7"))
    assert "no column 'name'" in faults(path)[0]
    for name in ("a.geojson", "a.json", "a.gpkg"):
        path = table(tmp_path, "name,lat,lon\nPost 7,48,37\n", name)
        (line,) = faults(path)
        assert "no layer that can be read" in line


def test_a_layer_without_a_coordinate_system_is_refused(tmp_path: Path) -> None:
    layer = gpd.GeoDataFrame({"name": ["Post 7"]}, geometry=gpd.points_from_xy([37.2], [48.1]))
    path = tmp_path / "mine.gpkg"
    with pytest.warns(UserWarning, match="crs"):
        layer.to_file(path)
    assert "coordinate system" in faults(path)[0]
