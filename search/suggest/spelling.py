"""Which words of an index may be meant by one that is misspelt: a noisy channel.

A candidate scores by how many articles have it, and by the cost of the edits that lead to it.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from rapidfuzz import process
from rapidfuzz.distance import OSA

from search.analysis import Forms
from search.analysis.arabic import strip_proclitics
from search.analysis.commonness import LEAST, english
from search.analysis.lexicon import UNKNOWN, arabic
from search.analysis.names.ordinary import is_ordinary
from search.article import Side
from search.engines.protocol import Reader
from search.fields import layer
from search.suggest import edits
from search.suggest.vocabulary import Vocabulary

SHORTEST = 3
"""Letters of the shortest word that is corrected."""

_EDIT = 6.5
"""What an edit of cost 1 takes off."""
_ARTICLES = 0.7
"""What a logarithm of articles makes: people search for rare words more than articles have them. At
1 half again as many correct queries are changed (tests.bench.suggest)."""
_WORD, _LEVELS = 200, 400
"""From which level (search.analysis.lexicon) on a list speaks for a word, and a point's worth."""
_BEST = 8
_USUAL, _MOST_SHARE = 20_000, 20.0
"""Articles of the index for which scores are meant; how much a smaller one makes of each."""
_FAR = 2  # edits
_RIGHT = 3  # first letters that two edits leave alone
_READ = 6_000
# The most that the edits of a word of so many letters may cost.
_DEAREST = ((3, 0.75), (4, 0.8), (5, 1.1), (6, 1.4), (8, 1.9), (99, 2.3))


@dataclass(frozen=True, slots=True)
class Candidate:
    """A word of the index, in exact form. cost: of the edits; count: the articles with it; score:
    how likely it is meant."""

    form: str
    cost: float
    count: int
    score: float


class Speller:
    """Corrects single words by a reader's vocabulary."""

    def __init__(self, reader: Reader, vocabulary: Vocabulary) -> None:
        self._reader = reader
        self._vocabulary = vocabulary
        # In a small index a word of one article is no rarity.
        self._share = min(_MOST_SHARE, max(1.0, _USUAL / max(1, reader.info.articles)))

    def candidates(self, word: Forms) -> list[Candidate]:
        """The likeliest words in place of one, best first."""
        side: Side = "ar" if word.lang == "ar" else "en"
        return self._vocabulary.once(side, word.exact, lambda: self._found(word.exact, side))

    def _found(self, word: str, side: Side) -> list[Candidate]:
        found = self._best(word, self._one_edit(word, side))
        if not found:
            found = self._best(word, self._two_edits(word, side))
        if not found and side == "ar":
            found = self._best(word, self._behind_proclitics(word))
        return found

    def _best(self, word: str, held: dict[str, int]) -> list[Candidate]:
        dearest = next(most for length, most in _DEAREST if len(word) <= length)
        priced = (self._priced(form, edits.cost(word, form), n) for form, n in held.items())
        kept = [each for each in priced if each.cost <= dearest and len(each.form) > 1]
        return sorted(kept, key=lambda each: (-each.score, each.form))[:_BEST]

    def _priced(self, form: str, cost: float, count: int) -> Candidate:
        known = english().get(form, 0) if form.isascii() else arabic().level(form)
        listed = max(0, known - _WORD) / _LEVELS
        prior = _ARTICLES * math.log(count * self._share) + listed
        return Candidate(form, cost, count, prior - _EDIT * cost)

    def _one_edit(self, word: str, side: Side) -> dict[str, int]:
        return self._vocabulary.counts(side, edits.near(word, side))

    def _two_edits(self, word: str, side: Side) -> dict[str, int]:
        """Words of which two edits make this one, the first letters being right."""
        if len(word) <= _RIGHT:
            return {}
        name = layer(side, "exact")
        held = dict(self._reader.terms(name, word[:_RIGHT], _READ))
        close = process.extract(
            word, list(held), scorer=OSA.distance, score_cutoff=_FAR, limit=None
        )
        return {form: held[form] for form, _, _ in close}

    def _behind_proclitics(self, word: str) -> dict[str, int]:
        """A word that is only found without what is attached to it: the rest is corrected."""
        rest = strip_proclitics(word)
        attached = word[: len(word) - len(rest)]
        if not attached or not word.endswith(rest) or len(rest) <= SHORTEST:
            return {}
        bare = self._reader.frequencies(layer("ar", "bare"), edits.near(rest, "ar"))
        return {attached + form: count for form, count in bare.items()}


def level(word: Forms) -> int:
    """How common a word is in its language, whatever the index has: 0 where no list knows it."""
    if word.lang == "ar":
        found = arabic().noun_level(word.exact)
        return 0 if found <= UNKNOWN else found
    if word.lang == "en":
        return english().get(word.exact) or (_LISTED if is_ordinary(word.exact) else 0)
    return 0


_LISTED = LEAST
