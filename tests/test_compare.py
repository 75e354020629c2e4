"""What differs between two sets of places: nothing between equal ones, each edit as its kind."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from warmap import (
    Article,
    Changes,
    PlacesError,
    compare_places,
    draw_map,
    find_places,
    read_map,
    read_place_list,
    write_place_list,
    write_places,
)
from warmap.bundled import data_path
from warmap.compare import read_compared
from warmap.model import Candidate, Mention, Resolution
from warmap.placelist import PlaceList
from warmap.placerows import COLUMNS, PlaceRow, cells_of
from warmap.places import find_resolutions

TEXT = data_path("articles/afp-2025-06-08.txt").read_text(encoding="utf-8")
NAMES = ("Kyiv", "kyiv", "Zorya", "Mezhova", "Dnipro", "Lviv")

PLACES = st.builds(
    Candidate,
    source=st.sampled_from(["geonames", "place_list", "user"]),
    source_id=st.sampled_from(["1", "2", "3", "l.csv:2", "l.csv:3"]),
    name=st.sampled_from(["Kyiv", "Zoria", "Dnipro"]),
    local_name=st.just(""),
    kind=st.sampled_from(["city", "village"]),
    country=st.just("UA"),
    admin1=st.sampled_from(["UA-14", "UA-30"]),
    lat=st.sampled_from([48.0, 48.5, 50.123456789]),
    lon=st.sampled_from([30.0, 37.0]),
    precision=st.sampled_from(["exact", "raion"]),
    radius_km=st.sampled_from([0.0, 12.0]),
)


@st.composite
def found(draw: st.DrawFn) -> list[Resolution]:
    """Mentions of few names and places, so that much is shared; an id is one place."""
    places: dict[str, Candidate] = {}
    resolutions = []
    for number in range(draw(st.integers(0, 8))):
        name = draw(st.sampled_from(NAMES))
        place = draw(st.none() | PLACES)
        if place:
            place = places.setdefault(place.id, place)
        listed = place is not None and draw(st.booleans())
        span = (-1, -1) if listed else (100 * number, 100 * number + len(name))
        statuses = ["resolved"] if place else ["unresolved", "dropped"]
        resolutions.append(
            Resolution(
                Mention(*span, name),
                quote="" if listed else f"{name} {draw(st.sampled_from(['fell', 'held']))}.",
                quote_start=-1,
                role=draw(st.sampled_from(["literal", "government"])),
                candidate=place,
                status=draw(st.sampled_from(statuses)),
            )
        )
    return resolutions


def seen(changes: Changes) -> tuple[object, ...]:
    """What must swap when the sides do: all but the name that a change is told under."""
    return (
        sorted(map(repr, changes.added)),
        sorted(map(repr, changes.dropped)),
        sorted((move.old, move.new, move.km) for move in changes.moved),
        sorted((one.what, one.old, one.new, one.mentions) for one in changes.retyped),
        sorted((quote.old, quote.new) for quote in changes.quotes),
    )


@given(places=found())
def test_equal_places_have_no_differences(places: list[Resolution]) -> None:
    assert not compare_places(places, list(places))


@given(old=found(), new=found())
def test_swapped_sides_swap_the_changes(old: list[Resolution], new: list[Resolution]) -> None:
    there, back = compare_places(old, new), compare_places(new, old)
    assert seen(there) == seen(back.swapped())
    assert bool(there) == bool(back)


@given(places=found())
def test_against_nothing_every_place_is_added(places: list[Resolution]) -> None:
    changes = compare_places([], places)
    shown = [r for r in places if r.status != "dropped"]
    ids = {r.candidate.id for r in shown if r.candidate}
    assert {one.id for one in changes.added} - {""} == ids
    assert told(changes).keys() <= {"added"}


BASE_TEXT = (
    "Shelling hit the town of Mezhova. Kyiv denied it. He went to Lviv, then to Kyiv. "
    "The village of Qwertyove was quiet."
)
BASE = find_resolutions(BASE_TEXT)
NOTHING = "no differences\n"


def edited(name: str, **changes: Any) -> list[Resolution]:
    """The places of the base with other values at a name, of the mention or of its place."""
    own = {"lat", "lon", "kind", "admin1", "precision", "radius_km", "source", "source_id"}

    def edit(resolution: Resolution) -> Resolution:
        if resolution.mention.text != name or resolution.candidate is None:
            return resolution
        place = replace(resolution.candidate, **{k: v for k, v in changes.items() if k in own})
        kept = {k: v for k, v in changes.items() if k not in own}
        return replace(resolution, **({"candidate": place} | kept))

    return [edit(resolution) for resolution in BASE]


def told(changes: Changes) -> dict[str, int]:
    """How many changes there are of each kind."""
    kinds = ("added", "dropped", "moved", "retyped", "quotes")
    return {kind: len(getattr(changes, kind)) for kind in kinds if getattr(changes, kind)}


@pytest.mark.parametrize(
    ("new", "kind", "what"),
    [
        (edited("Mezhova", lat=48.3), "moved", ""),
        (edited("Mezhova", kind="village"), "retyped", "kind"),
        (edited("Mezhova", admin1="UA-14"), "retyped", "admin1"),
        (edited("Mezhova", precision="raion", radius_km=9.0), "retyped", "precision"),
        (edited("Mezhova", role="government"), "retyped", "role"),
        (edited("Mezhova", source_id="1"), "retyped", "place"),
        (edited("Mezhova", quote="They left Mezhova."), "quotes", ""),
        (edited("Mezhova", candidate=None, status="unresolved"), "dropped", ""),
        (edited("Mezhova", candidate=None, status="dropped"), "dropped", ""),
        ([r for r in BASE if r.mention.text != "Mezhova"], "dropped", ""),
        (edited("Mezhova", source="place_list", source_id="l.csv:2", lat=48.3), "moved", ""),
    ],
)  # fmt: skip
def test_one_edit_is_told_as_its_kind(new: list[Resolution], kind: str, what: str) -> None:
    there, back = compare_places(BASE, new), compare_places(new, BASE)
    swapped = {"added": "dropped", "dropped": "added"}
    assert told(there) == {kind: 1}
    assert told(back) == {swapped.get(kind, kind): 1}
    if what:
        assert there.retyped[0].what == what
    assert len(there.text().splitlines()) >= 2


def test_one_mention_of_several_with_another_place_is_told_with_both() -> None:
    other = next(r.candidate for r in BASE if r.mention.text == "Lviv")
    first = next(number for number, r in enumerate(BASE) if r.mention.text == "Kyiv")
    new = [replace(r, candidate=other) if n == first else r for n, r in enumerate(BASE)]
    changes = compare_places(BASE, new)
    assert told(changes) == {"retyped": 1}
    assert (changes.retyped[0].name, changes.retyped[0].mentions) == ("Kyiv", 1)


def test_a_place_that_becomes_known_is_added_and_a_strange_name_is_told() -> None:
    known = edited("Mezhova")
    unknown = edited("Mezhova", candidate=None, status="unresolved")
    changes = compare_places(unknown, known)
    assert [(one.name, one.unresolved) for one in changes.added] == [("Mezhova", True)]
    assert "it was unresolved" in changes.text()
    lost = [r for r in BASE if r.mention.text != "Qwertyove"]
    assert [one.name for one in compare_places(BASE, lost).dropped] == ["Qwertyove"]


def test_a_move_is_told_in_kilometres() -> None:
    changes = compare_places(BASE, edited("Mezhova", lat=48.25418 + 0.1))
    assert 11 < changes.moved[0].km < 11.3
    assert "by 11.1 km" in changes.text()


def test_a_row_put_before_others_changes_nothing() -> None:
    """Ids of a list's places name its lines, which shift."""
    first, second = (
        [
            Resolution(
                Mention(9 * n, 9 * n + 5, "Zorya"), f"Zorya {n}.", -1, status="resolved",
                candidate=Candidate("place_list", f"l.csv:{line}", "Zorya", "", "village", "UA", "",
                                    lat=48.0 + n, lon=37.0),
            )
            for n, line in enumerate(lines)
        ]
        for lines in ((2, 3), (3, 4))
    )  # fmt: skip
    assert not compare_places(first, second)


