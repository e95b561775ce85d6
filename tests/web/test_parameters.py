"""Query parameters become one SearchRequest, or errors that name each."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from werkzeug.datastructures import MultiDict

from search.errors import BadParameter, BadParameters
from search.page import SearchRequest
from web.parameters import PARAMETERS, search_request


def request(*pairs: tuple[str, str]) -> SearchRequest:
    return search_request(MultiDict(pairs))


def test_no_parameters_ask_for_all_articles() -> None:
    assert request() == SearchRequest()


def test_every_parameter_arrives() -> None:
    asked = request(
        ("q", "جبال حمرين"),
        ("lang", "ar"),
        ("match", "all"),
        ("filter", "place:بغداد"),
        ("filter", "outlet:BBC: عربي"),
        ("from", "2020"),
        ("to", "2020-08-31"),
        ("sort", "newest"),
        ("facets", "outlet,published:month"),
        ("limit", "100"),
        ("cursor", "abc"),
        ("highlight", "none"),
        ("names", "off"),
        ("explain", "1"),
    )
    assert asked == SearchRequest(
        q="جبال حمرين",
        lang="ar",
        match="all",
        filters=(("place", "بغداد"), ("outlet", "BBC: عربي")),
        since="2020",
        until="2020-08-31",
        sort="newest",
        facets=("outlet", "published:month"),
        limit=100,
        cursor="abc",
        highlight="none",
        names=False,
        explain=True,
    )


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("limit", "0"),
        ("limit", "101"),
        ("limit", "-1"),
        ("limit", "1e2"),
        ("limit", "١٠"),
        ("limit", ""),
        ("limit", "9" * 5000),
        ("sort", "best"),
        ("lang", "fr"),
        ("match", ""),
        ("highlight", "bold"),
        ("names", "yes"),
        ("explain", "true"),
        ("from", "yesterday"),
        ("to", "2020-13"),
        ("facets", "outlet,colour"),
        ("facets", "published:week"),
        ("filter", "outlet"),
        ("filter", "outlet:"),
        ("filter", "colour:red"),
        ("page", "2"),
    ],
)
def test_a_wrong_value_is_refused_by_its_name(name: str, value: str) -> None:
    with pytest.raises(BadParameter) as caught:
        request(("q", "x"), (name, value))
    assert caught.value.param == name


def test_a_parameter_given_twice_is_refused() -> None:
    with pytest.raises(BadParameter, match="more than once"):
        request(("q", "a"), ("q", "b"))


def test_all_wrong_parameters_are_named_at_once() -> None:
    with pytest.raises(BadParameters) as caught:
        request(("limit", "0"), ("sort", "best"), ("hl", "ar"))
    assert [fault.param for fault in caught.value.faults] == ["limit", "sort", "hl"]


@given(st.lists(st.tuples(st.sampled_from([*PARAMETERS, "x"]), st.text())))
def test_any_parameters_are_read_or_refused(pairs: list[tuple[str, str]]) -> None:
    try:
        asked = request(*pairs)
    except (BadParameter, BadParameters):
        return
    assert 1 <= asked.limit <= 100


def test_more_filters_than_a_page_can_link_are_refused() -> None:
    with pytest.raises(BadParameter, match="more than 50 times"):
        request(*(("filter", f"outlet:{number}") for number in range(51)))
