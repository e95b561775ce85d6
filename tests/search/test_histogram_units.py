"""The histogram's `auto`: the finest unit that fits, within what is asked for."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import cast

import pytest

from search.dates import seconds
from search.engines.plan import Everything
from search.engines.protocol import Reader
from search.facets import histogram
from search.page import SearchRequest


class Dates:
    """What of a reader the histogram asks: the span of the dates, a count of one a bucket."""

    def __init__(self, first: str, last: str) -> None:
        days = (datetime.fromisoformat(day).replace(tzinfo=UTC) for day in (first, last))
        self.bounds = tuple(map(seconds, days))

    def published_bounds(self, _: object) -> tuple[int, ...]:
        return self.bounds

    def histogram(self, _: object, edges: list[int]) -> list[int]:
        return [1] * (len(edges) - 1)


def buckets(first: str, last: str, since: str | None = None, until: str | None = None) -> list[str]:
    reader = cast(Reader, Dates(first, last))
    asked = SearchRequest(since=since, until=until)
    return [each["from"] for each in histogram(reader, Everything(), "published:auto", asked)]


@pytest.mark.parametrize(
    ("first", "last", "count", "start"),
    [
        ("2020-08-03", "2020-08-05", 3, "2020-08-03"),
        ("2020-08-03", "2021-02-05", 7, "2020-08-01"),
        ("2003-04-09", "2020-01-01", 18, "2003-01-01"),
        ("1958-07-14", "2020-01-01", 8, "1950-01-01"),
        ("1500-01-01", "2499-12-31", 100, "1500-01-01"),
    ],
)
def test_the_unit_fits_the_span(first: str, last: str, count: int, start: str) -> None:
    found = buckets(first, last)
    assert (len(found), found[0]) == (count, start)


def test_a_narrower_search_has_finer_bars() -> None:
    assert buckets("2003-04-09", "2020-01-01", "2019", "2020")[-1] == "2019-12-01"
    assert buckets("2003-04-09", "2020-01-01", "2019-02", "2019-03")[-1] == "2019-02-28"


def test_a_single_day_is_shown_in_its_month() -> None:
    assert len(buckets("2020-08-03", "2020-08-03")) == 31
    assert len(buckets("2003-04-09", "2020-01-01", "2019-02-05", "2019-02-06")) == 28


def test_nothing_is_drawn_outside_the_dates_there_are() -> None:
    assert buckets("2003-04-09", "2020-01-01", since="2021") == []
