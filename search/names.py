"""Which other spellings of a name the index holds: across scripts, inside Arabic, and back.

Candidates are the terms of the layer of names under the keys of a word; the cost of a spelling
decides. What is found depends on the generation alone, so it is kept until the next one.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from rapidfuzz.distance import OSA

from search.analysis import Forms, commonness, forms, is_function_word
from search.analysis.names import ordinary, skeleton, variants
from search.analysis.names.correspondences import rough
from search.analysis.names.skeleton import turned_skeletons
from search.analysis.names.spelling import FAR, NEAR, Spelling
from search.analysis.names.terms import JOINT, REMAINS, form_of, term
from search.article import Side
from search.document import NAMES, layer
from search.engines import plan as p
from search.engines.protocol import Reader
from search.namehood import is_name
from search.spelled import Spelled

NEAREST = 12
"""Most forms that a word is also searched as."""

# Forms read under a key: at a million forms the most frequent one has some thousands.
_UNDER_KEY = 4000
# How much more than the nearest form another one may cost, per unit.
_BEHIND = 0.07
_SHORTEST = 3
# Arabic words rarer than this are looked up among the Latin names, of which so many are aligned.
_RARE_ARABIC, _ALIGNED = 400, 16
# Where what was typed stands nowhere, forms rarer than this may be farther off than NEAR, and all
# may be farther behind the nearest.
_NAME, _FAR_BEHIND = 350, 0.14
# What a common word costs more, per unit (رفع is not Rafah, but علي is Ali), and what is only left
# of a rare one; of two at one distance the better known comes first.
_ESTABLISHED, _LEFT, _UNKNOWN = 0.02, 0.04, 0.002
# What a spelling weighs beside the one typed, where that stands anywhere: so little that a short
# article full of it comes behind one twenty times as long as the average with what was typed.
_BESIDE_TYPED = 0.1
# What each further form weighs of the one before, so that equals keep their order.
_NEXT = 0.98
# Letters of a Latin word that may be two Arabic ones, and the places where it is tried.
_SPLIT, _CUTS = 7, 3
_BESIDE = "+"
_AL = "ال"
_VOWELS = "aeiou'"
_TWO_SOUNDS = str.maketrans("ثذظ", "تدض")


@dataclass(frozen=True, slots=True)
class _Near:
    """A form of the layer of names; cost: 0 the same, 1 as far off as a spelling may be; count:
    the articles that have it; articled: what was typed has an article. Two words that only stand
    next to each other have _BESIDE between."""

    form: str
    cost: float
    count: int
    side: Side = "ar"
    articled: bool = False


class _Held(NamedTuple):
    """How many articles have a form; whether it was ever written so, or only left of a word."""

    articles: int
    written: bool


Found = dict[tuple[str, ...], tuple[Spelled, ...]]
"""What words, or pairs of them, are also spelled as."""


class Names:
    """The spellings of one generation of an index."""

    def __init__(self, reader: Reader, found: Found) -> None:
        self._reader = reader
        self._found = found

    def word(self, raw: str, /) -> tuple[Spelled, ...]:
        """The other spellings of a word as typed, nearest first."""
        return self._once((raw,), self._word)

    def pair(self, first: str, second: str, /) -> tuple[Spelled, ...]:
        """The spellings of two neighbouring words as one name: Nasr Allah, نصر الله, نصرالله."""
        return self._once((first, second), self._pair)

    def _once(
        self, words: tuple[str, ...], find: Callable[..., Sequence[_Near]]
    ) -> tuple[Spelled, ...]:
        if words not in self._found:
            self._found[words] = self._weighed(find(*words), forms(words[0]))
        return self._found[words]

    def _word(self, raw: str) -> Sequence[_Near]:
        word = forms(raw)
        if word.lang == "en":
            return self._across(raw) if is_name(self._reader, raw) else ()
        if word.lang != "ar" or is_function_word(raw):
            return ()
        return [*self._inside(word), *self._back(word)]

    def _pair(self, first: str, second: str) -> Sequence[_Near]:
        one, two = forms(first), forms(second)
        if one.lang == two.lang == "en":
            named = is_name(self._reader, first) and is_name(self._reader, second)
            return self._nearest(first + second) if named else ()
        if one.lang != "ar" or two.lang != "ar":
            return ()
        joined = one.bare + two.exact
        held = self._held("ar", [skeleton(joined)])
        return [_Near(joined, 0.0, held[joined].articles)] if joined in held else ()

    def _across(self, raw: str) -> list[_Near]:
        """The Arabic spellings of a Latin name, and the variants of the nearest."""
        found = self._nearest(raw)
        if not found:
            return self._split(raw)
        known = {near.form for near in found}
        best = found[0]
        more = [near for near in self._inside(forms(best.form)) if near.form not in known]
        return [*found, *(replace(near, cost=best.cost + near.cost) for near in more)][:NEAREST]

    def _nearest(self, text: str, limit: int = NEAREST) -> list[_Near]:
        """The Arabic forms that a Latin spelling may stand for, nearest first. A spelling that
        the index has nowhere may be farther off, from words too rare to be others."""
        spelling = Spelling(text)
        held = self._held("ar", spelling.keys)
        plain = _joined(held)
        lenient = not self._stands(forms(text))
        ranked = sorted(
            (cost + _dearer(held_form, held[held_form]), form, held_form)
            for form, cost in spelling.closest(list(plain), 4 * limit, FAR)
            for held_form in plain[form]
        )
        found: list[_Near] = []
        for cost, form, held_form in ranked[:limit]:
            most = FAR if lenient and commonness(forms(form)) < _NAME else NEAR
            if cost <= min(most, ranked[0][0] + (_FAR_BEHIND if lenient else _BEHIND)):
                count = held[held_form].articles
                found.append(_Near(held_form, cost / FAR, count, articled=spelling.articled))
        return found

    def _split(self, text: str) -> list[_Near]:
        """A Latin word as two Arabic ones that stand next to each other: Qarachogh, قره جوغ."""
        spelling = Spelling(text)
        letters = spelling.latin
        found: list[_Near] = []
        cuts = [
            at
            for at in range(_SHORTEST, len(letters) - _SHORTEST + 1)
            if letters[at] not in _VOWELS and letters[at - 1] in _VOWELS
        ]
        for at in cuts[:_CUTS] if len(letters) >= _SPLIT else ():
            lefts, rights = (self._nearest(part, 3) for part in (letters[:at], letters[at:]))
            pairs = [
                (a.form, b.form) for a in lefts for b in rights if JOINT not in a.form + b.form
            ]
            costs = spelling.costs([a + b for a, b in pairs]).tolist() if pairs else []
            found += [
                _Near(f"{a}{_BESIDE}{b}", cost / FAR, count)
                for (a, b), cost in zip(pairs, costs, strict=True)
                if cost <= NEAR and (count := self._together(a, b))
            ]
        return sorted(found, key=lambda near: near.cost)[:NEAREST]

    def _together(self, first: str, second: str) -> int:
        words = ((forms(first).bare,), (forms(second).bare,))
        return self._reader.count(p.Phrase(layer("ar", "bare"), words))

    def _inside(self, word: Forms) -> list[_Near]:
        """The other Arabic spellings of an Arabic name."""
        found: dict[str, _Near] = {}
        for form in dict.fromkeys((word.exact, word.bare)):
            held = self._held("ar", turned_skeletons(form))
            for same in _joined(held).get(form, ()):
                if JOINT in same:
                    found[same] = _Near(same, 0.0, held[same].articles)
            if variants.is_established(form):
                break
            for other, cost in variants.variants(form, held):
                found.setdefault(other, _Near(other, cost / variants.FAR, held[other].articles))
        return sorted(found.values(), key=lambda near: near.cost)[:NEAREST]

    def _back(self, word: Forms) -> list[_Near]:
        """The Latin names of English text that an Arabic word may stand for."""
        if commonness(word) >= _RARE_ARABIC:
            return []
        keys = [skeleton(form) for form in dict.fromkeys((word.exact, word.bare))]
        keys += [skeleton(word.bare.translate(_TWO_SOUNDS))]
        held = self._held("en", list(dict.fromkeys(filter(None, keys))))
        spellings = {form: Spelling(form) for form in held if not ordinary.is_ordinary(form)}
        wanted = rough(word.bare)
        likely = sorted(
            spellings, key=lambda form: (OSA.distance(spellings[form].usual, wanted), form)
        )
        costs = {
            form: float(min(spellings[form].costs([word.exact, word.bare])))
            for form in likely[:_ALIGNED]
        }
        ranked = sorted((cost, form) for form, cost in costs.items() if cost <= NEAR)
        return [
            _Near(form, cost / FAR, held[form].articles, "en")
            for cost, form in ranked[:NEAREST]
            if cost <= ranked[0][0] + _BEHIND
        ]

    def _held(self, side: Side, keys: Iterable[str]) -> dict[str, _Held]:
        """The forms under some keys."""
        held: dict[str, _Held] = {}
        for key in filter(None, keys):
            for found, count in self._reader.terms(NAMES[side], term(key, ""), _UNDER_KEY):
                form = form_of(found)
                whole = form.removesuffix(REMAINS)
                if known := held.get(whole):
                    held[whole] = _Held(known.articles + count, written=True)
                else:
                    held[whole] = _Held(count, written=whole == form)
        return held

    def _weighed(self, found: Sequence[_Near], typed: Forms) -> tuple[Spelled, ...]:
        """Spellings with their weights: no form outweighs another, nor the word typed, by being
        rarer."""
        if not found:
            return ()
        rarities = [self._rarity(self._count(near)) for near in found]
        ceiling, most = rarities[0], 1.0
        if stands := self._stands(typed):
            ceiling, most = min(ceiling, self._rarity(stands)), _BESIDE_TYPED
        made: dict[tuple[Side, str], Spelled] = {}
        for rank, (near, rarity) in enumerate(zip(found, rarities, strict=True)):
            weight = most * (1 - near.cost / 2) * min(1.0, ceiling / rarity)
            spelled = _spelled(near, weight * _NEXT**rank)
            if spelled.side != _side(typed) or [w.bare for w in spelled.words] != [typed.bare]:
                made.setdefault((spelled.side, spelled.text), spelled)
        return tuple(made.values())

    def _count(self, near: _Near) -> int:
        """The articles that a form finds: more than have it, if it comes to the bare form of
        others."""
        bare = forms(near.form).bare
        if near.side == "en" or bare == near.form:
            return near.count
        return max(near.count, self._reader.count(p.Term(layer("ar", "bare"), bare)))

    def _stands(self, word: Forms) -> int:
        """The articles with a word as typed."""
        terms = [p.Term(layer(_side(word), "stem", title), word.stem) for title in (False, True)]
        return self._reader.count(p.Bool(should=tuple(terms)))

    def _rarity(self, count: int) -> float:
        """The idf of BM25."""
        return math.log(1 + (self._reader.info.articles - count + 0.5) / (count + 0.5))


def _joined(held: Collection[str]) -> dict[str, list[str]]:
    """Forms by their letters: نصرالله and نصر_الله are written alike."""
    found = {form: [form] for form in held if JOINT not in form}
    for form in held:
        if JOINT in form:
            found.setdefault(form.replace(JOINT, ""), []).append(form)
    return found


def _dearer(form: str, held: _Held) -> float:
    if variants.is_established(form):
        return _ESTABLISHED
    level = commonness(forms(form))
    return (0.0 if held.written else _LEFT) + _UNKNOWN * (1 - level / variants.ESTABLISHED)


def _side(word: Forms) -> Side:
    return "ar" if word.lang == "ar" else "en"


def _spelled(near: _Near, weight: float) -> Spelled:
    parts = re.split(f"[{JOINT}{_BESIDE}]", near.form)
    words = tuple(map(forms, parts))
    if near.articled and not near.form.startswith(_AL):
        words = (words[0]._replace(exact=_AL + words[0].exact), *words[1:])
    return Spelled(words, near.side, " ".join(parts), weight)
