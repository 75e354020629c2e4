"""Which place a mention means, how sure that is, and why."""

from __future__ import annotations

import pytest

from warmap.gazetteer import default_gazetteer
from warmap.mentions import find_mentions, mentions_at
from warmap.model import Resolution
from warmap.places import find_resolutions
from warmap.resolve import resolve


def answers(text: str) -> dict[str, Resolution]:
    table = default_gazetteer()
    found = resolve(text, find_mentions(text, gazetteer=table), gazetteer=table)
    return {r.mention.text: r for r in found}


def place(text: str, name: str) -> tuple[str, str]:
    candidate = answers(text)[name].candidate
    assert candidate is not None
    return candidate.kind, candidate.admin1 or candidate.country


@pytest.mark.parametrize(
    ("text", "name", "expected"),
    [
        ("Strikes hit the Donetsk and Kherson regions.", "Donetsk", ("region", "UA-14")),
        ("Strikes hit the Donetsk and Kherson regions.", "Kherson", ("region", "UA-65")),
        ("Strikes hit the city of Donetsk in Ukraine.", "Donetsk", ("city", "UA-14")),
        ("Three regions – Lugansk, Sumy and Kharkiv – burned.", "Lugansk", ("region", "UA-09")),
        ("A drone fell in Bangor, Maine.", "Bangor", ("town", "US-ME")),
        ("A drone fell in Paris, Texas.", "Paris", ("town", "US-TX")),
        ("Senators met at the White House on Friday.", "White House", ("site", "US-DC")),
        ("In Washington, the State Department urged calm.", "Washington", ("city", "US-DC")),
        ("Floods hit Tennessee. The White House sent help.", "White House", ("site", "US-DC")),
        ("They came home to White House, Tennessee.", "White House", ("town", "US-TN")),
        ("Leaders met in London, at Downing Street.", "Downing Street", ("site", "GB-ENG")),
        ("Strikes hit Deir al-Balah in Gaza.", "Deir al-Balah", ("city", "PS-GZZ")),
        ("He flew from Paris to Berlin, in Germany.", "Paris", ("city", "FR-IDF")),
        ("They left Dnipro, the regional capital.", "Dnipro", ("city", "UA-12")),
        ("Dnipropetrovsk region and its capital, Dnipro.", "Dnipropetrovsk", ("region", "UA-12")),
        ("Rescuers worked in Crimea.", "Crimea", ("region", "UA-43")),
        ("Two people died in Kyiv region.", "Kyiv", ("region", "UA-32")),
        ("Two people died in Kyiv.", "Kyiv", ("city", "UA-30")),
    ],
)
def test_the_right_place(text: str, name: str, expected: tuple[str, str]) -> None:
    kind, where = place(text, name)
    assert where == expected[1]
    settled = {"city", "town", "village"}
    assert kind == expected[0] or {kind, expected[0]} <= settled


def test_a_place_outside_of_what_the_text_says_is_not_chosen() -> None:
    text = "Shells hit Odesa in Russia's Kursk region."
    resolution = answers(text)["Odesa"]
    assert resolution.status == "unresolved"
    assert resolution.candidate is None
    assert "Kursk" in resolution.reason
    assert resolution.rivals


def test_an_only_bearer_is_not_said_to_be_larger_than_others() -> None:
    found = answers("A storm hit Tallahassee. Boston stayed dry. He moved to Paris.")
    assert "the only place of this name" in found["Tallahassee"].reason
    assert "larger" not in found["Tallahassee"].reason
    assert "larger than others of this name" in found["Boston"].reason


def test_an_unknown_name_stays_with_its_reason() -> None:
    resolution = answers("They fled the village of Vydumanka in Ukraine.")["Vydumanka"]
    assert (resolution.status, resolution.candidate, resolution.score) == ("unresolved", None, 0.0)
    assert "no gazetteer" in resolution.reason


def test_one_answer_for_each_span_in_the_order_given() -> None:
    text = "From Kyiv to Lviv and back to Kyiv."
    mentions = mentions_at(text, [(30, 34), (5, 9), (13, 17)])
    found = resolve(text, mentions, gazetteer=default_gazetteer())
    assert [r.mention for r in found] == mentions
    assert found[0].candidate == found[1].candidate


def test_scores_and_rivals_share_one_whole() -> None:
    text = "Rain fell on Springfield."
    resolution = next(iter(answers(text).values()))
    assert resolution.rivals
    assert resolution.score + sum(r.score for r in resolution.rivals) <= 1.01
    assert [r.score for r in resolution.rivals] == sorted(
        (r.score for r in resolution.rivals), reverse=True
    )


