"""Tells the serving processes how translation stands, in a file of the home that they read.

They hold no archive of their own, and a scrape must not wait for one.
"""

from __future__ import annotations

import time
from dataclasses import asdict

import orjson

from index.archive import Archive
from search.engines.directory import write_atomically
from search.settings import Settings

INTERVAL = 10.0
"""Seconds between two countings, or fifty times as long as the last one took."""

_SHARE = 50


class Figures:
    """The counts of Archive.translation as JSON in Settings.figures_file, now and then."""

    def __init__(self, archive: Archive, settings: Settings) -> None:
        self._archive, self._file = archive, settings.figures_file
        self._due = 0.0
        self._told = b""

    def tell(self) -> None:
        """Count and write, if it is time and something changed. Raises ArchiveError."""
        began = time.monotonic()
        if began < self._due:
            return
        told = orjson.dumps(asdict(self._archive.translation()))
        if told != self._told:
            write_atomically(self._file, told)
            self._told = told
        now = time.monotonic()
        self._due = now + max(INTERVAL, _SHARE * (now - began))
