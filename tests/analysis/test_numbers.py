"""Numbers: every writing of a value comes to one term, at its place; other words to none."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyarabic.number import ArNumbers

from search.analysis import Number, forms_of, numbers_in, words


def numbers(text: str, asked: bool = False) -> tuple[Number, ...]:
    found = words(text)
    return numbers_in(text, found, tuple(form.exact for form in forms_of(found)), asked)


def terms(text: str) -> list[str]:
    return [number.term for number in numbers(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("ثلاثة آلاف وخمسمئة جندي", ["3500"]),
        ("ثلاثة آلاف و خمسمائة", ["3500"]),
        ("مئة وعشرين ألفا وخمسة وعشرين", ["120025"]),
        ("مليار وثلاثمئة مليون ومئتا ألف وأربعة", ["1300200004"]),
        ("مئة ألف مليون", ["100000000000"]),
        ("مليون ونصف مليون", ["1500000"]),
        ("ثلاثة ملايين ونصف المليون", ["3500000"]),
        ("خمسة ونصف", ["5.5"]),
        ("ألفاً", ["1000"]),
        ("ثلاثة آلاف ونصف القوات", ["3000", "0.5"]),
        ("ألف ومئة ألف", ["1000", "100000"]),
        ("خمسة وعشرة", ["5", "10"]),
        ("مئة وواحد", ["101"]),
        ("ثلاثة أرباع المليون", ["750000"]),
        ("الخامسة والنصف", ["5th", "0.5"]),
        ("الثالث والعشرين", ["23rd"]),
        ("القرن العشرين", ["20", "20th"]),
        ("واحد من الجنود", []),
        ("أحد الجنود", []),
        ("لست أدري", []),
        ("كمية", []),
        ("آلاف الجنود", []),
        ("تقرير أولي", []),
        ("الدورة الأولى", ["1st"]),
        ("مرة ثانية", []),
    ],
)
def test_arabic_words(text: str, expected: list[str]) -> None:
    assert terms(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("three thousand five hundred", ["3500"]),
        ("two hundred and fifty", ["250"]),
        ("five, ten, twenty", ["5", "10", "20"]),
        ("twenty, five", ["20", "5"]),
        ("one hundred and three hundred", ["100", "300"]),
        ("one hundred and three thousand", ["103000"]),
        ("a dozen", ["12"]),
        ("half a dozen", ["6"]),
        ("two and a half million", ["2500000"]),
        ("two million and a half", ["2500000"]),
        ("a quarter of a million", ["250000"]),
        ("one and a half", ["1.5"]),
        ("two-thirds", ["2/3"]),
        ("a third of them", ["1/3"]),
        ("a third man", ["1/3", "3rd"]),
        ("twenty-first", ["21st"]),
        ("one hundred and first", ["101st"]),
        ("no one", []),
        ("hundreds of millions", []),
        ("one second", []),
        ("the second", ["2nd"]),
        ("1 million 2020", ["1000000", "2020"]),
        ("5 thousand 200", ["5000", "200"]),
        ("2 million 300 thousand", ["2300000"]),
        ("five. Twenty", ["5", "20"]),
        ("six hundred (two of them)", ["600", "2"]),
    ],
)
def test_english_words(text: str, expected: list[str]) -> None:
    assert terms(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("3500 3,500 ٣٥٠٠ ٣٬٥٠٠ ۳۵۰۰", ["3500"] * 5),
        ("٣٫٥ 3.5 3.50", ["3.5"] * 3),
        ("3.500", ["3.5", "3500"]),
        ("٣٫٥٠٠", ["3.5"]),
        ("1.250.000", ["1250000"]),
        ("3\u00a0500", ["3500"]),
        ("3 500", ["3", "500"]),
        ("2,5 مليون", ["2500000"]),
        ("2,5", ["2", "5"]),
        ("02 نوفمبر", ["2", "november"]),
        ("300 ألف", ["300000"]),
        ("300k", ["300000"]),
        ("5.2bn", ["5200000000"]),
        ("5m", []),
        ("3 آلاف و500", ["3500"]),
        ("½", ["0.5"]),
        ("007", []),
        ("1234567890123456", []),
        ("12.10.2020", ["12", "10", "2020"]),
        ("25% ٢٥٪ ٪٢٥ %25", ["25%"] * 4),
        ("25 بالمئة", ["25%"]),
        ("25 في المائة", ["25%"]),
        ("25 per cent", ["25%"]),
        ("half a percent", ["0.5%"]),
        ("one percent", ["1%"]),
    ],
)
def test_digits_signs_and_scales(text: str, expected: list[str]) -> None:
    assert terms(text) == expected


def test_a_number_is_placed_by_its_words() -> None:
    assert numbers("قتل ثلاثة آلاف وخمسمئة جندي في 2020") == (
        Number("3500", 1, 3),
        Number("2020", 6, 6),
    )
    assert numbers("ارتفع 25 في المئة") == (Number("25%", 1, 3),)


def test_references_of_machine_translation_do_not_shift_a_number() -> None:
    assert numbers("the army&#39;s 25% &amp; two hundred") == (
        Number("25%", 2, 2),
        Number("200", 3, 4),
    )


VALUES = st.one_of(st.integers(2, 2000), st.integers(2, 10**9))


@given(VALUES, st.sampled_from([1, 2]), st.sampled_from([1, 2]))
def test_arabic_words_read_back_to_their_value(value: int, gender: int, case: int) -> None:
    """As PyArabic spells them: gender 1 or 2, case 1 or 2."""
    speller = ArNumbers()
    speller.set_feminine(gender)
    speller.set_format(case)
    assert terms(speller.int2str(str(value))) == [str(value)]


UNITS = {
    1: "واحد",
    2: "اثنين",
    3: "ثلاث",
    4: "أربع",
    5: "خمس",
    6: "ست",
    7: "سبع",
    8: "ثماني",
    9: "تسع",
}
TENS = "عشرين ثلاثين أربعين خمسين ستين سبعين ثمانين تسعين".split()
HUNDREDS = {1: "مئة", 2: "مئتي"} | {n: f"{UNITS[n].removesuffix('ي')}مئة" for n in range(3, 10)}
SCALES = (
    (10**9, "مليار", "ملياري", "مليارات"),
    (10**6, "مليون", "مليوني", "ملايين"),
    (1000, "ألف", "ألفي", "آلاف"),
)


def spelled(value: int) -> str:
    """The genitive, feminine up to ten: the forms that a textbook's nominative is not."""
    parts = []
    for scale, one, two, many in SCALES:
        count, value = divmod(value, scale)
        if count in (1, 2):
            parts.append((one, two)[count - 1])
        elif count:
            parts.append(f"{hundreds(count)} {many if count % 100 in range(3, 11) else one}")
    if value:
        parts.append(hundreds(value))
    return " و".join(parts)


