"""Which other spellings of a name the index holds: across scripts, inside Arabic, and back.

Candidates are the forms under the keys of a word (search.held); the cost of a spelling decides.
What is found depends on the generation alone, so it is kept until the next one.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace

from rapidfuzz.distance import OSA

from search import held, learned
from search.analysis import Forms, commonness, forms, is_function_word
from search.analysis.lexicon import arabic
from search.analysis.names import ordinary, variants
from search.analysis.names.correspondences import rough
from search.analysis.names.latin import latin, usual_arabic
from search.analysis.names.skeleton import coarse_skeleton, skeleton, variant_skeletons
from search.analysis.names.spelling import FAR, NEAR, Spelling
from search.analysis.names.terms import JOINT, is_known
from search.article import Side
from search.engines.protocol import Reader
from search.namehood import is_name
from search.spelled import Spelled

NEAREST = 12
"""Most forms that a word is also searched as."""

# Of so many times as many of the nearest it is asked whether they stand anywhere.
_LOOKED_AT = 8
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
_MAY_BE_ESTABLISHED = 300  # by itself; with the article it may be commoner
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
    """A form that may be the name; cost: 0 the same, 1 as far off as a spelling may be; count:
    the articles that have it, once known; articled: what was typed has an article. Two words
    that only stand next to each other have _BESIDE between."""

    form: str
    cost: float
    side: Side = "ar"
    count: int = 0
    articled: bool = False

    @property
    def words(self) -> tuple[Forms, ...]:
        """What is searched for: where a name loses a letter and a common word is left (بيرد), the
        name as it is written."""
        found = tuple(map(forms, re.split(f"[{JOINT}{_BESIDE}]", self.form)))
        if len(found) == 1 and is_known(found[0].bare) and not is_known(self.form):
            return (found[0]._replace(bare=found[0].exact),)
        return found


Found = dict[tuple[str, ...], tuple[Spelled, ...]]
"""What words, or pairs of them, are also spelled as."""


class Names:
    """The spellings of one generation of an index."""

    def __init__(self, reader: Reader, found: Found) -> None:
        self._reader = reader
        self._found = found
        self._counted: dict[str, int] = {}

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
        known = joined in held.arabic(self._reader, list(filter(None, [skeleton(joined)])))
        return self._standing([_Near(joined, 0.0)]) if known else ()

    def _across(self, raw: str) -> list[_Near]:
        """The Arabic spellings of a Latin name: those it was written for, and those of its sound
        with the variants of the nearest; and what else was written for the first of them."""
        latin_name = forms(raw).exact
        taught = [_Near(form, 0.0) for form in learned.arabic_of(self._reader, latin_name)]
        found = _once_each([*self._standing(taught), *self._nearest(raw)])
        if not found:
            return self._split(raw)
        best = found[0]
        more = [
            replace(near, cost=best.cost + near.cost) for near in self._inside(forms(best.form))
        ]
        others = [near for near in self._written([best.form], best.cost) if near.form != latin_name]
        return [*_once_each([*found, *more])[:NEAREST], *others]

    def _written(self, arabic_forms: Sequence[str], cost: float) -> list[_Near]:
        """What translators wrote for some Arabic forms."""
        taught = learned.latin_of(self._reader, arabic_forms)
        return self._standing([_Near(name, cost, "en") for name in taught[:NEAREST]])

    def _nearest(self, text: str, limit: int = NEAREST) -> list[_Near]:
        """The Arabic forms that a Latin spelling may stand for, nearest first. A spelling that
        the index has nowhere may be farther off, from words too rare to be others."""
        spelling = Spelling(text)
        known = held.arabic(self._reader, spelling.keys)
        joined = _joined(known)
        lenient = not self._stands(forms(text))
        likely: list[_Near] = []
        for form, apart in spelling.closest([*(known | joined)], _LOOKED_AT * limit, FAR):
            for each in {form, joined.get(form, form)} & known.keys():
                level = arabic().level(each)
                cost = apart + _dearer(each, level, known[each])
                if cost <= (FAR if lenient and level < _NAME else NEAR):
                    likely.append(_Near(each, cost / FAR, articled=spelling.articled))
        likely.sort(key=lambda near: near.cost)
        return self._standing(likely, limit, _FAR_BEHIND if lenient else _BEHIND)

    def _standing(
        self, likely: Sequence[_Near], limit: int = NEAREST, behind: float = FAR
    ) -> list[_Near]:
        """Those of some forms, nearest first, that stand anywhere, none far behind the nearest of
        them."""
        found: list[_Near] = []
        for at in range(0, len(likely), limit):
            lot = likely[at : at + limit]
            if len(found) >= limit or (found and lot[0].cost > found[0].cost + behind / FAR):
                break
            counts = self._reader.count_each([held.stands(near.words, near.side) for near in lot])
            found += [replace(near, count=n) for near, n in zip(lot, counts, strict=True) if n]
        return [near for near in found[:limit] if near.cost <= found[0].cost + behind / FAR]

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
                _Near(f"{a}{_BESIDE}{b}", cost / FAR)
                for (a, b), cost in zip(pairs, costs, strict=True)
                if cost <= NEAR
            ]
        return self._standing(sorted(found, key=lambda near: near.cost))

    def _inside(self, word: Forms) -> list[_Near]:
        """The other Arabic spellings of an Arabic name."""
        found: dict[str, _Near] = {}
        for form in dict.fromkeys((word.exact, word.bare)):
            known = held.arabic(self._reader, variant_skeletons(form))
            if same := _joined(known).get(form):
                found[same] = _Near(same, 0.0)
            if variants.is_established(form):
                break
            for other, cost in variants.variants(form, known):
                found.setdefault(other, _Near(other, cost / variants.FAR))
        return self._standing(sorted(found.values(), key=lambda near: near.cost))

    def _back(self, word: Forms) -> list[_Near]:
        """The Latin names of English text that an Arabic word may stand for."""
        taught = self._written([word.exact, word.bare], 0.0)
        if commonness(word) >= _RARE_ARABIC:
            return taught
        keys = [coarse_skeleton(form) for form in (word.exact, word.bare)]
        keys += [coarse_skeleton(word.bare.translate(_TWO_SOUNDS))]
        wanted = rough(word.bare)
        likely = sorted(
            held.latin(self._reader, list(dict.fromkeys(filter(None, keys)))),
            key=lambda form: (OSA.distance(usual_arabic(latin(form)), wanted), form),
        )
        costs = {
            form: float(min(Spelling(form).costs([word.exact, word.bare])))
            for form in likely[:_ALIGNED]
            if not ordinary.is_ordinary(form)
        }
        ranked = sorted((cost, form) for form, cost in costs.items() if cost <= NEAR)
        heard = [_Near(form, cost / FAR, "en") for cost, form in ranked]
        return _once_each([*taught, *self._standing(heard, behind=_BEHIND)])

    def _weighed(self, found: Sequence[_Near], typed: Forms) -> tuple[Spelled, ...]:
        """Spellings with their weights: no form outweighs another, nor the word typed, by being
        rarer."""
        if not found:
            return ()
        rarities = [self._rarity(near.count) for near in found]
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

    def _stands(self, word: Forms) -> int:
        """The articles with a word as typed."""
        if word.exact not in self._counted:
            self._counted[word.exact] = self._reader.count(held.typed(word, _side(word)))
        return self._counted[word.exact]

    def _rarity(self, count: int) -> float:
        """The idf of BM25."""
        return math.log(1 + (self._reader.info.articles - count + 0.5) / (count + 0.5))


def _once_each(found: Sequence[_Near]) -> list[_Near]:
    """Each form once, where it stands first."""
    first: dict[str, _Near] = {}
    for near in found:
        first.setdefault(near.form, near)
    return list(first.values())


def _joined(known: Collection[str]) -> dict[str, str]:
    """Forms of two words by their letters: نصر_الله is also written نصرالله."""
    return {form.replace(JOINT, ""): form for form in known if JOINT in form}


def _dearer(form: str, level: int, written: bool) -> float:
    if level >= _MAY_BE_ESTABLISHED and variants.is_established(form):
        return _ESTABLISHED
    return (0.0 if written else _LEFT) + _UNKNOWN * (1 - level / variants.ESTABLISHED)


def _side(word: Forms) -> Side:
    return "ar" if word.lang == "ar" else "en"


def _spelled(near: _Near, weight: float) -> Spelled:
    words = near.words
    text = " ".join(re.split(f"[{JOINT}{_BESIDE}]", near.form))
    if near.articled and not near.form.startswith(_AL):
        words = (words[0]._replace(exact=_AL + words[0].exact), *words[1:])
    return Spelled(words, near.side, text, weight)
