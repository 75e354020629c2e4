"""How the map object shows itself in notebooks."""

from __future__ import annotations

import base64
import importlib.util
import io
import re
from typing import Any

import pytest
from IPython.core.interactiveshell import InteractiveShell
from PIL import Image

from warmap import Article, draw_map, find_places
from warmap.display import bundle_of, cell_html

ARTICLE = Article("Shelling hit the town of Mezhova.", title='Shelling <b>"again"</b>')
HOSTILE = '"><script>parent.owned=1</script></iframe>'


def drawn() -> Any:
    return draw_map(find_places(ARTICLE), article=ARTICLE)


@pytest.fixture
def without_matplotlib(monkeypatch: pytest.MonkeyPatch) -> None:
    found = importlib.util.find_spec
    monkeypatch.setattr(
        importlib.util, "find_spec", lambda name: None if name == "matplotlib" else found(name)
    )


def test_a_map_gives_the_page_a_picture_and_a_line() -> None:
    bundle = drawn()._repr_mimebundle_()
    assert set(bundle) == {"text/html", "image/png", "text/plain"}
    with Image.open(io.BytesIO(base64.b64decode(bundle["image/png"]))) as picture:
        assert picture.size == (1600, 1000)
    assert bundle["image/png"] in bundle["text/html"]
    assert bundle["text/plain"] == "<ArticleMap 'Shelling <b>\"again\"</b>': 1 place>"


def test_the_same_map_shows_itself_in_the_same_bytes() -> None:
    first, second = drawn(), drawn()
    assert first._repr_mimebundle_() == second._repr_mimebundle_()
    assert first._repr_html_() == first._repr_html_()


def test_a_notebook_may_choose() -> None:
    assert set(drawn()._repr_mimebundle_(include=["text/plain"])) == {"text/plain"}
    assert "text/html" not in drawn()._repr_mimebundle_(exclude={"text/html"})


def test_ipython_takes_the_forms_that_it_is_given() -> None:
    formatter = InteractiveShell.instance().display_formatter
    assert formatter
    forms, _ = formatter.format(drawn())  # type: ignore[no-untyped-call]
    assert {"text/html", "image/png", "text/plain"} <= set(forms)


@pytest.mark.usefixtures("without_matplotlib")
def test_without_matplotlib_the_page_shows_itself() -> None:
    bundle = drawn()._repr_mimebundle_()
    assert set(bundle) == {"text/html", "text/plain"}
    assert "<img" not in bundle["text/html"]


def test_texts_stay_inside_of_their_attributes() -> None:
    markup = cell_html(f"<p>{HOSTILE}", picture=b"PNG", title=HOSTILE)
    assert re.findall(r"<(/?\w+)", markup) == ["div", "img", "iframe", "/iframe", "/div"]
    assert markup.count('"') % 2 == 0


def test_the_page_has_an_origin_of_its_own() -> None:
    allowed = re.search(r' sandbox="([^"]*)"', cell_html("<p>"))
    assert allowed
    assert "allow-scripts" in allowed[1]
    assert "allow-same-origin" not in allowed[1]
    assert "allow-top-navigation" not in allowed[1]


def test_an_empty_form_is_left_out() -> None:
    assert bundle_of("<div></div>") == {"text/html": "<div></div>"}


def test_the_frame_of_places_shows_itself_as_a_geodataframe() -> None:
    places = find_places(ARTICLE)
    assert type(places).__module__.startswith("geopandas")
    assert "<th>mention</th>" in places._repr_html_()
