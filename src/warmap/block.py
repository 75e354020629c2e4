"""Page data → the JSON block of the page: packed, and safe inside a ``<script>`` element.

It takes what `page.page_data` gives. The article's sentences are left out: they stand in the page's
HTML (`body`), from which the page's script takes the quotes. `data.js` unpacks the rest.
"""

from __future__ import annotations

import json
import re
from typing import Any

from warmap.model import ROLES, STATUSES

__all__ = ["page_json"]

Data = dict[str, Any]

_IN_THE_HTML = ("paragraphs", "sentences")


def page_json(data: Data, /) -> str:
    r"""The data as JSON text that may stand inside a ``<script>`` element.

    Keys are sorted, and each entry of a list stands on a line of its own. ``<``, ``>``, ``&`` and
    the two separators that end lines in scripts are escaped, so that no text can leave the element.

    Mentions are rows without names: text, place, sentence, role, status, score, reason, rivals and
    the steps from the start of the mention before to their own, which are shorter than the starts.
    Roles, statuses, reasons and lists of rivals are numbers of entries of the lists ``roles``,
    ``statuses``, ``reasons`` and ``rivals``, because many mentions share them; -1 is no rivals.

    Examples
    --------
    >>> print(page_json({"places": [{"name": "</script>"}]}))
    {
    "places":[
    {"name":"\u003c/script\u003e"}
    ]
    }
    """
    shown = {key: value for key, value in data.items() if key not in _IN_THE_HTML}
    if "mentions" in shown:
        shown |= _packed(shown["mentions"])
    lines = []
    for key in sorted(shown):
        value = shown[key]
        text = _compact(value)
        if isinstance(value, list) and value and not isinstance(value[0], float):
            text = "[\n" + ",\n".join(_compact(entry) for entry in value) + "\n]"
        lines.append(f"{_compact(key)}:{text}")
    plain = "{\n" + ",\n".join(lines) + "\n}"
    return re.sub("[<>&\u2028\u2029]", lambda found: f"\\u{ord(found.group()):04x}", plain)


def _packed(mentions: list[Data]) -> Data:
    reasons: dict[str, int] = {}
    rivals: dict[str, int] = {}
    roles, statuses = sorted(ROLES), sorted(STATUSES)
    starts = [mention["start"] for mention in mentions]
    rows = [
        [
            mention["text"],
            mention["place"],
            mention["sentence"],
            roles.index(mention["role"]),
            statuses.index(mention["status"]),
            mention["score"],
            reasons.setdefault(mention["reason"], len(reasons)),
            rivals.setdefault(_compact(mention["rivals"]), len(rivals))
            if mention["rivals"]
            else -1,
            mention["start"] - before,
        ]
        for mention, before in zip(mentions, [0, *starts], strict=False)
    ]
    return {
        "mentions": rows,
        "reasons": list(reasons),
        "rivals": [json.loads(text) for text in rivals],
        "roles": roles,
        "statuses": statuses,
    }


def _compact(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
