"""Several articles on one page: each with its places, and where it begins among all of them.

It takes what `draw_map` takes, one article or several, and gives the same records one after
another. Mentions and sentences are numbered over all articles; the offsets of a mention are those
of its own article. It does not know how a page shows them.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeAlias

from warmap.errors import PageError
from warmap.frames import to_resolutions
from warmap.language import language_of
from warmap.model import Article, Resolution
from warmap.passages import numbered_sentences, paragraphs_of, quotes_alone

if TYPE_CHECKING:
    import geopandas as gpd

__all__ = ["Articles", "Given", "Passages", "articles_with_places", "passages_of"]

Places: TypeAlias = "gpd.GeoDataFrame | Sequence[Resolution]"
Articles: TypeAlias = "Article | Sequence[Article] | None"
Given: TypeAlias = "tuple[list[Resolution], Article | None]"

# So many letters of an article without a title stand for it where it can be chosen.
_BEGINNING = 60


@dataclass(slots=True)
class Passages:
    """The sentences of all articles, and which of them hold the mentions.

    Parameters
    ----------
    numbered
        For each resolution the number of its sentence, -1 for none.
    spans
        Each sentence with its start in its own article.
    paragraphs
        Numbers of sentences, a list for each line of an article.
    begun
        For each article the numbers of its first resolution and of its first sentence.
    """

    numbered: list[int] = field(default_factory=list)
    spans: list[tuple[int, str]] = field(default_factory=list)
    paragraphs: list[list[int]] = field(default_factory=list)
    begun: list[tuple[int, int]] = field(default_factory=list)

    def article_of(self, number: int, /) -> int:
        """The number of the article that a resolution belongs to."""
        return bisect_right([first for first, _ in self.begun], number) - 1

    def language(self, number: int, /) -> str:
        """The language of an article, as far as it is shown."""
        return language_of("".join(text for _, text in self.spans[self._range(number)]))

    def beginning(self, number: int, /) -> str:
        """The first words of an article, as far as it is shown."""
        shown = self.spans[self._range(number)]
        text = " ".join(shown[0][1].split()) if shown else ""
        if len(text) <= _BEGINNING:
            return text
        return text[:_BEGINNING].rsplit(" ", 1)[0] + "…"

    def _range(self, number: int) -> slice:
        later = [first for _, first in self.begun[number + 1 :]] or [len(self.spans)]
        return slice(self.begun[number][1], later[0])


def articles_with_places(
    places: Places | Sequence[Places], article: Articles = None, /
) -> list[Given]:
    """Each article with its places as plain records.

    Parameters
    ----------
    places
        A places frame or resolutions; of several articles a sequence of those.
    article
        The article, or as many articles as there are frames, in the same order.

    Raises
    ------
    PageError
        There are not as many frames as articles.
    PlacesError
        A frame breaks the contract of places.

    Examples
    --------
    >>> articles_with_places([], Article("It rained."))
    [([], Article(text='It rained.', title='', source='', date='', url=''))]
    >>> articles_with_places([[], []], [Article("It rained.")])
    Traceback (most recent call last):
    warmap.errors.PageError: 2 frames of places for 1 article; give one for each, in the same order
    """
    several = isinstance(places, Sequence) and not all(isinstance(p, Resolution) for p in places)
    if article is None or isinstance(article, Article):
        if several:
            told = "one article" if article else "no article"
            raise PageError(
                f"{_told(places)} for {told}; give as many articles as frames, in the same order"
            )
        return [(to_resolutions(places), article)]
    articles = list(article)
    wrong = next((n for n, a in enumerate(articles, 1) if not isinstance(a, Article)), 0)
    if wrong:
        kind = type(articles[wrong - 1]).__name__
        raise PageError(f"article {wrong} is of type {kind}; make an Article of its text")
    # An empty list is no places of one article, or no frames of several.
    empty = isinstance(places, Sequence) and not places and len(articles) != 1
    given = list(places) if several or empty else [places]
    if len(given) != len(articles) or not articles:
        raise PageError(
            f"{_told(given)} for {_counted(len(articles), 'article')};"
            " give one for each, in the same order"
        )
    return [(to_resolutions(p), a) for p, a in zip(given, articles, strict=True)]


def _told(places: Any) -> str:  # noqa: ANN401 - whatever somebody gave
    return f"{_counted(len(places), 'frame')} of places"


def _counted(count: int, noun: str) -> str:
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"


def passages_of(given: Sequence[Given], /, *, quotes_only: bool) -> Passages:
    r"""The sentences of all articles, one article behind the other.

    Examples
    --------
    >>> texts = Article("It rained.\nIt snowed."), Article("The sun shone.")
    >>> found = passages_of([([], text) for text in texts], quotes_only=False)
    >>> found.paragraphs, found.begun, found.language(1)
    ([[0], [1], [2]], [(0, 0), (0, 2)], 'en')
    """
    found = Passages()
    for resolutions, told in given:
        article = told if told and told.text else None  # of a frame only the title may be known
        numbered, spans = numbered_sentences(resolutions, article)
        if quotes_only:
            numbered, spans = quotes_alone(resolutions, numbered, spans)
        before = len(found.spans)
        found.begun.append((len(found.numbered), before))
        found.numbered += [number + before if number >= 0 else -1 for number in numbered]
        found.spans += spans
        if article and not quotes_only:
            found.paragraphs += [[n + before for n in line] for line in paragraphs_of(spans)]
    return found
