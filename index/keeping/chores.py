"""What the keeper does beside indexing, now and then: forgetting what deleted articles left, and
deleting what has grown too old."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from datetime import UTC, datetime

from index.archive import Archive
from index.keeping.retention import expired, rules_of
from search.settings import Settings

log = logging.getLogger("fihrist.keeper")

INTERVAL = 60.0
"""Seconds between two looks at what there is to do."""

RETAINED = "retained"
"""The note of the archive that names the last day on which old articles were looked for."""


def today() -> datetime:
    """The moment by this machine's clock."""
    return datetime.now(UTC)


class Chores:
    """Does what is due, if it is time. clock: the moment, whatever it may do."""

    def __init__(
        self, archive: Archive, settings: Settings, clock: Callable[[], datetime] = today
    ) -> None:
        self._archive, self._settings = archive, settings
        self._clock = clock
        self._due = 0.0

    def do(self) -> None:
        """Raises ArchiveError."""
        if time.monotonic() < self._due:
            return
        if self._settings.retention:
            self._retain()
        if self._archive.forgetting.due():
            gone = self._archive.forgetting.sweep()
            log.info("%s sentences left the memory with articles that were deleted", gone)
        self._due = time.monotonic() + INTERVAL

    def _retain(self) -> None:
        now = self._clock()
        # Not "since the last time": a clock that jumps back would then stop it for good.
        day = now.strftime("%Y-%m-%d")
        if self._archive.note(RETAINED) == day:
            return
        rules = rules_of(self._settings)
        ids = expired(self._archive, rules, now)
        if 2 * len(ids) > self._archive.stats().articles:
            log.warning(
                "%s articles are too old by FIHRIST_RETENTION, which is more than half: none is"
                " deleted; see that the clock is right (%s), then run `fihrist retain`",
                len(ids),
                day,
            )
        elif ids:
            log.info("%s articles were too old and are deleted", self._archive.delete(ids))
        self._archive.set_note(RETAINED, day)
