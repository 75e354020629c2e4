"""Articles in Markdown and in web pages: what their readers see, and where they are from."""

from __future__ import annotations

import io
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from warmap import Article, ArticleError, draw_map, find_places, read_article
from warmap.charsets import decode_html
from warmap.markdown import article_of_markdown
from warmap.provenance import day_said, line_said, web_address
from warmap.webpage import article_of_page

NEWS = """<!doctype html><html lang="en"><head><meta charset="utf-8">
<title>Two villages lose power after a night attack | Example Wire</title>
<meta property="og:title" content="Two villages lose power after a night attack">
<meta property="og:site_name" content="Example Wire">
<meta property="article:published_time" content="2025-06-09T07:30:00+03:00">
<link rel="canonical" href="https://wire.example/2025/two-villages">
<script>window.menu = "Moscow";</script><style>.Berlin { color: red }</style></head><body>
<nav><ul><li><a href="/">Home</a></li><li><a href="/l">Lisbon weather</a></li></ul></nav>
<main><article><h1>Two villages lose power after a night attack</h1>
<p>Two villages near <a href="/t/mezhova">Mezhova</a> in the <b>Dnipropetrovsk</b> region
lost power overnight, the regional military administration said on Monday.</p>
<p>&ldquo;Nobody was hurt,&rdquo; its head wrote. Crews were sent from Pavlohrad.<br>They worked
until&nbsp;noon.</p>
<!-- Vienna --><noscript>Turn on JavaScript in Madrid.</noscript>
<h2>What is known</h2>
<ul><li>Power was cut in Novopavlivka at 3 a.m.</li><li>Trains to Pokrovsk were late.</li></ul>
<blockquote><p>The line will be repaired within two days, the operator promised.</p></blockquote>
<table><tr><th>Place</th><th>Homes</th></tr><tr><td>Mezhova</td><td>1,200</td></tr></table>
<p>Kyiv said nothing about the attack. The ministry did not comment.</p>
</article></main><section id="comments"><p>Reader: I was in Odesa.</p></section>
<footer><p>&copy; 2025 Example Wire, London</p></footer></body></html>"""

NEWS_TEXT = """Two villages lose power after a night attack
Two villages near Mezhova in the Dnipropetrovsk region lost power overnight, \
the regional military administration said on Monday.
“Nobody was hurt,” its head wrote. Crews were sent from Pavlohrad.
They worked until noon.
What is known
Power was cut in Novopavlivka at 3 a.m.
Trains to Pokrovsk were late.
The line will be repaired within two days, the operator promised.
Place | Homes
Mezhova | 1,200
Kyiv said nothing about the attack. The ministry did not comment.
"""

NOVYNY = """<!DOCTYPE html><html lang="uk"><head>
<meta http-equiv="Content-Type" content="text/html; charset=windows-1251">
<title>Біля Межової відновили світло — Приклад</title>
<script type="application/ld+json">{"@context": "https://schema.org", "@type": "NewsArticle",
"headline": "Біля Межової відновили світло", "datePublished": "2025-06-10T09:00:00+03:00",
"publisher": {"@type": "Organization", "name": "Приклад"}}</script></head><body>
<div class="menu"><a href="/">Головна</a> <a href="/k">Харків сьогодні</a></div>
<div class="content"><h1>Біля Межової відновили світло</h1>
<p>У двох селах біля Межової на Дніпропетровщині відновили світло, повідомили в обласній
військовій адміністрації у вівторок.</p>
<p>За даними адміністрації, бригади працювали всю ніч. «Ніхто не постраждав», – написав її
очільник.</p></div></body></html>"""

MARKDOWN = """---
title: "Two villages: no power"   # as printed
date: 2025-06-09T07:30:00Z
author: [A. Writer, B. Writer]
---

# Heading *of* the page

Two villages near [Mezhova](https://wire.example/t "a place") lost
**power** overnight.\\
It came back at noon. ![A street in Paris](paris.jpg)

- Novopavlivka, at `3` a.m.
- Pokrovsk
  1. its *station*

> “Nobody was hurt,” &mdash; the head
> of the region wrote.

| Place | Homes |
| --- | --- |
| Mezhova | 1,200 |

<div class="note"><script>Moscow()</script><!-- Berlin -->Seen <b>in</b> Kyiv</div>

Setext
------
Last<br>line <!-- Vienna -->here.
"""

DAY = "2025-06-09"
MARKDOWN_TEXT = """Heading of the page
Two villages near Mezhova lost power overnight.
It came back at noon.
Novopavlivka, at 3 a.m.
Pokrovsk
its station
“Nobody was hurt,” — the head of the region wrote.
Place | Homes
Mezhova | 1,200
Seen in Kyiv
Setext
Last
line here.
"""