def test_a_threshold_leaves_close_calls_open() -> None:
    text = "Rain fell on Springfield."
    table = default_gazetteer()
    mentions = find_mentions(text, gazetteer=table)
    assert resolve(text, mentions, gazetteer=table, threshold=0.99)[0].status == "unresolved"
    assert resolve(text, mentions, gazetteer=table, threshold=0.0)[0].status == "resolved"


def test_the_quote_is_the_whole_sentence() -> None:
    text = "It was quiet. Shells fell on Kharkiv at dawn. Nobody slept."
    resolution = answers(text)["Kharkiv"]
    assert resolution.quote == "Shells fell on Kharkiv at dawn."
    assert text[resolution.quote_start :].startswith(resolution.quote)


FRONTLINE = (
    "Russian forces attacked near Robotyne and Novoprokopivka in Zaporizhzhia region. In Donetsk "
    "region fighting went on around Klishchiivka, Urozhaine, Staromaiorske, Terny, Chasiv Yar, "
    "Velyka Novosilka, Komar, Zelene Pole and Hrodivka. Near Makiivka in Luhansk region two were "
    "wounded. Synkivka in Kharkiv region was shelled, and so was Krynky in Kherson region."
)


@pytest.mark.parametrize(
    ("name", "kind", "admin1", "precision"),
    [
        ("Robotyne", "village", "UA-23", "hromada"),
        ("Novoprokopivka", "village", "UA-23", "hromada"),
        ("Klishchiivka", "village", "UA-14", "hromada"),
        ("Urozhaine", "village", "UA-14", "exact"),
        ("Staromaiorske", "village", "UA-14", "exact"),
        ("Terny", "village", "UA-14", "exact"),
        ("Chasiv Yar", "town", "UA-14", "exact"),
        ("Velyka Novosilka", "town", "UA-14", "exact"),
        ("Komar", "village", "UA-14", "exact"),
        ("Zelene Pole", "village", "UA-14", "exact"),
        ("Hrodivka", "village", "UA-14", "exact"),
        ("Makiivka", "village", "UA-09", "hromada"),
        ("Synkivka", "village", "UA-63", "hromada"),
        ("Krynky", "village", "UA-65", "exact"),
    ],
)
def test_a_frontline_name_is_in_its_oblast_and_as_exact_as_it_is_known(
    name: str, kind: str, admin1: str, precision: str
) -> None:
    found = answers(FRONTLINE)[name]
    assert found.candidate is not None
    known = found.candidate
    assert (known.kind, known.admin1, known.precision) == (kind, admin1, precision)


@pytest.mark.parametrize(
    "text",
    [
        "They fought near Makiivka in Luhansk region, far from Komar in Donetsk region.",
        "They fought around Makiivka (Luhansk oblast) and in Donetsk.",
    ],
)
def test_the_text_beats_the_size_of_a_namesake(text: str) -> None:
    assert place(text, "Makiivka") == ("village", "UA-09")


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Fighting went on in Zaporizhzhia region. Two died in Kherson.", "city"),
        ("Russia claims the Kherson and Zaporizhzhia regions.", "region"),
        ("Russia claims four regions: Donetsk, Luhansk, Kherson and Zaporizhzhia.", "region"),
    ],
)
def test_a_bare_name_is_rather_the_city_than_its_oblast(text: str, kind: str) -> None:
    assert place(text, "Kherson") == (kind, "UA-65")


def test_bohdanivka_in_donetsk_region_is_one_of_several_and_shown_as_undecided() -> None:
    found = answers("Troops entered Bohdanivka in Donetsk oblast.")["Bohdanivka"]
    assert found.candidate is not None
    assert (found.candidate.kind, found.candidate.admin1) == ("village", "UA-14")
    assert found.score < 0.5
    assert {r.candidate.admin1 for r in found.rivals} == {"UA-14"}


@pytest.mark.parametrize(
    ("text", "city"),
    [
        ("Missiles hit Sevastopol, in occupied Crimea.", "Sevastopol"),
        ("A drone hit a depot in Sevastopol in Crimea on Friday.", "Sevastopol"),
    ],
)
def test_a_city_that_is_a_region_by_itself_lies_in_the_one_around_it(text: str, city: str) -> None:
    found = find_resolutions(text)[0]
    assert found.candidate is not None
    assert (found.candidate.name, found.candidate.country) == (city, "UA")


def test_the_capital_and_the_region_of_its_name_are_told_apart_in_one_sentence() -> None:
    found = find_resolutions("Explosions were heard in Kyiv, in Kyiv region, overnight.")
    assert [r.candidate and r.candidate.source_id for r in found] == ["703448", "UA-32"]
    assert found[1].score > 0.6


def country(text: str, name: str) -> str:
    found = answers(text)[name].candidate
    return found.country if found else ""


TALKS = "U.S. Secretary of State Marco Rubio said that talks with Ukraine were productive."


