"""The tables of a corpus against a plain recount, and the command that writes them."""

from __future__ import annotations

import csv
import io
import itertools
import math
import tempfile
from collections import Counter, defaultdict
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from small_corpus import PLACES, Named, Story, found_corpus, lay_corpus
from typer.testing import CliRunner

import warmap
from warmap import OutputError, WarmapError, pairs, read_corpus, summarize
from warmap.cli import app
from warmap.corpus import find_corpus
from warmap.model import ROLES
from warmap.pairs import count_pairs
from warmap.summary import summary_csv

DAYS = ("2024-01-01", "2024-01-07", "2024-01-08", "2024-02-29", "2024-02-29T12:30:00", "")
PLACE = ["id", "name", "local_name", "kind", "country", "admin1", "lat", "lon"]

names = st.builds(
    Named,
    place=st.integers(0, len(PLACES) - 1),
    role=st.sampled_from(ROLES),
    status=st.sampled_from(["resolved", "resolved", "unresolved"]),
)
stories = st.lists(
    st.builds(
        Story,
        sentences=st.lists(
            st.tuples(st.lists(names, min_size=1, max_size=3).map(tuple), st.just(" were hit.")),
            max_size=3,
        ).map(tuple),
        date=st.sampled_from(DAYS),
        source=st.sampled_from(["", "North Wire"]),
        copies=st.sampled_from([-1, -1, 0]),
    ),
    max_size=9,
).map(lambda made: [Story(made[0].sentences, made[0].date), *made[1:]] if made else made)


def summary_of(made: list[Story], **options: Any) -> pd.DataFrame:
    with tempfile.TemporaryDirectory() as folder:
        return summarize(lay_corpus(Path(folder), made), **options)


def named_in(story: Story) -> dict[str, list[Named]]:
    found: dict[str, list[Named]] = defaultdict(list)
    for named, _ in story.sentences:
        for name in named:
            if name.status == "resolved":
                found[PLACES[name.place].id].append(name)
    return found


def counted(made: list[Story], *, once: bool) -> list[Story]:
    return [story for story in made if not (once and story.copies >= 0)]


@settings(max_examples=40)
@given(made=stories, once=st.booleans(), least=st.integers(1, 3))
def test_places_by_period_are_those_of_a_plain_recount(
    made: list[Story], *, once: bool, least: int
) -> None:
    table = summary_of(made, period="month", count_once=once, least=least)
    wanted: dict[tuple[str, str], list[list[Named]]] = defaultdict(list)
    for story in counted(made, once=once):
        for place, mentions in named_in(story).items():
            wanted[story.date[:7] and f"{story.date[:7]}-01", place].append(mentions)
    articles = Counter[str]()
    for (_, place), some in wanted.items():
        articles[place] += len(some)
    rows = {}
    for row in table.to_dict("records"):
        rows[row["period"], row["id"]] = (
            row["articles"], row["mentions"], *(row[role] for role in ROLES)
        )  # fmt: skip
    assert len(rows) == len(table)
    assert rows == {
        key: (
            len(some),
            sum(map(len, some)),
            *(sum(any(n.role == role for n in mentions) for mentions in some) for role in ROLES),
        )
        for key, some in wanted.items()
        if articles[key[1]] >= least
    }
    order = [(p == "", p, -a, i) for p, a, i in table[["period", "articles", "id"]].to_numpy()]
    assert order == sorted(order)


@settings(max_examples=40)
@given(made=stories)
def test_places_that_are_new_are_really_absent_before(made: list[Story]) -> None:
    table = summary_of(made, of="new", period="month")
    months: dict[str, list[tuple[str, int]]] = defaultdict(list)
    for number, story in enumerate(made):
        for place in named_in(story):
            if story.date:
                months[place].append((story.date, number))
    begin = min((s.date[:7] for s in made if s.date), default="")
    wanted = {
        place: min(some, key=lambda when: (pd.Timestamp(when[0]), when[1]))
        for place, some in months.items()
        if min(some)[0][:7] > begin
    }
    assert set(table["id"]) == set(wanted)
    assert len(table) == len(wanted)
    for row in table.to_dict("records"):
        date, number = wanted[row["id"]]
        assert row["period"] == f"{date[:7]}-01"
        assert (row["article_id"], row["date"]) == (f"a{number}", date[:10])
        assert (row["source"], row["title"]) == (made[number].source, f"Title {number}")
        assert row["quote"].endswith(" were hit.")
        assert row["name"] in row["quote"]
        assert row["articles"] == sum(row["id"] in named_in(story) for story in made)


