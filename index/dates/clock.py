"""The time of day beside a date, and its zone where one is stated."""

from __future__ import annotations

import re

_MORNING = ("ص", "صباحا", "ق.ظ", "am", "a.m.", "a.m")
_EVENING = ("م", "مساء", "ب.ظ", "ظهرا", "عصرا", "ليلا", "pm", "p.m.", "p.m")
_HALVES = "|".join(re.escape(word) for word in sorted(_MORNING + _EVENING, key=len, reverse=True))
_TIME = re.compile(
    r"(?<![\d:])(?P<hour>\d{1,2}):(?P<minute>\d{2})(?::(?P<second>\d{2})(?:[.,]\d+)?)?(?!\d|:\d)"
    rf"(?:\s*(?P<half>{_HALVES})(?![^\W\d_]))?"
    r"\s*(?P<zone>.{0,24})"
)
_OFFSET = re.compile(
    r"[(\s]*(?:gmt|utc)?\s*(?P<sign>[+\-−])\s*(?P<hours>\d{1,2}):?(?P<minutes>\d{2})?(?!\d)"
)
_UTC = re.compile(r"[(\s]*(?:z\b|gmt\b|utc\b|(?:ب?توقيت )?[غج]رين[ي]?تش)")
# Zones without summer time, Baghdad's since 2008. Others ("بتوقيت القاهرة") change their offset
# with the season, and by rules that changed often: they are not read.
_FIXED = (
    (re.compile(r"[(\s]*بتوقيت (?:مكه|السعوديه|الرياض|الكويت|قطر|الدوحه|البحرين|عدن|صنعاء)"), 3, 0),
    (re.compile(r"[(\s]*بتوقيت (?:بغداد|العراق)"), 3, 2008),
    (re.compile(r"[(\s]*بتوقيت (?:الامارات|ابوظبي|ابو ظبي|دبي|مسقط)"), 4, 0),
)


def clock(text: str, year: int) -> str | None:
    """`T10:20`, `T10:20:35+03:00`: the first time in a folded text; None where there is none.

    Seconds and offset stand in it only where they are stated.
    """
    match = _TIME.search(text)
    if match is None:
        return None
    hour = _hour(int(match["hour"]), match["half"])
    minute, second = match["minute"], match["second"]
    if hour is None or int(minute) > 59 or int(second or 0) > 59:
        return None
    return f"T{hour:02}:{minute}{':' + second if second else ''}{_zone(match['zone'], year)}"


def _hour(hour: int, half: str | None) -> int | None:
    if half is not None and 1 <= hour <= 12:
        hour = hour % 12 + (12 if half in _EVENING and not (half == "ليلا" and hour == 12) else 0)
    return hour if hour < 24 else None


def _zone(text: str, year: int) -> str:
    if match := _OFFSET.match(text):
        minutes = int(match["hours"]) * 60 + int(match["minutes"] or 0)
        if minutes > 14 * 60:
            return ""
        sign = "+" if match["sign"] == "+" else "-"
        return f"{sign}{minutes // 60:02}:{minutes % 60:02}"
    if _UTC.match(text):
        return "+00:00"
    for pattern, hours, since in _FIXED:
        if pattern.match(text) and year >= since:
            return f"+{hours:02}:00"
    return ""
