"""Asking geocoding servers: over real sockets, to a server on loopback that speaks their JSON."""

from __future__ import annotations

import json
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from warmap import find_places, read_place_list
from warmap.errors import GeocodingError
from warmap.gazetteer import default_gazetteer
from warmap.geocache import GeocodeCache
from warmap.geocode import Geocoder
from warmap.layers import open_gazetteer
from warmap.page import page_data
from warmap.places import find_resolutions

# A village that the bundled gazetteer knows only to its hromada, and text that is clear about it.
ROBOTYNE = next(
    place for place in default_gazetteer().lookup("Robotyne") if place.admin1 == "UA-23"
)
TEXT = "Fighting went on in the village of Robotyne in Ukraine's Zaporizhzhia region."
AT = (47.4436, 35.8372)


def nominatim(*, lat: object = AT[0], lon: object = AT[1], **changes: Any) -> dict[str, Any]:
    """A record as Nominatim 4 gives it for format=json, addressdetails and namedetails."""
    return {
        "place_id": 196041239,
        "licence": "Data © OpenStreetMap contributors, ODbL 1.0. http://osm.org/copyright",
        "osm_type": "node",
        "osm_id": 337520962,
        "lat": str(lat),
        "lon": str(lon),
        "class": "place",
        "type": "village",
        "place_rank": 19,
        "importance": 0.36,
        "addresstype": "village",
        "name": "Robotyne",
        "display_name": "Robotyne, Polohy Raion, Zaporizhzhia Oblast, Ukraine",
        "address": {
            "village": "Robotyne",
            "district": "Polohy Raion",
            "state": "Zaporizhzhia Oblast",
            "ISO3166-2-lvl4": "UA-23",
            "country": "Ukraine",
            "country_code": "ua",
        },
        "namedetails": {"name": "Роботине", "name:en": "Robotyne", "name:uk": "Роботине"},
        "boundingbox": ["47.42", "47.46", "35.81", "35.86"],
    } | changes


@pytest.fixture
def cache(tmp_path: Path) -> GeocodeCache:
    return GeocodeCache(tmp_path / "answers.sqlite")


@pytest.fixture
def sleeps(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """The waits between tries, noted and not slept."""
    noted: list[float] = []
    monkeypatch.setattr("geopy.extra.rate_limiter.sleep", noted.append)
    return noted


@pytest.fixture
def geocoder(loopback: Any, cache: GeocodeCache) -> Callable[..., Geocoder]:
    def make(provider: str = "nominatim", **options: Any) -> Geocoder:
        given = {"user_agent": "Test Paper, desk@paper.test", "username": "desk-7-key"} | options
        return Geocoder(provider, server=loopback.url, cache=cache, **given)

    return make


def rows_with(geocoder: Geocoder, text: str = TEXT, **options: Any) -> Any:
    return find_places(text, gazetteer=open_gazetteer(geocoder=geocoder), **options)


# --- answers --------------------------------------------------------------------------------


def test_the_village_is_known_roughly_without_a_server() -> None:
    row = find_places(TEXT).iloc[0]
    assert row["precision"] == "hromada"
    assert row["radius_km"] == ROBOTYNE.radius_km > 0


def test_an_answer_gives_the_place_its_point_and_is_credited(
    loopback: Any, reply: Any, geocoder: Callable[..., Geocoder]
) -> None:
    loopback.reply(reply(json.dumps([nominatim()]).encode()))
    table = open_gazetteer(geocoder=geocoder())
    found = find_resolutions(TEXT, gazetteer=table)
    place = found[0].candidate
    assert place is not None
    assert (place.id, place.lat, place.lon) == (ROBOTYNE.id, *AT)
    assert (place.precision, place.radius_km) == ("exact", 0.0)
    assert "its point comes from Nominatim (© OpenStreetMap contributors" in found[0].reason
    assert any("OpenStreetMap" in line for line in page_data(found)["credits"])
    assert len(loopback.asked) == 1
    assert "viewbox=" in loopback.asked[0]
    assert "countrycodes=ua" in loopback.asked[0]
    assert loopback.agents == ["Test Paper, desk@paper.test"]


def test_a_place_is_asked_for_once_however_often_it_is_named(
    loopback: Any, reply: Any, geocoder: Callable[..., Geocoder]
) -> None:
    loopback.reply(reply(json.dumps([nominatim()]).encode()))
    asking = geocoder()
    places = rows_with(asking, TEXT + " Robotyne was quiet later. Robotyne fell.")
    assert set(places[places["mention"] == "Robotyne"]["precision"]) == {"exact"}
    assert len(loopback.asked) == asking.sent == 1


def test_an_empty_answer_is_kept_and_told(
    loopback: Any, reply: Any, geocoder: Callable[..., Geocoder], cache: GeocodeCache
) -> None:
    loopback.reply(reply(b"[]"))
    for _ in range(2):
        row = rows_with(geocoder()).iloc[0]
        assert row["precision"] == "hromada"
        assert "Nominatim was asked: it knows no such place" in row["reason"]
    assert len(loopback.asked) == 1
    kept = cache.export()
    assert [answer.answers for answer in kept] == [()]
    assert kept[0].asked.endswith("+00:00")
    assert "OpenStreetMap" in kept[0].attribution


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"lat": "50.45", "lon": "30.52"}, "km away, outside of its hromada"),
        ({"address": {"country_code": "ua", "ISO3166-2-lvl4": "UA-12"}}, "outside of its hromada"),
        ({"type": "pub", "class": "amenity", "addresstype": "amenity"}, "no such places"),
        ({"name": "Elsewhere", "namedetails": {}, "display_name": "Elsewhere"}, "other names"),
        ({"name": "", "namedetails": None, "display_name": ""}, "other names"),
    ],
)
def test_an_answer_that_cannot_be_the_place_is_refused_with_the_reason(
    loopback: Any, reply: Any, geocoder: Callable[..., Geocoder], changes: Any, why: str
) -> None:
    loopback.reply(reply(json.dumps([nominatim(**changes)]).encode()))
    row = rows_with(geocoder()).iloc[0]
    assert (row["precision"], row["radius_km"]) == ("hromada", ROBOTYNE.radius_km)
    assert row.geometry.y == ROBOTYNE.lat
    assert why in row["reason"]


