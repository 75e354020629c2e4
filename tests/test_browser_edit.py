"""Corrections in the page: each kind of them, and the place list that makes the same map again."""

from __future__ import annotations

import csv
import io
import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from warmap import Article, draw_map, find_places, read_place_list
from warmap.bundled import data_path

pytestmark = pytest.mark.browser

ARTICLES = Path(__file__).with_name("eval") / "articles"
AFP = data_path("articles/afp-2025-06-08.txt").read_text(encoding="utf-8")
TOWNS = (
    "Shelling hit the town of Mezhova. Troops left Mezhova for Kyiv,\n"
    "and Narnia-on-Sea is near. Kyiv said so. Mezhova is a town."
)


class Editor:
    """A page in which somebody corrects places."""

    def __init__(self, folder: Path, opened: Any, text: str, **how: Any) -> None:
        self.folder, self.text, self.how = folder, text, how
        path = folder / "map.html"
        found = find_places(text, place_list=how.get("place_list"))
        draw_map(found, article=Article(text), **how).save(path)
        self.watched = opened(path)
        self.page = self.watched.page
        self.page.click("#edit-toggle")

    def open(self, mention: str) -> None:
        """The form of a mention, by a selector of its mark."""
        self.page.click(f"article {mention}")
        if self.page.locator("#edit-form .edit-form").count() == 0:
            self.page.click(".card .edit-this")

    def fill(self, **fields: str) -> None:
        for name, value in fields.items():
            field = self.page.locator(f"#edit-{name}")
            if field.evaluate("node => node.localName") == "select":
                field.select_option(value)
            else:
                field.fill(value)

    def apply(self) -> None:
        self.page.click(".edit-form button[type=submit]")

    def select(self, words: str, time: int = 0) -> None:
        """Select words of the article, as a mouse would."""
        self.page.evaluate(
            """([words, time]) => {
                const article = document.getElementById("article");
                const walker = document.createTreeWalker(article, NodeFilter.SHOW_TEXT);
                const pieces = [];
                for (let node; (node = walker.nextNode());) pieces.push(node);
                const whole = pieces.map((node) => node.data).join("");
                let from = -1;
                for (let i = 0; i <= time; i++) from = whole.indexOf(words, from + 1);
                const at = (position, end) => {
                    let before = 0;
                    for (const node of pieces) {
                        const inside = position - before;
                        const most = node.data.length - (end ? 0 : 1);
                        if (inside <= most) return [node, inside];
                        before += node.data.length;
                    }
                };
                const range = document.createRange();
                range.setStart(...at(from, false));
                range.setEnd(...at(from + words.length, true));
                getSelection().removeAllRanges();
                getSelection().addRange(range);
            }""",
            [words, time],
        )
        self.page.wait_for_selector("#edit-adder:visible")

    def download(self) -> str:
        """The place list that the page gives."""
        with self.page.expect_download() as caught:
            self.page.click("#edit-save")
        path = Path(self.folder, str(caught.value.suggested_filename))
        assert path.name == "places.csv"
        caught.value.save_as(path)
        return path.read_text(encoding="utf-8-sig")

    def shown(self) -> dict[tuple[int, int, str], tuple[Any, ...]]:
        """What the page says of each mention: as the table that it gives to download has it."""
        self.page.evaluate("document.getElementById('tab-places').click()")
        with self.page.expect_download() as caught:
            self.page.click(".downloads button >> nth=0")
        self.page.evaluate("document.getElementById('tab-article').click()")
        text = Path(caught.value.path()).read_text(encoding="utf-8-sig")
        rows = [
            row | {"name": row["name"].removeprefix("'")}
            for row in csv.DictReader(io.StringIO(text))
        ]
        return {
            (int(row["start"]), int(row["end"]), row["name"] if row["start"] == "-1" else ""): (
                row["status"],
                row["role"],
                row["name"],
                row["kind"],
                None
                if row["lat"] == ""
                else (round(float(row["lat"]), 4), round(float(row["lon"]), 4)),
            )
            for row in rows
        }

    def made_again(self) -> dict[tuple[int, int, str], tuple[Any, ...]]:
        """What warmap finds with the place list of the page."""
        self.download()
        listed = read_place_list(self.folder / "places.csv")
        frame = find_places(self.text, place_list=listed)
        return {
            (row["start"], row["end"], row["name"] if row["start"] == -1 else ""): (
                row["status"],
                row["role"],
                row["name"],
                row["kind"],
                None
                if row["geometry"] is None
                else (round(row["geometry"].y, 4), round(row["geometry"].x, 4)),
            )
            for row in frame.to_dict("records")
        }

    def check(self) -> None:
        """The page and what is made again say the same of each mention."""
        shown, again = self.shown(), self.made_again()
        assert again == shown
        assert self.watched.quiet(), self.watched.complaints


