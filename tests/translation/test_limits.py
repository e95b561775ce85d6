"""Sentences are cut into requests that fit, none lost, none repeated."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from index.translation.limits import Limits, batches, url_bytes, utf8_bytes

SENTENCES = st.lists(st.text("ابتق. a1", max_size=30), max_size=30)


@given(SENTENCES, st.integers(1, 60), st.integers(1, 40), st.integers(1, 8))
def test_every_sentence_is_in_one_request_in_order(
    sentences: list[str], size: int, characters: int, count: int
) -> None:
    limits = Limits(size, characters, count, url_bytes, separator=3)
    runs = list(batches(sentences, limits))
    assert [place for run in runs for place in run] == list(range(len(sentences)))
    for run in runs:
        joined = "\n".join(sentences[place] for place in run)
        assert len(run) <= count
        if len(run) > 1:
            assert url_bytes(joined) <= size
            assert len(joined) <= characters


def test_an_arabic_letter_takes_six_bytes_of_an_address_and_two_of_a_body() -> None:
    assert url_bytes("بغداد") == 30
    assert utf8_bytes("بغداد") == 10


def test_a_sentence_too_long_stands_alone() -> None:
    limits = Limits(size=20, characters=100, sentences=10)
    assert list(batches(["ab", "x" * 50, "cd", "ef"], limits)) == [
        range(1),
        range(1, 2),
        range(2, 4),
    ]
    assert not limits.fits("x" * 50)
