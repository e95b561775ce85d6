"""Offsets: every word lies where its span says, in characters of the original."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search import analysis
from search.analysis import Span, forms, spans
from search.analysis.letters import LONGEST, NORMALISATION, normal, run

PIECES = ["حُمْرِين", "العـــراق", "مُحَّمد", "ال\u200fبلد", "٣٬٥٠٠", "3,500.5", "couldn’t", "U.S.",
          "&amp;", "&#39;", "Iraq&#39;s", " ", "،", "؟", "\u064b", "\ud800", "\x00", "ﷴ",
          "日本", "گۆران"]  # fmt: skip


def words(text: str) -> list[str]:
    return [span.text for span in spans(text)]


def assert_token_stream(text: str) -> list[Span]:
    """Check what every consumer relies on: order, no overlap, offsets, usable terms."""
    found = spans(text)
    end = 0
    for span in found:
        assert end <= span.start < span.end <= len(text)
        assert text[span.start : span.end] == span.text
        for term in forms(span.text)[:3]:
            assert 0 < len(term) <= 64
            assert not any(c.isspace() for c in term)
        end = span.end
    return found


@given(st.lists(st.sampled_from(PIECES)).map("".join) | st.text())
def test_any_text_gives_an_ordered_stream_of_words_with_true_offsets(text: str) -> None:
    assert_token_stream(text)


@given(st.lists(st.sampled_from(PIECES)).map("".join) | st.text())
def test_words_and_located_words_are_those_of_the_spans(text: str) -> None:
    found = spans(text)
    assert analysis.words(text) == [span.text for span in found]
    assert analysis.locate(text, range(1, len(found))) == dict(enumerate(found[1:], 1))


def test_offsets_count_the_diacritics_and_stretching_of_the_original() -> None:
    assert assert_token_stream("في حُمْرِيْنَ، والعـــراق!") == [
        Span("في", 0, 2),
        Span("حُمْرِيْنَ", 3, 13),
        Span("والعـــراق", 15, 25),
    ]


def test_a_control_inside_a_word_belongs_to_it_and_one_beside_it_does_not() -> None:
    assert words("\u200fالعرا\u200cق\u200f بلد") == ["العرا\u200cق", "بلد"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("3,500 ٣٬٥٠٠ 2.5", ["3,500", "٣٬٥٠٠", "2.5"]),
        ("31.8.2020", ["31", "8", "2020"]),
        ("500دينار ب500", ["500", "دينار", "ب", "500"]),
        ("U.S.-led F16", ["U.S.", "led", "F16"]),
        ("couldn’t Iraq's 'quoted'", ["couldn’t", "Iraq's", "quoted"]),
        ("الـBBC تقول", ["الـ", "BBC", "تقول"]),
        ("500 ﷼", ["500", "﷼"]),
        ("日本", ["日", "本"]),
        ("ــــ \u064b\u0651 😀 _ ' &amp;", []),
    ],
)
def test_words_are_cut_where_a_reader_cuts_them(text: str, expected: list[str]) -> None:
    assert words(text) == expected


def test_a_character_reference_is_its_character_and_offsets_stay_with_the_original() -> None:
    assert assert_token_stream("He said &quot;Iraq&#39;s caf&eacute;&quot; AT&amp;T")[2:] == [
        Span("Iraq&#39;s", 14, 24),
        Span("caf&eacute;", 25, 36),
        Span("AT", 43, 45),
        Span("T", 50, 51),
    ]
    assert forms("Iraq&#39;s").exact == "iraq"


@pytest.mark.parametrize("piece", ["ا", "a", "1", "ا\u200f", "a'", "1,", "&", "\u064b", "a."])
def test_megabytes_without_a_space_take_linear_time(piece: str) -> None:
    """Eight times the text takes some eight times the time; squares would take 64."""
    taken = []
    for length in (125_000, 1_000_000):
        started = time.process_time()
        found = spans(piece * length)
        taken.append(time.process_time() - started)
    assert taken[1] < 30 * max(taken[0], 0.01)
    assert all(len(forms(span.text).stem) <= 64 for span in found[:3])


@given(st.text("عبءآئىةpP1sي'\u064b\u0640\u200cé&;.ﻻ", min_size=1, max_size=70))
def test_plain_words_come_to_the_term_that_all_steps_give(word: str) -> None:
    assert normal(word) == run(NORMALISATION, word)[:LONGEST]