Start = Callable[..., Editor]


@pytest.fixture
def start(tmp_path: Path, opened: Any) -> Start:
    def make(text: str = TOWNS, **how: Any) -> Editor:
        return Editor(tmp_path, opened, text, **how)

    return make


def test_a_rival_is_chosen_for_all_mentions_of_a_name(start: Start) -> None:
    editor = start("Fighting went on in Zorya. They took Zorya, Russia said.")
    editor.open("span.m:text-is('Zorya') >> nth=0")
    editor.fill(scope="name")
    rival = editor.page.locator("#edit-place option[value^=rival]").first.get_attribute("value")
    editor.fill(place=str(rival))
    editor.apply()
    assert editor.page.locator("article a.m.edited:text-is('Zorya')").count() == 2
    assert editor.page.locator("#map-pane [data-place^=edited]").count() == 1
    editor.check()


def test_one_mention_gets_another_place_and_role(start: Start) -> None:
    editor = start()
    editor.open("a.m:text-is('Mezhova') >> nth=1")
    value = editor.page.locator("#edit-place option", has_text="Kyiv, city").get_attribute("value")
    editor.fill(place=str(value), role="government", note="=1+1, says “who”;\tor so")
    editor.apply()
    assert "“Mezhova” is Kyiv, city" in editor.page.locator("#live").inner_text()
    rows = list(csv.DictReader(io.StringIO(editor.download())))
    assert len(rows) == 1
    assert rows[0]["note"].startswith("'=1+1")
    editor.check()


def test_a_marker_is_dragged_and_pushed(start: Start) -> None:
    editor = start()
    page = editor.page
    box = page.locator(".leaflet-marker-icon[data-place=mezhova]").bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + 40, y - 30, steps=5)
    page.mouse.up()
    assert "Mezhova lies at" in page.locator("#edit-corrections").text_content()
    page.focus(".leaflet-marker-icon[data-place=mezhova]")
    for key in ("ArrowLeft", "Shift+ArrowUp"):
        page.keyboard.press(key)
        assert page.evaluate("document.activeElement.dataset.place") == "mezhova"
    assert page.locator("#edit-corrections li").count() == 1
    editor.check()


def test_a_mark_on_the_canvas_of_many_places_is_dragged_and_pushed(
    start: Start, tmp_path: Path
) -> None:
    names = [f"Camp {a}{b}" for a in "ABCDEFGHIJKLMNOPQR" for b in "abcdefghijklmnopqr"]
    rows = [
        f"{name},pin,{46 + n % 18 / 4},{30 + n // 18 / 3:.3f},site" for n, name in enumerate(names)
    ]
    listed = tmp_path / "camps.csv"
    listed.write_text("\n".join(["name,action,lat,lon,kind", *rows]), encoding="utf-8")
    text = " ".join(f"Rescuers went to {name}." for name in names)
    editor = start(text, place_list=read_place_list(listed))
    page = editor.page
    assert page.locator("canvas.marks").count() == 1
    page.click("article a.m:text-is('Camp Hh')")
    handle = page.locator(".leaflet-marker-icon[data-place=camp-hh]")
    box = handle.bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + 40, y + 30, steps=5)
    page.mouse.up()
    assert "Camp Hh lies at" in page.locator("#edit-corrections").text_content()
    handle.focus()
    for key in ("ArrowLeft", "Shift+ArrowUp"):
        page.keyboard.press(key)
        assert page.evaluate("document.activeElement.dataset.place") == "camp-hh"
    assert page.locator("#edit-corrections li").count() == 1
    editor.check()
    page.click("#edit-toggle")
    assert handle.count() == 0


