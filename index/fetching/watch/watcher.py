"""Going round the sources: who is due is looked at in a thread, and stored here."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from threading import Event

from index.archive import Archive
from index.archive.sources import Source
from index.fetching.clock import Clock
from index.fetching.errors import Later
from index.fetching.fetcher import Fetcher
from index.fetching.watch import schedule
from index.fetching.watch.looking import Look, Looking
from index.fetching.watch.storing import Round, Storing
from index.threads import Threads
from index.values import site_of

LEASE = 1200.0
"""Seconds after which a source may be looked at again though its look never ended."""

YEAR = 365 * 24 * 3600
GRACE = 5.0
"""Seconds that looks under way are waited for when the watcher is to stop."""

_LEVEL = 15.0  # seconds between two times that the index is brought level while looks go on


class Watcher:
    """Looks at every source when it is due. level: brings the index level with the archive. pause:
    seconds between two looks at which sources there are, while none is due."""

    def __init__(
        self,
        archive: Archive,
        fetcher: Fetcher,
        clock: Clock,
        level: Callable[[], None],
        threads: int = 8,
        pause: float = 15.0,
        chance: random.Random | None = None,
    ) -> None:
        self._archive = archive
        self._clock = clock
        self._level = level
        self._pause = pause
        self._looking = Looking(archive, fetcher, clock)
        # The chance spreads looks over time, and keeps no secret.
        self._storing = Storing(archive, clock, chance or random.Random())  # noqa: S311
        self._count = threads
        self._threads: Threads[Look] = Threads(threads)
        self._running: dict[str, Source] = {}
        self._news: float | None = None

    def run(self, stop: Event, once: bool = False) -> Round:
        """Watch until `stop`; `once`: until nothing is due. Raises ArchiveError."""
        self._archive.sources.forget(int(self._clock.now()) - YEAR)
        while not stop.is_set():
            later = self._begin()
            if self._running:
                self._take(self._threads.take(1.0), stop)
            elif once:
                break
            else:
                self._bring_level(force=True)
                self._clock.wait(min(self._pause, later))
        self._end(stop)
        return self._storing.round

    def _begin(self) -> float:
        """Begin looks at what is due, one a site; seconds until the next is."""
        now, later = self._clock.now(), self._pause
        sites = {site_of(url) for url in self._running}
        for source in self._archive.sources.all():
            if source.stopped or source.url in self._running:
                continue
            ahead = source.next_at - now
            if 0 < ahead <= max(schedule.LONGEST * 1.2, LEASE):  # else the clock was set back
                later = min(later, ahead)
            elif len(self._running) < self._count and site_of(source.url) not in sites:
                self._look(source)
                sites.add(site_of(source.url))
        return later

    def _look(self, source: Source) -> None:
        if self._archive.sources.claim(source, int(self._clock.now() + LEASE)):
            self._running[source.url] = source
            self._threads.submit(lambda: self._threads.give(self._looking.look(source)))

    def _take(self, looks: Sequence[Look], stop: Event) -> None:
        for look in looks:
            del self._running[look.source.url]
            if stop.is_set() and isinstance(look.fault, Later):
                self._give_back(look.source)
            elif self._storing.store(look) and self._news is None:
                self._news = self._clock.now()
        self._bring_level(force=not self._running)

    def _end(self, stop: Event) -> None:
        """Take what comes at once, and leave the rest to the next run."""
        while self._running and (looks := self._threads.take(GRACE)):
            self._take(looks, stop)
        for source in self._running.values():
            self._give_back(source)
        self._bring_level(force=True)

    def _give_back(self, source: Source) -> None:
        self._archive.sources.looked(source.url, {"next_at": int(self._clock.now())}, ())

    def _bring_level(self, *, force: bool) -> None:
        """Have what was stored indexed, soon but not for each article."""
        now = self._clock.now()
        if self._news is not None and (force or not 0 <= now - self._news < _LEVEL):
            self._news = None
            self._level()
