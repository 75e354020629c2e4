"""Page data → the HTML that can be read without the page's script: article, quotes, places.

It takes what `page.page_data` gives and escapes every text. What it writes is never part of a
template. With the script running, `reading.js` links the mentions, and the list of places gives way
to a table that can be sorted and filtered.
"""

from __future__ import annotations

import html
import re
from collections.abc import Sequence
from typing import Any
from urllib.parse import urlsplit

from warmap.model import UNSURE
from warmap.provenance import web_address
from warmap.wording import say

__all__ = [
    "article_html",
    "byline_html",
    "contents_html",
    "credits_html",
    "is_long",
    "is_plain",
    "marked",
    "places_html",
    "plain",
    "shown",
    "title_of",
]

Data = dict[str, Any]

# As in dom.js: marks that change the direction of text, and control characters.
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
# So many paragraphs make a block, which a browser lays out only when it comes into view.
_BLOCK = 40
# With more places or mentions than this the page is written as small as can be.
_MANY_PLACES, _MANY_MENTIONS = 500, 2500
# So many articles are cited one by one; more of them as the one map that they are in.
_CITED = 5


def shown(text: str, /) -> str:
    r"""A text as HTML: escaped, with control characters shown and not obeyed.

    Examples
    --------
    >>> shown("<b> & \u202e")
    '&lt;b&gt; &amp; <span class="control">U+202E</span>'
    """
    return _CONTROL.sub(
        lambda found: f'<span class="control">U+{ord(found.group()):04X}</span>',
        html.escape(text.replace("\r\n", "\n")),
    )


def plain(text: str, /) -> str:
    r"""A text as HTML where no element may stand, as in a title or an attribute.

    Examples
    --------
    >>> plain('"a"\0')
    '&quot;a&quot;\ufffd'
    """
    return html.escape(_CONTROL.sub("\ufffd", text))


def is_long(data: Data, /) -> bool:
    """Whether so much is named that the page is written as small as can be.

    Examples
    --------
    >>> is_long({"mentions": [], "places": []})
    False
    """
    return len(data["places"]) > _MANY_PLACES or len(data["mentions"]) > _MANY_MENTIONS


def _row_id(data: Data, number: int) -> str:
    """The id of a place's row in the list of places, which needs no quotes."""
    return str(number) if is_long(data) else f"p-{plain(data['places'][number]['key'])}"


def is_plain(text: str, /) -> bool:
    r"""Whether a browser has exactly this text from its HTML.

    Examples
    --------
    >>> is_plain("Ivano-Frankivsk & Rivne"), is_plain("Ky\0iv")
    (True, False)
    """
    return "\r" not in text and not _CONTROL.search(text)


def marked(data: Data, /) -> set[int]:
    """The numbers of the mentions that `article_html` marks.

    Not marked are those that the place list drops, and of two that overlap the second.

    Examples
    --------
    >>> marked({"sentences": [["In ", [0, "Kyiv"]]], "mentions": [{"status": "resolved"}]})
    {0}
    """
    runs = (run for sentence in data["sentences"] for run in sentence if not isinstance(run, str))
    mentions = data["mentions"]
    return {number for number, _ in runs if mentions[number]["status"] != "dropped"}


def article_html(data: Data, /) -> str:
    """The article's paragraphs, or the quotes where the article itself isn't shown.

    Of several articles each has its own heading and language.

    Bare, since an article may have a hundred thousand mentions: sentences of a paragraph are parted
    by ``wbr``, and a mention that has a place is a link to it in the list of places. Only what is
    unusual of a mention is told by its class; `reading.js` gives those in view all of theirs.

    Examples
    --------
    >>> print(article_html({"paragraphs": [[0]], "sentences": [["It rained."]], "mentions": []}))
    <div class="block"><p
    dir=auto>It rained.</div>
    """
    articles = data.get("articles", [])
    if not articles:
        return _blocks(data, 0, len(data["sentences"]))
    ends = [*(each["sentence"] for each in articles[1:]), len(data["sentences"])]
    return "\n".join(
        f'<section id="a-{number}" lang="{plain(each["language"])}">'
        f'<h2 dir="auto">{shown(title_of(data, number))}</h2>'
        f'<div class="byline" dir="auto">{_byline(each)}</div>\n'
        f"{_blocks(data, each['sentence'], end)}</section>"
        for number, (each, end) in enumerate(zip(articles, ends, strict=True), 1)
    )


