"""One article of many, as a file of them gives it, with what is wrong with it.

It takes the values of a row as they come (strings, bytes, numbers, nothing) and gives an
`ArticleRow`. What can't be an article keeps its row and tells why: nothing here raises, and
nothing here reads files.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from decimal import Decimal
from numbers import Real

from warmap.article import MOST_BYTES, check_text
from warmap.errors import ArticleError

__all__ = ["FIELDS", "ArticleRow", "article_row", "iso_date"]

FIELDS = ("id", "text", "title", "date", "source", "url")
"""What is known of an article of many; only the text is needed."""

_MOST_CHARACTERS = 1000  # of what is known beside the text; a source is a name, not a story


@dataclass(frozen=True, slots=True)
class ArticleRow:
    """An article of a corpus.

    Parameters
    ----------
    id
        What its file calls it, or where it stands: ``news.jsonl:12``.
    text
        The article as its file has it; empty when `fault` is not.
    title, source, url
        As its file has them; empty when unknown.
    date
        ISO 8601: a day, or a day and a time of it; empty when unknown.
    fault
        Why it can't be read; empty when it can.
    note
        What else had to be left out: a date that isn't understood.

    Examples
    --------
    >>> ArticleRow("a1", "Shelling was heard in Mezhova.").fault
    ''
    """

    id: str
    text: str = ""
    title: str = ""
    date: str = ""
    source: str = ""
    url: str = ""
    fault: str = ""
    note: str = ""


def article_row(values: dict[str, object], *, place: str, fault: str = "") -> ArticleRow:
    r"""The article of a row.

    Parameters
    ----------
    values
        By the names of `FIELDS`; what is missing or None is unknown.
    place
        Where the row stands, which names an article without an id.
    fault
        What is known to be wrong with it.

    Examples
    --------
    >>> article_row({"id": 7, "text": "Zorya fell.", "date": "2025-06-08"}, place="a.csv:2")
    ArticleRow(id='7', text='Zorya fell.', title='', date='2025-06-08', source='', url='', ...)
    >>> article_row({"text": b"caf\xe9"}, place="a.csv:2").fault
    'no valid UTF-8 (byte 3); save it as UTF-8'
    """
    date, note = iso_date(_shown(values.get("date")))
    text, found = _text(values.get("text"))
    return ArticleRow(
        id=_shown(values.get("id")) or place,
        text="" if fault or found else text,
        title=_shown(values.get("title")),
        date=date,
        source=_shown(values.get("source")),
        url=_shown(values.get("url")),
        fault=fault or found,
        note=note,
    )


_TOO_LARGE = f"over {MOST_BYTES // 1_000_000} MB, too large for one article; split it"


def _text(value: object) -> tuple[str, str]:
    """The text, and what is wrong with it."""
    if value is None or value in ("", b""):
        return "", "it has no text"
    if isinstance(value, bytes | str) and len(value) > MOST_BYTES:
        return "", _TOO_LARGE
    if isinstance(value, bytes):
        try:
            value = value.decode("utf-8")
        except UnicodeDecodeError as error:
            return "", f"no valid UTF-8 (byte {error.start}); save it as UTF-8"
    if not isinstance(value, str):
        return "", f"its text is of type {type(value).__name__}; a string is expected"
    try:
        check_text(value)
    except ArticleError as error:
        return "", str(error)
    fault = "" if value.strip() else "it has no text"
    fault = _TOO_LARGE if len(value.encode()) > MOST_BYTES else fault
    return "" if fault else value, fault


def _shown(value: object) -> str:
    """What stands beside the text, as words that any file can hold."""
    if isinstance(value, bytes):
        value = value.decode("utf-8", "replace")
    if isinstance(value, str):
        return value.encode("utf-8", "replace").decode().strip()[:_MOST_CHARACTERS]
    plain = isinstance(value, Real | Decimal | dt.date) and not isinstance(value, bool)
    # A frame has NaN or NaT where there is nothing, which differ from themselves.
    return str(value) if plain and value == value else ""  # noqa: PLR0124


# Year, month and day in this order: no other reading is in use.
_YEAR_FIRST = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[T ](.+))?", re.ASCII)


def iso_date(written: str) -> tuple[str, str]:
    """A date in ISO 8601, and a note when it isn't understood.

    It is read when its year comes first, or as e-mails and RSS feeds have it. What may be read in
    two ways ("06/08/2025") is left out. The time of day is the one that is written: it is not
    moved to another time zone.

    Examples
    --------
    >>> iso_date("2025-06-08T23:30:00-05:00"), iso_date("2025/6/8"), iso_date("")
    (('2025-06-08T23:30:00', ''), ('2025-06-08', ''), ('', ''))
    >>> iso_date("Sun, 08 Jun 2025 12:00:00 GMT")
    ('2025-06-08T12:00:00', '')
    >>> iso_date("06/08/2025")
    ('', "date '06/08/2025' is not understood; write it as 2025-06-08")
    """
    if not written:
        return "", ""
    try:
        return _iso(written), ""
    except (ValueError, TypeError, OverflowError):
        note = f"date {written[:40]!r} is not understood; write it as 2025-06-08"
        return "", note


def _iso(written: str) -> str:
    found = _YEAR_FIRST.fullmatch(written)
    if found:
        year, month, day, time = found.groups()
        when = dt.date(int(year), int(month), int(day)).isoformat()
        if time is None:
            return when
        return _second(dt.datetime.fromisoformat(f"{when}T{time}"))
    if re.fullmatch(r"\d{8}", written, re.ASCII):
        return dt.date.fromisoformat(written).isoformat()
    from email.utils import parsedate_to_datetime

    return _second(parsedate_to_datetime(written))


def _second(when: dt.datetime) -> str:
    return when.replace(tzinfo=None).isoformat(timespec="seconds")
