"""When a source is looked at again."""

from __future__ import annotations

import random

from hypothesis import given
from hypothesis import strategies as st

from index.fetching.watch import schedule
from index.fetching.watch.schedule import LONGEST, SHORTEST, SLOWEST

seconds = st.floats(0, 1e9)


def test_news_halves_the_time_and_silence_lengthens_it() -> None:
    assert schedule.after_news(3600) == 1800
    assert schedule.after_news(400) == SHORTEST
    assert schedule.after_nothing(3600) == 5400
    assert schedule.after_nothing(40_000) == SLOWEST


def test_what_a_source_asks_for_is_kept_to_for_a_day_at_most() -> None:
    assert schedule.wait(1800, 3600, None) == 3600
    assert schedule.wait(1800, 60, 600) == 1800
    assert schedule.wait(1800, 7 * 86_400) == LONGEST


def test_failures_double_the_time_up_to_a_day() -> None:
    times = [schedule.after_failure(n, None) for n in (1, 2, 3, 9, 40, 4_000)]
    assert times == [300, 600, 1200, 76_800, LONGEST, LONGEST]
    assert schedule.after_failure(1, 7200.0) == 7200


def test_a_page_is_tried_again_after_a_quarter_of_an_hour_one_four_and_sixteen() -> None:
    assert [schedule.before_retry(n, None) for n in (1, 2, 3, 4)] == [900, 3600, 14_400, 57_600]


@given(seconds, seconds, st.integers(1, 10_000))
def test_every_time_has_its_bounds(interval: float, asked: float, failures: int) -> None:
    assert schedule.after_news(interval) >= SHORTEST
    assert schedule.after_nothing(interval) <= SLOWEST
    assert schedule.wait(interval, asked) <= LONGEST
    assert SHORTEST <= schedule.after_failure(failures, asked) <= LONGEST
    assert interval <= schedule.jittered(interval, random.Random(1)) <= interval * 1.1 + 1
