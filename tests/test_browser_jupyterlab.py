"""A committed notebook in JupyterLab itself, on loopback: the map draws, or the picture remains."""

from __future__ import annotations

import importlib.util
import json
import os
import re
import secrets
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbformat.sign import NotebookNotary

pytestmark = pytest.mark.browser

NOTEBOOK = Path(__file__).parent.parent / "notebooks" / "01_the_article.ipynb"
WHOLE = "html[data-whole=yes]"
MAP = ".jp-OutputArea-output iframe[srcdoc]"
PICTURE = ".jp-OutputArea-output img[src^='data:image/png']"

SETTINGS = {
    # Cells that are out of sight are hidden otherwise, and come back at some moment of scrolling.
    "notebook-extension/tracker": {"windowingMode": "none"},
    "apputils-extension/notification": {"fetchNews": "false"},
}


@dataclass
class Lab:
    """A running server, and where its notebooks and its secrets are kept."""

    url: str
    token: str
    notebooks: Path
    data: Path

    def address(self, name: str) -> str:
        """Of a notebook, in a workspace of its own: the tabs of others don't come back in it."""
        return f"{self.url}lab/workspaces/{Path(name).stem}/tree/{name}?token={self.token}"


def told_url(lines: Iterator[str]) -> str:
    """The address, when the server says that it listens there."""
    for line in lines:
        found = re.search(r"http://127\.0\.0\.1:\d+/", line)
        if found:
            return found[0]
    pytest.fail("JupyterLab ended before it listened")


@pytest.fixture(scope="module")
def lab(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lab]:
    if importlib.util.find_spec("jupyterlab") is None:
        if os.environ.get("WARMAP_NEEDS_BROWSER"):
            pytest.fail("no JupyterLab, which the dependency group dev has")
        pytest.skip("no JupyterLab: pip install --group dev")
    home = tmp_path_factory.mktemp("lab")
    folder = home / "notebooks"
    folder.mkdir()
    token = secrets.token_hex(16)
    settings = {
        "IdentityProvider": {"token": token},
        "LabApp": {"extension_manager": "readonly"},
        "ServerApp": {
            "ip": "127.0.0.1",
            "open_browser": False,
            "port": 0,
            "root_dir": str(folder),
            "allow_root": True,
            "terminals_enabled": False,
        },
    }
    (home / "config").mkdir()
    (home / "config" / "jupyter_lab_config.json").write_text(json.dumps(settings), encoding="utf-8")
    for name, setting in SETTINGS.items():
        file = home / "settings" / "@jupyterlab" / f"{name}.jupyterlab-settings"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(json.dumps(setting), encoding="utf-8")
    environment = os.environ | {
        "HOME": str(home),
        "JUPYTER_CONFIG_DIR": str(home / "config"),
        "JUPYTER_DATA_DIR": str(home / "data"),
        "JUPYTER_RUNTIME_DIR": str(home / "runtime"),
        "JUPYTERLAB_SETTINGS_DIR": str(home / "settings"),
        "JUPYTERLAB_WORKSPACES_DIR": str(home / "workspaces"),
        "IPYTHONDIR": str(home / "ipython"),
    }
    process = subprocess.Popen(
        [sys.executable, "-m", "jupyterlab"],
        cwd=folder,
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
    )
    assert process.stderr
    try:
        url = told_url(iter(process.stderr.readline, ""))
        yield Lab(url, token, folder, home / "data")
    finally:
        process.terminate()  # it ends its kernels
        try:
            process.communicate(timeout=30)
        finally:
            process.kill()


@pytest.fixture
def page(browser: Any, lab: Lab) -> Iterator[Any]:
    context = browser.new_context(viewport={"width": 1400, "height": 1000})
    page = context.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    yield page
    context.close()
    strange = [url for url in asked if not url.startswith((lab.url, "data:", "blob:"))]
    assert strange == []


def test_the_picture_remains_where_the_notebook_is_not_trusted(page: Any, lab: Lab) -> None:
    shutil.copy(NOTEBOOK, lab.notebooks / "untrusted.ipynb")
    page.goto(lab.address("untrusted.ipynb"))
    picture = page.locator(PICTURE)
    picture.scroll_into_view_if_needed()
    assert picture.evaluate("image => image.naturalWidth") == 1600
    box = picture.bounding_box()
    assert box["width"] > 600
    assert box["height"] > 300
    assert page.locator(MAP).count() == 0


def test_the_map_draws_where_it_is_trusted(page: Any, lab: Lab) -> None:
    notebook = nbformat.read(NOTEBOOK, as_version=4)  # type: ignore[no-untyped-call]
    NotebookNotary(data_dir=str(lab.data)).sign(notebook)  # type: ignore[no-untyped-call]
    shutil.copy(NOTEBOOK, lab.notebooks / "trusted.ipynb")
    page.goto(lab.address("trusted.ipynb"))
    frame = page.locator(MAP)
    frame.scroll_into_view_if_needed()
    inner = frame.element_handle().content_frame()
    inner.wait_for_selector(WHOLE, state="attached")
    assert inner.locator("#map-pane path").count() > 20
    assert frame.bounding_box()["height"] == 640


def test_the_map_draws_when_its_cells_are_run(page: Any, lab: Lab) -> None:
    notebook = nbformat.read(NOTEBOOK, as_version=4)  # type: ignore[no-untyped-call]
    for cell in notebook.cells:
        if cell.cell_type == "code":
            cell.outputs, cell.execution_count = [], None
    nbformat.write(notebook, lab.notebooks / "fresh.ipynb")  # type: ignore[no-untyped-call]
    page.goto(lab.address("fresh.ipynb"))
    page.wait_for_selector("#jp-main-statusbar :text('| Idle')", timeout=120_000)
    page.click("[data-jp-item-name=restart-and-run] >> nth=0")
    page.click(".jp-Dialog .jp-mod-accept:has-text('Restart')")
    frame = page.locator(MAP)
    frame.wait_for(state="visible", timeout=120_000)
    frame.scroll_into_view_if_needed()
    inner = frame.element_handle().content_frame()
    inner.wait_for_selector(WHOLE, state="attached")
    assert page.locator("[data-mime-type='application/vnd.jupyter.stderr']").count() == 0
