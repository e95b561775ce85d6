"""The compact keys that gather the spellings of a name: its consonants, in classes.

Vowels, ع, hamza, ه, و and ي are left out, and letters that Latin spellings seldom tell apart are
one class. A spelling has the keys of every alignment that the table of correspondences allows at
a cost, so that what a key leaves out the alignment would have refused.
"""

from __future__ import annotations

import math
import re
from functools import cache

from search.analysis.names.correspondences import correspondences
from search.analysis.names.latin import units, without_article


class _Classes(dict[int, str | None]):
    """Letter → class, for str.translate; any other letter goes."""

    def __missing__(self, letter: int) -> None:
        self[letter] = None


_ARABIC = _Classes({
    ord(letter): key
    for key, letters in {
        "B": "ب", "F": "ف", "T": "تط", "D": "دض", "S": "ثسص", "Z": "ذزظ", "C": "ش", "K": "قك",
        "G": "غج", "X": "خ", "H": "ح", "L": "ل", "M": "م", "N": "ن", "R": "ر",
    }.items()
    for letter in letters
})  # fmt: skip
# The classes of Latin names among themselves: fewer, since one spelling has one key there.
_COARSE = str.maketrans("DZCGX", "TSSKK", "H")
_REPEATED = re.compile(r"(.)\1+")

# Classes that Arabic spellings of one foreign name confuse, and what that costs; two consonants
# turned round (كيغنز, كينغز); the most that all of it may (search.analysis.names.variants).
_CONFUSED = {
    "G": {"G": 0.0, "K": 0.1}, "K": {"K": 0.0, "G": 0.1}, "X": {"X": 0.0, "H": 0.25},
    "H": {"H": 0.0, "X": 0.25}, "T": {"T": 0.0, "S": 0.25}, "D": {"D": 0.0, "Z": 0.15},
    "S": {"S": 0.0, "Z": 0.15, "T": 0.25}, "Z": {"Z": 0.0, "S": 0.15, "D": 0.15},
}  # fmt: skip
_TURNED, _FAR = 0.2, 0.35

COST = 0.18
"""What the classes alone may cost per unit of a Latin spelling."""

_FEWEST = 3  # units: a shorter name is held to the standard of one of three
_MOST = 16
"""Keys of one spelling: each is looked up. dev/names has .9223 nDCG@10 with 16 or 32, .9167 with
8; 16 take 0.7 of the time of 32."""

_Keys = dict[str, float]


def skeleton(form: str) -> str:
    """The key of an Arabic form in exact letters; empty where it has no consonant."""
    return _once(without_arabic_article(form).translate(_ARABIC))


def without_arabic_article(form: str) -> str:
    """The form without ال where something is left of it."""
    return form[2:] if form.startswith("ال") and len(form) > 4 else form


def skeletons(name: str) -> list[str]:
    """The keys under which the Arabic of a Latin name (of latin()) may stand, likeliest first."""
    keys: _Keys = {}
    # An Arabic form loses ال whatever it is: Alasehir is آلاشهر.
    bare = name[2:] if name.startswith("al") else without_article(name)
    for reading in (name, bare) if bare else (name,):
        costs = _of_units(units(reading))
        # As lines of one text: the expression takes 3 µs to begin. (No keys are one empty line.)
        for key, cost in zip(_once("\n".join(costs)).split("\n"), costs.values(), strict=False):
            if cost < keys.get(key, math.inf):
                keys[key] = cost
    return sorted(filter(None, keys), key=lambda key: (keys[key], key))[:_MOST]


def _of_units(found: tuple[str, ...]) -> _Keys:
    table = _alternatives()
    most = COST * max(_FEWEST, len(found))
    keys = [(0.0, "")]
    for unit in found:
        longer: _Keys = {}
        for cost, classes in table[unit]:
            for before, key in keys:
                if (after := cost + before) > most:
                    break  # as are all after it: they are in order
                if after < longer.get(key + classes, 9.0):
                    longer[key + classes] = after
        keys = sorted(zip(longer.values(), longer, strict=True))[:_MOST]
    return {key: cost for cost, key in keys}


@cache
def _alternatives() -> dict[str, tuple[tuple[float, str], ...]]:
    """Latin unit → the classes it may stand for, each at its least cost, cheapest first."""
    table = {}
    for unit, stands in correspondences().items():
        costs = {"": stands.left}
        for entries in stands.letters:
            for letters, cost in entries.items():
                classes = letters.translate(_ARABIC)
                costs[classes] = min(cost, costs.get(classes, cost))
        table[unit] = tuple(sorted((cost, classes) for classes, cost in costs.items()))
    return table


def variant_skeletons(form: str) -> list[str]:
    """The keys under which other Arabic spellings of a form may stand, its own first."""
    own = skeleton(form)
    keys: _Keys = {"": 0.0}
    for each in own:
        keys = {
            key + other: before + cost
            for other, cost in _CONFUSED.get(each, {each: 0.0}).items()
            for key, before in keys.items()
            if before + cost <= _FAR
        }
    for at in range(len(own) - 1):
        turned = own[:at] + own[at + 1] + own[at] + own[at + 2 :]
        keys[turned] = min(_TURNED, keys.get(turned, _TURNED))
    return sorted(filter(None, keys), key=lambda key: (keys[key], key))[:_MOST]


def usual_skeleton(name: str) -> str:
    """The one key under which a Latin name (of latin()) stands among Latin names."""
    table = _alternatives()
    return _coarse("".join([table[unit][0][1] for unit in units(name)]))


def coarse_skeleton(form: str) -> str:
    """The key under which the Latin of an Arabic form may stand."""
    return _coarse(skeleton(form))


def _coarse(key: str) -> str:
    return _once(key.translate(_COARSE))


def _once(keys: str) -> str:
    """A key, or lines of keys, with each class once where it follows itself."""
    return _REPEATED.sub(r"\1", keys)
