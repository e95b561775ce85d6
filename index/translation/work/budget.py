"""How many characters may still be sent to providers today."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import accumulate

from index.archive.ledger import today
from index.translation.glossary import Glossary


class Budget:
    """Characters that providers may answer on one day (UTC), over the whole archive.

    A request reserves the most that it can come to: its sentences, once more where several come
    back in disorder and are asked for one by one, and what the glossary may have asked again. So
    one worker never passes the budget. Several see each other's spending as soon as it is written:
    together they may go over it by what each has under way.

    Not safe for several threads: its links are used under the sender's lock.
    """

    def __init__(
        self, characters: int | None, spent_today: Callable[[], int], glossary: Glossary
    ) -> None:
        self._limit = characters
        self._spent_today = spent_today
        self._glossary = glossary
        self._day = self._over_on = ""
        self._spent = 0  # as the archive has it
        self._unwritten = 0  # answered, and not in the archive yet
        self._reserved = 0

    @property
    def is_over(self) -> bool:
        """Whether a sentence did not fit any more today."""
        return self._over_on == today()

    def room(self, texts: Sequence[str]) -> int:
        """How many of the texts, from the first, may be sent in one request today."""
        if self._limit is None:
            return len(texts)
        if self._day != today():
            self.look()
        left = self._limit - self._spent - self._unwritten - self._reserved
        costs = accumulate(map(self._most, texts))
        fitting = sum(_doubled(cost, n) <= left for n, cost in enumerate(costs, 1))
        # What is under way may yet give its characters back.
        if not fitting and not self._reserved:
            self._over_on = today()
        return fitting

    def reserve(self, texts: Sequence[str]) -> int:
        """A request of these texts begins; what it may come to, to be released when it ends."""
        if self._limit is None:
            return 0
        most = _doubled(sum(map(self._most, texts)), len(texts))
        self._reserved += most
        return most

    def release(self, reserved: int, answered: int) -> None:
        """A request has ended: so many characters were answered."""
        self._reserved -= reserved
        self._unwritten += answered

    def written(self, characters: int) -> None:
        """Of what was answered so much is in the archive now."""
        self._unwritten -= characters

    def look(self) -> None:
        """See what was spent today, by others too."""
        if self._limit is not None:
            self._day, self._spent = today(), self._spent_today()

    def _most(self, text: str) -> int:
        return len(text) + self._glossary.second(text)


def _doubled(cost: int, texts: int) -> int:
    return 2 * cost if texts > 1 else cost
