r"""Characters that a file format can't hold, written so that they read back.

Such a character stands as ``\uXXXX``, its number in hexadecimal digits, and so does a backslash
that would begin such a sequence by itself. All other text stays as it is. It takes and gives text,
and does not know the formats.
"""

from __future__ import annotations

import re

__all__ = ["escaped", "unescaped"]

_LIKE_OURS = r"\\(?=u[0-9a-f]{4})"
_OURS = re.compile(r"\\u([0-9a-f]{4})")


def escaped(text: str, /, *, without: str) -> str:
    r"""The text without characters of a set.

    Parameters
    ----------
    text
        Any text.
    without
        The characters, all of the basic plane, as inside of a regular expression's brackets.

    Examples
    --------
    >>> escaped("a\x00b", without=r"\x00")
    'a\\u0000b'
    """
    return re.sub(f"[{without}]|{_LIKE_OURS}", lambda found: f"\\u{ord(found.group()):04x}", text)


def unescaped(text: str, /) -> str:
    r"""The text that `escaped` was given.

    Examples
    --------
    >>> unescaped(escaped("\\u0041 \x00", without=r"\x00")) == "\\u0041 \x00"
    True
    """
    return _OURS.sub(lambda found: chr(int(found.group(1), 16)), text)
