"""The texts of a page, put into the places that its document leaves for them.

It takes the document, in which comments stand for texts, and page data. Texts come last and are
never looked at again: nothing, folium's templates above all, may read an article as code.
"""

from __future__ import annotations

import re
from typing import Any

from warmap import __version__
from warmap.block import block_text
from warmap.body import (
    article_html,
    byline_html,
    contents_html,
    credits_html,
    places_html,
    plain,
    shown,
)
from warmap.corpusbody import (
    corpus_credits_html,
    corpus_places_html,
    outcomes_html,
    quoted_html,
)
from warmap.packing import packed_counts, packed_quotes
from warmap.wording import say

__all__ = ["COUNTS", "DATA", "QUOTES", "filled", "head_html"]

_HOLE = re.compile(r"<!-- warmap: ([\w.-]+) -->")
DATA = "<!-- warmap: data -->"
"""Stands for the data of the page."""
COUNTS = "<!-- warmap: counts -->"
"""Stands for the counts of a corpus over time."""
QUOTES = "<!-- warmap: quotes -->"
"""Stands for the quotes of a corpus."""


def filled(document: str, data: dict[str, Any], /) -> str:
    """The document with its texts, each put in once and never looked at again.

    Parameters
    ----------
    document
        HTML with comments such as ``<!-- warmap: title -->``, or ``<!-- warmap: say.page.map -->``
        for words of `wording`.
    data
        What `page.page_data` gives, or `corpuspage.corpus_data`.

    Examples
    --------
    >>> from warmap.model import Article
    >>> from warmap.page import page_data
    >>> filled("<h1><!-- warmap: title --></h1>", page_data([], article=Article("", title="<b>")))
    '<h1>&lt;b&gt;</h1>'
    """
    words = data["words"]
    title = data["article"]["title"] or say(words, "page.window")
    texts = {
        "byline": byline_html(data),
        "data": block_text(data),
        "lang": plain(data["lang"]),
        "language": plain(data["article"]["language"]),
        "title": shown(title),
        "window": plain(title),
        **(_of_corpus(data) if "corpus" in data else _of_articles(data)),
    }

    def text_of(found: re.Match[str]) -> str:
        name = found.group(1)
        return plain(say(words, name.removeprefix("say."))) if "." in name else texts[name]

    return _HOLE.sub(text_of, document)


def _of_articles(data: dict[str, Any]) -> dict[str, str]:
    return {
        "article": article_html(data),
        "contents": contents_html(data),
        "credits": credits_html(data),
        "places": places_html(data),
    }


def _of_corpus(data: dict[str, Any]) -> dict[str, str]:
    tally = data["tally"]
    return {
        "counts": packed_counts(tally.places, sources=len(tally.sources)),
        "credits": corpus_credits_html(data),
        "outcomes": outcomes_html(data),
        "places": corpus_places_html(data),
        "quotes": packed_quotes(tally.places, sources=tally.sources, lang=data["lang"]),
        "quoted": quoted_html(data),
    }


def head_html(policy: str, /) -> str:
    """The beginning of the document, with its policy (see `policy`).

    Examples
    --------
    >>> head_html("default-src 'none'")[:15]
    '<!DOCTYPE html>'
    """
    return (
        '<!DOCTYPE html>\n<html lang="<!-- warmap: lang -->">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f'<meta name="generator" content="warmap {__version__}">\n'
        '<meta name="color-scheme" content="light dark">\n'
        "<title><!-- warmap: window --></title>\n"
    )
