"""Which other spellings of a name the index holds: across scripts, inside Arabic, and back.

Candidates are the forms under the keys of a word (search.held); the cost of a spelling decides.
What is found depends on the generation alone, so it is kept until the next one.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import replace

from search import candidates, held, learned
from search.analysis import Forms, commonness, forms, is_function_word
from search.analysis.names import variants
from search.analysis.names.skeleton import skeleton
from search.analysis.names.spelling import FAR, NEAR
from search.analysis.names.terms import JOINT
from search.article import Side
from search.candidates import BESIDE, Near
from search.engines.protocol import Reader
from search.namehood import is_name
from search.spelled import Spelled

NEAREST = 12
"""Most forms that a word is also searched as."""

# How much more than the nearest form another one may cost, per unit.
_BEHIND = 0.07
_SHORTEST = 3
# Arabic words rarer than this are looked up among the Latin names.
_RARE_ARABIC = 400
# Where what was typed stands nowhere, all may be farther behind the nearest.
_FAR_BEHIND = 0.14
# What a spelling weighs beside the one typed, where that stands anywhere: so little that a short
# article full of it comes behind one twenty times as long as the average with what was typed.
_BESIDE_TYPED = 0.1
# What each further form weighs of the one before, so that equals keep their order.
_NEXT = 0.98
# Letters of a Latin word that may be two Arabic ones, and the places where it is tried.
_SPLIT, _CUTS = 7, 3
_AL = "ال"
_VOWELS = "aeiou'"


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
        self, words: tuple[str, ...], find: Callable[..., Sequence[Near]]
    ) -> tuple[Spelled, ...]:
        if words not in self._found:
            self._found[words] = self._weighed(find(*words), forms(words[0]))
        return self._found[words]

    def _word(self, raw: str) -> Sequence[Near]:
        word = forms(raw)
        if word.lang == "en":
            return self._across(raw) if is_name(self._reader, raw) else ()
        if word.lang != "ar" or is_function_word(raw):
            return ()
        return [*self._inside(word), *self._back(word)]

    def _pair(self, first: str, second: str) -> Sequence[Near]:
        one, two = forms(first), forms(second)
        if one.lang == two.lang == "en":
            named = is_name(self._reader, first) and is_name(self._reader, second)
            return self._nearest(first + second) if named else ()
        if one.lang != "ar" or two.lang != "ar":
            return ()
        joined = one.bare + two.exact
        keys = list(filter(None, [skeleton(joined)]))
        known = joined in held.arabic(keys, held.told(self._reader, "ar", keys))
        return self._standing([Near(joined, 0.0)]) if known else ()

    def _across(self, raw: str) -> list[Near]:
        """The Arabic spellings of a Latin name: those it was written for, and those of its sound
        with the variants of the nearest; and what else was written for the first of them."""
        latin_name = forms(raw).exact
        taught = [Near(form, 0.0) for form in learned.arabic_of(self._reader, latin_name)]
        found = _once_each([*self._standing(taught), *self._nearest(raw)])
        if not found:
            return self._split(raw)
        best, more = found[0], []
        if len(found) < NEAREST:
            near = self._inside(forms(best.form))
            more = [replace(each, cost=best.cost + each.cost) for each in near]
        others = [near for near in self._written([best.form], best.cost) if near.form != latin_name]
        return [*_once_each([*found, *more])[:NEAREST], *others]

    def _written(self, arabic_forms: Sequence[str], cost: float) -> list[Near]:
        """What translators wrote for some Arabic forms."""
        taught = learned.latin_of(self._reader, arabic_forms)
        return self._standing([Near(name, cost, "en") for name in taught[:NEAREST]])

    def _nearest(self, text: str, limit: int = NEAREST) -> list[Near]:
        """The Arabic forms that a Latin spelling may stand for, nearest first. A spelling that
        the index has nowhere may be farther off."""
        told = held.told(self._reader, "ar", candidates.spelling(text).keys)
        lenient = not self._stands(forms(text))
        likely = candidates.of_latin(text, told, lenient=lenient)
        return self._standing(likely, limit, _FAR_BEHIND if lenient else _BEHIND)

    def _standing(
        self, likely: Sequence[Near], limit: int = NEAREST, behind: float = FAR
    ) -> list[Near]:
        """Those of some forms, nearest first, that stand anywhere, none far behind the nearest of
        them."""
        found: list[Near] = []
        for at in range(0, len(likely), limit):
            lot = likely[at : at + limit]
            if len(found) >= limit or (found and lot[0].cost > found[0].cost + behind / FAR):
                break
            counts = self._reader.count_each([held.stands(near.words, near.side) for near in lot])
            found += [replace(near, count=n) for near, n in zip(lot, counts, strict=True) if n]
        return [near for near in found[:limit] if near.cost <= found[0].cost + behind / FAR]

    def _split(self, text: str) -> list[Near]:
        """A Latin word as two Arabic ones that stand next to each other: Qarachogh, قره جوغ."""
        spelling = candidates.spelling(text)
        letters = spelling.latin
        found: list[Near] = []
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
                Near(f"{a}{BESIDE}{b}", cost / FAR)
                for (a, b), cost in zip(pairs, costs, strict=True)
                if cost <= NEAR
            ]
        return self._standing(sorted(found, key=lambda near: near.cost))

    def _inside(self, word: Forms) -> list[Near]:
        """The other Arabic spellings of an Arabic name."""
        found: list[Near] = []
        for form in dict.fromkeys((word.exact, word.bare)):
            told = held.told(self._reader, "ar", candidates.keys_inside(form))
            found += candidates.inside(form, told)
            if variants.is_established(form):
                break
        return self._standing(_once_each(sorted(found, key=lambda near: near.cost)))

    def _back(self, word: Forms) -> list[Near]:
        """The Latin names of English text that an Arabic word may stand for."""
        taught = self._written([word.exact, word.bare], 0.0)
        if commonness(word) >= _RARE_ARABIC:
            return taught
        told = held.told(self._reader, "en", candidates.keys_back(word))
        heard = self._standing(candidates.back(word, told), behind=_BEHIND)
        return _once_each([*taught, *heard])

    def _weighed(self, found: Sequence[Near], typed: Forms) -> tuple[Spelled, ...]:
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


def _once_each(found: Sequence[Near]) -> list[Near]:
    """Each form once, where it stands first."""
    first: dict[str, Near] = {}
    for near in found:
        first.setdefault(near.form, near)
    return list(first.values())


def _side(word: Forms) -> Side:
    return "ar" if word.lang == "ar" else "en"


def _spelled(near: Near, weight: float) -> Spelled:
    words = near.words
    text = " ".join(near.parts)
    if near.articled and not near.form.startswith(_AL):
        words = (words[0]._replace(exact=_AL + words[0].exact), *words[1:])
    return Spelled(words, near.side, text, weight)
