"""The map itself: land and borders, the places with their labels, the inset, the scale bar.

It takes the page's data, the signs of its places and the room on the sheet. What stands around the
map is not its work.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import floor, log10

import numpy as np
import shapely
from matplotlib.lines import Line2D
from matplotlib.patches import PathPatch, Rectangle
from matplotlib.path import Path

from warmap.captions import (
    Plate,
    Wanted,
    letter,
    named_regions,
    parts_of,
    want,
    want_area,
    want_point,
    want_surroundings,
)
from warmap.ground import draw_ground, fill, shape_of
from warmap.lettering import REGULAR, settable, width
from warmap.placement import Label
from warmap.projection import Box, Frame, frame_of
from warmap.shapes import background
from warmap.sheet import Sheet, area_style, circle, dot, question
from warmap.signs import COLOURS, Data, Sign
from warmap.view import is_water
from warmap.wording import say

__all__ = ["draw_plate"]

# The inset's share of the map's width and height.
_INSET = 0.27
# So many places are named in the inset.
_NAMED_FAR = 12
# So many towns are named on the map itself, as far as there is room; the others are dots.
_NAMED = 150


def draw_plate(
    sheet: Sheet, data: Data, signs: Sequence[Sign], /, *, room: Box, listed: int
) -> None:
    """Draw the map into its room; places beyond those listed have no number."""
    frame = frame_of(data["view"], box=room, margin=14)
    plate = Plate(sheet, data, frame, listed=listed)
    draw_ground(plate.sheet, plate.data, plate.frame)
    _areas(plate, signs)
    far = [sign for sign in signs if _is_away(data, sign, frame)]
    here = [sign for sign in signs if not sign.is_area and frame.holds(sign.lonlat)]
    _rivals(plate, here)
    for sign in reversed(here):
        _point(plate, sign)
    if far:
        _inset(plate, far)
    _scale_bar(plate)
    for sign in here[:_NAMED]:
        want_point(plate, sign)
    named = named_regions(plate, signs)
    for sign in signs:
        if sign.is_area and not _is_away(data, sign, frame):
            want_area(plate, sign, named)
    want_surroundings(plate)
    letter(plate)
    _edge(sheet, room)


def _is_away(data: Data, sign: Sign, frame: Frame) -> bool:
    """Whether nothing of a place is in view."""
    if not sign.is_area:
        return not frame.holds(sign.lonlat)
    return not any(shapely.get_num_coordinates(part) for part in parts_of(data, sign.place, frame))


def _areas(plate: Plate, signs: Sequence[Sign]) -> None:
    for sign in sorted(signs, key=lambda sign: sign.place["kind"] != "country"):
        if not sign.is_area:
            continue
        water = is_water(sign.place)
        colour = "water" if water else "country" if sign.place["kind"] == "country" else "area"
        style = area_style(colour, shade=sign.shade, form=sign.form, unsure=sign.unsure)
        if shape_of(plate.data, sign.place).get("line"):
            style |= {"facecolor": "none", "linewidth": 1.8, "linestyle": "solid"}
        fill(
            plate.sheet,
            plate.frame,
            parts_of(plate.data, sign.place, plate.frame),
            zorder=4,
            **style,
        )


def _point(plate: Plate, sign: Sign, *, small: bool = False) -> None:
    frame, sheet = plate.frame, plate.sheet
    x, y = map(float, frame.at(np.array([sign.lonlat]))[0])
    radius = sign.radius * (0.75 if small else 1.0)
    if sign.place["radius_km"] and not small and not sign.in_crowd:
        sheet.add(circle(x, y, radius=sign.place["radius_km"] * frame.scale), clip=frame.box)
    form = "unsure" if sign.unsure else sign.form
    if sign.unsure and not sign.in_crowd:
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
    edge = plate.frame.edge().T.tolist()
    lons, lats = [*lons, *edge[0]], [*lats, *edge[1]]
    frame = frame_of((min(lons), min(lats), max(lons), max(lats)), box=box, margin=12)
    above = Sheet(plate.sheet.figure, plate.sheet.wide, plate.sheet.high, lift=20.0)
    # What the map doesn't reach is in view here, too; regions would be a net.
    ground = {"countries": background(frame.window()), "regions": []}
    small = Plate(above, plate.data | ground, frame, plate.listed)
    draw_ground(small.sheet, small.data, small.frame)
    _here(small, plate.frame)
    for sign in far:
        _point(small, sign, small=True)
    title = say(plate.data["words"], "overview.title")
    small.taken.append((box[0], box[3] - 12, box[0] + width(title, size=6.2) + 8, box[3]))
    for sign in far[:_NAMED_FAR]:
        x, y = map(float, frame.at(np.array([sign.lonlat]))[0])
        want(small, sign, [(x, y)], reach=sign.radius * 0.75 + 1.2, size=6.2, colour="ink")
    letter(small)
    _edge(above, box)
    above.text(box[0] + 5, box[3] - 9, title, size=6.2, colour="soft", halo=2.0)
    plate.taken.append(box)


def _here(small: Plate, frame: Frame) -> None:
    """The window of the map itself, in the inset."""
    edge = frame.edge()
    if not len(edge):
        return
    placed = small.frame.at(edge)
    small.sheet.add(
        PathPatch(Path(placed), facecolor="none", edgecolor=COLOURS["ink"], linewidth=0.7,
                  zorder=5), clip=small.frame.box,
    )  # fmt: skip
    small.taken += [(x - 1, y - 1, x + 1, y + 1) for x, y in placed.tolist()]


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
