"""The time by which fetching waits: the machine's, or in tests one that passes when told to."""

from __future__ import annotations

import time
from threading import Event
from typing import Protocol


class Clock(Protocol):
    """now: seconds since 1970. wait(seconds): sleep so long; True where waiting was ended early,
    since the program is to stop."""

    def now(self) -> float: ...

    def wait(self, seconds: float) -> bool: ...


class SystemClock:
    """The machine's clock; `stop` ends every wait."""

    def __init__(self, stop: Event) -> None:
        self._stop = stop

    def now(self) -> float:
        return time.time()

    def wait(self, seconds: float) -> bool:
        return self._stop.wait(max(0.0, seconds))
