"""The form under which names are compared."""

from __future__ import annotations

import string
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from warmap.names import normalise

APOSTROPHES = "'’‘ʼʻ`´′ʹ"
# Latin with its accents, and the Cyrillic block.
LETTERS = st.characters(min_codepoint=0x41, max_codepoint=0x24F, categories=["L"]) | st.characters(
    min_codepoint=0x400, max_codepoint=0x4FF, categories=["L"]
)


@given(st.text())
def test_a_normalised_name_stays_as_it_is(name: str) -> None:
    assert normalise(normalise(name)) == normalise(name)


@given(st.text())
def test_words_are_separated_by_single_spaces(name: str) -> None:
    form = normalise(name)
    assert form == " ".join(form.split())


@given(st.text(LETTERS | st.sampled_from(" -")))
def test_case_makes_no_difference(name: str) -> None:
    assert normalise(name.upper()) == normalise(name.lower()) == normalise(name)


@given(st.text())
def test_composed_and_decomposed_names_are_one(name: str) -> None:
    decomposed = unicodedata.normalize("NFD", name)
    assert normalise(decomposed) == normalise(unicodedata.normalize("NFC", name))


@given(st.text(LETTERS), st.text(LETTERS), st.sampled_from(APOSTROPHES + "ьЬ"))
def test_an_apostrophe_or_soft_sign_makes_no_difference(left: str, right: str, mark: str) -> None:
    assert normalise(left + mark + right) == normalise(left + right)


@given(st.text(string.ascii_letters + string.digits + string.punctuation + " "))
def test_the_short_way_for_ascii_gives_what_the_long_way_gives(name: str) -> None:
    assert normalise(f"{name} é") == f"{normalise(name)} e".strip()


@pytest.mark.parametrize(
    ("spellings", "form"),
    [
        (["Mar'yinka", "Mar’yinka", "MARʼYINKA", "Mar`yinka", "Maryinka"], "maryinka"),
        (["Слов'янськ", "Слов’янськ", "СЛОВ’ЯНСЬК", "Словянск"], "словянск"),
        (["Ternopil'", "Ternopilʹ", "Ternopil"], "ternopil"),
        (["Луганськ", "Луганск", "ЛУГАНСЬК"], "луганск"),
        (["Королёв", "Королев", "КОРОЛЁВ"], "королев"),
        (["Ivano-Frankivsk", "Ivano–Frankivsk", "ivano\u00a0frankivsk"], "ivano frankivsk"),
        (["U.S.", "US", "u.s"], "us"),
        (["“Zorya”", "«Zorya»", '"Zorya"', " Zorya\n"], "zorya"),
        (["Łódź", "ŁÓDŹ", "Lodz", "Ło\u0301dz\u0301"], "lodz"),
        (["", "’", " - ", "\u200b"], ""),
    ],
)
def test_spellings_of_one_name(spellings: list[str], form: str) -> None:
    assert {normalise(spelling) for spelling in spellings} == {form}


@pytest.mark.parametrize(
    ("one", "other"),
    [("Київ", "Киів"), ("Край", "Краи"), ("Ґанок", "Ганок"), ("Лис", "Ліс"), ("Dnipro", "Дніпро")],
)
def test_letters_that_tell_names_apart_stay(one: str, other: str) -> None:
    assert normalise(one) != normalise(other)


def test_half_a_surrogate_pair_is_no_part_of_a_name() -> None:
    assert normalise("Ky\ud800iv") == "kyiv"
