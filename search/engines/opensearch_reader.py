"""One generation in the cluster, read at a point in time."""

from __future__ import annotations

from base64 import b64decode
from collections.abc import Collection, Iterator, Sequence
from itertools import pairwise
from typing import Any

from search.engines.opensearch_query import Query, Translator, escaped
from search.engines.opensearch_schema import WINDOW
from search.engines.opensearch_view import Answer, View
from search.engines.plan import Everything, Plan
from search.engines.protocol import MANY, IndexInfo, Match, Matches, Order, until_enough

_ALL_VALUES = 60_000  # within search.max_buckets, 65,535
_LONGEST_PREFIX = 400  # index.max_regex_length is 1,000, and each character may be escaped

_SORTS: dict[Order, list[Any]] = {
    "relevance": ["_score", {"newest": "desc"}],
    "newest": [{"newest": "desc"}],
    "oldest": [{"oldest": "asc"}],
}
_FIELDS = {"_source": False, "stored_fields": ["stored"], "docvalue_fields": ["newest", "oldest"]}


class OpenSearchReader:
    """A reader of a view; `degraded` is of this reader's answers alone."""

    def __init__(self, view: View, info: IndexInfo) -> None:
        self._view = view
        self._info = info
        self._degraded = False

    @property
    def info(self) -> IndexInfo:
        return self._info

    @property
    def degraded(self) -> bool:
        return self._degraded

    def search(self, plan: Plan, order: Order, limit: int, offset: int = 0) -> Matches:
        asked = {"query": self._query(plan), "sort": _SORTS[order], "track_total_hits": True}
        scored = order == "relevance"
        if offset + limit <= WINDOW:
            answer = self._ask({**asked, **_FIELDS, "from": offset, "size": limit}, scored)
            hits = answer["hits"]["hits"]
        else:
            answer = self._ask({**asked, "size": 0, "sort": ["_doc"]})
            hits = list(self._deep({**asked, "track_total_hits": False}, scored, limit, offset))
        return Matches(tuple(map(_match, hits)), answer["hits"]["total"]["value"])

    def _deep(self, asked: Answer, scored: bool, limit: int, offset: int) -> Iterator[Answer]:
        """Ranks beyond the window: the keys alone up to there, then the wanted ones."""
        skipped = 0
        while skipped < offset:
            size = min(WINDOW, offset - skipped)
            hits = self._hits({**asked, "_source": False, "size": size}, scored)
            if len(hits) < size:
                return
            skipped += size
            asked["search_after"] = hits[-1]["sort"]
        while limit > 0:
            hits = self._hits({**asked, **_FIELDS, "size": min(1_000, limit)}, scored)
            yield from hits
            if len(hits) < min(1_000, limit):
                return
            limit -= len(hits)
            asked["search_after"] = hits[-1]["sort"]

    def count(self, plan: Plan) -> int:
        answer = self._ask({"query": self._query(plan), "size": 0, "track_total_hits": True})
        return int(answer["hits"]["total"]["value"])

    def count_each(self, plans: Sequence[Plan]) -> list[int]:
        if not plans:
            return []
        each = {"filters": {"filters": [self._query(plan) for plan in plans]}}
        counted = self._aggregated(Everything(), {"each": each})["each"]["buckets"]
        return [bucket["doc_count"] for bucket in counted]

    def fetch(self, matches: Sequence[Match]) -> list[bytes]:
        # They came with the matches: one way to the cluster and back, not two.
        return [match.handle[1] for match in matches]

    def get(self, article: str) -> bytes | None:
        by = [
            {"constant_score": {"filter": {"term": {name: article}}, "boost": boost}}
            for name, boost in (("id", 2), ("source_id", 1))
        ]
        query = {"dis_max": {"queries": by}}
        hits = self._hits({"query": query, "size": 1, **_FIELDS})
        return _blob(hits[0]) if hits else None

    def facets(
        self, plan: Plan, fields: Sequence[str], limit: int
    ) -> dict[str, list[tuple[str, int]]]:
        found = self._counted(plan, fields, limit, max(1_000, 10 * limit))
        # Shards that cut their lists may have left out what another counted.
        cut = [name for name in fields if found[name]["doc_count_error_upper_bound"]]
        if cut:
            found |= self._counted(plan, cut, limit, _ALL_VALUES)
        return {name: _buckets(found[name]) for name in fields}

    def _counted(self, plan: Plan, fields: Sequence[str], limit: int, most: int) -> Answer:
        order = [{"_count": "desc"}, {"_key": "asc"}]
        each = {"order": order, "size": limit, "shard_size": most}
        return self._aggregated(plan, {name: {"terms": {"field": name, **each}} for name in fields})

    def histogram(self, plan: Plan, edges: Sequence[int]) -> list[int]:
        ranges = [{"from": a, "to": b} for a, b in pairwise(edges)]
        wanted = {"spans": {"range": {"field": "published", "ranges": ranges}}}
        return [each["doc_count"] for each in self._aggregated(plan, wanted)["spans"]["buckets"]]

    def published_bounds(self, plan: Plan) -> tuple[int, int] | None:
        wanted = {"bounds": {"stats": {"field": "published"}}}
        bounds = self._aggregated(plan, wanted)["bounds"]
        return (int(bounds["min"]), int(bounds["max"])) if bounds["count"] else None

    def terms(self, field: str, prefix: str, limit: int) -> list[tuple[str, int]]:
        if len(prefix) > _LONGEST_PREFIX:
            return []
        terms: Answer = {"field": field, "order": {"_key": "asc"}, "size": limit}
        if prefix:
            # Not `.*`: OpenSearch 2.19 looks a plain prefix up in the ordinals, and fails with an
            # array index out of range where the prefix is behind the last term.
            terms["include"] = f"{escaped(prefix)}.{{0,}}"
        return _buckets(
            self._aggregated(Everything(), {"vocabulary": {"terms": terms}})["vocabulary"]
        )

    def vocabulary(
        self, field: str, prefixes: Sequence[str], limit: int, enough: int = MANY
    ) -> list[str]:
        asked = {
            str(number): {
                "terms": {
                    "field": field,
                    "include": f"({'|'.join(map(escaped, some))}).{{0,}}",
                    "size": min(limit * len(some), _ALL_VALUES),
                }
            }
            for number, some in enumerate(_fitting(prefixes))
        }
        if not asked:
            return []
        answer = self._aggregated(Everything(), asked)
        found = [bucket["key"] for each in answer.values() for bucket in each["buckets"]]
        # One answer tells of all prefixes, those that other engines would not look at included.
        return found if len(found) <= enough else _first(found, prefixes, enough)

    def frequencies(self, field: str, terms: Collection[str]) -> dict[str, int]:
        if not terms:
            return {}
        asked = {"field": field, "include": list(terms), "size": len(terms)}
        return dict(_buckets(self._aggregated(Everything(), {"held": {"terms": asked}})["held"]))

    def explain(self, plan: Plan, match: Match) -> dict[str, Any]:
        asked = {
            "query": self._query(plan),
            "post_filter": {"ids": {"values": [match.handle[0]]}},
            "explain": True,
            "_source": False,
            "size": 1,
        }
        hits = self._hits(asked, scored=True)
        told = hits[0]["_explanation"] if hits else {"value": 0.0, "description": "no match"}
        assert isinstance(told, dict)
        return told

    def _query(self, plan: Plan) -> Query:
        return Translator(self._blobs).query(plan)

    def _aggregated(self, plan: Plan, wanted: Answer) -> Answer:
        asked = {"query": self._query(plan), "size": 0, "aggs": wanted}
        found = self._ask(asked).get("aggregations", {})
        assert isinstance(found, dict)
        return found

    def _blobs(self, query: Query) -> Iterator[tuple[str, bytes]]:
        asked: Answer = {"query": query, "size": 500, "sort": [{"seq": "asc"}], **_FIELDS}
        while hits := self._hits(asked):
            for hit in hits:
                yield hit["_id"], _blob(hit)
            asked["search_after"] = hits[-1]["sort"]

    def _hits(self, body: Answer, scored: bool = False) -> list[Answer]:
        hits = self._ask({"track_total_hits": False, **body}, scored)["hits"]["hits"]
        assert isinstance(hits, list)
        return hits

    def _ask(self, body: Answer, scored: bool = False) -> Answer:
        answer, whole = self._view.ask(body, scored)
        self._degraded |= not whole
        return answer


