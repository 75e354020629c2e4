"""Reasons in the language of the page: ``reasons.toml`` tells how the English ones are said.

It takes a reason as a resolution has it and gives the same in another language, part by part. A
part that it doesn't know, such as a note of the user's place list, stays as it is.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path

from warmap.model import KINDS
from warmap.wording import wording

__all__ = ["reason_in"]

_BLANK = re.compile(r"\{(\w+)\}")
_NOUNS = {"place": "other"}  # as `reasons` calls a kind that has no noun of its own


def reason_in(reason: str, lang: str, /) -> str:
    """A reason in a language of the page.

    Examples
    --------
    >>> reason_in("the text calls it a village; near other places that the article names", "uk")
    'у тексті це названо так: село; неподалік від інших місць, названих у статті'
    """
    if lang == "en":
        return reason
    return "; ".join(_told(part) for part in reason.split("; "))


@lru_cache(maxsize=4096)
def _told(part: str) -> str:
    for pattern, words in _patterns():
        found = pattern.fullmatch(part)
        if found:
            return _BLANK.sub(_filler(found), words)
    return part


def _filler(found: re.Match[str]) -> Callable[[re.Match[str]], str]:
    def fill(blank: re.Match[str]) -> str:
        value = found[blank[1]]
        if blank[1] != "kind":
            return value
        kind = _NOUNS.get(value, value)
        return str(wording("uk")["kind"][kind]) if kind in KINDS else value

    return fill


@lru_cache(maxsize=1)
def _patterns() -> list[tuple[re.Pattern[str], str]]:
    text = Path(__file__).with_name("reasons.toml").read_text(encoding="utf-8")
    return [
        (re.compile(_pattern(entry["en"]), re.DOTALL), entry["uk"])
        for entry in tomllib.loads(text)["reason"]
    ]


def _pattern(words: str) -> str:
    """A pattern whose blanks take any text, and numbers where the blank is one."""
    pattern = ""
    for at, piece in enumerate(_BLANK.split(words)):
        taken = r"\d+" if piece == "number" else ".+"
        pattern += f"(?P<{piece}>{taken})" if at % 2 else re.escape(piece)
    return pattern
