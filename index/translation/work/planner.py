"""What is asked for next, and of whom: from the articles of a backlog to sentences in a queue."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence

from index.archive.ledger import Lack, Ledger, Refusal, Unfinished
from index.translation.memory import Direction
from index.translation.work.backlog import Backlog
from index.translation.work.outcomes import TRIES
from index.translation.work.queue import Queue, Sentence

LEASE = 10.0
"""Seconds for which sentences are claimed, and after which those of a killed worker are free."""

LOOK = 8
"""Articles read at a time."""

Known = Mapping[tuple[bytes, str], Refusal]


class Planner:
    """Fills the queue from the backlog.

    engines: the chain's names; token: under which this worker claims; complete: articles that
    turned out to lack nothing any more, to be told to the index.
    """

    def __init__(
        self,
        ledger: Ledger,
        backlog: Backlog,
        queue: Queue,
        engines: Sequence[str],
        token: int,
        again: str | None,
    ) -> None:
        self.complete: set[int] = set()
        self.at_end = False
        self._ledger = ledger
        self._backlog = backlog
        self._queue = queue
        self._engines = engines
        self._token = token
        self._again = again
        self._due: float | None = None

    def fill(self) -> None:
        """Look through some more articles; at_end where the pass over them is over."""
        articles = self._backlog.take(LOOK)
        self.at_end = not articles
        if not articles:
            return
        lacks = {lack.key for article in articles for lack in article.lacks}
        known = self._ledger.refusals(lacks)
        links = {key: self._link(key, known) for key in lacks - self._queue.in_hand.keys()}
        wanted = {key for key, link in links.items() if link is not None}
        taken = self._ledger.claim(wanted, self._token, LEASE, self._again) if wanted else set()
        if taken != wanted:  # another worker has the rest in hand, or has just kept it
            self.look_again(time.time() + 1)
        for article in articles:
            self._take(article, links, taken, known)

    def look_again(self, moment: float) -> None:
        """A further pass is wanted at this moment (seconds since 1970)."""
        self._due = moment if self._due is None else min(self._due, moment)

    def settle(self, refusal: Refusal) -> None:
        """A sentence was refused: when the same engine, or the next one, is to be asked."""
        if refusal.tries < TRIES:
            self.look_again(refusal.again_at)
        elif refusal.engine != self._engines[-1]:
            self.look_again(time.time())

    def is_due(self) -> bool:
        return self._due is not None and self._due <= time.time()

    @property
    def wants_another_pass(self) -> bool:
        return self._due is not None

    def restart(self) -> None:
        """Begin a further pass."""
        self._due = None
        self.at_end = False
        self._backlog.restart()

    def _link(self, key: bytes, known: Known) -> int | None:
        """Who is asked for this sentence; None where nobody is for now."""
        now = time.time()
        for number, engine in enumerate(self._engines):
            refusal = known.get((key, engine))
            if refusal is None or refusal.again_at <= now:
                return number
            if refusal.tries < TRIES:
                self.look_again(refusal.again_at)
                return None
        return None

    def _take(
        self,
        article: Unfinished,
        links: Mapping[bytes, int | None],
        taken: set[bytes],
        known: Known,
    ) -> None:
        if not article.lacks:
            if self._again is None:
                self.complete.add(article.seq)
            return
        for lack in article.lacks:
            held = self._queue.in_hand.get(lack.key)
            link = links.get(lack.key)
            if held is not None:
                self._queue.add(held, article.seq)
            elif link is not None and lack.key in taken:
                self._queue.add(self._sentence(lack, article.direction, link, known), article.seq)

    def _sentence(self, lack: Lack, direction: Direction, link: int, known: Known) -> Sentence:
        tries = {
            engine: known[lack.key, engine].tries
            for engine in self._engines
            if (lack.key, engine) in known
        }
        return Sentence(lack.key, lack.text, direction, link, tries)
