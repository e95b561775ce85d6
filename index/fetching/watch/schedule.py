"""When a source is looked at again: pure functions of what the last look gave.

A look that finds something halves the time to the next, one that finds nothing makes it half as
long again; what the source asks for itself is kept to. Failures double the time. All times are in
seconds, and none is over a day, whatever a source asks for.
"""

from __future__ import annotations

import random

SHORTEST = 5 * 60.0
FIRST = 30 * 60.0
SLOWEST = 12 * 3600.0
LONGEST = 24 * 3600.0

TRIES = 5
"""Tries for the page that an item leads to; then it is given up."""

_JITTER = 0.1  # so that sources added together do not stay together


def after_news(interval: float) -> float:
    return max(SHORTEST, interval / 2)


def after_nothing(interval: float) -> float:
    return min(SLOWEST, interval * 1.5)


def wait(interval: float, *asked: float | None) -> float:
    """The time to the next look; `asked`: what the source asks for by ttl, max-age and the like."""
    return min(max(interval, *(each or 0.0 for each in asked)), LONGEST)


def after_failure(failures: int, retry_after: float | None) -> float:
    """The time to the next look after so many failures in a row."""
    backoff = SHORTEST * 2.0 ** min(failures - 1, 20)
    return min(max(backoff, retry_after or 0.0), LONGEST)


def before_retry(tries: int, retry_after: float | None) -> float:
    """The time to the next try for a page, after so many tries: a quarter of an hour, one, four,
    sixteen."""
    return min(max(900.0 * 4.0 ** (tries - 1), retry_after or 0.0), LONGEST)


def jittered(seconds: float, chance: random.Random) -> float:
    """About as long, never shorter: what a source asked for is kept to."""
    return seconds * (1 + chance.random() * _JITTER)
