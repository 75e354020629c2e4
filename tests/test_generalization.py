"""Outlines that are whole near the places and coarser elsewhere, with borders still in common."""

from __future__ import annotations

import json
from itertools import accumulate, pairwise
from typing import Any

import shapely
from hypothesis import given
from hypothesis import strategies as st

from warmap import Article
from warmap.arcs import with_arcs
from warmap.block import page_json
from warmap.generalization import ELSEWHERE, NEAR, Detail
from warmap.page import page_data
from warmap.places import find_resolutions

SCALE = 1000
KYIV = (30.5, 50.5, 30.5, 50.5)
NUMBERS = st.integers(-175_000, 175_000)
LINES = st.lists(
    st.lists(st.tuples(NUMBERS, st.integers(-84_000, 84_000)), min_size=2, max_size=12),
    max_size=4,
)


def detail(*near: tuple[float, float, float, float]) -> Detail:
    return Detail((30.0, 50.0, 31.0, 51.0), near=near)


def ring(*points: tuple[int, int]) -> list[int]:
    """A ring as `shapes.encoded` tells it."""
    closed = [*points, points[0]]
    steps = [closed[0]]
    steps += [(b[0] - a[0], b[1] - a[1]) for a, b in pairwise(closed)]
    return [number for step in steps for number in step]


def square(west: int, south: int, side: int) -> list[int]:
    east, north = west + side, south + side
    return ring((west, south), (east, south), (east, north), (west, north))


def written(digits: str) -> list[tuple[int, int]]:
    """The points of an arc, read as the page reads it."""
    alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
    numbers, value, unit = [], 0, 1
    for digit in map(alphabet.index, digits):
        if digit >= 48:
            value, unit = value + (digit - 48) * unit, unit * 16
            continue
        value += digit * unit
        numbers.append(-(value + 1) // 2 if value % 2 else value // 2)
        value, unit = 0, 1
    return list(zip(accumulate(numbers[::2]), accumulate(numbers[1::2]), strict=True))


@given(LINES)
def test_a_line_keeps_its_ends_and_some_of_its_points_and_is_hardly_off(
    lines: list[list[tuple[int, int]]],
) -> None:
    for before, after in zip(lines, detail(KYIV).thinned(lines, scale=SCALE), strict=True):
        assert (after[0], after[-1]) == (before[0], before[-1])
        left = iter(before)
        assert all(point in left for point in after)  # in the same order
        thinner = shapely.LineString(after)
        for point in before:
            assert thinner.distance(shapely.Point(point)) <= ELSEWHERE * SCALE + 1e-6


@given(LINES)
def test_near_a_place_nothing_is_left_out(lines: list[list[tuple[int, int]]]) -> None:
    beside, above = NEAR
    around = (-180.0 + beside, -90.0 + above, 180.0 - beside, 90.0 - above)
    assert detail(around).thinned(lines, scale=SCALE) == lines


def test_where_the_map_is_first_a_line_is_off_by_half_a_pixel_at_most() -> None:
    wide = Detail((30.0, 50.0, 40.0, 55.0))  # a pixel is 11 thousandths of a degree
    wave = [(30_000 + 20 * n, 50_000 + 4 * (n % 2)) for n in range(50)]
    bays = [(30_000 + 20 * n, 50_000 + 30 * (n % 2)) for n in range(50)]
    assert wide.thinned([wave, bays], scale=SCALE) == [[wave[0], wave[-1]], bays]


def test_a_border_of_two_stays_in_common() -> None:
    border = [(90_000, 10_000), (90_020, 11_000), (89_980, 12_000), (90_000, 13_000)]
    left = ring(*border, (80_000, 13_000), (80_000, 10_000))
    right = ring(*border[::-1], (99_000, 10_000), (99_000, 13_000))
    shapes = [{"parts": [[each]], "scale": SCALE} for each in (left, right)]
    thin = detail()
    arcs, (west, east) = with_arcs(shapes, thinned=lambda arcs: thin.thinned(arcs, scale=SCALE))
    common = set(west["arcs"][0][0]) & {~n for n in east["arcs"][0][0]}
    assert [written(arcs[n]) for n in common] == [[border[0], border[-1]]]


def test_an_island_without_an_area_is_left_out_but_not_the_last() -> None:
    mainland, islet = square(100_000, 10_000, 5_000), square(110_000, 10_000, 50)
    lake = square(101_000, 11_000, 40)
    nation = {"parts": [[mainland, lake], [islet]], "scale": SCALE}
    atoll = {
        "parts": [[square(120_000, 10_000, 60)], [square(121_000, 10_000, 60)]],
        "scale": SCALE,
    }
    thin = detail()
    arcs, (with_land, alone) = with_arcs(
        [nation, atoll], thinned=lambda arcs: thin.thinned(arcs, scale=SCALE)
    )
    assert with_land["arcs"] == [[[0]]]
    assert alone["arcs"] == [[[1]]]
    assert len(arcs) == 2
    assert len(written(arcs[1])) == 5  # whole


def told(shape: dict[str, Any]) -> list[tuple[int, int]]:
    rings = (ring for part in shape["parts"] for ring in part)
    return [
        point
        for ring in rings
        for point in zip(accumulate(ring[::2]), accumulate(ring[1::2]), strict=True)
    ]


FAR = "Shelling hit the town of Mezhova in Dnipropetrovsk region. The minister flew to Tokyo."


def test_the_surroundings_of_a_far_place_are_whole_and_all_else_takes_little_room() -> None:
    data = page_data(find_resolutions(FAR), article=Article(FAR))
    arcs = json.loads(page_json(data))["arcs"]
    points = {point for arc in arcs for point in written(arc)}
    (japan,) = (country for country in data["countries"] if country["id"] == "JP")
    bay = shapely.box(137_000, 34_000, 142_000, 37_000)
    by_tokyo = {point for point in told(japan["shape"]) if bay.contains(shapely.Point(point))}
    assert len(by_tokyo) > 20
    assert by_tokyo <= points
    without_view = {key: value for key, value in data.items() if key != "view"}
    whole = json.loads(page_json(without_view))["arcs"]
    assert sum(map(len, arcs)) < 0.7 * sum(map(len, whole))


def test_every_country_is_still_there() -> None:
    data = page_data(find_resolutions(FAR), article=Article(FAR))
    block = json.loads(page_json(data))
    assert len(block["countries"]) == len(data["countries"]) > 50
    for country in block["countries"]:
        assert country["shape"]["arcs"], country["id"]
        west, south, east, north = country["shape"]["box"]  # whole degrees around all of it
        numbers = (n for part in country["shape"]["arcs"] for ring in part for n in ring)
        for number in numbers:
            for lon, lat in written(block["arcs"][max(number, ~number)]):
                assert west <= lon / SCALE <= east, country["id"]
                assert south <= lat / SCALE <= north, country["id"]
