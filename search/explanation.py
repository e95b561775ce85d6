"""Why an article has its score: what each term of the plan gave it, alike on every engine.

An engine is asked for the score of each leaf of the plan among the articles of a page; the plan's
own rules (sums, the best of several) then say which of them count.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from search.article import SIDES
from search.engines import plan as p
from search.engines.protocol import Match, Reader
from search.fields import layer

Part = dict[str, Any]
_FIELDS = {
    layer(side, kind, title): (side, kind, title)
    for side in SIDES
    for kind in ("exact", "bare", "stem", "number", "gram")
    for title in (False, True)
}


class Explainer:
    """Explains the scores that a plan gives to the articles of one page."""

    def __init__(
        self, reader: Reader, plan: p.Plan, matches: Sequence[Match], ids: Sequence[str]
    ) -> None:
        self._reader = reader
        self._plan = plan
        self._only = p.Filter(p.Bool(should=tuple(p.Term("id", each) for each in ids)))
        self._matches = matches
        self._leaves: dict[p.Plan, dict[int, float]] = {}

    def explain(self, match: Match) -> dict[str, Any]:
        """The parts of a match's score, largest first: term, side, layer, title, weight, score;
        and the engine's own account."""
        parts = self._parts(self._plan, match) or []
        return {
            "score": match.score,
            "parts": sorted(parts, key=lambda part: -part["score"]),
            "engine": self._reader.explain(self._plan, match),
        }

    def _parts(self, plan: p.Plan, match: Match) -> list[Part] | None:
        """What counts of a plan, None where the article does not match it."""
        if isinstance(plan, p.Best):
            found = [self._parts(child, match) for child in plan.children]
            return max((parts for parts in found if parts is not None), key=_sum, default=None)
        if isinstance(plan, p.Bool):
            must = [self._parts(child, match) for child in plan.must]
            should = [self._parts(child, match) for child in plan.should]
            if None in must or not (must or any(parts is not None for parts in should)):
                return None
            return [part for parts in (*must, *should) for part in parts or ()]
        score = self._scores(plan).get(match.newest)
        return None if score is None else list(_named(plan, score))

    def _scores(self, leaf: p.Plan) -> dict[int, float]:
        """Sort key → score of the page's articles that match a leaf."""
        if leaf not in self._leaves:
            plan = p.Bool(must=(leaf, self._only))
            found = self._reader.search(plan, "relevance", len(self._matches))
            self._leaves[leaf] = {match.newest: match.score for match in found.matches}
        return self._leaves[leaf]


def _sum(parts: list[Part]) -> float:
    return float(sum(part["score"] for part in parts))


def _named(leaf: p.Plan, score: float) -> Iterator[Part]:
    """A leaf that scores, in words."""
    if isinstance(leaf, p.Filter) and score:
        yield {
            "term": _first_term(leaf.child),
            "side": None,
            "layer": "presence",
            "title": False,
            "weight": leaf.score,
            "score": score,
        }
    if not isinstance(leaf, p.Term | p.Phrase | p.Prefix | p.Wildcard | p.Fuzzy) or not score:
        return
    side, kind, title = _FIELDS.get(leaf.field, (None, leaf.field, False))
    yield {
        "term": _term(leaf),
        "side": side,
        "layer": kind,
        "title": title,
        "weight": leaf.boost,
        "score": score,
    }


def _first_term(plan: p.Plan) -> str:
    """What a presence is named by: the first term that it may be found by."""
    while isinstance(plan, p.Bool | p.Best):
        plan = next(iter([*plan.must, *plan.should] if isinstance(plan, p.Bool) else plan.children))
    assert isinstance(plan, p.Term | p.Phrase)
    return _term(plan)


def _term(leaf: p.Term | p.Phrase | p.Prefix | p.Wildcard | p.Fuzzy) -> str:
    match leaf:
        case p.Term() | p.Fuzzy():
            return leaf.term
        case p.Phrase():
            return " ".join("|".join(words) for words in leaf.words)
        case p.Prefix():
            return f"{leaf.text}*"
        case p.Wildcard():
            return leaf.pattern
