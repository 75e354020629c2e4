"""Learning on a handful of sentences: the right direction, and always the same weights."""

from __future__ import annotations

import sys

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from warmap.calibration import DOUBTS, IDENTITY, calibrated
from warmap.errors import MarkedError
from warmap.gazetteer import default_gazetteer
from warmap.learning import Lesson, is_right, learn, lessons_of
from warmap.marked import FORMATS, Mark, MarkedArticle, MarkedFile
from warmap.mentions import find_mentions
from warmap.priors import FIXED
from warmap.ranking import Ranking
from warmap.resolve import resolve
from warmap.tokens import tokenize
from warmap.weights import Weights, bundled_weights

PARIS_IN_TEXAS = 4717560
PARIS_IN_FRANCE = 2988507


def lesson(
    text: str,
    *names: str,
    geonameid: int | None = None,
    weight: float = 1.0,
    sites: bool = True,
) -> Lesson:
    marks = tuple(
        Mark(text.index(name), text.index(name) + len(name), name, geonameid=geonameid)
        for name in names
    )
    article = MarkedArticle(text, text, marks)
    return Lesson(article, weight=weight, span_weight=weight, sites=sites)


def learned(*lessons: Lesson) -> Weights:
    return learn(lessons, gazetteer=default_gazetteer())


def test_what_stands_after_said_is_learned_from_the_marks() -> None:
    places = learned(lesson("Lviv said so.", "Lviv"), lesson("Paris said so.", "Paris"))
    people = learned(lesson("Lviv said so. It was in Odesa.", "Odesa"), lesson("Paris said so."))
    assert people.mention["speaks"] < 0 < places.mention["speaks"]
    assert people.mention["locative"] > 0


def test_a_small_place_marked_often_lowers_the_weight_of_population() -> None:
    text = "A fire broke out in Paris on Monday."
    large = learned(*[lesson(text, "Paris", geonameid=PARIS_IN_FRANCE)] * 9)
    small = learned(*[lesson(text, "Paris", geonameid=PARIS_IN_TEXAS)] * 9)
    assert small.place["population"] < large.place["population"]
    answers = [
        resolve(text, find_mentions(text, gazetteer=default_gazetteer()), weights=weights,
                gazetteer=default_gazetteer())[0].candidate
        for weights in (large, small)
    ]  # fmt: skip
    assert [place.geonameid for place in answers if place] == [PARIS_IN_FRANCE, PARIS_IN_TEXAS]


def test_a_heavy_lesson_counts_more() -> None:
    text, other = "Lviv said so.", "Paris said so. It was in Odesa."
    places, people = (
        learned(lesson(text, "Lviv", weight=a), lesson(other, "Odesa", weight=b))
        for a, b in ((9.0, 1.0), (1.0, 9.0))
    )
    assert people.mention["speaks"] < places.mention["speaks"]


def test_the_same_articles_give_the_same_weights_whatever_the_bundled_ones_are() -> None:
    lessons = [lesson("It was in Odesa.", "Odesa"), lesson("Paris said so.")]
    first, second = learned(*lessons), learned(*lessons)
    assert first == second
    bundled = bundled_weights()
    assert list(first.mention) == list(bundled.mention)
    assert list(first.place) == list(bundled.place)
    assert list(first.calibration) == list(bundled.calibration)


def test_what_is_fixed_by_hand_stays() -> None:
    weights = learned(*[lesson("The Lviv Times said so.", "Lviv")] * 5)
    for name in ("press", "home_admin1", "inside"):
        table = weights.place if name in weights.place else weights.mention
        assert table[name] == pytest.approx(FIXED[name], abs=0.05)


def test_answers_that_are_wrong_make_scores_humbler() -> None:
    text = "A fire broke out in Mezhova on Monday."  # one bearer
    right = learned(*[lesson(text, "Mezhova", geonameid=701305)] * 9)
    wrong = learned(*[lesson(text, "Mezhova", geonameid=1)] * 9)
    assert wrong.calibration["only"] < right.calibration["only"]


def test_an_only_bearer_for_which_little_speaks_is_unsure() -> None:
    alone, table = np.array([1.0]), {**IDENTITY, "lack": -1.0, "most": 0.98}
    assert calibrated(alone, table, doubts={"lack": 5.0})[0] < 0.3 < calibrated(alone, table)[0]


