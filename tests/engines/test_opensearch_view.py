"""A point in time whose cluster fails for a moment, as while a node dies: a server on loopback
gives the answers of a cluster in the order a test names them."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from search.engines.opensearch_cluster import Cluster
from search.engines.opensearch_view import View
from search.errors import Unavailable
from search.settings import load_settings

WHOLE = {"_shards": {"total": 2, "successful": 2}, "timed_out": False, "hits": {"hits": []}}
SHORT = {**WHOLE, "_shards": {"total": 2, "successful": 1}}
RED = (503, {"error": {"type": "search_phase_execution_exception", "reason": "all shards failed"}})


@contextmanager
def answering(*searches: tuple[int, Any]) -> Iterator[View]:
    """A view of a cluster that gives these answers to searches, the last one for ever."""
    left = list(searches)

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self.rfile.read(int(self.headers.get("Content-Length") or 0))
            status, body = 200, {"pit_id": "point", "_shards": {"total": 2, "successful": 2}}
            if "point_in_time" not in self.path:
                status, body = left.pop(0) if len(left) > 1 else left[0]
            content = json.dumps(body).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *_: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        url = f"http://127.0.0.1:{server.server_port}"
        yield View(Cluster(load_settings(engine="opensearch", opensearch_url=url)), "news.v1")
        server.shutdown()
        thread.join()


def test_a_search_that_fails_twice_as_a_node_dies_is_asked_again() -> None:
    with answering(RED, RED, (200, WHOLE)) as view:
        assert view.ask({"size": 0}) == (WHOLE, True)


def test_an_answer_without_a_shard_is_asked_for_once_more_then_given_as_it_is() -> None:
    with answering((200, SHORT), (200, SHORT), (200, WHOLE)) as view:
        assert view.ask({"size": 0}) == (SHORT, False)
        assert view.ask({"size": 0}) == (WHOLE, True)


def test_a_cluster_that_stays_red_is_unavailable() -> None:
    with answering(RED) as view, pytest.raises(Unavailable, match="overloaded or red"):
        view.ask({"size": 0})
