"""A bound on the whole of an HTTP request, which no read timeout is.

A read timeout bounds each wait for the next bytes, so a server that sends one byte a second is
never too slow for it. Here the connection's socket is shut when the whole request has taken too
long, and the thread that waits on it is free at once: before the headers, among them, or in the
body. One thread watches all requests of the process: a timer for each would be a thread started and
joined for each, and two more waits for the interpreter's lock.
"""

from __future__ import annotations

import contextlib
import heapq
import itertools
import socket
import threading
import time
from typing import Any

from urllib3.connection import HTTPConnection, HTTPSConnection

_own = threading.local()


class Deadline:
    """`with Deadline(30.0) as deadline:` around one request of this thread, over connections that
    are TimedConnections; `expired` tells whether it was cut off."""

    def __init__(self, seconds: float) -> None:
        self.expired = False
        self.ends = 0.0
        self._seconds = seconds
        self._connections: list[HTTPConnection] = []
        self._over = False
        self._lock = threading.Lock()

    def extend(self, seconds: float) -> None:
        """Allow so much more, for what has come meanwhile."""
        self.ends += seconds

    def __enter__(self) -> Deadline:
        _own.deadline = self
        self.ends = time.monotonic() + self._seconds
        _clock.add(self.ends, self)
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


class TimedConnection(HTTPConnection):
    """A connection that the thread's deadline knows, from connecting on and whenever reused."""

    def connect(self) -> None:
        _own.deadline.add(self)  # its handshake over TLS can be shut
        super().connect()
        _own.deadline.add(self)

    def request(self, *arguments: Any, **options: Any) -> None:
        _own.deadline.add(self)
        super().request(*arguments, **options)


class TimedTlsConnection(TimedConnection, HTTPSConnection):
    """The same over TLS."""


class _Clock:
    """The thread that knows when each deadline is. It sleeps until the first that is not over."""

    def __init__(self) -> None:
        self._waiting: list[tuple[float, int, Deadline]] = []
        self._number = itertools.count()
        self._changed = threading.Condition()
        self._thread: threading.Thread | None = None
        self._wakes_at = 0.0

    def add(self, end: float, deadline: Deadline) -> None:
        with self._changed:
            heapq.heappush(self._waiting, (end, next(self._number), deadline))
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
                _, _, deadline = heapq.heappop(self._waiting)
            if deadline.ends > time.monotonic():  # it was extended
                self.add(deadline.ends, deadline)
            else:
                deadline.expire()

    def _pause(self) -> float:
        """Seconds until the first deadline of a request that is not over; an hour where there is
        none."""
        while self._waiting and self._waiting[0][2].over:
            heapq.heappop(self._waiting)
        return self._waiting[0][0] - time.monotonic() if self._waiting else 3_600.0


_clock = _Clock()
