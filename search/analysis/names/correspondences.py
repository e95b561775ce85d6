"""The table of correspondences between Latin units and Arabic letters, and what a lone one costs.

Costs are between 0 (the usual way to write it) and about 1 (another sound).
"""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files
from typing import NamedTuple

LONGEST_UNIT = 6
"""Characters of the longest Latin unit, the signs of beginning and end included."""
BEGIN, END = "^", "$"

UNLIKE = 1.2
"""A Latin unit against an Arabic letter it does not stand for: dearer than leaving one out."""
ALONE = 1.0
"""A Latin unit that Arabic leaves out, where the table names no cost."""

# An Arabic letter that Latin leaves out: long vowels, ع and hamza often, others hardly ever.
_UNWRITTEN = {"ا": 0.35, "و": 0.5, "ي": 0.45, "ع": 0.4, "ء": 0.2, "ه": 0.5}
_UNWRITTEN_FIRST = _UNWRITTEN | {"ا": 0.2}
_UNWRITTEN_LAST = _UNWRITTEN | {"ه": 0.15}

# Letters that Latin spellings do not tell apart, as one; those often unwritten are left out.
_ROUGH = (*zip("طضصظقغجحثذ", "تدسزككههتد", strict=True), ("ع", ""), ("ء", ""))

_ENTRY = re.compile(r"([^\d\s]+?)(\d)")


class Unit(NamedTuple):
    """What a Latin unit stands for: by how many Arabic letters, letters → cost; left: the cost
    of leaving it out; usual: the cheapest of all, roughly."""

    letters: tuple[dict[str, float], ...]
    left: float
    usual: str


def rough(form: str) -> str:
    """An Arabic form for a first comparison, with letters of like sound as one."""
    for letter, like in _ROUGH:  # on many forms as one text a fifth of what str.translate takes
        form = form.replace(letter, like)
    return form


@cache
def correspondences() -> dict[str, Unit]:
    """Latin unit → what it stands for, read from correspondences.tsv."""
    text = files(__package__).joinpath("correspondences.tsv").read_text("utf-8")
    lines = (line.split("\t") for line in text.splitlines() if line and line[0] != "#")
    return {unit: _unit(entries) for unit, entries in lines}


def unwritten(letter: str, first: bool, last: bool) -> float:
    """The cost of an Arabic letter that Latin leaves out."""
    table = _UNWRITTEN_FIRST if first else _UNWRITTEN_LAST if last else _UNWRITTEN
    return table.get(letter, 1.0)


def _unit(entries: str) -> Unit:
    costs = {letters: int(tenths) / 10 for letters, tenths in _ENTRY.findall(entries)}
    left = costs.pop("-", ALONE)
    longest = max(map(len, costs))
    by_length = [{a: c for a, c in costs.items() if len(a) == n} for n in range(1, longest + 1)]
    usual = min(costs, key=lambda letters: costs[letters])
    return Unit(tuple(by_length), left, rough(usual) if costs[usual] < left else "")
