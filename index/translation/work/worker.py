"""The loop of the translation worker: ask, keep, tell the index, go on.

Order of writing: the memory first (Ledger.keep: one transaction, with the refusals and the cost),
then the article's change mark. Killed before the first, a sentence is asked for again; killed
between the two, the article stands among the stale ones, which are marked at the next start.
"""

from __future__ import annotations

import logging
import secrets
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import partial
from threading import Event

from index.archive import Archive
from index.archive.ledger import Done
from index.translation.errors import BadAnswer, ProviderError
from index.translation.glossary import Glossary
from index.translation.work.asking import Answer, ask
from index.translation.work.backlog import Backlog
from index.translation.work.links import BATCH, Link
from index.translation.work.outcomes import Outcome, outcome_of
from index.translation.work.planner import LEASE, Planner
from index.translation.work.queue import Queue, Sentence, first_of
from index.translation.work.threads import Threads
from search.article import Lang

log = logging.getLogger("fihrist.translation")

STOP_WITHIN = 4.0
"""Seconds that requests under way are waited for when the worker is told to stop."""

PASS = 60.0
"""Seconds after which a worker that stays looks through the whole backlog again."""

_MARK = 1.0  # seconds between two rounds of telling the index
_RENEW = LEASE / 3
_POLL = 0.5  # seconds: the longest sleep


@dataclass(slots=True)
class Tally:
    """What a run came to. translated: sentences kept; articles: told to the index; refused:
    sentences by reason; characters: answered, by engine; ended: why it ended with work left."""

    translated: int = 0
    articles: int = 0
    refused: dict[str, int] = field(default_factory=dict)
    characters: dict[str, int] = field(default_factory=dict)
    ended: str | None = None


@dataclass(frozen=True, slots=True)
class _Request:
    """A request that has ended."""

    link: Link
    ticket: int
    sentences: Sequence[Sentence]
    answer: Answer


