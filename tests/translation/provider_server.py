"""A provider on loopback: speaks four wire formats, counts what it is asked, and misbehaves.

    with ProviderServer() as server:
        server.play(scenes.status(429, "2"), scenes.hang)   # the next two requests
        ...                                                 # at server.url
    assert server.asked == ["جملة"]                         # every sentence, repeats included

Its translations are made from the source alone (`english_of`), so that any text stored can be held
against its sentence.
"""

from __future__ import annotations

import hashlib
import re
import ssl
import threading
import time
from collections import Counter, deque
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Self

from tests.translation import scenes
from tests.translation.wires import WIRES, Request

ENGLISH = (
    "the minister said that forces near river city old north market people water council oil week"
).split()
ARABIC = "قال الوزير إن القوات قرب النهر في المدينة القديمة شمال السوق مجلس النفط هذا".split()
_DIGITS = str.maketrans("٠١٢٣٤٥٦٧٨٩", "0123456789")


def _made_of(sentence: str, words: Sequence[str]) -> str:
    chosen = []
    for word in sentence.split():
        number = re.search(r"[0-9][0-9.,:/]*", word.translate(_DIGITS))
        digest = hashlib.blake2b(word.encode("utf-8"), digest_size=2).digest()
        chosen.append(number[0] if number else words[digest[0] % len(words)])
    tag = hashlib.blake2b(sentence.encode("utf-8"), digest_size=4).hexdigest()
    name = "".join(chr(ord("a") + int(digit, 16)) for digit in tag)
    return " ".join([name.capitalize(), *chosen])


def english_of(sentence: str) -> str:
    """This server's English of an Arabic sentence: a word for each, after a word that is the
    sentence's own; numbers stay."""
    return _made_of(sentence, ENGLISH)


def arabic_of(sentence: str) -> str:
    """The same in the other direction."""
    text = _made_of(sentence, ARABIC)
    own, _, rest = text.partition(" ")
    return "".join(chr(ord("ا") + (ord(letter) % 8) * 2) for letter in own) + " " + rest


class ProviderServer:
    """The server. All counts are of whole requests as they arrived, answered or not.

    tls: to be asked by https; answers: translations by source sentence, before its own; delay:
    seconds before each answer; ban_after: after so many requests every further one gets a captcha
    with status 429.
    """

    def __init__(self, tls: ssl.SSLContext | None = None) -> None:
        self._scheme = "https" if tls else "http"
        self.answers: dict[str, str] = {}
        self.delay = 0.0
        self.ban_after: int | None = None
        self.closing = threading.Event()
        self.requests: list[Request] = []
        self.served: list[str] = []  # the sentences that were given their translation
        self.times: list[float] = []  # time.monotonic() of each request
        self._scenes: deque[scenes.Scene] = deque()
        self._lock = threading.Lock()
        self._http = _Server(self, tls)
        self._thread = threading.Thread(
            target=self._http.serve_forever, args=(0.02,), name="provider", daemon=True
        )

    @property
    def url(self) -> str:
        return f"{self._scheme}://127.0.0.1:{self._http.server_address[1]}"

    @property
    def asked(self) -> list[str]:
        """Every sentence it was asked for, repeats included, in order of arrival."""
        with self._lock:
            return [sentence for request in self.requests for sentence in request.sentences]

    @property
    def repeated(self) -> Counter[str]:
        """The sentences it was asked for more than once, and how often more."""
        return Counter(self.asked) - Counter(set(self.asked))

    @property
    def characters(self) -> int:
        return sum(map(len, self.asked))

    def play(self, *upcoming: scenes.Scene) -> None:
        """Answer the next requests so, one scene each; then translate again."""
        with self._lock:
            self._scenes.extend(upcoming)

    def take(self, request: Request) -> scenes.Scene:
        """Count a request; the scene that answers it."""
        with self._lock:
            self.requests.append(request)
            self.times.append(time.monotonic())
            if self.ban_after is not None and len(self.requests) > self.ban_after:
                return scenes.banned
            return self._scenes.popleft() if self._scenes else scenes.translate

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.closing.set()
        self._http.shutdown()
        self._http.server_close()
        self._thread.join()


