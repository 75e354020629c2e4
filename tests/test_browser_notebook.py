"""A map in the cell of a notebook: in a bare page, and in JupyterLab itself."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from warmap import Article, draw_map, find_places
from warmap.bundled import data_path

pytestmark = pytest.mark.browser

TEXT = data_path("articles/afp-2025-06-08.txt").read_text(encoding="utf-8")
WHOLE = "html[data-whole=yes]"


@pytest.fixture(scope="module")
def cell() -> str:
    article = Article(TEXT, title="Advance")
    return str(draw_map(find_places(article), article=article)._repr_html_())


@pytest.fixture
def shown(browser: Any, cell: str, tmp_path: Path) -> Iterator[Any]:
    """A page with the cell in it, as wide as a notebook's column, and its complaints."""
    host = tmp_path / "host.html"
    body = f'<!DOCTYPE html><meta charset="utf-8"><body style="width:800px">{cell}'
    host.write_text(body, encoding="utf-8")
    context = browser.new_context(
        viewport={"width": 1000, "height": 800}, offline=True, reduced_motion="reduce"
    )
    page = context.new_page()
    complaints: list[str] = []
    page.on("console", lambda m: complaints.append(m.text))
    page.on("pageerror", lambda e: complaints.append(str(e)))
    page.goto(host.as_uri())
    yield page
    assert complaints == []
    assert page.url == host.as_uri()
    context.close()


def inner(page: Any) -> Any:
    frame = page.query_selector("iframe").content_frame()
    frame.wait_for_selector(WHOLE, state="attached")
    return frame


def test_the_page_fills_the_cell_and_covers_the_picture(shown: Any) -> None:
    inner(shown)
    boxes = [shown.locator(name).bounding_box() for name in ("iframe", "img")]
    assert boxes[0] == boxes[1]
    assert boxes[0]["width"] == 800
    assert boxes[0]["height"] == 640
    top = shown.evaluate("document.elementFromPoint(400, 300).tagName")
    assert top == "IFRAME"


def test_what_a_reader_does_works_in_the_frame(shown: Any) -> None:
    frame = inner(shown)
    frame.click("#article [id^=m-]")
    frame.wait_for_selector(".leaflet-popup, #sheet:not([hidden])")
    frame.click("#tab-places")
    with shown.expect_download() as waiting:
        frame.click("#places .downloads button >> nth=0")
    assert waiting.value.suggested_filename.endswith(".csv")
    assert "Mezhova" in Path(waiting.value.path()).read_text(encoding="utf-8-sig")


def test_the_page_can_not_reach_the_notebook(shown: Any) -> None:
    frame = inner(shown)
    assert frame.evaluate("window.origin") == "null"
    reached = "(() => { try { return parent.document.title } catch (e) { return e.name } })()"
    assert frame.evaluate(reached) == "SecurityError"


def test_links_within_the_page_stay_in_it(shown: Any) -> None:
    frame = inner(shown)
    frame.evaluate("document.querySelector('a.skip').click()")
    frame.wait_for_function("location.hash === '#article'")
    assert frame.evaluate("document.activeElement.id") == "article"
    assert frame.query_selector(WHOLE)
