"""Executes the notebooks and writes them back with their outputs, the same bytes every time.

``python notebooks/execute.py`` runs all of them from top to bottom, each in a kernel of its own and
in this folder; ``python notebooks/execute.py 02_the_gazetteer.ipynb`` runs one. Nothing is asked
from the network. It needs the test extra: ``python -m pip install -e '.[test]'``.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import nbclient
import nbformat

HERE = Path(__file__).parent
_KERNEL = {"display_name": "Python 3", "language": "python", "name": "python3"}
# No bar of progress in the outputs, nothing of the user's own, and sets in one order.
_SETTINGS = {
    "CI": "true",
    "PYTHONHASHSEED": "0",
    "WARMAP_CACHE": str(HERE / "none" / "answers.sqlite"),
    "WARMAP_GAZETTEER": str(HERE / "none" / "gazetteer.sqlite"),
}


def notebooks() -> list[Path]:
    """The notebooks in the order in which they are read."""
    return sorted(HERE.glob("*.ipynb"))


def executed(path: Path) -> str:
    """A notebook with the outputs that it has now, as the text of its file."""
    notebook = nbformat.read(path, as_version=4)  # type: ignore[no-untyped-call]
    client = nbclient.NotebookClient(
        notebook,
        timeout=300,
        record_timing=False,
        resources={"metadata": {"path": str(HERE)}},
        extra_arguments=["--IPKernelApp.log_level=40"],  # it warns of a kernel on loopback
    )
    client.execute(env=os.environ | _SETTINGS)
    return _text(notebook)


def _text(notebook: nbformat.NotebookNode) -> str:
    """The file without what differs from machine to machine."""
    notebook.metadata = {"kernelspec": _KERNEL, "language_info": {"name": "python"}}
    for number, cell in enumerate(notebook.cells, 1):
        cell.id = f"cell-{number}"
        cell.metadata = {}
        if cell.cell_type == "code":
            cell.outputs = _joined(cell.outputs)
    nbformat.validate(notebook)
    return str(nbformat.writes(notebook)) + "\n"  # type: ignore[no-untyped-call]


def _joined(outputs: Sequence[Any]) -> list[Any]:
    """The outputs with what was printed in one piece: a kernel sends it in any number of them."""
    joined: list[Any] = []
    for output in outputs:
        last = joined[-1] if joined else {}
        if output.output_type == "stream" and last.get("name") == output.name:
            last["text"] += output.text
        else:
            joined.append(output)
    return joined


def main(names: Sequence[str]) -> None:
    """Execute the named notebooks, or all, and write those that changed."""
    for path in [HERE / name for name in names] or notebooks():
        text = executed(path)
        same = text == path.read_text(encoding="utf-8")
        if not same:
            path.write_text(text, encoding="utf-8")
        print(f"{path.name}: {'as it was' if same else f'{len(text):,} characters'}")


if __name__ == "__main__":
    main(sys.argv[1:])
