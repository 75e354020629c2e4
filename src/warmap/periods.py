"""Days → periods of equal kind, one after another without gaps: days, weeks, months and so on.

It takes days as numbers (since 1970-01-01) and gives the number of each one's period, and the day
on which each period begins. It knows nothing of articles.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from warmap.errors import WarmapError

__all__ = ["UNITS", "Periods", "check_period", "iso_day", "periods_of"]

UNITS = ("day", "week", "month", "quarter", "year")
"""From short to long."""

_ENOUGH = 120  # periods that one can tell apart in a row of bars over a page
_MOST = 5000  # that somebody may ask for: thirteen years of days

Days = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Periods:
    """Consecutive periods that hold some days.

    Parameters
    ----------
    unit
        One of `UNITS`.
    first
        The number of the first period, counted from the one that holds 1970-01-01.
    starts
        The first day of each, ISO 8601.

    Examples
    --------
    >>> periods_of(np.array([0, 9])).starts[:2]
    ('1970-01-01', '1970-01-02')
    """

    unit: str
    first: int
    starts: tuple[str, ...]

    def of(self, days: Days) -> Days:
        """The place of each day's period among them."""
        return _numbers(days, self.unit) - self.first


def check_period(unit: str, /) -> None:
    """Refuse a word that names no kind of period; an empty one leaves the choice.

    Raises
    ------
    WarmapError
        It names none.

    Examples
    --------
    >>> check_period("fortnight")
    Traceback (most recent call last):
    warmap.errors.WarmapError: period 'fortnight': not one of day, week, month, quarter, year
    """
    if unit and unit not in UNITS:
        raise WarmapError(f"period {unit!r}: not one of {', '.join(UNITS)}")


def periods_of(days: Days, *, unit: str = "") -> Periods:
    """The periods from the first of some days to the last.

    Parameters
    ----------
    days
        Numbers of days since 1970-01-01, in any order.
    unit
        One of `UNITS`. When empty the shortest of which there are at most 120. Weeks begin on
        Monday, as ISO 8601 has them.

    Raises
    ------
    WarmapError
        The unit is unknown, or there would be too many periods of it.

    Examples
    --------
    >>> periods_of(np.array([0, 9]), unit="week").starts
    ('1969-12-29', '1970-01-05')
    >>> periods_of(np.array([0, 800])).unit
    'week'
    """
    check_period(unit)
    if not len(days):
        return Periods(unit or UNITS[0], 0, ())
    ends = np.array([days.min(), days.max()])
    for known in UNITS:
        first, last = map(int, _numbers(ends, known))
        count = last - first + 1
        if known == unit and count > _MOST and unit != UNITS[-1]:
            raise WarmapError(
                f"period {unit!r}: the articles are of {count:,} of them, from {iso_day(ends[0])}"
                f" to {iso_day(ends[1])}; choose a longer one"
            )
        if known == unit or (not unit and (count <= _ENOUGH or known == UNITS[-1])):
            break
    starts = _starts(np.arange(first, last + 1), known)
    return Periods(known, first, tuple(map(str, starts.tolist())))


def iso_day(day: int | np.int64, /) -> str:
    """A day in ISO 8601.

    Examples
    --------
    >>> iso_day(1)
    '1970-01-02'
    """
    return str(np.datetime64(int(day), "D"))


def _numbers(days: Days, unit: str) -> Days:
    if unit == "day":
        return days.astype(np.int64)
    if unit == "week":
        return (days + 3) // 7  # 1970-01-01 was a Thursday
    dates = days.astype("datetime64[D]")
    if unit == "year":
        return dates.astype("datetime64[Y]").astype(np.int64)
    months = dates.astype("datetime64[M]").astype(np.int64)
    return months if unit == "month" else months // 3


def _starts(numbers: Days, unit: str) -> NDArray[np.datetime64]:
    if unit in ("day", "week"):
        return (numbers if unit == "day" else numbers * 7 - 3).astype("datetime64[D]")
    if unit == "year":
        return numbers.astype("datetime64[Y]").astype("datetime64[D]")
    months = numbers if unit == "month" else numbers * 3
    return months.astype("datetime64[M]").astype("datetime64[D]")
