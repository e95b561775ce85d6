"""Names that a sentence and its translation both have: a capital word, and a word of its sound.

What each translator wrote for each Arabic form is told by the two sides of a sentence alone: no
model, no list but that of countries (nations.tsv), whose names differ in sound (Egypt, مصر) or are
words of the dictionary (Turkey). Known false negatives: other names translated by sense (Dead Sea),
and those that are words of the dictionary too (Flint). Known false positive: peoples (Venezuelans,
Maori).
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from search.analysis.classes import NATIONS, SEPARATOR
from search.analysis.forms import Remembered
from search.analysis.function_words import is_function_word
from search.analysis.letters import normal
from search.analysis.names.correspondences import UNLIKE, correspondences, unwritten
from search.analysis.names.latin import latin, units, without_article
from search.analysis.names.ordinary import is_ordinary
from search.analysis.names.skeleton import skeleton, skeletons, without_arabic_article
from search.analysis.names.terms import JOINT, Line, is_headline
from search.analysis.tables import rows

PARTICLES = frozenset("al el ul bin ibn ben bint".split())
"""Latin words that stand, also without a capital, between the parts of a name."""

NEAR = 0.2
"""The highest cost per unit: in one sentence less likeness is enough than in a vocabulary."""

_BETWEEN = frozenset(("بن", "ابن", "بنت", "ال"))
_AL = "ال"
_PEOPLE = ("", "ه", "ين", "ون", "ات")
_SHORTEST, _FEWEST, _LONGEST = 3, 3, 24
_MOST = 1 << 17
# Arabic letters that one Latin unit may stand for, at most.
_MOST_LETTERS = 3
_ROUNDING = 1e-9


class PairedName(NamedTuple):
    """A name in both scripts. form: Arabic in exact letters, without what is attached to it;
    arabic, latin: as the sentence writes it; words separated by spaces. whole: not a word of a
    longer name."""

    form: str
    arabic: str
    latin: str
    whole: bool

    @property
    def terms(self) -> tuple[str, ...]:
        """FORM|ARABIC|LATIN, with _ for spaces, and for one word also latin|FORM."""
        told = "|".join((self.form, self.arabic, self.latin)).replace(" ", JOINT)
        return (told,) if " " in self.form else (told, f"{self.latin.casefold()}|{self.form}")


class _Match(NamedTuple):
    """Latin word number `at` is Arabic word number `place`, written form."""

    at: int
    place: int
    form: str


def paired_names(arabic: Line, english: Line, text: str) -> Iterator[PairedName]:
    """The names of a sentence and its translation, whose text is `text`: whole ones, and behind
    one of several words each of these."""
    capital = [at for at, word in enumerate(english.words) if word[0].isupper()]
    if is_headline(len(capital), len(english.words)):
        return
    wanted = [at for at in capital if _keys[english.words[at]]]
    if not wanted:
        return
    matches = _matched(arabic, english, wanted)
    names: list[list[_Match]] = []
    for match in matches:
        if names and _continues(names[-1][-1], match, arabic, english, text):
            names[-1].append(match)
        else:
            names.append([match])
    for name in names:
        yield _named(name, arabic, english, whole=True)
        if len(name) > 1:
            yield from (_named([match], arabic, english, whole=False) for match in name)


def _matched(arabic: Line, english: Line, wanted: list[int]) -> list[_Match]:
    """The nearest Arabic word of each Latin one, nearest pairs first, each word once."""
    places: dict[str, list[tuple[int, str]]] = defaultdict(list)
    for place, (exact, bare) in enumerate(zip(arabic.exact, arabic.bare, strict=True)):
        if not is_function_word(exact):
            for form in {bare, without_arabic_article(exact)}:
                places[_skeletons[form]].append((place, form))
    found = sorted(
        (cost, at, place, form)
        for at in wanted
        for key in _keys[english.words[at]].split()
        for place, form in places.get(key, ())
        if (cost := _apart(english.words[at], english.exact[at], form)) <= NEAR
    )
    taken: dict[int, _Match] = {}
    used: set[int] = set()
    for _, at, place, form in found:
        if at not in taken and place not in used:
            taken[at] = _Match(at, place, form)
            used.add(place)
    return [taken[at] for at in sorted(taken)]


def _apart(word: str, exact: str, form: str) -> float:
    """The cost per unit of a Latin word for an Arabic form; countries are told by their table."""
    country = _countries().get(exact)
    if country is None:
        return _cost(word, form)
    if form in country:
        return 0.0
    return math.inf if form in _peoples() else _cost(word, form)


def _continues(before: _Match, match: _Match, arabic: Line, english: Line, text: str) -> bool:
    """Whether a word goes on with the name of the one before, in both languages."""
    between = english.exact[before.at + 1 : match.at]
    if not PARTICLES.issuperset(between) or match.place <= before.place:
        return False
    last, word = english.words[match.at - 1 : match.at + 1]
    if f"{last} {word}" not in text and f"{last}-{word}" not in text:
        return False  # a comma is between
    if not _BETWEEN.issuperset(arabic.exact[before.place + 1 : match.place]):
        return False
    # What is attached begins another name: بغداد والموصل.
    return arabic.exact[match.place] in (match.form, _AL + match.form)


def _named(name: list[_Match], arabic: Line, english: Line, whole: bool) -> PairedName:
    first, last = name[0], name[-1]
    forms = [first.form, *arabic.exact[first.place + 1 : last.place + 1]]
    plain = arabic.exact[first.place] in (first.form, _AL + first.form)
    shown = [arabic.words[first.place] if plain else first.form]
    shown += arabic.words[first.place + 1 : last.place + 1]
    latin_words = english.words[first.at : last.at + 1]
    return PairedName(" ".join(forms), " ".join(shown), " ".join(latin_words), whole)


def _of_latin(word: str) -> str:
    """The keys of a word that may be a name, between spaces (13,000 words' take 4 MB so, 13 as
    tuples of strings); empty for others."""
    if not word[0].isupper() or not _SHORTEST <= len(word) <= _LONGEST:
        return ""
    folded = word.casefold()
    if country := _countries().get(folded):
        return " ".join(dict.fromkeys([*map(skeleton, country), *skeletons(latin(word))]))
    if not word.isalpha() or folded in PARTICLES or folded in _adjectives() or is_ordinary(folded):
        return ""
    return " ".join(skeletons(latin(word)))


@cache
def _adjectives() -> frozenset[str]:
    """American, Iraqi and the like."""
    words = (word for _, _, _, people in rows(NATIONS) for word in _several(people))
    return frozenset(map(str.casefold, words))


@cache
def _countries() -> dict[str, frozenset[str]]:
    """Egypt → مصر and the like."""
    return {
        english.casefold(): frozenset(map(_without_article, _several(arabic)))
        for arabic, _, nouns, _ in rows(NATIONS)
        for english in _several(nouns)
    }


@cache
def _peoples() -> frozenset[str]:
    """عراقي, عراقيه and the like: of وزير الخارجية العراقي and Iraq's foreign minister only Iraq is
    a name, but Masri is مصري."""
    people = (normal(word) for _, words, _, _ in rows(NATIONS) for word in _several(words))
    return frozenset(word + end for word in people for end in _PEOPLE).difference(
        *_countries().values()
    )


def _several(cell: str) -> list[str]:
    return cell.split(SEPARATOR) if cell else []


def _without_article(word: str) -> str:
    return without_arabic_article(normal(word))


_keys = Remembered(_of_latin, (1 << 17) // 3)
_skeletons = Remembered(skeleton, (1 << 18) // 3)
_costs: dict[tuple[str, str], float] = {}


def _cost(word: str, form: str) -> float:
    known = _costs.get((word, form))
    if known is None:
        if len(_costs) >= _MOST:
            _costs.clear()
        known = min(one_cost(found, form, NEAR) for found in _readings[word])
        _costs[word, form] = known
    return known


def _units_of(word: str) -> tuple[tuple[str, ...], ...]:
    name = latin(word)
    return tuple(units(reading) for reading in (name, without_article(name)) if reading)


_readings = Remembered(_units_of, (1 << 15) // 3)


def one_cost(found: tuple[str, ...], form: str, most: float = math.inf) -> float:
    """The cost per unit of one form: what search.analysis.names.alignment computes for many, here
    without numpy, which a process that indexes does not load. Where it is above `most`, any
    number above it."""
    table = correspondences()
    entries = [table[unit] for unit in found]
    enough = most * max(_FEWEST, len(found)) + _ROUNDING
    rows = [[0.0]]
    for unit in entries:
        rows[0].append(rows[0][-1] + unit.left)
    for end, letter in enumerate(form, 1):
        alone = unwritten(letter, end == 1, end == len(form))
        row = [rows[-1][0] + alone]
        before = rows[-1]
        for i, (stands, left, _) in enumerate(entries):
            least = before[i] + stands[0].get(letter, UNLIKE)
            if (other := before[i + 1] + alone) < least:
                least = other
            if (other := row[i] + left) < least:
                least = other
            for length in range(2, min(len(stands), end) + 1):
                cost = stands[length - 1].get(form[end - length : end])
                if cost is not None and (other := rows[end - length][i] + cost) < least:
                    least = other
            row.append(least)
        rows.append(row)
        # Whatever follows: no unit stands for more letters than so many rows.
        if min(map(min, rows[-_MOST_LETTERS:])) > enough:
            return math.inf
    return rows[-1][-1] / max(_FEWEST, len(found))
