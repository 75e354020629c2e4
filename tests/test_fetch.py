"""Pages fetched from real sockets on loopback: what is taken, and what is refused, and when."""

from __future__ import annotations

import contextlib
import gzip
import shutil
import socket
import ssl
import subprocess
import threading
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from warmap import ArticleError, __version__, addresses, read_article
from warmap.addresses import is_public, parse_url, stem_of_url
from warmap.fetch import MOST_BYTES, Fetched, fetch
from warmap.provenance import is_url

HTML = {"Content-Type": "text/html; charset=utf-8"}
PAGE = b"<html><body><p>Shelling hit the town of Mezhova.</p></body></html>"
Talk = Callable[[socket.socket, threading.Event], None]


class Raw:
    """A server that reads a request and then says whatever it is given to say, HTTP or not."""

    def __init__(self, talk: Talk, context: ssl.SSLContext | None = None) -> None:
        self._talk, self._context = talk, context
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.port = self._listening.getsockname()[1]
        self.stopped = threading.Event()

    def _serve(self) -> None:
        with contextlib.suppress(OSError):
            sock, _ = self._listening.accept()
            with sock:
                talking = (
                    self._context.wrap_socket(sock, server_side=True) if self._context else sock
                )
                talking.recv(65_536)
                self._talk(talking, self.stopped)
                talking.close()

    @contextlib.contextmanager
    def running(self) -> Iterator[Raw]:
        thread = threading.Thread(target=self._serve)
        thread.start()
        try:
            yield self
        finally:
            self.stopped.set()
            with contextlib.suppress(OSError):
                self._listening.shutdown(socket.SHUT_RDWR)
            self._listening.close()
            thread.join()


@pytest.fixture
def raw() -> Iterator[Callable[..., str]]:
    with contextlib.ExitStack() as servers:

        def start(talk: Talk) -> str:
            return f"http://127.0.0.1:{servers.enter_context(Raw(talk).running()).port}/a"

        yield start


