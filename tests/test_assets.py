"""Files that folium's layers ask for: inlined from this machine, or refused with a way out."""

from __future__ import annotations

import base64
import json
import re
from importlib import metadata
from pathlib import Path
from typing import Any

import folium
import folium.plugins
import pytest
from hypothesis import given
from hypothesis import strategies as st

from warmap import PageError, draw_map
from warmap.assets import inline_links, script_text
from warmap.drawing import ArticleMap

plugins: Any = folium.plugins  # it has no types

PIXEL = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)
FEATURE = {"type": "Feature", "id": "a", "geometry": {"type": "Point", "coordinates": [37, 48]}}


def rendered(drawn: ArticleMap) -> str:
    return str(drawn.get_root().render())


def refusal(*layers: Any) -> list[str]:
    drawn = draw_map([])
    for layer in layers:
        layer.add_to(drawn)
    with pytest.raises(PageError) as caught:
        rendered(drawn)
    return str(caught.value).split("\n")


@pytest.fixture
def bare(monkeypatch: pytest.MonkeyPatch) -> None:
    """A machine without the packages that ship such files."""

    def missing(name: str) -> Any:
        raise metadata.PackageNotFoundError(name)

    monkeypatch.setattr("warmap.assets.metadata.distribution", missing)


def test_files_of_installed_packages_stand_in_the_page() -> None:
    drawn = draw_map([])
    plugins.Draw().add_to(drawn)
    plugins.HeatMap([[48, 37]]).add_to(drawn)
    plugins.MarkerCluster([[48, 37]]).add_to(drawn)
    html = rendered(drawn)
    assert "Leaflet.draw 1.0" in html
    assert "L.HeatLayer" in html
    assert "L.MarkerClusterGroup" in html
    assert not re.search(r"<(?:script|link|img)\b[^>]*\s(?:src|href)=[\"']?(?!data:)", html)
    loads = re.findall(r"url\(\s*[\"']?(?!data:|#)[^)]*", html)
    assert loads == []
    assert "sourceMappingURL" not in html


@pytest.mark.usefixtures("bare")
def test_a_missing_file_is_named_with_its_layer_its_address_and_the_ways_out() -> None:
    script, style = refusal(plugins.Draw())
    assert script == (
        "Draw: needs leaflet.draw.js, which the page would load from"
        " https://cdnjs.cloudflare.com/ajax/libs/leaflet.draw/1.0.2/leaflet.draw.js, and the page"
        " makes no request; pip install django-leaflet, or save the file into FOLDER and pass"
        " assets='FOLDER' or set WARMAP_ASSETS=FOLDER"
    )
    assert style.startswith("Draw: needs leaflet.draw.css")


@pytest.mark.usefixtures("bare")
def test_a_colour_scale_asks_under_its_own_name() -> None:
    scale = folium.LinearColormap(["white", "red"], vmin=0, vmax=1)
    (line,) = refusal(scale)
    assert line.startswith("LinearColormap: needs d3.min.js")
    assert "pip install xstatic-d3" in line
    colours = folium.Choropleth(
        {"type": "FeatureCollection", "features": [FEATURE]},
        data={"a": 1},
        key_on="feature.id",
        bins=[0, 1, 2, 3],
    )
    (line,) = refusal(colours)
    assert line.startswith("StepColormap of Choropleth: needs d3.min.js")


def test_what_npm_has_can_be_installed_into_a_folder(tmp_path: Path) -> None:
    lines = refusal(plugins.Fullscreen())
    assert "npm install --prefix FOLDER leaflet.fullscreen@3.0.0" in lines[0]
    package = tmp_path / "node_modules" / "leaflet.fullscreen"
    package.mkdir(parents=True)
    (package / "Control.FullScreen.js").write_text("L.fullScreenFromNpm = 1;", encoding="utf-8")
    (package / "Control.FullScreen.css").write_text(
        ".a { background: url('icon-fullscreen.svg') }", encoding="utf-8"
    )
    (package / "icon-fullscreen.svg").write_text("<svg/>", encoding="utf-8")
    drawn = draw_map([], assets=tmp_path)
    plugins.Fullscreen().add_to(drawn)
    html = rendered(drawn)
    assert "<script>L.fullScreenFromNpm = 1;</script>" in html
    picture = base64.b64encode(b"<svg/>").decode()
    assert f"background: url(data:image/svg+xml;base64,{picture})" in html


