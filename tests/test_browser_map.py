"""What the map of the page says: marks, names, legend, alternatives, overview, many places."""

from __future__ import annotations

from itertools import combinations
from math import hypot
from pathlib import Path
from typing import Any

import pytest

from warmap import Article, Candidate, Mention, Resolution, draw_map, read_place_list
from warmap.bundled import data_path
from warmap.places import find_resolutions

pytestmark = pytest.mark.browser

TEXT = data_path("articles/afp-2025-06-08.txt").read_text(encoding="utf-8")
SCREENS = [(1440, 900), (820, 1180), (390, 844)]
FRONT = (
    "Shelling hit Mezhova, Pokrovsk, Mariupol, Volnovakha and Melitopol in Donetsk Oblast. Berlin"
    " and Paris met. Drones struck the Black Sea coast near Odesa, in Kherson and in Enerhodar."
)
BOXES = """() => {
  const box = (node) => {
    const r = node.getBoundingClientRect();
    return [r.left, r.top, r.right, r.bottom, node.textContent];
  };
  const all = (selector) => [...document.querySelectorAll(selector)].map(box);
  return {
    names: all(".labels .label span"),
    marks: all(".leaflet-marker-icon .glyph"),
    covers: all("#map-pane .leaflet-control, #legend").filter((b) => b[2] > b[0]),
    map: box(document.querySelector(".folium-map")),
  };
}"""


def overlap(a: list[Any], b: list[Any], *, by: float = 1.0) -> bool:
    return bool(a[0] < b[2] - by and b[0] < a[2] - by and a[1] < b[3] - by and b[1] < a[3] - by)