@pytest.fixture
def dialled(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """Every address that any socket is connected to."""
    called: list[Any] = []
    connect = socket.socket.connect

    def noted(self: socket.socket, address: Any) -> None:
        called.append(address)
        connect(self, address)

    monkeypatch.setattr(socket.socket, "connect", noted)
    return called


def got(url: str, *, timeout_s: float = 30.0) -> Fetched:
    return fetch(url, allow_private=True, timeout_s=timeout_s)


def refused(url: str, *, allow_private: bool = True, timeout_s: float = 30.0) -> str:
    with pytest.raises(ArticleError) as caught:
        fetch(url, allow_private=allow_private, timeout_s=timeout_s)
    assert "\n" not in str(caught.value)
    return str(caught.value)


def test_a_page_comes_with_what_the_server_says_of_it(loopback: Any, reply: Any) -> None:
    loopback.reply(reply(PAGE, headers={"Content-Type": "Text/HTML;Charset=Windows-1251"}))
    page = got(f"{loopback.url}/новини?q=a b#top".replace(" ", "+"))
    assert (page.body, page.media_type, page.charset) == (PAGE, "text/html", "windows-1251")
    assert loopback.asked == ["/%D0%BD%D0%BE%D0%B2%D0%B8%D0%BD%D0%B8?q=a+b"]
    assert page.url == loopback.url + loopback.asked[0]
    assert loopback.agents == [f"warmap/{__version__}"]


@pytest.mark.parametrize(
    ("encoding", "body"),
    [
        ("gzip", gzip.compress(PAGE)),
        ("x-gzip", gzip.compress(PAGE[:20]) + gzip.compress(PAGE[20:])),
        ("deflate", zlib.compress(PAGE)),
        ("deflate", zlib.compress(PAGE, wbits=-15)),
        ("identity", PAGE),
    ],
    ids=["gzip", "x-gzip in two", "deflate", "bare deflate", "identity"],
)
def test_compressed_pages_are_inflated(
    loopback: Any, reply: Any, encoding: str, body: bytes
) -> None:
    loopback.reply(reply(body, headers=HTML | {"Content-Encoding": encoding}))
    assert got(loopback.url).body == PAGE


def test_chunks_and_pages_without_a_length_are_read_to_their_end(raw: Any) -> None:
    head = b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n"

    def chunks(sock: socket.socket, _: threading.Event) -> None:
        sock.sendall(head + b"Transfer-Encoding: chunked\r\n\r\n3\r\nKyi\r\n2\r\nv.\r\n0\r\n\r\n")

    def until_closed(sock: socket.socket, _: threading.Event) -> None:
        sock.sendall(head + b"\r\nKyiv.")

    assert got(raw(chunks)).body == got(raw(until_closed)).body == b"Kyiv."


def test_redirects_are_followed_to_a_page_that_knows_its_address(loopback: Any, reply: Any) -> None:
    moved = [
        reply(status=status, headers={"Location": place})
        for status, place in zip(
            (301, 302, 303, 307, 308),
            ("/b", "c", "?d", f"{loopback.url}/e", "//" + loopback.url.removeprefix("http://")),
            strict=True,
        )
    ]
    loopback.reply(*moved, reply(PAGE, headers=HTML))
    assert got(f"{loopback.url}/a").url == f"{loopback.url}/"
    assert loopback.asked == ["/a", "/b", "/c", "/c?d", "/e", "/"]


def test_a_redirect_that_goes_round_ends_after_five(loopback: Any, reply: Any) -> None:
    loopback.reply(reply(status=302, headers={"Location": "/again"}))
    assert "redirects more than 5 times" in refused(loopback.url)
    assert len(loopback.asked) == 6


@pytest.mark.parametrize(
    ("place", "words"),
    [
        ("file:///etc/hosts", "redirects to 'file:///etc/hosts': only http and https"),
        ("ftp://127.0.0.1/a", "only http and https"),
        ("http://127.0.0.2/", "redirects to http://127.0.0.2/: 127.0.0.2 is not a public address"),
        ("http://[::1]:80/", "::1 is not a public address"),
        ("http://169.254.169.254/latest/meta-data/", "169.254.169.254 is not a public"),
        ("http://2130706434/", "127.0.0.2 is not a public address"),
        ("http://me:secret@127.0.0.1/", "a name or a password"),
        ("http://a b/", "not a web address"),
        ("http://[", "not a web address"),
        ("http://127.0.0.1:99999/", "not a web address"),
    ],
)
def test_every_redirect_is_checked_as_the_first_address_is(
    loopback: Any, reply: Any, dialled: Any, monkeypatch: Any, place: str, words: str
) -> None:
    # The server stands for a public one.
    monkeypatch.setattr(addresses, "is_public", lambda a: a == "127.0.0.1" or is_public(a))
    loopback.reply(reply(status=302, headers={"Location": place}))
    assert words in refused(loopback.url, allow_private=False)
    assert [end[0] for end in dialled] == ["127.0.0.1"]


@pytest.mark.parametrize(
    "host",
    [
        "127.0.0.1", "127.1", "2130706433", "0x7f000001", "0177.0.0.1", "localhost", "0.0.0.0", "0",
        "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "224.0.0.1",
        "255.255.255.255", "240.0.0.1", "192.0.2.1", "198.18.0.1", "[::1]", "[::]", "[fe80::1]",
        "[fc00::1]", "[fec0::1]", "[ff02::1]", "[::ffff:127.0.0.1]", "[::ffff:7f00:1]",
        "[64:ff9b::7f00:1]", "[2002:7f00:1::]", "[2001:db8::1]", "[::127.0.0.1]", "１２７.０.０.１",
        "[fe80::1%25lo]",
    ],
)  # fmt: skip
def test_addresses_that_are_not_public_are_never_connected_to(dialled: Any, host: str) -> None:
    message = refused(f"http://{host}/", allow_private=False)
    assert "is not a public address" in message or "can't be found" in message
    assert "--allow-private" in message or "can't be found" in message
    assert dialled == []


@given(st.ip_addresses(v=4))
def test_an_address_within_another_is_as_public_as_that(address: Any) -> None:
    inner = is_public(str(address))
    high, low = divmod(int(address), 65_536)
    assert is_public(f"::ffff:{address}") == inner
    assert is_public(f"64:ff9b::{high:x}:{low:x}") == inner
    assert is_public(f"2002:{high:x}:{low:x}::1") == inner
    if address.is_private or address.is_multicast or address.is_link_local:
        assert not inner


def answers(*ends: str) -> list[Any]:
    return [
        (socket.AF_INET6, 1, 6, "", (end, 80, 0, 0)) if ":" in end else
        (socket.AF_INET, 1, 6, "", (end, 80)) for end in ends
    ]  # fmt: skip


def test_a_name_that_changes_its_mind_is_asked_once(monkeypatch: pytest.MonkeyPatch) -> None:
    asked, called = [], []
    later = iter([answers("93.184.215.14")] + [answers("127.0.0.1")] * 9)

    def look_up(*given: Any, **_: Any) -> Any:
        asked.append(given[0])
        return next(later)

    def dial(_: socket.socket, end: Any) -> None:
        called.append(end)
        raise ConnectionRefusedError(111, "Connection refused")

    monkeypatch.setattr(socket, "getaddrinfo", look_up)
    monkeypatch.setattr(socket.socket, "connect", dial)
    message = refused("http://rebinding.example/", allow_private=False)
    assert "Connection refused" in message
    assert (asked, called) == (["rebinding.example"], [("93.184.215.14", 80)])


@pytest.mark.parametrize("bad", ["10.0.0.7", "::ffff:10.0.0.7", "fe80::1%eth0"])
def test_one_address_that_is_not_public_is_enough(
    monkeypatch: pytest.MonkeyPatch, dialled: Any, bad: str
) -> None:
    found = answers("93.184.215.14", bad)
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: found)
    assert "is not a public address" in refused("http://mixed.example/", allow_private=False)
    assert dialled == []


