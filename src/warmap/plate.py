"""The map itself: land and borders, the places with their labels, the inset, the scale bar.

It takes the page's data, the signs of its places and the room on the sheet. What stands around the
map is not its work.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from math import floor, log10
from typing import Any

import numpy as np
import shapely
from matplotlib.lines import Line2D
from matplotlib.patches import PathPatch, Rectangle
from matplotlib.path import Path

from warmap.lettering import BOLD, ITALIC, REGULAR, settable, width
from warmap.placement import Label, place_labels
from warmap.projection import Box, Frame, frame_of
from warmap.sheet import Sheet, area_style, circle, dot, question
from warmap.signs import COLOURS, Data, Sign
from warmap.view import is_water
from warmap.wording import say

__all__ = ["draw_plate"]

# The inset's share of the map's width and height.
_INSET = 0.27
# So many places are named on the map itself; all others are dots, which the list names if it can.
_NAMED = 120


@dataclass(slots=True)
class Wanted:
    """A label before it is placed: what it says and how it is set."""

    label: Label
    number: str
    lines: list[str]
    size: float
    colour: str
    face: str


@dataclass(slots=True)
class Plate:
    """A frame of the map while it is drawn: what it says, and where nothing else may stand."""

    sheet: Sheet
    data: Data
    frame: Frame
    listed: int
    taken: list[Box] = field(default_factory=list)
    wanted: list[Wanted] = field(default_factory=list)


def draw_plate(sheet: Sheet, data: Data, signs: Sequence[Sign], /, *, room: Box) -> None:
    """Draw the map into its room on the sheet."""
    frame = frame_of(data["view"], box=room, margin=14)
    plate = Plate(sheet, data, frame, listed=_NAMED)
    _background(plate)
    _areas(plate, signs)
    far = [sign for sign in signs if _is_away(data, sign, frame)]
    here = [sign for sign in signs if not sign.is_area and frame.holds(sign.lonlat)]
    _rivals(plate, here)
    for sign in reversed(here):
        _point(plate, sign)
    if far:
        _inset(plate, far)
    _scale_bar(plate)
    for sign in here:
        _want_point(plate, sign)
    for sign in signs:
        if sign.is_area and not _is_away(data, sign, frame):
            _want_area(plate, sign)
    _want_surroundings(plate)
    _letter(plate)
    _edge(sheet, room)


def _is_away(data: Data, sign: Sign, frame: Frame) -> bool:
    """Whether nothing of a place is in view."""
    if not sign.is_area:
        return not frame.holds(sign.lonlat)
    return not any(shapely.get_num_coordinates(part) for part in _parts(data, sign.place, frame))


def _background(plate: Plate) -> None:
    sheet, frame = plate.sheet, plate.frame
    left, bottom, right, top = frame.box
    sheet.add(Rectangle((left, bottom), right - left, top - bottom, facecolor=COLOURS["sea"],
                        edgecolor="none", zorder=1))  # fmt: skip
    for country in plate.data["countries"]:
        _fill(plate, _clipped(country["shape"], frame), zorder=2, facecolor=COLOURS["neighbour"],
              edgecolor=COLOURS["neighbour-line"], linewidth=0.5)  # fmt: skip
    for place in plate.data["places"]:
        # A country that the text names is no part of the background: its land is drawn here.
        if place["kind"] == "country" and place["shape"]:
            _fill(plate, _clipped(place["shape"], frame), zorder=2,
                  facecolor=COLOURS["neighbour"], edgecolor=COLOURS["neighbour-line"],
                  linewidth=0.5)  # fmt: skip
    units = [_clipped(unit["shape"], frame) for unit in plate.data["units"]]
    for parts in units:
        _fill(plate, parts, zorder=3, facecolor=COLOURS["unit"],
              edgecolor=COLOURS["unit-border"], linewidth=0.45)  # fmt: skip
    # The same borders of neighbouring units vanish, which leaves the outer one.
    whole = shapely.union_all([shapely.make_valid(part) for parts in units for part in parts],
                              grid_size=0.001)  # fmt: skip
    outer = [part for part in shapely.get_parts(whole) if part.geom_type == "Polygon"]
    _fill(plate, outer, zorder=4.5, facecolor="none", edgecolor=COLOURS["outer"], linewidth=1.0)


def _areas(plate: Plate, signs: Sequence[Sign]) -> None:
    for sign in sorted(signs, key=lambda sign: sign.place["kind"] != "country"):
        if not sign.is_area:
            continue
        water = is_water(sign.place)
        colour = "water" if water else "country" if sign.place["kind"] == "country" else "area"
        style = area_style(colour, shade=sign.shade, form=sign.form, unsure=sign.unsure)
        if _shape(plate.data, sign.place).get("line"):
            style |= {"facecolor": "none", "linewidth": 1.8, "linestyle": "solid"}
        _fill(plate, _parts(plate.data, sign.place, plate.frame), zorder=4, **style)


def _point(plate: Plate, sign: Sign, *, small: bool = False) -> None:
    frame, sheet = plate.frame, plate.sheet
    x, y = map(float, frame.at(np.array([sign.lonlat]))[0])
    radius = sign.radius * (0.75 if small else 1.0)
    if sign.place["radius_km"] and not small:
        sheet.add(circle(x, y, radius=sign.place["radius_km"] * frame.scale), clip=frame.box)
    form = "unsure" if sign.unsure else sign.form
    if sign.unsure:
        radius = max(radius, 3.8)
        sheet.add(question(x, y, size=5.4), clip=frame.box)
    sheet.add(dot(x, y, radius=radius, form=form), clip=frame.box)
    plate.taken.append((x - radius, y - radius, x + radius, y + radius))


def _rivals(plate: Plate, signs: Sequence[Sign]) -> None:
    frame = plate.frame
    for sign in signs:
        x, y = map(float, frame.at(np.array([sign.lonlat]))[0])
        for rival in sign.rivals:
            there = (rival["lon"], rival["lat"])
            if not frame.holds(there, inside=4):
                continue
            a, b = map(float, frame.at(np.array([there]))[0])
            plate.sheet.add(Line2D([x, a], [y, b], color=COLOURS["place"], linewidth=0.8,
                                   linestyle=(0, (1, 2.6)), alpha=0.7, zorder=5))  # fmt: skip
            plate.sheet.add(dot(a, b, radius=3.0, form="rival"))
            plate.taken.append((a - 3, b - 3, a + 3, b + 3))
            text = f"{settable(rival['name'])} ?"
            size = (width(text, size=6.4) + 4, 8.0)
            label = Label([(a, b)], [size], reach=4.2)
            plate.wanted.append(Wanted(label, "", [text], 6.4, "soft", REGULAR))


def _want_point(plate: Plate, sign: Sign) -> None:
    if sign.number > plate.listed:
        return
    x, y = map(float, plate.frame.at(np.array([sign.lonlat]))[0])
    reach = max(sign.radius, 3.8 if sign.unsure else 0) + 1.6
    size = 8.0 if sign.place["kind"] == "city" else 7.4
    _want(plate, sign, [(x, y)], reach=reach, size=size, colour="ink")


def _want_area(plate: Plate, sign: Sign) -> None:
    if sign.number > plate.listed:
        return
    place, frame = sign.place, plate.frame
    anchors = [tuple(map(float, frame.at(np.array([sign.lonlat]))[0]))]
    parts = [p for p in _parts(plate.data, place, frame) if p.geom_type == "Polygon"]
    anchors += _inner_points(frame, parts)
    water = is_water(place)
    country = place["kind"] == "country"
    colour = "water-ink" if water else "country" if country else "area-ink"
    _want(plate, sign, anchors, reach=0.0, size=8.6 if country else 7.6, colour=colour)


def _want(
    plate: Plate, sign: Sign, anchors: Sequence[Any], *, reach: float, size: float, colour: str
) -> None:
    """Ask for a number with the name, in one line or in two; or for the number alone."""
    name = settable(sign.place["name"]) + (" ?" if sign.unsure else "")
    number = str(sign.number)
    indent = width(number, size=size, face=BOLD) + 2.5
    high = size * 1.15
    sizes = [(indent + width(name, size=size) + 3, high)]
    words = name.split(" ")
    lines = [name]
    if not reach and len(words) > 1:
        half = (len(words) + 1) // 2
        lines = [" ".join(words[:half]), " ".join(words[half:])]
        wide = max(indent + width(lines[0], size=size), width(lines[1], size=size))
        sizes = [(wide + 3, 2 * high), *sizes]
    label = Label(anchors, [*sizes, (indent + 1, high)], reach=reach)
    plate.wanted.append(Wanted(label, number, lines, size, colour, REGULAR))


def _want_surroundings(plate: Plate) -> None:
    """Names of seas and of countries that the text doesn't name, where room is left."""
    frame, data = plate.frame, plate.data
    named = {place["id"] for place in data["places"]}
    for sea in data["waters"]:
        if sea["id"] not in named:
            points = np.array([(lon, lat) for lat, lon in sea["points"]])
            _want_quietly(plate, sea["name"], frame.at(points).tolist(), "water-ink", ITALIC)
    for country in data["countries"]:
        parts = _clipped(country["shape"], frame)
        if sum(part.area for part in parts) > 0.3:
            points = _inner_points(frame, parts)
            _want_quietly(plate, country["name"], points, "country-ink", REGULAR)


