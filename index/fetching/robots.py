"""robots.txt: what a site asks robots not to read, and how slowly to read the rest.

Source: RFC 9309. A status of 400 to 499 allows everything, one above forbids everything until it
can be had; so does 429, as Google reads it. Kept for a day, a failure for ten minutes.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass

from protego import Protego

from index.fetching.addresses import Address, address_of
from index.fetching.clock import Clock
from index.fetching.errors import (
    BadStatus,
    FetchError,
    PrivateAddress,
    Redirected,
    RobotsForbid,
    RobotsUnknown,
    Unreachable,
    Unresolved,
)

NAME = "Fihrist"
FIRST = 500 * 1024  # bytes that are read, as the RFC asks for at least
SLOWEST = 600.0  # seconds between two requests at most
_KEPT, _KEPT_FAILED = 24 * 3600.0, 600.0
_SITES = 2_000


@dataclass(frozen=True, slots=True)
class _Rules:
    until: float
    parsed: Protego | None = None  # None: everything is allowed
    fault: FetchError | None = None


class Robots:
    """The rules of every site that was asked. read(address) gives the text of a robots.txt, or
    raises FetchError. May be used by many threads at once."""

    def __init__(self, clock: Clock, read: Callable[[Address], str]) -> None:
        self._clock = clock
        self._read = read
        self._sites: OrderedDict[str, _Rules] = OrderedDict()
        self._lock = threading.Lock()

    def delay(self, address: Address) -> float | None:
        """Seconds between two requests that the site asks for; None where it does not.

        Raises RobotsForbid where the address may not be asked, RobotsUnknown where that cannot
        be told now.
        """
        rules = self._rules(address)
        if isinstance(rules.fault, Unresolved | Unreachable):  # as the page itself would be
            raise type(rules.fault)(address.url, str(rules.fault))
        if rules.fault is not None:
            reason = f"robots.txt of {address.host} cannot be had ({rules.fault})"
            raise RobotsUnknown(address.url, reason)
        if rules.parsed is None:
            return None
        if not rules.parsed.can_fetch(address.url, NAME):
            reason = f"robots.txt of {address.host} asks {NAME} not to read it"
            raise RobotsForbid(address.url, reason)
        delay = rules.parsed.crawl_delay(NAME)
        return min(float(delay), SLOWEST) if delay and delay > 0 else None

    def _rules(self, address: Address) -> _Rules:
        now = self._clock.now()
        with self._lock:
            known = self._sites.get(address.origin)
        if known is not None and now < known.until <= now + _KEPT:
            return known
        rules = self._asked(address, now)
        with self._lock:
            self._sites[address.origin] = rules
            while len(self._sites) > _SITES:
                self._sites.popitem(last=False)
        return rules

    def _asked(self, address: Address, now: float) -> _Rules:
        try:
            text = self._read(address_of("/robots.txt", address.url))
        except BadStatus as error:
            if 400 <= error.status < 500 and error.status != 429:
                return _Rules(now + _KEPT)
            return _Rules(now + _KEPT_FAILED, fault=error)
        except PrivateAddress:
            raise  # the page would be refused for the same
        except Redirected:  # five hops are enough, says the RFC
            return _Rules(now + _KEPT)
        except FetchError as error:
            return _Rules(now + _KEPT_FAILED, fault=error)
        return _Rules(now + _KEPT, Protego.parse(text))
