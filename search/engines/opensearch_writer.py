"""The one writer of a generation in the cluster."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from typing import Any

from opensearchpy.exceptions import NotFoundError
from opensearchpy.helpers import streaming_bulk

from search.engines.opensearch_cluster import Cluster
from search.engines.opensearch_generations import Generations
from search.engines.opensearch_schema import body
from search.engines.opensearch_state import Generation, Lease, States
from search.engines.protocol import IndexDocument
from search.errors import FihristError, IndexBusy, IndexDamaged, IndexFailure, Unavailable

log = logging.getLogger("fihrist.opensearch")

_CHUNK = 5_000_000
"""Bytes of a bulk request: larger ones were not faster, and each is held whole on three nodes."""

_PENDING = 4 * _CHUNK
"""Bytes of articles held here before they are sent."""

_RETRIES, _PAUSE, _LONGEST_PAUSE = 8, 1, 15
"""Backpressure: an item that the cluster has no room for (429) is sent again, ever later."""

_REFRESHES = 40  # tries, a quarter of a second apart: a replica may be dying meanwhile


class OpenSearchWriter:
    """Sends articles in bulk as they come; a refresh at commit shows them to readers.

    Every operation carries a version that rises with the writer's epoch and its own count, so
    that neither a repeated request nor a writer thought dead can undo a newer one.
    """

    def __init__(
        self,
        cluster: Cluster,
        generations: Generations,
        lease: Lease,
        generation: Generation,
        seen: Callable[[], None],
    ) -> None:
        self._cluster = cluster
        self._generations = generations
        self._lease = lease
        self._generation = generation
        self._index = cluster.index(generation.about.rebuild)
        self._seen = seen
        self._pending: dict[str, dict[str, Any]] = {}
        self._bytes = 0
        self._count = 0

    @property
    def applied(self) -> int:
        return self._generation.applied

    def put(self, document: IndexDocument) -> None:
        made = {"_op_type": "index", "_source": body(document)}
        size = len(document.stored) + sum(len(x) for each in document.layers.values() for x in each)
        self._add(document.id, made, 2 * size)  # Arabic takes two bytes a letter

    def delete(self, article_id: str) -> None:
        self._add(article_id, {"_op_type": "delete"}, 100)

    def _add(self, article: str, action: dict[str, Any], size: int) -> None:
        self._count += 1
        # One operation an article and bulk: a repeated item then cannot overtake another.
        self._pending[article] = {
            **action,
            "_index": self._index,
            "_id": article,
            "version": self._lease.epoch << 32 | self._count,
            "version_type": "external_gte",
        }
        self._bytes += size
        if self._bytes >= _PENDING:
            self._flush()

    def _flush(self) -> None:
        if not self._pending:
            return
        sent = streaming_bulk(
            self._cluster.writes, list(self._pending.values()),
            chunk_size=2_000, max_chunk_bytes=_CHUNK, raise_on_error=False,
            max_retries=_RETRIES, initial_backoff=_PAUSE, max_backoff=_LONGEST_PAUSE,
        )  # fmt: skip
        unsearchable = []
        try:
            with self._cluster.errors():
                for done, item in sent:
                    if not done and not self._harmless(item):
                        unsearchable.append(item["index"]["_id"])
        except NotFoundError:
            raise self._gone() from None
        self._pending, self._bytes = {}, 0
        for article in unsearchable:  # its older version must not stay
            self.delete(article)
        self._flush()

    def _harmless(self, item: dict[str, Any]) -> bool:
        """Whether a refused operation needs nothing more; False where it is the article's own
        fault. Raises what must stop the writer: then nothing of this counts as applied."""
        kind, told = next(iter(item.items()))
        status, error = told["status"], told.get("error", {})
        if status == 404 and kind == "delete" and not error:
            return True
        if status == 409:
            raise IndexBusy(
                f"another process has written {self._index} since; what is stored is safe"
            )
        if status == 404:
            raise self._gone()
        if status == 400 and kind == "index":
            log.error("article %s is not searchable: %s", told["_id"], error)
            return False
        if status in (429, 503):
            raise Unavailable(
                f"{self._cluster.where} took no articles, being overloaded, full or red: {error};"
                " what is stored is safe: the keeper goes on from here"
            )
        raise IndexFailure(f"{self._cluster.where} refused article {told['_id']}: {error}")

    def commit(self, applied: int) -> None:
        self._flush()
        self._refresh()
        self._lease.check()
        self._generation = Generation(self._generation.about, applied)
        States(self._cluster).record(self._index, self._generation)
        self._seen()

    def _refresh(self) -> None:
        """Show what was written, on every copy of every shard."""
        for _ in range(_REFRESHES):
            try:
                with self._cluster.errors():
                    shards = self._cluster.writes.indices.refresh(index=self._index)["_shards"]
            except NotFoundError:
                raise self._gone() from None
            if not shards["failed"]:
                return
            time.sleep(0.25)
        raise Unavailable(f"{self._cluster.where} does not show what was written: {shards}")

    def _gone(self) -> FihristError:
        return IndexDamaged(
            f"the index {self._index} is gone from {self._cluster.where}; run `fihrist rebuild`"
        )

    def publish(self) -> None:
        self._lease.check()
        self._generations.publish(self._generation.about.rebuild)
        self._seen()

    def close(self) -> None:
        """Give the lease back. What was sent and not committed stays unseen, and is sent again."""
        self._pending = {}
        self._lease.release()
