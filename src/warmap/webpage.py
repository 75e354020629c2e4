"""An HTML page → `Article`: its text without menus and advertisements, its title, source and date.

trafilatura does it (the extra ``web``, `extraction`), in another process: it is slow on some pages
that are made to be, and no page may hang a build.
"""

from __future__ import annotations

import importlib.util

from warmap.errors import ArticleError
from warmap.isolation import LIMIT_S, isolated
from warmap.model import Article
from warmap.provenance import day_said, line_said, web_address

__all__ = ["article_of_page", "check_trafilatura"]


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
    source: str, /, *, name: str, url: str = "", limit_s: float = LIMIT_S
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
    data = f"{web_address(url)}\n{source}".encode("utf-8", "replace")
    found = isolated("extraction", data, name=name, limit_s=limit_s)
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
