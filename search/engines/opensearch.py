"""OpenSearch: the index on a cluster of machines, each generation behind one alias."""

from __future__ import annotations

import threading
import time
import weakref
from contextlib import suppress
from dataclasses import dataclass

from opensearchpy.exceptions import NotFoundError

from search.analysis import ANALYSIS_VERSION
from search.engines.directory import About, check_archive
from search.engines.opensearch_cluster import Cluster
from search.engines.opensearch_generations import Generations
from search.engines.opensearch_reader import OpenSearchReader
from search.engines.opensearch_state import Generation, Lease, States
from search.engines.opensearch_view import SwappedOut, View
from search.engines.opensearch_writer import OpenSearchWriter
from search.engines.protocol import SCHEMA_VERSION, IndexInfo, Reader, Writer
from search.errors import FihristError, IndexDamaged, IndexMissing, Unavailable
from search.settings import Settings

LOOK = 0.5
"""Seconds between two looks for a newer commit: readers see one within a second."""

_LOOKING = 1.0  # seconds for each request of a look; searches go on without it


@dataclass(frozen=True, slots=True)
class _Open:
    view: View
    generation: Generation
    info: IndexInfo


class OpenSearchEngine:
    """The index of one home on the cluster of the settings. Safe between threads."""

    def __init__(self, settings: Settings) -> None:
        self._subwords = settings.subwords
        self._cluster = Cluster(settings)
        self._generations = Generations(self._cluster)
        self._lock = threading.Lock()
        self._open: _Open | None = None
        self._looked = float("-inf")
        # Points in time of older generations, given back once no search reads them.
        self._replaced: list[tuple[weakref.ref[View], str]] = []

    def reader(self) -> Reader:
        with self._lock:
            if self._open is None or time.monotonic() - self._looked > LOOK:
                self._open = self._looked_up(self._open)
                self._looked = time.monotonic()
            return OpenSearchReader(self._open.view, self._open.info)

    def _looked_up(self, known: _Open | None) -> _Open:
        """What is served now: `known` where nothing was committed since, or nobody can say."""
        timeout = None if known is None else _LOOKING
        found: FihristError
        for _ in range(3):
            try:
                index = self._generations.served(timeout)
                generation = self._generations.generation(index, self._subwords, timeout)
                if known and (known.view.index, known.generation) == (index, generation):
                    return known
                return self._opened(index, generation, known)
            except (SwappedOut, IndexDamaged) as error:
                found = error  # swapped out between two questions, or damaged indeed
            except Unavailable:
                if known is not None:
                    return known
                raise
        raise found

    def _opened(self, index: str, generation: Generation, known: _Open | None) -> _Open:
        self._cluster.version()
        about = generation.about
        view = View(self._cluster, index, None if known is None else _LOOKING)
        wanted = {"size": 0, "track_total_hits": True, "aggs": {"last": {"max": {"field": "seq"}}}}
        answer, _ = view.ask(wanted)
        info = IndexInfo(
            f"{about.rebuild}.{generation.applied}",
            answer["hits"]["total"]["value"],
            about.archive,
            generation.applied,
            int(answer["aggregations"]["last"]["value"] or 0),
        )
        if known is not None:
            self._replaced.append((weakref.ref(known.view), known.view.pit))
        self._give_back()
        return _Open(view, generation, info)

    def _give_back(self) -> None:
        unread = [pit for view, pit in self._replaced if view() is None]
        if unread:
            self._replaced = [each for each in self._replaced if each[0]() is not None]
            with suppress(FihristError, NotFoundError), self._cluster.errors():
                self._cluster.reads.delete_pit(body={"pit_id": unread})

    def writer(self, archive: str) -> Writer:
        self._cluster.version()
        try:
            index = self._generations.served()
        except IndexMissing:
            made = self.rebuild(archive)
            made.publish()
            return made
        about = self._generations.generation(index, self._subwords).about
        setting = "FIHRIST_HOME and FIHRIST_OPENSEARCH_PREFIX"
        check_archive(about, archive, self._generations.named, setting)
        lease = self._leased()
        self._generations.sweep()
        # Read once more: the one who held the lease before may have committed meanwhile.
        return self._write(lease, self._generations.generation(index, self._subwords))

    def rebuild(self, archive: str) -> Writer:
        self._cluster.version()
        lease = self._leased()
        try:
            number = self._generations.next()
            about = About(
                "opensearch", SCHEMA_VERSION, ANALYSIS_VERSION, archive, self._subwords, number
            )
            return self._write(lease, self._generations.create(about))
        except BaseException:
            lease.release()
            raise

    def size(self) -> int:
        return self._generations.size()

    def remove(self) -> None:
        self._generations.remove()
        self._look()

    def _leased(self) -> Lease:
        states = States(self._cluster)
        states.create()
        lease = Lease(self._cluster, states)
        lease.acquire()
        return lease

    def _write(self, lease: Lease, generation: Generation) -> OpenSearchWriter:
        return OpenSearchWriter(
            self._cluster, self._generations, lease, generation, seen=self._look
        )

    def _look(self) -> None:
        """Let the next reader look at once: this process has committed."""
        self._looked = float("-inf")
