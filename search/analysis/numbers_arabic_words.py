"""The Arabic words that numbers are made of, in every case and both genders, with what is written
onto them; search.analysis.numbers_arabic puts them together."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from search.analysis.letters import normal
from search.analysis.numbers_atoms import Atom, Kind, Value

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


def atoms() -> Iterator[tuple[str, Atom]]:
    """Every form of every word, with what it is."""
    for kind, values in _WORDS.items():
        for value, words in values.items():
            for word in map(normal, words.split()):
                for prefix, written in _PREFIXES.items():
                    if prefix + word not in _OTHERS:
                        yield prefix + word, Atom(kind, value, True, *written, word in _HAMZA)
    yield "و", Atom(Kind.AND, 0, True)
