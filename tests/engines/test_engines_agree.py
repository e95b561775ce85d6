"""The engines, asked the same plans of the same random articles.

Fields here are shorter than 40 terms, which Tantivy counts exactly, so scores agree too.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

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
from search.engines.protocol import Order, Reader
from search.settings import Settings

WORDS = "نهر نهرين دجله جبل جبال حمرين سد".split()
ORDERS: tuple[Order, ...] = ("newest", "oldest")
FIELD = "ar_bare"
EDGES = range(0, 1 << 35, 1 << 30)

words = st.sampled_from(WORDS)
boosts = st.sampled_from((0.5, 1.0, 2.0))
seqs = st.none() | st.integers(0, 10)
alternatives = st.lists(words, min_size=1, max_size=2, unique=True).map(tuple)
one_each = words.map(lambda word: (word,))

scored = st.one_of(
    st.builds(Term, st.sampled_from((FIELD, "ar_stem", "ar_exact", "ar_gram")), words, boosts),
    st.builds(
        Phrase, st.just(FIELD), st.lists(one_each, min_size=2, max_size=3).map(tuple), st.none()
    ),
    st.builds(Prefix, st.just(FIELD), st.sampled_from(("ن", "جب", "س", "x")), boosts),
    st.builds(Wildcard, st.just(FIELD), st.sampled_from(("ن*ن", "جب?ل", "*", "?د")), boosts),
    st.builds(Fuzzy, st.just(FIELD), words, st.integers(1, 2), boosts),
    st.builds(Range, st.just("seq"), seqs, seqs),
    st.just(Everything()),
    st.just(Nothing()),
)
# What engines score each in their own way, and match alike.
counted = st.builds(
    Phrase,
    st.just(FIELD),
    st.lists(alternatives, min_size=1, max_size=4).map(tuple),
    st.none() | st.integers(0, 4),
).map(Filter)


def joined(plans: st.SearchStrategy[Plan]) -> st.SearchStrategy[Plan]:
    parts = st.lists(plans, max_size=3).map(tuple)
    return st.one_of(
        st.builds(Filter, plans, st.sampled_from((0.0, 1.5))),
        st.builds(Best, parts),
        st.builds(Bool, parts, parts, parts),
    )


plans: st.SearchStrategy[Plan] = st.recursive(scored | counted, joined, max_leaves=6)

line = st.lists(words, min_size=1, max_size=7).map(" ".join)
bodies = st.tuples(
    st.lists(line, min_size=1, max_size=4), st.sampled_from((None, "1500", "2020", "2021-05-01"))
)


def article(seq: int, lines: Sequence[str], published: str | None) -> Article:
    segments = tuple(Segment(each, None) for each in lines)
    return Article(f"id{seq}", seq, "ar", Segment(None, None), segments, published=published)


def reader(home: Settings, articles: Sequence[Article], gone: Sequence[int]) -> Reader:
    opened = open_engine(home)
    writer = opened.writer("archive")
    half = len(articles) // 2
    for number, batch in enumerate((articles[:half], articles[half:]), 1):
        for each in batch:
            writer.put(index_document(each, with_subwords=True))
        writer.commit(number)
    for seq in gone:
        writer.delete(f"id{seq}")
    writer.commit(3)
    writer.close()
    return opened.reader()


def answer(reader: Reader, plan: Plan) -> list[object]:
    """What must be equal, whatever the engine."""
    by_date = [[m.newest for m in reader.search(plan, o, 50).matches] for o in ORDERS]
    pages = [[m.newest for m in reader.search(plan, "newest", 3, at).matches] for at in (0, 3, 6)]
    dates = (reader.histogram(plan, EDGES), reader.published_bounds(plan))
    return [by_date, pages, dates, reader.count(plan), reader.facets(plan, ["lang"], 5)]


@pytest.mark.parametrize("other", ["whoosh", pytest.param("opensearch", marks=pytest.mark.cluster)])
@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    st.lists(bodies, min_size=1, max_size=9),
    st.lists(plans, min_size=12, max_size=12),
    st.sets(st.integers(1, 9), max_size=3),
)
def test_the_engines_answer_alike(
    other: str,
    homes: Callable[[str], AbstractContextManager[Settings]],
    made: list[tuple[list[str], str | None]],
    asked: list[Plan],
    gone: set[int],
) -> None:
    articles = [article(seq, *body) for seq, body in enumerate(made, 1)]
    with homes("tantivy") as first, homes(other) as second:
        one, two = (reader(home, articles, sorted(gone)) for home in (first, second))
        assert one.info == two.info
        for field in ("ar_exact", FIELD, "outlet"):
            assert one.terms(field, "ن", 50) == two.terms(field, "ن", 50)
        for plan in asked:
            assert answer(one, plan) == answer(two, plan), plan
            if not gone:
                assert scores(one, plan) == pytest.approx(scores(two, plan), rel=1e-4), plan


def scores(reader: Reader, plan: Plan) -> dict[int, float]:
    return {match.newest: match.score for match in reader.search(plan, "relevance", 50).matches}
