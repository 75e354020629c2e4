"""Learn the weights of ``weights.toml`` from marked articles.

``python data/learn_weights.py FOLDER ...``: each folder holds JSON Lines files of articles, a
line each with ``text``, ``demonyms`` (whether they are marked), ``weight`` and ``gold``: marks with
``start``, ``end`` and ``id``, ``geonameid`` or ``lat`` and ``lon``. Spans count code points. The
project's own articles in ``tests/eval`` are always used, three times as heavy as an article of
weight 1.

[mention] is a logistic regression over the spans that `mentions` considers, [place] a softmax
over the candidates of each marked name (McFadden's conditional logit), fitted twice, because
the first answers are context for the second. Weights are drawn towards those of `EXPECTED`, else
towards zero, so that features which the texts hardly show are not left to chance; those in
`FIXED` stay as set by hand. The same articles give the same weights.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from math import asin, cos, radians, sin, sqrt
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

import warmap.weights as weights_module
from warmap import mentions, reasons, resolve
from warmap.context import context_features
from warmap.features import Document, span_features
from warmap.gazetteer import default_gazetteer
from warmap.model import Candidate
from warmap.tokens import tokenize

OWN = Path(__file__).parent.parent / "tests" / "eval" / "articles"
MARK = re.compile(r"\[\[([^|\]]+)\|([^|]*)\|([^|]*)\|([^\]]*)\]\]")
TARGET = Path(weights_module.__file__).with_name("weights.toml")
PULL, FIRM = 2.0, 500.0  # how strongly a weight is held at its prior; FIRM fixes it
OWN_WEIGHT = 3.0
NEAR_KM = 30.0
# Fixed by hand: what other corpora mark otherwise (institutions named after a place), what no
# corpus holds (a home, another recogniser), and what the text says in so many words.
FIXED = {
    "organisation": -4.0, "of_organisation": -4.5, "press": -6.0, "club": -7.0, "title": -3.0,
    "after_first_name": -3.5, "age": -4.0, "compound": -5.0, "recognised": 3.5,
    "home_country": 2.0, "home_admin1": 4.0, "kind_fit": 2.5, "kind_clash": -3.0,
    "inside": 2.5, "outside": -4.0, "own": 4.0, "without_noun": -1.0,
}  # fmt: skip
# What is expected of features that local and war news show rarely.
EXPECTED = {
    "kind_country": 2.5, "kind_sea": 1.5, "kind_region": 1.5, "population": 2.0, "kind_word": 1.5,
    "other_capital": -3.5, "surname": -2.0, "generic": -2.5, "direction": 1.0, "match_alias": -1.0,
    "kind_elsewhere": 0.7, "holds": 0.7, "near": 1.0, "same_country": 1.2, "same_admin1": 1.0,
}  # fmt: skip

Table = dict[str, float]


@dataclass(frozen=True, slots=True)
class Article:
    """A text, its marks, and how much it counts."""

    text: str
    gold: list[dict[str, Any]]
    demonyms: bool
    weight: float


def own_articles() -> Iterable[Article]:
    """The project's marked articles."""
    for path in sorted(OWN.glob("*.txt")):
        body = path.read_text(encoding="utf-8").split("\n\n", 1)[1]
        text, last = "", 0
        gold = []
        for found in MARK.finditer(body):
            text += body[last : found.start()]
            gold.append({"start": len(text), "end": len(text) + len(found[1]), "id": found[2]})
            text += found[1]
            last = found.end()
        yield Article(text + body[last:], gold, demonyms=False, weight=OWN_WEIGHT)


def read_articles(folder: Path) -> Iterable[Article]:
    """The articles of the JSON Lines files of a folder."""
    for path in sorted(folder.glob("*.jsonl")):
        for line in path.read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            yield Article(row["text"], row["gold"], row["demonyms"], row["weight"])


def mention_rows(article: Article) -> Iterable[tuple[Table, float]]:
    """Features of each span, and whether it is marked; parts of a marked name are left out."""
    gold = {(g["start"], g["end"]) for g in article.gold}
    tokens = tokenize(article.text)
    document = Document.read(tokens)
    for span in mentions.spans_of(tokens, gazetteer=default_gazetteer(), demonyms=article.demonyms):
        start, end = mentions._bounds(tokens, span)  # noqa: SLF001 - the same spans as there
        marked = (start, end) in gold
        if marked or not any(a <= start and end <= b for a, b in gold):
            yield span_features(tokens, span, document), float(marked)


def place_rows(article: Article) -> Iterable[tuple[list[Table], NDArray[np.bool_]]]:
    """For each marked name the features of its candidates, and which of them are right."""
    gold = sorted(article.gold, key=lambda g: (g["start"], g["end"]))
    found = mentions.mentions_at(article.text, [(g["start"], g["end"]) for g in gold])
    answers = resolve._Answers(article.text, found, default_gazetteer(), None)  # noqa: SLF001
    context = context_features(answers.groups, home=None)
    for group, extra in zip(answers.groups, context, strict=True):
        group.probability = answers._shared(group, extra)  # noqa: SLF001
    context = context_features(answers.groups, home=None)
    for index, mark in enumerate(gold):
        group_number = answers.group_of[index]
        candidates = answers.groups[group_number].candidates
        right = np.array([is_right(mark, place) for place in candidates], dtype=bool)
        if right.any() and not right.all():
            both = zip(answers.features[index], context[group_number], strict=True)
            yield [own | extra for own, extra in both], right


