"""What went wrong in the answers to marked articles: one `Miss` for each fault.

Takes the pairs of marks and answers, and gives the kind of each fault beside what is marked, what
was answered and why. It counts nothing: `scores` does.
"""

from __future__ import annotations

import csv
import io
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, fields

from warmap.article import sentences
from warmap.marked import Mark
from warmap.model import Resolution
from warmap.scores import Judged, error_km, kinds_agree, limit_km

__all__ = ["MISSES", "Miss", "misses", "misses_csv"]

MISSES = {
    "missed": "no answer overlaps the mark",
    "spurious": "an answer where nothing is marked",
    "boundary": "the spans overlap and differ",
    "unresolved": "found, but no place was chosen",
    "wrong place": "farther from the mark's point than its tolerance, or than 161 km",
    "other id": "near enough, but of another GeoNames id",
    "wrong kind": "a region for its city, or the like",
    "wrong admin-1": "in another region",
    "wrong role": "the place, its government and a name that borrows it are confused",
}


@dataclass(frozen=True, slots=True)
class Miss:
    """One fault.

    Parameters
    ----------
    article
        Id of the article.
    miss
        One of `MISSES`.
    start, end, mention
        The span: the mark's, or the answer's when nothing is marked.
    quote
        The sentence.
    gold, answer
        What is marked and what was answered, as far as it matters here.
    km
        Distance of the answer from the mark's point, or empty.
    score, reason
        The answer's.
    """

    article: str
    miss: str
    start: int
    end: int
    mention: str
    quote: str
    gold: str = ""
    answer: str = ""
    km: str = ""
    score: str = ""
    reason: str = ""


def misses(judged: Judged) -> list[Miss]:
    """The faults in the answers to one article, in the order of the text.

    Examples
    --------
    >>> from warmap.marked import MarkedArticle
    >>> article = MarkedArticle("1", "Kyiv slept.", (Mark(0, 4, "Kyiv"),))
    >>> [miss.miss for miss in misses(Judged.of(article, []))]
    ['missed']
    """
    found: list[Miss] = []
    article = judged.article
    bounds = sentences(article.text)
    for mark, answer in judged.paired():
        if answer is not None:
            found += _faults(article.id, mark, answer)
            continue
        at = bisect_right(bounds, (mark.start, len(article.text))) - 1
        start, end = bounds[at] if at >= 0 else (mark.start, mark.end)
        quote = article.text[start : max(end, mark.end)]
        gold = _place_of(mark)
        found.append(
            Miss(article.id, "missed", mark.start, mark.end, mark.phrase, quote, gold=gold)
        )
    for answer in judged.spurious():
        span = answer.mention
        found.append(
            Miss(
                article.id,
                "spurious",
                span.start,
                span.end,
                span.text,
                answer.quote,
                answer=_answered(answer),
                score=f"{answer.score:.3f}",
                reason=answer.reason,
            )
        )
    return sorted(found, key=lambda miss: (miss.start, miss.end))


def _faults(article: str, mark: Mark, answer: Resolution) -> Iterator[Miss]:
    """What is wrong with the answer to a mark; nothing, mostly."""
    km = "" if mark.lat is None or answer.candidate is None else f"{error_km(mark, answer):.1f}"
    for miss, gold, given in _differences(mark, answer):
        yield Miss(
            article,
            miss,
            mark.start,
            mark.end,
            mark.phrase,
            answer.quote,
            gold=gold,
            answer=given,
            km=km,
            score=f"{answer.score:.3f}",
            reason=answer.reason,
        )


def _differences(mark: Mark, answer: Resolution) -> Iterator[tuple[str, str, str]]:
    """Each fault with what is marked and what was answered."""
    span, place = answer.mention, answer.candidate
    if (span.start, span.end) != (mark.start, mark.end):
        yield "boundary", mark.phrase, span.text
    if mark.role and answer.role != mark.role:
        yield "wrong role", mark.role, answer.role
    if place is None:
        if mark.lat is not None:
            yield "unresolved", _place_of(mark), _answered(answer)
        return
    if mark.lat is not None and error_km(mark, answer) > limit_km(mark):
        yield "wrong place", _place_of(mark), _answered(answer)
    elif mark.geonameid is not None and place.geonameid != mark.geonameid:
        yield "other id", _place_of(mark), _answered(answer)
    if mark.kind and not kinds_agree(mark.kind, place.kind):
        yield "wrong kind", mark.kind, place.kind
    if mark.admin1 and mark.admin1 != place.admin1:
        yield "wrong admin-1", mark.admin1, place.admin1


def _place_of(mark: Mark) -> str:
    """A mark's place in few words."""
    number = f"geonames:{mark.geonameid}" if mark.geonameid else ""
    point = "" if mark.lat is None else f"{mark.lat:.3f} {mark.lon:.3f}"
    parts = (mark.kind, mark.id or number, mark.admin1 or mark.country, point)
    return ", ".join(part for part in parts if part)


def _answered(answer: Resolution) -> str:
    """An answer's place in few words; for an unresolved one the places it may mean."""
    place = answer.candidate
    if place is None:
        return "; ".join(f"{r.candidate.name} ({r.candidate.id})" for r in answer.rivals[:3])
    parts = (place.name, place.kind, place.id, place.admin1 or place.country)
    return ", ".join(part for part in parts if part)


def misses_csv(found: Iterable[tuple[str, Miss]]) -> str:
    r"""The misses of files as one CSV table.

    Parameters
    ----------
    found
        The name of a file and one of its misses.

    Examples
    --------
    >>> misses_csv([]).split(",")[:3]
    ['file', 'article', 'miss']
    """
    text = io.StringIO(newline="")
    names = ["file", *(field.name for field in fields(Miss))]
    writer = csv.DictWriter(text, names, lineterminator="\n")
    writer.writeheader()
    writer.writerows({"file": file} | asdict(miss) for file, miss in found)
    return text.getvalue()
