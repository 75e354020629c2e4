"""What the words around a name say of the kind of place."""

from __future__ import annotations

import pytest

from warmap.cues import cues_around
from warmap.gazetteer import default_gazetteer
from warmap.mentions import find_mentions
from warmap.resolve import resolve
from warmap.tokens import tokenize


def cues(text: str, name: str) -> tuple[str, ...]:
    start = text.index(name)
    tokens = tokenize(text)
    return cues_around(tokens, *tokens.span(start, start + len(name)))


@pytest.mark.parametrize(
    ("text", "cue"),
    [
        ("Villages across Kherson were hit.", "area"),
        ("In eastern Kherson it was calm.", "area"),
        ("They hold parts of Kherson now.", "area"),
        ("It fell 12 km from Kherson.", "point"),
        ("It fell north of Kherson.", "point"),
        ("It fell near Kherson.", "point"),
        ("People in Kherson waited.", "inside"),
        ("They crossed the Kherson in boats.", "water"),
        ("On both banks of the Kherson they dug in.", "water"),
        ("The Kherson has risen.", "the"),
        ("They met at the Kherson conference.", "the_noun"),
        ("Kherson governor Oleksandr Ivanenko spoke.", "governor"),
        ("The governor of Kherson spoke.", "governor"),
        ("The mayor of Kherson spoke.", "mayor"),
        ("The Kherson nuclear plant was cut off.", "plant"),
        ("The Kherson and Sumy nuclear plants were cut off.", "plant"),
    ],
)
def test_a_cue(text: str, cue: str) -> None:
    assert cue in cues(text, "Kherson")


@pytest.mark.parametrize(
    ("text", "cue"),
    [
        ("The Kherson harvest was poor.", "the"),
        ("They own a bank in Kherson.", "water"),
        ("Kherson, the governor said, was calm.", "governor"),
        ("Kherson power was cut.", "mayor"),
        ("They ran half a marathon in Kherson.", "area"),
    ],
)
def test_no_cue(text: str, cue: str) -> None:
    assert cue not in cues(text, "Kherson")


@pytest.mark.parametrize(
    ("text", "name", "kind"),
    [
        ("The Kharkiv governor spoke in Izium.", "Kharkiv", "region"),
        ("The mayor of Kharkiv spoke in Izium.", "Kharkiv", "city"),
        ("Two people died in Sumy and in Odesa, in Ukraine.", "Sumy", "city"),
    ],
)
def test_a_cue_tells_a_region_from_its_city(text: str, name: str, kind: str) -> None:
    table = default_gazetteer()
    found = resolve(text, find_mentions(text, gazetteer=table), gazetteer=table)
    places = {r.mention.text: r.candidate for r in found}
    place = places[name]
    assert place is not None
    assert place.kind == kind
