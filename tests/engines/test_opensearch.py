"""What only the OpenSearch engine does: its lease, its versions, its points in time, its limits."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import replace

import pytest

from search.article import Article, Segment
from search.document import index_document
from search.engines import opensearch_reader
from search.engines.opensearch import OpenSearchEngine
from search.engines.opensearch_cluster import Cluster
from search.engines.opensearch_reader import OpenSearchReader
from search.engines.opensearch_state import States
from search.engines.plan import Everything, Phrase, Term
from search.engines.protocol import IndexDocument
from search.errors import IndexBusy
from search.settings import Settings

pytestmark = pytest.mark.cluster


@pytest.fixture
def settings(homes: Callable[[str], AbstractContextManager[Settings]]) -> Iterator[Settings]:
    with homes("opensearch") as made:
        yield made


@pytest.fixture
def engine(settings: Settings) -> OpenSearchEngine:
    return OpenSearchEngine(settings)


def document(seq: int, text: str) -> IndexDocument:
    made = Article(f"id{seq}", seq, "ar", Segment(None, None), (Segment(text, None),))
    return index_document(made, with_subwords=True)


def fill(engine: OpenSearchEngine, *documents: IndexDocument, change: int = 1) -> None:
    writer = engine.writer("archive")
    for each in documents:
        writer.put(each)
    writer.commit(change)
    writer.close()


def held(settings: Settings, **changes: object) -> None:
    """Write a lease as another machine's writer would."""
    cluster = Cluster(settings)
    known = States(cluster).get("writer")
    body = {**(known["_source"] if known else {}), **changes}
    cluster.writes.index(index=cluster.state, id="writer", body=body)


ELSEWHERE = {"token": "another's", "host": "elsewhere", "place": "elsewhere/1", "pid": 7}


def test_a_writer_on_another_machine_is_respected_until_it_is_silent(
    engine: OpenSearchEngine, settings: Settings
) -> None:
    fill(engine, document(1, "نهر"))
    held(settings, **ELSEWHERE, until=time.time() + 20)
    with pytest.raises(IndexBusy, match="pid 7 on elsewhere"):
        engine.writer("archive")
    held(settings, **ELSEWHERE, until=time.time() - 1)
    fill(engine, document(2, "نهر"), change=2)


def test_the_lease_of_a_killed_process_on_this_machine_is_free_at_once(
    engine: OpenSearchEngine, settings: Settings
) -> None:
    fill(engine, document(1, "نهر"))
    held(settings, token="another's", pid=2**22 + 1, until=time.time() + 20)
    fill(engine, document(2, "نهر"), change=2)


def test_a_writer_thought_dead_can_neither_commit_nor_undo_its_successor(
    engine: OpenSearchEngine, settings: Settings
) -> None:
    fill(engine, document(1, "نهر"))
    stale = engine.writer("archive")
    stale.put(document(1, "جبل"))
    held(settings, **ELSEWHERE, until=time.time() - 1)
    fill(engine, document(1, "سد"), change=2)
    with pytest.raises(IndexBusy, match="another process"):
        stale.commit(3)
    stale.close()
    reader = OpenSearchEngine(settings).reader()
    assert (reader.info.applied, reader.count(Term("ar_bare", "سد"))) == (2, 1)


def test_an_article_the_cluster_refuses_stops_no_other_and_leaves_no_old_version(
    engine: OpenSearchEngine,
) -> None:
    fill(engine, document(1, "نهر"), document(2, "نهر"))
    refused = replace(document(1, "جبل"), newest=1 << 63)
    fill(engine, refused, document(3, "نهر"), change=2)
    found = engine.reader().search(Everything(), "newest", 9).matches
    assert [match.handle[0] for match in found] == ["id3", "id2"]


def test_a_word_too_long_for_the_cluster_moves_no_other(engine: OpenSearchEngine) -> None:
    long = "ن" * 300
    fill(engine, replace(document(1, "سد"), layers={"ar_bare": [f"نهر {long} دجله"]}))
    reader = engine.reader()
    assert reader.count(Phrase("ar_bare", (("نهر",), (long,), ("دجله",)))) == 1
    assert reader.count(Term("ar_bare", long)) == 1
    assert reader.count(Term("ar_bare", long[:-1])) == 0


def test_ranks_beyond_the_window_are_reached(
    engine: OpenSearchEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(engine, *(document(seq, "نهر") for seq in range(1, 12)))
    monkeypatch.setattr(opensearch_reader, "WINDOW", 4)
    reader = engine.reader()
    for order in ("newest", "relevance"):
        found = reader.search(Term("ar_bare", "نهر"), order, 3, 6)
        assert [match.handle[0] for match in found.matches] == ["id5", "id4", "id3"]
        assert found.total == 11
    assert reader.search(Term("ar_bare", "نهر"), "newest", 3, 20).matches == ()


def test_a_reader_that_slept_takes_another_point_in_time(engine: OpenSearchEngine) -> None:
    fill(engine, document(1, "نهر"))
    reader = engine.reader()
    assert isinstance(reader, OpenSearchReader)
    reader._view.close()
    assert reader.count(Everything()) == 1
    assert not reader.degraded


def test_an_old_generation_goes_once_nobody_reads_it(
    engine: OpenSearchEngine, settings: Settings
) -> None:
    fill(engine, document(1, "نهر"))
    reader = engine.reader()
    assert isinstance(reader, OpenSearchReader)
    for number in (2, 3):
        rebuilt = engine.rebuild("archive")
        rebuilt.commit(number)
        rebuilt.publish()
        rebuilt.close()
        assert reader.count(Everything()) == 1
    reader._view.close()
    fill(engine, document(2, "نهر"), change=4)
    indexes = Cluster(settings).reads.indices.get_alias(index=f"{settings.opensearch_prefix}.v*")
    assert list(indexes) == [f"{settings.opensearch_prefix}.v3"]
