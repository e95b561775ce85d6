"""The frozen tree a query text is parsed to, before languages or an engine come in.

Every node keeps its place in the query text: `start` and `end` in characters.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Word:
    """One word as typed; analysis may still cut it (`US-led` is two)."""

    text: str
    start: int = 0
    end: int = 0


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words in quotes. slop None: as they stand, within a sentence. slop n: all of them, in any
    order, with at most n other words between the first and the last."""

    text: str
    slop: int | None = None
    start: int = 0
    end: int = 0


@dataclass(frozen=True, slots=True)
class Prefix:
    """`حمر*`: words that begin so; the text is at least two letters, without the star."""

    text: str
    start: int = 0
    end: int = 0


@dataclass(frozen=True, slots=True)
class Wildcard:
    """`ح?ر*ن`: ? one character, * any number; at least two literal letters."""

    pattern: str
    start: int = 0
    end: int = 0


@dataclass(frozen=True, slots=True)
class Fuzzy:
    """`كيغنز~` or `word~2`: words within an edit distance (optimal string alignment) of 1 or 2."""

    text: str
    distance: int = 1
    start: int = 0
    end: int = 0


@dataclass(frozen=True, slots=True)
class Range:
    """`published:[2020-01 TO 2020-06]`; a bound None is open. Bounds are ISO dates as typed."""

    low: str | None
    high: str | None
    include_low: bool = True
    include_high: bool = True
    start: int = 0
    end: int = 0


@dataclass(frozen=True, slots=True)
class All:
    """Conjunction. explicit: written with AND or &&; only implicit ones may be relaxed."""

    children: tuple[Node, ...]
    explicit: bool = False


@dataclass(frozen=True, slots=True)
class Either:
    """Disjunction: OR or |."""

    children: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Not:
    """NOT x or -x."""

    child: Node


@dataclass(frozen=True, slots=True)
class Required:
    """+x: stays required when the search is relaxed."""

    child: Node


@dataclass(frozen=True, slots=True)
class Scoped:
    """`field:x`, x a leaf or a bracketed group; the field is one of FIELDS."""

    field: str
    child: Node


Leaf = Word | Phrase | Prefix | Wildcard | Fuzzy | Range
Node = Leaf | All | Either | Not | Required | Scoped

FIELDS = (
    "title",
    "text",
    "outlet",
    "agency",
    "place",
    "category",
    "lang",
    "published",
    "url",
    "id",
    "translation",
)


@dataclass(frozen=True, slots=True)
class Correction:
    """What the parser mended: where (characters), a code for programs, a sentence for people."""

    position: int
    length: int
    code: str
    detail: str


@dataclass(frozen=True, slots=True)
class Parsed:
    """A parsed query: the tree (None: nothing was asked, all articles) and what was mended."""

    text: str
    root: Node | None
    corrections: tuple[Correction, ...] = ()


def leaves(node: Node | None) -> Iterator[tuple[Leaf, bool]]:
    """The leaves of a tree as they were typed, left to right, each with whether it is denied."""
    pending = [] if node is None else [(node, False)]
    while pending:
        here, denied = pending.pop()
        match here:
            case All() | Either():
                pending += [(child, denied) for child in reversed(here.children)]
            case Not():
                pending.append((here.child, not denied))
            case Required() | Scoped():
                pending.append((here.child, denied))
            case _:
                yield here, denied