def test_an_area_gets_a_point_and_another_kind(start: Start) -> None:
    editor = start("Donetsk Oblast was shelled. Rescuers went to the Donetsk region.")
    editor.open("a.m >> nth=0")
    editor.fill(lat="48,5", lon="37.5", kind="site")
    editor.apply()
    assert editor.page.locator(".leaflet-marker-icon[data-place=donetsk-oblast]").count() == 1
    editor.check()


def test_a_place_is_dropped_and_comes_back(start: Start) -> None:
    editor = start()
    before = editor.shown()
    editor.open("a.m:text-is('Mezhova') >> nth=0")
    editor.fill(scope="place")
    editor.page.click(".edit-form button:has-text('drop')")
    assert editor.page.locator("[data-place=mezhova]").count() == 0
    assert editor.page.evaluate("document.activeElement.id") == "edit-summary"
    assert editor.page.locator("#counts").inner_text() == "1 place, 2 mentions"
    assert editor.page.locator("article a.m:text-is('Mezhova')").count() == 0
    editor.check()
    editor.page.click("#edit-summary")
    editor.page.click("#edit-corrections button")
    assert editor.shown() == before
    assert editor.page.locator(".leaflet-marker-icon[data-place=mezhova]").count() == 1
    assert editor.page.locator("article .edited").count() == 0


def test_selected_words_become_a_mention(start: Start) -> None:
    editor = start()
    editor.select("arnia-on-S")
    editor.page.click("#edit-adder")
    editor.apply()
    assert editor.page.locator("#edit-lat-wrong").inner_text() == "Give degrees between −90 and 90."
    assert editor.page.get_attribute("#edit-lat", "aria-invalid") == "true"
    editor.fill(lat="46.5", lon="-30,25", kind="town", note="a | b")
    editor.apply()
    assert editor.page.locator("article a.m.edited").inner_text() == "Narnia-on-Sea"
    assert editor.page.evaluate("document.activeElement.textContent") == "Narnia-on-Sea"
    editor.check()


def test_words_around_a_mention_take_its_place(start: Start) -> None:
    editor = start()
    editor.select("town of Mezhova")
    editor.page.click("#edit-adder")
    editor.fill(lat="48", lon="36")
    editor.apply()
    assert editor.page.locator("article a.m").all_inner_texts()[0] == "town of Mezhova"
    editor.check()
    editor.select("of Mezhova")
    editor.page.click("#edit-adder")
    editor.fill(lat="48", lon="36")
    editor.apply()
    assert "which you have corrected" in editor.page.locator("#edit-nothing").inner_text()


def test_a_typed_name_is_marked_where_the_text_has_it(start: Start) -> None:
    editor = start("Orcs came from Mordor. To mordor they went; Mordorian songs. From Kyiv.")
    page = editor.page
    page.focus("#edit-add")
    page.keyboard.press("Enter")
    page.keyboard.type("Mordor")
    offered = page.locator("#edit-occurrences input").count()
    assert offered == 2 - page.locator("article .m:text-is('Mordor')").count()
    editor.fill(lat="10", lon="20")
    page.keyboard.press("Enter")
    editor.check()


def test_a_place_that_the_text_does_not_name_is_added(start: Start) -> None:
    editor = start()
    editor.page.click("#edit-add")
    editor.fill(name='=Say "A|B", \\ ok', lat="47", lon="35")
    editor.apply()
    editor.check()
    assert editor.page.locator(".leaflet-marker-icon[data-place^=edited]").count() == 1


