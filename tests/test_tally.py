"""The counts of a corpus against a plain recount, its quotes, and folders that are none."""

from __future__ import annotations

import datetime as dt
import tempfile
from collections import Counter, defaultdict
from dataclasses import fields
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely import Point
from small_corpus import PLACES, Named, Story, found_corpus, lay_corpus

import warmap
from warmap import PlacesError, WarmapError, read_corpus
from warmap.corpus import find_corpus
from warmap.corpus_folder import CorpusFolder
from warmap.corpus_quotes import cut_quote
from warmap.model import ROLES
from warmap.periods import UNITS
from warmap.tally import PlaceTally, Tally

DAYS = ("2024-01-01", "2024-01-07", "2024-01-08", "2024-02-29", "2025-06-08T12:30:00", "")

named = st.builds(
    Named,
    place=st.integers(0, len(PLACES) - 1),
    role=st.sampled_from(ROLES),
    score=st.sampled_from([0.3, 0.599, 0.6, 0.95]),
    status=st.sampled_from(["resolved", "resolved", "resolved", "unresolved", "dropped"]),
)
sentences = st.lists(
    st.tuples(
        st.lists(named, min_size=1, max_size=4).map(tuple),
        st.sampled_from([" were hit.", " lost power again", " — " + "x " * 600 + "."]),
    ),
    max_size=4,
).map(tuple)


@st.composite
def corpora(draw: st.DrawFn) -> list[Story]:
    made: list[Story] = []
    for number in range(draw(st.integers(0, 9))):
        copies = draw(st.integers(-4, number - 1)) if number else -1
        made.append(
            Story(
                sentences=draw(sentences),
                date=draw(st.sampled_from(DAYS)),
                source=draw(st.sampled_from(["", "North Wire", "The Ledger"])),
                copies=max(copies, -1),
                failed=draw(st.integers(0, 9)) == 9,
            )
        )
    return made


