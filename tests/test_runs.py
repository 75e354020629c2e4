"""Sums, maxima and probabilities of runs of rows, against what plain loops give."""

from __future__ import annotations

from itertools import accumulate

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from warmap.runs import Runs

values = st.lists(st.lists(st.sampled_from([-2.0, 0.0, 0.5, 1.0, 7.0]), max_size=5), max_size=6)


def laid(groups: list[list[float]]) -> tuple[Runs, np.ndarray, list[list[float]]]:
    begins = np.array([0, *accumulate(map(len, groups))], dtype=np.intp)
    column = np.array([value for group in groups for value in group], dtype=float)
    return Runs(begins), column, [group for group in groups if group]


@given(values)
def test_each_run_has_its_own_sum_and_maximum(groups: list[list[float]]) -> None:
    runs, column, filled = laid(groups)
    assert runs.sum(column).tolist() == pytest.approx([sum(group) for group in filled])
    assert runs.max(column).tolist() == [max(group) for group in filled]
    assert runs.sizes.tolist() == [len(group) for group in filled]
    assert [groups[number] for number in runs.numbers.tolist()] == filled


@given(values)
def test_probabilities_sum_to_one_in_each_run(groups: list[list[float]]) -> None:
    runs, column, filled = laid(groups)
    likely = runs.softmax(column)
    assert runs.sum(likely).tolist() == pytest.approx([1.0] * len(filled))
    alone = [Runs(np.array([0, len(group)])).softmax(np.array(group)) for group in filled]
    assert likely.tolist() == pytest.approx([value for group in alone for value in group.tolist()])


@given(values)
def test_rows_fall_and_equal_ones_keep_their_order(groups: list[list[float]]) -> None:
    runs, column, filled = laid(groups)
    order = runs.falling(column).tolist()
    expected, start = [], 0
    for group in filled:
        expected += sorted(range(start, start + len(group)), key=lambda row: -column[row])
        start += len(group)
    assert order == expected
    first = runs.first(column == runs.max(column)[runs.of]).tolist()
    assert first == [order[at] for at in runs.starts.tolist()]
