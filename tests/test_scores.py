"""The measures, against examples counted by hand, and their laws."""

from __future__ import annotations

from dataclasses import replace
from math import log

import pytest
from hypothesis import given
from hypothesis import strategies as st

from warmap.marked import Mark, MarkedArticle
from warmap.matching import distance_km
from warmap.misses import misses, misses_csv
from warmap.model import Candidate, Mention, Resolution, Role, Status
from warmap.scores import WORST_KM, Judged, Ratio, score

TEXT = "Kyiv Lviv Odesa Dnipro Zoria"
KYIV = Candidate(
    "geonames", "1", "Kyiv", "Київ", "city", "UA", "UA-30", lat=50.0, lon=30.0, geonameid=1
)


def mark(word: str, lat: float | None = 50.0, **more: object) -> Mark:
    start = TEXT.index(word)
    lon = None if lat is None else 30.0
    return replace(Mark(start, start + len(word), word, lat, lon), **more)  # type: ignore[arg-type]


def answer(
    word: str, lat: float | None = 50.0, *, score: float = 1.0, role: Role = "literal"
) -> Resolution:
    start = TEXT.index(word)
    place = None if lat is None else replace(KYIV, lat=lat)
    status: Status = "unresolved" if place is None else "resolved"
    mention = Mention(start, start + len(word), word)
    return Resolution(mention, TEXT, 0, role, place, score, "so", status=status)


def judged(marks: list[Mark], answers: list[Resolution]) -> Judged:
    return Judged.of(MarkedArticle("1", TEXT, tuple(marks)), answers)


def test_recognition_counts_spans() -> None:
    marks = [mark("Kyiv"), mark("Lviv Odesa"), mark("Zoria")]
    answers = [answer("Kyiv"), answer("Lviv"), answer("Odesa"), answer("Dnipro")]
    found = score([judged(marks, answers)])
    assert (found.exact.right, found.exact.answers, found.exact.marks) == (1, 4, 3)
    assert found.overlap.right == 2
    assert found.exact.precision == 1 / 4
    assert found.exact.recall == 1 / 3
    assert found.exact.f1 == pytest.approx(2 / 7)


def test_pairs_go_to_the_greatest_overlap_one_to_one() -> None:
    marks = [mark("Kyiv Lviv Odesa")]
    answers = [answer("Kyiv"), answer("Odesa")]
    both = judged(marks, answers)
    assert both.pairs == {0: 1}
    assert [one.mention.text for one in both.spurious()] == ["Kyiv"]


def test_distances_count_marks_with_a_point_that_were_found() -> None:
    degree = distance_km(50, 30, 51, 30)  # about 111 km
    marks = [mark("Kyiv"), mark("Lviv"), mark("Odesa"), mark("Dnipro", None), mark("Zoria")]
    answers = [answer("Kyiv", 50.1), answer("Lviv", 51), answer("Odesa", None), answer("Dnipro")]
    found = score([judged(marks, answers)])
    assert found.located == 4
    assert found.near == 2 / 3
    assert (found.within_10, found.within_25) == (0.0, 1 / 3)
    assert found.mean_km == pytest.approx((degree * 1.1 + WORST_KM) / 3, rel=1e-6)
    assert found.median_km == pytest.approx(degree)
    # Dnipro's answer can't be judged; of the two others that were placed both are near.
    assert (found.end_to_end.right, found.end_to_end.answers, found.end_to_end.marks) == (2, 2, 4)


def test_the_area_is_that_under_the_sorted_log_errors() -> None:
    marks = [mark("Kyiv"), mark("Lviv"), mark("Odesa")]
    answers = [answer("Kyiv", None), answer("Lviv"), answer("Odesa", 51)]
    middle = log(1 + distance_km(50, 30, 51, 30)) / log(20_039)
    found = score([judged(marks, answers)])
    assert found.auc == pytest.approx(((0 + middle) / 2 + (middle + 1) / 2) / 2, abs=1e-4)


def test_a_tolerance_counts_what_was_not_found_as_wrong() -> None:
    marks = [mark(word, tol_km=5.0) for word in ("Kyiv", "Lviv", "Odesa", "Zoria")]
    answers = [answer("Kyiv"), answer("Lviv", 50.04), answer("Odesa", 50.1)]
    assert score([judged(marks, answers)]).within_tolerance == 2 / 4


def test_ids_kinds_and_regions_count_where_the_mark_says_so() -> None:
    marks = [
        mark("Kyiv", geonameid=1, kind="town", admin1="UA-30"),
        mark("Lviv", geonameid=2, kind="region", admin1="UA-46"),
        mark("Odesa"),
        mark("Dnipro", kind="city"),
    ]
    found = score([judged(marks, [answer(m.phrase, None if m is marks[3] else 50) for m in marks])])
    assert (found.exact_id, found.kind, found.admin1) == (1 / 2, 1 / 3, 1 / 2)


def test_roles() -> None:
    marks = [
        mark("Kyiv", role="government"),
        mark("Lviv", role="government"),
        mark("Odesa", role="literal", kind="city"),
        mark("Dnipro", role="literal", kind="country"),
    ]
    answers = [
        answer("Kyiv", role="government"),
        answer("Odesa", role="government"),
        answer("Dnipro", role="government"),
    ]
    roles = score([judged(marks, answers)]).roles
    assert roles["government"] == Ratio(right=1, answers=2, marks=2).f1 == 0.5
    assert roles["literal"] == 0.0
    assert roles["associative"] is None