# Maps


@pytest.mark.parametrize("lang", ["en", "uk"])
@pytest.mark.parametrize("times", [1, 60])
@pytest.mark.parametrize("whole", [True, False])
def test_a_map_is_read_back_as_it_was_drawn(
    tmp_path: Path, lang: str, times: int, *, whole: bool
) -> None:
    places = read_place_list(data_path("places.csv"))
    text = TEXT * times
    drawn = find_resolutions(text, place_list=places)
    article = Article(text) if whole else None
    draw_map(drawn, article=article, place_list=places, lang=lang).save(tmp_path / "map.html")
    read = read_map(tmp_path / "map.html")
    assert compare_places(drawn, read).text() == "no differences\n"
    spans = [(r.mention.start, r.mention.end, r.mention.text, r.status) for r in read]
    assert spans == [(r.mention.start, r.mention.end, r.mention.text, r.status) for r in drawn]


def test_a_map_of_several_articles_is_read_back(tmp_path: Path) -> None:
    texts = ["Shelling hit the town of Mezhova. Kyiv denied it.", "He left Kyiv.\n\nThen Lviv."]
    drawn = [find_resolutions(text) for text in texts]
    articles = [Article(text, title=text[:9]) for text in texts]
    draw_map(drawn, article=articles).save(tmp_path / "map.html")
    both = [resolution for found in drawn for resolution in found]
    assert compare_places(both, read_map(tmp_path / "map.html")).text() == NOTHING
    row = PlaceRow("", 0, ("Kyiv",), "pin", role="literal", article=2)
    assert not compare_places(listed(row), both)
    assert told(compare_places(listed(replace(row, role="associative")), both)) == {"retyped": 2}


