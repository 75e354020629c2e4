"""What the words around a name are taken for, as the sums of the decision show it."""

from __future__ import annotations

import pytest

from warmap.explain import explain


def features(text: str, name: str) -> set[str]:
    """The features that the first span of a name has in a text."""
    found = [one for one in explain(text, refused=True) if one.text == name]
    return {part.feature for part in found[0].parts} if found else set()


@pytest.mark.parametrize(
    ("feature", "text", "name"),
    [
        ("seat", "Ann Poe, R-Dayton, voted against it.", "Dayton"),
        ("club", "The United Russia faction met.", "Russia"),
        ("club", "Agence France-Presse has reported it.", "France"),
        ("the_settled", "The Dayton mayor spoke.", "Dayton"),
        ("the_head", "Nobody had locked the Dayton before it rolled away.", "Dayton"),
        ("the_region", "They crossed the Ohio line.", "Ohio"),
        ("acts_past", "They met where Dayton smiled.", "Dayton"),
        ("acts_present", "They met where Dayton denies it.", "Dayton"),
        ("generic_words", "The City Council met.", "The City"),
        ("noun_onward", "The Inner City Council met.", "Inner City"),
        ("township", "A barn burned in Vydum Township.", "Vydum Township"),
        ("short", "It is made in OH now.", "OH"),
    ],
)
def test_a_feature_is_read(feature: str, text: str, name: str) -> None:
    assert feature in features(text, name)


@pytest.mark.parametrize(
    ("feature", "text", "name"),
    [
        ("seat", "The Kharkiv-Dayton flight was late.", "Dayton"),
        ("the_head", "The Dayton mayor spoke.", "Dayton"),
        ("the_head", "Nobody had locked the Dayton Library.", "Dayton"),
        ("the_settled", "They crossed the Ohio line.", "Ohio"),
        ("the_head", "The water of the Dayton dam rose.", "Dayton"),
        ("acts_past", "They met where Ukraine gained.", "Ukraine"),
        ("acts_past", "They met where Dayton remained.", "Dayton"),
        ("generic_words", "The Dayton City Council met.", "Dayton City"),
        ("noun_onward", "He lived in Kansas City all the time.", "Kansas City"),
        ("short", "It is in St. Paul now.", "St. Paul"),
    ],
)
def test_a_feature_is_not_read_where_it_does_not_hold(feature: str, text: str, name: str) -> None:
    assert feature not in features(text, name)


def test_a_postal_code_is_written_in_capitals() -> None:
    assert features("In 1990 they left. Oh, they did.", "In") == set()
    assert features("In 1990 they left. Oh, they did.", "In 1990") == set()
    assert features("In 1990 they left. Oh, they did.", "Oh") == set()
    assert features("They moved to Dayton, OH, in May.", "OH")
