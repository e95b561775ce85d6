"""What every engine must do alike: these tests run once for each engine."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

import pytest

from search.article import Article, Segment
from search.document import index_document
from search.engines import open_engine
from search.engines.plan import (
    Best,
    Bool,
    Everything,
    Filter,
    Fuzzy,
    Nothing,
    Phrase,
    Plan,
    Prefix,
    Range,
    Term,
    Wildcard,
)
from search.engines.protocol import Engine, Order, Reader
from search.errors import IndexBusy, IndexForeign, IndexMissing, IndexOutdated
from search.settings import Settings

ARCHIVE = "archive-one"


def article(seq: int, *sentences: str, **known: str) -> Article:
    """An Arabic article; a sentence that begins with `EN:` stands on the English side."""
    segments = tuple(
        Segment(None, s.removeprefix("EN:")) if s.startswith("EN:") else Segment(s, None)
        for s in sentences
    )
    title = Segment(known.pop("title", None), None)
    source_id = known.pop("source_id", f"given-{seq}")
    return Article(f"id{seq:024}", seq, "ar", title, segments, source_id=source_id, **known)  # type: ignore[arg-type]  # keywords are text fields


Fill = Callable[..., Reader]


@pytest.fixture
def fill(engine: Engine) -> Fill:
    """Index articles in one commit and open a reader."""

    def index(*articles: Article, delete: Sequence[str] = (), applied: int = 1) -> Reader:
        writer = engine.writer(ARCHIVE)
        for each in articles:
            writer.put(index_document(each, with_subwords=True))
        for article_id in delete:
            writer.delete(article_id)
        writer.commit(applied)
        writer.close()
        return engine.reader()

    return index


def found(reader: Reader, plan: Plan, order: Order = "newest") -> list[int]:
    """The seqs of what matches, read off the sort key's low bits."""
    matches = reader.search(plan, order, 100)
    assert matches.total == len(matches.matches) == reader.count(plan)
    return [match.newest & ((1 << 28) - 1) for match in matches.matches]


def phrase(*words: str, slop: int | None = None) -> Phrase:
    return Phrase("ar_bare", tuple((word,) for word in words), slop)


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


def test_replacing_and_deleting_leave_one_or_none(fill: Fill) -> None:
    fill(article(1, "نهر"), article(2, "نهر"), applied=1)
    reader = fill(article(1, "جبل"), delete=["id" + "0" * 23 + "2"], applied=2)
    assert found(reader, Term("ar_bare", "نهر")) == []
    assert found(reader, Everything()) == [1]
    assert reader.info.articles == 1


def test_terms_count_live_articles_in_order(fill: Fill) -> None:
    fill(article(1, "نهر نهرين"), article(2, "نهر"), applied=1)
    reader = fill(delete=["id" + "0" * 23 + "2"], applied=2)
    assert reader.terms("ar_exact", "نهر", 10) == [("نهر", 1), ("نهرين", 1)]


def test_articles_are_got_by_id_and_source_id(fill: Fill) -> None:
    reader = fill(article(1, "نهر"))
    by_id = reader.get("id" + "0" * 23 + "1")
    assert by_id is not None
    assert reader.get("given-1") == by_id
    assert reader.get("no such") is None


def test_a_reader_stays_on_its_generation(fill: Fill) -> None:
    old = fill(article(1, "نهر"), applied=1)
    new = fill(article(2, "نهر"), applied=2)
    assert (old.info.generation, new.info.generation) == ("1.1", "1.2")
    assert found(old, Everything()) == [1]
    assert found(new, Everything()) == [2, 1]
    assert new.info.last_seq == 2


def test_a_rebuild_is_seen_only_when_published(engine: Engine, fill: Fill) -> None:
    before = fill(article(1, "نهر"), applied=7)
    rebuild = engine.rebuild(ARCHIVE)
    rebuild.put(index_document(article(2, "جبل"), with_subwords=True))
    rebuild.commit(9)
    assert engine.reader().info.generation == "1.7"
    rebuild.publish()
    rebuild.close()
    assert engine.reader().info.generation == "2.9"
    assert found(engine.reader(), Everything()) == [2]
    assert found(before, Everything()) == [1]


def test_what_was_not_committed_is_not_there(engine: Engine, fill: Fill) -> None:
    fill(article(1, "نهر"))
    writer = engine.writer(ARCHIVE)
    writer.put(index_document(article(2, "نهر"), with_subwords=True))
    writer.close()
    assert found(engine.reader(), Everything()) == [1]
    writer = engine.writer(ARCHIVE)
    assert writer.applied == 1
    writer.close()


def test_a_missing_foreign_or_other_index_is_refused(
    engine: Engine, fill: Fill, settings: Settings
) -> None:
    with pytest.raises(IndexMissing, match="fihrist add"):
        engine.reader()
    fill(article(1, "نهر"))
    with pytest.raises(IndexForeign, match="another archive"):
        engine.writer("archive-two")
    other = open_engine(settings.model_copy(update={"subwords": False}))
    with pytest.raises(IndexOutdated, match="fihrist rebuild"):
        other.reader()


def test_one_writer_at_a_time(engine: Engine, fill: Fill) -> None:
    fill(article(1, "نهر"))
    writer = engine.writer(ARCHIVE)
    with pytest.raises(IndexBusy, match="another process"):
        engine.writer(ARCHIVE)
    writer.close()
    engine.writer(ARCHIVE).close()


def test_explain_gives_the_score_it_explains(fill: Fill) -> None:
    reader = fill(article(1, "نهر دجله واسع"), article(2, "نهر دجله"), article(3, "جبل"))
    river = Term("ar_bare", "نهر", 0.5)
    plan = Bool(
        must=(Best((river, Prefix("ar_bare", "دج"))), Filter(Everything())),
        should=(phrase("نهر", "دجله"), Term("ar_bare", "جبل"), phrase("واسع")),
    )
    for match in reader.search(plan, "relevance", 3).matches:
        assert match.score > 0
        told = reader.explain(plan, match)
        assert told["value"] == pytest.approx(match.score)
        assert told["value"] == pytest.approx(sum(part["value"] for part in told["details"]))


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
