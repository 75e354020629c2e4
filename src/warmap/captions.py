"""Names and numbers on a picture's map: which are asked for, and those that find room are set.

It takes a plate, which is a frame of the map while it is drawn, and adds to it. It draws no marks.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import shapely

from warmap.ground import clipped, inner_points, shape_of
from warmap.lettering import BOLD, ITALIC, REGULAR, settable, width
from warmap.placement import Label, place_labels
from warmap.projection import Box, Frame
from warmap.sheet import Sheet, dot
from warmap.signs import Data, Sign
from warmap.towns import towns_seen
from warmap.view import is_water

__all__ = [
    "Plate",
    "Wanted",
    "letter",
    "named_regions",
    "parts_of",
    "want",
    "want_area",
    "want_point",
    "want_surroundings",
]


TOWN = 1.7  # the radius of the dot of a town for orientation, in points


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


def want_point(plate: Plate, sign: Sign) -> None:
    """Ask for a label beside a dot."""
    x, y = map(float, plate.frame.at(np.array([sign.lonlat]))[0])
    reach = max(sign.radius, 3.8 if sign.unsure else 0) + 1.6
    size = 8.0 if sign.place["kind"] == "city" else 7.4
    want(plate, sign, [(x, y)], reach=reach, size=size, colour="ink")


def want_area(plate: Plate, sign: Sign, named: Any) -> None:  # noqa: ANN401 - a geometry
    """Ask for an area's label: in its middle or elsewhere in it; a country's beside its regions."""
    place, frame = sign.place, plate.frame
    country = place["kind"] == "country"
    parts = [p for p in parts_of(plate.data, place, frame) if p.geom_type == "Polygon"]
    inner = inner_points(frame, parts, without=named if country else None)
    own = tuple(map(float, frame.at(np.array([sign.lonlat]))[0]))
    colour = "water-ink" if is_water(place) else "country" if country else "area-ink"
    anchors = inner if country and inner else [own, *inner]
    want(plate, sign, anchors, reach=0.0, size=8.6 if country else 7.6, colour=colour)


def named_regions(plate: Plate, signs: Sequence[Sign]) -> Any:  # noqa: ANN401 - a geometry
    """The regions that the text names, on the sheet, as one geometry."""
    return shapely.union_all(
        [
            shapely.make_valid(shapely.transform(part, plate.frame.at))
            for sign in signs
            if sign.is_area and sign.place["kind"] != "country"
            for part in parts_of(plate.data, sign.place, plate.frame)
            if part.geom_type == "Polygon"
        ]
    )


def want(
    plate: Plate, sign: Sign, anchors: Sequence[Any], *, reach: float, size: float, colour: str
) -> None:
    """Ask for a number with the name, in one line or in two; or for the number alone."""
    name = settable(sign.place["name"]) + (" ?" if sign.unsure else "")
    number = str(sign.number) if sign.number <= plate.listed else ""
    indent = width(number, size=size, face=BOLD) + 2.5 if number else 0.0
    high = size * 1.15
    sizes = [(indent + width(name, size=size) + 3, high)]
    words = name.split(" ")
    lines = [name]
    if not reach and len(words) > 1:
        half = (len(words) + 1) // 2
        lines = [" ".join(words[:half]), " ".join(words[half:])]
        wide = max(indent + width(lines[0], size=size), width(lines[1], size=size))
        sizes = [(wide + 3, 2 * high), *sizes]
    if number:
        sizes.append((indent + 1, high))
    label = Label(anchors, sizes, reach=reach)
    plate.wanted.append(Wanted(label, number, lines, size, colour, REGULAR))


def want_surroundings(plate: Plate) -> None:
    """Names of seas, countries, regions and towns that the text doesn't name, as room is left."""
    frame, data = plate.frame, plate.data
    named = {place["id"] for place in data["places"]}
    for sea in data["waters"]:
        if sea["id"] not in named:
            placed = frame.at(np.array([(lon, lat) for lat, lon in sea["points"]]))
            # The points fill the sea: of one that is smaller than its name nothing is said.
            if float(np.ptp(placed[:, 0])) > 0.8 * width(settable(sea["name"]), size=7):
                _want_quietly(plate, sea["name"], placed.tolist(), "water-ink", ITALIC)
    for area in [*data["countries"], *data["regions"]]:
        parts = clipped(area["shape"], frame) if area["name"] else []
        if sum(part.area for part in parts) > 0.3:
            points = inner_points(frame, parts)
            _want_quietly(plate, area["name"], points, "country-ink", REGULAR)
    for town in towns_seen(data):
        lat, lon = town["point"]
        text = settable(town["name"])
        at = frame.at(np.array([(lon, lat)])).tolist()
        label = Label(at, [(width(text, size=6.6) + 3, 8.0)], reach=TOWN + 1.6, dotted=True)
        plate.wanted.append(Wanted(label, "", [text], 6.6, "soft", REGULAR))


def _want_quietly(plate: Plate, name: str, points: Iterable[Any], colour: str, face: str) -> None:
    text = settable(name)
    size = (width(text, size=7, face=face) + 8, 12.0)
    label = Label([tuple(point) for point in points], [size])
    plate.wanted.append(Wanted(label, "", [text], 7.0, colour, face))


def letter(plate: Plate) -> None:
    """Place all labels that were asked for and set those that found room."""
    left, bottom, right, top = plate.frame.box
    within = (left + 3, bottom + 3, right - 3, top - 3)
    placed = place_labels([w.label for w in plate.wanted], within=within, taken=plate.taken)
    for wanted, found in zip(plate.wanted, placed, strict=True):
        if found:
            _set(plate.sheet, wanted, *found)
        if found and wanted.label.dotted:
            plate.sheet.add(dot(*wanted.label.anchors[0], radius=TOWN, form="town"))


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


def parts_of(data: Data, place: Data, frame: Frame) -> list[Any]:
    """The polygons or lines of a place near a frame, in degrees."""
    return clipped(shape_of(data, place), frame)
