"""Ends requests that take too long, by shutting the sockets they wait on.

One thread for all requests of the process: a timer for each would be a thread started and joined
for each, and two more waits for the interpreter's lock.
"""

from __future__ import annotations

import contextlib
import heapq
import itertools
import socket
import threading
import time

from urllib3.connection import HTTPConnection

_own = threading.local()


class Watch:
    """Shuts the sockets that this thread's connections use when the time is up.

    expired: whether it was.
    """

    def __init__(self, seconds: float) -> None:
        self.expired = False
        self._seconds = seconds
        self._connections: list[HTTPConnection] = []
        self._over = False
        self._lock = threading.Lock()

    @staticmethod
    def current() -> Watch:
        """The watch over this thread's request."""
        watch: Watch = _own.watch
        return watch

    def __enter__(self) -> Watch:
        _own.watch = self
        _clock.add(time.monotonic() + self._seconds, self)
        return self

    def __exit__(self, *_: object) -> None:
        with self._lock:  # so that it cannot shut a socket that the next request uses
            self._over = True
            self._connections.clear()

    @property
    def over(self) -> bool:
        """Whether the request has ended."""
        return self._over

    def add(self, connection: HTTPConnection) -> None:
        """The request uses this connection too."""
        with self._lock:
            self._connections.append(connection)
            if self.expired:
                self._shut()

    def expire(self) -> None:
        """The time is up."""
        with self._lock:
            if not self._over:
                self.expired = True
                self._shut()

    def _shut(self) -> None:
        for connection in self._connections:
            if isinstance(connection.sock, socket.socket):
                with contextlib.suppress(OSError):  # it ended by itself
                    # Not SSLSocket's own, which takes its state from under the reading thread.
                    socket.socket.shutdown(connection.sock, socket.SHUT_RDWR)


class _Clock:
    """The thread that knows when each watch ends. It sleeps until the first that is not over."""

    def __init__(self) -> None:
        self._ends: list[tuple[float, int, Watch]] = []
        self._number = itertools.count()
        self._changed = threading.Condition()
        self._thread: threading.Thread | None = None
        self._wakes_at = 0.0

    def add(self, end: float, watch: Watch) -> None:
        with self._changed:
            heapq.heappush(self._ends, (end, next(self._number), watch))
            if self._thread is None or not self._thread.is_alive():  # or the process was forked
                self._thread = threading.Thread(target=self._run, name="deadlines", daemon=True)
                self._thread.start()
            elif end < self._wakes_at:
                self._changed.notify()

    def _run(self) -> None:
        while True:
            with self._changed:
                pause = self._pause()
                self._wakes_at = time.monotonic() + pause
                if pause > 0:
                    self._changed.wait(pause)
                    continue
                _, _, watch = heapq.heappop(self._ends)
            watch.expire()

    def _pause(self) -> float:
        """Seconds until the first end of a watch that is not over; an hour where there is none."""
        while self._ends and self._ends[0][2].over:
            heapq.heappop(self._ends)
        return self._ends[0][0] - time.monotonic() if self._ends else 3_600.0


_clock = _Clock()