def _want_quietly(plate: Plate, name: str, points: Iterable[Any], colour: str, face: str) -> None:
    text = settable(name)
    size = (width(text, size=7, face=face) + 8, 12.0)
    label = Label([tuple(point) for point in points], [size])
    plate.wanted.append(Wanted(label, "", [text], 7.0, colour, face))


def _letter(plate: Plate) -> None:
    """Place all labels that were asked for and set those that found room."""
    left, bottom, right, top = plate.frame.box
    within = (left + 3, bottom + 3, right - 3, top - 3)
    placed = place_labels([w.label for w in plate.wanted], within=within, taken=plate.taken)
    for wanted, found in zip(plate.wanted, placed, strict=True):
        if found:
            _set(plate.sheet, wanted, *found)


def _set(sheet: Sheet, wanted: Wanted, form: int, box: Box) -> None:
    size, lines = wanted.size, wanted.lines
    if wanted.number and form == len(wanted.label.sizes) - 1:
        lines = []
    elif form and len(lines) > 1:
        lines = [" ".join(lines)]
    first = lines[0] if lines else ""
    indent = width(wanted.number, size=size, face=BOLD) + 2.5 if wanted.number else 0.0
    middle = (box[0] + box[2]) / 2
    x = middle - (indent + width(first, size=size, face=wanted.face)) / 2
    high = size * 1.15
    y = (box[1] + box[3]) / 2 + (max(1, len(lines)) - 1) * high / 2 - 0.36 * size
    if wanted.number:
        sheet.text(x, y, wanted.number, size=size, face=BOLD, colour="place", halo=2.2)
    for number, line in enumerate(lines):
        start = x + indent if not number else middle - width(line, size=size) / 2
        sheet.text(start, y - number * high, line, size=size, face=wanted.face,
                   colour=wanted.colour, halo=2.2)  # fmt: skip


