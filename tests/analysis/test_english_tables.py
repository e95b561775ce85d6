"""The English tables are sound, and what they are made of holds for any word."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.analysis import commonness, compounds, forms, lemmas, spans, spelling
from search.analysis.english import abbreviation, stem


def test_a_word_stands_in_one_family_only() -> None:
    lines = lemmas.FAMILIES.read_text(encoding="utf-8").splitlines()
    words = Counter(w for line in lines if not line.startswith("#") for w in line.split())
    assert [word for word, times in words.items() if times > 1] == []


@pytest.mark.parametrize(("nation", "country"), [("dutch", "netherlands"), ("kurds", "kurd")])
def test_a_people_has_the_stem_of_its_country(nation: str, country: str) -> None:
    assert stem(nation) == stem(country)


@pytest.mark.parametrize("name", ["hamas", "abbas", "mohammed", "beijing", "texas", "isis"])
def test_a_name_stays_whole(name: str) -> None:
    assert stem(name) == name


@pytest.mark.parametrize("word", ["hour", "four", "promise", "raise", "installed", "roe"])
def test_a_word_that_only_looks_british_stays(word: str) -> None:
    assert spelling.american(word, lambda _: False) == word


@given(st.text("abcdefghijklmnopqrstuvwxyz", min_size=1, max_size=20))
def test_any_word_has_a_stem_without_blanks(word: str) -> None:
    assert stem(word)
    assert len(stem(word).split()) == 1


@pytest.mark.parametrize(
    ("word", "term"),
    [("US", "us."), ("U.S.", "us."), ("US's", "us."), ("us", None), ("Who", None), ("USA", None)],
)
def test_an_abbreviation_keeps_its_case(word: str, term: str | None) -> None:
    assert abbreviation(word) == term


@pytest.mark.parametrize(
    ("text", "terms"),
    [
        ("Iraq&#39;s army", ["iraq", "army"]),
        ("Iraq&apos; s army", ["iraq", "army"]),
        ("&quot ; no &quot ; he said", ["no", "he", "said"]),
        ("can&amp;#39;t", ["cant"]),
        ("R & D; so", ["r", "d", "so"]),
        ("soldiers&apos; pay", ["soldiers", "pay"]),
    ],
)
def test_references_of_machine_translation_are_no_terms(text: str, terms: list[str]) -> None:
    assert [forms(span.text).exact for span in spans(text)] == terms


@given(st.text("ab &;#39aposmqut", max_size=40))
def test_a_span_is_the_text_at_its_place(text: str) -> None:
    for span in spans(text):
        assert span.text == text[span.start : span.end]


@pytest.mark.parametrize(
    ("closed", "first", "second"),
    [("ceasefire", "cease", "fire"), ("airstrike", "air", "strikes"), ("email", "e", "mail"),
     ("counterterrorism", "counter", "terrorism"), ("cooperation", "co", "operation")],
)  # fmt: skip
def test_a_compound_is_known_closed_and_open(closed: str, first: str, second: str) -> None:
    two = compounds.opened(forms(closed))
    assert two is not None
    assert (two.first, second in two.seconds) == (first, True)
    one = compounds.closed(forms(first), forms(second))
    assert one is not None
    assert one.stem == forms(closed).stem


@pytest.mark.parametrize("word", ["together", "season", "watching", "carpet", "core", "حمرين"])
def test_a_word_that_is_no_compound_is_not_opened(word: str) -> None:
    assert compounds.opened(forms(word)) is None


def test_common_words_are_told_from_rare_ones_in_both_languages() -> None:
    assert commonness(forms("government")) > commonness(forms("earthquake"))
    assert commonness(forms("الحكومة")) > commonness(forms("زلزال"))
    assert commonness(forms("Qarachogh")) == 0
