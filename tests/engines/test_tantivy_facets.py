"""Facets of Tantivy: values that tie, names by their keys, several segments, deletions."""

from __future__ import annotations

from collections import Counter
from itertools import product
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from search.article import Article, Segment
from search.document import index_document
from search.engines import open_engine
from search.engines.plan import Everything
from search.engines.protocol import Engine, IndexDocument
from search.engines.tantivy_facets import key_of
from search.settings import load_settings

# Few letters behind one beginning, so that names tie, share it and differ by more than it.
NAMES = st.sampled_from(["علي", "عبد", "عبد الله", "عبد الرب", "عبد الحق", "زيد", "Ali", "موصل"])


def document(seq: int, outlet: str | None = None, names: list[str] | None = None) -> IndexDocument:
    each = Article(f"id{seq:024}", seq, "ar", Segment("خبر", None), (), outlet=outlet)
    made = index_document(each, with_subwords=False)
    made.names.extend(names or [])
    return made


def index(folder: Path, *commits: list[IndexDocument]) -> Engine:
    """An index of a segment a commit."""
    engine = open_engine(load_settings(home=folder))
    writer = engine.writer("archive")
    for number, documents in enumerate(commits, 1):
        for each in documents:
            writer.put(each)
        writer.commit(number)
    writer.close()
    return engine


def test_values_that_tie_are_told_in_their_order_however_many_there_are(tmp_path: Path) -> None:
    engine = index(tmp_path, [document(n, outlet=f"outlet {601 - n:03}") for n in range(1, 601)])
    found = engine.reader().facets(Everything(), ["outlet"], 2)
    assert found == {"outlet": [("outlet 001", 1), ("outlet 002", 1)]}


def test_names_that_tie_are_told_in_their_order_however_many_there_are(tmp_path: Path) -> None:
    engine = index(tmp_path, [document(n, names=[f"عبد {601 - n:03}"]) for n in range(1, 601)])
    found = engine.reader().facets(Everything(), ["names"], 2)
    assert found == {"names": [("عبد 001", 1), ("عبد 002", 1)]}


def test_names_that_tie_are_told_in_their_order_however_they_begin(tmp_path: Path) -> None:
    names = ["".join(letters) for letters in product("ابتثجحخ", repeat=3)]
    documents = [document(n, names=[name]) for n, name in enumerate(reversed(names), 1)]
    often = document(999, names=["يوم", "خخخ"])
    engine = index(tmp_path, documents[::2], documents[1::2], [often])
    found = engine.reader().facets(Everything(), ["names"], 4)
    assert found == {"names": [("خخخ", 2), ("ااا", 1), ("ااب", 1), ("اات", 1)]}


def test_a_name_that_is_rare_in_each_segment_is_counted_in_all(tmp_path: Path) -> None:
    engine = index(
        tmp_path,
        [document(n, names=["حمرين"] if n < 3 else [f"اسم {n}"]) for n in range(1, 301)],
        [document(n, names=["حمرين"] if n < 303 else [f"اسم {n}"]) for n in range(301, 601)],
    )
    assert engine.reader().facets(Everything(), ["names"], 1) == {"names": [("حمرين", 4)]}


def test_names_of_deleted_articles_do_not_count(tmp_path: Path) -> None:
    first = [document(1, names=["علي"]), document(2, names=["علي", "زيد"])]
    engine = index(tmp_path, first, [document(3, names=["زيد"])])
    writer = engine.writer("archive")
    writer.delete("id" + "1".rjust(24, "0"))
    writer.commit(3)
    writer.close()
    assert engine.reader().facets(Everything(), ["names"], 9) == {"names": [("زيد", 2), ("علي", 1)]}


@settings(max_examples=15, deadline=None)
@given(
    st.lists(st.lists(st.lists(NAMES, unique=True, max_size=4), max_size=5), max_size=3),
    st.integers(0, 9),
)
def test_names_are_those_of_most_articles_then_in_their_order(
    tmp_path_factory: pytest.TempPathFactory, commits: list[list[list[str]]], limit: int
) -> None:
    seqs = iter(range(1, 99))
    engine = index(
        tmp_path_factory.mktemp("facets"),
        *([document(next(seqs), names=names) for names in each] for each in commits),
    )
    counts = Counter(name for each in commits for names in each for name in names)
    wanted = sorted(counts.items(), key=lambda value: (-value[1], value[0]))[:limit]
    assert engine.reader().facets(Everything(), ["names"], limit) == {"names": wanted}


@given(st.text(st.characters(exclude_categories=["Cs"])), st.text("ابتعبدي الل"))
def test_keys_are_in_the_order_of_the_first_letters(one: str, other: str) -> None:
    keys = [key_of(name) >> 40 for name in sorted((one, other))]
    assert keys == sorted(keys)
    assert 0 <= key_of(one) < 1 << 64
