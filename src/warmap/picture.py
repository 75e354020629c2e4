"""Places drawn as a static picture: a figure of matplotlib, a PNG, an SVG or a PDF.

It takes what `draw_map` takes and shows the same view with the same shapes. It gives a figure or
writes a file; equal input gives equal bytes.
"""

from __future__ import annotations

import importlib.util
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

from warmap import __version__
from warmap.articles import Articles
from warmap.corpuspage import Drawn, drawn_data
from warmap.errors import OutputError, PageError
from warmap.files import write_bytes

if TYPE_CHECKING:
    from matplotlib.figure import Figure

__all__ = ["PICTURES", "cell_picture", "check_matplotlib", "draw_picture", "save_picture"]

# Each ending with its size in inches: 3,200 by 2,000 pixels, or A4 across.
PICTURES = {".png": (100 / 9, 62.5 / 9), ".svg": (100 / 9, 62.5 / 9), ".pdf": (11.69, 8.27)}
_DOTS = 288
# A picture in a notebook: 1,600 by 1,000 pixels in so many colours that no line changes its own;
# it stands twice in the notebook, which people send to each other.
_CELL_DOTS, _CELL_COLOURS = 144, 128
# What would make two files of the same input differ.
_UNDATED: dict[str, dict[str, Any]] = {
    ".png": {"Software": None},
    ".svg": {"Date": None, "Creator": None},
    ".pdf": {"CreationDate": None, "Creator": None, "Producer": None},
}
# Text of a PDF can be searched; in an SVG it is outlines, since a reader's fonts are not known.
_SETTINGS: dict[Any, Any] = {"svg.hashsalt": "warmap", "svg.fonttype": "path", "pdf.fonttype": 42}


def draw_picture(
    places: Drawn,
    *,
    article: Articles = None,
    title: str = "",
    lang: str = "en",
) -> Figure:
    """Draw places as a figure, for print and for notebooks.

    Parameters
    ----------
    places
        What `find_places` gives, or the resolutions themselves. Of several articles a sequence of
        those. Of a corpus what `read_corpus` gives.
    article
        The article, for its title, source and date; or as many as there are frames.
    title
        What a picture of several articles or of a corpus is called.
    lang
        The language of the picture's own words and of its labels, ``en`` or ``uk``.

    Returns
    -------
    matplotlib.figure.Figure
        Its one axes counts points of the page. It belongs to no window and not to pyplot.

    Raises
    ------
    PageError
        matplotlib is not installed, there are no words in that language, or not as many frames as
        articles.
    PlacesError
        The frame breaks the contract of places.
    GazetteerError
        The bundled shapes are missing or damaged.
    ArticleError
        The article or what is said of it has lone surrogates.

    Examples
    --------
    >>> from warmap.places import find_places
    >>> from warmap.model import Article
    >>> article = Article("Shelling hit the town of Mezhova.", title="Shelling")
    >>> figure = draw_picture(find_places(article), article=article)
    >>> [text.get_text() for text in figure.axes[0].texts][:1]
    ['Shelling']
    """
    return _drawn(places, article, title, lang, PICTURES[".png"])


def save_picture(
    path: str | Path,
    places: Drawn,
    /,
    *,
    article: Articles = None,
    title: str = "",
    lang: str = "en",
) -> None:
    """Draw places and write the picture, whole or not at all.

    Parameters
    ----------
    path
        A file whose ending says what it becomes: ``.png``, ``.svg`` or ``.pdf`` (A4 across).
    places, article, title, lang
        As for `draw_picture`.

    Raises
    ------
    OutputError
        The ending is another one, or the file can't be written.
    PageError, PlacesError, GazetteerError, ArticleError
        As for `draw_picture`.

    Examples
    --------
    >>> save_picture("map.gif", [])
    Traceback (most recent call last):
    warmap.errors.OutputError: map.gif: unknown ending '.gif'; a picture is .png, .svg or .pdf
    """
    ending = Path(path).suffix.lower()
    if ending not in PICTURES:
        raise OutputError(f"{path}: unknown ending {ending!r}; a picture is .png, .svg or .pdf")
    figure = _drawn(places, article, title, lang, PICTURES[ending])
    write_bytes(path, _saved(figure, ending, _DOTS))


def cell_picture(data: dict[str, Any], /) -> bytes:
    """The picture of a page for a notebook's cell.

    Parameters
    ----------
    data
        What `page.page_data` gives, or `corpuspage.corpus_data`.

    Returns
    -------
    bytes
        A PNG; empty where matplotlib is not installed, since the page shows itself without it.

    Examples
    --------
    >>> cell_picture(drawn_data([]))[1:4]
    b'PNG'
    """
    if not _has_matplotlib():
        return b""
    from PIL import Image  # matplotlib stands on it

    drawn = BytesIO(_saved(_figure(data, PICTURES[".png"]), ".png", _CELL_DOTS))
    written = BytesIO()
    with Image.open(drawn) as image:
        few = image.convert("RGB").quantize(_CELL_COLOURS, dither=Image.Dither.NONE)
    few.save(written, "PNG", optimize=True)
    return written.getvalue()


def _saved(figure: Figure, ending: str, dots: int) -> bytes:
    import matplotlib as mpl

    written = BytesIO()
    with mpl.rc_context():
        mpl.rcdefaults()
        mpl.rcParams.update(_SETTINGS)
        figure.savefig(written, format=ending[1:], dpi=dots, metadata=_UNDATED[ending])
    return written.getvalue()


def check_matplotlib() -> None:
    """Refuse to draw where matplotlib is not installed.

    Raises
    ------
    PageError
        It isn't.

    Examples
    --------
    >>> check_matplotlib()
    """
    if not _has_matplotlib():
        raise PageError(
            "a picture needs matplotlib, which is not installed; pip install 'warmap[picture]'"
        )


def _has_matplotlib() -> bool:
    return importlib.util.find_spec("matplotlib") is not None


def _drawn(
    places: Drawn,
    article: Articles,
    title: str,
    lang: str,
    inches: tuple[float, float],
) -> Figure:
    check_matplotlib()
    data = drawn_data(places, article=article, title=title, lang=lang, version=__version__)
    return _figure(data, inches)


def _figure(data: dict[str, Any], inches: tuple[float, float]) -> Figure:
    import matplotlib as mpl

    from warmap.plate import draw_plate
    from warmap.sheet import Sheet, furnish
    from warmap.signs import keys_of, signs_of

    signs = signs_of(data)
    # A user's own settings for charts must not change the map.
    with mpl.rc_context():
        mpl.rcdefaults()
        sheet = Sheet.of(inches)
        room, listed = furnish(sheet, data, signs, keys_of(data, signs))
        draw_plate(sheet, data, signs, room=room, listed=listed)
    return sheet.figure
