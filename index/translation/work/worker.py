"""The loop of the translation worker: keep what came, tell the index, plan ahead.

Requests run and follow each other in threads of their own (sender.py); this one alone reads and
writes the archive. Order of writing: the memory first (Ledger.keep: one transaction, with the
refusals and the cost), then the article's change mark. Killed before the first, a sentence is asked
for again; killed between the two, the article stands among the stale ones, which are marked at the
next start.
"""

from __future__ import annotations

import secrets
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from threading import Event

from index.archive import Archive
from index.archive.ledger import Done
from index.threads import prompt
from index.translation.errors import ProviderError
from index.translation.glossary import Glossary
from index.translation.work.backlog import Backlog
from index.translation.work.links import Link
from index.translation.work.outcomes import Outcome, outcome_of
from index.translation.work.planner import LEASE, Planner
from index.translation.work.queue import Lines, Queue
from index.translation.work.sender import Ended, Sender

STOP_WITHIN = 4.0
"""Seconds that requests under way are waited for when the worker is told to stop."""

PASS = 60.0
"""Seconds after which a worker that stays looks through the whole backlog again."""

_MARK = 1.0  # seconds between two rounds of telling the index
_RENEW = LEASE / 3


@dataclass(slots=True)
class Tally:
    """What a run came to. translated: sentences kept; articles: told to the index; refused:
    sentences by reason; characters: answered, by engine; ended: why it ended with work left."""

    translated: int = 0
    articles: int = 0
    refused: dict[str, int] = field(default_factory=dict)
    characters: dict[str, int] = field(default_factory=dict)
    ended: str | None = None


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
        self._stop = stop
        self._patience = patience
        self._report = report
        self._token = secrets.randbits(63)
        self._lines = Lines()
        self._queue = Queue(self._lines)
        self._sender = Sender(links, self._lines, glossary, stop, concurrency)
        self._ahead = 2 * concurrency * self._sender.batch  # claimed before they are needed
        names = [link.name for link in links]
        self._chain = len(links)
        self._planner = Planner(self._ledger, backlog, self._queue, names, self._token, again)
        self._to_mark: set[int] = set()
        self._told: set[int] = set()
        self._answered = self._marked = self._renewed = self._passed = time.monotonic()
        self._seen = -1  # the archive's last change when this worker had nothing to do

    def run(self) -> Tally:
        """Translate until nothing is left, or the stop is set; what was begun is kept."""
        self._to_mark.update(self._ledger.stale())
        try:
            with prompt():
                while not self._stop.is_set() and not self._is_over():
                    self._collect(self._sender.send())
                    self._plan()
                    self._look_after()
                self._finish()
        finally:
            self._sender.close()
            self._ledger.drop(self._queue.in_hand, self._token)
        return self.tally

    @property
    def _wants_more(self) -> bool:
        return self._lines.waiting < self._ahead and not self._planner.at_end

    def _collect(self, pause: float) -> None:
        """Wait for answers, unless there is something to plan, and keep them."""
        if self._wants_more:
            pause = 0.0
        if self._sender.busy:
            self._keep(self._sender.take(pause))
        else:
            self._stop.wait(pause)

    def _plan(self) -> None:
        if self._wants_more:
            self._planner.fill()
            self._to_mark |= self._planner.complete
            self._planner.complete.clear()

    def _keep(self, ended: Sequence[Ended]) -> None:
        outcomes = []
        for request in ended:
            if request.answer.answered:
                self._answered = time.monotonic()
            outcomes.append(outcome_of(request.link.name, request.sentences, request.answer))
        self._write(outcomes)
        for outcome in outcomes:
            self._settle(outcome)
        self._sender.settled(ended)

    def _write(self, outcomes: Sequence[Outcome]) -> None:
        cost = self._sender.take_cost()
        kept = [pair for outcome in outcomes for pair in outcome.kept]
        refused = [refusal for outcome in outcomes for _, refusal in outcome.refused]
        if not (kept or refused or cost):
            return
        seqs = {seq for sentence, _ in kept for seq in sentence.seqs}
        entries = [entry for _, entry in kept]
        self._ledger.keep(Done(entries, refused, cost, seqs), self._token)
        self._sender.written(cost)
        for each in cost:
            spent = self.tally.characters
            spent[each.engine] = spent.get(each.engine, 0) + each.characters

    def _settle(self, outcome: Outcome) -> None:
        self._lines.put_back(outcome.back)
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
            self._sender.look()
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
            return not self._sender.busy and self._is_stuck()
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
        if self._sender.nobody_left:
            dead = self._sender.dead
            self.tally.ended = str(dead[0]) if dead else "the day's budget of characters is spent"
            # A new day brings a new budget; a refused key is not accepted by waiting.
            return self._patience is not None or len(dead) == self._chain
        silent = time.monotonic() - self._answered
        if self._patience is None or silent < self._patience:
            return False
        self.tally.ended = _silence(silent, self._sender.faults)
        return True

    def _finish(self) -> None:
        """Keep what is under way, as far as it comes in time, and tell the index."""
        self._sender.close()
        until = time.monotonic() + STOP_WITHIN
        while self._sender.busy and (left := until - time.monotonic()) > 0:
            self._keep(self._sender.take(left))
        self._to_mark |= self._told
        self._mark()
        self._report(self.tally)


def _silence(seconds: float, faults: Sequence[ProviderError]) -> str:
    last = f"; the last fault: {faults[-1]}" if faults else ""
    return f"no answer for {seconds:.0f} seconds{last}"
