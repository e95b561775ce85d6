"""Months and days: all names of one meet, and words that only look like one do not."""

from __future__ import annotations

import pytest

from search.analysis import forms_of, numbers_in, words


def terms(text: str, asked: bool = False) -> list[str]:
    found = words(text)
    exact = tuple(form.exact for form in forms_of(found))
    return [number.term for number in numbers_in(text, found, exact, asked)]


@pytest.mark.parametrize(
    ("term", "names"),
    [
        ("january", "كانون الثاني,يناير,وجانفي 2020,January,Jan. 3"),
        ("march", "آذار,في مارس,March 3,in March"),
        ("may", "أيار,مايو,ماي 2020,in May,May 2020"),
        ("june", "حزيران,يونيو,يونيه,جوان 2020,June"),
        ("august", "آب,بآب,أغسطس,شهر أوت,غشت,August"),
        ("september", "أيلول,سبتمبر,شتنبر,Sept. 11,September"),
        ("december", "كانون الأول,ديسمبر,دجنبر,December"),
        ("muharram", "شهر محرم,محرم 1442,Muharram"),
        ("rabi-2", "ربيع الثاني,ربيع الآخر,Rabi al-Thani"),
        ("ramadan", "رمضان,لرمضان,Ramadan"),
        ("dhu-al-hijja", "ذو الحجة,ذي الحجة,Dhu al-Hijjah,Dhul-Hijja"),
        ("monday", "الاثنين,الإثنين,للاثنين,Monday"),
    ],
)
def test_all_names_of_a_month_or_day_are_one(term: str, names: str) -> None:
    for name in names.split(","):
        assert term in terms(name), name


@pytest.mark.parametrize(
    "text",
    [
        "He may go",
        "Theresa May said",
        "May God help them",
        "they march on",
        "the Women's March",
        "an august house",
        "Jan said",
        "عن أب وأم",
        "مارس الضغط على الحكومة",
        "الذي مارس حقه",
        "أمر محرم شرعا",
        "نقطة صفر",
        "رجب طيب أردوغان",
        "جمال في الربيع",
        "كانون",
    ],
)
def test_ordinary_words_are_no_months(text: str) -> None:
    assert terms(text) == []


def test_alone_in_a_query_a_name_is_the_month() -> None:
    assert terms("May", asked=True) == ["may"]
    assert terms("أوت", asked=True) == ["august"]
    assert terms("مارس", asked=True) == ["march"]
    assert terms("may 2020", asked=True) == ["may", "2020"]
    assert terms("march 2020", asked=True) == ["march", "2020"]
    assert terms("may", asked=True) == []
    assert terms("أب", asked=True) == []
    assert terms("march", asked=True) == []
