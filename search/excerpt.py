"""A text in marked segments, cut to a window where it is long."""

from __future__ import annotations

from collections.abc import Iterable

Segments = list[tuple[str, bool]]

WINDOW = 600
"""A side longer than this many characters is shown as a window of that size."""


def segments(text: str, marked: Iterable[tuple[int, int]], window: int | None) -> Segments:
    """The text as [piece, marked] segments; marked are sorted (start, end) in characters."""
    places = list(marked)
    first, last = 0, len(text)
    if window is not None and len(text) > window:
        first, last = _window(text, places, window)
    made: Segments = [("…", False)] if first else []
    at = first
    for start, end in places:
        if start < at or end > last:
            continue
        if start > at:
            made.append((text[at:start], False))
        made.append((text[start:end], True))
        at = end
    if at < last:
        made.append((text[at:last], False))
    if last < len(text):
        made.append(("…", False))
    return made


def _window(text: str, places: list[tuple[int, int]], size: int) -> tuple[int, int]:
    """A window of `size` characters with the most marks, its ends at spaces where there are any."""
    starts = [max(0, start - size // 4) for start, _ in places] or [0]
    first = max(starts, key=lambda s: sum(s <= a and b <= s + size for a, b in places))
    first = min(first, len(text) - size)
    last = first + size
    if first:
        space = text.find(" ", first, first + 40)
        first = space + 1 if space >= 0 else first
    if last < len(text):
        space = text.rfind(" ", last - 40, last)
        last = space if space > first else last
    return first, last
