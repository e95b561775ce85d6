"""Did you mean: a whole query with its misspelt words corrected, if that finds something.

A word is doubted where no list of the language has it and few articles or none do. What may be
meant instead comes from the index's own words; of queries that are about as likely the one that
finds more is meant, so that the other words decide.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import islice

from search.analysis import forms
from search.article import Side
from search.engines import plan as p
from search.engines.protocol import Reader
from search.query import ast
from search.query.expand import Interpretation
from search.suggest.context import in_context
from search.suggest.judging import Judge, is_sure, side_of
from search.suggest.retyping import Retyper
from search.suggest.rewriting import Change, Corrected, Finds, best, cased
from search.suggest.spelling import SHORTEST, Speller, level
from search.suggest.surfaces import Surfaces
from search.suggest.vocabulary import Vocabulary
from search.suggest.words import Typed, has_keys, words_of

_DOUBTED = 3
"""Words of a query that are corrected together."""
_EACH = 3
"""Candidates of a word that are combined with those of others."""
_CLOSE = 4.0
"""How far behind the best in score (natural logarithm of articles) a candidate may be."""
_PER_WORD = 6.0  # what a split or a join takes off, as an edit of cost 1 does

Changes = list[Change]
"""What one word may be changed to, best first; the texts are exact forms."""


class Corrector:
    """Corrects queries for one reader."""

    def __init__(self, reader: Reader, vocabulary: Vocabulary, surfaces: Surfaces) -> None:
        self._reader = reader
        self._vocabulary = vocabulary
        self._surfaces = surfaces
        self._judge = Judge(reader, vocabulary)
        self._speller = Speller(reader, vocabulary)
        self._retyper = Retyper(self._judge, self._speller)

    def corrected(
        self, parsed: ast.Parsed, asked: Interpretation, found: int, finds: Finds
    ) -> Corrected | None:
        """What was meant, None where that is what was typed. found: the articles that have all
        words of the query."""
        words = words_of(parsed)
        if found and all(map(is_sure, words)) and not has_keys(parsed.text):
            return None
        names = _names(asked)
        doubted = self._doubted(
            words, {each.term for each in asked.expansions if each.by != "name"}
        )
        spelled = list(islice(self._spelled(words, doubted, found, names), _DOUBTED))
        changes = _likelier(spelled, self._retyper.changes(parsed.text, words, names))
        if not changes:
            return None
        written = [[self._written(parsed.text, each) for each in one] for one in changes]
        return best(parsed.text, written, finds, alone=len(words) == 1)

    def _doubted(self, words: Sequence[Typed], told: Collection[str]) -> list[int]:
        """Which words may be misspelt. told: those that a table knows, as Najaf; Arabic ones it
        knows by their stem, which says less."""
        return [
            at
            for at, word in enumerate(words)
            if len(word.forms.exact) >= SHORTEST
            and not (side_of(word) == "en" and word.text in told)
            and not self._judge.knows(word)
        ]

    def _spelled(
        self,
        words: Sequence[Typed],
        doubted: Sequence[int],
        found: int,
        names: Mapping[str, Collection[str]],
    ) -> Iterator[Changes]:
        """The changes that each doubtful word may need."""
        joined: set[int] = set()
        for at in doubted:
            if at in joined:
                continue
            changes = self._changes(words, at, found, names.get(words[at].text, ()))
            if not changes:
                changes = list(self._joined(words, at))
                joined |= {at + 1 for _ in changes}
            if changes:
                yield changes

    def _changes(
        self, words: Sequence[Typed], at: int, found: int, names: Collection[str]
    ) -> Changes:
        word = words[at]
        kept = [
            each
            for each in in_context(self._reader, self._speller.candidates(word.forms), words, at)
            if self._judge.prefers(each, word, found, names, len(words))
        ]
        if kept:
            least = kept[0].score - _CLOSE
            close = [each for each in kept[:_EACH] if each.score > least]
            return [Change(word.start, word.end, each.form, each.score) for each in close]
        if self._judge.exactly(word) or (names and not word.text.islower()):
            return []
        return list(self._split(word))

    def _split(self, word: Typed) -> Iterator[Change]:
        """Two words written as one, which stand next to each other somewhere."""
        exact, side = word.forms.exact, side_of(word)
        cuts = [(exact[:at], exact[at:]) for at in range(2, len(exact) - 1)]
        held = self._vocabulary.counts(side, {part for cut in cuts for part in cut})
        likely = sorted(
            (cut for cut in cuts if held.keys() >= set(cut)),
            key=lambda cut: -min(held[part] for part in cut),
        )
        for cut in likely[:_EACH]:
            if count := self._together(side, cut):
                yield Change(word.start, word.end, " ".join(cut), math.log(count) - _PER_WORD)

    def _together(self, side: Side, parts: Sequence[str]) -> int:
        kind = "bare" if side == "ar" else "exact"
        words = tuple((forms(part).bare,) for part in parts)
        return self._reader.count(p.Phrase(f"{side}_{kind}", words))

    def _joined(self, words: Sequence[Typed], at: int) -> Iterator[Change]:
        """One word written as two."""
        if at + 1 == len(words):
            return
        one, two = words[at], words[at + 1]
        whole = Typed(one.text + two.text, one.start, two.end)
        apart = two.start - one.end == 1 and level(whole.forms)
        if apart and (count := self._judge.count(whole)):
            score = math.log(count) - _PER_WORD
            yield Change(one.start, two.end, whole.forms.exact, score)

    def _written(self, q: str, change: Change) -> Change:
        """The change with its words as articles write them, and with the capitals of the query."""
        words = (
            self._surfaces.written(self._reader, "en" if found.lang == "en" else "ar", found.exact)
            for found in map(forms, change.text.split())
        )
        return replace(change, text=cased(q[change.start : change.end], " ".join(words)))


def _names(asked: Interpretation) -> dict[str, set[str]]:
    """The exact forms by which words of a query are found as names."""
    found: dict[str, set[str]] = {}
    for each in asked.expansions:
        if each.by == "name":
            found.setdefault(each.term, set()).add(forms(each.as_).exact)
    return found


def _likelier(spelled: list[Changes], retyped: Changes) -> list[Changes]:
    """The changes of a query, none of which overlaps another: of what was misspelt and what was
    typed on another layout, whichever scores more."""
    kept = [
        change
        for change in retyped
        if not any(_meet(one[0], change) and one[0].score > change.score for one in spelled)
    ]
    rest = [one for one in spelled if not any(_meet(one[0], change) for change in kept)]
    return [*([change] for change in kept), *rest]


def _meet(one: Change, other: Change) -> bool:
    return one.start < other.end and other.start < one.end
