"""When a provider may be asked next; the clock is the test's."""

from __future__ import annotations

import pytest

from index.translation.errors import Banned, Down, ProviderError, RateLimited
from index.translation.work.pace import LONGEST, THRESHOLD, Pace


class Clock:
    """Seconds, moved by hand."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


def pace_of(clock: Clock, rate: float | None = None) -> Pace:
    """Without chance: every pause is as long as it can be."""
    return Pace(rate, clock, lambda: 1.0)


def fail(pace: Pace, clock: Clock, error: ProviderError) -> float | None:
    """A request that fails when it may begin; the pause that follows."""
    clock.now += pace.wait() or 0.0
    pace.failed(pace.begin(), error)
    return pace.wait()


def test_a_healthy_provider_gets_any_number_of_requests_at_once(clock: Clock) -> None:
    pace = pace_of(clock)
    for _ in range(100):
        assert pace.wait() == 0
        pace.begin()


def test_a_rate_spaces_requests(clock: Clock) -> None:
    pace = pace_of(clock, rate=4)
    pace.begin()
    assert pace.wait() == 0.25
    clock.now = 0.25
    assert pace.wait() == 0


def test_pauses_double_up_to_the_longest(clock: Clock) -> None:
    pace = pace_of(clock)
    pauses = [fail(pace, clock, Down("p", "500")) for _ in range(12)]
    assert pauses[:5] == [0.5, 1, 2, 4, 8]
    assert pauses[-1] == LONGEST


def test_after_a_fault_one_request_at_a_time_goes_out_until_one_is_answered(clock: Clock) -> None:
    pace = pace_of(clock)
    fail(pace, clock, Down("p", "reset"))
    clock.now += 1
    pace.begin()
    assert pace.wait() is None
    pace.succeeded()
    assert pace.wait() == 0
    pace.begin()
    assert pace.wait() == 0


def test_requests_that_fail_together_are_one_fault(clock: Clock) -> None:
    pace = pace_of(clock)
    tickets = [pace.begin() for _ in range(8)]
    for ticket in tickets:
        pace.failed(ticket, Down("p", "reset"))
    assert (pace.failures, pace.is_open) == (1, False)


def test_what_a_provider_asks_for_is_waited_for_even_if_it_is_longer(clock: Clock) -> None:
    pace = pace_of(clock)
    pace.failed(pace.begin(), RateLimited("p", "429", retry_after=900))
    assert pace.wait() == 900
    pace = pace_of(clock)
    pace.failed(pace.begin(), RateLimited("p", "429", retry_after=0.1))
    assert pace.wait() == 2, "and never less than our own pause"


def test_the_breaker_opens_after_so_many_faults_and_at_once_for_a_ban(clock: Clock) -> None:
    pace = pace_of(clock)
    states = []
    for _ in range(THRESHOLD):
        states.append(pace.is_open)
        fail(pace, clock, Down("p", "503"))
    states.append(pace.is_open)
    assert states == [False] * THRESHOLD + [True]
    pace.begin()
    pace.succeeded()
    assert (pace.failures, pace.wait()) == (0, 8.0), "the pause still counts, the faults do not"
    clock.now += 8
    pace.failed(pace.begin(), Banned("p", "captcha"))
    assert (pace.is_open, pace.wait()) == (True, 60)
