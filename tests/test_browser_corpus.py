"""The page of a corpus in a real browser: map, timeline, filters, cards, files, for everyone."""

from __future__ import annotations

import csv
import dataclasses
import io
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from warmap import draw_map
from warmap.gazetteer import default_gazetteer
from warmap.model import Candidate
from warmap.tally import PlaceTally, Quote, Tally

pytestmark = pytest.mark.browser

WEEKS = (
    "2024-01-01", "2024-01-08", "2024-01-15", "2024-01-22", "2024-01-29",
    "2024-02-05", "2024-02-12", "2024-02-19", "2024-02-26", "2024-03-04",
)  # fmt: skip
SOURCES = ("North Wire", "South Post", "")
LITERAL, GOVERNMENT, BOTH, NAME = 1, 2, 3, 4
CARD = ".leaflet-popup:last-child .card"  # one that is closed fades away


def known(place_id: str) -> Candidate:
    place = default_gazetteer().by_id(place_id)
    assert place is not None
    return place


def quoted(text: str, name: str, **told: Any) -> Quote:
    start = text.index(name)
    words: dict[str, Any] = {
        "role": "literal", "score": 0.95, "reason": "the only place of that name",
        "article_id": "a-1", "title": "", "date": "", "source": "North Wire", "url": "",
    }  # fmt: skip
    return Quote(text=text, spans=((start, start + len(name)),), **(words | told))


def counted(
    place: Candidate,
    *cells: tuple[int, int, int, int],
    unsure: int = 0,
    quotes: Sequence[Quote] = (),
) -> PlaceTally:
    articles = sum(cell[3] for cell in cells)
    return PlaceTally(
        place=place,
        articles=articles,
        mentions=2 * articles,
        unsure=unsure,
        cells=np.array(sorted(cells), dtype=np.int64),
        quotes=tuple(quotes),
    )


def tallied(places: Sequence[PlaceTally], **told: Any) -> Tally:
    articles = np.zeros((3, 11), dtype=np.int64)
    articles[0, :10], articles[1, :10], articles[2, 10] = 10, 6, 5
    whole: dict[str, Any] = {
        "unit": "week", "periods": WEEKS, "sources": SOURCES, "other_sources": 0,
        "articles": articles,
        "places": tuple(sorted(places, key=lambda each: (-each.articles, each.place.id))),
        "unresolved": (("Xyzhanka", 12), ("Нарнія", 3)), "done": 165, "failed": 2, "duplicates": 4,
        "undated": 5, "count_once": True, "first_day": WEEKS[0], "last_day": "2024-03-10",
        "title": "Ten weeks",
    }  # fmt: skip
    return Tally(**(whole | told))


QUOTES = (
    quoted("“Kharkiv 🏙 will hold,” its mayor told reporters.", "Kharkiv", date="2024-01-16",
           title="A mayor speaks", url="https://wire.example/1?a=1&b=2"),
    quoted("Shelling hit Kharkiv overnight, the administration said.", "Kharkiv",
           date="2024-01-30", title="A night", source="South Post", url="javascript:alert(1)"),
    quoted("Kharkiv demanded an answer.", "Kharkiv", date="2024-02-26", role="government",
           score=0.41, reason="named beside its oblast", source="South Post"),
    quoted("Water runs again in Kharkiv.", "Kharkiv", source="A Third Paper"),
)  # fmt: skip


def ten_weeks() -> list[PlaceTally]:
    kyiv = [(week, 0, LITERAL, 4) for week in range(10)]
    kharkiv = [(week, 0, LITERAL, 5) for week in (2, 3, 4)]
    zoria = dataclasses.replace(known("katottg:UA01120070050019025"), name="Zoria")
    return [
        counted(known("geonames:703448"), *kyiv, (-1, 2, LITERAL, 3), (5, 1, GOVERNMENT, 2)),
        counted(known("geonames:706483"), *kharkiv, (8, 1, BOTH, 1), unsure=2, quotes=QUOTES),
        counted(known("geonames:698740"), (9, 1, LITERAL, 6)),
        counted(known("geonames:745044"), (0, 1, NAME, 2)),
        counted(known("iso:UA-63"), (2, 0, LITERAL, 7)),
        counted(known("iso:PL"), (1, 0, GOVERNMENT, 3)),
        counted(zoria, (3, 0, LITERAL, 4), unsure=4),
    ]


