"""Blobs are read by several threads at once: one service serves them all."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

from search.article import Article, Segment
from search.document import index_document
from search.stored import decode


def test_threads_decode_blobs_without_disturbing_each_other() -> None:
    texts = [f"نهر دجله {number} " * (1 + number % 7 * 400) for number in range(40)]
    blobs = [
        index_document(
            Article(f"id{n}", n, "ar", Segment(None, None), (Segment(text, None),)), False
        ).stored
        for n, text in enumerate(texts)
    ]
    with ThreadPoolExecutor(8) as threads:
        for _ in range(20):
            read = list(threads.map(decode, blobs))
            assert [stored.pairs["ar"][1] for stored in read] == texts
