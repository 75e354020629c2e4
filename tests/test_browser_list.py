"""The list of places in a real browser: sorting, searching, filtering, downloads, the window."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from warmap import Article, draw_map, find_places, read_place_list, read_places
from warmap.bundled import data_path
from warmap.model import Candidate, Mention, Resolution
from warmap.places import find_resolutions

pytestmark = pytest.mark.browser

TEXT = data_path("articles/afp-2025-06-08.txt").read_text(encoding="utf-8")
NAMES = "#places tbody .name"


def names(page: Any) -> list[str]:
    found: list[str] = page.locator(NAMES).all_inner_texts()
    return found


def search(page: Any, words: str) -> None:
    page.fill("#search", words)
    page.keyboard.press("Enter")  # searches at once, and shows the list


def test_the_table_is_sorted_by_each_column(article_page: Path, opened: Any) -> None:
    watched = opened(article_page, width=1900)
    page = watched.page
    page.click("#tab-places")
    head = page.locator("#places thead th")
    assert head.count() == 6
    assert page.locator("#places thead [aria-sort]").count() == 1
    assert page.get_attribute(".col-mentions[aria-sort]", "aria-sort") == "descending"
    times = [int(each) for each in page.locator("td.col-mentions").all_inner_texts()]
    assert times == sorted(times, reverse=True)
    page.click("#places thead .col-place button")
    assert names(page) == sorted(names(page))
    assert page.get_attribute(".col-place[aria-sort]", "aria-sort") == "ascending"
    page.click("#places thead .col-place button")
    assert names(page) == sorted(names(page), reverse=True)
    page.click("#places thead .col-kind button")
    regions = [
        row.locator(".name").inner_text()
        for row in page.locator("#places tbody tr").all()
        if row.locator("td.col-kind").inner_text() == "region"
    ]
    assert regions == sorted(regions, reverse=True)  # within equals, the sorting before
    page.click("#places thead .col-precision button")
    assert names(page)[-1] == "Zoria"
    page.click("#places thead .col-score button")
    assert names(page)[0] == "Dnipropetrovsk Oblast"
    assert watched.quiet(), watched.complaints


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("lugansk", ["Luhansk Oblast"]),
        ("Zaporizhia", ["Zaporizhzhia Oblast"]),
        ("запоріжжя", ["Zaporizhzhia Oblast"]),
        ("Запорожье", ["Zaporizhzhia Oblast"]),
        ("dnipropetrovsk", ["Dnipropetrovsk Oblast", "Dnipro"]),
        ("Дніпропетровськ", ["Dnipropetrovsk Oblast", "Dnipro"]),
        ("Днепропетровск", ["Dnipropetrovsk Oblast", "Dnipro"]),
        ("Киев", ["Kyiv"]),
        ("Kiev", ["Kyiv"]),
        ("МЕЖОВА", ["Mezhova"]),
        ("zorya", ["Zoria"]),
        ("Katerynoslav", ["Dnipro"]),
        ("nowhere at all", []),
    ],
)
def test_a_place_is_found_by_any_of_its_spellings(
    article_page: Path, opened: Any, words: str, found: list[str]
) -> None:
    page = opened(article_page).page
    search(page, words)
    assert names(page) == found
    assert f"{len(found)} of 14 places" in page.locator("#result").inner_text()
    assert f"{len(found)} of 14 places" in page.locator("#live").inner_text()


def test_the_search_works_by_keyboard(article_page: Path, opened: Any) -> None:
    page = opened(article_page).page
    page.focus("#tab-about")
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.id") == "search"
    page.keyboard.type("mezh")
    page.wait_for_selector("#result:has-text('1 of 14')")
    page.keyboard.press("Escape")
    assert page.input_value("#search") == ""
    assert page.locator("#result").is_hidden()
    assert page.locator("a.m.filtered").count() == 0
    page.click("#tab-about")
    page.uncheck(".key input")
    page.focus("#tab-about")
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.id") == "tab-about"


def test_what_is_filtered_is_filtered_in_map_text_and_table(
    article_page: Path, opened: Any
) -> None:
    watched = opened(article_page)
    page = watched.page
    on_map = "#map-pane [data-place]:visible"
    assert page.locator(f"{on_map}[data-place=mezhova]").count() == 1
    page.click("#filter")
    page.check("#choices input[value=government]")
    page.keyboard.press("Escape")
    assert page.evaluate("document.activeElement.id") == "filter"
    assert page.locator("#choices").is_hidden()
    assert page.locator("a.m:not(.filtered):not(.government)").count() == 0
    assert page.locator("a.m.government:not(.filtered)").count() == 21
    unmarked = page.locator("a.m.filtered >> nth=0")
    assert unmarked.evaluate("node => getComputedStyle(node).textDecorationLine") == "none"
    found = page.locator(on_map).evaluate_all("nodes => nodes.map(node => node.dataset.place)")
    assert set(found) == {"kyiv", "moscow", "russia", "ukraine"}
    page.click("#next")
    assert page.locator("a.m.current").inner_text() == "Moscow"  # the first six are literal
    page.click("#tab-places")
    assert sorted(names(page)) == ["Kyiv", "Moscow", "Russia", "Ukraine"]
    assert "7/9" in page.locator("#p-russia td.col-mentions").inner_text()
    assert "4 of 14 places" in page.locator("#result").inner_text()
    page.click("#filter")
    page.check("#choices input[value=country]")
    assert sorted(names(page)) == ["Russia", "Ukraine"]
    page.click("#result button")
    assert len(names(page)) == 14
    assert page.locator("a.m.filtered").count() == 0
    assert watched.quiet(), watched.complaints


def test_a_row_opens_its_place_and_gets_the_focus_back(article_page: Path, opened: Any) -> None:
    page = opened(article_page).page
    page.click("#tab-places")
    page.focus("#p-mezhova button")
    page.keyboard.press("Enter")
    assert page.locator(".leaflet-popup h2").inner_text().startswith("Mezhova")
    assert "chosen" in page.get_attribute("#p-mezhova", "class")
    page.keyboard.press("Escape")
    assert page.evaluate("document.activeElement.closest('tr').id") == "p-mezhova"
    assert "chosen" not in (page.get_attribute("#p-mezhova", "class") or "")
    page.keyboard.press("Home")
    assert page.evaluate("document.activeElement.closest('tr').rowIndex") == 1
    page.keyboard.press("ArrowDown")
    assert page.evaluate("document.activeElement.closest('tr').rowIndex") == 2


@pytest.mark.parametrize("width", [320, 360, 390, 820, 1440])
def test_the_table_needs_no_sideways_scroll(article_page: Path, opened: Any, width: int) -> None:
    page = opened(article_page, width=width).page
    page.click("#tab-places")
    page.click("#filter")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    pane = page.locator("#text-pane")
    assert pane.evaluate("node => node.scrollWidth - node.clientWidth") == 0


LISTED = """name,action,lat,lon,kind,note
Zorya,drop,,,,a football club
Huliaipole,add,47.66,36.26,town,"=SUM(1,2) was here"
"""


@pytest.fixture(scope="module")
def open_article(tmp_path_factory: pytest.TempPathFactory) -> tuple[Article, list[Resolution]]:
    listed = tmp_path_factory.mktemp("list") / "list.csv"
    listed.write_text(LISTED, encoding="utf-8")
    text = (
        "- Shells hit Oleksandrivka, and \U0001f525 fires broke out.\n"
        "=Fighting= went on near Xyzburg.\nZorya lost in Mezhova \u202eagain.\n"
    )
    article = Article(text, title="Fires & “Folly”: day 2", source="AFP", date="2025-06-08")
    found = find_resolutions(article, place_list=read_place_list(listed))
    start = text.index("Xyzburg")
    span = Mention(start, start + 7, "Xyzburg")
    unknown = Resolution(span, "=Fighting= went on near Xyzburg.", text.index("=Fighting"))
    at = next(k for k, r in enumerate(found) if not 0 <= r.mention.start < start)
    return article, [*found[:at], unknown, *found[at:]]


@pytest.fixture(scope="module")
def open_page(
    open_article: tuple[Article, list[Resolution]], tmp_path_factory: pytest.TempPathFactory
) -> Path:
    path = tmp_path_factory.mktemp("open") / "map.html"
    draw_map(open_article[1], article=open_article[0]).save(path)
    return path


def downloaded(page: Any, ending: str, folder: Path) -> Path:
    page.click("#tab-places")
    with page.expect_download() as waiting:
        page.click(f"#places .downloads button:has-text('{ending}')")
    path = Path(folder, str(waiting.value.suggested_filename))
    waiting.value.save_as(path)
    return path


@pytest.mark.parametrize("ending", ["CSV", "GeoJSON"])
def test_the_download_is_the_frame(
    article_page: Path, opened: Any, tmp_path: Path, ending: str
) -> None:
    from pandas.testing import assert_frame_equal

    watched = opened(article_page)
    path = downloaded(watched.page, ending, tmp_path)
    assert path.name == f"advance-places.{ending.lower()}"
    found = read_places(path)
    expected = find_places(TEXT, place_list=read_place_list(data_path("places.csv")))
    metres = found.to_crs("EPSG:3857").distance(expected.to_crs("EPSG:3857"))
    assert metres.max() < 2
    plain = ["geometry", "rivals"]
    assert_frame_equal(found.drop(columns=plain), expected.drop(columns=plain))
    for ours, theirs in zip(found["rivals"], expected["rivals"], strict=True):
        assert [r["id"] for r in json.loads(ours)] == [r["id"] for r in json.loads(theirs)][:5]
    assert draw_map(found, article=Article(TEXT)) is not None  # it leads to the same page again
    assert watched.quiet(), watched.complaints


def test_other_programs_read_the_download(open_page: Path, opened: Any, tmp_path: Path) -> None:
    import geopandas as gpd
    import pandas as pd

    page = opened(open_page).page
    features = gpd.read_file(downloaded(page, "GeoJSON", tmp_path))
    assert features.crs.to_epsg() == 4326
    table = pd.read_csv(downloaded(page, "CSV", tmp_path), keep_default_na=False)
    assert list(table["mention"]) == list(features["mention"])
    assert table.columns[0] == "start"  # pandas skips the mark in front


def test_the_download_holds_every_row_and_disarms_formulas(
    open_article: tuple[Article, list[Resolution]], open_page: Path, opened: Any, tmp_path: Path
) -> None:
    from warmap.places import to_frame

    page = opened(open_page).page
    path = downloaded(page, "GeoJSON", tmp_path)
    assert path.name == "fires-folly-day-2-places.geojson"
    exact = read_places(path)
    expected = to_frame(open_article[1])
    assert set(exact["status"]) == {"resolved", "unresolved", "dropped"}
    for column in ("start", "end", "mention", "quote", "name", "status", "reason"):
        assert exact[column].tolist() == expected[column].tolist(), column
    disarmed = read_places(downloaded(page, "CSV", tmp_path))
    assert disarmed["quote"][0] == "'" + exact["quote"][0]
    assert disarmed["quote"][1] == "'=Fighting= went on near Xyzburg."


def test_only_what_is_shown_is_downloaded(article_page: Path, opened: Any, tmp_path: Path) -> None:
    page = opened(article_page).page
    search(page, "kyiv")
    found = read_places(downloaded(page, "CSV", tmp_path))
    assert set(found["name"]) == {"Kyiv"}
    assert len(found) == 5


def test_what_is_undecided_is_compared(open_page: Path, opened: Any) -> None:
    watched = opened(open_page)
    page = watched.page
    page.click("#tab-undecided")
    panel = page.locator("#panel-undecided")
    titles = panel.locator("h2").all_inner_texts()
    assert titles[-2:] == ["Names without a place", "Left out by the place list"]
    count = panel.locator("section:not(:last-child) > .undecided > li").count()
    assert page.locator("#tab-undecided").inner_text() == f"Undecided{count}"
    assert "a football club" in panel.inner_text()
    compared = panel.locator(".compared >> nth=0 >> tbody tr")
    assert compared.count() > 1
    assert all("%" in row for row in compared.all_inner_texts())
    panel.locator("li:has(h3:has-text('Zorya')) >> button:has-text('Show in the article')").click()
    assert page.locator("#panel-article").is_visible()
    assert page.evaluate("document.activeElement.textContent").startswith("Zorya lost")
    page.click("#tab-undecided")
    panel.locator("li:has(h3:has-text('Xyzburg')) >> button:has-text('Show in')").click()
    assert page.evaluate("document.activeElement.textContent") == "Xyzburg"
    assert watched.quiet(), watched.complaints


def test_where_all_is_decided_there_is_no_such_part(tmp_path: Path, opened: Any) -> None:
    text = "They left the town of Mezhova."
    draw_map(find_resolutions(text), article=Article(text)).save(tmp_path / "d.html")
    page = opened(tmp_path / "d.html").page
    assert page.locator("#tab-undecided").is_hidden()
    page.click("#tab-places")
    page.keyboard.press("ArrowRight")
    assert page.evaluate("document.activeElement.id") == "tab-about"


def test_the_map_says_where_it_comes_from(article_page: Path, opened: Any) -> None:
    watched = opened(article_page)
    page = watched.page
    page.click("#tab-about")
    about = page.locator("#panel-about").inner_text()
    for said in ("Advance, AFP, 2025-06-08", "GeoNames", "CC BY 4.0", "Natural Earth", "KATOTTG",
                 "68/262", "12 December 2023", "19 January 2024"):  # fmt: skip
        assert said in about, said
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.click("#copy-citation")
    page.wait_for_selector("#live:has-text('Copied.')", state="attached")
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.startswith("Advance, AFP, 2025-06-08. Map of its places made with warmap ")
    assert watched.quiet(), watched.complaints


def test_without_a_script_the_map_still_says_where_it_comes_from(
    article_page: Path, browser: Any
) -> None:
    context = browser.new_context(java_script_enabled=False, offline=True)
    page = context.new_page()
    page.goto(article_page.as_uri())
    said = page.locator("#panel-about").inner_text()
    assert "internationally recognised borders" in said
    assert "GeoNames (geonames.org), CC BY 4.0" in said
    assert page.locator("table.places tbody tr").count() == 14
    context.close()


MANY = 3_000


@pytest.fixture(scope="module")
def long_page(tmp_path_factory: pytest.TempPathFactory) -> Path:
    sentences, found, start = [], [], 0
    for number in range(MANY):
        name = f"Place {number}"
        sentence = f"Shells hit {name} twice.\n"
        place = Candidate(
            "user", f"many.csv:{number}", name, "", "town", "UA", "UA-14",
            lat=45 + number % 60 / 10, lon=24 + number // 60 / 10,
        )  # fmt: skip
        span = Mention(start + 11, start + 11 + len(name), name)
        role = "government" if number % 3 == 0 else "literal"
        found.append(
            Resolution(
                span,
                sentence.strip(),
                start,
                role=role,  # type: ignore[arg-type]
                candidate=place,
                score=0.9,
                status="resolved",
            )
        )
        sentences.append(sentence)
        start += len(sentence)
    path = tmp_path_factory.mktemp("long") / "map.html"
    draw_map(found, article=Article("".join(sentences))).save(path)
    return path


def test_of_a_long_table_only_the_rows_in_view_exist(long_page: Path, opened: Any) -> None:
    watched = opened(long_page)
    page = watched.page
    page.click("#tab-places")
    rows = page.locator("#places tbody tr[id]")
    assert 5 < rows.count() < 80
    assert page.get_attribute("table.places", "aria-rowcount") == str(MANY + 1)
    page.click("#places thead .col-place button")
    assert names(page)[:3] == ["Place 0", "Place 1", "Place 2"]  # numbers as numbers
    page.focus("#p-place-0 button")
    page.keyboard.press("End")
    last = f"p-place-{MANY - 1}"
    assert page.evaluate("document.activeElement.closest('tr').id") == last
    assert page.get_attribute(f"#{last}", "aria-rowindex") == str(MANY + 1)
    assert rows.count() < 80
    page.keyboard.press("PageUp")
    page.keyboard.press("ArrowDown")
    row = page.locator("tr:focus-within")
    head = page.locator("#places thead").bounding_box()
    assert row.bounding_box()["y"] >= head["y"] + head["height"] - 1  # not under the head
    page.keyboard.press("Home")
    assert page.evaluate("document.activeElement.closest('tr').id") == "p-place-0"
    page.keyboard.press("Enter")
    assert page.locator(".leaflet-popup h2").inner_text() == "Place 0"
    assert watched.quiet(), watched.complaints


def test_a_long_table_is_searched_and_filtered(long_page: Path, opened: Any) -> None:
    watched = opened(long_page)
    page = watched.page
    search(page, "place 2999")
    assert names(page) == ["Place 2999"]
    page.click("#result button")
    page.click("#filter")
    page.check("#choices input[value=government]")
    assert f"{MANY // 3:,} of {MANY:,} places" in page.locator("#result").inner_text()
    page.click("#tab-article")
    page.wait_for_selector("#m-0:not(.filtered)")  # once the browser has seen what is in view
    assert page.locator("#m-1.filtered").count() == 1
    assert watched.quiet(), watched.complaints


def test_scrolling_brings_the_rows(long_page: Path, opened: Any) -> None:
    page = opened(long_page).page
    page.click("#tab-places")
    page.click("#places thead .col-place button")
    page.locator("#text-pane").evaluate("node => { node.scrollTop = node.scrollHeight / 2; }")
    page.wait_for_selector(f"#p-place-{MANY // 2}", state="attached")
    box = page.locator("#places tbody tr[id] >> nth=18").bounding_box()
    assert 0 < box["y"] < 800


def test_the_list_speaks_ukrainian(tmp_path: Path, opened: Any) -> None:
    draw_map(find_resolutions(TEXT), article=Article(TEXT), lang="uk").save(tmp_path / "uk.html")
    watched = opened(tmp_path / "uk.html")
    page = watched.page
    search(page, "Luhansk")
    assert names(page) == ["Луганська область"]
    assert "Показано: 1 із 14 місць" in page.locator("#result").inner_text()
    found = read_places(downloaded(page, "CSV", tmp_path))
    assert set(found["name"]) == {"Luhansk Oblast"}
    assert set(found["local_name"]) == {"Луганська область"}
    assert watched.quiet(), watched.complaints


def test_each_row_has_the_sign_that_its_place_has_on_the_map(
    article_page: Path, opened: Any
) -> None:
    page = opened(article_page, width=1440, height=900).page
    page.click("#tab-places")
    forms = """(nodes) => nodes.map((node) => [...node.querySelectorAll("path")].map((path) =>
      [path.getAttribute("class"), path.getAttribute("d").replace(/[0-9.]+/g, "").length]))"""
    compared = 0
    for row in page.locator("table.places tbody tr[data-number]").all():
        key = (row.get_attribute("id") or "").removeprefix("p-")
        on_map = page.locator(f".leaflet-marker-icon[data-place='{key}'] .glyph")
        sign = row.locator(".glyph")
        assert sign.count() == on_map.count(), key
        assert sign.evaluate_all(forms) == on_map.evaluate_all(forms), key
        compared += sign.count()
    assert compared > 4
