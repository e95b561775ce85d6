"""Other spellings of a name inside Arabic: غوغل and جوجل, كيغنز and كينغز, برزاني and بارزاني.

A foreign g is written غ, ج or ك, a foreign vowel with its letter or without, and a cluster either
way round. Arabic tells its own words apart by the same letters (بلاغ and بلاج, كاتب and كتب), so
a letter may only stand for another where the words are rare or look foreign.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

from rapidfuzz.distance import OSA
from rapidfuzz.process import extract

from search.analysis.lexicon import arabic

ESTABLISHED = 470
"""A word as common as this (a thirty-thousandth of all; search.analysis.lexicon) is known by its
one spelling: كتاب, حماس, أوباما."""

# A word below these levels is too rare to be told apart from its variant by anyone.
_RARE, _RARER = 350, 300
# A variant has no more plain edits, and no more forms than these are looked at (1 ms).
_EDITS, _LIKELY = 2, 40
FAR = 0.35
"""The highest cost of a variant."""

# g, and letters whose sounds Arabic speakers merge.
_LIKE: dict[frozenset[str], float] = {
    frozenset(pair): cost
    for pairs, cost in (
        ("غج غك جك", 0.1), ("اه ذز ثس ضظ تط", 0.15), ("سص ذد زظ صز سز ثت قك قغ حخ", 0.25),
        ("وا يا", 0.3),
    )
    for pair in pairs.split()
}  # fmt: skip
_WITHOUT = str.maketrans("", "", "اويء")
_VOWEL = dict.fromkeys("اويء", 0.1)
_TURNED = 0.2
_G = "غجك"
_FOREIGN = re.compile(rf"ن[{_G}]|[{_G}]و$|[{_G}].*[{_G}]")
_FEWEST = 3


def is_established(form: str) -> bool:
    """Tell whether a folded word is common enough to be known by its one spelling."""
    return arabic().noun_level(form) >= ESTABLISHED


def variants(form: str, others: Collection[str]) -> list[tuple[str, float]]:
    """Those of the other forms that are spellings of the same name, with their cost, nearest
    first."""
    if len(form) < _FEWEST:
        return []
    likely = extract(form, list(others), scorer=OSA.distance, score_cutoff=_EDITS, limit=_LIKELY)
    near = [(cost(form, other), other) for other, _, _ in likely if _may_be(form, other)]
    return [(other, found) for found, other in sorted(near) if found <= FAR]


def _may_be(form: str, other: str) -> bool:
    if other == form or len(other) < _FEWEST or is_established(other):
        return False
    if _FOREIGN.search(form) and _FOREIGN.search(other):
        return True
    levels = arabic().noun_level(form), arabic().noun_level(other)
    # Of vowels one spelling may be common (نتنياهو, نتانياهو; سامراء and سمراء are two words); of
    # consonants neither (بلاغ, بلاج).
    vowels_only = form.translate(_WITHOUT) == other.translate(_WITHOUT)
    return min(levels) <= _RARER if vowels_only else max(levels) <= _RARE


def cost(form: str, other: str) -> float:
    """The cheapest way from one form to the other: letters of one sound, vowels, one turn."""
    rows: list[list[float]] = []
    for i in range(len(form) + 1):
        row: list[float] = []
        for j in range(len(other) + 1):
            row.append(min(_ways(form, other, i, j, rows, row), default=0.0))
        rows.append(row)
    return rows[-1][-1]


def _ways(
    form: str, other: str, i: int, j: int, rows: list[list[float]], row: list[float]
) -> Iterator[float]:
    a, b = form[i - 1 : i], other[j - 1 : j]
    # A vowel at either end makes another word: سوري and سوريا, قود and وقود.
    if i:
        yield rows[i - 1][j] + (_VOWEL.get(a, 1.0) if 1 < i < len(form) else 1.0)
    if j:
        yield row[j - 1] + (_VOWEL.get(b, 1.0) if 1 < j < len(other) else 1.0)
    if i and j:
        yield rows[i - 1][j - 1] + (0.0 if a == b else _LIKE.get(frozenset((a, b)), 1.0))
        if i > 1 and j > 1 and a != b and form[i - 2] == b and a == other[j - 2]:
            yield rows[i - 2][j - 2] + _TURNED
