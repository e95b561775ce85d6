"""Where the numbers, months and days of a sentence are, and the one term that each comes to.

3500, 3,500, ٣٬٥٠٠, ثلاثة آلاف وخمسمئة and "three thousand five hundred" are 3500; 2.5 مليون and
مليونين ونصف are 2500000; ثلث is 1/3; ٢٥٪ and "25 per cent" are 25%; الثالث and 3rd are 3rd; آب is
august. The terms have a layer of their own beside the words (search.fields), so that nothing
is lost by a number that was read wrong.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from fractions import Fraction
from functools import cache, lru_cache
from typing import NamedTuple

from search.analysis import months, numbers_arabic, numbers_arabic_words, numbers_english
from search.analysis.letters import normal
from search.analysis.numbers_atoms import Atom, Kind, Line, Reading, Value

_LONGEST = 15  # digits; longer ones are telephone or serial numbers
_DECIMALS = 6
_DIGIT = re.compile("[0-9\u0660-\u0669\u06f0-\u06f9½¼¾⅓⅔]")
# 02 of a date is 2; longer digits behind a nought are no count.
_PLAIN = re.compile(r"(?:0|0[1-9]|[1-9]\d*)(?:\.\d+)?")
_SUFFIXED = re.compile(r"((?:0|[1-9]\d*)(?:\.\d+)?)([a-z]{1,3})")
_ORDINAL = frozenset(("st", "nd", "rd", "th"))
# 3.500 is 3,500 to half of Europe and to the Maghreb, and three and a half to the rest.
_EITHER = re.compile(r"[1-9]\d{0,2}\.\d{3}")
_PART_SIGNS = {
    normal(sign): Fraction(up, down)
    for sign, up, down in (("½", 1, 2), ("¼", 1, 4), ("¾", 3, 4), ("⅓", 1, 3), ("⅔", 2, 3))
}
# What parts the thousands of one number: 1.250.000, 3 500 with a space that holds it together.
_THOUSANDS = (".", "،", "\u00a0", "\u202f")
_COMMAS = (",", "،")
_PERCENT = frozenset(map(normal, "بالمئة بالمائة بالمية percent pct".split()))
_FIGURES = frozenset("0123456789")
_PER_CENT = frozenset(
    (first, normal(second))
    for first, second in (
        ("في", "المئة"), ("في", "المائة"), ("في", "المية"), ("per", "cent"),
    )
)  # fmt: skip
# What may stand behind digits as part of their number.
_OF_COUNTS = frozenset(
    (Kind.SCALE, Kind.ACCUSATIVE, Kind.PLURAL, Kind.HUNDRED, Kind.PART, Kind.FRACTION, Kind.AND)
)
_GOES_ON = _PERCENT | {first for first, _ in _PER_CENT}


class Number(NamedTuple):
    """A term and the words it was read from, by their numbers: the first and the last."""

    term: str
    first: int
    last: int


def numbers_in(
    text: str, words: list[str], exact: tuple[str, ...], asked: bool = False
) -> tuple[Number, ...]:
    """The numbers of a sentence, in order.

    words, exact: its words as written and in exact form. asked: the text is a query, where a
    word that stands alone has no other words to tell what it is.
    """
    # The words are looked at first: their text is many times as many characters.
    figures = min(exact, default=":") < ":" and _DIGIT.search(text)
    if not figures and _triggers().isdisjoint(exact):
        return ()
    atoms = list(map(_table().get, exact))
    if figures:
        for at in [at for at, word in enumerate(exact) if word < ":"]:  # ":" follows 9
            atoms[at] = _digits(exact[at])
    places = [at for at, atom in enumerate(atoms) if atom]
    if not places:
        return ()
    return tuple(_numbers(Line(text, words, exact, atoms, places, asked)))


def _numbers(line: Line) -> Iterator[Number]:
    atoms = line.atoms
    end = 0
    for at in line.places:
        atom = atoms[at]
        if at < end or atom is None:
            continue
        # Most numbers of a text stand alone: what they come to is known before.
        if atom.lone is not None and not line.has_percent and not _goes_on(line, at + 1):
            if atom.lone:
                yield Number(atom.lone, at, at)
            continue
        terms, end = _read(line.part(at), at)
        for term in terms:
            yield Number(term, at, end - 1)


def _goes_on(line: Line, at: int) -> bool:
    """Whether the word there may belong to the number before it."""
    following = line.atoms[at]
    if following is None:
        return line.word(at) in _GOES_ON
    return following.kind is not Kind.MONTH


def _lone(word: str, atom: Atom) -> str | None:
    """The term of a word that stands alone, empty where it has none; None where what it comes
    to depends on the words around it."""
    match atom.kind:
        case Kind.ONE | Kind.ARTICLE | Kind.AND | Kind.PART | Kind.PLURAL | Kind.BEFORE_TEN:
            return ""
        case Kind.DIGITS | Kind.UNIT | Kind.TEN | Kind.HUNDREDS | Kind.DUAL:
            return None if atom.hamza or _EITHER.fullmatch(word) else shown(atom.value)
        case Kind.TENS:
            return None if atom.definite else shown(atom.value)
        # أولى and أولي, ثانية, second: see their languages.
        case Kind.ORDINAL if (atom.value, word[-1]) not in ((1, "ي"), (2, "ه"), (2, "d")):
            return ordinal(int(atom.value))
        case Kind.MONTH:
            return months.lone(word)
    return None


def number_terms(numbers: Sequence[Number], at: int) -> tuple[int, tuple[str, ...]]:
    """How many words the number that begins at this word has, and its terms; 0 for none."""
    here = [number for number in numbers if number.first == at]
    return (here[0].last + 1 - at if here else 0), tuple(number.term for number in here)


def is_value(term: str) -> bool:
    """Tell a value (3500, 2.5, 1/3, 25%) from an order, a month or a day (3rd, august)."""
    return term.rstrip("%").replace(".", "").replace("/", "").isdigit()


@cache
def _table() -> dict[str, Atom]:
    table: dict[str, Atom] = {}
    for source in (numbers_arabic_words, numbers_english, months):
        for word, atom in source.atoms():
            table.setdefault(word, atom._replace(lone=_lone(word, atom)))
    return table


@cache
def _triggers() -> frozenset[str]:
    """The words without which a sentence has no number."""
    helpers = (Kind.AND, Kind.ARTICLE)
    return frozenset(word for word, atom in _table().items() if atom.kind not in helpers)


@lru_cache(maxsize=1 << 13)
def _digits(word: str) -> Atom | None:
    """A word of digits, with what may be written onto them: 3500, 2.5, 300k, 21st."""
    if len(word) > _LONGEST:
        return None
    if _PLAIN.fullmatch(word):
        atom = Atom(Kind.DIGITS, _value(word), True)
        return atom._replace(lone=_lone(word, atom))
    if sign := _PART_SIGNS.get(word):
        return Atom(Kind.FRACTION, sign, True)
    if parts := _SUFFIXED.fullmatch(word):
        return _suffixed(word, _value(parts[1]), parts[2])
    return None


def _suffixed(word: str, value: Value, suffix: str) -> Atom | None:
    if suffix in _ORDINAL and isinstance(value, int):
        return Atom(Kind.ORDINAL, value, False, name=word, lone=ordinal(value))
    scale = numbers_english.SUFFIXES.get(suffix)
    return Atom(Kind.DIGITS, value * scale, False, name=word) if scale else None


def _value(digits: str) -> Value:
    return int(digits) if digits.isdigit() else _whole(Fraction(digits))


def _read(line: Line, at: int) -> tuple[tuple[str, ...], int]:
    """The terms of what begins with this word and its end; no term where it is no number."""
    atom = line.atoms[at]
    assert atom is not None
    if atom.kind in (Kind.AND, Kind.PART, Kind.PLURAL):
        return (), at + 1
    if atom.kind is Kind.MONTH:
        named = months.read(line, at)
        return ((named[0],), named[1]) if named else ((), at + 1)
    reading = _reading(line, at, atom)
    if reading is None:
        return (), at + 1
    end = _percent_end(line, at, reading.end)
    if end is not None and not reading.ordinal:
        return (f"{shown(reading.value)}%",), end
    if not reading.alone:
        return (), at + 1
    term = ordinal(int(reading.value)) if reading.ordinal else shown(reading.value)
    return (term, *reading.also), reading.end


def _reading(line: Line, at: int, atom: Atom) -> Reading | None:
    if atom.kind is Kind.DIGITS:
        return _from_digits(line, at, atom)
    read = numbers_arabic.read if atom.arabic else numbers_english.read
    return read(line, at)


def _from_digits(line: Line, at: int, atom: Atom) -> Reading:
    """Digits with the words behind them in either language: 300 ألف, 5.2 billion."""
    if grouped := _grouped(line, at):
        return grouped
    best = Reading(atom.value, at + 1)
    following = line.atoms[at + 1]
    readers = (numbers_arabic.read, numbers_english.read)
    for reader in readers if following and following.kind in _OF_COUNTS else ():
        found = reader(line, at)
        if found is not None and found.end > best.end:
            best = found
    if best.end == at + 1 and _EITHER.fullmatch(line.exact[at]) and "٫" not in line.words[at]:
        return best._replace(also=(line.exact[at].replace(".", ""),))
    return best


def _grouped(line: Line, at: int) -> Reading | None:
    """Digits that the tokenizer parted: 1.250.000, 3 500, and 2,5 before مليون or a per cent."""
    if not line.after(at + 1, Kind.DIGITS) or not line.exact[at].isdigit():
        return None
    digits, end = line.exact[at], at + 1
    while line.gap(end - 1) in _THOUSANDS and re.fullmatch(r"\d{3}", line.word(end)):
        digits, end = digits + line.word(end), end + 1
    if end > at + 1:
        return Reading(int(digits), end) if len(line.exact[at]) <= 3 else None
    end = at + 2
    if line.gap(at) not in _COMMAS or not line.exact[at + 1].isdigit():
        return None
    value = _value(f"{line.exact[at]}.{line.exact[at + 1]}")
    if scale := line.after(end, Kind.SCALE, Kind.ACCUSATIVE, Kind.PLURAL):
        return Reading(_whole(Fraction(value * scale.value)), end + 1)
    return Reading(value, end) if _percent_end(line, at, end) is not None else None


def _percent_end(line: Line, at: int, end: int) -> int | None:
    """Where the sign or words for per cent end that belong to a number, None without them."""
    if line.has_percent and line.has_percent_sign(at, end - 1):
        return end
    following = line.word(end)
    if following not in _GOES_ON:
        return None
    if following in _PERCENT:
        return end + 1
    return end + 2 if (following, line.word(end + 1)) in _PER_CENT else None


def shown(value: Value) -> str:
    """A value as its term: 3500, 2.5, and 1/3 where decimals would not end."""
    if isinstance(value, int) or value.denominator == 1:
        return str(int(value))
    scaled = value * 10**_DECIMALS
    if scaled.denominator == 1:
        return f"{float(value):.{_DECIMALS}f}".rstrip("0")
    return f"{value.numerator}/{value.denominator}"


def ordinal(value: int) -> str:
    """The term of an order: 1st, 12th, 23rd."""
    last = 0 if value % 100 in (11, 12, 13) else value % 10
    return f"{value}{ {1: 'st', 2: 'nd', 3: 'rd'}.get(last, 'th') }"


def _whole(value: Fraction) -> Value:
    return value.numerator if value.denominator == 1 else value
