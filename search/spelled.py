"""Another spelling of a name, and who tells which there are."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from search.analysis import Forms
from search.article import Side

ARTICLES = frozenset("al el ul as ash ad adh an ar at ath az".split())
"""Latin ال and what it becomes: alone, before a name, it asks for nothing."""

SONS = frozenset("bin ibn ben bint ould بن ابن".split())
"""Between two names: written or left out."""


@dataclass(frozen=True, slots=True)
class Spelled:
    """Another spelling: its words, which stand next to each other, on a side. weight: 1 for the
    same letters, less the farther off, and never more than keeps its rarity from outweighing the
    spelling typed."""

    words: tuple[Forms, ...]
    side: Side
    text: str
    weight: float


class Spellings(Protocol):
    """What a query's words are also spelled as."""

    def word(self, raw: str, /) -> tuple[Spelled, ...]: ...

    def pair(self, first: str, second: str, /) -> tuple[Spelled, ...]: ...


class _NoNames:
    def word(self, _raw: str, /) -> tuple[Spelled, ...]:
        return ()

    def pair(self, _first: str, _second: str, /) -> tuple[Spelled, ...]:
        return ()


NO_NAMES: Spellings = _NoNames()
"""Every word is spelled as it is."""
