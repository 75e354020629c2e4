"""The page's Content-Security-Policy: only what stands in the page may work.

It reads a finished document and gives the policy as text. Scripts are allowed by their hash alone,
in every page.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Sequence

__all__ = ["policy_of"]

_SCRIPT = re.compile(r"<script\b([^>]*)>(.*?)</script>", re.DOTALL | re.IGNORECASE)
# A block of data is no script, and is never run.
_DATA = re.compile(r"""\btype=["'](?:application/json|text/plain)["']""")
_MAKES_STYLES = re.compile(r"""createElement\(["'`]style["'`]\)""")
_STYLE = re.compile(r"<style\b[^>]*>(.*?)</style>", re.DOTALL | re.IGNORECASE)


def policy_of(document: str, /, *, guests: bool = False, hosts: Sequence[str] = ()) -> str:
    """A policy that lets only the scripts and styles of a document work.

    Parameters
    ----------
    document
        The HTML with all its scripts and styles.
    guests
        There are layers of folium's, which write style attributes, and frames and fonts as data. A
        few plugins make style elements; only for them those are allowed without a hash.
    hosts
        Origins that map tiles are fetched from when the reader asks for them.

    Examples
    --------
    >>> policy_of("<style>p{}</style>")
    "default-src 'none'; script-src 'none'; style-src 'sha256-...'; img-src data: blob:; ..."
    >>> "connect-src https://tile.example" in policy_of("", hosts=["https://tile.example"])
    True
    """
    scripts = [text for kind, text in _SCRIPT.findall(document) if not _DATA.search(kind)]
    rules = [
        "default-src 'none'",
        f"script-src {_hashes(scripts)}",
        f"style-src {_hashes(_STYLE.findall(document))}",
        "img-src data: blob:",
    ]
    if hosts:
        rules.append(f"connect-src {' '.join(hosts)}")
    if guests:
        rules += ["style-src-attr 'unsafe-inline'", "font-src data:", "frame-src data:"]
        if any(_MAKES_STYLES.search(text) for text in scripts):
            rules.append("style-src-elem 'unsafe-inline'")
    return "; ".join([*rules, "base-uri 'none'", "form-action 'none'"])


def _hashes(texts: Sequence[str]) -> str:
    return " ".join(sorted({_hash(text) for text in texts})) or "'none'"


def _hash(text: str) -> str:
    digest = hashlib.sha256(text.encode()).digest()
    return f"'sha256-{base64.b64encode(digest).decode()}'"
