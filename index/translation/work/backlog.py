"""Which articles are looked through, newest first: what came meanwhile, then the backlog."""

from __future__ import annotations

from collections.abc import Sequence

from index.archive.ledger import Ledger, Place, Unfinished


class Backlog:
    """A walk over the articles that lack translations, in passes.

    only: these articles and no others; limit: at most so many, the newest; again: the engine by
    which sentences are to be translated whatever other machine translated them.
    """

    def __init__(
        self,
        ledger: Ledger,
        only: Sequence[int] | None = None,
        limit: int | None = None,
        again: str | None = None,
    ) -> None:
        self._ledger = ledger
        self._only = None if only is None else sorted(only, reverse=True)
        self._left = limit
        self._again = again
        self._seen: list[int] = []  # where there is a limit
        self.restart()

    def restart(self) -> None:
        """Begin a new pass."""
        if self._left == 0:
            self._only = self._seen
        self._after: Place | None = None
        self._given = 0
        self._arrived = self._ledger.last_seq()

    def take(self, count: int) -> list[Unfinished]:
        """The next articles of the pass, at most so many; none at its end."""
        if self._only is not None:
            while some := self._only[self._given : self._given + count]:
                self._given += len(some)
                if found := self._ledger.of(some, self._again):
                    return list(reversed(found))
            return []
        if self._left is not None:
            count = min(count, self._left)
        found = self._newer(count) or self._older(count)
        if self._left is not None:
            self._left -= len(found)
            self._seen += [article.seq for article in found]
        return found

    def _newer(self, count: int) -> list[Unfinished]:
        """What was added since the pass began."""
        last = self._ledger.last_seq()
        if not count or self._again is not None or last == self._arrived:
            return []
        found = self._ledger.arrived(self._arrived, count)
        self._arrived = found[-1].seq if found else last
        return found

    def _older(self, count: int) -> list[Unfinished]:
        found = self._ledger.walk(self._after, count, self._again) if count else []
        if found:
            self._after = found[-1].place
        return found
