"""Arabic number words: ثلاثة آلاف وخمسمئة, مئة وعشرين ألفا, مليونين ونصف, الثالث عشر.

Source: Ryding, A Reference Grammar of Modern Standard Arabic (2005), chapter 15. All cases and
both genders are read; agreement is not asked for. Known false positives: ألف (composed), ثمان
in names, ألفا without tanween, which is read as two thousand unless a number follows.
"""

from __future__ import annotations

from fractions import Fraction

from search.analysis.numbers_atoms import Atom, Kind, Line, Reading, Value

_MEMBER = frozenset(
    (Kind.ONE, Kind.UNIT, Kind.BEFORE_TEN, Kind.TEN, Kind.TENS, Kind.HUNDRED, Kind.HUNDREDS)
)
_RANK = {Kind.TEN: 2, Kind.TENS: 2, Kind.HUNDRED: 3, Kind.HUNDREDS: 3}


def read(line: Line, at: int) -> Reading | None:
    """The number that begins with this word, if one does."""
    atom = line.atoms[at]
    assert atom is not None
    if atom.kind in (Kind.ORDINAL, Kind.ORDINAL_ONE):
        return _ordinal(line, at, atom)
    if atom.kind is Kind.FRACTION:
        return _of_scale(line, Reading(atom.value, at + 1))
    return cardinal(line, at)


def cardinal(line: Line, at: int) -> Reading | None:
    """Terms joined by و, each less than the unit of the one before; a half may end it."""
    first = _term(line, at)
    atom = line.atoms[at]
    if first is None or atom is None:
        return None
    value, end, unit, alone = first
    while unit > 1 and (start := _joined(line, end, atom.definite)) is not None:
        more = _term(line, start)
        if more is None or more[0] >= unit:
            break
        value, end, unit, alone = value + more[0], more[1], more[2], True
    if atom.kind is Kind.ACCUSATIVE and end == at + 1:
        value = _lone_accusative(line, at, atom)
    halved = _half(line, end, value, unit)
    if halved is not None:
        return halved
    both = atom.kind is Kind.TENS and atom.definite and end == at + 1  # القرن العشرين
    return Reading(value, end, alone=alone, also=(f"{value}th",) if both else ())


_Term = tuple[Value, int, int, bool]  # value, end, its smallest unit, whether it can stand alone


def _term(line: Line, at: int) -> _Term | None:
    """A count with the scales behind it, or a scale by itself."""
    atom = line.atoms[at]
    if atom is None or (atom.hamza and not _has_hamza(line.words[at])):
        return None
    value: Value
    unit, alone = 1, True
    if atom.kind is Kind.DIGITS:
        value, end = atom.value, at + 1
    elif atom.kind in (Kind.SCALE, Kind.ACCUSATIVE, Kind.DUAL):
        value, end = atom.value, at + 1
        unit = int(value) // (2 if atom.kind is Kind.DUAL else 1)
    elif atom.kind in _MEMBER and (chain := _chain(line, at)):
        value, end, alone = chain
    else:
        return None
    if part := line.after(end, Kind.PART):
        parts = _of_scale(line, Reading(Fraction(value) / part.value, end + 1))
        return (parts.value, parts.end, 1, True) if value < part.value else None
    while scale := line.after(end, Kind.SCALE, Kind.ACCUSATIVE, Kind.PLURAL):
        value, end, unit, alone = value * scale.value, end + 1, int(scale.value), True
    return value, end, unit, alone


def _chain(line: Line, at: int) -> tuple[Value, int, bool] | None:
    """A number below a thousand: hundreds, then units, then tens, joined by و."""
    member = _member(line, at)
    if member is None:
        return None
    value, end, rank = member
    only_before_ten = _is(line, at, Kind.BEFORE_TEN) and end == at + 1
    alone = not _is(line, at, Kind.ONE)
    begun = line.atoms[at]
    definite = begun is not None and begun.definite
    while rank != 2 and (start := _joined(line, end, definite)) is not None:
        more = _member(line, start)
        if more is None or not _fits(rank, more):
            break
        if _is(line, start, Kind.BEFORE_TEN) and more[1] == start + 1 and not _tens(line, more[1]):
            break
        value, end, rank = value + more[0], more[1], more[2]
        only_before_ten, alone = False, True
    return None if only_before_ten else (value, end, alone)


