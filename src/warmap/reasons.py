"""Why a place was chosen, in plain words.

Takes the features of the chosen candidate and names the strongest. Decides one thing beside:
whether the choice contradicts the text.
"""

from __future__ import annotations

from collections.abc import Sequence

from warmap.model import Candidate, Mention
from warmap.weights import Weights

__all__ = ["reason_for"]

_KIND_NAMES = {"site": "site", "other": "place"}
_WORTH = 0.3  # a contribution smaller than this decides nothing


def reason_for(
    mention: Mention,
    candidates: Sequence[Candidate],
    best: int,
    features: dict[str, float],
    area: str,
    *,
    weights: Weights,
) -> tuple[str, bool]:
    """Tell the strongest reasons for a choice.

    Parameters
    ----------
    mention
        What is resolved.
    candidates
        All places of that name.
    best
        Index of the choice among them.
    features
        The choice's features.
    area
        Name of the area that the text puts the mention in, or empty.
    weights
        What the features weigh.

    Returns
    -------
    str
        One line.
    bool
        Whether the choice lies outside of what the text says.
    """
    place = candidates[best]
    if features.get("outside") and not features.get("inside"):
        many = f"{len(candidates)} places" if len(candidates) > 1 else "a place"
        return f"the gazetteer knows {many} of this name, none in {area}", True
    strength = {name: weights.place[name] * value for name, value in features.items()}
    phrases = _phrases(mention, place, area)
    chosen = [
        phrases[name]
        for name in sorted(strength, key=lambda n: (-strength[n], n))
        if name in phrases and strength[name] > _WORTH
    ]
    if len(candidates) == 1:
        chosen.insert(0, "the only place of this name that the gazetteer knows")
    if place.match in ("alias", "former") and place.name != mention.text:
        old = "former" if place.match == "former" else "another"
        chosen.append(
            f"{mention.text} is {old} name of {place.name}".replace("is former", "is a former")
        )
    chosen = chosen[:3] or [f"the likeliest of {len(candidates)} places of this name"]
    if place.placed_by:
        chosen.append(f"its point comes from {place.placed_by}")
    return "; ".join(dict.fromkeys(chosen)), False


def _phrases(mention: Mention, place: Candidate, area: str) -> dict[str, str]:
    """Plain words for each feature that can speak for a place."""
    noun = _KIND_NAMES.get(place.kind, place.kind)
    said = mention.kinds[0] if mention.kinds else place.kind
    return {
        "kind_fit": f"the text calls it a {said}",
        "kind_elsewhere": f"the article elsewhere calls it a {noun}",
        "inside": f"the text puts it in {area}" if area else "the text names the area it lies in",
        "holds": "the text names a place in it",
        "population": "the largest place of this name",
        "kind_country": "a country bears this name",
        "near": "near other places that the article names",
        "same_country": "in a country that the article is about",
        "same_admin1": "in a region that the article names",
        "home_country": "in the publisher's country",
        "home_admin1": "in the publisher's region",
        "own": "one of your own places",
    }
