"""Did you mean: what is corrected, how the query is rewritten, and what is left alone."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from search.article import Article, Segment
from search.page import SearchRequest
from search.service import SearchService
from tests.search.articles import arabic

Serve = Callable[..., SearchService]

TEXTS = (
    ("تقع جبال حمرين في محافظة ديالى", "The Hamrin mountains lie in Diyala"),
    ("أعلنت الحكومة موعد الانتخابات في بغداد", "The government announced elections in Baghdad"),
    ("زار رئيس البرلمان محافظة الأنبار", "The speaker of parliament visited Anbar"),
    ("اندلعت مظاهرات في الموصل ضد الحكومة", "Protests broke out in Mosul"),
    ("خفض التحالف قواته في العراق", "The coalition reduced its forces in Iraq"),
    ("نهر دجلة ونهر الفرات", "The Tigris and the Euphrates"),
)


@pytest.fixture
def service(serve: Serve) -> SearchService:
    return serve(*(both(seq, *sides) for seq, sides in enumerate(TEXTS, 1)))


def both(seq: int, ar: str, en: str) -> Article:
    return Article(f"id{seq:024}", seq, "ar", Segment(None, None), (Segment(ar, en),))


def corrected(service: SearchService, q: str, **how: object) -> str | None:
    return service.search(SearchRequest(q, **how)).query.corrected  # type: ignore[arg-type]  # checked at run time


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("الانتخبات", "الانتخابات"),  # a letter left out
        ("الموصصل", "الموصل"),  # doubled
        ("مضاهرات", "مظاهرات"),  # ض for ظ
        ("البرلامن", "البرلمان"),  # two turned round
        ("المحفظاة", None),  # too far from anything
        ("goverment", "government"),
        ("parlaiment", "parliament"),
        ("coaliton", "coalition"),
        ("Euprhates", "Euphrates"),
        ("Eufrates", "Euphrates"),  # one letter for two
        ("الانتخاباتت", "الانتخابات"),
        ("االحكومة", "الحكومة"),  # no form of it, though its stem is the same
    ],
)
def test_a_misspelt_word_is_corrected(service: SearchService, typed: str, meant: str) -> None:
    assert corrected(service, typed) == meant


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("plvdk", "حمرين"),
        ("pldvdk", "حمرين"),  # with a letter too many
        ("[fhg plvdk", "جبال حمرين"),
        ("td hguvhr", "في العراق"),
        ("l,wg", "موصل"),
        ("j[ldg", None),  # تجميل, which nothing has
        ("ؤخشمهفهخى", "coalition"),
        ('"[fhg plvdk"', '"جبال حمرين"'),
        ("title:plvdk", None),  # no title has it
        ("text:plvdk", "text:حمرين"),
    ],
)
def test_another_keyboard_layout_is_seen(service: SearchService, typed: str, meant: str) -> None:
    assert corrected(service, typed) == meant


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ('"جبال حمرسن" AND ديالى', '"جبال حمرين" AND ديالى'),
        ("+(حمرسن OR الانتخبات)", "+(حمرين OR الانتخابات)"),
        ("text:حمرسن -تكريت", "text:حمرين -تكريت"),
        ("حمرسن  ،  الانتخبات", "حمرين  ،  الانتخابات"),
        ("Goverment ELECTINOS", "Government ELECTIONS"),
        ("نهردجلة", "نهر دجلة"),
        ("الانتخا بات", "الانتخابات"),
    ],
)
def test_the_rest_of_the_query_stays_as_it_is(
    service: SearchService, typed: str, meant: str
) -> None:
    assert corrected(service, typed) == meant


@pytest.mark.parametrize(
    "query",
    [
        "", "*", "حمرين", "جبال حمرين", "محافظه ديالي", "الحكومه", "elections", "Hamreen", "Himrin",
        "دجله", "-حمرسن", "حمرس*", "حمرسن~", "place:حمرسن", "12345", "قسطنطينية", "وبالحكومات",
        "accordion", "Nimes", "nimes", "U.N.", "published:>2020 حمرين", "the", "في",
    ],
)  # fmt: skip
def test_what_is_right_or_not_to_be_looked_for_is_left_alone(
    service: SearchService, query: str
) -> None:
    assert corrected(service, query) is None


def test_nothing_is_suggested_that_finds_nothing(service: SearchService, serve: Serve) -> None:
    assert corrected(service, "حمرسن", filters=(("place", "بغداد"),)) is None
    assert corrected(service, "حمرسن تكريت", match="all") is None
    assert corrected(service, "حمرسن تكريت") == "حمرين تكريت"  # finds articles with some
    assert corrected(service, "حمرسن", scope=(("outlet", "A"),)) is None


def test_a_deleted_word_is_not_suggested(serve: Serve) -> None:
    serve(arabic(1, "جبال حمرين"))
    after = serve(arabic(1, "نهر دجلة"))
    assert corrected(after, "حمرسن") is None


def test_the_other_words_decide_between_close_ones(serve: Serve) -> None:
    texts = ["مباراة كرة القدم", "كرة القدم اليوم", "ثورة القلم", "فاز القلم", "سقط القلم"]
    service = serve(*(arabic(seq, text) for seq, text in enumerate(texts, 1)))
    assert corrected(service, "كرة القدلم") == "كرة القدم"
    assert corrected(service, "ثورة القدلم") == "ثورة القلم"


def test_a_lost_letter_outweighs_a_commoner_word(serve: Serve) -> None:
    """A finger that misses its key may hit any of six; a letter is lost in but one way."""
    texts = ["القيم الحضارية", *["السنة الحالية"] * 3]
    service = serve(*(arabic(seq, text) for seq, text in enumerate(texts, 1)))
    assert corrected(service, "الحارية") == "الحضارية"


def test_neighbours_decide_though_another_word_is_commoner(serve: Serve) -> None:
    texts = ["سرطان الغدد", *["كرة القدم"] * 8, "سرطان القدم والغدد"]
    service = serve(*(arabic(seq, text) for seq, text in enumerate(texts, 1)))
    assert corrected(service, "سرطان القدد") == "سرطان الغدد"
    assert corrected(service, "كرة القدد") == "كرة القدم"


def test_one_word_of_a_sentence_is_not_on_another_layout(serve: Serve) -> None:
    service = serve(both(1, "حضر عزيز إلى الموصل", "He came there with the others"))
    assert corrected(service, "hgl,wg") == "الموصل"
    assert corrected(service, "they came there with hgl,wg others") is None
    assert corrected(service, "حضر إلى hgl,wg") == "حضر إلى الموصل"


def test_a_letter_on_a_sign_is_seen_though_the_rest_are_words(serve: Serve) -> None:
    service = serve(both(1, "كان سقوطه سريعا", "He had sr as i fell"))
    assert corrected(service, "sr,'i") == "سقوطه"


def test_a_word_that_stands_behind_a_proclitic_is_no_slip(serve: Serve) -> None:
    service = serve(arabic(99, "ويتطل البرج"), *(arabic(seq, "تتطلب") for seq in range(1, 9)))
    assert corrected(service, "يتطل") is None


def test_a_rare_word_stands_beside_a_common_one(serve: Serve) -> None:
    service = serve(arabic(99, "وصل كينغز"), *(arabic(seq, "فاز كينغر") for seq in range(1, 9)))
    assert corrected(service, "كينغز") is None


def test_a_slip_in_a_name_is_seen_though_it_finds_names(serve: Serve) -> None:
    """دورتموند is as near to Dortmund as to what was typed."""
    service = serve(both(1, "سافر إلى دورتموند", "He went to Dortmund"))
    assert corrected(service, "Dortmnud") == "Dortmund"


def test_a_name_with_a_capital_is_on_the_right_layout(serve: Serve) -> None:
    service = serve(both(1, "سافر إلى الكوفة", "He went there"), both(2, "كنا نعبث", "We played"))
    assert corrected(service, "Kufe") is None


def test_a_place_that_a_table_knows_is_not_doubted(serve: Serve) -> None:
    service = serve(both(1, "سافر إلى النجف", "He went to Njaf"))
    assert corrected(service, "Najaf") is None
