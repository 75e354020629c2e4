"""Learn the weights of ``weights.toml`` from marked articles.

``python data/learn_weights.py FILE ...``: each file holds marked articles in one of the forms that
`warmap.marked` reads. The project's own articles, ``tests/eval/marked.json``, are always used.
`warmap.learning` tells how it is done; articles in JSON, which are marked as warmap needs it,
weigh five times as much as those of the public corpora.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Sequence
from pathlib import Path

import warmap.weights
from warmap.gazetteer import default_gazetteer
from warmap.learning import learn, lessons_of
from warmap.marked import read_marked
from warmap.weights import Weights

OWN = Path(__file__).parent.parent / "tests" / "eval" / "marked.json"
TARGET = Path(warmap.weights.__file__).with_name("weights.toml")


def write(weights: Weights) -> None:
    """Put the numbers into ``weights.toml``; names and meanings stay."""
    lines, decision = [], ""
    for line in TARGET.read_text(encoding="utf-8").splitlines():
        section = re.fullmatch(r"\[(\w+)\]", line)
        decision = section[1] if section else decision
        entry = re.fullmatch(r"(\w+) = \S+ *(#.*)", line)
        if entry:
            number = f"{entry[1]} = {getattr(weights, decision)[entry[1]] + 0:.2f}"
            lines.append(f"{number:<33}{entry[2]}")
        else:
            lines.append(line)
    TARGET.write_text("\n".join(lines) + "\n", encoding="utf-8")


def main(files: Sequence[str]) -> None:
    """Learn all tables and write them."""
    lessons = [lesson for file in (str(OWN), *files) for lesson in lessons_of(read_marked(file))]
    write(learn(lessons, gazetteer=default_gazetteer()))
    print(f"{len(lessons)} articles; weights written to {TARGET.name}")


if __name__ == "__main__":
    main(sys.argv[1:])
