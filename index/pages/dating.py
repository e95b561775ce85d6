"""The date a page shows its readers: near the title, never in its footer, menus or comments."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime

from index.dates import published_date
from index.dates.names import folded
from index.layout import fold
from index.pages.phrases import is_box_label

_LINE = 160  # characters of a line that may state the date
_BODY = 100  # characters of a line with which the text has begun
_BEFORE, _AFTER, _BELOW = 2, 12, 3  # lines looked at above the title, under it, under the text
_NUMBERS = re.compile(r"\d")
_TODAY = re.compile(r"(?:اليوم هو|تاريخ اليوم|today is)")
_PUBLISHED = re.compile(
    r"(?:نشر|تاريخ|مرسل|اضيف|كتب|بتاريخ|published|posted|date)(?!\w)|\d{1,2}:\d\d"
)
_IN_ADDRESS = re.compile(r"/((?:19|20)\d\d)[/-](\d{1,2})(?:[/-](\d{1,2}))?(?=[/\-_.?#]|$)")


def shown_date(lines: list[str], title: str, text: str, reference: datetime | None) -> str | None:
    """The date in the lines under the title, just above it, or just under the text."""
    for line in _candidates(lines, title, text):
        if (found := published_date(line, reference)) is not None:
            return found
    return None


def above(lines: list[str], title: str, text: str) -> list[str]:
    """The lines between the title and the text."""
    at = _title_at(lines, title)
    body = fold(text.split("\n", 1)[0][:60])
    if at is None or not body:
        return []
    return lines[at + 1 : min(_body_at(lines, body, at), at + _AFTER)]


def date_in_address(url: str | None) -> str | None:
    """/2020/08/31/ or /2020/08/ of an address; Blogger and WordPress write them."""
    match = _IN_ADDRESS.search(url or "")
    if match is None:
        return None
    return published_date("-".join(part.zfill(2) for part in match.groups() if part))


def _candidates(lines: list[str], title: str, text: str) -> Iterator[str]:
    at = _title_at(lines, title)
    body = fold(text.split("\n", 1)[0][:60])
    start = _body_at(lines, body, at)
    if at is None:
        at = max(0, start - _BEFORE - 1) if body else 0
    yield from _joined(lines, at, min(start, at + _AFTER))
    yield from reversed(list(_joined(lines, max(0, at - _BEFORE), at)))
    if len(lines) > start:
        yield from _opening(lines[start])
    end = _body_end(lines, fold(text.rstrip().rsplit("\n", 1)[-1][-60:]))
    for line in _joined(lines, end, end + _BELOW):
        if _PUBLISHED.search(folded(line)):
            yield line


def _title_at(lines: list[str], title: str) -> int | None:
    """The first line that is the title."""
    wanted = fold(title)
    places = (index for index, line in enumerate(lines) if wanted and fold(line) == wanted)
    return next(places, None)


def _body_at(lines: list[str], body: str, at: int | None) -> int:
    """The line with which the text begins."""
    for index in range(0 if at is None else at + 1, len(lines)):
        folded = fold(lines[index])
        if body and (folded.startswith(body) or body in folded):
            return index
        if not body and len(lines[index]) >= _BODY:
            return index
    return len(lines)


def _body_end(lines: list[str], last: str) -> int:
    """The line under the one with which the text ends."""
    places = range(len(lines) - 1, -1, -1)
    ends = (index + 1 for index in places if last and fold(lines[index]).endswith(last))
    return next(ends, len(lines))


def _opening(line: str) -> Iterator[str]:
    """A date before the text within its first line, parted from it by a dash or a bracket."""
    match = re.match(r"[^.:؛]{0,60}?\d{4}\s*م?\s*(?=[-–—|)\]])", line)
    if match:
        yield match[0]


def _joined(lines: list[str], start: int, end: int) -> Iterator[str]:
    """Short lines; one without a number is a label of the next ("آخر تحديث")."""
    label = ""
    for index in range(max(0, start), min(end, len(lines))):
        line = lines[index]
        if is_box_label(line):
            return
        if len(line) > _LINE or _TODAY.search(line):
            label = ""
            continue
        yield f"{label} {line}".strip()
        label = line if len(line) <= 30 and not _NUMBERS.search(line) else ""
