"""The notebooks run offline, from top to bottom, and give the outputs that are committed."""

from __future__ import annotations

import base64
import hashlib
from pathlib import Path
from typing import Any

import execute
import nbformat
import pytest

NAMES = [path.name for path in execute.notebooks()]


def cells(text: str) -> list[Any]:
    notebook = nbformat.reads(text, as_version=4)  # type: ignore[no-untyped-call]
    return [cell for cell in notebook.cells if cell.cell_type == "code"]


def compared(output: Any) -> Any:
    """An output without what every change of style changes: a page, a picture, a drawing."""
    if "data" not in output:
        return output
    data = dict(output.data)
    if "image/png" in data:
        assert base64.b64decode(data["image/png"]).startswith(b"\x89PNG")
        data["image/png"] = "a picture"
    if "<iframe" in data.get("text/html", ""):
        assert "srcdoc=" in data["text/html"]
        data["text/html"] = "a page"
    return {**output, "data": data}


def digests() -> dict[str, str]:
    found = execute.HERE.rglob("*")
    return {
        str(path): hashlib.sha256(path.read_bytes()).hexdigest() for path in found if path.is_file()
    }


# jupyter_client still asks for the running event loop in a way that Python 3.12 warns of.
@pytest.mark.filterwarnings("ignore::DeprecationWarning")
@pytest.mark.parametrize("name", NAMES)
def test_a_notebook_gives_its_outputs_in_the_same_bytes_every_time(name: str) -> None:
    path = execute.HERE / name
    before = digests()
    text = execute.executed(path)
    assert text == execute.executed(path)
    assert digests() == before
    committed = cells(path.read_text(encoding="utf-8"))
    for now, then in zip(cells(text), committed, strict=True):
        told = f"{name}, {now.id}: run notebooks/execute.py"
        assert [*map(compared, now.outputs)] == [*map(compared, then.outputs)], told


@pytest.mark.parametrize("name", NAMES)
def test_a_notebook_is_committed_without_noise(name: str) -> None:
    path = execute.HERE / name
    notebook = nbformat.read(path, as_version=4)  # type: ignore[no-untyped-call]
    nbformat.validate(notebook)
    assert path.stat().st_size < 1_500_000
    assert [cell.id for cell in notebook.cells] == [
        f"cell-{number}" for number in range(1, len(notebook.cells) + 1)
    ]
    for number, cell in enumerate(cells(path.read_text(encoding="utf-8")), 1):
        assert not cell.metadata
        assert cell.execution_count == number
        assert not [out for out in cell.outputs if out.get("name") == "stderr"]
        assert " at 0x" not in str(cell.outputs)
        assert cell.source


@pytest.mark.parametrize("name", [name for name in NAMES if not name.startswith("04")])
def test_a_notebook_ends_with_a_map_or_shows_one(name: str) -> None:
    text = Path(execute.HERE, name).read_text(encoding="utf-8")
    shown = [out.get("data", {}) for cell in cells(text) for out in cell.outputs]
    maps = [data for data in shown if "<iframe" in data.get("text/html", "")]
    assert maps
    assert all("image/png" in data for data in maps)
