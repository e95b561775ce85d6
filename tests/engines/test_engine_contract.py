"""What matches, and in what order: these tests run once for each engine."""

from __future__ import annotations

import pytest

from search.engines.plan import (
    Best,
    Bool,
    Everything,
    Filter,
    Fuzzy,
    Nothing,
    Phrase,
    Prefix,
    Range,
    Term,
    Wildcard,
)
from tests.engines.contract import Fill, article, found, phrase


def test_terms_bools_and_filters_match_exactly(fill: Fill) -> None:
    reader = fill(article(1, "نهر دجله"), article(2, "نهر الفرات"), article(3, "جبل سنجار"))
    river, tigris = Term("ar_bare", "نهر"), Term("ar_bare", "دجله")
    assert found(reader, river) == [2, 1]
    assert found(reader, Bool(must=(river, tigris))) == [1]
    assert found(reader, Bool(should=(tigris, Term("ar_bare", "جبل")))) == [3, 1]
    assert found(reader, Bool(must=(river,), must_not=(tigris,))) == [2]
    assert found(reader, Bool(must=(Everything(),), must_not=(river,))) == [3]
    assert found(reader, Bool(must=(river,), should=(tigris,))) == [2, 1]
    assert found(reader, Best((river, tigris))) == [2, 1]
    assert found(reader, Nothing()) == []
    assert found(reader, Everything()) == [3, 2, 1]


def test_a_filter_matches_and_scores_nothing(fill: Fill) -> None:
    reader = fill(article(1, "نهر دجله"))
    match = reader.search(Filter(Term("ar_bare", "نهر")), "relevance", 10).matches[0]
    assert match.score == 0.0


def test_a_filter_with_a_score_gives_it_to_each_match_however_long_or_often(fill: Fill) -> None:
    reader = fill(article(1, "نهر دجله"), article(2, "نهر نهر نهر في جبال بعيدة"), article(3, "سد"))
    found = reader.search(Filter(Term("ar_bare", "نهر"), 2.5), "relevance", 10).matches
    assert [match.score for match in found] == [2.5, 2.5]


def test_bm25_is_lucenes_arithmetic(fill: Fill) -> None:
    """k1 1.2, b 0.75, idf ln(1 + (N - n + .5)/(n + .5)): 3 articles, one with the term once among
    2 words where the mean is 2 → tf part 2.2/2.2 = 1, so the score is the idf, ln(1 + 2.5/1.5)."""
    reader = fill(article(1, "نهر دجله"), article(2, "جبل سنجار"), article(3, "سد دوكان"))
    match = reader.search(Term("ar_bare", "نهر"), "relevance", 1).matches[0]
    assert match.score == pytest.approx(0.9808, abs=1e-4)


def test_an_exact_phrase_stays_inside_its_sentence(fill: Fill) -> None:
    reader = fill(article(1, "جبال حمرين بعيدة"), article(2, "تلك جبال", "حمرين بعيدة"))
    assert found(reader, phrase("جبال", "حمرين")) == [1]
    assert found(reader, phrase("حمرين", "جبال")) == []


def test_a_phrase_of_one_word_is_that_word(fill: Fill) -> None:
    assert found(fill(article(1, "جبال حمرين")), phrase("حمرين")) == [1]


def test_alternatives_stand_inside_a_phrase(fill: Fill) -> None:
    reader = fill(article(1, "جبل حمرين"), article(2, "تل حمرين"), article(3, "سد حمرين"))
    plan = Phrase("ar_bare", (("جبل", "تل"), ("حمرين",)))
    assert found(reader, plan) == [2, 1]


@pytest.mark.parametrize(
    ("text", "slop", "matches"),
    [
        ("نهر دجله", 0, True),
        ("دجله نهر", 0, True),  # any order
        ("نهر واسع دجله", 0, False),
        ("نهر واسع دجله", 1, True),
        ("دجله جميل واسع نهر", 1, False),
        ("دجله جميل واسع نهر", 2, True),
    ],
)
def test_slop_counts_the_words_between_in_any_order(
    fill: Fill, text: str, slop: int, matches: bool
) -> None:
    assert found(fill(article(1, text)), phrase("نهر", "دجله", slop=slop)) == (
        [1] if matches else []
    )


@pytest.mark.parametrize(
    ("text", "slop", "matches"),
    [
        ("سد نهر دجله", 0, True),
        ("دجله سد نهر", 0, True),
        ("نهر س دجله ص سد", 1, False),
        ("نهر س دجله ص سد", 2, True),
        ("سد نهر س س س س دجله نهر سد", 0, True),
        ("نهر نهر دجله", 5, False),
    ],
)
def test_slop_of_three_words_is_one_window(fill: Fill, text: str, slop: int, matches: bool) -> None:
    plan = phrase("نهر", "دجله", "سد", slop=slop)
    assert found(fill(article(1, text)), plan) == ([1] if matches else [])


def test_prefix_wildcard_and_fuzzy_terms(fill: Fill) -> None:
    reader = fill(article(1, "كيغنز"), article(2, "كينغز"), article(3, "كركوك"))
    assert found(reader, Prefix("ar_exact", "كي")) == [2, 1]
    assert found(reader, Wildcard("ar_exact", "ك?غنز")) == [1]
    assert found(reader, Wildcard("ar_exact", "ك*ك")) == [3]
    assert found(reader, Fuzzy("ar_exact", "كيغنز", 1)) == [2, 1]  # a transposition is one


def test_pattern_characters_in_terms_are_literal(fill: Fill) -> None:
    reader = fill(article(1, "EN:c plus"))
    for text in ("c.*", "(c", "[a-z]", "c+", "#", "c|d"):
        assert found(reader, Prefix("en_exact", text)) == []


def test_orders_put_undated_last_and_break_ties_by_seq(fill: Fill) -> None:
    reader = fill(
        article(1, "نهر"),
        article(2, "نهر", published="2020-08-31"),
        article(3, "نهر", published="2020-08-31"),
        article(4, "نهر", published="2021"),
        article(5, "نهر"),
    )
    assert found(reader, Everything(), "newest") == [4, 3, 2, 5, 1]
    assert found(reader, Everything(), "oldest") == [2, 3, 4, 1, 5]


def test_equal_scores_go_newest_first_across_pages(fill: Fill) -> None:
    reader = fill(*(article(seq, "نهر دجله") for seq in range(1, 31)))
    plan = Term("ar_bare", "نهر")
    pages = [reader.search(plan, "relevance", 7, offset) for offset in range(0, 30, 7)]
    seqs = [m.newest & ((1 << 28) - 1) for page in pages for m in page.matches]
    assert seqs == list(range(30, 0, -1))


def test_ranges_are_half_open_and_leave_out_undated(fill: Fill) -> None:
    reader = fill(
        article(1, "نهر"), article(2, "نهر", published="2020"), article(3, "نهر", published="2021")
    )
    first, second = (
        reader.search(Everything(), "oldest", 2).matches[i].oldest >> 28 for i in (0, 1)
    )
    assert found(reader, Range("published", first, second)) == [2]
    assert found(reader, Range("published", first, None)) == [3, 2]
    assert found(reader, Range("published", None, second)) == [2]
    assert found(reader, Range("published", second, first)) == []
    assert found(reader, Range("seq", high=3)) == [2, 1]
