"""When a provider may be asked next: its rate, the pauses it makes us take, its breaker.

Not tenacity's loop: that sleeps in the thread that asks, and retries one call; here a fault of one
request holds back every other request to the same provider.
"""

from __future__ import annotations

import random
import time
from collections.abc import Callable

from index.translation.errors import Banned, ProviderError, RateLimited

THRESHOLD = 5
"""Faults in a row after which the breaker is open: work goes to the next of the chain, if any."""

FIRST, FIRST_LIMITED, FIRST_BANNED = 0.5, 2.0, 60.0
"""Seconds of the first pause after a fault, after 429, and after a captcha; doubled each time."""

LONGEST = 300.0
"""Seconds after which a provider is tried again at the latest, unless it asked for more."""


class Pace:
    """One provider's; used by the worker's own thread only.

    A healthy provider takes as many requests at once as there are threads, `rate` a second (None:
    any number). After a fault it rests, then gets one request at a time until one is answered.
    """

    def __init__(
        self,
        rate: float | None,
        clock: Callable[[], float] = time.monotonic,
        chance: Callable[[], float] = random.random,
    ) -> None:
        self.failures = 0
        self._gap = 1 / rate if rate else 0.0
        self._clock = clock
        self._chance = chance
        self._not_before = 0.0
        self._under_way = 0

    @property
    def is_open(self) -> bool:
        """Whether so many requests failed that another provider is better asked."""
        return self.failures >= THRESHOLD

    def wait(self) -> float | None:
        """Seconds until a request may begin, 0 for now; None: when one under way has ended."""
        if self.failures and self._under_way:
            return None
        return max(0.0, self._not_before - self._clock())

    def begin(self) -> int:
        """A request begins now; the ticket to end it with."""
        self._under_way += 1
        self._not_before = max(self._not_before, self._clock()) + self._gap
        return self.failures

    def succeeded(self) -> None:
        self._under_way -= 1
        self.failures = 0

    def failed(self, ticket: int, error: ProviderError) -> None:
        """A request ended in a fault. Those that were under way together count as one fault."""
        self._under_way -= 1
        if ticket == self.failures:
            self.failures += 1
        if isinstance(error, Banned):
            self.failures = max(self.failures, THRESHOLD)
        self._rest(_first(error) * 2 ** (self.failures - 1), error.retry_after)

    def _rest(self, longest: float, asked: float | None) -> None:
        # Half of it by chance, so that workers which failed together do not come back together.
        pause = min(longest, LONGEST) * (0.5 + self._chance() / 2)
        self._not_before = max(self._not_before, self._clock() + max(pause, asked or 0.0))


def _first(error: ProviderError) -> float:
    if isinstance(error, Banned):  # which counts as THRESHOLD faults at once
        return FIRST_BANNED / float(2 ** (THRESHOLD - 1))
    return FIRST_LIMITED if isinstance(error, RateLimited) else FIRST
