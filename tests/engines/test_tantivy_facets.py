"""Facets of more values than Tantivy is asked for at first."""

from __future__ import annotations

from pathlib import Path

from search.article import Article, Segment
from search.document import index_document
from search.engines import open_engine
from search.engines.plan import Everything
from search.settings import load_settings


def test_values_that_tie_are_told_in_their_order_however_many_there_are(tmp_path: Path) -> None:
    engine = open_engine(load_settings(home=tmp_path))
    writer = engine.writer("archive")
    for seq in range(1, 601):
        title = Segment("خبر", None)
        each = Article(f"id{seq:024}", seq, "ar", title, (), outlet=f"outlet {601 - seq:03}")
        writer.put(index_document(each, with_subwords=False))
    writer.commit(1)
    writer.close()
    found = engine.reader().facets(Everything(), ["outlet"], 2)
    assert found == {"outlet": [("outlet 001", 1), ("outlet 002", 1)]}
