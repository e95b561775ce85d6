"""English number words: three thousand five hundred, two and a half million, two-thirds, 21st.

Short scale (a billion is a thousand million), as news has it since 1974. Known false positives:
"a third man" is read as a part as well as an order; "second" as an order wherever no number
stands before it.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from search.analysis.numbers_atoms import Atom, Kind, Line, Reading, Value

_UNITS = (
    "two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen "
    "sixteen seventeen eighteen nineteen"
)
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety"
_ORDINALS = (
    "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth "
    "thirteenth fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth"
)
_ORDINAL_TENS = (
    "twentieth thirtieth fortieth fiftieth sixtieth seventieth eightieth ninetieth hundredth"
)
_SCALES = {
    12: "dozen",
    10**3: "thousand",
    10**6: "million mn mln",
    10**9: "billion bn",
    10**12: "trillion",
}
_PLURALS = {
    12: "dozens",
    10**3: "thousands",
    10**6: "millions",
    10**9: "billions",
    10**12: "trillions",
}
_FRACTIONS = {Fraction(1, 2): "half", Fraction(1, 4): "quarter"}
_PARTS = (
    "halves thirds quarters fourths fifths sixths sevenths eighths ninths tenths"  # of 2, 3, 4, 4…
)
SUFFIXES = {"k": 10**3, "bn": 10**9, "mn": 10**6, "mln": 10**6, "tn": 10**12, "trn": 10**12}
"""What is written onto digits: 300k, 5bn. Not m, which is also metres."""


def atoms() -> Iterator[tuple[str, Atom]]:
    """Every word with what it is."""
    yield "one", Atom(Kind.ONE, 1, False)
    yield from _numbered(Kind.UNIT, _UNITS, 2)
    yield from _numbered(Kind.TENS, _TENS, 20, 10)
    yield from _numbered(Kind.ORDINAL, _ORDINALS, 1)
    yield from _numbered(Kind.ORDINAL, _ORDINAL_TENS, 20, 10)
    yield "hundred", Atom(Kind.HUNDRED, 100, False)
    for kind, table in ((Kind.SCALE, _SCALES), (Kind.PLURAL, _PLURALS)):
        for value, words in table.items():
            for word in words.split():
                yield word, Atom(kind, value, False)
    for fraction, word in _FRACTIONS.items():
        yield word, Atom(Kind.FRACTION, fraction, False)
    for parts, word in zip((2, 3, 4, 4, 5, 6, 7, 8, 9, 10), _PARTS.split(), strict=True):
        yield word, Atom(Kind.PART, parts, False)
    for word in ("a", "an"):
        yield word, Atom(Kind.ARTICLE, 1, False)
    yield "and", Atom(Kind.AND, 0, False)


def _numbered(kind: Kind, words: str, first: int, step: int = 1) -> Iterator[tuple[str, Atom]]:
    for number, word in enumerate(words.split()):
        yield word, Atom(kind, first + number * step, False)


def read(line: Line, at: int) -> Reading | None:
    """The number that begins with this word, if one does."""
    atom = line.atoms[at]
    assert atom is not None
    if atom.kind is Kind.FRACTION:
        return _of_scale(line, atom.value, at + 1)
    if atom.kind is Kind.ORDINAL:
        return _lone_ordinal(line, at, atom)
    return _counted_parts(line, at, atom) or cardinal(line, at)


def cardinal(line: Line, at: int) -> Reading | None:
    """Terms, each less than the unit of the one before, with or without "and"."""
    first = _term(line, at)
    if first is None:
        return None
    reading, unit = first
    while unit > 1 and not reading.ordinal:
        joined = line.after(reading.end, Kind.AND) is not None
        more = _term(line, reading.end + joined)
        if more is None or more[0].value >= unit or not _continues(line, reading.end, more):
            break
        following, unit = more
        reading = Reading(reading.value + following.value, following.end, following.ordinal)
    return reading if reading.ordinal else _and_a_half(line, reading, unit)


_Term = tuple[Reading, int]  # the number, and its smallest unit


def _continues(line: Line, at: int, term: _Term) -> bool:
    """Digits go on only with a scale of their own: 2 million 300 thousand, not 1 million 2020;
    "a" begins another number, and "one" without "and" may be a pronoun."""
    joined = line.after(at, Kind.AND) is not None
    at += joined
    if line.after(at, Kind.ARTICLE) or (line.after(at, Kind.ONE) and not term[0].alone):
        return joined and not line.after(at, Kind.ARTICLE)
    return line.after(at, Kind.DIGITS) is None or term[1] > 1


def _term(line: Line, at: int) -> _Term | None:
    """A count with the scales behind it."""
    start = at
    if line.after(at, Kind.ARTICLE):
        if not line.after(at + 1, Kind.HUNDRED, Kind.SCALE):
            return None
        count: _Count | None = _hundreds(line, 1, at + 1)
    else:
        count = _below_thousand(line, at)
    if count is None:
        return None
    value, end, ordinal = count
    unit = 1
    while not ordinal and (scale := line.after(end, Kind.SCALE, Kind.PLURAL)):
        if scale.arabic:
            break
        value, end, unit = value * scale.value, end + 1, int(scale.value)
    alone = end > start + 1 or not line.after(start, Kind.ONE)
    return Reading(value, end, ordinal, alone), unit


_Count = tuple[Value, int, bool]  # value, end, whether its last word is an ordinal


def _below_thousand(line: Line, at: int) -> _Count | None:
    count = _below_hundred(line, at)
    if count is None or count[2]:
        return count
    return _hundreds(line, count[0], count[1])


def _hundreds(line: Line, count: Value, at: int) -> _Count:
    """What follows a count: hundred, and what is less than a hundred."""
    hundred = line.after(at, Kind.HUNDRED)
    if hundred is None or hundred.arabic or count >= 100:
        return count, at, False
    end = at + 1
    joined = line.after(end, Kind.AND) is not None
    rest = None if line.after(end + joined, Kind.DIGITS) else _below_hundred(line, end + joined)
    # In "one hundred and three hundred" the second number is one of its own.
    if rest is None or line.after(rest[1], Kind.HUNDRED):
        return count * 100, end, False
    return count * 100 + rest[0], rest[1], rest[2]


def _below_hundred(line: Line, at: int) -> _Count | None:
    atom = line.after(at, Kind.DIGITS, Kind.ONE, Kind.UNIT, Kind.TENS, Kind.ORDINAL)
    if atom is None or (atom.arabic and atom.kind is not Kind.DIGITS):
        return None
    if atom.kind is Kind.TENS:
        unit = line.after(at + 1, Kind.ONE, Kind.UNIT, Kind.ORDINAL)
        if unit and unit.value < 10 and not unit.arabic and not unit.name:
            return atom.value + unit.value, at + 2, unit.kind is Kind.ORDINAL
    return atom.value, at + 1, atom.kind is Kind.ORDINAL


def _and_a_half(line: Line, reading: Reading, unit: int) -> Reading:
    """two and a half million, two million and a half, one and a quarter."""
    end = reading.end
    if not (line.after(end, Kind.AND) and line.after(end + 1, Kind.ARTICLE)):
        return reading
    fraction = line.after(end + 2, Kind.FRACTION)
    if fraction is None:
        return reading
    value = reading.value + Fraction(fraction.value) * unit
    if unit == 1 and (scale := line.after(end + 3, Kind.SCALE)):
        return Reading(value * scale.value, end + 4)
    return Reading(value, end + 3)


def _counted_parts(line: Line, at: int, atom: Atom) -> Reading | None:
    """two thirds, one third, a quarter; "a third" may be an order as well."""
    if atom.kind not in (Kind.ONE, Kind.UNIT, Kind.ARTICLE, Kind.DIGITS):
        return None
    part = line.atoms[at + 1]
    if part is None or part.arabic or part.name or not 0 < atom.value < 10:
        return None
    end = at + 2
    if part.kind is Kind.FRACTION:
        return _of_scale(line, atom.value * Fraction(part.value), end)
    if part.kind is Kind.PART and atom.value > 1:
        return _of_scale(line, Fraction(atom.value) / part.value, end)
    if part.kind is Kind.ORDINAL and 3 <= part.value <= 10 and atom.value == 1:
        also: tuple[str, ...] = ()
        if atom.kind is Kind.ARTICLE and line.word(end) != "of":
            also = (f"{part.value}{'rd' if part.value == 3 else 'th'}",)
        return _of_scale(line, Fraction(1) / part.value, end)._replace(also=also)
    return None


def _of_scale(line: Line, value: Value, end: int) -> Reading:
    """A fraction of what follows: half a million, a third of a million, half a dozen."""
    at = end + (line.word(end) == "of")
    if line.after(at, Kind.ARTICLE, Kind.ONE):
        at += 1
        if line.word(at) in ("percent", "per"):
            return Reading(value, at)
    if scale := line.after(at, Kind.SCALE):
        return Reading(value * scale.value, at + 1)
    return Reading(value, end)


def _lone_ordinal(line: Line, at: int, atom: Atom) -> Reading | None:
    before = line.atoms[at - 1] if at else None
    if atom.value == 2 and not atom.name and before and before.kind in (Kind.ONE, Kind.DIGITS):
        return None  # one second, of time
    return Reading(atom.value, at + 1, ordinal=True)
