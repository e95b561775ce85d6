"""Words of a query that were typed on another keyboard layout."""

from __future__ import annotations

import math
from collections.abc import Collection, Iterator, Sequence
from itertools import islice

from search.analysis import is_function_word, spans
from search.suggest import layouts
from search.suggest.judging import COMMON, Judge, is_common
from search.suggest.rewriting import Change
from search.suggest.spelling import Speller, level
from search.suggest.words import Typed, runs

_LAYOUT, _WITH_SIGNS, _CAPITAL = 3.0, -2.0, 2.0
"""What a wrong layout takes off in score, as an edit does (search.suggest.spelling); where the keys
of the run are not all letters, it is hardly anything else; a capital is seldom typed by mistake."""

_SHORT = 3  # letters
_RUNS = 12  # of a query that are read
# A word that some articles have is left unless so many times as many have the other one.
_OUTDONE = 40
# A slip beside the wrong layout: only in a long word, and only a likely one.
_LONG, _CHEAP = 6, 0.95
_FEWEST = 3
"""Articles of a word that no list has, for what is typed in Arabic letters to be it."""


class Retyper:
    """Reads runs of characters on other layouts, by one reader's words."""

    def __init__(self, judge: Judge, speller: Speller) -> None:
        self._judge = judge
        self._speller = speller

    def changes(self, q: str, words: Sequence[Typed], named: Collection[str]) -> list[Change]:
        """Runs whose keys give words on another layout; beside one that is telling, also those
        that might be words of their own ("td" of في). The texts are exact forms.

        named: words that are found as names.
        """
        telling: list[Change] = []
        others: list[Change] = []
        right: list[bool] = []  # common words, each by whether it is Latin
        for run in islice(runs(q), _RUNS):
            inside = [word for word in words if run.start <= word.start < run.end]
            whole = len(inside) == 1 and inside[0] == run
            if whole and is_common(inside[0]):
                right.append(run.text.isascii())
                continue
            if not inside:
                continue
            change = next(self._read(run, inside, is_name=run.text in named), None)
            if change:
                known = whole and self._judge.knows(run)
                sure = known or not _is_telling(change)
                (others if sure else telling).append(change)
        if telling and right.count(q[telling[0].start].isascii()) > len(telling) + len(others):
            return []  # nobody changes the layout for one word of a sentence
        return sorted([*telling, *(others if telling else ())], key=lambda change: change.start)

    def _read(self, run: Typed, inside: Sequence[Typed], *, is_name: bool) -> Iterator[Change]:
        lower = run.text == run.text.lower()
        if is_name and not lower:
            return
        here = self._judge.exactly(inside[0]) if inside == [run] else 0
        # U.N. is no عزيز.
        off = _WITH_SIGNS if lower and inside != [run] else _LAYOUT
        off += 0.0 if lower else _CAPITAL
        for azerty in (False, True):
            read = self._readings(run, azerty=azerty)
            for word in sorted(read, key=lambda each: -self._judge.count(each)):
                count = self._judge.count(word)
                if self._is_word(word, count) and count >= _OUTDONE * here:
                    yield Change(run.start, run.end, word.forms.exact, math.log(count) - off)
        if is_name or here or not lower:
            return
        for word in self._readings(run, azerty=False):
            for meant in self._speller.candidates(word.forms)[:1]:
                if len(word.text) >= _LONG and meant.cost <= _CHEAP:
                    yield Change(run.start, run.end, meant.form, meant.score - off)

    def _readings(self, run: Typed, *, azerty: bool) -> list[Typed]:
        texts = layouts.others(run.text, azerty=azerty)
        return [Typed(text, run.start, run.end) for text in texts if len(spans(text)) == 1]

    def _is_word(self, word: Typed, count: int) -> bool:
        listed = word.forms.lang == "ar" or level(word.forms) > 0
        return count > 0 and (listed or count >= _FEWEST)


def _is_telling(change: Change) -> bool:
    """Whether a word is long or common enough to be no accident of keys."""
    if is_function_word(change.text) or len(change.text) < _SHORT:
        return False
    word = Typed(change.text, change.start, change.end)
    return len(change.text) > _SHORT or level(word.forms) >= COMMON
