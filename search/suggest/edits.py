"""How likely one word was typed for another: edits, each at its cost.

Words are in exact form, in which the letters that Arabic writers interchange most are one already
(ه ة, ى ي, أ إ آ ا): such a word is found as it is typed and needs no correction.
"""

from __future__ import annotations

from functools import cache

from search.analysis.letters import fold_letters
from search.article import Side
from search.suggest.layouts import neighbours

ALPHABETS: dict[Side, str] = {
    "ar": "ءابتثجحخدذرزسشصضطظعغفقكلمنهوي",
    "en": "abcdefghijklmnopqrstuvwxyz",
}

# Letters of one sound, or of one shape but for dots, and what one for the other costs; an edit that
# nothing explains costs more than one that may be a slip of the finger.
_SOUND, _SHAPE, _KEY, _OTHER = 0.45, 0.6, 0.65, 1.3
_SOUNDS = (
    "ضظ ذز دذ ضد ثس ثت صس طت قك قغ غج كج حه هت عا ءا ءي ءو اي اه وا "
    "ae ai ao au ei eo eu io iu ou iy ey cs ck kq sz gj mn vw fv td bp"
).split()
_SHAPES = "بت بث بن بي تث تن تي ثن جح جخ حخ رز سش صض طظ عغ فق كل هة يئ".split()
_TRANSPOSED, _DOUBLED = 0.45, 0.35
# A letter left out, which is one slip for each letter of a word, where a finger that misses its key
# may meet any of six (at that price 1.7 of a hundred queries fewer are right, tests.bench.suggest);
# a letter too many: a vowel, another one, which could have been any.
_LOST, _MORE_VOWEL, _MORE = 0.4, 0.95, 1.2
_VOWELS = frozenset("اويءaeiouy")
_FIRST = 0.25
"""What an error in the first letter costs more: people see it."""


@cache
def _substitutions() -> dict[tuple[str, str], float]:
    costs: dict[tuple[str, str], float] = {}
    for letter, around in neighbours().items():
        for other in around:
            costs[fold_letters(letter), fold_letters(other)] = _KEY
    for pairs, cost in ((_SHAPES, _SHAPE), (_SOUNDS, _SOUND)):
        for pair in pairs:
            costs[pair[0], pair[1]] = costs[pair[1], pair[0]] = cost
    return costs


def near(word: str, side: Side) -> set[str]:
    """All words one edit away: a letter left out, put in, changed, or two turned round."""
    letters = ALPHABETS[side]
    cuts = [(word[:at], word[at:]) for at in range(len(word) + 1)]
    found = {a + b[1:] for a, b in cuts if b}
    found |= {a + b[1] + b[0] + b[2:] for a, b in cuts if len(b) > 1}
    found |= {a + letter + b[1:] for a, b in cuts if b for letter in letters}
    found |= {a + letter + b for a, b in cuts for letter in letters}
    found |= {word.replace("ph", "f"), word.replace("f", "ph", 1)}
    found.discard(word)
    return found


def cost(typed: str, meant: str) -> float:
    """The cheapest edits that lead from what was meant to what was typed."""
    found = _aligned(typed, meant)
    if ("ph" in typed) != ("ph" in meant):
        one, other = (word.replace("ph", "f") for word in (typed, meant))
        return min(found, _SOUND + _aligned(one, other))
    return found


def _aligned(typed: str, meant: str) -> float:
    """Optimal string alignment with a weight for each edit."""
    costs = _substitutions()
    before: list[float] = []
    above = [0.0]
    for at in range(len(meant)):
        above.append(above[-1] + _single(meant, at, _LOST, _LOST))
    for row, letter in enumerate(typed, start=1):
        more = _single(typed, row - 1, _MORE_VOWEL, _MORE)
        here = [above[0] + more]
        for column, wanted in enumerate(meant, start=1):
            changed = 0.0 if letter == wanted else costs.get((letter, wanted), _OTHER)
            first = _FIRST if changed and row == column == 1 else 0.0
            best = min(
                above[column - 1] + changed + first,
                above[column] + more,
                here[column - 1] + _single(meant, column - 1, _LOST, _LOST),
            )
            turned = row > 1 and column > 1 and letter == meant[column - 2] != wanted
            if turned and wanted == typed[row - 2]:
                best = min(best, before[column - 2] + _TRANSPOSED)
            here.append(best)
        before, above = above, here
    return above[-1]


def _single(word: str, at: int, vowel: float, other: float) -> float:
    """What a letter costs that only one of two words has."""
    letter = word[at]
    if letter in (word[at - 1 : at], word[at + 1 : at + 2]):
        return _DOUBLED
    # ة at an end is only a vowel to the ear.
    is_vowel = letter in _VOWELS or (letter == "ه" and at == len(word) - 1)
    return (vowel if is_vowel else other) + (_FIRST if at == 0 else 0.0)
