"""Folium's own layers and plugins on the page, in a real browser, offline."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import folium
import folium.plugins
import pandas as pd
import pytest
from corpus_maker import make_articles, write_corpus

from warmap import Article, draw_map, read_corpus
from warmap.corpus import find_corpus
from warmap.drawing import ArticleMap
from warmap.places import find_resolutions

pytestmark = pytest.mark.browser

plugins: Any = folium.plugins  # it has no types

TEXT = "Shelling hit the town of Mezhova in Dnipropetrovsk region."


def square(name: str, west: float) -> dict[str, Any]:
    ring = [[west, 47.5], [west + 1, 47.5], [west + 1, 48.5], [west, 48.5], [west, 47.5]]
    return {
        "type": "Feature",
        "id": name,
        "properties": {"name": name},
        "geometry": {"type": "Polygon", "coordinates": [ring]},
    }


SQUARES = {"type": "FeatureCollection", "features": [square("first", 34), square("second", 36)]}


def drawn() -> ArticleMap:
    return draw_map(find_resolutions(TEXT), article=Article(TEXT))


@pytest.fixture
def shown(tmp_path: Path, opened: Any) -> Any:
    def show(made: ArticleMap, **how: Any) -> Any:
        made.save(tmp_path / "map.html")
        return opened(tmp_path / "map.html", **how)

    return show


def only_readback(complaints: list[str]) -> bool:
    """Chromium tells leaflet.heat how it could read its canvas faster; nothing else is said."""
    return all("willReadFrequently" in text for text in complaints)


def test_a_choropleth_has_its_areas_and_its_colour_scale(shown: Any) -> None:
    made = drawn()
    people = pd.Series({"first": 1, "second": 5})
    folium.Choropleth(
        SQUARES, data=people, key_on="feature.id", fill_color="YlOrRd", legend_name="People"
    ).add_to(made)
    watched = shown(made)
    page = watched.page
    fills = page.locator(".leaflet-overlay-pane path").evaluate_all(
        "paths => paths.map(path => path.getAttribute('fill'))"
    )
    assert sorted(fills) == ["#bd0026", "#ffffb2"]
    scale = page.locator(".legend.leaflet-control svg")
    assert scale.locator("rect").count() == 500
    assert scale.locator(".caption").text_content() == "People"
    # Both are called `legend`, and the page's own one is filled all the same.
    assert "in the text:" in page.locator("details#legend").inner_text()
    assert page.locator("#legend").count() == 1
    assert watched.quiet(), watched.complaints


def test_a_heat_map_is_drawn_under_the_places(shown: Any) -> None:
    made = drawn()
    plugins.HeatMap([[48.3, 36.7, 1.0], [48.2, 36.6, 0.5]]).add_to(made)
    watched = shown(made)
    page = watched.page
    painted = page.locator("canvas.leaflet-heatmap-layer").evaluate(
        """canvas => canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height).data
            .filter((value, at) => at % 4 === 3 && value > 0).length"""
    )
    assert painted > 500
    page.click("[data-place=mezhova]")
    assert page.locator(".leaflet-popup h2").inner_text().startswith("Mezhova")
    assert only_readback(watched.complaints), watched.complaints
    assert len(watched.requests) == 1


def test_shapes_can_be_drawn_and_taken_away_as_a_file(shown: Any) -> None:
    made = drawn()
    plugins.Draw(export=True, filename="mine.geojson", show_geometry_on_click=False).add_to(made)
    watched = shown(made)
    page = watched.page
    icon = page.locator(".leaflet-draw-draw-marker")
    assert 'url("data:image/' in icon.evaluate("node => getComputedStyle(node).backgroundImage")
    idle = page.locator(".leaflet-draw-edit-edit.leaflet-disabled")
    assert "data:image/" in idle.evaluate("node => getComputedStyle(node).backgroundImage")
    icon.click()
    page.mouse.click(300, 300)
    marker = page.locator("img.leaflet-marker-icon")
    assert marker.evaluate("image => image.naturalWidth") > 0
    with page.expect_download() as started:
        page.click("#export")
    assert started.value.suggested_filename == "mine.geojson"
    assert '"type":"Point"' in Path(started.value.path()).read_text(encoding="utf-8")
    assert watched.quiet(), watched.complaints


def test_markers_have_their_picture_popup_and_tooltip(shown: Any) -> None:
    made = drawn()
    folium.Marker(
        [48.5, 36.0],
        popup=folium.Popup(
            "<b style='color: rgb(1, 2, 3)'>Ours</b> </script> {% raw %}{{7}}{% endraw %}"
        ),
        tooltip=folium.Tooltip("A tip", style="color: rgb(4, 5, 6)"),
    ).add_to(made)
    watched = shown(made)
    page = watched.page
    marker = page.locator("img.leaflet-marker-icon")
    assert marker.evaluate("image => image.naturalWidth") == 25
    marker.hover()
    tip = page.locator(".leaflet-tooltip div")
    assert tip.evaluate("node => getComputedStyle(node).color") == "rgb(4, 5, 6)"
    marker.click()
    bold = page.locator(".leaflet-popup b")
    assert bold.inner_text() == "Ours"
    assert bold.evaluate("node => getComputedStyle(node).color") == "rgb(1, 2, 3)"
    page.click("[data-place=mezhova]")  # the page's own card takes its place
    page.wait_for_selector(".leaflet-popup b:has-text('Ours')", state="detached")
    assert page.locator(".leaflet-popup h2").inner_text().startswith("Mezhova")
    assert watched.quiet(), watched.complaints


def test_groups_are_turned_off_and_on_and_geojson_tells_its_properties(shown: Any) -> None:
    made = drawn()
    group = folium.FeatureGroup(name="Our areas").add_to(made)
    folium.GeoJson(
        SQUARES, tooltip=folium.GeoJsonTooltip(["name"]), popup=folium.GeoJsonPopup(["name"])
    ).add_to(group)
    folium.LayerControl(collapsed=False).add_to(made)
    watched = shown(made)
    page = watched.page
    areas = page.locator(".leaflet-overlay-pane path")
    assert areas.count() == 2
    page.click(".leaflet-control-layers label:has-text('Our areas')")
    assert areas.count() == 0
    page.click(".leaflet-control-layers label:has-text('Our areas')")
    areas.first.click()
    assert "first" in page.locator(".leaflet-popup table").inner_text()
    assert watched.quiet(), watched.complaints


def test_clusters_open_and_a_far_layer_can_be_reached(shown: Any) -> None:
    made = drawn()
    plugins.MarkerCluster([[5.0, 10.0], [5.01, 10.01], [5.02, 10.02]]).add_to(made)
    watched = shown(made)
    page = watched.page
    page.evaluate("map_warmap.setView([5, 10], 6, { animate: false })")
    page.wait_for_selector(".marker-cluster:has-text('3')")  # not pulled back to Ukraine
    assert watched.quiet(), watched.complaints


def test_scripts_in_texts_of_layers_do_not_run_unasked(shown: Any) -> None:
    made = drawn()
    folium.Marker([48.5, 36.0], popup="<img src=x onerror='window.owned = 1'>").add_to(made)
    watched = shown(made)
    watched.page.locator("img.leaflet-marker-icon").click()
    watched.page.wait_for_selector(".leaflet-popup img")
    assert watched.page.evaluate("typeof window.owned") == "undefined"


def test_the_closed_control_of_layers_has_its_picture(shown: Any) -> None:
    made = drawn()
    folium.FeatureGroup(name="Our areas").add_to(made)
    folium.LayerControl().add_to(made)
    toggle = shown(made).page.locator(".leaflet-control-layers-toggle")
    assert "data:image/png" in toggle.evaluate("node => getComputedStyle(node).backgroundImage")


def test_it_looks_after_itself_in_the_dark(shown: Any) -> None:
    made = drawn()
    folium.FeatureGroup(name="Our areas").add_to(made)
    folium.LayerControl(collapsed=False).add_to(made)
    page = shown(made, dark=True).page
    colours = page.locator(".leaflet-control-layers").evaluate(
        "node => [getComputedStyle(node).color, getComputedStyle(node).backgroundColor]"
    )
    assert colours == ["rgb(232, 230, 225)", "rgb(31, 34, 39)"]


def test_the_map_of_a_corpus_takes_layers_too(tmp_path: Path, shown: Any) -> None:
    write_corpus(tmp_path / "articles.jsonl", make_articles(10))
    find_corpus(tmp_path / "articles.jsonl", tmp_path / "places.parquet")
    made = draw_map(read_corpus(tmp_path / "places.parquet"))
    assert isinstance(made, folium.Map)
    style = {"fillColor": "#010203", "weight": 1}
    folium.GeoJson(SQUARES, style_function=lambda _: style).add_to(made)
    folium.Marker([48.5, 36.0], popup=folium.Popup("Ours")).add_to(made)
    watched = shown(made)
    page = watched.page
    assert page.locator(".leaflet-overlay-pane path[fill='#010203']").count() == 2
    marker = page.locator("img.leaflet-marker-icon")
    assert marker.evaluate("image => image.naturalWidth") == 25
    assert watched.quiet(), watched.complaints
