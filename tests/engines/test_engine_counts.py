"""What is counted: facets, gaps of time, the vocabulary. Once for each engine."""

from __future__ import annotations

from dataclasses import replace

from search.article import Segment
from search.engines.plan import (
    Bool,
    Everything,
    Nothing,
    Term,
)
from tests.engines.contract import Fill, article, found


def test_names_are_a_facet_of_many_values(fill: Fill) -> None:
    both = Segment("من الموصل إلى جبل حمرين", "From Mosul to Jabal Hamrin")
    one = Segment("عاد إلى الموصل", "He came back to Mosul")
    reader = fill(
        replace(article(1), segments=(both,)),
        replace(article(2), segments=(one, one)),
        article(3, "نهر"),
    )
    assert reader.facets(Everything(), ["names"], 10) == {"names": [("موصل", 2), ("جبل حمرين", 1)]}
    assert found(reader, Term("names", "جبل حمرين")) == [1]


def test_a_vocabulary_is_read_under_several_beginnings(fill: Fill) -> None:
    reader = fill(article(1, "قط قمر نهر"), article(2, "جبل قط"))
    assert sorted(reader.vocabulary("ar_bare", ["ق", "ن"], 10)) == ["قط", "قمر", "نهر"]
    assert reader.vocabulary("ar_bare", ["ق"], 1) in (["قط"], ["قمر"])
    assert reader.vocabulary("ar_bare", ["ز"], 10) == []
    assert reader.vocabulary("ar_bare", [], 10) == []


def test_a_vocabulary_is_read_until_there_is_enough(fill: Fill) -> None:
    reader = fill(article(1, "قط قمر نهر"), article(2, "جبل نار"))
    assert sorted(reader.vocabulary("ar_bare", ["ق", "ن", "ج"], 10, 1)) == ["قط", "قمر"]
    assert sorted(reader.vocabulary("ar_bare", ["ز", "ج", "ن"], 10, 2)) == ["جبل", "نار", "نهر"]
    assert len(reader.vocabulary("ar_bare", ["ق", "ن", "ج"], 10, 5)) == 5


def test_a_beginning_may_hold_signs_of_expressions(fill: Fill) -> None:
    reader = fill(article(1, "تلسقف كيغنز"))
    found = reader.vocabulary("ar_name", ["TLSKF|", "KGNZ|", "K.*|"], 10)
    assert sorted(found) == ["KGNZ|كيغنز", "TLSKF|تلسقف"]


def test_several_plans_are_counted_together(fill: Fill) -> None:
    reader = fill(article(1, "قط نهر"), article(2, "قط"), article(3, "جبل"))
    cat, river = Term("ar_bare", "قط"), Term("ar_bare", "نهر")
    nowhere = Bool(should=(Term("ar_bare", "غيم"), Term("title_ar_bare", "غيم")))
    both = Bool(must=(cat, river))
    assert reader.count_each([cat, nowhere, both, river]) == [2, 0, 1, 1]
    assert reader.count_each([]) == []


def test_facets_count_values_by_count_then_value(fill: Fill) -> None:
    reader = fill(
        article(1, "نهر", outlet="ب", place="د"),
        article(2, "نهر", outlet="ا"),
        article(3, "نهر", outlet="ج"),
        article(4, "جبل", outlet="ج"),
        article(5, "نهر"),
    )
    assert reader.facets(Everything(), ["outlet", "place"], 10) == {
        "outlet": [("ج", 2), ("ا", 1), ("ب", 1)],
        "place": [("د", 1)],
    }
    assert reader.facets(Term("ar_bare", "نهر"), ["outlet"], 2) == {"outlet": [("ا", 1), ("ب", 1)]}


def test_the_histogram_counts_each_gap(fill: Fill) -> None:
    reader = fill(
        article(1, "نهر", published="2020"), article(2, "نهر", published="2022"), article(3, "نهر")
    )
    low, high = reader.published_bounds(Everything()) or (0, 0)
    middle = (low + high) // 2
    assert reader.histogram(Everything(), [low, middle, high, high + 1]) == [1, 0, 1]
    assert reader.published_bounds(Nothing()) is None


def test_the_histogram_begins_with_the_first_second_there_is(fill: Fill) -> None:
    reader = fill(article(1, "نهر", published="1500"), article(2, "نهر", published="1501"))
    assert reader.published_bounds(Everything()) == (0, 365 * 86400)
    assert reader.histogram(Everything(), [0, 86400, 400 * 86400]) == [1, 1]


def test_terms_count_live_articles_in_order(fill: Fill) -> None:
    fill(article(1, "نهر نهرين"), article(2, "نهر"), applied=1)
    reader = fill(delete=["id" + "0" * 23 + "2"], applied=2)
    assert reader.terms("ar_exact", "نهر", 10) == [("نهر", 1), ("نهرين", 1)]


def test_the_vocabulary_is_enumerated_in_order_by_prefix(fill: Fill) -> None:
    reader = fill(article(1, "سد نهرين نهر"), article(2, "نهرين دجله"), article(3, "نهرا"))
    assert reader.terms("ar_exact", "نهر", 2) == [("نهر", 1), ("نهرا", 1)]
    assert reader.terms("ar_exact", "", 9)[-1] == ("نهرين", 2)
    assert reader.terms("ar_exact", "x", 9) == []


def test_terms_are_counted_together_and_those_of_no_live_article_left_out(fill: Fill) -> None:
    fill(article(1, "نهر نهرين"), article(2, "نهر دجله"), applied=1)
    reader = fill(delete=["id" + "0" * 23 + "2"], applied=2)
    assert reader.frequencies("ar_exact", ["نهر", "دجله", "نهرين", "نه"]) == {"نهر": 1, "نهرين": 1}
    assert reader.frequencies("ar_exact", []) == {}
