"""An installed warmap carries its data: tested from a wheel, from another folder."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the files of the wheel alone; the build asks nothing from the network."""
    folder = tmp_path_factory.mktemp("wheel")
    pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "--quiet"]
    build = ["wheel", "--no-deps", "--no-index", "--no-build-isolation", "--wheel-dir", str(folder)]
    subprocess.run([*pip, *build, str(ROOT)], check=True, timeout=300, capture_output=True)
    (wheel,) = folder.glob("warmap-*.whl")
    target = folder / "site"
    install = ["install", "--no-deps", "--no-index", "--target", str(target), str(wheel)]
    subprocess.run([*pip, *install], check=True, timeout=300, capture_output=True)
    return target


def run(installed: Path, cwd: Path, code: str) -> str:
    environment = os.environ | {"PYTHONPATH": str(installed)}
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=cwd, env=environment, capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_the_wheel_maps_the_bundled_article_from_another_folder(
    installed: Path, tmp_path: Path
) -> None:
    code = (
        "import sys, warmap; sys.argv = ['warmap', 'map']\n"
        "print(warmap.__file__)\n"
        "from warmap.cli import main; main()"
    )
    out = run(installed, tmp_path, code)
    assert Path(out.splitlines()[0]).is_relative_to(installed)
    assert out.splitlines()[-1] == "afp-2025-06-08.html"
    assert (tmp_path / "afp-2025-06-08.html").stat().st_size < 600_000


def test_the_wheel_has_every_file_that_the_checkout_uses(installed: Path) -> None:
    package = installed / "warmap"
    names = {path.name for path in package.iterdir()}
    assert "py.typed" in names
    web = ROOT / "src" / "warmap" / "web"
    assert {path.name for path in web.iterdir()} == {p.name for p in (package / "web").iterdir()}
    assert {path.name for path in (ROOT / "src" / "warmap").glob("*.toml")} <= names
    data = {path.name for path in (package / "data").iterdir()}
    wanted = {"gazetteer.sqlite", "areas.sqlite", "ukraine.geojson", "places.csv", "README.md"}
    wanted |= {"words.tsv", "verbs.tsv", "ukrainian_names.csv", "towns.npy"}
    assert wanted <= data
    scripts = {path.name for path in (ROOT / "data").glob("build_*.py")} - {
        "build_marked.py",
        "build_towns.py",
        "build_ukrainian_names.py",
        "build_verbs.py",
        "build_words.py",
    }
    assert scripts <= data
