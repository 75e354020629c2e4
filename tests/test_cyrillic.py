"""Ukrainian and Russian articles: names are found in any case and mean what they mean there."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from warmap.gazetteer import default_gazetteer
from warmap.language import language_of
from warmap.mentions import find_mentions, mentions_at
from warmap.placelist import read_place_list
from warmap.places import find_resolutions
from warmap.respelling import lookup_cyrillic
from warmap.roles import role_of
from warmap.tokens import tokenize


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("", "en"),
        ("Shelling hit Kyiv overnight.", "en"),
        ("The town of Kupiansk (Куп’янськ) lies on the Oskil.", "en"),
        ("Під Бахмутом тривають бої.", "uk"),
        ("Війська відійшли за річку, повідомив штаб.", "uk"),
        ("Под Бахмутом идут бои.", "ru"),
        ("Обстрел Одессы", "ru"),
        ("Агентство Reuters написало про це після дзвінка до CNN", "uk"),
        ("\u202e🙂\x00", "en"),
    ],
)
def test_the_language_is_told_by_script_letters_and_words(text: str, language: str) -> None:
    assert language_of(text) == language


FOUND = [
    ("Бої точилися у Донецьку та під Покровськом.",
     {"Донецьку": "Donetsk", "Покровськом": "Pokrovsk"}),
    ("У Кривому Розі та Білій Церкві чули вибухи.",
     {"Кривому Розі": "Kryvyi Rih", "Білій Церкві": "Bila Tserkva"}),
    ("Обстріляли Велику Новосілку й околиці Часового Яру.",
     {"Велику Новосілку": "Velyka Novosilka", "Часового Яру": "Chasiv Yar"}),
    ("Бої в Харківській області, пише «Суспільне».", {"Харківській": "Kharkiv Oblast"}),
    ("У Донецькій, Луганській та Запорізькій областях оголосили тривогу.",
     {"Донецькій": "Donetsk Oblast", "Луганській": "Luhansk Oblast",
      "Запорізькій": "Zaporizhzhia Oblast"}),
    ("Евакуюють людей із Куп’янського району.", {"Куп’янського": "Kupiansk Raion"}),
    ("На Костянтинівському напрямку було тихо.", {"Костянтинівському": "Kostiantynivka"}),
    ("Под Торецком и в Селидово без перемен.", {"Торецком": "Toretsk", "Селидово": "Selydove"}),
    ("Из Харьковской области уехали тысячи.", {"Харьковской": "Kharkiv Oblast"}),
    ("Колонна шла через Ростов-на-Дону.", {"Ростов-на-Дону": "Rostov-on-Don"}),
    ("Военные заняли Новоэкономическое у Мирнограда.",
     {"Новоэкономическое": "Novoekonomichne", "Мирнограда": "Myrnohrad"}),
    ("Удар пришёлся по Сумам.", {"Сумам": "Sumy"}),
]  # fmt: skip


@pytest.mark.parametrize(("text", "names"), FOUND)
def test_names_are_found_in_any_case(text: str, names: dict[str, str]) -> None:
    found = {r.mention.text: r.candidate and r.candidate.name for r in find_resolutions(text)}
    assert found == names


NOT_PLACES = [
    "Київський стадіон не приймає матчів.",
    "Стамбульські домовленості виконують.",
    "Про це розповіла Олена Київська.",
    "Рассказал эксперт Кирилл Донецкий.",
    "Матч із «Шахтарем» перенесли, бо «Динамо» не приїхало.",
    "Русские войска отошли.",
    "Президент Владимир Путин подписал указ.",
    "Лікарня імені Мечникова переповнена.",
    "Агентство Reuters написало про ракети Patriot.",
    "Встреча с Трампом сорвалась.",
    "Влада мовчить. Мир не настав. Війна триває.",
]


@pytest.mark.parametrize("text", NOT_PLACES)
def test_people_clubs_and_adjectives_are_no_places(text: str) -> None:
    assert [m.text for m in find_mentions(text, gazetteer=default_gazetteer())] == []


def test_a_village_that_nobody_knows_is_kept_when_a_noun_marks_it() -> None:
    text = "Снаряд упал в селе Выдумкино."
    (answer,) = find_resolutions(text)
    assert (answer.mention.text, answer.mention.kinds) == ("Выдумкино", ("village",))
    assert answer.status == "unresolved"


GOVERNMENT = [
    ("Москва заявила о захвате села.", "Москва"),
    ("Київ знову відкинув ультиматум.", "Київ"),
    ("В Киеве ответили, что город держится.", "Киеве"),
    ("У Варшаві вважають інакше.", "Варшаві"),
    ("Міністерство оборони Росії повідомило про 61 дрон.", "Росії"),
    ("Армия РФ атаковала с севера.", "РФ"),
    ("Він закликав Москву зупинитися.", "Москву"),
    ("Китай, как и Турция, предлагает гарантии.", "Китай"),
    ("Росія офіційно візиту не коментувала.", "Росія"),
    ("Лондон, Париж и Берлин подготовили ответ.", "Лондон"),
    ("Тривають переговори з Києвом.", "Києвом"),
]
LITERAL = [
    ("Переговори в Стамбулі завершилися.", "Стамбулі"),
    ("Белгород обстреляли ночью.", "Белгород"),
    ("Он уехал из России.", "России"),
    ("Мешканці Харкова спали.", "Харкова"),
    ("Вони дісталися до Варшави.", "Варшави"),
    ("Бої тривають у районах Вовчанська.", "Вовчанська"),
]
ASSOCIATIVE = [
    ("Бої на Лиманському напрямку.", "Лиманському"),
    ("Он работал на Запорожской АЭС.", "Запорожской"),
    ("На Покровському напрямку 9 атак, на Лиманському — три.", "Лиманському"),
]


@pytest.mark.parametrize(
    ("text", "name", "role"),
    [
        (text, name, role)
        for role, rows in (
            ("government", GOVERNMENT), ("literal", LITERAL), ("associative", ASSOCIATIVE),
        )
        for text, name in rows
    ],
)  # fmt: skip
def test_the_grammar_around_a_name_tells_its_role(text: str, name: str, role: str) -> None:
    tokens = tokenize(text)
    at = tokens.words.index(name)
    assert role_of(tokens, at, at) == role


@pytest.mark.parametrize(
    ("text", "name", "admin1"),
    [
        ("Обстріляли село Зоря у Покровському районі Донецької області.", "Зоря", "UA-14"),
        ("Обстріляли село Іванівка Сумської області.", "Іванівка", "UA-59"),
        ("Обстреляли село Ивановка (Одесская область).", "Ивановка", "UA-51"),
        ("Обстреляли Ивановку на севере Харьковской области.", "Ивановку", "UA-63"),
    ],
)
def test_what_the_text_says_a_village_lies_in_decides(text: str, name: str, admin1: str) -> None:
    (answer,) = (r for r in find_resolutions(text, threshold=0) if r.mention.text == name)
    assert answer.candidate
    assert answer.candidate.admin1 == admin1


def test_all_cases_of_a_name_are_judged_together() -> None:
    text = "Лиман тримається. У Лимані тихо, під Лиманом бої, з Лимана виїхали."
    answers = find_resolutions(text)
    assert [r.mention.text for r in answers] == ["Лиман", "Лимані", "Лиманом", "Лимана"]
    assert {r.mention.forms for r in answers} == {("Лиман",)}
    assert len({r.candidate and r.candidate.id for r in answers}) == 1


def test_a_place_list_speaks_for_every_case_of_a_name(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_text(
        "name,action,id,mentions\nЗоря,pin,katottg:UA14120050230096532,2\nЗоря,drop,,1\n",
        encoding="utf-8",
    )
    answers = find_resolutions(
        "У селі Зоря тихо, біля Зорі — ні.", place_list=read_place_list(path)
    )
    assert [r.status for r in answers] == ["dropped", "resolved"]
    assert answers[1].candidate
    assert answers[1].candidate.id == "katottg:UA14120050230096532"


def test_given_spans_are_read_with_their_case() -> None:
    text = "Їхали з Донецька"
    (mention,) = mentions_at(text, [(8, 16)], gazetteer=default_gazetteer())
    assert mention.forms == ("Донецьк",)
    assert mentions_at(text, [(8, 16)])[0].forms[0] == "Донецьк"


def test_a_russian_name_of_a_ukrainian_village_ranks_behind_what_bears_it() -> None:
    found = lookup_cyrillic("Заря", gazetteer=default_gazetteer())
    assert found[0].local_name == "Заря"
    assert {c.local_name for c in found if c.country == "UA"} == {"Зоря"}


def run(code: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60
    )


def test_pymorphy_is_asked_for_only_when_the_text_is_cyrillic() -> None:
    code = (
        "import sys; from warmap.places import find_resolutions\n"
        "find_resolutions('Shelling hit Kyiv and Pokrovsk (Покровськ).')\n"
        "print('pymorphy3' in sys.modules)\n"
        "find_resolutions('Обстріляли Київ.')\n"
        "print('pymorphy3' in sys.modules)"
    )
    assert run(code).stdout.split() == ["False", "True"]


def test_without_pymorphy_a_note_names_the_extra_and_nominatives_are_found() -> None:
    code = (
        "import sys; sys.modules['pymorphy3'] = None\n"
        "from warmap.places import find_resolutions\n"
        "print([r.mention.text for r in find_resolutions('Обстріляли Київ. Росія мовчить.')])"
    )
    done = run(code)
    assert done.stdout.strip() == "['Київ', 'Росія']"
    assert "pip install 'warmap[uk]'" in done.stderr


def test_the_command_line_tells_it_in_one_line() -> None:
    code = (
        "import sys; sys.modules['pymorphy3'] = None\n"
        "sys.stdin = open(0, encoding='utf-8'); sys.argv = ['warmap', 'places', '-']\n"
        "from warmap.cli import main; main()"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        input="Обстріляли Київ.", capture_output=True, text=True, check=True, timeout=60,
    )  # fmt: skip
    assert done.stderr.count("\n") == 1
    assert done.stderr.startswith("note: ")


PIECES = st.sampled_from(
    ["Київ", "Києва", "у ", " ", ", ", "Дніпро", "село ", "\n", "\u202e", "\x00", "й", "и\u0306",
     "🙂", "УКРАЇНА", "Слов’янськ", "-", "м. ", "РФ ", "Донецькій ", "області", " на Лиманському",
     " напрямку", "«", "»", "Kyiv", "the village of ", "Ростов-на-Дону", "Івано-Франківської "]
)  # fmt: skip


@settings(deadline=None, max_examples=150)
@given(st.lists(PIECES | st.text(max_size=6), max_size=25).map("".join))
@example("Івано-Франківської A𗀀")  # a letter of Tangut, which has no name in older Unicode
@example("на 𗀀лиманському напрямку")
def test_spans_are_exact_ordered_and_disjoint_in_any_script(text: str) -> None:
    mentions = find_mentions(text, gazetteer=default_gazetteer())
    assert all(text[m.start : m.end] == m.text for m in mentions)
    edges = [edge for m in mentions for edge in (m.start, m.end)]
    assert edges == sorted(edges)
    assert mentions == find_mentions(text, gazetteer=default_gazetteer())
