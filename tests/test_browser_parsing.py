"""Texts of all kinds through a real browser's parser: what it reads is what was written."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import warmap
from warmap import Article
from warmap.block import page_json
from warmap.body import article_html, plain, shown
from warmap.model import KINDS, ROLES, Candidate, Mention, Resolution, Rival
from warmap.page import page_data
from warmap.scripts import join_modules
from warmap.wording import LANGUAGES

pytestmark = pytest.mark.browser

WEB = Path(warmap.__file__).with_name("web")
CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
# What means something to a parser comes up more often than chance would have it.
SPECIAL = ["<", ">", "&", "</script", "<!--", "-->", "<script", "]]>", '"', "'", "\\", "\\u003c"]
SPECIAL += ["\0", "\r\n", "\r", "\n", "\u2028", "\u2029", "\ufeff", "\ufffe", "&amp", "`", "${"]
TEXTS = st.lists(
    st.one_of(st.sampled_from(SPECIAL), st.text(st.characters(exclude_categories=["Cs"]))),
    max_size=8,
).map("".join)


@pytest.fixture(scope="module")
def parser(browser: Any) -> Iterator[Any]:
    context = browser.new_context(offline=True)
    yield context.new_page()
    context.close()


def candidate(draw: st.DrawFn, text: st.SearchStrategy[str], number: int) -> Candidate:
    known = draw(st.booleans())
    return Candidate(
        "geonames" if known else draw(text), str(number) if known else f"{number}{draw(text)}",
        draw(text), draw(text), draw(st.sampled_from(KINDS)), draw(text), draw(text), lat=48.0,
        lon=37.0, population=draw(st.none() | st.integers(0, 10**7)),
        geonameid=number if known else None, former=tuple(draw(st.lists(text, max_size=2))),
    )  # fmt: skip


@st.composite
def page_datas(draw: st.DrawFn) -> dict[str, Any]:
    """The page data of an article that is made of such texts, with texts of its own as mentions."""
    parts = draw(st.lists(TEXTS, min_size=1, max_size=6))
    text = st.sampled_from(parts)
    candidates = [candidate(draw, text, number) for number in range(1, 4)]
    found = []
    start = 0
    for part in parts:
        if part.strip() and draw(st.booleans()):
            place = draw(st.none() | st.sampled_from(candidates))
            found.append(Resolution(
                Mention(start, start + len(part), part), part, start, candidate=place,
                role=draw(st.sampled_from(ROLES)), reason=draw(text), score=draw(st.floats(0, 1)),
                rivals=tuple(Rival(each, draw(st.floats(0, 1))) for each in candidates[:2]),
                status="unresolved" if place is None else "resolved",
            ))  # fmt: skip
        start += len(part) + 1
    article = Article(" ".join(parts), title=draw(text), source=draw(text), date=draw(text))
    data = page_data(found, article=article, lang=draw(st.sampled_from(LANGUAGES)))
    words = draw(st.dictionaries(text, text, max_size=2))
    return data | {"credits": draw(st.lists(text, max_size=2)), "words": words}


def within(was: Any, read: Any) -> Any:
    """What was read, without the keys that were not written: the page knows some by itself."""
    if isinstance(was, dict):
        return {key: within(was[key], read[key]) for key in was.keys() & read.keys()}
    if isinstance(was, list):
        return [*map(within, was, read), *read[len(was) :]]
    return read


MENTION = ("place", "reason", "rivals", "role", "score", "sentence", "start", "status", "text")
QUIET = [HealthCheck.too_slow, HealthCheck.function_scoped_fixture]
SCRIPT = join_modules(WEB / "data.js")
READ_BACK = """async ([script, keys]) => {
  const AsyncFunction = (async () => {}).constructor;
  const read = new AsyncFunction(`${script}; return { data, mentions, places };`);
  const { data, mentions, places } = await read();
  return { article: data.article, credits: data.credits, places, words: data.words,
    mentions: mentions.map(each => Object.fromEntries(keys.map(key => [key, each[key]]))),
    elements: document.querySelectorAll("script").length, tail: document.body.lastChild.id };
}"""


@pytest.mark.usefixtures("no_land")
@settings(max_examples=200, suppress_health_check=QUIET)
@given(data=page_datas())
def test_a_browser_reads_the_data_back_as_it_was(parser: Any, data: dict[str, Any]) -> None:
    parser.set_content(
        '<!DOCTYPE html><html><head><meta charset="utf-8"></head><body>'
        f'<article id="article">{article_html(data)}</article>'
        f'<script type="application/json" id="warmap-data">{page_json(data)}</script>'
        '<p id="tail"></p></body></html>'
    )
    read = parser.evaluate(READ_BACK, [SCRIPT, MENTION])
    assert (read["elements"], read["tail"]) == (1, "tail")
    for key in ("article", "credits", "mentions", "places", "words"):
        assert within(data[key], read[key]) == data[key]


@settings(max_examples=200)
@given(text=TEXTS)
def test_a_browser_reads_a_text_in_the_body_back_as_it_was(parser: Any, text: str) -> None:
    parser.set_content(
        f'<!DOCTYPE html><html><head><title>{plain(text)}</title></head><body><p title="'
        f'{plain(text)}" id="p">{shown(text)}</p><pre id="tail">.{shown(text)}</pre></body></html>'
    )
    inner, attribute, kept, elements = parser.evaluate(
        """() => [document.querySelector("p").textContent, document.querySelector("p").title,
          document.querySelector("pre").textContent,
          [...new Set([...document.body.querySelectorAll("*")].map(node => node.localName))]]"""
    )
    lines = CONTROL.sub(lambda found: f"U+{ord(found.group()):04X}", text.replace("\r\n", "\n"))
    assert inner == lines
    assert kept == f".{lines}"
    assert attribute == CONTROL.sub("\ufffd", text)
    assert set(elements) <= {"p", "pre", "span"}
