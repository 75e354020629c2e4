"""The places frame among pandas and geopandas: their own calls work on it, and it draws again."""

from __future__ import annotations

import pickle
from collections.abc import Callable
from pathlib import Path
from typing import Any

import geopandas as gpd
import pandas as pd
import pytest
import shapely
from geopandas.testing import assert_geodataframe_equal
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from warmap import (
    Article,
    PlacesError,
    draw_map,
    find_places,
    read_boundaries,
    read_places,
    write_places,
)
from warmap.bundled import data_path
from warmap.frames import to_frame, to_resolutions
from warmap.model import Mention, Resolution
from warmap.page import page_data
from warmap.places import find_resolutions

TEXT = data_path("articles/afp-2025-06-08.txt").read_text(encoding="utf-8")
OTHER = (
    "Shelling hit the town of Mezhova. In Kyiv, and again in Kyiv, nobody was hurt.\n"
    "The village of Xyzzyv is near Lviv. Crimea was quiet."
)
PLACES = find_places(TEXT)
OTHERS = find_places(OTHER)


def data_of(frame: gpd.GeoDataFrame) -> dict[str, Any]:
    return page_data(to_resolutions(frame))


def told(data: dict[str, Any]) -> list[tuple[str, str, str]]:
    """For each mention that is marked: the text before it in its sentence, itself, its place."""
    found = []
    for sentence in data["sentences"]:
        before = ""
        for run in sentence:
            if not isinstance(run, str):
                place = data["mentions"][run[0]]["place"]
                found.append((before, run[1], data["places"][place]["id"] if place >= 0 else ""))
                assert data["mentions"][run[0]]["text"] == run[1]
            before += run if isinstance(run, str) else run[1]
    return found


WHOLE = told(data_of(PLACES))

TRAVELS: dict[str, Callable[[gpd.GeoDataFrame], gpd.GeoDataFrame]] = {
    "backwards": lambda f: f.iloc[::-1],
    "shuffled": lambda f: f.sample(frac=1, random_state=7),
    "sorted by name": lambda f: f.sort_values("name"),
    "other index": lambda f: f.set_index(pd.Index([f"row {n}" for n in range(len(f))])),
    "index that repeats": lambda f: f.set_axis([0] * len(f)),
    "two levels of index": lambda f: f.set_index(["start", "end"], drop=False),
    "further columns": lambda f: f.assign(seen=True, when=pd.Timestamp("2025-06-08")),
    "columns in another order": lambda f: f[sorted(f.columns)],
    "categorical": lambda f: f.astype(
        dict.fromkeys(["kind", "role", "status", "name", "precision"], "category")
    ),
    "objects": lambda f: f.astype({"quote": object, "name": object}),
    "narrow numbers": lambda f: f.astype({"start": "int32", "end": "uint16", "population": float}),
    "another geometry column": lambda f: f.rename_geometry("where"),
    "there and back": lambda f: f.to_crs("EPSG:3857").to_crs("EPSG:4326").set_geometry(f.geometry),
    "pickled": lambda f: pickle.loads(pickle.dumps(f)),
    "copied": lambda f: f.copy(),
    "CRS84": lambda f: f.set_crs("OGC:CRS84", allow_override=True),
    "cut and joined": lambda f: pd.concat([f.iloc[20:], f.iloc[:20]]),
    "joined by kind": lambda f: pd.concat([part for _, part in f.groupby("kind")]),
    "merged": lambda f: f.merge(pd.DataFrame({"kind": ["town"], "rank": [3]}), how="left"),
}


@pytest.mark.parametrize("name", TRAVELS)
def test_a_frame_that_travelled_draws_as_before(name: str) -> None:
    frame = TRAVELS[name](PLACES)
    assert told(data_of(frame)) == WHOLE


def test_a_part_of_a_frame_draws_its_rows() -> None:
    towns = PLACES[PLACES.kind == "town"]
    data = data_of(towns)
    assert {place["kind"] for place in data["places"]} == {"town"}
    assert len(data["mentions"]) == len(towns)
    assert set(told(data)) <= set(WHOLE)
    assert "Mezhova" in draw_map(towns).get_root().render()
    assert draw_map(towns, article=Article(TEXT)).get_root().render()
    assert draw_map(PLACES.iloc[:0]).get_root().render()


