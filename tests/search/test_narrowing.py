"""Filters, dates, scope, facets and the histogram."""

from __future__ import annotations

from dataclasses import replace

import pytest

from search.errors import BadParameter
from search.page import SearchRequest
from tests.search.articles import Serve, arabic, search


def test_filters_mean_or_within_a_field_and_and_across(serve: Serve) -> None:
    service = serve(
        arabic(1, "نهر", outlet="ا", place="بغداد"),
        arabic(2, "نهر", outlet="ب", place="بغداد"),
        arabic(3, "نهر", outlet="ب", place="البصرة"),
    )
    assert search(service, "نهر", filters=(("outlet", "ا"), ("outlet", "ب"))) == [3, 2, 1]
    assert search(service, "نهر", filters=(("outlet", "ب"), ("place", "بغداد"))) == [2]
    assert search(service, "", filters=(("outlet", "ب"),)) == [3, 2]


def test_a_facets_counts_ignore_its_own_filter(serve: Serve) -> None:
    service = serve(
        arabic(1, "نهر", outlet="ا", place="بغداد"),
        arabic(2, "نهر", outlet="ب", place="بغداد"),
        arabic(3, "نهر", outlet="ب", place="البصرة"),
    )
    request = SearchRequest(q="نهر", filters=(("outlet", "ا"),), facets=("outlet", "place"))
    facets = service.search(request).facets
    assert facets["outlet"] == [
        {"value": "ب", "count": 2, "selected": False},
        {"value": "ا", "count": 1, "selected": True},
    ]
    assert facets["place"] == [{"value": "بغداد", "count": 1, "selected": False}]


def test_the_histogram_is_half_open_with_its_empty_buckets(serve: Serve) -> None:
    service = serve(
        arabic(1, "نهر", published="2020-11-30T23:59:59Z"),
        arabic(2, "نهر", published="2021-01-01"),
        arabic(3, "نهر"),
    )
    page = service.search(SearchRequest(q="نهر", facets=("published:month",)))
    assert page.facets["published"] == [
        {"from": "2020-11-01", "to": "2020-12-01", "count": 1},
        {"from": "2020-12-01", "to": "2021-01-01", "count": 0},
        {"from": "2021-01-01", "to": "2021-02-01", "count": 1},
    ]


def test_from_is_inside_and_to_is_outside(serve: Serve) -> None:
    service = serve(arabic(1, "نهر", published="2020"), arabic(2, "نهر", published="2021"))
    assert search(service, "نهر", since="2020", until="2021") == [1]
    assert search(service, "نهر", since="2020-01-01") == [2, 1]


def test_a_filter_by_a_date_that_is_none_names_the_filter(serve: Serve) -> None:
    with pytest.raises(BadParameter) as raised:
        search(serve(arabic(1, "نهر")), "نهر", filters=(("published", "soon"),))
    assert raised.value.param == "filter"


def test_a_histogram_of_too_many_days_is_refused(serve: Serve) -> None:
    service = serve(arabic(1, "نهر", published="1500"), arabic(2, "نهر", published="2499-12-31"))
    assert (
        len(service.search(SearchRequest(facets=("published:year",))).facets["published"]) == 1000
    )
    with pytest.raises(BadParameter, match="narrow from and to"):
        service.search(SearchRequest(facets=("published:day",)))


def test_from_after_to_finds_nothing(serve: Serve) -> None:
    service = serve(arabic(1, "نهر", published="2020"))
    assert search(service, "نهر", since="2021", until="2019") == []


def test_a_scope_holds_beside_filters_and_in_facets(serve: Serve) -> None:
    service = serve(
        arabic(1, "نهر", outlet="A", place="X"),
        arabic(2, "نهر", outlet="B", place="X"),
        arabic(3, "نهر", outlet="B", place="Y"),
    )
    scope = (("outlet", "B"),)
    assert sorted(search(service, "نهر", scope=scope)) == [2, 3]
    assert search(service, "نهر", scope=scope, filters=(("outlet", "A"),)) == []
    page = service.search(SearchRequest("نهر", scope=scope, facets=("outlet", "place")))
    assert [value["value"] for value in page.facets["outlet"]] == ["B"]
    assert {v["value"]: v["count"] for v in page.facets["place"]} == {"X": 1, "Y": 1}


def test_a_chosen_value_that_others_outdo_is_shown_with_its_count(serve: Serve) -> None:
    service = serve(
        arabic(1, "نهر", outlet="ا"), arabic(2, "نهر", outlet="ا"), arabic(3, "نهر", outlet="ب")
    )
    request = SearchRequest(
        q="نهر", filters=(("outlet", "ب"), ("outlet", "ج")), facets=("outlet",), facet_values=1
    )
    assert service.search(request).facets["outlet"] == [
        {"value": "ا", "count": 2, "selected": False},
        {"value": "ب", "count": 1, "selected": True},
        {"value": "ج", "count": 0, "selected": True},
    ]


def test_facets_that_are_kept_are_those_of_who_may_ask_and_of_what_is_chosen(serve: Serve) -> None:
    service = serve(
        arabic(1, "نهر", outlet="ا", place="بغداد"), arabic(2, "نهر", outlet="ب", place="البصرة")
    )
    asked = SearchRequest(q="نهر", facets=("place",))
    scoped = replace(asked, scope=(("outlet", "ا"),))
    chosen = replace(asked, filters=(("outlet", "ب"),))
    for _ in range(2):
        found = [
            [v["value"] for v in service.search(each).facets["place"]]
            for each in (asked, scoped, chosen, replace(asked, limit=1, sort="oldest"))
        ]
        assert found == [["البصرة", "بغداد"], ["بغداد"], ["البصرة"], ["البصرة", "بغداد"]]


def test_facets_are_counted_anew_where_an_article_was_added(serve: Serve) -> None:
    service = serve(arabic(1, "نهر", outlet="ا"))
    request = SearchRequest(q="نهر", facets=("outlet",))
    assert [value["count"] for value in service.search(request).facets["outlet"]] == [1]
    serve(arabic(2, "نهر", outlet="ا"))
    assert [value["count"] for value in service.search(request).facets["outlet"]] == [2]
