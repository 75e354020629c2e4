"""Kinds and containers that the words around a name speak for."""

from __future__ import annotations

import pytest

from warmap.evidence import kinds_around, link_between
from warmap.tokens import tokenize


@pytest.mark.parametrize(
    ("text", "name", "kinds"),
    [
        ("over the village of Zorya in the east", "Zorya", ("village",)),
        ("in Ukraine’s Donetsk region, close to", "Donetsk", ("region",)),
        ("between the Dnipropetrovsk and Donetsk regions.", "Dnipropetrovsk", ("region",)),
        ("between the Dnipropetrovsk and Donetsk regions.", "Donetsk", ("region",)),
        ("five regions – Donetsk, Kherson, Lugansk and Crimea – that", "Donetsk", ("region",)),
        ("five regions – Donetsk, Kherson, Lugansk and Crimea – that", "Crimea", ("region",)),
        ("the regions of Sumy and Kharkiv were hit", "Kharkiv", ("region",)),
        ("cities such as Kharkiv and Odesa were hit", "Odesa", ("city",)),
        ("lived in the regional capital, Dnipro.", "Dnipro", ("city",)),
        ("Dnipropetrovsk is not one of the five Ukrainian regions", "Dnipropetrovsk", ("region",)),
        ("reached Mezhova, a small town, on Monday", "Mezhova", ("town",)),
        ("the banks of the Dnipro river were shelled", "Dnipro", ("river",)),
        ("у селі Зоря на Донеччині", "Зоря", ("village",)),
        ("In Kyiv officials said the region was hit", "Kyiv", ()),
        ("Ukraine’s region of", "Ukraine", ()),
        ("Donetsk, where villages burned", "Donetsk", ()),
        ("Talks were held in Istanbul, and cities burned", "Istanbul", ()),
    ],
)  # fmt: skip
def test_kinds_around(text: str, name: str, kinds: tuple[str, ...]) -> None:
    tokens = tokenize(text)
    index = tokens.words.index(name)
    assert kinds_around(tokens, index, index) == kinds


@pytest.mark.parametrize(
    ("between", "link"),
    [
        (" in ", "in"),
        (" in the ", "in"),
        (" in the eastern ", "in"),
        (", in the ", "in"),
        (", ", "comma"),
        ("’s ", "owner"),
        ("'s ", "owner"),
        (", a village in the ", "in"),
        (" and ", None),
        (" said it would fight. In ", None),
        (" to ", None),
    ],
)
def test_links(between: str, link: str | None) -> None:
    assert link_between(between) == link
