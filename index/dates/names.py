"""The words of dates: months and days by all their names, folded, and the hours of the day."""

from __future__ import annotations

import re
import unicodedata

from search.analysis.letters import fold_letters
from search.analysis.months import spellings

_MARKS = re.compile(
    r"[\u0610-\u061a\u064b-\u065f\u0670\u061c\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]"
)


def folded(text: str) -> str:
    """The text with one spelling for each letter, ASCII digits, single spaces, no marks."""
    plain = _MARKS.sub("", unicodedata.normalize("NFKC", text)).casefold()
    return " ".join(fold_letters(plain).split())


_TERMS = spellings()
MONTHS = {
    folded(name): number for number, (_, names) in enumerate(_TERMS[:12], 1) for name in names
}
HIJRI = {
    folded(name): number for number, (_, names) in enumerate(_TERMS[12:24], 1) for name in names
}
# Monday is 0, as in `date.weekday`; the table begins on Sunday.
WEEKDAYS = {
    folded(name): (number + 6) % 7
    for number, (_, names) in enumerate(_TERMS[24:31])
    for name in names
}


def any_of(names: dict[str, int]) -> str:
    """A pattern of any of the names as a whole word, the longest first."""
    ordered = sorted(names, key=len, reverse=True)
    words = "|".join(re.escape(name).replace(r"\ ", r"\s") for name in ordered)
    return rf"(?<![^\W\d_])(?:{words})(?![^\W\d_])"
