"""A corpus on real workers of Dask: two processes, one of which is killed."""

from __future__ import annotations

import json
import multiprocessing
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import geopandas as gpd
import pandas as pd
import pyarrow.parquet as pq
import pytest
from corpus_maker import make_articles, write_corpus
from small_corpus import content

from warmap import crew, find_places_in
from warmap.corpus import Progress, find_corpus
from warmap.errors import ArticleError, GazetteerError, WarmapError
from warmap.gazetteer import GazetteerTable
from warmap.layers import LayeredGazetteer

ARTICLES = list(make_articles(48))


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("input") / "articles.jsonl"
    write_corpus(path, ARTICLES)
    return path


@pytest.fixture(scope="module")
def whole(source: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """What this process alone makes of it."""
    folder = tmp_path_factory.mktemp("whole")
    find_corpus(source, folder / "places.parquet", per_part=4)
    return content(folder)


@pytest.fixture(scope="module")
def cluster() -> Iterator[Any]:
    from distributed import LocalCluster

    with LocalCluster(
        n_workers=2, threads_per_worker=1, dashboard_address="127.0.0.1:0"
    ) as cluster:
        yield cluster


def test_two_workers_one_of_them_killed_make_the_same(
    source: Path, whole: dict[str, bytes], tmp_path: Path
) -> None:
    killed: list[int] = []

    def kill(state: Progress) -> None:
        if state.done >= 12 and not killed:
            worker = multiprocessing.active_children()[0]
            worker.kill()
            killed.append(worker.pid or 0)

    find_corpus(source, tmp_path / "places.parquet", workers=2, per_part=4, tell=kill)
    assert killed
    assert content(tmp_path) == whole
    assert not multiprocessing.active_children()


# Python runs a module of this name when it starts, and so does every worker.
DYING = """
import os, signal
from warmap import findings
find = findings.find_resolutions
def dying(text, **options):
    if text.startswith("Doomed"):
        os.kill(os.getpid(), signal.SIGKILL)
    return find(text, **options)
findings.find_resolutions = dying
"""


def test_articles_that_every_worker_dies_at_are_told_and_stop_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "start").mkdir()
    (tmp_path / "start" / "sitecustomize.py").write_text(DYING, encoding="utf-8")
    path = os.pathsep.join([str(tmp_path / "start"), str(Path(crew.__file__).parent.parent)])
    monkeypatch.setenv("PYTHONPATH", path)
    texts = ["Lviv stands.", "Doomed is Kyiv.", "Odesa stands.", "Doomed is Sumy.", "Rivne stands."]
    lines = (json.dumps({"id": text, "text": text}) + "\n" for text in texts * 2)
    (tmp_path / "a.jsonl").write_text("".join(lines), encoding="utf-8")
    done = find_corpus(tmp_path / "a.jsonl", tmp_path / "places.parquet", workers=2, per_part=5)
    assert (done.done, done.failed, done.mentions) == (6, 4, 6)
    rows = pq.read_table(tmp_path / "articles.parquet").to_pylist()
    assert {row["id"][:6]: row["error"] for row in rows if row["error"]} == {
        "Doomed": "workers died at it; it is left out"
    }


DYING_LATE = """
import os, signal
from warmap import parts
find = parts.find_part
def dying(part):
    find(part)
    os.kill(os.getpid(), signal.SIGKILL)
parts.find_part = dying
"""


