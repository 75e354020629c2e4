"""``warmap evaluate``: how good warmap is on marked articles.

A shell around the public functions, as `cli` is.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from warmap.cli_options import RecognizerSpec, Threshold, recognizer_of
from warmap.errors import OutputError
from warmap.files import stamp
from warmap.terminal import print_table, printable, tell_written

if TYPE_CHECKING:
    from warmap.evaluate import Report
    from warmap.marked import MarkedFile
    from warmap.scores import Ratio, Scores

__all__ = ["evaluate_command"]

# Name on the screen and in JSON of each share.
_SHARES = {
    "within 161 km": "near",
    "within 25 km": "within_25",
    "within 10 km": "within_10",
    "within tolerance": "within_tolerance",
    "exact id": "exact_id",
    "kind": "kind",
    "admin-1": "admin1",
    "area under the curve": "auc",
}


def evaluate_command(
    files: Annotated[list[str], typer.Argument(help="Marked articles.", metavar="FILE...")],
    format_: Annotated[
        str, typer.Option("--format", help="lgl, geovirus or json. [default: by content]")
    ] = "",
    *,
    demonyms: Annotated[
        bool | None, typer.Option(help="Whether Turkish counts. [default: yes for lgl]")
    ] = None,
    folds: Annotated[
        int, typer.Option(help="Cross-validate: learn from the other parts of so many.")
    ] = 0,
    train: Annotated[
        list[str] | None, typer.Option(help="Learn from this file, too; not from what is measured.")
    ] = None,
    threshold: Threshold = 0.2,
    recognizer: RecognizerSpec = "",
    errors: Annotated[str, typer.Option(help="CSV file for every miss and its reason.")] = "",
    json_: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Compare what warmap finds in marked articles with the marks."""
    from warmap.evaluate import evaluate
    from warmap.marked import read_marked

    _refuse_overwriting(errors, [*files, *(train or ())])
    marked = [read_marked(file, format=format_) for file in files]
    further = [read_marked(file) for file in train or ()]
    _tell_lost(marked)
    reports = evaluate(
        marked,
        train=further,
        folds=folds,
        demonyms=demonyms,
        threshold=threshold,
        recognizer=recognizer_of(recognizer),
    )
    weights = _weights(folds, further) + (f"; with {recognizer}" if recognizer else "")
    before = stamp(errors)
    if errors:
        _write_errors(errors, reports)
    if json_:
        rows = [_record(report, weights) for report in reports]
        typer.echo(json.dumps(rows, ensure_ascii=False, indent=2))
        return
    for report in reports:
        _print(report, weights)
    if errors:
        tell_written(errors, before=before)


def _refuse_overwriting(target: str, inputs: list[str]) -> None:
    """Say so before the work is done, and never replace an input."""
    if not target:
        return
    path = Path(target)
    if path.suffix.lower() != ".csv":
        raise OutputError(f"{target}: unknown ending {path.suffix!r}; misses are a .csv file")
    for name in inputs:
        if path.exists() and Path(name).exists() and path.samefile(name):
            raise OutputError(f"{target}: would replace the input of that name; name another file")


def _weights(folds: int, further: list[MarkedFile]) -> str:
    """Whose weights give the figures: they must never be mixed up."""
    names = ", ".join(file.name for file in further)
    if folds:
        return f"{folds}-fold cross-validation" + (f" with {names}" if names else "")
    return f"weights learned from {names}" if names else "bundled weights"


def _tell_lost(marked: list[MarkedFile]) -> None:
    for file in marked:
        for article in file.articles:
            for mark in article.lost:
                where = f"{file.name}: article {article.id}: {mark.phrase!r}"
                note = f"note: {where} does not stand at {mark.start}-{mark.end}; left out"
                typer.echo(printable(note), err=True)


def _write_errors(target: str, reports: list[Report]) -> None:
    from warmap.files import write_text
    from warmap.misses import misses, misses_csv

    found = [
        (report.file.name, miss)
        for report in reports
        for judged in report.found
        for miss in misses(judged)
    ]
    write_text(target, misses_csv(found))


def _print(report: Report, weights: str) -> None:
    """One file's table, and how well scores tell what is right."""
    found, given = report.found_scores, report.given_scores
    marks = found.exact.marks
    articles = f"{found.articles} article" + "s" * (found.articles != 1)
    typer.echo(printable(f"{report.file.name}: {articles}, {marks} marks; {weights}"))
    print_table(
        ["measure", "found", "marked spans"],
        [row for row in _rows(found, given) if set(row[1:]) != {"-"}],
        right=("found", "marked spans"),
    )
    for spans, scores in (("found", found), ("marked spans", given)):
        typer.echo("")
        rows = [
            [f"{b.low:.1f} to {b.high:.1f}", str(b.count), f"{b.mean_score:.3f}", f"{b.right:.3f}"]
            for b in scores.bins
        ]
        columns = [f"score ({spans})", "answers", "mean score", "right"]
        print_table(columns, rows, right=columns[1:])
    typer.echo("")


def _rows(found: Scores, given: Scores) -> list[list[str]]:
    errors = (found.calibration_error, given.calibration_error)
    shares = [
        [label, *(_number(getattr(scores, name)) for scores in (found, given))]
        for label, name in _SHARES.items()
    ]
    roles = [
        [f"{role}: F1", *(_number(scores.roles[role]) for scores in (found, given))]
        for role in found.roles
    ]
    return [
        ["recognition, exact: precision", _number(found.exact.precision), "-"],
        ["recognition, exact: recall", _number(found.exact.recall), "-"],
        ["recognition, exact: F1", _number(found.exact.f1), "-"],
        ["recognition, overlapping: F1", _number(found.overlap.f1), "-"],
        ["end to end: F1", _number(found.end_to_end.f1), _number(given.end_to_end.f1)],
        *shares,
        *roles,
        ["median error, km", f"{found.median_km:.1f}", f"{given.median_km:.1f}"],
        ["mean error, km", f"{found.mean_km:.0f}", f"{given.mean_km:.0f}"],
        ["calibration error", *(_number(error) for error in errors)],
    ]


def _number(value: float | None) -> str:
    return "-" if value is None else f"{value:.3f}"


def _record(report: Report, weights: str) -> dict[str, Any]:
    return {
        "file": report.file.name,
        "format": report.file.format,
        "weights": weights,
        "found": _scores(report.found_scores),
        "marked_spans": _scores(report.given_scores),
    }


def _scores(scores: Scores) -> dict[str, Any]:
    """The measures as plain values."""
    return {
        "articles": scores.articles,
        "located": scores.located,
        "exact": _ratio(scores.exact),
        "overlap": _ratio(scores.overlap),
        "end_to_end": _ratio(scores.end_to_end),
        **{name: _rounded(getattr(scores, name)) for name in _SHARES.values()},
        "mean_km": _rounded(scores.mean_km),
        "median_km": _rounded(scores.median_km),
        "roles": {role: _rounded(f1) for role, f1 in scores.roles.items()},
        "calibration_error": _rounded(scores.calibration_error),
        "bins": [
            {"low": b.low, "high": b.high, "count": b.count}
            | {"mean_score": _rounded(b.mean_score), "right": _rounded(b.right)}
            for b in scores.bins
        ],
    }


def _ratio(ratio: Ratio) -> dict[str, float | int]:
    counts = {"right": ratio.right, "answers": ratio.answers, "marks": ratio.marks}
    shares = {"precision": ratio.precision, "recall": ratio.recall, "f1": ratio.f1}
    return counts | {name: round(share, 6) for name, share in shares.items()}


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 6)
