"""What holds for every test; a web server on loopback and a browser for those that need one."""

from __future__ import annotations

import contextlib
import os
import shutil
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import hypothesis
import pytest

# How long an example takes is no property of warmap: a busy machine would fail the test.
hypothesis.settings.register_profile("warmap", deadline=None)
hypothesis.settings.load_profile("warmap")


@pytest.fixture(autouse=True)
def nothing_of_the_users(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Tests see the bundled gazetteer alone, whatever the person running them has kept."""
    monkeypatch.setenv("WARMAP_GAZETTEER", str(tmp_path / "none" / "gazetteer.sqlite"))
    monkeypatch.setenv("WARMAP_CACHE", str(tmp_path / "none" / "answers.sqlite"))
    for name in (
        "WARMAP_ASSETS",
        "WARMAP_USER_AGENT",
        "WARMAP_USERNAME",
        "http_proxy",
        "HTTP_PROXY",
    ):
        monkeypatch.delenv(name, raising=False)


@dataclass
class Reply:
    """What the server does with one request.

    ``wait_s`` is slept before anything is sent; ``told`` is the Content-Length when it isn't true.
    """

    body: bytes = b""
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    wait_s: float = 0.0
    told: int | None = None


class Loopback:
    """A web server on loopback that replies from a list; the last reply stays."""

    def __init__(self) -> None:
        self.replies: list[Reply] = []
        self.asked: list[str] = []
        self.agents: list[str] = []
        self.stopped = threading.Event()
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                outer.asked.append(self.path)
                outer.agents.append(self.headers.get("User-Agent", ""))
                number = min(len(outer.asked), len(outer.replies)) - 1
                with contextlib.suppress(OSError):
                    self.send(outer.replies[number])

            def send(self, reply: Reply) -> None:
                outer.stopped.wait(reply.wait_s)
                self.send_response(reply.status)
                told = len(reply.body) if reply.told is None else reply.told
                if told >= 0:
                    self.send_header("Content-Length", str(told))
                for name, value in reply.headers.items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(reply.body)

            def log_message(self, *_: object) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}"

    def reply(self, *replies: Reply) -> None:
        """Set what the next requests get."""
        self.replies = list(replies)

    @contextlib.contextmanager
    def running(self) -> Iterator[Loopback]:
        thread = threading.Thread(target=self._server.serve_forever, args=(0.02,))
        thread.start()
        try:
            yield self
        finally:
            self.stopped.set()
            self._server.shutdown()
            self._server.server_close()
            thread.join()


@pytest.fixture
def loopback() -> Iterator[Loopback]:
    with Loopback().running() as server:
        yield server


@pytest.fixture
def reply() -> type[Reply]:
    return Reply


def chromium() -> str:
    """The path of the Chromium to test with; its build without windows takes half the time."""
    names = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
    return os.environ.get("WARMAP_CHROMIUM") or next(filter(None, map(shutil.which, names)), "")


@dataclass
class Watched:
    """A page, and what it complained about and asked for."""

    page: Any
    complaints: list[str] = field(default_factory=list)
    requests: list[str] = field(default_factory=list)

    def quiet(self) -> bool:
        return not self.complaints and all(r.startswith("file:") for r in self.requests)


class Axe:
    """axe-core, which counts faults of accessibility (WCAG 2.2 A and AA)."""

    path = Path(__file__).parent / "web" / "node_modules" / "axe-core" / "axe.min.js"
    rules = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")

    @contextlib.contextmanager
    def opened(
        self, browser: Any, address: str, *, size: tuple[int, int], scheme: str
    ) -> Iterator[Any]:
        """A page that is whole, with axe-core in it."""
        context = browser.new_context(
            viewport={"width": size[0], "height": size[1]},
            color_scheme=scheme,
            reduced_motion="reduce",
            offline=True,
            bypass_csp=True,  # axe is no script of the page
        )
        page = context.new_page()
        page.goto(address)
        page.wait_for_selector("html[data-whole=yes]", state="attached")
        page.add_script_tag(path=self.path)
        yield page
        context.close()

    def faults(self, page: Any) -> list[str]:
        run = f"axe.run(document, {{runOnly: {list(self.rules)}, resultTypes: ['violations']}})"
        return [
            f"{fault['id']}: {node['html'][:160]} {node['failureSummary']}"
            for fault in page.evaluate(run)["violations"]
            for node in fault["nodes"]
        ]


@pytest.fixture(scope="session")
def axe() -> Axe:
    if not Axe.path.exists():
        if os.environ.get("WARMAP_NEEDS_BROWSER"):
            pytest.fail("axe-core is missing: npm --prefix tests/web ci")
        pytest.skip("no axe-core: npm --prefix tests/web ci")
    return Axe()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The browser's tests come last: it is started once, and its loop would be in others' way."""
    items.sort(key=lambda item: item.get_closest_marker("browser") is not None)


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """The browser that all tests of a process share; each has a context of its own."""
    path = chromium()
    if not path:
        if os.environ.get("WARMAP_NEEDS_BROWSER"):
            pytest.fail("no Chromium was found, and WARMAP_NEEDS_BROWSER asks for it")
        pytest.skip("no Chromium: install it, or put its path in WARMAP_CHROMIUM")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield started
        started.close()


@pytest.fixture
def no_land(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pages without outlines, which take most of the time, for tests of many pages' texts."""
    ground = ("countries", "regions", "towns", "units", "waters")
    none: dict[str, Any] = {"attribution": ""} | {key: [] for key in ground}
    monkeypatch.setattr("warmap.page.land_around", lambda *_, **__: none)


@pytest.fixture
def opened(browser: Any) -> Iterator[Any]:
    contexts = []

    def open_page(
        path: Path, *, width: int = 1280, height: int = 800, dark: bool = False, hash_: str = ""
    ) -> Watched:
        context = browser.new_context(
            viewport={"width": width, "height": height},
            offline=True,
            color_scheme="dark" if dark else "light",
            reduced_motion="reduce",
        )
        contexts.append(context)
        watched = Watched(context.new_page())
        watched.page.on("console", lambda m: watched.complaints.append(m.text))
        watched.page.on("pageerror", lambda e: watched.complaints.append(str(e)))
        watched.page.on("request", lambda r: watched.requests.append(r.url))
        watched.page.goto(path.as_uri() + hash_)
        watched.page.wait_for_selector("html[data-whole=yes]", state="attached")
        return watched

    yield open_page
    for context in contexts:
        context.close()


@pytest.fixture(scope="session")
def article_page(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The page of the bundled article with its place list."""
    from warmap import Article, draw_map, find_places, read_place_list
    from warmap.bundled import data_path

    text = data_path("articles/afp-2025-06-08.txt").read_text(encoding="utf-8")
    article = Article(text, title="Advance", source="AFP", date="2025-06-08")
    listed = read_place_list(data_path("places.csv"))
    path = tmp_path_factory.mktemp("page") / "map.html"
    draw_map(find_places(article, place_list=listed), article=article).save(path)
    return path


@pytest.fixture(scope="session")
def node() -> str:
    path = shutil.which("node")
    if path is None:
        if os.environ.get("WARMAP_NEEDS_NODE"):
            pytest.fail("no node was found, and WARMAP_NEEDS_NODE asks for it")
        pytest.skip("no node: install nodejs")
    return path