@pytest.fixture(scope="module")
def undecided_page(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("undecided") / "map.html"
    draw_map(find_resolutions(TEXT), article=Article(TEXT)).save(path)
    return path


@pytest.fixture(scope="module")
def ukrainian_page(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("uk") / "map.html"
    draw_map(find_resolutions(TEXT), article=Article(TEXT), lang="uk").save(path)
    return path


@pytest.fixture(scope="module")
def ukrainian_listed_page(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("uk-listed") / "map.html"
    found = find_resolutions(TEXT, place_list=read_place_list(data_path("places.csv")))
    draw_map(found, article=Article(TEXT), lang="uk").save(path)
    return path


@pytest.fixture(scope="module")
def front_page(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("front") / "map.html"
    draw_map(find_resolutions(FRONT), article=Article(FRONT)).save(path)
    return path


@pytest.fixture(scope="module")
def many_page(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """400 villages on a grid, one pair of them at one point, and a town that is named thrice."""
    resolutions, text = [], ""

    def add(name: str, kind: Any, lat: float, lon: float) -> None:
        nonlocal text
        quote = f"They came to {name}."
        start = len(text) + len("They came to ")
        place = Candidate("user", f"a:{name}", name, "", kind, "UA", "UA-14", lat=lat, lon=lon)
        resolutions.append(
            Resolution(
                Mention(start, start + len(name), name),
                quote,
                len(text),
                candidate=place,
                score=0.9,
                reason="one of your own places",
                status="resolved",
            )
        )
        text += quote + " "

    for n in range(400):
        lat, lon = 47 + (n // 20) * 0.1, 36 + (n % 20) * 0.15
        add(f"Village{n}", "village", *((47.0, 36.0) if n == 1 else (lat, lon)))
    for _ in range(3):
        add("Lonetown", "town", 46.6, 35.2)
    path = tmp_path_factory.mktemp("many") / "map.html"
    draw_map(resolutions, article=Article(text)).save(path)
    return path


@pytest.mark.parametrize("screen", SCREENS)
@pytest.mark.parametrize("page_name", ["article", "undecided", "ukrainian", "front", "many"])
def test_no_name_covers_another_nor_a_mark_nor_is_cut(
    request: pytest.FixtureRequest, opened: Any, page_name: str, screen: tuple[int, int]
) -> None:
    path = request.getfixturevalue(f"{page_name}_page")
    watched = opened(path, width=screen[0], height=screen[1])
    boxes = watched.page.evaluate(BOXES)
    assert len(boxes["names"]) >= 4
    for a, b in combinations(boxes["names"], 2):
        assert not overlap(a, b), (a, b)
    for name in boxes["names"]:
        assert not [m for m in boxes["marks"] if overlap(name, m, by=2.5)], name
        assert not [c for c in boxes["covers"] if overlap(name, c)], name
        left, top, right, bottom, _ = boxes["map"]
        assert left <= name[0]
        assert top <= name[1]
        assert name[2] <= right
        assert name[3] <= bottom
    assert watched.quiet(), watched.complaints


# The areas that are under the middle of each area's name.
UNDER_NAMES = """() => Object.fromEntries([...document.querySelectorAll(".area-label.region span")]
  .map((span) => {
    const { left, right, top, bottom } = span.getBoundingClientRect();
    const under = document.elementsFromPoint((left + right) / 2, (top + bottom) / 2);
    const areas = under.filter((node) => node.matches("path[aria-label]"));
    return [span.textContent.replace("\\n", " "), areas.map((node) => node.ariaLabel)];
  }))"""


@pytest.mark.parametrize("screen", SCREENS)
@pytest.mark.parametrize("page_name", ["article", "ukrainian_listed"])  # Ukrainian names are longer
def test_every_region_that_is_named_has_its_name_on_it(
    request: pytest.FixtureRequest, opened: Any, page_name: str, screen: tuple[int, int]
) -> None:
    path = request.getfixturevalue(f"{page_name}_page")
    page = opened(path, width=screen[0], height=screen[1]).page
    regions = page.locator("path.area.region").evaluate_all("all => all.map((a) => a.ariaLabel)")
    under = page.evaluate(UNDER_NAMES)
    assert len(regions) == 6
    for region in regions:
        name = region.partition(",")[0]
        assert region in under[name]


def test_a_name_keeps_off_the_circle_of_another_place(article_page: Path, opened: Any) -> None:
    page = opened(article_page, width=1440, height=900).page
    ring = page.locator("path.radius").bounding_box()
    x, y, radius = (
        ring["x"] + ring["width"] / 2,
        ring["y"] + ring["height"] / 2,
        ring["width"] / 2,
    )
    for name in ("Mezhova", "Dnipro"):
        box = page.locator(f".place-label:has-text('{name}') span").bounding_box()
        left, top = box["x"], box["y"]
        right, bottom = left + box["width"], top + box["height"]
        corners = [hypot(x - a, y - b) for a in (left, right) for b in (top, bottom)]
        nearest = hypot(max(left - x, 0, x - right), max(top - y, 0, y - bottom))
        assert nearest >= radius - 1 or max(corners) <= radius + 1, name


def test_names_are_placed_anew_after_a_move(front_page: Path, opened: Any) -> None:
    page = opened(front_page).page
    page.click(".leaflet-control-zoom-in")
    page.click(".leaflet-control-zoom-in")
    page.wait_for_selector(".labels:not(.away)", state="attached")
    boxes = page.evaluate(BOXES)
    assert boxes["names"]
    assert not [pair for pair in combinations(boxes["names"], 2) if overlap(*pair)]


def test_a_sea_that_is_smaller_than_its_name_is_not_named(tmp_path: Path, opened: Any) -> None:
    def seas(text: str) -> list[str]:
        draw_map(find_resolutions(text), article=Article(text)).save(tmp_path / "x.html")
        page = opened(tmp_path / "x.html", width=390, height=844).page
        return list(page.locator(".labels .water-label").all_inner_texts())

    of_a_continent = seas("Trains ran between Paris, Saint Petersburg and Sochi.")
    assert "North Sea" in of_a_continent
    assert "Sea of Marmara" not in of_a_continent
    assert "Sea of Marmara" in seas("Fires broke out in the city of Bursa in Turkey.")


@pytest.mark.parametrize(("width", "height"), SCREENS)
def test_towns_for_orientation_have_a_dot_that_nothing_covers(
    article_page: Path, opened: Any, width: int, height: int
) -> None:
    watched = opened(article_page, width=width, height=height)
    towns = watched.page.evaluate(
        """() => [...document.querySelectorAll(".town-label")].map((node) => {
          const { left, top } = node.getBoundingClientRect();
          const { left: x, top: y, width } = getComputedStyle(node, "::before");
          const [dx, dy, size] = [x, y, width].map(parseFloat);
          return [left + dx, top + dy, left + dx + size, top + dy + size, node.textContent];
        })"""
    )
    named = {town[4] for town in towns}
    assert named >= ({"Rostov-on-Don"} if width < 720 else {"Kharkiv", "Sevastopol"})
    assert not named & {"Kyiv", "Dnipro", "Mezhova"}
    boxes = watched.page.evaluate(BOXES)
    for town in towns:
        others = [*boxes["names"], *boxes["marks"], *boxes["covers"]]
        assert not [other for other in others if overlap(town, other, by=0.5)], town
        label = next(name for name in boxes["names"] if name[4] == town[4])
        assert hypot(label[0] - town[2], label[1] - town[3]) < 120, "it stands beside its dot"
    assert (
        watched.page.locator("#legend [data-legend=town]").inner_text()
        == ("town for orientation only")
        or width < 720
    )  # closed at first


def test_towns_come_as_the_map_is_enlarged_and_only_they_are_not_in_the_list(
    article_page: Path, opened: Any
) -> None:
    page = opened(article_page, width=1440, height=900).page
    before = set(page.locator(".town-label").all_inner_texts())
    page.evaluate("map_warmap.setView([47.9, 37.6], 8, { animate: false })")
    after = set(page.locator(".town-label").all_inner_texts())
    assert {"Donetsk", "Mariupol", "Berdiansk"} <= after
    assert "Berdiansk" not in before
    page.get_by_role("tab", name="Places").click()
    assert "Mariupol" not in page.locator("#panel-places").inner_text()


def test_the_legend_explains_what_is_on_the_map_and_nothing_else(
    article_page: Path, undecided_page: Path, opened: Any
) -> None:
    def explained(path: Path) -> set[str]:
        entries = opened(path).page.locator("#legend li")
        return set(entries.evaluate_all("nodes => nodes.map((node) => node.dataset.legend)"))

    drawn = {"kind-city", "kind-town", "kind-village", "size", "government", "radius", "region"}
    assert explained(article_page) == drawn | {"country", "town", "text"}
    assert explained(undecided_page) == drawn | {"country", "town", "text", "unsure", "rival"}


def test_the_legend_of_one_town_has_one_mark(tmp_path: Path, opened: Any) -> None:
    text = "Shelling hit the town of Mezhova."
    draw_map(find_resolutions(text), article=Article(text)).save(tmp_path / "one.html")
    page = opened(tmp_path / "one.html").page
    entries = page.locator("#legend li")
    assert entries.evaluate_all("nodes => nodes.map((node) => node.dataset.legend)") == [
        "kind-town",
        "town",
        "text",
    ]
    assert page.locator("#overview").count() == 0
    assert page.locator("#elsewhere").is_hidden()


def test_on_a_phone_the_legend_is_closed_at_first(article_page: Path, opened: Any) -> None:
    page = opened(article_page, width=390, height=844).page
    assert page.get_attribute("#legend", "open") is None


def test_kinds_differ_in_their_outline_not_in_colour_alone(front_page: Path, opened: Any) -> None:
    page = opened(front_page).page
    parts = {
        kind: page.locator(f".place.{kind} .glyph >> nth=0").locator("path").count()
        for kind in ("city", "town")
    }
    assert parts["city"] > parts["town"]  # the ring
    hollow = page.locator(".place.government .glyph path.line")
    assert page.locator(".place.government").count() == hollow.count()


def test_an_undecided_place_asks_and_shows_its_rivals(undecided_page: Path, opened: Any) -> None:
    watched = opened(undecided_page)
    page = watched.page
    assert page.locator("[data-place=zoria] .ask").text_content() == "?"
    assert page.locator(".leaflet-marker-icon.rival").count() == 2
    assert page.locator("path.connector").count() == 0
    names = page.locator(".rival-label span").all_inner_texts()
    assert "Zoria? 37 %" in names
    page.click("article a.m:text-is('Zorya')")
    assert page.locator("path.connector").count() == 2
    page.click(".leaflet-popup .compare")
    assert (
        page.locator(".comparison h2").inner_text() == "Zorya: one of 3 in Donetsk Oblast, Ukraine"
    )
    entries = page.locator(".compared li").all_inner_texts()
    assert len(entries) == 3
    assert "chosen" in entries[0]
    assert "48 %" in entries[0]
    assert "48 km from it" in entries[1]
    assert "37 %" in entries[1]
    page.keyboard.press("Escape")
    page.wait_for_selector("path.connector", state="detached")
    assert watched.quiet(), watched.complaints


def test_a_rival_is_compared_by_keyboard(undecided_page: Path, opened: Any) -> None:
    page = opened(undecided_page).page
    rival = page.locator(".leaflet-marker-icon.rival >> nth=0")
    label = rival.get_attribute("aria-label")
    assert label == "“Zorya” may also be Zoria, village, Donetsk Oblast, Ukraine, 37 %"
    rival.focus()
    page.keyboard.press("Enter")
    assert page.locator(".leaflet-popup .comparison").count() == 1


def test_a_decided_page_has_no_alternatives(article_page: Path, opened: Any) -> None:
    page = opened(article_page).page
    assert page.locator(".leaflet-marker-icon.rival").count() == 0
    assert page.locator(".place .ask").count() == 0


def test_the_overview_leads_to_far_places(article_page: Path, opened: Any) -> None:
    watched = opened(article_page, width=1440, height=900)
    page = watched.page
    far = page.locator("#overview button.far")
    assert {"Istanbul", "Moscow"} <= set(far.all_inner_texts())
    assert page.locator("#elsewhere").is_hidden()  # it would say the same again
    before = page.get_attribute("#overview .here", "y")
    page.locator("#overview button:has-text('Istanbul')").press("Enter")
    assert page.locator(".leaflet-popup h2").inner_text().startswith("Istanbul")
    assert page.get_attribute("#overview .here", "y") != before
    page.keyboard.press("Escape")
    assert page.evaluate("document.activeElement.textContent") == "Istanbul"
    assert watched.quiet(), watched.complaints


def test_the_overview_has_the_land_of_the_countries_that_the_article_names(
    article_page: Path, opened: Any
) -> None:
    page = opened(article_page, width=1440, height=900).page
    page.wait_for_selector("html[data-whole]")
    # Moscow is in Russia, which the article names.
    inside = page.locator("#overview button.far:has-text('Moscow') .far-dot").evaluate(
        """(dot) => {
          const land = document.querySelector("#overview .land");
          const { x, y, width, height } = dot.getBoundingClientRect();
          const at = new DOMPoint(x + width / 2, y + height / 2);
          return land.isPointInFill(at.matrixTransform(land.getScreenCTM().inverse()));
        }"""
    )
    assert inside


def test_no_card_lies_under_the_overview(article_page: Path, opened: Any) -> None:
    page = opened(article_page, width=1000, height=700).page
    for key in ("istanbul", "moscow", "luhansk-oblast", "zoria", "mezhova", "crimea"):
        page.evaluate(f"location.hash = '#p-{key}'")
        page.wait_for_selector(".leaflet-popup h2")
        card = page.locator(".leaflet-popup").last.bounding_box()
        over = page.locator("#overview").bounding_box()
        apart = (
            card["x"] + card["width"] < over["x"] or card["x"] > over["x"] + over["width"]
            or card["y"] > over["y"] + over["height"] or card["y"] + card["height"] < over["y"]
        )  # fmt: skip
        assert apart or page.get_attribute("#overview", "open") is None, key
    page.keyboard.press("Escape")
    assert page.get_attribute("#overview", "open") is not None


def test_a_page_that_opens_at_a_place_has_the_overview_of_its_first_view(
    article_page: Path, opened: Any
) -> None:
    shown = opened(article_page).page
    names = shown.locator("#overview button.far").all_inner_texts()
    for key in ("istanbul", "mezhova"):
        page = opened(article_page, hash_=f"#p-{key}").page
        assert page.locator("#overview button.far").all_inner_texts() == names
        card = page.locator(".leaflet-popup").bounding_box()
        over = page.locator("#overview").bounding_box()
        corners = [
            [box["x"], box["y"], box["x"] + box["width"], box["y"] + box["height"]]
            for box in (card, over)
        ]
        folded = page.get_attribute("#overview", "open") is None
        assert folded or not overlap(*corners), key


# Where the corners of the first view are on the screen, and how much of it the map is seen on.
FIRST_VIEW = """() => {
  const { textContent } = document.getElementById("warmap-data");
  const [west, south, east, north] = JSON.parse(textContent).view;
  const { x: left, y: top } = map_warmap.latLngToContainerPoint([north, west]);
  const { x: right, y: bottom } = map_warmap.latLngToContainerPoint([south, east]);
  const sheet = document.getElementById("text-pane").getBoundingClientRect();
  return [left, top, innerWidth - right, sheet.top - bottom];
}"""


def test_a_large_country_that_is_in_view_opens_where_its_name_stands(
    article_page: Path, opened: Any
) -> None:
    page = opened(article_page, width=1440, height=900).page
    dnipro = page.locator(".leaflet-marker-icon[data-place=dnipro]")
    label = page.locator(".area-label.country span:has-text('Russia')").bounding_box()
    before = dnipro.bounding_box()
    page.locator("#article [id^=m-]:has-text('Russia')").first.click()
    tip = page.locator(".leaflet-popup-tip-container").bounding_box()
    after = dnipro.bounding_box()
    aside, down = after["x"] - before["x"], after["y"] - before["y"]
    assert hypot(aside, down) < 100  # no more than the card needs
    assert abs(tip["x"] + tip["width"] / 2 - aside - label["x"] - label["width"] / 2) < 8
    assert abs(tip["y"] + tip["height"] - down - label["y"]) < 20


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Shelling hit Mezhova, Pokrovsk and Dnipro. Russia denied it.", "Russia"),
        ("Seoul was told so. The United States agreed.", "United States"),
        ("New York City and California warned. Canada saw no case.", "Canada"),
        ("Storms hit Tallinn, Riga and Vilnius, and Tromsø.", "Tromsø"),
    ],
)
def test_a_card_is_seen_wherever_its_place_is(
    text: str, name: str, opened: Any, tmp_path: Path
) -> None:
    draw_map(find_resolutions(text), article=Article(text)).save(tmp_path / "map.html")
    page = opened(tmp_path / "map.html", width=1440, height=900).page
    page.locator(f"#article [id^=m-]:has-text('{name}')").first.click(timeout=5000)
    assert page.locator(".leaflet-popup h2").inner_text().startswith(name)
    card = page.locator(".leaflet-popup").bounding_box()
    pane = page.locator(".folium-map").bounding_box()
    assert card["x"] >= pane["x"]
    assert card["y"] >= pane["y"]
    assert card["x"] + card["width"] <= pane["x"] + pane["width"]
    assert card["y"] + card["height"] <= pane["y"] + pane["height"]
    page.keyboard.press("Escape")
    page.click("a[title='Back to the first view'], button[title='Back to the first view']")
    assert min(page.evaluate(FIRST_VIEW)[:2]) > 0


@pytest.mark.parametrize(
    "text",
    [
        "Shelling hit Zakarpattia Oblast, Luhansk Oblast, the cities of Odesa and Chernihiv.",
        "Ministers met in Lisbon, Warsaw, Athens and Helsinki.",
        "They flew from Washington to Tokyo, and from Oslo to Cape Town.",
    ],
)
def test_on_a_phone_the_first_view_is_above_the_sheet(
    text: str, opened: Any, tmp_path: Path
) -> None:
    draw_map(find_resolutions(text), article=Article(text)).save(tmp_path / "map.html")
    page = opened(tmp_path / "map.html", width=390, height=844).page
    assert min(page.evaluate(FIRST_VIEW)) > 0
    page.click("#handle")
    page.click("#handle")
    assert page.get_attribute("html", "data-sheet") == "low"
    assert min(page.evaluate(FIRST_VIEW)) > 0
    page.click("#handle")
    assert page.get_attribute("html", "data-sheet") == "half"
    assert min(page.evaluate(FIRST_VIEW)) > 0


def test_on_a_phone_no_mark_of_the_first_view_is_under_the_line_of_far_places(
    opened: Any, tmp_path: Path
) -> None:
    text = (
        "The flu reached Khartoum and the state of Al Jazirah in Sudan. It had been seen in Asia,"
        " Europe, Egypt, Nigeria, Turkey, Iraq and the Middle East."
    )
    draw_map(find_resolutions(text), article=Article(text)).save(tmp_path / "map.html")
    page = opened(tmp_path / "map.html", width=390, height=844).page
    line = page.locator("#elsewhere")
    assert line.locator("button").count() > 5
    box, mark = line.bounding_box(), page.locator("[data-place=khartoum]").bounding_box()
    assert box["height"] < 40  # one row, which scrolls
    assert box["y"] + box["height"] <= mark["y"]
    last = line.locator("button").last
    last.focus()
    seen = last.bounding_box()
    assert seen["x"] + seen["width"] <= box["x"] + box["width"] + 1


@pytest.mark.parametrize(
    ("east", "width", "height"), [(5.7, 1440, 900), (-4.2, 390, 844), (-5.1, 390, 844)]
)
def test_no_mark_of_the_first_view_is_under_the_buttons(
    tmp_path: Path, opened: Any, east: float, width: int, height: int
) -> None:
    text = "Alpha and Omega were hit."
    # Alpha is at the corner of the view, whose edges are rounded to thousandths of a degree.
    points = {"Alpha": (49.80034, 33.99966), "Omega": (46.8, 34.0 + east)}
    places = {
        name: Candidate("user", f"a:{name}", name, "", "town", "UA", "UA-14", lat=lat, lon=lon)
        for name, (lat, lon) in points.items()
    }
    found = [
        Resolution(
            Mention(text.index(name), text.index(name) + len(name), name),
            text,
            0,
            candidate=place,
            score=0.9,
            status="resolved",
        )
        for name, place in places.items()
    ]
    draw_map(found, article=Article(text)).save(tmp_path / "map.html")
    watched = opened(tmp_path / "map.html", width=width, height=height)
    boxes = watched.page.evaluate(BOXES)
    assert len(boxes["marks"]) == 2
    for mark in boxes["marks"]:
        assert not [cover for cover in boxes["covers"] if overlap(mark, cover)]


def test_a_town_abroad_is_seen_among_the_regions_of_its_country(
    opened: Any, tmp_path: Path
) -> None:
    text = "A storm hit Augsburg and Munich in Germany."
    draw_map(find_resolutions(text), article=Article(text)).save(tmp_path / "map.html")
    watched = opened(tmp_path / "map.html", width=1440, height=900)
    page = watched.page
    assert "Bavaria" in page.locator(".unit-label").all_inner_texts()
    page.evaluate("map_warmap.setView([51, 10], 5.5, { animate: false })")
    assert page.locator("g.border.region path").count() > 20
    # Coasts and the country's own border are no borders of two regions.
    drawn = page.evaluate("document.querySelector('g.border.region').getBBox().height")
    whole = page.evaluate("document.querySelector('path.area.country').getBBox().height")
    assert 0.5 < drawn / whole < 1
    assert watched.quiet(), watched.complaints


def test_a_small_screen_names_far_places_without_an_overview(
    article_page: Path, opened: Any
) -> None:
    page = opened(article_page, width=390, height=844).page
    assert page.locator("#overview").count() == 0
    assert "Istanbul" in page.locator("#elsewhere").inner_text()


def test_names_are_ukrainian_on_a_ukrainian_page(ukrainian_page: Path, opened: Any) -> None:
    watched = opened(ukrainian_page, width=1440, height=900)
    page = watched.page
    names = page.locator(".labels .label span").all_inner_texts()
    said = " ".join(names).lower().replace("\n", " ")
    for name in ("дніпро", "межова", "донецька область", "харківська область", "росія"):
        assert name in said
    assert "азовське море" in said
    assert "Далі" in page.locator("#overview summary").inner_text()
    assert watched.quiet(), watched.complaints


def test_countries_out_of_view_are_drawn_when_the_map_comes_to_them(
    opened: Any, tmp_path: Path
) -> None:
    text = "Shelling hit Mezhova, Pokrovsk, Dnipro and Kharkiv. The minister flew to Tokyo."
    path = tmp_path / "map.html"
    draw_map(find_resolutions(text), article=Article(text)).save(path)
    page = opened(path, width=1440, height=900).page
    covers = """([lat, lon]) => {
      const { x, y } = map_warmap.latLngToContainerPoint([lat, lon]);
      const box = map_warmap.getContainer().getBoundingClientRect();
      const path = document.querySelector("path.country");
      const seen = new DOMPoint(x + box.left, y + box.top);
      return path.isPointInFill(seen.matrixTransform(path.getScreenCTM().inverse()));
    }"""
    kyoto, poltava, lodz = [35.01, 135.76], [49.59, 34.55], [51.76, 19.46]
    assert not page.evaluate(covers, kyoto)
    page.evaluate("map_warmap.setView([36, 137], 6, {animate: false})")
    assert page.evaluate(covers, kyoto)
    page.evaluate("map_warmap.setView([50, 22], 6, {animate: false})")
    assert page.evaluate(covers, lodz)
    assert not page.evaluate(covers, poltava)  # Ukraine's land is its own path


def test_a_country_without_an_outline_is_a_mark(opened: Any, tmp_path: Path) -> None:
    text = "Rockets were launched from French Guiana. Officials came from Brazil."
    found = find_resolutions(text)
    path = tmp_path / "map.html"
    draw_map(found, article=Article(text)).save(path)
    watched = opened(path)
    assert watched.page.locator(".leaflet-marker-icon[data-place=french-guiana]").count() == 1
    assert watched.page.locator("path.area.country").count() == 1  # Brazil
    assert watched.quiet(), watched.complaints


def test_the_border_of_ukraine_runs_around_crimea(article_page: Path, opened: Any) -> None:
    page = opened(article_page).page
    assert page.locator(".border.outer").count() == 1
    outer = page.locator(".border.outer").bounding_box()
    land = page.locator("path.units").bounding_box()
    crimea = page.locator("path[data-place=crimea]").bounding_box()
    assert land["y"] + land["height"] >= crimea["y"] + crimea["height"] - 1
    assert outer["y"] + outer["height"] >= crimea["y"] + crimea["height"] - 3
    # Between Crimea and the mainland runs an inner border, as between any two units.
    point = "map_warmap.latLngToContainerPoint([46.12, 33.68])"  # Perekop
    x, y = page.evaluate(f"[{point}.x, {point}.y]")
    inside = """([x, y, name]) => {
      const paths = [...document.querySelectorAll(`.border.${name} path`)];
      const m = paths[0].getScreenCTM().inverse();
      let least = Infinity;
      const p = new DOMPoint(x, y).matrixTransform(m);
      for (const path of paths) {
        const length = path.getTotalLength();
        for (let at = 0; at < length; at += 2 * m.a) { // two pixels
          const q = path.getPointAtLength(at);
          least = Math.min(least, Math.hypot(q.x - p.x, q.y - p.y));
        }
      }
      return least / m.a;
    }"""
    assert page.evaluate(inside, [x, y, "inner"]) < 12
    assert page.evaluate(inside, [x, y, "inner"]) < page.evaluate(inside, [x, y, "outer"])


# A point of Ukraine, and which of the regions that the article names has it.
POINTS_OF_REGIONS = [
    ((49.84, 24.03), []),  # Lviv
    ((50.0, 36.23), []),  # Kharkiv
    ((44.95, 34.1), ["crimea"]),  # Simferopol
    ((48.45, 34.98), ["dnipropetrovsk-oblast"]),  # Dnipro
    ((49.3, 39.0), ["luhansk-oblast"]),
    ((47.35, 30.3), []),  # Odesa Oblast; a pixel of zoom 4 is as wide as the city
    ((48.9, 28.6), []),  # near Vinnytsia
]


@pytest.mark.parametrize("zoom", [4, 9.25, 14])
def test_outlines_are_whole_wherever_the_map_is_moved(
    article_page: Path, opened: Any, zoom: float
) -> None:
    watched = opened(article_page)
    page = watched.page
    outlines_at = """([lat, lon, zoom]) => {
      map_warmap.setView([lat, lon], zoom, { animate: false });
      const { x, y } = map_warmap.latLngToContainerPoint([lat, lon]);
      const { left, top } = map_warmap.getContainer().getBoundingClientRect();
      return [...document.querySelectorAll("path.units, path.region")]
        .filter((path) => path.isPointInFill(
          new DOMPoint(x + left, y + top).matrixTransform(path.getScreenCTM().inverse())))
        .map((path) => path.dataset.place || "ukraine");
    }"""
    for (lat, lon), regions in POINTS_OF_REGIONS:
        assert page.evaluate(outlines_at, [lat, lon, zoom]) == ["ukraine", *regions]
    assert page.evaluate(outlines_at, [43.3, 34.0, zoom]) == []  # in the Black Sea
    assert watched.quiet(), watched.complaints


def test_an_outline_stays_where_it_was_drawn_when_only_the_scale_changes(
    article_page: Path, opened: Any
) -> None:
    page = opened(article_page).page
    # The southernmost point of Crimea: its latitude is the lower edge of the path.
    edge_of = """(zoom) => {
      map_warmap.setView([44.6, 34.0], zoom, { animate: false });
      const path = document.querySelector("path[data-place=crimea]");
      const { bottom } = path.getBoundingClientRect();
      const { top } = map_warmap.getContainer().getBoundingClientRect();
      return map_warmap.containerPointToLatLng([0, bottom - top]).lat;
    }"""
    edges = [page.evaluate(edge_of, zoom) for zoom in (7, 8, 9, 10)]
    assert max(edges) - min(edges) < 0.01
    assert 44.3 < edges[0] < 44.5


def test_a_part_that_is_asked_for_is_there_at_once(article_page: Path, browser: Any) -> None:
    context = browser.new_context(offline=True)
    page = context.new_page()
    page.add_init_script("window.requestIdleCallback = () => 0;")  # the browser never has time
    page.goto(article_page.as_uri())
    page.wait_for_selector("html[data-ready=yes]", state="attached")
    rows = page.evaluate(
        """() => {
          document.querySelector("#tab-places").click();
          return document.querySelectorAll("#places tbody tr").length;
        }"""
    )
    assert rows == 14
    assert page.get_attribute("html", "data-whole") == "yes"
    context.close()


def test_many_places_are_drawn_on_one_canvas(many_page: Path, opened: Any) -> None:
    watched = opened(many_page, width=1440, height=900)
    page = watched.page
    assert page.locator("canvas.marks").count() == 1
    assert "401" in page.get_attribute("canvas.marks", "aria-label")
    assert page.locator(".leaflet-marker-icon.place").count() == 0
    entries = page.locator("#legend li")
    explained = entries.evaluate_all("nodes => nodes.map((node) => node.dataset.legend)")
    assert {"kind-town", "kind-village", "cluster"} <= set(explained)
    assert watched.quiet(), watched.complaints


POINT = """([lat, lon]) => {
  const map = window.map_warmap;
  const p = map.latLngToContainerPoint([lat, lon]);
  const r = map.getContainer().getBoundingClientRect();
  return [p.x + r.left, p.y + r.top];
}"""


def test_a_click_on_the_canvas_opens_the_place_there(many_page: Path, opened: Any) -> None:
    page = opened(many_page, width=1440, height=900).page
    page.mouse.click(*page.evaluate(POINT, [46.6, 35.2]))
    assert page.locator(".leaflet-popup h2").inner_text() == "Lonetown"
    assert page.locator(".mark-ring.chosen").count() == 1
    page.keyboard.press("Escape")
    page.wait_for_selector(".mark-ring.chosen", state="detached")


def test_a_click_on_a_group_zooms_in_and_then_lists_it(many_page: Path, opened: Any) -> None:
    page = opened(many_page, width=1440, height=900).page
    first = page.evaluate("map_warmap.getZoom()")
    page.mouse.click(*page.evaluate(POINT, [47.0, 36.0]))
    assert page.evaluate("map_warmap.getZoom()") > first
    page.evaluate("map_warmap.setView([47, 36], 13, {animate: false})")
    page.mouse.click(*page.evaluate(POINT, [47.0, 36.0]))  # two villages at one point
    assert page.locator(".places-here li").count() == 2
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    assert page.locator(".leaflet-popup h2").inner_text().startswith("Village")


def test_the_places_in_view_are_a_list_for_the_keyboard(many_page: Path, opened: Any) -> None:
    watched = opened(many_page, width=1440, height=900)
    page = watched.page
    button = page.locator(".here-button")
    assert button.inner_text() == "401 places here"
    button.press("Enter")
    assert page.evaluate("document.activeElement.textContent") == "Lonetown × 3"
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Escape")
    assert page.locator(".places-here").count() == 0
    assert page.evaluate("document.activeElement.matches('.here-button')")
    button.press("Enter")
    page.keyboard.press("Enter")
    assert page.locator(".leaflet-popup h2").inner_text() == "Lonetown"
    assert watched.quiet(), watched.complaints
