"""The article in an HTML page, taken out by trafilatura; run in a process of its own.

`webpage` starts ``main`` there, with limits: a page is anybody's, the parser is C, and neither time
nor memory of either can be bounded from within. It takes an address, a line end and the source in
UTF-8 on standard input and gives JSON on standard output.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from lxml.html import HtmlElement

__all__ = ["extract", "main"]

_BLOCKS = frozenset({"p", "head", "item", "quote", "row", "list", "table", "div", "body", "main"})
_KEPT = frozenset({"code", "pre"})  # their line ends are meant; elsewhere they are blanks
# How a date is looked for: where the page states it, not where a text happens to have one; and
# not against today's date, or the same page would give something else tomorrow.
_DATES = {"original_date": True, "extensive_search": False, "max_date": "2100-01-01"}


def main() -> None:
    """Read a page, write what is in it."""
    _limit_memory()
    address, _, source = sys.stdin.buffer.read().partition(b"\n")
    found = extract(source.decode("utf-8"), url=address.decode("ascii"))
    sys.stdout.write(json.dumps(found))


def extract(source: str, *, url: str = "") -> dict[str, str]:
    """The text, the title, the publisher, the date and the address that a page has.

    Parameters
    ----------
    source
        The HTML.
    url
        Where the page is from, when that is known.

    Returns
    -------
    dict
        ``text``, one line for each paragraph and empty when there is none; ``title``, ``source``,
        ``date`` and ``url`` as the page has them.

    Examples
    --------
    >>> extract("<html><body><p>Shelling hit the town of Mezhova.</p></body></html>")["text"]
    'Shelling hit the town of Mezhova.'
    """
    from trafilatura import bare_extraction

    tree = _tree(source)
    found: Any = None
    if tree is not None:
        found = bare_extraction(
            tree,
            url=url or None,
            include_comments=False,
            with_metadata=True,
            date_extraction_params=dict(_DATES),
        )
    if found is None or found.body is None:
        return {}
    lines = (" ".join(line.split()) for block in _blocks(found.body) for line in block.split("\n"))
    return {
        "text": "\n".join(line for line in lines if line),
        "title": found.title or "",
        "source": found.sitename or "",
        "date": found.date or "",
        "url": found.url or "",
    }


def _tree(source: str) -> HtmlElement | None:
    """The page parsed, without menus and without what no browser shows that runs scripts."""
    from lxml import etree, html

    # trafilatura's own parser drops what lies deeper than 256 elements; this one doesn't.
    parser = html.HTMLParser(
        huge_tree=True, remove_comments=True, remove_pis=True, encoding="utf-8"
    )
    try:
        tree = html.document_fromstring(source.encode("utf-8", "replace"), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError):
        return None  # there is nothing but comments and blanks
    etree.strip_elements(tree, "nav", "noscript", "template", with_tail=False)
    return tree


def _blocks(body: HtmlElement) -> Iterator[str]:
    """What stands between two beginnings or ends of blocks, in the order of the page."""
    from lxml import etree

    parts: list[str] = []
    for event, element in etree.iterwalk(body, events=("start", "end")):
        if element.tag in _BLOCKS:
            yield "".join(parts)
            parts = []
        if event == "start":
            if element.tag == "lb":
                parts.append("\n")
            elif element.tag == "cell" and "".join(parts).strip():
                parts.append(" | ")
            text = element.text or ""
            parts.append(text if element.tag in _KEPT else text.replace("\n", " "))
        elif element is not body:
            parts.append((element.tail or "").replace("\n", " "))
    yield "".join(parts)


_MOST_MEMORY = 3_000_000_000  # bytes of address space


def _limit_memory() -> None:
    try:
        import resource
    except ImportError:  # Windows: the time limit has to do
        return
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    most = _MOST_MEMORY if hard == resource.RLIM_INFINITY else min(_MOST_MEMORY, hard)
    try:
        resource.setrlimit(resource.RLIMIT_AS, (most, hard))
    except (OSError, ValueError):  # a system without such a limit
        return
