"""The JSON block: safe in its element, and unpacked by the page's script into what was packed."""

from __future__ import annotations

import gzip
import json
import subprocess
from difflib import unified_diff
from html.parser import HTMLParser
from itertools import accumulate
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import warmap
from warmap import Article, draw_map, read_place_list
from warmap.block import block_text, page_json
from warmap.body import article_html
from warmap.bundled import data_path
from warmap.model import Candidate, Mention, Resolution, Rival
from warmap.page import page_data
from warmap.places import find_resolutions
from warmap.scripts import join_modules

TEXT = data_path("articles/afp-2025-06-08.txt").read_text(encoding="utf-8")
WEB = Path(warmap.__file__).parent / "web"
# A document with two elements, of which `data.js` reads the JSON and the marks of mentions.
RUN = """
const marks = JSON.parse(require("fs").readFileSync(process.argv[3], "utf8"));
const json = require("fs").readFileSync(process.argv[4], "utf8");
globalThis.document = { getElementById: (id) => ({ textContent: json,
  querySelectorAll: () => marks.map((textContent) => ({ textContent })) }) };
globalThis.matchMedia = () => ({ matches: false });
const script = require("fs").readFileSync(process.argv[2], "utf8");
const tell = ({ arcs, data, mentions, places }) => {
  const pointsOf = (number) => {
    const { degrees } = arcs.arc(number);
    const points = [];
    for (let i = 0; i < degrees.length; i += 2) points.push([degrees[i], degrees[i + 1]]);
    return number < 0 ? points.reverse() : points;
  };
  const ringOf = (numbers) => numbers.flatMap((number, at) => pointsOf(number).slice(at ? 1 : 0));
  const whole = (entry) => (entry.shape?.rings ? { ...entry, shape: entry.shape.rings.map(ringOf) }
    : entry);
  console.log(JSON.stringify({
  places: places.map(whole), units: data.units.map(whole), countries: data.countries.map(whole),
  mentions: mentions.map((each) => ({ ...each, text: each.text, rivals: each.rivals })),
  }));
};
const Run = (async () => {}).constructor;
new Run(`${script}\\nreturn { arcs, data, mentions, places };`)().then(tell);
"""


class _Marks(HTMLParser):
    """The texts of the elements that mark mentions."""

    def __init__(self) -> None:
        super().__init__()
        self.texts: list[str] = []
        self._inside = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if self._inside:
            self._inside += 1
        elif tag == "a" or (tag == "span" and (dict(attrs).get("class") or "").startswith("m ")):
            self._inside = 1
            self.texts.append("")

    def handle_endtag(self, tag: str) -> None:  # noqa: ARG002 - HTMLParser's own
        self._inside -= self._inside > 0

    def handle_data(self, data: str) -> None:
        if self._inside:
            self.texts[-1] += data


def unpacked(data: dict[str, Any], *, node: str, folder: Path) -> dict[str, Any]:
    reader = _Marks()
    reader.feed(article_html(data))
    reader.close()
    files = {
        "run.cjs": RUN,
        "data.js": join_modules(WEB / "data.js"),
        "marks.json": json.dumps(reader.texts),
        "block.json": block_text(data),
    }
    for name, text in files.items():
        (folder / name).write_text(text, encoding="utf-8")
    ran = subprocess.run(
        [node, *files], cwd=folder, capture_output=True, encoding="utf-8", check=True, timeout=60
    )
    read: dict[str, Any] = json.loads(ran.stdout)
    return read


def whole(data: dict[str, Any]) -> dict[str, Any]:
    """The data without the view that tells where outlines may be coarser."""
    return {key: value for key, value in data.items() if key != "view"}


def packed(data: dict[str, Any]) -> dict[str, Any]:
    """What the page's script should see, as JSON has it."""
    mentions = [m | {"article": 0, "number": n} for n, m in enumerate(data["mentions"])]
    lists = ("countries", "places", "units")
    shown = {
        key: [entry | {"shape": _points(entry["shape"])} for entry in data[key]] for key in lists
    }
    same: dict[str, Any] = json.loads(json.dumps(shown | {"mentions": mentions}))
    return same


def _points(shape: Any) -> Any:
    """The points of each ring of a shape, of those that are shapes of their own."""
    if not isinstance(shape, dict):
        return shape
    rings = (ring for part in shape["parts"] for ring in part)
    return [list(zip(accumulate(ring[::2]), accumulate(ring[1::2]), strict=True)) for ring in rings]


@pytest.mark.parametrize("lang", ["en", "uk"])
def test_the_article_is_unpacked_into_what_was_packed(tmp_path: Path, node: str, lang: str) -> None:
    data = whole(page_data(find_resolutions(TEXT), article=Article(TEXT), lang=lang))
    assert unpacked(data, node=node, folder=tmp_path) == packed(data)


NAMES = ["Kyiv", "Zorya", "zorya!", "Žorya", "--", "Київ", "O’Brien", "a\u202eb", "", "New\nYork"]
PLACES = st.builds(
    Candidate,
    source=st.sampled_from(["geonames", "katottg", "place_list"]),
    source_id=st.sampled_from(["1", "2", "007", "l.csv:2", "UA1"]),
    name=st.sampled_from([name for name in NAMES if name]),
    local_name=st.sampled_from(["", "Зоря", "Kyiv"]),
    kind=st.sampled_from(["town", "village"]),
    country=st.sampled_from(["UA", ""]),
    admin1=st.sampled_from(["UA-14", ""]),
    lat=st.sampled_from([48.0, 48.12345, -1.5]),
    lon=st.sampled_from([37.0, 0.0]),
    population=st.sampled_from([None, 0, 7022]),
    geonameid=st.sampled_from([None, 1, 5]),
    former=st.sampled_from([(), ("Old",)]),
)
RIVALS = st.lists(st.builds(Rival, PLACES, st.sampled_from([0.0, 0.25, 0.123])), max_size=2)


