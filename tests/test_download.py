"""GeoNames' dump over a socket: a server on this machine that keeps, or breaks, the rules."""

from __future__ import annotations

import io
import threading
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from warmap.download import download_dump
from warmap.errors import GazetteerError
from warmap.geonames import geonames_format

ROW = "990001\tZoria\tZoria\t\t48.39\t37.65\tP\tPPL\tUA\t\t05" + "\t" * 8 + "\n"
POSTAL = "UA\t84500\tЗоря\tx\t05\ty\t\t\t\t48.39\t37.65\t4\n"


def archive(**texts: str) -> bytes:
    """A zip of texts, long enough to be taken for one of GeoNames'."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as packed:
        for name, text in texts.items():
            packed.writestr(f"{name}.txt", text)
    return content.getvalue()


DUMP = archive(UA=ROW * 20, readme="Readme")


@dataclass
class Site:
    """A server on this machine: what it answers, and what it was asked for."""

    url: str = ""
    body: bytes = DUMP
    status: int = 200
    length: str | None = ""  # None leaves the header out; empty tells the truth
    hold: threading.Event | None = None
    asked: list[str] = field(default_factory=list)

    def answer(self, handler: BaseHTTPRequestHandler) -> None:
        self.asked.append(handler.path)
        if self.hold:
            self.hold.wait(20)
            return
        handler.send_response(self.status)
        if self.length is not None:
            handler.send_header("Content-Length", self.length or str(len(self.body)))
        handler.end_headers()
        handler.wfile.write(self.body)


@pytest.fixture
def site() -> Iterator[Site]:
    made = Site()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            made.answer(self)

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    made.url = f"http://127.0.0.1:{server.server_port}/dump"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield made
    if made.hold:
        made.hold.set()
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture
def refusal(site: Site, tmp_path: Path) -> Callable[[], str]:
    """Fetches, and gives the one line with which what came is refused."""

    def fetch() -> str:
        with pytest.raises(GazetteerError) as caught:
            download_dump("UA", tmp_path, server=site.url, timeout_s=10)
        message = str(caught.value)
        assert message.startswith(f"{site.url}/UA.zip: ")
        assert "\n" not in message
        return message

    return fetch


@pytest.mark.parametrize(
    ("country", "file"),
    [("UA", "UA.zip"), ("ua", "UA.zip"), ("allCountries", "allCountries.zip")],
)
def test_a_country_is_fetched_whole(site: Site, tmp_path: Path, country: str, file: str) -> None:
    path = download_dump(country, tmp_path, server=site.url)
    assert path == tmp_path / file
    assert path.read_bytes() == DUMP
    assert geonames_format(path) == "dump"
    assert site.asked == [f"/dump/{file}"]


@pytest.mark.parametrize(
    "country",
    ["", "U", "UKR", "Ukraine", "U1", "../UA", "UA/..", "ua\n", "УА", "allcountries", "U?", "%41A"],
)
def test_only_a_countrys_code_is_asked_for(site: Site, tmp_path: Path, country: str) -> None:
    with pytest.raises(GazetteerError, match="give a country's code of two letters"):
        download_dump(country, tmp_path, server=site.url)
    assert site.asked == []
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(("status", "word"), [(404, "Not Found"), (403, "Forbidden"), (500, "")])
def test_an_answer_that_is_an_error_is_told(
    site: Site, refusal: Callable[[], str], status: int, word: str
) -> None:
    site.status = status
    message = refusal()
    assert f"the server answers {status} {word}" in message
    assert "fetch it another way" in message


@pytest.mark.parametrize("length", [None, "many", "-1", "0", "100", "3000000000"])
def test_a_size_that_no_dump_has_is_not_fetched(
    site: Site, refusal: Callable[[], str], tmp_path: Path, length: str | None
) -> None:
    site.length = length
    assert "not fetched" in refusal()
    assert list(tmp_path.iterdir()) == []


def test_a_connection_that_is_cut_is_told(site: Site, refusal: Callable[[], str]) -> None:
    site.length, site.body = str(len(DUMP)), DUMP[:500]
    message = refusal()
    assert "500 bytes came" in message or "can't be fetched" in message


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (b"<!DOCTYPE html><title>Sorry</title>" * 20, "no dump of GeoNames"),
        (archive(UA=POSTAL * 20), "no dump of GeoNames"),
        (archive(UA="Dear diary\n" * 30), "no dump of GeoNames"),
        (bytes(500), "no dump of GeoNames"),
    ],
)
def test_what_is_no_dump_is_refused(
    site: Site, refusal: Callable[[], str], body: bytes, words: str
) -> None:
    site.body = body
    assert words in refusal()


@pytest.mark.parametrize(
    "body",
    [
        archive(readme="Readme " * 50),
        archive(UA=ROW, PL=ROW, MD=ROW),
        DUMP[200:],
        DUMP.replace(b"PK\x03\x04", b"PK\x03\x05"),
    ],
)
def test_an_archive_without_one_text_or_damaged_is_refused(
    site: Site, tmp_path: Path, body: bytes
) -> None:
    site.body = body
    with pytest.raises(GazetteerError) as caught:
        download_dump("UA", tmp_path, server=site.url)
    assert "UA.zip: " in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_server_that_is_silent_is_not_waited_for(site: Site, tmp_path: Path) -> None:
    site.hold = threading.Event()
    with pytest.raises(GazetteerError, match=r"can't be fetched \(.*timed out"):
        download_dump("UA", tmp_path, server=site.url, timeout_s=0.1)
    assert site.asked == ["/dump/UA.zip"]


def test_a_server_that_is_not_there_is_told(tmp_path: Path) -> None:
    server = ThreadingHTTPServer(("127.0.0.1", 0), BaseHTTPRequestHandler)
    url = f"http://127.0.0.1:{server.server_port}"
    server.server_close()
    with pytest.raises(GazetteerError, match=r"can't be fetched .*refused"):
        download_dump("UA", tmp_path, server=url)
    assert list(tmp_path.iterdir()) == []
