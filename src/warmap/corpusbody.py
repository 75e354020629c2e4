"""What can be read of the page of a corpus without its script: places, quotes, how it was counted.

It takes what `corpuspage.corpus_data` gives and escapes every text, as `body` does for articles.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from warmap.body import credits_html, plain, shown
from warmap.model import UNSURE
from warmap.provenance import line_said, web_address
from warmap.wording import number_in, say, say_count

if TYPE_CHECKING:
    from warmap.tally import Quote

__all__ = ["corpus_credits_html", "corpus_places_html", "outcomes_html", "quoted_html"]

Data = dict[str, Any]

# Without a script nobody reads more: those that most articles name.
_IN_TABLE, _QUOTED = 1000, 100


def corpus_credits_html(data: Data, /) -> str:
    """How the corpus was counted, what the map is, how to cite it, and where its data come from."""
    return credits_html(data, told=[say(data["words"], "counted.how"), *_outcomes(data)])


def outcomes_html(data: Data, /) -> str:
    """How many articles were read, and what became of the others."""
    return "\n".join(f"<p>{shown(line)}.</p>" for line in _outcomes(data))


def _outcomes(data: Data) -> list[str]:
    found = data["corpus"]["outcomes"]
    copies = "counted.copies-left-out" if found["once"] else "counted.copies"
    told = [
        ("counted.read", found["done"] + found["duplicates"]),
        ("counted.failed", found["failed"]),
        (copies, found["duplicates"]),
        ("counted.undated", found["undated"]),
    ]
    return [
        say_count(data["words"], key, count, lang=data["lang"])
        for key, count in told
        if count or key == "counted.read"
    ]


def corpus_places_html(data: Data, /) -> str:
    """The places that most articles name, as a table."""
    words, lang, places = data["words"], data["lang"], data["places"]
    if not places:
        return ""
    keys = ("table.place", "table.kind", "table.where", "counted.articles", "table.mentions")
    heads = "".join(f"<th>{shown(say(words, key))}" for key in keys)
    caption = ""
    if len(places) > _IN_TABLE:
        count, every = number_in(_IN_TABLE, lang), number_in(len(places), lang)
        caption = f"<caption>{shown(say(words, 'counted.first', count=count, all=every))}</caption>"
    rows = [
        f"<tr>{_cells(data, place, mentions)}"
        for place, mentions in zip(places[:_IN_TABLE], data["corpus"]["mentions"], strict=False)
    ]
    table = f'<table class="places">{caption}<thead><tr>{heads}\n<tbody>'
    return "\n".join([table, *rows, "</table>"])


def _cells(data: Data, place: Data, mentions: int) -> str:
    local = f" ({place['local']})" if place["local"] else ""
    cells = (
        f"{place['name']}{local}",
        say(data["words"], f"kind.{place['kind']}"),
        place["where"],
        number_in(place["corpus"]["articles"], data["lang"]),
        number_in(mentions, data["lang"]),
    )
    return "".join(f"<td dir=auto>{shown(cell)}" for cell in cells)


def quoted_html(data: Data, /) -> str:
    """One quote of each of the places that most articles name, with where it is from."""
    words, lang = data["words"], data["lang"]
    told = zip(data["places"][:_QUOTED], data["tally"].places, strict=False)
    blocks = []
    for place, tally in told:
        if not tally.quotes:
            continue
        quote = tally.quotes[0]
        count = say_count(words, "counted.count", tally.articles, lang=lang)
        name = ", ".join(filter(None, (place["name"], place["where"])))
        blocks.append(
            f'<h3 dir="auto">{shown(name)} · {shown(count)}</h3>\n'
            f'<blockquote dir="auto">{_marked(quote)}</blockquote>\n'
            f'<p dir="auto">{_origin(data, quote)}</p>'
        )
    if not blocks:
        return ""
    return "\n".join([f"<h2>{shown(say(words, 'counted.quotes'))}</h2>", *blocks])


def _marked(quote: Quote) -> str:
    """The sentence with the words that name the place."""
    html, done = [], 0
    for start, end in quote.spans:
        if start < done:  # it overlaps the one before
            continue
        html += [shown(quote.text[done:start]), f"<mark>{shown(quote.text[start:end])}</mark>"]
        done = end
    return "".join([*html, shown(quote.text[done:])])


def _origin(data: Data, quote: Quote) -> str:
    """Who published the quoted article and when, with a link to it; and what is not plain."""
    words, address = data["words"], web_address(quote.url)
    title = line_said(quote.title) or (urlsplit(address).netloc if address else "")
    linked = shown(title or line_said(quote.article_id))
    if address:
        linked = f'<a href="{plain(address)}" rel="noopener noreferrer">{linked}</a>'
    told = [shown(line_said(quote.source)), shown(line_said(quote.date)), linked]
    if quote.role != "literal":
        role = say(words, f"filters.role.{quote.role}")
        told.append(shown(f"{say(words, 'filters.by.role')}: {role}"))
    if quote.score < UNSURE:
        told.append(shown(say(words, "sure.undecided", share=round(100 * quote.score))))
    return " · ".join(filter(None, told))
