"""Names through the whole search: found whatever the spelling, behind what was typed, and told."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from search.article import Article, Segment
from search.page import Page, SearchRequest
from search.service import SearchService

Serve = Callable[..., SearchService]


def articles(*texts: str) -> list[Article]:
    """One article a text; an English one begins with EN:."""
    made = []
    for seq, text in enumerate(texts, 1):
        english = text.startswith("EN:")
        segment = Segment(None, text[3:]) if english else Segment(text, None)
        made.append(
            Article(f"id{seq:024}", seq, "en" if english else "ar", Segment(None, None), (segment,))
        )
    return made


def found(page: Page) -> list[int]:
    return [int(hit.id[2:]) for hit in page.hits]


def test_a_latin_spelling_finds_the_arabic_name_and_says_so(serve: Serve) -> None:
    service = serve(*articles("اشتباكات بحمرين فجرا", "زيارة إلى بغداد"))
    page = service.search(SearchRequest(q="Himreen"))
    assert found(page) == [1]
    assert page.query.expansions == [{"term": "Himreen", "as": "حمرين", "by": "name"}]
    assert page.hits[0].matched_by == ["name"]
    arabic = page.hits[0].snippets[0].ar
    assert arabic is not None
    assert arabic.segments is not None
    assert ("بحمرين", True) in arabic.segments


def test_names_off_finds_only_what_is_typed(serve: Serve) -> None:
    service = serve(*articles("اشتباكات بحمرين فجرا"))
    page = service.search(SearchRequest(q="Himreen", names=False))
    assert page.total.value == 0
    assert page.query.expansions == []


@pytest.mark.parametrize("word", ["coalition", "general", "rocket", "masked"])
def test_ordinary_words_are_no_names(serve: Serve, word: str) -> None:
    page = serve(*articles("حمرين")).search(SearchRequest(q=word))
    assert all(expansion["by"] != "name" for expansion in page.query.expansions)


def test_a_word_that_english_never_writes_with_a_capital_is_no_name(serve: Serve) -> None:
    english = ["EN:They saw a hamreen today"] * 4
    page = serve(*articles("اشتباكات في حمرين", *english)).search(SearchRequest(q="hamreen"))
    assert 1 not in found(page)


def test_another_spelling_never_outranks_the_one_typed(serve: Serve) -> None:
    long = "التقى بارزاني " + "أعلنت عن خدمة جديدة في المنطقة هذا الأسبوع " * 2
    service = serve(*articles(long, "قال برزاني أمس", *["خبر آخر تماما"] * 30))
    assert found(service.search(SearchRequest(q="بارزاني"))) == [1, 2]
    service = serve(*articles(long, "قال برزاني أمس", *["مسعود بارزاني"] * 30))
    assert found(service.search(SearchRequest(q="بارزاني", limit=32)))[-1] == 2


def test_a_name_of_two_words_is_found_by_one(serve: Serve) -> None:
    service = serve(*articles("أعلن حزب الله", "حزب الدعوة", "في جبل قره جوغ"))
    assert found(service.search(SearchRequest(q="Hizballah", match="all"))) == [1]
    assert found(service.search(SearchRequest(q="Qarachogh", match="all"))) == [3]


def test_the_parts_of_a_name_are_found_joined(serve: Serve) -> None:
    service = serve(*articles("خطاب نصرالله", "خطاب نصر الله", "نصر كبير"))
    assert set(found(service.search(SearchRequest(q="نصر الله", match="all")))) == {1, 2}
    assert set(found(service.search(SearchRequest(q="نصرالله", match="all")))) == {1, 2}


def test_an_article_of_a_name_asks_for_nothing(serve: Serve) -> None:
    service = serve(*articles("الأمير عبد الرحمن"))
    assert found(service.search(SearchRequest(q="Abd al-Rahman", match="all"))) == [1]


def test_an_arabic_name_finds_its_latin_spellings(serve: Serve) -> None:
    service = serve(*articles("EN:Colonel Myles Caggins said so", "EN:The coalition left"))
    page = service.search(SearchRequest(q="كيغنز"))
    assert found(page) == [1]
    assert page.hits[0].matched_by == ["name"]


def test_a_new_article_brings_its_spelling(serve: Serve) -> None:
    service = serve(*articles("زيارة إلى بغداد"))
    assert found(service.search(SearchRequest(q="Himreen"))) == []
    serve(*articles("زيارة إلى بغداد", "اشتباكات في حمرين"))
    assert found(service.search(SearchRequest(q="Himreen"))) == [2]


def test_a_name_in_a_field_is_sought_there(serve: Serve) -> None:
    service = serve(*articles("اشتباكات في حمرين"))
    assert found(service.search(SearchRequest(q="text:Himreen"))) == [1]
    assert found(service.search(SearchRequest(q="title:Himreen"))) == []
