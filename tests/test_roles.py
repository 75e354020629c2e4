"""Roles by grammar: place, government, borrowed name."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from warmap.gazetteer import default_gazetteer
from warmap.grammar import Reading, role_features
from warmap.mentions import mentions_at
from warmap.resolve import resolve
from warmap.role_learning import PRIORS, Use, learn_roles
from warmap.roles import role_of
from warmap.tokens import tokenize
from warmap.weights import Weights, bundled_weights

GOVERNMENT = [
    ("Moscow demanded formal recognition", "Moscow"),
    ("something Kyiv has repeatedly ruled out", "Kyiv"),
    ("regions that Moscow has publicly claimed as its own", "Moscow"),
    ("if Kyiv did not capitulate", "Kyiv"),
    ("since Moscow invaded in 2022", "Moscow"),
    ("the advance was a warning to Kyiv", "Kyiv"),
    ("a blow for Kyiv’s struggling military and economy", "Kyiv"),
    ("used as positions by Kyiv's forces", "Kyiv"),
    ("Washington and Ankara agreed to meet", "Washington"),
    ("he accused Tehran of sending drones", "Tehran"),
    ("relations between Warsaw and Budapest", "Warsaw"),
    ("relations between Warsaw and Budapest", "Budapest"),
    ("talks with Moscow went on", "Moscow"),
    ("Beijing will not support the plan", "Beijing"),
]
LITERAL = [
    ("negotiations in Istanbul on Monday", "Istanbul"),
    ("Dnipro was struck by missiles", "Dnipro"),
    ("Russia used Dnipro as a testing ground", "Dnipro"),
    ("talks in Geneva ended", "Geneva"),
    ("drones over Kyiv’s suburbs", "Kyiv"),
    ("the road between Izium and Lyman", "Izium"),
    ("the town of Mezhova, near the border", "Mezhova"),
    ("the region, and in particular the city of Dnipro – have been", "Dnipro"),
    ("Kharkiv was attacked overnight", "Kharkiv"),
    ("people fled from Sumy to Poltava", "Sumy"),
]
ASSOCIATIVE = [
    ("the only deal reached at the Istanbul talks", "Istanbul"),
    ("the Minsk agreements of 2015", "Minsk"),
    ("the Zaporizhzhia nuclear power plant", "Zaporizhzhia"),
    ("the Geneva convention", "Geneva"),
]


@pytest.mark.parametrize(
    ("text", "name", "role"),
    [(t, n, "government") for t, n in GOVERNMENT]
    + [(t, n, "literal") for t, n in LITERAL]
    + [(t, n, "associative") for t, n in ASSOCIATIVE],
)
def test_role(text: str, name: str, role: str) -> None:
    tokens = tokenize(text)
    index = tokens.words.index(name)
    assert role_of(tokens, index, index) == role


# Each rule with a counter-example, marked by brackets: g(overnment), l(iteral), a(ssociative).
RULES = """
g [Ankara], which has mediated before, said the channel remained open.
l [Kupiansk], which lies on the Oskil, was shelled.
g [Doha], a frequent mediator, offered to host a round.
l [Vuhledar], captured last year, is empty.
g In a message to [Warsaw], the minister ruled out any change.
l He took the night train to [Warsaw] with his son.
g The rift between [London] and Paris has widened.
l Fighting raged between [Izium] and Lyman.
g The rift between London and [Paris] has widened.
l the border between Belarus and [Lithuania]
g [Moscow]-backed fighters entered the village.
l The [Kharkiv]-born singer gave a concert.
a A [Liberia]-flagged tanker ran aground.
g The [Russia]-installed head of the town was wounded.
g Exporters fear sanctions from Brussels or [Washington].
l The train from Kyiv to [Odesa] was late.
g Sweden, Finland and [Denmark] have ordered new howitzers.
l Poltava, [Sumy] and Chernihiv were hit by missiles.
g The president thanked [Saudi Arabia] for its help.
l They crossed into [Poland] on foot.
g The plan calls for [Ukraine] to withdraw from the east.
g [Poland]'s ambassador was called in on Friday.
l a plant in [Russia]'s Tatarstan region
g [Tehran] wants the sanctions lifted first.
l [Bakhmut] saw some of the heaviest fighting.
g The sides were urged by [Beijing] to return to the table.
l Houses were flooded by the [Chenab].
g [Ukraine]'s state nuclear company declined to comment.
l [Ukraine]'s second city, Kharkiv, lies close to the border.
g [Berlin] summoned the ambassador.
l [Kharkiv] woke to explosions on Monday.
g In [London]'s view, the agreement is dead.
l A drone crashed in [Kyiv]'s Podil district.
g [Kyiv]’s Western backers met in Rome.
l [Moscow]'s mayor said nine drones were shot down.
g The deal would hand [Moscow] a base.
l Moscow said its troops had taken [Kupiansk].
g Analysts believe [Moscow] is preparing a summer push.
l Analysts in [London] said the attack had failed.
g Both Moscow and [Kyiv] deny targeting civilians.
l Sloviansk and [Kramatorsk] remain under Ukrainian control.
g Smoke was seen near Tulcea, and [Bucharest] protested.
l Smoke was seen near Tulcea and [Izmail].
g It was not clear how [Ukraine] would respond.
g [Seoul] is unlikely to agree.
l [Odesa] has been hit three times this week.
g [Cairo] has been accused of silence.
g She said [Kyiv] rarely comments on strikes.
l In autumn the court declared [Donetsk] annexed.
g [Budapest] objects.
g [Kyiv] on Monday rejected the proposal.
l [Brovary] on Monday was quiet.
g For [Moscow], the loss would be a blow.
g He said that [Tehran] "is buying time".
g [Warsaw] and the Baltic states have agreed.
g The decision leaves [Kyiv] with few choices.
l He left [Kyiv] on foot.
g Moscow rejects the court, and neither does [Washington] like it.
l Munich was calm, and so were [Cologne] and Bonn.
g [Germany]'s interior minister wants tougher checks.
l rain in [Germany]'s interior
g Without help from Beijing, [Moscow] would struggle.
l [Makiivka], Donetsk, was shelled.
g Talks in Muscat between [Tehran] and Washington broke up.
l A train in Muscat between [Seeb] and the port was late.
g [Seoul] and others will protest.
g [Ankara] sees itself as a broker.
l [Kharkiv] sees more snow than Odesa.
g [Ankara] opened its border to the convoy.
l [Brovary] opened to visitors in May.
a It was signed after the [Istanbul] talks.
g According to [Moscow], the town has fallen.
l according to residents of [Moscow]
g There was no immediate comment from [Kyiv].
g Ask Brussels or [Washington] for more.
l In Paris and [New York] some museums closed.
l [KYIV], Ukraine (Agency) — Sirens sounded.
l KYIV, [Ukraine] (Agency) — Sirens sounded.
l [Moscow], Idaho, has a university.
a the [Kharkiv] governor said on Telegram
l The mayor of [Lviv] said schools would reopen.
a the [Kursk] offensive of 2024
l the [Kursk] region of Russia
a The heaviest fighting was in the [Pokrovsk] direction.
l They fled in the direction of [Pokrovsk].
a the [Enerhodar] power station has lost power
l The [Izium] railway station was hit.
a the Borova–[Lyman] direction
a After the Treaty of [Versailles] the borders moved.
l After the siege of [Mariupol] little was left.
a the [Black Sea] grain initiative
l ships in the [Black Sea]
g The [U.S.] government sent aid.
"""


def marked(rules: str) -> list[tuple[str, str, int, int]]:
    """Role, text, and the span of what stands in brackets."""
    names = {"g": "government", "l": "literal", "a": "associative"}
    found = []
    for line in rules.strip().splitlines():
        role, text = line.split(" ", 1)
        start = text.index("[")
        end = text.index("]") - 1
        found.append((names[role], text.replace("[", "").replace("]", ""), start, end))
    return found


@pytest.mark.parametrize(("role", "text", "start", "end"), marked(RULES))
def test_each_rule_and_its_counter_example(role: str, text: str, start: int, end: int) -> None:
    mentions = mentions_at(text, [(start, end)])
    answer = resolve(text, mentions, gazetteer=default_gazetteer(), threshold=0.0)[0]
    assert answer.role == role


def test_the_kind_of_place_counts() -> None:
    tokens = tokenize("Zorya broke its promise to the coast")
    table = default_gazetteer()
    kinds = {"country": "Ukraine", "village": "Hrodivka", "river": "Dnieper"}
    found = {
        kind: role_of(tokens, 0, 0, place=next(c for c in table.lookup(name) if c.kind == kind))
        for kind, name in kinds.items()
    }
    assert found == {"country": "government", "village": "literal", "river": "literal"}


def test_weights_decide() -> None:
    tokens = tokenize("Moscow demanded more.")
    assert role_of(tokens, 0, 0, weights=Weights({}, {})) == "literal"
    heavy = Weights({}, {}, associative={"says": 1.0})
    assert role_of(tokens, 0, 0, weights=heavy) == "associative"


def test_marks_move_the_weights_and_priors_hold_the_rest() -> None:
    names = {role: list(table) for role, table in PRIORS.items()}
    uses = [Use({"bias": 1.0, "opens": 1.0, "says": 1.0}, "literal")] * 20
    learned = learn_roles(uses, names=names)
    assert learned["government"]["says"] < PRIORS["government"]["says"] - 1
    assert learned["government"]["institution"] == PRIORS["government"]["institution"]
    untaught = learn_roles([], names=names)
    for role, table in PRIORS.items():
        assert untaught[role] == pytest.approx(table)


def test_every_weight_has_a_prior() -> None:
    weights = bundled_weights()
    assert set(weights.government) == set(PRIORS["government"])
    assert set(weights.associative) == set(PRIORS["associative"])


WORDS = st.sampled_from(
    "Kyiv Moscow’s and , the said is been not talks to of by with Minsk U.S. — - ( ) . \n which "
    "forces urged for has In A region".split(" ")
)


@given(st.lists(WORDS, min_size=1, max_size=30), st.integers(0, 29))
def test_any_text_gets_features_that_have_weights(words: list[str], at: int) -> None:
    tokens = tokenize(" ".join(words))
    if not len(tokens):
        return
    first = at % len(tokens)
    features = role_features(tokens, first, min(first + at % 2, len(tokens) - 1))
    weights = bundled_weights()
    assert set(features) <= set(weights.government) | set(weights.associative)
    assert all(0 < value <= 1.5 for value in features.values())


@given(st.lists(WORDS, min_size=1, max_size=30), st.integers(0, 29))
def test_a_name_read_once_is_the_same_for_whatever_it_means(words: list[str], at: int) -> None:
    tokens = tokenize(" ".join(words))
    if not len(tokens):
        return
    index = at % len(tokens)
    reading = Reading(tokens, index, index)
    for name in ("Ukraine", "Dnieper", "Hrodivka", "Moscow", "Donetsk"):
        for place in (*default_gazetteer().lookup(name)[:3], None):
            assert reading.features(place) == role_features(tokens, index, index, place=place)