@pytest.mark.parametrize(
    ("text", "name", "expected"),
    [
        ("President Trump will travel to {} on Friday, the White House said.", "Vienna", "AT"),
        ("President Trump will travel to {} on Friday, the White House said.", "Athens", "GR"),
        ("The United States and Iran will meet in {}, Tehran and Washington said.", "Geneva", "CH"),
        ("The United States and Iran will meet in {}, Tehran and Washington said.", "Milan", "IT"),
        ("A tram derailed in {} on Monday. The U.S. Embassy said it was helping.", "Rome", "IT"),
        ("A fire broke out in {}, in the U.S. state of Georgia, on Monday.", "Rome", "US"),
        ("A grand duke from {} wrote to Kyiv and Moscow.", "St. Petersburg", "RU"),
    ],
)
def test_governments_that_act_say_nothing_of_where_a_town_lies(
    text: str, name: str, expected: str
) -> None:
    assert country(text.format(name), name) == expected


def test_a_dateline_without_a_country_is_the_city_that_all_know() -> None:
    text = f"GENEVA - {TALKS}"
    found = answers(text)["GENEVA"].candidate
    assert found is not None
    assert (found.kind, found.country) == ("city", "CH")


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Twenty-five girls were taken in Maga, Kebbi state.", "Maga"),  # known in Cameroon alone
        ("He was found in Mezhova, Ohio.", "Mezhova"),
    ],
)
def test_a_place_outside_of_the_region_behind_the_comma_is_not_chosen(text: str, name: str) -> None:
    found = answers(text)[name]
    assert found.candidate is None
    assert "none in" in found.reason


def test_an_only_bearer_far_from_all_that_the_article_names_is_unsure() -> None:
    far = "Gunmen attacked Mücka, near Kaduna and Kano. Villages in Nigeria are often attacked."
    near = "A train stopped at Mücka, near Dresden and Görlitz. Trains in Germany are often late."
    assert answers(far)["Mücka"].score < 0.7 < answers(near)["Mücka"].score


@pytest.mark.parametrize(
    ("text", "name", "expected"),
    [
        ("The storm formed over the Malacca Strait.", "Malacca Strait", "sea"),
        ("A tanker was seized in the Taiwan Strait.", "Taiwan Strait", "sea"),
        ("A tanker was seized in the Strait of Taiwan.", "Strait of Taiwan", "sea"),
        ("The recruits are from Chechnya, from Omsk, from Buryatia.", "Chechnya", "region"),
        ("Wine from Tuscany was sold in Rome.", "Tuscany", "region"),
        ("Ferries to Crete, Rhodes and Santorini were cancelled.", "Santorini", "other"),
        ("At the Al-Hol camp in Syria 24,000 people remain.", "Al-Hol", "site"),
        ("Flights to Pétion-Ville in Haiti were cancelled.", "Pétion-Ville", "city"),
        ("Talks on a truce in Gaza went on in Cairo.", "Gaza", "region"),
        ("Tanks entered Gaza City.", "Gaza City", "city"),
        ("Troops left for Somalia's Lower Shabelle region.", "Lower Shabelle", "region"),
        ("He was held at O'Hare International Airport.", "O'Hare International Airport", "site"),
        ("A quake hit Lombok and Flores in Indonesia.", "Flores", "other"),
        ("Ash from Mount Semeru fell on Java.", "Mount Semeru", "other"),
    ],
)
def test_names_that_newspapers_use(text: str, name: str, expected: str) -> None:
    found = answers(text)[name].candidate
    assert found is not None
    assert found.kind == expected


@pytest.mark.parametrize(
    ("text", "name", "admin1"),
    [
        ("The storm hit Jamaica. In Cuba it struck Santiago and Holguin.", "Santiago", "CU-13"),
        ("He was born in Santiago, the capital of Chile.", "Santiago", "CL-RM"),
        ("Herders burned homes in Plateau. In Benue, 40 died.", "Benue", "NG-BE"),
        ("Floods hit Kogi where the Benue meets the Niger River.", "Benue", ""),
        (
            "Cars hit a truck in Fairfield County, Connecticut, and Iowa.",
            "Fairfield County",
            "US-CT",
        ),
        ("A barge sank on the Ohio at Louisville.", "Ohio", ""),
        ("Voters in Ohio and Kentucky stayed at home.", "Ohio", "US-OH"),
        ("Boats crossed the Delaware at Trenton.", "Delaware", ""),
        ("Voters in Delaware and Maryland stayed at home.", "Delaware", "US-DE"),
        ("A bridge near Mâcon was closed.", "Mâcon", "FR-BFC"),
        ("A bridge near Macon was closed.", "Macon", "US-GA"),
        ("In Seoul they said that a missile fell in the East Sea.", "East Sea", ""),
        ("Two climbers died on Mount Rainier in Washington state.", "Mount Rainier", "US-WA"),
        ("The mayor of Mount Rainier, Maryland, resigned.", "Mount Rainier", "US-MD"),
        ("A hiker died on Mount Washington in New Hampshire.", "Mount Washington", "US-NH"),
        ("He lives in Mount Washington, Kentucky.", "Mount Washington", "US-KY"),
    ],
)
def test_which_of_its_namesakes_a_name_means(text: str, name: str, admin1: str) -> None:
    found = answers(text)[name].candidate
    assert found is not None
    assert found.admin1 == admin1


