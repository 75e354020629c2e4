"""How a window of the earth comes to lie in a box of the sheet: an equal-area projection.

It takes degrees and gives points of the sheet. A part of the earth is drawn in Lambert's azimuthal
projection around its middle, so that shapes look right at any latitude; nearly the whole earth in
Equal Earth. It draws nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from math import asin, atan2, cos, degrees, hypot, inf, radians, sin, sqrt

import numpy as np
import numpy.typing as npt

__all__ = ["Box", "Frame", "frame_of"]

Box = tuple[float, float, float, float]
Points = npt.NDArray[np.float64]

EARTH_KM = 6371.0
# A window that is wider in degrees is no longer a part of the earth.
_WIDEST = 100.0
# Šavrič, Patterson and Jenny (2018), doi:10.1080/13658816.2018.1504949.
_EQUAL_EARTH = (1.340264, -0.081106, 0.000893, 0.003796)


@dataclass(frozen=True, slots=True)
class Frame:
    """A box of the sheet, in points, and the part of the earth that it shows.

    Attributes
    ----------
    box
        Left, bottom, right, top on the sheet.
    middle
        Longitude and latitude around which the earth is projected; None: all of the earth.
    origin
        Kilometres east and north of the projection's own origin at the box's left bottom.
    scale
        Points of the sheet for a kilometre.
    """

    box: Box
    middle: tuple[float, float] | None
    origin: tuple[float, float]
    scale: float

    def at(self, lonlat: Points, /) -> Points:
        """Where degrees (a row for each point: longitude, latitude) lie on the sheet."""
        kilometres = _projected(lonlat, self.middle)
        placed: Points = (kilometres - self.origin) * self.scale + self.box[:2]
        return placed

    def holds(self, lonlat: tuple[float, float], /, *, inside: float = 0.0) -> bool:
        """Whether a point lies in the box, so many points of the sheet from its edges."""
        x, y = self.at(np.array([lonlat]))[0]
        left, bottom, right, top = self.box
        return bool(left + inside <= x <= right - inside and bottom + inside <= y <= top - inside)

    def edge(self) -> Points:
        """Longitude and latitude along the box's edge, once around; none for all of the earth."""
        if self.middle is None:
            return np.empty((0, 2))
        left, bottom, right, top = self.box
        across, up = (right - left) / self.scale, (top - bottom) / self.scale
        corners = [(0.0, 0.0), (across, 0.0), (across, up), (0.0, up), (0.0, 0.0)]
        steps = [np.linspace(start, end, 25) for start, end in pairwise(corners)]
        return np.array(
            [
                _degrees(x + self.origin[0], y + self.origin[1], self.middle)
                for x, y in np.concatenate(steps)
            ]
        )

    def window(self) -> Box:
        """West, south, east and north that hold all that the box shows, with a margin."""
        if self.middle is None:
            return (-180.0, -90.0, 180.0, 90.0)
        lons, lats = self.edge().T.tolist()
        if self.holds((self.middle[0], 90.0)) or self.holds((self.middle[0], -90.0)):
            west, east = self.middle[0] - 180.0, self.middle[0] + 180.0
            return (west, min(*lats, self.middle[1]) - 2, east, 90.0)
        return (min(lons) - 2, max(min(lats) - 2, -90.0), max(lons) + 2, min(max(lats) + 2, 90.0))


def frame_of(window: Box, /, *, box: Box, margin: float = 0.0) -> Frame:
    """The frame that shows a window as large as the box allows.

    Parameters
    ----------
    window
        West, south, east and north in degrees.
    box
        Left, bottom, right and top on the sheet, in points.
    margin
        So many points stay free at each edge.

    Examples
    --------
    >>> frame = frame_of((22.0, 44.0, 40.0, 52.0), box=(0, 0, 400, 300))
    >>> [round(float(value)) for value in frame.at(np.array([[31.0, 48.0]]))[0]]
    [200, 145]
    >>> frame.holds((31.0, 48.0)), frame.holds((2.0, 48.0))
    (True, False)
    """
    west, south, east, north = window
    wide = east - west > _WIDEST or north - south > _WIDEST
    middle = None if wide else ((west + east) / 2, (south + north) / 2)
    steps = np.linspace(0, 1, 33)
    lons, lats = west + steps * (east - west), south + steps * (north - south)
    edge = np.array(
        [(lon, lat) for lon in lons for lat in (south, north)]
        + [(lon, lat) for lon in (west, east) for lat in lats]
    )
    found = _projected(edge, middle)
    low, high = found.min(axis=0), found.max(axis=0)
    room = (box[2] - box[0] - 2 * margin, box[3] - box[1] - 2 * margin)
    spans = high - low
    scale = min(room[n] / float(spans[n]) if spans[n] > 0 else inf for n in (0, 1))
    centre = (low + high) / 2
    half = np.array([box[2] - box[0], box[3] - box[1]]) / 2 / scale
    origin = centre - half
    return Frame(box, middle, (float(origin[0]), float(origin[1])), scale)


def _projected(lonlat: Points, middle: tuple[float, float] | None) -> Points:
    """Kilometres east and north of the origin."""
    lon, lat = np.radians(lonlat[:, 0]), np.radians(lonlat[:, 1])
    if middle is None:
        a1, a2, a3, a4 = _EQUAL_EARTH
        t = np.arcsin(sqrt(3) / 2 * np.sin(lat))
        slope = 9 * a4 * t**8 + 7 * a3 * t**6 + 3 * a2 * t**2 + a1
        x = 2 * sqrt(3) * lon * np.cos(t) / (3 * slope)
        y = t * (a4 * t**8 + a3 * t**6 + a2 * t**2 + a1)
    else:
        lon = lon - radians(middle[0])
        sin0, cos0 = sin(radians(middle[1])), cos(radians(middle[1]))
        inner = sin0 * np.sin(lat) + cos0 * np.cos(lat) * np.cos(lon)
        # The point opposite the middle would be a circle: it is kept off by a hair.
        k = np.sqrt(2 / np.maximum(1 + inner, 1e-9))
        x = k * np.cos(lat) * np.sin(lon)
        y = k * (cos0 * np.sin(lat) - sin0 * np.cos(lat) * np.cos(lon))
    placed: Points = np.column_stack([x, y]) * EARTH_KM
    return placed


def _degrees(x: float, y: float, middle: tuple[float, float]) -> tuple[float, float]:
    """Longitude and latitude of kilometres in Lambert's projection."""
    far = hypot(x, y)
    if far == 0:
        return middle
    c = 2 * asin(min(1.0, far / (2 * EARTH_KM)))
    sin0, cos0 = sin(radians(middle[1])), cos(radians(middle[1]))
    lat = asin(max(-1.0, min(1.0, cos(c) * sin0 + y * sin(c) * cos0 / far)))
    lon = atan2(x * sin(c), far * cos0 * cos(c) - y * sin0 * sin(c))
    return middle[0] + degrees(lon), degrees(lat)
