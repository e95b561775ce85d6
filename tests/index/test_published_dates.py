"""Dates as pages write them: read as precisely as stated, never invented."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.dates import published_date
from index.dates.names import MONTHS
from search.dates import period

BAGHDAD = timezone(timedelta(hours=3))
MONDAY = datetime(2020, 8, 31, 10, 20, tzinfo=BAGHDAD)


@pytest.mark.parametrize(
    ("line", "iso"),
    [
        ("٣١ آب ٢٠٢٠", "2020-08-31"),
        ("الاثنين 31 آب/أغسطس 2020", "2020-08-31"),
        ("31 آب (أغسطس) 2020", "2020-08-31"),
        ("الاثنين، ٣١ أغسطس ٢٠٢٠م", "2020-08-31"),
        ("31 غشت 2020", "2020-08-31"),
        ("31 أوت 2020", "2020-08-31"),
        ("12 يوليوز 2019", "2019-07-12"),
        ("12 جويلية 2019", "2019-07-12"),
        ("5 كانون الثاني 2021", "2021-01-05"),
        ("5 تشرين الثاني 2021", "2021-11-05"),
        ("نشر في: 1 من شهر حزيران عام 2020", "2020-06-01"),
        ("August 31, 2020", "2020-08-31"),
        ("31st August 2020", "2020-08-31"),
        ("31/8/2020", "2020-08-31"),
        ("31-08-2020", "2020-08-31"),
        ("31.8.2020", "2020-08-31"),
        ("2020/08/31", "2020-08-31"),
        ("آب 2020", "2020-08"),
        ("2020-08", "2020-08"),
        ("2020", "2020"),
    ],
)
def test_months_of_every_region_and_all_orders_are_read(line: str, iso: str) -> None:
    assert published_date(line) == iso


@pytest.mark.parametrize(
    ("line", "iso"),
    [
        ("2020-08-31T10:20:35Z", "2020-08-31T10:20:35+00:00"),
        ("2020-08-31T10:20:35.123+0300", "2020-08-31T10:20:35+03:00"),
        ("2020-08-31 10:20", "2020-08-31T10:20"),
        ("Mon, 31 Aug 2020 10:20:00 GMT", "2020-08-31T10:20:00+00:00"),
        ("الاثنين, 31 أغسطس 2020 10:20:00 +0300", "2020-08-31T10:20:00+03:00"),
        ("31 آب 2020 - 10:20 ص", "2020-08-31T10:20"),
        ("31 آب 2020 - 10:20 مساءً", "2020-08-31T22:20"),
        ("12:05 ص 31 آب 2020", "2020-08-31T00:05"),
        ("31 آب 2020 الساعة 22:20 بتوقيت بغداد", "2020-08-31T22:20+03:00"),
        ("31 آب 2020 الساعة 22:20 بتوقيت غرينتش", "2020-08-31T22:20+00:00"),
        ("31 آب 2020 22:20 (GMT+3)", "2020-08-31T22:20+03:00"),
        ("31 آب 2020 الساعة 22:20 بتوقيت القاهرة", "2020-08-31T22:20"),
        ("31 آب 2005 الساعة 22:20 بتوقيت بغداد", "2005-08-31T22:20"),
    ],
)
def test_times_and_zones_are_kept_as_stated(line: str, iso: str) -> None:
    assert published_date(line) == iso


@pytest.mark.parametrize(
    ("line", "iso"),
    [
        ("12 محرم 1442 هـ", "2020-08-31"),
        ("١٢/١/١٤٤٢", "2020-08-31"),
        ("الاثنين 12 محرم 1442هـ الموافق 31 آب 2020م", "2020-08-31"),
        ("12 محرم 1442 - 30 أغسطس 2020", "2020-08-30"),
        ("30 جمادى الأولى 1442", None),
    ],
)
def test_hijri_dates_are_converted_and_give_way_to_gregorian_ones(
    line: str, iso: str | None
) -> None:
    assert published_date(line) == iso


@pytest.mark.parametrize(
    ("line", "iso"),
    [
        ("8/6/2020", "2020-06-08"),
        ("الاثنين 8/6/2020", "2020-06-08"),
        ("الخميس 8/6/2020", "2020-08-06"),
        ("8/31/2020", "2020-08-31"),
    ],
)
def test_a_day_stands_before_its_month_unless_the_weekday_says_otherwise(
    line: str, iso: str
) -> None:
    assert published_date(line) == iso


@pytest.mark.parametrize(
    "line",
    [
        "",
        "قبل يومين",
        "أمس",
        "31 آب",
        "31 فبراير 2020",
        "31/8/20",
        "© 2020",
        "جميع الحقوق محفوظة 2020",
        "آخر تحديث: 2 أيلول 2020",
        "31 آب/سبتمبر 2020",
        "قتل 31 في 2020",
        "x" * 400 + " 31 آب 2020",
    ],
)
def test_what_states_no_date_gives_none(line: str) -> None:
    assert published_date(line) is None


@pytest.mark.parametrize(
    ("line", "iso"),
    [
        ("قبل يومين", "2020-08-29"),
        ("قبل ثلاثة أيام", "2020-08-28"),
        ("أمس", "2020-08-30"),
        ("منذ 3 ساعات", "2020-08-31T07:00+03:00"),
        ("منذ ساعة", "2020-08-31T09:00+03:00"),
        ("منذ ٥ دقائق", "2020-08-31T10:15+03:00"),
        ("قبل أسبوعين", "2020-08"),
        ("قبل 5 أسابيع", "2020-07"),
        ("قبل أسبوع", "2020-08"),
        ("منذ 3 أشهر", "2020-05"),
        ("قبل عامين", "2018"),
        ("3 hours ago", "2020-08-31T07:00+03:00"),
        ("30 آب", "2020-08-30"),
        ("30 كانون الأول", "2019-12-30"),
        ("آخر تحديث قبل ساعة", None),
    ],
)
def test_relative_dates_need_a_reference_and_are_no_finer_than_their_words(
    line: str, iso: str | None
) -> None:
    assert published_date(line, MONDAY) == iso
    assert published_date(line) is None


def test_of_two_dates_the_one_that_is_not_of_a_change_is_taken() -> None:
    line = "آخر تحديث: 2 أيلول 2020 10:00 - تاريخ النشر: 31 آب 2020 09:15"
    assert published_date(line) == "2020-08-31T09:15"


@given(st.text(max_size=80))
def test_any_text_gives_none_or_a_date_that_the_archive_takes(line: str) -> None:
    found = published_date(line, MONDAY)
    assert found is None or period(found)


@given(st.dates(date(1600, 1, 1), date(2400, 1, 1)), st.sampled_from(sorted(MONTHS)))
def test_a_date_written_in_words_is_read_back(day: date, month: str) -> None:
    number = MONTHS[month]
    line = f"{min(day.day, 28)} {month} {day.year}"
    assert published_date(line) == f"{day.year}-{number:02}-{min(day.day, 28):02}"


READ = datetime(2026, 11, 30, 10, 20, tzinfo=UTC)


@pytest.mark.parametrize(
    ("line", "published"),
    [
        ("Mon, 30 Nov 2099 10:00:00 +0300", None),
        ("2026-12-02", None),
        ("2 كانون الأول 2026", None),
        ("2027", None),
        ("2026-12-01T00:10", "2026-12-01T00:10"),
        ("30 تشرين الثاني 2026", "2026-11-30"),
        ("2026", "2026"),
    ],
)
def test_what_was_read_was_not_published_later(line: str, published: str | None) -> None:
    """A day ahead it may be: the zones are that far apart."""
    assert published_date(line, READ) == published
    assert published_date(line) is not None


@pytest.mark.parametrize("line", ["Thu, 01 Jan 1970 00:00:00 GMT", "1970-01-01T00:00:00Z"])
def test_the_zero_of_a_systems_clock_is_no_date(line: str) -> None:
    assert published_date(line) is None


def test_the_day_itself_may_be_meant() -> None:
    assert published_date("1 كانون الثاني 1970") == "1970-01-01"
