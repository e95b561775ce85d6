"""Arabic number words: ثلاثة آلاف وخمسمئة, مئة وعشرين ألفا, مليونين ونصف, الثالث عشر.

Source: Ryding, A Reference Grammar of Modern Standard Arabic (2005), chapter 15. All cases and
both genders are read; agreement is not asked for. Known false positives: ألف (composed), ثمان
in names, ألفا without tanween, which is read as two thousand unless a number follows.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from search.analysis.letters import normal
from search.analysis.numbers_atoms import Atom, Kind, Line, Reading, Value

_WORDS: dict[Kind, dict[Value, str]] = {
    Kind.ONE: {1: "واحد واحدة"},
    Kind.UNIT: {
        2: "اثنان اثنين اثنتان اثنتين",
        3: "ثلاثة ثلاث",
        4: "أربعة أربع",
        5: "خمسة خمس",
        6: "ستة ست",
        7: "سبعة سبع",
        8: "ثمانية ثماني ثمان",
        9: "تسعة تسع",
    },
    Kind.BEFORE_TEN: {1: "أحد إحدى", 2: "اثنا اثني اثنتا اثنتي"},
    Kind.TEN: {10: "عشرة عشر"},
    Kind.TENS: {
        20: "عشرون عشرين",
        30: "ثلاثون ثلاثين",
        40: "أربعون أربعين",
        50: "خمسون خمسين",
        60: "ستون ستين",
        70: "سبعون سبعين",
        80: "ثمانون ثمانين",
        90: "تسعون تسعين",
    },
    Kind.HUNDRED: {100: "مئة مائة"},
    Kind.HUNDREDS: {
        200: "مئتان مئتين مئتا مئتي مائتان مائتين مائتا مائتي",
        300: "ثلاثمئة ثلاثمائة",
        400: "أربعمئة أربعمائة",
        500: "خمسمئة خمسمائة",
        600: "ستمئة ستمائة",
        700: "سبعمئة سبعمائة",
        800: "ثمانمئة ثمانمائة ثمانيمئة ثمانيمائة",
        900: "تسعمئة تسعمائة",
    },
    Kind.SCALE: {
        10**3: "ألف",
        10**6: "مليون",
        10**9: "مليار بليون",
        10**12: "تريليون ترليون",
    },
    Kind.DUAL: {
        2 * 10**3: "ألفان ألفين ألفي",
        2 * 10**6: "مليونان مليونين مليوني",
        2 * 10**9: "ملياران مليارين ملياري بليونان بليونين بليوني",
        2 * 10**12: "تريليونان تريليونين تريليوني ترليونين",
    },
    Kind.ACCUSATIVE: {
        10**3: "ألفا",
        10**6: "مليونا",
        10**9: "مليارا بليونا",
        10**12: "تريليونا ترليونا",
    },
    Kind.PLURAL: {
        10**3: "آلاف",
        10**6: "ملايين",
        10**9: "مليارات بلايين بليونات",
        10**12: "تريليونات ترليونات",
    },
    Kind.ORDINAL: {
        1: "أول أولى",
        2: "ثاني ثان ثانية",
        3: "ثالث ثالثة",
        4: "رابع رابعة",
        5: "خامس خامسة",
        6: "سادس سادسة",
        7: "سابع سابعة",
        8: "ثامن ثامنة",
        9: "تاسع تاسعة",
        10: "عاشر عاشرة",
    },
    Kind.ORDINAL_ONE: {1: "حادي حادية"},
    Kind.FRACTION: {
        Fraction(1, 2): "نصف",
        Fraction(1, 3): "ثلث",
        Fraction(1, 4): "ربع",
        Fraction(1, 6): "سدس",
        Fraction(2, 3): "ثلثا ثلثي ثلثان ثلثين",
    },
    Kind.PART: {3: "أثلاث", 4: "أرباع", 5: "أخماس", 6: "أسداس", 8: "أثمان", 10: "أعشار"},
}
# What is written onto them: و and ف join, ب and ل come with and without the article. ك is left
# out: كمئة folds to كمية, a quantity.
_PREFIXES = {  # joined, definite, attached
    "": (False, False, False),
    "و": (True, False, False),
    "ف": (True, False, False),
    "ب": (False, False, True),
    "ل": (False, False, True),
    "وب": (False, False, True),
    "ول": (False, False, True),
    "ال": (False, True, False),
    "وال": (True, True, False),
    "بال": (False, True, True),
    "لل": (False, True, True),
    "وبال": (False, True, True),
    "ولل": (False, True, True),
}
# Ordinary words that some of these come to: لست (am not), الست (the lady), الاثنين (Monday).
_OTHERS = frozenset(
    map(normal, "لست بست فست ولست وبست الست الاثنين والاثنين بالاثنين للاثنين".split())
)
# Two spellings that fold to words for dead and water are numbers only with their hamza.
_HAMZA = frozenset(map(normal, "مئة مئتان مئتين مئتا مئتي".split()))

_MEMBER = frozenset(
    (Kind.ONE, Kind.UNIT, Kind.BEFORE_TEN, Kind.TEN, Kind.TENS, Kind.HUNDRED, Kind.HUNDREDS)
)
_RANK = {Kind.TEN: 2, Kind.TENS: 2, Kind.HUNDRED: 3, Kind.HUNDREDS: 3}


def atoms() -> Iterator[tuple[str, Atom]]:
    """Every form of every word, with what it is."""
    for kind, values in _WORDS.items():
        for value, words in values.items():
            for word in map(normal, words.split()):
                for prefix, written in _PREFIXES.items():
                    if prefix + word not in _OTHERS:
                        yield prefix + word, Atom(kind, value, True, *written, word in _HAMZA)
    yield "و", Atom(Kind.AND, 0, True)


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