def test_a_part_that_is_done_counts_although_its_worker_died_before_it_could_say_so(
    source: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    start = tmp_path / "start"
    start.mkdir()
    (start / "sitecustomize.py").write_text(DYING_LATE, encoding="utf-8")
    path = os.pathsep.join([str(start), str(Path(crew.__file__).parent.parent)])
    monkeypatch.setenv("PYTHONPATH", path)
    out = tmp_path / "out"
    out.mkdir()
    find_corpus(source, out / "places.parquet", workers=2, per_part=24)
    alone = tmp_path / "alone"
    alone.mkdir()
    find_corpus(source, alone / "places.parquet", per_part=24)
    assert content(out) == content(alone)


def test_a_scheduler_elsewhere_makes_the_same(
    source: Path, whole: dict[str, bytes], tmp_path: Path, cluster: Any
) -> None:
    address = cluster.scheduler_address
    find_corpus(source, tmp_path / "places.parquet", scheduler=address, per_part=4)
    assert content(tmp_path) == whole


def test_what_a_worker_refuses_ends_the_run(
    source: Path, tmp_path: Path, cluster: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    from warmap import corpus

    monkeypatch.setattr(corpus, "edition_of", lambda _: "another")
    address = cluster.scheduler_address
    with pytest.raises(GazetteerError, match="another warmap or another gazetteer"):
        find_corpus(source, tmp_path / "places.parquet", scheduler=address, per_part=4)


def test_a_cluster_that_loses_its_workers_ends_the_run(
    source: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from distributed import LocalCluster

    monkeypatch.setattr(crew, "_PATIENCE_S", 1)
    with LocalCluster(n_workers=1, threads_per_worker=1, dashboard_address="127.0.0.1:0") as lonely:

        def lose(_: Progress) -> None:
            lonely.scale(0)

        address = lonely.scheduler_address
        with pytest.raises(WarmapError, match="no worker is left"):
            find_corpus(
                source, tmp_path / "places.parquet", scheduler=address, per_part=4, tell=lose
            )


def test_a_scheduler_that_goes_away_ends_the_run(
    source: Path, whole: dict[str, bytes], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from distributed import LocalCluster

    monkeypatch.setattr(crew, "_PATIENCE_S", 2)

    with LocalCluster(n_workers=1, threads_per_worker=1, dashboard_address="127.0.0.1:0") as lost:

        def lose(state: Progress) -> None:
            if state.done == 8:
                lost.close()

        with pytest.raises(WarmapError, match="the scheduler has gone"):
            find_corpus(
                source,
                tmp_path / "places.parquet",
                scheduler=lost.scheduler_address,
                per_part=4,
                tell=lose,
            )
    find_corpus(source, tmp_path / "places.parquet", per_part=4)
    assert content(tmp_path) == whole


def test_where_no_scheduler_answers(
    source: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(crew, "_PATIENCE_S", 1)
    for address in ("tcp://127.0.0.1:9", "nonsense://x"):
        with pytest.raises(WarmapError, match="nobody answers there"):
            find_corpus(source, tmp_path / "places.parquet", scheduler=address, per_part=4)


def test_a_dask_frame_of_mentions(cluster: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    import dask.dataframe as dd
    from distributed import Client

    def never(_: object) -> None:
        raise AssertionError("a gazetteer is pickled")

    monkeypatch.setattr(GazetteerTable, "__reduce__", never)
    monkeypatch.setattr(LayeredGazetteer, "__reduce__", never)
    frame = pd.DataFrame(ARTICLES[:9])
    frame.loc[4, "text"] = None
    places = find_places_in(dd.from_pandas(frame, npartitions=3), date="date", source="source")
    assert list(places.columns[:3]) == ["article_id", "article_date", "article_source"]
    with Client(cluster):
        found = places.compute()
    assert isinstance(found, gpd.GeoDataFrame)
    assert found.crs.to_epsg() == 4326
    assert dict(found.dtypes) == dict(places.dtypes)
    assert set(found["article_id"]) == {a["id"] for a in ARTICLES[:9]} - {ARTICLES[4]["id"]}
    here = places.compute(scheduler="synchronous")
    pd.testing.assert_frame_equal(pd.DataFrame(found), pd.DataFrame(here))


def test_a_dask_frame_keeps_its_dates_whatever_their_type() -> None:
    import dask.dataframe as dd

    frame = pd.DataFrame({"id": [1, 2], "text": ["Lviv stands.", "Kyiv stands."]})
    noon = pd.Series([pd.Timestamp("2025-06-08T12:00"), pd.NaT])
    for dates in (noon, noon.dt.tz_localize("Europe/Kyiv"), noon.astype(str)):
        articles = dd.from_pandas(frame.assign(date=dates), npartitions=1)
        found = find_places_in(articles, date="date").compute(scheduler="synchronous")
        assert found["article_date"].tolist() == [noon[0], pd.NaT]
        assert found["article_id"].tolist() == ["1", "2"]


def test_a_dask_frame_without_its_columns_is_refused() -> None:
    import dask.dataframe as dd

    frame = dd.from_pandas(pd.DataFrame({"text": ["Lviv stands."]}), npartitions=1)
    with pytest.raises(ArticleError, match="no column 'id'"):
        find_places_in(frame)
    with pytest.raises(GazetteerError, match="Nowhereville"):
        find_places_in(frame.assign(id=1), home="Nowhereville")
    none = find_places_in(frame.assign(id=1), threshold=1.0)
    assert len(none.compute(scheduler="synchronous")) == 1