ODD = (
    "In \u202eKyiv\u202c & <Lviv>, \u201cU+202E\u201d fell.\r\n"
    "The\ntown of  Mezhova </article> held."
)


def test_odd_text_is_read_back(tmp_path: Path) -> None:
    drawn = find_resolutions(ODD)
    for quotes_only in (True, False):
        page = draw_map(drawn, article=Article(ODD), quotes_only=quotes_only)
        page.save(tmp_path / "map.html")
        assert compare_places(drawn, read_map(tmp_path / "map.html")).text() == "no differences\n"


@pytest.fixture(scope="module")
def page() -> str:
    text: str = draw_map(BASE).get_root().render()
    return text


def replaced(page: str, block: str) -> str:
    before, start, rest = page.partition('id="warmap-data">')
    return before + start + block + rest[rest.index("</script>") :]


def bomb(size: int) -> str:
    import base64
    import zlib

    return f'"{base64.b64encode(zlib.compress(bytes(size), 9)).decode()}"'


HOSTILE: dict[str, tuple[Callable[[str], str], str]] = {
    "empty": (lambda _: "", "not a map"),
    "other page": (lambda _: "<!DOCTYPE html><p>Hello", "not a map"),
    "cut short": (lambda page: page[: page.index("warmap-data") + 999], "not a map"),
    "no json": (lambda page: replaced(page, "{"), "damaged map"),
    "a list": (lambda page: replaced(page, "[]"), "no object"),
    "nothing in it": (lambda page: replaced(page, "{}"), "damaged map"),
    "deep": (lambda page: replaced(page, "[" * 200_000), "nested too deeply"),
    "a long number": (lambda page: replaced(page, "9" * 20_000), "damaged map"),
    "not deflated": (lambda page: replaced(page, '"AAAA"'), "can't be inflated"),
    "not base64": (lambda page: replaced(page, '"?"'), "can't be inflated"),
    "deflated nothing": (lambda page: replaced(page, bomb(2000)), "damaged map"),
    "comments": (
        lambda page: page.replace("</article>", "<!--" * 100_000 + "</article>"),
        "no HTML that warmap writes",
    ),
    "marks": (lambda page: page.replace("</article>", "<p><a>x</a></article>"), "mentions"),
    "no article": (lambda page: page.replace("<article", "<section"), "not a map"),
    "many starts": (
        lambda page: page.replace("</article>", "").replace("<p", '<article id="article"' * 9_999),
        "not a map",
    ),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_page_is_one_clear_error(tmp_path: Path, page: str, name: str) -> None:
    spoil, why = HOSTILE[name]
    (tmp_path / "map.html").write_text(spoil(page), encoding="utf-8")
    with pytest.raises(ValueError, match=why) as raised:
        read_map(tmp_path / "map.html")
    assert str(raised.value).startswith(f"{tmp_path / 'map.html'}: ")
    assert "\n" not in str(raised.value)


def test_data_that_inflate_without_end_are_refused(
    tmp_path: Path, page: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("warmap.mapfile._MOST_INFLATED", 1_000_000)
    monkeypatch.setattr("warmap.mapfile._MOST_BYTES", 2_000_000)
    (tmp_path / "map.html").write_text(replaced(page, bomb(50_000_000)), encoding="utf-8")
    with pytest.raises(ValueError, match="over 1 MB when inflated"):
        read_map(tmp_path / "map.html")
    (tmp_path / "map.html").write_text(page + " " * 2_000_000, encoding="utf-8")
    with pytest.raises(ValueError, match="over 2 MB, too large for a map"):
        read_map(tmp_path / "map.html")


VALUES = st.sampled_from(
    ["", "0", "-1", "99", "1e999", "NaN", "null", "{}", "[]", '""', '"x"', "true", "1.5", "]", "<"]
)


@given(
    edits=st.lists(st.tuples(st.floats(0, 1), VALUES, st.integers(0, 9)), min_size=1, max_size=4)
)
def test_mutated_data_give_places_or_one_error(
    page: str, tmp_path_factory: pytest.TempPathFactory, edits: list[tuple[float, str, int]]
) -> None:
    before, start, rest = page.partition('id="warmap-data">')
    block, end, after = rest.partition("</script>")
    first = block.index('"mentions"')
    for where, value, length in edits:
        at = first + int(where * (len(block) - first))
        block = block[:at] + value + block[at + length :]
    path = tmp_path_factory.getbasetemp() / "mutated.html"
    path.write_text(before + start + block + end + after, encoding="utf-8")
    try:
        read: list[Resolution] | PlacesError = read_map(path)
    except PlacesError as error:
        read = error
    if isinstance(read, PlacesError):
        assert str(read).startswith(f"{path}: ")
        assert "\n" not in str(read)
    else:
        assert compare_places(BASE, read).text()


# Place lists


def listed(*rows: PlaceRow) -> PlaceList:
    from warmap.rowplaces import place_of

    numbered = [replace(row, line=line) for line, row in enumerate(rows, 2)]
    places = {row.line: place_of(row) for row in numbered if row.lat is not None}
    return PlaceList("l.csv", tuple(numbered), places)


ZORYA = PlaceRow("l.csv", 2, ("Zorya",), "pin", lat=48.5, lon=37.7, kind="village")
KYIV = PlaceRow("l.csv", 3, ("Kyiv", "Kiev"), "pin", role="government", note="as in line 4")
ROWS = st.lists(
    st.builds(
        PlaceRow,
        st.just("l.csv"),
        st.just(2),
        st.sampled_from([("Zorya",), ("Zorya", "Zoria"), ("Kyiv",)]),
        st.sampled_from(["pin", "move", "drop", "add"]),
        lat=st.sampled_from([48.0, None]),
        lon=st.just(37.0),
        kind=st.sampled_from(["", "village"]),
        mentions=st.sampled_from([frozenset(), frozenset({1}), frozenset({2})]),
        note=st.sampled_from(["", "seen"]),
    ),
    max_size=5,
)


@given(rows=ROWS, order=st.randoms(use_true_random=False))
def test_a_list_in_another_order_is_the_same(rows: list[PlaceRow], order: Any) -> None:
    shuffled = list(rows)
    order.shuffle(shuffled)
    assert not compare_places(listed(*rows), listed(*shuffled))


@given(old=ROWS, new=ROWS)
def test_swapped_lists_swap_the_changes(old: list[PlaceRow], new: list[PlaceRow]) -> None:
    def rows_of(changes: Changes) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
        sides = (changes.added, changes.dropped)
        added, dropped = (sorted((one.name, one.action) for one in side) for side in sides)
        return added, dropped

    there = compare_places(listed(*old), listed(*new))
    back = compare_places(listed(*new), listed(*old))
    assert rows_of(there) == rows_of(back.swapped())
    assert bool(there) == bool(back)


@pytest.mark.parametrize(
    ("row", "kind", "what"),
    [
        (replace(ZORYA, lat=48.6), "moved", ""),
        (replace(ZORYA, kind="town"), "retyped", "kind"),
        (replace(ZORYA, role="government"), "retyped", "role"),
        (replace(ZORYA, note="seen"), "retyped", "note"),
        (replace(ZORYA, names=("Zorya", "Zoria")), "retyped", "name"),
        (replace(ZORYA, mentions=frozenset({2})), "retyped", "mentions"),
        (replace(ZORYA, names=("Mezhova",)), "added", ""),
    ],
)
def test_one_edit_of_a_row_is_told_as_its_kind(row: PlaceRow, kind: str, what: str) -> None:
    changes = compare_places(listed(KYIV, ZORYA), listed(row, KYIV))
    assert told(changes) == ({"added": 1, "dropped": 1} if kind == "added" else {kind: 1})
    if what:
        assert [change.what for change in changes.retyped] == [what]


def test_a_row_that_drops_is_told_with_what_it_does() -> None:
    changes = compare_places(listed(ZORYA), listed(ZORYA, replace(KYIV, action="drop", role="")))
    assert changes.text() == "1 added\n+ Kyiv (drop)\n"


def test_a_map_agrees_with_the_list_that_it_was_built_with() -> None:
    places = read_place_list(data_path("places.csv"))
    with_it, without = find_resolutions(TEXT, place_list=places), find_resolutions(TEXT)
    assert not compare_places(places, with_it)
    assert not compare_places(with_it, places)
    changes = compare_places(without, places)
    assert changes
    assert changes == compare_places(places, without).swapped()


@pytest.mark.parametrize("text", [TEXT, "Kyiv denied it. The village of Qwertyove. He left Kyiv."])
def test_a_written_list_agrees_with_the_places_that_it_was_written_of(
    tmp_path: Path, text: str
) -> None:
    drawn = find_resolutions(text)
    write_place_list(drawn, tmp_path / "list.csv")
    places = read_place_list(tmp_path / "list.csv")
    draw_map(drawn, article=Article(text)).save(tmp_path / "map.html")
    assert compare_places(places, read_compared(tmp_path / "map.html")).text() == NOTHING
    assert not compare_places(places, read_place_list(tmp_path / "list.csv"))


@pytest.mark.parametrize(
    ("edit", "kind"),
    [({"lat": "48.5"}, "moved"), ({"kind": "village"}, "retyped"), ({"action": "drop"}, "added")],
)
def test_an_edited_list_differs_from_the_old_map_and_agrees_with_the_new(
    tmp_path: Path, edit: dict[str, str], kind: str
) -> None:
    import csv

    write_place_list(BASE, tmp_path / "list.csv")
    text = (tmp_path / "list.csv").read_text(encoding="utf-8-sig")
    rows = list(csv.DictReader(text.splitlines()))
    edited_rows = [row | edit if row["name"] == "Mezhova" else row for row in rows]
    with (tmp_path / "edited.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(edited_rows)
    old, new = (read_place_list(tmp_path / name) for name in ("list.csv", "edited.csv"))
    told_of_lists = compare_places(old, new)
    assert sum(told(told_of_lists).values()) == 1
    assert told(compare_places(new, BASE)) == {kind: 1}
    assert compare_places(new, find_resolutions(BASE_TEXT, place_list=new)).text() == NOTHING


@pytest.mark.parametrize(
    ("row", "kinds"),
    [
        (PlaceRow("", 0, ("Kyiv",), "drop"), {"added": 1}),
        (PlaceRow("", 0, ("Odesa",), "pin", kind="city"), {"dropped": 1}),
        (PlaceRow("", 0, ("Mezhova",), "add", lat=1.0, lon=1.0), {"moved": 1}),
        (PlaceRow("", 0, ("Mezhova",), "pin", lat=48.0, lon=36.0), {"moved": 1}),
        (PlaceRow("", 0, ("Mezhova",), "pin", kind="village"), {"retyped": 1}),
        (PlaceRow("", 0, ("Mezhova",), "pin", kind="town"), {}),
        (PlaceRow("", 0, ("Mezhova",), "pin", role="government"), {"retyped": 1}),
        (PlaceRow("", 0, ("Kyiv",), "pin", role="literal", mentions=frozenset({2})), {}),
        (PlaceRow("", 0, ("Mezhova",), "pin", role="government", spans=((1, 2),)), {"dropped": 1}),
        (PlaceRow("", 0, ("Pripyat",), "drop"), {}),
    ],
)
def test_a_row_is_compared_with_what_the_map_makes_of_its_name(
    row: PlaceRow, kinds: dict[str, int]
) -> None:
    assert told(compare_places(listed(row), BASE)) == kinds


# Files and the command


def warmap(*arguments: str | Path, cwd: Path) -> tuple[int, str, str]:
    done = subprocess.run(
        [sys.executable, "-c", "from warmap.cli import main; main()", *map(str, arguments)],
        cwd=cwd, capture_output=True, encoding="utf-8", timeout=120, check=False,
    )  # fmt: skip
    return done.returncode, done.stdout, done.stderr


def write_list(path: Path, *rows: PlaceRow) -> None:
    import csv

    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([COLUMNS, *map(cells_of, rows)])


FRAMES = ("csv", "geojson", "gpkg", "parquet", "kml")


@pytest.fixture
def files(tmp_path: Path) -> Path:
    texts = {"a": "Shelling hit the town of Mezhova.", "b": "Shelling hit Kyiv."}
    for name, text in texts.items():
        places = find_places(text)
        draw_map(places, article=Article(text)).save(tmp_path / f"{name}.html")
        for ending in FRAMES:
            write_places(places, tmp_path / f"{name}.{ending}")
    write_list(tmp_path / "list.csv", replace(ZORYA, names=("Mezhova",)))
    write_list(tmp_path / "other.csv", replace(ZORYA, names=("Mezhova",), note="\x1b[2J"))
    return tmp_path


def test_the_forms_of_the_same_places_do_not_differ(files: Path) -> None:
    forms = [read_compared(files / f"a.{ending}") for ending in ("html", *FRAMES)]
    places = find_resolutions("Shelling hit the town of Mezhova.")
    for ending in ("csv", "xlsx", "geojson"):
        write_place_list(places, files / f"written.{ending}")
        forms.append(read_compared(files / f"written.{ending}"))
    for old, new in product(forms, forms):
        assert compare_places(old, new).text() == NOTHING


def test_the_command_ends_with_0_1_or_2(files: Path) -> None:
    assert warmap("diff", "a.html", "a.csv", cwd=files) == (0, "no differences\n", "")
    code, out, err = warmap("diff", "a.html", "b.geojson", cwd=files)
    assert (code, err) == (1, "")
    assert out.splitlines()[0] == "1 added, 1 dropped"
    code, out, err = warmap("diff", "a.html", "list.csv", "--json", cwd=files)
    assert (code, err) == (1, "")
    assert [move["name"] for move in json.loads(out)["moved"]] == ["Mezhova"]
    code, out, _ = warmap("diff", "list.csv", "other.csv", cwd=files)
    assert (code, "\x1b" in out) == (1, False)
    code, out, err = warmap("diff", "a.html", "none.html", cwd=files)
    assert (code, out, len(err.splitlines())) == (2, "", 1)
    assert "none.html: can't be read" in err


def test_data_are_sorted_and_the_same_each_time(files: Path) -> None:
    printed = {warmap("diff", "list.csv", "b.html", "--json", cwd=files)[1] for _ in range(2)}
    assert len(printed) == 1
    data = json.loads(printed.pop())
    assert list(data) == sorted(data)


@pytest.mark.parametrize(
    "name", ["none.html", "none.csv", "none.geojson", "none.xyz", "folder.csv"]
)
def test_what_can_not_be_read_is_one_line(files: Path, name: str) -> None:
    (files / "folder.csv").mkdir()
    with pytest.raises(ValueError, match=name) as raised:
        read_compared(files / name)
    assert "\n" not in str(raised.value)


def test_names_can_not_steer_the_terminal() -> None:
    rows: Sequence[PlaceRow] = [replace(ZORYA, names=("\x1b]0;owned\x07\u202e\nX",))]
    told_of = compare_places(listed(), listed(*rows)).text()
    assert not set(told_of) & {"\x1b", "\x07", "\u202e"}
    assert len(told_of.splitlines()) == 2
