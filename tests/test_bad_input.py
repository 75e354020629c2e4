"""Texts that are no news: whatever they hold, spans are exact and nothing fails.

Only lone surrogates are refused: no file can hold them, so that they show a wrong decoding.
"""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from warmap import Article, ArticleError, Mention, draw_map, find_places, resolve_spans
from warmap.article import sentences
from warmap.gazetteer import default_gazetteer
from warmap.mentions import find_mentions
from warmap.places import find_resolutions

LONGEST_QUOTE = 2_000
PIECES = st.sampled_from(
    ["Kyiv", "Київ", "Dnipro", "Zorya", "New York", "KYIV", "KHERSON REGION", "Кyiv", "’s", "'s",
     " ", "  ", ", ", ". ", ".", "\n", "\r\n", "\t", "\u00a0", "\u2028", "\x85", "\x00", "\x1b[2J",
     "\x0c", "\u200d", "\u202e", "\ufeff", "\ufffd", "\U0010ffff", "e\u0301", "\u0301", "🙂",
     "👩\u200d👧", "🇺🇦", "Mar'inka", "Mar’inka", "-", "–", "St. ", "U.S. ", "Calif.", "Mr. ",
     "the village of ", "north of ", " region", " regions", " and ", "in ", "(", ")", "“", "”",
     "ß", "İ", "ŉ", "ǆ", "ﬁ", "Ω", "東京", "مدينة", "<b>", "{{7*7}}", "${x}", "42", ";"]
)  # fmt: skip
CHARACTERS = st.characters(exclude_categories=["Cs"])
TEXTS = st.lists(PIECES | st.text(CHARACTERS, max_size=6), max_size=30).map("".join)
CAPITALS = TEXTS.map(str.upper)


def assert_exact(text: str, mentions: Sequence[Mention]) -> None:
    """Spans lie in the text, give the mention, and don't overlap."""
    edges = [edge for m in mentions for edge in (m.start, m.end)]
    assert edges == sorted(edges)
    assert all(m.start < m.end and text[m.start : m.end] == m.text for m in mentions)


@settings(deadline=None, max_examples=150)
@given(TEXTS | CAPITALS, st.booleans())
def test_every_answer_is_exact_and_the_same_again(text: str, demonyms: bool) -> None:  # noqa: FBT001
    found = find_resolutions(text, demonyms=demonyms)
    assert_exact(text, [answer.mention for answer in found])
    for answer in found:
        quote, at = answer.quote, answer.quote_start
        assert text[at : at + len(quote)] == quote
        assert at <= answer.mention.start
        assert answer.mention.end <= at + len(quote)
        assert 0 <= answer.score <= 1
        assert (answer.status == "resolved") == (answer.candidate is not None)
    assert find_resolutions(text, demonyms=demonyms) == found


@settings(deadline=None, max_examples=40)
@given(TEXTS)
def test_frame_and_page_take_what_was_found(text: str) -> None:
    places = find_places(text)
    for start, end, mention in places[["start", "end", "mention"]].itertuples(index=False):
        assert text[start:end] == mention
    article = Article(text)
    html = draw_map(places, article=article).get_root().render()
    assert html == draw_map(find_places(text), article=article).get_root().render()


@settings(deadline=None, max_examples=100)
@given(st.data(), TEXTS.filter(bool))
def test_given_spans_are_answered_one_by_one(data: st.DataObject, text: str) -> None:
    at = st.integers(0, len(text) - 1)
    pairs = st.tuples(at, at).map(lambda ends: (min(ends), max(ends) + 1))
    spans = data.draw(st.lists(pairs, max_size=6))  # they may overlap, repeat, and cut words
    rows = resolve_spans(text, spans)
    assert list(zip(rows["start"], rows["end"], strict=True)) == spans
    assert rows["mention"].tolist() == [text[start:end] for start, end in spans]


@settings(deadline=None, max_examples=100)
@given(TEXTS, st.lists(st.tuples(st.integers(-9, 99), st.integers(-9, 99)), max_size=6))
def test_a_careless_recogniser_does_no_harm(text: str, spans: list[tuple[int, int]]) -> None:
    class Careless:
        def find(self, text: str, /) -> list[tuple[int, int]]:  # noqa: ARG002
            return spans

    found = find_mentions(text, gazetteer=default_gazetteer(), recognizer=Careless())
    assert_exact(text, found)


@given(st.text(CHARACTERS, max_size=9), st.characters(categories=["Cs"]), TEXTS)
def test_a_lone_surrogate_is_a_clear_error(before: str, half: str, after: str) -> None:
    text = before + half + after
    doors: list[Callable[[], object]] = [
        lambda: find_places(text),
        lambda: find_mentions(text, gazetteer=default_gazetteer()),
        lambda: resolve_spans(text, [(0, 1)]),
        lambda: draw_map([], article=Article("", title=text)),
    ]
    for door in doors:
        with pytest.raises(ArticleError, match=f"character {len(before)} is half of a surrogate"):
            door()


@pytest.mark.parametrize("span", [(-1, 2), (2, 2), (3, 2), (0, 99), (99, 100)])
def test_spans_outside_the_text_are_refused(span: tuple[int, int]) -> None:
    with pytest.raises(ArticleError, match="does not lie in the text of 5 characters"):
        resolve_spans("Kyiv.", [span])


@pytest.mark.parametrize("text", ["", " ", "\n\n", "\x00", "\ufeff", "🙂", "\u0301", ".", "’s"])
def test_nothing_is_found_in_nothing(text: str) -> None:
    assert find_resolutions(text) == []
    assert resolve_spans(text, []).empty


