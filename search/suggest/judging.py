"""Whether a word of a query stands as it was meant, and whether another one is likelier."""

from __future__ import annotations

from collections.abc import Collection

from search.analysis import forms, is_function_word
from search.analysis.commonness import LEAST
from search.analysis.names.latin import latin
from search.analysis.names.skeleton import usual_skeleton
from search.analysis.names.spelling import Spelling
from search.article import Side
from search.engines import plan as p
from search.engines.protocol import Reader
from search.fields import layer
from search.suggest.spelling import Candidate, level
from search.suggest.vocabulary import Vocabulary
from search.suggest.words import Typed

COMMON = 420
"""Level (search.analysis.lexicon) of a word that is no accident."""

# Below this level a list's word may be somebody's slip, if no article has it.
_SURE = LEAST
# A word that stands somewhere is doubted in favour of one that so many times as many articles have.
_OUTDONE, _FEW, _LONG, _CHEAP = 40, 3, 5, 0.7
# What a candidate must score (search.suggest.spelling) where something speaks for the word as it
# is: a list that has it; other forms of it or names of its sound, of which nearly any word has some
# (a Latin one is oftener a name). A letter more or less than _EVEN makes _PER_LETTER: near a long
# word there is seldom another by chance. Less the better lists know the candidate, by so many
# levels a point, to _KNOWN.
_LISTED, _SPOKEN_FOR, _EVEN, _PER_LETTER = 2.5, {"ar": -1.7, "en": 0.3}, 6, 0.8
_LEVELS, _KNOWN = 60, 1.2
_SAME_SOUND = 1.5
"""What it makes that a candidate is but another Latin spelling of the same sound."""
# The Arabic names that a Latin word finds speak less for it, by so much, where they sound as much
# like a candidate one cheap edit away, or nearly (per unit of the spelling): those of Bhtuan are
# nearer to Bhutan. The candidate still scores as one in a dozen articles does. Another vowel is a
# spelling, not a slip (Himrin).
_ABOUT, _HEARD_AS, _HEARD = 0.02, 2.2, -0.5
_PER_WORD, _FEW_WORDS = 1.0, 2
"""What each further word of a query makes: one of many hides little, and may be rightly rare."""
_ANY = -6.0  # nothing speaks for the word, but a rare one two edits away is no better guess
_ENDINGS = frozenset("s es d ed ing ly".split())
_VOWELS = frozenset("aeiouy")
_PROCLITICS = frozenset(
    " و ف ب ل ك ال وال بال فال كال لل ولل وب ول وك فب فل وبال وكال س وس ا".split(" ")
)


class Judge:
    """Knows the words of one reader."""

    def __init__(self, reader: Reader, vocabulary: Vocabulary) -> None:
        self._reader = reader
        self._vocabulary = vocabulary

    def knows(self, word: Typed) -> bool:
        """Whether nothing is to be doubted about a word: its language has it, or some articles."""
        return is_sure(word) or self.exactly(word) > (0 if level(word.forms) else _FEW)

    def prefers(
        self, meant: Candidate, word: Typed, found: int, names: Collection[str], words: int
    ) -> bool:
        """Whether a candidate is likelier than that the word stands as it was meant. found: the
        articles with all words of the query, of which there are `words`; names: what the word
        finds as a name."""
        same = forms(meant.form).stem == word.forms.stem
        if same and _is_inflection(word.forms.exact, meant.form):
            return False  # it is found already
        if here := self.exactly(word):
            likely = len(word.forms.exact) >= _LONG and meant.cost <= _CHEAP
            return likely and meant.count >= _OUTDONE * max(here, found)
        crowded = _PER_WORD * max(0, words - _FEW_WORDS)
        # Of one stem, and on no list; a Latin name has no endings.
        told = same and not (level(word.forms) or (names and side_of(word) == "en"))
        return told or meant.score >= crowded + self._least(meant, word, names)

    def _least(self, meant: Candidate, word: Typed, names: Collection[str]) -> float:
        """What a candidate must score for a word that no article has."""
        is_name = bool(names)
        listed = level(word.forms)
        if not (listed or is_name or self.count(word)):
            return _ANY
        least = _LISTED if listed else _SPOKEN_FOR[side_of(word)]
        if is_name and _is_variant(word, meant):
            least += _SAME_SOUND
        if _sounds_as_much(meant, word, names):
            least = min(least, max(_HEARD, least - _HEARD_AS))
        letters = word.forms.exact if listed else word.forms.exact.removeprefix("ال")
        least += _PER_LETTER * (_EVEN - len(letters))
        return least - min(_KNOWN, max(0, level(forms(meant.form)) - LEAST) / _LEVELS)

    def exactly(self, word: Typed) -> int:
        """The articles in which a word stands as typed."""
        side, exact = side_of(word), word.forms.exact

        def counted() -> int:
            return self._vocabulary.counts(side, [exact]).get(exact, 0)

        return self._vocabulary.once(f"{side} exact", exact, counted)

    def count(self, word: Typed) -> int:
        """The articles that a word finds by itself."""
        side, stem = side_of(word), word.forms.stem

        def counted() -> int:
            terms = [p.Term(layer(side, "stem", title), stem) for title in (False, True)]
            return self._reader.count(p.Bool(should=tuple(terms)))

        return self._vocabulary.once(f"{side} stem", stem, counted)


def side_of(word: Typed) -> Side:
    """The side on which a word is looked for by its spelling."""
    return "en" if word.forms.lang == "en" else "ar"


def is_sure(word: Typed) -> bool:
    """Whether a word is one of its language beyond doubt, wherever it stands."""
    found = word.forms
    if found.lang == "other" or not found.exact.isalpha():
        return True
    return is_function_word(word.text) or level(found) >= _SURE


def is_common(word: Typed) -> bool:
    """Whether a word is one of the few thousand that everybody uses."""
    return is_function_word(word.text) or level(word.forms) >= COMMON


def _is_inflection(typed: str, meant: str) -> bool:
    """Whether two words of one stem differ only by what is joined to their ends, as الحكومة and
    بالحكومة do; الانتخبات is no form of الانتخابات."""
    if typed.isascii():
        longer, shorter = sorted((typed, meant), key=len, reverse=True)
        return longer.startswith(shorter) and longer[len(shorter) :] in _ENDINGS
    if typed[-1] != meant[-1]:
        return True
    same = next(
        (
            at
            for at, pair in enumerate(zip(typed[::-1], meant[::-1], strict=False))
            if len(set(pair)) > 1
        ),
        min(len(typed), len(meant)),
    )
    return {typed[:-same], meant[:-same]} <= _PROCLITICS


def _sounds_as_much(meant: Candidate, word: Typed, names: Collection[str]) -> bool:
    """Whether the Arabic names that a Latin word finds sound as much like a candidate."""
    arabic = [name for name in names if not name.isascii()]
    if not arabic or side_of(word) != "en" or len(word.text) < _LONG or meant.cost > _CHEAP:
        return False
    if len(word.forms.exact) == len(meant.form):
        changed = {a + b for a, b in zip(word.forms.exact, meant.form, strict=True) if a != b}
        if _VOWELS.issuperset("".join(changed)):
            return False
    typed, other = (Spelling(text).costs(arabic).min() for text in (word.text, meant.form))
    return bool(other <= typed + _ABOUT)


def _is_variant(word: Typed, meant: Candidate) -> bool:
    """Whether a candidate that no list has sounds as the Latin word does: Himrin and Hamrin."""
    if word.forms.lang != "en" or level(forms(meant.form)):
        return False
    one, other = (usual_skeleton(latin(text)) for text in (word.forms.exact, meant.form))
    return one == other
