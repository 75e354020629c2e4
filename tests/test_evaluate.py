"""From files of marked articles to their scores; and that no article helps to score itself."""

from __future__ import annotations

import csv
import json
from dataclasses import replace
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from warmap import evaluate as evaluate_module
from warmap.cli import app
from warmap.errors import MarkedError, OutputError, WarmapError
from warmap.evaluate import evaluate
from warmap.learning import Lesson
from warmap.marked import Mark, MarkedArticle, MarkedFile
from warmap.weights import Weights, bundled_weights

TEXTS = [
    "Shells fell in Kyiv on Monday.",
    "Rescuers worked in Lviv.",
    "He left for Odesa, the mayor said.",
    "The town of Mezhova was hit.",
    "Turkish envoys met in Istanbul.",
]
NAMES = ["Kyiv", "Lviv", "Odesa", "Mezhova", "Istanbul"]


def article(text: str, name: str) -> MarkedArticle:
    start = text.index(name)
    return MarkedArticle(name, text, (Mark(start, start + len(name), name, geonameid=1),))


FILE = MarkedFile("own", "json", tuple(article(t, n) for t, n in zip(TEXTS, NAMES, strict=True)))


class Learner:
    """In the place of `learn`: remembers the lessons and gives the bundled weights."""

    def __init__(self) -> None:
        self.lessons: list[list[Lesson]] = []

    def __call__(self, lessons: list[Lesson], **_: object) -> Weights:
        self.lessons.append(lessons)
        return bundled_weights()


@pytest.fixture
def learner(monkeypatch: pytest.MonkeyPatch) -> Learner:
    made = Learner()
    monkeypatch.setattr(evaluate_module, "learn", made)
    return made


def test_the_reports_have_the_order_of_the_files() -> None:
    other = MarkedFile("other", "json", FILE.articles[:1])
    reports = evaluate([FILE, other])
    assert [report.file.name for report in reports] == ["own", "other"]
    assert [one.article.id for one in reports[0].found] == NAMES
    assert reports[0].found_scores.exact.f1 == 1.0
    assert reports[0].given_scores.exact.f1 == 1.0


def test_bundled_weights_need_no_lesson(learner: Learner) -> None:
    evaluate([FILE])
    assert learner.lessons == []


def test_no_article_helps_to_score_itself(learner: Learner) -> None:
    seen: list[tuple[str, frozenset[str]]] = []
    answered = evaluate_module._answered

    def remember(article: MarkedArticle, *rest: object, **more: object) -> object:
        taught = frozenset(one.article.text for one in learner.lessons[-1])
        seen.append((article.text, taught))
        return answered(article, *rest, **more)  # type: ignore[arg-type]

    again = MarkedFile("again", "json", FILE.articles[1:3])
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(evaluate_module, "_answered", remember)
        evaluate([FILE], train=[again], folds=3)
    assert sorted(text for text, _ in seen) == sorted(TEXTS)
    assert all(text not in taught for text, taught in seen)
    assert all(taught for _, taught in seen)
    assert len(learner.lessons) == 3


def test_folds_do_not_depend_on_the_order_of_a_file(learner: Learner) -> None:
    evaluate([FILE], folds=2)
    evaluate([replace(FILE, articles=FILE.articles[::-1])], folds=2)
    texts = [sorted(one.article.text for one in lessons) for lessons in learner.lessons]
    assert texts[:2] == texts[2:]


def test_training_leaves_out_what_is_measured(learner: Learner) -> None:
    further = MarkedArticle("further", "It was in Dnipro.", (Mark(10, 16, "Dnipro"),))
    train = MarkedFile("train", "json", (*FILE.articles, further))
    evaluate([FILE], train=[train])
    assert [[one.article.id for one in lessons] for lessons in learner.lessons] == [["further"]]


def test_cross_validation_learns_from_the_other_parts() -> None:
    reports = evaluate([FILE], folds=2)
    assert reports[0].found_scores.articles == 5
    assert reports == evaluate([FILE], folds=2)


@pytest.mark.parametrize("folds", [1, 6, -1])
def test_folds_that_no_articles_can_fill(folds: int) -> None:
    with pytest.raises(MarkedError, match=f"{folds} folds of 5 articles"):
        evaluate([FILE], folds=folds)


def test_demonyms_follow_the_form_unless_said() -> None:
    file = replace(FILE, articles=FILE.articles[4:])
    counts = [
        evaluate([form], demonyms=said)[0].found_scores.exact.answers
        for form, said in (
            (file, None),
            (replace(file, format="lgl"), None),
            (file, True),
            (replace(file, format="lgl"), False),
        )
    ]
    assert counts == [1, 2, 2, 1]


