"""What changes make of a query, and which of the queries they lead to is likeliest."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import product

Finds = Callable[[str, bool], int]
"""finds(q, some): the articles that a query finds within the bounds of the request, with all its
words or with some of them."""

_TOGETHER = 0.5
"""What a logarithm of the articles makes in which all words of a query stand."""
_COUNTED = 4
"""Combinations of changes that are counted."""


@dataclass(frozen=True, slots=True)
class Change:
    """Characters start to end of a query replaced by `text`; score: how likely."""

    start: int
    end: int
    text: str
    score: float


@dataclass(frozen=True, slots=True)
class Corrected:
    """A corrected query, the places in it that differ, and what it finds."""

    q: str
    changed: tuple[tuple[int, int], ...]
    count: int


def cased(typed: str, written: str) -> str:
    """A correction with the capitals of what was typed."""
    if typed.isupper() and len(typed) > 1:
        return written.upper()
    return written[0].upper() + written[1:] if typed[0].isupper() else written


def best(q: str, changes: list[list[Change]], finds: Finds, *, alone: bool) -> Corrected | None:
    """The likeliest of the queries that changes lead to, of those that find something; of several
    words those more that stand together. alone: whether the query is but one word."""
    combined = sorted(product(*changes), key=lambda each: -sum(c.score for c in each))
    for some in (False, True):
        found: list[tuple[float, Corrected]] = []
        for chosen in combined[: 1 if some else _COUNTED]:
            made = _rewritten(q, chosen)
            if made.q != q and (count := finds(made.q, some)):
                together = 0.0 if alone else _TOGETHER * math.log(count)
                score = sum(change.score for change in chosen) + together
                found.append((score, replace(made, count=count)))
        if found:
            return max(found, key=lambda each: each[0])[1]
    return None


def _rewritten(q: str, changes: Sequence[Change]) -> Corrected:
    pieces: list[str] = []
    changed: list[tuple[int, int]] = []
    last = length = 0
    for change in sorted(changes, key=lambda each: each.start):
        pieces += [q[last : change.start], change.text]
        length += change.start - last
        changed.append((length, length + len(change.text)))
        length += len(change.text)
        last = change.end
    return Corrected("".join([*pieces, q[last:]]), tuple(changed), 0)
