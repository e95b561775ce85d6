"""What one word typed for another costs."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz.distance import OSA

from search.suggest.edits import ALPHABETS, cost, near

words = st.text(ALPHABETS["ar"], min_size=1, max_size=8)


@pytest.mark.parametrize(
    ("typed", "meant", "price"),
    [
        ("حمرين", "حمرين", 0.0),
        ("مضاهره", "مظاهره", 0.45),  # ض for ظ
        ("الرءيس", "الرييس", 0.45),
        ("حممرين", "حمرين", 0.35),  # doubled
        ("goverment", "government", 0.4),  # a letter left out
        ("الحكوة", "الحكومة", 0.4),  # likewise
        ("photo", "foto", 0.45),  # two letters for one sound
        ("alphred", "alfred", 0.45),
        ("parlaiment", "parliament", 0.45),  # two turned round
        ("محافزه", "محافظه", 0.65),  # a neighbouring key
        ("محافله", "محافظه", 1.3),
        ("كلب", "قلب", 0.7),  # the first letter is seldom wrong
    ],
)
def test_an_edit_costs_what_it_is_likely(typed: str, meant: str, price: float) -> None:
    assert cost(typed, meant) == pytest.approx(price)


@given(words)
def test_words_nearby_are_one_edit_away(word: str) -> None:
    assert {OSA.distance(word, other) for other in near(word, "ar")} <= {1}


@given(words, words)
def test_the_cost_grows_with_the_edits(one: str, two: str) -> None:
    edits = OSA.distance(one, two)
    assert 0.35 * edits - 1e-9 <= cost(one, two) <= 1.3 * edits + 0.5
