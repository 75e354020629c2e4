"""Which addresses of the internet a page may be fetched from: the check before any connection.

A name is looked up once, all its addresses are checked, and the connection goes to one of those:
what the name means a moment later (DNS rebinding) or how an address is spelt (2130706433, 0x7f.1)
makes no difference.
"""

from __future__ import annotations

import ipaddress
import re
import socket
import threading
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, unquote, urlsplit

from warmap.errors import ArticleError

__all__ = ["Address", "Target", "addresses_of", "is_public", "parse_url", "stem_of_url"]

Address = tuple[int, tuple[Any, ...]]
"""A family of addresses, and what a socket of that family connects to."""

_LONGEST = 2_000
_LONGEST_NAME = 60  # characters of a file name: 240 bytes at most in UTF-8
_PORTS = {"http": 80, "https": 443}
_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")  # an IPv4 address for a network without IPv4
_SAFE = "/%:@!$&'()*+,;=~-._"


@dataclass(frozen=True, slots=True)
class Target:
    """What to ask whom for.

    Parameters
    ----------
    scheme
        ``http`` or ``https``.
    host
        A name in ASCII, or an address without brackets.
    port
        The port.
    path
        Path and query, percent-encoded.

    Examples
    --------
    >>> Target("https", "example.org", 443, "/a?b").url
    'https://example.org/a?b'
    """

    scheme: str
    host: str
    port: int
    path: str

    @property
    def netloc(self) -> str:
        """Host and port as they stand in an address and in the Host header."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == _PORTS[self.scheme] else f"{host}:{self.port}"

    @property
    def url(self) -> str:
        """The address, without fragment."""
        return f"{self.scheme}://{self.netloc}{self.path}"


def parse_url(url: str, /) -> Target:
    """An address on the web taken apart.

    Raises
    ------
    ArticleError
        It is not http or https, holds a password, or is no address at all.

    Examples
    --------
    >>> parse_url("https://example.org/новини?день=9#top").url
    'https://example.org/%D0%BD%D0%BE%D0%B2%D0%B8%D0%BD%D0%B8?%D0%B4%D0%B5%D0%BD%D1%8C=9'
    """
    shown = repr(url[:100] + "…" * (len(url) > 100))
    if len(url) > _LONGEST or not url.isprintable() or set(url) & set(" \\"):
        raise ArticleError(
            f"{shown}: not a web address; give one without blanks, as the browser has it"
        )
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        raise ArticleError(f"{shown}: not a web address: {error}") from error
    if parts.scheme not in _PORTS:
        raise ArticleError(
            f"{shown}: only http and https are fetched; give a file or such an address"
        )
    if "@" in parts.netloc:
        host = parts.netloc.rpartition("@")[2]
        raise ArticleError(
            f"{parts.scheme}://…@{host}: an address with a name or a password is not fetched; save"
            " the page as an .html file"
        )
    return Target(
        parts.scheme,
        _host(parts.hostname or "", shown),
        port or _PORTS[parts.scheme],
        (quote(parts.path, safe=_SAFE) or "/")
        + (f"?{quote(parts.query, safe=_SAFE + '?')}" if parts.query else ""),
    )


_RESERVED = re.compile(r"(?:con|prn|aux|nul|com[0-9]|lpt[0-9])(?:\.|$)", re.IGNORECASE)


def stem_of_url(url: str, /) -> str:
    """What a file made of the page at an address may be called: a name safe on every system.

    It is the last part of the path that has a letter and isn't the index of a folder, or the host.

    Examples
    --------
    >>> stem_of_url("https://example.org/news/two-villages.html?page=2")
    'two-villages'
    >>> stem_of_url("https://www.example.org/2025/06/09/"), stem_of_url("https:///..%2f")
    ('www.example.org', 'article')
    """
    try:
        parts = urlsplit(url)
        host = parts.hostname or ""
    except ValueError:
        return "article"
    names = [re.sub(r"\.\w{1,5}$", "", unquote(part)) for part in parts.path.split("/")]
    safe = [re.sub(r"[^\w.-]+", "-", name)[:_LONGEST_NAME].strip("-.") for name in [host, *names]]
    fit = [name for name in safe if re.search(r"[^\W\d_]", name) and not _RESERVED.match(name)]
    return next((name for name in reversed(fit) if name.lower() != "index"), "article")


def _host(host: str, shown: str) -> str:
    try:
        if ":" in host:
            return str(ipaddress.IPv6Address(host.partition("%")[0]))
        ascii_host = host.encode("idna").decode("ascii")
    except ValueError as error:
        raise ArticleError(f"{shown}: no such host can be: {error}") from error
    if not re.fullmatch(r"[A-Za-z0-9._-]+", ascii_host):
        raise ArticleError(f"{shown}: not a web address; its host is {host[:60]!r}")
    return ascii_host


def addresses_of(target: Target, /, *, allow_private: bool, timeout_s: float) -> list[Address]:
    """The addresses that a host has now, if all of them may be connected to.

    Parameters
    ----------
    target
        Host and port.
    allow_private
        Whether addresses that are not the public internet's may be.
    timeout_s
        Seconds that looking them up may take.

    Returns
    -------
    list of Address
        In the order in which to try them.

    Raises
    ------
    ArticleError
        There is no such host, or it has an address that isn't public.
    TimeoutError
        No name server answers in time.

    Examples
    --------
    >>> addresses_of(parse_url("http://0x7f.1/"), allow_private=False, timeout_s=9)
    Traceback (most recent call last):
    warmap.errors.ArticleError: http://0x7f.1/: 127.0.0.1 is not a public address; ...
    """
    try:
        found = _looked_up(target, timeout_s)
    except (OSError, UnicodeError) as error:
        if isinstance(error, TimeoutError):
            raise
        why = getattr(error, "strerror", None) or str(error)
        raise ArticleError(
            f"{target.url}: the host {target.host} can't be found ({why}); check the address and"
            " the network, or save the page as an .html file"
        ) from error
    for _, ends in found:
        if not allow_private and not is_public(str(ends[0])):
            raise ArticleError(
                f"{target.url}: {ends[0]} is not a public address; if this page of your own network"
                " is meant, use --allow-private (allow_private=True)"
            )
    return found


def _looked_up(target: Target, timeout_s: float) -> list[Address]:
    """Ask the system, in a thread: it can't be told how long it may take."""
    answers: list[list[Address]] = []
    faults: list[Exception] = []

    def ask() -> None:
        try:
            found = socket.getaddrinfo(target.host, target.port, type=socket.SOCK_STREAM)
        except (OSError, UnicodeError) as error:
            faults.append(error)
        else:
            answers.append([(family, tuple(ends)) for family, _, _, _, ends in found])

    thread = threading.Thread(target=ask, daemon=True)
    thread.start()
    thread.join(timeout_s)
    if faults:
        raise faults[0]
    if not answers:
        raise TimeoutError
    return answers[0]


def is_public(address: str, /) -> bool:
    """Whether an IP address is one of the public internet's, in whatever it is wrapped.

    Examples
    --------
    >>> [is_public(a) for a in ("93.184.215.14", "10.0.0.1", "::ffff:127.0.0.1", "64:ff9b::a00:1")]
    [True, False, False, False]
    """
    try:
        ip = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return False
    if isinstance(ip, ipaddress.IPv6Address):
        teredo = ip.teredo[1] if ip.teredo else None
        inner = ip.ipv4_mapped or ip.sixtofour or teredo
        if ip in _NAT64:
            inner = ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)
        if inner is not None:
            return is_public(str(inner))
        if ip.is_site_local:
            return False
    return ip.is_global and not (ip.is_multicast or ip.is_reserved or ip.is_unspecified)
