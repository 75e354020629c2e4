"""The page of a corpus: what stands in its blocks and body, from Python and the command line."""

from __future__ import annotations

import base64
import hashlib
import json
import os
import re
import subprocess
import sys
import zlib
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from corpus_maker import make_articles, write_corpus
from hypothesis import given
from hypothesis import strategies as st

from warmap import Article, PageError, draw_map, draw_picture, read_corpus
from warmap.corpus import find_corpus
from warmap.corpuspage import corpus_data
from warmap.gazetteer import default_gazetteer
from warmap.model import Candidate
from warmap.packing import CHUNK, packed_counts, packed_quotes, varints
from warmap.signs import keys_of, signs_of
from warmap.tally import PlaceTally, Quote, Tally

Cell = tuple[int, int, int, int]
HOSTILE = (
    "</script><script>alert(1)</script>",
    "${alert(1)} `${x}`",
    "{{ 7*7 }} {% for %} {# c #}",
    "<!-- warmap: places -->",
    "line\u2028end\u2029",
    "\u202eright\u2066 \u200f\x00\x1b[2J",
    "\"><img src=x onerror=alert(1)> & ' <b>",
)


def candidate(number: int = 701305, *, name: str = "Mezhova", lat: float = 48.25) -> Candidate:
    return Candidate(
        "geonames", str(number), name, "", "town", "UA", "UA-12", lat=lat, lon=36.73,
        geonameid=number,
    )  # fmt: skip


def quote(text: str = "Mezhova fell.", span: tuple[int, int] = (0, 7), **said: Any) -> Quote:
    known: dict[str, Any] = {
        "role": "literal", "score": 0.9, "reason": "the only place of that name",
        "article_id": "a1", "title": "Advance", "date": "2025-06-08", "source": "AFP",
        "url": "https://news.example/1",
    }  # fmt: skip
    return Quote(text, (span,), **(known | said))


def place(
    *quotes: Quote,
    cells: list[Cell] | None = None,
    of: Candidate | None = None,
    unsure: int = 0,
    mentions: int = 0,
) -> PlaceTally:
    rows = np.array(cells or [(0, 0, 1, 2)], dtype=np.int64)
    articles = int(rows[:, 3].sum())
    return PlaceTally(of or candidate(), articles, mentions or articles, unsure, rows, quotes)


def tally(*places: PlaceTally, **said: Any) -> Tally:
    known: dict[str, Any] = {
        "unit": "week", "periods": ("2025-06-02", "2025-06-09"), "sources": ("AFP", "Wire"),
        "other_sources": 0, "articles": np.array([[4, 2, 0], [1, 0, 1]], dtype=np.int64),
        "unresolved": (("Nowhere", 3),), "done": 7, "failed": 2, "duplicates": 1, "undated": 1,
        "count_once": False, "first_day": "2025-06-03", "last_day": "2025-06-11", "title": "",
    }  # fmt: skip
    return Tally(places=places, **(known | said))


class Reader(HTMLParser):
    """What a browser without scripts sees, and the script elements."""

    def __init__(self) -> None:
        super().__init__()
        self.scripts: list[tuple[dict[str, str | None], str]] = []
        self.links: list[str] = []
        self.tags: set[str] = set()
        self.text = ""
        self._inside = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self._inside = tag if tag in {"script", "style"} else ""
        told = dict(attrs)
        assert not any(name.startswith("on") or name == "style" for name in told)
        if tag == "script":
            self.scripts.append((told, ""))
        if tag == "a":
            self.links.append(told.get("href") or "")

    def handle_endtag(self, tag: str) -> None:
        self._inside = "" if tag == self._inside else self._inside

    def handle_data(self, data: str) -> None:
        if self._inside == "script":
            told, text = self.scripts[-1]
            self.scripts[-1] = told, text + data
        elif not self._inside:
            self.text += data

    def block(self, name: str) -> str:
        return next(text for told, text in self.scripts if told.get("id") == name)

    @property
    def data(self) -> dict[str, Any]:
        found = json.loads(self.block("warmap-data"))
        return dict(found if isinstance(found, dict) else json.loads(inflated(found)))


