"""Which settlement a row is; the law is that no village's point lands on its namesake."""

from __future__ import annotations

from functools import partial

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from warmap.gazetteer import default_gazetteer
from warmap.matching import Match, distance_km, match_settlements, may_be_settlement
from warmap.model import Candidate
from warmap.records import PlaceRecord

# The two villages Zoria of Donetsk Oblast; only the centres of their hromadas are known.
NORTH, NORTH_AT = "katottg:UA14120050230096532", (48.3956, 37.6571)
SOUTH, SOUTH_AT = "katottg:UA14160110150066368", (48.0226, 37.3233)
HALFWAY = (48.209, 37.49)
DONETSK, DNIPRO = "05", "04"
NAMES = ("Зоря", "Степанівка", "Іванівка", "Миколаївка")

zoria = partial(PlaceRecord, 1, "Зоря", ("Зоря",), country="UA")
MATCH = partial(match_settlements, gazetteer=default_gazetteer())


def match(record: PlaceRecord) -> Match:
    (found,) = match_settlements([record], gazetteer=default_gazetteer())
    assert found.record is record
    return found


def place_id(found: Match) -> str:
    return found.place.id if found.place else ""


def settlements(name: str) -> list[Candidate]:
    """The settlements of Ukraine that are called so today."""
    return [
        place
        for place in default_gazetteer().lookup(name)
        if place.country == "UA"
        and place.kind in {"city", "town", "village"}
        and place.match in {"name", "local"}
    ]


# --- one row --------------------------------------------------------------------------------


@pytest.mark.parametrize("admin1", [DONETSK, "UA-14", ""])
@pytest.mark.parametrize(("at", "expected"), [(NORTH_AT, NORTH), (SOUTH_AT, SOUTH)])
def test_a_row_near_one_of_two_villages_is_that_one(
    at: tuple[float, float], expected: str, admin1: str
) -> None:
    for shift in (0, 0.05):
        found = match(zoria(at[0] + shift, at[1], admin1=admin1))
        assert (place_id(found), found.why, found.unknown) == (expected, "", False)


def test_a_row_halfway_between_two_villages_is_refused() -> None:
    found = match(zoria(*HALFWAY, admin1=DONETSK))
    assert found.place is None
    assert "about as near" in found.why
    assert not found.unknown


@pytest.mark.parametrize("admin1", [DNIPRO, "UA-12", "UA-63", "26"])
def test_a_row_that_lies_in_another_oblast_than_it_states_is_refused(admin1: str) -> None:
    assert match(zoria(*NORTH_AT, admin1=admin1)).place is None


def test_a_name_that_its_oblast_does_not_have_is_unknown() -> None:
    for record in (
        zoria(49.99, 36.23, admin1="UA-63"),
        PlaceRecord(1, "Атлантида", ("Атлантида",), 48.4, 37.6, country="UA"),
    ):
        assert match(record).unknown
        assert match(record).place is None


def test_a_raion_that_is_stated_must_be_that_of_the_village() -> None:
    row = partial(zoria, *NORTH_AT, admin1=DONETSK)
    assert place_id(match(row(raion="UA1412"))) == NORTH
    for raion in ("UA1416", "UA1214"):
        found = match(row(raion=raion))
        assert found.place is None
        assert "another raion" in found.why


def test_a_row_far_from_every_village_of_the_name_is_refused() -> None:
    for at in ((48.9, 38.4), (0, 0), (-90, 180)):
        assert match(zoria(*at)).place is None
    found = match(PlaceRecord(1, "Межова", ("Межова",), 48.9, 36.73, country="UA"))
    assert found.place is None
    assert "out of reach" in found.why


def test_an_exact_place_is_itself_within_a_few_kilometres() -> None:
    row = partial(PlaceRecord, 1, "Межова", ("Межова",), country="UA", admin1=DNIPRO)
    assert place_id(match(row(48.26, 36.74))) == "geonames:701305"
    assert match(row(48.30, 36.74)).place is None


def test_the_cyrillic_names_of_a_row_count_before_the_latin_ones() -> None:
    both = PlaceRecord(1, "Zoria", ("Zoria", "Атлантида"), *NORTH_AT, country="UA")
    assert match(both).unknown
    latin = PlaceRecord(1, "Zoria", ("Zoria",), *NORTH_AT, country="UA")
    assert place_id(match(latin)) == NORTH


def test_regions_districts_and_places_abroad_are_no_settlements() -> None:
    for name in ("Донецька область", "Заря", "Москва", "", "'"):
        record = PlaceRecord(1, name, (name,), *NORTH_AT, country="UA")
        assert may_be_settlement(record, gazetteer=default_gazetteer()) == bool(settlements(name))
    assert may_be_settlement(zoria(0, 0), gazetteer=default_gazetteer())


# --- several rows ---------------------------------------------------------------------------


def test_every_row_has_its_answer_in_order() -> None:
    rows = [zoria(*SOUTH_AT), zoria(*HALFWAY), zoria(*NORTH_AT)]
    found = MATCH(rows)
    assert [match.record for match in found] == rows
    assert [place_id(match) for match in found] == [SOUTH, "", NORTH]
    assert MATCH([]) == []


