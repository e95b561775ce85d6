"""A plan's articles and their scores, made from Whoosh's postings.

Whoosh's own searcher is not asked. It gives up totals for speed, ignores `minmatch`, counts slop
in one order only and explains nothing; each part of a plan is a table here, article → score, so
that what matches, what counts and what is explained cannot differ. Scores are BM25 as Lucene has
it, over live articles and true lengths.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from math import log
from typing import Any

from rapidfuzz.distance import OSA
from rapidfuzz.process import extract_iter

from search.engines import plan as p
from search.engines.embedded import WORDS
from search.engines.whoosh_postings import Snapshot
from search.engines.windows import windows

K1, B = 1.2, 0.75

Scores = dict[int, float]

# Answers kept: the parts of one page (hits, totals, facets, histogram) ask for the same plan.
_KEPT = 8


class Scorer:
    """Evaluates plans over one snapshot."""

    def __init__(self, snapshot: Snapshot) -> None:
        self._snapshot = snapshot
        self._norms: dict[str, list[float]] = {}
        self._by_kind: dict[type[Any], Callable[[Any], Scores]] = {
            p.Term: self._term,
            p.Phrase: self._phrase,
            p.Prefix: self._prefix,
            p.Wildcard: self._wildcard,
            p.Fuzzy: self._fuzzy,
            p.Range: self._range,
            p.Everything: lambda _: dict.fromkeys(snapshot.live, 0.0),
            p.Nothing: lambda _: {},
            p.Filter: lambda plan: dict.fromkeys(self.of(plan.child), plan.score),
            p.Best: self._best,
            p.Bool: self._bool,
        }
        self.scores = lru_cache(maxsize=_KEPT)(self.of)

    def of(self, plan: p.Plan) -> Scores:
        """Every article that matches, with its score."""
        return self._by_kind[type(plan)](plan)

    def idf(self, articles: int) -> float:
        """How much a word says that stands in so many articles."""
        return log(1 + (len(self._snapshot.live) - articles + 0.5) / (articles + 0.5))

    def norms(self, field: str) -> Sequence[float]:
        """For each article, k1 × (1 - b + b × its length in the field / the mean length)."""
        if field not in self._norms:
            self._norms[field] = self._made_norms(field)
        return self._norms[field]

    def _made_norms(self, field: str) -> list[float]:
        if field not in WORDS:  # a whole value is one term long wherever there is one
            return [K1] * self._snapshot.size
        lengths = self._snapshot.lengths(field)
        live = self._snapshot.live
        mean = sum(map(lengths.__getitem__, live)) / len(live) if live else 0
        return [K1 * (1 - B + B * long / mean) if mean else K1 for long in lengths]

    def _bm25(
        self, field: str, weight: float, numbers: Iterable[int], times: Iterable[float]
    ) -> Scores:
        norms = self.norms(field)
        weight *= K1 + 1
        return {
            number: weight * count / (count + norms[number])
            for number, count in zip(numbers, times, strict=True)
        }

    def _term(self, term: p.Term) -> Scores:
        numbers, times = self._snapshot.postings(term.field, term.term)
        return self._bm25(term.field, term.boost * self.idf(len(numbers)), numbers, times)

    def _phrase(self, phrase: p.Phrase) -> Scores:
        """As Lucene scores one: how often it stands there, and the idf of its words summed; a
        word of alternatives is in the articles that have any of them."""
        if len(phrase.words) == 1:
            terms = (p.Term(phrase.field, each, phrase.boost) for each in phrase.words[0])
            return self._bool(p.Bool(should=tuple(terms)))
        times = self.occurrences(phrase)
        weight = phrase.boost * sum(self.idf(len(each)) for each in self._with_words(phrase))
        return self._bm25(phrase.field, weight, times, times.values())

    def _with_words(self, phrase: p.Phrase) -> list[set[int]]:
        postings = self._snapshot.postings
        return [
            set().union(*(postings(phrase.field, term)[0] for term in alternatives))
            for alternatives in phrase.words
        ]

    def occurrences(self, phrase: p.Phrase) -> dict[int, int]:
        """In how many places a phrase stands, for each article with one."""
        wanted = set.intersection(*self._with_words(phrase))
        # A word said twice is read once.
        words = {word: self._places(phrase.field, word, wanted) for word in set(phrase.words)}
        found = {}
        for number in sorted(wanted):
            places = [words[word][number] for word in phrase.words]
            times = _adjacent(places) if phrase.slop is None else _near(places, phrase.slop)
            if times:
                found[number] = times
        return found

    def _places(
        self, field: str, alternatives: tuple[str, ...], wanted: set[int]
    ) -> dict[int, list[int]]:
        if len(alternatives) == 1:
            return self._snapshot.places(field, alternatives[0], wanted)
        places: dict[int, set[int]] = defaultdict(set)
        for term in alternatives:
            for number, at in self._snapshot.places(field, term, wanted).items():
                places[number].update(at)
        return {number: sorted(at) for number, at in places.items()}

    def _prefix(self, prefix: p.Prefix) -> Scores:
        return self._any(prefix, self._snapshot.prefixed(prefix.field, prefix.text))

    def _wildcard(self, wildcard: p.Wildcard) -> Scores:
        parts = re.split(r"([?*])", wildcard.pattern)
        signs = {"?": ".", "*": ".*"}
        pattern = re.compile("".join(signs.get(part, re.escape(part)) for part in parts), re.DOTALL)
        terms = self._snapshot.prefixed(wildcard.field, parts[0])
        return self._any(wildcard, filter(pattern.fullmatch, terms))

    def _fuzzy(self, fuzzy: p.Fuzzy) -> Scores:
        near = extract_iter(
            fuzzy.term,
            self._snapshot.vocabulary(fuzzy.field),
            scorer=OSA.distance,
            score_cutoff=fuzzy.distance,
        )
        return self._any(fuzzy, (term for term, *_ in near))

    def _any(self, plan: p.Prefix | p.Wildcard | p.Fuzzy, terms: Iterable[str]) -> Scores:
        found: set[int] = set()
        for term in terms:
            found.update(self._snapshot.postings(plan.field, term)[0])
        return dict.fromkeys(found, plan.boost)

    def _range(self, span: p.Range) -> Scores:
        keys = self._snapshot.key(span.field)
        low, high = span.low or 0, float("inf") if span.high is None else span.high
        keyed = ((number, keys[number]) for number in self._snapshot.live)
        return {number: 0.0 for number, key in keyed if key is not None and low <= key < high}

    def _best(self, best: p.Best) -> Scores:
        found: Scores = {}
        for child in best.children:
            for number, score in self.of(child).items():
                if score > found.get(number, -1.0):
                    found[number] = score
        return found

    def _bool(self, plan: p.Bool) -> Scores:
        must = [self.of(child) for child in plan.must]
        if must:
            first, *rest = sorted(must, key=len)
            numbers = set(first).intersection(*rest)
            if not numbers:
                return {}
        should = [self.of(child) for child in plan.should]
        if not must:
            numbers = set().union(*should)
        for child in plan.must_not:
            numbers.difference_update(self.of(child))
        return _summed(numbers, [*must, *should])


def _summed(numbers: set[int], parts: Sequence[Scores]) -> Scores:
    """The parts' scores added up in their order, so that equal articles get equal sums."""
    found = dict.fromkeys(numbers, 0.0)
    for part in parts:
        if len(found) < len(part):
            for number in found:
                found[number] += part.get(number, 0.0)
            continue
        for number, score in part.items():
            if number in found:
                found[number] += score
    return found


def _adjacent(places: list[list[int]]) -> int:
    """How often positions follow one another, one of each list."""
    starts = set(places[0])
    for offset, word in enumerate(places[1:], 1):
        starts.intersection_update(at - offset for at in word)
    return len(starts)


def _near(places: list[list[int]], slop: int) -> int:
    """How many windows have one place of each list with at most `slop` others between."""
    return sum(1 for _ in windows(places, len(places) + slop))
