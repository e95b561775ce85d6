"""Values of facets from Tantivy: exact, though every segment is asked for few of them.

A segment tells its most frequent values; none that it leaves out has more articles than the last
it tells. The sum of that over the segments, which Tantivy states as the error of its counts,
bounds what nobody told and what is missing of a count. Where the bound is below the count of the
last value wanted, those that may be wanted are known, and are counted by name; else more are asked.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import tantivy

Values = list[tuple[str, int]]

_ROUNDS = (100, 65_000)


@dataclass(frozen=True, slots=True)
class _Told:
    """What the segments told of a field. error: how many articles more a value may have, or a
    value that none of them told; 0: all is told."""

    counts: dict[str, int]
    error: int

    def least(self, limit: int) -> int:
        """What the last value wanted has at least; 0 where fewer are told."""
        ranked = sorted(self.counts.values(), reverse=True)
        return ranked[limit - 1] if len(ranked) >= limit else 0

    def likely(self, limit: int) -> list[str]:
        """The values that may be wanted, if none is but those told."""
        least = self.least(limit) - self.error
        return [value for value, count in self.counts.items() if count >= least]


def values(
    searcher: tantivy.Searcher,
    query: tantivy.Query,
    fields: Sequence[str],
    limit: int,
    rounds: Sequence[int] = _ROUNDS,
) -> dict[str, Values]:
    """The `limit` values of each field that most articles have among what matches, by count, then
    value. rounds: how many values each segment is asked for, until that settles it."""
    if limit < 1:
        return {field: [] for field in fields}
    found: dict[str, dict[str, int]] = {}
    least = dict.fromkeys(fields, 1)
    for size in rounds:
        asked = {field: _terms(field, max(size, limit + 1), searcher) for field in least}
        if size == rounds[-1]:  # all values: those with fewer than the last wanted are of no use
            asked = {f: terms | {"min_doc_count": least[f]} for f, terms in asked.items()}
        for field, told in _told(searcher, query, asked).items():
            if size == rounds[-1] or told.error < max(1, told.least(limit)):
                found[field] = _counts(searcher, query, field, told, limit)
                del least[field]
            else:
                least[field] = told.least(limit)
        if not least:
            break
    return {field: _first(found[field], limit) for field in fields}


def _terms(field: str, size: int, searcher: tantivy.Searcher) -> dict[str, Any]:
    # What several segments tell is cut nowhere but in each of them.
    whole = size * searcher.num_segments
    return {"field": field, "size": whole, "segment_size": size}


def _told(
    searcher: tantivy.Searcher, query: tantivy.Query, asked: dict[str, dict[str, Any]]
) -> dict[str, _Told]:
    answer = searcher.aggregate(query, {f: {"terms": terms} for f, terms in asked.items()})
    return {
        field: _Told(
            {each["key"]: int(each["doc_count"]) for each in told["buckets"]},
            int(told["doc_count_error_upper_bound"]),
        )
        for field, told in answer.items()
    }


def _counts(
    searcher: tantivy.Searcher, query: tantivy.Query, field: str, told: _Told, limit: int
) -> dict[str, int]:
    """The values that may be wanted, with all their articles."""
    if not told.error or searcher.num_segments == 1:
        return told.counts  # of one segment nothing is missing of a count
    likely = told.likely(limit)
    terms = {"field": field, "size": len(likely), "segment_size": len(likely), "include": likely}
    return _told(searcher, query, {field: terms})[field].counts


def _first(counts: dict[str, int], limit: int) -> Values:
    return sorted(counts.items(), key=lambda value: (-value[1], value[0]))[:limit]
