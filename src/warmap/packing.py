"""Counts and quotes of a corpus, packed for its page: varints and chunks, deflated, in base64.

It takes the places of a tally and gives the texts of two script elements, in letters that can't
leave such an element. the page's script unpacks them, the quotes only as far as a reader asks.
"""

from __future__ import annotations

import base64
import json
import zlib
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from warmap.progress import track
from warmap.provenance import line_said, web_address
from warmap.telling import reason_in

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from warmap.tally import PlaceTally, Quote

__all__ = ["CHUNK", "packed_counts", "packed_quotes", "varints"]

CHUNK = 64
"""So many places have their quotes in one chunk, which is unpacked when one of them is opened."""

_MASKS = 8  # role masks, of three bits


def packed_counts(places: Sequence[PlaceTally], /, *, sources: int) -> str:
    """How many articles name each place, by period, source and role.

    Parameters
    ----------
    places
        In the order of the page.
    sources
        How many sources there are.

    Returns
    -------
    str
        Base64 of deflated `varints`: for each place the number of its cells, then for each cell
        the step of its key from that of the cell before (the first from 0), and its articles. The
        key is ``((period + 1) * sources + source) * 8 + mask``.

    Examples
    --------
    >>> packed_counts([], sources=1)
    'eNoDAAAAAAE='
    """
    if not places:
        return _deflated(b"")
    numbers = np.array([len(place.cells) for place in places], dtype=np.int64)
    cells = np.concatenate([np.reshape(place.cells, (-1, 4)) for place in places])
    period, source, mask, articles = cells.astype(np.int64).T
    keys = ((period + 1) * sources + source) * _MASKS + mask
    steps = np.diff(keys, prepend=0)
    firsts = np.cumsum(numbers) - numbers  # of each place's cells
    begun = firsts[numbers > 0]
    steps[begun] = keys[begun]
    # Behind each place's number come two values for each of its cells.
    values = np.zeros(len(places) + 2 * len(cells), dtype=np.int64)
    at = 2 * np.arange(len(cells)) + np.repeat(np.arange(1, len(places) + 1), numbers)
    values[2 * firsts + np.arange(len(places))] = numbers
    values[at], values[at + 1] = steps, articles
    return _deflated(varints(values))


def varints(values: NDArray[np.int64], /) -> bytes:
    """Whole numbers from 0 on in as few bytes as each needs: LEB128, the low seven bits first.

    Examples
    --------
    >>> varints(np.array([5, 300])).hex()
    '05ac02'
    """
    rest = np.asarray(values, dtype=np.uint64)
    lengths = np.ones(len(rest), dtype=np.int64)
    for bits in range(7, 64, 7):
        lengths += rest >> np.uint64(bits) > 0
    ends = np.cumsum(lengths)
    written = np.zeros(int(ends[-1]) if len(ends) else 0, dtype=np.uint8)
    for number in range(int(lengths.max(initial=0))):
        has = lengths > number
        low = (rest[has] >> np.uint64(7 * number)) & np.uint64(0x7F)
        more = np.where(lengths[has] > number + 1, np.uint64(0x80), np.uint64(0))
        written[(ends - lengths)[has] + number] = (low | more).astype(np.uint8)
    return written.tobytes()


def packed_quotes(
    places: Sequence[PlaceTally], /, *, sources: Sequence[str], lang: str = "en"
) -> str:
    """The quotes of places in chunks of `CHUNK` places.

    Parameters
    ----------
    places
        In the order of the page.
    sources
        Those that are counted by themselves. An article has the number of its source, or the name
        where it is one of the others.
    lang
        The language of reasons.

    Returns
    -------
    str
        A JSON list of base64 texts, each a deflated JSON object of ``articles`` (lists of title,
        date, source, address or an empty text, id), ``sentences`` and ``places``: for each place
        a list of quotes, which are lists of the number of a sentence, the starts and ends in code
        points of what names the place, role, score in thousandths, reason, number of an article.

    Examples
    --------
    >>> packed_quotes([], sources=[])
    '[]'
    """
    numbers = {source: number for number, source in enumerate(sources)}
    texts = []
    for start in track(range(0, len(places), CHUNK), what="quotes of the page"):
        chunk = _chunk(places[start : start + CHUNK], numbers, lang)
        texts.append(_deflated(_compact(chunk).encode()))
    return "[" + ",\n".join(f'"{text}"' for text in texts) + "]"


def _chunk(places: Sequence[PlaceTally], sources: dict[str, int], lang: str) -> dict[str, Any]:
    articles: dict[tuple[object, ...], int] = {}
    sentences: dict[str, int] = {}
    rows = [
        [
            [
                sentences.setdefault(_whole(quote.text), len(sentences)),
                [end for span in quote.spans for end in span],
                quote.role,
                round(1000 * quote.score),
                reason_in(_whole(quote.reason), lang),
                articles.setdefault(_article(quote, sources), len(articles)),
            ]
            for quote in place.quotes
        ]
        for place in places
    ]
    return {"articles": list(articles), "sentences": list(sentences), "places": rows}


def _article(quote: Quote, sources: dict[str, int]) -> tuple[object, ...]:
    return (
        line_said(quote.title),
        line_said(quote.date),
        sources.get(quote.source, line_said(quote.source)),
        web_address(quote.url),
        line_said(quote.article_id),
    )


def _whole(text: str) -> str:
    """A text without halves of surrogate pairs, which UTF-8 can't write; as long as before."""
    return text.encode("utf-8", "replace").decode() if not text.isascii() else text


def _deflated(data: bytes) -> str:
    return base64.b64encode(zlib.compress(data, 9)).decode()


def _compact(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
