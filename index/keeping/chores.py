"""What the keeper does beside indexing, now and then: forgetting what deleted articles left."""

from __future__ import annotations

import logging
import time

from index.archive import Archive

log = logging.getLogger("fihrist.keeper")

INTERVAL = 60.0
"""Seconds between two looks at what there is to do."""


class Chores:
    """Does what is due, if it is time."""

    def __init__(self, archive: Archive) -> None:
        self._archive = archive
        self._due = 0.0

    def do(self) -> None:
        """Raises ArchiveError."""
        if time.monotonic() < self._due:
            return
        if self._archive.forgetting.due():
            gone = self._archive.forgetting.sweep()
            log.info("%s sentences left the memory with articles that were deleted", gone)
        self._due = time.monotonic() + INTERVAL
