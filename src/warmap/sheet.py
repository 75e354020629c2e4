"""The page of a picture: its figure in points, where its parts stand, heading, list and legend.

It takes the page's data and the signs of its places. It does not draw the map itself.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

from matplotlib import patheffects
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Circle, Rectangle
from matplotlib.text import Text
from matplotlib.transforms import Bbox, TransformedBbox

from warmap.lettering import BOLD, REGULAR, cut, font, settable, width, wrapped
from warmap.projection import Box
from warmap.signs import COLOURS, SHADES, Data, Key, Sign, shades_of
from warmap.wording import say

__all__ = ["Sheet", "furnish"]

MARGIN = 26.0
_COLUMN = 0.27
_LIST_SIZE, _KEY_SIZE, _NOTE_SIZE = 7.4, 6.6, 5.6
# A shade of the legend with the room around it, and its figures.
_SHADE, _SHADE_SIZE = 18, 6.2


@dataclass(slots=True)
class Sheet:
    """A figure whose coordinates are points of the page, from its left bottom.

    With a `lift` all that is drawn lies so much higher than it would, above what is there.
    """

    figure: Figure
    wide: float
    high: float
    lift: float = 0.0

    @classmethod
    def of(cls, inches: tuple[float, float], /) -> Sheet:
        """An empty sheet of that size."""
        figure = Figure(figsize=inches, facecolor=COLOURS["paper"])
        wide, high = inches[0] * 72, inches[1] * 72
        axes = figure.add_axes((0, 0, 1, 1), xlim=(0, wide), ylim=(0, high))
        axes.set_axis_off()
        return cls(figure, wide, high)

    def add(self, artist: Artist, /, *, clip: Box | None = None) -> None:
        """Draw something, within a box if one is given."""
        artist.set_zorder(artist.get_zorder() + self.lift)
        self.axes.add_artist(artist)
        if clip:
            self.clip(artist, clip)
        else:
            artist.set_clip_on(False)

    @property
    def axes(self) -> Axes:
        """The one pair of axes: the whole sheet, in points."""
        return self.figure.axes[0]

    def clip(self, artist: Artist, box: Box, /) -> None:
        """Show of something only what lies within a box."""
        artist.set_clip_box(TransformedBbox(Bbox.from_extents(*box), self.axes.transData))

    def text(
        self, x: float, y: float, words: str, /, *, size: float, face: str = REGULAR,
        colour: str = "ink", ha: Literal["left", "center", "right"] = "left", halo: float = 0.0,
        zorder: float = 10.0,
    ) -> None:  # fmt: skip
        """Set one line of text; what it holds is never read as mathematics."""
        artist = Text(
            x, y, words, fontproperties=font(face, size=size), color=COLOURS[colour],
            horizontalalignment=ha, parse_math=False, zorder=zorder,
        )  # fmt: skip
        if halo:
            artist.set_path_effects(
                [patheffects.withStroke(linewidth=halo, foreground=COLOURS["halo"], alpha=0.85)]
            )
        self.add(artist)

    def rule(self, x: float, end: float, y: float, /) -> None:
        """A thin line across."""
        self.add(Line2D([x, end], [y, y], color=COLOURS["line"], linewidth=0.6, zorder=9))


def furnish(
    sheet: Sheet, data: Data, signs: Sequence[Sign], keys: Sequence[Key], /
) -> tuple[Box, int]:
    """Set all that stands around the map.

    Returns
    -------
    tuple
        Left, bottom, right and top of the room for the map; and how many places are listed.
    """
    top = _heading(sheet, data)
    bottom = _notes(sheet, data)
    column = sheet.wide * _COLUMN
    left, right = sheet.wide - MARGIN - column, sheet.wide - MARGIN
    floor = _legend(sheet, data, signs, keys, (left, bottom, right, top))
    listed = _list(sheet, data, signs, (left, floor, right, top))
    return (MARGIN, bottom, left - 16, top), listed


def _heading(sheet: Sheet, data: Data) -> float:
    """Title, source and date; gives where the rest begins."""
    about, words = data["article"], data["words"]
    title = settable(about["title"]) or say(words, "page.window")
    room = sheet.wide - 2 * MARGIN
    y = sheet.high - MARGIN + 4
    for line in wrapped(title, room=room, size=17, lines=2, face=BOLD):
        y -= 19
        sheet.text(MARGIN, y, line, size=17, face=BOLD)
    byline = settable(", ".join(filter(None, (about["source"], about["date"]))))
    if byline:
        y -= 14
        sheet.text(MARGIN, y, cut(byline, room=room, size=8.5), size=8.5, colour="soft")
    return y - 12


def _notes(sheet: Sheet, data: Data) -> float:
    """Boundaries, sources and what made the picture; gives where the map ends."""
    words = data["words"]
    credit = "; ".join(settable(line) for line in data["credits"]) or data["attribution"]
    notes = [
        say(words, "about.boundary") + ".",
        say(words, "counted.claims" if "corpus" in data else "picture.claims") + ".",
        say(words, "picture.made", version=data["version"], credits=credit.rstrip(".")) + ".",
    ]
    room = sheet.wide - 2 * MARGIN
    lines = [
        line
        for note in notes
        for line in wrapped(settable(note), room=room, size=_NOTE_SIZE, lines=3)
    ]
    step = 1.42 * _NOTE_SIZE
    for number, line in enumerate(reversed(lines)):
        sheet.text(MARGIN, 16 + number * step, line, size=_NOTE_SIZE, colour="soft")
    return 16 + len(lines) * step + 5


def _list(sheet: Sheet, data: Data, signs: Sequence[Sign], box: Box) -> int:
    """The numbers with their places, as many as have room; the rest is counted."""
    left, bottom, right, top = box
    words = data["words"]
    many = "corpus" in data
    none = "counted.none" if many else "counts.none"
    counted = "counted.articles" if many else "table.mentions"
    y = top - 7
    if not signs:
        for line in wrapped(say(words, none), room=right - left, size=9, lines=3):
            sheet.text(left, y - 3, line, size=9, colour="soft")
            y -= 13
        return 0
    sheet.text(left, y, say(words, "table.place"), size=6.2, colour="soft")
    sheet.text(right, y, say(words, counted), size=6.2, colour="soft", ha="right")
    y -= 4.5
    sheet.rule(left, right, y)
    room = y - bottom - 4
    step = max(10.6, min(15.0, room / max(1, len(signs))))
    shown = int(room // step)
    listed = signs if len(signs) <= shown else signs[: max(0, shown - 1)]
    column = 5 + width(str(len(listed)), size=_LIST_SIZE, face=BOLD)
    for sign in listed:
        y -= step
        _row(sheet, data, sign, (left, y + 0.3 * step, right, column))
    if len(listed) < len(signs):
        y -= step
        more = say(words, "map.more", count=len(signs) - len(listed))
        sheet.text(left + column, y + 0.3 * step, more, size=_LIST_SIZE, colour="soft")
    return len(listed)


def _row(sheet: Sheet, data: Data, sign: Sign, at: tuple[float, float, float, float]) -> None:
    left, y, right, column = at
    name = settable(sign.place["name"]) + (" ?" if sign.unsure else "")
    kind = say(data["words"], f"kind.{sign.place['kind']}")
    room = right - left - column - 22
    name = cut(name, room=room, size=_LIST_SIZE)
    sheet.text(left + column - 5, y, str(sign.number), size=_LIST_SIZE, face=BOLD,
               colour="place", ha="right")  # fmt: skip
    sheet.text(left + column, y, name, size=_LIST_SIZE)
    used = width(name, size=_LIST_SIZE) + 5
    where = settable(sign.place["where"])
    # The country is left out before the region, and that before the kind.
    tries = [f"{kind} · {part}" for part in (where, where.partition(", ")[0]) if part]
    for said in (*tries, kind):
        if width(said, size=6.2) <= room - used:
            sheet.text(left + column + used, y, said, size=6.2, colour="soft")
            break
    # A place that the place list adds has none.
    sheet.text(right, y, str(sign.count or "–"), size=_LIST_SIZE, ha="right")


def _legend(
    sheet: Sheet, data: Data, signs: Sequence[Sign], keys: Sequence[Key], box: Box
) -> float:
    """What each mark means, at the foot of the column; gives where the list must end."""
    left, bottom, right, _ = box
    y = bottom + 2
    if not keys:
        return y
    for key in reversed(keys):
        lines = wrapped(key.words, room=right - left - 24, size=_KEY_SIZE, lines=2)
        shades = sum(_SHADE + width(count, size=_SHADE_SIZE) for _, count in shades_of(signs))
        used = left + 31 + width(lines[-1], size=_KEY_SIZE)
        if key.mark == "region" and used + shades > right:
            lines.append("")  # the shades have no room beside the words
        for number, line in enumerate(reversed(lines)):
            sheet.text(left + 24, y + 8.4 * number, line, size=_KEY_SIZE)
        middle = y + 8.4 * (len(lines) - 1) + 2.4
        if key.mark == "region":
            _shades(sheet, signs, left + 24 + width(lines[-1], size=_KEY_SIZE) + 7, y)
        for artist in sample(key.mark, left + 9, middle):
            sheet.add(artist)
        y += 8.4 * len(lines) + 4.6
    y += 2
    sheet.text(left, y, say(data["words"], "page.legend"), size=6.2, colour="soft")
    sheet.rule(left, right, y - 4.5)
    return y + 12


def _shades(sheet: Sheet, signs: Sequence[Sign], x: float, y: float) -> None:
    for shade, count in shades_of(signs):
        fill = SHADES[shade - 1]
        for alpha, colour in ((1.0, "unit"), (fill, "area")):
            sheet.add(Rectangle((x, y - 1), 10, 7, facecolor=COLOURS[colour], alpha=alpha,
                                edgecolor="none", zorder=9))  # fmt: skip
        sheet.add(Rectangle((x, y - 1), 10, 7, fill=False, edgecolor=COLOURS["area"],
                            linewidth=0.6, zorder=9))  # fmt: skip
        sheet.text(x + 12, y, count, size=_SHADE_SIZE, colour="soft")
        x += _SHADE + width(count, size=_SHADE_SIZE)


def sample(mark: str, x: float, y: float) -> list[Artist]:
    """The mark of a line of the legend."""
    if mark in {"literal", "government", "associative"}:
        small = [dot(x - 5.5, y, radius=2.2, form=mark)] if mark == "literal" else []
        return [*small, dot(x + (2.5 if small else 0), y, radius=3.8, form=mark)]
    if mark == "unsure":
        return [dot(x, y, radius=3.8, form="unsure"), question(x, y, size=5.4)]
    if mark == "town":
        return [dot(x, y, radius=2.0, form="town")]
    if mark == "rival":
        return [dot(x, y, radius=3.4, form="rival")]
    if mark == "radius":
        return [circle(x, y, radius=5.2)]
    colour = {"region": "area"}.get(mark, mark)
    style = area_style(colour, shade=2, form="literal", unsure=False)
    return [Rectangle((x - 8, y - 3.6), 16, 7.2, zorder=9, **style)]


def dot(x: float, y: float, /, *, radius: float, form: str) -> Circle:
    """The mark of a town: full, or hollow, dotted or dashed by what the text says of it.

    That of a town for orientation, of which it says nothing, is thin and grey.
    """
    if form == "town":
        return Circle((x, y), radius, facecolor=COLOURS["halo"], edgecolor=COLOURS["soft"],
                      linewidth=0.6, zorder=6)  # fmt: skip
    full = form == "literal"
    line: Any = {"associative": (0, (0.6, 1.5)), "unsure": (0, (2.2, 1.4)),
                 "rival": (0, (1.8, 1.4))}.get(form, "solid")  # fmt: skip
    thin = min(1.0, radius / 2)  # or nothing but the line would be seen
    return Circle(
        (x, y), radius, facecolor=COLOURS["place" if full else "halo"],
        edgecolor=COLOURS["halo" if full else "place"], linewidth=thin * (0.8 if full else 1.2),
        linestyle=line, alpha=0.75 if form == "rival" else 1.0, zorder=6,
    )  # fmt: skip


def question(x: float, y: float, /, *, size: float) -> Text:
    """The mark of what is undecided."""
    return Text(x, y, "?", fontproperties=font(BOLD, size=size), color=COLOURS["place"],
                horizontalalignment="center", verticalalignment="center_baseline",
                parse_math=False, zorder=7)  # fmt: skip


def circle(x: float, y: float, /, *, radius: float) -> Circle:
    """The circle in which an approximate place lies."""
    return Circle((x, y), radius, facecolor=(*_rgb("place"), 0.08), edgecolor=COLOURS["place"],
                  linewidth=0.8, linestyle=(0, (3, 2.4)), zorder=5)  # fmt: skip


def area_style(colour: str, /, *, shade: int, form: str, unsure: bool) -> dict[str, Any]:
    """How an area is filled and lined, as in map.css."""
    fill = {"country": 0.07, "water": 0.22}.get(colour, SHADES[shade - 1])
    line: Any = "solid"
    if colour == "water":
        line = (0, (4, 3))
    if form != "literal":
        fill, line = 0.07, (0, (5, 3)) if form == "government" else (0, (0.8, 2.4))
    if unsure:
        fill, line = 0.06, (0, (2.4, 3.2))
    return {"facecolor": (*_rgb(colour), fill), "edgecolor": COLOURS[colour],
            "linewidth": 0.9, "linestyle": line}  # fmt: skip


def _rgb(colour: str) -> tuple[float, float, float]:
    value = COLOURS[colour]
    red, green, blue = (int(value[n : n + 2], 16) / 255 for n in (1, 3, 5))
    return red, green, blue