def _fits(rank: int, member: tuple[Value, int, int]) -> bool:
    """Whether a member may follow one of this rank: 3 hundreds, 2 ten and up, 1 units."""
    value, _, following = member
    return following < rank if rank == 3 else following == 2 and value >= 20


def _member(line: Line, at: int) -> tuple[Value, int, int] | None:
    """One member of a chain: its value, end and rank."""
    atom = line.atoms[at]
    if atom is None or atom.kind not in _MEMBER or not atom.arabic:
        return None
    if atom.hamza and not _has_hamza(line.words[at]):
        return None
    if atom.kind in _RANK:
        return atom.value, at + 1, _RANK[atom.kind]
    if line.after(at + 1, Kind.TEN):
        return atom.value + 10, at + 2, 2
    if atom.value >= 3 and (hundred := line.after(at + 1, Kind.HUNDRED)):
        return atom.value * hundred.value, at + 2, 3
    if atom.kind is Kind.BEFORE_TEN and atom.value == 2:
        return None
    return atom.value, at + 1, 1


def _joined(line: Line, at: int, definite: bool = True) -> int | None:
    """Where the member begins that و joins here, written onto it or apart; with the article only
    if the number has it too (definite)."""
    atom = line.atoms[at]
    if atom is None or (atom.definite and not definite):
        return None
    if atom.kind is Kind.AND and atom.arabic:
        following = line.atoms[at + 1]
        return at + 1 if following and following.bare else None
    return at if atom.joined else None


def _tens(line: Line, at: int) -> bool:
    start = _joined(line, at)
    return start is not None and _is(line, start, Kind.TENS)


def _lone_accusative(line: Line, at: int, atom: Atom) -> Value:
    """ألفاً is a thousand; ألفا is one too where it goes on, else the two thousand of a noun."""
    start = _joined(line, at + 1)
    goes_on = start is not None and _is(line, start, Kind.FRACTION)
    return atom.value if goes_on or "\u064b" in line.words[at] else 2 * atom.value


def _half(line: Line, end: int, value: Value, unit: int) -> Reading | None:
    """The number with ونصف behind it: مليونين ونصف, ثلاثة ملايين ونصف المليون, خمسة ونصف."""
    start = _joined(line, end)
    fraction = line.atoms[start] if start is not None else None
    if start is None or fraction is None or fraction.kind is not Kind.FRACTION:
        return None
    if fraction.definite:
        return None  # الخامسة والنصف is a time of day
    end = start + 1
    scale = line.atoms[end]
    if scale and scale.kind is Kind.SCALE and not scale.joined and not scale.attached:
        if unit == 1:
            return Reading((value + Fraction(fraction.value)) * scale.value, end + 1)
        if scale.value == unit:
            return Reading(value + fraction.value * unit, end + 1)
        return None
    if line.word(end).startswith("ال"):
        return None  # ثلاثة آلاف ونصف القوات
    return Reading(value + fraction.value * unit, end)


def _of_scale(line: Line, reading: Reading) -> Reading:
    """A fraction of what follows: نصف مليون, ثلث المليون."""
    scale = line.atoms[reading.end]
    if scale and scale.kind is Kind.SCALE and not scale.joined and not scale.attached:
        return Reading(reading.value * scale.value, reading.end + 1)
    return reading


def _ordinal(line: Line, at: int, atom: Atom) -> Reading | None:
    if atom.value == 1 and not atom.definite and line.words[at].endswith("ي"):
        return None if atom.kind is Kind.ORDINAL else _compound_ordinal(line, at, atom)
    compound = _compound_ordinal(line, at, atom)
    if compound or atom.kind is Kind.ORDINAL_ONE:
        return compound
    if atom.value == 2 and not atom.definite and line.word(at).endswith("ه"):
        return None  # ثانية is a second of time, or "again"
    return Reading(atom.value, at + 1, ordinal=True)


def _compound_ordinal(line: Line, at: int, atom: Atom) -> Reading | None:
    if line.after(at + 1, Kind.TEN):
        return Reading(atom.value + 10, at + 2, ordinal=True)
    start = _joined(line, at + 1)
    tens = line.atoms[start] if start is not None else None
    if start is not None and tens is not None and tens.kind is Kind.TENS:
        return Reading(atom.value + tens.value, start + 1, ordinal=True)
    return None


def _is(line: Line, at: int, kind: Kind) -> bool:
    atom = line.atoms[at]
    return atom is not None and atom.kind is kind


def _has_hamza(word: str) -> bool:
    return any(letter in word for letter in "ئءأإؤ")
