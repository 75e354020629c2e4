"""The rivals of a mention as the places frame carries them: one JSON text, out and in again.

It takes rivals and gives text, or the other way round, and refuses a text that doesn't say what a
place needs. It does not choose between places.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from warmap.model import KINDS, PRECISIONS, Candidate, Rival

__all__ = ["rivals_json", "rivals_of"]

_TEXTS = ("source", "source_id", "name", "local_name", "country", "admin1")
_FIELDS = ("kind", "country", "admin1", "lat", "lon", "precision", "radius_km", "source")


def rivals_json(rivals: Sequence[Rival]) -> str:
    """The rivals of a mention as one JSON list, best first.

    Examples
    --------
    >>> rivals_json([])
    '[]'
    """
    found = [
        {"id": rival.candidate.id, "name": rival.candidate.name, "score": rival.score}
        | {"local_name": rival.candidate.local_name, "source_id": rival.candidate.source_id}
        | {field: getattr(rival.candidate, field) for field in _FIELDS}
        for rival in rivals
    ]
    return _encoded(found)


_encoded = json.JSONEncoder(ensure_ascii=False, sort_keys=True).encode  # made once: half the time


@lru_cache(maxsize=4096)  # a frame is checked first, and the mentions of a name share their rivals
def rivals_of(text: str, /) -> tuple[Rival, ...]:
    """The rivals that `rivals_json` wrote; none for an empty text.

    Raises
    ------
    ValueError
        The text is no such list.

    Examples
    --------
    >>> rivals_of("[]")
    ()
    >>> rivals_of('[{"name": "Zoria"}]')
    Traceback (most recent call last):
    ValueError: 'source' is missing or no text
    """
    try:
        entries = json.loads(text or "[]")
    except RecursionError as error:
        raise ValueError("it is nested too deeply") from error
    if not isinstance(entries, list):
        raise ValueError("it must be a JSON list")  # noqa: TRY004 - the caller's one error
    return tuple(_rival(entry) for entry in entries)


def _rival(entry: Any) -> Rival:  # noqa: ANN401 - what JSON holds
    if not isinstance(entry, dict):
        raise ValueError("its entries must be objects")  # noqa: TRY004
    texts: dict[str, Any] = {name: _text(entry, name) for name in _TEXTS}
    candidate = Candidate(
        **texts,
        kind=_choice(entry, "kind", KINDS),
        precision=_choice(entry, "precision", PRECISIONS),
        lat=_number(entry, "lat", -90, 90),
        lon=_number(entry, "lon", -180, 180),
        radius_km=_number(entry, "radius_km", 0, 1e6),
    )
    return Rival(candidate, _number(entry, "score", 0, 1))


def _text(entry: dict[str, Any], name: str) -> str:
    value = entry.get(name)
    if not isinstance(value, str):
        raise ValueError(f"{name!r} is missing or no text")  # noqa: TRY004
    value.encode()  # a lone surrogate, which JSON can spell, is a ValueError
    return value


def _choice(entry: dict[str, Any], name: str, allowed: Sequence[str]) -> Any:  # noqa: ANN401
    value = _text(entry, name)
    if value not in allowed:
        raise ValueError(f"{name!r} must be one of {', '.join(allowed)}")
    return value


def _number(entry: dict[str, Any], name: str, least: float, most: float) -> float:
    value = entry.get(name)
    # A bool is an int in Python, and JSON of Python's knows NaN.
    if isinstance(value, int | float) and not isinstance(value, bool) and least <= value <= most:
        return value
    raise ValueError(f"{name!r} is missing or no number from {least:g} to {most:g}")
