"""Lines that moved against their sentences are seen by their lengths."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from index.translation.in_step import in_step

SENTENCES = ["ا" * length for length in (90, 40, 120, 60, 150)]
LINES = ["a" * length for length in (100, 45, 130, 75, 160)]


def test_translations_in_order_are_in_step() -> None:
    assert in_step(SENTENCES, LINES)


def test_two_merged_and_one_cut_are_out_of_step() -> None:
    assert not in_step(SENTENCES, [LINES[0] + LINES[1], LINES[2], LINES[3], "a" * 80, "a" * 80])
    assert not in_step(SENTENCES, ["a" * 50, "a" * 50, LINES[1], LINES[2], LINES[3] + LINES[4]])


def test_short_titles_may_differ_much() -> None:
    assert in_step(["خبر عاجل", "ا" * 100], ["Breaking news of the hour", "a" * 120])


@given(st.lists(st.integers(1, 300), max_size=40), st.floats(0.5, 2.0))
def test_lines_that_are_all_as_long_as_they_should_be_are_in_step(
    lengths: list[int], ratio: float
) -> None:
    lines = ["a" * max(1, round(length * ratio)) for length in lengths]
    assert in_step(["ا" * length for length in lengths], lines)
