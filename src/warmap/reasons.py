"""Why a place was chosen, in plain words.

Takes the features of the chosen candidate and names the strongest. Decides one thing beside:
whether the choice contradicts the text.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from warmap.cues import CLASSES, CUES
from warmap.model import Candidate, Mention

__all__ = ["reason_for"]

_KIND_NAMES = {"site": "site", "other": "place"}
_WORTH = 0.3  # a contribution smaller than this decides nothing
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
    phrases = _phrases(mention, place, area)
    ordered = sorted(strength, key=lambda n: (-strength[n], n))
    said = [phrases[n] for n in ordered if n in phrases and strength[n] > _WORTH]
    chosen = list(dict.fromkeys(said))
    if len(candidates) == 1:
        chosen.insert(0, "the only place of this name that the gazetteer knows")
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


def _phrases(mention: Mention, place: Candidate, area: str) -> dict[str, str]:
    """Plain words for each feature that can speak for a place."""
    noun = _KIND_NAMES.get(place.kind, place.kind)
    said = mention.kinds[0] if mention.kinds else place.kind
    lies = f"the text puts it in {area}" if area else "the text names the area that it lies in"
    near = "near other places that the article names"
    region = "in a region that the article names"
    country = "in a country that the article is about"
    beside = "near what stands beside it in the text"
    listed = "like the places listed with it"
    wording = f"the words around it speak of a {noun}"
    cues = {f"{cue}_{of}": wording for cue in CUES for of in CLASSES}
    return cues | {
        "acts_capital": "a capital, and the text speaks of its government",
        "kind_fit": f"the text calls it a {said}",
        "kind_elsewhere": f"the article elsewhere calls it a {noun}",
        "kind_bare": f"the article elsewhere calls it a {noun}",
        "inside": lies,
        "inside_comma": lies,
        "inside_listed": lies,
        "holds": "the text names a place in it",
        "population": "larger than others of this name",
        "largest": "the largest place of this name",
        "kind_country": "a country bears this name",
        "match_name": "it bears this name today",
        "near": near,
        "around": near,
        "wide": near,
        "same_country": country,
        "named_country": country,
        "same_admin1": region,
        "share_admin1": region,
        "named_admin1": region,
        "same_admin2": "in a district that the article names",
        "beside": beside,
        "beside_country": "in the country of what stands beside it in the text",
        "beside_admin1": "in the region of what stands beside it in the text",
        "listed_kind": listed,
        "listed_country": listed,
        "could_near": near,
        "could_admin2": "in a district that another name may mean",
        "home_country": "in the publisher's country",
        "home_admin1": "in the publisher's region",
        "own": "one of your own places",
    }
