"""What a search answers: matching, relaxation, order, marks, and what is refused."""

from __future__ import annotations

import time
from urllib.parse import parse_qs

import orjson
import pytest

from search.article import Article, Segment, Translation
from search.errors import BadParameter, BadQuery, IndexMissing, NotFound
from search.page import SearchRequest
from search.service import SearchService
from search.settings import load_settings
from tests.search.articles import Serve, arabic, search, seqs

FORMS_OF_HAMRIN = [
    "الحمرين",
    "بحمرين",
    "لحمرين",
    "وحمرين",
    "فحمرين",
    "كحمرين",
    "وبحمرين",
    "ولحمرين",
    "بالحمرين",
    "للحمرين",
]


@pytest.mark.parametrize("form", FORMS_OF_HAMRIN)
def test_a_name_is_found_under_its_proclitics_and_marked_whole(serve: Serve, form: str) -> None:
    service = serve(arabic(1, f"ذكر {form} هنا"))
    hit = service.search(SearchRequest(q="حمرين")).hits[0]
    side = hit.snippets[0].ar
    assert side is not None
    assert side.segments == [("ذكر ", False), (form, True), (" هنا", False)]
    assert sorted(search(serve(arabic(2, "جبال حمرين")), form, match="all")) == [1, 2]


@pytest.mark.parametrize(
    ("name", "other"), [("لبنان", "لبن"), ("حسين", "حس"), ("فلسطين", "فلس"), ("كركوك", "كرك")]
)
def test_a_name_and_a_word_inside_it_do_not_match(serve: Serve, name: str, other: str) -> None:
    service = serve(arabic(1, f"ذكر {name} هنا"), arabic(2, f"ذكر {other} هنا"))
    assert search(service, name) == [1]
    assert search(service, other) == [2]


def test_all_words_come_first_then_those_with_some(serve: Serve) -> None:
    service = serve(
        arabic(1, "نهر دجله"), arabic(2, "نهر نهر نهر"), arabic(3, "دجله"), arabic(4, "جبل")
    )
    page = service.search(SearchRequest(q="نهر دجلة"))
    assert seqs(page)[0] == 1
    assert sorted(seqs(page)) == [1, 2, 3]
    assert (page.total.value, page.total.all_words, page.query.relaxed) == (3, 1, True)
    assert search(service, "نهر دجلة", match="all") == [1]
    assert sorted(search(service, "نهر دجلة", match="any")) == [1, 2, 3]


def test_a_question_asks_for_its_subject_and_what_is_said_of_anything_only_ranks(
    serve: Serve,
) -> None:
    service = serve(
        arabic(1, "سنجار مدينة في غرب نينوى"), arabic(2, "سنجار تقع غربا"), arabic(3, "تقع")
    )
    assert search(service, "أين تقع سنجار؟", match="all") == [2, 1]
    assert search(service, "تقع سنجار", match="all") == [2]
    assert search(service, "أين AND تقع AND سنجار", match="all") == [2]


def test_two_words_of_a_long_article_come_before_one_word_of_a_short_one(serve: Serve) -> None:
    long = "سنجار ثم ربيعة " + "وفي خبر آخر عن مدينة بعيدة " * 20
    service = serve(arabic(1, long), arabic(2, "تلعفر"))
    assert search(service, "سنجار ربيعة تلعفر") == [1, 2]


def test_ten_articles_with_all_words_are_enough(serve: Serve) -> None:
    service = serve(*(arabic(n, "نهر دجله") for n in range(1, 11)), arabic(11, "نهر"))
    page = service.search(SearchRequest(q="نهر دجلة"))
    assert (page.total.value, page.query.relaxed) == (10, False)


def test_a_phrase_counts_as_its_words_when_relaxed(serve: Serve) -> None:
    service = serve(arabic(1, "جبال حمرين"), arabic(2, "حمرين فيها جبال"))
    assert search(service, '"جبال حمرين"', match="all") == [1]
    assert search(service, '"جبال حمرين"') == [1, 2]


