"""Which words of a text name a place."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from warmap.gazetteer import default_gazetteer
from warmap.mentions import find_mentions, mentions_at


def found(text: str) -> list[str]:
    return [m.text for m in find_mentions(text, gazetteer=default_gazetteer())]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Shells fell on Kharkiv and Sumy overnight.", ["Kharkiv", "Sumy"]),
        ("Ukraine’s army and Russia's navy met.", ["Ukraine", "Russia"]),
        ("Fighting raged along the Donetsk-Luhansk border.", ["Donetsk", "Luhansk"]),
        ("He flew to New York from Rio de Janeiro.", ["New York", "Rio de Janeiro"]),
        ("KYIV was quiet; ODESA was not.", ["KYIV", "ODESA"]),
        ("They fled the village of Vydumanka on foot.", ["Vydumanka"]),
        ("It burned at 12 Grove St. near Highway 19.", ["Grove St.", "Highway 19"]),
        (
            "They camped on Waiheke Island, by the Vydumana River.",
            ["Waiheke Island", "Vydumana River"],
        ),
        ("The United Way and the Supreme Court met.", []),
        # Initials shorten a longer name; towns are called Un, Nato and Eu.
        ("Envoys of the U.N., N.A.T.O. and the E.U. met.", []),
        ("He left the U.S.S.R. for the U.A.E. and L.A.", ["U.S.S.R.", "U.A.E.", "L.A."]),
        ("Jane Fairfield spoke. Later Fairfield left for Poltava.", ["Poltava"]),
        ("President Jordan Paris and Col. Austin Reed spoke.", []),
        ("Reed, 42, spoke to The Washington Post.", []),
        ("Agence France-Presse reported it.", []),
        ("Real Madrid beat Manchester United.", []),
        ("In March, on Sunday, they will Hope for more.", []),
        ("The United Russia faction left for Tula.", ["Tula"]),
        ("In 2003 the mayor of Lviv came.", ["Lviv"]),
        ("It burned in Vydumna Twp. on Monday.", ["Vydumna Twp."]),
        ("The City Council met in Lviv.", ["Lviv"]),
        ("The Dayton City Council met in Lviv.", ["Dayton", "Lviv"]),
        ("The University of Warsaw and the Bank of Scotland closed.", []),
        ("They sailed from St. John's to Halifax.", ["St. John's", "Halifax"]),
        ("He was held in Wood County, W. Va., on Friday.", ["Wood County", "W. Va."]),
        ("Fields burned near Vydumanka, Kenya.", ["Vydumanka", "Kenya"]),
        ("A villager in the Vydumana district spoke.", ["Vydumana"]),
        (
            "Shells hit the Donetsk, Kherson and Zaporizhzhia regions.",
            ["Donetsk", "Kherson", "Zaporizhzhia"],
        ),
        # Small words within a name, with and without a hyphen.
        ("They drove from Spokane to Coeur d'Alene.", ["Spokane", "Coeur d'Alene"]),
        ("Snow fell in Val-d’Isère and Cortina d'Ampezzo.", ["Val-d’Isère", "Cortina d'Ampezzo"]),
        ("Rocks fell at Saint-Michel-de-Maurienne.", ["Saint-Michel-de-Maurienne"]),
        ("Rocks fell at Saint-Michel-de-Vydumanne.", []),
        ("Shells hit el-Fasher and al-Hasakah.", ["el-Fasher", "al-Hasakah"]),
        ("Bashar al-Assad met fighters of al-Shabab and al-Qaida.", []),
        ("Gangs burned homes in Pétion-Ville.", ["Pétion-Ville"]),
        # A common word, but a place that lies in what stands behind it.
        ("The ship left Split, Croatia.", ["Split", "Croatia"]),
        ("In Nice, Marine Dupont spoke.", ["Nice"]),
        ("The Murray River rose near The Hague.", ["Murray River", "The Hague"]),
        # A number behind a comma is an age where a comma follows, too.
        ("In Irapuato, 12 died at a party.", ["Irapuato"]),
        ("In Plateau state, herders fled.", ["Plateau"]),
        ("Nearby Vydumanka fell, and Kyiv spoke.", ["Kyiv"]),
        ("In Co. Mayo, Ballina flooded; Ford Motor Co. closed.", ["Mayo", "Ballina"]),
        ("Poza Rica was worst hit.", ["Poza Rica"]),
        ("Near Thitu Island, a ship sank.", ["Thitu Island"]),
        ("Troops left Ras Vydumi for San Vydumo.", []),
        ("In Milan, Olympic work goes on.", ["Milan"]),
        ("The Marburg virus and West Nile fever spread in Jinka.", ["Jinka"]),
        ("", []),
        ("Nothing here names anything.", []),
    ],
)
def test_names(text: str, names: list[str]) -> None:
    assert found(text) == names


def test_a_name_from_the_place_list_counts_wherever_it_stands() -> None:
    text = "They met at Vydumanka."
    assert found(text) == []
    mentions = find_mentions(text, gazetteer=default_gazetteer(), names=["Vydumanka"])
    assert [m.text for m in mentions] == ["Vydumanka"]


def test_a_recogniser_adds_spans_to_the_same_decision() -> None:
    class Fixed:
        def find(self, text: str, /) -> list[tuple[int, int]]:
            start = text.index("Vydumanka")
            return [(start, start + 9), (0, 2)]

    text = "Trains ran from Kyiv to Vydumanka."
    mentions = find_mentions(text, gazetteer=default_gazetteer(), recognizer=Fixed())
    assert [m.text for m in mentions] == ["Kyiv", "Vydumanka"]


def test_given_spans_keep_their_order_and_their_kinds() -> None:
    text = "the village of Zorya in Donetsk region"
    mentions = mentions_at(text, [(24, 31), (15, 20)])
    assert [(m.text, m.kinds) for m in mentions] == [
        ("Donetsk", ("region",)),
        ("Zorya", ("village",)),
    ]


def test_an_unknown_name_that_is_marked_once_is_found_in_a_list_too() -> None:
    text = "They fled the village of Vydumanka. Shells hit Kyiv, Vydumanka and Poltava."
    assert found(text) == ["Vydumanka", "Kyiv", "Vydumanka", "Poltava"]


@pytest.mark.parametrize("piece", ["Kyiv ", "Xyzq Wabc ", "Kyiv, ", "A. ", "Kyiv's "])
def test_time_grows_linearly(piece: str) -> None:
    def seconds(size: int) -> float:
        text = piece * (size // len(piece))
        start = time.process_time()
        find_mentions(text, gazetteer=default_gazetteer())
        return time.process_time() - start

    seconds(1_000)
    assert seconds(40_000) < 12 * max(seconds(10_000), 0.01)


PIECES = st.sampled_from(
    ["Kyiv", "’s", " ", ", ", "Dnipro", "the village of ", "\n", "\u202e", "\x00", "é", "e\u0301",
     "🙂", "УКРАЇНА", "Mar'inka", "-", "St. ", "U.S. ", "<b>", "{{7*7}}", "north of ", "region"]
)  # fmt: skip


@settings(deadline=None, max_examples=150)
@given(st.lists(PIECES | st.text(max_size=6), max_size=25).map("".join))
def test_spans_are_exact_ordered_and_disjoint(text: str) -> None:
    mentions = find_mentions(text, gazetteer=default_gazetteer())
    assert all(text[m.start : m.end] == m.text for m in mentions)
    edges = [edge for m in mentions for edge in (m.start, m.end)]
    assert edges == sorted(edges)
    assert mentions == find_mentions(text, gazetteer=default_gazetteer())
