"""The field's measures: marks and answers of articles → `Scores`.

Recognition is counted on spans; resolution by great-circle distance, over the marks with a point
that an answer overlaps; the whole way by answers that overlap a mark and lie within 161 km (100
miles) of it. Definitions: Gritta, Pilehvar and Collier 2020 (Language Resources and Evaluation 54,
683) and Jurgens et al. 2015 for the area under the curve. It finds and resolves nothing itself.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from math import log
from statistics import fmean, median

from warmap.marked import Mark, MarkedArticle
from warmap.matching import distance_km
from warmap.model import ROLES, Resolution

__all__ = [
    "Bin",
    "Judged",
    "Ratio",
    "Scores",
    "error_km",
    "is_answered",
    "kinds_agree",
    "limit_km",
    "score",
]

NEAR_KM = 161.0
WORST_KM = 20_039.0  # half of the equator: the error of no answer
BINS = 10
# What a kind does not tell apart.
_SAME = (frozenset(("city", "town", "village")), frozenset(("site", "other")))


@dataclass(frozen=True, slots=True)
class Ratio:
    """Precision, recall and their harmonic mean, from counts.

    Examples
    --------
    >>> round(Ratio(right=2, answers=2, marks=4).f1, 3)
    0.667
    """

    right: int
    answers: int
    marks: int

    @property
    def precision(self) -> float:
        """Share of the answers that are right."""
        return self.right / self.answers if self.answers else 0.0

    @property
    def recall(self) -> float:
        """Share of the marks that are answered rightly."""
        return self.right / self.marks if self.marks else 0.0

    @property
    def f1(self) -> float:
        """Harmonic mean of both."""
        both = self.answers + self.marks
        return 2 * self.right / both if both else 0.0


@dataclass(frozen=True, slots=True)
class Bin:
    """The answers whose score lies from `low` up to `high`, and how many of them are right."""

    low: float
    high: float
    count: int
    mean_score: float
    right: float


@dataclass(frozen=True, slots=True)
class Judged:
    """The answers to one article, each mark paired with the answer that overlaps it most.

    Parameters
    ----------
    article
        The text and its marks.
    answers
        One for each mention that was found (or given).
    pairs
        Index of a mark → index of its answer, one to one.

    Examples
    --------
    >>> Judged.of(MarkedArticle("1", "Kyiv slept.", (Mark(0, 4, "Kyiv"),)), []).pairs
    {}
    """

    article: MarkedArticle
    answers: tuple[Resolution, ...]
    pairs: dict[int, int]

    @classmethod
    def of(cls, article: MarkedArticle, answers: Sequence[Resolution]) -> Judged:
        """Pair them up, the greatest overlap first; then the nearest bounds."""
        overlaps = []
        for i, mark in enumerate(article.marks):
            for j, answer in enumerate(answers):
                start, end = answer.mention.start, answer.mention.end
                shared = min(mark.end, end) - max(mark.start, start)
                if shared > 0:
                    overlaps.append((-shared, abs(mark.start - start) + abs(mark.end - end), i, j))
        pairs: dict[int, int] = {}
        taken: set[int] = set()
        for _, _, i, j in sorted(overlaps):
            if i not in pairs and j not in taken:
                pairs[i] = j
                taken.add(j)
        return cls(article, tuple(answers), pairs)

    def paired(self) -> Iterator[tuple[Mark, Resolution | None]]:
        """Each mark and its answer, None when it was not found."""
        for i, mark in enumerate(self.article.marks):
            yield mark, self.answers[self.pairs[i]] if i in self.pairs else None

    def spurious(self) -> Iterator[Resolution]:
        """The answers that overlap no mark, or none that is left for them."""
        taken = set(self.pairs.values())
        return (answer for j, answer in enumerate(self.answers) if j not in taken)


@dataclass(frozen=True, slots=True)
class Scores:
    """How good the answers are; None where the marks do not say what is asked.

    Parameters
    ----------
    articles
        How many there are.
    exact, overlap
        Recognition: spans that agree, spans that overlap.
    located
        Marks with a point.
    near, within_10, within_25
        Of the located marks that were found, the share answered within 161, 10 and 25 km.
    mean_km, median_km
        Error over the same; no answer counts as 20,039 km.
    auc
        Area under the curve of the sorted ln(1 + error), over that of the greatest error, ln
        20,039 (by the trapezoid rule): 0 is best.
    end_to_end
        Answers that overlap a mark and lie within 161 km of it.
    within_tolerance
        Share of the marks with a tolerance whose answer lies within it; not found is wrong.
    exact_id, kind, admin1
        Shares of the found marks that say so; city, town and village count as one kind.
    roles
        F1 of each role. A country taken for its government is not counted against it.
    bins, calibration_error
        Answers by score, and the mean distance of score and share right over them. Right is what
        `is_answered` says; an answer to no mark is wrong.

    Examples
    --------
    >>> score([Judged.of(MarkedArticle("1", "Nothing.", ()), [])]).exact.f1
    0.0
    """

    articles: int
    exact: Ratio
    overlap: Ratio
    located: int
    near: float
    within_10: float
    within_25: float
    mean_km: float
    median_km: float
    auc: float
    end_to_end: Ratio
    within_tolerance: float | None
    exact_id: float | None
    kind: float | None
    admin1: float | None
    roles: dict[str, float | None]
    bins: tuple[Bin, ...]
    calibration_error: float | None


def score(judged: Sequence[Judged]) -> Scores:
    """Measure the answers to some articles, all together."""
    marks = sum(len(one.article.marks) for one in judged)
    answers = sum(len(one.answers) for one in judged)
    exact = sum(
        len({(m.start, m.end) for m in one.article.marks} & _spans(one.answers)) for one in judged
    )
    pairs = [pair for one in judged for pair in one.paired()]
    found = [(mark, answer) for mark, answer in pairs if answer is not None]
    errors = sorted(error_km(mark, answer) for mark, answer in found if mark.lat is not None)
    located = sum(mark.lat is not None for mark, _ in pairs)
    placed = sum(answer.candidate is not None for one in judged for answer in one.answers)
    placed -= sum(mark.lat is None and answer.candidate is not None for mark, answer in found)
    bins = _bins(judged)
    return Scores(
        articles=len(judged),
        exact=Ratio(exact, answers, marks),
        overlap=Ratio(len(found), answers, marks),
        located=located,
        near=_share_within(errors, NEAR_KM),
        within_10=_share_within(errors, 10.0),
        within_25=_share_within(errors, 25.0),
        mean_km=fmean(errors) if errors else WORST_KM,
        median_km=median(errors) if errors else WORST_KM,
        auc=_area(errors),
        end_to_end=Ratio(sum(e <= NEAR_KM for e in errors), placed, located),
        within_tolerance=_share(
            [
                answer is not None and error_km(mark, answer) <= mark.tol_km
                for mark, answer in pairs
                if mark.tol_km is not None and mark.lat is not None
            ]
        ),
        exact_id=_agreement(found, lambda m: m.geonameid, _has_id),
        kind=_agreement(found, lambda m: m.kind, lambda m, a: kinds_agree(m.kind, _kind(a))),
        admin1=_agreement(found, lambda m: m.admin1, _has_admin1),
        roles={role: _role_f1(pairs, role) for role in ROLES},
        bins=bins,
        calibration_error=_calibration_error(bins),
    )


def error_km(mark: Mark, answer: Resolution) -> float:
    """Distance of an answer from the mark's point; `WORST_KM` without an answer.

    Examples
    --------
    >>> from warmap.model import Mention
    >>> error_km(Mark(0, 4, "Kyiv", 50.5, 30.5), Resolution(Mention(0, 4, "Kyiv"), "", 0))
    20039.0
    """
    place = answer.candidate
    if place is None or mark.lat is None or mark.lon is None:
        return WORST_KM
    return distance_km(mark.lat, mark.lon, place.lat, place.lon)


def limit_km(mark: Mark) -> float:
    """How far from the mark's point an answer is still right.

    Examples
    --------
    >>> limit_km(Mark(0, 4, "Kyiv", tol_km=15.0)), limit_km(Mark(0, 4, "Kyiv"))
    (15.0, 161.0)
    """
    return NEAR_KM if mark.tol_km is None else mark.tol_km


def is_answered(mark: Mark, answer: Resolution) -> bool:
    """Whether an answer is the mark's place: of its id, within its tolerance, or within 161 km.

    The id counts first, because the middle of a large country lies elsewhere in each source.

    Examples
    --------
    >>> from warmap.model import Mention
    >>> is_answered(Mark(0, 4, "Kyiv", 50.5, 30.5), Resolution(Mention(0, 4, "Kyiv"), "", 0))
    False
    """
    same_id = mark.geonameid is not None and _has_id(mark, answer)
    return same_id or error_km(mark, answer) <= limit_km(mark)


def kinds_agree(kind: str, other: str) -> bool:
    """Whether two kinds are one where nobody draws the line: city, town and village.

    Examples
    --------
    >>> kinds_agree("town", "city"), kinds_agree("region", "city")
    (True, False)
    """
    return kind == other or any({kind, other} <= same for same in _SAME)


def _spans(answers: Sequence[Resolution]) -> set[tuple[int, int]]:
    return {(answer.mention.start, answer.mention.end) for answer in answers}


def _kind(answer: Resolution) -> str:
    return answer.candidate.kind if answer.candidate else ""


def _has_id(mark: Mark, answer: Resolution) -> bool:
    return answer.candidate is not None and answer.candidate.geonameid == mark.geonameid


def _has_admin1(mark: Mark, answer: Resolution) -> bool:
    return answer.candidate is not None and answer.candidate.admin1 == mark.admin1


def _share(right: Sequence[bool]) -> float | None:
    return sum(right) / len(right) if right else None


def _share_within(errors: Sequence[float], km: float) -> float:
    return _share([error <= km for error in errors]) or 0.0


def _agreement(
    found: Sequence[tuple[Mark, Resolution]],
    says: Callable[[Mark], object],
    agrees: Callable[[Mark, Resolution], bool],
) -> float | None:
    """Share of the found marks that say something whose answer agrees."""
    return _share([agrees(mark, answer) for mark, answer in found if says(mark)])


def _area(errors: Sequence[float]) -> float:
    """Area under the curve of the sorted log errors, as a share of the worst; one error is flat."""
    if not errors:
        return 1.0
    logs = [min(log(1 + error) / log(WORST_KM), 1.0) for error in errors]
    if len(logs) == 1:
        return logs[0]
    return (sum(logs) - (logs[0] + logs[-1]) / 2) / (len(logs) - 1)


def _role_f1(pairs: Sequence[tuple[Mark, Resolution | None]], role: str) -> float | None:
    """F1 of one role; None when no mark has it."""
    counts: Counter[str] = Counter()
    for mark, answer in pairs:
        said = answer is not None and answer.role == role
        # "Russia" as a country and as its government is often both at once.
        forgiven = role == "government" and mark.kind == "country"
        counts["right"] += mark.role == role and said
        counts["marks"] += mark.role == role
        counts["answers"] += said and not (forgiven and mark.role != role)
    if not counts["marks"]:
        return None
    return Ratio(counts["right"], counts["answers"], counts["marks"]).f1


def _bins(judged: Sequence[Judged]) -> tuple[Bin, ...]:
    """The answers by their score; those to marks without a point can't be judged."""
    held: list[list[tuple[float, bool]]] = [[] for _ in range(BINS)]
    for one in judged:
        answers = [(a, False) for a in one.spurious()]
        for mark, answer in one.paired():
            if answer is not None and mark.lat is not None:
                answers.append((answer, is_answered(mark, answer)))
        for answer, right in answers:
            if answer.candidate is not None:
                held[min(int(answer.score * BINS), BINS - 1)].append((answer.score, right))
    return tuple(
        Bin(
            i / BINS,
            (i + 1) / BINS,
            len(rows),
            fmean(s for s, _ in rows),
            fmean(right for _, right in rows),
        )
        for i, rows in enumerate(held)
        if rows
    )


def _calibration_error(bins: Sequence[Bin]) -> float | None:
    """Expected calibration error: the mean distance of score and share right."""
    total = sum(one.count for one in bins)
    if not total:
        return None
    return sum(one.count * abs(one.mean_score - one.right) for one in bins) / total
