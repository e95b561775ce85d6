"""What an engine is asked: a frozen plan of terms by field, never the query's own tree.

Scores are sums: a Term or Phrase gives its BM25 (k1 1.2, b 0.75) times its boost, a Bool the sum
of what matches among must and should, Best the largest of its children, Filter its own score.
Matching is exact: every engine returns the same articles for the same plan.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Term:
    """Articles with `term` in `field`."""

    field: str
    term: str
    boost: float = 1.0


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words in a positional field, each any of its alternatives.

    slop None: one after the other within one sentence. slop n: all words, in any order, with at
    most n other words between the first and the last; a sentence's end counts as one word.
    """

    field: str
    words: tuple[tuple[str, ...], ...]
    slop: int | None = None
    boost: float = 1.0


@dataclass(frozen=True, slots=True)
class Prefix:
    """Articles with a term that begins with `text`; scores 1 × boost."""

    field: str
    text: str
    boost: float = 1.0


@dataclass(frozen=True, slots=True)
class Wildcard:
    """Articles with a term that fits `pattern` (? one character, * any number); 1 × boost."""

    field: str
    pattern: str
    boost: float = 1.0


@dataclass(frozen=True, slots=True)
class Fuzzy:
    """Articles with a term within `distance` (1 or 2; a transposition is 1); 1 × boost."""

    field: str
    term: str
    distance: int
    boost: float = 1.0


@dataclass(frozen=True, slots=True)
class Range:
    """Articles whose unsigned `field` (published, seq, newest, oldest) has low ≤ value < high."""

    field: str
    low: int | None = None
    high: int | None = None


@dataclass(frozen=True, slots=True)
class Everything:
    """Every article; scores nothing."""


@dataclass(frozen=True, slots=True)
class Nothing:
    """No article."""


@dataclass(frozen=True, slots=True)
class Filter:
    """What the child matches, each article for the same score: none, if no other is given."""

    child: Plan
    score: float = 0.0


@dataclass(frozen=True, slots=True)
class Best:
    """What any child matches; the score of the best child."""

    children: tuple[Plan, ...]


@dataclass(frozen=True, slots=True)
class Bool:
    """All of must, none of must_not; with no must, at least one of should."""

    must: tuple[Plan, ...] = ()
    should: tuple[Plan, ...] = ()
    must_not: tuple[Plan, ...] = ()


Plan = (
    Term | Phrase | Prefix | Wildcard | Fuzzy | Range | Everything | Nothing | Filter | Best | Bool
)
