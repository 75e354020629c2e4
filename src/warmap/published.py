"""When a web page was published, by whom and where: only as far as the page itself states it.

It takes a parsed page and gives strings as they stand there. A date that merely occurs in the text
or at the foot of the page is none of these, which is why trafilatura's search for dates (that
prefers any date to none) isn't used.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from warmap.provenance import day_said

if TYPE_CHECKING:
    from lxml.html import HtmlElement

__all__ = ["published_at", "published_by", "without_other_address"]

# Names of <meta> that mean the day of publication, the commonest first.
_NAMES = (
    "article:published_time",
    "og:published_time",
    "datepublished",
    "date.published",
    "publish-date",
    "publish_date",
    "pubdate",
    "parsely-pub-date",
    "sailthru.date",
    "citation_publication_date",
    "dcterms.issued",
    "dc.date.issued",
    "dc.date",
    "date",
)
_ARTICLES = re.compile(r"Article\b|BlogPosting|LiveBlogPosting|Report\b")
_IN_ADDRESS = re.compile(r"/(20[0-9]{2})[/-]([01]?[0-9])[/-]([0-3]?[0-9])(?=[/-]|$)")


def published_at(tree: HtmlElement, /, *, url: str = "") -> str:
    """The ISO day on which a page says that it was published; empty when it doesn't.

    Parameters
    ----------
    tree
        The page.
    url
        Where it is from: many addresses hold the day.

    Returns
    -------
    str
        From the meta data, else from linked data, else from ``<time>`` where all that stand in the
        article agree, else from the address.

    Examples
    --------
    >>> from lxml.html import document_fromstring
    >>> page = document_fromstring("<p>Updated 01.02.2024</p>")
    >>> published_at(page), published_at(page, url="https://example.org/2025/06/09/news")
    ('', '2025-06-09')
    """
    stated = (*_metas(tree, _NAMES), *_marked(tree), *_linked(tree, "datePublished"))
    days = [day for day in map(day_said, stated) if day]
    if days:
        return days[0]
    times = {day_said(t) for t in tree.xpath("(//article|//main)//time/@datetime")} - {""}
    if len(times) == 1:
        return times.pop()
    found = _IN_ADDRESS.search(url)
    return day_said(f"{found[1]}-{int(found[2]):02}-{int(found[3]):02}") if found else ""


def published_by(tree: HtmlElement, /) -> str:
    """The publisher as a page names it; empty when it doesn't.

    Examples
    --------
    >>> from lxml.html import document_fromstring
    >>> published_by(document_fromstring("<meta property=og:site_name content=hromadske><p>A"))
    'hromadske'
    """
    stated = (*_metas(tree, ("og:site_name",)), *_linked(tree, "publisher"))
    return next((name for name in stated if name.strip()), "")


def without_other_address(tree: HtmlElement, /) -> None:
    """Take out of a page what says that it is another's: where it is from is known better.

    Examples
    --------
    >>> from lxml.html import document_fromstring
    >>> page = document_fromstring("<link rel=canonical href=https://b.example/><p>A")
    >>> without_other_address(page)
    >>> page.xpath("//link")
    []
    """
    for element in tree.xpath('//link[@rel="canonical"]|//meta[@property="og:url"]'):
        element.drop_tree()


def _metas(tree: HtmlElement, names: tuple[str, ...]) -> Iterator[str]:
    """What the meta data say under these names, in the order of the names."""
    said: dict[str, str] = {}
    for element in tree.iter("meta"):
        name = element.get("property") or element.get("name") or element.get("itemprop") or ""
        said.setdefault(name.strip().lower(), element.get("content") or "")
    return (said[name] for name in names if name in said)


def _marked(tree: HtmlElement) -> Iterator[str]:
    for element in tree.xpath('//*[@itemprop="datePublished"]|//time[@pubdate]'):
        yield element.get("content") or element.get("datetime") or ""


def _linked(tree: HtmlElement, key: str) -> Iterator[str]:
    """What the articles in a page's linked data (JSON-LD) say under a key."""
    for script in tree.xpath('//script[@type="application/ld+json"]/text()'):
        try:
            todo: list[Any] = [json.loads(script, strict=False)]
        except (ValueError, RecursionError):
            continue
        while todo:
            node = todo.pop(0)
            if isinstance(node, list):
                todo = [*node, *todo]
            elif isinstance(node, dict):
                value = node.get(key)
                if isinstance(value, dict):
                    value = value.get("name")
                if isinstance(value, str) and _ARTICLES.search(str(node.get("@type"))):
                    yield value
                todo += [node.get("@graph"), node.get("mainEntity")]