def test_the_users_own_file_comes_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "leaflet_heat.min.js").write_text("L.heatLayer = ours;", encoding="utf-8")
    monkeypatch.setenv("WARMAP_ASSETS", str(tmp_path))
    drawn = draw_map([])
    plugins.HeatMap([[48, 37]]).add_to(drawn)
    assert "<script>L.heatLayer = ours;</script>" in rendered(drawn)


def test_icons_of_folium_need_their_files_and_take_them_from_a_folder(tmp_path: Path) -> None:
    marker = folium.Marker([48, 37], icon=folium.Icon(color="red", prefix="fa", icon="fire"))
    lines = refusal(marker)
    assert [line.partition(", which")[0] for line in lines] == [
        "Icon of Marker: needs leaflet.awesome-markers.js",
        "Icon of Marker: needs leaflet.awesome-markers.css",
    ]
    (tmp_path / "leaflet.awesome-markers.js").write_text("L.AwesomeMarkers = {};", encoding="utf-8")
    (tmp_path / "leaflet.awesome-markers.css").write_text(
        ".awesome-marker { background: url('images/markers-soft.png') no-repeat }", encoding="utf-8"
    )
    drawn = draw_map([], assets=tmp_path)
    folium.Marker([48, 37], icon=folium.Icon(prefix="fa", icon="fire")).add_to(drawn)
    with pytest.raises(PageError, match=r"awesome-markers\.css asks for images/markers-soft\.png"):
        rendered(drawn)
    (tmp_path / "markers-soft.png").write_bytes(PIXEL)
    html = rendered(drawn)
    assert "url(data:font/woff2;base64," in html  # Font Awesome of the installed package
    assert "font-src data:" in html


@pytest.mark.parametrize(
    ("layer", "said"),
    [
        (
            folium.TileLayer("OpenStreetMap"),
            r"TileLayer: would load from tile\.openstreetmap\.org.*; draw_map\(.*tiles=NAME\)",
        ),
        (
            folium.WmsTileLayer("https://wms.example/service", layers="a"),
            r"WmsTileLayer: would load from wms\.example",
        ),
        (plugins.MiniMap(), r"TileLayer of MiniMap: would load from tile\.openstreetmap"),
        (
            folium.raster_layers.ImageOverlay("https://our.example/a.png", [[47, 36], [48, 37]]),
            r"ImageOverlay: would load from our\.example.*; give a file of this machine",
        ),
        (
            folium.Marker([48, 37], icon=folium.CustomIcon("https://our.example/icon.png")),
            r"CustomIcon of Marker: would load from our\.example",
        ),
        (
            folium.Marker([48, 37], popup="<img width=9 src='https://our.example/a.png'>"),
            r"https://our\.example/a\.png in the text of a layer: would load from our\.example",
        ),
        (
            plugins.FloatImage("https://our.example/a.png"),
            r"https://our\.example/a\.png in the text of a layer",
        ),
    ],
)
def test_layers_that_load_while_the_page_is_open_are_refused(layer: Any, said: str) -> None:
    drawn = draw_map([])
    layer.add_to(drawn)
    with pytest.raises(PageError, match=said):
        rendered(drawn)


def test_links_in_texts_are_no_requests() -> None:
    drawn = draw_map([])
    folium.Marker([48, 37], popup="<a href='https://our.example/'>Ours</a>").add_to(drawn)
    assert "https://our.example/" in rendered(drawn)


def test_a_folder_that_is_not_there_is_named() -> None:
    drawn = draw_map([], assets="no/such/folder")
    plugins.HeatMap([[48, 37]]).add_to(drawn)
    with pytest.raises(PageError, match="assets 'no/such/folder': no such folder"):
        rendered(drawn)


