"""How often one may ask: requests a minute of a key and of an address, over all workers.

Counts stand in a small mapped file that the workers share, under a lock of the system's, which
gives it back when a worker is killed. So a limit holds exactly, for a client with one connection
(which reaches one worker) as for one with many; shares of a limit handed out to the workers would
hold for neither.
"""

from __future__ import annotations

import fcntl
import hashlib
import mmap
import struct
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from flask import Flask, Response, g, request
from werkzeug.exceptions import TooManyRequests

from search.settings import Settings, is_loopback
from web.access import caller
from web.proxies import client

WINDOW = 60.0
"""Seconds that a count lasts, from the first request in it."""

BEYOND_LOOPBACK = 600
"""Requests a minute of an address where other machines reach the service and nothing was set."""

_SLOT = struct.Struct("<8sdI4x")  # whose, the window's beginning, how many
_SLOTS = 1 << 15  # 768 kB
_PROBES = 8


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a subject stands after a request. reset: seconds until its count begins anew."""

    limit: int
    remaining: int
    reset: float
    allowed: bool


class Limiter:
    """Counts by subject in fixed windows; `file` is shared between processes, None: no other."""

    def __init__(self, file: Path | None = None, clock: Callable[[], float] = time.time) -> None:
        self._clock = clock
        self._thread = threading.Lock()
        size = _SLOT.size * _SLOTS
        if file is None:
            self._file = None
            self._slots = mmap.mmap(-1, size)
            return
        self._file = file.open("a+b")
        self._file.truncate(size)  # new bytes are zero; those of others stay
        self._slots = mmap.mmap(self._file.fileno(), size)

    def hit(self, subject: str, limit: int) -> Standing:
        """Count a request of a subject. One that is refused counts nothing."""
        digest = hashlib.blake2b(subject.encode(), digest_size=8).digest()
        now = self._clock()
        with self._locked():
            place, began, count = self._find(digest, now)
            allowed = count < limit
            if allowed:
                count += 1
                _SLOT.pack_into(self._slots, place, digest, began, count)
        return Standing(limit, limit - count if allowed else 0, began + WINDOW - now, allowed)

    def _find(self, digest: bytes, now: float) -> tuple[int, float, int]:
        """The subject's slot, else the one among its places whose window is the oldest."""
        first = int.from_bytes(digest[:4], "little")
        oldest, chosen = now + WINDOW, 0
        for step in range(_PROBES):
            place = (first + step) % _SLOTS * _SLOT.size
            whose, began, count = _SLOT.unpack_from(self._slots, place)
            # A beginning in the future is of a clock that was set back.
            live = began <= now < began + WINDOW
            if whose == digest and live:
                return place, began, count
            age = began if live else 0.0
            if age < oldest:
                oldest, chosen = age, place
        return chosen, now, 0

    @contextmanager
    def _locked(self) -> Iterator[None]:
        with self._thread:  # the system's lock holds between processes only
            if self._file is None:
                yield
                return
            fcntl.lockf(self._file, fcntl.LOCK_EX)
            try:
                yield
            finally:
                fcntl.lockf(self._file, fcntl.LOCK_UN)

    def close(self) -> None:
        """Give the file back."""
        self._slots.close()
        if self._file is not None:
            self._file.close()


def install(app: Flask, settings: Settings, file: Path | None) -> None:
    """Count each search, page and change; refuse those beyond a limit with 429."""
    limiter = Limiter(file)
    per_address = _per_address(settings)

    @app.before_request
    def count() -> None:
        if request.method == "OPTIONS" or not _counted(request.path):
            return
        standings = [
            limiter.hit(subject, limit) for subject, limit in _subjects(per_address) if limit
        ]
        if standings:
            g.standing = min(standings, key=lambda each: (each.allowed, each.remaining))
            if not g.standing.allowed:
                raise TooManyRequests(
                    f"This is more than {g.standing.limit} requests a minute;"
                    f" try again in {round(g.standing.reset) + 1} seconds."
                )

    @app.after_request
    def tell(answer: Response) -> Response:
        standing: Standing | None = g.get("standing")
        if standing is not None:
            answer.headers["X-RateLimit-Limit"] = str(standing.limit)
            answer.headers["X-RateLimit-Remaining"] = str(standing.remaining)
            answer.headers["X-RateLimit-Reset"] = str(round(standing.reset) + 1)
            if not standing.allowed:
                answer.headers["Retry-After"] = str(round(standing.reset) + 1)
        return answer


def _per_address(settings: Settings) -> int:
    if settings.rate_limit is not None:
        return settings.rate_limit
    return 0 if is_loopback(settings.host) else BEYOND_LOOPBACK


def _counted(path: str) -> bool:
    return not path.startswith(("/static/", "/healthz", "/readyz", "/metrics"))


def _subjects(per_address: int) -> Iterator[tuple[str, int]]:
    """Who is counted, each with its limit: a key; and the address of all but secret keys."""
    key = caller().key
    if key is not None:
        yield f"key {key.id}", key.per_minute or 0
    if not caller().secret:
        yield f"address {client()}", per_address