MIXED = {
    "capitals": ("RUSSIA STRUCK KHARKIV AND TROOPS NEAR ODESA", ["RUSSIA", "KHARKIV", "ODESA"]),
    "control characters": ("From Kyiv\x00 to \x1bLviv\x07.", ["Kyiv", "Lviv"]),
    "a combining mark": ("From Kyiv to Le\u0301rida.", ["Kyiv", "Le\u0301rida"]),
    "emoji": ("🇺🇦 Kyiv🙂 and 👩\u200d👧Lviv🙂.", ["Kyiv", "Lviv"]),
    "direction marks": ("From \u202eKyiv\u202c to \u2066Lviv\u2069.", ["Kyiv", "Lviv"]),
    "odd blanks": ("From\u00a0Kyiv\u2003to\u3000Lviv\u2028now.", ["Kyiv", "Lviv"]),
}


@pytest.mark.parametrize(("text", "names"), MIXED.values(), ids=list(MIXED))
def test_names_are_found_among_it(text: str, names: list[str]) -> None:
    found = find_mentions(text, gazetteer=default_gazetteer())
    assert_exact(text, found)
    assert [mention.text for mention in found] == names


LARGE = {
    "no space": "a",
    "no space, capitals": "Kyiv",
    "dots": ".",
    "stops within": "a.",
    "apostrophes": "Mar'",
    "only marks": "\u0301",
    "emoji": "👩\u200d👧",
    "control characters": "\x00",
    "line breaks": "\n",
    "blanks": " ",
    "quotes": '"',
}


@pytest.mark.parametrize("piece", LARGE.values(), ids=list(LARGE))
def test_ten_megabytes_of_one_thing_take_seconds(piece: str) -> None:
    text = (piece * (10_000_000 // len(piece.encode()) + 1)) + "a"
    begun = time.process_time()
    assert find_resolutions(text) == []
    assert all(end - start <= LONGEST_QUOTE for start, end in sentences(text))
    assert time.process_time() - begun < 20


DENSE = {
    "a list": "Kyiv, ",
    "hyphens": "Kyiv-",
    "no stop": "Kyiv and ",
    "capitals": "KYIV AND MOSCOW SAID ON ",
    "sentences": "He left Kyiv for Lviv. ",
    "kind words": "the town of Kyiv, a region ",
    "nested": "Kyiv in ",
    "brackets": "Kyiv (Lviv ",
    "first names": "Jane ",
    "roads": "Old Mill Road ",
}


@pytest.mark.parametrize("piece", DENSE.values(), ids=list(DENSE))
def test_time_grows_with_the_text_alone(piece: str) -> None:
    def seconds(size: int) -> float:
        begun = time.process_time()
        found = find_resolutions(piece * (size // len(piece)))
        taken = time.process_time() - begun
        assert all(len(answer.quote) <= LONGEST_QUOTE + len(piece) for answer in found)
        return taken

    find_resolutions(piece)  # opens the tables
    ratios = []
    for _ in range(3):
        ratios.append(seconds(8_000) / seconds(2_000))
        if ratios[-1] < 7:  # four times the text: 4 is linear, 16 quadratic
            return
    pytest.fail(f"{piece!r}: four times the text takes {min(ratios):.1f} times as long")


def run(*arguments: str | bytes, cwd: Path) -> tuple[int, bytes, str]:
    done = subprocess.run(
        [sys.executable, "-c", "from warmap.cli import main; main()", *arguments],
        cwd=cwd, capture_output=True, timeout=120, check=False,
    )  # fmt: skip
    return done.returncode, done.stdout, done.stderr.decode()


def test_the_command_line_takes_any_text(tmp_path: Path) -> None:
    text = "".join(text + "\n" for text, _ in MIXED.values())
    (tmp_path / "a.txt").write_text(text, encoding="utf-8", newline="")
    code, out, err = run("places", "a.txt", cwd=tmp_path)
    assert (code, err) == (0, "")
    assert run("places", "a.txt", cwd=tmp_path)[1] == out
    code, _, err = run("map", "a.txt", "-o", "a.html", cwd=tmp_path)
    assert (code, err) == (0, "")
    assert (tmp_path / "a.html").stat().st_size > 1000


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("utf-8.txt", b"In Kyiv \xed\xa0\x80.", "no valid UTF-8 (byte 8)"),
        ("utf-16.txt", b"\xff\xfeI\x00n\x00\x00\xd8 \x00", "tried UTF-16"),
    ],
)
def test_a_file_with_half_a_surrogate_pair_is_one_line(
    tmp_path: Path, name: str, data: bytes, words: str
) -> None:
    (tmp_path / name).write_bytes(data)
    for command in ("map", "places"):
        code, out, err = run(command, name, cwd=tmp_path)
        assert (code, out) == (2, b"")
        assert words in err
        assert err.count("\n") == 1


@pytest.mark.skipif(sys.platform == "win32", reason="arguments are no bytes there")
@pytest.mark.parametrize("option", ["--title", "--source", "--home", "--places", "--recognizer"])
def test_an_option_that_is_no_text_is_one_line(tmp_path: Path, option: str) -> None:
    (tmp_path / "a.txt").write_text("In Kyiv.", encoding="utf-8")
    code, out, err = run("map", "a.txt", option, b"spacy:\xff", cwd=tmp_path)
    assert (code, out) == (2, b"")
    assert err.startswith("warmap: ")
    assert err.count("\n") == 1
    assert [path.name for path in tmp_path.iterdir() if path.is_file()] == ["a.txt"]