@pytest.mark.parametrize(
    ("text", "only", "lacks", "water"),
    [
        ("A fire broke out in Mezhova.", 1, 1, 0),
        ("A fire broke out in Zorya.", 0, 0, 0),
        ("A boat sank on the Lyons River.", 0, 0, 1),
        ("A boat sank on the Danube River.", 1, 0, 0),
    ],
)
def test_what_lets_answers_be_doubted(text: str, only: int, lacks: int, water: int) -> None:
    gazetteer = default_gazetteer()
    (mention,) = find_mentions(text, gazetteer=gazetteer)
    ranking = Ranking(tokenize(text), [mention], gazetteer=gazetteer)
    doubts = dict(zip(DOUBTS, ranking.doubts(0), strict=True))
    assert (doubts["only"], doubts["lack"] > 0, doubts["water"]) == (only, lacks, water)


def test_sites_that_a_corpus_does_not_mark_teach_nothing() -> None:
    text = "A fire broke out near the Kremlin on Monday."
    silent = learned(*[lesson("It was in Odesa.", "Odesa")] * 5)
    kept = learned(*[lesson("It was in Odesa.", "Odesa")] * 5, *[lesson(text, sites=False)] * 30)
    marked = learned(*[lesson("It was in Odesa.", "Odesa")] * 5, *[lesson(text)] * 30)
    assert kept.mention["first_site"] == pytest.approx(silent.mention["first_site"], abs=0.01)
    assert marked.mention["first_site"] < silent.mention["first_site"] - 0.05


def test_a_candidate_is_right_by_id_then_by_geonameid_then_by_nearness() -> None:
    place = default_gazetteer().lookup("Mezhova")[0]
    near = Mark(0, 7, "Mezhova", place.lat + 0.1, place.lon)
    far = Mark(0, 7, "Mezhova", place.lat + 1, place.lon)
    assert is_right(near, place)
    assert not is_right(far, place)
    assert not is_right(Mark(0, 7, "Mezhova"), place)
    assert not is_right(Mark(0, 7, "Mezhova", place.lat, place.lon, geonameid=1), place)
    assert is_right(Mark(0, 7, "Mezhova", 0.0, 0.0, geonameid=1, id=place.id), place)


def test_articles_in_json_weigh_more() -> None:
    article = MarkedArticle("1", "Kyiv.", ())
    weights = [
        (one.weight, one.span_weight, one.demonyms, one.sites)
        for form in FORMATS
        for one in lessons_of(MarkedFile("x", form, (article,)))
    ]
    assert weights == [(1.0, 1.0, True, False), (1.0, 1.0, False, False), (5.0, 3.0, False, True)]


def test_without_scipy_the_message_names_the_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "scipy", None)
    with pytest.raises(MarkedError, match=r"pip install 'warmap\[learn\]'"):
        learned(lesson("It was in Odesa.", "Odesa"))


@given(
    st.lists(st.floats(0.001, 1), min_size=1, max_size=9),
    st.floats(0.2, 3),
    st.floats(-2, 2),
    st.floats(0, 9),
)
@example([1.0, 1.0, 1.0, 0.5, 0.75, 0.25], 2.75, 0.0, 0.0)
def test_scores_keep_the_order_and_sum_to_one_at_most(
    shares: list[float], slope: float, only: float, lack: float
) -> None:
    probability = np.array(shares) / sum(shares)
    table = {**IDENTITY, "slope": slope, "only": only, "lack": -1.0, "most": 0.98}
    scores = calibrated(probability, table, doubts={"only": 1.0, "lack": lack})
    assert scores.sum() <= 1 + 1e-9
    assert (scores >= 0).all()
    assert scores[np.argmax(probability)] == scores.max()
    for i, a in enumerate(probability):
        for j, b in enumerate(probability):
            assert not a < b or scores[i] <= scores[j] + 1e-12


@given(st.lists(st.floats(0.001, 1), min_size=2, max_size=9))
def test_the_identity_changes_nothing(shares: list[float]) -> None:
    probability = np.array(shares) / sum(shares)
    assert calibrated(probability, IDENTITY) == pytest.approx(probability)
