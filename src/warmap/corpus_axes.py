"""The axes that a corpus is counted along: its periods, and its sources.

It takes the articles and gives the period and the source of each. It counts no places.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from warmap.corpus_folder import NO_DAY, OUTCOMES, Articles
from warmap.periods import Periods, periods_of

__all__ = ["Axes"]

Ints = NDArray[np.int64]

_MOST_SOURCES = 50


@dataclass(frozen=True, slots=True)
class Axes:
    """Where each article of a corpus stands: whether it counts, its period and its source.

    Parameters
    ----------
    counted
        Whether each article counts.
    periods
        The periods of those.
    of_period, of_source
        The period of each article, -1 without a date, and its place in `sources`.
    days
        The first and the last day of those that count; None when none has a date.
    sources, other_sources, count_once
        As in `Tally`.
    """

    counted: NDArray[np.bool_]
    periods: Periods
    of_period: Ints
    of_source: Ints
    days: tuple[int, int] | None
    sources: tuple[str, ...]
    other_sources: int
    count_once: bool

    @classmethod
    def of(cls, articles: Articles, *, period: str, count_once: bool) -> Axes:
        """The axes of a corpus.

        Raises
        ------
        WarmapError
            The period is unknown, or there would be too many.
        """
        counted = articles.statuses == OUTCOMES.index("done")
        if not count_once:
            counted |= articles.statuses == OUTCOMES.index("duplicate")
        dated = counted & (articles.days != NO_DAY)
        days = articles.days[dated]
        periods = periods_of(days, unit=period)
        of_period = np.full(len(counted), -1, np.int64)
        of_period[dated] = periods.of(days)
        counts = np.bincount(articles.sources[counted], minlength=len(articles.names))
        order = sorted(np.flatnonzero(counts), key=lambda k: (-counts[k], articles.names[k]))
        rank = np.zeros(len(articles.names), np.int64)
        rank[order] = np.minimum(np.arange(len(order)), _MOST_SOURCES)
        sources = [articles.names[k] for k in order[:_MOST_SOURCES]]
        others = max(len(order) - _MOST_SOURCES, 0)
        return cls(
            counted=counted,
            periods=periods,
            of_period=of_period,
            of_source=rank[articles.sources],
            days=(int(days.min()), int(days.max())) if len(days) else None,
            sources=(*sources, *[""] * bool(others)),
            other_sources=others,
            count_once=count_once,
        )

    def articles(self) -> Ints:
        """How many articles count, by source and period; those without a date come last."""
        columns = len(self.periods.starts) + 1
        table = np.zeros((len(self.sources), columns), np.int64)
        period = np.where(self.of_period < 0, columns - 1, self.of_period)
        np.add.at(table, (self.of_source[self.counted], period[self.counted]), 1)
        return table