def _inset(plate: Plate, far: Sequence[Sign]) -> None:
    """A small map of what lies outside, in the corner where it hides least."""
    left, bottom, right, top = plate.frame.box
    wide, high = (right - left) * _INSET, (top - bottom) * _INSET * 1.15
    corners = [
        (x, y, x + wide, y + high) for y in (top - high, bottom) for x in (left, right - wide)
    ]
    box = min(corners, key=lambda corner: _hidden(plate, corner))
    window = plate.data["view"]
    lons = [window[0], window[2], *(sign.place["lon"] for sign in far)]
    lats = [window[1], window[3], *(sign.place["lat"] for sign in far)]
    frame = frame_of((min(lons), min(lats), max(lons), max(lats)), box=box, margin=12)
    small = Plate(plate.sheet, plate.data, frame, plate.listed)
    lift = _Lifted(plate.sheet, 20.0)
    small.sheet = lift
    _background(small)
    shown = np.array([(x, y) for x in plate.frame.box[::2] for y in plate.frame.box[1::2]])
    del shown
    _here(small, plate.frame)
    for sign in far:
        _point(small, sign, small=True)
        x, y = map(float, frame.at(np.array([sign.lonlat]))[0])
        _want(small, sign, [(x, y)], reach=sign.radius * 0.75 + 1.2, size=6.2, colour="ink")
    _letter(small)
    _edge(lift, box)
    title = say(plate.data["words"], "overview.title")
    lift.text(box[0] + 5, box[3] - 9, title, size=6.2, colour="soft", halo=2.0)
    plate.taken.append(box)


class _Lifted(Sheet):
    """The same sheet, where all that is drawn lies above the map."""

    def __init__(self, sheet: Sheet, by: float) -> None:
        super().__init__(sheet.figure, sheet.wide, sheet.high)
        self._by = by

    def add(self, artist: Any, /, *, clip: Box | None = None) -> None:  # noqa: ANN401
        artist.set_zorder(artist.get_zorder() + self._by)
        Sheet.add(self, artist, clip=clip)


def _here(small: Plate, frame: Frame) -> None:
    """The window of the map itself, in the inset."""
    west, south, east, north = small.data["view"]
    steps = np.linspace(0, 1, 12)
    edge = np.array(
        [(west + s * (east - west), south) for s in steps]
        + [(east, south + s * (north - south)) for s in steps]
        + [(east - s * (east - west), north) for s in steps]
        + [(west, north - s * (north - south)) for s in steps]
    )
    del frame
    small.sheet.add(
        PathPatch(Path(small.frame.at(edge)), facecolor="none", edgecolor=COLOURS["ink"],
                  linewidth=0.7, zorder=5), clip=small.frame.box,
    )  # fmt: skip


def _hidden(plate: Plate, box: Box) -> int:
    return sum(
        box[0] < other[2] and other[0] < box[2] and box[1] < other[3] and other[1] < box[3]
        for other in plate.taken
    )


