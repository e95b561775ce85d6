"""How often a host is asked: one request after the other, with a pause between."""

from __future__ import annotations

import threading

from index.fetching.clock import Clock
from index.fetching.errors import Later

LONGEST = 24 * 3600.0
"""Seconds for which a host that asks us to wait is left alone at most."""


class Hosts:
    """The turns of every host. delay: seconds between the beginnings of two requests; patience:
    how long a turn may be waited for. May be used by many threads at once."""

    def __init__(self, clock: Clock, delay: float, patience: float) -> None:
        self._clock = clock
        self._delay = delay
        self._patience = patience
        self._free: dict[str, float] = {}
        self._lock = threading.Lock()

    def turn(self, url: str, host: str, delay: float | None = None) -> None:
        """Wait for this request's turn; `delay`: what the host's robots.txt asks for.

        Raises Later where that is longer than patience, or the program is to stop.
        """
        with self._lock:
            now = self._clock.now()
            wait = self._free.get(host, now) - now
            wait = wait if wait <= LONGEST else 0.0  # the clock was set back meanwhile
            if wait > self._patience:
                raise Later(url, f"{host} is to be asked again in {wait:.0f} seconds", wait)
            self._free[host] = now + max(wait, 0.0) + max(self._delay, delay or 0.0)
            self._forget(now)
        if wait > 0 and self._clock.wait(wait):
            raise Later(url, "stopped before its turn came")

    def hold(self, host: str, seconds: float) -> None:
        """Leave a host alone for so long, which it asked for."""
        with self._lock:
            until = self._clock.now() + min(seconds, LONGEST)
            self._free[host] = max(self._free.get(host, 0.0), until)

    def _forget(self, now: float) -> None:
        if len(self._free) > 10_000:
            self._free = {host: free for host, free in self._free.items() if free > now}
