"""``warmap explain``: every decision about an article's names as a sum.

A shell around `warmap.explain`, as `cli` is.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Annotated, Any

import typer

from warmap.cli_gazetteer import Files
from warmap.cli_inputs import article_given
from warmap.cli_options import (
    AllowPrivate,
    Demonyms,
    HomeName,
    RecognizerSpec,
    Threshold,
    recognizer_of,
)
from warmap.errors import WarmapError
from warmap.terminal import print_table, printable

if TYPE_CHECKING:
    from collections.abc import Sequence

    from warmap.explain import Explanation, Option, Part

__all__ = ["explain_command"]

# Without --mention, candidates less likely than this are listed but not told of.
_FAINT = 0.02
_MOST = 5
_NOTHING = 0.005  # shown as 0.00
_PARTS = ("feature", "value", "weight", "adds", "meaning")


def explain_command(
    article: Annotated[
        str,
        typer.Argument(help="Text, Markdown or HTML file, web address, or - for standard input."),
    ],
    *,
    mention: Annotated[
        int, typer.Option(help="Only this one, counted from 1, with all its candidates.")
    ] = 0,
    all_: Annotated[
        bool, typer.Option("--all", help="Also tell of names that were refused as places.")
    ] = False,
    json_: Annotated[bool, typer.Option("--json", help="Print JSON, with all candidates.")] = False,
    allow_private: AllowPrivate = False,
    home: HomeName = "",
    demonyms: Demonyms = False,
    threshold: Threshold = 0.2,
    recognizer: RecognizerSpec = "",
    gazetteer: Files = None,
) -> None:
    """Tell what every feature adds to the decisions about an article's names."""
    from warmap.explain import explain
    from warmap.layers import open_gazetteer

    if mention and all_:
        raise WarmapError("--mention and --all: they exclude each other; give one of them")
    found = explain(
        article_given(article, allow_private=allow_private),
        gazetteer=open_gazetteer(gazetteer or ()),
        recognizer=recognizer_of(recognizer),
        home=home or None,
        demonyms=demonyms,
        threshold=threshold,
        refused=all_,
    )
    numbered = list(zip(_numbers(found), found, strict=True))
    if mention:
        numbered = [one for one in numbered if one[0] == mention]
        if not numbered:
            raise WarmapError(f"--mention {mention}: there are {len(found)}; count them from 1")
    if json_:
        rows = [_record(number, one) for number, one in numbered]
        typer.echo(json.dumps(rows, ensure_ascii=False, indent=2))
        return
    if not numbered:
        typer.echo("note: no places were found in this article", err=True)
    for number, one in numbered:
        _print(number, one, whole=bool(mention))


def _numbers(found: Sequence[Explanation]) -> list[int]:
    """The number of each mention, from 1; 0 for a name that was refused."""
    numbers, last = [], 0
    for one in found:
        last += one.resolution is not None
        numbers.append(last if one.resolution is not None else 0)
    return numbers


def _print(number: int, one: Explanation, *, whole: bool) -> None:
    """A mention: its verdict, its candidates, and the features of each."""
    kept = one.resolution is not None
    head = f"{number}. " if kept else "- "
    verdict = "a place" if kept else "no place"
    line = f"{head}{one.text} ({one.start}-{one.end}): {verdict}, sum {one.total:+.2f}"
    typer.echo(printable(line))
    _print_parts(one.parts)
    if one.resolution is not None:
        _print_options(one.options, whole=whole)
        _print_roles(one)
        answer = one.resolution
        place = answer.candidate.name if answer.candidate else answer.mention.text
        told = f"{answer.status}: {place}, score {answer.score:.3f}, {answer.role}; {answer.reason}"
        typer.echo(printable(told))
    typer.echo("")


def _print_options(options: Sequence[Option], *, whole: bool) -> None:
    shown = options if whole else [o for o in options[:_MOST] if o.score >= _FAINT]
    for rank, option in enumerate(options, 1):
        if option not in shown:
            continue
        place = option.candidate
        where = "/".join(code for code in (place.country, place.admin1) if code)
        line = (
            f"   {rank}. {place.name}, {place.kind}, {where} ({place.id}): "
            f"score {option.score:.3f}, sum {option.total:+.2f} (first pass {option.first:+.2f})"
        )
        typer.echo(printable(line + (", but the text says elsewhere" * option.contradicted)))
        _print_parts(option.parts)
    hidden = len(options) - len(shown)
    if hidden:
        typer.echo(f"   and {hidden} less likely; --mention N tells of all")


def _print_roles(one: Explanation) -> None:
    for role, parts in one.roles:
        total = sum(part.contribution for part in parts)
        typer.echo(f"   {role}: sum {total:+.2f}, against 0 for the place itself")
        _print_parts(parts)


def _print_parts(parts: Sequence[Part]) -> None:
    rows = [
        [
            f"   {part.feature}",
            f"{part.value:.2f}",
            f"{part.weight:+.2f}",
            f"{part.contribution:+.2f}",
            part.meaning + (" (second pass)" if part.late else ""),
        ]
        for part in parts
        if abs(part.contribution) >= _NOTHING
    ]
    print_table((f"   {_PARTS[0]}", *_PARTS[1:]), rows, right=("value", "weight", "adds"))


def _record(number: int, one: Explanation) -> dict[str, Any]:
    """An explanation as plain values."""
    answer = one.resolution
    kept: dict[str, Any] = {}
    if answer is not None:
        kept = {
            "number": number,
            "status": answer.status,
            "place": answer.candidate.id if answer.candidate else None,
            "score": answer.score,
            "role": answer.role,
            "roles": [
                {"role": role, "features": [_part(part) for part in parts]}
                for role, parts in one.roles
            ],
            "reason": answer.reason,
            "candidates": [_option(option) for option in one.options],
        }
    return {
        "start": one.start,
        "end": one.end,
        "mention": one.text,
        "is_place": answer is not None,
        "sum": round(one.total, 4),
        "features": [_part(part) for part in one.parts],
    } | kept


def _option(option: Option) -> dict[str, Any]:
    place = option.candidate
    return {
        "id": place.id,
        "name": place.name,
        "kind": place.kind,
        "country": place.country,
        "admin1": place.admin1,
        "score": option.score,
        "probability": round(option.probability, 6),
        "sum": round(option.total, 4),
        "sum_of_first_pass": round(option.first, 4),
        "contradicted": option.contradicted,
        "features": [_part(part) for part in option.parts],
    }


def _part(part: Part) -> dict[str, Any]:
    return {
        "feature": part.feature,
        "meaning": part.meaning,
        "value": round(part.value, 6),
        "weight": part.weight,
        "contribution": round(part.contribution, 6),
        "pass": 2 if part.late else 1,
    }