def hundreds(value: int) -> str:
    parts = [HUNDREDS[value // 100]] if value >= 100 else []
    tens, units = divmod(value % 100, 10)
    if tens == 1 and units:
        ten = {1: "إحدى عشرة", 2: "اثنتي عشرة"}
        parts.append(ten.get(units, f"{UNITS[units]} عشرة"))
    else:
        parts += [UNITS[units]] if units else []
        parts += ["عشر" if tens == 1 else TENS[tens - 2]] if tens else []
    return " و".join(parts)


@given(VALUES)
def test_oblique_feminine_words_read_back_to_their_value(value: int) -> None:
    assert terms(spelled(value)) == [str(value)]


ENGLISH = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen "
    "fifteen sixteen seventeen eighteen nineteen"
).split()
ENGLISH_TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()


def english(value: int, conjunction: str) -> str:
    for scale, name in ((10**9, "billion"), (10**6, "million"), (1000, "thousand")):
        count, rest = divmod(value, scale)
        if count:
            head = f"{english(count, conjunction)} {name}"
            # One, alone behind a scale, is a number only with "and".
            link = " and " if rest == 1 else " "
            return f"{head}{link}{english(rest, conjunction)}" if rest else head
    count, rest = divmod(value, 100)
    if count:
        head = f"{ENGLISH[count]} hundred"
        return f"{head}{conjunction}{english(rest, conjunction)}" if rest else head
    tens, units = divmod(value, 10)
    if tens < 2:
        return ENGLISH[value]
    return f"{ENGLISH_TENS[tens - 2]}-{ENGLISH[units]}" if units else ENGLISH_TENS[tens - 2]


@given(VALUES, st.sampled_from([" and ", " "]))
def test_english_words_read_back_to_their_value(value: int, conjunction: str) -> None:
    assert terms(english(value, conjunction)) == [str(value)]


@given(st.integers(0, 10**9))
def test_every_writing_of_digits_is_one_term(value: int) -> None:
    grouped = f"{value:,}"
    arabic = grouped.translate(str.maketrans("0123456789,", "٠١٢٣٤٥٦٧٨٩٬"))
    assert terms(f"{value} {grouped} {arabic}") == [str(value)] * 3


@given(
    st.lists(
        st.sampled_from("ثلاثة آلاف ونصف و ألفا 25 % one two and a half third of May , .".split())
    )
)
def test_any_words_at_all_are_read_without_overlap(parts: list[str]) -> None:
    text = " ".join(parts)
    ends = [(number.first, number.last) for number in numbers(text)]
    assert all(first <= last < len(words(text)) for first, last in ends)
    for before, after in pairwise(ends):
        assert before == after or before[1] < after[0]
