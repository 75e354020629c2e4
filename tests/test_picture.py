"""Pictures of the map: their formats, what stands on them, and that labels keep apart."""

from __future__ import annotations

import importlib.util
import sys
from itertools import combinations
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from matplotlib import image
from matplotlib.colors import to_rgb

from warmap import Article, OutputError, PageError
from warmap.bundled import data_path
from warmap.cli import main
from warmap.model import Candidate, Mention, Resolution
from warmap.picture import draw_picture, save_picture
from warmap.placement import Label, place_labels
from warmap.places import find_resolutions
from warmap.projection import Box, frame_of
from warmap.signs import COLOURS

TEXT = data_path("articles/afp-2025-06-08.txt").read_text(encoding="utf-8")
ARTICLE = Article(TEXT, title="Russian advance", source="AFP", date="2025-06-08")
MAGIC = {".png": b"\x89PNG\r\n", ".svg": b"<?xml", ".pdf": b"%PDF-"}
HOSTILE = (
    r"$\frac{1}{0}$ 100 % _^{} <b>&amp;" + " \u202e\0\x1b[31m \u05e9\u05dc\u05d5\u05dd 東 {x} ${y}"
)


def texts(
    found: list[Resolution], article: Article | None = ARTICLE, lang: str = "en"
) -> list[str]:
    figure = draw_picture(found, article=article, lang=lang)
    return [text.get_text() for text in figure.axes[0].texts]


def village(number: int) -> Candidate:
    return Candidate(
        source="own",
        source_id=str(number),
        name=f"Place {number}",
        local_name="",
        kind="village",
        country="UA",
        admin1="",
        lat=47 + number % 40 / 20,
        lon=33 + number // 40 / 12,
    )


def many(count: int) -> list[Resolution]:
    return [
        Resolution(
            Mention(n * 10, n * 10 + 8, f"Place {n}"),
            quote="",
            quote_start=-1,
            candidate=village(n),
            score=0.9,
            status="resolved",
        )
        for n in range(count)
    ]


@pytest.mark.parametrize("ending", MAGIC)
def test_each_format_is_what_it_says_and_equal_in_every_build(ending: str, tmp_path: Path) -> None:
    found = find_resolutions(TEXT)
    for name in ("a", "b"):
        save_picture(tmp_path / f"{name}{ending}", found, article=ARTICLE)
    first = (tmp_path / f"a{ending}").read_bytes()
    assert first.startswith(MAGIC[ending])
    assert first == (tmp_path / f"b{ending}").read_bytes()


def test_the_picture_tells_title_source_boundaries_and_credits() -> None:
    said = " ".join(texts(find_resolutions(TEXT)))
    for words in ("Russian advance", "AFP, 2025-06-08", "68/262", "GeoNames", "km", "Legend"):
        assert words in said


def test_each_place_is_listed_with_its_number_and_mentions() -> None:
    found = find_resolutions("Mezhova fell silent. The town of Mezhova lies in Ukraine.")
    said = texts(found, None)
    assert said.index("Mezhova") > said.index("1")
    assert {"Ukraine", "country", "Mezhova", "2"} <= set(said)


def test_places_out_of_view_are_in_the_overview() -> None:
    said = texts(find_resolutions(TEXT))
    assert "Farther away" in said
    # Once in the list, once in the overview.
    assert said.count("Istanbul") == 2
    assert "Farther away" not in texts(find_resolutions("The town of Mezhova."), None)


def test_the_overview_has_land_also_where_the_map_does_not_go(tmp_path: Path) -> None:
    article = Article("Gainesville in Georgia is dark. Hall County is, too. Russia said so.")
    save_picture(tmp_path / "map.png", find_resolutions(article.text), article=article)
    picture = image.imread(tmp_path / "map.png")
    high, wide = picture.shape[:2]
    inset = picture[int(0.12 * high) : int(0.33 * high), int(0.04 * wide) : int(0.2 * wide), :3]
    land, sea = (
        np.mean(np.abs(inset - to_rgb(COLOURS[key])).max(axis=2) < 0.02)
        for key in ("neighbour", "sea")
    )
    assert 0.15 < land < 0.6
    assert 0.3 < sea < 0.8


def test_an_undecided_place_is_asked_for() -> None:
    said = texts(find_resolutions("The village of Zorya lies in Ukraine's Donetsk region."), None)
    assert "Zoria ?" in said
    assert "undecided" in said


def test_ukrainian_words() -> None:
    said = texts(find_resolutions("The town of Mezhova."), None, lang="uk")
    assert {"Межова", "Умовні позначення"} <= set(said)


def test_the_list_leaves_the_country_out_before_the_region() -> None:
    said = texts(find_resolutions("The city of Dnipro."), None, lang="uk")
    assert "велике місто · Дніпропетровська область" in said
    said = texts(find_resolutions("The town of Mezhova."), None, lang="uk")
    assert "місто · Дніпропетровська область, Україна" in said


def test_without_places_the_picture_says_so() -> None:
    assert "No places were found in this article." in texts([])


def test_hostile_texts_are_set_as_they_are(tmp_path: Path) -> None:
    article = Article(f"{HOSTILE} The town of Mezhova.", title=HOSTILE * 50, source=HOSTILE)
    found = find_resolutions(article.text)
    for ending in MAGIC:
        save_picture(tmp_path / f"a{ending}", found, article=article)
    said = " ".join(texts(found, article))
    assert r"$\frac{1}{0}$ 100 %" in said
    assert not {"\0", "\u202e", "\x1b"} & set(said)