@pytest.mark.parametrize(
    ("city", "name", "admin1", "precision"),
    [
        ("Kherson", "Dniprovskyi", "UA-65", "hromada"),
        ("Kyiv", "Dniprovskyi", "UA-30", "exact"),
        ("Zaporizhzhia", "Dniprovskyi", "UA-23", "hromada"),
        ("Kyiv", "Desnianskyi", "UA-30", "exact"),
        ("Kharkiv", "Saltivskyi", "UA-63", "hromada"),
        ("Odesa", "Peresypskyi", "UA-51", "hromada"),
    ],
)
def test_a_district_lies_in_the_city_that_is_named(
    city: str, name: str, admin1: str, precision: str
) -> None:
    text = f"Drones hit {city} overnight. In the {name} district of {city} two houses burned."
    found = answers(text)[name].candidate
    assert found is not None
    assert (found.kind, found.admin1, found.precision) == ("district", admin1, precision)


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        # What a noun closes reaches no further back than to an owner.
        (
            "Drones hit Lviv and Kharkiv's Slobidskyi and Osnovianskyi districts.",
            {"Lviv": "city", "Kharkiv": "city", "Slobidskyi": "district"},
        ),
        (
            "Shells hit Ukraine's Kharkiv and Sumy regions.",
            {"Ukraine": "country", "Kharkiv": "region", "Sumy": "region"},
        ),
        (
            "Storms hit Mexico's Veracruz, Hidalgo and Puebla states.",
            {"Mexico": "country", "Veracruz": "region", "Puebla": "region"},
        ),
        # What stands before a list holds for all of it.
        (
            "Kyiv would give up the rest of Luhansk and Donetsk.",
            {"Luhansk": "region", "Donetsk": "region"},
        ),
        (
            "In Nikopol shells hit Marhanets, Pokrovska and Myrivska communities.",
            {"Nikopol": "city", "Marhanets": "district", "Myrivska": "district"},
        ),
    ],
)
def test_what_the_words_around_a_list_say_of_its_names(text: str, kinds: dict[str, str]) -> None:
    found = {name: answer.candidate for name, answer in answers(text).items()}
    assert {name: place.kind for name, place in found.items() if place and name in kinds} == kinds


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Snow fell in the Ozarks of Arkansas.", "Ozarks"),
        ("In Tibet, a quake hit Dingri; in Gansu, a train stopped.", "Tibet"),
        ("Snow fell in the Sierra Nevada in California.", "Sierra Nevada"),
        ("Ships left the Black Sea in Ukraine.", "Black Sea"),
    ],
)
def test_what_is_not_said_to_lie_elsewhere_is_found(text: str, name: str) -> None:
    assert answers(text)[name].candidate is not None


def test_a_town_is_not_looked_for_outside_of_the_state_that_it_is_said_to_lie_in() -> None:
    around = "Gunmen raided a school in Maga, Kebbi state, and a church in Eruku."
    assert answers(around)["Maga"].candidate is None
    assert answers("Gunmen raided a school in Maga.")["Maga"].candidate is not None


def test_a_town_for_a_river_that_no_gazetteer_has_is_unsure() -> None:
    around = "Floods hit Taree and Kempsey in New South Wales."
    assert answers(f"{around} The Lyons River rose.")["Lyons River"].score < 0.5
    assert answers(f"{around} The Manning River rose.")["Manning River"].score > 0.8
    assert answers(f"{around} The Darling River rose.")["Darling River"].score > 0.8


@pytest.mark.parametrize(("capital", "code"), [("Kinshasa", "CD"), ("Brazzaville", "CG")])
def test_congo_is_the_one_whose_capital_is_named(capital: str, code: str) -> None:
    text = f"{capital.upper()}, Congo — An outbreak killed 45, Congo's health ministry said."
    assert country(text, "Congo") == code


@pytest.mark.parametrize("name", ["Ain al-Foo", "Al-Foo"])
def test_a_part_of_an_arabic_name_is_no_place(name: str) -> None:
    found = answers(f"Fighting went on at the {name} camp near Damascus, in Syria.")
    assert sorted(found) == ["Damascus", "Syria"]
