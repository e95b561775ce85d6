"""Addresses by which two articles are the same one."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.values import canonical, is_web_address


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("https://A.example/n/1?utm_source=x&id=3#c", "https://a.example/n/1?id=3"),
        ("https://a.example/n?fbclid=9&b=2&a=1", "https://a.example:443/n?a=1&b=2"),
        ("https://a.example/خبر", "https://a.example/%D8%AE%D8%A8%D8%B1"),
        ("https://a.example", "https://a.example/"),
        ("https://a.example/n?1234&gclid=5", "https://a.example/n?1234"),
    ],
)
def test_trackers_order_and_encoding_make_no_other_article(one: str, other: str) -> None:
    assert canonical(one) == canonical(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("https://a.example/n?id=3", "https://a.example/n?id=4"),
        ("https://a.example/n?cid=3", "https://a.example/n?cid=4"),
        ("https://a.example/n?1234", "https://a.example/n?1235"),
        ("https://a.example/N/1", "https://a.example/n/1"),
        ("https://a.example/n?x=1&x=2", "https://a.example/n?x=1"),
        ("https://a.example/n?eid=7&utm_id=1", "https://a.example/n?utm_id=1"),
    ],
)
def test_parameters_that_may_tell_articles_apart_do(one: str, other: str) -> None:
    assert canonical(one) != canonical(other)


@given(st.text(max_size=40), st.text(max_size=40))
def test_a_canonical_address_is_its_own(path: str, query: str) -> None:
    url = f"https://a.example/{path}?{query}"
    if is_web_address(url):
        assert canonical(canonical(url)) == canonical(url)


def test_an_impossible_port_is_no_reason_to_stop() -> None:
    assert canonical("https://a.example:99999/n") == "https://a.example:99999/n"
