"""What the words around a name say of the kind of place, without naming the kind.

"Across X" and "eastern X" speak of an area, "near X" and "12 km from X" of a point; "the X"
alone is a river or a region, hardly a town; a governor governs a region; a dateline names a town.
Takes the words around each mention and gives columns that a learned weight makes evidence of. Nouns
that name the kind ("the village of X") are read by `evidence`; their columns are made here too.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Literal, get_args

import numpy as np
from numpy.typing import NDArray

from warmap.bearers import Bearers, Columns, without_noun
from warmap.candidates import SETTLED, WATERS
from warmap.english import english, verb_of
from warmap.evidence import COMMUNITY, closing_noun
from warmap.evidence_cyrillic import cyrillic_kinds, governed, readings_at
from warmap.forms import is_front
from warmap.gazetteer import Gazetteer
from warmap.grammar import Reading
from warmap.language import is_cyrillic
from warmap.lexicon import lexicon
from warmap.model import KINDS, Kind, Mention
from warmap.roles import role_of
from warmap.series import is_dateline
from warmap.tokens import Tokens
from warmap.weights import Weights

__all__ = ["CLASSES", "CUES", "Cue", "cue_columns", "cues_around", "kind_columns", "with_hromadas"]

Cue = Literal[
    "point",
    "area",
    "inside",
    "the",
    "the_noun",
    "governor",
    "mayor",
    "water",
    "acts",
    "plant",
    "dateline",
    "bare",
]
CUES: tuple[Cue, ...] = get_args(Cue)

_POINT = frozenset("near outside from toward towards around to at reached entered stormed".split())
_AREA = frozenset("across throughout over within".split())
_PARTS = frozenset("parts part most much all rest half thirds whole percent swathes areas".split())
_SIDES = (
    "northern southern eastern western central north south east west northeastern northwestern "
    "southeastern southwestern north-eastern north-western south-eastern south-western "
    "northeast northwest southeast southwest occupied"
)
_SIDE = frozenset(_SIDES.split())
_WATER = frozenset(
    "bank banks shore shores cross crosses crossed crossing mouth reaches along down".split()
)
_GOVERNOR = frozenset("governor gov gubernatorial legislature senator lawmakers".split())
_MAYOR = frozenset("mayor council downtown suburb suburbs streets street".split())
_PLANT = frozenset("nuclear thermal hydroelectric hydropower plant plants power".split())
# Words after "the X" that show that no noun follows which X would only qualify.
_FUNCTION = frozenset(
    "and or but that which who where when while as at by for from in into is are was were has had "
    "have of off on onto to toward towards through with will would could can may since after "
    "before near between under over until than".split()
)
CLASSES: dict[str, tuple[Kind, ...]] = {
    "settled": SETTLED,
    "region": ("region", "district"),
    "country": ("country",),
    "water": WATERS,
}


def cues_around(
    tokens: Tokens,
    first: int,
    last: int,
    *,
    weights: Weights | None = None,
    noun: bool = False,
    reading: Reading | None = None,
) -> tuple[Cue, ...]:
    """What the words around a name hint at.

    Parameters
    ----------
    tokens
        The words of the text.
    first, last
        The name is words `first` to `last`, both included.
    weights
        Tell whether the name is used for a government; when None the bundled ones.
    noun
        Whether a noun beside the name says what it is, as in "X region".
    reading
        The name as `role_of` takes it.

    Examples
    --------
    >>> from warmap.tokens import tokenize
    >>> cues_around(tokenize("They crossed the Chenab in boats"), 3, 3)
    ('the', 'water')
    >>> cues_around(tokenize("in eastern Georgia"), 2, 2)
    ('area', 'bare')
    """
    dateline: tuple[Cue, ...] = ("dateline",) if is_dateline(tokens, first, last) else ()
    if tokens.language != "en" and is_cyrillic(tokens.words[first]):
        return (*_cyrillic_cues(tokens, first, last), *dateline)
    found = _english_cues(tokens, first, last)
    if role_of(tokens, first, last, weights=weights, reading=reading) == "government":
        found.append("acts")
    found.extend(dateline)
    # "In Kyiv region" the region is entered, not Kyiv: the preposition is the noun's.
    return tuple(cue for cue in found if cue not in ("inside", "bare") or not noun)


def along_lists(around: Sequence[tuple[Cue, ...]], lists: Sequence[range]) -> list[tuple[Cue, ...]]:
    """The cues of all mentions, with those that stand before a list for each name of it.

    Parameters
    ----------
    around
        The cues of each mention.
    lists
        Runs of mentions that are listed together.

    Examples
    --------
    >>> along_lists([("area",), ("mayor",), (), ("point",)], [range(3)])
    [('area',), ('mayor', 'area'), ('area',), ('point',)]
    """
    found = list(around)
    for run in lists:
        ahead: tuple[Cue, ...] = ()
        for index in run:
            own = tuple(cue for cue in found[index] if cue in _AHEAD)
            if own:
                ahead = own
            else:
                found[index] = (*found[index], *ahead)
    return found


_AHEAD: tuple[Cue, ...] = ("area", "bare")


def _english_cues(tokens: Tokens, first: int, last: int) -> list[Cue]:
    """The same of a name in English text."""
    found: list[Cue] = []
    before = tokens.word(first - 1) if tokens.gaps[first] == " " else ""
    after = tokens.word(last + 1) if tokens.gaps[last + 1] == " " else ""
    second = tokens.word(first - 2)
    if before == "the":
        found.append("the_noun" if after and not _no_noun(tokens, last + 1) else "the")
        before, second = second, tokens.word(first - 3)
    if before in _WATER or (before in ("of", "to") and second in _WATER):
        found.append("water")
    if before in _AREA or before in _SIDE or (before == "of" and second in _PARTS):
        found.append("area")
    if before in _POINT or (before in ("of", "from") and second in lexicon().directions):
        found.append("point")
    if before == "in":
        found.append("inside")
    listed = tokens.gaps[first].startswith(",") or tokens.word(first - 1) in ("the", "and", "or")
    if not listed and lexicon().kind_words.keys().isdisjoint(tokens.lower[first : last + 1]):
        found.append("bare")  # English has an article before a river: "in Benue" is the state
    if after in _GOVERNOR or (before == "of" and second in _GOVERNOR):
        found.append("governor")
    if after in _MAYOR or (before == "of" and second in _MAYOR):
        found.append("mayor")
    if closing_noun(tokens, last) in _PLANT:
        found.append("plant")
    return found


# Prepositions of Ukrainian and Russian: a town is entered, approached; a landscape is stood on.
_CYRILLIC: dict[Cue, frozenset[str]] = {
    "inside": frozenset("у в во".split()),
    "area": frozenset("на по".split()),
    "point": frozenset(
        "біля коло поблизу неподалік під до від з із зі около возле близ вблизи под от из из-под "
        "навколо вокруг".split()
    ),
}
_HEADS: dict[Cue, frozenset[str]] = {
    "governor": frozenset("губернатор глава очільник очільниця голова".split()),
    "mayor": frozenset("мер мэр міськрада горсовет вулиця улица околиця окраина".split()),
}


def _cyrillic_cues(tokens: Tokens, first: int, last: int) -> tuple[Cue, ...]:
    """The same of a Ukrainian or Russian name."""
    before = tokens.word(first - 1) if tokens.gaps[first] == " " else ""
    noun = governed(tokens, last)
    if noun is not None or is_front(tokens, first, last):
        # "На Лиманському напрямку": the preposition is the noun's, not the name's.
        return ("plant",) if noun is not None and noun.group == "plant" else ()
    found: list[Cue] = [cue for cue, words in _CYRILLIC.items() if before in words]
    lemmas = {reading.lemma for reading in readings_at(tokens, first - 1)} if before else set()
    found += [cue for cue, words in _HEADS.items() if lemmas & words]
    if "river" in cyrillic_kinds(tokens, first, last):
        found.append("water")
    if role_of(tokens, first, last) == "government":
        found.append("acts")
    return tuple(found)


def with_hromadas(
    tokens: Tokens, mentions: Sequence[Mention], *, gazetteer: Gazetteer
) -> list[Mention]:
    """Mentions with the kind that "X community" speaks for where X is the seat of a hromada.

    Anywhere else a community is no unit, and says nothing.

    Parameters
    ----------
    tokens
        The words of the text.
    mentions
        In any order.
    gazetteer
        Knows the hromadas.

    Examples
    --------
    >>> from warmap.gazetteer import default_gazetteer
    >>> from warmap.tokens import tokenize
    >>> tokens = tokenize("the Shostka community, the Boston community")
    >>> [m.kinds for m in with_hromadas(tokens, [Mention(4, 11, "Shostka"),
    ...                                          Mention(27, 33, "Boston")],
    ...                                 gazetteer=default_gazetteer())]
    [('district',), ()]
    """
    if not any(word in tokens.lower for word in COMMUNITY):
        return list(mentions)
    found = []
    for mention in mentions:
        noun = closing_noun(tokens, tokens.span(mention.start, mention.end)[1])
        hromada = noun in COMMUNITY and bool(gazetteer.lookup(f"{mention.text} hromada"))
        found.append(replace(mention, kinds=("district", *mention.kinds)) if hromada else mention)
    return found


def _no_noun(tokens: Tokens, index: int) -> bool:
    """Whether a word is one that no noun phrase goes on with."""
    word = tokens.word(index)
    verb = verb_of(word)
    acts = verb is not None and verb.lemma in english("verbs", "rule")
    return acts or word in _FUNCTION or word in english("small", "auxiliaries")


def cue_columns(around: Sequence[Sequence[Cue]], bearers: Bearers) -> Columns:
    """A column for each cue and class of kinds that meet in the text, by mention.

    Parameters
    ----------
    around
        The cues of each mention.
    bearers
        The names and their candidates.
    """
    classes = {name: bearers.is_kind(kinds) for name, kinds in CLASSES.items()}
    sites, rivers = bearers.is_kind(("site",)), bearers.is_kind(("river",))
    columns: Columns = {}
    for mention, cues in enumerate(around):
        rows = bearers.rows(mention)
        if not cues or rows.stop - rows.start < 2:
            continue
        named = bearers.row_of[rows]
        for cue in cues:
            if cue == "bare":
                _mark(columns, "bare_river", rows, rivers[named], len(bearers.row_of))
                continue
            for name, members in classes.items():
                _mark(columns, f"{cue}_{name}", rows, members[named], len(bearers.row_of))
            if cue == "acts":
                capitals = bearers.capital[named]
                _mark(columns, "acts_capital", rows, capitals, len(bearers.row_of))
            # "The White House" is hardly the town of that name.
            if cue in ("the", "the_noun", "acts"):
                feature = f"{cue.removesuffix('_noun')}_site"
                _mark(columns, feature, rows, sites[named], len(bearers.row_of))
    return columns


def _mark(
    columns: Columns, feature: str, rows: slice, values: NDArray[np.bool_], size: int
) -> None:
    if values.any():
        if feature not in columns:
            columns[feature] = np.zeros(size)
        columns[feature][rows] = values


def kind_columns(mentions: Sequence[Mention], bearers: Bearers) -> Columns:
    """Whether candidates are what the text calls them, here and elsewhere, by mention.

    Parameters
    ----------
    mentions
        With the kinds that the text speaks for.
    bearers
        The names and their candidates.
    """
    fit = np.zeros(len(bearers.row_of))
    said = np.zeros(len(mentions))
    for index, mention in enumerate(mentions):
        if mention.kinds:
            rows = bearers.rows(index)
            asked = [_KIND[kind] for kind in mention.kinds]
            fit[rows] = _FIT[bearers.kind[bearers.row_of[rows]]][:, asked].max(axis=1)
            said[index] = 1.0
    bare = without_noun(bearers)[bearers.row_of]
    if not said.any():
        return {"without_noun": bare}
    asked_here = said[bearers.mention_of]
    of_name = np.array(bearers.name_of, dtype=np.intp)
    others = np.bincount(of_name, weights=said)[of_name][bearers.mention_of] - asked_here
    total = np.bincount(bearers.row_of, weights=fit, minlength=len(bearers.of))
    elsewhere = np.where(others > 0, total[bearers.row_of] - fit, 0.0) / np.maximum(1.0, others)
    return {
        "kind_fit": fit,
        "kind_clash": asked_here * (fit == 0),
        "kind_elsewhere": elsewhere,
        "kind_bare": elsewhere * (1 - asked_here),
        "without_noun": bare * (fit == 0),
    }


def _fit_of(kind: Kind, asked: Kind) -> float:
    """How well a place of one kind answers to the word for another, 0 to 1."""
    if kind == asked:
        return 1.0
    if kind in SETTLED and asked in SETTLED:
        return 0.7
    if {kind, asked} <= {"region", "district"}:
        return 0.5
    return 0.3 if {kind, asked} <= set(WATERS) else 0.0


_KIND = {kind: number for number, kind in enumerate(KINDS)}
_FIT = np.array([[_fit_of(kind, asked) for asked in KINDS] for kind in KINDS])
