"""No page has what axe-core counts as a fault of accessibility (WCAG 2.2 A and AA)."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from warmap import Article, draw_map
from warmap.places import find_resolutions

pytestmark = pytest.mark.browser

TEXT = (
    "The town of Mezhova and the village of Zorya in Donetsk region were hit, Kyiv said.\n"
    "Talks on the Dnipro River and the Black Sea were held in Istanbul; Xyzhanka village too."
)


@pytest.fixture(scope="module")
def pages(article_page: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The bundled article; one with an unresolved and an undecided name; one in Ukrainian."""
    folder = tmp_path_factory.mktemp("axe")
    found = find_resolutions(TEXT)
    draw_map(found, article=Article(TEXT, title="Undecided")).save(folder / "open.html")
    draw_map(found, article=Article(TEXT), lang="uk").save(folder / "uk.html")
    several = [
        Article(
            "Kharkiv was hit; fires were put out in Poltava Oblast and in the village of Xyzhanka.",
            title="Fires", source="Desk", date="2025-06-07", url="https://desk.example/1",
        ),
        Article("Потяги вирушили з Одеси до Києва.", title="Потяги"),
        Article("Kyiv was calm. So was Mezhova."),
    ]  # fmt: skip
    many = [find_resolutions(each) for each in several]
    draw_map(many, article=several, title="Three days").save(folder / "many.html")
    names = ("open", "uk", "many")
    return {"article": article_page} | {name: folder / f"{name}.html" for name in names}


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [(1440, 900), (390, 844)])
@pytest.mark.parametrize("name", ["article", "open", "uk", "many"])
def test_axe_finds_no_fault(
    pages: dict[str, Path], browser: Any, axe: Any, name: str, size: tuple[int, int], scheme: str
) -> None:
    with axe.opened(browser, pages[name].as_uri(), size=size, scheme=scheme) as page:
        found = axe.faults(page)
        steps = ["#tab-places", "#tab-undecided", "#tab-about", "#filter", "#tab-article", "#m-0"]
        steps += ["#edit-toggle", "#m-0", ".edit-this", "#edit-add"]
        for step in steps:
            page.evaluate("selector => document.querySelector(selector).click()", step)
            found += [f"after {step}: {fault}" for fault in axe.faults(page)]
        if name == "many":
            for value in ("1", ""):
                page.select_option("#articles", value)
                page.wait_for_selector(".leaflet-popup", state="detached")  # it fades away
                found += [f"article {value or 'all'}: {fault}" for fault in axe.faults(page)]
            page.evaluate("document.querySelector('#m-0').click()")
            found += [f"its card: {fault}" for fault in axe.faults(page)]
    assert not found, "\n".join(found)