def test_two_villages_of_the_name_in_reach_are_not_chosen_between(
    loopback: Any, reply: Any, geocoder: Callable[..., Geocoder]
) -> None:
    near = [nominatim(), nominatim(lat=AT[0] + 0.08, osm_id=2)]
    loopback.reply(reply(json.dumps(near).encode()))
    row = rows_with(geocoder()).iloc[0]
    assert row["precision"] == "hromada"
    assert "several places of this name" in row["reason"]


def test_what_is_exact_or_an_area_or_the_users_own_is_never_asked_for(
    loopback: Any, reply: Any, geocoder: Callable[..., Geocoder], tmp_path: Path
) -> None:
    loopback.reply(reply(b"[]"))
    (tmp_path / "mine.csv").write_text("name,action,lat,lon,radius_km\nRobotyne,pin,47.4,35.8,5\n")
    mine = read_place_list(tmp_path / "mine.csv")
    text = TEXT + " Kyiv, Ukraine, the Black Sea and the town of Mezhova are elsewhere."
    places = rows_with(geocoder(), text, place_list=mine)
    assert loopback.asked == []
    assert places.iloc[0]["source"] == "place_list"


def test_a_name_that_no_gazetteer_has_is_placed_near_the_article_and_unsure(
    loopback: Any, reply: Any, geocoder: Callable[..., Geocoder]
) -> None:
    text = "Soldiers entered the village of Qarabulbul near Orikhiv in Ukraine."
    assert "Qarabulbul" in find_places(text)["mention"].tolist()
    names: dict[str, Any] = {"name": "Qarabulbul", "namedetails": {"name": "Qarabulbul"}}
    loopback.reply(reply(json.dumps([nominatim(**names)]).encode()))
    places = rows_with(geocoder(), text)
    row = places[places["mention"] == "Qarabulbul"].iloc[0]
    assert (row["status"], row["source"], row["source_id"]) == (
        "resolved", "nominatim", "node/337520962",
    )  # fmt: skip
    assert row["score"] == 0.5


