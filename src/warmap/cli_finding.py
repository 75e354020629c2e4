"""How the commands find places: what their options say, put together once.

It takes the options of a command and gives what `places.find_and_correct` found in each article.
What becomes of it is the command's affair.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from typing import TYPE_CHECKING

from warmap.cli_inputs import (
    article_given,
    idle_in_all,
    place_list_given,
    refuse_idle,
    tell_idle,
    tell_taken,
)
from warmap.cli_online import OnlineOptions, tell_asked
from warmap.cli_options import recognizer_of
from warmap.progress import progress

if TYPE_CHECKING:
    from warmap.geocode import Geocoder
    from warmap.model import Article, Resolution
    from warmap.placelist import PlaceList, PlaceRow

__all__ = ["Finding", "Found"]


def _no_bar(_: float) -> None:
    """Shows nothing."""


@dataclass(frozen=True, slots=True)
class Found:
    """What was found in each article, and what there is to tell of it afterwards."""

    articles: list[Article]
    resolutions: list[list[Resolution]]
    place_list: PlaceList | None
    idle: list[PlaceRow]
    geocoder: Geocoder | None

    @property
    def all(self) -> list[Resolution]:
        """The resolutions of all articles, one behind the other."""
        return [resolution for found in self.resolutions for resolution in found]

    def tell(self) -> None:
        """Notes on the rows of the place list, and on what a server was asked."""
        tell_taken(self.all, self.place_list)
        tell_idle(self.idle)
        tell_asked(self.geocoder)


@dataclass(frozen=True, slots=True)
class Finding:
    """The options that say how places are found."""

    places: str
    strict: bool
    home: str
    demonyms: bool
    threshold: float
    recognizer: str
    gazetteer: Sequence[str] | None
    online: OnlineOptions

    def find(
        self,
        names: Sequence[str],
        *,
        title: str = "",
        source: str = "",
        date: str = "",
        allow_private: bool = False,
    ) -> Found:
        """Read the articles of these names and find their places.

        A title belongs to a single article; that of several is the map's.
        """
        from warmap.layers import open_gazetteer
        from warmap.places import find_and_correct

        geocoder = self.online.geocoder()
        table = open_gazetteer(self.gazetteer or (), geocoder=geocoder)
        own_title = title if len(names) == 1 else ""
        articles = [
            article_given(
                name, title=own_title, source=source, date=date, allow_private=allow_private
            )
            for name in names
        ]
        place_list = place_list_given(names[0], self.places, table)
        spans = recognizer_of(self.recognizer)
        answers = []
        # A single article has a bar of its own.
        several = len(articles) > 1
        bar = progress("finding places", total=len(articles)) if several else nullcontext(_no_bar)
        with bar as advance:
            for number, article in enumerate(articles, 1):
                answers.append(
                    find_and_correct(
                        article,
                        place_list=place_list.of_article(number) if place_list else None,
                        gazetteer=table,
                        recognizer=spans,
                        home=self.home or None,
                        demonyms=self.demonyms,
                        threshold=self.threshold,
                    )
                )
                advance(1)
        idle = idle_in_all(place_list, [rows for _, rows in answers])
        if self.strict:
            refuse_idle(idle)
        found = [resolutions for resolutions, _ in answers]
        return Found(articles, found, place_list, idle, geocoder)
