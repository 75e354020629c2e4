"""The online background in a real browser, from a tile server on loopback."""

from __future__ import annotations

import base64
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from warmap import Article, draw_map
from warmap.places import find_resolutions

pytestmark = pytest.mark.browser

TEXT = "Shelling hit the town of Mezhova in Dnipropetrovsk region."
PIXEL = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)
OPEN = {"Access-Control-Allow-Origin": "*", "Content-Type": "image/png"}
SHOWN = ".leaflet-tile-pane img.leaflet-tile-loaded"
NOTE = ".tiles-note"
ALL_TILES = """() => new Promise((done) => {
  map_warmap.on("layeradd", ({ layer }) => layer.on("load", done));
  document.querySelector(".tiles input").click();
})"""
LAND = "path.units"


@pytest.fixture
def background(tmp_path: Path, browser: Any, loopback: Any, reply: Any) -> Iterator[Any]:
    """A page whose background comes from the loopback server, opened from a file."""
    loopback.reply(reply(PIXEL, headers=OPEN))
    path = tmp_path / "map.html"
    template = f"{loopback.url}/{{z}}/{{x}}/{{y}}.png"
    draw_map(find_resolutions(TEXT), article=Article(TEXT), tiles=template).save(path)
    context = browser.new_context(
        viewport={"width": 1000, "height": 700}, reduced_motion="reduce", color_scheme="light"
    )
    page = context.new_page()
    page.goto(path.as_uri())
    page.wait_for_selector("html[data-whole=yes]", state="attached")
    yield page
    context.close()


def whole_without_background(page: Any) -> bool:
    """The switch is off, nothing is left of the tiles, and the map is as it was."""
    return (
        not page.locator(".tiles input").is_checked()
        and page.locator(".leaflet-tile-pane img").count() == 0
        and page.locator(LAND).evaluate("node => getComputedStyle(node).fillOpacity") == "1"
        and page.locator(".leaflet-control-container a[href]").count() == 2  # zoom alone
    )


def test_nothing_is_asked_before_the_reader_turns_it_on(background: Any, loopback: Any) -> None:
    switch = background.get_by_role("switch")
    host = loopback.url.removeprefix("http://")
    assert switch.get_attribute("type") == "checkbox"
    assert background.locator(".tiles label").inner_text().strip() == (
        f"Show online background from {host}"
    )
    background.evaluate("map_warmap.setView([49, 34], 8, { animate: false })")
    background.click("[data-place=mezhova]")
    assert whole_without_background(background)
    assert loopback.asked == []


def test_the_background_shows_under_the_places_and_goes_again(
    background: Any, loopback: Any
) -> None:
    background.focus(".tiles input")
    background.keyboard.press("Space")
    background.wait_for_selector(SHOWN)
    assert background.locator(LAND).evaluate("node => getComputedStyle(node).fillOpacity") == "0"
    assert background.locator(".label span:visible").count() > 3
    named = background.locator(".attribution:has-text('Background')")
    host = loopback.url.removeprefix("http://")
    assert f"Background from {host}, with its own borders and names" in named.inner_text()
    assert background.locator("#live").inner_text() == f"Background from {host} is shown."
    background.keyboard.press("Space")
    assert whole_without_background(background)
    assert named.is_hidden()
    assert background.locator("#live").inner_text() == "The background is off."


def test_nothing_is_remembered(background: Any, loopback: Any) -> None:
    background.click(".tiles label")
    background.wait_for_selector(SHOWN)
    background.reload()
    background.wait_for_selector("html[data-whole=yes]", state="attached")
    loopback.asked.clear()
    background.evaluate("map_warmap.setView([49, 34], 8, { animate: false })")
    assert whole_without_background(background)
    assert loopback.asked == []
    assert background.context.cookies() == []
    assert background.evaluate("localStorage.length + sessionStorage.length") == 0


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        # OpenStreetMap's server sends a picture with its refusal, which an image would show.
        ({"body": PIXEL, "status": 403, "headers": OPEN}, "gives no background (HTTP 403)"),
        ({"body": b"", "status": 500, "headers": OPEN}, "gives no background (HTTP 500)"),
        ({"body": b"", "status": 404, "headers": OPEN}, "gives no background (HTTP 404)"),
        ({"body": b"<p>Log in</p>", "headers": OPEN}, "can’t be reached"),
        ({"body": PIXEL}, "doesn’t let other pages use its tiles"),
    ],
)
def test_a_failing_server_is_noticed_and_leaves_the_page_whole(
    background: Any, loopback: Any, reply: Any, answer: dict[str, Any], said: str
) -> None:
    loopback.reply(reply(**answer))
    background.click(".tiles label")
    background.wait_for_selector(NOTE)
    note = background.locator(NOTE).inner_text()
    assert said in note
    assert note.startswith(loopback.url.removeprefix("http://"))
    assert ("opened from a file" in note) == ("HTTP" in said)
    assert background.locator("#live").inner_text() == note
    assert whole_without_background(background)
    background.click("[data-place=mezhova]")
    assert background.locator(".leaflet-popup h2").inner_text().startswith("Mezhova")
    # And it can be tried again.
    loopback.reply(reply(PIXEL, headers=OPEN))
    background.click(".tiles label")
    background.wait_for_selector(SHOWN)
    assert background.locator(NOTE).is_hidden()


def test_a_server_that_never_answers_is_given_up(
    background: Any, loopback: Any, reply: Any
) -> None:
    loopback.reply(reply(PIXEL, headers=OPEN, wait_s=60))
    background.clock.install()
    with background.expect_request(lambda request: request.url.endswith(".png")):
        background.click(".tiles label")
    background.clock.run_for(16_000)
    background.wait_for_selector(NOTE)
    assert "did not answer within 15 seconds" in background.locator(NOTE).inner_text()
    assert whole_without_background(background)
    loopback.stopped.set()


def test_a_server_that_fails_later_is_noticed_and_single_holes_are_not(
    background: Any, loopback: Any, reply: Any
) -> None:
    hole = reply(b"", status=404, headers=OPEN)
    broken = reply(b"", status=500, headers=OPEN)
    good = reply(PIXEL, headers=OPEN)
    loopback.reply(hole, hole, hole, broken, good)
    background.evaluate(ALL_TILES)
    assert background.locator(NOTE).is_hidden()
    assert background.locator(".tiles input").is_checked()
    loopback.reply(broken)
    background.evaluate("map_warmap.setView([49, 34], 9, { animate: false })")
    background.wait_for_selector(NOTE)
    assert "HTTP 500" in background.locator(NOTE).inner_text()
    assert whole_without_background(background)


def test_the_switch_speaks_ukrainian(tmp_path: Path, opened: Any) -> None:
    drawn = draw_map(find_resolutions(TEXT), article=Article(TEXT), lang="uk", tiles="UN.ClearMap")
    drawn.save(tmp_path / "uk.html")
    watched = opened(tmp_path / "uk.html", width=390, height=844)
    watched.page.click("#legend summary")
    label = watched.page.locator(".tiles label").inner_text().strip()
    assert label == "Показати фонову мапу з мережі: geoservices.un.org"
    assert watched.quiet(), watched.complaints
    watched.page.click(".tiles label")  # offline
    watched.page.wait_for_selector(NOTE)
    assert "geoservices.un.org недоступний" in watched.page.locator(NOTE).inner_text()