def test_a_huge_title_takes_two_lines() -> None:
    article = Article("x", title="Word " * 5000)
    said = texts([], article)
    assert said[1].endswith("…")
    assert not said[2].startswith("Word")


def test_of_very_many_places_the_list_counts_those_without_room() -> None:
    said = texts(many(2000), None)
    more = next(words for words in said if words.startswith("and "))
    listed = [words for words in said if words == "village" or words.startswith("village ·")]
    assert int(more.split()[1]) + len(listed) == 2000


def test_the_whole_earth_is_drawn_too() -> None:
    # Lakes and enclaves: countries with several holes.
    found = find_resolutions("He flew from Kyiv to Tokyo, Sydney, Pretoria, Washington and Lima.")
    said = texts(found, None)
    assert {"Tokyo", "Sydney", "Lima"} <= set(said)


def test_another_ending_and_a_missing_folder_are_refused(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match=r"a picture is \.png, \.svg or \.pdf"):
        save_picture("map.gif", [])
    with pytest.raises(OutputError, match="no such folder"):
        save_picture(tmp_path / "none" / "map.png", [])


def test_without_matplotlib_the_extra_is_named(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    find_spec = importlib.util.find_spec
    monkeypatch.setattr(
        importlib.util, "find_spec", lambda name: None if name == "matplotlib" else find_spec(name)
    )
    with pytest.raises(PageError, match=r"warmap\[picture\]"):
        draw_picture([])
    monkeypatch.setattr(sys, "argv", ["warmap", "map", "-o", str(tmp_path / "map.png")])
    with pytest.raises(SystemExit) as ended:
        main()
    assert ended.value.code == 2
    assert "pip install 'warmap[picture]'" in capsys.readouterr().err
    assert not list(tmp_path.iterdir())


def test_the_command_writes_a_picture(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    target = tmp_path / "map.SVG"
    monkeypatch.setattr(sys, "argv", ["warmap", "map", "-o", str(target)])
    with pytest.raises(SystemExit) as ended:
        main()
    assert not ended.value.code
    assert target.read_bytes().startswith(MAGIC[".svg"])
    assert capsys.readouterr().out.endswith(f"{target}\n")


COORDINATE = st.floats(0, 300, allow_nan=False)
LABELS = st.lists(
    st.builds(
        Label,
        st.lists(st.tuples(COORDINATE, COORDINATE), min_size=1, max_size=3),
        st.lists(st.tuples(st.floats(4, 90), st.floats(4, 20)), min_size=1, max_size=2),
        st.floats(0, 8),
        st.booleans(),
    ),
    max_size=30,
)
BOXES = st.lists(
    st.tuples(COORDINATE, COORDINATE).map(lambda at: (at[0], at[1], at[0] + 9, at[1] + 9)),
    max_size=10,
)


def apart(one: Box, other: Box) -> bool:
    return one[2] <= other[0] or other[2] <= one[0] or one[3] <= other[1] or other[3] <= one[1]


@given(LABELS, BOXES)
def test_labels_keep_apart_from_each_other_from_marks_and_from_the_edge(
    labels: list[Label], taken: list[Box]
) -> None:
    found = place_labels(labels, within=(0, 0, 300, 300), taken=taken)
    placed = [each[1] for each in found if each]
    assert all(apart(one, other) for one, other in combinations(placed, 2))
    assert all(apart(one, other) for one in placed for other in taken)
    for number, label in enumerate(labels):
        if found[number] and label.dotted and label.reach:
            x, y = label.anchors[0]
            dot = (x - label.reach, y - label.reach, x + label.reach, y + label.reach)
            others = [each[1] for at, each in enumerate(found) if each and at != number]
            assert all(apart(dot, other) for other in [*others, *taken])
    assert all(box[0] >= 0 and box[1] >= 0 and box[2] <= 300 and box[3] <= 300 for box in placed)


def test_a_label_rather_stands_elsewhere_than_on_the_dot_of_another() -> None:
    area = Label([(50, 50), (50, 80)], [(40, 10)])
    town = Label([(45, 50)], [(20, 8)], reach=3, dotted=True)
    alone = Label([(50, 50)], [(40, 10)])
    within = (0, 0, 100, 100)
    assert place_labels([area, town], within=within)[0] == (0, (30, 75, 70, 85))
    assert place_labels([area], within=within)[0] == (0, (30, 45, 70, 55))
    first, second = place_labels([alone, town], within=within)
    assert first == (0, (30, 45, 70, 55))
    assert second is None, "its dot is covered, so that its name would name nothing"


@given(st.floats(-170, 150), st.floats(-80, 60), st.floats(0.5, 20), st.floats(0.5, 20))
def test_a_frame_holds_the_window_that_it_was_made_for(
    west: float, south: float, wide: float, high: float
) -> None:
    window = (west, south, west + wide, south + high)
    frame = frame_of(window, box=(10, 10, 500, 400), margin=5)
    seen = frame.window()
    assert seen[0] <= window[0] + 1
    assert seen[2] >= window[2] - 1
    for lon, lat in ((west, south), (west + wide, south + high), (west + wide, south)):
        assert frame.holds((lon, lat), inside=4)
