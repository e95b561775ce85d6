"""One service answers several threads at once, as the workers' requests do."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

from search.article import Article, Segment
from search.document import index_document
from search.stored import decode


def blob(seq: int) -> bytes:
    segments = tuple(Segment(f"جملة {seq} {n} " * 40, f"Sentence {n} " * 40) for n in range(60))
    article = Article(f"id{seq:024}", seq, "ar", Segment("عنوان", None), segments)
    return index_document(article, with_subwords=False).stored


def test_articles_are_unpacked_in_several_threads_at_once() -> None:
    blobs = [blob(seq) for seq in range(1, 5)] * 200
    with ThreadPoolExecutor(8) as pool:
        seqs = list(pool.map(lambda each: int(decode(each).head["seq"]), blobs))
    assert seqs == [1, 2, 3, 4] * 200