def test_an_unknown_name_answered_far_from_the_article_stays_unresolved(
    loopback: Any, reply: Any, geocoder: Callable[..., Geocoder]
) -> None:
    names: dict[str, Any] = {"name": "Qarabulbul", "namedetails": {"name": "Qarabulbul"}}
    loopback.reply(reply(json.dumps([nominatim(lat=52.0, lon=5.0, **names)]).encode()))
    places = rows_with(geocoder(), "Soldiers entered the village of Qarabulbul near Orikhiv.")
    row = places[places["mention"] == "Qarabulbul"].iloc[0]
    assert row["status"] == "unresolved"
    assert "outside of the region that the article is about" in row["reason"]


def test_crimea_is_ukraine_whatever_the_server_says(
    loopback: Any, reply: Any, geocoder: Callable[..., Geocoder]
) -> None:
    told = nominatim(lat=45.30, lon=34.40, address={"country_code": "ru"})
    loopback.reply(reply(json.dumps([told]).encode()))
    answer = geocoder().ask("Anything")[0]
    assert (answer.country, answer.admin1) == ("UA", "UA-43")


def test_geonames_and_photon_speak_their_own_json(
    loopback: Any, reply: Any, geocoder: Callable[..., Geocoder]
) -> None:
    geonames = {
        "totalResultsCount": 1,
        "geonames": [
            {
                "geonameId": 695857, "name": "Robotyne", "toponymName": "Robotyne",
                "lat": "47.44", "lng": "35.84", "fcl": "P", "fcode": "PPL", "countryCode": "UA",
                "adminCode1": "26", "adminCodes1": {"ISO3166_2": "23"}, "population": 480,
            }
        ],
    }  # fmt: skip
    feature = {
        "type": "Feature",
        "geometry": {"type": "Point", "coordinates": [35.84, 47.44]},
        "properties": {
            "osm_type": "N", "osm_id": 7, "osm_key": "place", "osm_value": "village",
            "name": "Роботине", "countrycode": "UA", "state": "Zaporizhzhia Oblast",
        },
    }  # fmt: skip
    photon = {"type": "FeatureCollection", "features": [feature]}
    loopback.reply(reply(json.dumps(geonames).encode()), reply(json.dumps(photon).encode()))
    asked = geocoder("geonames")
    place = asked.lookup("Robotyne")[0]
    assert (place.id, place.geonameid, place.admin1) == ("geonames:695857", 695857, "UA-23")
    place = geocoder("photon").lookup("Роботине")[0]
    assert (place.id, place.kind, place.lat) == ("photon:node/7", "village", 47.44)
    assert "username=desk-7-key" in loopback.asked[0]
    assert "desk-7-key" not in repr(asked)


def test_no_key_is_ever_kept(
    loopback: Any, reply: Any, geocoder: Callable[..., Geocoder], cache: GeocodeCache
) -> None:
    loopback.reply(reply(b'{"geonames": []}'))
    geocoder("geonames").ask("Robotyne")
    assert cache.get("geonames", cache.export()[0].query) is not None
    assert b"desk-7-key" not in cache.path.read_bytes()


# --- failures -------------------------------------------------------------------------------


def test_429_is_waited_for_as_long_as_the_server_says(
    loopback: Any, reply: Any, geocoder: Callable[..., Geocoder], sleeps: list[float]
) -> None:
    busy = reply(b"slow down", status=429, headers={"Retry-After": "7"})
    loopback.reply(busy, reply(json.dumps([nominatim()]).encode()))
    assert len(geocoder().ask("Robotyne")) == 1
    assert 7 in sleeps
    assert len(loopback.asked) == 2


def test_429_with_a_long_wait_ends_at_once(
    loopback: Any, reply: Any, geocoder: Callable[..., Geocoder], cache: GeocodeCache
) -> None:
    loopback.reply(reply(b"", status=429, headers={"Retry-After": "3600"}))
    with pytest.raises(GeocodingError, match="asks to wait 3600 s; try again later"):
        geocoder().ask("Robotyne")
    assert len(loopback.asked) == 1
    assert cache.export() == []


def test_500_is_tried_three_times_and_not_kept(
    loopback: Any,
    reply: Any,
    geocoder: Callable[..., Geocoder],
    sleeps: list[float],
    cache: GeocodeCache,
    capfd: pytest.CaptureFixture[str],
) -> None:
    loopback.reply(reply(b"oops", status=500))
    with pytest.raises(GeocodingError, match="gave no answer in 3 tries"):
        geocoder().ask("Robotyne")
    assert len(loopback.asked) == 3
    assert sleeps.count(2.0) == 2
    assert cache.export() == []
    assert capfd.readouterr().err == ""


