"""Which spans of a text may name a place: the candidates that `mentions` judges.

Every run of capitalised words that the gazetteer knows, the longest first; named sites; names that
the user or a recogniser proposes; and those that `unknown` finds. Whether a span is a place here is
not decided.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterable, Iterator
from collections.abc import Set as AbstractSet
from heapq import merge

from warmap.features import Span
from warmap.gazetteer import Gazetteer, normalise
from warmap.language import is_cyrillic
from warmap.model import Candidate
from warmap.sites import last_capital, numbered_road, site_ends
from warmap.spans_cyrillic import cyrillic_spans
from warmap.tokens import ARABIC_ARTICLES, Tokens
from warmap.unknown import located_words, unknown_end

__all__ = ["bounds_of", "on_words", "spans_of"]

_MOST_WORDS = 6


def spans_of(
    tokens: Tokens,
    *,
    gazetteer: Gazetteer,
    sure: AbstractSet[str] = frozenset(),
    extra: Collection[tuple[int, int]] = frozenset(),
    demonyms: bool = False,
) -> Iterator[Span]:
    """Spans that may name a place, by first word, the longest first.

    Parameters
    ----------
    tokens
        The words of the text.
    gazetteer
        Tells which names exist.
    sure
        Normalised names that count without the gazetteer.
    extra
        Word ranges that a recogniser proposes.
    demonyms
        Whether names of peoples count.
    """
    latin = _latin_spans(tokens, gazetteer, sure, extra, demonyms=demonyms)
    if tokens.language == "en":
        yield from latin
        return
    cyrillic = cyrillic_spans(tokens, gazetteer=gazetteer, sure=sure, extra=extra)
    yield from merge(latin, cyrillic, key=lambda span: span.first)


def _latin_spans(
    tokens: Tokens,
    gazetteer: Gazetteer,
    sure: AbstractSet[str],
    extra: Collection[tuple[int, int]],
    *,
    demonyms: bool,
) -> Iterator[Span]:
    """The spans that are read as English; in an article in Cyrillic those of other letters."""
    reach = {"known": -1, "site": -1}  # how far the longer names of each sort reach
    located = located_words(tokens)
    for first in _starts(tokens):
        known = False
        sites = _sites(tokens, first, gazetteer)
        for last in range(max(_run_end(tokens, first), *sites, first), first - 1, -1):
            if (not tokens.capital(last) and last not in sites) or _torn(tokens, first, last):
                continue
            if tokens.lower[first] == "the" and _goes_on(tokens, first, last, gazetteer):
                continue
            owned = _owned(tokens, first, last, gazetteer)
            if owned:
                yield Span(first, last, owned, covered=_covered(last, reach), owner=True)
                known, reach["known"] = True, max(reach["known"], last)
            places = _abbreviated(tokens, first, last, _places(tokens, first, last, gazetteer))
            if places and not demonyms:
                kept = tuple([c for c in places if c.match != "demonym"])
                known, places = known or len(kept) < len(places), kept
            proposed = (first, last) in extra
            listed = bool(sure) and normalise(_text(tokens, first, last)) in sure
            site = last in sites
            named = bool(places) or proposed or listed
            directed = not (named or site) and _directed(tokens, first, last, gazetteer)
            if named or site or directed:
                known = known or named or directed
                tied = _compound(tokens, first, last, gazetteer)
                covered = _covered(last, reach)
                yield Span(first, last, places, tied, proposed, directed, covered)
                sort = "known" if named or directed else "site"
                reach[sort] = max(reach[sort], last)
        end = None if known else unknown_end(tokens, first, located, gazetteer)
        if end is not None and end not in sites:
            yield Span(first, end, (), covered=_covered(end, reach))


def _starts(tokens: Tokens) -> Iterator[int]:
    """Words that may begin a name: those with a capital, and numbers of roads."""
    mixed = tokens.language != "en"
    named = tokens.capitalised
    if _ORDINAL.search(tokens.text):
        roads = [i for i in range(len(tokens)) if numbered_road(tokens, i)]
        named = sorted({*named, *roads})
    for index in named:
        if not (mixed and not _in_latin(tokens, index)):
            yield index


_ORDINAL = re.compile(r"\d(?:st|nd|rd|th)", re.IGNORECASE)


def _in_latin(tokens: Tokens, index: int) -> bool:
    """Whether a word of a Cyrillic article stands in a passage in Latin letters.

    A single such word ("Patriot", "Reuters") is a brand, hardly ever a place.
    """
    beside = [*range(index - 2, index), *range(index + 1, index + 3)]
    around = [tokens.words[i] for i in beside if 0 <= i < len(tokens)]
    return not any(map(is_cyrillic, (tokens.words[index], *around)))


def _covered(last: int, reach: dict[str, int]) -> str:
    """The sort of the longer name that holds a span, if one does."""
    return next((sort for sort, end in reach.items() if last <= end), "")


def _owned(tokens: Tokens, first: int, last: int, gazetteer: Gazetteer) -> tuple[Candidate, ...]:
    """The places whose name of several words ends in what looks like a possessive: St. John's."""
    if last == first or not tokens.possessive[last]:
        return ()
    name = _text(tokens, first, last, 2)
    return tuple(gazetteer.lookup(name)) if name[-1] in "sS" else ()


