"""Whoosh, the engine in pure Python: an index directory that needs no compiled library.

Whoosh keeps the postings, the columns and the segments; plans are evaluated here (whoosh_scores).
Only what Whoosh 2.7.4 has is used, so that its continuations serve alike.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Collection, Sequence
from heapq import nsmallest
from itertools import islice
from pathlib import Path
from typing import Any

from search.engines.directory import IndexDirectory
from search.engines.embedded import EmbeddedEngine
from search.engines.plan import Plan
from search.engines.protocol import MANY, IndexInfo, Match, Matches, Order, until_enough
from search.engines.whoosh_explain import Explainer
from search.engines.whoosh_files import create_index, open_index, open_reader
from search.engines.whoosh_postings import Snapshot
from search.engines.whoosh_scores import Scorer
from search.engines.whoosh_writer import WhooshWriter


class WhooshEngine(EmbeddedEngine["WhooshReader"]):
    """The index of one home."""

    def __init__(self, path: Path, subwords: bool) -> None:
        super().__init__(IndexDirectory(path, "whoosh", subwords))

    def _write(self, number: int) -> WhooshWriter:
        create_index(self._directory, number)
        # Whoosh's writer opens no segment before it merges it: what is gone is found here.
        open_reader(self._directory, number).close()
        return WhooshWriter(self._directory, number, open_index(self._directory, number))

    def _open(self, number: int) -> WhooshReader:
        self._directory.about(number)  # refuses another's index before its files are opened
        # The number is read before the segments: it may then be of an older commit than what is
        # served, never of a newer one, and the next reader mends that.
        applied = self._directory.applied(number)
        snapshot = Snapshot(open_reader(self._directory, number))
        seqs = snapshot.column("seq")
        last_seq = max((seqs[number] for number in snapshot.live), default=0)
        return WhooshReader(snapshot, self._info(number, applied, len(snapshot.live), last_seq))


class WhooshReader:
    """One snapshot, and the plans evaluated over it."""

    def __init__(self, snapshot: Snapshot, info: IndexInfo) -> None:
        self._snapshot = snapshot
        self._info = info
        self._scorer = Scorer(snapshot)

    degraded = False  # files are all there, or the reader is not

    @property
    def info(self) -> IndexInfo:
        return self._info

    def search(self, plan: Plan, order: Order, limit: int, offset: int = 0) -> Matches:
        scores = self._scorer.scores(plan)
        newest, oldest = self._snapshot.column("newest"), self._snapshot.column("oldest")
        rank: dict[Order, Callable[[int], Any]] = {
            "relevance": lambda number: (-scores[number], -newest[number]),
            "newest": lambda number: -newest[number],
            "oldest": oldest.__getitem__,
        }
        wanted = nsmallest(offset + limit, scores, key=rank[order])[offset:]
        scored = order == "relevance"
        found = (Match(scores[n] if scored else 0.0, newest[n], oldest[n], n) for n in wanted)
        return Matches(tuple(found), len(scores))

    def count(self, plan: Plan) -> int:
        return len(self._scorer.scores(plan))

    def count_each(self, plans: Sequence[Plan]) -> list[int]:
        return [self.count(plan) for plan in plans]

    def fetch(self, matches: Sequence[Match]) -> list[bytes]:
        return [self._snapshot.stored(match.handle) for match in matches]

    def get(self, article: str) -> bytes | None:
        for field in ("id", "source_id"):
            for number in self._snapshot.postings(field, article)[0]:
                return self._snapshot.stored(number)
        return None

    def facets(
        self, plan: Plan, fields: Sequence[str], limit: int
    ) -> dict[str, list[tuple[str, int]]]:
        found = self._scorer.scores(plan)
        counted: dict[str, list[tuple[str, int]]] = {}
        for name in fields:
            values = self._snapshot.values(name)
            named = Counter(value for n in found for value in values[n])
            counted[name] = sorted(named.items(), key=lambda each: (-each[1], each[0]))[:limit]
        return counted

    def histogram(self, plan: Plan, edges: Sequence[int]) -> list[int]:
        # Gap 0 lies before the first edge, the last one behind the last.
        gaps = Counter(bisect_right(edges, published) for published in self._published(plan))
        return [gaps[gap] for gap in range(1, len(edges))]

    def published_bounds(self, plan: Plan) -> tuple[int, int] | None:
        published = self._published(plan)
        return (min(published), max(published)) if published else None

    def _published(self, plan: Plan) -> list[int]:
        published = self._snapshot.key("published")
        return [key for n in self._scorer.scores(plan) if (key := published[n]) is not None]

    def terms(self, field: str, prefix: str, limit: int) -> list[tuple[str, int]]:
        terms = self._snapshot.prefixed(field, prefix)
        counted = ((term, self._snapshot.count(field, term)) for term in terms)
        return list(islice((each for each in counted if each[1]), limit))

    def vocabulary(
        self, field: str, prefixes: Sequence[str], limit: int, enough: int = MANY
    ) -> list[str]:
        found = (islice(self._snapshot.prefixed(field, each), limit) for each in prefixes)
        return until_enough(found, enough)

    def frequencies(self, field: str, terms: Collection[str]) -> dict[str, int]:
        counted = {term: self._snapshot.count(field, term) for term in terms}
        return {term: count for term, count in counted.items() if count}

    def explain(self, plan: Plan, match: Match) -> dict[str, Any]:
        return Explainer(self._snapshot, self._scorer).explain(plan, match.handle)
