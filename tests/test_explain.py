"""The decisions as sums: they agree with the answers, and every feature has its meaning."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import replace
from math import exp, isclose
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from warmap import Article, ArticleError, GazetteerError, WarmapError
from warmap.explain import Explanation, explain
from warmap.places import find_resolutions
from warmap.weights import bundled_weights, meanings

TEXT = (
    "KYIV, Ukraine — The village of Zorya lies in Ukraine's Donetsk region. Hope reigned in Zorya, "
    "Mr. Paris of the Bank of Scotland said in Odesa."
)
WORDS = st.lists(
    st.sampled_from([
        "Kyiv", "Zorya", "in", "Donetsk", "region,", "Hope", "Paris", "Mr.", "said.",
        "Springfield,", "Ohio", "the village of", "Xyzivka", "New York Times", "and",
        "Dnipro River",
    ]),
    max_size=14,
).map(" ".join)  # fmt: skip


def kept(found: list[Explanation]) -> list[Explanation]:
    return [one for one in found if one.resolution is not None]


@settings(deadline=None, max_examples=60)
@given(WORDS)
def test_it_tells_of_the_answers_that_are_given(text: str) -> None:
    found = explain(text, refused=True)
    assert [one.resolution for one in kept(found)] == find_resolutions(text)
    assert kept(found) == explain(text)
    assert [(one.start, -one.end) for one in found] == sorted((o.start, -o.end) for o in found)
    for one in found:
        assert text[one.start : one.end] == one.text
        assert (one.total > 0) == (one.resolution is not None)
        for option in one.options:
            assert isclose(
                option.first, sum(p.value * p.weight for p in option.parts if not p.late)
            )


@settings(deadline=None, max_examples=30)
@given(WORDS)
def test_the_totals_are_what_the_probabilities_are_made_of(text: str) -> None:
    for one in explain(text):
        totals = [option.total for option in one.options if option.probability]
        raised = [exp(total - max(totals)) for total in totals]
        shares = [share / sum(raised) for share in raised]
        assert np.allclose(shares, [o.probability for o in one.options if o.probability])
        likely = [option.probability for option in one.options]
        assert likely == sorted(likely, reverse=True)


def test_a_name_that_stands_once_has_no_other_sum_than_its_own() -> None:
    (one,) = explain("They left the town of Mezhova.")
    assert all(isclose(option.own, option.total, abs_tol=1e-9) for option in one.options)
    best = one.options[0]
    assert one.resolution is not None
    assert one.resolution.candidate == best.candidate
    assert one.resolution.score == best.score


def test_the_parts_are_sorted_by_size_and_carry_their_meaning() -> None:
    told = meanings()
    for one in explain(TEXT, refused=True):
        assert all(part.meaning == told["mention"][part.feature] for part in one.parts)
        for parts in (one.parts, *(option.parts for option in one.options)):
            sizes = [abs(part.contribution) for part in parts]
            assert sizes == sorted(sizes, reverse=True)
            assert all(part.meaning and part.value for part in parts)


def test_every_weight_has_a_meaning_and_every_meaning_a_weight() -> None:
    weights, told = bundled_weights(), meanings()
    for decision, features in told.items():
        assert set(features) == set(getattr(weights, decision))


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("Moscow demanded more.", "government"),
        ("They met at the Istanbul talks.", "associative"),
        ("They met in Istanbul.", "literal"),
    ],
)
def test_the_role_has_the_greatest_sum(text: str, role: str) -> None:
    (one,) = explain(text)
    sums = {name: sum(p.contribution for p in parts) for name, parts in one.roles}
    sums["literal"] = 0.0
    assert one.resolution is not None
    assert max(sums, key=lambda name: sums[name]) == one.resolution.role == role


def test_what_needs_other_names_is_known_to_come_late() -> None:
    found = explain("Zorya in Ukraine's Donetsk region")
    parts = {part.feature: part.late for part in found[0].options[0].parts}
    assert not parts["match_name"]
    assert parts["inside"]


def test_refused_names_are_told_of_when_asked() -> None:
    refused = {one.text: one for one in explain(TEXT, refused=True) if one.resolution is None}
    assert {"Hope", "Paris", "Scotland"} <= set(refused)
    assert all(one.total <= 0 and one.parts and not one.options for one in refused.values())
    assert "title" in {part.feature for part in refused["Paris"].parts}
    assert "York" not in {one.text for one in explain("He left New York.", refused=True)}


def test_weights_home_and_a_recogniser_count() -> None:
    (one,) = explain("The council of Springfield met.", home="Illinois")
    assert one.options[0].candidate.admin1 == "US-IL"
    assert "home_admin1" in {part.feature for part in one.options[0].parts}

    class Named:
        def find(self, text: str, /) -> list[tuple[int, int]]:
            return [(text.index("Vydumanka"), text.index("Vydumanka") + 9)]

    heavy = replace(bundled_weights(), mention={**bundled_weights().mention, "recognised": 30.0})
    (one,) = explain("Once Vydumanka slept.", recognizer=Named(), weights=heavy)
    assert (one.parts[0].feature, one.parts[0].contribution) == ("recognised", 30.0)
    assert (one.text, one.options) == ("Vydumanka", ())


def test_bad_requests_are_refused() -> None:
    assert explain("") == []
    with pytest.raises(ArticleError):
        explain(Article("\ud800"))
    with pytest.raises(GazetteerError):
        explain("Kyiv", home="Nowhereville")
    with pytest.raises(WarmapError):
        explain("Kyiv", threshold=3)


def warmap(*arguments: str, cwd: Path, text: str = TEXT) -> tuple[int, str, str]:
    done = subprocess.run(
        [sys.executable, "-c", "from warmap.cli import main; main()", "explain", *arguments],
        cwd=cwd, input=text.encode(), capture_output=True, timeout=120, check=False,
    )  # fmt: skip
    return done.returncode, done.stdout.decode(), done.stderr.decode()


def test_the_command_prints_every_mention_with_its_sums(tmp_path: Path) -> None:
    code, out, err = warmap("-", cwd=tmp_path)
    assert (code, err) == (0, "")
    heads = [line for line in out.splitlines() if ": a place, sum +" in line]
    found = explain(TEXT)
    assert [line.partition(" (")[0] for line in heads] == [
        f"{number}. {one.text}" for number, one in enumerate(found, 1)
    ]
    assert "no place" not in out
    line = next(line for line in out.splitlines() if line.split()[:1] == ["kind_fit"])
    assert line.split()[-7:] == "the text calls it what it is".split()
    assert "(second pass)" in out
    assert out.count("   government: sum ") == out.count("   associative: sum ") == len(found)
    assert any(line.startswith("resolved: Kyiv, score 0.") for line in out.splitlines())


def test_one_mention_has_all_its_candidates(tmp_path: Path) -> None:
    code, out, _ = warmap("-", "--mention", "3", cwd=tmp_path)
    assert code == 0
    assert out.startswith("3. Zorya (31-36): a place")
    assert out.count("(katottg:") + out.count("(geonames:") == len(explain(TEXT)[2].options)
    few = warmap("-", cwd=tmp_path)[1]
    assert "less likely; --mention N tells of all" in few


def test_refused_names_are_printed_when_asked(tmp_path: Path) -> None:
    code, out, _ = warmap("-", "--all", cwd=tmp_path)
    assert code == 0
    assert "- Hope (71-75): no place, sum -" in out


def test_json_has_the_same(tmp_path: Path) -> None:
    code, out, err = warmap("-", "--json", "--all", cwd=tmp_path)
    assert (code, err) == (0, "")
    rows = json.loads(out)
    found = explain(TEXT, refused=True)
    assert [(row["start"], row["is_place"]) for row in rows] == [
        (one.start, one.resolution is not None) for one in found
    ]
    assert [row["number"] for row in rows if row["is_place"]] == list(
        range(1, len(kept(found)) + 1)
    )
    for row, one in zip(rows, found, strict=True):
        assert len(row.get("candidates", ())) == len(one.options)
        assert sum(part["contribution"] for part in row["features"]) == pytest.approx(one.total)
    assert warmap("-", "--json", "--all", cwd=tmp_path)[1] == out


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("-", "--mention", "99"), "--mention 99: there are 7; count them from 1"),
        (("-", "--mention", "-1"), "--mention -1: there are 7; count them from 1"),
        (("-", "--mention", "1", "--all"), "give one of them"),
        (("none.txt",), "none.txt: can't be read"),
        (("-", "--home", "Nowhereville"), "no gazetteer knows it"),
        (("-", "--recognizer", "bert"), "write spacy:MODEL"),
    ],
)
def test_bad_options_are_one_line(tmp_path: Path, arguments: tuple[str, ...], words: str) -> None:
    code, out, err = warmap(*arguments, cwd=tmp_path)
    assert (code, out) == (2, "")
    assert err.startswith("warmap: ")
    assert words in err
    assert err.count("\n") == 1


def test_an_article_without_places_says_so(tmp_path: Path) -> None:
    assert warmap("-", cwd=tmp_path, text="It rained.") == (
        0, "", "note: no places were found in this article\n",
    )  # fmt: skip
    assert warmap("-", "--json", cwd=tmp_path, text="It rained.") == (0, "[]\n", "")