def test_required_and_denied_words_stay_so_when_relaxed(serve: Serve) -> None:
    service = serve(arabic(1, "نهر دجله"), arabic(2, "دجله"), arabic(3, "نهر جبل"))
    assert search(service, "+نهر دجلة") == [1, 3]
    assert search(service, "نهر دجلة -جبل") == [1, 2]
    assert search(service, "نهر AND دجلة") == [1]


def test_function_words_count_only_in_phrases_or_alone(serve: Serve) -> None:
    service = serve(arabic(1, "سار في بغداد"), arabic(2, "بغداد"))
    assert sorted(search(service, "في بغداد", match="all")) == [1, 2]
    assert search(service, '"في بغداد"', match="all") == [1]
    assert search(service, "في", match="all") == [1]


def test_an_empty_query_is_all_articles_newest_first(serve: Serve) -> None:
    service = serve(
        arabic(1, "نهر", published="2020"), arabic(2, "جبل", published="2021"), arabic(3, "سد")
    )
    assert search(service, "") == [2, 1, 3]
    assert search(service, "  ", sort="oldest") == [1, 2, 3]


def test_a_query_of_nothing_but_marks_finds_nothing(serve: Serve) -> None:
    assert search(serve(arabic(1, "نهر")), "؟!") == []


@pytest.mark.parametrize(
    ("q", "found"),
    [
        ("outlet:السومرية", [2]),
        ("السومرية", [1]),
        ("title:دجلة", [3]),
        ("text:دجلة", []),
        ("published:2020-08", [2]),
        ("published:[2020-08-31 TO 2021]", [2]),
        ("NOT نهر", [3, 2]),
        ("كركو*", [1]),
        ("كر?وك", [1]),
        ("كركوق~", [1]),
        ("نهر OR دجلة", [1, 3]),
        ("id:id000000000000000000000002", [2]),
        ("(نهر", [1]),
        ('"نهر', [1]),
    ],
)
def test_the_query_language_reaches_the_index(serve: Serve, q: str, found: list[int]) -> None:
    service = serve(
        arabic(1, "ذكرت السومرية أن نهر كركوك فاض"),
        arabic(2, "سد", outlet="السومرية نيوز", published="2020-08-31"),
        arabic(3, "ماء", title="دجلة"),
    )
    assert sorted(search(service, q, match="all")) == sorted(found)


def test_the_word_as_typed_ranks_above_its_fuzzy_neighbours(serve: Serve) -> None:
    service = serve(arabic(1, "قال كيغنز"), arabic(2, "قال كينغز"))
    assert search(service, "كيغنز~") == [1, 2]
    assert search(service, "كيغنز", names=False) == [1]


def test_matched_by_tells_how(serve: Serve) -> None:
    service = serve(arabic(1, "وبالمدينة"))
    assert service.search(SearchRequest(q="وبالمدينة")).hits[0].matched_by == ["exact"]
    assert service.search(SearchRequest(q="المدينة")).hits[0].matched_by == ["bare"]


def test_machine_made_english_is_named_with_its_engine(serve: Serve) -> None:
    made = Translation("google", "2026-11-22T00:00:00Z")
    pair = Segment("سد", "The dam", made)
    service = serve(Article("id" + "0" * 23 + "1", 1, "ar", Segment(None, None), (pair,)))
    hit = service.search(SearchRequest(q="dam")).hits[0]
    assert hit.matched_by[-1] == "translation"
    assert hit.snippets[0].translation == {"engine": "google", "at": "2026-11-22T00:00:00Z"}


def test_english_that_does_not_exist_is_null(serve: Serve) -> None:
    assert serve(arabic(1, "نهر")).search(SearchRequest(q="نهر")).hits[0].snippets[0].en is None


def test_html_marks_are_escaped(serve: Serve) -> None:
    service = serve(arabic(1, "<b>نهر</b> & ماء"))
    side = service.search(SearchRequest(q="نهر", highlight="html")).hits[0].snippets[0].ar
    assert side is not None
    assert side.html == "&lt;b&gt;<mark>نهر</mark>&lt;/b&gt; &amp; ماء"


