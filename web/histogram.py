"""The bars of the date histogram: links that narrow the search to their period, placed for SVG."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from search.dates import LAST_YEAR, period
from web.language import short_date, stated_date
from web.links import Links

SLOT, HEIGHT = 10, 56  # of a bar with its gap, and of the chart, in units of the drawing
_BAR = 8
_LEAST = 3  # a single article beside thousands still shows


@dataclass(frozen=True, slots=True)
class Bar:
    """x, y and height in units of the drawing; href None where there is nothing to see."""

    label: str
    count: int
    href: str | None
    x: int
    y: int
    height: int
    width: int = _BAR


@dataclass(frozen=True, slots=True)
class Chart:
    """first and last: the labels at the ends of time."""

    bars: list[Bar]
    width: int
    first: str
    last: str
    height: int = HEIGHT
    slot: int = SLOT


def chart(buckets: Sequence[dict[str, Any]], links: Links, *, right_to_left: bool) -> Chart | None:
    """The chart, None where no article is dated. Time runs as the interface reads."""
    most = max((bucket["count"] for bucket in buckets), default=0)
    if most == 0:
        return None
    bars, labels = [], []
    for number, bucket in enumerate(buckets):
        start, end = stated(bucket["from"], bucket["to"])
        count = bucket["count"]
        height = max(_LEAST, round(HEIGHT * count / most)) if count else 0
        place = len(buckets) - 1 - number if right_to_left else number
        until = end if int(end[:4]) <= LAST_YEAR else None
        href = links.search(**{"from": start, "to": until}) if count else None
        x = place * SLOT + (SLOT - _BAR) // 2
        bars.append(Bar(period_label(start, end), count, href, x, HEIGHT - height, height))
        labels.append(period_label(start, end, short_date))
    return Chart(bars, len(buckets) * SLOT, labels[0], labels[-1])


def stated(start: str, end: str) -> tuple[str, str]:
    """The days on which a calendar period begins and ends, as short as they can be said."""
    for precision in (4, 7):
        if all(day[precision:] == "-01-01"[precision - 4 :] for day in (start, end)):
            return start[:precision], end[:precision]
    return start, end


def period_label(start: str, end: str, dated: Callable[[str], str] = stated_date) -> str:
    """`2020`, `August 2020`, `2010 – 2019`: a period in the interface's language."""
    if len(start) == len("2010") and int(end) - int(start) > 1:
        return f"{start} – {int(end) - 1}"
    return dated(start)


def is_one_period(start: str | None, end: str | None) -> bool:
    """Whether from and to are the ends of one stated year, month or day."""
    return bool(start and end) and period(str(start)).end == period(str(end)).start
