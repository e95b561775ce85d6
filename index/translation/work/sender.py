"""Requests under way: as one ends the next begins, before what came is looked at or written."""

from __future__ import annotations

import logging
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from index.archive.ledger import Spent
from index.threads import Threads
from index.translation.errors import BadAnswer, Misconfigured, ProviderError
from index.translation.glossary import Glossary
from index.translation.work.asking import Answer, ask
from index.translation.work.links import Link, Ticket
from index.translation.work.queue import Lines, Sentence
from search.article import Lang

log = logging.getLogger("fihrist.translation")

BATCH = 8
"""Sentences in one request at most, whatever the provider takes."""

UNDER_WAY = 24
"""Sentences that requests at the same time share: others must be free to be written meanwhile."""

AT_STAKE = 32
"""Sentences that may be asked for and not yet kept: what a killed run has asked in vain. (With more
than 24 requests at once 8 more than these.)"""

POLL = 0.5
"""Seconds: the longest wait."""


@dataclass(frozen=True, slots=True)
class Ended:
    """A request that has ended."""

    link: Link
    sentences: Sequence[Sentence]
    answer: Answer


@dataclass(frozen=True, slots=True)
class _Request:
    link: Link
    ticket: Ticket
    sentences: Sequence[Sentence]


class Sender:
    """Keeps the providers of a chain busy with the sentences that wait.

    A request's thread begins the next one itself, so that a provider never waits for the archive;
    only where more would be at stake than a kill may cost does the next wait to be written.
    """

    def __init__(
        self,
        links: Sequence[Link],
        lines: Lines,
        glossary: Glossary,
        stop: threading.Event,
        concurrency: int,
    ) -> None:
        self.batch = max(1, min(BATCH, UNDER_WAY // concurrency))
        self._links = links
        self._lines = lines
        self._glossary = glossary
        self._stop = stop
        self._concurrency = concurrency
        self._most = max(AT_STAKE, concurrency + AT_STAKE - UNDER_WAY)
        self._at_stake = 0
        self._under_way = 0
        self._lock = threading.Lock()
        self._closed = False
        self._threads: Threads[Ended] = Threads(concurrency)

    def close(self) -> None:
        """Begin nothing more."""
        with self._lock:
            self._closed = True

    @property
    def busy(self) -> bool:
        """Whether sentences are asked for and not settled yet."""
        with self._lock:
            return self._at_stake > 0

    def send(self) -> float:
        """Begin what requests may be begun now; the seconds until there may be another."""
        pause = POLL
        with self._lock:
            while self._under_way < self._concurrency:
                request, wait = self._next()
                if request is None:
                    pause = min(pause, wait)
                    break
                self._threads.submit(partial(self._go_on, request))
        return pause

    def take(self, timeout: float) -> list[Ended]:
        """The requests that have ended, waiting for a first one at most so many seconds."""
        return self._threads.take(timeout)

    def settled(self, ended: Sequence[Ended]) -> None:
        """What came of these is kept, or waits again."""
        with self._lock:
            self._at_stake -= sum(len(request.sentences) for request in ended)

    def take_cost(self) -> list[Spent]:
        """What was answered since the last call, by link."""
        with self._lock:
            return [cost for link in self._links if (cost := link.take_cost())]

    def written(self, costs: Sequence[Spent]) -> None:
        """These costs are in the archive now."""
        with self._lock:
            for link in self._links:
                for cost in costs:
                    if cost.engine == link.name:
                        link.written(cost)

    def look(self) -> None:
        """See what others spent."""
        with self._lock:
            for link in self._links:
                link.look()

    @property
    def nobody_left(self) -> bool:
        """Whether nobody of the chain is left to be asked for what waits."""
        with self._lock:
            return all(self._route(first) is None for first in self._lines.wanted)

    @property
    def dead(self) -> list[Misconfigured]:
        """Why links cannot be used any more."""
        return [link.dead for link in self._links if link.dead is not None]

    @property
    def faults(self) -> list[ProviderError]:
        """The last fault of each link that had one."""
        return [link.fault for link in self._links if link.fault is not None]

    def _go_on(self, request: _Request) -> None:
        """In a request's thread: ask, and begin what may follow."""
        following: _Request | None = request
        while following is not None:
            request = following
            answer = self._ask(request)
            with self._lock:
                self._under_way -= 1
                request.link.end(request.ticket, answer.fault)
                following, _ = self._next()
            self._threads.give(Ended(request.link, request.sentences, answer))

    def _next(self) -> tuple[_Request | None, float]:
        """The next request, begun, if one may begin now; else how long to wait."""
        pause = POLL
        chosen: list[Link] = []

        def cut(first: int, head: Sequence[Sentence]) -> int:
            nonlocal pause
            link = self._route(first)
            wait = link.pace.wait() if link is not None else None
            if link is None or wait is None:
                return 0
            if wait > 0:
                pause = min(pause, wait)
                return 0
            chosen[:] = [link]
            return link.cut([sentence.text for sentence in head])

        if self._closed or self._stop.is_set() or self._at_stake + self.batch > self._most:
            return None, POLL
        sentences = self._lines.take(self.batch, cut)
        if not sentences:
            return None, pause
        (link,) = chosen
        self._under_way += 1
        self._at_stake += len(sentences)
        ticket = link.begin([sentence.text for sentence in sentences])
        return _Request(link, ticket, sentences), 0.0

    def _route(self, first: int) -> Link | None:
        """Who of the chain, from the first that is wanted on, is asked now."""
        wanted = self._links[first:]
        rather = (link for link in wanted if link.usable)
        waiting = (link for link in wanted if link.dead is None and not link.is_spent)
        return next(rather, None) or next(waiting, None)

    def _ask(self, request: _Request) -> Answer:
        link, sentences = request.link, request.sentences
        source, target = _languages(sentences[0])
        texts = [sentence.text for sentence in sentences]
        try:
            fresh = not any(sentence.tries for sentence in sentences)
            return ask(link.translator, self._glossary, texts, source, target, fresh)
        except Exception as error:  # a fault of ours: it must not end the run for all the others
            log.exception("%s: a request of %d sentences", link.name, len(texts))
            return Answer((None,) * len(texts), False, BadAnswer(link.name, repr(error)))


def _languages(sentence: Sentence) -> tuple[Lang, Lang]:
    return ("ar", "en") if sentence.direction == "ar-en" else ("en", "ar")