def title_of(data: Data, number: int, /) -> str:
    """What an article among several is called, by its number from 1.

    Examples
    --------
    >>> title_of({"articles": [{"title": "Advance"}]}, 1)
    'Advance'
    """
    title: str = data["articles"][number - 1]["title"]
    return title or say(data["words"], "articles.untitled", number=number)


def contents_html(data: Data, /) -> str:
    """A list of the articles that leads to each, where there are several.

    Examples
    --------
    >>> contents_html({})
    ''
    """
    articles = data.get("articles", [])
    if not articles:
        return ""
    entries = "".join(
        f'<li><a href="#a-{number}">{shown(title_of(data, number))}</a>'
        for number in range(1, len(articles) + 1)
    )
    label = plain(say(data["words"], "articles.contents"))
    return f'<nav aria-label="{label}"><ol dir="auto">{entries}</ol></nav>'


def _blocks(data: Data, first: int, end: int) -> str:
    """Some sentences in their paragraphs, or as quotes."""
    paragraphs: list[list[int]] = data["paragraphs"]
    if paragraphs:
        lines = [
            f"<p\ndir=auto>{'<wbr>'.join(_sentence(data, number) for number in numbers)}"
            for numbers in paragraphs
            if first <= numbers[0] < end
        ]
    else:
        lines = [
            f"<blockquote\ndir=auto>{_sentence(data, number)}</blockquote>"
            for number in range(first, end)
        ]
    blocks = (lines[start : start + _BLOCK] for start in range(0, len(lines), _BLOCK))
    # Lines end inside of tags: elsewhere they would be blanks of the text.
    return "\n".join('<div class="block">' + "".join(block) + "</div>" for block in blocks)


def _sentence(data: Data, number: int) -> str:
    runs = data["sentences"][number]
    return "".join(shown(run) if isinstance(run, str) else _mention(data, *run) for run in runs)


def _mention(data: Data, number: int, text: str) -> str:
    mention = data["mentions"][number]
    if mention["status"] == "dropped":
        return shown(text)
    if mention["place"] < 0:
        return f'<span class="m {mention["role"]} unresolved" tabindex="-1">{shown(text)}</span>'
    unusual = [mention["role"]] if mention["role"] != "literal" else []
    if mention["score"] < UNSURE:
        unusual.append("unsure")
    classes = f' class="{" ".join(unusual)}"' if unusual else ""
    return f"<a{classes} href=#{_row_id(data, mention['place'])}>{shown(text)}</a>"


def byline_html(data: Data, /) -> str:
    """Who published the article, and when; a link to it where it is on the web.

    Examples
    --------
    >>> byline_html({"article": {"source": "AFP", "date": "2025-06-08"}})
    'AFP, 2025-06-08'
    >>> byline_html({"article": {"source": "", "date": "", "url": "https://a.example/b"}})
    '<a href="https://a.example/b" rel="noopener noreferrer">a.example</a>'
    """
    about = data["article"]
    if "articles" not in data or not about["date"]:
        return _byline(about)
    days = f'<span class="days">{shown(about["date"])}</span>'
    return f"{shown(about['source'])}, {days}" if about["source"] else days


def _byline(about: Data) -> str:
    source, address = shown(about["source"]), web_address(about.get("url"))
    if address:
        text = source or shown(urlsplit(address).netloc)
        source = f'<a href="{plain(address)}" rel="noopener noreferrer">{text}</a>'
    return ", ".join(filter(None, (source, shown(about["date"]))))


