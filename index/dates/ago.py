"""Relative dates, "قبل يومين" and "3 hours ago", from a moment at which they were true.

No date is more precise than the words: hours give an hour, weeks the month or the year that all
their days lie in.
"""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta

from index.dates.names import folded

_UNITS = {
    "minute": "دقيقة دقائق دقيقتين minute minutes mins min",
    "hour": "ساعة ساعات ساعتين hour hours hrs",
    "day": "يوم أيام يومين يوما day days",
    "week": "أسبوع أسابيع أسبوعين week weeks",
    "month": "شهر أشهر شهور شهرين شهرا month months",
    "year": "سنة سنوات سنتين عام أعوام عامين عاما year years",
}
_UNIT = {folded(word): unit for unit, words in _UNITS.items() for word in words.split()}
_DUAL = frozenset(map(folded, "دقيقتين ساعتين يومين أسبوعين شهرين سنتين عامين".split()))
_WORDS = (
    "واحد واحدة one an a|two|ثلاث ثلاثة three|أربع أربعة four|خمس خمسة five|ست ستة six|"
    "سبع سبعة seven|ثماني ثمانية ثمان eight|تسع تسعة nine|عشر عشرة ten"
)
_COUNT = {
    folded(word): number
    for number, words in enumerate(_WORDS.split("|"), 1)
    for word in words.split()
}
_BEFORE = re.compile(r"(?:قبل|منذ)\s+(?:حوالي\s+|نحو\s+)?(?:(\w+)\s+)?(\w+)(?!\w)")
_AGO = re.compile(r"(\w+)\s+(\w+)\s+ago(?!\w)")
_DAYS = {
    folded(word): days
    for days, words in enumerate(("اليوم today", "أمس yesterday البارحة", "أول-أمس"))
    for word in words.split()
}
_DAY = re.compile(r"(?:نشر(?:ت)? )?(اول امس|امس|البارحه|اليوم|yesterday|today)(?:\W.{0,12})?")
_DAYS_IN = {"week": 7, "month": 31, "year": 366}


def ago(text: str, reference: datetime) -> str | None:
    """The ISO 8601 date that a folded text means at the reference; None where it has none."""
    if match := _DAY.fullmatch(text):
        days = _DAYS[match[1].replace(" ", "-")]
        return (reference - timedelta(days=days)).date().isoformat()
    for pattern in (_BEFORE, _AGO):
        if (match := pattern.search(text)) is not None:
            return _back(match[1], match[2], reference)
    return None


def _back(count: str | None, word: str, reference: datetime) -> str | None:
    if word not in _UNIT and count in _UNIT:  # "منذ ساعة تقريبا": the unit alone
        count, word = None, str(count)
    unit = _UNIT.get(word)
    number = _number(count, word)
    if unit is None or number is None or number > 1000:
        return None
    if unit == "minute":
        return (reference - timedelta(minutes=number)).isoformat(timespec="minutes")
    if unit == "hour":
        hour = (reference - timedelta(hours=number)).replace(minute=0)
        return hour.isoformat(timespec="minutes")
    if unit == "day":
        return (reference - timedelta(days=number)).date().isoformat()
    return _common(reference.date(), number, unit)


def _number(count: str | None, word: str) -> int | None:
    if word in _DUAL:
        return 2
    if count is None:
        return 1
    return int(count) if count.isdecimal() else _COUNT.get(count)


def _common(today: date, number: int, unit: str) -> str | None:
    """The month, or else the year, in which the whole of the unit lies."""
    if unit == "month":
        months = today.year * 12 + today.month - 1 - number
        return f"{months // 12:04}-{months % 12 + 1:02}"
    if unit == "year":
        return f"{today.year - number:04}"
    late = today - timedelta(days=number * 7)
    early = late - timedelta(days=6)
    if (early.year, early.month) == (late.year, late.month):
        return f"{late:%Y-%m}"
    return f"{late:%Y}" if early.year == late.year else None
