"""Text from outside never reaches what folium and branca compile as templates, or keep to do so."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import folium
import jinja2
import pytest
from branca.element import Element
from jinja2.runtime import Macro

from warmap import Article, draw_map
from warmap.body import places_html
from warmap.drawing import ArticleMap
from warmap.model import Candidate, Mention, Resolution, Rival
from warmap.page import page_data
from warmap.wording import wording

MARK = "qzmarkqz"


class Seen:
    """What was compiled as a template while it was watched, put into one, or came out of one."""

    def __init__(self) -> None:
        self.texts: list[str] = []

    def note(self, *values: object) -> None:
        self.texts += [text for value in values for text in strings_in(value)]

    def marked(self) -> list[str]:
        return [text[:200] for text in self.texts if MARK in text]


@pytest.fixture
def seen(monkeypatch: pytest.MonkeyPatch) -> Seen:
    noted = Seen()

    def watched(owner: type, name: str) -> None:
        whole = getattr(owner, name)

        def call(self: Any, *values: Any, **named: Any) -> Any:
            given = whole(self, *values, **named)
            noted.note(*values, named, given)
            return given

        monkeypatch.setattr(owner, name, call)

    watched(jinja2.Environment, "compile")  # by which all templates are made
    watched(jinja2.Environment, "from_string")
    watched(jinja2.Template, "render")
    watched(Macro, "__call__")
    return noted


def strings_in(value: object) -> Iterator[str]:
    """The strings in a value of plain containers; of an element all that it holds."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for key, each in value.items():
            yield from strings_in(key)
            yield from strings_in(each)
    elif isinstance(value, list | tuple | set):
        for each in value:
            yield from strings_in(each)
    elif isinstance(value, Element):
        kept = {key: each for key, each in vars(value).items() if not isinstance(each, Element)}
        kept.pop("_children", None)
        yield from strings_in(kept)


def elements_of(root: Any) -> Iterator[Element]:
    """The elements of a document, each once: its parts, and what was added to them."""
    todo, done = [root], set()
    while todo:
        element = todo.pop()
        if id(element) in done:
            continue
        done.add(id(element))
        yield element
        todo += [each for each in vars(element).values() if isinstance(each, Element)]
        todo += element._children.values()


def marks() -> Iterator[str]:
    """Texts that tell where they were given; none is a part of another."""
    number = 0
    while True:
        number += 1
        yield f"{MARK}{number}."


def marked_map(*, quotes_only: bool = False, lang: str = "en") -> tuple[ArticleMap, list[str]]:
    """A map of records with a text of its own in every field, and these texts."""
    texts = marks()
    given: list[str] = []

    def mark() -> str:
        given.append(next(texts))
        return given[-1]

    def place(number: int) -> Candidate:
        return Candidate(
            mark(), mark(), mark(), mark(), "village", mark(), mark(), admin2=mark(),
            lat=48.0 + number, lon=37.0, former=(mark(), mark()), placed_by=mark(),
            precision="hromada", radius_km=9.0,
        )  # fmt: skip

    name, quote = mark(), mark()
    text = f"At {name} and {quote}."
    sure = Resolution(
        Mention(3, 3 + len(name), name), text, 0, candidate=place(0), score=0.4, reason=mark(),
        rivals=(Rival(place(1), 0.3),), status="resolved",
    )  # fmt: skip
    unknown = Resolution(
        Mention(text.index(quote), len(text) - 1, quote), text, 0, reason=mark(),
        rivals=(Rival(place(2), 0.3),),
    )  # fmt: skip
    added = Resolution(
        Mention(-1, -1, mark()), "", -1, candidate=place(3), status="resolved", reason=mark()
    )
    article = Article(text, title=mark(), source=mark(), date=mark())
    drawn = draw_map([sure, unknown, added], article=article, quotes_only=quotes_only, lang=lang)
    return drawn, given


@pytest.mark.parametrize("quotes_only", [False, True])
@pytest.mark.parametrize("lang", ["en", "uk"])
def test_no_text_reaches_what_compiles_templates(
    seen: Seen, lang: str, *, quotes_only: bool
) -> None:
    drawn, given = marked_map(quotes_only=quotes_only, lang=lang)
    page = drawn.get_root().render()
    assert len(seen.texts) > 10  # folium's own templates were seen
    assert seen.marked() == []
    # The page itself holds the data, for the end, when no template is left to be compiled.
    others = [element for element in elements_of(drawn) if element is not drawn.get_root()]
    assert [e for e in others if any(MARK in text for text in strings_in(e))] == []
    # They aren't in the page at all only where the page has no use for them.
    shown = {text for text in given if text in page}
    assert len(shown) > len(given) * 3 // 4


def test_no_text_of_several_articles_does(seen: Seen) -> None:
    titles = [f"{MARK}{number}." for number in range(3)]
    articles = [
        Article(f"At {each}.", title=each, source=f"{each}s", date=f"{each}d") for each in titles
    ]
    found = [Resolution(Mention(3, 3 + len(each), each), f"At {each}.", 0) for each in titles]
    drawn = draw_map([[each] for each in found], article=articles, title=f"{MARK}whole")
    page = drawn.get_root().render()
    assert seen.marked() == []
    others = [element for element in elements_of(drawn) if element is not drawn.get_root()]
    assert [e for e in others if any(MARK in text for text in strings_in(e))] == []
    assert all(each in page for each in [*titles, f"{MARK}whole"])


def test_the_watch_sees_a_text_that_is_given_to_folium(seen: Seen) -> None:
    drawn, _ = marked_map()
    folium.Marker([48, 37], popup=MARK).add_to(drawn)
    drawn.get_root().render()
    assert seen.marked() != []
    assert [e for e in elements_of(drawn) if any(MARK in text for text in strings_in(e))] != []


def test_a_second_page_is_not_made_of_the_first(seen: Seen) -> None:
    drawn, _ = marked_map()
    assert drawn.get_root().render() == drawn.get_root().render()
    assert seen.marked() == []


def test_words_of_the_page_are_escaped_as_other_texts() -> None:
    place = Candidate(
        "user", "1", "Zorya", "", "village", "UA", "UA-14", lat=48.0, lon=37.0,
        precision="hromada", radius_km=9.0,
    )  # fmt: skip
    found = Resolution(Mention(0, 5, "Zorya"), "Zorya", 0, candidate=place, status="resolved")
    words = {
        group: {key: "<b>" if isinstance(text, str) else text for key, text in entries.items()}
        for group, entries in wording("en").items()
    }
    html = places_html(page_data([found]) | {"words": words})
    assert "<b>" not in html
    assert html.count("&lt;b&gt;") == 7
