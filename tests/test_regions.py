"""Regions of the country in which an article happens: where they are drawn, where they are not."""

from __future__ import annotations

from typing import Any

import pytest

from warmap import Article
from warmap.areas import regions_within
from warmap.page import page_data
from warmap.places import find_resolutions
from warmap.shapes import bounds_of


def data_of(text: str, lang: str = "en") -> Any:
    return page_data(find_resolutions(text), article=Article(text), lang=lang)


def named(text: str, lang: str = "en") -> dict[str, str]:
    return {region["id"]: region["name"] for region in data_of(text, lang)["regions"]}


def test_a_town_is_seen_among_the_regions_of_its_country() -> None:
    found = named("A storm hit Augsburg in Germany.")
    assert found["DE-BY"] == "Bavaria"
    assert found["DE-BW"] == "Baden-Württemberg"
    assert {iso.split("-")[0] for iso in found} == {"DE"}
    assert named("A storm hit Augsburg in Germany.", "uk")["DE-BY"] == "Баварія"


def test_a_region_that_the_text_names_has_its_name_as_a_place() -> None:
    found = named("A storm hit Augsburg in Bavaria.")
    assert found["DE-BY"] == ""
    assert found["DE-BW"] == "Baden-Württemberg"


def test_of_ukraine_s_neighbour_too_but_not_of_ukraine_whose_units_are_always_there() -> None:
    found = named("Drones flew from Sumy to the city of Kursk in Russia.")
    assert {"RU-KRS", "RU-BEL", "RU-BRY"} <= set(found)
    assert not [iso for iso in found if iso.startswith("UA")]
    assert named("Drones flew from Sumy to Kharkiv. Moscow said so.") == {}


@pytest.mark.parametrize(
    "text",
    [
        "They drove from Lyon to Turin, Bern and Munich.",  # four countries
        "A storm hit Maribor and Ljubljana in Slovenia.",  # whose 200 municipalities are a net
        "A storm hit Germany and France.",
        "A storm.",
    ],
)
def test_no_regions_where_they_would_be_noise(text: str) -> None:
    assert named(text) == {}


@pytest.mark.parametrize("country", ["%", "_S", "us", "US-", "'", "U" * 10**6])
def test_what_is_no_country_has_no_regions(country: str) -> None:
    assert regions_within(country, (-180, -90, 180, 90)) == []


def test_only_regions_on_the_map_are_there() -> None:
    data = data_of("A storm hit Atlanta and Savannah in the U.S. state of Georgia.")
    left, low, right, high = data["limits"]
    assert "US-GA" in {region["id"] for region in data["regions"]}
    for region in data["regions"]:
        west, south, east, north = bounds_of(region["shape"])
        assert (west <= right, east >= left, south <= high, north >= low) == (True,) * 4