class _Server(ThreadingHTTPServer):
    request_queue_size = 128
    block_on_close = True
    daemon_threads = False

    def __init__(self, provider: ProviderServer, tls: ssl.SSLContext | None) -> None:
        self.provider = provider
        self.connections: set[Any] = set()
        super().__init__(("127.0.0.1", 0), _Handler)
        if tls is not None:
            self.socket = tls.wrap_socket(self.socket, server_side=True)

    def handle_error(self, *_: Any) -> None:
        """A client that gave up is what these tests are about; nothing is printed."""

    def server_close(self) -> None:
        for connection in list(self.connections):  # kept alive by a client, waiting for more
            connection.close_connection = True
            connection.wake()
        super().server_close()


@dataclass
class Exchange:
    """One request and the ways to answer it."""

    server: ProviderServer
    request: Request
    handler: _Handler = field(repr=False)

    @property
    def connection(self) -> Any:
        return self.handler.connection

    def translations(self) -> list[str]:
        make = arabic_of if self.request.languages[1].lower().startswith("ar") else english_of
        known = self.server.answers
        return [known.get(text) or make(text) for text in self.request.sentences]

    def serve(self, texts: Sequence[str]) -> None:
        """These right translations, one for each sentence."""
        self.server.served.extend(self.request.sentences)
        self.answer(texts)

    def answer(self, texts: Sequence[str]) -> None:
        """These translations in the provider's format."""
        self.send(200, *WIRES[self.request.path].write(self.request, texts))

    def send(
        self, code: int, kind: str, body: bytes, headers: Mapping[str, str] | None = None
    ) -> None:
        self.start(code, kind, len(body), headers)
        self.raw(body)

    def start(
        self, code: int, kind: str, length: int, headers: Mapping[str, str] | None = None
    ) -> None:
        self.handler.send_response(code)
        for name, value in {"Content-Type": kind, "Content-Length": str(length)}.items():
            self.handler.send_header(name, value)
        for name, value in (headers or {}).items():
            self.handler.send_header(name, value)
        self.handler.end_headers()

    def raw(self, data: bytes) -> None:
        self.handler.wfile.write(data)
        self.handler.wfile.flush()

    def close(self) -> None:
        self.handler.close_connection = True
        self.connection.close()


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    wbufsize = -1  # headers and body in one packet: no wait for the client's acknowledgement
    disable_nagle_algorithm = True
    server: _Server

    def setup(self) -> None:
        super().setup()
        self.server.connections.add(self)

    def finish(self) -> None:
        self.server.connections.discard(self)
        try:
            super().finish()
        except (OSError, ValueError):
            self.close_connection = True  # the client, or a scene, closed the connection first

    def wake(self) -> None:
        """End a wait for the next request on this connection."""
        try:
            self.connection.shutdown(2)
        except OSError:
            self.close_connection = True

    def do_GET(self) -> None:
        self._serve(b"")

    def do_POST(self) -> None:
        self._serve(self.rfile.read(int(self.headers.get("Content-Length", 0))))

    def _serve(self, body: bytes) -> None:
        headers = {name.lower(): value for name, value in self.headers.items()}
        request = Request(self.command, self.path, headers, body)
        provider = self.server.provider
        wire = WIRES.get(request.path)
        if wire is None:
            scenes.status(404)(Exchange(provider, request, self))
            return
        sentences, source, target = wire.read(request)
        request = replace(request, sentences=sentences, languages=(source, target))
        scene = provider.take(request)
        if provider.delay:
            provider.closing.wait(provider.delay)
        if wire.size(request) > wire.limit:
            scene = scenes.status(400)
        scene(Exchange(provider, request, self))

    def log_message(self, *_: Any) -> None:
        """Requests are counted, not printed."""
