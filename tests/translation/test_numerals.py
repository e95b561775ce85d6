"""A number is there if its value is, however it is written."""

from __future__ import annotations

import pytest

from index.translation.numerals import added_numbers, missing_numbers
from search.article import Lang


@pytest.mark.parametrize(
    ("source", "translation"),
    [
        ("٣٠٠ عربة", "300 vehicles"),
        ("1200 شركة", "1,200 companies"),
        ("١٬٥٠٠ جندي", "1,500 soldiers"),
        ("783،562 كيلومتر", "783,562 square kilometres"),
        ("2,3 مليون", "2.3 million"),
        ("300 ألف شخص", "300,000 people"),
        ("5 ملايين دولار", "$5,000,000"),
        ("5,000,000 زائر", "five million visitors"),
        ("8 سنوات", "an eight-year search"),
        ("21 عاما", "twenty-one years"),
        ("القرن 19", "the nineteenth century"),
        ("الساعة 14:30", "2:30 p.m."),
        ("بتاريخ 31/8/2020", "on August 31, 2020"),
        ("31.8.2020", "31 August 2020"),
        ("بنتيجة 3-1", "won 3–1"),
        ("1 000 000 دينار", "1,000,000 dinars"),
        ("1.5 ساعة", "an hour and a half, 1 of them"),
        ("24 جائزة", "two dozen awards"),
        ("05 مارس", "March 5"),
        ("بلا أرقام", "no numbers"),
    ],
)
def test_it_is_found_in_english(source: str, translation: str) -> None:
    assert missing_numbers(source, translation, "en") == []


@pytest.mark.parametrize(
    ("source", "translation"),
    [
        ("300 soldiers", "٣٠٠ جندي"),
        ("25 people", "خمسة وعشرون شخصا"),
        ("5,000,000 visitors", "خمسة ملايين زائر"),
        ("2 goals", "هدفين"),
        ("in the 1970s", "في السبعينيات"),
        ("1.5 hour drive", "ساعة ونصف"),
        ("born on 9/17/2007", "ولد في 17 أيلول 2007"),
        ("the 7 members", "والأعضاء السبعة"),
        ("12 days", "اثنا عشر يوما"),
    ],
)
def test_it_is_found_in_arabic(source: str, translation: str) -> None:
    assert missing_numbers(source, translation, "ar") == []


@pytest.mark.parametrize(
    ("source", "translation", "target", "missing"),
    [
        ("1300 عربة من 300", "300 vehicles of 300", "en", ["1300"]),
        ("6,34 بوصة", "634 inches", "en", ["6,34"]),
        ("عام 2019", "in 2018", "en", ["2019"]),
        ("17 قتيلا و40 جريحا", "17 were killed", "en", ["40"]),
        ("٤٨ عاما", "aged", "en", ["48"]),
        ("26 November 2008", "شهر تشرين الثاني", "ar", ["26", "2008"]),
    ],
)
def test_what_is_not_there_is_named(
    source: str, translation: str, target: Lang, missing: list[str]
) -> None:
    assert missing_numbers(source, translation, target) == missing


def test_numbers_nobody_asked_for_are_counted() -> None:
    assert added_numbers("300 جندي", "300 soldiers of 12 brigades in 2020") == 2
    assert added_numbers("خمسة وعشرون جنديا", "25 soldiers") == 0