class Worker:
    """One worker of an archive.

    patience: seconds without any answer after which run() ends; None: it stays, and waits for
    new work too. report is called about once a second with the tally so far.
    """

    def __init__(
        self,
        archive: Archive,
        links: Sequence[Link],
        glossary: Glossary,
        backlog: Backlog,
        stop: Event,
        concurrency: int,
        patience: float | None,
        again: str | None = None,
        report: Callable[[Tally], None] = lambda _tally: None,
    ) -> None:
        self.tally = Tally()
        self._archive, self._ledger = archive, archive.ledger
        self._links = links
        self._glossary = glossary
        self._stop = stop
        self._patience = patience
        self._report = report
        self._token = secrets.randbits(63)
        self._threads: Threads[_Request] = Threads(concurrency)
        self._ahead = 2 * concurrency * BATCH  # sentences claimed before they are needed
        self._queue = Queue()
        names = [link.name for link in links]
        self._planner = Planner(self._ledger, backlog, self._queue, names, self._token, again)
        self._to_mark: set[int] = set()
        self._told: set[int] = set()
        self._answered = self._marked = self._renewed = self._passed = time.monotonic()
        self._seen = -1  # the archive's last change when this worker had nothing to do

    def run(self) -> Tally:
        """Translate until nothing is left, or the stop is set; what was begun is kept."""
        self._to_mark.update(self._ledger.stale())
        try:
            while not self._stop.is_set() and not self._is_over():
                self._plan()
                pause = self._send()
                self._collect(pause)
                self._look_after()
            self._finish()
        finally:
            self._ledger.drop(self._queue.in_hand, self._token)
        return self.tally

    def _plan(self) -> None:
        while self._queue.waiting < self._ahead and not self._planner.at_end:
            self._planner.fill()
            self._to_mark |= self._planner.complete
            self._planner.complete.clear()
            if self._threads.free and self._queue.waiting:
                return  # requests first; there is time to plan while they are under way

    def _send(self) -> float:
        """Begin what requests can be begun; the seconds until there may be another."""
        pause = _POLL
        while self._threads.free:
            begun, wait = self._send_one()
            if not begun:
                pause = min(pause, wait)
                break
        return pause

    def _send_one(self) -> tuple[bool, float]:
        """Begin one request, if one may begin now; else how long to wait."""
        pause = _POLL
        for first, line in self._queue.lines():
            link = self._route(first)
            wait = link.pace.wait() if link is not None else None
            if link is None or wait is None:
                continue
            if wait > 0:
                pause = min(pause, wait)
                continue
            head = first_of(line, BATCH)
            count = link.cut([sentence.text for sentence in head])
            if count:
                self._begin(link, [line.popleft() for _ in range(count)])
                return True, 0.0
        return False, pause

    def _route(self, first: int) -> Link | None:
        """Who of the chain, from the first that is wanted on, is asked now."""
        wanted = self._links[first:]
        rather = (link for link in wanted if link.usable)
        waiting = (link for link in wanted if link.dead is None and not link.is_spent)
        return next(rather, None) or next(waiting, None)

    def _begin(self, link: Link, sentences: list[Sentence]) -> None:
        ticket = link.begin([sentence.text for sentence in sentences])
        self._threads.submit(partial(self._ask, link, ticket, sentences))

    def _ask(self, link: Link, ticket: int, sentences: Sequence[Sentence]) -> _Request:
        source, target = _languages(sentences[0])
        texts = [sentence.text for sentence in sentences]
        try:
            fresh = not any(sentence.tries for sentence in sentences)
            answer = ask(link.translator, self._glossary, texts, source, target, fresh)
        except Exception as error:  # a fault of ours: it must not end the run for all the others
            log.exception("%s: a request of %d sentences", link.name, len(texts))
            answer = Answer((None,) * len(texts), (), BadAnswer(link.name, repr(error)))
        return _Request(link, ticket, sentences, answer)

    def _collect(self, pause: float) -> None:
        """Wait for answers, keep them."""
        if not self._threads.under_way:
            self._stop.wait(0.0 if self._queue.waiting and pause == 0 else self._idle(pause))
            return
        ended = self._threads.take(pause)
        if ended:
            self._keep(ended)

    def _idle(self, pause: float) -> float:
        return pause if self._queue.waiting or self._planner.at_end else 0.0

    def _keep(self, ended: Sequence[_Request]) -> None:
        outcomes = []
        for request in ended:
            answer = request.answer
            sent = [sentence.text for sentence in request.sentences]
            request.link.end(request.ticket, sent, answer.answered, answer.fault)
            if answer.answered:
                self._answered = time.monotonic()
            outcomes.append(outcome_of(request.link.name, request.sentences, answer))
        self._write(outcomes)
        for outcome in outcomes:
            self._settle(outcome)

    def _write(self, outcomes: Sequence[Outcome]) -> None:
        cost = [cost for link in self._links if (cost := link.take_cost())]
        kept = [pair for outcome in outcomes for pair in outcome.kept]
        refused = [refusal for outcome in outcomes for _, refusal in outcome.refused]
        if not (kept or refused or cost):
            return
        seqs = {seq for sentence, _ in kept for seq in sentence.seqs}
        entries = [entry for _, entry in kept]
        self._ledger.keep(Done(entries, refused, cost, seqs), self._token)
        for each in cost:
            spent = self.tally.characters
            spent[each.engine] = spent.get(each.engine, 0) + each.characters

    def _settle(self, outcome: Outcome) -> None:
        self._queue.put_back(outcome.back)
        for sentence, _ in outcome.kept:
            self.tally.translated += 1
            self._told |= sentence.seqs
            self._to_mark |= self._told.intersection(self._queue.end(sentence))
        for sentence, refusal in outcome.refused:
            reasons = self.tally.refused
            reasons[refusal.reason] = reasons.get(refusal.reason, 0) + 1
            self._to_mark |= self._told.intersection(self._queue.end(sentence))
            self._planner.settle(refusal)
        self._told -= self._to_mark

    def _look_after(self) -> None:
        """Tell the index and the user, about once a second; keep the claims."""
        now = time.monotonic()
        if now - self._marked >= _MARK:
            self._mark()
            self._report(self.tally)
            self._marked = now
        if now - self._renewed >= _RENEW and self._queue.in_hand:
            self._ledger.renew(self._token, LEASE)
            self._renewed = now

    def _mark(self) -> None:
        if self._to_mark:
            self.tally.articles += self._archive.mark_changed(self._to_mark)
            self._to_mark.clear()

    def _is_over(self) -> bool:
        """Whether nothing is left to do; begins a further pass where there may be more."""
        if self._queue.in_hand:
            return not self._threads.under_way and self._is_stuck()
        if not self._planner.at_end:
            return False
        if self._planner.is_due() or (self._patience is None and self._is_news()):
            self._mark()
            self._passed = time.monotonic()
            self._planner.restart()
            return False
        return self._patience is not None and not self._planner.wants_another_pass

    def _is_news(self) -> bool:
        """Whether the archive has changed, or the backlog was not looked through for long."""
        self._mark()
        latest = self._archive.latest()
        news = latest != self._seen or time.monotonic() - self._passed > PASS
        self._seen = latest
        return news

    def _is_stuck(self) -> bool:
        """Whether nobody of the chain is left to be asked, or nobody has answered for long."""
        if all(self._route(first) is None for first, _ in self._queue.lines()):
            dead = [link.dead for link in self._links if link.dead is not None]
            self.tally.ended = str(dead[0]) if dead else "the day's budget of characters is spent"
            # A new day brings a new budget; a refused key is not accepted by waiting.
            return self._patience is not None or len(dead) == len(self._links)
        silent = time.monotonic() - self._answered
        if self._patience is None or silent < self._patience:
            return False
        faults = [link.fault for link in self._links if link.fault is not None]
        self.tally.ended = _silence(silent, faults)
        return True

    def _finish(self) -> None:
        """Keep what is under way, as far as it comes in time, and tell the index."""
        until = time.monotonic() + STOP_WITHIN
        while self._threads.under_way and (left := until - time.monotonic()) > 0:
            self._keep(self._threads.take(left))
        self._to_mark |= self._told
        self._mark()
        self._report(self.tally)


def _languages(sentence: Sentence) -> tuple[Lang, Lang]:
    return ("ar", "en") if sentence.direction == "ar-en" else ("en", "ar")


def _silence(seconds: float, faults: Sequence[ProviderError]) -> str:
    last = f"; the last fault: {faults[-1]}" if faults else ""
    return f"no answer for {seconds:.0f} seconds{last}"