def test_under_the_threshold_nothing_is_placed() -> None:
    sure = evaluate([FILE], threshold=0.0)[0].found_scores.end_to_end
    assert sure.answers == 0  # its marks have no points, so their answers can't be judged
    found = evaluate([FILE], threshold=1.0)[0].found
    assert all(answer.candidate is None for one in found for answer in one.answers)
    with pytest.raises(WarmapError, match=r"threshold 1\.5"):
        evaluate([FILE], threshold=1.5)


def saved(path: Path, *, gold: bool = True) -> str:
    rows = [
        {
            "id": one.id,
            "text": one.text,
            "gold": [
                {"start": m.start, "end": m.end, "phrase": m.phrase, "lat": 50.0, "lon": 30.0,
                 "role": "literal", "kind": "city"}
                for m in one.marks
            ] if gold else [],
        }
        for one in FILE.articles
    ]  # fmt: skip
    path.write_text(json.dumps(rows), encoding="utf-8")
    return str(path)


def run(*arguments: str) -> Result:
    return CliRunner().invoke(app, ["evaluate", *arguments])


def test_the_command_prints_the_measures_of_each_file(tmp_path: Path) -> None:
    first, second = saved(tmp_path / "first.json"), saved(tmp_path / "second.json")
    done = run(first, second)
    assert done.exit_code == 0
    assert "first: 5 articles, 5 marks; bundled weights" in done.stdout
    assert "second: 5 articles" in done.stdout
    table = {line[:30].strip(): line[30:].split() for line in done.stdout.splitlines()}
    assert table["recognition, exact: F1"] == ["1.000", "-"]
    assert table["kind"] == ["1.000", "1.000"]
    assert "admin-1" not in table
    assert run(first, second).stdout == done.stdout


def test_json_says_whose_weights_they_are(tmp_path: Path) -> None:
    file, other = saved(tmp_path / "own.json"), saved(tmp_path / "other.json")
    records = {
        json.loads(run(file, "--json", *more).stdout)[0]["weights"]
        for more in ([], ["--folds", "2"], ["--folds", "2", "--train", other])
    }
    assert records == {
        "bundled weights",
        "2-fold cross-validation",
        "2-fold cross-validation with other",
    }
    record = json.loads(run(file, "--json").stdout)[0]
    assert record["found"]["exact"]["f1"] == 1.0
    assert record["marked_spans"]["located"] == 5
    assert sum(b["count"] for b in record["marked_spans"]["bins"]) == 5


def test_errors_lists_every_miss(tmp_path: Path) -> None:
    file, target = saved(tmp_path / "own.json"), tmp_path / "misses.csv"
    done = run(file, "--errors", str(target))
    assert done.exit_code == 0
    assert done.stdout.endswith(f"{target}\n")
    with target.open(encoding="utf-8", newline="") as opened:
        rows = list(csv.DictReader(opened))
    assert {row["miss"] for row in rows} == {"wrong place"}
    assert {row["mention"] for row in rows} == {"Lviv", "Odesa", "Mezhova", "Istanbul"}
    assert all(row["reason"] and row["quote"] and row["km"] for row in rows)


def test_nothing_is_written_over_an_input_or_to_a_strange_ending(tmp_path: Path) -> None:
    file = saved(tmp_path / "own.json")
    copy = tmp_path / "own.csv"
    copy.write_text(Path(file).read_text(encoding="utf-8"), encoding="utf-8")
    for errors, fault in ((str(copy), "would replace"), ("misses.txt", "unknown ending '.txt'")):
        done = run(str(copy), "--errors", errors)
        assert isinstance(done.exception, OutputError)
        assert fault in str(done.exception)


def test_a_mark_that_stands_nowhere_is_noted(tmp_path: Path) -> None:
    path = tmp_path / "own.json"
    rows = [{"id": "a", "text": TEXTS[0], "gold": [{"start": 0, "end": 4, "phrase": "Lviv"}]}]
    path.write_text(json.dumps(rows), encoding="utf-8")
    done = run(str(path))
    assert "note: own: article a: 'Lviv' does not stand at 0-4; left out" in done.stderr


def test_bad_input_is_one_error(tmp_path: Path) -> None:
    done = run(str(tmp_path / "none.xml"))
    assert isinstance(done.exception, MarkedError)
    assert done.stdout == ""
    done = run(saved(tmp_path / "own.json", gold=False), "--folds", "2")
    assert isinstance(done.exception, MarkedError)
    assert "nothing to learn from" in str(done.exception)