def test_the_next_address_is_tried_when_one_takes_no_connection(
    loopback: Any, reply: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    port = int(loopback.url.rpartition(":")[2])
    found = [(socket.AF_INET, 1, 6, "", (end, port)) for end in ("127.0.0.9", "127.0.0.1")]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: found)
    loopback.reply(reply(PAGE, headers=HTML))
    assert got(f"http://two.example:{port}/").body == PAGE


def test_a_host_that_is_not_known(monkeypatch: pytest.MonkeyPatch) -> None:
    def look_up(*_: Any, **__: Any) -> Any:
        raise socket.gaierror(-2, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", look_up)
    assert "host no.example can't be found (Name or service not known)" in refused(
        "https://no.example/a"
    )


def test_name_servers_that_never_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    stopped = threading.Event()
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: stopped.wait(20) and [])
    assert "within 0.05 seconds" in refused("http://slow.example/", timeout_s=0.05)
    stopped.set()


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("ftp://example.org/a", "only http and https"),
        ("file:///etc/hosts", "only http and https"),
        ("http:///a", "not a web address"),
        ("http://", "not a web address"),
        ("https://user:secret@example.org/", "https://…@example.org: an address with a name"),
        ("https://user@example.org/", "a name or a password"),
        ("http://example.org\\@127.0.0.1/", "not a web address"),
        ("http://exa mple.org/", "not a web address"),
        ("http://example.org/\r\nHost: evil", "not a web address"),
        ("http://example.org:0x50/", "not a web address"),
        ("http://exam$ple.org/", "not a web address"),
        ("http://" + "a" * 64 + ".org/", "no such host can be"),
        ("http://a..b/", "no such host can be"),
        ("http://[::zz]/", "not a web address|no such host"),
        ("http://example.org/" + "a" * 2_000, "not a web address"),
    ],
)
def test_what_is_no_address_is_refused_without_a_connection(
    dialled: Any, monkeypatch: pytest.MonkeyPatch, url: str, words: str
) -> None:
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: pytest.fail("asked for a name"))
    message = refused(url, allow_private=False)
    assert any(word in message for word in words.split("|"))
    assert "secret" not in message
    assert len(message) < 300
    assert dialled == []


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=40))
def test_any_address_is_taken_apart_or_refused(rest: str) -> None:
    try:
        target = parse_url(f"http://{rest}")
    except ArticleError:
        return
    assert target.url.isascii()
    assert parse_url(target.url) == target


