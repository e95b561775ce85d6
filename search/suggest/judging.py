"""Whether a word of a query stands as it was meant, and whether another one is likelier."""

from __future__ import annotations

from collections.abc import Collection

from search.analysis import Forms, forms, is_function_word
from search.analysis.attested import RAREST, attested
from search.analysis.commonness import LEAST
from search.analysis.names.ordinary import is_ordinary
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
# is: other forms of it or names of its sound, of which nearly any word has some (a Latin one is
# oftener a name); more where a list has it, and the more people write it (by powers of ten), less
# the more they write the candidate. A letter more or less than _EVEN makes _PER_LETTER, up to
# _LONGEST: near a long word there is seldom another by chance. A logistic regression over the words
# of twelve seeds of tests.bench.suggest chose them: where it changes 8 of 165 names that no article
# has, it corrects 95 % of the misspelt English words, without _WRITTEN and _MEANT 87 %.
_SPOKEN_FOR = {"ar": -1.5, "en": -0.4}
_LISTED, _WRITTEN, _MEANT = 1.9, 1.2, 1.4
_EVEN, _LONGEST, _PER_LETTER = 6, 9, 1.0
_ORDINARY = 1.8
"""What it makes that an ordinary word is offered for one with a capital, oftener a name."""
_LEVELS = 100  # a power of ten
_PER_WORD, _FEW_WORDS = 2.0, 2
"""What each further word of a query makes: one of many hides little, and may be rightly rare. At 1
twice as many questions are changed."""
_ANY = -4.0  # nothing speaks for the word, but a rare one two edits away is no better guess
_ENDINGS = frozenset("s es d ed ing ly".split())
_ARABIC_ENDINGS = frozenset(
    " ه ا ي ت ك ن وا ون ين ان ات نا ني ها هم هن كم هما تا تم تن ته يه يا يين يون يات اء".split(" ")
)
_PROCLITICS = frozenset(
    " و ف ب ل ك ال وال بال فال كال لل ولل وب ول وك فب فل وبال وكال س وس".split(" ")
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
        return meant.score >= crowded + (_ANY if told else self._least(meant, word, names))

    def _least(self, meant: Candidate, word: Typed, names: Collection[str]) -> float:
        """What a candidate must score for a word that no article has."""
        written = _written(word.forms)
        if not (written or names or self.count(word)):
            return _ANY
        least = _SPOKEN_FOR[side_of(word)] + (_LISTED if written else 0.0)
        if word.text[0].isupper() and is_ordinary(meant.form):
            least += _ORDINARY
        letters = min(_LONGEST, len(word.forms.exact.removeprefix("ال")))
        least += _PER_LETTER * (_EVEN - letters)
        least += _WRITTEN * written - _MEANT * _written(forms(meant.form))
        return max(_ANY, least)

    def exactly(self, word: Typed) -> int:
        """The articles in which a word stands as typed, or as typed behind a proclitic."""
        side, exact = side_of(word), word.forms.exact

        def counted() -> int:
            found = self._vocabulary.counts(side, [exact])
            if not found and side == "ar":
                found = self._reader.frequencies(layer(side, "bare"), [exact])
            return found.get(exact, 0)

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


def _written(word: Forms) -> float:
    """How often people write a word, in powers of ten above the rarest; 0 where nobody does."""
    known = attested(word.exact) if word.lang == "en" else level(word)
    return max(0, known - RAREST) / _LEVELS


def _is_inflection(typed: str, meant: str) -> bool:
    """Whether two words of one stem differ only by what is joined to their ends, as الحكومة and
    بالحكومة do; الانتخبات is no form of الانتخابات."""
    if typed.isascii():
        longer, shorter = sorted((typed, meant), key=len, reverse=True)
        return longer.startswith(shorter) and longer[len(shorter) :] in _ENDINGS
    if typed[-1] != meant[-1]:
        same = _shared(typed, meant)
        return {typed[same:], meant[same:]} <= _ARABIC_ENDINGS
    same = _shared(typed[::-1], meant[::-1])
    # The last letter they share may be a proclitic of both: للحكومة, الحكومة.
    return any(
        {typed[: len(typed) - shared], meant[: len(meant) - shared]} <= _PROCLITICS
        for shared in (same, same - 1)
    )


def _shared(one: str, other: str) -> int:
    """The letters with which both of two words begin."""
    differ = (at for at, pair in enumerate(zip(one, other, strict=False)) if len(set(pair)) > 1)
    return next(differ, min(len(one), len(other)))