def test_all_faults_are_told_at_once(tmp_path: Path) -> None:
    (tmp_path / "a.css").write_text("@import 'b.css';", encoding="utf-8")
    (tmp_path / "b.css").write_text("p { background: url(//c.example/c.png) }", encoding="utf-8")
    (tmp_path / "d.css").write_text("p { background: url(d.exe) }", encoding="utf-8")
    links = [f'<link rel="stylesheet" href="https://x.example/{name}.css"/>' for name in "abdz"]
    with pytest.raises(PageError) as caught:
        inline_links("\n".join(links), folder=tmp_path)
    lines = str(caught.value).split("\n")
    assert len(lines) == 4
    assert "@import 'b.css';" in lines[0]
    assert "b.css would load //c.example/c.png" in lines[1]
    assert "d.css asks for d.exe, which is no picture or font" in lines[2]
    assert "needs z.css" in lines[3]


def test_links_that_people_write_by_hand_are_inlined_too(tmp_path: Path) -> None:
    (tmp_path / "our map.js").write_text("our = '</script><!--';", encoding="utf-8")
    drawn = draw_map([], assets=tmp_path)
    root: Any = drawn.get_root()
    root.header.add_child(
        folium.Element("<script defer src='https://our.example/our%20map.js?v=1'></script>")
    )
    html = rendered(drawn)
    assert r"<script>our = '<\/script>\x3C!--';</script>" in html


@given(st.text(alphabet="</scriptSCRIPT!->x", max_size=40))
def test_no_script_leaves_its_element(text: str) -> None:
    safe = script_text(text)
    assert "</script" not in safe.lower()
    assert "<!--" not in safe


def test_only_layers_loosen_the_policy_and_never_for_scripts() -> None:
    plain = draw_map([])
    policy = re.compile(r'Content-Security-Policy" content="([^"]+)"')
    found = policy.search(rendered(plain))
    assert found is not None
    assert "unsafe" not in found[1]
    folium.Marker([48, 37], popup="Here").add_to(plain)
    found = policy.search(rendered(plain))
    assert found is not None
    rules = dict(rule.split(" ", 1) for rule in found[1].split("; "))
    assert rules["style-src-attr"] == "'unsafe-inline'"
    assert "unsafe" not in rules["script-src"] + rules["style-src"]
    assert rules["default-src"] == "'none'"
    assert "http" not in found[1]


def test_a_plugin_that_makes_style_elements_may(tmp_path: Path) -> None:
    drawn = draw_map([], assets=tmp_path)
    plugins.AntPath([[48, 37], [49, 37]]).add_to(drawn)
    script = tmp_path / "leaflet-ant-path.min.js"
    script.write_text("L.polyline.antPath = 1;", encoding="utf-8")
    assert "style-src-elem" not in rendered(drawn)
    script.write_text('document.createElement("style");', encoding="utf-8")
    assert "; style-src-elem 'unsafe-inline';" in rendered(drawn)


def test_builds_with_many_layers_are_equal_and_rendering_twice_too() -> None:
    def build() -> ArticleMap:
        drawn = draw_map([])
        plugins.Draw().add_to(drawn)
        plugins.HeatMap([[48, 37]]).add_to(drawn)
        folium.Marker([48, 37], popup="sum 0123456789abcdef0123456789abcdef").add_to(drawn)
        folium.LinearColormap(["white", "red"]).add_to(drawn)
        folium.LayerControl().add_to(drawn)
        return drawn

    first = build()
    html = rendered(first)
    assert html == rendered(first) == rendered(build())
    assert "sum 0123456789abcdef0123456789abcdef" in html  # the user's text, not folium's id


def test_a_page_without_layers_has_nothing_of_all_this() -> None:
    html = rendered(draw_map([]))
    assert "L.Icon.Default.imagePath" not in html
    assert html.index("<body>") < html.index("Leaflet 1.9.3, a JS library")


def test_folium_itself_stays_as_it_was() -> None:
    before = json.dumps([folium.Map.default_js, plugins.Draw.default_js])
    drawn = draw_map([])
    plugins.Draw().add_to(drawn)
    rendered(drawn)
    assert json.dumps([folium.Map.default_js, plugins.Draw.default_js]) == before