@pytest.mark.usefixtures("no_land")
@given(rows=st.lists(st.integers(0, len(PLACES) - 1), unique=True, max_size=12))
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_rows_are_marked_where_the_article_has_them(rows: list[int]) -> None:
    found = PLACES.iloc[rows].query("status != 'dropped'")
    data = data_of(found)
    # In a sentence that names a place twice, one row alone can't tell which of them it is.
    assert [mention for _, mention, _ in told(data)] == found.sort_values("start")[
        "mention"
    ].tolist()
    starts = [mention["start"] for mention in data["mentions"]]
    assert starts == sorted(starts)


@pytest.mark.parametrize("order", ["first", "second"])
def test_frames_of_two_articles_keep_their_own_sentences(order: str) -> None:
    parts = [PLACES, OTHERS] if order == "first" else [OTHERS, PLACES]
    both = told(data_of(pd.concat(parts)))
    apart = [told(data_of(part)) for part in parts]
    assert both == [*apart[0], *apart[1]]
    again = told(data_of(pd.concat(parts, ignore_index=True).iloc[::-1]))
    assert sorted(again) == sorted(both)


@pytest.mark.usefixtures("no_land")
@given(
    texts=st.lists(
        st.lists(st.sampled_from(["Kyiv fell. ", "From Lviv to Lviv! ", "It rained.\n"])).map(
            "".join
        ),
        min_size=1,
        max_size=4,
    )
)
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_every_mention_of_several_articles_is_marked_in_its_quote(texts: list[str]) -> None:
    frame = pd.concat([find_places(text) for text in texts])
    data = data_of(frame)
    marked = [mention for _, mention, _ in told(data)]
    # The same words at the same place of two articles are one sentence, with one mark.
    assert set(marked) == set(frame["mention"])
    assert all(mention["sentence"] >= 0 for mention in data["mentions"])


def test_an_article_of_other_words_is_refused() -> None:
    with pytest.raises(PlacesError, match="is not what the article has at"):
        draw_map(PLACES, article=Article(OTHER))
    with pytest.raises(PlacesError, match="give the article that the places were found in"):
        draw_map(pd.concat([OTHERS, PLACES]), article=Article(TEXT))


def test_title_and_source_need_no_text() -> None:
    about = Article("", title="Two days", source="AFP")
    data = page_data(to_resolutions(PLACES), article=about)
    assert data["article"]["title"] == "Two days"
    assert told(data) == WHOLE
    assert data["paragraphs"] == []


@pytest.mark.parametrize(
    ("spoil", "words"),
    [
        (lambda f: f.to_crs("EPSG:3857"), "the frame is in EPSG:3857; convert it with to_crs"),
        (lambda f: f.set_crs(None, allow_override=True), "no known coordinate system"),
        (pd.DataFrame, "DataFrame is not a GeoDataFrame"),
        (lambda f: f.drop(columns="geometry"), "DataFrame is not a GeoDataFrame"),
        (lambda f: f.rename(columns={"geometry": "x"}), "'geometry' is missing"),
        (lambda f: pd.concat([f, f[["kind"]]], axis=1), "column 'kind' stands twice"),
        (
            lambda f: f.set_geometry(f.envelope.to_crs(3857).buffer(9).to_crs(4326)),
            "has a Polygon; it must have points",
        ),
        (lambda f: f.dissolve("kind", as_index=False), "has a MultiPoint; it must have points"),
        (lambda f: f.assign(rivals="[1]"), "'rivals' has '[1]', which is no list of rivals"),
        (lambda f: f.assign(rivals="[" * 9999), "nested too deeply"),
        (lambda f: f.assign(radius_km=float("inf")), "'radius_km' has infinite values"),
        (lambda f: f.assign(radius_km=float("nan")), "'radius_km' has missing values"),
        (lambda f: f.assign(population=0.5), "'population' has values that are no whole"),
        (lambda f: f.assign(population=True), "'population' has type bool"),
        (lambda f: f.assign(start=f["start"].astype("Int64").mask(f.index == 0)), "missing"),
        (lambda f: f.assign(name=pd.Series(["\ud800"] * len(f), dtype=object)), "surrogate"),
        (lambda f: f.assign(name=5), "column 'name' has type int64; it must be str"),
        (lambda f: f.assign(name=None), "column 'name' has missing values"),
        (lambda f: f.set_geometry([shapely.Point()] * len(f), crs=4326), "must have a point"),
        (lambda f: f.set_geometry(f.translate(400)), "outside of the globe"),
        (lambda f: f.set_axis(pd.MultiIndex.from_product([["a"], f.columns]), axis=1), "levels|G"),
        (lambda f: gpd.GeoDataFrame(f.T), "is missing"),
    ],
)
def test_what_is_no_frame_of_places_is_said_in_one_line(
    spoil: Callable[[gpd.GeoDataFrame], Any], words: str
) -> None:
    with pytest.raises(PlacesError, match=words.replace("[", r"\[")) as caught:
        draw_map(spoil(find_places("From Kyiv to Lviv.")))
    assert all(len(line) < 300 for line in str(caught.value).splitlines())