def start_of(day: str, unit: str) -> str:
    """The first day of the period that holds a day."""
    date = dt.date.fromisoformat(day[:10])
    if unit == "week":
        return (date - dt.timedelta(days=date.weekday())).isoformat()
    month = {"year": 1, "quarter": (date.month - 1) // 3 * 3 + 1}.get(unit, date.month)
    return date.isoformat() if unit == "day" else date.replace(month=month, day=1).isoformat()


def counted(stories: list[Story], *, count_once: bool) -> list[Story]:
    # A folder in which no copy names anything is one that was written without them.
    copies = [s for s in stories if s.copies >= 0 and not s.failed]
    return [s for s in stories if not s.failed and not (count_once and s in copies)]


def cells_of(tally: Tally) -> dict[tuple[str, str, str, int], int]:
    """(place, period's first day, source, roles) → articles."""
    found = {}
    for entry in tally.places:
        for period, source, mask, articles in entry.cells.tolist():
            start = tally.periods[period] if period >= 0 else ""
            key = (entry.place.id, start, tally.sources[source], mask)
            assert key not in found
            found[key] = articles
    return found


def recount(stories: list[Story], unit: str) -> Counter[tuple[str, str, str, int]]:
    found: Counter[tuple[str, str, str, int]] = Counter()
    for story in stories:
        masks: dict[str, int] = defaultdict(int)
        for names, _ in story.sentences:
            for name in names:
                if name.status == "resolved":
                    masks[PLACES[name.place].id] |= 1 << ROLES.index(name.role)
        start = start_of(story.date, unit) if story.date else ""
        for place, mask in masks.items():
            found[place, start, story.source, mask] += 1
    return found


@settings(max_examples=60)
@given(stories=corpora(), period=st.sampled_from(["", *UNITS]), once=st.booleans())
def test_the_counts_are_those_of_a_plain_recount(
    stories: list[Story], period: str, *, once: bool
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        parts = lay_corpus(Path(folder), stories)
        tally = read_corpus(parts, period=period, count_once=once, quotes_per_place=3)
    mine = counted(stories, count_once=tally.count_once)
    assert tally.count_once >= once
    assert cells_of(tally) == recount(mine, tally.unit)
    check_outcomes(tally, stories, mine)
    check_periods(tally, mine, period)
    for entry in tally.places:
        check_place(entry, mine)
        check_quotes(tally, entry, mine)
    order = [(-entry.articles, entry.place.id) for entry in tally.places]
    assert order == sorted(order)
    names = Counter(
        name
        for story in mine
        for name in {
            PLACES[n.place].name
            for ns, _ in story.sentences
            for n in ns
            if n.status == "unresolved"
        }
    )
    assert tally.unresolved == tuple(sorted(names.items(), key=lambda item: (-item[1], item[0])))


def check_outcomes(tally: Tally, stories: list[Story], mine: list[Story]) -> None:
    assert tally.failed == sum(s.failed for s in stories)
    assert tally.duplicates == sum(s.copies >= 0 and not s.failed for s in stories)
    assert tally.done + tally.failed + tally.duplicates == len(stories)
    assert tally.articles.sum() == len(mine)
    assert tally.undated == tally.articles[:, -1].sum() == sum(not s.date for s in mine)
    by_source = Counter(s.source for s in mine)
    assert dict(zip(tally.sources, tally.articles.sum(axis=1), strict=True)) == by_source
    assert list(tally.sources) == sorted(by_source, key=lambda s: (-by_source[s], s))


def check_periods(tally: Tally, mine: list[Story], period: str) -> None:
    days = sorted(s.date[:10] for s in mine if s.date)
    if not days:
        assert (tally.periods, tally.first_day, tally.last_day) == ((), "", "")
        return
    assert (tally.first_day, tally.last_day) == (days[0], days[-1])
    assert tally.unit == period or (not period and len(tally.periods) <= 120)
    assert tally.periods[0] == start_of(days[0], tally.unit)
    assert tally.periods[-1] == start_of(days[-1], tally.unit)
    first, last = map(dt.date.fromisoformat, (tally.periods[0], days[-1]))
    every = [(first + dt.timedelta(days=k)).isoformat() for k in range((last - first).days + 1)]
    assert list(tally.periods) == list(dict.fromkeys(start_of(d, tally.unit) for d in every))
    starts = Counter(start_of(day, tally.unit) for day in days)
    assert tally.articles[:, :-1].sum(axis=0).tolist() == [starts[p] for p in tally.periods]


def check_place(entry: PlaceTally, mine: list[Story]) -> None:
    scores = [
        [
            n.score
            for names, _ in story.sentences
            for n in names
            if PLACES[n.place].id == entry.place.id and n.status == "resolved"
        ]
        for story in mine
    ]
    assert entry.place in PLACES
    assert entry.articles == entry.cells[:, 3].sum() == sum(map(bool, scores))
    assert entry.mentions == sum(map(len, scores))
    assert entry.unsure == sum(bool(some) and max(some) < 0.6 for some in scores)
    assert entry.cells.tolist() == sorted(entry.cells.tolist())


def check_quotes(tally: Tally, entry: PlaceTally, mine: list[Story]) -> None:
    assert 1 <= len(entry.quotes) <= 3
    assert len({quote.text for quote in entry.quotes}) == len(entry.quotes)
    by_id = {quote.article_id: quote for quote in entry.quotes}
    for id_, quote in by_id.items():
        assert quote.title == f"Title {id_[1:]}"
        assert quote.url == f"https://news.example/{id_[1:]}"
    for quote in entry.quotes:
        assert len(quote.text) <= 1002
        assert quote.spans
        assert {quote.text[start:end] for start, end in quote.spans} == {entry.place.name}
        assert (quote.source, quote.date) in {(s.source, s.date[:10]) for s in mine}
        assert quote.source in tally.sources
        assert quote.reason == "why"


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A corpus in which places were found."""
    return found_corpus(tmp_path_factory.mktemp("found"), 60, per_part=16)


def test_a_corpus_that_was_found_is_counted(found: Path) -> None:
    tally = read_corpus(found, period="month", title="Sixty")
    frame = gpd.read_parquet(found)
    frame = frame[frame["status"] == "resolved"]
    ids = np.where(
        frame["source"] == "natural_earth", "iso:" + frame["source_id"],
        frame["source"] + ":" + frame["source_id"],
    )  # fmt: skip
    assert {p.place.id: p.mentions for p in tally.places} == dict(Counter(ids.tolist()))
    articles = frame.groupby(ids)["article"].nunique().to_dict()
    assert {p.place.id: p.articles for p in tally.places} == articles
    assert (tally.title, tally.done, tally.duplicates, tally.undated) == ("Sixty", 57, 3, 0)
    assert tally.articles.sum() == 60
    once = read_corpus(found, count_once=True)
    assert repr(tally).startswith("<Tally of 60 articles, ")
    assert repr(tally).endswith(f"places, {tally.first_day} to {tally.last_day} by month>")
    assert (once.articles.sum(), once.count_once, tally.count_once) == (57, True, False)
    rows = frame.set_index(ids)
    for entry in tally.places:
        mine = rows.loc[[entry.place.id]]
        assert 1 <= len(entry.quotes) <= 5
        for quote in entry.quotes:
            same = mine[(mine["quote"] == quote.text) & (mine["article_id"] == quote.article_id)]
            names = [quote.text[start:end] for start, end in quote.spans]
            assert names == same["mention"].tolist()
            assert quote.score == same["score"].max()


def test_the_same_corpus_gives_the_same_tally(found: Path) -> None:
    assert told(read_corpus(found)) == told(read_corpus(str(found)))


def test_what_is_thinned_out_on_the_way_changes_nothing(
    found: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = told(read_corpus(found))
    monkeypatch.setattr("warmap.telling_quotes._PILE", 1)
    monkeypatch.setattr("warmap.key_counts._PILE", 1)
    assert told(read_corpus(found)) == before


def test_a_folder_written_without_copies_has_none_to_count(found: Path, tmp_path: Path) -> None:
    find_corpus(
        found.parent / "articles.jsonl", tmp_path / "out.parquet", per_part=16, count_once=True
    )
    tally = read_corpus(tmp_path / "out.parquet")
    assert tally.count_once
    assert tally.articles.sum() == 57
    assert told(tally) == told(read_corpus(found, count_once=True))


def told(tally: Tally) -> str:
    """Everything that it says."""
    values = {f.name: getattr(tally, f.name) for f in fields(tally)}
    cells = [entry.cells.tolist() for entry in tally.places]
    return repr((values, values["articles"].tolist(), cells))


def one(text: str = " was hit overnight.", **kept: Any) -> Story:
    return Story(sentences=(((Named(0),), text),), **kept)


def quotes(folder: Path, stories: list[Story], *, most: int = 5) -> list[Any]:
    tally = read_corpus(lay_corpus(folder, stories), quotes_per_place=most)
    return list(next(p for p in tally.places if p.place == PLACES[0]).quotes)


def test_a_sentence_is_quoted_once_whoever_prints_it(tmp_path: Path) -> None:
    wire = [one(source=s) for s in ("North Wire", "The Ledger", "Steppe Daily")]
    other = one(" lost power for a whole day.", source="Harbour Post")
    texts = [q.text for q in quotes(tmp_path, [*wire, other])]
    assert sorted(texts) == ["Mezhova lost power for a whole day.", "Mezhova was hit overnight."]


def test_a_story_is_quoted_from_one_of_its_copies(tmp_path: Path) -> None:
    first = one(date="2024-01-01", source="North Wire")
    copy = one(" was reportedly hit overnight.", date="2024-03-01", source="The Ledger", copies=0)
    found = quotes(tmp_path, [first, copy])
    assert [(q.article_id, q.source) for q in found] == [("a0", "North Wire")]


def test_quotes_are_spread_over_time_and_sources(tmp_path: Path) -> None:
    days = [dt.date(2024, 1, 1) + dt.timedelta(days=k) for k in range(0, 400, 4)]
    stories = [
        one(f" was hit for the {k}th time.", date=day.isoformat(), source=f"Paper {k % 4}")
        for k, day in enumerate(days)
    ]
    found = quotes(tmp_path, stories, most=4)
    assert len({q.source for q in found}) == 4
    assert len({q.date[:7] for q in found}) == 4
    assert max(q.date for q in found) > "2024-10"
    assert min(q.date for q in found) < "2024-05"


def test_the_most_telling_sentence_comes_first(tmp_path: Path) -> None:
    government = Named(0, role="government", score=0.99)
    tellings = [
        ((Named(0), Named(1), Named(2), Named(5)), " were named among others that were hit."),
        ((government,), " said that it had nothing to say about this."),
        ((Named(0, score=0.4),), " was perhaps hit, or another place of the name."),
        ((Named(0),), " was hit overnight, and its hospital lost power."),
        ((Named(0),), " hit"),
    ]
    stories = [Story(sentences=(telling,), source=str(k)) for k, telling in enumerate(tellings)]
    found = quotes(tmp_path, stories)
    assert [q.source for q in found] == ["3", "0", "4", "2", "1"]
    assert [q.source for q in quotes(tmp_path / "b", stories, most=1)] == ["3"]
    assert quotes(tmp_path / "c", stories, most=0) == []


def test_a_long_quote_is_cut_around_the_place(tmp_path: Path) -> None:
    names = (Named(1), *[Named(5)] * 300, Named(0), *[Named(5)] * 300)
    [quote] = quotes(tmp_path, [Story(sentences=((names, " are a list."),))])
    assert 900 < len(quote.text) < 1003
    assert quote.text[0] == quote.text[-1] == "…"
    assert [quote.text[a:b] for a, b in quote.spans] == ["Mezhova"]


@given(st.text(st.sampled_from("ab \n\0😀<"), max_size=3000), st.data())
def test_a_cut_quote_keeps_its_spans(text: str, data: st.DataObject) -> None:
    points = st.integers(0, len(text))
    ends = data.draw(st.lists(st.tuples(points, points), max_size=5))
    spans = [(min(pair), max(pair)) for pair in ends]
    around = data.draw(points)
    cut, inside = cut_quote(text, spans, around=around)
    assert len(cut) <= 1002
    assert (cut == text) == (len(text) <= 1000)
    texts = [text[start:end] for start, end in spans]
    for start, end in inside:
        assert cut[start:end] in texts
    if any(start == around and end - start < 100 for start, end in spans):
        assert any(cut[a:b] == text[around : around + b - a] for a, b in inside)


def test_rows_moved_by_hand_leave_the_place_where_most_rows_have_it(tmp_path: Path) -> None:
    parts = lay_corpus(tmp_path, [one(), one(), one()], per_part=1)
    for name, lat, score in (("part-000000", 50.5, 1.0), ("part-000002", 48.25, 0.7)):
        path = parts / f"{name}.parquet"
        frame = gpd.read_parquet(path)
        frame.geometry = [Point(36.73, lat)]
        frame.assign(score=score).to_parquet(path, index=False)
    [entry] = read_corpus(parts).places
    assert entry.place == PLACES[0]
    assert entry.articles == 3


def test_a_row_added_by_hand_has_no_span(tmp_path: Path) -> None:
    parts = lay_corpus(tmp_path, [one()])
    path = parts / "part-000000.parquet"
    frame = gpd.read_parquet(path)
    frame.assign(start=-1, end=-1, quote="Added.").to_parquet(path, index=False)
    [quote] = read_corpus(parts).places[0].quotes
    assert (quote.text, quote.spans) == ("Added.", ())
    frame.assign(quote="").to_parquet(path, index=False)
    assert read_corpus(parts).places[0].quotes == ()


def test_many_sources_are_told_as_others(tmp_path: Path) -> None:
    stories = [one(source=f"Paper {k:02d}") for k in range(60)] + [one(source="Paper 59")]
    tally = read_corpus(lay_corpus(tmp_path, stories, per_part=40))
    assert len(tally.sources) == 51
    assert tally.sources[:2] == ("Paper 59", "Paper 00")
    assert (tally.sources[-1], tally.other_sources) == ("", 10)
    assert tally.articles.sum(axis=1).tolist() == [2, *[1] * 49, 10]
    assert tally.places[0].cells[:, [1, 3]].tolist()[-1] == [50, 10]


def test_categories_and_plain_strings_are_read_alike(tmp_path: Path) -> None:
    parts = lay_corpus(tmp_path, [one(date="2024-01-01"), one()])
    before = told(read_corpus(parts))
    path = parts / "part-000000.parquet"
    frame = gpd.read_parquet(path)
    for column in ("source", "quote", "kind", "status"):
        frame[column] = frame[column].astype("category")
    frame.to_parquet(path, index=False)
    assert told(read_corpus(parts)) == before
    frame.to_parquet(path, index=False, row_group_size=1, use_dictionary=False)
    assert told(read_corpus(parts)) == before


def test_dates_far_off_are_no_dates(tmp_path: Path) -> None:
    parts = lay_corpus(tmp_path, [one(date="2024-01-01"), one()])
    path = tmp_path / "articles.parquet"
    table = pq.read_table(path)
    times = pa.array([10**17, 0], pa.int64()).cast(pa.timestamp("ms"))
    pq.write_table(table.set_column(table.column_names.index("date"), "date", times), path)
    tally = read_corpus(parts)
    assert (tally.undated, tally.periods) == (1, ("1970-01-01",))


def test_too_many_periods_are_refused(tmp_path: Path) -> None:
    parts = lay_corpus(tmp_path, [one(date="0001-01-01"), one(date="2024-01-01")])
    assert read_corpus(parts).unit == "year"
    with pytest.raises(WarmapError, match=r"'day': the articles are of 738,886 of them"):
        read_corpus(parts, period="day")


@pytest.fixture
def laid(tmp_path: Path) -> Path:
    return lay_corpus(tmp_path, [one(), one(date="2024-01-01"), one()], per_part=1)


def _without(path: Path, *columns: str) -> None:
    pq.write_table(pq.read_table(path, partitioning=None).drop_columns(list(columns)), path)


def _with(path: Path, column: str, values: list[Any]) -> None:
    table = pq.read_table(path, partitioning=None)
    place = table.column_names.index(column)
    pq.write_table(table.set_column(place, column, pa.array(values)), path)


def _with_all(folder: Path, column: str, values: list[Any]) -> None:
    for path in folder.glob("places.parquet/part-*"):
        _with(path, column, values)


def _cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-200])


PART = "places.parquet/part-000001.parquet"
FAULTS: dict[str, tuple[Any, str]] = {
    "a part cut off": (lambda f: _cut(f / PART), r"part-000001\.parquet: can't be read: .*again"),
    "bytes changed": (
        lambda f: (f / PART).write_bytes(
            (f / PART).read_bytes().replace(b"Mezhova", b"Mezho\xffa")
        ),
        r"part-000001\.parquet: can't be read: ",
    ),
    "a part without a column": (
        lambda f: _without(f / PART, "role"),
        r"part-000001\.parquet: column 'role' is missing; run warmap corpus again",
    ),
    "no parts": (
        lambda f: [p.unlink() for p in (f / "places.parquet").iterdir()],
        r"places\.parquet: no corpus, it has no part-000000\.parquet; give",
    ),
    "a part is missing": (
        lambda f: (f / PART).unlink(),
        r"places\.parquet: part-000001\.parquet is missing; run",
    ),
    "the last part is missing": (
        lambda f: (f / PART.replace("1", "2")).unlink(),
        r"places\.parquet: parts are missing after part-000001\.parquet; run",
    ),
    "no articles": (
        lambda f: (f / "articles.parquet").unlink(),
        r"articles\.parquet: isn't there; it tells what became of each article",
    ),
    "articles damaged": (
        lambda f: _cut(f / "articles.parquet"),
        r"articles\.parquet: can't be read: ",
    ),
    "articles without a column": (
        lambda f: _without(f / "articles.parquet", "date"),
        r"articles\.parquet: column 'date' is missing",
    ),
    "articles with another status": (
        lambda f: _with(f / "articles.parquet", "status", ["done", "\x1b", "done"]),
        r"articles\.parquet: column 'status' has '\\x1b'; it must be one of done, duplicate",
    ),
    "articles in another order": (
        lambda f: _with(f / "articles.parquet", "article", [0, 2, 1]),
        r"articles\.parquet: its articles are not in order",
    ),
    "an article of which nothing is told": (
        lambda f: _with(f / PART, "article", [7]),
        r"part-000001\.parquet: has article 7, of which articles\.parquet doesn't tell",
    ),
    "an article in two parts": (
        lambda f: _with(f / PART, "article", [0]),
        r"part-000001\.parquet: has article 0, as a part before it has",
    ),
    "an unknown role": (
        lambda f: _with(f / PART, "role", ["hero"]),
        r"part-000001\.parquet: column 'role' has 'hero'; it must be one of literal, government",
    ),
    "an unknown kind": (
        lambda f: _with_all(f, "kind", ["x" * 99]),
        r"place geonames:701305: column 'kind' has 'x{40}'; it must be one of country",
    ),
    "a radius without an end": (
        lambda f: _with_all(f, "radius_km", [float("inf")]),
        r"place geonames:701305: column 'radius_km' has inf; it must be 0 or more kilometres",
    ),
    "no point": (
        lambda f: _with_all(f, "geometry", [b"no point"]),
        r"place geonames:701305: column 'geometry' has no point on the globe",
    ),
    "a score that is none": (
        lambda f: _with(f / PART, "score", [float("nan")]),
        r"part-000001\.parquet: column 'score' has values that are no numbers",
    ),
    "a missing number": (
        lambda f: _with(f / PART, "start", pa.array([None], pa.int64()).to_pylist()),
        r"part-000001\.parquet: column 'start' has missing values",
    ),
    "texts where numbers stand": (
        lambda f: _with(f / PART, "score", ["high"]),
        r"part-000001\.parquet: can't be read: ",
    ),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_is_told_in_one_line(fault: str, laid: Path) -> None:
    make, told = FAULTS[fault]
    make(laid.parent)
    with pytest.raises(PlacesError, match=told) as caught:
        read_corpus(laid)
    assert "\n" not in str(caught.value)


def test_what_is_no_folder_of_a_corpus_is_told(tmp_path: Path, found: Path) -> None:
    (tmp_path / "file.parquet").write_bytes(b"")
    (tmp_path / "empty").mkdir()
    for name, told in (
        ("nothing", "no such folder"),
        ("file.parquet", "a file, and a corpus is a folder"),
        ("empty", "no corpus"),
    ):
        with pytest.raises(PlacesError, match=told):
            read_corpus(tmp_path / name)
    (tmp_path / "empty" / "_work").mkdir()
    with pytest.raises(PlacesError, match="unfinished, the run that wrote it was stopped"):
        read_corpus(tmp_path / "empty")
    assert read_corpus(found).places


def test_a_corpus_that_is_being_written_is_refused(found: Path) -> None:
    fcntl = pytest.importorskip("fcntl")
    with (found / "_work" / "lock").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        with pytest.raises(PlacesError, match="a run is writing it; wait"):
            read_corpus(found)


def test_a_corpus_that_changes_while_it_is_read_is_refused(
    laid: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    read = CorpusFolder.details

    def changing(self: CorpusFolder, wanted: Any) -> Any:
        (laid.parent / "articles.parquet").touch()
        return read(self, wanted)

    monkeypatch.setattr(CorpusFolder, "details", changing)
    with pytest.raises(PlacesError, match="was written while it was read"):
        read_corpus(laid)


def test_wrong_arguments_are_told(laid: Path) -> None:
    with pytest.raises(WarmapError, match="period 'fortnight': not one of day, week, month"):
        read_corpus(laid, period="fortnight")
    for wrong in (-1, 101):
        with pytest.raises(WarmapError, match=f"{wrong}: not within 0 to 100"):
            read_corpus(laid, quotes_per_place=wrong)


def test_without_pyarrow_one_line_names_the_extra(
    laid: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import importlib.util

    monkeypatch.setattr(importlib.util, "find_spec", lambda _: None)
    with pytest.raises(WarmapError, match=r"pyarrow.*pip install 'warmap\[corpus\]'"):
        read_corpus(laid)


def test_it_is_public() -> None:
    assert warmap.read_corpus is read_corpus
    assert warmap.Tally is Tally
