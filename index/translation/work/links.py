"""A chain's providers at work: each with its pace, its share of the day, and what it cost."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import accumulate

from index.archive.ledger import Ledger, Spent, today
from index.translation import Translator
from index.translation.errors import InputRejected, Misconfigured, ProviderError
from index.translation.limits import batches
from index.translation.work.pace import Pace

BATCH = 8
"""Sentences in one request at most, whatever the provider takes. What is under way when the
process is killed was asked in vain: at most this many for each request at once."""

UNMETERED = ("offline",)
"""Engines on this machine, which no budget limits."""


class Link:
    """One provider of the chain. Used by the worker's own thread only.

    dead: why it cannot be used any more in this run, where trying again cannot help.
    """

    def __init__(self, translator: Translator, pace: Pace, budget: Budget) -> None:
        self.translator = translator
        self.pace = pace
        self.dead: Misconfigured | None = None
        self.fault: ProviderError | None = None  # the last one, for messages
        self._budget = budget
        self._metered = translator.name not in UNMETERED
        self._cost: list[tuple[int, int]] = []  # of requests answered: sentences, characters

    @property
    def name(self) -> str:
        return self.translator.name

    @property
    def usable(self) -> bool:
        """Whether work is rather given to it than to the next of the chain."""
        return self.dead is None and not self.pace.is_open and not self.is_spent

    @property
    def is_spent(self) -> bool:
        """Whether nothing more is asked of it today."""
        return self._metered and self._budget.is_over

    def cut(self, texts: Sequence[str]) -> int:
        """How many of these sentences, from the first, go into one request; 0 where the day's
        budget does not take even one."""
        fitting = len(next(iter(batches(texts[:BATCH], self.translator.limits))))
        return self._budget.room(texts[:fitting]) if self._metered else fitting

    def begin(self, texts: Sequence[str]) -> int:
        """A request of these sentences begins; the ticket to end it with."""
        if self._metered:
            self._budget.reserve(texts)
        return self.pace.begin()

    def end(
        self,
        ticket: int,
        sent: Sequence[str],
        answered: Sequence[str],
        fault: ProviderError | None,
    ) -> None:
        """It has ended: of the sentences sent these were answered."""
        if self._metered:
            self._budget.settle(sent, answered)
        if answered:
            self._cost.append((len(answered), _characters(answered)))
        if fault is None or isinstance(fault, InputRejected):
            self.pace.succeeded()
            return
        self.fault = fault
        if isinstance(fault, Misconfigured):
            self.dead = fault
        self.pace.failed(ticket, fault)

    def take_cost(self) -> Spent | None:
        """What was answered since the last call."""
        cost, self._cost = self._cost, []
        if not cost:
            return None
        return Spent(self.name, len(cost), sum(s for s, _ in cost), sum(c for _, c in cost))


class Budget:
    """Characters that may be sent to providers on one day (UTC), over the whole archive.

    Several workers see each other's spending when they look: together they may go over it by
    what each has under way.
    """

    def __init__(self, characters: int | None, spent_today: Callable[[], int]) -> None:
        self._limit = characters
        self._spent_today = spent_today
        self._day = self._over_on = ""
        self._spent = self._reserved = 0

    @property
    def is_over(self) -> bool:
        """Whether a sentence did not fit any more today."""
        return self._over_on == today()

    def room(self, texts: Sequence[str]) -> int:
        """How many of the texts, from the first, may still be sent today."""
        if self._limit is None:
            return len(texts)
        if self._day != today():
            self.look()
        left = self._limit - self._spent - self._reserved
        fitting = sum(total <= left for total in accumulate(map(len, texts)))
        # What is under way may yet give its characters back.
        if not fitting and not self._reserved:
            self._over_on = today()
        return fitting

    def look(self) -> None:
        """See what was spent, by others too; called when all of our own is written down."""
        if self._limit is not None:
            self._day, self._spent = today(), self._spent_today()

    def reserve(self, texts: Sequence[str]) -> None:
        self._reserved += _characters(texts)

    def settle(self, sent: Sequence[str], answered: Sequence[str]) -> None:
        self._reserved -= _characters(sent)
        self._spent += _characters(answered)


def _characters(texts: Sequence[str]) -> int:
    return sum(map(len, texts))


def links_of(
    chain: Sequence[Translator],
    ledger: Ledger,
    budget: int | None,
    rates: Callable[[str], float | None],
) -> list[Link]:
    """The chain's links, with one budget for all that are metered."""
    names = [translator.name for translator in chain if translator.name not in UNMETERED]
    shared = Budget(budget, lambda: ledger.spent_today(names))
    return [Link(each, Pace(rates(each.name)), shared) for each in chain]
