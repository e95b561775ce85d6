"""A feed on loopback, whose items hold their whole texts."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from xml.sax.saxutils import escape

FEED = 30
"""Items of the feed."""


@contextmanager
def newsroom() -> Iterator[str]:
    """The address of the feed."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Feed)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/feed.xml"
    server.shutdown()
    server.server_close()


_RSS = b"<rss version='2.0' xmlns:content='http://purl.org/rss/1.0/modules/content/'>"


class _Feed(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        here = f"http://{self.headers['Host']}"
        body = b"".join(_item(here, number) for number in range(FEED))
        self.send_response(200 if self.path == "/feed.xml" else 404)
        self.send_header("Content-Type", "application/rss+xml; charset=utf-8")
        self.end_headers()
        if self.path == "/feed.xml":
            self.wfile.write(_RSS + b"<channel><title>n</title>%s</channel></rss>" % body)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


def _item(here: str, number: int) -> bytes:
    text = f"<p>{f'قال وزير النفط العراقي في الخبر {number} ما قال. ' * 12}</p>"
    return (
        f"<item><title>خبر من التغذية {number}</title><link>{here}/{number}</link>"
        f"<pubDate>Mon, 23 Nov 2026 10:00:00 +0300</pubDate>"
        f"<content:encoded>{escape(text)}</content:encoded></item>"
    ).encode()
