"""Did you mean: a whole query with its misspelt words corrected, if that finds something.

A word is doubted where no list of the language has it and few articles or none do. What may be
meant instead comes from the index's own words; of queries that are about as likely the one that
finds more is meant, so that the other words decide.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from itertools import islice

from search.analysis import forms, is_function_word, spans
from search.analysis.names.ordinary import is_ordinary
from search.article import Side
from search.engines import plan as p
from search.engines.protocol import Reader
from search.query import ast
from search.query.expand import Interpretation
from search.suggest import layouts
from search.suggest.rewriting import Change, Corrected, Finds, best, cased
from search.suggest.spelling import SHORTEST, Candidate, Speller, level
from search.suggest.surfaces import Surfaces
from search.suggest.vocabulary import Vocabulary
from search.suggest.words import Typed, runs, words_of

_DOUBTED = 3
"""Words of a query that are corrected together."""
_EACH = 3
"""Candidates of a word that are combined with those of others."""
_CLOSE = 4.0
"""How far behind the best in score (natural logarithm of articles) a candidate may be."""
# Below this level (search.analysis.lexicon) a list's word may be somebody's slip.
_SURE, _COMMON = 260, 420
# A word that stands somewhere is doubted in favour of one that so many times as many articles have.
_OUTDONE, _FEW, _LONG, _CHEAP = 40, 3, 5, 1.0
_SHORT_RUN = 3
_RUNS = 12  # of a query that are read on other layouts
_END = 2  # letters at which a difference is of inflection
_OF_OTHER_FORMS = 4
_PER_WORD = 6.0  # what a split or a join takes off, as an edit of cost 1 does


class Corrector:
    """Corrects queries for one reader."""

    def __init__(self, reader: Reader, vocabulary: Vocabulary, surfaces: Surfaces) -> None:
        self._reader = reader
        self._vocabulary = vocabulary
        self._surfaces = surfaces
        self._speller = Speller(reader, vocabulary)

    def corrected(
        self, parsed: ast.Parsed, asked: Interpretation, found: int, finds: Finds
    ) -> Corrected | None:
        """What was meant, None where that is what was typed. found: the articles that have all
        words of the query."""
        words = words_of(parsed)
        if found and all(_is_sure(word) for word in words):
            return None
        changes = [[change] for change in self._layout(parsed.text, words)]
        taken = [change[0] for change in changes]
        left = [word for word in words if not any(c.start <= word.start < c.end for c in taken)]
        named = {each.term for each in asked.expansions if each.by == "name"}
        changes += islice(self._spelling(left, found, named), _DOUBTED)
        return best(parsed.text, changes, finds) if changes else None

    # A wrong keyboard layout.

    def _layout(self, q: str, words: Sequence[Typed]) -> list[Change]:
        """Runs of characters whose keys give words on another layout; beside one that is telling,
        also those that might be words of their own ("td" of في)."""
        telling: list[Change] = []
        others: list[Change] = []
        for run in islice(runs(q), _RUNS):
            inside = [word for word in words if run.start <= word.start < run.end]
            if not inside or all(_is_common(word) for word in inside):
                continue
            change = self._retyped(run)
            if change and not all(self._is_known(word) for word in inside):
                (telling if self._is_telling(change) else others).append(change)
            elif change:
                others.append(change)
        return sorted([*telling, *(others if telling else ())], key=lambda change: change.start)

    def _retyped(self, run: Typed) -> Change | None:
        for text in layouts.others(run.text):
            word = Typed(text, run.start, run.end)
            if len(spans(text)) != 1:
                continue
            if count := self._count(word):
                return Change(run.start, run.end, self._written(word), math.log(count))
            if len(text) >= _LONG and (near := self._speller.candidates(word.forms)):
                return self._change(word, near[0])
        return None

    def _is_telling(self, change: Change) -> bool:
        """Whether a word is long or common enough to be no accident of keys."""
        word = Typed(change.text, change.start, change.end)
        if is_function_word(change.text) or len(change.text) < _SHORT_RUN:
            return False
        return len(change.text) > _SHORT_RUN or level(word.forms) >= _COMMON

    # Misspelt words.

    def _spelling(
        self, words: Sequence[Typed], found: int, named: set[str]
    ) -> Iterator[list[Change]]:
        """The changes that each doubtful word may need."""
        joined: set[int] = set()
        for at, word in enumerate(words):
            if at in joined or len(word.forms.exact) < SHORTEST or self._is_known(word):
                continue
            changes = self._changes(word, found, word.text in named)
            if not changes:
                changes = list(self._joined(words, at))
                joined |= {at + 1 for _ in changes}
            if changes:
                yield changes

    def _changes(self, word: Typed, found: int, is_name: bool) -> list[Change]:
        here = self._standing(word)
        kept = [
            each
            for each in self._speller.candidates(word.forms)
            if _is_better(word, each, here, found, is_name)
            or (_is_slip(word, each) and not self._exactly(word))
        ]
        if kept:
            least = kept[0].score - _CLOSE
            close = [each for each in kept[:_EACH] if each.score > least]
            return [self._change(word, each) for each in close]
        return [] if here or is_name else list(self._split(word))

    def _change(self, word: Typed, found: Candidate) -> Change:
        meant = Typed(found.form, word.start, word.end)
        text = cased(word.text, self._written(meant))
        return Change(word.start, word.end, text, found.score)

    def _split(self, word: Typed) -> Iterator[Change]:
        """Two words written as one, which stand next to each other somewhere."""
        exact, side = word.forms.exact, _side(word)
        cuts = [(exact[:at], exact[at:]) for at in range(2, len(exact) - 1)]
        held = self._vocabulary.counts(side, {part for cut in cuts for part in cut})
        likely = sorted(
            (cut for cut in cuts if held.keys() >= set(cut)),
            key=lambda cut: -min(held[part] for part in cut),
        )
        for cut in likely[:_EACH]:
            parts = [Typed(part, word.start, word.end) for part in cut]
            if count := self._together(side, parts):
                text = " ".join(self._written(part) for part in parts)
                yield Change(word.start, word.end, text, math.log(count) - _PER_WORD)

    def _joined(self, words: Sequence[Typed], at: int) -> Iterator[Change]:
        """One word written as two."""
        if at + 1 == len(words):
            return
        one, two = words[at], words[at + 1]
        whole = Typed(one.text + two.text, one.start, two.end)
        if two.start - one.end == 1 and level(whole.forms) and (count := self._count(whole)):
            score = math.log(count) - _PER_WORD
            yield Change(one.start, two.end, self._written(whole), score)

    def _together(self, side: Side, parts: Sequence[Typed]) -> int:
        kind = "bare" if side == "ar" else "exact"
        words = tuple((part.forms.bare,) for part in parts)
        return self._reader.count(p.Phrase(f"{side}_{kind}", words))

    # What is known of words.

    def _is_known(self, word: Typed) -> bool:
        """Whether nothing is to be doubted about a word: its language has it, or some articles."""
        if _is_sure(word):
            return True
        written = self._exactly(word)
        if level(word.forms):
            return written > 0 or self._count(word) > 0
        return written > _FEW

    def _standing(self, word: Typed) -> float:
        """The articles that speak for a word as typed: those that write it so; where none does,
        some of those that have another form of it."""
        return self._exactly(word) or self._count(word) / _OF_OTHER_FORMS

    def _exactly(self, word: Typed) -> int:
        """The articles in which a word stands as typed."""
        exact = word.forms.exact

        def counted() -> int:
            return self._vocabulary.counts(_side(word), [exact]).get(exact, 0)

        return self._vocabulary.once(f"{_side(word)} exact", exact, counted)

    def _count(self, word: Typed) -> int:
        """The articles that a word finds by itself."""
        side, stem = _side(word), word.forms.stem

        def counted() -> int:
            terms = [p.Term(f"{title}{side}_stem", stem) for title in ("", "title_")]
            return self._reader.count(p.Bool(should=tuple(terms)))

        return self._vocabulary.once(f"{side} stem", stem, counted)

    def _written(self, word: Typed) -> str:
        return self._surfaces.written(self._reader, _side(word), word.forms.exact)


def _is_sure(word: Typed) -> bool:
    """Whether a word is one of its language beyond doubt, wherever it stands."""
    found = word.forms
    if found.lang == "other" or not found.exact.isalpha():
        return True
    return is_function_word(word.text) or level(found) >= _SURE


def _is_common(word: Typed) -> bool:
    return is_function_word(word.text) or level(word.forms) >= _COMMON


def _is_better(word: Typed, meant: Candidate, here: float, found: int, is_name: bool) -> bool:
    """Whether a candidate is likelier than that the word stands as it was meant."""
    if _is_inflection(word, meant) or (is_name and not _outdoes_name(word, meant)):
        return False  # what is found already
    if not here:
        return True
    likely = len(word.forms.exact) >= _LONG and meant.cost <= _CHEAP
    return likely and meant.count >= _OUTDONE * max(here, found)


def _is_inflection(word: Typed, meant: Candidate) -> bool:
    """Whether a candidate is another form of the word itself: of one stem, and different only at
    an end, as الحكومة and بالحكومة are."""
    return forms(meant.form).stem == word.forms.stem and not _is_slip(word, meant)


def _is_slip(word: Typed, meant: Candidate) -> bool:
    """Whether two words of one stem differ inside: الانتخبات is no form of الانتخابات."""
    typed, found = word.forms.exact, meant.form
    inside = typed[:_END] == found[:_END] and typed[-_END:] == found[-_END:]
    return inside and forms(found).stem == word.forms.stem


def _outdoes_name(word: Typed, meant: Candidate) -> bool:
    """A name that is found by its sound stands, unless it looks like a slip in a common word."""
    common = level(Typed(meant.form, 0, 0).forms) >= _COMMON
    if word.forms.lang == "ar":
        return common
    return common and is_ordinary(meant.form) and not word.text[0].isupper()


def _side(word: Typed) -> Side:
    return "en" if word.forms.lang == "en" else "ar"
