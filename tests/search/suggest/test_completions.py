"""Completions: words, names and titles of live articles, beside the words before."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from search.article import Article, Segment
from search.service import SearchService
from search.suggest import Suggestion, SuggestRequest
from tests.search.articles import arabic

Serve = Callable[..., SearchService]


def suggested(service: SearchService, q: str, **how: object) -> list[Suggestion]:
    return service.suggest(SuggestRequest(q, **how)).suggestions  # type: ignore[arg-type]  # checked at run time


def queries(service: SearchService, q: str, **how: object) -> list[str]:
    return [each.q for each in suggested(service, q, **how)]


def test_the_word_with_most_articles_comes_first(serve: Serve) -> None:
    service = serve(
        arabic(1, "جبال حمرين"), arabic(2, "مدينة حمص"), arabic(3, "حمص وحماة"), arabic(4, "حماة")
    )
    assert queries(service, "حم") == ["حمص", "حماة", "حمرين"]
    assert [each.count for each in suggested(service, "حم")] == [2, 2, 1]


def test_what_is_typed_again_is_answered_from_the_articles_there_are_now(
    serve: Serve, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("search.suggest.suggester.FRESH", 0.0)
    service = serve(arabic(1, "جبال حمرين"))
    assert queries(service, "حم") == queries(service, "حم") == ["حمرين"]
    assert queries(service, "حم", scope=(("outlet", "أخرى"),)) == []
    serve(arabic(2, "مدينة حمص"), arabic(3, "حمص"))
    assert queries(service, "حم") == ["حمص", "حمرين"]


def test_a_word_that_has_just_come_may_be_missing_and_one_that_is_gone_never_stays(
    serve: Serve, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("search.suggest.suggester.FRESH", 1e9)
    service = serve(arabic(1, "جبال حمرين"), arabic(2, "حماة"))
    assert queries(service, "حم") == ["حماة", "حمرين"]
    serve(arabic(2, "دمشق"), arabic(3, "حمص"))
    assert queries(service, "حم") == ["حمرين"]
    assert queries(service, "حمص") == ["حمص"]


def test_words_are_shown_as_articles_write_them(serve: Serve) -> None:
    service = serve(arabic(1, "أعلنت الحكومة في أربيل"), Article(
        f"id{2:024}", 2, "en", Segment(None, None), (Segment(None, "In Baghdad, Hamrin is far"),)
    ))  # fmt: skip
    assert queries(service, "ارب") == ["أربيل"]
    assert queries(service, "الحك") == ["الحكومة"]
    assert [(each.kind, each.q) for each in suggested(service, "bagh")] == [("name", "Baghdad")]
    assert [(each.kind, each.q) for each in suggested(service, "fa")] == [("word", "far")]


def test_inflections_of_a_word_are_one_suggestion(serve: Serve) -> None:
    service = serve(arabic(1, "حكومة"), arabic(2, "حكومة"), arabic(3, "حكومات"))
    assert queries(service, "حكو") == ["حكومة"]
    assert queries(service, "حكوما") == ["حكومات"]


def test_the_words_before_choose_the_last_one(serve: Serve) -> None:
    service = serve(
        arabic(1, "جبال حمرين عالية"),
        arabic(2, "حماية المدنيين"),
        arabic(3, "حماية الحدود قرب الجبال"),
        arabic(4, "حماية الطلاب"),
    )
    assert queries(service, "ح")[0] == "حماية"
    assert queries(service, "جبال ح") == ["جبال حمرين", "جبال حماية"]
    assert queries(service, "جبال ")[0] == "جبال حمرين"
    assert queries(service, "الطلاب حمر") == []


def test_an_open_phrase_is_closed_and_must_stand_so(serve: Serve) -> None:
    service = serve(arabic(1, "جبال حمرين"), arabic(2, "حماية جبال"))
    assert queries(service, '"جبال ح') == ['"جبال حمرين"']
    assert queries(service, "«جبال ح") == ["«جبال حمرين»"]


def test_fields_and_operators_stay(serve: Serve) -> None:
    service = serve(arabic(1, "نهر دجلة", title="سد الموصل"), arabic(2, "الموصل"))
    assert queries(service, "text:دج") == ["text:دجلة"]
    assert queries(service, "title:المو") == ["title:الموصل"]
    assert queries(service, "title:دج") == []
    assert queries(service, "نهر -دج") == queries(service, "NOT دج") == []
    assert queries(service, "نهر AND دج") == ["نهر AND دجلة"]


def test_titles_are_marked_and_lead_to_their_articles(serve: Serve) -> None:
    service = serve(arabic(1, "نص", title="سد الموصل على دجلة"), arabic(2, "نص", title="سد دوكان"))
    titles = [each for each in suggested(service, "سد الم") if each.kind == "title"]
    assert [each.article for each in titles] == ["id" + "0" * 23 + "1"]
    assert titles[0].text.segments == [
        ("سد", True), (" ", False), ("الموصل", True), (" على دجلة", False)
    ]  # fmt: skip
    assert titles[0].q == '"سد الموصل على دجلة"'


def test_only_live_articles_suggest(serve: Serve) -> None:
    serve(arabic(1, "جبال حمرين", title="حمرين"))
    assert suggested(serve(arabic(1, "نهر دجلة", title="دجلة")), "حم") == []


def test_a_wrong_layout_or_a_slip_is_corrected_where_nothing_begins_so(serve: Serve) -> None:
    service = serve(arabic(1, "جبال حمرين العالية"))
    first = suggested(service, "plvdk")[0]
    assert (first.kind, first.q, first.count) == ("correction", "حمرين", 1)
    assert first.text.segments == [("حمرين", True)]
    assert suggested(service, "[fhg plv")[0].q == "جبال حمرين"
    slip = suggested(service, "جبال حمرثن")[0]
    assert (slip.kind, slip.text.segments) == (
        "correction",
        [("جبال ", False), ("حمرين", True)],
    )


@pytest.mark.parametrize("q", ["", " ", "(", "حم*", "حم~", "place:حم", "x" * 201, "\u202e", "ـ"])
def test_what_cannot_be_completed_gives_nothing(serve: Serve, q: str) -> None:
    assert suggested(serve(arabic(1, "حمرين")), q) == []


def test_scope_bounds_every_kind(serve: Serve) -> None:
    service = serve(
        arabic(1, "جبال حمرين", title="حمرين", outlet="A"),
        arabic(2, "جبال حماة", title="حماة", outlet="B"),
    )
    scope = (("outlet", "B"),)
    for q in ("حم", "جبال حم", "plvdk", "حمرثن"):
        assert all("حماة" in each.q for each in suggested(service, q, scope=scope)), q
