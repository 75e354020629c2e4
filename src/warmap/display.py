"""How a map shows itself in a notebook: the page in a frame, and a picture under it.

It takes the page as text and its picture as a PNG and gives what notebooks ask an object for. A
notebook that is not trusted, or shown by a program without scripts, keeps the picture and drops the
frame; where the frame lives, it covers the picture. Nothing here draws.
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Collection
from html import escape

__all__ = ["HEIGHT", "bundle_of", "cell_html"]

# Of the frame in points of the screen: map and text side by side in a wide cell, one above the
# other in one of less than 720.
HEIGHT = 640
# What a page may do inside of a notebook. Not "allow-same-origin": with it a page could reach the
# notebook around it, and run code there.
_MAY = "allow-scripts allow-downloads allow-popups allow-popups-to-escape-sandbox"
_FILL = "position:absolute;left:0;top:0;width:100%;height:100%;border:0"


def cell_html(page: str, /, *, picture: bytes = b"", title: str = "") -> str:
    """The markup that shows a page in a cell, as wide as the cell is.

    Parameters
    ----------
    page
        The whole page.
    picture
        A PNG of it; without one nothing stands under the frame.
    title
        What screen readers call the frame and the picture.

    Returns
    -------
    str
        One element. The page stands in it as the value of an attribute and has an origin of its
        own, so that neither its texts nor its scripts reach the notebook.

    Examples
    --------
    >>> cell_html("<p>Zoria</p>", title="Shelling").partition("srcdoc=")[2]
    '"&lt;p&gt;Zoria&lt;/p&gt;"></iframe></div>'
    """
    called = escape(title)
    # Sanitisers drop the picture's style and keep its width: then it stands where the frame was.
    below = (
        f'<img alt="{called}" width="100%" style="{_FILL};object-fit:contain"'
        f' src="data:image/png;base64,{_encoded(picture)}">'
    )
    return (
        f'<div style="position:relative;width:100%;height:{HEIGHT}px">{below if picture else ""}'
        f'<iframe title="{called}" sandbox="{_MAY}" allow="clipboard-write; fullscreen"'
        f' style="{_FILL}" width="100%" height="{HEIGHT}" srcdoc="{escape(page)}"></iframe></div>'
    )


def bundle_of(
    html: str,
    /,
    *,
    picture: bytes = b"",
    text: str = "",
    include: Collection[str] | None = None,
    exclude: Collection[str] | None = None,
) -> dict[str, str]:
    """All forms of a map that a notebook may choose from, by their media types.

    Parameters
    ----------
    html
        What `cell_html` gives.
    picture
        A PNG, for programs that show no HTML; without one there is no such form.
    text
        One line, for those that show neither.
    include, exclude
        Media types, as IPython names them: only these, none of these.

    Examples
    --------
    >>> list(bundle_of("<div></div>", text="a map", exclude=["text/html"]))
    ['text/plain']
    """
    forms = {"text/html": html, "image/png": _encoded(picture), "text/plain": text}
    return {
        kind: form
        for kind, form in forms.items()
        if form and (include is None or kind in include) and kind not in (exclude or ())
    }


def _encoded(picture: bytes) -> str:
    return b64encode(picture).decode("ascii")
