"""Where a score comes from, told as Tantivy tells it: value, description, details."""

from __future__ import annotations

from bisect import bisect_left
from typing import Any

from search.engines import plan as p
from search.engines.embedded import WORDS
from search.engines.whoosh_postings import Snapshot
from search.engines.whoosh_scores import K1, Scorer

Explanation = dict[str, Any]


class Explainer:
    """Explains the scores that a scorer gives over its snapshot."""

    def __init__(self, snapshot: Snapshot, scorer: Scorer) -> None:
        self._snapshot = snapshot
        self._scorer = scorer

    def explain(self, plan: p.Plan, number: int) -> Explanation:
        """The parts of an article's score; parts that the article does not match are left out."""
        value = self._scorer.of(plan).get(number, 0.0)
        match plan:
            case p.Term():
                return self._term(plan, number, value)
            case p.Phrase() if len(plan.words) > 1:
                times = self._scorer.occurrences(plan)[number]
                return self._bm25(plan.field, _said(plan), value, times, number)
            case p.Phrase():
                terms = tuple(p.Term(plan.field, term, plan.boost) for term in plan.words[0])
                return self.explain(p.Bool(should=terms), number)
            case p.Bool():
                return _node(value, "sum of", self._each((*plan.must, *plan.should), number))
            case p.Best():
                return _node(value, "largest of", self._each(plan.children, number))
        return _node(value, f"{type(plan).__name__.lower()}, the same for each article")

    def _each(self, children: tuple[p.Plan, ...], number: int) -> list[Explanation]:
        matching = (child for child in children if number in self._scorer.of(child))
        return [self.explain(child, number) for child in matching]

    def _term(self, term: p.Term, number: int, value: float) -> Explanation:
        numbers, times = self._snapshot.postings(term.field, term.term)
        idf = self._scorer.idf(len(numbers))
        live = len(self._snapshot.live)
        said = f"idf: {len(numbers)} of {live} articles have {term.term}"
        made = self._bm25(term.field, term.term, value, times[bisect_left(numbers, number)], number)
        made["details"] += [_node(idf, said), _node(term.boost, "boost")]
        return made

    def _bm25(self, field: str, said: str, value: float, times: float, number: int) -> Explanation:
        part = times * (K1 + 1) / (times + self._scorer.norms(field)[number])
        long = self._snapshot.lengths(field)[number] if field in WORDS else 1
        described = f"tf: {times:g} times in a field of {long} terms"
        return _node(value, f"BM25 of {field}:{said}, a product of", [_node(part, described)])


def _said(phrase: p.Phrase) -> str:
    words = " ".join("|".join(alternatives) for alternatives in phrase.words)
    return f'"{words}"' + ("" if phrase.slop is None else f"~{phrase.slop}")


def _node(value: float, description: str, details: list[Explanation] | None = None) -> Explanation:
    return {"value": value, "description": description, "details": details or []}
