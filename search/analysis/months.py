"""Months and days by all their names: كانون الثاني, يناير, جانفي and January are one.

Levantine, Egyptian, Maghrebi and English names of the Gregorian months; the Hijri months and the
days of the week in both languages. A name that is an ordinary word too counts only where a date
stands around it; each gate says which words it is for.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

from search.analysis.letters import normal
from search.analysis.numbers_atoms import Atom, Kind, Line

# The term, then its names; a mark before a name is its gate.
_TABLE = """
january: كانون الثاني, كانون ثاني, كانون ثان, يناير, ~جانفي, January, #Jan
february: شباط, فبراير, فيفري, February, &Feb
march: آذار, !مارس, ^March, #Mar
april: نيسان, أبريل, إبريل, أفريل, April, #Apr
may: أيار, مايو, #ماي, ^May
june: حزيران, يونيو, يونيه, #جوان, June, #Jun
july: تموز, يوليو, يوليه, يوليوز, جويلية, July, #Jul
august: *آب, أغسطس, #أوت, غشت, &August, &Aug
september: أيلول, سبتمبر, شتنبر, September, &Sept, #Sep
october: تشرين الأول, تشرين أول, أكتوبر, October, &Oct
november: تشرين الثاني, تشرين ثاني, تشرين ثان, نوفمبر, نونبر, November, &Nov
december: كانون الأول, كانون أول, ديسمبر, دجنبر, December, #Dec
muharram: #محرم, محرم الحرام, Muharram
safar: #صفر, #Safar
rabi-1: ربيع الأول, Rabi al-Awwal, Rabi ul-Awwal, Rabi al-Awal
rabi-2: ربيع الآخر, ربيع الثاني, Rabi al-Thani, Rabi al-Akhir, Rabi ul-Thani
jumada-1: جمادى الأولى, جمادى الأول, Jumada al-Awwal, Jumada al-Ula, Jumada al-Awal
jumada-2: جمادى الآخرة, جمادى الثانية, جمادى الثاني, Jumada al-Thani, Jumada al-Akhira, Jumada al-Akhirah, Jumada al-Thaniya
rajab: ~رجب, ~Rajab
shaban: ~شعبان, ~Shaban, ~Sha'ban, ~Shaaban
ramadan: رمضان, Ramadan, Ramadhan, Ramazan
shawwal: شوال, Shawwal, Shawal
dhu-al-qada: ذو القعدة, ذي القعدة, ذا القعدة, Dhu al-Qadah, Dhu al-Qidah, Dhu al-Qi'dah, Dhu al-Qa'dah, Dhul Qadah, Dhul Qidah, Dhul Qa'dah, Zul Qadah
dhu-al-hijja: ذو الحجة, ذي الحجة, ذا الحجة, Dhu al-Hijjah, Dhu al-Hijja, Dhul Hijjah, Dhul Hijja, Zul Hijjah, Zul Hijja
sunday: الأحد, Sunday
monday: الاثنين, الإثنين, Monday
tuesday: الثلاثاء, Tuesday
wednesday: الأربعاء, Wednesday
thursday: الخميس, Thursday
friday: الجمعة, Friday
saturday: السبت, Saturday
"""  # noqa: E501  # one line a month
_PREFIXES = ("", "و", "ب", "ل", "ف", "وب", "ول")
_DAYS = ("ال", "وال", "بال", "لل", "ولل")


def _forms(words: str) -> frozenset[str]:
    return frozenset(map(normal, words.split()))


_MONTH = _forms("شهر وشهر بشهر لشهر شهري الشهر month")
_NEAR = _MONTH | _forms(
    "في وفي من ومن منذ ومنذ حتى وحتى خلال وخلال نهاية بنهاية بداية مطلع منتصف أواخر أوائل ليلة "
    "هلال نصف غرة in of since until by from during last next this early mid late the between to"
)
_LATER = _forms("الماضي المقبل الجاري القادم الحالي المنصرم الفائت")
# Behind مارس they say that it is a verb (he practised); before it, that a verb follows.
_PRACTISED = _forms(
    "ضغوطا ضغطا ضغوطه عمله مهامه مهامهم دوره نشاطه حقه حياته سياسة هواية مهنة صلاحياته العنف حياتهم"
)
_SUBJECT = _forms("الذي والذي أن وأن قد وقد لقد كان كما حيث أنه بأنه هو وهو")
_SURNAMED = _forms("طيب")  # رجب طيب أردوغان
_YEAR = re.compile(r"(?:19|20)\d\d")


def _dated(line: Line, at: int, end: int) -> bool:
    """Digits beside it, the word month before it, or another month's name beside it."""
    if line.word(at - 1) in _MONTH:
        return True
    around = (line.atoms[at - 1] if at else None, line.atoms[end])
    return any(atom is not None and atom.kind in (Kind.DIGITS, Kind.MONTH) for atom in around)