def written(folder: Path, name: str, content: str | bytes) -> Path:
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


@pytest.mark.parametrize("name", ["a.html", "a.HTM", "a.xhtml"])
def test_a_page_gives_what_its_reader_sees_and_what_it_says_of_itself(
    tmp_path: Path, name: str
) -> None:
    article = read_article(written(tmp_path, name, NEWS))
    assert article == Article(
        NEWS_TEXT,
        title="Two villages lose power after a night attack",
        source="Example Wire",
        date="2025-06-09",
        url="https://wire.example/2025/two-villages",
    )


def test_a_ukrainian_page_in_its_old_encoding(tmp_path: Path) -> None:
    article = read_article(written(tmp_path, "a.html", NOVYNY.encode("cp1251")))
    assert "У двох селах біля Межової на Дніпропетровщині відновили" in article.text
    assert "«Ніхто не постраждав», – написав її очільник." in article.text.split("\n")[-2]
    assert "Харків" not in article.text
    assert (article.title, article.date) == ("Біля Межової відновили світло", "2025-06-10")
    assert article.source == "Приклад"


def test_what_the_caller_says_wins(tmp_path: Path) -> None:
    for name, content in (("a.html", NEWS), ("a.md", MARKDOWN)):
        path = written(tmp_path, name, content)
        article = read_article(path, title="T", source="S", date="2025-01-01")
        assert (article.title, article.source, article.date) == ("T", "S", "2025-01-01")


def test_a_page_on_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(NEWS.encode())))
    assert read_article("-").text == NEWS_TEXT


def test_the_same_page_gives_the_same_article(tmp_path: Path) -> None:
    path = written(tmp_path, "a.html", NEWS)
    assert read_article(path) == read_article(path)


def test_spans_count_the_text_of_the_article(tmp_path: Path) -> None:
    article = read_article(written(tmp_path, "a.html", NEWS))
    places = find_places(article)
    assert {"Mezhova", "Pavlohrad", "Novopavlivka"} <= set(places["mention"])
    for row in places.itertuples():
        assert article.text[row.start : row.end] == row.mention


def test_markdown_gives_what_its_reader_sees(tmp_path: Path) -> None:
    article = read_article(written(tmp_path, "a.md", "\ufeff" + MARKDOWN.replace("\n", "\r\n")))
    assert article == Article(
        MARKDOWN_TEXT,
        title="Two villages: no power",
        source="A. Writer, B. Writer",
        date="2025-06-09",
    )


@pytest.mark.parametrize(
    ("front", "said"),
    [
        ("---\ntitle: 'It''s on'\nsource: AFP\n---\n", ("It's on", "AFP", "", "")),
        ("---\ntitle: >\n  A\n  b\nsource: |\n  AFP\n...\n", ("A b", "AFP", "", "")),
        ("---\nTitle: A\nauthors:\n  - B\n  - C\n---\n", ("A", "B, C", "", "")),
        ("---\nsource: AFP\nauthor: B\ntitle: A # no\n---\n", ("A", "AFP", "", "")),
        ("---\n# note\n\ntitle: A\npublisher: B\n---\n", ("A", "B", "", "")),
        ('---\ntitle: "A \\"b\\""\n---\n', ('A "b"', "", "", "")),
        ("---\ndate: 9 June\nurl: https://a.example/\n---\n", ("H", "", "", "https://a.example/")),
        ("---\ndate: 2025-02-30\nurl: javascript:alert(1)\n---\n", ("H", "", "", "")),
        ("---\ntitle:\n---\n", ("H", "", "", "")),
        ('+++\ntitle = "A"\ndate = 2025-06-09\nauthors = ["B"]\n+++\n', ("A", "B", DAY, "")),
        ("", ("H", "", "", "")),
    ],
)  # fmt: skip
def test_front_matter(front: str, said: tuple[str, str, str, str]) -> None:
    article = article_of_markdown(f"{front}# H\n\nKyiv slept.\n")
    assert (article.title, article.source, article.date, article.url) == said
    assert article.text == "H\nKyiv slept.\n"


@pytest.mark.parametrize(
    "text",
    [
        "---\nKyiv slept.\n\n---\n",
        "---\ntitle: A\nKyiv slept.",
        "+++\nKyiv slept.\n+++\n",
        f"+++\na = {'[' * 9_000}\n+++\nKyiv slept.",
        f"+++\na = {'9' * 9_000}\n+++\nKyiv slept.",
    ],
)
def test_rulers_alone_are_no_front_matter(text: str) -> None:
    article = article_of_markdown(text)
    assert "Kyiv slept." in article.text
    assert article.source == ""


