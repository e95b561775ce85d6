"""What is on the web: fetched one thing at a time, within bounds, and read into raw articles.

`addresses` says what may be asked, `network` connects, `client` asks once, `fetcher` follows
redirects, robots.txt and each host's pace; `kinds` tells what came, `stories` makes articles of
it, `adding` serves `fihrist add URL` and `watch/` `fihrist watch`. Every refusal is one of
`errors` and is logged under `fihrist.fetching`.
"""

from __future__ import annotations

import logging

from index.fetching.client import Client, Limits
from index.fetching.clock import Clock, SystemClock
from index.fetching.fetcher import Fetched, Fetcher, Validators
from index.fetching.network import Network
from search.settings import Settings

__all__ = [
    "Clock",
    "Fetched",
    "Fetcher",
    "Limits",
    "Network",
    "SystemClock",
    "Validators",
    "fetcher_of",
]

# A command that reports each refusal itself does not want it twice.
logging.getLogger("fihrist.fetching").addHandler(logging.NullHandler())


def fetcher_of(
    settings: Settings,
    clock: Clock,
    limits: Limits | None = None,
    patience: float = 60.0,
    network: Network | None = None,
) -> Fetcher:
    """A fetcher as the settings want it. patience: seconds to wait for a host's turn."""
    network = network or Network(allow_private=settings.fetch_allow_private)
    client = Client(network, limits, settings.fetch_contact)
    return Fetcher(client, clock, settings.fetch_delay, patience)
