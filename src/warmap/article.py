"""A file, a web page or standard input → `Article`; a text → the exact spans of its sentences.

Decides what counts as a readable article (text, Markdown or HTML, not empty, not binary, at most
ten megabytes) and where sentences end. Knows nothing of places.
"""

from __future__ import annotations

import os
import re
import stat
import sys
from dataclasses import replace
from pathlib import Path, PurePosixPath
from typing import BinaryIO

from warmap.charsets import decode_html, decode_text
from warmap.errors import ArticleError
from warmap.model import Article
from warmap.provenance import is_url

__all__ = ["MOST_BYTES", "check_text", "read_article", "sentences"]

MOST_BYTES = 10_000_000
"""An article larger than this is refused: it is not one article."""

# Documents that hold an article among other things: their text has to be taken out first.
_DOCUMENTS = frozenset(
    {".doc", ".docx", ".epub", ".mht", ".mhtml", ".odt", ".pdf", ".rtf", ".webarchive"}
)
_PAGES = frozenset({".htm", ".html", ".xhtml"})
_MARKDOWN = frozenset({".markdown", ".md"})
_LONG_MARKDOWN = 30_000  # characters from which markup can be made that takes seconds
_PAGE_BEGINS = re.compile(r"\s*(?:<\?xml[^>]*>\s*)?<(?:!doctype\s+html|html)\b", re.IGNORECASE)
_SURROGATE = re.compile(r"[\ud800-\udfff]")


def read_article(
    path: str | Path,
    *,
    title: str = "",
    source: str = "",
    date: str = "",
    allow_private: bool = False,
) -> Article:
    r"""Read an article from a file, from the web, or from standard input.

    Parameters
    ----------
    path
        A text file, a Markdown file (``.md``), a web page (``.html``), an address of http or
        https, or ``-`` for standard input. Pages and addresses need the extra ``web``.
    title, source, date
        Headline, publisher and ISO 8601 date; they beat what the document says.
    allow_private
        Whether an address may lie on this machine or its network.

    Returns
    -------
    Article
        Its text as a reader sees it, with ``\n`` for every line end; of a text file as the file
        has it.

    Raises
    ------
    ArticleError
        The file is missing, not a regular file, a document (.pdf, .docx, ...), too large, empty,
        binary, or in no known encoding; the page can't be fetched or has no text; trafilatura is
        not installed.

    Examples
    --------
    >>> from warmap.bundled import data_path
    >>> read_article(data_path("articles/afp-2025-06-08.txt")).text[:14]
    'Dnipropetrovsk'
    """
    found = (
        _from_web(path, allow_private=allow_private)
        if isinstance(path, str) and is_url(path)
        else _from_file(path)
    )
    return replace(
        found,
        title=title or found.title,
        source=source or found.source,
        date=date or found.date,
    )


def _from_web(url: str, *, allow_private: bool) -> Article:
    from urllib.parse import urlsplit

    from warmap.fetch import MEDIA_TYPES, fetch
    from warmap.webpage import check_trafilatura

    check_trafilatura(url)  # nobody is asked for what then can't be read
    page = fetch(url, allow_private=allow_private)
    ending = MEDIA_TYPES[page.media_type]
    written = PurePosixPath(urlsplit(page.url).path).suffix.lower()
    if ending == ".txt" and written in _MARKDOWN:
        ending = ".md"  # most servers know no better than text
    found = _article_of(page.body, name=page.url, ending=ending, url=page.url, charset=page.charset)
    return replace(found, url=page.url, source=found.source or urlsplit(page.url).hostname or "")


def _from_file(path: str | Path) -> Article:
    standard = str(path) == "-"
    name = "standard input" if standard else str(path)
    ending = Path(path).suffix.lower()
    if ending in _DOCUMENTS:
        raise ArticleError(f"{name}: not plain text; save the article as a .txt file in UTF-8")
    data = _read(path, name)
    if standard and _PAGE_BEGINS.match(data[:1000].decode("ascii", "ignore")):
        ending = ".html"
    return _article_of(data, name=name, ending=ending)


def _article_of(
    data: bytes, *, name: str, ending: str, url: str = "", charset: str = ""
) -> Article:
    """What the bytes of a document of that ending hold."""
    if ending in _PAGES:
        from warmap.webpage import article_of_page

        article = article_of_page(decode_html(data, name=name, charset=charset), name=name, url=url)
    else:
        text = decode_text(data, name=name, charset=charset)
        check_text(text, name=name)
        article = _markdown(text, name=name) if ending in _MARKDOWN else Article(text)
    if not article.text.strip():
        raise ArticleError(f"{name}: the article is empty; give a file with its text")
    return article


def _markdown(text: str, *, name: str) -> Article:
    if len(text) > _LONG_MARKDOWN:
        from warmap.isolation import isolated

        return Article(**isolated("markdown", text.encode(), name=name))
    from warmap.markdown import article_of_markdown

    return article_of_markdown(text)


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