def test_a_file_that_puts_a_village_in_two_places_is_believed_in_neither() -> None:
    apart = [zoria(*NORTH_AT), zoria(NORTH_AT[0] + 0.05, NORTH_AT[1]), zoria(*SOUTH_AT)]
    found = MATCH(apart)
    assert [place_id(match) for match in found] == ["", "", SOUTH]
    assert {match.why for match in found[:2]} == {"the file puts this settlement in two places"}


def test_rows_that_agree_about_a_village_are_all_it() -> None:
    near = [zoria(*NORTH_AT), zoria(NORTH_AT[0] + 0.005, NORTH_AT[1])]
    assert [place_id(match) for match in MATCH(near)] == [NORTH, NORTH]


def test_units_of_the_file_are_learned_from_names_that_are_unique_in_their_oblast() -> None:
    """A row whose unit lies in another raion is refused, though its point fits."""
    gazetteer = default_gazetteer()
    south = gazetteer.by_id(SOUTH)
    assert south is not None
    teacher = next(
        place
        for name in ("Мар'їнка", "Курахове", "Красногорівка")
        for place in settlements(name)
        if place.admin2 == south.admin2
        and [other.id for other in settlements(name) if other.admin1 == "UA-14"] == [place.id]
    )
    unit = {"admin1": DONETSK, "unit": "Мар'їнський р-н", "country": "UA"}
    name = teacher.local_name
    taught = PlaceRecord(1, name, (name,), teacher.lat, teacher.lon, **unit)  # type: ignore[arg-type]
    right = PlaceRecord(2, "Зоря", ("Зоря",), *SOUTH_AT, **unit)  # type: ignore[arg-type]
    wrong = PlaceRecord(3, "Зоря", ("Зоря",), *NORTH_AT, **unit)  # type: ignore[arg-type]
    assert [place_id(match) for match in MATCH([taught, right])] == [teacher.id, SOUTH]
    refused = MATCH([taught, wrong])[1]
    assert refused.place is None
    assert "another raion" in refused.why


# --- the law --------------------------------------------------------------------------------

ANYWHERE = st.tuples(
    st.floats(44, 53, allow_nan=False), st.floats(22, 41, allow_nan=False)
)  # Ukraine and around
BEARERS = {name: settlements(name) for name in NAMES}
NEAR_ONE = st.sampled_from([place for name in NAMES for place in BEARERS[name]])
SHIFT = st.floats(-0.4, 0.4, allow_nan=False)
ADMIN1 = st.sampled_from(["", DONETSK, DNIPRO, "UA-14", "UA-12", "UA-23", "UA-63", "UA-48"])


def assert_law(record: PlaceRecord) -> None:
    given = match(record).place
    assert bool(given) != bool(match(record).why)
    if given is None:
        return
    admin1 = {DONETSK: "UA-14", DNIPRO: "UA-12"}.get(record.admin1, record.admin1)
    assert given.admin1 == (admin1 or given.admin1)
    assert given.id in {place.id for place in BEARERS[record.name]}
    away = distance_km(record.lat, record.lon, given.lat, given.lon)
    assert away <= max(3.0, 1.5 * given.radius_km)
    for other in BEARERS[record.name]:
        if other.id != given.id:
            assert distance_km(record.lat, record.lon, other.lat, other.lon) >= 2 * away


@settings(deadline=None)
@given(st.sampled_from(NAMES), ANYWHERE, ADMIN1)
def test_a_point_anywhere_never_lands_on_a_namesake(
    name: str, at: tuple[float, float], admin1: str
) -> None:
    assert_law(PlaceRecord(1, name, (name,), *at, country="UA", admin1=admin1))


@settings(deadline=None)
@given(NEAR_ONE, SHIFT, SHIFT, st.sampled_from(["own", "none", "other"]))
def test_a_point_near_a_village_never_lands_on_its_namesake(
    village: Candidate, north: float, east: float, states: str
) -> None:
    other = "UA-12" if village.admin1 == "UA-14" else "UA-14"
    admin1 = {"own": village.admin1, "none": "", "other": other}[states]
    name = next(name for name in NAMES if village in BEARERS[name])
    at = (village.lat + north, village.lon + east)
    assert_law(PlaceRecord(1, name, (name,), *at, country="UA", admin1=admin1))


@settings(deadline=None)
@given(st.lists(st.tuples(SHIFT, SHIFT), min_size=2, max_size=4))
def test_rows_of_one_file_never_put_a_village_in_two_places(
    shifts: list[tuple[float, float]],
) -> None:
    rows = [zoria(NORTH_AT[0] + north, NORTH_AT[1] + east) for north, east in shifts]
    taken = [match.record for match in MATCH(rows) if place_id(match) == NORTH]
    for one in taken:
        assert distance_km(one.lat, one.lon, taken[0].lat, taken[0].lon) <= 3.0


@settings(deadline=None)
@given(ANYWHERE, ANYWHERE)
def test_a_distance_is_the_same_both_ways(
    one: tuple[float, float], other: tuple[float, float]
) -> None:
    assert distance_km(*one, *other) == pytest.approx(distance_km(*other, *one))
    assert distance_km(*one, *one) == 0


def test_distances_are_those_on_the_globe() -> None:
    assert distance_km(0, 0, 0, 180) == pytest.approx(20015, abs=1)
    assert distance_km(90, 0, -90, 0) == pytest.approx(20015, abs=1)
    assert distance_km(48, 179.5, 48, -179.5) < 75
