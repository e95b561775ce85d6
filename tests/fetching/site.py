"""Web sites on loopback that serve as real ones do, and the network that leads to them.

`Web` is a real HTTP server and a Network whose names lead to it: every host has a public address
there, so that what is refused is refused for its own sake. Names and addresses can be given others.
"""

from __future__ import annotations

import gzip
import socket
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event
from typing import Literal

from index.fetching import Network

PUBLIC = "93.184.215.14"
"""An address that a public site might have."""

Manner = Literal["plain", "cut", "trickle", "unframed", "silent"]


@dataclass(frozen=True)
class Asked:
    """A request as the site sees it."""

    host: str
    path: str
    headers: Mapping[str, str]


@dataclass(frozen=True)
class Reply:
    """What the site answers. manner: how it sends the body; parts are sent in chunks."""

    body: str | bytes | Iterator[bytes] = b""
    status: int = 200
    kind: str | None = "text/html; charset=utf-8"
    headers: Mapping[str, str] = field(default_factory=dict)
    manner: Manner = "plain"


Answering = Reply | Callable[[Asked], Reply]


def redirect(target: str, status: int = 302) -> Reply:
    """Letters beyond ASCII go as the bytes of UTF-8, as real servers send them."""
    return Reply(status=status, headers={"Location": target.encode().decode("latin-1")})


def zipped(body: bytes) -> Reply:
    return Reply(gzip.compress(body), headers={"Content-Encoding": "gzip"})


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    web: Web

    def handle_error(self, *_: object) -> None:
        """A client that went away is none."""


class Web:
    """Sites by address: `web["http://news.example/a"] = Reply(…)`. Everything else is a 404."""

    def __init__(self) -> None:
        self.asked: list[Asked] = []
        self.dialled: list[str] = []
        self.names: dict[str, Sequence[str] | Callable[[], Sequence[str]]] = {}
        self._answers: dict[str, Answering] = {}
        self._server = _Server(("127.0.0.1", 0), _Handler)
        self._server.web = self
        threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True).start()
        self.port = self._server.server_port

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()

    def __setitem__(self, url: str, answer: Answering) -> None:
        self._answers[url] = answer

    def answer(self, asked: Asked) -> Reply:
        self.asked.append(asked)
        found = self._answers.get(f"http://{asked.host}{asked.path}", Reply("?", status=404))
        return found(asked) if callable(found) else found

    def counted(self) -> Counter[str]:
        """How often each address was asked for."""
        return Counter(f"http://{asked.host}{asked.path}" for asked in self.asked)

    @property
    def network(self) -> Network:
        return Network(look_up=self._look_up, connect=self._connect)

    def _look_up(self, host: str, port: int, seconds: float) -> Sequence[str]:
        found = self.names.get(host)
        if found is None:
            if host.endswith(".example"):
                return [PUBLIC]
            return [socket.gethostbyname(host)]  # numbers in any writing, as the system reads them
        return found() if callable(found) else found

    def _connect(self, address: str, port: int, seconds: float) -> socket.socket:
        self.dialled.append(address)
        return socket.create_connection(("127.0.0.1", self.port), seconds)


@contextmanager
def serving() -> Iterator[Web]:
    web = Web()
    try:
        yield web
    finally:
        web.close()


class _Handler(BaseHTTPRequestHandler):
    server: _Server
    protocol_version = "HTTP/1.1"
    timeout = 5

    def do_GET(self) -> None:
        host = self.headers.get("Host", "").removesuffix(f":{self.server.server_port}")
        asked = Asked(host, self.path, dict(self.headers))
        with suppress(OSError):  # the client went away
            self._send(self.server.web.answer(asked))

    def _send(self, reply: Reply) -> None:
        if reply.manner == "silent":
            self.close_connection = True
            self.connection.settimeout(60)
            self.connection.recv(1)  # until the client has had enough
            return
        body = reply.body.encode() if isinstance(reply.body, str) else reply.body
        self.send_response(reply.status)
        if reply.kind:
            self.send_header("Content-Type", reply.kind)
        for name, value in reply.headers.items():
            self.send_header(name, value)
        if isinstance(body, bytes):
            self._whole(body, reply.manner)
        else:
            self._parts(body)

    def _whole(self, body: bytes, manner: Manner) -> None:
        self.close_connection = manner != "plain"
        if manner != "unframed":
            length = len(body) * 2 if manner == "cut" else len(body)
            self.send_header("Content-Length", str(length))
        self.end_headers()
        if manner != "trickle":
            self.wfile.write(body)
            return
        for byte in body:
            self.wfile.write(bytes([byte]))
            time.sleep(0.02)

    def _parts(self, parts: Iterator[bytes]) -> None:
        self.close_connection = True
        self.send_header("Transfer-Encoding", "chunked")
        self.end_headers()
        for part in parts:
            self.wfile.write(b"%x\r\n%s\r\n" % (len(part), part))
        self.wfile.write(b"0\r\n\r\n")

    def log_message(self, *_: object) -> None:
        """Nothing is said on the terminal."""


class Hours:
    """A clock that stands still but for who waits by it."""

    def __init__(self, start: float = 1_790_000_000.0) -> None:
        self._now = start
        self._lock = threading.Lock()
        self.stop = Event()

    def now(self) -> float:
        return self._now

    def wait(self, seconds: float) -> bool:
        with self._lock:
            self._now += max(0.0, seconds)
        return self.stop.is_set()
