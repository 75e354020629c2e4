"""Several articles on one page, in a real browser: the switcher, filters, links, downloads."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any

import pytest

from warmap import Article, draw_map, read_place_list, read_places
from warmap.places import find_resolutions

pytestmark = pytest.mark.browser

ARTICLES = (
    Article(
        "Kharkiv was hit by drones overnight, the mayor of Kharkiv said. Two people were hurt.\n"
        "Fires were put out in Chuhuiv and in the village of Zorya before dawn.\n"
        "Kyiv said that most of the drones had been shot down over Poltava Oblast.",
        title="Drones hit Kharkiv overnight",
        source="Northern Desk",
        date="2025-06-07",
    ),
    Article(
        "Kyiv and its partners met in Istanbul on Monday for a second round of talks.\n"
        "The delegation of Turkey proposed a further meeting in Ankara, and Kyiv agreed.",
        title="Second round of talks in Istanbul",
        source="World Desk",
        date="2025-06-09",
        url="https://desk.example/talks?id=1&lang=en",
    ),
    Article(
        "Рятувальники завершили роботи у Харкові. У місті Чугуїв відновили постачання води.\n"
        "До Полтави прибув потяг з гуманітарною допомогою зі Львова.",
        title="У Харкові завершено рятувальні роботи",
        source="Місцева редакція",
        date="2025-06-10",
    ),
    Article("The port of Odesa was open on Tuesday. Ships left Odesa for Istanbul."),
)
SWITCHER = "#articles"


@pytest.fixture(scope="module")
def many_page(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("many") / "articles.html"
    found = [find_resolutions(article) for article in ARTICLES]
    draw_map(found, article=ARTICLES, title="Four days").save(path)
    return path


def shown_sections(page: Any) -> list[str]:
    found: list[str] = page.evaluate(
        "[...document.querySelectorAll('#article > section:not([hidden])')].map(each => each.id)"
    )
    return found


def marker(page: Any, key: str) -> Any:
    return page.locator(f"#map-pane [data-place={key}]:visible")


def test_all_articles_stand_one_under_another_with_their_own_languages(
    many_page: Path, opened: Any
) -> None:
    watched = opened(many_page)
    page = watched.page
    assert shown_sections(page) == ["a-1", "a-2", "a-3", "a-4"]
    assert page.locator("#title").inner_text() == "Four days"
    byline = "Northern Desk, World Desk, Місцева редакція, 2025-06-07 – 2025-06-10"
    assert page.locator("#byline").inner_text() == byline
    heads = page.locator("#article h2").all_inner_texts()
    assert heads == [*(article.title for article in ARTICLES[:3]), "Article 4"]
    link = page.locator("#a-2 .byline a")
    assert link.inner_text() == "World Desk"
    assert link.get_attribute("href") == "https://desk.example/talks?id=1&lang=en"
    languages = [page.get_attribute(f"#a-{number}", "lang") for number in (1, 2, 3, 4)]
    assert languages == ["en", "en", "uk", "en"]
    options = page.locator(f"{SWITCHER} option:not([hidden])").all_inner_texts()
    assert options[0].startswith("All 4 articles · ")
    assert options[1] == "1. Drones hit Kharkiv overnight, Northern Desk, 2025-06-07 · 6 mentions"
    assert options[4].startswith("4. Article 4: “The port of Odesa was open")
    assert watched.quiet(), watched.complaints


def test_one_article_is_shown_in_text_map_and_table(many_page: Path, opened: Any) -> None:
    watched = opened(many_page)
    page = watched.page
    assert marker(page, "kharkiv").count() == 1
    page.select_option(SWITCHER, "1")
    assert shown_sections(page) == ["a-2"]
    assert marker(page, "kharkiv").count() == 0
    assert marker(page, "ankara").count() == 1
    assert page.evaluate("location.hash") == "#a-2"
    page.click("#tab-places")
    rows = {
        row.locator(".name").inner_text(): row.locator("td.col-mentions").inner_text()
        for row in page.locator("#places tbody tr").all()
    }
    assert rows == {"Kyiv": "2/3", "Istanbul": "1/2", "Turkey": "1", "Ankara": "1"}
    page.select_option(SWITCHER, "")
    assert shown_sections(page) == ["a-1", "a-2", "a-3", "a-4"]
    assert marker(page, "kharkiv").count() == 1
    assert "All articles" not in page.locator("#result").inner_text()
    assert watched.quiet(), watched.complaints


def test_several_articles_can_be_chosen_in_the_filter(many_page: Path, opened: Any) -> None:
    page = opened(many_page).page
    page.click("#filter")
    page.check("#choices input[name=article][value='0']")
    page.check("#choices input[name=article][value='3']")
    assert shown_sections(page) == ["a-1", "a-4"]
    assert page.locator(f"{SWITCHER} option:checked").inner_text() == "2 of 4 articles"
    assert marker(page, "kharkiv").count() == 1
    assert marker(page, "ankara").count() == 0
    page.uncheck("#choices input[name=article][value='0']")
    assert page.input_value(SWITCHER) == "3"


def test_the_switcher_works_by_keyboard(many_page: Path, opened: Any) -> None:
    page = opened(many_page).page
    page.focus(SWITCHER)
    page.keyboard.press("ArrowDown")
    assert shown_sections(page) == ["a-1"]
    assert page.locator("#live").inner_text() == "5 of 11 places shown"
    page.keyboard.press("End")
    assert shown_sections(page) == ["a-4"]
    page.focus("#switcher button:last-child")
    page.keyboard.press("Enter")  # behind the last are all
    assert shown_sections(page) == ["a-1", "a-2", "a-3", "a-4"]
    page.keyboard.press("Enter")
    assert shown_sections(page) == ["a-1"]


def test_the_search_tells_that_other_articles_may_have_it(many_page: Path, opened: Any) -> None:
    page = opened(many_page).page
    page.select_option(SWITCHER, "0")
    page.fill("#search", "ankara")
    page.keyboard.press("Enter")
    assert "0 of 11 places" in page.locator("#result").inner_text()
    page.click("text=Show all articles")
    assert page.locator("#places tbody .name").all_inner_texts() == ["Ankara"]
    assert page.input_value("#search") == "ankara"


def test_a_link_to_another_articles_mention_shows_it(many_page: Path, opened: Any) -> None:
    page = opened(many_page).page
    page.select_option(SWITCHER, "1")
    number = page.evaluate(
        "[...document.querySelectorAll('#a-4 .m')].find(e => e.textContent === 'Odesa').id"
    )
    page.evaluate("id => { location.hash = id; }", number)
    page.wait_for_selector(f"#{number}.current")
    assert shown_sections(page) == ["a-4"]
    assert page.input_value(SWITCHER) == "3"
    page.evaluate("location.hash = '#a-3'")
    page.wait_for_selector("#a-3:not([hidden])")
    assert shown_sections(page) == ["a-3"]
    page.evaluate("location.hash = '#p-ankara'")
    page.wait_for_selector("#a-2:not([hidden])")
    assert page.locator(".leaflet-popup:last-child h2").inner_text() == "Ankara"


@pytest.mark.parametrize("hash_", ["#a-2", "#a-9", "#a-0", "#a-2x"])
def test_a_page_opens_with_the_article_of_its_address(
    many_page: Path, opened: Any, hash_: str
) -> None:
    watched = opened(many_page, hash_=hash_)
    wanted = ["a-2"] if hash_ == "#a-2" else ["a-1", "a-2", "a-3", "a-4"]
    assert shown_sections(watched.page) == wanted
    assert watched.quiet(), watched.complaints


def test_steps_go_from_article_to_article_or_stay_in_the_one_shown(
    many_page: Path, opened: Any
) -> None:
    page = opened(many_page).page
    for _ in range(7):
        page.click("#next")
    assert page.locator("#article .current").evaluate("e => e.closest('section').id") == "a-2"
    page.select_option(SWITCHER, "3")
    words = []
    for _ in range(4):
        page.click("#next")
        words.append(page.locator("#article .current").inner_text())
    assert words == ["Odesa", "Odesa", "Istanbul", "Istanbul"]
    assert page.locator("#live").inner_text() == "No further mention."


def test_a_card_tells_whose_each_sentence_is(many_page: Path, opened: Any) -> None:
    page = opened(many_page, hash_="#p-istanbul").page
    card = page.locator(".leaflet-popup:last-child .card")  # one that is closed fades away
    assert card.locator("h3").inner_text() == "2 mentions"
    whose = card.locator(".whose").all_inner_texts()
    assert whose == ["Second round of talks in Istanbul, World Desk, 2025-06-09", "Article 4"]
    page.select_option(SWITCHER, "3")
    page.click("#a-4 a:has-text('Istanbul')")
    assert card.locator("h3").inner_text() == "1 mention"
    assert card.locator(".whose").all_inner_texts() == ["Article 4"]
    page.click("text=1 more mention in other articles")
    assert card.locator(".whose").count() == 2
    assert page.input_value(SWITCHER) == ""


@pytest.mark.parametrize("ending", ["csv", "geojson"])
def test_a_download_tells_the_article_of_each_row(
    many_page: Path, opened: Any, tmp_path: Path, ending: str
) -> None:
    page = opened(many_page).page
    page.select_option(SWITCHER, "2")
    page.click("#tab-places")
    with page.expect_download() as waiting:
        page.click(f".downloads button:has-text('{'CSV' if ending == 'csv' else 'GeoJSON'}')")
    path = tmp_path / f"x.{ending}"
    waiting.value.save_as(path)
    places = read_places(path)
    text = path.read_text(encoding="utf-8-sig")
    if ending == "csv":
        rows = list(csv.DictReader(io.StringIO(text)))
    else:
        rows = [feature["properties"] for feature in json.loads(text)["features"]]
    assert {row["article"] for row in rows} == {ARTICLES[2].title}
    assert {row["article_source"] for row in rows} == {"Місцева редакція"}
    assert {row["article_date"] for row in rows} == {"2025-06-10"}
    for start, end, mention in places[["start", "end", "mention"]].itertuples(index=False):
        assert ARTICLES[2].text[start:end] == mention


def test_the_part_about_the_map_lists_all_articles(many_page: Path, opened: Any) -> None:
    page = opened(many_page).page
    page.click("#tab-about")
    entries = page.locator("#credits .origins li").all_inner_texts()
    assert entries[0] == "Drones hit Kharkiv overnight, Northern Desk, 2025-06-07."
    assert len(entries) == 4
    assert page.locator("#credits .origins a").count() == 1
    cited = page.locator("#citation").inner_text()
    assert all(article.title in cited for article in ARTICLES)


def test_on_paper_stands_of_which_articles_the_map_is(many_page: Path, opened: Any) -> None:
    page = opened(many_page).page
    page.emulate_media(media="print")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    told = page.locator("#printed").inner_text()
    assert all(article.title in told for article in ARTICLES)


def test_without_script_each_article_has_its_heading_and_a_link(
    many_page: Path, browser: Any
) -> None:
    context = browser.new_context(java_script_enabled=False, offline=True)
    page = context.new_page()
    page.goto(many_page.as_uri())
    assert page.locator("#article h2:visible").count() == 4
    links = page.locator("noscript nav a")
    assert links.all_inner_texts()[2] == ARTICLES[2].title
    assert links.nth(2).get_attribute("href") == "#a-3"
    assert page.locator("#switcher").count() == 0
    context.close()


def test_two_hundred_articles_are_one_list(tmp_path: Path, opened: Any) -> None:
    cities = ("Kharkiv", "Odesa", "Lviv", "Poltava", "Sumy", "Kherson", "Dnipro", "Kyiv")
    articles = [
        Article(f"Trains left {cities[n % 8]} for {cities[(n + 3) % 8]}.", title=f"Trains, {n + 1}")
        for n in range(200)
    ]
    found = [find_resolutions(article) for article in articles]
    draw_map(found, article=articles).save(tmp_path / "many.html")
    watched = opened(tmp_path / "many.html", width=390, height=844)
    page = watched.page
    assert page.locator(f"{SWITCHER} option:not([hidden])").count() == 201
    assert page.locator("#tabs button").count() == 4
    page.select_option(SWITCHER, "137")
    assert shown_sections(page) == ["a-138"]
    assert "Map of 200 articles" in page.locator("#citation").text_content()
    wide = "document.documentElement.scrollWidth <= innerWidth"
    assert page.evaluate(wide)
    assert watched.quiet(), watched.complaints


OPENINGS = (
    Article("Kyiv was calm. Trains left Kyiv for Lviv.", title="Calm"),
    Article("Kyiv was calm too. Zorya, near Narnia, was not.", title="Not calm"),
    Article("Kyiv said so. The town of Mezhova was hit.", title="So"),
)


def state(answers: list[Any]) -> list[Any]:
    """What each article's mentions mean, without those that mean nothing."""
    return [
        [
            (r.mention.start, r.mention.text, r.role, r.candidate.name,
             round(r.candidate.lat, 4), round(r.candidate.lon, 4))
            for r in found if r.status == "resolved"
        ]
        for found in answers
    ]  # fmt: skip


