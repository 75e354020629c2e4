"""The records that travel between the stages: plain, frozen, standard library only.

An `Article` holds `Mention` spans; a gazetteer answers a name with `Candidate`
places; a `Resolution` says which candidate a mention means, how sure that is,
and why. The module decides nothing and reads nothing.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

__all__ = [
    "KINDS",
    "PRECISIONS",
    "ROLES",
    "STATUSES",
    "UNSURE",
    "Article",
    "Candidate",
    "Kind",
    "Match",
    "Mention",
    "Precision",
    "Resolution",
    "Rival",
    "Role",
    "Status",
]

Kind = Literal[
    "country", "region", "district", "city", "town", "village", "sea", "river", "site", "other"
]
Role = Literal["literal", "government", "associative"]
Status = Literal["resolved", "unresolved", "dropped"]
Precision = Literal["exact", "hromada", "raion", "region", "country"]
Match = Literal["name", "local", "alias", "former", "demonym", "abbreviation"]

KINDS: tuple[Kind, ...] = (
    "country",
    "region",
    "district",
    "city",
    "town",
    "village",
    "sea",
    "river",
    "site",
    "other",
)
ROLES: tuple[Role, ...] = ("literal", "government", "associative")
STATUSES: tuple[Status, ...] = ("resolved", "unresolved", "dropped")
PRECISIONS: tuple[Precision, ...] = ("exact", "hromada", "raion", "region", "country")
# A mention with a lower score is undecided, wherever warmap says so; `data.js` has it, too.
UNSURE = 0.6


@dataclass(frozen=True, slots=True)
class Article:
    r"""A news text with what is known about its origin.

    Parameters
    ----------
    text
        The article, with ``\n`` line ends. All spans count its code points.
    title, source, date
        Headline, publisher and ISO 8601 date; empty when unknown.
    url
        Where it was published, an address of http or https; empty when unknown.

    Examples
    --------
    >>> Article("Shelling was heard in Mezhova.", source="AFP").source
    'AFP'
    """

    text: str
    title: str = ""
    source: str = ""
    date: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class Mention:
    """A place name where it stands in the text: ``text[start:end] == mention.text``.

    Parameters
    ----------
    start, end
        Half-open span in code points; both -1 for a place that only the place list names.
    text
        The name as the article writes it.
    kinds
        What the words around it say that it is ("the village of X"), empty when they say nothing.
    forms
        What to look up instead of the text, where the text inflects names: the nominatives that
        it may stand for, the likeliest first.
    belief
        How likely it is that the words name a place here, 0 to 1; 1 where somebody says so.

    Examples
    --------
    >>> Mention(13, 18, "Zorya", kinds=("village",)).kinds
    ('village',)
    """

    start: int
    end: int
    text: str
    kinds: tuple[Kind, ...] = ()
    forms: tuple[str, ...] = ()
    belief: float = field(default=1.0, repr=False, compare=False)


@dataclass(frozen=True, slots=True)
class Candidate:
    """One place that a name may mean.

    Parameters
    ----------
    source, source_id
        Who lists it and under which id: ``geonames``/``701305``, ``katottg``/``UA14...``,
        ``natural_earth``/``UA-14`` (admin-1, ISO 3166-2) or ``UA`` (country, ISO 3166-1),
        ``place_list``/``places.csv:2``, ``user``/``mine.csv:2``.
    name, local_name
        Today's English name, and the name in the country's own script.
    kind
        One of `KINDS`.
    country, admin1
        ISO 3166-1 alpha-2 and ISO 3166-2 codes (``UA``, ``UA-14``); empty when there is none.
    admin2
        The district's id in the gazetteer (for Ukraine the raion's KATOTTG code), or empty.
    population
        Inhabitants, or None when unknown.
    lat, lon
        WGS 84 degrees; a label point for an area.
    geonameid
        The GeoNames id wherever one exists.
    precision, radius_km
        How well the point is known: ``exact`` and 0, or the unit whose centre it is and the
        radius in kilometres that holds nine places of ten at that level.
    match
        How the looked-up name belongs to the place: today's ``name``, its ``local`` form, an
        ``alias``, a ``former`` name, a ``demonym`` or an ``abbreviation``.
    former
        Names that the place bore officially before.
    capital
        Whether it is a country's capital, whose name also stands for the government.
    placed_by
        Who gave the point when it is not `source`: a file of the user's, a geocoder; or empty.

    Examples
    --------
    >>> Candidate("geonames", "701305", "Mezhova", "Межова", "town", "UA", "UA-12",
    ...           lat=48.25418, lon=36.73178, population=7022).id
    'geonames:701305'
    """

    source: str
    source_id: str
    name: str
    local_name: str
    kind: Kind
    country: str
    admin1: str
    lat: float
    lon: float
    admin2: str = ""
    population: int | None = None
    geonameid: int | None = None
    precision: Precision = "exact"
    radius_km: float = 0.0
    match: Match = "name"
    former: tuple[str, ...] = ()
    capital: bool = False
    placed_by: str = ""

    @property
    def id(self) -> str:
        """The id that place lists use: ``geonames:701305``, ``katottg:UA14...``, ``iso:UA-14``."""
        prefix = "iso" if self.source == "natural_earth" else self.source
        return f"{prefix}:{self.source_id}"


@dataclass(frozen=True, slots=True)
class Rival:
    """A candidate that was not chosen, with the probability it got."""

    candidate: Candidate
    score: float


@dataclass(frozen=True, slots=True)
class Resolution:
    """What one mention means: the chosen place, or an honest "not known".

    Parameters
    ----------
    mention
        The span that is resolved.
    quote, quote_start
        The whole sentence that holds it and where that sentence starts in the text (-1 when the
        place list added the place).
    role
        ``literal`` (the place), ``government`` (its rulers) or ``associative`` (a name that
        borrows it, as in "the Istanbul talks").
    candidate
        The chosen place; None when status is ``unresolved``.
    score
        Probability that `candidate` is right, 0 to 1.
    reason
        Plain words for the reader.
    rivals
        The other candidates, best first.
    status
        ``resolved``, ``unresolved`` or ``dropped`` (the user's place list said so).

    Examples
    --------
    >>> Resolution(Mention(0, 5, "Zorya"), quote="Zorya fell.", quote_start=0).status
    'unresolved'
    """

    mention: Mention
    quote: str
    quote_start: int
    role: Role = "literal"
    candidate: Candidate | None = None
    score: float = 0.0
    reason: str = ""
    rivals: tuple[Rival, ...] = field(default=())
    status: Status = "unresolved"
