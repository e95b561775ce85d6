"""English: inflection comes off, words that merely share a stem stay apart."""

import pytest

from search.analysis import edit_form, forms


def stem(word: str) -> str:
    return forms(word).stem


@pytest.mark.parametrize(
    ("one", "other"),
    [("refugees", "refugee"), ("organisation", "organization"), ("programme", "program"),
     ("couldn’t", "couldn't"), ("Iraq’s", "Iraq"), ("Iraq&#39;s", "iraq"), ("café", "cafe"),
     ("centres", "center"), ("mobilised", "mobilize"), ("U.S.", "US"), ("ministries", "ministry")],
)  # fmt: skip
def test_forms_of_one_word_meet(one: str, other: str) -> None:
    assert stem(one) == stem(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [("organ", "organization"), ("policy", "police"), ("general", "generate"), ("news", "new"),
     ("general", "generation"), ("university", "universe"), ("international", "internal"),
     ("several", "severe"), ("parties", "parts"), ("state", "statue"), ("buses", "businesses")],
)  # fmt: skip
def test_words_apart_in_the_news_stay_apart(one: str, other: str) -> None:
    assert stem(one) != stem(other)


@pytest.mark.parametrize("word", ["raised", "promised", "advisers", "surprised", "exercising"])
def test_words_in_ise_that_are_not_british_spellings_keep_their_s(word: str) -> None:
    assert "iz" not in stem(word)


def test_the_normal_form_of_a_beginning_is_the_beginning_of_the_normal_form() -> None:
    assert edit_form("Organiza") == "organiza"


@pytest.mark.parametrize(
    ("form", "word"),
    [("struck", "strikes"), ("led", "leading"), ("Fought", "fighting"), ("children", "child")],
)
def test_an_irregular_form_has_the_stem_of_its_word(form: str, word: str) -> None:
    assert forms(form).stem == forms(word).stem


@pytest.mark.parametrize(
    ("word", "other"), [("wound", "wind"), ("ground", "grind"), ("left", "leave")]
)
def test_a_form_commoner_as_another_word_keeps_its_own_stem(word: str, other: str) -> None:
    assert forms(word).stem != forms(other).stem