def test_a_server_that_recovers_is_believed(
    loopback: Any, reply: Any, geocoder: Callable[..., Geocoder], sleeps: list[float]
) -> None:
    loopback.reply(reply(b"", status=500), reply(json.dumps([nominatim()]).encode()))
    assert geocoder().ask("Robotyne")[0].names[0] == "Robotyne"
    assert sleeps


@pytest.mark.parametrize("status", [400, 401, 403])
def test_a_refusal_is_not_tried_again(
    loopback: Any, reply: Any, geocoder: Callable[..., Geocoder], status: int
) -> None:
    loopback.reply(reply(b"no", status=status))
    with pytest.raises(GeocodingError, match="refuses"):
        geocoder().ask("Robotyne")
    assert len(loopback.asked) == 1


@pytest.mark.usefixtures("sleeps")
def test_a_silent_server_times_out(
    loopback: Any, reply: Any, geocoder: Callable[..., Geocoder]
) -> None:
    loopback.reply(reply(b"[]", wait_s=30.0))
    with pytest.raises(GeocodingError, match="gave no answer in 3 tries"):
        geocoder(timeout_s=0.1).ask("Robotyne")
    assert len(loopback.asked) == 3


def test_all_tries_together_have_a_time_limit(
    loopback: Any, reply: Any, geocoder: Callable[..., Geocoder]
) -> None:
    loopback.reply(reply(b"", status=500))
    with pytest.raises(GeocodingError, match="gave no answer within 1 s"):
        geocoder(limit_s=1.0).ask("Robotyne")
    assert len(loopback.asked) == 1


@pytest.mark.usefixtures("sleeps")
@pytest.mark.parametrize("body", [b"<html>busy</html>", b'[{"lat": "47', b"\xff\xfe[]"])
def test_what_is_no_json_is_no_answer(
    loopback: Any, reply: Any, geocoder: Callable[..., Geocoder], body: bytes
) -> None:
    loopback.reply(reply(body))
    with pytest.raises(GeocodingError, match="gave no answer in 3 tries"):
        geocoder().ask("Robotyne")


@pytest.mark.usefixtures("sleeps")
def test_a_cut_connection_is_no_answer(
    loopback: Any, reply: Any, geocoder: Callable[..., Geocoder], cache: GeocodeCache
) -> None:
    whole = json.dumps([nominatim()]).encode()
    loopback.reply(reply(whole[:100], told=len(whole)))
    with pytest.raises(GeocodingError, match="gave no answer in 3 tries"):
        geocoder().ask("Robotyne")
    assert cache.export() == []


@pytest.mark.usefixtures("sleeps")
def test_an_endless_answer_is_not_read_to_its_end(
    loopback: Any, reply: Any, geocoder: Callable[..., Geocoder]
) -> None:
    loopback.reply(reply(b" " * 3_000_000))
    with pytest.raises(GeocodingError, match="gave no answer in 3 tries"):
        geocoder().ask("Robotyne")


@pytest.mark.parametrize(
    "answer",
    [
        [nominatim(lat="north")],
        [nominatim(lat=95.0)],
        [nominatim(lat="nan")],
        [nominatim(osm_id="x")],
        [7],
        "text",
    ],
)
def test_json_in_another_form_is_an_error_and_not_kept(
    loopback: Any, reply: Any, geocoder: Callable[..., Geocoder], cache: GeocodeCache, answer: Any
) -> None:
    loopback.reply(reply(json.dumps(answer).encode()))
    with pytest.raises(GeocodingError, match="unknown form"):
        geocoder().ask("Robotyne")
    assert cache.export() == []


def test_a_server_that_is_not_there_is_one_clear_line(
    cache: GeocodeCache, sleeps: list[float]
) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        address = f"http://127.0.0.1:{free.getsockname()[1]}"
    asking = Geocoder("photon", user_agent="Test", server=address, cache=cache)
    with pytest.raises(GeocodingError, match=f"{address}: gave no answer") as caught:
        asking.ask("Robotyne")
    assert "\n" not in str(caught.value)
    assert sleeps