def _asked(line: Line, at: int, end: int) -> bool:
    """The whole of a query."""
    return line.asked and at == 0 and end == len(line.exact)


def _dated_or_asked(line: Line, at: int, end: int) -> bool:
    """A date, or all that a query asks for; but English abbreviations are names too (Jan)."""
    return _dated(line, at, end) or (_asked(line, at, end) and not line.exact[at].isascii())


def _near(line: Line, at: int, end: int) -> bool:
    """A date, or a preposition as before dates: names of people too (رجب, شعبان)."""
    if line.word(end) in _SURNAMED:
        return False
    return _asked(line, at, end) or _dated(line, at, end) or line.word(at - 1) in _NEAR


def _not_a_verb(line: Line, at: int, end: int) -> bool:
    """مارس is March unless what is around it is of a verb: مارس الضغط, الذي مارس."""
    if _dated(line, at, end):
        return True
    following = line.word(end)
    if line.word(at - 1) in _SUBJECT:
        return False
    return following in _LATER or not (following.startswith("ال") or following in _PRACTISED)


def _capital(line: Line, at: int, end: int) -> bool:
    """May, March: with a capital, and no sentence begun by it or name ended by it."""
    if not line.words[at][0].isupper():
        before_year = _YEAR.fullmatch(line.word(end)) is not None
        return before_year or (line.asked and _dated(line, at, end))
    if _asked(line, at, end) or _dated(line, at, end):
        return True
    return at > 0 and line.words[at - 1][0].islower()


def _written_large(line: Line, at: int, end: int) -> bool:
    """August, Oct: with a capital; few who search take the trouble."""
    return line.asked or line.words[at][0].isupper() or _dated(line, at, end)


def _with_madda(line: Line, at: int, _end: int) -> bool:
    """آب, not أب (a father)."""
    return "آب" in line.words[at] or "\u0627\u0653" in line.words[at] or _dated(line, at, at + 1)


_Gate = Callable[[Line, int, int], bool]
_GATES: dict[str, _Gate] = {
    "#": _dated_or_asked,
    "~": _near,
    "!": _not_a_verb,
    "^": _capital,
    "&": _written_large,
    "*": _with_madda,
}


class _Name(NamedTuple):
    term: str
    rest: tuple[str, ...]
    gate: _Gate | None


def _rows() -> Iterator[tuple[str, list[str]]]:
    """Each term and its names, gates before them."""
    for row in _TABLE.strip().splitlines():
        term, names = row.split(": ")
        yield term, names.split(", ")


def spellings() -> list[tuple[str, list[str]]]:
    """Each term and its names as they are written, in the table's order: twelve Gregorian months,
    twelve Hijri ones, the days from Sunday on. For readers of dates, where no name is a word."""
    return [(term, [name.lstrip("".join(_GATES)) for name in names]) for term, names in _rows()]


def _names() -> Iterator[tuple[str, _Name]]:
    """Every name by the exact form of its first word."""
    for term, names in _rows():
        for name in names:
            gate = _GATES.get(name[0])
            words = [
                normal(word) for word in name.lstrip("".join(_GATES)).replace("-", " ").split()
            ]
            found = _Name(term, tuple(words[1:]), gate)
            for first in _written(words[0], day=term.endswith("day")):
                yield first, found


def _written(first: str, day: bool) -> list[str]:
    if first.isascii():
        return [first]
    if day:
        return [prefix + first.removeprefix("ال") for prefix in _DAYS]
    return [prefix + first for prefix in _PREFIXES]


def _by_first() -> dict[str, list[_Name]]:
    found: dict[str, list[_Name]] = {}
    for first, name in _names():
        found.setdefault(first, []).append(name)
    for names in found.values():
        names.sort(key=lambda name: -len(name.rest))  # كانون الثاني before كانون
    return found


_BY_FIRST = _by_first()


def atoms() -> Iterator[tuple[str, Atom]]:
    """The first words of all names."""
    for first in _BY_FIRST:
        yield first, Atom(Kind.MONTH, 0, not first.isascii())


def lone(word: str) -> str | None:
    """The term of a first word that is the whole name whatever stands around it."""
    names = _BY_FIRST[word]
    return names[0].term if len(names) == 1 and not names[0].rest and not names[0].gate else None


def read(line: Line, at: int) -> tuple[str, int] | None:
    """The month or day whose name begins with this word, and where the name ends."""
    for name in _BY_FIRST[line.exact[at]]:
        end = at + 1 + len(name.rest)
        if line.exact[at + 1 : end] != name.rest:
            continue
        if name.gate is None or name.gate(line, at, end):
            return name.term, end
    return None
