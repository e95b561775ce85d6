"""Single queries against single texts, through the real index and the real search."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pytest

from search.article import Article, Segment
from search.document import index_document
from search.engines import open_engine
from search.page import SearchRequest
from search.service import SearchService
from search.settings import load_settings


def _segment(text: str) -> Segment:
    english = text.removeprefix("EN:")
    return Segment(text, None) if english == text else Segment(None, english.strip())


@pytest.fixture(scope="session")
def judge(
    tmp_path_factory: pytest.TempPathFactory,
) -> Callable[[Sequence[tuple[str, str]]], list[bool]]:
    """judge([(query, text), …]): whether each query, all words required, finds its text."""

    def finds(pairs: Sequence[tuple[str, str]]) -> list[bool]:
        settings = load_settings(home=tmp_path_factory.mktemp("matches"))
        writer = open_engine(settings).writer("archive")
        for seq, (_, text) in enumerate(pairs):
            article = Article(f"id{seq:024}", seq, "ar", Segment(None, None), (_segment(text),))
            writer.put(index_document(article, with_subwords=True))
        writer.commit(1)
        writer.close()
        service = SearchService(settings)

        def found(seq: int, query: str) -> bool:
            only = (("id", f"id{seq:024}"),)
            page = service.search(SearchRequest(q=query, match="all", filters=only))
            return page.total.value == 1

        return [found(seq, query) for seq, (query, _) in enumerate(pairs)]

    return finds