def read(page: str) -> Reader:
    reader = Reader()
    reader.feed(page)
    reader.close()
    return reader


def drawn(*places: PlaceTally, lang: str = "en", title: str = "", **said: Any) -> Reader:
    return read(draw_map(tally(*places, **said), lang=lang, title=title).get_root().render())


def inflated(text: str) -> bytes:
    return zlib.decompress(base64.b64decode(text, validate=True))


def numbers(data: bytes) -> list[int]:
    found, value, bits = [], 0, 0
    for byte in data:
        value |= (byte & 127) << bits
        bits += 7
        if byte < 128:
            found.append(value)
            value = bits = 0
    assert not bits
    return found


def cells_in(text: str, *, sources: int) -> list[list[Cell]]:
    """Each place's cells, as the contract of the block says."""
    values = iter(numbers(inflated(text)))
    places: list[list[Cell]] = []
    for count in values:
        key, cells = 0, []
        for _ in range(count):
            key += next(values)
            row, mask = divmod(key, 8)
            period, source = divmod(row, sources)
            cells.append((period - 1, source, mask, next(values)))
        places.append(cells)
    return places


def quotes_in(text: str, *, sources: tuple[str, ...]) -> list[list[Quote]]:
    places = []
    for packed in json.loads(text):
        chunk = json.loads(inflated(packed))
        assert len(chunk["places"]) <= CHUNK
        for rows in chunk["places"]:
            quotes = []
            for sentence, ends, role, score, reason, number in rows:
                title, date, source, url, article = chunk["articles"][number]
                spans = tuple(zip(ends[::2], ends[1::2], strict=True))
                known = sources[source] if isinstance(source, int) else source
                text, told = chunk["sentences"][sentence], (article, title, date, known, url)
                quotes.append(Quote(text, spans, role, score / 1000, reason, *told))
            places.append(quotes)
    return places


