"""Are the numbers of a sentence in its translation?

Numbers are compared as values: ٣٠٠, 300; 1٬200, 1,200, 1200; 2.3, 2,3; 300 ألف, 300,000; eight, 8;
14:00, 2 p.m.; 8/31, August 31. Known false positives: a number the translation writes in a way not
listed here (a Roman numeral, "a score").
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cached_property, lru_cache

from search.article import Lang

_DIGITS = str.maketrans("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹٬٫،", "01234567890123456789,.,")
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
_DECADE = re.compile(r"\b\d{2,4}'?s\b")  # the 1970s are words in Arabic
_SPACED = re.compile(r"(?<![\d.,])\d{1,3}(?:[ \u00a0\u202f]\d{3})+(?![\d])")
_WORD = re.compile(r"[^\W\d_]+")

Values = tuple[float, ...]
"""Values that all have to be there: one, or those of a date or a list."""

_SCALES = {"en": {"thousand": 1e3, "million": 1e6, "billion": 1e9, "trillion": 1e12}}
_SCALES["ar"] = {
    "ألف": 1e3,
    "آلاف": 1e3,
    "مليون": 1e6,
    "ملايين": 1e6,
    "مليار": 1e9,
    "تريليون": 1e12,
}

_CARDINALS = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen"
    " sixteen seventeen eighteen nineteen twenty"
)
_ORDINALS = (
    "zeroth first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth"
    " thirteenth fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth twentieth"
)
_TENS = "zero ten twenty thirty forty fifty sixty seventy eighty ninety"
_ENGLISH: dict[str, float] = {}
for _names, _step in ((_CARDINALS, 1.0), (_ORDINALS, 1.0), (_TENS, 10.0)):
    _ENGLISH |= {word: _step * place for place, word in enumerate(_names.split())}
_ENGLISH |= {"once": 1, "single": 1, "twice": 2, "both": 2, "pair": 2, "dozen": 12, "hundred": 100}
_HALF = {"half", "نصف", "ونصف", "والنصف"}

# Without the article and clitics, as _bare gives them; the ending of the feminine is off.
_ARABIC: dict[str, float] = {}
for _names in (
    "صفر واحد اثنان ثلاث أربع خمس ست سبع ثمان تسع عشر",
    "صفر أول ثاني ثالث رابع خامس سادس سابع ثامن تاسع عاشر",
    "صفر أولى اثنين ثلاث أربع خمس ست سبع ثماني تسع عشر",
    "صفر حادي اثنا ثلاث أربع خمس ست سبع ثمانِ تسع عشر",
):
    _ARABIC |= {word: float(value) for value, word in enumerate(_names.split())}
for _ending in ("ون", "ين"):
    _ARABIC |= {
        word + _ending: 20.0 + 10 * place
        for place, word in enumerate("عشر ثلاث أربع خمس ست سبع ثمان تسع".split())
    }
_ARABIC |= {"مئ": 100, "مائ": 100, "مئتي": 200, "مائتي": 200, "ثلاثمئ": 300, "ثلاثمائ": 300}

_MONTHS = (
    "january يناير كانون february فبراير شباط march مارس آذار april أبريل نيسان may مايو أيار"
    " june يونيو حزيران july يوليو تموز august أغسطس آب september سبتمبر أيلول"
    " october أكتوبر تشرين november نوفمبر تشرين december ديسمبر كانون"
).split()


def missing_numbers(source: str, translation: str, target: Lang) -> list[str]:
    """The numbers of the source, as written there, that the translation has not."""
    wanted = list(_numbers(_DECADE.sub(" ", source)))
    if not wanted:
        return []
    there = _Present(translation, target)
    return [text for text, ways in wanted if not any(map(there.has_all, ways))]


def added_numbers(source: str, translation: str) -> int:
    """How many numbers in digits the translation has that no digits of the source account for."""
    made = list(_numbers(translation))
    if not made:
        return 0
    there = _Present(source, "ar")
    return sum(not any(map(there.has_all, ways)) for _, ways in made)


class _Present:
    """What numbers a text has, in digits and in words."""

    def __init__(self, text: str, lang: Lang) -> None:
        self._text, self._lang = text, lang
        self._digits = {value for _, ways in _numbers(text) for way in ways for value in way}

    @cached_property
    def _words(self) -> list[str]:
        return _WORD.findall(self._text.casefold())

    @cached_property
    def _bared(self) -> list[str]:
        return [_bare(word) for word in self._words] if self._lang == "ar" else self._words

    @cached_property
    def _values(self) -> set[float]:
        return self._digits | _in_words(self._bared, self._lang)

    @cached_property
    def _scales(self) -> set[float]:
        return {
            scale
            for name, scale in _SCALES[self._lang].items()
            if any(word.startswith(name) for word in self._bared)
        }

    def has_all(self, values: Values) -> bool:
        return all(map(self._has, values))

    def _has(self, value: float) -> bool:
        # Most numbers stay as they are: the words are looked at for the others only.
        return value in self._digits or self._is_said(value)

    def _is_said(self, value: float) -> bool:
        return any(
            (
                any(value * scale in self._values for scale in (1, 1e3, 1e6, 1e9)),
                any(value / scale in self._values for scale in self._scales),
                value in self._scales,  # 1,000: "a thousand"
                13 <= value <= 23 and value - 12 in self._values,  # hours
                value == 0 and 12 in self._values,
                value % 1 == 0.5 and not _HALF.isdisjoint(self._words),
                self._lang == "ar" and value in (1, 2),  # Arabic has a dual for it
                any(month in self._words for month in _months(value)),
            )
        )


def _months(value: float) -> list[str]:
    return _MONTHS[int(value) * 3 - 3 : int(value) * 3] if 1 <= value <= 12 else []


def _numbers(text: str) -> Iterator[tuple[str, list[Values]]]:
    """Each number as written, with the ways to read it."""
    text = text.translate(_DIGITS)
    for found in _SPACED.finditer(text):
        whole = float(re.sub(r"\D", "", found[0]))
        yield found[0], [(whole,), tuple(float(part) for part in re.findall(r"\d+", found[0]))]
    for found in _NUMBER.finditer(_SPACED.sub(" ", text)):
        yield found[0], list(_ways(found[0]))


def _ways(number: str) -> Iterator[Values]:
    parts = re.split(r"[.,]", number)
    if len(parts[0]) <= 3 and all(len(part) == 3 for part in parts[1:]):
        yield (float("".join(parts)),)
    if len(parts) == 2:
        yield (float(f"{parts[0]}.{parts[1]}"),)
    if len(parts) > 2 and all(len(part) == 3 for part in parts[1:-1]):
        yield (float("".join(parts[:-1]) + "." + parts[-1]),)
    yield tuple(map(float, parts))


def _in_words(words: list[str], lang: Lang) -> set[float]:
    """Values of number words, of their sums (twenty-one, خمسة وعشرون) and multiples."""
    table = _ENGLISH if lang == "en" else _ARABIC
    scales = _SCALES[lang] | {"hundred": 100.0, "dozen": 12.0}
    values: set[float] = set()
    before: float | None = None
    for word in words:
        value = table.get(word)
        if word in scales and before is not None:
            value = before * scales[word]
        elif value is not None and before is not None:
            values.add(before + value)
        if value is not None:
            values.add(value)
        before = value
    return values


_CLITICS = re.compile(r"^[وفبلك]?(?:ال|لل)?")
_ENDING = re.compile(r"(?:[ةه]|ي)$")


@lru_cache(20_000)
def _bare(word: str) -> str:
    """An Arabic number word without clitics, article and feminine ending; any other as it is."""
    for form in (word, _CLITICS.sub("", word)):
        for number in (form, _ENDING.sub("", form)):
            if number in _ARABIC or number in _SCALES["ar"]:
                return number
    return word
