"""The opening words by which agencies say where a report was written and whose it is.

Source: the house styles of Arabic agencies and newspapers. Where no bracket shows that it is a
dateline, one part must be known as an agency (`layout.AGENCIES`), so that "بغداد - دمشق" stays.
"""

from __future__ import annotations

import re

from index.layout import is_agency

_PART = r"([^\W\d_](?:[^\W_]|[ .'’\u064b-\u0652]){0,29}?)"
_LEAD = "[\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]*"
_RULE = r"[-–—ـ]+"

# (pattern, what its parts must show), tried in order. Two parts are place and agency, whichever
# of them is known as an agency; one part is a place.
DATELINES: tuple[tuple[re.Pattern[str], bool], ...] = tuple(
    (re.compile(_LEAD + pattern), needs_agency)
    for pattern, needs_agency in (
        # [بغداد_اين]; false positive: a bracketed pair of words before a text
        (rf"\[\s*{_PART}\s*(?:[_/]|{_RULE})\s*{_PART}\s*\]\s*(?:{_RULE}|:)?", False),
        # (بغداد/ واع) -
        (rf"\(\s*{_PART}\s*(?:[_/]|{_RULE})\s*{_PART}\s*\)\s*(?:{_RULE}|:)?", True),
        # بغداد (رويترز) -
        (rf"{_PART}\s*\(\s*{_PART}\s*\)\s*(?:{_RULE}|[:/]|\Z)", True),
        # بغداد - (رويترز)
        (rf"{_PART}\s*{_RULE}\s*\(\s*{_PART}\s*\)\s*(?:{_RULE}|[:/])?", True),
        # لندن: «الشرق الأوسط»
        (rf"{_PART}\s*:\s*[«“\"]{_PART}[»”\"]\s*(?:{_RULE}|:|\Z)", True),
        # بغداد/ واع:  بغداد - واع -  السومرية نيوز/ بغداد
        (rf"{_PART}\s*(?:/|{_RULE})\s*{_PART}\s*(?:{_RULE}|[:/]|\Z)", True),
        # (بغداد) -; false positive: a bracketed word before a dash
        (rf"\(\s*{_PART}\s*\)\s*{_RULE}", False),
    )
)


def dateline_of(line: str) -> tuple[str, str, int] | None:
    """(place, agency, length) of the dateline a line begins with; "" for what it does not say."""
    for pattern, needs_agency in DATELINES:
        match = pattern.match(line)
        if match is None:
            continue
        parts = [part.strip() for part in match.groups()]
        known = next((i for i, part in enumerate(parts) if is_agency(part)), None)
        if needs_agency and known is None:
            continue
        agency = parts.pop(1 if known is None else known) if len(parts) > 1 or known == 0 else ""
        return (parts[0] if parts else ""), agency, match.end()
    return None