def holds(one: str, other: str) -> bool:
    places = {place.id: place for place in PLACES}
    a, b = places[one], places[other]
    return (a.kind == "country" and a.country == b.country) or (
        a.kind == "region" and a.admin1 == b.admin1
    )


@settings(max_examples=40)
@given(made=stories, once=st.booleans(), least=st.integers(1, 2))
def test_pairs_are_those_of_a_plain_recount(made: list[Story], *, once: bool, least: int) -> None:
    table = summary_of(made, of="pairs", count_once=once, least=least)
    mine = counted(made, once=once)
    each = Counter(place for story in mine for place in named_in(story))
    both = Counter(
        pair
        for story in mine
        for pair in itertools.combinations(sorted(named_in(story)), 2)
        if not (holds(*pair) or holds(*pair[::-1]))
    )
    assert len(table) == sum(count >= least for count in both.values())
    for row in table.to_dict("records"):
        a, b = row["id_a"], row["id_b"]
        count = both[min(a, b), max(a, b)]
        assert count >= least
        assert (row["articles_a"], row["articles_b"], row["articles"]) == (each[a], each[b], count)
        assert (-each[a], a) < (-each[b], b)
        assert row["share"] == round(count / each[b], 4)
        p = count / len(mine)
        npmi = 1 if p == 1 else math.log(p * len(mine) ** 2 / (each[a] * each[b])) / -math.log(p)
        assert row["npmi"] == pytest.approx(npmi, abs=1e-4)
        assert -1 <= row["npmi"] <= 1


