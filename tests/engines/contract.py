"""What the tests of the engines' contract share: articles, and what is found of them."""

from __future__ import annotations

from collections.abc import Callable

from search.article import Article, Segment
from search.engines.plan import (
    Phrase,
    Plan,
)
from search.engines.protocol import Order, Reader

ARCHIVE = "archive-one"

Fill = Callable[..., Reader]


def article(seq: int, *sentences: str, **known: str) -> Article:
    """An Arabic article; a sentence that begins with `EN:` stands on the English side."""
    segments = tuple(
        Segment(None, s.removeprefix("EN:")) if s.startswith("EN:") else Segment(s, None)
        for s in sentences
    )
    title = Segment(known.pop("title", None), None)
    source_id = known.pop("source_id", f"given-{seq}")
    return Article(f"id{seq:024}", seq, "ar", title, segments, source_id=source_id, **known)  # type: ignore[arg-type]  # keywords are text fields


def found(reader: Reader, plan: Plan, order: Order = "newest") -> list[int]:
    """The seqs of what matches, read off the sort key's low bits."""
    matches = reader.search(plan, order, 100)
    assert matches.total == len(matches.matches) == reader.count(plan)
    return [match.newest & ((1 << 28) - 1) for match in matches.matches]


def phrase(*words: str, slop: int | None = None) -> Phrase:
    return Phrase("ar_bare", tuple((word,) for word in words), slop)