@st.composite
def articles(draw: st.DrawFn) -> tuple[str, list[Resolution]]:
    """Sentences of names, marked in the order of the text or, now and then, twice or out of it."""
    text = ""
    found = []
    for name in draw(st.lists(st.sampled_from(NAMES), max_size=6)):
        start = len(text)
        text += f"{name} fell" + draw(st.sampled_from([". ", ".\n", ", "]))
        place = draw(st.none() | PLACES)
        statuses = ["resolved", "dropped"] if place else ["unresolved", "dropped"]
        twice = [0, 0, 0, 1]
        found += [
            Resolution(
                Mention(start, start + len(name), name),
                f"{name} fell.",
                start,
                role=draw(st.sampled_from(["literal", "government"])),
                candidate=place,
                score=draw(st.sampled_from([0.5, 0.987, 1.0])),
                reason=draw(st.sampled_from(["", "large"])),
                rivals=tuple(draw(RIVALS)),
                status=draw(st.sampled_from(statuses)),
            )
            for _ in range(draw(st.sampled_from(twice)) + bool(name))
        ]
    added = draw(st.none() | PLACES)
    if added:
        found.append(
            Resolution(
                Mention(-1, -1, added.name), "", -1, candidate=added, reason="x", status="resolved"
            )
        )
    return text, found


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(given_=articles(), quotes_only=st.booleans())
def test_whatever_is_packed_is_unpacked(
    tmp_path_factory: pytest.TempPathFactory,
    node: str,
    given_: tuple[str, list[Resolution]],
    quotes_only: bool,  # noqa: FBT001 - drawn
) -> None:
    text, found = given_
    data = whole(page_data(found, article=Article(text), quotes_only=quotes_only))
    folder = tmp_path_factory.mktemp("block")
    assert unpacked(data, node=node, folder=folder) == packed(data)


def test_a_long_article_is_unpacked_from_its_deflated_block(
    tmp_path: Path, node: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("warmap.body._MANY_MENTIONS", 10)
    data = whole(page_data(find_resolutions(TEXT), article=Article(TEXT)))
    assert block_text(data).startswith('"eN')
    assert unpacked(data, node=node, folder=tmp_path) == packed(data)


@given(st.text())
def test_the_json_text_can_not_leave_its_element_and_reads_back(text: str) -> None:
    written = page_json({"credits": [text], "version": text})
    assert not set("<>&\u2028\u2029") & set(written)
    assert json.loads(written) == {"credits": [text], "version": text}


def test_a_place_and_a_mention_stand_on_lines_of_their_own() -> None:
    data = page_data(find_resolutions(TEXT), article=Article(TEXT))
    lines = page_json(data).split("\n")
    first = lines.index('"places":[') + 1
    assert lines[first + len(data["places"])] == "],"
    assert len(lines) > len(data["mentions"]) + len(data["places"]) + len(data["units"])


LISTED = {
    "Zorya": "Zorya,pin,,,katottg:UA14120050230096532,,",
    "Mezhova": "Mezhova,pin,48.2,36.7,,town,",
    "Kyiv": "Kyiv,pin,50.4,30.5,,city,",
    "Moscow": "Moscow,move,55.7,37.6,,,",
}


def lines_of(folder: Path, **rows: str) -> list[str]:
    """The page of the article with a list of these rows and those above."""
    path = folder / "list.csv"
    text = "\n".join(["name,action,lat,lon,id,kind,role", *(LISTED | rows).values()])
    path.write_text(text, encoding="utf-8")
    listed = read_place_list(path)
    drawn = draw_map(
        find_resolutions(TEXT, place_list=listed), article=Article(TEXT), place_list=listed
    )
    lines: list[str] = drawn.get_root().render().splitlines()
    return lines


@pytest.mark.parametrize(
    ("rows", "most", "shown"),
    [
        ({"Mezhova": "Mezhova,pin,48.3,36.7,,town,"}, 2, '"Mezhova","place_list:list.csv:3",48.3'),
        ({"Mezhova": "Mezhova,pin,48.2,36.7,,village,"}, 4, "<td>Mezhova<td>village"),
        ({"Mezhova": "Mezhova,pin,48.2,36.7,,town,government"}, 4, 'class="government"'),
        ({"Kyiv": "Kyiv,pin,50.41,30.5,,city,"}, 2, '"Kyiv","place_list:list.csv:4",50.41'),
        ({"Moscow": "Moscow,move,55.71,37.6,,,"}, 2, '"Moscow","place_list:list.csv:5",55.71'),
        ({"Mezhova": "Mezhova,drop,,,,,"}, 7, '["Mezhova","drop"'),
        ({"Odesa": "Odesa,add,48.1,35.1,,city,"}, 12, '"Odesa","place_list:list.csv:6",48.1'),
    ],
)
def test_a_place_that_a_list_changes_changes_a_few_lines_of_the_page(
    tmp_path: Path, rows: dict[str, str], most: int, shown: str
) -> None:
    before, after = lines_of(tmp_path), lines_of(tmp_path, **rows)
    changed = [line for line in unified_diff(before, after, n=0) if line[:1] in "+-"][2:]
    added = [line for line in changed if line.startswith("+")]
    assert 0 < len(added) <= most
    assert len(changed) - len(added) <= most
    assert any(shown in line for line in added)


def test_the_page_of_the_article_stays_small(tmp_path: Path) -> None:
    page = "\n".join(lines_of(tmp_path)).encode()
    assert len(page) <= 500_000
    assert len(gzip.compress(page)) <= 150_000
