"""The page as a file: self-contained, equal in every build, inert, and still a folium map."""

from __future__ import annotations

import base64
import gzip
import hashlib
import re
from pathlib import Path

import folium
import pytest

from warmap import Article, OutputError, PlacesError, draw_map, find_places, read_place_list
from warmap.bundled import data_path
from warmap.places import find_resolutions

TEXT = data_path("articles/afp-2025-06-08.txt").read_text(encoding="utf-8")
ARTICLE = Article(TEXT, title="Advance", source="AFP", date="2025-06-08")
HOSTILE = (
    "<script>alert(1)</script> </script><img src=x onerror=alert(2)> {{7*7}} {% raw %} ${1} \\ \\n"
    " \u202e reversed \0 <!-- --> ]]> the town of Mezhova near Kyiv."
)


def page(text: str = TEXT) -> str:
    return str(draw_map(find_resolutions(text), article=Article(text)).get_root().render())


def test_the_page_names_no_other_host_and_is_small() -> None:
    html = page()
    loads = re.findall(r"""(?:src=|<link|url\()\s*["']?(?!data:|#)([^"')\s>]+)""", html)
    assert not [address for address in loads if address.startswith(("http", "//"))]
    assert "@import" not in html
    assert "cdn" not in html


def test_the_page_of_the_article_is_small() -> None:
    listed = read_place_list(data_path("places.csv"))
    found = find_resolutions(TEXT, place_list=listed)
    html = draw_map(found, article=ARTICLE).get_root().render().encode()
    assert len(html) <= 500_000
    assert len(gzip.compress(html, mtime=0)) <= 150_000


def test_two_builds_are_equal_and_with_added_layers_too() -> None:
    def build() -> str:
        drawn = draw_map(find_resolutions(TEXT), article=ARTICLE)
        folium.CircleMarker([48.0, 37.0]).add_to(drawn)
        folium.GeoJson({"type": "Point", "coordinates": [37, 48]}).add_to(drawn)
        return str(drawn.get_root().render())

    assert build() == build()
    assert page() == page()


def test_rendering_twice_gives_the_same_page() -> None:
    drawn = draw_map(find_resolutions(TEXT), article=ARTICLE)
    assert drawn.get_root().render() == drawn.get_root().render()


def test_a_policy_allows_exactly_the_scripts_and_styles_of_the_page() -> None:
    html = page(HOSTILE)
    policy = re.search(r'Content-Security-Policy" content="([^"]+)"', html)
    assert policy is not None
    assert "default-src 'none'" in policy[1]
    assert "unsafe" not in policy[1]
    scripts = re.findall(r"<script(?: type=\"module\")?>(.*?)</script>", html, re.DOTALL)
    assert len(scripts) == 3
    for script in scripts:
        digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
        assert f"'sha256-{digest}'" in policy[1]


def test_hostile_text_stands_in_the_page_as_text_alone() -> None:
    html = page(HOSTILE)
    assert "alert(1)</script>" not in html
    assert "<img src=x" not in html
    assert "{{7*7}}" in html  # as text: nobody computed it
    shown = re.search(r"<article .*?</article>", html, re.DOTALL)
    assert shown is not None
    assert "{% raw %}" in shown[0]
    assert html.replace(shown[0], "").count("alert(") == 0


def test_of_quotes_only_the_rest_of_the_article_is_not_in_the_page() -> None:
    article = Article("It rained. They left Kyiv. Nobody knew why.", source="Our paper")
    found = find_resolutions(article)
    html = draw_map(found, article=article, quotes_only=True).get_root().render()
    assert "They left <a" in html
    assert "It rained" not in html
    assert "Nobody" not in html
    assert "Our paper" in html


def test_a_title_that_tries_to_leave_its_place_stays_text() -> None:
    article = Article("Rain.", title="</script><script>alert(3)</script>{{7*7}}", source="${1}")
    html = draw_map([], article=article).get_root().render()
    assert "<script>alert(3)" not in html


def test_a_frame_and_its_resolutions_draw_the_same_places() -> None:
    frame = find_places(ARTICLE)
    html = draw_map(frame, article=ARTICLE).get_root().render()
    assert html == draw_map(find_resolutions(TEXT), article=ARTICLE).get_root().render()


def test_a_selection_of_the_frame_can_be_drawn() -> None:
    frame = find_places(ARTICLE)
    html = draw_map(frame[frame["kind"] == "town"]).get_root().render()
    assert "Mezhova" in html
    assert "Istanbul" not in html


def test_a_frame_without_its_columns_is_refused() -> None:
    with pytest.raises(PlacesError, match="column 'kind' is missing"):
        draw_map(find_places("The town of Mezhova.").drop(columns="kind"))


def test_it_is_a_folium_map_that_shows_itself() -> None:
    drawn = draw_map(find_resolutions(TEXT), article=ARTICLE)
    assert isinstance(drawn, folium.Map)
    folium.Marker([48.0, 37.0]).add_to(drawn)
    assert ' srcdoc="&lt;!DOCTYPE html&gt;' in drawn._repr_html_()
    assert folium.Map.default_js  # the class of folium is left as it was


def test_saving_is_whole_or_not_at_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    drawn = draw_map([])
    target = tmp_path / "map.html"
    target.write_text("old", encoding="utf-8")

    def fail(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("warmap.files.os.replace", fail)
    with pytest.raises(OutputError, match=r"map\.html: can't be written: no space left"):
        drawn.save(target)
    assert target.read_text(encoding="utf-8") == "old"
    assert [path.name for path in tmp_path.iterdir()] == ["map.html"]
    monkeypatch.undo()
    drawn.save(target)
    assert target.read_text(encoding="utf-8").startswith("<!DOCTYPE html>")
