"""What a highlighter looks for: the same evidence that decided what matches."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from search.analysis import Forms
from search.article import Side
from search.query.ast import Fuzzy, Prefix, Wildcard

Link = Literal["word", "thesaurus", "name"]


@dataclass(frozen=True, slots=True)
class TermMark:
    """A word by its stem on some sides. unit: which part of the query asked for it."""

    unit: int
    sides: tuple[Side, ...]
    forms: Forms
    link: Link = "word"


@dataclass(frozen=True, slots=True)
class PhraseMark:
    """Words by bare form, together: adjacent (slop None) or within a window.

    companions: what shows the phrase's words on the other side of a pair that has it.
    """

    unit: int
    sides: tuple[Side, ...]
    words: tuple[Forms, ...]
    slop: int | None
    link: Link = "word"
    companions: tuple[TermMark, ...] = ()


@dataclass(frozen=True, slots=True)
class PatternMark:
    """Words that fit a pattern in their exact or bare form."""

    unit: int
    sides: tuple[Side, ...]
    pattern: Prefix | Wildcard | Fuzzy


@dataclass(frozen=True, slots=True)
class NumberMark:
    """The words of numbers that come to one of these terms (search.analysis.numbers)."""

    unit: int
    sides: tuple[Side, ...]
    terms: tuple[str, ...]


Mark = TermMark | PhraseMark | PatternMark | NumberMark