def test_corrections_of_several_articles_make_the_same_map_again(
    tmp_path: Path, opened: Any
) -> None:
    before = [find_resolutions(article) for article in OPENINGS]
    draw_map(before, article=OPENINGS).save(tmp_path / "map.html")
    watched = opened(tmp_path / "map.html")
    page = watched.page
    page.click("#edit-toggle")

    def open_form(selector: str) -> None:
        page.click(selector)
        if page.locator("#edit-form .edit-form").count() == 0:
            page.click(".card .edit-this >> nth=-1")

    # The same word at the same offset in all three articles: each is corrected for itself.
    open_form("#a-2 a:has-text('Kyiv')")
    page.click("text=It is no place: drop")
    page.keyboard.press("Escape")
    open_form("#a-3 a:has-text('Kyiv')")
    page.select_option("#edit-role", "literal")
    page.click(".edit-form button[type=submit]")
    page.select_option(SWITCHER, "1")
    page.click("#edit-add")  # a name that only this article has
    page.fill("#edit-name", "Narnia")
    assert page.locator(".occurrence").count() == 1
    page.fill("#edit-lat", "48.5")
    page.fill("#edit-lon", "36.5")
    page.click(".edit-form button[type=submit]")
    page.click("#edit-add")  # and one that it doesn't have
    page.fill("#edit-name", "Beside")
    page.fill("#edit-lat", "48.9")
    page.fill("#edit-lon", "36.9")
    page.click(".edit-form button[type=submit]")
    with page.expect_download() as waiting:
        page.click("#edit-save")
    waiting.value.save_as(tmp_path / "places.csv")
    listed = read_place_list(tmp_path / "places.csv")
    after = [
        find_resolutions(article, place_list=listed.of_article(number))
        for number, article in enumerate(OPENINGS, 1)
    ]
    first, second, third = state(after)
    assert first == state(before)[0]
    assert [row[:2] for row in second if row[0] == 0] == []
    assert [row[1:] for row in second if row[1] == "Narnia"] == [
        ("Narnia", "literal", "Narnia", 48.5, 36.5)
    ]
    assert second[-1][:2] == (-1, "Beside")
    assert third[0][:4] == (0, "Kyiv", "literal", "Kyiv")
    assert third[1:] == state(before)[2][1:]

    def whole(answers: list[Any], path: Path) -> Any:
        draw_map(answers, article=OPENINGS, place_list=listed).save(path)
        return opened(path).page

    again = whole(after, tmp_path / "again.html")
    again.click("#edit-toggle")
    with again.expect_download() as waiting:
        again.click("#edit-save")
    waiting.value.save_as(tmp_path / "same.csv")
    assert (tmp_path / "same.csv").read_bytes() == (tmp_path / "places.csv").read_bytes()
    assert watched.quiet(), watched.complaints
