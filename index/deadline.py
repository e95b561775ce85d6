"""A bound on the whole of an HTTP request, which no read timeout is.

A read timeout bounds each wait for the next bytes, so a server that sends one byte a second is
never too slow for it. Here a timer shuts the connection's socket when the whole request has taken
too long, and the thread that waits on it is free at once: before the headers, among them, or in
the body.
"""

from __future__ import annotations

import contextlib
import socket
import threading
import time
from typing import Any

from urllib3.connection import HTTPConnection, HTTPSConnection

_own = threading.local()


class Deadline:
    """`with Deadline(30.0) as deadline:` around one request of this thread, over connections that
    are TimedConnections; `expired` tells afterwards whether it was cut off."""

    def __init__(self, seconds: float) -> None:
        self.expired = False
        self._ends = time.monotonic() + seconds
        self._connections: list[HTTPConnection] = []
        self._ended = False
        self._timer = self._timed(seconds)

    def extend(self, seconds: float) -> None:
        """Allow so much more, for what has come meanwhile."""
        self._ends += seconds

    def __enter__(self) -> Deadline:
        _own.deadline = self
        self._timer.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._ended = True
        timer = None
        while timer is not self._timer:  # it may just have begun another one
            timer = self._timer
            timer.cancel()
            timer.join()  # so that it cannot shut a socket that the next request uses
        _own.deadline = None

    def add(self, connection: HTTPConnection) -> None:
        self._connections.append(connection)
        if self.expired:
            self._shut()

    def _timed(self, seconds: float) -> threading.Timer:
        timer = threading.Timer(seconds, self._look)
        timer.daemon = True
        return timer

    def _look(self) -> None:
        left = self._ends - time.monotonic()
        if left <= 0:
            self._shut()
        elif not self._ended:
            timer = self._timed(left)
            timer.start()
            self._timer = timer

    def _shut(self) -> None:
        self.expired = True
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
