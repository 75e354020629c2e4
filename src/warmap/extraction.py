"""The article in an HTML page, taken out by trafilatura (the extra ``web``).

`webpage` calls it in another process, by way of `isolation`. It takes the source of a page and
gives strings as the page has them, unchecked.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from warmap.published import published_at, published_by, without_other_address

if TYPE_CHECKING:
    from lxml.html import HtmlElement

__all__ = ["answer", "extract"]

_BLOCKS = frozenset({"p", "head", "item", "quote", "row", "list", "table", "div", "body", "main"})
_KEPT = frozenset({"code", "pre"})  # their line ends are meant; elsewhere they are blanks


def answer(data: bytes, /) -> dict[str, str]:
    r"""What `extract` gives, for an address, a line end and the source in UTF-8.

    Examples
    --------
    >>> answer(b"https://example.org/a\n<html><p>Shelling hit Mezhova.</p></html>")["url"]
    'https://example.org/a'
    """
    address, _, source = data.partition(b"\n")
    return extract(source.decode("utf-8"), url=address.decode("ascii"))


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
    if tree is None:
        return {}
    if url:
        without_other_address(tree)
    address = url or tree.xpath('string(//link[@rel="canonical"]/@href)')
    day, publisher = published_at(tree, url=address), published_by(tree)
    found: Any = bare_extraction(tree, url=url or None, include_comments=False, with_metadata=True)
    if found is None or found.body is None:
        return {}
    lines = (" ".join(line.split()) for block in _blocks(found.body) for line in block.split("\n"))
    return {
        "text": "\n".join(line for line in lines if line),
        "title": found.title or "",
        "source": publisher or found.sitename or "",
        "date": day,
        "url": address or found.url or "",
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
