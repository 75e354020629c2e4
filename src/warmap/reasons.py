"""Why a place was chosen, in plain words.

Takes the features of the chosen candidate and names the strongest. Decides one thing beside:
whether the choice contradicts the text.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from warmap.cues import CLASSES, CUES
from warmap.model import Candidate, Mention

__all__ = ["PHRASES", "WORTH", "reason_for"]

_KIND_NAMES = {"other": "place"}
WORTH = 0.3
"""A contribution smaller than this decides nothing."""

_MOST = 3  # reasons that a reader takes in


def reason_for(
    mention: Mention,
    candidates: Sequence[Candidate],
    best: int,
    strength: Mapping[str, float],
    area: str,
    *,
    contradicted: bool = False,
    equals: int = 0,
) -> str:
    """Tell the strongest reasons for a choice in one line.

    Parameters
    ----------
    mention
        What is resolved.
    candidates
        All places of that name.
    best
        Index of the choice among them.
    strength
        What each feature adds for the choice, beyond what it adds for the others on average.
    area
        Name of the area that the text puts the mention in, or empty.
    contradicted
        Whether the choice lies outside of it.
    equals
        How many others fit about as well.

    Examples
    --------
    >>> from warmap.gazetteer import default_gazetteer
    >>> places = default_gazetteer().lookup("Donetsk")
    >>> reason_for(Mention(0, 7, "Donetsk", ("region",)), places, 0, {"kind_fit": 2.5}, "")
    'the text calls it a region'
    """
    place = candidates[best]
    if contradicted:
        many = f"{len(candidates)} places" if len(candidates) > 1 else "a place"
        return f"the gazetteer knows {many} of this name, none in {area}"
    told = [name for name, value in strength.items() if value > WORTH and name in PHRASES]
    told.sort(key=lambda name: (-strength[name], name))
    chosen = list(dict.fromkeys([_phrase(name, mention, place, area) for name in told]))
    if len(candidates) == 1:
        alone = [phrase for phrase in chosen if phrase not in (_LARGER, _LARGEST)]
        chosen = ["the only place of this name that the gazetteer knows", *alone]
    if place.match in ("alias", "former") and place.name != mention.text:
        how = "a former" if place.match == "former" else "another"
        name = mention.forms[0] if mention.forms else mention.text
        chosen.append(f"{name} is {how} name of {place.name}")
    chosen = chosen[:_MOST] or [f"the likeliest of {len(candidates)} places of this name"]
    if equals:
        others = "one other of this name fits" if equals == 1 else f"{equals} others fit"
        chosen.append(f"{others} about as well")
    if place.placed_by:
        chosen.append(f"its point comes from {place.placed_by}")
    return "; ".join(chosen)


def _phrase(feature: str, mention: Mention, place: Candidate, area: str) -> str:
    """Plain words for a feature that speaks for a place."""
    phrase = PHRASES[feature]
    if "{" not in phrase:
        return phrase
    return phrase.format(
        kind=_KIND_NAMES.get(place.kind, place.kind),
        said=mention.kinds[0] if mention.kinds else place.kind,
        lies=f"the text puts it in {area}" if area else "the text names the area that it lies in",
    )


_LARGER = "larger than others of this name"
_LARGEST = "the largest place of this name"
_NEAR = "near other places that the article names"
_COUNTRY = "in a country that the article is about"
_REGION = "in a region that the article names"
_LISTED = "like the places listed with it"

_SPEAK = "the words around it speak of a {kind}"

PHRASES = {f"{cue}_{of}": _SPEAK for cue in CUES if cue != "bare" for of in CLASSES}
"""Plain words for each feature that can speak for a place."""
PHRASES |= {
    "the_site": _SPEAK,
    "acts_site": _SPEAK,
    "acts_capital": "a capital, and the text speaks of its government",
    "kind_fit": "the text calls it a {said}",
    "kind_elsewhere": "the article elsewhere calls it a {kind}",
    "kind_bare": "the article elsewhere calls it a {kind}",
    "inside": "{lies}",
    "inside_comma": "{lies}",
    "inside_listed": "{lies}",
    "inside_scene": "in what its sentence opens with",
    "holds": "the text names a place in it",
    "population": _LARGER,
    "population_world": _LARGER,
    "largest": _LARGEST,
    "kind_country": "a country bears this name",
    "match_name": "it bears this name today",
    "near": _NEAR,
    "around": _NEAR,
    "wide": _NEAR,
    "same_country": _COUNTRY,
    "named_country": _COUNTRY,
    "same_admin1": _REGION,
    "share_admin1": _REGION,
    "named_admin1": _REGION,
    "same_admin2": "in a district that the article names",
    "beside": "near what stands beside it in the text",
    "beside_country": "in the country of what stands beside it in the text",
    "beside_admin1": "in the region of what stands beside it in the text",
    "listed_kind": _LISTED,
    "listed_country": _LISTED,
    "could_near": _NEAR,
    "could_admin2": "in a district that another name may mean",
    "home_country": "in the publisher's country",
    "home_admin1": "in the publisher's region",
    "own": "one of your own places",
}
