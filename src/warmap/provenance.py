"""What a document says of itself, made safe to show: title, publisher, day, address.

It takes strings that anybody may have written and gives short, plain ones, or empty ones. It
believes them all: whether a page is by whom it says is not known here.
"""

from __future__ import annotations

import datetime as dt
import re
import unicodedata

__all__ = ["day_said", "is_url", "line_said", "web_address"]

_LONGEST = 300  # characters of a title; more is no headline
_LONGEST_ADDRESS = 2_000
# Half of a pair; not assigned by Unicode to a character; a control character.
_UNSHOWN = frozenset({"Cc", "Cs", "Cn", "Co"})
# Characters that turn the text around them, which a title has no right to.
_TURNING = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*):/+")
_DAY = re.compile(r"\s*([0-9]{4}-[0-9]{2}-[0-9]{2})(?![0-9])")


def line_said(text: str | None, /) -> str:
    r"""A title or a name in one line, without what can't be shown, and cut where it is too long.

    Examples
    --------
    >>> line_said(" Two villages\n lose\x00 power ")
    'Two villages lose power'
    """
    said = text or ""
    if not said.isprintable():  # most are, and a corpus has many
        blank = "".join(" " if c.isspace() else c for c in said)
        kept = (c for c in blank if unicodedata.category(c) not in _UNSHOWN and c not in _TURNING)
        said = "".join(kept)
    line = " ".join(said.split())
    return line if len(line) <= _LONGEST else line[: _LONGEST - 1].rstrip() + "…"


def day_said(text: str | None, /) -> str:
    """The day that a date of ISO 8601 begins with; empty when it is no such date.

    Examples
    --------
    >>> day_said("2025-06-09T07:30:00+03:00"), day_said("9 June 2025"), day_said("2025-06-31")
    ('2025-06-09', '', '')
    """
    found = _DAY.match(text or "")
    if found is None:
        return ""
    try:
        dt.date.fromisoformat(found[1])
    except ValueError:
        return ""
    return found[1]


def is_url(text: str, /) -> bool:
    """Whether a name is meant as an address on a network, and not as a file.

    Examples
    --------
    >>> is_url("https://example.org/a"), is_url("ftp://a"), is_url("C:/a.txt"), is_url("a.txt")
    (True, True, False, False)
    """
    found = _SCHEME.match(text)
    return found is not None and len(found[1]) > 1  # one letter is a drive of Windows


def web_address(text: str | None, /) -> str:
    """An address on the web that a reader may follow; empty when it is anything else.

    Examples
    --------
    >>> web_address("https://example.org/a"), web_address("javascript:alert(1)")
    ('https://example.org/a', '')
    """
    address = (text or "").strip()
    plain = address.isascii() and address.isprintable() and not set(address) & set(" \"'<>\\`{}")
    known = re.match(r"https?://[^/@?#]+(?:[/?#]|$)", address, re.IGNORECASE)
    return address if known and plain and len(address) <= _LONGEST_ADDRESS else ""