@pytest.mark.parametrize(
    ("headers", "words"),
    [
        ({"Content-Type": "application/pdf"}, "application/pdf is no article"),
        ({"Content-Type": "image/png"}, "image/png is no article"),
        ({}, "application/octet-stream is no article"),
        (HTML | {"Content-Encoding": "br"}, "sent as 'br'"),
        (HTML | {"Content-Encoding": "gzip, gzip"}, "sent as"),
        (HTML | {"Content-Encoding": "gzip"}, "its compression is damaged"),
    ],
)
def test_what_is_sent_as_something_else_is_refused(
    loopback: Any, reply: Any, headers: dict[str, str], words: str
) -> None:
    loopback.reply(reply(PAGE, headers=headers))
    assert words in refused(f"{loopback.url}/a")


@pytest.mark.parametrize("status", [204, 206, 304, 401, 403, 404, 418, 429, 500, 503])
def test_what_the_server_answers_instead_of_a_page(loopback: Any, reply: Any, status: int) -> None:
    loopback.reply(reply(status=status, headers=HTML))
    message = refused(f"{loopback.url}/a")
    assert f"{loopback.url}/a: the server answers {status}" in message
    assert "save the page" in message


def test_a_page_too_large_by_its_own_word_is_not_read(loopback: Any, reply: Any) -> None:
    loopback.reply(reply(b"x", headers=HTML, told=MOST_BYTES + 1))
    assert "over 10 MB" in refused(loopback.url)


@pytest.mark.parametrize("layers", [1, 2])
def test_a_gzip_bomb_is_stopped_while_it_inflates(loopback: Any, reply: Any, layers: int) -> None:
    squeezed = zlib.compressobj(9, wbits=31)
    bomb = b"".join(squeezed.compress(bytes(1_000_000)) for _ in range(300)) + squeezed.flush()
    assert len(bomb) < 500_000
    loopback.reply(reply(bomb * layers, headers=HTML | {"Content-Encoding": "gzip"}))
    import tracemalloc

    tracemalloc.start()
    try:
        assert "over 10 MB" in refused(loopback.url)
        assert tracemalloc.get_traced_memory()[1] < 4 * MOST_BYTES
    finally:
        tracemalloc.stop()


def test_a_server_that_sends_for_ever_is_left(raw: Any) -> None:
    def talk(sock: socket.socket, stopped: threading.Event) -> None:
        sock.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n")
        while not stopped.is_set():
            sock.sendall(b"<p>Kyiv</p>" * 10_000)

    assert "over 10 MB" in refused(raw(talk))


@pytest.mark.parametrize(
    "head",
    [
        b"",
        b"HTTP/1.1 200 OK\r\nX-Slow: ",
        b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nTransfer-Encoding: chunked\r\n\r\n",
    ],
)
def test_a_byte_now_and_then_ends_at_the_limit_all_the_same(raw: Any, head: bytes) -> None:
    def talk(sock: socket.socket, stopped: threading.Event) -> None:
        sock.sendall(head)
        while not stopped.wait(0.05):  # far more often than a limit for each byte would mind
            sock.sendall(b"1")

    assert "no whole answer within 0.4 seconds" in refused(raw(talk), timeout_s=0.4)


