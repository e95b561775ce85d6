"""Walks by cursor: every article once, whatever is added; cursors that are none."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

import pytest

from search.cursor import Cursor, encode
from search.errors import BadParameter
from search.page import SearchRequest
from tests.search.articles import Serve, arabic, search, seqs


@pytest.mark.parametrize("sort", ["relevance", "newest", "oldest"])
def test_a_walk_by_cursor_gives_every_article_once(serve: Serve, sort: str) -> None:
    dates = {1: "2020", 4: "2021-05", 9: "2021-05-03"}
    articles = [
        arabic(n, "نهر " * (1 + n % 3), **({"published": dates[n]} if n in dates else {}))
        for n in range(1, 24)
    ]
    service = serve(*articles)
    whole = search(service, "نهر", sort=sort, limit=100)
    walked: list[int] = []
    cursor: str | None = None
    while True:
        page = service.search(SearchRequest(q="نهر", sort=sort, limit=5, cursor=cursor))  # type: ignore[arg-type]  # a parameter of the test
        walked += seqs(page)
        assert page.total.value == 23
        following = page.links["next"]
        if following is None:
            break
        cursor = following.rpartition("cursor=")[2]
    assert walked == whole
    assert sorted(walked) == list(range(1, 24))


def test_articles_added_during_a_walk_do_not_enter_it(serve: Serve) -> None:
    service = serve(*(arabic(n, "نهر") for n in range(1, 7)))
    first = service.search(SearchRequest(q="نهر", sort="newest", limit=3))
    cursor = (first.links["next"] or "").rpartition("cursor=")[2]
    service = serve(arabic(7, "نهر", published="2030"), arabic(8, "نهر"))
    second = service.search(SearchRequest(q="نهر", sort="newest", limit=3, cursor=cursor))
    assert seqs(first) + seqs(second) == [6, 5, 4, 3, 2, 1]
    assert second.total.value == 6
    assert second.index.shifted
    assert second.links["next"] is None


@pytest.mark.parametrize("cursor", ["x", "AAAA", "W10", "%%%", "é", "a" * 500])
def test_a_cursor_that_is_none_is_refused(serve: Serve, cursor: str) -> None:
    with pytest.raises(BadParameter, match="cursor"):
        serve(arabic(1, "نهر")).search(SearchRequest(q="نهر", cursor=cursor))


def test_a_cursor_of_another_query_is_refused(serve: Serve) -> None:
    service = serve(*(arabic(n, "نهر") for n in range(1, 7)))
    page = service.search(SearchRequest(q="نهر", limit=3))
    cursor = (page.links["next"] or "").rpartition("cursor=")[2]
    with pytest.raises(BadParameter, match="cursor"):
        service.search(SearchRequest(q="جبل", limit=3, cursor=cursor))


@pytest.mark.parametrize("rank", [24, 10**7, 1 << 62, (1 << 63) - 1])
@pytest.mark.parametrize("q", ["نهر", "نهر سد"])
def test_a_forged_cursor_behind_the_end_gives_an_empty_page(
    serve: Serve, rank: int, q: str
) -> None:
    service = serve(*(arabic(n, "نهر") for n in range(1, 7)))
    forged = encode(Cursor(rank, None, (1 << 63) - 1, "1.1"), SearchRequest(q=q))
    page = service.search(SearchRequest(q=q, cursor=forged))
    assert (seqs(page), page.total.value, page.links["next"]) == ([], 6, None)


def test_a_cursor_is_of_one_scope(serve: Serve) -> None:
    service = serve(arabic(1, "نهر", outlet="A"), arabic(2, "نهر", outlet="A"))
    scoped = service.search(SearchRequest("نهر", scope=(("outlet", "A"),), limit=1))
    cursor = parse_qs(urlsplit(scoped.links["next"] or "").query)["cursor"][0]
    with pytest.raises(BadParameter, match="cursor"):
        service.search(SearchRequest("نهر", limit=1, cursor=cursor))
