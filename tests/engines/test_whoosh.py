"""What only the Whoosh engine does: true lengths, live statistics, merging, locks of its own."""

from __future__ import annotations

import gc
from math import log
from pathlib import Path

import pytest

from search.article import Article, Segment
from search.document import index_document
from search.engines.plan import Everything, Phrase, Term
from search.engines.protocol import IndexDocument
from search.engines.whoosh import WhooshEngine
from search.errors import IndexBusy, IndexDamaged, IndexFailure

RIVER = Term("ar_bare", "نهر")


@pytest.fixture
def engine(tmp_path: Path) -> WhooshEngine:
    return WhooshEngine(tmp_path, subwords=True)


def document(seq: int, *sentences: str) -> IndexDocument:
    segments = tuple(Segment(sentence, None) for sentence in sentences)
    made = Article(f"id{seq}", seq, "ar", Segment(None, None), segments)
    return index_document(made, with_subwords=True)


def fill(engine: WhooshEngine, *documents: IndexDocument, change: int = 1) -> None:
    writer = engine.writer("archive")
    for each in documents:
        writer.put(each)
    writer.commit(change)
    writer.close()


def score(engine: WhooshEngine, plan: Term | Phrase) -> float:
    return engine.reader().search(plan, "relevance", 1).matches[0].score


def test_lengths_are_counted_not_rounded(engine: WhooshEngine) -> None:
    """299 and 1 terms, mean 150; Tantivy, with a byte for a length, reads 280."""
    fill(engine, document(1, "نهر " + "جبل " * 298), document(2, "سد"))
    norm = 1.2 * (0.25 + 0.75 * 299 / 150)
    assert score(engine, RIVER) == pytest.approx(log(1 + 1.5 / 1.5) * 2.2 / (1 + norm), rel=1e-12)


def test_deleted_articles_count_in_no_statistic(engine: WhooshEngine) -> None:
    fill(engine, document(1, "نهر جبل"), document(2, "سد"))
    alone = score(engine, RIVER)
    fill(engine, *(document(seq, "نهر نهر نهر") for seq in (3, 4, 5)), change=2)
    assert score(engine, RIVER) < alone
    writer = engine.writer("archive")
    for seq in (3, 4, 5):
        writer.delete(f"id{seq}")
    writer.commit(3)
    writer.close()
    assert score(engine, RIVER) == alone


def test_a_phrase_scores_its_occurrences_and_the_sum_of_idfs(engine: WhooshEngine) -> None:
    """In one of two articles, twice among four terms where the mean is 3."""
    fill(engine, document(1, "نهر دجله", "نهر دجله"), document(2, "جبل سد"))
    norm = 1.2 * (0.25 + 0.75 * 4 / 3)
    wanted = 2 * log(1 + 1.5 / 1.5) * 2 * 2.2 / (2 + norm)
    assert score(engine, Phrase("ar_bare", (("نهر",), ("دجله",)))) == pytest.approx(wanted)


def test_commits_of_one_article_leave_few_files(engine: WhooshEngine, tmp_path: Path) -> None:
    for seq in range(1, 65):
        fill(engine, document(seq, "نهر"), change=seq)
    assert len(list((tmp_path / "1").glob("*.seg"))) <= 2 * 8
    assert engine.reader().count(Everything()) == 64


def test_a_segment_of_mostly_deleted_articles_is_written_anew(
    engine: WhooshEngine, tmp_path: Path
) -> None:
    fill(engine, *(document(seq, f"نهر كلمة{seq}") for seq in range(1, 101)))
    before = sum(file.stat().st_size for file in (tmp_path / "1").glob("*.seg"))
    writer = engine.writer("archive")
    for seq in range(1, 100):
        writer.delete(f"id{seq}")
    writer.commit(2)
    writer.close()
    fill(engine, document(101, "جبل"), change=3)
    after = sum(file.stat().st_size for file in (tmp_path / "1").glob("*.seg"))
    assert after < before / 2
    assert engine.reader().count(Everything()) == 2


def test_a_full_disk_is_an_error_for_the_user_and_the_next_writer_goes_on(
    engine: WhooshEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    fill(engine, document(1, "نهر"))
    writer = engine.writer("archive")
    writer.put(document(2, "نهر"))
    with monkeypatch.context() as broken:
        broken.setattr("whoosh.index.TOC.write", full)
        with pytest.raises(IndexFailure, match=r"No space left on device.*is safe"):
            writer.commit(2)
    with pytest.raises(IndexBusy):
        engine.writer("archive")
    writer.close()
    assert engine.reader().count(Everything()) == 1
    fill(engine, document(2, "نهر"), change=2)
    assert engine.reader().count(Everything()) == 2


# Whoosh leaves the file that it failed on to the garbage collector.
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
@pytest.mark.parametrize("files", ["*.toc", "*.seg"])
def test_garbled_files_are_damage(engine: WhooshEngine, tmp_path: Path, files: str) -> None:
    fill(engine, document(1, "نهر"))
    for file in (tmp_path / "1").glob(files):
        file.write_bytes(b"\0" * 40)
    with pytest.raises(IndexDamaged, match="fihrist rebuild"):
        WhooshEngine(tmp_path, subwords=True).reader()
    gc.collect()