@given(st.lists(st.integers(0, 2**62)))
def test_varints_are_read_back(values: list[int]) -> None:
    written = varints(np.array(values, dtype=np.int64))
    assert numbers(written) == values
    assert len(written) == sum(max(1, -(-value.bit_length() // 7)) for value in values)


CELLS = st.dictionaries(
    st.tuples(st.integers(-1, 130), st.integers(0, 50), st.integers(1, 7)),
    st.integers(1, 10**9),
    max_size=6,
)


@given(st.lists(CELLS, max_size=70))
def test_counts_are_unpacked_into_what_was_packed(places: list[dict[Any, int]]) -> None:
    tables = [sorted((*key, count) for key, count in cells.items()) for cells in places]
    packed = [
        PlaceTally(candidate(), 1, 1, 0, np.array(t, dtype=np.int64).reshape(-1, 4), ())
        for t in tables
    ]
    assert cells_in(packed_counts(packed, sources=51), sources=51) == tables


TEXTS = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=30)
QUOTES = st.builds(
    lambda text, source, score: quote(
        text, (0, 1), source=source, score=score / 1000, article_id=f"{source} {text}"[:9].strip()
    ),
    TEXTS,
    st.sampled_from(["AFP", "Wire", "a rare one"]),
    st.integers(0, 1000),
)


@given(st.lists(st.lists(QUOTES, max_size=3), max_size=150))
def test_quotes_are_unpacked_into_what_was_packed(places: list[list[Quote]]) -> None:
    given_ = [place(*quotes) for quotes in places]
    found = quotes_in(packed_quotes(given_, sources=("AFP", "Wire")), sources=("AFP", "Wire"))
    assert [[(q.text, q.spans, q.score, q.source) for q in quotes] for quotes in found] == [
        [(q.text, q.spans, q.score, q.source) for q in quotes] for quotes in places
    ]


def test_sentences_and_articles_of_a_chunk_stand_in_it_once() -> None:
    packed = packed_quotes([place(quote()), place(quote(span=(8, 12)))], sources=("AFP",))
    chunk = json.loads(inflated(json.loads(packed)[0]))
    assert chunk["sentences"] == ["Mezhova fell."]
    assert chunk["articles"] == [["Advance", "2025-06-08", 0, "https://news.example/1", "a1"]]
    assert [row[0][1] for row in chunk["places"]] == [[0, 7], [8, 12]]


def test_reasons_are_in_the_language_of_the_page() -> None:
    said = "the text calls it a village"
    packed = packed_quotes([place(quote(reason=said))], sources=(), lang="uk")
    assert quotes_in(packed, sources=())[0][0].reason == "у тексті це названо так: село"


def test_the_data_are_those_of_the_tally() -> None:
    cells = [(-1, 1, 2, 1), (0, 0, 1, 3), (1, 0, 3, 2)]
    page = drawn(place(quote(), cells=cells, unsure=2, mentions=9))
    assert cells_in(page.block("warmap-counts"), sources=2) == [cells]
    assert quotes_in(page.block("warmap-quotes"), sources=("AFP", "Wire")) == [[quote()]]
    data = page.data
    assert data["corpus"] == {
        "unit": "week",
        "periods": ["2025-06-02", "2025-06-09"],
        "last": "2025-06-11",
        "sources": ["AFP", "Wire"],
        "other": 0,
        "articles": [[4, 2, 0], [1, 0, 1]],
        "mentions": [9],
        "unsure": [2],
        "unresolved": [["Nowhere", 3]],
        "outcomes": {"done": 7, "failed": 2, "duplicates": 1, "undated": 1, "once": False},
    }
    assert [row[1:3] for row in data["places"]] == [["Mezhova", 701305]]
    assert data["article"] == {
        "title": "Places in 8 articles",
        "source": "AFP, Wire",
        "date": "2025-06-03 – 2025-06-11",
        "language": "en",
    }
    assert not {"mentions", "candidates", "rivals"} & {k for k, v in data.items() if v}
    assert "corpus" not in json.dumps(data["places"])


def test_what_can_be_read_without_scripts() -> None:
    said = quote("Officials in Mezhova resigned.", (13, 20), role="government", score=0.5)
    page = drawn(place(said, cells=[(0, 0, 2, 1200)], mentions=3400))
    for words in (
        "8 articles were read.", "2 articles could not be read and are not counted.",
        "1 article is a near copy of another, and counts too.",
        "1 article has no date, and counts only while the whole time is shown.",
        "Dnipropetrovsk Oblast, Ukraine", "1,200", "3,400", "Officials in Mezhova resigned.",
        "AFP · 2025-06-08 · Advance · Named as: its government · undecided (50 %)",
        "What they report is what their source says", "68/262", "GeoNames (geonames.org)",
        "Counted are articles, not mentions",
        "Places in 8 articles, AFP, Wire, 2025-06-03 – 2025-06-11. Map made with warmap",
    ):  # fmt: skip
        assert words in page.text
    assert "https://news.example/1" in page.links
    assert "<!-- " not in page.text


def test_the_page_speaks_ukrainian() -> None:
    istanbul = default_gazetteer().by_id("geonames:745044")
    page = drawn(place(of=istanbul), lang="uk", done=21, duplicates=0, failed=5)
    assert page.data["article"]["title"] == "Місця у 8 статтях"
    assert page.data["places"][0][1] == "Стамбул"
    assert "Прочитано 21 статтю." in page.text
    assert "5 статей не вдалося прочитати, їх не враховано." in page.text


def test_only_the_first_places_stand_in_the_body() -> None:
    places = [place(quote(f"Town {n}."), of=candidate(n, name=f"Town {n}")) for n in range(1200)]
    page = drawn(*places)
    assert "The 1,000 places that most articles name, of 1,200" in page.text
    assert len(re.findall(r"Town \d+town", page.text)) == 1000
    assert len(re.findall(r"Town \d+\.\n", page.text)) == 100
    assert len(page.data["places"]) == 1200
    assert len(quotes_in(page.block("warmap-quotes"), sources=("AFP", "Wire"))) == 1200


def test_an_empty_corpus_has_a_page() -> None:
    page = drawn(
        articles=np.zeros((0, 1), dtype=np.int64), sources=(), periods=(), first_day="",
        last_day="", done=0, failed=0, duplicates=0, undated=0, unresolved=(),
    )  # fmt: skip
    assert "0 articles were read." in page.text
    assert page.data["view"] == [22.1, 44.3, 40.3, 52.4]
    assert cells_in(page.block("warmap-counts"), sources=0) == []


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_texts_stay_texts(text: str) -> None:
    plain = drawn(place(quote()))
    said = quote(
        text, (0, 1), title=text, source=text, date=text, reason=text, article_id=text,
        url="javascript:alert(1)//https://a.example",
    )  # fmt: skip
    page = drawn(
        place(said, of=candidate(name=text)), title=text, sources=(text, "Wire"),
        unresolved=((text, 1),),
    )  # fmt: skip
    assert page.tags == plain.tags | ({"span"} if re.search("[\u202e\u2066\x00]", text) else set())
    assert [told for told, _ in page.scripts] == [told for told, _ in plain.scripts]
    assert not any("javascript" in link for link in page.links)
    found = quotes_in(page.block("warmap-quotes"), sources=(text, "Wire"))[0][0]
    assert (found.text, found.url) == (text, "")
    assert page.data["article"]["title"] == text
    assert page.data["places"][0][1] == text
    visible = re.sub("[\u202e\u2066\u200f\x00\x1b]", "", text)
    if visible == text:
        assert page.text.count(text.strip()) >= 5


def test_halves_of_surrogate_pairs_do_not_stop_the_page() -> None:
    page = drawn(place(quote("a\ud800b.", (2, 3), title="\udfff", article_id="\ud800")))
    found = quotes_in(page.block("warmap-quotes"), sources=("AFP", "Wire"))[0][0]
    assert (found.text, found.spans) == ("a?b.", ((2, 3),))


def test_the_policy_lets_only_the_page_itself_work() -> None:
    page = draw_map(tally(place(quote()))).get_root().render()
    policy = re.search(r'Content-Security-Policy" content="([^"]+)"', page)
    assert policy
    assert policy[1].startswith("default-src 'none'; script-src 'sha256-")
    assert "unsafe" not in policy[1]
    for told, text in read(page).scripts:
        digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
        is_data = told.get("type") in {"application/json", "text/plain"}
        assert (f"'sha256-{digest}'" in policy[1]) != is_data


def test_an_online_background_is_asked_for_by_name_alone() -> None:
    plain = draw_map(tally(place(quote()))).get_root().render()
    page = draw_map(tally(place(quote())), tiles="https://tile.example/{z}/{x}/{y}.png")
    html = page.get_root().render()
    assert "connect-src https://tile.example;" in html
    assert "connect-src" not in plain
    assert "tiles" in read(html).data
    assert "tiles" not in read(plain).data["words"]


def test_the_first_view_is_where_most_articles_are() -> None:
    near = [
        place(of=candidate(n, lat=47 + n / 100), cells=[(0, 0, 1, 50)], mentions=1)
        for n in range(100)
    ]
    kharkiv, tokyo = (candidate(n, name="Far", lat=lat) for n, lat in ((998, 69.0), (999, -35.0)))
    data = corpus_data(tally(*near, place(of=kharkiv), place(of=tokyo)))
    _, south, _, north = data["view"]
    assert 46 < south < 47.1
    assert 47.9 < north < 49
    assert data["limits"][1] < -35 < 69 < data["limits"][3]


def test_a_corpus_takes_nothing_of_articles() -> None:
    counted = tally(place())
    for beside in ({"article": Article("To Kyiv.")}, {"quotes_only": True}):
        with pytest.raises(PageError, match=r"^\w+=: a corpus has its own articles and quotes"):
            draw_map(counted, **beside)
    with pytest.raises(PageError, match=r"^article=: a corpus has its own"):
        draw_picture(counted, article=[Article("To Kyiv.")])


def test_a_map_of_a_corpus_is_told_in_a_notebook() -> None:
    made = draw_map(tally(place(quote())))
    assert repr(made) == "<ArticleMap 'Places in 8 articles': 1 place>"
    assert "srcdoc=" in made._repr_html_()


def test_the_dots_of_a_picture_compare_as_the_articles_do() -> None:
    many = place(of=candidate(1), cells=[(0, 0, 1, 400)])
    few = place(of=candidate(2), cells=[(0, 0, 2, 100)], unsure=100)
    first, second = signs_of(corpus_data(tally(many, few)))
    assert (first.count, first.form, first.unsure) == (400, "literal", False)
    assert (second.count, second.form, second.unsure) == (100, "government", True)
    assert first.radius == pytest.approx(2 * second.radius)
    assert not second.in_crowd
    one = place(of=replace(candidate(3), radius_km=9.0, precision="raion"), cells=[(0, 0, 1, 1)])
    data = corpus_data(tally(many, one))
    signs = signs_of(data)
    assert [sign.in_crowd for sign in signs] == [False, True]
    assert "radius" not in {key.mark for key in keys_of(data, signs)}
    texts = [text.get_text() for text in draw_picture(tally(many, few)).axes[0].texts]
    assert {"Places in 8 articles", "Articles", "400"} <= set(texts)


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("corpus")
    write_corpus(folder / "in.parquet", make_articles(30))
    (folder / "out").mkdir()
    find_corpus(folder / "in.parquet", folder / "out" / "places.parquet", per_part=10)
    return folder / "out" / "places.parquet"


def warmap(*arguments: str, capsys: pytest.CaptureFixture[str]) -> tuple[int, str, str]:
    from warmap.cli import main

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("sys.argv", ["warmap", *arguments])
        with pytest.raises(SystemExit) as ended:
            main()
    said = capsys.readouterr()
    return int(ended.value.code or 0), said.out, said.err


def test_python_and_the_command_line_give_the_same_bytes_in_every_process(
    corpus: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    draw_map(read_corpus(corpus)).save(tmp_path / "python.html")
    code, out, err = warmap("map", str(corpus), "-o", str(tmp_path / "a.html"), capsys=capsys)
    assert (code, err) == (0, "")
    assert out.splitlines()[0].split() == ["name", "kind", "in", "articles"]
    assert out.splitlines()[-1] == str(tmp_path / "a.html")
    command = [sys.executable, "-c", "from warmap.cli import main; main()", "map", str(corpus)]
    subprocess.run(
        [*command, "-o", str(tmp_path / "b.html")],
        env=os.environ | {"PYTHONHASHSEED": "7"}, check=True, capture_output=True, timeout=120,
    )  # fmt: skip
    pages = {(tmp_path / f"{name}.html").read_bytes() for name in ("python", "a", "b")}
    assert len(pages) == 1
    page = read(pages.pop().decode())
    assert page.data["article"]["title"] == "Places in 30 articles"
    counted = read_corpus(corpus)
    found = cells_in(page.block("warmap-counts"), sources=len(counted.sources))
    assert [sum(cell[3] for cell in cells) for cells in found] == [
        place.articles for place in counted.places
    ]


def test_options_of_a_corpus(
    corpus: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    made = tmp_path / "map.html"
    options = ("--quotes-per-place", "0", "--period", "month", "--count-once", "--title", "<Ours>")
    code, _, err = warmap("map", str(corpus), "-o", str(made), *options, capsys=capsys)
    assert (code, err) == (0, "")
    page = read(made.read_text(encoding="utf-8"))
    assert (page.data["corpus"]["unit"], page.data["article"]["title"]) == ("month", "<Ours>")
    assert page.data["corpus"]["outcomes"]["once"] is True
    assert not any(quotes_in(page.block("warmap-quotes"), sources=("",) * 9))


def test_a_large_page_is_told(
    corpus: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("warmap.cli_tally._LARGE", 100_000)
    made = tmp_path / "map.html"
    code, _, err = warmap("map", str(corpus), "-o", str(made), capsys=capsys)
    assert (code, len(err.splitlines())) == (0, 1)
    assert "fewer --quotes-per-place make it smaller" in err
    options = ("--quotes-per-place", "0")
    assert warmap("map", str(corpus), "-o", str(made), *options, capsys=capsys)[2] == ""


def test_a_picture_of_a_corpus(
    corpus: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, _, err = warmap("map", str(corpus), "-o", str(tmp_path / "m.png"), capsys=capsys)
    assert (code, err) == (0, "")
    assert (tmp_path / "m.png").read_bytes().startswith(b"\x89PNG")


@pytest.mark.parametrize(
    "options",
    [
        ["--places", "mine.csv"], ["--strict"], ["--source", "AFP"], ["--date", "2025-06-08"],
        ["--quotes-only"], ["--home", "Kyiv"], ["--demonyms"], ["--threshold", "0.5"],
        ["--online", "nominatim"], ["--offline"], ["--recognizer", "spacy:x"],
        ["--gazetteer", "mine.csv"],
    ],
    ids=lambda options: options[0],
)  # fmt: skip
def test_what_a_corpus_has_no_use_for_is_refused(
    corpus: Path, tmp_path: Path, options: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    made = tmp_path / "map.html"
    code, out, err = warmap("map", str(corpus), "-o", str(made), *options, capsys=capsys)
    assert (code, out, len(err.splitlines())) == (2, "", 1)
    assert f"{options[0]}: {corpus} has its places already; leave it out" in err
    assert not made.exists()


@pytest.mark.parametrize(
    ("options", "fault"),
    [
        (["--quotes-per-place", "-1"], "--quotes-per-place -1: not within 0 to 100"),
        (["--period", "fortnight"], "period 'fortnight': not one of day, week"),
        (["second.txt"], "a corpus stands by itself; map it alone"),
        (["--lang", "fr"], "lang 'fr': the page has no words in that language"),
    ],
)
def test_what_cannot_be_done_is_told_in_a_line(
    corpus: Path, tmp_path: Path, options: list[str], fault: str,
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    made = tmp_path / "map.html"
    code, out, err = warmap("map", str(corpus), *options, "-o", str(made), capsys=capsys)
    assert (code, out, len(err.splitlines())) == (2, "", 1)
    assert fault in err
    assert not made.exists()


@pytest.mark.parametrize(
    "options", [["--quotes-per-place", "3"], ["--quotes-per-place", "0"], ["--count-once"]]
)
def test_what_only_a_corpus_has_is_refused_of_articles(
    tmp_path: Path, options: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    article, made = tmp_path / "a.txt", tmp_path / "map.html"
    article.write_text("To Kyiv.", encoding="utf-8")
    code, out, err = warmap("map", str(article), "-o", str(made), *options, capsys=capsys)
    assert (code, out, len(err.splitlines())) == (2, "", 1)
    assert f"{options[0]}: says it of a corpus, and none is given" in err
    assert not made.exists()


def test_a_folder_that_is_no_corpus_is_no_article_either(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "texts").mkdir()
    (tmp_path / "empty.parquet").mkdir()
    for name in ("texts", "empty.parquet"):
        made = tmp_path / "map.html"
        code, _, err = warmap("map", str(tmp_path / name), "-o", str(made), capsys=capsys)
        assert (code, len(err.splitlines())) == (2, 1)
        assert name in err
