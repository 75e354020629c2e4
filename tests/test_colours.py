"""The page's colours: contrast as WCAG 2.2 measures it, and apart for colour-blind readers too.

Colour blindness is simulated with the matrices of Machado, Oliveira and Fernandes (2009), "A
physiologically-based model for simulation of color vision deficiency", at full severity.
"""

from __future__ import annotations

import re
from itertools import combinations
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest

import warmap

Colour = npt.NDArray[np.float64]

STYLE = (Path(warmap.__file__).parent / "web" / "page.css").read_text(encoding="utf-8")
VISION = {
    "usual": np.eye(3),
    "protanopia": np.array(
        [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216],
         [-0.003882, -0.048116, 1.051998]]
    ),
    "deuteranopia": np.array(
        [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413],
         [-0.011820, 0.042940, 0.968881]]
    ),
    "tritanopia": np.array(
        [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602],
         [0.004733, 0.691367, 0.303900]]
    ),
}  # fmt: skip
# Colours that mean something on the map. Places of one kind also differ by shape and line.
MEANINGS = ("place", "area", "country", "water")


def palette(scheme: str) -> dict[str, Colour]:
    """The custom properties of a scheme as linear RGB."""
    light, dark = STYLE.split("@media (prefers-color-scheme: dark)")[:2]
    text = light if scheme == "light" else dark
    found = re.findall(r"--([\w-]+):\s*#([0-9a-f]{6})\b", text.split("}")[0])
    return {name: linear(code) for name, code in found}


def linear(code: str) -> Colour:
    shares = np.array([int(code[i : i + 2], 16) / 255 for i in (0, 2, 4)])
    return np.where(shares <= 0.04045, shares / 12.92, ((shares + 0.055) / 1.055) ** 2.4)


def contrast(one: Colour, other: Colour) -> float:
    first, second = (float(c @ [0.2126, 0.7152, 0.0722]) for c in (one, other))
    return (max(first, second) + 0.05) / (min(first, second) + 0.05)


def lab(colour: Colour) -> Colour:
    """CIE L*a*b* under D65."""
    to_xyz = np.array(
        [[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]]
    )
    share = np.clip(to_xyz @ colour, 0, None) / np.array([0.9505, 1.0, 1.089])
    f = np.where(share > 0.008856, np.cbrt(share), 7.787 * share + 16 / 116)
    return np.array([116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])])


def difference(one: Colour, other: Colour, vision: str) -> float:
    first, second = (lab(np.clip(VISION[vision] @ c, 0, 1)) for c in (one, other))
    return float(np.linalg.norm(first - second))


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_text_can_be_read(scheme: str) -> None:
    colours = palette(scheme)
    pairs = [(ink, paper) for ink in ("ink", "soft") for paper in ("paper", "card")]
    pairs += [("ink", "mark"), ("water-ink", "sea"), ("ink", "unit"), ("soft", "unit")]
    worst = {f"{a} on {b}": contrast(colours[a], colours[b]) for a, b in pairs}
    assert {pair: value for pair, value in worst.items() if value < 4.5} == {}


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_marks_stand_out_from_what_they_lie_on(scheme: str) -> None:
    colours = palette(scheme)
    pairs = [("place", "unit"), ("place", "land"), ("place", "sea"), ("focus", "paper")]
    pairs += [("country", "unit"), ("country", "land"), ("water", "sea"), ("place", "halo")]
    worst = {f"{a} on {b}": contrast(colours[a], colours[b]) for a, b in pairs}
    assert {pair: value for pair, value in worst.items() if value < 3} == {}


@pytest.mark.parametrize("vision", VISION)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_what_means_different_things_looks_different_to_everyone(scheme: str, vision: str) -> None:
    colours = palette(scheme)
    apart = {
        f"{a} and {b}": difference(colours[a], colours[b], vision)
        for a, b in combinations(MEANINGS, 2)
    }
    # A difference of 2.3 is just seen; five times that is told apart at a glance.
    assert {pair: value for pair, value in apart.items() if value < 12} == {}
