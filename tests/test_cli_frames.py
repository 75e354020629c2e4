"""A frame in place of an article: mapped without it, and never taken for a list of corrections."""

from __future__ import annotations

from pathlib import Path

import pytest

from warmap import find_places, read_places, write_places
from warmap.bundled import data_path
from warmap.formats import ENDINGS

TEXT = data_path("articles/afp-2025-06-08.txt").read_text(encoding="utf-8")


def warmap(*arguments: str, capsys: pytest.CaptureFixture[str]) -> tuple[int, str, str]:
    from warmap.cli import main

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("sys.argv", ["warmap", *arguments])
        with pytest.raises(SystemExit) as ended:
            main()
    said = capsys.readouterr()
    return int(ended.value.code or 0), said.out, said.err


@pytest.mark.parametrize("ending", ENDINGS)
def test_a_frame_is_mapped_without_its_article(
    tmp_path: Path, ending: str, capsys: pytest.CaptureFixture[str]
) -> None:
    frame, page = tmp_path / f"places{ending}", tmp_path / "map.html"
    write_places(find_places(TEXT), frame)
    options = ("--title", "Advance", "--lang", "en")
    code, out, err = warmap("map", str(frame), "-o", str(page), *options, capsys=capsys)
    assert (code, err) == (0, "")
    assert any(line.split()[:2] == ["Mezhova", "town"] for line in out.splitlines())
    html = page.read_text(encoding="utf-8")
    assert "Mezhova" in html
    assert '"title":"Advance"' in html


def test_what_a_frame_has_no_use_for_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    frame, page = tmp_path / "p.gpkg", tmp_path / "map.html"
    write_places(find_places("To Kyiv."), frame)
    for option in (["--home", "Kyiv"], ["--demonyms"], ["--places", "x.csv"]):
        code, _, err = warmap("map", str(frame), "-o", str(page), *option, capsys=capsys)
        assert (code, len(err.splitlines())) == (2, 1)
        assert f"{option[0]}: {frame} has its places already" in err
    assert not page.exists()


@pytest.mark.parametrize("ending", ENDINGS)
def test_a_frame_is_no_list_of_corrections(
    tmp_path: Path, ending: str, capsys: pytest.CaptureFixture[str]
) -> None:
    article, frame = tmp_path / "a.txt", tmp_path / f"p{ending}"
    article.write_text("To Kyiv.", encoding="utf-8")
    write_places(find_places("To Kyiv."), frame)
    code, _, err = warmap("map", str(article), "--places", str(frame), capsys=capsys)
    assert (code, len(err.splitlines())) == (2, 1)
    assert "a frame of places, no list of corrections; map it by itself" in err


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("list.csv", "name,action,lat,lon\nKyiv,pin,50,30\n"),
        ("list.geojson", '{"features": [{"geometry": null, "properties": {"name": "Kyiv"}}]}'),
    ],
)
def test_a_list_of_corrections_is_no_frame(
    tmp_path: Path, name: str, text: str, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / name).write_text(text, encoding="utf-8")
    code, _, err = warmap("map", str(tmp_path / name), capsys=capsys)
    assert (code, len(err.splitlines())) == (2, 1)
    assert "but a list of places; give the article, and the list with --places" in err


def test_a_frame_that_is_not_there(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, _, err = warmap("map", str(tmp_path / "none.kml"), capsys=capsys)
    assert (code, len(err.splitlines())) == (2, 1)
    assert "none.kml: can't be read: No such file or directory" in err


@pytest.mark.parametrize("ending", ENDINGS)
def test_mentions_writes_a_frame_in_every_format(
    tmp_path: Path, ending: str, capsys: pytest.CaptureFixture[str]
) -> None:
    article, frame = tmp_path / "a.txt", tmp_path / f"p{ending}"
    article.write_text("To Kyiv.", encoding="utf-8")
    code, out, err = warmap("mentions", str(article), "-o", str(frame), capsys=capsys)
    assert (code, out, err) == (0, f"{frame}\n", "")
    assert read_places(frame)["name"].tolist() == ["Kyiv"]


def test_an_unknown_ending_is_told_before_the_article_is_read(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, _, err = warmap("mentions", "none.txt", "-o", str(tmp_path / "p.shp"), capsys=capsys)
    assert code == 2
    assert "unknown ending '.shp'; the known ones are .csv, .geojson, .gpkg, .kml, .parquet" in err
