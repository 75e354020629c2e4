"""The page's data: what it says of places, mentions and sentences; and its JSON text."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from warmap import Article, find_places
from warmap.areas import bounds
from warmap.block import page_json
from warmap.body import article_html, credits_html
from warmap.bundled import data_path
from warmap.errors import PageError
from warmap.gazetteer import default_gazetteer
from warmap.model import Candidate, Mention, Resolution, Rival
from warmap.page import page_data
from warmap.pageplaces import place_key
from warmap.places import find_resolutions, to_resolutions
from warmap.shapes import background, encoded, label_point, points_of, units, waters

TEXT = data_path("articles/afp-2025-06-08.txt").read_text(encoding="utf-8")
ARTICLE = Article(TEXT, source="AFP")
JUNK = [
    "Kyiv",
    " ",
    ". ",
    "\n",
    "The town of Mezhova",
    "</script>",
    "\u202e",
    "\0",
    "🙂",
    "“",
    "!”",
]


def data_of(text: str) -> dict[str, Any]:
    return page_data(find_resolutions(text), article=Article(text))


def text_of(data: dict[str, Any], number: int) -> str:
    return "".join(run if isinstance(run, str) else run[1] for run in data["sentences"][number])


def test_the_article_has_27_units_and_its_places_once_each() -> None:
    data = page_data(find_resolutions(TEXT), article=ARTICLE)
    assert len(data["units"]) == 27
    assert len({place["id"] for place in data["places"]}) == len(data["places"]) == 14
    assert len(data["mentions"]) == 44
    regions = {place["shape"] for place in data["places"] if place["kind"] == "region"}
    assert regions == {"UA-12", "UA-14", "UA-65", "UA-09", "UA-23", "UA-43"}


@pytest.mark.parametrize(
    "land",
    [lambda: background((22.0, 47.0, 24.0, 49.5)), units, lambda: waters((30.0, 44.0, 40.0, 47.5))],
)
def test_the_land_that_is_given_is_the_callers_own(land: Any) -> None:
    first = land()
    name = first[0]["name"]
    first[0]["name"] = "another"
    first.pop()
    assert land()[0]["name"] == name
    assert len(land()) == len(first) + 1


@given(st.lists(st.sampled_from(JUNK), max_size=12).map("".join))
def test_the_sentences_hold_the_whole_text_and_each_mention_in_its_place(text: str) -> None:
    data = data_of(text)
    shown = "".join(text_of(data, number) for number in range(len(data["sentences"])))
    assert "".join(shown.split()) == "".join(text.split())
    for number, mention in enumerate(data["mentions"]):
        runs = data["sentences"][mention["sentence"]]
        assert [number, mention["text"]] in runs
    assert [n for line in data["paragraphs"] for n in line] == [*range(len(data["sentences"]))]


def test_a_line_of_the_article_is_a_paragraph() -> None:
    data = data_of("One. Two.\n\nThree\nFour. Five.")
    assert data["paragraphs"] == [[0, 1], [2], [3, 4]]


def test_without_the_article_the_quotes_still_mark_their_mentions() -> None:
    text = "Rain. From Kyiv they went to Lviv, then back to Kyiv. They slept in Lviv."
    data = page_data(to_resolutions(find_places(text)))
    assert data["paragraphs"] == []
    marked = [[run[1] for run in runs if not isinstance(run, str)] for runs in data["sentences"]]
    assert marked == [["Kyiv", "Lviv", "Kyiv"], ["Lviv"]]


def test_of_two_mentions_that_overlap_the_first_is_marked() -> None:
    quote = "New York Times"
    found = [
        Resolution(Mention(0, 8, "New York"), quote, 0),
        Resolution(Mention(4, 8, "York"), quote, 0),
    ]
    assert page_data(found, article=Article(quote))["sentences"] == [[[0, "New York"], " Times"]]


def test_an_added_place_and_an_unresolved_name_are_in_the_data() -> None:
    place = Candidate("place_list", "l.csv:2", "Here", "", "site", "UA", "", lat=48.0, lon=37.0)
    found = [
        Resolution(Mention(0, 3, "Xyz"), "Xyz fell.", 0, rivals=(Rival(place, 0.2),)),
        Resolution(
            Mention(-1, -1, "Here"), "", -1, candidate=place, reason="added", status="resolved"
        ),
    ]
    data = page_data(found, article=Article("Xyz fell."))
    assert data["mentions"][0]["place"] == -1
    assert data["mentions"][0]["rivals"][0]["name"] == "Here"
    assert data["places"][0]["mentions"] == []
    assert data["places"][0]["note"] == "added"


def test_the_first_view_is_where_the_article_happens() -> None:
    west, south, east, north = page_data(find_resolutions(TEXT), article=ARTICLE)["view"]
    assert (west < 35.0, east > 38.0) == (True, True)
    assert (south < 45.0, north > 49.0) == (True, True)
    assert west > 28.98  # Istanbul is far from the rest
    assert north < 55.7  # Moscow stands for its government alone


def test_the_first_view_leaves_out_a_far_place_only_where_little_is_named_there() -> None:
    text = "Fires broke out in Kyiv and Brovary, and in Kharkiv."
    assert data_of(text)["view"][2] > 36  # Kharkiv is named as often as the others
    west, _, east, _ = data_of(f"{text} Kyiv and Brovary were safe. Kyiv and Brovary slept.")[
        "view"
    ]
    assert (west < 30.5, east < 36) == (True, True)
    assert data_of(f"{text} A smaller one was put out in Paris.")["view"][0] > 20


def test_a_view_of_nothing_is_ukraine_and_of_one_village_its_surroundings() -> None:
    assert page_data([])["view"] == (22.1, 44.3, 40.3, 52.4)
    west, south, east, north = data_of("They left the town of Mezhova.")["view"]
    assert east - west >= 2
    assert north - south >= 2


def test_where_all_towns_are_undecided_the_first_view_is_the_country_that_is_sure() -> None:
    text = "The Springfield virus broke out in Uganda."
    town, country = map(default_gazetteer().by_id, ("geonames:4409896", "iso:UG"))

    def view(score: float) -> tuple[float, ...]:
        found = [
            Resolution(Mention(*span), text, 0, candidate=place, score=sure, status="resolved")
            for span, place, sure in (
                ((4, 15, "Springfield"), town, score),
                ((35, 41, "Uganda"), country, 0.9),
            )
        ]
        return tuple(page_data(found, article=Article(text))["view"])

    west, south, east, north = view(0.5)
    assert west < 32 < east
    assert south < 1 < north
    assert east - west < 12
    assert view(0.7)[0] < -90, "a town that is decided comes before its country"


def test_a_continent_or_ocean_does_not_draw_the_first_view_away() -> None:
    text = "People in Zimbabwe and Zambia fled"
    assert data_of(f"{text} through Africa.")["view"] == data_of(f"{text}.")["view"]
    text = "Rescuers reached the city of Kherson"
    assert data_of(f"{text} from across the Atlantic Ocean.")["view"] == data_of(f"{text}.")["view"]
    west, south, east, north = data_of("People fled through Africa.")["view"]
    assert (west < 21 < east, south < 7 < north) == (True, True)


def test_a_capital_that_speaks_does_not_draw_the_first_view_to_itself() -> None:
    data = data_of("Berlin said that fighting in Kenya and Somalia had ended.")
    assert [place["name"] for place in data["places"]] == ["Berlin", "Kenya", "Somalia"]
    assert data["view"][3] < 13  # Somalia's north, far from Berlin


@pytest.mark.parametrize(
    "text",
    [
        "Kenya and Somalia met.",
        "Kenya said so in Mezhova. Kenya paid.",
        "Russia.",
        "The U.S. paid.",
        "Nothing.",
    ],
)
def test_the_map_can_be_moved_all_over_its_first_view(text: str) -> None:
    data = data_of(text)
    west, south, east, north = data["view"]
    left, low, right, high = data["limits"]
    assert left < west
    assert low < south
    assert east < right or east == right == 180
    assert north < high
    assert east - west < 160  # Russia and the United States cross the edge of the world


def span(window: tuple[float, float, float, float]) -> tuple[float, float]:
    west, south, east, north = window
    return east - west, north - south


def test_waters_have_shapes_and_the_first_view_stays_near_the_towns() -> None:
    data = data_of("Kherson city on the Dnipro River and Odesa on the Black Sea were shelled.")
    towns = data_of("Kherson city and Odesa were shelled.")
    shapes = {place["id"]: place["shape"] for place in data["places"]}
    assert shapes["warmap:river-dnieper"]["line"] is True
    assert "line" not in shapes["warmap:sea-black-sea"]
    wide, high = span(data["view"])
    assert wide < 5
    assert high < 4  # the Dnieper alone is eight degrees long
    assert data["view"][0] <= towns["view"][0]
    assert data["view"][2] >= towns["view"][2]


def test_a_river_is_named_where_the_article_happens() -> None:
    data = data_of("Zaporizhzhia city on the Dnipro River was shelled.")
    river = next(place for place in data["places"] if place["kind"] == "river")
    west, south, east, north = data["view"]
    assert west < river["lon"] < east
    assert south < river["lat"] < north
    assert span(data["view"]) == pytest.approx((2, 2))  # as for the city alone
    away = np.hypot(*(points_of(river["shape"]) - [river["lon"], river["lat"]]).T)
    assert away.min() < 0.001
    town = next(place for place in data["places"] if place["kind"] == "city")
    assert abs(town["lat"] - river["lat"]) > 0.2  # not under the label of the town


def test_a_river_that_the_view_does_not_meet_is_named_where_it_is_nearest() -> None:
    data = data_of("Lviv was shelled. The Volga River rose.")
    river = next(place for place in data["places"] if place["kind"] == "river")
    assert river["lon"] < 35  # its upper course, not its middle at 46
    assert data["view"] == data_of("Lviv was shelled.")["view"]


def test_a_water_alone_is_shown_itself_but_no_whole_ocean() -> None:
    west, south, east, north = data_of("They sailed the Black Sea.")["view"]
    assert (west < 28, south < 41.5, east > 41, north > 46) == (True,) * 4
    wide, high = span(data_of("They sailed the Indian Ocean.")["view"])
    assert wide < 25
    assert high <= 16


def test_a_water_without_a_shape_is_a_point() -> None:
    data = data_of("They sailed the Kerch Strait.")
    assert [(place["kind"], place["shape"]) for place in data["places"]] == [("sea", None)]


def test_the_label_of_an_area_stands_in_the_middle_of_its_shape_not_in_its_capital() -> None:
    krai = default_gazetteer().by_id("iso:RU-KDA")
    assert krai is not None
    found = Resolution(
        Mention(0, 14, "Krasnodar Krai"), "Krasnodar Krai", 0, candidate=krai, status="resolved"
    )
    place = page_data([found])["places"][0]
    assert (place["lat"], place["lon"]) == pytest.approx(label_point("RU-KDA"), abs=1e-4)
    moved = replace(found, candidate=replace(krai, lat=44.0, lon=40.0))  # by a place list
    place = page_data([moved])["places"][0]
    assert (place["lat"], place["lon"]) == (44.0, 40.0)


def test_no_two_places_share_an_address() -> None:
    text = "Zorya in the Donetsk region and Zorya in the Odesa region."
    keys = [place["key"] for place in data_of(text)["places"]]
    assert len(set(keys)) == len(keys)


def test_equal_input_gives_equal_text() -> None:
    once = page_json(page_data(find_resolutions(TEXT), article=ARTICLE))
    again = page_json(page_data(find_resolutions(TEXT), article=ARTICLE))
    assert once == again
    assert once.count("\n") > 44  # a line for each mention


@given(st.text())
def test_a_key_is_a_plain_part_of_an_address(name: str) -> None:
    key = place_key(name)
    assert key
    assert not set(key) & set(" #/?&<>\"'")


def test_encoded_shapes_decode_to_the_same_points() -> None:
    ring = [[30.0, 50.0], [30.25, 50.0], [30.25, 50.5], [29.75, 50.5], [30.0, 50.0]]
    shape = encoded({"type": "Polygon", "coordinates": [ring]}, decimals=2)
    lon = lat = 0
    points = []
    steps = shape["parts"][0][0]
    for east, north in zip(steps[::2], steps[1::2], strict=True):
        lon, lat = lon + east, lat + north
        points.append([lon / shape["scale"], lat / shape["scale"]])
    assert points == ring


def test_lines_are_encoded_and_none_is_too_short() -> None:
    lines = [[[30.0, 50.0], [30.5, 50.5]], [[31.0, 50.0], [31.0001, 50.0]]]
    shape = encoded({"type": "MultiLineString", "coordinates": lines}, decimals=2)
    assert shape == {"line": True, "parts": [[[3000, 5000, 50, 50]]], "scale": 100}
    assert points_of(shape).tolist() == lines[0]
    alone = encoded({"type": "LineString", "coordinates": lines[0]}, decimals=2)
    assert alone == shape


def test_bounds_are_west_south_east_north() -> None:
    found = bounds("UA-43")
    assert found is not None
    west, south, east, north = found
    assert (west < 34.1 < east, south < 44.95 < north) == (True, True)
    assert bounds("nowhere") is None


def test_in_ukrainian_places_units_and_countries_have_their_ukrainian_names() -> None:
    text = "Talks in Istanbul. Shelling hit the town of Mezhova in Ukraine, near Rostov-on-Don."
    data = page_data(find_resolutions(text), article=Article(text), lang="uk")
    by_key = {place["key"]: place for place in data["places"]}
    assert by_key["istanbul"]["name"] == "Стамбул"
    assert by_key["istanbul"]["english"] == "Istanbul"
    assert by_key["mezhova"]["where"] == "Дніпропетровська область, Україна"
    assert {unit["name"] for unit in data["units"]} >= {"Донецька область", "Севастополь"}
    countries = {country["id"]: country["name"] for country in data["countries"]}
    assert countries["RU"] == "Росія"
    english = page_data(find_resolutions(text), article=Article(text))
    assert [place["key"] for place in english["places"]] == [p["key"] for p in data["places"]]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Talks began in Ankara.", "Анкара"),  # as its region
        ("Talks began in Beijing.", "Пекін"),
        ("Talks began in Washington, D.C., officials said.", "Вашингтон"),
        ("Drones hit Rostov-on-Don.", "Ростов-на-Дону"),
        ("Drones hit Belgorod.", "Білгород"),  # not Russian
        ("Talks began in Reykjavik.", "Рейк’явік"),
        ("Talks began in Stuttgart.", "Штутгарт"),  # as a dictionary has it
        ("Drones hit Kazan.", "Казань"),
        ("Drones hit Voronezh.", "Воронеж"),
    ],
)
def test_cities_abroad_have_their_ukrainian_names(text: str, name: str) -> None:
    data = page_data(find_resolutions(text), article=Article(text), lang="uk")
    assert [place["name"] for place in data["places"]] == [name]


def test_between_far_places_the_map_reaches_no_more_than_some_degrees_beyond() -> None:
    text = "The minister flew from Washington, D.C. to Tokyo and on to Canberra."
    west, south, east, north = page_data(find_resolutions(text), article=Article(text))["limits"]
    assert -94 < west < -90  # Washington
    assert 154 < east < 166  # Tokyo, Canberra
    assert -52 < south < -48
    assert 53 < north < 55


def test_a_country_far_from_everything_else_is_on_the_map_with_its_outline() -> None:
    text = "Floods in Lahore and Multan. Turkey and Brazil sent help, and so did Fiji."
    data = page_data(find_resolutions(text), article=Article(text))
    west, south, east, north = data["limits"]
    countries = [place for place in data["places"] if place["kind"] == "country"]
    assert {place["name"] for place in countries} >= {"Turkey", "Brazil"}
    for place in countries:
        assert place["shape"]["parts"]
        assert west <= place["lon"] <= east
        assert south <= place["lat"] <= north


# --- several articles -----------------------------------------------------------------------

SEVERAL = (
    Article("Kyiv was calm.\nOdesa too.", title="Calm", source="Desk", date="2025-06-07"),
    Article("It rained."),
    Article("З Києва до Одеси їдуть потяги. Одеса зустрічає їх.", date="2025-06-09"),
)


def several(**options: Any) -> dict[str, Any]:
    return page_data([find_resolutions(a) for a in SEVERAL], article=SEVERAL, **options)


@pytest.mark.parametrize("quotes_only", [False, True])
def test_mentions_keep_the_offsets_of_their_own_article(*, quotes_only: bool) -> None:
    data = several(quotes_only=quotes_only)
    begun = [each["mention"] for each in data["articles"]]
    assert begun == [0, 2, 2]
    for number, mention in enumerate(data["mentions"]):
        article = SEVERAL[max(n for n, first in enumerate(begun) if first <= number)]
        end = mention["start"] + len(mention["text"])
        assert article.text[mention["start"] : end] == mention["text"]
        runs = data["sentences"][mention["sentence"]]
        assert [number, mention["text"]] in runs
    assert [place["mentions"] for place in data["places"]] == [[0, 2], [1, 3, 4]]


def test_sentences_and_paragraphs_stay_within_their_article() -> None:
    data = several()
    assert [each["sentence"] for each in data["articles"]] == [0, 2, 3]
    assert data["paragraphs"] == [[0], [1], [2], [3, 4]]
    assert [each["language"] for each in data["articles"]] == ["en", "en", "uk"]
    assert [each["begins"] for each in data["articles"]][:2] == ["", "It rained."]


def test_quotes_alone_tell_nothing_else_of_an_article() -> None:
    text = page_json(several(quotes_only=True)) + article_html(several(quotes_only=True))
    assert "rained" not in text
    assert '<section id="a-2"' in text


def test_the_page_tells_the_origin_of_all_its_articles() -> None:
    data = several()
    assert data["article"] == {
        "title": "Map of 3 articles", "source": "Desk", "date": "2025-06-07 – 2025-06-09",
        "language": "en",
    }  # fmt: skip
    told = credits_html(data)
    assert '<li dir="auto">Calm, Desk, 2025-06-07.' in told
    assert "Calm, Desk, 2025-06-07; Article 2; Article 3, 2025-06-09. Map of" in told
    assert several(title="Three days")["article"]["title"] == "Three days"


def test_one_article_in_a_list_is_one_article() -> None:
    found = find_resolutions(TEXT)
    assert page_data([found], article=[ARTICLE]) == page_data(found, article=ARTICLE)
    assert page_data([], article=[ARTICLE]) == page_data([], article=ARTICLE)


@pytest.mark.parametrize(
    ("places", "article", "told"),
    [
        ([[], []], [ARTICLE], "2 frames of places for 1 article; give one for each"),
        ([[]], [ARTICLE, ARTICLE], "1 frame of places for 2 articles"),
        ([[], []], ARTICLE, "2 frames of places for one article"),
        ([[], []], None, "2 frames of places for no article"),
        ([], [], "for 0 articles"),
        ([[], []], [ARTICLE, "text"], "article 2 is of type str"),
    ],
)
def test_as_many_frames_as_articles_are_asked_for(places: Any, article: Any, told: str) -> None:
    with pytest.raises(PageError, match=told):
        page_data(places, article=article)


def test_one_frame_is_not_enough_for_several_articles() -> None:
    with pytest.raises(PageError, match="1 frame of places for 2 articles"):
        page_data(find_places(TEXT), article=[ARTICLE, ARTICLE])
    frames = [find_places(each) for each in SEVERAL]
    whole = page_data(frames, article=SEVERAL)
    assert [place["name"] for place in whole["places"]] == ["Kyiv", "Odesa"]
