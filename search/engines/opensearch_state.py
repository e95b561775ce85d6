"""What a home's cluster knows beside the articles: of each generation what made it and how far it
is, and who writes.

One small index, `prefix.state`: a document for each generation, named as its index, and one named
`writer`, the lease of the one process that may write. Other machines reach the same cluster, so
the lock file of the home is not enough. Documents are read and written by id, in real time.
"""

from __future__ import annotations

import os
import socket
import threading
import time
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any
from uuid import uuid4

from opensearchpy.exceptions import ConflictError, NotFoundError, RequestError

from search.engines.directory import About
from search.engines.opensearch_cluster import Cluster
from search.errors import FihristError, IndexBusy

LEASE = 30.0
"""Seconds after which a writer that was not heard of has lost the lease (clocks must agree)."""

_SETTINGS = {
    "settings": {"number_of_shards": 1, "auto_expand_replicas": "0-2"},
    "mappings": {"enabled": False},
}

_held: set[str] = set()
"""Tokens of the leases that this process holds."""


@dataclass(frozen=True, slots=True)
class Generation:
    """What is known of a generation: what made it, the archive's last change in it."""

    about: About
    applied: int


class States:
    """The documents of `prefix.state`."""

    def __init__(self, cluster: Cluster) -> None:
        self._cluster = cluster

    def create(self) -> None:
        """Make the index where there is none."""
        try:
            with self._cluster.errors():
                self._cluster.writes.indices.create(index=self._cluster.state, body=_SETTINGS)
        except FihristError as error:
            exists = isinstance(error.__cause__, RequestError) and (
                error.__cause__.error == "resource_already_exists_exception"
            )
            if not exists:
                raise

    def generation(self, index: str, timeout: float | None = None) -> Generation | None:
        """What is known of an index; None where nothing is."""
        found = self.get(index, timeout)
        if found is None:
            return None
        try:
            source = found["_source"]
            return Generation(About(**source["about"]), int(source["applied"]))
        except (KeyError, TypeError, ValueError):
            return None

    def record(self, index: str, generation: Generation) -> None:
        made = {"about": asdict(generation.about), "applied": generation.applied}
        with self._cluster.errors():
            self._cluster.writes.index(index=self._cluster.state, id=index, body=made)

    def forget(self, index: str) -> None:
        with suppress(NotFoundError), self._cluster.errors():
            self._cluster.writes.delete(index=self._cluster.state, id=index)

    def get(self, name: str, timeout: float | None = None) -> dict[str, Any] | None:
        params = {} if timeout is None else {"request_timeout": timeout}
        try:
            with self._cluster.errors():
                found = self._cluster.reads.get(index=self._cluster.state, id=name, params=params)
        except NotFoundError:
            return None
        assert isinstance(found, dict)
        return found


class Lease:
    """The right to write, renewed by a thread while it is held.

    epoch rises with every holder. It begins the version numbers of what the holder writes, so
    that the cluster itself refuses a writer that was thought dead and writes on.
    """

    def __init__(self, cluster: Cluster, states: States) -> None:
        self._cluster = cluster
        self._states = states
        self._token = uuid4().hex
        self._place = _place()
        self._ended = threading.Event()
        self._lost = False
        self._lock = threading.Lock()
        self._found: dict[str, Any] | None = None
        self.epoch = 0

    def acquire(self) -> None:
        """Take the lease. Raises IndexBusy where a live writer has it."""
        found = self._states.get("writer")
        held = found["_source"] if found else {}
        if held.get("token") and not self._is_over(held):
            raise IndexBusy(
                f"another process (pid {held['pid']} on {held['host']}) is writing the index"
                f" {self._cluster.alias} in {self._cluster.where}"
            )
        self.epoch = held.get("epoch", 0) + 1
        self._found = found
        self._write()
        _held.add(self._token)
        threading.Thread(target=self._beat, name="writer's lease", daemon=True).start()

    def check(self) -> None:
        """Renew the lease. Raises IndexBusy where another writer took it meanwhile."""
        with self._lock:
            if self._lost:
                raise self._taken()
            self._write()

    def release(self) -> None:
        """Give the lease back; the document stays, since its epoch only rises."""
        self._ended.set()
        _held.discard(self._token)
        with self._lock, suppress(FihristError):
            if not self._lost:
                self._write(token="")

    def _beat(self) -> None:
        while not self._ended.wait(LEASE / 3):
            with suppress(FihristError), self._lock:
                if not self._ended.is_set() and not self._lost:
                    self._write()

    def _write(self, token: str | None = None) -> None:
        """Write the document unless another did since; then the lease is lost."""
        made = {
            "token": self._token if token is None else token,
            "epoch": self.epoch,
            "place": self._place,
            "host": socket.gethostname(),
            "pid": os.getpid(),
            "until": time.time() + LEASE,
        }
        condition: dict[str, Any] = {"op_type": "create"}
        if self._found is not None:
            condition = {
                "if_seq_no": self._found["_seq_no"],
                "if_primary_term": self._found["_primary_term"],
            }
        try:
            with self._cluster.errors():
                self._found = self._cluster.writes.index(
                    index=self._cluster.state, id="writer", body=made, params=condition
                )
        except FihristError as error:
            if not isinstance(error.__cause__, ConflictError):
                raise
            self._reread(error)

    def _reread(self, error: FihristError) -> None:
        """A conflict may be our own write, sent twice when its answer was lost."""
        self._found = self._states.get("writer")
        if self._found is None or self._found["_source"].get("token") != self._token:
            self._lost = True
            raise self._taken() from error

    def _taken(self) -> IndexBusy:
        return IndexBusy(
            f"another process has taken over writing the index {self._cluster.alias} in"
            f" {self._cluster.where}; what is stored is safe, and will be indexed by it"
        )

    def _is_over(self, held: dict[str, Any]) -> bool:
        if held["token"] in _held:
            return False
        if held["place"] == self._place and not _lives(held["pid"]):
            return True  # killed before it could give the lease back
        return bool(held["until"] < time.time())


def _place() -> str:
    """Where process numbers mean the same: the host, and the container on it."""
    space = Path("/proc/self/ns/pid")
    inside = space.stat().st_ino if space.exists() else 0
    return f"{socket.gethostname()}/{inside}"


def _lives(pid: int) -> bool:
    """Whether another process has this number now."""
    if pid == os.getpid():
        return False
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
