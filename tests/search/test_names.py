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


def test_what_stands_nowhere_is_no_country_that_sounds_roughly_so(serve: Serve) -> None:
    service = serve(*articles("زار الوزير الأردن"))
    assert found(service.search(SearchRequest(q="Jardín"))) == []
    assert found(service.search(SearchRequest(q="Urdun"))) == [1]


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


def translated(seq: int, arabic: str, english: str) -> Article:
    segment = Segment(arabic, english)
    return Article(f"id{seq:024}", seq, "ar", Segment(None, None), (segment,))


def test_what_a_translator_wrote_for_a_name_finds_what_another_wrote(serve: Serve) -> None:
    service = serve(
        translated(1, "قال العقيد مايلز كيغنز أمس", "Colonel Myles Keegans said yesterday"),
        translated(2, "صرح كيغنز للصحافة", "So Caggins told the press"),
        *articles("", "", "EN:The press met Caggins", "EN:The press met nobody")[2:],
    )
    page = service.search(SearchRequest(q="Keegans", match="all"))
    assert {"term": "Keegans", "as": "caggins", "by": "name"} in page.query.expansions
    assert set(found(page)) == {1, 2, 3}


def test_an_arabic_name_finds_what_was_written_for_it_however_common(serve: Serve) -> None:
    service = serve(
        translated(1, "وصل إلى بغداد صباحا", "He reached Bagdad in the morning"),
        *articles("", "EN:They reached Bagdad")[1:],
    )
    assert set(found(service.search(SearchRequest(q="بغداد", match="all")))) == {1, 2}


def test_names_are_counted_with_both_scripts_and_narrow(serve: Serve) -> None:
    service = serve(
        translated(1, "وصلت القوات إلى جبل حمرين", "Forces reached Jabal Hamrin"),
        translated(2, "قصف بجبل حمرين", "Shelling of Jabal Hamrin"),
        translated(3, "عاد إلى الموصل", "He came back to Mosul"),
        translated(4, "عاد التحالف", "The Coalition came back"),
    )
    page = service.search(SearchRequest(facets=("names",)))
    assert page.facets["names"] == [
        {
            "value": "جبل حمرين",
            "count": 2,
            "selected": False,
            "label": {"ar": "جبل حمرين", "en": "Jabal Hamrin"},
        },
        {
            "value": "موصل",
            "count": 1,
            "selected": False,
            "label": {"ar": "الموصل", "en": "Mosul"},
        },
    ]
    page = service.search(SearchRequest(filters=(("names", "جبل حمرين"),)))
    assert set(found(page)) == {1, 2}


def test_the_label_of_a_name_is_what_most_articles_write(serve: Serve) -> None:
    service = serve(
        translated(1, "عاد إلى حمرين", "He came back to Hemrin"),
        translated(2, "عاد إلى حمرين", "He came back to Hamrin"),
        translated(3, "ذهب إلى حمرين", "He went to Hamrin"),
    )
    [name] = service.search(SearchRequest(facets=("names",))).facets["names"]
    assert name["label"] == {"ar": "حمرين", "en": "Hamrin"}
    assert name["count"] == 3


def test_a_chosen_name_that_nothing_has_stays_in_sight(serve: Serve) -> None:
    service = serve(translated(1, "عاد إلى حمرين", "He came back to Hamrin"))
    request = SearchRequest(facets=("names",), filters=(("names", "كيغنز"),))
    assert service.search(request).facets["names"][-1] == {
        "value": "كيغنز",
        "count": 0,
        "selected": True,
        "label": {"ar": "كيغنز", "en": None},
    }
