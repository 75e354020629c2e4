"""A Markdown file → `Article`: the text that a reader sees, and what its front matter says of it.

Markdown is read by markdown-it (CommonMark and tables), which comes with rich. Front matter is not
YAML in full, which would take one more dependency: ``key: value``, quoted or folded, and lists.
"""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from html.parser import HTMLParser
from typing import TYPE_CHECKING

from warmap.model import Article
from warmap.provenance import day_said, line_said, web_address

if TYPE_CHECKING:
    from markdown_it.token import Token

__all__ = ["answer", "article_of_markdown"]

_YAML = re.compile(r"---[ \t]*\n(.*?)(?<=\n)(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL)
_TOML = re.compile(r"\+\+\+[ \t]*\n(.*?)(?<=\n)\+\+\+[ \t]*(?:\n|\Z)", re.DOTALL)
_KEY = re.compile(r"([A-Za-z][\w -]{0,40}?)[ \t]*:(?:[ \t]+(.*))?$")
_SOURCES = ("source", "publisher", "site", "sitename", "author", "authors")
_ADDRESSES = ("url", "link", "canonical", "canonical_url")
_UNSEEN = frozenset({"script", "style", "template", "noscript"})


def article_of_markdown(text: str, /) -> Article:
    r"""Take the text and the origin of an article out of Markdown.

    Parameters
    ----------
    text
        The Markdown, with ``\n`` line ends; front matter in YAML (``---``) or TOML (``+++``).

    Returns
    -------
    Article
        One line for each paragraph, heading, item of a list, and row of a table. Its title is that
        of the front matter or the first heading; its source ``source``, ``publisher``, ``site`` or
        ``author``; its date ``date`` when that is an ISO day.

    Examples
    --------
    >>> found = article_of_markdown("---\ndate: 2025-06-09\n---\n# News\n\nShells hit\n**Lyman**.")
    >>> found.text, found.title, found.date
    ('News\nShells hit Lyman.\n', 'News', '2025-06-09')
    """
    from markdown_it import MarkdownIt

    said, body = _front_matter(text)
    tokens = MarkdownIt("commonmark").enable("table").parse(body)
    lines = [line for block in _lines(tokens) for line in block.split("\n") if line.strip()]
    return Article(
        "\n".join(lines) + "\n" if lines else "",
        title=line_said(said.get("title")) or line_said(_heading(tokens)),
        source=next((line_said(said[key]) for key in _SOURCES if said.get(key)), ""),
        date=day_said(said.get("date")),
        url=next((web_address(said[key]) for key in _ADDRESSES if said.get(key)), ""),
    )


def answer(data: bytes, /) -> dict[str, str]:
    r"""The fields of the article that Markdown in UTF-8 holds, for `isolation`.

    Examples
    --------
    >>> answer(b"Kyiv slept.")["text"]
    'Kyiv slept.\n'
    """
    return asdict(article_of_markdown(data.decode("utf-8")))


def _front_matter(text: str) -> tuple[dict[str, str], str]:
    """What stands above the text, and the text."""
    toml = _TOML.match(text)
    if toml:
        try:
            table = tomllib.loads(toml[1])
        except (ValueError, RecursionError):  # no TOML, or numbers and lists that nobody writes
            return {}, text
        return {key.lower(): _flat(value) for key, value in table.items()}, text[toml.end() :]
    yaml = _YAML.match(text)
    said = _keys(yaml[1]) if yaml else None
    # Between two rulers may also stand a paragraph.
    return (said, text[yaml.end() :]) if yaml and said is not None else ({}, text)


def _flat(value: object) -> str:
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)


def _keys(front: str) -> dict[str, str] | None:
    """Keys and values, in small letters and unquoted; None when it is no front matter."""
    said: dict[str, list[str]] = {}
    key = ""
    for line in front.split("\n"):
        found = _KEY.match(line)
        if found:
            key = found[1].lower()
            said[key] = [found[2] or ""]
        elif line[:1] in {" ", "\t", "-"} and key:
            said[key].append(line.strip())
        elif line.strip() and not line.startswith("#"):
            return None
    return {key: _value(lines) for key, lines in said.items()}


def _value(lines: list[str]) -> str:
    first, *more = (line.strip() for line in lines)
    if any(line.startswith("- ") for line in more):
        return ", ".join(_unquoted(line.removeprefix("- ")) for line in more)
    if re.fullmatch(r"[>|][+-]?", first):
        return " ".join(more)
    value = " ".join([first, *more])
    if value.startswith("[") and value.endswith("]"):
        return ", ".join(_unquoted(part) for part in value[1:-1].split(","))
    return _unquoted(value)


def _unquoted(value: str) -> str:
    value = value.strip()
    single = re.match(r"'((?:[^']|'')*)'", value)
    double = re.match(r'"(?:[^"\\]|\\.)*"', value)
    if single:
        return single[1].replace("''", "'")
    if double:
        try:
            return str(json.loads(double.group()))
        except ValueError:
            return double.group()[1:-1]
    return re.split(r"\s#", value, maxsplit=1)[0].strip()


def _heading(tokens: Sequence[Token]) -> str:
    """The text of the first heading."""
    opened = (n for n, token in enumerate(tokens) if token.type == "heading_open")
    number = next(opened, -1)
    return _inline(tokens[number + 1].children or ()) if number >= 0 else ""


def _lines(tokens: Sequence[Token]) -> Iterator[str]:
    cells: list[str] | None = None
    for token in tokens:
        if token.type == "tr_open":
            cells = []
        elif token.type == "tr_close":
            yield " | ".join(filter(None, cells or ()))
            cells = None
        elif token.type == "inline":
            text = _inline(token.children or ()).strip()
            if cells is None:
                yield text
            else:
                cells.append(text)
        elif token.type in {"fence", "code_block"}:
            yield token.content.strip("\n")
        elif token.type == "html_block":
            yield _Seen.of(token.content)


def _inline(tokens: Sequence[Token]) -> str:
    """A paragraph in one line: where the file breaks a line, a reader sees a space."""
    parts = []
    for token in tokens:
        if token.type == "softbreak":
            parts.append(" ")
        elif token.type == "hardbreak" or (
            token.type == "html_inline" and re.match(r"<br\b", token.content, re.IGNORECASE)
        ):
            parts.append("\n")
        elif token.type not in {"image", "html_inline"}:
            parts.append(token.content)
    return "".join(parts)


class _Seen(HTMLParser):
    """The text of a block of HTML: no markup, no comments, no scripts."""

    def __init__(self) -> None:
        super().__init__()
        self.parts: list[str] = []
        self.within: list[str] = []

    @classmethod
    def of(cls, source: str) -> str:
        parser = cls()
        parser.feed(source.replace("<![", "&lt;!["))  # at which HTMLParser may fail
        parser.close()
        return "\n".join(
            filter(None, (" ".join(p.split()) for p in "".join(parser.parts).split("\n\n")))
        )

    def handle_starttag(self, tag: str, _: object) -> None:
        if tag in _UNSEEN:
            self.within.append(tag)
        elif tag in {"p", "div", "br", "li", "tr", "section", "blockquote"}:
            self.parts.append("\n\n")

    def handle_endtag(self, tag: str) -> None:
        if self.within and tag == self.within[-1]:
            self.within.pop()

    def handle_data(self, data: str) -> None:
        if not self.within:
            self.parts.append(data)
