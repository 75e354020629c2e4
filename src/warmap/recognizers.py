"""Recognisers that others made, as sources of spans for `mentions`: spaCy's models.

Takes a text and gives the spans that the model calls a place. They are proposals: `mentions` judges
them together with the gazetteer's, and no span enters the result past that decision. spaCy
is imported when a recogniser is made, never before; it comes with ``warmap[spacy]``.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from warmap.errors import RecognizerError

__all__ = ["SpacyRecognizer", "open_recognizer"]

# Countries and towns; seas and mountains; buildings. Peoples (NORP) are the gazetteer's demonyms.
_PLACES = frozenset(("GPE", "LOC", "FAC"))
# What a pipeline may hold and names don't need; they take three quarters of the time.
_NEEDLESS = (
    "tagger", "morphologizer", "parser", "attribute_ruler", "lemmatizer", "trainable_lemmatizer",
    "senter",
)  # fmt: skip
_MOST = 50_000  # characters that a model reads at once: its memory grows with them


class SpacyRecognizer:
    """A model of spaCy as a `Recognizer`.

    Parameters
    ----------
    model
        Name of an installed model, or the folder of one. It must find names: its labels are
        GPE, LOC or FAC.

    Raises
    ------
    RecognizerError
        spaCy or the model is not installed, or the model finds no places.

    Examples
    --------
    >>> from warmap import find_places
    >>> recognizer = SpacyRecognizer("en_core_web_sm")  # doctest: +SKIP
    >>> find_places("They met in Vydumanka.", recognizer=recognizer)  # doctest: +SKIP
    """

    def __init__(self, model: str, /) -> None:
        self.model = model
        self._nlp = _loaded(model)

    def find(self, text: str, /) -> list[tuple[int, int]]:
        """Half-open spans, in code points, that the model calls a place.

        Parameters
        ----------
        text
            The article.

        Examples
        --------
        >>> SpacyRecognizer("en_core_web_sm").find("From Kyiv to Lviv")  # doctest: +SKIP
        [(5, 9), (13, 17)]
        """
        return [
            (at + name.start_char, at + name.end_char)
            for at, piece in _pieces(text)
            for name in self._nlp(piece).ents
            if name.label_ in _PLACES
        ]


def open_recognizer(spec: str) -> SpacyRecognizer:
    """Make the recogniser that ``--recognizer`` names.

    Parameters
    ----------
    spec
        ``spacy:MODEL``, as in ``spacy:en_core_web_sm``.

    Raises
    ------
    RecognizerError
        It is none of that form, or spaCy or the model is not installed.

    Examples
    --------
    >>> open_recognizer("flair:ner")
    Traceback (most recent call last):
    warmap.errors.RecognizerError: recognizer 'flair:ner': unknown; write spacy:MODEL, ...
    """
    maker, _, model = spec.partition(":")
    if maker != "spacy" or not model:
        raise RecognizerError(
            f"recognizer {spec!r}: unknown; write spacy:MODEL, as in spacy:en_core_web_sm"
        )
    return SpacyRecognizer(model)


def _loaded(model: str) -> Any:  # noqa: ANN401 - spaCy's types are not there without it
    """The pipeline of a model, without the parts that names don't need."""
    try:
        import spacy
    except ImportError as error:
        raise RecognizerError(
            f"recognizer spacy:{model}: spaCy is not installed: pip install 'warmap[spacy]'"
        ) from error
    try:
        nlp = spacy.load(model, exclude=_NEEDLESS)
    except OSError as error:
        raise RecognizerError(
            f"recognizer spacy:{model}: no model of that name is installed: "
            f"python -m spacy download {model}, or give the folder of a model"
        ) from error
    except (ImportError, ValueError) as error:  # made for another edition, or lacks a package
        why = " ".join(str(error).split())
        raise RecognizerError(
            f"recognizer spacy:{model}: can't be loaded: {why}; install a model for spaCy "
            f"{spacy.__version__}"
        ) from error
    found = {label for labels in nlp.pipe_labels.values() for label in labels}
    if not found & _PLACES:
        raise RecognizerError(
            f"recognizer spacy:{model}: the model marks no places (GPE, LOC or FAC); "
            "take one with a named entity recogniser"
        )
    return nlp


def _pieces(text: str) -> Iterator[tuple[int, str]]:
    """The text in pieces of `_MOST` characters at most, each with its start.

    They end at a line break, else at the end of a sentence, else at white space, if there is any.
    """
    start = 0
    while len(text) - start > _MOST:
        piece = text[start : start + _MOST]
        end = next((e for mark in ("\n", ". ", " ") if (e := piece.rfind(mark) + 1)), _MOST)
        yield start, piece[:end]
        start += end
    yield start, text[start:]