def test_an_article_is_given_whole_by_id_or_source_id(serve: Serve) -> None:
    service = serve(arabic(1, "نهر", "جبل", title="عنوان", source_id="x-1"))
    view = service.article("x-1")
    assert [segment.ar for segment in view.segments] == ["نهر", "جبل"]
    assert view.title.ar is not None
    assert (view.title.ar.segments, view.state) == ([("عنوان", False)], "pending")
    assert service.article(view.id) == view
    with pytest.raises(NotFound, match="no article"):
        service.article("x-2")


@pytest.mark.parametrize(
    ("param", "how"),
    [
        ("limit", {"limit": 0}),
        ("limit", {"limit": 101}),
        ("from", {"since": "soon"}),
        ("to", {"until": "2020-13"}),
        ("filter", {"filters": (("colour", "red"),)}),
        ("facets", {"facets": ("colour",)}),
    ],
)
def test_a_wrong_parameter_is_named(serve: Serve, param: str, how: dict[str, object]) -> None:
    with pytest.raises(BadParameter) as raised:
        search(serve(arabic(1, "نهر")), "نهر", **how)
    assert raised.value.param == param


def test_a_query_over_the_length_limit_is_refused(serve: Serve) -> None:
    with pytest.raises(BadQuery, match="10,000"):
        search(serve(arabic(1, "نهر")), "ن" * 10_001)


def test_without_an_index_the_remedy_is_named(tmp_path: object) -> None:
    service = SearchService(load_settings(home=tmp_path))
    with pytest.raises(IndexMissing, match="fihrist add"):
        service.search(SearchRequest())


@pytest.mark.parametrize(
    "q", ["\ud800", "نهر \udfff", '"نهر\ud800"', "نه\ud800*", "url:\ud800", "id:\ud83d"]
)
def test_half_a_surrogate_pair_is_shown_as_a_replacement_character(serve: Serve, q: str) -> None:
    page = serve(arabic(1, "نهر")).search(SearchRequest(q=q, filters=(("outlet", "\ud800"),)))
    body = orjson.loads(orjson.dumps(page))
    assert "\ufffd" in body["query"]["q"]
    link = parse_qs((page.links["self"] or "").partition("?")[2], strict_parsing=True)
    assert link["q"] == [page.query.q]


def test_nul_parts_words_as_a_blank_does(serve: Serve) -> None:
    assert search(serve(arabic(1, "نهر دجلة")), "نهر\0دجلة", match="all") == [1]


@pytest.mark.parametrize(
    "q",
    [
        " ".join("نهر سد جبل كتاب".split() * 250),
        '"' + " ".join("نهر سد جبل كتاب".split() * 250) + '"~50',
        '"' + " ".join(f"كلمة{n}" for n in range(900)) + '"~50',
        " ".join(["ال*"] * 1000),
        " OR ".join(["*ا?ن*"] * 1000),
        " ".join(["استراتيجيتهم~2"] * 500),
        "(" * 3000 + "نهر" + ")" * 3000,
        "NOT " * 2000 + "نهر",
    ],
    ids=["words", "near", "near unknown", "prefixes", "wildcards", "fuzzy", "brackets", "nots"],
)
def test_a_flood_is_answered_soon(serve: Serve, q: str) -> None:
    service = serve(*(arabic(n, "نهر سد جبل كتاب الاعلان " * 6) for n in range(1, 31)))
    started = time.process_time()
    service.search(SearchRequest(q=q, facets=("outlet",)))
    assert time.process_time() - started < 10  # takes about 0.5; one of them took minutes


def test_a_word_asked_twice_within_a_window_stands_twice(serve: Serve) -> None:
    service = serve(arabic(1, "نهر وحيد"), arabic(2, "نهر بعد نهر"))
    assert search(service, '"نهر نهر"~1', match="all") == [2]
    assert search(service, '"نهر نهر"', match="all") == []


@pytest.mark.parametrize("q", ["U.S.", "U.S", "US", "U.S.-led"])
def test_a_dotted_abbreviation_is_one_word_however_it_is_dotted(serve: Serve, q: str) -> None:
    pairs = (Segment(None, "US forces"), Segment(None, "led by the U.S. army"))
    service = serve(Article("id" + "0" * 23 + "1", 1, "en", Segment(None, None), pairs))
    assert search(service, q, match="all") == [1]
