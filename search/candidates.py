"""The forms that may be spellings of a name, nearest first, out of what an index tells of them.

What an index tells under the keys of a word seldom changes from one generation to the next, and
which of it may be the name depends on nothing else, so it is kept until something else is told.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from functools import lru_cache, wraps
from typing import TypeVar

from rapidfuzz.distance import OSA

from search import held
from search.analysis import Forms, forms
from search.analysis.lexicon import arabic
from search.analysis.names import ordinary, variants
from search.analysis.names.correspondences import rough
from search.analysis.names.latin import latin, usual_arabic
from search.analysis.names.skeleton import coarse_skeleton, variant_skeletons
from search.analysis.names.spelling import FAR, NEAR, Spelling
from search.analysis.names.terms import JOINT, is_known
from search.article import Side

_MOST = 2048
"""Words for which it is kept, of some 2 kB each: what the queries of a few minutes ask."""

LOOKED_AT = 96
"""Of so many of the nearest forms of a Latin spelling it is asked whether they stand anywhere."""
# Arabic words are aligned with so many of the Latin names under their keys.
_ALIGNED = 16
# Where what was typed stands nowhere, forms rarer than this may be farther off than NEAR, but not
# those that are common with the article (Jardín is not الأردن).
_NAME = 350
# What a common word costs more, per unit (رفع is not Rafah, but علي is Ali), and what is only left
# of a rare one; of two at one distance the better known comes first.
_ESTABLISHED, _LEFT, _UNKNOWN = 0.02, 0.04, 0.002
_MAY_BE_ESTABLISHED = 300  # by itself; with the article it may be commoner
BESIDE = "+"
_TWO_SOUNDS = str.maketrans("ثذظ", "تدض")


@dataclass(frozen=True, slots=True)
class Near:
    """A form that may be the name; cost: 0 the same, 1 as far off as a spelling may be; count:
    the articles that have it, once known; articled: what was typed has an article. Two words
    that only stand next to each other have BESIDE between."""

    form: str
    cost: float
    side: Side = "ar"
    count: int = 0
    articled: bool = False

    @property
    def parts(self) -> list[str]:
        """Its words as they are written."""
        return re.split(f"[{JOINT}{BESIDE}]", self.form)

    @property
    def words(self) -> tuple[Forms, ...]:
        """What is searched for: where a name loses a letter and a common word is left (بيرد), the
        name as it is written."""
        found = tuple(map(forms, self.parts))
        if len(found) == 1 and is_known(found[0].bare) and not is_known(self.form):
            return (found[0]._replace(bare=found[0].exact),)
        return found


T = TypeVar("T")


def _until_told_else(make: Callable[[str, str], T]) -> Callable[[str, str], T]:
    """Keeps what is made of a word and what was told of it, by the hash of the latter: at a
    million forms a megabyte is told of some words."""
    kept: dict[str, tuple[int, T]] = {}

    @wraps(make)
    def made(word: str, told: str) -> T:
        found = kept.get(word)
        if found is None or found[0] != hash(told):
            if len(kept) >= _MOST:
                kept.clear()
            found = kept[word] = hash(told), make(word, told)
        return found[1]

    return made


@lru_cache(_MOST)
def spelling(text: str) -> Spelling:
    """A Latin word; told of it is what stands under its `keys`."""
    return Spelling(text)


@lru_cache(_MOST)
def keys_inside(form: str) -> list[str]:
    """The keys of the other Arabic spellings of an Arabic form."""
    return variant_skeletons(form)


@lru_cache(_MOST)
def keys_back(word: Forms) -> list[str]:
    """The keys of the Latin names that an Arabic word may stand for."""
    keys = [coarse_skeleton(form) for form in (word.exact, word.bare)]
    keys += [coarse_skeleton(word.bare.translate(_TWO_SOUNDS))]
    return list(dict.fromkeys(filter(None, keys)))


def of_latin(text: str, told: str, *, lenient: bool) -> Sequence[Near]:
    """The Arabic forms that a Latin spelling may stand for. lenient: what was typed stands
    nowhere, so it may be farther off, from words too rare to be others."""
    found = _of_latin(text, told)
    return found if lenient else [near for near in found if near.cost <= NEAR / FAR]


@_until_told_else
def _of_latin(text: str, told: str) -> Sequence[Near]:
    spelled = spelling(text)
    known = held.arabic(spelled.keys, told)
    joined = _joined(known)
    likely: list[Near] = []
    for form, apart in spelled.closest([*(known | joined)], LOOKED_AT, FAR):
        for each in {form, joined.get(form, form)} & known.keys():
            level = arabic().level(each)
            cost = apart + _dearer(each, level, known[each])
            rare = level < _NAME and not variants.is_established(each)
            if cost <= (FAR if rare else NEAR):
                likely.append(Near(each, cost / FAR, articled=spelled.articled))
    return sorted(likely, key=lambda near: near.cost)


@_until_told_else
def inside(form: str, told: str) -> Sequence[Near]:
    """The other Arabic spellings of an Arabic form."""
    known = held.arabic(keys_inside(form), told)
    same = _joined(known).get(form)
    found = [Near(same, 0.0)] if same else []
    if not variants.is_established(form):
        near = variants.variants(form, known)
        found += [Near(other, cost / variants.FAR) for other, cost in near if other != same]
    return found


def back(word: Forms, told: str) -> Sequence[Near]:
    """The Latin names that an Arabic word may stand for."""
    return _back(f"{word.exact} {word.bare}", told)


@_until_told_else
def _back(word: str, told: str) -> Sequence[Near]:
    readings = word.split(" ")
    wanted = rough(readings[-1])
    likely = sorted(
        held.latin(told),
        key=lambda form: (OSA.distance(usual_arabic(latin(form)), wanted), form),
    )
    costs = {
        form: float(min(spelling(form).costs(readings)))
        for form in likely[:_ALIGNED]
        if not ordinary.is_ordinary(form)
    }
    ranked = sorted((cost, form) for form, cost in costs.items() if cost <= NEAR)
    return [Near(form, cost / FAR, "en") for cost, form in ranked]


def _joined(known: Collection[str]) -> dict[str, str]:
    """Forms of two words by their letters: نصر_الله is also written نصرالله."""
    return {form.replace(JOINT, ""): form for form in known if JOINT in form}


def _dearer(form: str, level: int, written: bool) -> float:
    if level >= _MAY_BE_ESTABLISHED and variants.is_established(form):
        return _ESTABLISHED
    return (0.0 if written else _LEFT) + _UNKNOWN * (1 - level / variants.ESTABLISHED)
