"""Progress: after two seconds, where somebody watches, and never in what the work gives."""

from __future__ import annotations

import io
import os
import sys
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import nbclient
import nbformat
import pytest

from warmap import progress as public
from warmap.progress import progress, track


class Clock:
    """Seconds that pass only when they are told to."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


class Bar:
    def __init__(self) -> None:
        self.shown: list[tuple[float, float]] = []
        self.closed = 0

    def show(self, done: float, total: float) -> None:
        self.shown.append((done, total))

    def close(self) -> None:
        self.closed += 1


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def worked(clock: Clock, bar: Bar | None, *, seconds: float, items: int = 10) -> list[int]:
    given = []
    for item in track(range(items), what="counting", clock=clock, bar=bar):
        given.append(item)
        clock.now += seconds
    return given


@pytest.fixture(autouse=True)
def no_ci(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CI", raising=False)


def test_quick_work_shows_nothing() -> None:
    bar = Bar()
    assert worked(Clock(), bar, seconds=0.19) == [*range(10)]
    assert bar.shown == []
    assert bar.closed == 1


def test_long_work_is_shown_after_two_seconds() -> None:
    bar = Bar()
    worked(Clock(), bar, seconds=0.5)
    assert bar.shown == [(float(done), 10) for done in range(4, 11)]


def test_a_bar_is_not_drawn_more_often_than_it_can_be_seen() -> None:
    bar = Bar()
    worked(Clock(), bar, seconds=0.01, items=1000)
    assert 50 < len(bar.shown) < 100


def test_the_bar_goes_when_the_work_fails() -> None:
    bar = Bar()

    def fails() -> None:
        with progress("failing", total=1, bar=bar):
            raise KeyError

    with pytest.raises(KeyError):
        fails()
    assert bar.closed == 1


def test_work_within_work_shows_no_bar_of_its_own() -> None:
    clock, outer, inner = Clock(), Bar(), Bar()
    for _ in track([1, 2], what="outer", clock=clock, bar=outer):
        worked(clock, inner, seconds=3)
    assert outer.shown
    assert inner.shown == []


def test_on_a_terminal_the_bar_stands_on_standard_error(monkeypatch: pytest.MonkeyPatch) -> None:
    terminal, other = Terminal(), Terminal()
    monkeypatch.setattr(sys, "stderr", terminal)
    monkeypatch.setattr(sys, "stdout", other)
    monkeypatch.setattr(public, "_notebook", lambda: None)
    monkeypatch.setenv("TERM", "xterm")
    worked(Clock(), None, seconds=0.5)
    assert "counting" in terminal.getvalue()
    assert "10/10" in terminal.getvalue()
    assert other.getvalue() == ""


@pytest.mark.parametrize("ci", [True, False])
def test_nothing_is_written_in_a_pipe_and_in_ci(
    *, ci: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    stream = Terminal() if ci else io.StringIO()
    if ci:
        monkeypatch.setenv("CI", "true")
    monkeypatch.setattr(sys, "stderr", stream)
    worked(Clock(), None, seconds=5)
    assert stream.getvalue() == ""


def test_in_a_notebook_the_bar_stands_under_the_cell_and_is_empty_in_the_end(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    told: list[dict[str, str]] = []

    def display(forms: dict[str, str], **_: Any) -> Any:
        told.append(forms)
        return SimpleNamespace(update=lambda forms, **_: told.append(forms))

    monkeypatch.setattr("IPython.display.display", display)
    monkeypatch.setattr("IPython.get_ipython", lambda: SimpleNamespace(kernel=object()))
    written = io.StringIO()
    monkeypatch.setattr(sys, "stderr", written)
    worked(Clock(), None, seconds=1)
    assert told[0]["text/plain"] == "counting: 2 of 10"
    assert told[0]["text/html"].startswith('<progress value="2" max="10">')
    assert told[-1] == {"text/html": "", "text/plain": ""}
    assert written.getvalue() == ""


# jupyter_client still asks for the running event loop in a way that Python 3.12 warns of.
@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_a_real_kernel_shows_the_bar_without_widgets_and_warnings(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    code = """
from itertools import count
from warmap.progress import track
print(sum(track(range(4), what="counting", clock=count(0, 3).__next__)))
"""
    notebook = nbformat.v4.new_notebook()  # type: ignore[no-untyped-call]
    notebook.cells = [nbformat.v4.new_code_cell(code)]  # type: ignore[no-untyped-call]
    told: list[dict[str, str]] = []
    client = nbclient.NotebookClient(
        notebook,
        timeout=120,
        resources={"metadata": {"path": str(tmp_path)}},
        extra_arguments=["--IPKernelApp.log_level=40"],
    )
    output = client.process_message

    def watched(message: Any, *rest: Any) -> Any:
        if message["msg_type"] in ("display_data", "update_display_data"):
            told.append(message["content"]["data"])
        return output(message, *rest)

    monkeypatch.setattr(client, "process_message", watched)
    client.execute(env={name: value for name, value in os.environ.items() if name != "CI"})
    assert [forms["text/plain"] for forms in told] == [
        "counting: 1 of 4", "counting: 2 of 4", "counting: 3 of 4", "counting: 4 of 4", ""
    ]  # fmt: skip
    outputs = notebook.cells[0].outputs
    assert [out.get("text") for out in outputs if out.output_type == "stream"] == ["6\n"]
    kept = [out.data for out in outputs if out.output_type == "display_data"]
    assert kept == [{"text/html": "", "text/plain": ""}]
