"""Any text at all parses: at once, to the same tree, with places inside the text."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from search.page import MAX_QUERY
from search.query.ast import Phrase, Word, leaves
from search.query.corrections import MAX_TERMS
from search.query.parser import parse, read
from search.query.signs import QUOTES

DATA = Path(__file__).parents[3] / "shared" / "data" / "dev"
UNITS = [
    *("(", ")", "()", "((a)", "-(", "-(a OR +(b ", "(a OR ", "NOT (", "title:("),
    *('"', "“", "«", '«"', '1"', 'x"~9 ', '"a"~9 ', "'"),
    *("*", "~", "|", "-", "+", "!", "?", "؟", "،", ".", "*?", "a*", "a?", "a~", "~1", "a-", "a|"),
    *("AND ", "NOT ", "a OR ", "title:", "published:[", "published:>", "published:[2020 TO "),
    *("\ud800", "\0", "\u200f", "\u064e", "\U000e0041"),
]
PARTS = st.sampled_from(
    [
        *"\"“”„«»()[]{}*?~|+-!&:^/\\؟،؛…'’",
        *("AND", "OR", "NOT", "&&", "||", " TO ", "~2", "~99", '"~', "ليس", "حُمْرين", "ham"),
        *("title:", "published:", "published:[2020-01 TO ", "published:>", "2020-13", "http://"),
        *("\x00", "\ud800", "\udfff", "\u200f", "\u200b", "\u200d", "\U000e0041", "\n", "\u3000"),
    ]
)
QUERIES = st.lists(PARTS | st.text(st.characters(exclude_categories=()), max_size=4)).map("".join)


@given(st.text(st.characters(exclude_categories=())) | QUERIES)
@example('«"«"~5(title:(*))-"')
@settings(max_examples=600, deadline=2000)
def test_any_text_parses_with_every_place_inside_it(text: str) -> None:
    parsed = read(text)
    assert parsed == read(text)
    assert parsed.text == text
    for leaf, _ in leaves(parsed.root):
        assert 0 <= leaf.start < leaf.end <= len(text)
        if isinstance(leaf, Word):
            # A quoted date is a word whose place has its quotation marks.
            assert leaf.text == text[leaf.start : leaf.end].strip(QUOTES)
    for correction in parsed.corrections:
        assert correction.position >= 0
        assert 0 < correction.length <= len(text) - correction.position


@given(QUERIES)
@settings(max_examples=300, deadline=2000)
def test_no_leaf_holds_what_cannot_be_encoded(text: str) -> None:
    repr(parse(text).root).encode("utf-8")
    for leaf, _ in leaves(parse(text).root):
        if isinstance(leaf, Word | Phrase):
            leaf.text.encode("utf-8")
            assert any(map(str.isalnum, leaf.text))


@pytest.mark.parametrize("unit", UNITS, ids=ascii)
def test_ten_thousand_characters_of_anything_parse_within_a_second(unit: str) -> None:
    text = (unit * MAX_QUERY)[:MAX_QUERY]
    start = time.process_time()
    parsed = parse(text)
    assert time.process_time() - start < 1
    assert len(list(leaves(parsed.root))) <= MAX_TERMS
    hash(parsed)  # walks the whole tree: no deeper than the interpreter's stack allows


def test_the_deepest_tree_is_within_reach_of_recursion() -> None:
    text = "-title:(a OR b c AND " * 50 + "d" + ")" * 50
    parsed = parse(text)
    assert parsed.corrections == ()
    assert hash(parsed) == hash(read(text))
    assert repr(parsed)


needs_data = pytest.mark.skipif(not DATA.exists(), reason="../shared/data/dev is not here")


@needs_data
def test_every_question_as_written_is_words_and_phrases_only() -> None:
    lines = [
        line.split("\t", 1)[1]
        for path in sorted(DATA.glob("*/queries.*.tsv"))
        for line in path.read_text("utf-8").splitlines()
    ]
    assert len(lines) > 3000
    for line in lines:
        parsed = parse(line)
        found = list(leaves(parsed.root))
        assert found, line
        assert all(isinstance(leaf, Word | Phrase) and not no for leaf, no in found), line
        assert {c.code for c in parsed.corrections} <= {"unbalanced_quote", "unbalanced_bracket"}


@needs_data
def test_every_query_of_the_match_pairs_parses() -> None:
    lines = (DATA / "matches" / "pairs.tsv").read_text("utf-8").splitlines()[1:]
    assert lines
    for line in lines:
        group, query = line.split("\t")[:2]
        assert parse(query).root is not None or group == "noerror", line
