"""A point in time whose cluster fails for a moment, as while a node dies: a server on loopback
gives the answers of a cluster in the order a test names them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from search.engines.opensearch_cluster import Cluster
from search.engines.opensearch_view import View
from search.errors import Unavailable
from search.settings import load_settings
from tests.engines.loopback import Answer, answering

WHOLE = {"_shards": {"total": 2, "successful": 2}, "timed_out": False, "hits": {"hits": []}}
SHORT = {**WHOLE, "_shards": {"total": 2, "successful": 1}}
RED = (503, {"error": {"type": "search_phase_execution_exception", "reason": "all shards failed"}})
CUT = (
    500,
    {
        "error": {
            "type": "search_phase_execution_exception",
            "root_cause": [
                {
                    "type": "node_disconnected_exception",
                    "reason": "[node1][127.0.0.1:9301][indices:data/read/search[phase/dfs]]"
                    " disconnected",
                }
            ],
        },
        "status": 500,
    },
)


@contextmanager
def viewing(*searches: Answer) -> Iterator[View]:
    """A view of a cluster that gives these answers to searches, the last one for ever."""
    left = list(searches)

    def answer(path: str) -> Answer:
        if "point_in_time" in path:
            return 200, {"pit_id": "point", "_shards": {"total": 2, "successful": 2}}
        return left.pop(0) if len(left) > 1 else left[0]

    with answering(answer) as host:
        settings = load_settings(engine="opensearch", opensearch_url=f"http://{host}")
        yield View(Cluster(settings), "news.v1")


def test_a_search_that_fails_twice_as_a_node_dies_is_asked_again() -> None:
    with viewing(RED, RED, (200, WHOLE)) as view:
        assert view.ask({"size": 0}) == (WHOLE, True)


def test_a_search_that_a_dying_node_took_along_is_asked_again() -> None:
    with viewing(CUT, (200, WHOLE)) as view:
        assert view.ask({"size": 0}) == (WHOLE, True)


def test_an_answer_without_a_shard_is_asked_for_once_more_then_given_as_it_is() -> None:
    with viewing((200, SHORT), (200, SHORT), (200, WHOLE)) as view:
        assert view.ask({"size": 0}) == (SHORT, False)
        assert view.ask({"size": 0}) == (WHOLE, True)


def test_a_cluster_that_stays_red_is_unavailable() -> None:
    with viewing(RED) as view, pytest.raises(Unavailable, match="overloaded or red"):
        view.ask({"size": 0})
