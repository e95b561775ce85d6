"""Numbers are found by their value on every engine, and the page says so."""

from __future__ import annotations

from search.article import Article, Segment
from search.document import index_document
from search.engines import open_engine
from search.page import Hit, SearchRequest
from search.service import SearchService
from search.settings import Settings

TEXTS = (
    Segment("قتل ثلاثة آلاف وخمسمئة جندي", None),
    Segment("قتل 350 جنديا", None),
    Segment(None, "Some 3,500 soldiers left in August."),
    Segment("غادروا في آب", None),
)


def indexed(settings: Settings) -> SearchService:
    writer = open_engine(settings).writer("archive")
    for seq, text in enumerate(TEXTS, 1):
        article = Article(f"id{seq:024}", seq, "ar", Segment(None, None), (text,))
        writer.put(index_document(article, with_subwords=True))
    writer.commit(1)
    writer.close()
    return SearchService(settings)


def numbered(hits: list[Hit]) -> list[tuple[int, list[str]]]:
    return sorted((int(hit.id[2:]), hit.matched_by) for hit in hits)


def test_a_value_is_found_in_any_writing(settings: Settings) -> None:
    service = indexed(settings)
    words = service.search(SearchRequest(q="ثلاثة آلاف وخمسمئة", match="all"))
    assert numbered(words.hits) == [(1, ["exact"]), (3, ["number"])]
    assert words.query.expansions == [{"term": "ثلاثة آلاف وخمسمئة", "as": "3500", "by": "number"}]
    digits = service.search(SearchRequest(q="٣٥٠٠", match="all"))
    assert numbered(digits.hits) == [(1, ["number"]), (3, ["exact"])]


def test_a_month_is_found_by_all_its_names(settings: Settings) -> None:
    found = indexed(settings).search(SearchRequest(q="أغسطس", match="all"))
    assert numbered(found.hits) == [(3, ["number"]), (4, ["number"])]
    shown = found.hits[0].snippets[0].ar
    assert shown is not None
    assert shown.segments == [("غادروا في ", False), ("آب", True)]