@given(
    st.lists(st.sets(st.integers(0, 12), max_size=8), max_size=12),
    st.integers(1, 3),
    st.sampled_from([1, 3, 10, 1 << 22]),
)
def test_pairs_are_the_same_however_few_are_counted_at_once(
    made: list[set[int]], least: int, at_once: int
) -> None:
    articles = np.array([k for k, some in enumerate(made) for _ in some], np.int32)
    places = np.array([place * 9000 for some in made for place in sorted(some)], np.int32)
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(pairs, "_AT_ONCE", at_once)
        columns = count_pairs(articles, places, least=least)
    wanted = Counter(
        (a * 9000, b * 9000) for some in made for a, b in itertools.combinations(sorted(some), 2)
    )
    kept = sorted((a, b, n) for (a, b), n in wanted.items() if n >= least)
    assert list(zip(*(some.tolist() for some in columns), strict=True)) == kept


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A corpus in which places were found."""
    return found_corpus(tmp_path_factory.mktemp("found"), 80, per_part=30)


def test_the_tables_add_up_to_the_tally(found: Path) -> None:
    tally = read_corpus(found, quotes_per_place=0)
    table = summarize(found)
    assert list(table.columns) == ["period", *PLACE, "articles", "mentions", *ROLES]
    sums = table.groupby("id")[["articles", "mentions"]].sum()
    for entry in tally.places:
        assert tuple(sums.loc[entry.place.id]) == (entry.articles, entry.mentions)
    new = summarize(found, of="new")
    later = set(table["id"]) - set(table["id"][table["period"] == tally.periods[0]])
    assert set(new["id"]) == later
    firsts = table.groupby("id")["period"].min()
    assert (new["period"].to_numpy() == firsts[new["id"]].to_numpy()).all()


def test_a_place_and_its_raion_are_no_pair(found: Path, tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text(
        '{"text": "Shelling hit Mezhova in Synelnykove Raion. Poland and Mezhova are partners."}\n'
        * 2,
        encoding="utf-8",
    )
    find_corpus(tmp_path / "a.jsonl", tmp_path / "out.parquet")
    table = summarize(tmp_path / "out.parquet", of="pairs")
    assert {"Synelnykove Raion", "Mezhova", "Poland"} == {*table["name_a"], *table["name_b"]}
    assert len(table) == 2
    assert set(table["share"]) == {1.0}
    assert set(table["npmi"]) == {1.0}
    assert len(summarize(found, of="pairs")) > 100


def run(*words: str) -> Any:
    return CliRunner().invoke(app, ["summary", *words])


def test_the_command_prints_csv(found: Path) -> None:
    for of in ("places", "new", "pairs"):
        done = run(str(found), "--of", of, "--least", "3")
        assert done.exit_code == 0, done.output
        rows = list(csv.DictReader(io.StringIO(done.stdout)))
        table = summarize(found, of=of, least=3)
        assert len(rows) == len(table) > 0
        assert list(rows[0]) == list(table.columns)
        read = pd.read_csv(io.StringIO(done.stdout), keep_default_na=False)
        for column in ("articles", "lat", "npmi"):
            if column in table:
                assert read[column].tolist() == table[column].tolist()


def test_the_command_writes_a_file_for_spreadsheets(found: Path, tmp_path: Path) -> None:
    out = tmp_path / "places.csv"
    done = run(str(found), "-o", str(out), "--period", "quarter", "--count-once")
    assert done.exit_code == 0, done.output
    assert done.stdout == f"{out}\n"
    text = out.read_bytes()
    assert text.startswith("\ufeffperiod,id,".encode())
    table = summarize(found, period="quarter", count_once=True)
    assert text.decode("utf-8-sig") == summary_csv(table)
    again = run(str(found), "-o", str(out), "--period", "quarter", "--count-once")
    assert "is unchanged" in again.stderr


def test_a_hostile_text_is_no_formula_and_breaks_no_row(tmp_path: Path) -> None:
    rest = ' said "no,\r\n=2+2\x1b[2J\x00".'
    made = [
        Story(date="2024-01-01"),
        Story((((Named(0),), rest),), date="2025-06-08", source="=cmd|' /C calc'!A0"),
    ]
    parts = lay_corpus(tmp_path, made)
    [row] = csv.DictReader(io.StringIO(summary_csv(summarize(parts, of="new"))))
    assert row["source"] == "'=cmd|' /C calc'!A0"
    assert row["quote"] == 'Mezhova said "no, =2+2\ufffd[2J\ufffd".'
    assert row["lat"] == "48.25"


def test_a_corpus_without_mentions_has_empty_tables(tmp_path: Path) -> None:
    parts = lay_corpus(tmp_path, [])
    for of, columns in (("places", 14), ("new", 16), ("pairs", 15)):
        table = summarize(parts, of=of)
        assert table.shape == (0, columns)
        assert summary_csv(table).count("\n") == 1


def test_a_place_of_undated_articles_is_not_new(tmp_path: Path) -> None:
    made = [
        Story(date="2024-01-01"),
        Story((((Named(0),), " was hit."),)),
        Story((((Named(1),), " was hit."),), date="2025-06-08"),
    ]
    table = summarize(lay_corpus(tmp_path, made), of="new")
    assert table["name"].tolist() == ["Donetsk"]


def test_wrong_arguments_are_told(found: Path, tmp_path: Path) -> None:
    for options, told in (
        ({"of": "rivers"}, "'rivers': not one of places, new, pairs"),
        ({"period": "fortnight"}, "'fortnight': not one of day"),
        ({"of": "pairs", "period": "week"}, "pairs are counted over the whole time"),
        ({"least": 0}, "least 0: not 1 or more"),
    ):
        with pytest.raises(WarmapError, match=told):
            summarize(found, **options)
    with pytest.raises(WarmapError, match="no such folder"):
        summarize(tmp_path / "nothing")
    before = sorted(tmp_path.iterdir())
    for output, error in (("table.xlsx", "unknown ending"), ("no/table.csv", "no such folder")):
        done = run(str(found), "-o", str(tmp_path / output))
        assert isinstance(done.exception, OutputError)
        assert error in str(done.exception)
    assert sorted(tmp_path.iterdir()) == before


def test_it_is_public() -> None:
    assert warmap.summarize is summarize
