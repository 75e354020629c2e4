"""When and by whom a page was published: as far as it says so, and never guessed from its text."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import html

from warmap.extraction import extract
from warmap.published import published_at, published_by

TEXT = (
    "<p>Shelling hit the town of Mezhova on Monday, officials said. Another attack was reported"
    " there on 24 February 2024 (2024-02-24).</p>"
)
FOOT = "<footer>© 2024 Wire. Updated 01.02.2024 <time datetime='2024-02-01'></time></footer>"


def meta(name: str, content: str) -> str:
    return f'<meta property="{name}" content="{content}">'


def linked(**said: object) -> str:
    data = json.dumps({"@context": "https://schema.org", "@type": "NewsArticle"} | said)
    return f'<script type="application/ld+json">{data}</script>'


def page(head: str, body: str = "") -> html.HtmlElement:
    return html.document_fromstring(
        f"<html><head><title>T</title>{head}</head><body><article>{body}{TEXT}</article>{FOOT}"
    )


@pytest.mark.parametrize(
    ("head", "body", "url", "day"),
    [
        ("", "", "", ""),
        (meta("article:published_time", "2025-06-09T07:30:00+03:00"), "", "", "2025-06-09"),
        ('<meta name="Date" content="2025-06-09">', "", "", "2025-06-09"),
        (meta("article:modified_time", "2025-06-12"), "", "", ""),
        (
            meta("article:modified_time", "2025-06-12") + meta("og:published_time", "2025-06-09"),
            "", "", "2025-06-09",
        ),
        (meta("article:published_time", "yesterday") + linked(datePublished="2025-06-09"),
         "", "", "2025-06-09"),
        (linked(dateModified="2025-06-12", datePublished="2025-06-09T01:00Z"),
         "", "", "2025-06-09"),
        (linked(**{"@type": ["Thing", "ReportageNewsArticle"], "datePublished": "2025-06-09"}),
         "", "", "2025-06-09"),
        (linked(**{"@type": "Event", "datePublished": "2025-06-09"}), "", "", ""),
        (linked(**{"@type": "WebPage", "mainEntity": {"@type": "Article",
         "datePublished": "2025-06-09"}}), "", "", "2025-06-09"),
        (f'<script type="application/ld+json">{"[" * 100_000}</script>', "", "", ""),
        ('<script type="application/ld+json">{"datePublished": </script>', "", "", ""),
        ("", '<span itemprop="datePublished" content="2025-06-09">9 June</span>', "", "2025-06-09"),
        ("", '<time datetime="2025-06-09T08:00">9 June</time>', "", "2025-06-09"),
        ("", '<time datetime="2025-06-09"></time><time datetime="2025-06-09T09:00"></time>',
         "", "2025-06-09"),
        ("", '<time datetime="2025-06-09"></time><time datetime="2022-02-24"></time>', "", ""),
        ("", '<time pubdate datetime="2025-06-09"></time><time datetime="2022-02-24"></time>',
         "", "2025-06-09"),
        ("", "<div class=date>9 червня 2025, 10:00</div>", "", ""),
        ("", "", "https://wire.example/2025/06/09/news", "2025-06-09"),
        ("", "", "https://wire.example/news/2025-6-9/", "2025-06-09"),
        ("", "", "https://wire.example/2025/06/news", ""),
        ("", "", "https://wire.example/2025/13/45/news", ""),
        ("", "", "https://wire.example/12025/06/09", ""),
    ],
)  # fmt: skip
def test_the_day_is_the_one_that_the_page_states(head: str, body: str, url: str, day: str) -> None:
    assert published_at(page(head, body), url=url) == day


@pytest.mark.parametrize(
    ("head", "name"),
    [
        ("", ""),
        (meta("og:site_name", "hromadske"), "hromadske"),
        (linked(publisher={"@type": "Organization", "name": "Wire"}), "Wire"),
        (linked(publisher="Wire"), "Wire"),
        (linked(publisher=["Wire"]) + meta("og:site_name", " "), ""),
    ],
)
def test_the_publisher_is_the_one_that_the_page_names(head: str, name: str) -> None:
    assert published_by(page(head)) == name


def test_a_fetched_page_is_from_where_it_was_fetched() -> None:
    other = '<link rel="canonical" href="https://other.example/2025/06/09/a">'
    source = f"<html><head>{other}{meta('og:url', 'https://other.example/')}</head>{TEXT}</html>"
    fetched = extract(source, url="https://wire.example/a")
    assert (fetched["source"], fetched["url"]) == ("wire.example", "https://wire.example/a")
    assert fetched["date"] == ""
    kept = extract(source)
    assert (kept["url"], kept["date"]) == ("https://other.example/2025/06/09/a", "2025-06-09")


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                ["@graph", "mainEntity", "@type", "datePublished", "publisher", "name"]
            ),
            inner,
            max_size=4,
        )
    ),
    max_leaves=12,
)


@given(JSON)
def test_any_linked_data_gives_a_day_or_none(data: object) -> None:
    head = f'<script type="application/ld+json">{json.dumps(data)}</script>'
    assert published_at(page(head)) == ""
    assert isinstance(published_by(page(head)), str)