@pytest.fixture(scope="module")
def corpus_page(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("corpus") / "corpus.html"
    draw_map(tallied(ten_weeks())).save(path)
    return path


def rows(page: Any) -> dict[str, str]:
    """What the table says of each place that it shows, in its order."""
    page.evaluate("document.querySelector('#tab-places').click()")
    return {
        row.locator(".name").inner_text(): row.locator("td.col-articles").inner_text()
        for row in page.locator("#places tbody tr").all()
    }


def window(page: Any) -> str:
    """The dates of the window, and what it holds."""
    told: str = page.locator(".time-window").inner_text()
    return " ".join(told.split())


def drawn(page: Any) -> None:
    """Wait until changes are drawn."""
    page.evaluate("() => new Promise(done => requestAnimationFrame(() => setTimeout(done)))")


def until(page: Any, true: str) -> None:
    """Wait until something is so; the page's policy forbids Playwright's own way to ask."""
    frames = "for (let i = 0; i < 300 && !test(); i++) await new Promise(requestAnimationFrame);"
    assert page.evaluate(f"async () => {{ const test = () => {true}; {frames} return test(); }}")


def press(page: Any, selector: str, *keys: str) -> None:
    page.focus(selector)
    for key in keys:
        page.keyboard.press(key)
    drawn(page)


def pull(page: Any, start: float, end: float) -> None:
    """Drag on the histogram, from and to so many weeks from its left end."""
    box = page.locator(".histogram").bounding_box()
    step, y = (box["width"] - 24) / 10, box["y"] + 30
    page.mouse.move(box["x"] + 12 + start * step, y)
    page.mouse.down()
    page.mouse.move(box["x"] + 12 + (start + end) / 2 * step, y)
    page.mouse.move(box["x"] + 12 + end * step, y)
    page.mouse.up()
    drawn(page)


def test_all_articles_are_counted_at_first(corpus_page: Path, opened: Any) -> None:
    watched = opened(corpus_page)
    page = watched.page
    assert page.locator("#title").inner_text() == "Ten weeks"
    assert page.locator("#counts").inner_text() == "7 places, 165 articles"
    assert rows(page) == {
        "Kyiv": "45", "Kharkiv": "16", "Kharkiv Oblast": "7", "Odesa": "6", "Zoria": "4",
        "Poland": "3", "Istanbul": "2",
    }  # fmt: skip
    assert window(page) == "1 January – 10 March 2024 165 articles"
    assert page.locator(".undated").inner_text() == ("5 undated articles count in all time only")
    assert page.get_attribute("#map-pane [data-place=kyiv]", "aria-label") == (
        "Kyiv, city, Kyiv City, Ukraine, 45 articles"
    )
    assert page.locator("#map-pane .place.government").count() == 0
    assert page.locator("#map-pane .place.associative").count() == 1
    assert page.locator("#map-pane [data-place=zoria].unsure").count() == 1
    assert page.locator("#all-time").is_disabled()
    assert watched.quiet(), watched.complaints


def test_the_window_of_the_address_counts_in_map_table_and_timeline(
    corpus_page: Path, opened: Any
) -> None:
    watched = opened(corpus_page, hash_="#t-2024-01-15--2024-02-04")
    page = watched.page
    assert window(page) == "15 January – 4 February 2024 48 articles"
    assert rows(page) == {
        "Kharkiv": "15/16", "Kyiv": "12/45", "Kharkiv Oblast": "7/7", "Zoria": "4/4",
    }  # fmt: skip
    assert page.locator("#map-pane [data-place]:visible").count() == 4
    page.evaluate("location.hash = '#t-2024-03-04--2024-12-31'")
    until(page, "document.querySelector('.dates').textContent.startsWith('4–')")
    drawn(page)
    assert list(rows(page)) == ["Odesa", "Kyiv"]
    page.evaluate("location.hash = '#'")
    until(page, "document.querySelector('.dates').textContent.startsWith('1 ')")
    assert watched.quiet(), watched.complaints


@pytest.mark.parametrize("hash_", ["#t-2024-02-31--2024-03-01", "#t-2030-01-01--2031-01-01", "#%"])
def test_an_address_that_leads_nowhere_shows_all(
    corpus_page: Path, opened: Any, hash_: str
) -> None:
    watched = opened(corpus_page, hash_=hash_)
    assert window(watched.page).startswith("1 January – 10 March 2024")
    assert watched.quiet(), watched.complaints


def test_both_place_and_window_are_in_the_address(corpus_page: Path, opened: Any) -> None:
    page = opened(corpus_page, hash_="#p-kharkiv&t-2024-01-15--2024-01-21").page
    assert page.locator(f"{CARD} h2").inner_text() == "Kharkiv Харків"
    assert page.locator(f"{CARD} h3").inner_text() == "5 articles in this time, 16 in all"
    press(page, ".thumb.to", "ArrowRight")
    until(page, "location.hash === '#p-kharkiv&t-2024-01-15--2024-01-28'")
    page.keyboard.press("Escape")
    until(page, "location.hash === '#t-2024-01-15--2024-01-28'")
    page.click("#all-time")
    until(page, "location.hash === ''")


def test_the_skip_link_leaves_the_window_as_it_is(corpus_page: Path, opened: Any) -> None:
    page = opened(corpus_page, hash_="#t-2024-01-15--2024-02-04").page
    page.evaluate("document.querySelector('.skip').click()")
    drawn(page)
    assert window(page).startswith("15 January – 4 February 2024")


def test_the_window_works_by_keyboard(corpus_page: Path, opened: Any) -> None:
    page = opened(corpus_page).page
    press(page, ".thumb.from", "ArrowRight", "ArrowRight")
    assert page.get_attribute(".thumb.from", "aria-valuetext") == "15 January 2024"
    assert page.get_attribute(".thumb.to", "aria-valuetext") == "10 March 2024"
    assert page.locator(".grip.from.focused").count() == 1
    press(page, ".thumb.to", "Home")  # no earlier than the start
    assert window(page) == "15–21 January 2024 16 articles"
    page.keyboard.press("Shift+ArrowRight")
    drawn(page)
    assert window(page) == "22–28 January 2024 16 articles"
    press(page, ".thumb.from", "End")  # no later than the end
    assert window(page) == "22–28 January 2024 16 articles"
    press(page, ".thumb.to", "End")
    press(page, ".thumb.from", "Home")
    assert window(page) == "1 January – 10 March 2024 165 articles"
    press(page, ".thumb.from", "PageUp")
    assert not window(page).startswith("1 January")


def test_the_window_is_drawn_moved_and_dragged(corpus_page: Path, opened: Any) -> None:
    page = opened(corpus_page).page
    pull(page, 2.2, 4.8)  # drawn anew
    assert window(page) == "15 January – 4 February 2024 48 articles"
    pull(page, 3.5, 5.5)  # moved as a whole
    assert window(page) == "29 January – 18 February 2024 48 articles"
    pull(page, 7, 9)  # its end
    assert window(page) == "29 January – 3 March 2024 80 articles"
    pull(page, 4, 5.2)  # its start
    assert window(page) == "5 February – 3 March 2024 64 articles"
    pull(page, 6.5, 20)  # no further than there is time
    assert window(page) == "12 February – 10 March 2024 64 articles"
    pull(page, 1.5, 1.5)  # pressed: that week alone
    assert window(page) == "8–14 January 2024 16 articles"
    pull(page, 2, 2)  # its end is picked up ...
    assert page.locator(".grip.to.picked").count() == 1
    pull(page, 4.1, 4.1)  # ... and put down
    assert window(page) == "8–28 January 2024 48 articles"
    assert page.locator(".grip.picked").count() == 0
    pull(page, 1.5, 1.5)
    page.click("#later")
    assert window(page) == "15–21 January 2024 16 articles"
    page.click("#earlier")
    page.click("#earlier")
    assert page.locator("#earlier").is_disabled()
    page.click("#all-time")
    assert window(page) == "1 January – 10 March 2024 165 articles"


def test_a_week_under_the_pointer_tells_its_counts(corpus_page: Path, opened: Any) -> None:
    page = opened(corpus_page, hash_="#p-kharkiv").page
    assert page.locator(".time-key:visible").inner_text().split("\n") == [
        "Articles a week, up to 16", "Kharkiv: up to 5, bars enlarged ×2",
    ]  # fmt: skip
    page.locator(".histogram").hover(position={"x": 300, "y": 20})
    told = page.locator(".time-key:visible").inner_text().split("\n")
    assert told[0].endswith("2024")
    assert told[1] == "16 articles"
    assert told[2] == "5 of them name Kharkiv"
    page.mouse.move(5, 5)
    assert page.locator(".time-key:visible").inner_text().startswith("Articles a week")


def test_play_moves_the_window_to_the_end_and_says_so_once(corpus_page: Path, opened: Any) -> None:
    watched = opened(corpus_page)
    page = watched.page
    page.evaluate(
        "window.said = []; new MutationObserver(() => said.push(live.textContent))"
        ".observe(live, {childList: true, characterData: true, subtree: true})"
    )
    page.clock.install()
    page.focus("#play")
    page.keyboard.press("Space")
    assert page.get_attribute("#play", "aria-label") == "Pause"
    assert window(page) == "1–7 January 2024 16 articles"
    page.clock.run_for(1000)
    assert window(page) == "22–28 January 2024 16 articles"
    assert rows(page) == {"Kharkiv": "5/16", "Kyiv": "4/45", "Zoria": "4/4"}
    assert page.evaluate("said") == []
    page.clock.run_for(10_000)
    assert window(page) == "4–10 March 2024 16 articles"
    assert page.get_attribute("#play", "aria-label") == "Play: move the window forward"
    assert page.evaluate("said") == ["Stopped. 4–10 March 2024, 16 articles, 2 places"]
    page.click("#play")  # from the end it begins again
    page.clock.run_for(400)
    page.keyboard.press("Space")
    page.clock.run_for(2000)
    assert window(page) == "8–14 January 2024 16 articles"
    assert watched.quiet(), watched.complaints


def test_sources_kinds_and_roles_are_filtered_everywhere(corpus_page: Path, opened: Any) -> None:
    page = opened(corpus_page).page
    page.click("#filter")
    options = page.locator("[data-facet=source] label").all_inner_texts()
    assert [" ".join(each.split()) for each in options] == [
        "North Wire 100", "South Post 60", "source not given 5",
    ]  # fmt: skip
    page.check("[name=source][value='1']")
    drawn(page)
    assert rows(page) == {"Odesa": "6", "Kyiv": "2", "Istanbul": "2", "Kharkiv": "1"}
    assert window(page).endswith("60 articles")
    assert page.locator(".undated").is_hidden()
    page.check("[name=role][value=government]")
    drawn(page)
    assert rows(page) == {"Kyiv": "2", "Kharkiv": "1"}
    assert page.locator("#map-pane .place.government").count() == 2
    page.check("[name=kind][value=region]")
    drawn(page)
    assert rows(page) == {}
    assert page.locator("#places .none").inner_text().startswith("No place is shown.")
    page.click("#result button:has-text('Clear')")
    drawn(page)
    assert len(rows(page)) == 7


def test_names_are_found_in_any_script(corpus_page: Path, opened: Any) -> None:
    page = opened(corpus_page).page
    for query in ("Харків", "харьков", "khark"):
        page.fill("#search", query)
        page.keyboard.press("Enter")
        drawn(page)
        assert set(rows(page)) == {"Kharkiv", "Kharkiv Oblast"}
        assert page.locator("#result").inner_text().startswith("2 of 7 places shown")


def test_a_card_quotes_what_articles_say_with_their_source(corpus_page: Path, opened: Any) -> None:
    watched = opened(corpus_page, hash_="#p-kharkiv")
    page = watched.page
    page.wait_for_selector(f"{CARD} .quotes li")
    items = page.locator(f"{CARD} .quotes li")
    assert items.count() == 4
    assert items.locator("blockquote").all_inner_texts() == [quote.text for quote in QUOTES]
    assert items.locator("mark").all_inner_texts() == ["Kharkiv"] * 4
    origins = items.locator(".whose").all_inner_texts()
    assert origins[0] == "A mayor speaks · North Wire · 16 Jan 2024"
    assert origins[3] == "a-1 · A Third Paper · no date"
    links = items.locator("a")
    assert links.count() == 1  # and none that isn't of the web
    assert links.get_attribute("href") == "https://wire.example/1?a=1&b=2"
    assert links.get_attribute("rel") == "noopener noreferrer"
    assert items.nth(2).locator(".why").last.inner_text() == (
        "Named as its government; undecided (41 %). Why: named beside its oblast."
    )
    assert "Of all its articles 2 leave it undecided" in page.locator(CARD).inner_text()
    assert watched.quiet(), watched.complaints


def test_quotes_of_another_time_are_left_out_and_can_be_had(corpus_page: Path, opened: Any) -> None:
    page = opened(corpus_page, hash_="#p-kharkiv&t-2024-01-15--2024-01-21").page
    page.wait_for_selector(f"{CARD} .quotes li")
    assert page.locator(f"{CARD} .quotes li").count() == 1
    away = page.locator(f"{CARD} .left-out")
    assert away.inner_text() == "3 quotes are of another time. Widen the window"
    away.locator("button").click()  # one of them has no date
    until(page, f"document.querySelectorAll('{CARD} .quotes li').length === 4")
    assert window(page) == "1 January – 10 March 2024 165 articles"
    page.click("#filter")
    page.check("[name=source][value='0']")
    until(page, f"document.querySelectorAll('{CARD} .quotes li').length === 1")
    assert page.locator(f"{CARD} .left-out").inner_text() == (
        "3 quotes are left out by the filters. Clear the filters"
    )


def test_the_table_is_sorted_by_each_column(corpus_page: Path, opened: Any) -> None:
    page = opened(corpus_page).page

    def names(column: str) -> list[str]:
        page.select_option(".sort-by select", column)
        return list(rows(page))

    assert names("place")[0] == "Istanbul"
    assert names("kind")[:2] == ["Poland", "Kharkiv Oblast"]
    assert names("first")[0] in {"Kyiv", "Istanbul"}
    assert names("last")[0] in {"Kyiv", "Odesa"}
    assert names("articles")[0] == "Kyiv"
    assert page.get_attribute("#places thead .col-articles", "aria-sort") == "descending"


def test_files_hold_what_is_shown(corpus_page: Path, opened: Any, tmp_path: Path) -> None:
    page = opened(corpus_page, hash_="#t-2024-01-15--2024-02-04").page

    def saved(button: str) -> tuple[str, str]:
        with page.expect_download() as waiting:
            page.click(f"#places .downloads button:has-text('{button}')")
        waiting.value.save_as(tmp_path / "file")
        return waiting.value.suggested_filename, (tmp_path / "file").read_text("utf-8-sig")

    name, text = saved("CSV")
    assert name == "ten-weeks-2024-01-15-2024-02-04-places.csv"
    table = list(csv.DictReader(io.StringIO(text)))
    assert [(row["name"], row["articles"], row["articles_in_all"]) for row in table[:2]] == [
        ("Kharkiv", "15", "16"), ("Kyiv", "12", "45"),
    ]  # fmt: skip
    assert {(row["window_from"], row["window_to"]) for row in table} == {
        ("2024-01-15", "2024-02-04")
    }
    name, text = saved("GeoJSON")
    assert name.endswith("-places.geojson")
    first = json.loads(text)["features"][0]
    assert first["geometry"]["coordinates"] == [36.25475, 49.98177]
    assert first["properties"]["source_id"] == "706483"
    name, text = saved("By period")
    assert name == "ten-weeks-2024-01-15-2024-02-04-by-period.csv"
    table = list(csv.DictReader(io.StringIO(text)))
    assert [row["articles"] for row in table if row["name"] == "Kharkiv"] == ["5", "5", "5"]


def test_names_without_a_place_and_outcomes_are_told(corpus_page: Path, opened: Any) -> None:
    page = opened(corpus_page).page
    page.click("#tab-unresolved")
    assert page.locator("#unresolved tbody tr").all_inner_texts() == ["Xyzhanka\t12", "Нарнія\t3"]
    page.fill("#search", "narnia")
    until(page, "document.querySelectorAll('#unresolved tbody tr').length === 1")
    page.click("#tab-about")
    told = page.locator("#credits").inner_text()
    for words in (
        "169 articles were read",
        "4 articles are near copies of others",
        "2 articles could",
    ):
        assert words in told


def test_articles_without_dates_have_no_timeline(tmp_path: Path, opened: Any) -> None:
    undated = [counted(known("geonames:703448"), (-1, 0, LITERAL, 3))]
    nothing = np.array([[3], [0], [0]], dtype=np.int64)
    told = {"periods": (), "articles": nothing, "first_day": "", "last_day": ""}
    draw_map(tallied(undated, **told)).save(tmp_path / "x.html")
    watched = opened(tmp_path / "x.html", hash_="#t-2024-01-01--2024-01-02")
    assert watched.page.locator("#time").inner_text().startswith("None of the articles has a date")
    assert rows(watched.page) == {"Kyiv": "3"}
    watched.page.click("#places tbody button")
    assert watched.quiet(), watched.complaints


def test_a_corpus_without_places_says_so(tmp_path: Path, opened: Any) -> None:
    draw_map(tallied([])).save(tmp_path / "x.html")
    watched = opened(tmp_path / "x.html")
    assert watched.page.locator("#places").inner_text() == "No places were found in these articles."
    assert watched.quiet(), watched.complaints


@pytest.fixture(scope="module")
def many_places_page(tmp_path_factory: pytest.TempPathFactory) -> Path:
    kyiv = known("geonames:703448")
    places = [
        counted(
            dataclasses.replace(
                kyiv, source_id=str(9_000_000 + i), geonameid=9_000_000 + i, name=f"Sample {i}",
                kind="town", population=None, lat=46 + i % 50 / 10, lon=24 + i // 50 / 4,
            ),
            (i % 10, 0, LITERAL, 1 + i % 7), ((i + 3) % 10 + 0, 1, GOVERNMENT, 1),
        )
        for i in range(2000)
    ]  # fmt: skip
    path = tmp_path_factory.mktemp("many") / "many.html"
    draw_map(tallied([*places, *ten_weeks()])).save(path)
    return path


def test_many_places_are_one_canvas_that_follows_the_window(
    many_places_page: Path, opened: Any
) -> None:
    watched = opened(many_places_page)
    page = watched.page
    assert page.locator("canvas.marks").count() == 1
    assert page.locator("#legend [data-legend=dots]").count() == 1
    assert page.locator("#legend [data-legend=cluster]").count() == 0
    whole = page.evaluate("document.querySelector('canvas.marks').toDataURL()")
    press(page, ".thumb.to", "Home")
    assert page.evaluate("document.querySelector('canvas.marks').toDataURL()") != whole
    shown = page.evaluate("Number(document.querySelector('#places table').ariaRowCount) - 1")
    assert shown == 402  # of the made ones 200 begin and 200 end here, and of the others two
    page.click("#places tbody tr:not(.gap) button >> nth=0")
    assert page.locator(CARD).is_visible()
    page.fill("#search", "Sample 1999")
    page.keyboard.press("Enter")
    until(page, "document.querySelectorAll('#places tbody tr').length <= 1")
    assert watched.quiet(), watched.complaints


def test_on_a_phone_the_timeline_is_the_top_of_the_sheet(corpus_page: Path, opened: Any) -> None:
    for width, height in ((320, 640), (390, 844)):
        page = opened(corpus_page, width=width, height=height).page
        sideways = "document.documentElement.scrollWidth - innerWidth"
        assert page.evaluate(sideways) <= 0
        page.click("#handle")
        page.click("#handle")  # low: the map and the timeline
        assert page.evaluate("document.documentElement.dataset.sheet") == "low"
        box = page.locator(".histogram").bounding_box()
        assert box["y"] + box["height"] <= height + 1
        pull(page, 2.2, 4.8)
        assert "48 articles" in window(page)
        page.evaluate("document.querySelector('#map-pane [data-place=kharkiv]').dispatchEvent("
                      "new KeyboardEvent('keydown', {key: 'Enter', bubbles: true}))")  # fmt: skip
        page.wait_for_selector("#sheet .quotes li")
        assert page.evaluate(sideways) <= 0


@pytest.mark.parametrize("size", [(640, 400), (720, 450), (1024, 768)])
def test_nothing_is_wider_than_the_window(
    corpus_page: Path, opened: Any, size: tuple[int, int]
) -> None:
    page = opened(corpus_page, width=size[0], height=size[1]).page
    for name in ("places", "unresolved", "about"):
        page.evaluate(f"document.getElementById('tab-{name}').click()")
        assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
        wide = f"(p => p.scrollWidth - p.clientWidth)(document.getElementById('panel-{name}'))"
        assert page.evaluate(wide) <= 0


def test_on_paper_are_map_window_and_places(corpus_page: Path, opened: Any) -> None:
    page = opened(corpus_page, hash_="#t-2024-01-15--2024-02-04").page
    page.emulate_media(media="print")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    entries = page.locator("#printed li").all_inner_texts()
    assert len(entries) == 4
    assert entries[0].startswith("Kharkiv city, Kharkiv Oblast, Ukraine, × 15")
    assert page.locator(".dates").inner_text() == "15 January – 4 February 2024"
    assert page.locator(".histogram").is_visible()
    assert page.locator("#play").is_hidden()


def test_the_page_speaks_ukrainian(tmp_path: Path, opened: Any) -> None:
    draw_map(tallied(ten_weeks()), lang="uk").save(tmp_path / "uk.html")
    watched = opened(tmp_path / "uk.html", hash_="#p-kharkiv&t-2024-01-15--2024-02-04")
    page = watched.page
    assert page.locator(".held").inner_text() == "48 статей"
    assert "січня" in page.locator(".dates").inner_text()
    assert page.locator(f"{CARD} h3").inner_text() == "15 статей за цей час, усього 16"
    page.evaluate("document.querySelector('#tab-about').click()")
    text = page.evaluate("document.body.innerText")
    assert "corpus." not in text
    assert "time." not in text
    assert watched.quiet(), watched.complaints


HOSTILE = (
    "<img src=x onerror=window.owned=1></script><script>window.owned=1</script>"
    "${window.owned=1} {{7*7}} {count} \u202e ]]> &lt;"
)


def test_hostile_texts_stay_texts(tmp_path: Path, opened: Any) -> None:
    kyiv = dataclasses.replace(known("geonames:703448"), name=HOSTILE, local_name=HOSTILE)
    told = quoted(f"Kyiv {HOSTILE}", "Kyiv", title=HOSTILE, date=HOSTILE, source=HOSTILE,
                  url="javascript:window.owned=1", score=0.3, reason=HOSTILE)  # fmt: skip
    many = tallied(
        [counted(kyiv, (0, 0, LITERAL, 3), quotes=[told])],
        sources=(HOSTILE, "=1+1", ""), unresolved=((HOSTILE, 3),), title=HOSTILE,
    )  # fmt: skip
    draw_map(many).save(tmp_path / "x.html")
    watched = opened(tmp_path / "x.html")
    page = watched.page
    page.click("#places tbody button")
    page.wait_for_selector(f"{CARD} .quotes li")
    assert "<img src=x" in page.locator(f"{CARD} blockquote").inner_text()
    assert page.locator(f"{CARD} a[href]").count() == 0
    for step in ("#filter", "#tab-unresolved", "#tab-about"):
        page.click(step)
    assert page.evaluate("window.owned") is None
    assert page.locator("img").count() == 0
    assert watched.quiet(), watched.complaints


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [(1440, 900), (390, 844)])
def test_axe_finds_no_fault(
    corpus_page: Path, browser: Any, axe: Any, size: tuple[int, int], scheme: str
) -> None:
    address = corpus_page.as_uri() + "#t-2024-01-15--2024-02-04"
    with axe.opened(browser, address, size=size, scheme=scheme) as page:
        found = axe.faults(page)
        steps = ["#tab-unresolved", "#tab-about", "#tab-places", "#filter", "#places tbody button"]
        for step in steps:
            page.evaluate("selector => document.querySelector(selector).click()", step)
            if step == "#places tbody button":
                page.wait_for_selector(".card .quotes li")
            found += [f"after {step}: {fault}" for fault in axe.faults(page)]
    assert not found, "\n".join(found)
