"""Addresses on pages: one thing changed, the rest kept; only http(s) leads out."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from werkzeug.datastructures import MultiDict

from web.links import Links, outward

LINKS = Links(
    MultiDict(
        [("q", "a b"), ("hl", "en"), ("filter", "place:بغداد"), ("cursor", "c"), ("from", "2020")]
    )
)


def test_a_change_keeps_the_rest_and_leads_to_page_one() -> None:
    assert LINKS.search(sort="newest") == (
        "/search?q=a+b&hl=en&filter=place%3A%D8%A8%D8%BA%D8%AF%D8%A7%D8%AF&from=2020&sort=newest"
    )


def test_a_filter_is_added_once_and_taken_off() -> None:
    twice = LINKS.with_filter("place", "بغداد")
    assert twice.count("filter=") == 1
    assert LINKS.with_filter("place", "كركوك").count("filter=") == 2
    assert "filter" not in LINKS.without_filter("place", "بغداد")


def test_without_filters_the_words_stay() -> None:
    assert LINKS.unfiltered() == "/search?q=a+b&hl=en"


def test_the_other_language_keeps_the_page() -> None:
    assert LINKS.in_language("/article/x y", "ar").startswith("/article/x%20y?q=a+b&")
    assert LINKS.in_language("/search", "ar").endswith("hl=ar")


@pytest.mark.parametrize(
    "url", ["https://x.example/ا?b=1", "http://x.example", "HTTPS://X.example/"]
)
def test_web_addresses_may_be_followed(url: str) -> None:
    assert outward(url) == url


@pytest.mark.parametrize(
    "url",
    [
        None,
        "",
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        " javascript:alert(1)",
        "java\nscript:alert(1)",
        "data:text/html,x",
        "//evil.example",
        "/relative",
        "http:",
        "http://[::1",
        "http:///path",
        " http://x.example",
        "ftp://x.example",
    ],
)
def test_other_addresses_may_not(url: str | None) -> None:
    assert outward(url) is None


@given(st.text())
def test_only_http_schemes_are_ever_followed(url: str) -> None:
    followed = outward(url)
    assert followed is None or followed.lower().startswith(("http://", "https://"))
