"""Several articles on one page, in a real browser: the switcher, filters, links, downloads."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any

import pytest

from warmap import Article, draw_map
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
