"""A node dies, an index is swapped: nothing acknowledged is lost, and searches answer."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from search.engines import open_engine
from search.settings import Settings
from tests.cluster import drills
from tests.cluster.nodes import Cluster

pytestmark = pytest.mark.cluster

ARTICLES = 60


@pytest.fixture
def settings(
    cluster: Cluster, tmp_path: Path, request: pytest.FixtureRequest
) -> Iterator[Settings]:
    made = drills.home_on(cluster, tmp_path, f"drill-{abs(hash(request.node.name))}")
    yield made
    open_engine(made).remove()


def test_no_acknowledged_article_is_lost_when_a_node_dies(
    cluster: Cluster, settings: Settings
) -> None:
    report = drills.killed_while_indexing(cluster, settings, seconds=6)
    assert report.lost == 0
    assert report.acknowledged > 50


def test_searches_answer_while_the_clusters_manager_dies_and_comes_back(
    cluster: Cluster, settings: Settings
) -> None:
    drills.fill(open_engine(settings), 1, ARTICLES, 1)
    report = drills.killed_while_searching(cluster, settings, seconds=6)
    assert report.failed == []
    assert report.longest < drills.DEADLINE
    assert all(seen.total == ARTICLES or seen.degraded for seen in report.searches)
    assert (report.searches[-1].total, report.searches[-1].degraded) == (ARTICLES, False)


def test_no_search_fails_while_indexes_are_swapped(settings: Settings) -> None:
    drills.fill(open_engine(settings), 1, ARTICLES, 1)
    report = drills.swapped_while_searching(settings, ARTICLES, seconds=4)
    assert report.failed == []
    assert {(seen.total, seen.degraded) for seen in report.searches} == {(ARTICLES, False)}
    assert sum(what == "swapped" for _, what in report.events) >= 2


def test_a_shard_without_a_copy_is_said_to_be_missing(cluster: Cluster, settings: Settings) -> None:
    """No replicas: what a dead node held is gone until it is back."""
    alone = settings.model_copy(update={"opensearch_replicas": 0})
    drills.fill(open_engine(alone), 1, ARTICLES, 1)
    report = drills.killed_while_searching(cluster, alone, seconds=4, manager=False)
    assert report.failed == []
    assert [s for s in report.searches if (s.total < ARTICLES) != s.degraded] == []
    assert any(seen.degraded for seen in report.searches)
    assert (report.searches[-1].total, report.searches[-1].degraded) == (ARTICLES, False)
