"""What holds for every test."""

from __future__ import annotations

from pathlib import Path

import pytest


@pytest.fixture(autouse=True)
def no_own_gazetteer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Tests see the bundled gazetteer alone, whatever the person running them has imported."""
    monkeypatch.setenv("WARMAP_GAZETTEER", str(tmp_path / "none" / "gazetteer.sqlite"))
