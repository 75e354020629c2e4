"""The places frame and its contract."""

from __future__ import annotations

import pytest
from geopandas.testing import assert_geodataframe_equal
from hypothesis import given
from hypothesis import strategies as st

from warmap import (
    ArticleError,
    GazetteerError,
    PlacesError,
    find_places,
    resolve_spans,
    validate_places,
)
from warmap.bundled import data_path
from warmap.places import COLUMNS, find_resolutions, to_frame, to_resolutions

TEXT = data_path("articles/afp-2025-06-08.txt").read_text(encoding="utf-8")
PIECES = [
    "Kyiv",
    "’s",
    " ",
    ", ",
    "the town of Mezhova",
    "\n",
    "\u202e",
    "\0",
    "🙂",
    "Donetsk region",
]


def test_the_frame_has_the_columns_and_types_of_the_contract() -> None:
    frame = find_places(TEXT)
    assert list(frame.columns) == [*COLUMNS, "geometry"]
    assert {name: str(frame[name].dtype) for name in COLUMNS} == COLUMNS
    assert frame.crs.to_epsg() == 4326
    validate_places(frame)


def test_an_empty_text_gives_an_empty_frame_of_the_same_form() -> None:
    frame = find_places("")
    assert len(frame) == 0
    assert {name: str(frame[name].dtype) for name in COLUMNS} == COLUMNS
    assert frame.crs.to_epsg() == 4326


@given(st.lists(st.sampled_from(PIECES), max_size=12).map("".join))
def test_there_is_one_resolution_for_each_mention_in_the_order_of_the_text(text: str) -> None:
    found = find_resolutions(text)
    ends = [0]
    for resolution in found:
        mention = resolution.mention
        assert text[mention.start : mention.end] == mention.text
        assert mention.start >= ends[-1]
        assert mention.text in resolution.quote
        assert resolution.quote in text
        assert (resolution.candidate is not None) == (resolution.status == "resolved")
        assert 0 <= resolution.score <= 1
        ends.append(mention.end)


def test_the_bundled_article_is_read_right() -> None:
    frame = find_places(TEXT)
    assert len(frame) == 44
    regions = frame[frame["kind"] == "region"]
    assert set(regions["admin1"]) == {"UA-12", "UA-14", "UA-65", "UA-09", "UA-23", "UA-43"}
    assert set(regions["country"]) == {"UA"}
    zorya = frame[frame["mention"] == "Zorya"].iloc[0]
    assert zorya["admin1"] in {"UA-14", ""}
    assert zorya["score"] < 0.6
    istanbul = frame[frame["mention"] == "Istanbul"]
    assert istanbul["role"].tolist() == ["literal", "associative"]
    assert set(frame[frame["mention"] == "Moscow"]["role"]) == {"government"}


def test_given_spans_keep_their_order_and_overlaps() -> None:
    text = "From Kyiv to Lviv"
    found = resolve_spans(text, [(13, 17), (5, 9), (5, 9), (0, 17)])
    assert found["mention"].tolist() == ["Lviv", "Kyiv", "Kyiv", text]
    assert found["status"].tolist() == ["resolved"] * 3 + ["unresolved"]


@pytest.mark.parametrize("span", [(-1, 3), (3, 3), (5, 2), (0, 99)])
def test_a_span_outside_of_the_text_is_refused(span: tuple[int, int]) -> None:
    with pytest.raises(ArticleError):
        resolve_spans("From Kyiv", [span])


def test_half_a_surrogate_pair_is_refused() -> None:
    with pytest.raises(ArticleError, match="U\\+D800"):
        find_places("Kyiv \ud800")


def test_a_home_is_context_and_an_unknown_one_is_refused() -> None:
    text = "He was born in Paris."
    assert find_places(text, home="Texas")["admin1"].tolist() == ["US-TX"]
    assert find_places(text, home="France")["country"].tolist() == ["FR"]
    with pytest.raises(GazetteerError, match="home 'Nowhere At All'"):
        find_places(text, home="Nowhere At All")


def test_every_fault_of_a_frame_is_listed_at_once() -> None:
    frame = find_places("From Kyiv to Lviv")
    frame["kind"], frame["score"], frame["rivals"] = "planet", 2.0, "{"
    with pytest.raises(PlacesError) as caught:
        validate_places(frame)
    lines = str(caught.value).splitlines()
    assert len(lines) == 3
    assert "'planet'" in lines[0]
    with pytest.raises(PlacesError, match="EPSG:3857"):
        validate_places(find_places("From Kyiv").to_crs(3857))
    with pytest.raises(PlacesError, match="not a GeoDataFrame"):
        validate_places([1])


def test_records_and_frame_are_two_forms_of_one_thing() -> None:
    frame = find_places(TEXT)
    assert_geodataframe_equal(to_frame(to_resolutions(frame)), frame)
