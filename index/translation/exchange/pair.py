"""A pair of sentences on its way in or out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from index.translation.memory import Direction

LONGEST = 20_000
"""Characters of one side; a longer one is no sentence."""


@dataclass(frozen=True, slots=True)
class Pair:
    """A sentence in both languages, as a file holds it.

    directions: in which it may be used: that of its source language, or both where a file says
    that either side may be the source. engine: who translated it, None where the file does not
    say; at: when, seconds since 1970.
    """

    ar: str
    en: str
    directions: tuple[Direction, ...]
    engine: str | None = None
    at: int | None = None
    quality: float | None = None


@dataclass(frozen=True, slots=True)
class Unusable:
    """What cannot be taken: where it stands, and why."""

    where: str
    reason: str


def stamp(at: int) -> str:
    """Seconds since 1970 as `2026-11-22T00:00:00Z`."""
    return datetime.fromtimestamp(at, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def moment(stated: str) -> int | None:
    """A date-time as stamp() writes it, or as TMX does (20261122T000000Z); None for another."""
    try:
        found = datetime.fromisoformat(stated)
    except ValueError:
        return None
    return int((found if found.tzinfo else found.replace(tzinfo=UTC)).timestamp())
