"""Roles by grammar: place, government, borrowed name."""

from __future__ import annotations

import pytest

from warmap.roles import role_of
from warmap.tokens import tokenize

GOVERNMENT = [
    ("Moscow demanded formal recognition", "Moscow"),
    ("something Kyiv has repeatedly ruled out", "Kyiv"),
    ("regions that Moscow has publicly claimed as its own", "Moscow"),
    ("if Kyiv did not capitulate", "Kyiv"),
    ("since Moscow invaded in 2022", "Moscow"),
    ("the advance was a warning to Kyiv", "Kyiv"),
    ("a blow for Kyiv’s struggling military and economy", "Kyiv"),
    ("used as positions by Kyiv's forces", "Kyiv"),
    ("Washington and Ankara agreed to meet", "Washington"),
    ("he accused Tehran of sending drones", "Tehran"),
    ("relations between Warsaw and Budapest", "Warsaw"),
    ("relations between Warsaw and Budapest", "Budapest"),
    ("talks with Moscow went on", "Moscow"),
    ("Beijing will not support the plan", "Beijing"),
]
LITERAL = [
    ("negotiations in Istanbul on Monday", "Istanbul"),
    ("Dnipro was struck by missiles", "Dnipro"),
    ("Russia used Dnipro as a testing ground", "Dnipro"),
    ("talks in Geneva ended", "Geneva"),
    ("drones over Kyiv’s suburbs", "Kyiv"),
    ("the road between Izium and Lyman", "Izium"),
    ("the town of Mezhova, near the border", "Mezhova"),
    ("the region, and in particular the city of Dnipro – have been", "Dnipro"),
    ("Kharkiv was attacked overnight", "Kharkiv"),
    ("people fled from Sumy to Poltava", "Sumy"),
]
ASSOCIATIVE = [
    ("the only deal reached at the Istanbul talks", "Istanbul"),
    ("the Minsk agreements of 2015", "Minsk"),
    ("the Zaporizhzhia nuclear power plant", "Zaporizhzhia"),
    ("the Geneva convention", "Geneva"),
]


@pytest.mark.parametrize(
    ("text", "name", "role"),
    [(t, n, "government") for t, n in GOVERNMENT]
    + [(t, n, "literal") for t, n in LITERAL]
    + [(t, n, "associative") for t, n in ASSOCIATIVE],
)
def test_role(text: str, name: str, role: str) -> None:
    tokens = tokenize(text)
    index = tokens.words.index(name)
    assert role_of(tokens, index, index) == role
