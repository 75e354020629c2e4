"""An HTML page → `Article`: its text without menus and advertisements, its title, source and date.

trafilatura does it (the extra ``web``), in another process (`extraction`) that is stopped when it
takes too long: it is slow on some pages that are made to be, and no page may hang a build.
"""

from __future__ import annotations

import importlib.util
import json
import os
import subprocess
import sys

from warmap.errors import ArticleError
from warmap.model import Article
from warmap.provenance import day_said, line_said, web_address

__all__ = ["article_of_page", "check_trafilatura"]

_LIMIT_S = 30.0
_RUN = "from warmap.extraction import main; main()"


def check_trafilatura(name: str, /) -> None:
    """Refuse a web page where there is nothing to read it with.

    Raises
    ------
    ArticleError
        trafilatura is not installed.

    Examples
    --------
    >>> check_trafilatura("page.html")
    """
    if importlib.util.find_spec("trafilatura") is None:
        raise ArticleError(
            f"{name}: reading a web page needs trafilatura; run: pip install 'warmap[web]', or save"
            " the article as a .txt file in UTF-8"
        )


def article_of_page(
    source: str, /, *, name: str, url: str = "", limit_s: float = _LIMIT_S
) -> Article:
    """Take the article out of an HTML page.

    Parameters
    ----------
    source
        The HTML.
    name
        What to call the page in an error.
    url
        Where it was fetched from; it beats the address that the page gives itself.
    limit_s
        Seconds that it may take.

    Returns
    -------
    Article
        One line for each paragraph, with the title, source, date and address that the page states.

    Raises
    ------
    ArticleError
        trafilatura is not installed, finds no text, or doesn't finish.

    Examples
    --------
    >>> page = "<title>News</title><p>Shelling hit the town of Mezhova.</p>"
    >>> article_of_page(f"<html>{page}</html>", name="page.html").title
    'News'
    """
    check_trafilatura(name)
    found = _extracted(source, name=name, url=web_address(url), limit_s=limit_s)
    text = found.get("text", "").encode("utf-8", "replace").decode("utf-8")
    if not text.strip():
        raise ArticleError(
            f"{name}: no text of an article is found in the page (it may be built by a script);"
            " copy the text into a .txt file"
        )
    return Article(
        f"{text}\n",
        title=line_said(found.get("title")),
        source=line_said(found.get("source")),
        date=day_said(found.get("date")),
        url=web_address(url) or web_address(found.get("url")),
    )


def _extracted(source: str, *, name: str, url: str, limit_s: float) -> dict[str, str]:
    # The other process imports from where this one does, wherever that is.
    paths = os.pathsep.join(path or os.getcwd() for path in sys.path)  # noqa: PTH109
    environment = os.environ | {"PYTHONPATH": paths, "PYTHONHASHSEED": "0"}
    # Stopped by a signal, by the memory it may have, by an error of the library: it is all one.
    fault = f"{name}: the page can't be read"
    way_out = "copy the article into a .txt file"
    try:
        done = subprocess.run(  # noqa: S603 - Python itself and our own module
            [sys.executable, "-P", "-W", "ignore", "-c", _RUN],
            input=url.encode("ascii") + b"\n" + source.encode("utf-8", "replace"),
            capture_output=True,
            timeout=limit_s,
            env=environment,
            check=True,
        )
        found = json.loads(done.stdout)
    except subprocess.TimeoutExpired as error:
        raise ArticleError(f"{fault} within {limit_s:g} seconds; {way_out}") from error
    except (subprocess.CalledProcessError, OSError, ValueError) as error:
        raise ArticleError(f"{fault}: trafilatura fails at it; {way_out}") from error
    return {key: str(value) for key, value in found.items()}