def test_the_list_that_the_page_was_made_with_stays(start: Start, tmp_path: Path) -> None:
    path = tmp_path / "old.csv"
    path.write_text(
        "name,action,lat,lon,id,kind,role,note\n"
        "Kyiv,pin,50.1,30.1,,city,government,the other one\n"
        "Lviv,add,,,geonames:702550,,,in a picture\nTroops,drop,,,,,,\n",
        encoding="utf-8",
    )
    editor = start(place_list=read_place_list(path))
    editor.check()
    editor.open("a.m:text-is('Kyiv') >> nth=1")
    editor.fill(role="literal")
    editor.apply()
    editor.check()
    editor.page.click("[data-place=lviv]")
    editor.page.click(".edit-this")
    editor.fill(lat="49", kind="site")
    editor.apply()
    editor.check()
    names = [row["name"] for row in csv.DictReader(io.StringIO(editor.download()))]
    assert "Troops" in names


def test_leaving_with_corrections_is_asked_about(start: Start) -> None:
    editor = start()
    leaving = "!dispatchEvent(new Event('beforeunload', {cancelable: true}))"
    assert not editor.page.evaluate(leaving)
    editor.open("a.m:text-is('Mezhova') >> nth=0")
    editor.fill(kind="village")
    editor.apply()
    assert editor.page.evaluate(leaving)
    editor.download()
    assert not editor.page.evaluate(leaving)


def correct_at_random(editor: Editor, dice: random.Random) -> None:
    """One correction of any kind."""
    page = editor.page
    if page.locator("#edit-form .edit-form").count():
        page.click(".edit-form button:has-text('Cancel')")
    kind = dice.choice(["place", "role", "kind", "move", "drop", "add", "typed", "undo"])
    if kind == "undo":
        page.evaluate(
            "share => { const b = document.querySelectorAll('#edit-corrections button');"
            "b[Math.floor(share * b.length)]?.click(); }",
            dice.random(),
        )
        return
    if kind == "add":
        words = [w for w in editor.text.replace("\n", " ").split(" ") if w.isalpha()]
        editor.select(dice.choice(words))
        page.click("#edit-adder")
        choose_at_random(editor, dice)
    elif kind == "typed":
        page.evaluate("getSelection().removeAllRanges()")
        page.click("#edit-add")
        editor.fill(name=dice.choice(["Kyiv", "army", "=x|y", "Nowhere", "the"]))
        choose_at_random(editor, dice)
    else:
        marks = page.locator("article .m").count()
        page.locator("article .m").nth(dice.randrange(marks)).dispatch_event("click")
        if page.locator("#edit-form .edit-form").count() == 0:
            page.locator(".card .edit-this").last.dispatch_event("click")
        scopes = page.locator("#edit-scope option").count()
        page.locator("#edit-scope").select_option(index=dice.randrange(scopes))
        if kind == "drop":
            page.click(".edit-form button:has-text('drop')")
            return
        if kind == "place" or page.input_value("#edit-place") == "":
            choose_at_random(editor, dice)
        elif kind == "role":
            editor.fill(role=dice.choice(["literal", "government", "associative"]))
        elif kind == "kind":
            editor.fill(kind=dice.choice(["village", "site", "city"]))
        else:
            editor.fill(lat=str(dice.randrange(-80, 80)), lon=str(dice.randrange(-170, 170)))
    editor.apply()


def choose_at_random(editor: Editor, dice: random.Random) -> None:
    page = editor.page
    options = page.locator("#edit-place option")
    page.locator("#edit-place").select_option(index=dice.randrange(options.count()))
    if page.input_value("#edit-lat") == "":
        editor.fill(lat=str(dice.randrange(-80, 80)), lon=str(dice.randrange(-170, 170)))


@pytest.mark.parametrize("name", ["afp", "a03", "b02"])
def test_any_corrections_come_out_as_they_were_made(start: Start, name: str) -> None:
    dice = random.Random(f"corrections of {name}")
    if name == "afp":
        editor = start(AFP, place_list=read_place_list(data_path("places.csv")))
    else:
        editor = start(
            (ARTICLES / f"{name}.txt").read_text(encoding="utf-8"), quotes_only=name == "b02"
        )
    for _ in range(30):
        correct_at_random(editor, dice)
    editor.check()
    if editor.page.locator("#edit-form .edit-form").count():
        editor.page.click(".edit-form button:has-text('Cancel')")
    editor.page.evaluate("document.getElementById('edit-undo-all').click()")
    assert editor.page.locator("article .edited").count() == 0
