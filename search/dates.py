"""Dates as articles state them: ISO 8601, as precise as they are, and their sort keys.

A published value is a year, a month, a day or a moment. Its key is the second its period begins
(UTC), counted from 1500-01-01; a moment without an offset is read as UTC.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

EPOCH = datetime(1500, 1, 1, tzinfo=UTC)
LAST_YEAR = 2499  # keys stay under 2**35 seconds
SEQ_BITS = 28  # 268 million articles in one home; 35 + 28 bits are one unsigned 64-bit sort key
_UNDATED = (1 << 35) - 1
_PATTERN = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2})(?:[T ].+)?)?)?")


@dataclass(frozen=True, slots=True)
class Period:
    """The half-open span of seconds, start ≤ t < end, that a stated date means."""

    start: int
    end: int


def seconds(moment: datetime) -> int:
    return int((moment - EPOCH).total_seconds())


def moment(key: int) -> datetime:
    return EPOCH + timedelta(seconds=key)


def period(text: str) -> Period:
    """The span of an ISO 8601 year, month, day or moment; ValueError says what is wrong."""
    match = _PATTERN.fullmatch(text.strip())
    if match is None:
        raise ValueError(f"{text!r} is not an ISO 8601 date such as 2020, 2020-08 or 2020-08-31")
    year, month, day = (int(part) if part else None for part in match.groups())
    assert year is not None
    if not EPOCH.year <= year <= LAST_YEAR:
        raise ValueError(f"the year of {text!r} is outside {EPOCH.year} to {LAST_YEAR}")
    try:
        if month is None:
            return Period(_start(year), _start(year + 1))
        if day is None:
            return Period(_start(year, month), _start(year + month // 12, month % 12 + 1))
        if len(text.strip()) == len("2020-08-31"):
            start = _start(year, month, day)
            return Period(start, start + 86400)
        stated = datetime.fromisoformat(text.strip())
    except ValueError as error:
        raise ValueError(f"{text!r} is not a date: {error}") from None
    if stated.tzinfo is None:
        stated = stated.replace(tzinfo=UTC)
    start = seconds(stated)
    if start < 0:  # its offset puts it into the year before
        raise ValueError(f"{text!r} is before {EPOCH.year} in UTC")
    return Period(start, start + 1)


def sort_keys(published: int | None, seq: int) -> tuple[int, int]:
    """The unique keys (newest, oldest): newest-first reads the first downwards, oldest-first the
    second upwards; undated articles are last both ways, ties go by higher seq and lower seq."""
    newest = ((published + 1) if published is not None else 0) << SEQ_BITS | seq
    oldest = (published if published is not None else _UNDATED) << SEQ_BITS | seq
    return newest, oldest


def _start(year: int, month: int = 1, day: int = 1) -> int:
    return seconds(datetime(year, month, day, tzinfo=UTC))