def test_a_server_that_never_answers(raw: Any) -> None:
    url = raw(lambda _, stopped: stopped.wait(20))
    assert "no whole answer within 0.1 seconds" in refused(url, timeout_s=0.1)


def test_continue_for_ever(raw: Any) -> None:
    def talk(sock: socket.socket, stopped: threading.Event) -> None:
        while not stopped.is_set():
            sock.sendall(b"HTTP/1.1 100 Continue\r\n\r\n")

    assert "no whole answer within 0.2 seconds" in refused(raw(talk), timeout_s=0.2)


@pytest.mark.parametrize(
    ("said", "words"),
    [
        (b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 99\r\n\r\n<p>", "ended"),
        (
            b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nTransfer-Encoding: chunked\r\n\r\n9",
            "ended before the page did",
        ),
        (
            b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Encoding: gzip\r\n\r\n"
            + gzip.compress(PAGE)[:-12],
            "ended before the page did",
        ),
        (b"", "no HTTP (RemoteDisconnected)|can't be fetched"),
        (b"SSH-2.0-OpenSSH_9.6\r\n", "no HTTP (BadStatusLine)"),
        (b"HTTP/1.1 200 OK\r\n" + b"X: y\r\n" * 1_000 + b"\r\n", "no HTTP"),
        (b"HTTP/1.1 200 OK\r\nX: " + b"y" * 100_000, "no HTTP (LineTooLong)"),
        (b"HTTP/1.1 nine OK\r\n\r\n", "no HTTP"),
    ],
)
def test_answers_that_break_off_or_are_none(raw: Any, said: bytes, words: str) -> None:
    message = refused(raw(lambda sock, _: sock.sendall(said)))
    assert any(word in message for word in words.split("|"))


def test_a_connection_that_is_reset(raw: Any) -> None:
    def talk(sock: socket.socket, _: threading.Event) -> None:
        sock.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 99\r\n\r\n<p>")
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")

    message = refused(raw(talk))
    assert "can't be fetched (" in message or "ended before the page did" in message


def test_no_connection_and_the_proxy_that_is_not_used(monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.create_server(("127.0.0.1", 0)) as closed:
        port = closed.getsockname()[1]
    assert "the proxy" not in refused(f"http://127.0.0.1:{port}/")
    monkeypatch.setenv("http_proxy", "http://proxy.example:3128")
    assert "the proxy of this system is not used" in refused(f"http://127.0.0.1:{port}/")


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    if shutil.which("openssl") is None:
        pytest.skip("no openssl to make a certificate with")
    folder = tmp_path_factory.mktemp("tls")
    key, cert = folder / "key.pem", folder / "cert.pem"
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1",
         "-nodes", "-keyout", key, "-out", cert, "-days", "3650", "-subj", "/CN=localhost",
         "-addext", "subjectAltName=DNS:localhost"],
        check=True, capture_output=True,
    )  # fmt: skip
    return key, cert


@pytest.mark.parametrize(
    ("trusted", "host", "words"),
    [
        (True, "localhost", ""),
        (False, "localhost", "no secure connection (TLS: self-signed certificate)"),
        (True, "127.0.0.1", "no secure connection (TLS: IP address mismatch"),
    ],
)
def test_only_a_server_with_a_valid_certificate_is_believed(
    certificate: Any, monkeypatch: pytest.MonkeyPatch, *, trusted: bool, host: str,
    words: str,
) -> None:  # fmt: skip
    key, cert = certificate
    if trusted:
        monkeypatch.setenv("SSL_CERT_FILE", str(cert))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(cert, key)
    said = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: %d\r\n\r\n%b"
    page = said % (len(PAGE), PAGE)
    with Raw(lambda sock, _: sock.sendall(page), context).running() as server:
        url = f"https://{host}:{server.port}/"
        if words:
            assert words in refused(url)
        else:
            assert got(url).body == PAGE


