"""Articles to search and what a search of them found, for the tests of the service."""

from __future__ import annotations

from collections.abc import Callable

from search.article import Article, Segment
from search.page import Page, SearchRequest
from search.service import SearchService

Serve = Callable[..., SearchService]


def arabic(seq: int, *sentences: str, title: str = "", **known: str) -> Article:
    segments = tuple(Segment(sentence, None) for sentence in sentences)
    return Article(f"id{seq:024}", seq, "ar", Segment(title or None, None), segments, **known)  # type: ignore[arg-type]  # keywords are text fields


def seqs(page: Page) -> list[int]:
    return [int(hit.id[2:]) for hit in page.hits]


def search(service: SearchService, q: str, **how: object) -> list[int]:
    return seqs(service.search(SearchRequest(q=q, **how)))  # type: ignore[arg-type]  # checked at run time