def test_a_heading_further_down_is_the_title_of_a_text_without_another() -> None:
    assert article_of_markdown("Kyiv.\n\n## A *b*\n\n# C\n").title == "A b"
    assert article_of_markdown("Kyiv slept.\n").title == ""


def test_long_markdown_is_read_all_the_same_and_in_bounds(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = written(tmp_path, "a.md", MARKDOWN + "\nAnd *so* on.\n" * 5_000)
    article = read_article(path)
    assert article.text == MARKDOWN_TEXT + "And so on.\n" * 5_000
    assert article.title == "Two villages: no power"
    monkeypatch.setattr("warmap.isolation._RUN", "raise MemoryError")
    with pytest.raises(ArticleError, match=r"a.md: can't be read, its parser fails"):
        read_article(path)


PIECES = st.sampled_from(
    ["# ", "- ", "1. ", "> ", "```\n", "---\n", "+++\n", "title: ", "*", "**", "_", "`", "[", "](",
     ")", "<b>", "<!--", "-->", "<script>", "&amp;", "&#0;", "<![", "<![CDATA[", "<div>",
     "<?", "<!A", "\\", "|", "\n", "\n\n", "    ", "\t", "Kyiv", " ", "\x00", "\u202e", "!["]
)  # fmt: skip


@settings(deadline=None, max_examples=300)
@given(
    st.lists(PIECES | st.text(st.characters(exclude_categories=["Cs"]), max_size=4)).map("".join)
)
def test_any_text_is_markdown(text: str) -> None:
    article = article_of_markdown(text)
    assert not article.text or article.text.endswith("\n")
    assert "\n\n" not in article.text
    assert line_said(article.title) == article.title
    assert day_said(article.date) == article.date


@pytest.mark.parametrize("name", ["a.md", "a.html"])
@pytest.mark.parametrize("content", ["", " \n", "<!-- Kyiv -->", "<p></p>", "<img alt=Kyiv><br>"])
def test_a_document_without_a_text_is_refused(tmp_path: Path, name: str, content: str) -> None:
    path = written(tmp_path, name, content)
    with pytest.raises(ArticleError, match=r"the article is empty|no text of an article"):
        read_article(path)


@pytest.mark.parametrize(
    "body",
    [
        '<div id="root"></div><noscript>Turn on JavaScript in Kyiv.</noscript>',
        '<div id="root"></div><script src="app.js"></script>',
        "<nav><a href='/'>Kyiv</a></nav>",
        "<script>document.write('Kyiv')</script>",
        "",
    ],
)
def test_a_page_that_only_a_script_fills_says_so(tmp_path: Path, body: str) -> None:
    page = f"<html><head><title>App</title></head><body>{body}</body></html>"
    with pytest.raises(ArticleError, match="no text of an article is found in the page"):
        read_article(written(tmp_path, "a.html", page))


@pytest.mark.parametrize("depth", [300, 3_000])
def test_deeply_nested_pages_are_read_or_refused(tmp_path: Path, depth: int) -> None:
    text = "Shelling hit the town of Mezhova on Monday, officials said."
    page = f"<html><body>{'<div>' * depth}<p>{text}</p>{'</div>' * depth}</body></html>"
    path = written(tmp_path, "a.html", page)
    if depth == 300:
        assert read_article(path).text == f"{text}\n"
    else:
        with pytest.raises(ArticleError, match=r"no text of an article|can't be read"):
            read_article(path)


@pytest.mark.parametrize(
    "page",
    [
        "<div><b>" * 200_000,
        "<html>" + "<a href='" * 50_000,
        "<" * 500_000,
        "<!--" * 100_000,
        "<p " + "a=1 " * 200_000 + ">Kyiv",
        "<table>" * 500 + "Kyiv",
        "&" * 300_000,
        "<html>" + "<html><head><body>" * 20_000,
        "<![CDATA[" * 50_000,
    ],
)
def test_pages_made_to_hurt_end_in_a_text_or_one_error(page: str) -> None:
    try:
        text = article_of_page(page, name="a.html").text
    except ArticleError as error:
        text = str(error)
    assert text.strip()


def test_a_page_that_takes_too_long_is_given_up() -> None:
    with pytest.raises(ArticleError, match=r"a.html: can't be read within 0\.001 seconds"):
        article_of_page(NEWS, name="a.html", limit_s=0.001)


def test_a_page_at_which_the_library_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("warmap.isolation._RUN", "import os; os.abort()")
    with pytest.raises(ArticleError, match="its parser fails at it; copy the article"):
        article_of_page(NEWS, name="a.html")
    monkeypatch.setattr("warmap.isolation._RUN", "print('no JSON')")
    with pytest.raises(ArticleError, match="its parser fails at it"):
        article_of_page(NEWS, name="a.html")


def test_the_page_is_not_read_where_the_command_runs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    written(tmp_path, "json.py", "raise SystemExit('a module of the folder was run')")
    monkeypatch.chdir(tmp_path)
    assert article_of_page(NEWS, name="a.html").text == NEWS_TEXT


@pytest.mark.parametrize(
    ("title", "date", "shown"),
    [
        ("A" * 5_000, "2025-06-09", ("A" * 299 + "…", "2025-06-09")),
        ("A\x00\x1b[2J\u202eB\ud800", "soon", ("A[2JB", "")),
        ("<b>A</b> & ${x} {{y}}", "2025-13-01", ("<b>A</b> & ${x} {{y}}", "")),
        ("Sharp\u2028turn\nhere", "<script>", ("Sharp turn here", "")),
        ("", "20250609", ("", "")),
    ],
)
def test_titles_and_dates_made_to_hurt(title: str, date: str, shown: tuple[str, str]) -> None:
    assert (line_said(title), day_said(date)) == shown


def test_hostile_titles_in_a_page() -> None:
    page = NEWS.replace(
        'og:title" content="', 'og:title" content="&#x202e;&#27;&lt;script&gt;' + "long " * 200
    ).replace("2025-06-09T07:30:00+03:00", "&lt;img&gt;")
    article = article_of_page(page, name="a.html")
    assert len(article.title) <= 300
    assert article.title.isprintable()
    assert article.date == day_said(article.date)


@given(st.text())
def test_what_is_said_is_one_plain_line_whatever_was_written(text: str) -> None:
    line = line_said(text)
    assert len(line) <= 300
    assert "\n" not in line
    assert line == line.strip() == line_said(line)
    line.encode()


@pytest.mark.parametrize(
    "address",
    ["javascript:alert(1)", "data:text/html,a", "ftp://a.example/", "//a.example", "https://",
     "https://me:pw@a.example/", 'https://a.example/"onclick=', "https://a.example/ b",
     "https://a.example/<b>", "https://a.example/\n", "https://a.example/" + "a" * 3_000, ""],
)  # fmt: skip
def test_only_plain_web_addresses_are_linked(address: str) -> None:
    if address.endswith("\n"):
        assert web_address(address) == address.strip()
    else:
        assert web_address(address) == ""


@pytest.mark.parametrize(
    ("data", "charset", "text"),
    [
        ("<p>Київ".encode(), "", "Київ"),
        ("\ufeff<p>Київ".encode(), "windows-1251", "Київ"),
        ("<p>Київ".encode("utf-16"), "utf-8", "Київ"),
        ("<p>Київ".encode("koi8-u"), "KOI8-U", "Київ"),
        ('<meta charset="utf-8"><p>Київ'.encode("cp1251"), "windows-1251", "Київ"),
        ("<meta charset=windows-1251><p>Київ".encode("cp1251"), "", "Київ"),
        ('<?xml version="1.0" encoding="windows-1251"?><p>Київ'.encode("cp1251"), "", "Київ"),
        ('<meta content="text/html; charset=cp1251"><p>Київ'.encode("cp1251"), "", "Київ"),
        ('<meta charset="utf-16"><p>Київ'.encode(), "", "Київ"),
        (b"<p>caf\xe9 \x93Kyiv\x94", "iso-8859-1", "café “Kyiv”"),
        ("<p>Київ".encode() + b"\xff", "utf-8", "Київ\ufffd"),
    ],
)  # fmt: skip
def test_encodings_are_taken_from_mark_server_and_page_in_this_order(
    data: bytes, charset: str, text: str
) -> None:
    assert decode_html(data, name="a", charset=charset).endswith(f"<p>{text}")


@pytest.mark.parametrize(
    ("data", "charset", "words"),
    [
        ("<p>Київ".encode("cp1251"), "", "no valid UTF-8"),
        ("<p>Київ спить".encode("cp1251"), "utf-8", "'utf-8' and is in another"),
        (b"<p>Kyiv", "utf-7", "'utf-7', which is none of the web's"),
        (b"<p>Kyiv", "unicode_escape", "none of the web's"),
        (b"<meta charset=punycode><p>Kyiv", "", "none of the web's"),
        (bytes(range(256)) * 20, "utf-8", "binary"),
        (bytes(5_000), "windows-1252", "binary"),
    ],
)  # fmt: skip
def test_encodings_are_never_guessed(data: bytes, charset: str, words: str) -> None:
    with pytest.raises(ArticleError, match=words):
        decode_html(data, name="a", charset=charset)


@pytest.mark.parametrize("ending", [".txt", ".md", ".html"])
def test_files_that_are_none_to_read(tmp_path: Path, ending: str) -> None:
    sparse, pipe, loop = (tmp_path / f"{name}{ending}" for name in ("sparse", "pipe", "loop"))
    with sparse.open("wb") as file:
        file.truncate(2_000_000_000)
    os.mkfifo(pipe)
    loop.symlink_to(loop)
    for path, words in ((sparse, "over 10 MB"), (pipe, "not a regular"), (loop, "can't be read")):
        with pytest.raises(ArticleError, match=words) as caught:
            read_article(path)
        assert str(path) in str(caught.value)


def test_without_trafilatura_a_page_names_the_extra(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda _: None)
    with pytest.raises(ArticleError, match=r"needs trafilatura; run: pip install 'warmap\[web\]'"):
        read_article(written(tmp_path, "a.html", NEWS))
    assert read_article(written(tmp_path, "a.md", MARKDOWN)).text == MARKDOWN_TEXT


def warmap(*arguments: str, cwd: Path) -> tuple[int, str, str]:
    done = subprocess.run(
        [sys.executable, "-c", "from warmap.cli import main; main()", *arguments],
        cwd=cwd, capture_output=True, timeout=120, check=False,
    )  # fmt: skip
    return done.returncode, done.stdout.decode(), done.stderr.decode()


def test_a_page_on_the_web_becomes_a_map_of_its_name(
    tmp_path: Path, loopback: Any, reply: Any
) -> None:
    loopback.reply(reply(NEWS.encode(), headers={"Content-Type": "text/html"}))
    url = f"{loopback.url}/news/two-villages.html?from=start"
    code, out, err = warmap("map", url, "--allow-private", "--source", "Wire", cwd=tmp_path)
    assert (code, err, out.splitlines()[-1]) == (0, "", "two-villages.html")
    html = (tmp_path / "two-villages.html").read_text(encoding="utf-8")
    assert "Two villages lose power after a night attack</" in html
    link = f'<a href="{url}" rel="noopener noreferrer">Wire</a>, 2025-06-09'
    assert link in html
    for command in ("places", "mentions", "explain"):
        code, out, _ = warmap(command, url, "--allow-private", cwd=tmp_path)
        assert code == 0
        assert "Mezhova" in out
    assert len(loopback.asked) == 4


@pytest.mark.parametrize(
    ("url", "link"),
    [
        ("https://a.example/b?c=1&d=2", '<a href="https://a.example/b?c=1&amp;d=2" rel='),
        ("javascript:alert(1)", ""),
        ('https://a.example/" onclick="alert(1)', ""),
        ("", ""),
    ],
)
def test_the_map_links_the_article_only_where_a_link_is_safe(url: str, link: str) -> None:
    article = Article("Shelling hit the town of Mezhova.", url=url)
    html = draw_map(find_places(article), article=article).get_root().render()
    byline = html.partition('<p id="byline" dir="auto">')[2].partition("</p>")[0]
    assert byline.startswith(link) if link else not byline
    assert "alert(1)" not in html


def test_the_map_of_a_page_does_not_replace_the_page(tmp_path: Path) -> None:
    written(tmp_path, "news.html", NEWS)
    code, out, _ = warmap("map", "news.html", cwd=tmp_path)
    assert (code, out.splitlines()[-1]) == (0, "news-map.html")
    assert (tmp_path / "news.html").read_text(encoding="utf-8") == NEWS


def test_a_page_that_is_refused_leaves_one_line_and_no_file(
    tmp_path: Path, loopback: Any, reply: Any
) -> None:
    loopback.reply(reply(status=404))
    for command in ("map", "places", "mentions", "explain"):
        code, out, err = warmap(command, f"{loopback.url}/a", cwd=tmp_path)
        assert (code, out, err.count("\n")) == (2, "", 1)
        assert "127.0.0.1 is not a public address; if this page" in err
    code, _, err = warmap("map", f"{loopback.url}/a", "--allow-private", cwd=tmp_path)
    assert (code, err.count("\n")) == (2, 1)
    assert "the server answers 404 Not Found" in err
    assert not list(tmp_path.iterdir())
    assert loopback.asked == ["/a"]