def test_https_from_a_server_that_has_none(raw: Any) -> None:
    url = raw(lambda sock, _: sock.sendall(b"HTTP/1.1 400 Bad Request\r\n\r\n"))
    assert "no secure connection" in refused(url.replace("http:", "https:"))


def test_names_of_files_are_no_addresses() -> None:
    assert not any(map(is_url, ["a.txt", "C:\\a.txt", "C:/a.txt", "-", "", "a/http.txt"]))
    assert all(map(is_url, ["HTTPS://example.org", "http:/example.org", "gopher://a", "s3://b"]))


@pytest.mark.parametrize(
    ("url", "stem"),
    [
        ("https://example.org/a/two-villages.html", "two-villages"),
        ("https://example.org/a/two-villages/", "two-villages"),
        ("https://example.org/2025/06/09/", "example.org"),
        ("https://example.org/index.php?p=7", "example.org"),
        ("https://example.org/%D0%BD%D0%BE%D0%B2%D0%B8%D0%BD%D0%B8", "новини"),
        ("https://example.org/..%2f..%2fetc%2fpasswd", "etc-passwd"),
        ("https://example.org/con.html", "example.org"),
        ("https://example.org/a%00b%0a;rm", "a-b-rm"),
        ("https://example.org/" + "a" * 500, "a" * 60),
        ("http://[::1]/", "article"),
        ("http://[", "article"),
    ],
)
def test_what_a_file_made_of_a_page_is_called(url: str, stem: str) -> None:
    assert stem_of_url(url) == stem


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=200))
def test_the_name_of_a_file_is_always_safe(path: str) -> None:
    stem = stem_of_url(f"https://example.org/{path}")
    assert stem
    assert not set(stem) & set('/\\:*?"<>|\0\n')
    assert not stem.startswith(("-", "."))
    assert len(stem.encode()) <= 240


def test_an_article_is_read_from_an_address(loopback: Any, reply: Any) -> None:
    page = (
        '<html><meta property="og:site_name" content="Вісник"><title>Обстріл Межової</title>'
        "<body><p>Обстріляно селище Межова.</p></body></html>"
    )
    loopback.reply(
        reply(status=301, headers={"Location": "/final.html"}),
        reply(page.encode("cp1251"), headers={"Content-Type": "text/html; charset=windows-1251"}),
    )
    article = read_article(f"{loopback.url}/a", date="2025-06-09", allow_private=True)
    assert article.text == "Обстріляно селище Межова.\n"
    assert (article.title, article.date) == ("Обстріл Межової", "2025-06-09")
    assert (article.source, article.url) == ("Вісник", f"{loopback.url}/final.html")


@pytest.mark.parametrize(
    ("path", "kind", "title"),
    [
        ("/a.md", "text/plain", "News"),
        ("/a", "text/markdown", "News"),
        ("/a.txt", "text/plain", ""),
    ],
)
def test_text_and_markdown_are_read_from_addresses(
    loopback: Any, reply: Any, path: str, kind: str, title: str
) -> None:
    loopback.reply(reply(b"# News\n\nKyiv *slept*.\n", headers={"Content-Type": kind}))
    article = read_article(loopback.url + path, allow_private=True)
    assert (article.title, article.source) == (title, "127.0.0.1")
    assert ("*" in article.text) == (not title)


@pytest.mark.parametrize("body", [b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 9, bytes(5_000)])
def test_a_binary_that_says_it_is_a_page(loopback: Any, reply: Any, body: bytes) -> None:
    for kind in ("text/html", "text/html; charset=utf-8", "text/plain"):
        loopback.reply(reply(body, headers={"Content-Type": kind}))
        with pytest.raises(ArticleError, match="binary"):
            read_article(f"{loopback.url}/a", allow_private=True)


def test_without_trafilatura_nobody_is_asked(dialled: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda _: None)
    with pytest.raises(ArticleError, match=r"needs trafilatura; run: pip install 'warmap\[web\]'"):
        read_article("http://127.0.0.1:1/", allow_private=True)
    assert dialled == []
