"""The date that a short text states: `31 آب/أغسطس 2020`, `٣١-٨-٢٠٢٠ 10:20 ص`, RFC 822, ISO 8601.

Gregorian dates go before Hijri ones, so that a line with both gives the exact one. A line that
says "آخر تحديث" before its date tells when the page changed, which is not asked here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, datetime

from hijridate import Hijri

from index.dates.ago import ago
from index.dates.clock import clock
from index.dates.names import HIJRI, MONTHS, WEEKDAYS, any_of, folded
from search.dates import period, seconds

_DAY_LONG = 86_400  # seconds
_ZERO = re.compile(r"1970-01-01T00:00(?::00)?(?:\+00:00)?")
_LONGEST = 300  # characters: a longer text is no date line
_MONTH, _HIJRI = any_of(MONTHS), any_of(HIJRI)
_ISO = re.compile(r"\d{4}(?:-\d\d(?:-\d\d)?)?")
_MOMENT = re.compile(r"(?<!\d)(\d{4})-(\d\d)-(\d\d)t(?=\d\d:)")
_SEP = r"[\s,،./|\-–]*"
_AGAIN = rf"(?:\s*[/(|\-–]\s*(?P<again>{_MONTH})\s*\)?)?"
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
_YEAR = r"(?:عام|سنه|لعام|of)?\s*(?P<year>\d{4})(?!\d)"
# A day, a month by name and a year, in the three orders that are written.
_NAMED = tuple(
    re.compile(pattern)
    for pattern in (
        rf"(?<![\d:]){_DAY}{_SEP}(?:من |of |شهر )*(?P<month>{_MONTH}){_AGAIN}{_SEP}{_YEAR}",
        rf"(?P<month>{_MONTH}){_AGAIN}{_SEP}{_DAY}(?!\d|:)[\s,،]+{_YEAR}",
        rf"(?<!\d)(?P<year>\d{{4}}){_SEP}(?P<month>{_MONTH}){_AGAIN}{_SEP}(?P<day>\d{{1,2}})(?!\d|:)",
    )
)
_MONTH_ONLY = re.compile(rf"(?P<month>{_MONTH}){_AGAIN}{_SEP}{_YEAR}")
_DAY_ONLY = re.compile(rf"(?<![\d:])(?P<day>\d{{1,2}})\s+(?P<month>{_MONTH}){_AGAIN}")
_HIJRI_NAMED = re.compile(
    rf"(?<![\d:])(?P<day>\d{{1,2}}){_SEP}(?:من |شهر )*(?P<month>{_HIJRI}){_SEP}{_YEAR}"
)
_DAY_FIRST = re.compile(r"(?<![\d/.\-:])(\d{1,2})\s?([/.\-])\s?(\d{1,2})\s?\2\s?(\d{4})(?!\d)")
_YEAR_FIRST = re.compile(r"(?<!\d)(\d{4})\s?([/.\-])\s?(\d{1,2})\s?\2\s?(\d{1,2})(?![\d/.\-])")
_CHANGED = re.compile(r"(?:تحديث|تعديل|updated|modified)[^\d]{0,30}$")
_HIJRI_YEARS = range(1343, 1501)  # the span of the Umm al-Qura tables

Found = tuple[int, int, date]  # where it begins and ends in the folded text, and the day


def published_date(text: str, reference: datetime | None = None) -> str | None:
    """ISO 8601 of the date in a line such as a page shows; None where it states none.

    reference: when the text was true, with its zone: relative dates and those without a year
    are read only with it, and those after it are not believed. Raises nothing.
    """
    line = folded(text[:_LONGEST])
    if len(text) > _LONGEST or not line:
        return None
    if _ISO.fullmatch(line):
        return _checked(line, reference)
    found = sorted(_days(line), key=lambda day: (_is_hijri(line[day[0] : day[1]]), day[0]))
    for start, end, day in found:
        if _CHANGED.search(line[:start]):
            continue
        time = clock(line[end:], day.year) or clock(line[:start], day.year) or ""
        return _checked(day.isoformat() + time, reference)
    return _checked(_partly(line, reference), reference)


def _is_hijri(text: str) -> bool:
    """Hijri dates come after Gregorian ones, whatever their order in the line."""
    return any(int(year) in _HIJRI_YEARS for year in re.findall(r"\d{4}", text))


def _checked(value: str | None, reference: datetime | None) -> str | None:
    """The date, unless there is none such or it lies: it is the zero of a system's clock, or more
    than a day, which is more than the zones are apart, after it was read."""
    try:
        begins = period(value).start if value else None
    except ValueError:
        return None
    if begins is None or value is None or _ZERO.fullmatch(value):
        return None
    ahead = reference is not None and begins > seconds(reference) + _DAY_LONG
    return None if ahead else value


def _days(line: str) -> Iterator[Found]:
    """Every full date in a folded text."""
    for match in _MOMENT.finditer(line):
        yield from _found(match.start(), match.end() - 1, int(match[1]), int(match[2]), match[3])
    for pattern in _NAMED:
        for match in pattern.finditer(line):
            month, again = MONTHS[match["month"]], match["again"]
            if again is None or MONTHS[again] == month:
                yield from _found(*match.span(), int(match["year"]), month, match["day"])
    for match in _HIJRI_NAMED.finditer(line):
        yield from _found(*match.span(), int(match["year"]), HIJRI[match["month"]], match["day"])
    for match in _YEAR_FIRST.finditer(line):
        yield from _found(*match.span(), int(match[1]), int(match[3]), match[4])
    for match in _DAY_FIRST.finditer(line):
        yield from _day_first(line, match)


def _day_first(line: str, match: re.Match[str]) -> Iterator[Found]:
    """8/6/2020 is 8 June, as in all Arab countries, unless only the other order is possible or
    agrees with the weekday beside it. Known false positive: an American template without one."""
    first, second, year = int(match[1]), int(match[3]), int(match[4])
    readings = [
        found
        for day, month in ((first, second), (second, first))
        for found in _found(*match.span(), year, month, str(day))
    ]
    weekday = _weekday(line)
    agreeing = [found for found in readings if weekday == found[2].weekday()]
    yield from (agreeing or readings)[:1]


def _found(start: int, end: int, year: int, month: int, day: str) -> Iterator[Found]:
    try:
        if year in _HIJRI_YEARS:
            gregorian = Hijri(year, month, int(day)).to_gregorian()
            yield start, end, date(gregorian.year, gregorian.month, gregorian.day)
        elif year > _HIJRI_YEARS[-1]:
            yield start, end, date(year, month, int(day))
    except (ValueError, OverflowError):  # there is no such day
        return


def _weekday(line: str) -> int | None:
    match = re.search(any_of(WEEKDAYS), line)
    return WEEKDAYS[match[0]] if match else None


def _partly(line: str, reference: datetime | None) -> str | None:
    """A month with its year where the line is nothing else; what only a reference completes."""
    if match := _MONTH_ONLY.fullmatch(line):
        return f"{match['year']}-{MONTHS[match['month']]:02}"
    if reference is None or _CHANGED.search(re.split(r"\d|قبل|منذ", line)[0]):
        return None
    if (found := ago(line, reference)) is not None:
        return found
    match = _DAY_ONLY.search(line)
    if match is None:
        return None
    for year in (reference.year, reference.year - 1):
        for _, _, day in _found(0, 0, year, MONTHS[match["month"]], match["day"]):
            if day <= reference.date():
                return day.isoformat()
    return None
