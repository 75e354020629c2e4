"""The verb whose subject a name is: "X demanded", "X has ruled out", "X, which lies ..., said"."""

from __future__ import annotations

from warmap.english import english, is_small, verb_of
from warmap.surroundings import Surroundings
from warmap.tokens import Tokens

__all__ = ["read_verbs"]

_HAVE = frozenset(("has", "have", "had", "having", "hasn't", "haven't", "hadn't"))
_SPACES = (" ", ' "', " “", " ‘")  # 'X "is buying time"'
_FAR = 9  # words that helping verbs and adverbs may fill
_APPOSITION = 15  # words that one may have
_INDIRECT = 0.7  # what a verb is worth after "which" or an apposition


def read_verbs(around: Surroundings) -> None:
    """Add what the verb says: of rulers who say or act, or of a place that something befalls.

    Examples
    --------
    >>> from warmap.tokens import tokenize
    >>> around = Surroundings(tokenize("Sumy has repeatedly been shelled"), 0, 0, 0, 0)
    >>> read_verbs(around)
    >>> around.found
    {'passive': 1.0}
    """
    tokens, after = around.tokens, around.end + 1
    if after >= len(tokens) or "at" in around.found:
        return
    if tokens.gaps[after] in _SPACES:
        if not around.governed:
            _read_verb(around, _past_time(tokens, after), 1.0)
    elif tokens.gaps[after] in (", ", " – ", " — "):
        if tokens.word(after) in ("which", "who"):
            _read_verb(around, after + 1, _INDIRECT)
        if not around.governed:
            _read_later_verb(around, after)


def _past_time(tokens: Tokens, start: int) -> int:
    """The word after "on Monday", "in a statement", "last week" at a word; itself without one."""
    if tokens.word(start) in ("on", "in", "this", "last", "late", "early"):
        for index in range(start + 1, min(start + 4, len(tokens) - 1)):
            if tokens.gaps[index] != " ":
                break
            if tokens.word(index) in english("small", "times"):
                return index + 1 if tokens.gaps[index + 1] == " " else start
    return start


def _read_later_verb(around: Surroundings, after: int) -> None:
    """The verb after an apposition: "X, a frequent mediator, offered"."""
    tokens = around.tokens
    for index in range(after + 1, min(after + 1 + _APPOSITION, len(tokens))):
        if tokens.opens[index]:
            return
        if tokens.gaps[index] == tokens.gaps[after]:
            if not tokens.capital(index):
                _read_verb(around, index, _INDIRECT)
            return


def _read_verb(around: Surroundings, start: int, worth: float) -> None:
    """The verb that starts at a word, past what helps it."""
    tokens = around.tokens
    form = ""  # of the verb that the helping ones want
    index = start
    while index < min(len(tokens), start + _FAR):
        word = tokens.word(index)
        if index > start and tokens.gaps[index] not in _SPACES:
            break
        if word in english("small", "auxiliaries"):
            form = "pg" if word in english("small", "passive") else "b"
            form = "p" if word in _HAVE else form
        elif form and word in english("small", "toward_verb"):
            form = "b"
        elif not (word in english("small", "adverbs") or word.endswith("ly")):
            break
        index += 1
    _judge(around, index, worth, form, first=index == start)


def _judge(around: Surroundings, index: int, worth: float, form: str, *, first: bool) -> None:
    """What the verb at a word says of its subject; `form` is what helping verbs want."""
    tokens = around.tokens
    word = tokens.word(index)
    verb = None if tokens.capital(index) else verb_of(word)
    if form and word in english("small", "minds"):
        around.add("says", worth)
    elif form and (verb is None or not set(form) & set(verb.forms)):
        around.add("is", worth)
    elif verb is None:
        return
    elif form == "pg" and "g" not in verb.forms:
        done = verb.lemma in english("verbs", "toward")
        around.add("passive_toward" if done else "passive", worth)
    elif form or (not first and verb.forms not in ("g", "b")):
        around.add(_class_of(verb.lemma, tokens, index), worth)
    elif surely := around.verb_at(index):
        annexed = around.made and verb.forms == "p" and tokens.gaps[index + 1] != " "
        found = "passive" if annexed else _class_of(verb.lemma, tokens, index)
        around.add(found, surely * worth)


def _class_of(lemma: str, tokens: Tokens, index: int) -> str:
    """The feature of a verb in the active voice, which is word `index`."""
    if lemma in english("verbs", "say"):
        return "says"
    if lemma in english("verbs", "rule"):
        labile = lemma in english("verbs", "labile")
        return "is" if labile and not _has_object(tokens, index) else "acts"
    if tokens.word(index + 1) == "itself":
        return "acts"  # "X sees itself as a broker"
    return "happens" if lemma in english("verbs", "happen") else "verb"


def _has_object(tokens: Tokens, index: int) -> bool:
    """Whether a noun phrase follows word `index`: "opened its border", but "opened in May"."""
    after = index + 1
    if after >= len(tokens) or tokens.gaps[after] != " ":
        return False
    word = tokens.word(after)
    return word in english("small", "determiners") or not (is_small(word) or word.endswith("ly"))
