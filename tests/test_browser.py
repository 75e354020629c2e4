"""The page in a real browser, opened from a file, offline."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from warmap import Article, draw_map, find_places
from warmap.bundled import data_path
from warmap.places import find_resolutions

pytestmark = pytest.mark.browser

TEXT = data_path("articles/afp-2025-06-08.txt").read_text(encoding="utf-8")
HOSTILE = (
    "<script>window.owned=1</script> </script><img src=x onerror='window.owned=2'> {{7*7}} {% raw"
    " ${1} \\u003c \u202e reversed \0 The town of Mezhova near Kyiv. <!--\n" + "long " * 200_000
)


def test_it_opens_offline_and_asks_for_nothing(article_page: Path, opened: Any) -> None:
    watched = opened(article_page)
    assert watched.page.title() == "Advance"
    assert watched.page.locator("path.units, .border").count() == 3
    assert len(watched.requests) == 1
    assert watched.quiet(), watched.complaints


TIMES = """
window.order = [];
addEventListener("load", () => order.push("loaded"));
new MutationObserver(() => order.push("ready"))
  .observe(document, { attributes: true, attributeFilter: ["data-ready"], subtree: true });
"""


def test_the_browser_has_loaded_the_page_before_the_map_is_drawn(
    article_page: Path, browser: Any
) -> None:
    page = browser.new_page()
    page.add_init_script(TIMES)
    page.goto(article_page.as_uri())
    page.wait_for_selector("html[data-whole=yes]", state="attached")
    assert page.evaluate("order") == ["loaded", "ready"]
    page.close()


def test_nothing_throws_while_the_page_opens(article_page: Path, browser: Any) -> None:
    # Even where it is caught, it costs time: V8 reads the whole script again to say where it was.
    page = browser.new_page(offline=True)
    tools = page.context.new_cdp_session(page)
    thrown: list[str] = []

    def note(event: dict[str, Any]) -> None:
        thrown.append(event["data"].get("description", ""))
        tools.send("Debugger.resume")

    tools.on("Debugger.paused", note)
    tools.send("Debugger.enable")
    tools.send("Debugger.setPauseOnExceptions", {"state": "all"})
    page.goto(article_page.as_uri())
    page.wait_for_selector("html[data-whole=yes]", state="attached")
    assert page.evaluate("[L.Browser.svg, L.Browser.vml, document.namespaces]") == [
        True,
        False,
        None,
    ]
    page.close()
    assert thrown == []


def test_regions_are_areas_towns_are_dots_and_the_unsure_village_is_a_circle(
    article_page: Path, opened: Any
) -> None:
    page = opened(article_page).page
    assert page.locator("path.area.region").count() == 6
    assert page.locator("path.area.country").count() == 2
    assert (
        page.locator(".leaflet-marker-icon.place").count() == 6
    )  # Dnipro, Istanbul, Kyiv, Mezhova, Moscow, Zoria
    assert page.locator("path.radius").count() == 1
    assert page.locator(".leaflet-marker-icon.place.government").count() == 2  # Kyiv and Moscow
    larger = page.locator("[data-place=dnipro]").bounding_box()["width"]
    assert larger > page.locator("[data-place=mezhova]").bounding_box()["width"]


WATERS = (
    "Drones hit a ship in the Black Sea off Odesa. Zaporizhzhia city stands on the Dnipro River."
)


@pytest.fixture(scope="module")
def water_page(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("waters") / "map.html"
    draw_map(find_resolutions(WATERS), article=Article(WATERS)).save(path)
    return path


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_sea_is_an_area_and_a_river_a_line(water_page: Path, opened: Any, scheme: str) -> None:
    watched = opened(water_page, dark=scheme == "dark")
    page = watched.page
    assert page.locator("path.area.water").count() == 2
    assert page.locator(".leaflet-marker-icon.place").count() == 2  # the two cities
    style = "node => [getComputedStyle(node).fill, getComputedStyle(node).stroke]"
    sea = page.locator("path[data-place=black-sea]").evaluate(style)
    river = page.locator("path[data-place=dnieper].line").evaluate(style)
    assert river[0] == "none"
    assert sea[1] == river[1] != page.locator("path.units >> nth=0").evaluate(style)[1]
    shown = page.locator(".label.water span:visible").all_inner_texts()
    assert sorted(shown) == ["Black Sea", "Dnieper"]
    assert page.locator("#elsewhere").is_hidden()  # the labels are in the first view
    assert watched.quiet(), watched.complaints


def test_a_click_beside_a_river_opens_its_card_there(water_page: Path, opened: Any) -> None:
    watched = opened(water_page)
    page = watched.page
    label = page.get_attribute("path[data-place=dnieper]", "aria-label")
    assert label == "Dnieper, river or lake, 1 mention"
    city = page.locator(".leaflet-marker-icon[data-place=zaporizhzhia]").bounding_box()
    x, y = city["x"] + city["width"] / 2, city["y"] + city["height"] / 2
    page.mouse.click(x, y - 30)  # the river comes from the north
    assert page.locator(".leaflet-popup h2").inner_text().startswith("Dnieper")
    assert page.locator("article a.m.chosen").inner_text() == "Dnipro River"
    assert "chosen" in page.get_attribute("path[data-place=dnieper]", "class")
    assert watched.quiet(), watched.complaints


def test_a_water_opens_by_keyboard(water_page: Path, opened: Any) -> None:
    page = opened(water_page).page
    page.focus("path[data-place=black-sea]")
    page.keyboard.press("Enter")
    assert page.locator(".leaflet-popup h2").inner_text().startswith("Black Sea")
    page.keyboard.press("Escape")
    page.wait_for_selector(".leaflet-popup", state="detached")
    assert page.evaluate("document.activeElement.dataset.place") == "black-sea"


def test_a_click_on_the_marker_shows_the_quote(article_page: Path, opened: Any) -> None:
    watched = opened(article_page)
    watched.page.click("[data-place=mezhova]")
    popup = watched.page.locator(".leaflet-popup")
    assert "he told AFP in the town of Mezhova, around a dozen kilometres" in popup.inner_text()
    assert popup.locator("mark").inner_text() == "Mezhova"
    assert "Why:" in popup.inner_text()
    assert watched.quiet(), watched.complaints


def test_every_mention_is_marked_and_opens_its_place(article_page: Path, opened: Any) -> None:
    page = opened(article_page).page
    assert page.locator("article a.m").count() == 44
    page.click("article a.m:text-is('Mezhova')")
    assert "Mezhova" in page.locator(".leaflet-popup h2").inner_text()
    assert page.locator("article a.m.chosen").inner_text() == "Mezhova"
    page.click("article a.m:text-is('Istanbul') >> nth=1")
    page.wait_for_selector(".leaflet-popup h2:has-text('Mezhova')", state="detached")
    assert page.locator(".leaflet-popup h2").inner_text().startswith("Istanbul")
    assert page.locator(".quotes li").count() == 2
    assert "Istanbul talks" in page.locator(".quotes li.current").inner_text()


def test_a_quote_leads_back_to_its_mention(article_page: Path, opened: Any) -> None:
    page = opened(article_page).page
    page.click("[data-place=mezhova]")
    page.click(".leaflet-popup .to-text")
    assert page.evaluate("document.activeElement.textContent") == "Mezhova"
    assert page.locator("article a.m:text-is('Mezhova')").is_visible()


def test_the_keyboard_is_enough(article_page: Path, opened: Any) -> None:
    page = opened(article_page).page
    page.focus("[data-place=dnipro]")
    page.keyboard.press("Enter")
    assert page.locator(".leaflet-popup h2").inner_text().startswith("Dnipro")
    page.keyboard.press("Escape")
    page.wait_for_selector(".leaflet-popup", state="detached")
    assert page.evaluate("document.activeElement.dataset.place") == "dnipro"


def test_an_area_has_its_name_for_a_screen_reader(article_page: Path, opened: Any) -> None:
    page = opened(article_page).page
    label = page.get_attribute("path[data-place=donetsk-oblast]", "aria-label")
    assert label == "Donetsk Oblast, region, Ukraine, 3 mentions"


@pytest.mark.parametrize("fragment", ["#p-dnipro", "#m-23"])
def test_an_address_leads_to_a_place(article_page: Path, opened: Any, fragment: str) -> None:
    page = opened(article_page, hash_=fragment).page
    name = {"#p-dnipro": "Dnipro", "#m-23": "Mezhova"}[fragment]
    assert page.locator(".leaflet-popup h2").inner_text().startswith(name)


def test_on_a_phone_the_place_opens_as_a_sheet(article_page: Path, opened: Any) -> None:
    page = opened(article_page, width=390, height=844).page
    page.click("#tab-places")
    page.click("#places button:has-text('Mezhova')")
    assert page.locator("#sheet").is_visible()
    assert page.locator(".leaflet-popup").count() == 0
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    page.click("#sheet .close")
    assert page.locator("#sheet").is_hidden()


def test_dark_mode_follows_the_system(article_page: Path, opened: Any) -> None:
    colours = {
        opened(article_page, dark=dark).page.evaluate(
            "[getComputedStyle(document.body).backgroundColor,"
            " getComputedStyle(document.querySelector('path.units')).fill].join()"
        )
        for dark in (False, True)
    }
    assert len(colours) == 2


def test_a_hostile_article_is_inert(tmp_path: Path, opened: Any) -> None:
    article = Article(HOSTILE, title="</title><script>window.owned=3</script>")
    draw_map(find_resolutions(HOSTILE), article=article).save(tmp_path / "h.html")
    watched = opened(tmp_path / "h.html")
    page = watched.page
    assert page.evaluate("window.owned") is None
    shown = page.locator("article").inner_text()
    assert "<script>window.owned=1</script>" in shown
    assert "{{7*7}}" in shown
    assert "U+202E" in shown
    assert "U+0000" in shown
    assert "\u202e" not in shown
    assert page.locator("article img").count() == 0
    page.click("[data-place=mezhova]")
    assert "Mezhova" in page.locator(".leaflet-popup mark").inner_text()
    assert page.evaluate("window.owned") is None
    assert watched.quiet(), watched.complaints


def test_an_article_without_places_says_so(tmp_path: Path, opened: Any) -> None:
    draw_map([], article=Article("It rained.")).save(tmp_path / "n.html")
    watched = opened(tmp_path / "n.html")
    assert "No places were found" in watched.page.locator("#counts").inner_text()
    assert watched.page.locator("path.units, .border").count() == 3
    assert watched.quiet(), watched.complaints


def test_without_the_article_its_quotes_are_shown(tmp_path: Path, opened: Any) -> None:
    places = find_places(TEXT)
    draw_map(places[places["kind"] == "town"]).save(tmp_path / "q.html")
    page = opened(tmp_path / "q.html").page
    assert page.locator("article blockquote").count() == 1
    assert re.search("Mezhova", page.locator("article").inner_text())
    assert "Oreshnik" not in page.locator("article").inner_text()


def test_an_undecided_mention_looks_undecided(tmp_path: Path, opened: Any) -> None:
    draw_map(find_resolutions(TEXT), article=Article(TEXT)).save(tmp_path / "u.html")
    page = opened(tmp_path / "u.html").page
    page.click("article a.m.unsure:text-is('Zorya')")
    said = page.locator(".leaflet-popup").inner_text()
    assert "undecided" in said
    assert "It may also be: Zoria, village, Donetsk Oblast, Ukraine" in said
    assert "the centre of its hromada" in said


def test_the_text_pane_has_tabs_that_work_by_keyboard(article_page: Path, opened: Any) -> None:
    page = opened(article_page).page
    page.focus("#tab-article")
    page.keyboard.press("ArrowRight")
    assert page.evaluate("document.activeElement.id") == "tab-places"
    assert page.get_attribute("#tab-places", "aria-selected") == "true"
    assert page.locator("#places").is_visible()
    assert page.get_attribute("#panel-article", "hidden") == "until-found"
    page.keyboard.press("Home")
    assert page.locator("article").is_visible()
    assert page.locator("#places").is_hidden()


def test_the_page_speaks_ukrainian_when_asked(tmp_path: Path, opened: Any) -> None:
    draw_map(find_resolutions(TEXT), article=Article(TEXT), lang="uk").save(tmp_path / "uk.html")
    watched = opened(tmp_path / "uk.html")
    assert watched.page.get_attribute("html", "lang") == "uk"
    assert watched.page.locator("#counts").inner_text() == "14 місць, 44 згадки"
    assert watched.page.locator("#tab-places").inner_text() == "Місця"
    assert watched.page.get_attribute("article", "lang") == "en"
    assert watched.quiet(), watched.complaints
