"""Marked articles → how good warmap is on them.

Each article goes the whole way twice: its places are found and resolved, and the marked spans are
resolved alone. The weights are the bundled ones, or learned afresh from articles that are
not those measured. `scores` measures, `misses` lists what went wrong.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from warmap.errors import MarkedError
from warmap.gazetteer import Gazetteer
from warmap.layers import open_gazetteer
from warmap.learning import learn, lessons_of
from warmap.marked import MarkedArticle, MarkedFile
from warmap.mentions import Recognizer, mentions_at
from warmap.places import find_resolutions
from warmap.progress import progress
from warmap.resolve import THRESHOLD, resolve
from warmap.scores import Judged, Scores, score
from warmap.weights import Weights

__all__ = ["Report", "evaluate"]


@dataclass(frozen=True, slots=True)
class Report:
    """What came out for one file.

    Parameters
    ----------
    file
        The articles.
    found
        The answers to each article, spans and all.
    given
        The answers to the marked spans.

    Examples
    --------
    >>> from warmap.marked import Mark
    >>> file = MarkedFile("own", "json", (MarkedArticle("1", "In Kyiv.", (Mark(3, 7, "Kyiv"),)),))
    >>> evaluate([file])[0].found_scores.exact.f1
    1.0
    """

    file: MarkedFile
    found: tuple[Judged, ...]
    given: tuple[Judged, ...]

    @property
    def found_scores(self) -> Scores:
        """Scores of the whole way."""
        return score(self.found)

    @property
    def given_scores(self) -> Scores:
        """Scores of the resolution alone."""
        return score(self.given)


def evaluate(
    files: Sequence[MarkedFile],
    *,
    train: Sequence[MarkedFile] = (),
    folds: int = 0,
    demonyms: bool | None = None,
    threshold: float = THRESHOLD,
    gazetteer: Gazetteer | None = None,
    recognizer: Recognizer | None = None,
) -> list[Report]:
    """Find and resolve the places of marked articles, and compare.

    Parameters
    ----------
    files
        The articles.
    train
        Further articles to learn the weights from. No article of `files` is ever learned from
        when it is measured, though `train` hold the same text.
    folds
        Deal all articles of `files` into so many parts; each part is answered with weights
        learned from the others and `train`. When 0, all are answered with weights learned from
        `train`, or with the bundled ones when there is none.
    demonyms
        Whether names of peoples are places; when None as each file's form has it.
    threshold
        Score under which a mention stays unresolved, 0 to 1.
    gazetteer
        Where names are looked up; when None the bundled table with what the user has added.
    recognizer
        A further source of spans.

    Returns
    -------
    list of Report
        One for each file.

    Raises
    ------
    MarkedError
        Fewer articles than folds, nothing to learn from, or scipy is missing.

    Examples
    --------
    >>> evaluate([], folds=5)
    Traceback (most recent call last):
    warmap.errors.MarkedError: 5 folds of 0 articles: ...
    """
    table = gazetteer or open_gazetteer()
    parts = _dealt(files, folds) if folds else [{a.text for file in files for a in file.articles}]
    answers: dict[tuple[int, int], tuple[Judged, Judged]] = {}
    articles = sum(len(file.articles) for file in files)
    with progress("reading marked articles", total=articles) as advance:
        for part in parts:
            weights = _learned([*files, *train] if folds else train, part, table)
            for i, file in enumerate(files):
                marked = file.demonyms if demonyms is None else demonyms
                for j, article in enumerate(file.articles):
                    if article.text in part:
                        answers[i, j] = _answered(
                            article,
                            weights,
                            table,
                            recognizer=recognizer,
                            demonyms=marked,
                            threshold=threshold,
                        )
                        advance(1)
    return [
        Report(
            file,
            tuple(answers[i, j][0] for j in range(len(file.articles))),
            tuple(answers[i, j][1] for j in range(len(file.articles))),
        )
        for i, file in enumerate(files)
    ]


def _dealt(files: Sequence[MarkedFile], folds: int) -> list[set[str]]:
    """The texts in so many parts; by their hash, so that no order of a file matters."""
    texts = {article.text for file in files for article in file.articles}
    if folds < 2 or len(texts) < folds:
        raise MarkedError(
            f"{folds} folds of {len(texts)} articles: give 2 at least, and no more than articles"
        )
    order = sorted(texts, key=lambda text: hashlib.sha256(text.encode()).digest())
    return [set(order[part::folds]) for part in range(folds)]


def _learned(
    files: Sequence[MarkedFile], held: Collection[str], table: Gazetteer
) -> Weights | None:
    """Weights from the articles that are not held back; None without any file."""
    if not files:
        return None
    lessons = [lesson for file in files for lesson in lessons_of(file)]
    return learn([one for one in lessons if one.article.text not in held], gazetteer=table)


def _answered(
    article: MarkedArticle,
    weights: Weights | None,
    table: Gazetteer,
    *,
    recognizer: Recognizer | None,
    demonyms: bool,
    threshold: float,
) -> tuple[Judged, Judged]:
    """The answers to an article: the whole way, and for its marked spans."""
    found = find_resolutions(
        article.text,
        gazetteer=table,
        recognizer=recognizer,
        demonyms=demonyms,
        threshold=threshold,
        weights=weights,
    )
    marks = [(mark.start, mark.end) for mark in article.marks]
    mentions = mentions_at(article.text, marks, gazetteer=table)
    given = resolve(article.text, mentions, gazetteer=table, threshold=threshold, weights=weights)
    return Judged.of(article, found), Judged.of(article, given)
