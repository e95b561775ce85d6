"""What a look at a source takes, leaves and tries again, on a clock of the test's own."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from index.archive import Archive
from index.archive.sources import Source
from index.compose import compose
from index.draft import RawArticle
from index.fetching import Fetcher
from index.fetching.watch.adding import source_of
from index.fetching.watch.opml import Outline
from index.fetching.watch.storing import Round
from index.fetching.watch.watcher import Watcher
from index.values import address_identity
from search.article import Article, article_id
from tests.fetching.newsroom import page, rss, sitemap, story
from tests.fetching.site import Asked, Hours, Reply, Web

AT = datetime(2026, 9, 20, 10, 20, tzinfo=UTC)
XML = "application/rss+xml"
FEED = "http://news.example/rss"
HOUR = 3600.0
Look = Callable[..., Round]


@pytest.fixture
def look(archive: Archive, fetcher: Fetcher, clock: Hours) -> Look:
    """look(*urls): watch these too, and look at what is due."""

    def once(*urls: str) -> Round:
        archive.sources.add([source_of(Outline(url), clock) for url in urls])
        watcher = Watcher(archive, fetcher, clock, lambda: None, 1, chance=random.Random(1))
        return watcher.run(clock.stop, once=True)

    return once


def held(archive: Archive) -> list[Article]:
    return archive.articles(list(range(1, archive.last_seq() + 1)))


def the_source(archive: Archive, url: str = FEED) -> Source:
    return next(each for each in archive.sources.all() if each.url == url)


def publish(web: Web, *items: tuple[int, str], url: str = FEED, full: bool = True) -> None:
    links = [(story(number, AT), link) for number, link in items]
    web[url] = Reply(rss(links, full=full), kind=XML)


def test_an_unchanged_feed_gives_nothing_and_a_changed_story_replaces(
    look: Look, web: Web, archive: Archive, clock: Hours
) -> None:
    publish(web, (1, "http://news.example/1"))
    assert str(look(FEED)) == "looked 1 times, added 1, replaced 0, failed 0"
    clock.wait(HOUR)
    assert str(look()) == "looked 1 times, added 0, replaced 0, failed 0"
    publish(web, (2, "http://news.example/1"))
    clock.wait(HOUR)
    assert str(look()) == "looked 1 times, added 0, replaced 1, failed 0"
    assert [article.title.ar for article in held(archive)] == [story(2, AT).title]


def test_a_new_date_alone_does_not_have_a_page_read_again(
    look: Look, web: Web, clock: Hours
) -> None:
    web["http://news.example/1"] = Reply(page(story(1, AT)))
    for hour in range(3):
        told = replace(story(1, AT), at=AT.replace(hour=hour))
        web[FEED] = Reply(rss([(told, "http://news.example/1")]), kind=XML)
        look(FEED)
        clock.wait(HOUR)
    assert web.counted()["http://news.example/1"] == 1


def test_a_long_feed_of_summaries_is_read_in_several_looks(
    look: Look, web: Web, archive: Archive
) -> None:
    for number in range(60):
        web[f"http://news.example/{number}"] = Reply(page(story(number, AT)))
    publish(web, *((n, f"http://news.example/{n}") for n in range(60)), full=False)
    assert str(look(FEED)) == "looked 3 times, added 60, replaced 0, failed 0"
    assert max(web.counted()[f"http://news.example/{n}"] for n in range(60)) == 1


def test_a_page_that_fails_is_tried_again_and_then_the_summary_stands_for_it(
    look: Look, web: Web, archive: Archive, clock: Hours
) -> None:
    web["http://news.example/1"] = Reply(status=500)
    publish(web, (1, "http://news.example/1"), full=False)
    look(FEED)
    (waiting,) = archive.sources.waiting(FEED)
    assert (waiting.reason, waiting.tries) == ("status 500", 1)
    for _ in range(80):
        clock.wait(HOUR)
        look()
    assert web.counted()["http://news.example/1"] == 5
    (article,) = held(archive)
    assert article.metadata == {"summary": True, "page_refused": "status 500"}
    assert article.segments[0].ar == story(1, AT).sentences[0]


def test_a_page_that_left_the_feed_before_it_could_be_read_says_so(
    look: Look, web: Web, archive: Archive, clock: Hours
) -> None:
    web["http://news.example/1"] = Reply(status=500)
    publish(web, (1, "http://news.example/1"), full=False)
    look(FEED)
    publish(web, (2, "http://news.example/2"))
    clock.wait(HOUR)
    look()
    (lead,) = archive.sources.refused(FEED, 5)
    assert lead.reason == "it left the source before it could be read: status 500"


def test_a_site_that_asks_for_time_gets_it_and_the_rest_is_read_then(
    look: Look, web: Web, archive: Archive, clock: Hours
) -> None:
    busy = [True]

    def answer(_: Asked) -> Reply:
        if busy[0]:
            return Reply(status=429, headers={"Retry-After": "7200"})
        return Reply(page(story(1, AT)))

    web["http://news.example/1"] = answer
    web["http://news.example/2"] = Reply(page(story(2, AT)))
    publish(web, (1, "http://news.example/1"), (2, "http://news.example/2"), full=False)
    began = clock.now()
    look(FEED)
    asked = len(web.asked)
    clock.wait(HOUR)
    look()
    assert len(web.asked) == asked
    assert the_source(archive).next_at >= began + 7200 or clock.now() - began > 7200
    busy[0] = False
    clock.wait(2 * HOUR)
    look()
    assert len(held(archive)) == 2


def test_a_story_belongs_to_the_feed_that_brought_it_first(
    look: Look, web: Web, archive: Archive, clock: Hours
) -> None:
    publish(web, (1, "http://news.example/1"))
    publish(web, (2, "http://news.example/1?utm_source=b"), url="http://news.example/b")
    look(FEED)
    look("http://news.example/b")
    (article,) = held(archive)
    assert article.title.ar == story(1, AT).title


def test_another_site_cannot_put_its_text_in_the_place_of_a_story(
    look: Look, web: Web, archive: Archive, clock: Hours
) -> None:
    there = RawArticle("x", story(1, AT).text, story(1, AT).title, url="http://news.example/1")
    archive.add([compose(there)])
    evil = "http://evil.example/rss"
    publish(web, (2, "http://news.example/1"), (3, "http://news.example/3"), url=evil)
    look(evil)
    by_url = {article.url: article.title.ar for article in held(archive)}
    assert by_url["http://news.example/1"] == story(1, AT).title
    assert by_url["http://news.example/3"] == story(3, AT).title
    publish(web, (4, "http://news.example/3"))
    look(FEED)
    by_url = {article.url: article.title.ar for article in held(archive)}
    assert by_url["http://news.example/3"] == story(4, AT).title


def test_the_same_story_at_two_addresses_of_a_site_is_one(
    look: Look, web: Web, archive: Archive
) -> None:
    publish(web, (1, "http://news.example/1"), (1, "http://www.news.example/latest/1"))
    publish(web, (1, "http://rival.example/1"), url="http://rival.example/rss")
    look(FEED, "http://rival.example/rss")
    assert {article.url for article in held(archive)} == {
        "http://news.example/1",
        "http://rival.example/1",
    }


def test_what_was_taken_down_does_not_come_again(
    look: Look, web: Web, archive: Archive, clock: Hours
) -> None:
    archive.forgetting.refuse([article_id(address_identity("http://news.example/1"))])
    publish(web, (1, "http://news.example/1"))
    look(FEED)
    assert held(archive) == []
    (lead,) = archive.sources.refused(FEED, 5)
    assert lead.reason == "it was taken down"


def test_a_sitemap_is_read_again_where_it_says_that_a_page_changed(
    look: Look, web: Web, archive: Archive, clock: Hours
) -> None:
    url, where = "http://news.example/1", "http://news.example/map.xml"
    web[url] = Reply(page(story(1, AT)))
    web[where] = Reply(sitemap([(url, AT)]))
    look(where)
    web[url] = Reply(page(story(2, AT)))
    web[where] = Reply(sitemap([(url, AT.replace(day=21))]))
    clock.wait(HOUR)
    assert str(look()) == "looked 1 times, added 0, replaced 1, failed 0"
    (article,) = held(archive)
    assert (article.title.ar, article.metadata) == (story(2, AT).title, {})


def test_a_page_is_watched_for_its_own_text(
    look: Look, web: Web, archive: Archive, clock: Hours
) -> None:
    web["http://news.example/live"] = Reply(page(story(1, AT)))
    look("http://news.example/live")
    web["http://news.example/live"] = Reply(page(story(2, AT)))
    clock.wait(HOUR)
    look()
    assert [article.title.ar for article in held(archive)] == [story(2, AT).title]


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        (Reply(page(story(1, AT))), "a web page is there, where a feed was"),
        (Reply("", kind=XML), "it is empty, no feed"),
        (Reply(b"%PDF-1.7"), "something else (a PDF document) is there, where a feed was"),
        (Reply(status=404), "status 404, there is no such page"),
    ],
)
def test_a_feed_that_fails_keeps_its_place_and_says_why(
    look: Look, web: Web, archive: Archive, clock: Hours, answer: Reply, reason: str
) -> None:
    publish(web, (1, "http://news.example/1"))
    look(FEED)
    web[FEED] = answer
    clock.wait(HOUR)
    look()
    failing = the_source(archive)
    assert (failing.reason, failing.failures, failing.stopped) == (reason, 1, False)
    assert failing.failing_since == failing.checked_at
    publish(web, (1, "http://news.example/1"))
    clock.wait(HOUR)
    look()
    again = the_source(archive)
    assert (again.reason, again.failures, again.failing_since) == (None, 0, None)


def test_a_clock_set_back_does_not_leave_sources_waiting(
    look: Look, web: Web, archive: Archive, clock: Hours
) -> None:
    publish(web, (1, "http://news.example/1"))
    look(FEED)
    archive.sources.looked(FEED, {"next_at": int(clock.now()) + 400 * 86_400}, ())
    assert look().looks == 1


def test_what_a_source_asks_for_is_kept_to(
    look: Look, web: Web, archive: Archive, clock: Hours
) -> None:
    feed = rss([(story(1, AT), "http://news.example/1")], full=True, channel="<ttl>600</ttl>")
    web[FEED] = Reply(feed, kind=XML)
    web["http://b.example/rss"] = Reply(
        rss([]), kind=XML, headers={"Cache-Control": "max-age=9000"}
    )
    began = clock.now()
    look(FEED, "http://b.example/rss")
    assert 36_000 <= the_source(archive).next_at - began <= 40_000
    assert 9_000 <= the_source(archive, "http://b.example/rss").next_at - began <= 10_000
