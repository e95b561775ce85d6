"""An index over its life: replaced and deleted articles, generations, refusals, explanations.
Once for each engine."""

from __future__ import annotations

import pytest

from search.document import index_document
from search.engines import open_engine
from search.engines.plan import (
    Best,
    Bool,
    Everything,
    Filter,
    Prefix,
    Term,
)
from search.engines.protocol import Engine
from search.errors import IndexBusy, IndexForeign, IndexMissing, IndexOutdated
from search.settings import Settings
from tests.engines.contract import ARCHIVE, Fill, article, found, phrase


def test_replacing_and_deleting_leave_one_or_none(fill: Fill) -> None:
    fill(article(1, "نهر"), article(2, "نهر"), applied=1)
    reader = fill(article(1, "جبل"), delete=["id" + "0" * 23 + "2"], applied=2)
    assert found(reader, Term("ar_bare", "نهر")) == []
    assert found(reader, Everything()) == [1]
    assert reader.info.articles == 1


def test_articles_are_got_by_id_and_source_id(fill: Fill) -> None:
    reader = fill(article(1, "نهر"))
    by_id = reader.get("id" + "0" * 23 + "1")
    assert by_id is not None
    assert reader.get("given-1") == by_id
    assert reader.get("no such") is None


def test_a_reader_stays_on_its_generation(fill: Fill) -> None:
    old = fill(article(1, "نهر"), applied=1)
    new = fill(article(2, "نهر"), applied=2)
    assert (old.info.generation, new.info.generation) == ("1.1", "1.2")
    assert found(old, Everything()) == [1]
    assert found(new, Everything()) == [2, 1]
    assert new.info.last_seq == 2


def test_a_rebuild_is_seen_only_when_published(engine: Engine, fill: Fill) -> None:
    before = fill(article(1, "نهر"), applied=7)
    rebuild = engine.rebuild(ARCHIVE)
    rebuild.put(index_document(article(2, "جبل"), with_subwords=True))
    rebuild.commit(9)
    assert engine.reader().info.generation == "1.7"
    rebuild.publish()
    rebuild.close()
    assert engine.reader().info.generation == "2.9"
    assert found(engine.reader(), Everything()) == [2]
    assert found(before, Everything()) == [1]


def test_what_was_not_committed_is_not_there(engine: Engine, fill: Fill) -> None:
    fill(article(1, "نهر"))
    writer = engine.writer(ARCHIVE)
    writer.put(index_document(article(2, "نهر"), with_subwords=True))
    writer.close()
    assert found(engine.reader(), Everything()) == [1]
    writer = engine.writer(ARCHIVE)
    assert writer.applied == 1
    writer.close()


def test_a_missing_foreign_or_other_index_is_refused(
    engine: Engine, fill: Fill, settings: Settings
) -> None:
    with pytest.raises(IndexMissing, match="fihrist add"):
        engine.reader()
    fill(article(1, "نهر"))
    with pytest.raises(IndexForeign, match="another archive"):
        engine.writer("archive-two")
    other = open_engine(settings.model_copy(update={"subwords": False}))
    with pytest.raises(IndexOutdated, match="fihrist rebuild"):
        other.reader()


def test_one_writer_at_a_time(engine: Engine, fill: Fill) -> None:
    fill(article(1, "نهر"))
    writer = engine.writer(ARCHIVE)
    with pytest.raises(IndexBusy, match="another process"):
        engine.writer(ARCHIVE)
    writer.close()
    engine.writer(ARCHIVE).close()


def test_explain_gives_the_score_it_explains(fill: Fill) -> None:
    reader = fill(article(1, "نهر دجله واسع"), article(2, "نهر دجله"), article(3, "جبل"))
    river = Term("ar_bare", "نهر", 0.5)
    plan = Bool(
        must=(Best((river, Prefix("ar_bare", "دج"))), Filter(Everything())),
        should=(phrase("نهر", "دجله"), Term("ar_bare", "جبل"), phrase("واسع")),
    )
    for match in reader.search(plan, "relevance", 3).matches:
        assert match.score > 0
        told = reader.explain(plan, match)
        assert told["value"] == pytest.approx(match.score)
        assert told["value"] == pytest.approx(sum(part["value"] for part in told["details"]))
