"""What the text puts inside what, and which names it lists side by side."""

from __future__ import annotations

import pytest

from warmap.containment import containers, lists
from warmap.evidence import link_between
from warmap.model import Mention
from warmap.tokens import tokenize


def marked(text: str) -> tuple[str, list[Mention]]:
    """The text without its brackets, and what stood in them as mentions."""
    plain = ""
    mentions: list[Mention] = []
    for piece in text.replace("]", "[").split("["):
        if text.count("[", 0, text.find(piece)) > len(mentions):
            mentions.append(Mention(len(plain), len(plain) + len(piece), piece))
        plain += piece
    return plain, mentions


def held(text: str) -> set[tuple[str, str, str]]:
    plain, mentions = marked(text)
    return {
        (mentions[inner].text, mentions[outer].text, how)
        for inner, outers in containers(tokenize(plain), mentions).items()
        for outer, how in outers
    }


@pytest.mark.parametrize(
    "between",
    [
        " in ", " in the ", " in southern ", " in neighbouring ", " in Russian-occupied ",
        ", a village in ", ", a small town in ", " region of ", " (", ", three hamlets in the ",
        ", which lies in ", " in the Ukrainian region of ", " in what is now ",
    ],
)  # fmt: skip
def test_said_to_lie_in(between: str) -> None:
    assert link_between(between) == "in"


@pytest.mark.parametrize(
    "between",
    [
        " and ", " from ", ", from ", " of breaking the ", " in talks with ",
        ", a village north of ",
        ", the mayor of ", " in a war that ", ". In ", " in\n", " for ", "", "; ",
    ],
)  # fmt: skip
def test_not_said_to_lie_in(between: str) -> None:
    assert link_between(between) != "in"


def test_a_place_lies_in_each_of_the_areas_behind_it() -> None:
    found = held("the village of [Zorya] in [Ukraine]'s [Donetsk] region")
    assert ("Zorya", "Ukraine", "in") in found
    assert ("Zorya", "Donetsk", "in") in found
    assert ("Donetsk", "Ukraine", "in") in found


def test_a_comma_says_it_less_firmly() -> None:
    assert held("in [Bangor], [Maine]") == {("Bangor", "Maine", "pair")}


@pytest.mark.parametrize(
    ("text", "how"),
    [
        ("in [Taji], [Iraq].", "pair"),
        ("abducted in [Maga], [Kebbi] state.", "pair"),
        ("shares of [Kazan], [Samara] and others", "comma"),
        ("in [Kazan], [Samara], and elsewhere", "comma"),
        ("in [Washington], [Russia]'s ministry said", "comma"),
        ("in [Oslo], [Hedmark], [Oppland]", "comma"),
        ("на заводі в [Мозирі], [Казахстан] же", "comma"),
    ],
)
def test_two_names_alone_say_it_more_firmly_than_a_series(text: str, how: str) -> None:
    first = text[text.index("[") + 1 : text.index("]")]
    assert {said for name, _, said in held(text) if name == first} == {how}


@pytest.mark.parametrize(
    ("text", "inner"),
    [
        ("Shells fell. In [Cuba] it struck [Holguin] and [Moa].", {"Holguin", "Moa"}),
        ("Meanwhile in eastern [Cuba], drones hit [Izium]; [Moa] burned.", {"Izium", "Moa"}),
        ("Storms hit [Cuba]. Ships left [Holguin] and [Moa].", set()),
        ("In [Cuba] it rained. Storms hit [Holguin], and [Moa] too.", set()),
        ("On [Cuba] they said that [Holguin] was calm.", set()),
    ],
)
def test_a_sentence_is_set_where_it_opens(text: str, inner: set[str]) -> None:
    assert {(name, area) for name, area, how in held(text) if how == "scene"} == {
        (name, "Cuba") for name in inner
    }


def test_all_names_of_a_list_lie_where_the_last_does() -> None:
    found = held("[Toretsk], [Siversk] and [Lyman] in [Donetsk] region")
    assert ("Lyman", "Donetsk", "in") in found
    assert ("Siversk", "Donetsk", "listed") in found
    assert ("Toretsk", "Donetsk", "listed") in found


def test_lists_are_runs_of_names() -> None:
    plain, mentions = marked("[Kyiv], [Odesa] and [Lviv]. [Sumy] was calm, unlike [Izium]")
    assert lists(plain, mentions) == [range(3)]
    assert lists("", []) == []


def test_names_far_apart_are_not_linked() -> None:
    assert held("[Kyiv]" + " " * 500 + "in [Ukraine]") == set()
