"""Each engine in turn, over an empty home."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager

import pytest

from search.article import Article
from search.document import index_document
from search.engines import open_engine
from search.engines.protocol import Engine, Reader
from search.settings import Settings
from tests.engines.contract import ARCHIVE, Fill


@pytest.fixture(params=["tantivy", "whoosh", pytest.param("opensearch", marks=pytest.mark.cluster)])
def settings(
    request: pytest.FixtureRequest, homes: Callable[[str], AbstractContextManager[Settings]]
) -> Iterator[Settings]:
    with homes(request.param) as made:
        yield made


@pytest.fixture
def engine(settings: Settings) -> Engine:
    return open_engine(settings)


@pytest.fixture
def fill(engine: Engine) -> Fill:
    """Index articles in one commit and open a reader."""

    def index(*articles: Article, delete: Sequence[str] = (), applied: int = 1) -> Reader:
        writer = engine.writer(ARCHIVE)
        for each in articles:
            writer.put(index_document(each, with_subwords=True))
        for article_id in delete:
            writer.delete(article_id)
        writer.commit(applied)
        writer.close()
        return engine.reader()

    return index