def _buckets(found: Answer) -> list[tuple[str, int]]:
    return [(bucket["key"], bucket["doc_count"]) for bucket in found["buckets"]]


def _fitting(prefixes: Sequence[str]) -> Iterator[list[str]]:
    """The prefixes in lots, each short enough for one expression."""
    lot: list[str] = []
    for prefix in prefixes:
        if len(prefix) <= _LONGEST_PREFIX:
            if sum(map(len, lot)) + len(lot) + len(prefix) > _LONGEST_PREFIX:
                yield lot
                lot = []
            lot.append(prefix)
    if lot:
        yield lot


def _match(hit: Answer) -> Match:
    newest, oldest = hit["fields"]["newest"][0], hit["fields"]["oldest"][0]
    return Match(hit["_score"] or 0.0, newest, oldest, (hit["_id"], _blob(hit)))


def _blob(hit: Answer) -> bytes:
    return b64decode(hit["fields"]["stored"][0])


def _first(found: list[str], prefixes: Sequence[str], enough: int) -> list[str]:
    """The terms under the first prefixes, until there are enough."""
    under: dict[str, list[str]] = {prefix: [] for prefix in prefixes}
    for term in found:
        for prefix in prefixes:
            if term.startswith(prefix):
                under[prefix].append(term)
                break
    return until_enough(under.values(), enough)
