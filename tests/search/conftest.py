"""A search service over a few articles, made through the real engine."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from search.article import Article
from search.document import index_document
from search.engines import open_engine
from search.service import SearchService
from search.settings import load_settings


@pytest.fixture
def serve(tmp_path: Path) -> Callable[..., SearchService]:
    """serve(*articles): index them (in one more commit) and search them."""
    settings = load_settings(home=tmp_path)
    commits = 0

    def of(*articles: Article) -> SearchService:
        nonlocal commits
        commits += 1
        writer = open_engine(settings).writer("archive")
        for article in articles:
            writer.put(index_document(article, with_subwords=True))
        writer.commit(commits)
        writer.close()
        return SearchService(settings)

    return of