def test_a_corpus_that_says_nothing_gets_no_figures() -> None:
    found = score([judged([mark("Kyiv", None)], [answer("Kyiv")])])
    assert (found.within_tolerance, found.exact_id, found.kind, found.admin1) == (None,) * 4
    assert set(found.roles.values()) == {None}
    assert (found.bins, found.calibration_error) == ((), None)
    assert (found.near, found.mean_km, found.auc) == (0.0, WORST_KM, 1.0)


def test_the_reliability_of_scores() -> None:
    marks = [mark("Kyiv"), mark("Lviv"), mark("Odesa", 60.0, geonameid=1), mark("Dnipro", 60.0)]
    answers = [
        answer("Kyiv", score=0.95),
        answer("Lviv", score=0.55),
        answer("Odesa", score=1.0),  # far from the point, but of the same id
        answer("Dnipro", score=0.6),
        answer("Zoria", score=0.65),
    ]
    found = score([judged(marks, answers)])
    table = [(b.low, b.count, round(b.mean_score, 3), b.right) for b in found.bins]
    assert table == [(0.5, 1, 0.55, 1.0), (0.6, 2, 0.625, 0.0), (0.9, 2, 0.975, 1.0)]
    assert found.calibration_error == pytest.approx((0.45 + 2 * 0.625 + 2 * 0.025) / 5)


WORDS = st.lists(st.sampled_from(TEXT.split()), unique=True)
LATS = st.one_of(st.none(), st.floats(-90, 90))


@given(WORDS, st.data())
def test_perfect_answers_are_perfect(words: list[str], data: st.DataObject) -> None:
    lats = [data.draw(st.floats(-90, 90)) for _ in words]
    marks = [
        mark(word, lat, tol_km=1.0, kind="city", admin1="UA-30", geonameid=1, role="literal")
        for word, lat in zip(words, lats, strict=True)
    ]
    answers = [answer(word, lat) for word, lat in zip(words, lats, strict=True)]
    both = judged(marks, answers)
    found = score([both])
    assert misses(both) == []
    perfect = 1.0 if words else 0.0
    assert found.exact.f1 == found.overlap.f1 == found.end_to_end.f1 == perfect
    if words:
        assert (found.near, found.within_10, found.within_25, found.auc) == (1, 1, 1, 0)
        assert (found.within_tolerance, found.exact_id, found.kind, found.admin1) == (1,) * 4
        assert found.roles["literal"] == 1
        assert found.calibration_error == 0


@given(WORDS, WORDS, st.data())
def test_measures_stay_in_their_bounds(
    marked: list[str], found: list[str], data: st.DataObject
) -> None:
    marks = [mark(word, data.draw(LATS)) for word in marked]
    answers = [answer(w, data.draw(LATS), score=data.draw(st.floats(0, 1))) for w in found]
    result = score([judged(marks, answers)])
    shares = (result.near, result.within_10, result.within_25, result.auc)
    for share in (*shares, result.exact.f1, result.overlap.f1, result.end_to_end.f1):
        assert 0 <= share <= 1
    assert result.within_10 <= result.within_25 <= result.near
    assert result.exact.f1 <= result.overlap.f1
    assert 0 <= result.median_km <= WORST_KM
    assert sum(b.count for b in result.bins) <= len(found)


def test_every_fault_is_listed_once_with_its_kind() -> None:
    marks = [
        mark("Kyiv", role="government", kind="region", admin1="UA-32"),
        mark("Lviv Odesa", 60.0),
        mark("Dnipro", tol_km=15.0, geonameid=9),
        mark("Zoria"),
    ]
    answers = [answer("Kyiv"), answer("Odesa"), answer("Dnipro", None)]
    both = judged(marks, answers)
    assert [(miss.mention, miss.miss, miss.gold, miss.answer) for miss in misses(both)] == [
        ("Kyiv", "wrong role", "government", "literal"),
        ("Kyiv", "wrong kind", "region", "city"),
        ("Kyiv", "wrong admin-1", "UA-32", "UA-30"),
        ("Lviv Odesa", "boundary", "Lviv Odesa", "Odesa"),
        ("Lviv Odesa", "wrong place", "60.000 30.000", "Kyiv, city, geonames:1, UA-30"),
        ("Dnipro", "unresolved", "geonames:9, 50.000 30.000", ""),
        ("Zoria", "missed", "50.000 30.000", ""),
    ]
    (spurious,) = misses(judged([], [answer("Kyiv", score=0.5)]))
    assert (spurious.miss, spurious.score, spurious.reason) == ("spurious", "0.500", "so")
    (other,) = misses(judged([mark("Kyiv", 50.1, geonameid=2)], [answer("Kyiv")]))
    assert (other.miss, other.km) == ("other id", "11.1")


def test_the_table_of_misses_keeps_what_the_text_has() -> None:
    (miss,) = misses(judged([mark("Kyiv")], []))
    text = misses_csv([("own", replace(miss, quote='He said "no",\nthen left.'))])
    assert text.startswith(
        "file,article,miss,start,end,mention,quote,gold,answer,km,score,reason\n"
    )
    assert '"He said ""no"",\nthen left."' in text