def _places(tokens: Tokens, first: int, last: int, gazetteer: Gazetteer) -> tuple[Candidate, ...]:
    """The places that the words may name, with "X Co." read as a county, "W. Va." as one word."""
    name = _text(tokens, first, last)
    places = tuple(gazetteer.lookup(name))
    if places or last == first:
        return places
    if tokens.word(last) == "co":
        return tuple(c for c in gazetteer.lookup(name + "unty") if c.kind == "district")
    if last == first + 1 and len(tokens.words[first]) == 1:
        joined = gazetteer.lookup(name.replace(" ", ""))
        return tuple(c for c in joined if c.match == "abbreviation")
    return ()


_COMPASS = frozenset(
    "north south east west northern southern eastern western northeast northwest southeast "
    "southwest northeastern northwestern southeastern southwestern central upper lower".split()
)


def _text(tokens: Tokens, first: int, last: int, more: int = 0) -> str:
    return tokens.text[tokens.starts[first] : tokens.ends[last] + more]


def _sites(tokens: Tokens, first: int, gazetteer: Gazetteer) -> list[int]:
    """Last words of the named sites that start here; "KY 52" is one, as an abbreviation tells."""
    found = site_ends(tokens, first)
    after = first + 1
    numbered = tokens.word(after).isdecimal() and tokens.gaps[after] in (" ", "-")
    if not numbered or after in found:
        return found
    places = gazetteer.lookup(tokens.words[first]) if _is_short(tokens, first) else ()
    return [after, *found] if any(c.match == "abbreviation" for c in places) else found


def _directed(tokens: Tokens, first: int, last: int, gazetteer: Gazetteer) -> bool:
    """Whether it is "South X" of a known X."""
    if last == first or tokens.word(first) not in _COMPASS:
        return False
    places = gazetteer.lookup(_text(tokens, first + 1, last))
    return any(c.match != "abbreviation" for c in places)


def _torn(tokens: Tokens, first: int, last: int) -> bool:
    """Whether the words are a part of a longer name: "Ras" of "Ras Kamboni".

    Or one that isn't written with capitals throughout: "Hol" of "Al-Hol", "Ain" of "Ain al-Arab",
    "Saint-Michel" of "Saint-Michel-de-Maurienne".
    """
    if tokens.hyphenated(first) and _tied(tokens, first - 1):
        return True
    after = last + 1
    if first == last and tokens.word(first) in _HEADS and tokens.gaps[after] == " ":
        return tokens.capital(after)
    if not (tokens.capital(after + 1) and tokens.hyphenated(after + 1)):
        return False
    if tokens.word(after) in ARABIC_ARTICLES:
        return tokens.joined(after)
    small = tokens.word(after) in _PARTICLES and not tokens.capital(after)
    return small and tokens.hyphenated(after)


def _goes_on(tokens: Tokens, first: int, last: int, gazetteer: Gazetteer) -> bool:
    """Whether "The Murray" is but the article and a part of a known name, the Murray River."""
    end = last_capital(tokens, last)
    return any(gazetteer.lookup(_text(tokens, first + 1, far)) for far in range(last + 1, end + 1))


def _tied(tokens: Tokens, before: int) -> bool:
    """Whether a word is an Arabic article, or a small word with a hyphen before it, too."""
    word = tokens.word(before)
    small = word in _PARTICLES and not tokens.capital(before) and tokens.hyphenated(before)
    return word in ARABIC_ARTICLES or small


# Arabic, Hebrew and Romance words that begin names: cape, hill, valley, house, spring, saint.
_HEADS = frozenset(
    "ras tel tell umm wadi deir beit bayt beni bani jebel jabal kafr kfar khirbet bir ain ein sidi "
    "oued san santa santo sao são saint sainte".split()
)
# Within names that hyphens hold together: "Saint-Denis-en-Val", "Frankfurt-am-Main".
_PARTICLES = frozenset(
    "à au aux de del der des di do du en et la las le les lès los am auf im on sous sur the und "
    "upon van".split()
)


