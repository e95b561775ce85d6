"""What every engine does: a reader over one generation, a writer, a rebuild beside.

A reader is pinned: whatever it answers is of the generation it names. One process at a time
writes; readers in any number of processes see a commit within a second.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal, Protocol

from search.engines.plan import Plan

Order = Literal["relevance", "newest", "oldest"]

MANY = 1 << 20
"""Of terms: as many as there are."""

SCHEMA_VERSION = 4
"""Raised by one whenever fields or the stored blob change, so that old indexes are rebuilt."""


def until_enough(lots: Iterable[Iterable[str]], enough: int) -> list[str]:
    """The terms of the first of some lots, until there are enough (Reader.vocabulary)."""
    found: list[str] = []
    for terms in lots:
        found += terms
        if len(found) >= enough:
            break
    return found


@dataclass(frozen=True, slots=True)
class IndexDocument:
    """An article as an engine takes it (made by search.document.index_document; picklable).

    layers: field → one whitespace-joined string of terms per sentence, title fields one string.
    facets: facet field → value; names: the values of the facet `names`.
    meta: `field:word` terms for `outlet:word` queries.
    published: seconds (search.dates); newest and oldest: unique sort keys (search.dates).
    stored: the blob that a page is made from (search.stored).
    """

    id: str
    seq: int
    source_id: str | None
    url: str | None
    published: int | None
    newest: int
    oldest: int
    layers: dict[str, list[str]]
    facets: dict[str, str]
    names: list[str] = field(default_factory=list)
    meta: list[str] = field(default_factory=list)
    stored: bytes = b""


@dataclass(frozen=True, slots=True)
class Match:
    """One found article: its score, its sort keys, and the engine's handle to fetch it by."""

    score: float
    newest: int
    oldest: int
    handle: Any


@dataclass(frozen=True, slots=True)
class Matches:
    matches: tuple[Match, ...]
    total: int


@dataclass(frozen=True, slots=True)
class IndexInfo:
    """What an index says of itself. generation: REBUILD.CHANGE; archive: the archive's UUID;
    last_seq: the highest seq in it, 0 where it is empty."""

    generation: str
    articles: int
    archive: str
    applied: int
    last_seq: int


class Reader(Protocol):
    """One generation of an index, read only."""

    @property
    def info(self) -> IndexInfo: ...

    @property
    def degraded(self) -> bool:
        """Whether an answer of this reader was given without a part that does not answer now."""
        ...

    def search(self, plan: Plan, order: Order, limit: int, offset: int = 0) -> Matches:
        """The articles from rank `offset` on, at most `limit`, and how many match in all.

        relevance: by score, ties by higher newest-key; newest: by higher newest-key; oldest: by
        lower oldest-key.
        """
        ...

    def count(self, plan: Plan) -> int: ...

    def count_each(self, plans: Sequence[Plan]) -> list[int]:
        """count() of each, asked together."""
        ...

    def fetch(self, matches: Sequence[Match]) -> list[bytes]:
        """The stored blobs, in the given order."""
        ...

    def get(self, article: str) -> bytes | None:
        """The stored blob of the article with this id or source_id."""
        ...

    def facets(
        self, plan: Plan, fields: Sequence[str], limit: int
    ) -> dict[str, list[tuple[str, int]]]:
        """Values of each facet field among what matches: by count, then value."""
        ...

    def histogram(self, plan: Plan, edges: Sequence[int]) -> list[int]:
        """How many matches have edges[i] ≤ published < edges[i+1]; one count per gap."""
        ...

    def published_bounds(self, plan: Plan) -> tuple[int, int] | None:
        """The lowest and highest published among what matches, None where none is dated."""
        ...

    def terms(self, field: str, prefix: str, limit: int) -> list[tuple[str, int]]:
        """Terms of a field that begin with prefix, with the number of live articles, in order."""
        ...

    def vocabulary(
        self, field: str, prefixes: Sequence[str], limit: int, enough: int = MANY
    ) -> list[str]:
        """Terms of a field that begin with one of some prefixes (none of them the beginning of
        another), at most `limit` of each; once there are `enough`, prefixes that come later are
        not looked at. Whether a live article has them is not looked at either."""
        ...

    def frequencies(self, field: str, terms: Collection[str]) -> dict[str, int]:
        """How many live articles have each of some terms; a term that none has is left out."""
        ...

    def explain(self, plan: Plan, match: Match) -> dict[str, Any]:
        """The parts of a match's score."""
        ...


class Writer(Protocol):
    """The one writer of an index. Nothing is seen by readers before commit."""

    @property
    def applied(self) -> int:
        """The number of the last change that a commit covered."""
        ...

    def put(self, document: IndexDocument) -> None:
        """Add or replace by id."""
        ...

    def delete(self, article_id: str) -> None: ...

    def commit(self, applied: int) -> None:
        """Make it durable and seen, then record the change number (so twice is harmless)."""
        ...

    def publish(self) -> None:
        """For a rebuild: swap this index in for the one served; otherwise nothing."""
        ...

    def close(self) -> None: ...


class Engine(Protocol):
    """An index of one home."""

    def reader(self) -> Reader:
        """A reader of the newest generation. Raises IndexMissing, IndexOutdated, IndexForeign."""
        ...

    def writer(self, archive: str) -> Writer:
        """The writer, for the archive with this UUID; makes the index where there is none.

        Raises IndexBusy, IndexOutdated, IndexForeign.
        """
        ...

    def rebuild(self, archive: str) -> Writer:
        """A writer of a new, empty index beside the served one; publish() swaps it in."""
        ...

    def size(self) -> int:
        """Bytes on disk, one copy; 0 where there is no index."""
        ...

    def remove(self) -> None:
        """Take the index away, whatever state it is in; nobody may be writing it."""
        ...
