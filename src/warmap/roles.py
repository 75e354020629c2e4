"""Role of a mention: the place itself, its government, or a name that borrows it.

"In Istanbul" is literal, "Moscow demanded" is a government, "the Istanbul talks" is
associative. Decided by the grammar around the name alone, with the verbs and nouns of the
lexicon; there is no list of capitals here.
"""

from __future__ import annotations

from warmap.language import is_cyrillic
from warmap.lexicon import lexicon
from warmap.model import Role
from warmap.roles_cyrillic import cyrillic_role
from warmap.tokens import Tokens

__all__ = ["role_of"]

_AND = frozenset(("and", "or"))
_PASSIVE = frozenset(("is", "are", "was", "were", "been", "being", "be"))
_OF = frozenset(("of", "to", "on", "with", "for", "against", "from", "by"))


def role_of(tokens: Tokens, first: int, last: int) -> Role:
    """Tell how the words around a name use it.

    Parameters
    ----------
    tokens
        The words of the text.
    first, last
        The name is words `first` to `last`, both included.

    Returns
    -------
    str
        ``literal``, ``government`` or ``associative``.

    Examples
    --------
    >>> from warmap.tokens import tokenize
    >>> role_of(tokenize("Moscow demanded more."), 0, 0)
    'government'
    >>> role_of(tokenize("They met at the Istanbul talks."), 4, 4)
    'associative'
    >>> role_of(tokenize("They met in Istanbul."), 3, 3)
    'literal'
    """
    if tokens.language != "en" and is_cyrillic(tokens.words[first]):
        return cyrillic_role(tokens, first, last)
    if _names_an_event(tokens, last):
        return "associative"
    acts = _acts(tokens, last) and not _is_a_place_to_be(tokens, first)
    if acts or _owns_institution(tokens, last) or _is_addressed(tokens, first, last):
        return "government"
    return "literal"


def _names_an_event(tokens: Tokens, last: int) -> bool:
    """Whether it is as in "the Istanbul talks", "the Zaporizhzhia nuclear power plant"."""
    after = last + 1
    if tokens.possessive[last] or after >= len(tokens) or tokens.gaps[after] not in (" ", "-"):
        return False
    return tokens.word(after) in lexicon().associative


def _acts(tokens: Tokens, last: int) -> bool:
    """Whether it is as in "X demanded", "X has repeatedly ruled out", "X and Y agreed"."""
    if tokens.possessive[last]:
        return False
    words, index = lexicon(), last + 1
    if tokens.word(index) in _AND and tokens.capital(index + 1) and tokens.gaps[index] == " ":
        index += 2  # the other subject
    helped = passive = False
    while index < min(len(tokens), last + 9) and tokens.gaps[index] == " ":
        word = tokens.word(index)
        if word in words.government_verbs:
            # "was struck" happens to a place, "is demanding" is done by a government.
            done_to = passive and not word.endswith("ing")
            return not done_to and (helped or not _is_noun(tokens, index))
        if not (word in words.auxiliaries or word.endswith("ly")):
            return False
        helped = True
        passive = word in _PASSIVE or (passive and word not in ("has", "have", "had"))
        index += 1
    return False


def _is_a_place_to_be(tokens: Tokens, first: int) -> bool:
    """Whether a preposition makes the name a place: "a diplomat in X said", "the mayor of X"."""
    before = first - 1
    if tokens.word(before) in _SIDES and tokens.gaps[first] == " ":
        before -= 1
    while tokens.word(before) in _AND and tokens.capital(before - 1):
        before -= 2  # "in Bangladesh and Kenya"
    return before >= 0 and tokens.word(before) in (*lexicon().locative, "of", "with")


_SIDES = frozenset("northern southern eastern western central southeastern northwestern".split())


def _is_noun(tokens: Tokens, index: int) -> bool:
    """Whether the word after a name is a noun that looks like a verb: "Kharkiv offensive"."""
    word = tokens.word(index)
    return word.endswith("ing") or (word in _BARE and tokens.word(index - 2) in ("the", "a", "in"))


# Forms that are noun and verb alike: "the Kyiv offer", "in Moscow support is low".
_BARE = frozenset(
    "attack call claim demand deny offer order plan push report request rule support strike "
    "use view vow warning".split()
)


def _owns_institution(tokens: Tokens, last: int) -> bool:
    """Whether it is as in "X's forces", "X’s struggling military", "the X government"."""
    words, index = lexicon(), last + 1
    for _ in range(4):
        if index >= len(tokens) or tokens.gaps[index] not in (" ", "-", "’ ", "' "):
            return False
        word = tokens.word(index)
        if word in words.institutions:
            return tokens.possessive[last] or word in ("government", "authorities", "regime")
        if not (word in words.qualifiers or word.endswith(("ed", "ing", "ian", "ern", "al"))):
            return False
        index += 1
    return False


def _is_addressed(tokens: Tokens, first: int, last: int) -> bool:
    """Whether it is as in "a warning to X", "accused X of", "relations between X and Y"."""
    words = lexicon()
    if tokens.gaps[first] != " " or tokens.possessive[last]:
        return False
    before, second = tokens.word(first - 1), tokens.word(first - 2)
    if before in words.preceding and before not in words.joins:
        return True
    if before in _OF and (second in words.preceding or second in words.joins):
        # "talks in Istanbul" has another preposition; "talks with Moscow" speaks of a government.
        return True
    if before == "between" and second in words.joins:
        return True
    if before == "by" and second in words.government_verbs and not second.endswith("s"):
        return True  # "seized by X", "held by X"
    paired = before in _AND and tokens.word(first - 3) == "between"
    return paired and tokens.word(first - 4) in words.joins
