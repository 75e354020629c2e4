"""The door for articles: one page that the user names, fetched from the public internet.

It takes an address and gives the bytes with what the server says of them. Nothing else of warmap
fetches articles, nothing comes here unless an address is given, and only that page is asked for: no
images, no robots.txt (a person named the page, as in a browser), no cookies. The proxies of the
environment are not used: a proxy looks names up itself, so that what it connects to can't be
checked.

It stands on http.client. urllib3, which trafilatura brings along, would do redirects and inflating,
but both need to be done here to be bounded, and its limits of time start anew with every byte.
"""

from __future__ import annotations

import http.client
import io
import socket
import ssl
import time
import urllib.request
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from email.message import Message
from urllib.parse import urljoin

from warmap import __version__
from warmap.addresses import Address, Target, addresses_of, parse_url
from warmap.errors import ArticleError

__all__ = ["MEDIA_TYPES", "MOST_BYTES", "Fetched", "fetch"]

MOST_BYTES = 10_000_000
"""A page larger than this, as sent or inflated, is refused."""
TIMEOUT_S = 30.0
"""Seconds for all of it: names, redirects, every byte."""
MEDIA_TYPES = {
    "text/html": ".html",
    "application/xhtml+xml": ".html",
    "text/plain": ".txt",
    "text/markdown": ".md",
    "text/x-markdown": ".md",
}
"""What an article may come as, with the ending that a file of that kind has."""

_MOST_REDIRECTS = 5
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_WAY_OUT = "save the page as an .html file and give that"
_HEADERS = {
    "User-Agent": f"warmap/{__version__}",
    "Accept": "text/html, application/xhtml+xml, text/plain;q=0.9, text/markdown;q=0.9",
    "Accept-Encoding": "gzip, deflate",
    "Connection": "close",
}


@dataclass(frozen=True, slots=True)
class Fetched:
    """A page as it came.

    Parameters
    ----------
    url
        Where it came from, after all redirects.
    body
        Its bytes, inflated.
    media_type
        One of `MEDIA_TYPES`.
    charset
        The encoding that the server declares; empty when it doesn't.
    """

    url: str
    body: bytes
    media_type: str
    charset: str


def fetch(url: str, /, *, allow_private: bool = False, timeout_s: float = TIMEOUT_S) -> Fetched:
    """Fetch a page.

    Parameters
    ----------
    url
        An address of http or https.
    allow_private
        Whether it, and what it redirects to, may lie on the user's own machine or network.
    timeout_s
        Seconds that everything together may take.

    Returns
    -------
    Fetched
        The page, whole.

    Raises
    ------
    ArticleError
        The address is none or not public, or the server doesn't give one page of text, of ten
        megabytes at most, in time.

    Examples
    --------
    >>> fetch("file:///etc/hosts")
    Traceback (most recent call last):
    warmap.errors.ArticleError: 'file:///etc/hosts': only http and https are fetched; ...
    """
    deadline = time.monotonic() + timeout_s
    asked = url
    for _ in range(_MOST_REDIRECTS + 1):
        try:
            target = parse_url(asked)
            answer = _get(target, deadline, allow_private=allow_private)
        except TimeoutError as error:
            raise ArticleError(
                f"{parse_url(url).url}: no whole answer within {timeout_s:g} seconds; {_WAY_OUT}"
            ) from error
        except ArticleError as error:
            if asked == url:
                raise
            raise ArticleError(f"{parse_url(url).url}: redirects to {error}") from error
        if isinstance(answer, Fetched):
            return answer
        try:
            asked = urljoin(target.url, answer)
        except ValueError:  # it is no address; the next round says so
            asked = answer
    raise ArticleError(
        f"{parse_url(url).url}: redirects more than {_MOST_REDIRECTS} times; {_WAY_OUT}"
    )


def _get(target: Target, deadline: float, *, allow_private: bool) -> Fetched | str:
    """The page, or where the server says that it is."""
    addresses = addresses_of(target, allow_private=allow_private, timeout_s=_left(deadline))
    try:
        with _connected(addresses, deadline) as plain, _secured(plain, target, deadline) as sock:
            # Only a shell: it is given a socket that is connected already.
            connection = http.client.HTTPConnection(target.host, target.port)
            connection.sock = _Timed(sock, deadline)
            connection.request("GET", target.path, headers={"Host": target.netloc} | _HEADERS)
            with connection.getresponse() as response:
                return _answer(response, target)
    except TimeoutError:
        raise
    except ssl.SSLError as error:
        why = getattr(error, "verify_message", "") or error.reason or "failed"
        raise ArticleError(
            f"{target.url}: no secure connection (TLS: {why}); {_WAY_OUT}"
        ) from error
    except (OSError, http.client.HTTPException) as error:
        raise ArticleError(f"{target.url}: {_why(error)}{_proxied(target)}; {_WAY_OUT}") from error