def credits_html(data: Data, /, *, told: Sequence[str] = ()) -> str:
    """What the map is, how to cite it, and where its places and boundaries come from.

    Parameters
    ----------
    data
        What `page.page_data` gives.
    told
        What is said of a corpus; without it the article is named.

    Examples
    --------
    >>> from warmap.wording import wording
    >>> about = {"title": "Advance", "source": "AFP", "date": ""}
    >>> data = {"article": about, "credits": [], "editions": {}, "lang": "en", "version": "1.0"}
    >>> page = credits_html(data | {"words": wording("en")})
    >>> "Article: Advance, AFP." in page, "68/262" in page
    (True, True)
    """
    about, words, version = data["article"], data["words"], data["version"]
    origin = _origin(about)
    articles = data.get("articles", [])
    article = say(words, "credits.article", origin=origin) if origin and not articles else ""
    this = [
        *(told or [article]),
        say(words, "credits.how"),
        say(words, "credits.claims"),
        say(words, "about.boundary"),
        say(words, "about.made", version=version),
    ]
    origins = [_origin(each | {"title": title_of(data, n)}) for n, each in enumerate(articles, 1)]
    if 0 < len(origins) <= _CITED:
        origin = "; ".join(origins)
    cited = say(
        words,
        "counted.citation" if told else "credits.citation",
        origin=origin or say(words, "page.window"),
        version=version,
    )
    return "\n".join(
        [
            *_listed(data),
            *_part(say(words, "credits.this"), this),
            *_part(say(words, "credits.cite"), []),
            f'<p dir="auto" id="citation">{shown(cited)}.</p>',
            *_part(say(words, "credits.sources"), [*data["credits"], *_editions(data)]),
        ]
    )


def _origin(about: Data) -> str:
    return ", ".join(filter(None, (about["title"], about["source"], about["date"])))


def _listed(data: Data) -> list[str]:
    """The articles, as a list that tells of each what is known."""
    if "articles" not in data:
        return []
    entries = (
        f'<li dir="auto">{", ".join(filter(None, (shown(title_of(data, n)), _byline(each))))}.'
        for n, each in enumerate(data["articles"], 1)
    )
    title = say(data["words"], "credits.articles")
    return [f"<h2>{shown(title)}</h2>", '<ol class="origins">', *entries, "</ol>"]


def _part(title: str, lines: list[str]) -> list[str]:
    return [
        f"<h2>{shown(title)}</h2>",
        *(f'<p dir="auto">{shown(line)}.</p>' for line in lines if line),
    ]


def _editions(data: Data) -> list[str]:
    """Which edition each source is, as far as the gazetteer says what it was made of."""
    lines = []
    for source, words in data["words"]["credits"]["editions"].items():
        if set(re.findall(r"\{([\w-]+)\}", words)) <= data["editions"].keys():
            lines.append(say(data["words"], f"credits.editions.{source}", **data["editions"]))
    return lines


def places_html(data: Data, /) -> str:
    """The places as a table, the most mentioned first; very many of them by what they lie in.

    Examples
    --------
    >>> places_html({"places": []})
    ''
    """
    if not data["places"]:
        return ""
    words, long = data["words"], is_long(data)
    columns = ["place", "kind", "where", "mentions", "precision"]
    if long:
        columns.remove("where")
    order = sorted(
        range(len(data["places"])), key=lambda number: -len(data["places"][number]["mentions"])
    )
    groups: dict[str, list[int]] = {}
    for number in order:
        groups.setdefault(data["places"][number]["where"] if long else "", []).append(number)
    heads = "".join(f"<th>{shown(say(words, f'table.{column}'))}" for column in columns)
    lines = [f'<table class="places"><thead><tr>{heads}']
    for where in sorted(groups):
        title = f"<tr><th colspan={len(columns)}>{shown(where)}\n" if where else ""
        lines.append(
            f"<tbody>{title}" + "\n".join(_row(data, n, columns=columns) for n in groups[where])
        )
    return "\n".join([*lines, "</table>"])


def _row(data: Data, number: int, *, columns: list[str]) -> str:
    place, words, long = data["places"][number], data["words"], is_long(data)
    within = "" if long else say(words, "precision.exact")
    if place["radius_km"]:
        within = say(words, "precision.within", km=round(place["radius_km"]))
    local = f" ({place['local']})" if place["local"] and not long else ""
    cells = {
        "place": f"{place['name']}{local}",
        "kind": say(words, f"kind.{place['kind']}"),
        "where": place["where"],
        "mentions": str(len(place["mentions"])),
        "precision": within,
    }
    told = "".join(f"<td>{shown(cells[column])}" for column in columns)
    return f"<tr id={_row_id(data, number)}>{told}"
