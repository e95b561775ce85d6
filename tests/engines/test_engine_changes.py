"""What every engine does while articles come, change and go."""

from __future__ import annotations

import pytest

from search.article import Article, Segment
from search.document import index_document
from search.engines import open_engine
from search.engines.opensearch_cluster import Cluster
from search.engines.opensearch_state import States
from search.engines.plan import Bool, Everything, Plan, Range, Term
from search.engines.protocol import Engine, IndexDocument, Order, Reader
from search.errors import IndexDamaged
from search.settings import Settings


def document(seq: int, text: str, article: int | None = None) -> IndexDocument:
    body = (Segment(text, None),)
    made = Article(f"id{article or seq}", seq, "ar", Segment(None, None), body)
    return index_document(made, with_subwords=True)


def seqs(reader: Reader, plan: Plan, order: Order = "newest", limit: int = 100) -> list[int]:
    return [m.newest & ((1 << 28) - 1) for m in reader.search(plan, order, limit).matches]


def damage(settings: Settings) -> None:
    """Take away files of an embedded engine, a generation's state from the cluster."""
    if settings.engine == "opensearch":
        cluster = Cluster(settings)
        States(cluster).forget(cluster.index(1))
        return
    for file in (settings.index_dir / "1").iterdir():
        if file.name not in ("about.json", "applied") and file.stat().st_size:
            file.unlink()


def river() -> Term:
    return Term("ar_bare", "نهر")


def test_an_article_put_twice_before_a_commit_is_there_once(engine: Engine) -> None:
    writer = engine.writer("archive")
    writer.put(document(1, "نهر"))
    writer.put(document(1, "جبل"))
    writer.put(document(2, "نهر"))
    writer.delete("id2")
    writer.commit(1)
    writer.close()
    assert seqs(engine.reader(), Everything()) == [1]
    assert seqs(engine.reader(), river()) == []


def test_an_article_deleted_twice_is_gone(engine: Engine) -> None:
    writer = engine.writer("archive")
    writer.put(document(1, "نهر"))
    writer.commit(1)
    writer.delete("id1")
    writer.delete("id1")
    writer.delete("no such")
    writer.commit(2)
    writer.close()
    assert seqs(engine.reader(), Everything()) == []
    assert engine.reader().info.last_seq == 0


def test_many_small_commits_answer_as_one_large(engine: Engine) -> None:
    writer = engine.writer("archive")
    for seq in range(1, 41):
        writer.put(document(seq, "نهر دجله" if seq % 2 else "جبل نهر نهر"))
        if seq > 10:
            writer.delete(f"id{seq - 10}")
        writer.commit(seq)
    writer.close()
    reader = engine.reader()
    assert reader.info.articles == 10
    assert seqs(reader, river(), "relevance") == [*range(40, 30, -2), *range(39, 30, -2)]
    assert reader.terms("ar_bare", "", 9) == [("جبل", 5), ("دجله", 5), ("نهر", 10)]
    assert reader.get("id35") is not None
    assert reader.get("id30") is None


@pytest.mark.parametrize("order", ["newest", "oldest"])
def test_pages_by_date_neither_repeat_nor_leave_out_while_articles_change(
    engine: Engine, order: Order
) -> None:
    """As cursors ask: no seq above that of the first page, and what lies behind the last key
    seen, each time of a newer generation."""
    writer = engine.writer("archive")
    for seq in range(1, 10):
        writer.put(document(seq, "نهر"))
    writer.commit(1)
    asked: list[Plan] = [river(), Range("seq", high=engine.reader().info.last_seq + 1)]
    seen: list[int] = []
    for page in range(4):
        reader = engine.reader()
        plan = Bool(must=tuple(asked))
        found = reader.search(plan, order, 3).matches
        seen += seqs(reader, plan, order, 3)
        if found and order == "newest":
            asked.append(Range("newest", high=found[-1].newest))
        elif found:
            asked.append(Range("oldest", low=found[-1].oldest + 1))
        writer.put(document(100 + page, "نهر"))
        writer.put(document(5, "نهر واسع"))
        writer.commit(2 + page)
    writer.close()
    assert seen == (list(range(9, 0, -1)) if order == "newest" else list(range(1, 10)))


def test_the_writers_lock_is_held_from_one_commit_to_the_next(
    engine: Engine, settings: Settings
) -> None:
    writer = engine.writer("archive")
    writer.put(document(1, "نهر"))
    writer.commit(1)
    writer.put(document(2, "نهر"))
    writer.commit(2)
    assert seqs(open_engine(settings).reader(), river()) == [2, 1]
    writer.close()


def test_an_index_with_a_part_gone_is_damaged(engine: Engine, settings: Settings) -> None:
    writer = engine.writer("archive")
    writer.put(document(1, "نهر"))
    writer.commit(1)
    writer.close()
    damage(settings)
    with pytest.raises(IndexDamaged, match="fihrist rebuild"):
        open_engine(settings).reader()