def _why(error: Exception) -> str:
    if isinstance(error, http.client.IncompleteRead):
        return "the connection ended before the page did"
    if isinstance(error, http.client.HTTPException) and not isinstance(error, OSError):
        return f"the server answers what is no HTTP ({type(error).__name__})"
    return f"can't be fetched ({getattr(error, 'strerror', None) or type(error).__name__})"


def _proxied(target: Target) -> str:
    has = target.scheme in urllib.request.getproxies()
    return ", and the proxy of this system is not used" if has else ""


def _left(deadline: float) -> float:
    left = deadline - time.monotonic()
    if left <= 0:
        raise TimeoutError
    return left


def _connected(addresses: Sequence[Address], deadline: float) -> socket.socket:
    """A connection to the first of the addresses that takes one."""
    fault: OSError = OSError("no address")
    for number, (family, ends) in enumerate(addresses):
        sock = socket.socket(family, socket.SOCK_STREAM)
        try:
            # One that stays silent leaves time for the others.
            sock.settimeout(_left(deadline) / (len(addresses) - number))
            sock.connect(ends)
        except OSError as error:
            sock.close()
            fault = error
        else:
            return sock
    raise fault


def _secured(sock: socket.socket, target: Target, deadline: float) -> socket.socket:
    if target.scheme == "http":
        return sock
    sock.settimeout(_left(deadline))
    return ssl.create_default_context().wrap_socket(sock, server_hostname=target.host)


class _Timed:
    """A socket for http.client whose every wait ends at the deadline.

    A timeout of the socket alone would start anew with each byte. Closing does nothing: http.client
    closes the connection before the answer is read, and `_get` closes the socket.
    """

    def __init__(self, sock: socket.socket, deadline: float) -> None:
        self._sock, self._deadline = sock, deadline

    def sendall(self, data: bytes) -> None:
        self._sock.settimeout(_left(self._deadline))
        self._sock.sendall(data)

    def makefile(self, *_: object) -> io.BufferedReader:
        return io.BufferedReader(_Waiting(self._sock, self._deadline))

    def close(self) -> None:
        pass


class _Waiting(io.RawIOBase):
    def __init__(self, sock: socket.socket, deadline: float) -> None:
        self._sock, self._deadline = sock, deadline

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: object) -> int:
        self._sock.settimeout(_left(self._deadline))
        return self._sock.recv_into(buffer)  # type: ignore[arg-type]


def _answer(response: http.client.HTTPResponse, target: Target) -> Fetched | str:
    place = response.getheader("Location")
    if response.status in _REDIRECTS and place:
        return place
    if response.status != http.HTTPStatus.OK:
        phrase = http.client.responses.get(response.status, "")
        told = f"{response.status} {phrase}".strip()
        raise ArticleError(f"{target.url}: the server answers {told}; {_WAY_OUT}")
    kind = Message()
    kind["Content-Type"] = response.getheader("Content-Type") or "application/octet-stream"
    media_type = kind.get_content_type()
    if media_type not in MEDIA_TYPES:
        raise ArticleError(
            f"{target.url}: {media_type[:60]} is no article; give the address of a page of HTML or"
            " text"
        )
    body = _inflated(_body(response, target), response.getheader("Content-Encoding") or "", target)
    return Fetched(target.url, body, media_type, kind.get_content_charset("") or "")


def _too_large(target: Target) -> ArticleError:
    most = MOST_BYTES // 1_000_000
    return ArticleError(f"{target.url}: over {most} MB, too large for one article")


def _body(response: http.client.HTTPResponse, target: Target) -> bytes:
    if (response.length or 0) > MOST_BYTES:
        raise _too_large(target)
    parts, size = [], 0
    while part := response.read(65_536):
        parts.append(part)
        size += len(part)
        if size > MOST_BYTES:
            raise _too_large(target)
    if response.length:  # http.client counts down what is still to come
        raise http.client.IncompleteRead(b"", response.length)
    return b"".join(parts)


def _inflated(body: bytes, encoding: str, target: Target) -> bytes:
    """The body without its compression; stopped as soon as it grows too large."""
    how = encoding.strip().lower()
    if how in {"", "identity"}:
        return body
    if how not in {"gzip", "x-gzip", "deflate"}:
        raise ArticleError(f"{target.url}: sent as {encoding[:40]!r}, not asked for; {_WAY_OUT}")
    # Servers send deflate with the header of zlib, as they should, or without.
    raw = how == "deflate" and (len(body) < 2 or int.from_bytes(body[:2]) % 31 != 0)
    parts, size = [], 0
    try:
        while body:
            member = zlib.decompressobj(-zlib.MAX_WBITS if raw else zlib.MAX_WBITS | 32)
            parts.append(member.decompress(body, MOST_BYTES + 1 - size))
            size += len(parts[-1])
            if size > MOST_BYTES:
                raise _too_large(target)
            if not member.eof:
                raise http.client.IncompleteRead(b"")
            body = member.unused_data.lstrip(b"\0")
    except zlib.error as error:
        raise ArticleError(f"{target.url}: its compression is damaged; {_WAY_OUT}") from error
    return b"".join(parts)