def is_right(mark: dict[str, Any], place: Candidate) -> bool:
    """Whether a candidate is what the mark says: by id, or within `NEAR_KM`."""
    if mark.get("id"):
        return bool(place.id == mark["id"])
    if mark.get("geonameid"):
        return place.geonameid == int(mark["geonameid"])
    if mark.get("lat") is None:
        return False
    a, b = radians(mark["lat"]), radians(place.lat)
    half = sin((b - a) / 2) ** 2
    half += cos(a) * cos(b) * sin(radians(place.lon - mark["lon"]) / 2) ** 2
    return bool(2 * 6371 * asin(sqrt(half)) < NEAR_KM)


def matrix(rows: Sequence[Table], names: Sequence[str]) -> NDArray[np.float64]:
    """The features of rows as columns in the order of `names`."""
    column = {name: index for index, name in enumerate(names)}
    result = np.zeros((len(rows), len(names)))
    for index, row in enumerate(rows):
        for name, value in row.items():
            result[index, column[name]] = value
    return result


def fit(
    loss: Callable[[NDArray[np.float64]], tuple[float, NDArray[np.float64]]], known: Iterable[str]
) -> Table:
    """The weights with the least loss, held near their priors."""
    names = list(known)
    prior = np.array([FIXED.get(name, EXPECTED.get(name, 0.0)) for name in names])
    pull = np.array([FIRM if name in FIXED else PULL for name in names])

    def whole(weights: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        value, slope = loss(weights)
        away = weights - prior
        return value + float(pull @ away**2), slope + 2 * pull * away

    result = minimize(whole, prior, jac=True, method="L-BFGS-B", options={"maxiter": 500})
    return dict(zip(names, result.x.tolist(), strict=True))


def learn_mention(articles: Sequence[Article], hand: Table) -> Table:
    """The weights of [mention]."""
    rows = [(*row, article.weight) for article in articles for row in mention_rows(article)]
    features = matrix([row[0] for row in rows], list(hand))
    marked, heavy = np.array([row[1] for row in rows]), np.array([row[2] for row in rows])

    def loss(weights: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        sums = features @ weights
        wrong = 1 / (1 + np.exp(-sums)) - marked
        value = heavy @ (np.logaddexp(0, sums) - marked * sums)
        return float(value), features.T @ (heavy * wrong)

    return fit(loss, hand)


def learn_place(articles: Sequence[Article], hand: Table) -> Table:
    """The weights of [place]."""
    rows = [(*row, article.weight) for article in articles for row in place_rows(article)]
    features = matrix([candidate for row in rows for candidate in row[0]], list(hand))
    starts = np.cumsum([0, *(len(row[0]) for row in rows)])[:-1]
    of = np.repeat(np.arange(len(rows)), [len(row[0]) for row in rows])
    right = np.concatenate([row[1] for row in rows])
    heavy = np.array([row[2] for row in rows])

    def loss(weights: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        sums = features @ weights
        raised = np.exp(sums - np.maximum.reduceat(sums, starts)[of])
        total = np.add.reduceat(raised, starts)
        good = np.add.reduceat(raised * right, starts)
        pushed = raised / total[of] - raised * right / good[of]
        return float(-heavy @ np.log(good / total)), features.T @ (heavy[of] * pushed)

    return fit(loss, hand)


def use(tables: dict[str, Table]) -> None:
    """Let the stages weigh by these tables."""

    def weights(decision: str) -> Table:
        return tables[decision]

    for module in (mentions, resolve, reasons):
        vars(module)["weights"] = weights


def write(tables: dict[str, Table]) -> None:
    """Put the numbers into ``weights.toml``; names and meanings stay."""
    lines, decision = [], ""
    for line in TARGET.read_text(encoding="utf-8").splitlines():
        section = re.fullmatch(r"\[(\w+)\]", line)
        decision = section[1] if section else decision
        entry = re.fullmatch(r"(\w+) = \S+ *(#.*)", line)
        if entry:
            number = f"{entry[1]} = {tables[decision][entry[1]] + 0:.2f}"
            lines.append(f"{number:<33}{entry[2]}")
        else:
            lines.append(line)
    TARGET.write_text("\n".join(lines) + "\n", encoding="utf-8")


def main(folders: Sequence[str]) -> None:
    """Learn both tables and write them."""
    articles = [*own_articles(), *(a for folder in folders for a in read_articles(Path(folder)))]
    hand: dict[str, Table] = {
        "mention": dict(weights_module.weights("mention")),
        "place": dict(weights_module.weights("place")),
    }
    tables = {"mention": learn_mention(articles, hand["mention"]), "place": hand["place"]}
    use(tables)
    for _ in range(2):
        tables["place"] = learn_place(articles, hand["place"])
        use(tables)
    write(tables)
    print(f"{len(articles)} articles; weights written to {TARGET.name}")


if __name__ == "__main__":
    main(sys.argv[1:])
