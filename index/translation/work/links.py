"""A chain's providers at work: each with its pace, its share of the day, and what it cost."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from index.archive.ledger import Ledger, Spent
from index.translation import Translator
from index.translation.errors import InputRejected, Misconfigured, ProviderError
from index.translation.glossary import Glossary
from index.translation.limits import batches
from index.translation.work.budget import Budget
from index.translation.work.pace import Pace

UNMETERED = ("offline",)
"""Engines on this machine, which no budget limits."""


@dataclass(frozen=True, slots=True)
class Ticket:
    """What a request that begins is ended with."""

    pace: int
    reserved: int


class Link:
    """One provider of the chain. Not safe for several threads: used under the sender's lock.

    dead: why it cannot be used any more in this run, where trying again cannot help.
    """

    def __init__(self, translator: Translator, pace: Pace, budget: Budget) -> None:
        self.translator = translator
        self.pace = pace
        self.dead: Misconfigured | None = None
        self.fault: ProviderError | None = None  # the last one, for messages
        self._budget = budget
        self._metered = translator.name not in UNMETERED
        self._seen = self._taken = translator.usage

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
        fitting = len(next(iter(batches(texts, self.translator.limits))))
        return self._budget.room(texts[:fitting]) if self._metered else fitting

    def begin(self, texts: Sequence[str]) -> Ticket:
        """A request of these sentences begins."""
        reserved = self._budget.reserve(texts) if self._metered else 0
        return Ticket(self.pace.begin(), reserved)

    def end(self, ticket: Ticket, fault: ProviderError | None) -> None:
        """It has ended."""
        used = self.translator.usage
        if self._metered:
            self._budget.release(ticket.reserved, used.characters - self._seen.characters)
        self._seen = used
        if fault is None or isinstance(fault, InputRejected):
            self.pace.succeeded()
            return
        self.fault = fault
        if isinstance(fault, Misconfigured):
            self.dead = fault
        self.pace.failed(ticket.pace, fault)

    def take_cost(self) -> Spent | None:
        """What was answered, up to the last request that ended, since the last call."""
        used, before = self._seen, self._taken
        self._taken = used
        if used == before:
            return None
        return Spent(
            self.name,
            used.requests - before.requests,
            used.sentences - before.sentences,
            used.characters - before.characters,
        )

    def written(self, cost: Spent) -> None:
        """What take_cost gave is in the archive now."""
        if self._metered:
            self._budget.written(cost.characters)
            self._budget.look()

    def look(self) -> None:
        """See what others spent today."""
        if self._metered:
            self._budget.look()


def links_of(
    chain: Sequence[Translator],
    ledger: Ledger,
    glossary: Glossary,
    budget: int | None,
    rates: Callable[[str], float | None],
) -> list[Link]:
    """The chain's links, with one budget for all that are metered."""
    names = [translator.name for translator in chain if translator.name not in UNMETERED]
    shared = Budget(budget, lambda: ledger.spent_today(names), glossary)
    return [Link(each, Pace(rates(each.name)), shared) for each in chain]
