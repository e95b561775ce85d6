"""An article as an answer shows it: what it is, and its pairs with marks."""

from __future__ import annotations

from html import escape
from typing import Any

from search.article import SIDES, Side
from search.excerpt import Segments
from search.highlight import Shown
from search.page import Direction, Marked, Pair
from search.stored import Stored

DIRECTIONS: dict[Side, Direction] = {"ar": "rtl", "en": "ltr"}
"""Which way a side runs."""


def head(stored: Stored) -> dict[str, Any]:
    """What hits and articles alike say of an article."""
    known = stored.head
    names = ("id", "source_id", "url", "outlet", "agency", "place", "category", "lang")
    return {
        **{name: known.get(name) for name in names},
        "quality": known["quality"],
        "metadata": known["metadata"],
        "published": known["published"],
    }


def pair(stored: Stored, shown: Shown, mode: str) -> Pair:
    """Both sides of a pair; mode: how its marks are written (SearchRequest.highlight)."""
    sides = {side: _marked(shown.sides[side], side, mode) for side in SIDES}
    return Pair(sides["ar"], sides["en"], stored.translation(shown.number))


def _marked(segments: Segments | None, side: Side, mode: str) -> Marked | None:
    if segments is None:
        return None
    direction = DIRECTIONS[side]
    if mode == "html":
        html = "".join(f"<mark>{escape(t)}</mark>" if m else escape(t) for t, m in segments)
        return Marked(None, direction, html)
    if mode == "none":
        return Marked([("".join(text for text, _ in segments), False)], direction)
    return Marked(segments, direction)
