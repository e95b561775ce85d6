"""A site of another origin, under the strictest policy, with a page that holds the box."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

HOST = """<!doctype html><html lang="{lang}"><title>host</title>
<main><h1>host</h1>{body}</main>
<script type="module" src="{service}/embed/v1/box.js"></script></html>"""
ELEMENT = """<fihrist-search key="{key}" lang="{lang}" {more}>
<form action="{service}/search">
<input type="search" name="q" aria-label="q"><button>go</button></form>
</fihrist-search>"""


@dataclass
class Host:
    """A site of another origin: its address, the service's, a key for it. body: of its page."""

    address: str
    service: str
    key: str
    body: str = ""
    lang: str = "ar"

    def element(self, more: str = "", lang: str = "ar") -> str:
        return ELEMENT.format(key=self.key, lang=lang, more=more, service=self.service)


@contextmanager
def hosting(service: str) -> Iterator[Host]:
    class Answers(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            policy = (
                f"default-src 'none'; script-src {service}; connect-src {service};"
                f" form-action {service}; frame-src {service}"
            )
            text = HOST.format(body=host.body, service=service, lang=host.lang)
            self.send_response(200)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.send_header("Content-Security-Policy", policy)
            self.end_headers()
            self.wfile.write(text.encode())

        def log_message(self, *_: object) -> None:
            """Not to the tests' output."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Answers)
    host = Host(f"http://127.0.0.1:{server.server_port}", service, "")
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield host
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