def test_geopandas_own_calls_work() -> None:
    found, oblasts = PLACES[PLACES.geometry.notna()], read_boundaries()
    inside = found.sjoin(oblasts, predicate="within", rsuffix="oblast")
    assert set(inside.query("mention == 'Mezhova'")["source_id_oblast"]) == {"UA-12"}
    assert set(found.clip(oblasts)["country"]) == {"UA"}
    assert len(found.overlay(oblasts, how="intersection")) == len(inside)
    assert found.dissolve("country", aggfunc={"score": "max"})["score"].between(0, 1).all()
    assert PLACES.groupby("kind")["mention"].count().sum() == len(PLACES)
    assert PLACES.query("kind == 'town' and score > 0.5")["name"].tolist()
    assert found.to_crs("EPSG:3857").distance(found.to_crs("EPSG:3857").iloc[0].geometry).min() == 0
    assert found.cx[30:40, 44:53].shape[0]
    assert PLACES.pivot_table(index="kind", columns="role", values="score", aggfunc="size").size


def test_the_boundaries_of_a_frame_are_merged_by_its_ids() -> None:
    areas = read_boundaries(PLACES["source_id"])
    assert areas["source_id"].tolist() == list(dict.fromkeys(PLACES["source_id"]))
    shapes = areas[areas.geometry.notna()]
    assert {"Ukraine", "Donetsk Oblast", "Crimea"} <= set(shapes["name"])
    merged = shapes.merge(PLACES.drop(columns="geometry"), on="source_id")
    assert merged.geometry.notna().all()
    assert set(merged["kind"]) <= {"country", "region", "sea", "river"}
    crimea = read_boundaries(["UA-43"]).geometry[0]
    assert read_boundaries(["UA"]).geometry[0].buffer(0.02).covers(crimea)
    assert len(read_boundaries([])) == 0


def test_they_keep_what_warmap_does_not_know(tmp_path: Path) -> None:
    more = PLACES.assign(page=3)
    more.to_file(tmp_path / "a.gpkg", layer="places")
    assert (gpd.read_file(tmp_path / "a.gpkg")["page"] == 3).all()
    more.to_file(tmp_path / "a.geojson")
    more.to_parquet(tmp_path / "a.parquet")
    for name in ("a.gpkg", "a.geojson", "a.parquet"):
        assert_geodataframe_equal(read_places(tmp_path / name), PLACES)


def test_other_programs_see_points_names_and_quotes(tmp_path: Path) -> None:
    import pyogrio

    for ending in (".gpkg", ".geojson", ".kml"):
        path = tmp_path / f"places{ending}"
        write_places(PLACES, path)
        assert pyogrio.list_layers(path)[:, 0].tolist() == ["places"]
        read = gpd.read_file(path)
        assert read.crs.to_epsg() == 4326
        assert read.geometry.to_wkt().tolist() == PLACES.geometry.to_wkt().tolist()
    assert (
        read["Name"].tolist()
        == PLACES["name"].where(PLACES["name"] != "", PLACES["mention"]).tolist()
    )
    about = pyogrio.read_info(tmp_path / "places.gpkg")
    kinds = dict(zip(about["fields"], about["ogr_types"], strict=True))
    assert kinds["quote"] == "OFTString"
    assert kinds["population"] == "OFTInteger64"


def test_it_explores_and_plots() -> None:
    import matplotlib as mpl

    mpl.use("agg")
    assert "Mezhova" in PLACES.explore(column="kind").get_root().render()
    assert PLACES.plot(column="kind") is not None


def test_reading_order_of_a_frame_with_added_places() -> None:
    added = Resolution(Mention(-1, -1, "Here"), "", -1)
    frame = to_frame([added, *find_resolutions("To Kyiv. To Lviv.")])
    assert [r.mention.text for r in to_resolutions(frame)] == ["Kyiv", "Lviv", "Here"]
