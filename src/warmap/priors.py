"""What is known of the weights before anything is learned, set by hand.

`learning` draws weights towards what is expected and holds those that are fixed. The roles have
priors of their own, in `role_learning`. ``weights.toml`` tells what each feature means.
"""

from __future__ import annotations

__all__ = ["EXPECTED", "EXPECTED_CYRILLIC", "FIXED", "FIXED_CYRILLIC"]

# Fixed by hand: what other corpora mark otherwise (institutions named after a place), what no
# corpus holds (a home, another recogniser), and what the text says in so many words.
FIXED = {
    "of_organisation": -7.0, "press": -6.0, "club": -7.0, "title": -3.0,
    "after_first_name": -3.5, "age": -4.0, "recognised": 2.0, "home_country": 2.0,
    "home_admin1": 4.0, "kind_fit": 2.5, "kind_clash": -3.0, "inside": 2.5, "outside": -4.0,
    "own": 4.0, "without_noun": -1.0, "match_former": -1.5, "unknown_kind": 1.3,
    "first_name_of": -4.0, "the_site": 6.0, "acts_site": 1.0, "bare_river": -4.0,
    "the_water": 5.0,
}  # fmt: skip
# What is expected of features that local and war news show rarely.
EXPECTED = {
    "kind_country": 2.5, "kind_sea": 1.5, "kind_region": 1.5, "population": 2.0, "kind_word": 1.5,
    "population_country": 2.0, "population_region": 2.0, "population_district": 2.0,
    "superseded": -1.5, "in_namesake": -1.0, "acts_capital": 1.0, "mayor_settled": 1.0,
    "mayor_region": -1.0, "of_council": 1.0, "disease": -4.0, "other_marks": -2.5,
    "other_capital": -3.5, "surname": -2.0, "generic": -2.5, "direction": 1.0, "match_alias": -1.0,
    "kind_elsewhere": 0.7, "holds": 0.7, "near": 1.0, "same_country": 1.2, "same_admin1": 1.0,
    "organisation": -4.0, "compound": -2.0, "inside_comma": 1.5, "inside_listed": 1.5,
    "inside_scene": 1.5, "outside_scene": -0.5, "first": 1.0,
    "shares_name": -0.5, "the_settled": -0.7, "water_water": 3.0,
    "water_settled": -0.7, "area_region": 0.7, "area_settled": -0.5, "listed_kind": 1.0,
}  # fmt: skip

# The same for names in Ukrainian and Russian, of which there is little marked text: it shows
# where names stand, and hardly a person, an organisation or a common word of the same form.
FIXED_CYRILLIC = {
    "quoted": -11.0, "after_first_name": -9.0, "recognised": 3.5, "of_noun": -11.0,
    "of_organisation": -8.0, "institution": -7.0, "in_memory": -8.0, "title": -5.0,
    "compound": -5.0, "only_common": -2.0, "person_elsewhere": -4.0, "personal": -3.5,
    "before_surname": -7.0, "unknown": -3.0, "small_acts": -1.5, "small_said": -4.5,
    "small_elsewhere": -2.0,
}  # fmt: skip
EXPECTED_CYRILLIC = {
    "bias": -0.5, "kind_country": 2.5, "kind_region": 1.5, "kind_sea": 2.0, "kind_other": 1.0,
    "population": 2.0, "alias_only": -1.0, "several_words": 1.5,
    "of_region": 4.0, "of_district": 4.0, "of_front": 3.5, "of_plant": 3.0, "of_water": 3.0,
    "of_site": 1.0, "opens_common": -2.5, "common": -0.5,
    "capital_elsewhere": 0.5, "in": 2.0,
    "preposition": 1.0, "listed_after_preposition": 1.0, "kind_word": 2.0,
    "after_capital": -2.0, "before_capital": -1.5, "tied_to_small": -2.0,
    "listed": 0.5, "dateline": 1.0, "acts": 0.5, "short": -1.0,
}  # fmt: skip
