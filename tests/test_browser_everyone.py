"""The page for everyone: small screens, large type, paper, without a script, right to left."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from warmap import Article, draw_map
from warmap.places import find_resolutions

pytestmark = pytest.mark.browser

SIDEWAYS = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


def height(page: Any, selector: str) -> float:
    return float(page.locator(selector).bounding_box()["height"])


def test_on_a_phone_the_map_fills_the_screen_and_the_text_is_a_sheet(
    article_page: Path, opened: Any
) -> None:
    watched = opened(article_page, width=390, height=844)
    page = watched.page
    assert page.locator("#map-pane").bounding_box() == {"x": 0, "y": 0, "width": 390, "height": 844}
    half = height(page, "#text-pane")
    assert 0.4 * 844 < half < 0.5 * 844
    page.click("#handle")
    assert height(page, "#text-pane") > 0.9 * 844
    page.click("#handle")
    assert height(page, "#text-pane") < 0.15 * 844
    page.keyboard.press("ArrowUp")
    assert height(page, "#text-pane") == half
    assert watched.quiet(), watched.complaints


def test_the_sheet_follows_the_finger(article_page: Path, opened: Any) -> None:
    page = opened(article_page, width=390, height=844).page
    box = page.locator("#handle").bounding_box()
    page.mouse.move(195, box["y"] + 10)
    page.mouse.down()
    page.mouse.move(195, 400, steps=4)
    page.mouse.move(195, 60, steps=4)
    page.mouse.up()
    assert page.get_attribute("html", "data-sheet") == "full"


def test_on_a_phone_a_place_that_is_opened_is_seen_above_its_card(
    article_page: Path, opened: Any
) -> None:
    page = opened(article_page, width=390, height=844, hash_="#p-istanbul").page
    dot = page.locator(".leaflet-marker-icon[data-place=istanbul]").bounding_box()
    card = page.locator("#sheet").bounding_box()
    assert 0 < dot["y"] < card["y"] - dot["height"]
    assert 0 < dot["x"] < 390


@pytest.mark.parametrize("size", [(320, 640), (640, 400), (720, 450), (1024, 768)])
def test_nothing_is_wider_than_the_window(
    article_page: Path, opened: Any, size: tuple[int, int]
) -> None:
    # 640 by 400 is a window of 1280 by 800 at twice its size, and 320 pixels the least asked for.
    page = opened(article_page, width=size[0], height=size[1]).page
    for name in ("article", "places", "about"):
        page.evaluate(f"document.getElementById('tab-{name}').click()")
        assert page.evaluate(SIDEWAYS) <= 0
        assert (
            page.evaluate(
                f"(p => p.scrollWidth - p.clientWidth)(document.getElementById('panel-{name}'))"
            )
            <= 0
        )
    page.evaluate("document.getElementById('tab-article').click()")
    page.evaluate("document.getElementById('m-0').click()")
    assert page.evaluate(SIDEWAYS) <= 0


STOPS = "[...document.querySelectorAll('.leaflet-pane [role=button][tabindex=\"0\"]')]"
CROWD = (
    "Shelling hit Kramatorsk, Sloviansk, Druzhkivka, Kostiantynivka, Toretsk, Chasiv Yar, Bakhmut,"
    " Siversk, Lyman and Pokrovsk in Donetsk Oblast, and Lviv."
)


def test_tab_comes_to_one_mark_and_arrows_lead_to_the_others(
    article_page: Path, opened: Any
) -> None:
    page = opened(article_page, width=1440, height=900).page
    assert page.evaluate(f"{STOPS}.length") == 1
    page.evaluate(f"{STOPS}[0].focus()")
    passed = []
    while (name := page.evaluate("document.activeElement.ariaLabel")) not in passed:
        passed.append(name)
        assert page.evaluate(f"{STOPS}.includes(document.activeElement)")
        page.keyboard.press("ArrowRight")
    names = {each.partition(",")[0] for each in passed}
    assert {"Dnipro", "Mezhova", "Kyiv", "Crimea", "Russia"} <= names
    assert "Istanbul" not in names  # out of view
    page.keyboard.press("ArrowLeft")
    assert page.evaluate("document.activeElement.ariaLabel") == passed[-1]
    page.keyboard.press("Home")
    first = page.evaluate("document.activeElement.ariaLabel").partition(",")[0]
    page.keyboard.press("Enter")
    assert page.locator(".leaflet-popup h2").inner_text().startswith(first)


def test_tab_comes_to_a_mark_whatever_is_filtered_and_shown(
    article_page: Path, opened: Any
) -> None:
    page = opened(article_page, width=1440, height=900).page
    page.fill("#search", "Istanbul")
    page.wait_for_selector("[role=button][tabindex='0'][data-place=istanbul]", state="attached")
    assert page.evaluate(f"{STOPS}.length") == 1
    page.fill("#search", "")
    page.evaluate("map_warmap.setView([50.45, 30.5], 9, { animate: false })")
    page.wait_for_selector("[role=button][tabindex='0'][data-place=kyiv]", state="attached")
    assert page.evaluate(f"{STOPS}.length") == 1


@pytest.mark.parametrize("size", [(1440, 900), (390, 844)])
def test_axe_finds_no_fault_where_marks_lie_on_each_other(
    browser: Any, axe: Any, tmp_path: Path, size: tuple[int, int]
) -> None:
    path = tmp_path / "crowd.html"
    draw_map(find_resolutions(CROWD), article=Article(CROWD)).save(path)
    with axe.opened(browser, path.as_uri(), size=size, scheme="light") as page:
        assert axe.faults(page) == []


def test_axe_finds_no_fault_where_a_land_reaches_below_the_map(
    browser: Any, axe: Any, tmp_path: Path
) -> None:
    # The country is named most, so that Tab comes to it.
    text = (
        "Judges of Pakistan met in Islamabad and Lahore, in Punjab. Pakistan said so to Pakistan."
    )
    draw_map(find_resolutions(text), article=Article(text)).save(tmp_path / "map.html")
    url = (tmp_path / "map.html").as_uri()
    with axe.opened(browser, url, size=(1440, 900), scheme="light") as page:
        below = page.locator("path.area.country").bounding_box()
        legend = page.locator("#legend summary").bounding_box()
        assert below["y"] + below["height"] > legend["y"]  # though it is cut off there
        assert axe.faults(page) == []


def test_paper_shows_what_the_page_chose_from_a_phone_as_from_a_desk_or_else_what_is_seen(
    article_page: Path, opened: Any
) -> None:
    zooms = []
    for width, height in ((1440, 900), (390, 844)):
        page = opened(article_page, width=width, height=height).page
        page.evaluate("dispatchEvent(new Event('beforeprint'))")
        zooms.append(page.evaluate("map_warmap.getZoom()"))
        page.evaluate("dispatchEvent(new Event('afterprint'))")
    assert zooms[0] == zooms[1]
    page.evaluate("map_warmap.setView([50.45, 30.5], 9, { animate: false })")
    seen = page.evaluate("map_warmap.getBounds().toBBoxString()").split(",")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    west, south, east, north = map(
        float, page.evaluate("map_warmap.getBounds().toBBoxString()").split(",")
    )
    assert west <= float(seen[0])
    assert south <= float(seen[1])
    assert east >= float(seen[2])
    assert north >= float(seen[3])
    assert north - south < 3  # but not much more


def test_without_javascript_the_article_and_its_places_can_be_read(
    article_page: Path, browser: Any
) -> None:
    context = browser.new_context(java_script_enabled=False, offline=True)
    page = context.new_page()
    page.goto(article_page.as_uri())
    assert page.locator("article p").first.is_visible()
    assert "Without JavaScript there is no map" in page.locator("noscript").first.inner_text()
    row = page.locator("#p-mezhova")
    assert row.is_visible()
    assert "town" in row.inner_text()
    assert page.locator("#map-pane").is_hidden()
    assert page.locator("#tabs").is_hidden()
    page.click("article a:text-is('Mezhova')")
    assert page.url.endswith("#p-mezhova")
    assert "internationally recognised borders" in page.locator("#credits").inner_text()
    context.close()


def test_on_paper_it_is_one_page_with_numbered_places(article_page: Path, opened: Any) -> None:
    page = opened(article_page).page
    before = page.evaluate("[map_warmap.getZoom(), map_warmap.getCenter().toString()].join()")
    pdf = page.pdf(format="A4")
    assert len(re.findall(rb"/Type\s*/Page\b", pdf)) == 1
    assert page.evaluate("document.querySelectorAll('.print-number').length") == 0
    after = page.evaluate("[map_warmap.getZoom(), map_warmap.getCenter().toString()].join()")
    assert after == before
    page.emulate_media(media="print")
    page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    entries = page.locator("#printed li").all_inner_texts()
    assert len(entries) == 14
    assert entries[0].startswith("Ukraine country")
    outside = [entry for entry in entries if "outside this map" in entry]
    assert [entry.split(" city")[0] for entry in outside] == ["Moscow", "Istanbul"]
    numbers = page.evaluate(
        """() => [
          ...[...document.querySelectorAll("[data-order]")].map((node) => node.dataset.order),
          ...[...document.querySelectorAll(".print-number")].map((node) => node.textContent),
        ].map(Number).sort((a, b) => a - b)"""
    )
    assert numbers == list(range(1, 15)), "each place has its number, once"
    ukraine = page.locator(".label span[data-order='1']")
    assert ukraine.inner_text().upper() == "UKRAINE"
    before = ukraine.evaluate("node => getComputedStyle(node, '::before').content")
    assert before.replace('"', "").split() == ["1"]
    assert page.locator("#overview [data-order]").all_inner_texts() == ["Moscow", "Istanbul"]
    assert page.locator("#legend li").first.is_visible()
    assert page.locator("#bar").is_hidden()
    assert "resolutions 68/262 and ES-11/4" in page.locator("#printed").inner_text()
    page.evaluate("window.dispatchEvent(new Event('afterprint'))")
    assert page.locator("#printed li").count() == 0
    assert page.locator("[data-order], .print-number").count() == 0


def test_text_from_right_to_left_keeps_to_itself(tmp_path: Path, opened: Any) -> None:
    text = "שלום Kyiv עולם.\nShelling hit the town of Mezhova.\nمدينة Dnipro في أوكرانيا."
    article = Article(text, title="خبر")
    draw_map(find_resolutions(text), article=article).save(tmp_path / "rtl.html")
    watched = opened(tmp_path / "rtl.html")
    page = watched.page
    style = "node => getComputedStyle(node).direction"
    directions = [node.evaluate(style) for node in page.locator("article p").all()]
    assert directions == ["rtl", "ltr", "rtl"]
    assert page.locator("#title").evaluate(style) == "rtl"
    assert page.locator("#counts").evaluate(style) == "ltr"
    isolated = "node => getComputedStyle(node).unicodeBidi"
    assert page.locator("article p").first.evaluate(isolated) in {"isolate", "plaintext"}
    assert watched.quiet(), watched.complaints


def test_whoever_wants_less_motion_gets_none(article_page: Path, browser: Any) -> None:
    context = browser.new_context(reduced_motion="reduce", offline=True)
    page = context.new_page()
    page.goto(article_page.as_uri() + "#p-istanbul")
    page.wait_for_selector("html[data-whole=yes]", state="attached")
    assert page.evaluate(
        "map_warmap.getBounds().contains([41, 28.95])"
    )  # at once, without a flight
    context.close()


def test_on_a_large_screen_the_panes_scroll_and_the_page_does_not(
    article_page: Path, opened: Any
) -> None:
    page = opened(article_page, width=1440, height=900, hash_="#m-20").page
    assert (
        page.evaluate(
            "document.documentElement.scrollHeight - document.documentElement.clientHeight"
        )
        <= 0
    )
    assert page.evaluate("[scrollY, document.body.scrollTop].join()") == "0,0"
