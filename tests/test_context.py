"""What the other names of an article say of a candidate: laws of the columns."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from warmap import context
from warmap.bearers import Bearers
from warmap.containment import lists
from warmap.context import company_columns, context_columns
from warmap.gazetteer import default_gazetteer
from warmap.mentions import mentions_at
from warmap.neighbours import Neighbours

NAMES = ["Kyiv", "Lviv", "Springfield", "Ukraine", "Texas", "Zorya", "Paris", "Nowherington"]
texts = st.lists(st.sampled_from(NAMES), min_size=0, max_size=12).map(", ".join)


def gathered(text: str, *acting: str) -> Bearers:
    spans, at = [], 0
    for name in text.split(", ") if text else []:
        spans.append((at, at + len(name)))
        at += len(name) + 2
    bearers = Bearers.gather(
        mentions_at(text, spans),
        gazetteer=default_gazetteer(),
        acting=[text[start:end] in acting for start, end in spans],
    )
    sizes = np.diff(bearers.starts)
    bearers.probability = 1 / np.maximum(1, sizes)[bearers.of]
    return bearers


@given(texts)
@settings(max_examples=60, deadline=None)
def test_every_column_has_a_finite_number_for_each_row(text: str) -> None:
    bearers = gathered(text)
    for column in (context_columns(bearers) | company_columns(bearers)).values():
        assert column.shape == bearers.of.shape
        assert np.isfinite(column).all()
        assert (column >= 0).all()
    for column in Neighbours(bearers, lists=[]).columns().values():
        assert column.shape == bearers.row_of.shape
        assert np.isfinite(column).all()


@given(texts)
@settings(max_examples=40, deadline=None)
def test_the_order_of_the_names_does_not_matter(text: str) -> None:
    backwards = ", ".join(reversed(text.split(", "))) if text else ""
    first, second = gathered(text), gathered(backwards)
    for feature, column in context_columns(first).items():
        other = context_columns(second)[feature]
        assert sorted(column.round(9)) == pytest.approx(sorted(other.round(9)))


def test_a_name_alone_has_no_context() -> None:
    bearers = gathered("Springfield")
    for column in (context_columns(bearers) | company_columns(bearers)).values():
        assert not column.any()


def test_what_acts_as_a_government_is_no_company() -> None:
    for name in ("Texas", "Springfield"):  # a region and a town that act are places in the text
        still, acting = gathered(f"Paris, {name}"), gathered(f"Paris, {name}", name)
        assert context_columns(acting)["wide"] == pytest.approx(context_columns(still)["wide"])
    still, acting = gathered("Odesa, Ukraine"), gathered("Odesa, Ukraine", "Ukraine")
    odesa = still.named_rows(0)
    assert context_columns(still)["same_country"][odesa].any()
    assert not context_columns(acting)["same_country"][odesa].any()
    assert Neighbours(still, lists=[]).columns()["beside_country"][still.rows(0)].any()
    assert not Neighbours(acting, lists=[]).columns()["beside_country"][still.rows(0)].any()


def test_in_an_article_on_several_countries_the_size_counts_more() -> None:
    one, three = gathered("Paris, Ukraine"), gathered("Paris, Ukraine, Poland, Estonia")
    assert not context_columns(one)["population_world"].any()
    towns = context_columns(three)["population_world"]
    assert towns.max() > 0.2
    assert not towns[three.kind == 0].any()


def test_rows_in_pieces_give_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    bearers = gathered(", ".join(NAMES))
    whole = context_columns(bearers) | company_columns(bearers)
    monkeypatch.setattr(context, "_CHUNK", 1)
    pieces = context_columns(bearers) | company_columns(bearers)
    for feature, column in whole.items():
        assert column == pytest.approx(pieces[feature])


def test_those_of_a_list_share_their_kind() -> None:
    text = "Texas, Ukraine"
    bearers = gathered(text)
    mentions = mentions_at(text, [(0, 5), (7, 14)])
    listed = Neighbours(bearers, lists=lists(text, mentions)).columns()
    apart = Neighbours(bearers, lists=[]).columns()
    assert "listed_kind" in listed
    assert "listed_kind" not in apart
