"""What the words of numbers are, before they are put together."""

from __future__ import annotations

from copy import copy
from enum import Enum, auto
from fractions import Fraction
from typing import NamedTuple

Value = int | Fraction

_ENDS = (".", "،", ";", "؛", ":", "(", ")", "[", "]", "…", "?", "؟", "!", "/")


class Kind(Enum):
    """What a word is to the numbers around it."""

    DIGITS = auto()
    ONE = auto()  # also a pronoun: no number by itself
    UNIT = auto()  # 2 to 9, in English to 19
    TEN = auto()  # عشر: ten, and the second word of eleven to nineteen
    BEFORE_TEN = auto()  # أحد, اثنا: numbers only before عشر, or before و and tens
    TENS = auto()
    HUNDRED = auto()  # takes a count before it
    HUNDREDS = auto()  # مئتان, خمسمئة: takes none
    SCALE = auto()  # thousand and above; by itself one of them in Arabic, none in English
    DUAL = auto()  # ألفان: two of them
    ACCUSATIVE = auto()  # ألفا: a thousand (ألفاً), or two of what follows
    PLURAL = auto()  # آلاف, millions: only behind a count
    ORDINAL = auto()
    ORDINAL_ONE = auto()  # حادي: only in eleventh, twenty-first
    FRACTION = auto()  # half, ثلث
    PART = auto()  # thirds, أرباع: only behind a count
    ARTICLE = auto()  # a, an
    AND = auto()
    MONTH = auto()


class Atom(NamedTuple):
    """One word. joined: behind و; definite: behind the article; attached: behind a preposition.
    hamza: only a number where it is written with one (مئتا, not ميتا). name: digits as written,
    with letters on them. lone: the term of the word where it stands alone, if that is known."""

    kind: Kind
    value: Value
    arabic: bool
    joined: bool = False
    definite: bool = False
    attached: bool = False
    hamza: bool = False
    name: str = ""
    lone: str | None = None

    @property
    def bare(self) -> bool:
        """Nothing is written onto it."""
        return not (self.joined or self.definite or self.attached)


class Reading(NamedTuple):
    """A number that ends before word `end`. alone: whether it is one without a unit such as
    percent behind it; also: further terms that the same words may mean."""

    value: Value
    end: int
    ordinal: bool = False
    alone: bool = True
    also: tuple[str, ...] = ()


class Line:
    """A sentence as its words: as written, in exact form, and as atoms (None: of no number).
    asked: it is a query."""

    def __init__(
        self,
        text: str,
        words: list[str],
        exact: tuple[str, ...],
        atoms: list[Atom | None],
        places: list[int],
        asked: bool,
    ) -> None:
        self.text = text
        self.words = words
        self.exact = exact
        # Some more, so that the words behind the last can be asked for.
        self.atoms = [*atoms, None, None, None, None]
        self.places = places
        self.asked = asked
        self.has_percent = "%" in text or "٪" in text
        self._spans: list[tuple[int, int]] = []  # of the first words; parts share it

    def word(self, at: int) -> str:
        """The exact form of a word, empty outside the sentence."""
        return self.exact[at] if 0 <= at < len(self.exact) else ""

    def after(self, at: int, *kinds: Kind) -> Atom | None:
        """The word there if it is of these kinds and nothing is written onto it."""
        atom = self.atoms[at]
        return atom if atom and atom.kind in kinds and atom.bare else None

    def part(self, at: int) -> Line:
        """The line without the words of numbers that no number from `at` on reaches: none goes
        on behind a full stop, a semicolon or a bracket, nor behind most commas."""
        end = at
        while self.atoms[end + 1]:
            if self._cut(end):
                part = copy(self)
                part.atoms = [*self.atoms[: end + 1], *[None] * (len(self.atoms) - end - 1)]
                return part
            end += 1
        return self

    def _cut(self, at: int) -> bool:
        """Whether the signs behind a word end a number."""
        atom = self.atoms[at]
        assert atom is not None
        signs = self.gap(at).strip()
        if not signs:
            return False
        if signs == "," and not atom.arabic:
            return atom.kind not in (Kind.SCALE, Kind.PLURAL)
        return signs[0] in _ENDS and atom.kind not in (Kind.DIGITS, Kind.MONTH)

    def gap(self, at: int) -> str:
        """The signs between a word and the next."""
        if at + 1 >= len(self.words):
            return ""
        if f"{self.words[at]} {self.words[at + 1]}" in self.text:
            return " "  # as nearly always, without a look for the places of all words
        return self.text[self.span(at)[1] : self.span(at + 1)[0]]

    def has_percent_sign(self, first: int, last: int) -> bool:
        """Whether % stands before the first word or behind the last."""
        start, end = self.span(first)[0], self.span(last)[1]
        before, behind = self.text[max(0, start - 1) : start], self.text[end : end + 2].lstrip()
        return bool(before and before in "%٪") or behind[:1] in ("%", "٪")

    def span(self, at: int) -> tuple[int, int]:
        """Where a word starts and ends in the text; found again, with those before it, in a tenth
        of the time that tokenizing takes."""
        found = self._spans
        while len(found) <= at:
            word = self.words[len(found)]
            start = self.text.index(word, found[-1][1] if found else 0)
            found.append((start, start + len(word)))
        return found[at]
