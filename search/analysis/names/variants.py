"""Other spellings of a name inside Arabic: غوغل and جوجل, كيغنز and كينغز, برزاني and بارزاني.

A foreign g is written غ, ج or ك, a foreign vowel with its letter or without, and a cluster either
way round. Arabic tells its own words apart by the same letters (بلاغ and بلاج, كاتب and كتب), so
a letter may only stand for another where the words are rare or look foreign.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from itertools import accumulate

from rapidfuzz.distance import OSA
from rapidfuzz.process import extract

from search.analysis.lexicon import UNKNOWN, arabic
from search.analysis.verbs import verb

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
_LIKE: dict[tuple[str, str], float] = {
    letters: cost
    for pairs, cost in (
        ("غج غك جك", 0.1), ("اه ذز ثس ضظ تط", 0.15), ("سص ذد زظ صز سز ثت قك قغ حخ", 0.25),
        ("وا يا", 0.3),
    )
    for pair in pairs.split()
    for letters in ((pair[0], pair[1]), (pair[1], pair[0]))
}  # fmt: skip
_WITHOUT = str.maketrans("", "", "اويء")
_MERGED = str.maketrans(
    dict(zip("غجقخذزظضطتثسص", "كككحددددددددد", strict=True)) | dict.fromkeys("اويءه")
)
# What tells a foreign name (is_foreign). Among 6,000 listed words, pairs one vowel or g apart were
# two words in some two cases of five where only the article told (اشهد, اشاهد: of 107), in 4 of 38
# where the letters told besides that may be joined to a word, in 2 of 36 without verbs.
_ONE, _RARER_WITH_ARTICLE, _LEFT = 0.1, 200, 250
_BEFORE = tuple("اينتسومبفكل")
_ENDS = ("ك", "ه", "ي", "ا", "ت", "ها", "ني", "نا", "هم")
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
    likely = extract(form, list(others), scorer=OSA.distance, score_cutoff=_EDITS, limit=None)
    wanted = _sounds(form)
    alike = [other for other, edits, _ in likely if edits and _sounds(other) == wanted]
    near = sorted((cost(form, other), other) for other in alike[:_LIKELY])
    return [(other, found) for found, other in near if found <= FAR and _may_be(form, other, found)]


def _sounds(form: str) -> list[str]:
    """The consonants of a form in any order, those that _LIKE joins as one: a variant has the same
    ones, which is cheap to see."""
    return sorted(form.translate(_MERGED))


def _may_be(form: str, other: str, found: float) -> bool:
    if len(other) < _FEWEST or is_established(other):
        return False
    if found <= _ONE and is_foreign(form) and is_foreign(other):
        return True
    if _FOREIGN.search(form) and _FOREIGN.search(other):
        return True
    levels = arabic().noun_level(form), arabic().noun_level(other)
    # Of vowels one spelling may be common (نتنياهو, نتانياهو; سامراء and سمراء are two words); of
    # consonants neither (بلاغ, بلاج).
    vowels_only = form.translate(_WITHOUT) == other.translate(_WITHOUT)
    return min(levels) <= _RARER if vowels_only else max(levels) <= _RARE


def is_foreign(form: str) -> bool:
    """Tell whether a folded word behaves as a foreign name: it takes no article, is no verb, and no
    listed word is left of it without a letter that may be joined to one (اطلب, صديقتي).

    Known false negatives: names of whose letters another word is left (بوش, وش).
    """
    lexicon = arabic()
    level = lexicon.level(form)
    if lexicon.level("ال" + form) > max(UNKNOWN, level - _RARER_WITH_ARTICLE) or verb(form):
        return False
    if form.startswith(_BEFORE) and lexicon.level(form[1:]) >= _LEFT:
        return False
    rests = [form[: -len(end)] for end in _ENDS if form.endswith(end)]
    return all(lexicon.level(rest) < _RARER for rest in rests)


def cost(form: str, other: str) -> float:
    """The cheapest way from one form to the other: letters of one sound, vowels, one turn;
    where that is above FAR, any number above it.

    A vowel at either end makes another word: سوري and سوريا, قود and وقود.
    """
    gone = [_VOWEL.get(a, 1.0) if 0 < i < len(form) - 1 else 1.0 for i, a in enumerate(form)]
    come = [_VOWEL.get(b, 1.0) if 0 < j < len(other) - 1 else 1.0 for j, b in enumerate(other)]
    before: list[float] = []
    last = [0.0, *accumulate(come)]
    for i, a in enumerate(form):
        row = [last[0] + gone[i]]
        for j, b in enumerate(other):
            same = last[j] + (0.0 if a == b else _LIKE.get((a, b), 1.0))
            best = min(same, last[j + 1] + gone[i], row[j] + come[j])
            if i and j and a != b and form[i - 1] == b and a == other[j - 1]:
                best = min(best, before[j - 1] + _TURNED)
            row.append(best)
        if min(row) > FAR and min(last) > FAR:
            return 1.0  # whatever follows
        before, last = last, row
    return last[-1]