def _scale_bar(plate: Plate) -> None:
    """A round number of kilometres, at the bottom where no mark and no inset is."""
    left, bottom, right, top = plate.frame.box
    most = (right - left) * 0.2 / plate.frame.scale
    step = 10.0 ** floor(log10(most))
    kilometres = max(n * step for n in (1, 2, 5) if n * step <= most)
    long = kilometres * plate.frame.scale
    words = say(plate.data["words"], "picture.scale", km=f"{kilometres:g}")
    corners = [
        (x, y, x + long + 12, y + 20)
        for y in (bottom + 5, top - 25)
        for x in (left + 5, right - long - 17)
    ]
    box = min(corners, key=lambda corner: _hidden(plate, corner))
    x, y = box[0] + 6, box[1] + 5
    plate.sheet.add(Line2D([x, x, x + long, x + long], [y + 3, y, y, y + 3],
                           color=COLOURS["ink"], linewidth=0.9, zorder=9))  # fmt: skip
    plate.sheet.text(x + long / 2, y + 4.5, words, size=6.4, ha="center", halo=2.0)
    plate.taken.append(box)


def _edge(sheet: Sheet, box: Box) -> None:
    sheet.add(Rectangle(box[:2], box[2] - box[0], box[3] - box[1], fill=False,
                        edgecolor=COLOURS["unit-border"], linewidth=0.7, zorder=12))  # fmt: skip


def _inner_points(frame: Frame, parts: Sequence[Any]) -> list[tuple[float, float]]:
    """Points of the largest part's visible piece, where a label may stand, the inmost first."""
    left, bottom, right, top = frame.box
    seen = [
        shapely.clip_by_rect(shapely.transform(part, frame.at), left, bottom, right, top)
        for part in parts
    ]
    largest = max(
        (p for s in seen for p in shapely.get_parts(s) if p.geom_type == "Polygon"),
        key=lambda part: part.area, default=None,
    )  # fmt: skip
    if largest is None or largest.area < 150:
        return []
    west, south, east, north = largest.bounds
    xs, ys = np.meshgrid(np.linspace(west, east, 13)[1:-1], np.linspace(south, north, 13)[1:-1])
    grid = shapely.points(xs.ravel(), ys.ravel())
    inside = grid[shapely.contains(shapely.make_valid(largest), grid)]
    order = np.argsort(-shapely.distance(inside, largest.boundary), kind="stable")
    return [(float(p.x), float(p.y)) for p in inside[order][:40]]


def _shape(data: Data, place: Data) -> Data:
    shape = place["shape"]
    if not isinstance(shape, str):
        return dict(shape)
    found = [unit["shape"] for unit in data["units"] if shape in ("UA", unit["id"])]
    scale = found[0]["scale"] if found else 1
    return {"parts": [part for one in found for part in one["parts"]], "scale": scale}


def _parts(data: Data, place: Data, frame: Frame) -> list[Any]:
    return _clipped(_shape(data, place), frame)


def _clipped(shape: Data, frame: Frame) -> list[Any]:
    """The polygons or lines of a shape near a frame, in degrees."""
    west, south, east, north = frame.window()
    found = []
    for part in shape["parts"]:
        rings = [np.cumsum(np.reshape(ring, (-1, 2)), axis=0) / shape["scale"] for ring in part]
        whole = (
            shapely.linestrings(rings[0]) if shape.get("line")
            else shapely.polygons(rings[0], holes=rings[1:] or None)
        )  # fmt: skip
        for turn in (-360.0, 0.0, 360.0):  # a window may reach over the 180th degree
            low, high = rings[0][:, 0].min() + turn, rings[0][:, 0].max() + turn
            if low > east or high < west:
                continue
            moved = shapely.transform(whole, lambda p, turn=turn: p + (turn, 0.0))  # noqa: RUF005
            kept = shapely.clip_by_rect(moved, west, south, east, north)
            found += [p for p in shapely.get_parts(kept) if not p.is_empty]
    return found


def _fill(plate: Plate, parts: Sequence[Any], /, *, zorder: float, **style: Any) -> None:  # noqa: ANN401
    """Draw polygons or lines as one path, bent as the projection bends long straight lines."""
    points, codes = [], []
    for part in parts:
        bent = shapely.segmentize(part, 1.0)
        rings = (
            [bent.exterior, *bent.interiors] if bent.geom_type == "Polygon" else [bent]
        )
        for ring in rings:
            placed = plate.frame.at(shapely.get_coordinates(ring))
            points.append(placed)
            codes.append([Path.MOVETO, *[Path.LINETO] * (len(placed) - 1)])
    if points:
        path = Path(np.concatenate(points), np.concatenate(codes))
        patch = PathPatch(path, zorder=zorder, joinstyle="round", **style)
        plate.sheet.add(patch, clip=plate.frame.box)