def test_requests_are_a_second_apart(
    loopback: Any, reply: Any, geocoder: Callable[..., Geocoder]
) -> None:
    loopback.reply(reply(b"[]"))
    started = time.monotonic()
    geocoder().ask("Robotyne")
    geocoder().ask("Malynivka")  # another geocoder of the same process
    assert time.monotonic() - started >= 1.0


@pytest.mark.parametrize(
    ("options", "why"),
    [
        ({"provider": "google"}, "no provider"),
        ({"provider": "nominatim"}, "needs a user agent"),
        ({"provider": "photon", "user_agent": " "}, "needs a user agent"),
        ({"provider": "geonames", "user_agent": "Test"}, "needs a user name"),
        ({"provider": "photon", "user_agent": "Test\r\nHost: x"}, "one line"),
        ({"provider": "photon", "user_agent": "T", "delay_s": 0.1}, "one a second"),
        ({"provider": "photon", "user_agent": "T", "server": "file:///etc/passwd"}, "no server"),
        ({"provider": "photon", "user_agent": "T", "server": "http://a:b@h"}, "no server"),
        ({"provider": "photon", "user_agent": "T", "server": "http://h:x"}, "no server"),
    ],
)
def test_who_asks_and_whom_is_checked_first(options: dict[str, Any], why: str) -> None:
    with pytest.raises(GeocodingError, match=why):
        Geocoder(**options)


# --- the cache ------------------------------------------------------------------------------


def test_a_cache_that_was_cut_off_is_an_error_and_can_be_cleared(cache: GeocodeCache) -> None:
    for number in range(200):
        cache.put("nominatim", f"q{number}" * 20, (), attribution="x")
    whole = cache.path.read_bytes()
    cache.path.write_bytes(whole[: len(whole) // 2])
    with pytest.raises(GeocodingError, match="warmap cache clear"):
        cache.export()
    with pytest.raises(GeocodingError, match="warmap cache clear"):
        cache.put("nominatim", "q", (), attribution="x")
    assert cache.clear()
    cache.put("nominatim", "q", (), attribution="x")
    assert len(cache.export()) == 1


def test_clear_deletes_nothing_but_a_cache(tmp_path: Path) -> None:
    article = tmp_path / "article.txt"
    article.write_text("Not a cache.")
    other = tmp_path / "other.sqlite"
    with sqlite3.connect(other) as db:
        db.execute("CREATE TABLE t (x)")
    db.close()
    for path in (article, other):
        with pytest.raises(GeocodingError, match="not deleted"):
            GeocodeCache(path).clear()
        assert path.exists()


@pytest.mark.parametrize("text", ["no json", "[1]", '[{"id": 1}]', '[{"names": null}]'])
def test_an_edited_answer_is_an_error(cache: GeocodeCache, text: str) -> None:
    cache.put("nominatim", "q", (), attribution="x")
    with sqlite3.connect(cache.path) as db:
        db.execute("UPDATE answer SET answers = ?", (text,))
    db.close()
    with pytest.raises(GeocodingError, match="not a cache that warmap can use"):
        cache.get("nominatim", "q")


def test_two_processes_use_one_cache(tmp_path: Path) -> None:
    path = tmp_path / "answers.sqlite"
    code = (
        "import sys\nfrom warmap.geocache import GeocodeCache\n"
        "cache = GeocodeCache(sys.argv[1])\n"
        "for n in range(100):\n"
        "    cache.put('nominatim', f'{sys.argv[2]}-{n}', (), attribution='x')\n"
        "    assert cache.get('nominatim', f'{sys.argv[2]}-{n}') is not None\n"
    )
    both = [
        subprocess.Popen(
            [sys.executable, "-c", code, str(path), name], stderr=subprocess.PIPE, text=True
        )
        for name in ("a", "b")
    ]
    errors = [process.communicate(timeout=60)[1] for process in both]
    assert errors == ["", ""]
    assert len(GeocodeCache(path).export()) == 200


# --- offline --------------------------------------------------------------------------------


def test_without_the_option_no_connection_is_made(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("a socket was opened")

    monkeypatch.setattr(socket, "socket", refuse)
    monkeypatch.setattr(socket, "create_connection", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    places = find_places(TEXT + " Nobody has heard of the village of Qarabulbul.")
    assert places.iloc[0]["precision"] == "hromada"
    with pytest.raises(AssertionError, match="a socket was opened"):
        socket.create_connection(("127.0.0.1", 9))