def _compound(tokens: Tokens, first: int, last: int, gazetteer: Gazetteer) -> bool:
    """Whether a hyphen ties the words to a capitalised one that is no place."""
    beside = []
    if tokens.hyphenated(first):
        beside.append(first - 1)
    if tokens.hyphenated(last + 1):
        beside.append(last + 1)
    return any(tokens.capital(i) and not gazetteer.lookup(tokens.words[i]) for i in beside)


def _run_end(tokens: Tokens, first: int) -> int:
    """Last word that a name starting at `first` may reach."""
    most = min(len(tokens), first + _MOST_WORDS)
    for after in range(first + 1, most):
        owner = tokens.possessive[after - 1] and tokens.gaps[after] == " "
        if not (tokens.joined(after) or (owner and tokens.capitals[after])):
            return after - 1
    return most - 1


_SHORT_ROADS = frozenset("co twp st ave rd dr ln blvd hwy pkwy rt rte".split())


def _abbreviated(
    tokens: Tokens, first: int, last: int, places: tuple[Candidate, ...]
) -> tuple[Candidate, ...]:
    """Only what is abbreviated, where a full stop shows that something is: "Salina, Kan."."""
    if places and first == last and _INITIALS.fullmatch(tokens.words[first]):
        # Of many words: "U.S.S.R." is the Soviet Union, but "U.N." isn't the town of Un.
        places = tuple(c for c in places if c.match == "abbreviation" or " " in c.name)
    if "abbreviation" not in {c.match for c in places}:
        return places
    if not tokens.text.startswith(".", tokens.ends[last]):
        return tuple(c for c in places if c.match != "abbreviation" or _is_short(tokens, last))
    postal = len(tokens.words[last]) == _POSTAL and not tokens.words[last].isupper()
    if postal and tokens.lower[last] not in _TWO_LETTERS:
        return ()  # "Co. Mayo", "Ford Motor Co."
    return tuple(c for c in places if c.match == "abbreviation")


# States that papers shorten to a capital and a small letter.
_TWO_LETTERS = frozenset("ct ga ky la md me mo pa va vt".split())


def _is_short(tokens: Tokens, index: int) -> bool:
    """Whether a word may abbreviate a name: "OH" and "Calif" may, "Oh" and "In" don't."""
    word = tokens.words[index]
    return len(word) > _POSTAL or word.isupper()


_INITIALS = re.compile(r"(?:[^\W\d_]\.){2,}")
_POSTAL = 2  # letters of a state's postal code, which are capitals


def bounds_of(tokens: Tokens, span: Span) -> tuple[int, int]:
    """The span in code points; an abbreviation keeps its full stop ("Calif.")."""
    short = bool(span.candidates) and all(c.match == "abbreviation" for c in span.candidates)
    name = tokens.text[tokens.starts[span.first] : tokens.ends[span.last]]
    spelt = not name.isupper() or "." in name  # "Calif." and "N.J.", but "the US." ends a sentence
    road = span.last > span.first and tokens.word(span.last) in _SHORT_ROADS  # "Main St."
    stop = (
        ((short and spelt) or road)
        and not name.endswith(".")
        and tokens.text.startswith(".", tokens.ends[span.last])
    )
    owner = 2 * span.owner  # "St. John's"
    return tokens.starts[span.first], tokens.ends[span.last] + stop + owner


def on_words(tokens: Tokens, spans: Iterable[tuple[int, int]]) -> set[tuple[int, int]]:
    """The recogniser's spans as word ranges; one that cuts a word is left out.

    What a recogniser may take into a name and we don't is cut off: the possessive ending, marks
    at its edges, and an article, which only "The Hague" writes with a capital inside a sentence.

    Examples
    --------
    >>> from warmap.tokens import tokenize
    >>> on_words(tokenize("He saw the Black Sea."), [(7, 20), (8, 9)])
    {(3, 4)}
    """
    found = set()
    for start, end in spans:
        first, last = bisect_left(tokens.starts, start), bisect_right(tokens.ends, end) - 1
        cut = first > 0 and tokens.ends[first - 1] > start
        cut = cut or (last + 1 < len(tokens) and tokens.starts[last + 1] < end)
        article = first < last and tokens.word(first) in ("the", "a", "an")
        if article and (tokens.opens[first] or not tokens.capital(first)):
            first += 1
        if first <= last and not cut:
            found.add((first, last))
    return found
