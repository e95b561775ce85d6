"""Tantivy, the embedded default: an index directory, memory-mapped, one writer.

Field options: positions only where phrases use them, term frequencies where BM25 does. Values
of one field lie one position apart, which is what keeps exact phrases inside a sentence.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from contextlib import suppress
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

import orjson
import tantivy
from tantivy import Order, SchemaBuilder, TextAnalyzerBuilder, Tokenizer

from search.article import COUNTED
from search.engines import protocol
from search.engines.directory import IndexDirectory
from search.engines.embedded import KEYS, WHOLE, WORDS, EmbeddedEngine, option
from search.engines.plan import Bool, Plan, Term
from search.engines.protocol import (
    MANY,
    IndexDocument,
    IndexInfo,
    Match,
    Matches,
    until_enough,
)
from search.engines.tantivy_facets import (
    NAME_KEY,
    NAME_OF_KEY,
    NAMES,
    Counter,
    key_of,
    term_of,
)
from search.engines.tantivy_query import Translator
from search.errors import IndexBusy

_ANALYZER = "terms"

# Megabytes of postings before a segment is written: 128 indexes the 19,481 articles of the bench
# as fast as 512 and keeps the writer's peak low.
_HEAP = 128_000_000


@cache
def schema() -> tantivy.Schema:
    """The fields of IndexDocument."""
    builder = SchemaBuilder()
    for name in WHOLE:
        fast = name in COUNTED and name != NAMES  # names are counted by their keys
        builder.add_text_field(name, tokenizer_name="raw", index_option="basic", fast=fast)
    for name in KEYS:
        builder.add_unsigned_field(name, fast=True, indexed=name == "seq")
    builder.add_unsigned_field(NAME_KEY, fast=True, indexed=False)
    builder.add_text_field(NAME_OF_KEY, tokenizer_name="raw", index_option="basic")
    for name in WORDS:
        builder.add_text_field(name, tokenizer_name=_ANALYZER, index_option=option(name))
    builder.add_bytes_field("stored", stored=True)
    return builder.build()


class TantivyEngine(EmbeddedEngine["TantivyReader"]):
    """The index of one home; the files of a generation stay open from one reader to the next."""

    def __init__(self, path: Path, subwords: bool) -> None:
        super().__init__(IndexDirectory(path, "tantivy", subwords))
        self._opened: tuple[int, tantivy.Index] | None = None

    def _write(self, number: int) -> TantivyWriter:
        return TantivyWriter(self._directory, number)

    def _open(self, number: int) -> TantivyReader:
        self._directory.about(number)  # refuses another's index before its files are opened
        if self._opened is None or self._opened[0] != number:
            index = open_index(self._directory, number)
            index.config_reader("manual")
            self._opened = (number, index)
        index = self._opened[1]
        # The number is read before the searcher: it may then be of an older commit than what is
        # served, never of a newer one, and the next reader mends that.
        applied = self._directory.applied(number)
        index.reload()
        searcher = index.searcher()
        last = searcher.aggregate(tantivy.Query.all_query(), {"seq": {"max": {"field": "seq"}}})
        last_seq = int(last["seq"]["value"] or 0)
        return TantivyReader(searcher, self._info(number, applied, searcher.num_docs, last_seq))


def open_index(directory: IndexDirectory, number: int) -> tantivy.Index:
    """The index of a generation, made where there is none. Raises IndexFailure, IndexDamaged."""
    folder = directory.generation(number)
    if directory.applied(number) and not (folder / "meta.json").exists():
        raise directory.damaged("meta.json is gone")  # Tantivy would make an empty index
    try:
        index = tantivy.Index(schema(), path=str(folder))
    except ValueError as error:
        raise directory.unopened(str(error)) from None
    analyzer = TextAnalyzerBuilder(Tokenizer.whitespace()).build()
    index.register_tokenizer(_ANALYZER, analyzer)
    return index


class TantivyReader:
    """One searcher, pinned to the segments of its generation."""

    def __init__(self, searcher: tantivy.Searcher, info: IndexInfo) -> None:
        self._searcher = searcher
        self._info = info
        self._query = Translator(schema(), searcher).query
        self._counter = Counter(schema(), searcher)

    degraded = False  # files are all there, or the reader is not

    @property
    def info(self) -> IndexInfo:
        return self._info

    def search(self, plan: Plan, order: protocol.Order, limit: int, offset: int = 0) -> Matches:
        query = self._query(plan)
        if order != "relevance":
            result = self._searcher.search(
                query,
                limit,
                offset=offset,
                order_by_field=order,
                order=Order.Asc if order == "oldest" else Order.Desc,
            )
            return Matches(tuple(self._matches(result.hits, scored=False)), _total(result))
        return self._by_score(query, limit, offset)

    def _by_score(self, query: tantivy.Query, limit: int, offset: int) -> Matches:
        """Tantivy breaks ties by its own document numbers: ask on until the score drops below
        that of the last wanted rank, then order ties by our key."""
        end = offset + limit
        asked = end + 1
        while True:
            result = self._searcher.search(query, asked)
            hits = result.hits
            if len(hits) < asked or hits[-1][0] < hits[end - 1][0]:
                break
            asked *= 4
        ranked = sorted(
            self._matches(hits, scored=True), key=lambda match: (-match.score, -match.newest)
        )
        return Matches(tuple(ranked[offset:end]), _total(result))

    def _matches(self, hits: Sequence[tuple[Any, tantivy.DocAddress]], scored: bool) -> list[Match]:
        addresses = [address for _, address in hits]
        newest = self._searcher.fast_field_values("newest", addresses)
        oldest = self._searcher.fast_field_values("oldest", addresses)
        return [
            Match(float(score) if scored else 0.0, int(new or 0), int(old or 0), address)
            for (score, address), new, old in zip(hits, newest, oldest, strict=True)
        ]

    def count(self, plan: Plan) -> int:
        return _total(self._searcher.search(self._query(plan), 1))

    def count_each(self, plans: Sequence[Plan]) -> list[int]:
        return [self.count(plan) if self._may_match(plan) else 0 for plan in plans]

    def _may_match(self, plan: Plan) -> bool:
        """Whether one of some terms stands anywhere: the dictionary tells in a tenth of the time
        of a search."""
        match plan:
            case Term(field, term):
                return bool(self._searcher.doc_freq(field, term))
            case Bool((), should, ()):
                return any(map(self._may_match, should))
        return True

    def fetch(self, matches: Sequence[Match]) -> list[bytes]:
        return [self._stored(match.handle) for match in matches]

    def get(self, article: str) -> bytes | None:
        for field in ("id", "source_id"):
            query = tantivy.Query.term_query(schema(), field, article, "basic")
            hits = self._searcher.search(query, 1, count=False).hits
            if hits:
                return self._stored(hits[0][1])
        return None

    def facets(
        self, plan: Plan, fields: Sequence[str], limit: int
    ) -> dict[str, list[tuple[str, int]]]:
        return self._counter.values(self._query(plan), fields, limit)

    def histogram(self, plan: Plan, edges: Sequence[int]) -> list[int]:
        ranges = [{"from": a, "to": b} for a, b in pairwise(edges)]
        wanted = {"spans": {"range": {"field": "published", "ranges": ranges}}}
        answer = self._searcher.aggregate(self._query(plan), wanted)
        # A span from 0 comes back without its beginning.
        counts = {b.get("from", 0.0): int(b["doc_count"]) for b in answer["spans"]["buckets"]}
        return [counts.get(float(edge), 0) for edge in edges[:-1]]

    def published_bounds(self, plan: Plan) -> tuple[int, int] | None:
        wanted = {"bounds": {"stats": {"field": "published"}}}
        bounds = self._searcher.aggregate(self._query(plan), wanted)["bounds"]
        return (int(bounds["min"]), int(bounds["max"])) if bounds["count"] else None

    def terms(self, field: str, prefix: str, limit: int) -> list[tuple[str, int]]:
        # With a filter the counts are of live articles; without, deleted ones count until a merge.
        # A limit given to Tantivy keeps the most frequent.
        live = tantivy.Query.all_query()
        return sorted(self._searcher.terms_with_prefix(field, prefix, filter_query=live))[:limit]

    def vocabulary(
        self, field: str, prefixes: Sequence[str], limit: int, enough: int = MANY
    ) -> list[str]:
        found = (self._searcher.terms_with_prefix(field, each, limit=limit) for each in prefixes)
        return until_enough(([term for term, _ in terms] for terms in found), enough)

    def frequencies(self, field: str, terms: Collection[str]) -> dict[str, int]:
        # Looked up in the dictionary first (2 µs), which counts deleted articles until a merge.
        held = [term for term in terms if self._searcher.doc_freq(field, term)]
        counted = {term: self.count(Term(field, term)) for term in held}
        return {term: count for term, count in counted.items() if count}

    def explain(self, plan: Plan, match: Match) -> dict[str, Any]:
        explanation = self._query(plan).explain(self._searcher, match.handle)
        parts = orjson.loads(explanation.to_json())
        assert isinstance(parts, dict)
        return parts

    def _stored(self, address: tantivy.DocAddress) -> bytes:
        blob = self._searcher.doc(address).get_first("stored")
        assert isinstance(blob, bytes)
        return blob


class TantivyWriter:
    """The writer of one generation; Tantivy's own lock keeps it the only one."""

    def __init__(self, directory: IndexDirectory, number: int) -> None:
        self._directory = directory
        self._number = number
        self._uncommitted = False
        index = open_index(directory, number)
        try:
            self._writer = index.writer(_HEAP, 1)
        except ValueError as error:
            if "LockBusy" not in str(error) and "lock" not in str(error).lower():
                raise
            raise IndexBusy(f"another process is writing the index in {directory.path}") from None

    @property
    def applied(self) -> int:
        return self._directory.applied(self._number)

    def put(self, document: IndexDocument) -> None:
        made = _to_tantivy(document)
        self._uncommitted = True
        with self._directory.writing():
            self._writer.delete_documents_by_term("id", document.id)
            self._writer.add_document(made)

    def delete(self, article_id: str) -> None:
        self._uncommitted = True
        with self._directory.writing():
            self._writer.delete_documents_by_term("id", article_id)

    def commit(self, applied: int) -> None:
        with self._directory.writing():
            self._writer.commit()
            self._uncommitted = False
            self._directory.set_applied(self._number, applied)

    def publish(self) -> None:
        self._directory.publish(self._number)

    def close(self) -> None:
        """Let running merges end and give the lock back; what was not committed is dropped."""
        # What fails here (a full disk, a removed folder) has failed before, and was said then.
        with suppress(ValueError):
            if self._uncommitted:
                # Only then: it gives running merges up and leaves their files behind.
                self._writer.rollback()
        with suppress(ValueError):
            self._writer.wait_merging_threads()


def _total(result: tantivy.SearchResult) -> int:
    return int(result.count)  # type: ignore[attr-defined]  # the stub leaves the attribute out


def _to_tantivy(document: IndexDocument) -> tantivy.Document:
    made = tantivy.Document()
    for name in ("id", "source_id", "url"):
        value = getattr(document, name)
        if value is not None:
            made.add_text(name, value)
    for name, value in document.facets.items():
        made.add_text(name, value)
    for value in document.names:
        made.add_text(NAMES, value)
        made.add_unsigned(NAME_KEY, key_of(value))
        made.add_text(NAME_OF_KEY, term_of(value))
    for name in KEYS:
        number = getattr(document, name)
        if number is not None:
            made.add_unsigned(name, number)
    for name, lines in document.layers.items():
        for line in lines:
            made.add_text(name, line)
    if document.meta:
        made.add_text("meta", " ".join(document.meta))
    made.add_bytes("stored", document.stored)
    return made
