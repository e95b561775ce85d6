"""Dates keep their precision, and their keys order articles as pages show them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.dates import moment, period, sort_keys


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("2020", "2020-01-01T00:00:00", "2021-01-01T00:00:00"),
        ("2020-12", "2020-12-01T00:00:00", "2021-01-01T00:00:00"),
        ("2020-02", "2020-02-01T00:00:00", "2020-03-01T00:00:00"),
        ("2020-08-31", "2020-08-31T00:00:00", "2020-09-01T00:00:00"),
        ("2020-08-31T10:30:00Z", "2020-08-31T10:30:00", "2020-08-31T10:30:01"),
        ("2020-08-31T10:30:00+03:00", "2020-08-31T07:30:00", "2020-08-31T07:30:01"),
        ("2020-08-31 10:30", "2020-08-31T10:30:00", "2020-08-31T10:30:01"),
    ],
)
def test_a_stated_date_is_a_span_of_seconds(text: str, start: str, end: str) -> None:
    span = period(text)
    assert f"{moment(span.start):%Y-%m-%dT%H:%M:%S}" == start
    assert f"{moment(span.end):%Y-%m-%dT%H:%M:%S}" == end


@pytest.mark.parametrize(
    "text", ["", "soon", "2020-13", "2020-02-30", "31/08/2020", "1499", "2500", "20200831", "٢٠٢٠"]
)
def test_what_is_no_date_is_refused_with_its_text(text: str) -> None:
    with pytest.raises(ValueError, match=r"date|year"):
        period(text)


Published = st.none() | st.integers(0, (1 << 35) - 2)
Seq = st.integers(1, (1 << 28) - 1)


@given(Published, Seq, Published, Seq)
def test_sort_keys_order_by_date_then_seq_with_undated_last(
    a: int | None, a_seq: int, b: int | None, b_seq: int
) -> None:
    newest_a, oldest_a = sort_keys(a, a_seq)
    newest_b, oldest_b = sort_keys(b, b_seq)
    downwards = (a is not None, a or 0, a_seq) > (b is not None, b or 0, b_seq)
    upwards = (a is None, a or 0, a_seq) < (b is None, b or 0, b_seq)
    assert (newest_a > newest_b) == downwards
    assert (oldest_a < oldest_b) == upwards
    assert max(newest_a, oldest_a) < 1 << 63


def test_a_moment_that_its_offset_puts_before_the_first_year_is_refused() -> None:
    with pytest.raises(ValueError, match="before 1500 in UTC"):
        period("1500-01-01T00:00:00+05:00")
    assert period("1500-01-01T05:00:00+05:00").start == 0
