"""A generation in the cluster at a point in time, kept through the loss of a node."""

from __future__ import annotations

import threading
import time
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from opensearchpy.exceptions import NotFoundError

from search.engines.opensearch_cluster import Cluster
from search.errors import FihristError, Unavailable

KEEP_ALIVE = "2m"
"""How long a point in time outlives its last search. A reader that slept longer takes another."""

HEAL = 1.0
"""Seconds between two tries to get back a part that does not answer."""

_SHARE = 0.6
"""Of the time a search may take, what the first try gets: a node may be silent."""

_PAUSES = (0.0, 0.1, 0.3, 0.9)
"""Seconds before each further try. An answer that lacks shards is asked for once more. Where there
is none tries go on: a dying node failed two within 0.2 s (tests.bench.cluster: 1 of 7,556)."""

_LEAST = 0.2  # seconds for a request, however late it is

Answer = dict[str, Any]


class SwappedOut(Unavailable):
    """The index is gone: another generation is served."""


@dataclass(frozen=True, slots=True)
class _Point:
    """A point in time, how many shards it lacks, when it was taken."""

    pit: str
    missing: int
    opened: float


class View:
    """A generation at a point in time, shared by its readers; safe between threads.

    The point in time lives on one copy of each shard. Where a node dies, another is taken of the
    copies that are left, of the same generation; where none is left of a shard, the view answers
    without it and says so, until it is back.
    """

    def __init__(self, cluster: Cluster, index: str, seconds: float | None = None) -> None:
        self.cluster = cluster
        self.index = index
        self._lock = threading.Lock()
        self._point = self._opened(seconds or cluster.timeout)

    @property
    def pit(self) -> str:
        return self._point.pit

    def ask(self, body: Answer, scored: bool = False) -> tuple[Answer, bool]:
        """A search's answer, and whether it is of all shards, within the cluster's timeout.

        Raises Unavailable and its kin.
        """
        ends = time.monotonic() + self.cluster.timeout
        self._heal()
        # Kept: another thread may change the view's while this one waits for its answer.
        point = latest = self._point
        answer, error = self._tried(point.pit, body, scored, _SHARE * self.cluster.timeout)
        for pause in _PAUSES:
            if answer is not None and (pause or not _lacks_shards(answer)):
                break
            if time.monotonic() + pause > ends or isinstance(error, SwappedOut):
                break
            time.sleep(pause)
            try:
                latest = self._open_after(latest, ends - time.monotonic())
                again, error = self._tried(latest.pit, body, scored, ends - time.monotonic())
            except Unavailable as found:
                again, error = None, found
            if again is not None:
                answer, point = again, latest
        if answer is None:
            lost = f"{self.cluster.where} lost the point in time of {self.index}; ask again"
            raise error or Unavailable(lost)
        return answer, not (point.missing or answer["timed_out"] or _lacks_shards(answer))

    def close(self) -> None:
        """Give the point in time back, as far as the cluster answers."""
        with suppress(FihristError, NotFoundError), self.cluster.errors():
            self.cluster.reads.delete_pit(body={"pit_id": [self.pit]})

    def _tried(
        self, pit: str, body: Answer, scored: bool, seconds: float
    ) -> tuple[Answer | None, Unavailable | None]:
        """The answer; where there is none, the error, or none where the point in time is gone."""
        seconds = max(seconds, _LEAST)
        asked = {
            **body,
            "pit": {"id": pit, "keep_alive": KEEP_ALIVE},
            "timeout": f"{int(seconds * 900)}ms",
        }
        # Scores of several shards compare only with the statistics of all of them.
        kind = "dfs_query_then_fetch" if scored else "query_then_fetch"
        params = {"search_type": kind, "request_timeout": seconds}
        try:
            with self.cluster.errors():
                answer = self.cluster.reads.search(body=asked, params=params)
        except NotFoundError:
            return None, None
        except Unavailable as error:
            return None, error
        assert isinstance(answer, dict)
        return answer, None

    def _heal(self) -> None:
        point = self._point
        if point.missing and time.monotonic() - point.opened > HEAL:
            with suppress(Unavailable):
                self._open_after(point, HEAL)

    def _open_after(self, point: _Point, seconds: float) -> _Point:
        """Another point in time, unless another thread has taken one since `point`."""
        with self._lock:
            if self._point is point:
                self._point = self._opened(seconds)
            return self._point

    def _opened(self, seconds: float) -> _Point:
        params = {"keep_alive": KEEP_ALIVE, "request_timeout": max(seconds, _LEAST)}
        try:
            with self.cluster.errors():
                made = self.cluster.reads.create_pit(index=self.index, params=params)
        except NotFoundError:
            raise SwappedOut(
                f"the index {self.index} was swapped out meanwhile; ask again"
            ) from None
        # A shard without any live copy is counted among all, and not among the failed.
        missing = made["_shards"]["total"] - made["_shards"]["successful"]
        return _Point(made["pit_id"], missing, time.monotonic())


def _lacks_shards(answer: Answer) -> bool:
    return bool(answer["_shards"]["successful"] < answer["_shards"]["total"])
