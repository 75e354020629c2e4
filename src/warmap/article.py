"""A file or standard input → `Article`; a text → the exact spans of its sentences.

Decides what counts as a readable article (UTF-8 or UTF-16 text, not empty, not binary, at
most ten megabytes) and where sentences end. Knows nothing of places.
"""

from __future__ import annotations

import os
import re
import stat
import sys
from pathlib import Path
from typing import BinaryIO

from warmap.errors import ArticleError
from warmap.model import Article

__all__ = ["MOST_BYTES", "check_text", "read_article", "sentences"]

MOST_BYTES = 10_000_000
"""An article larger than this is refused: it is not one article."""

# Documents that hold an article among other things: their text has to be taken out first.
_DOCUMENTS = frozenset({".doc", ".docx", ".epub", ".htm", ".html", ".odt", ".pdf", ".rtf"})
_BOMS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
_MOST_CONTROLS = 0.02  # share of control characters from which a text counts as binary
_SURROGATE = re.compile(r"[\ud800-\udfff]")


def read_article(path: str | Path, *, title: str = "", source: str = "", date: str = "") -> Article:
    r"""Read an article from a text file or from standard input.

    Parameters
    ----------
    path
        A file, or ``-`` for standard input.
    title, source, date
        Headline, publisher and ISO 8601 date, when known.

    Returns
    -------
    Article
        Its text as the file has it, with ``\n`` for every line end.

    Raises
    ------
    ArticleError
        The file is missing, not a regular file, a document (.html, .pdf, ...), too large, empty,
        binary, or neither UTF-8 nor UTF-16 with a byte order mark.

    Examples
    --------
    >>> from warmap.bundled import data_path
    >>> read_article(data_path("articles/afp-2025-06-08.txt")).text[:14]
    'Dnipropetrovsk'
    """
    name = "standard input" if str(path) == "-" else str(path)
    if Path(path).suffix.lower() in _DOCUMENTS:
        raise ArticleError(f"{name}: not plain text; save the article as a .txt file in UTF-8")
    text = _decode(_read(path, name), name)
    check_text(text, name=name)
    if not text.strip():
        raise ArticleError(f"{name}: the article is empty; give a file with its text")
    return Article(text, title=title, source=source, date=date)


def check_text(text: str, *, name: str = "text") -> None:
    """Refuse a text that no file can hold: one with lone surrogates.

    Raises
    ------
    ArticleError
        Names the first one and where it stands.

    Examples
    --------
    >>> check_text("Kyiv")
    """
    found = _SURROGATE.search(text)
    if found:
        raise ArticleError(
            f"{name}: character {found.start()} is half of a surrogate pair "
            f"(U+{ord(found.group()):04X}), which is no text; decode it as UTF-16 or UTF-8 again"
        )


def _read(path: str | Path, name: str) -> bytes:
    """At most `MOST_BYTES` of a regular file or of standard input."""
    try:
        if str(path) == "-":
            return _limited(sys.stdin.buffer, name)
        # A named pipe would block at opening, so its kind is asked first.
        if not stat.S_ISREG(os.stat(path).st_mode):  # noqa: PTH116
            raise ArticleError(
                f"{name}: not a regular file; give a text file or - for standard input"
            )
        with Path(path).open("rb") as file:
            return _limited(file, name)
    except OSError as error:
        why = error.strerror or str(error)
        raise ArticleError(f"{name}: can't be read: {why}; give a text file") from error
    except ValueError as error:
        if isinstance(error, ArticleError):
            raise
        raise ArticleError(f"{name!r}: not a file name: {error}") from error


def _limited(file: BinaryIO, name: str) -> bytes:
    data = file.read(MOST_BYTES + 1)
    if len(data) > MOST_BYTES:
        most = MOST_BYTES // 1_000_000
        raise ArticleError(f"{name}: over {most} MB, too large for one article; split it")
    return data


def _decode(data: bytes, name: str) -> str:
    """Bytes to text; what is not surely text is refused, never guessed."""
    encoding = next((e for mark, e in _BOMS if data.startswith(mark)), "utf-8")
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        binary = b"\x00" in data[:4096]
        what = "a binary file" if binary else f"no valid {encoding.upper()}"
        raise ArticleError(
            f"{name}: {what} (byte {error.start}); tried {encoding.upper()}: save it as UTF-8 text"
        ) from error
    if len(_CONTROLS.findall(text)) > _MOST_CONTROLS * len(text):
        raise ArticleError(f"{name}: a binary file, not text; save the article as UTF-8 text")
    return text.replace("\r\n", "\n").replace("\r", "\n")


# From the first stop of a run and never back into it: else a line of dots takes quadratic time.
_END = re.compile(r"(?<![.!?…])[.!?…]++[\"'”’»›)\]]*+(?=\s|$)|\n\s*", re.MULTILINE)
_LONGEST = 2_000  # a reader takes no quote that is longer; a text without stops is one sentence
# A full stop after one of these does not end a sentence.
_ABBREVIATIONS = frozenset(
    "mr mrs ms dr st gen lt col maj capt sgt cpl sen rep gov rev prof hon pres no vs jan feb aug "
    "sept sep oct nov dec approx mt ft e.g i.e etc u.s u.k u.n a.m p.m обл м р с вул ул смт пгт "
    "им ім т т.д т.п тис тыс млн млрд см напр г".split()
)


def sentences(text: str) -> list[tuple[int, int]]:
    """Exact spans of the sentences of a text.

    A sentence ends at a line break, or at . ! ? … with the quotes and brackets that close it;
    not after an abbreviation or an initial, and not before a small letter. One of over 2,000
    characters is cut at white space, or at that length.

    Parameters
    ----------
    text
        Any text.

    Returns
    -------
    list of (int, int)
        Half-open spans in code points, in order, without overlaps and without blank edges;
        together they hold every character that is not blank.

    Examples
    --------
    >>> text = "Gen. Smith left. “Kyiv stands,” he said."
    >>> [text[start:end] for start, end in sentences(text)]
    ['Gen. Smith left.', '“Kyiv stands,” he said.']
    """
    found: list[tuple[int, int]] = []
    start = 0
    for match in _END.finditer(text):
        if match.group()[0] != "\n" and not _ends(text, match.start(), match.end()):
            continue
        _add(found, text, start, match.end())
        start = match.end()
    _add(found, text, start, len(text))
    return found


def _ends(text: str, stop: int, after: int) -> bool:
    """Whether the stop at `stop` ends a sentence; `after` is where its closing marks end."""
    following = text[after : after + 3].lstrip()[:1]
    if following.islower():
        return False
    if text[stop] != "." or after - stop > 1:
        return True
    space = max(text.rfind(" ", max(0, stop - 16), stop), text.rfind("\n", max(0, stop - 16), stop))
    word = text[space + 1 : stop].lstrip("(“\"'«‘[")
    # "J. K. Smith", "U.S. officials"; but "Plan B." at the end of a text is an end.
    initial = len(word) == 1 and word.isupper() and bool(following)
    return not (initial or (word.lower() in _ABBREVIATIONS and bool(following)))


def _add(found: list[tuple[int, int]], text: str, start: int, end: int) -> None:
    """Add what stands there without its blank edges, in parts of `_LONGEST` at most."""
    while start < end:
        piece = text[start : min(end, start + _LONGEST)]
        if start + len(piece) < end:  # cut at the last space, which stays with the first part
            piece = piece[: piece.rfind(" ") + 1 or len(piece)]
        body = piece.strip()
        if body:
            left = start + len(piece) - len(piece.lstrip())
            found.append((left, left + len(body)))
        start += len(piece)
