"""A simulated week of `fihrist watch`: each story once, as it was told, and a reason for each
refusal."""

from __future__ import annotations

import random
from collections.abc import Callable

import pytest

from index.archive import Archive
from index.fetching import Fetcher, Limits
from index.fetching.watch.adding import source_of
from index.fetching.watch.opml import Outline
from index.fetching.watch.report import report
from index.fetching.watch.watcher import Watcher
from search.article import Article
from tests.fetching.site import Hours, Web
from tests.fetching.week import DAY, ENGLISH, FAULTS, Week

Making = Callable[..., Fetcher]
LIMITS = Limits(connect=2.0, read=2.0, total=1.0, rate=500_000, size=800_000)


class Ending(Hours):
    """A clock that ends the watch when its time is up."""

    ends = float("inf")

    def wait(self, seconds: float) -> bool:
        super().wait(seconds)
        if self.now() >= self.ends:
            self.stop.set()
        return self.stop.is_set()


@pytest.fixture
def clock() -> Ending:
    return Ending()


def articles(archive: Archive) -> list[Article]:
    return archive.articles(list(range(1, archive.last_seq() + 1)))


@pytest.fixture
def week(web: Web, clock: Ending, archive: Archive, fetchers: Making) -> Week:
    """A week that has passed."""
    told = Week(web, clock)
    archive.sources.add([source_of(Outline(url), clock) for url in told.sources])
    clock.ends = clock.now() + 7 * DAY
    watcher = Watcher(archive, fetchers(LIMITS), clock, lambda: None, 1, 3600.0, random.Random(1))
    watcher.run(clock.stop)
    return told


def test_the_archive_holds_each_story_once_and_every_refusal_has_its_reason(
    week: Week, archive: Archive, web: Web, caplog: pytest.LogCaptureFixture
) -> None:
    held = {article.url: article for article in articles(archive) if article.url is not None}
    nameless = [article for article in articles(archive) if article.url is None]
    assert len(held) + len(nameless) == len(articles(archive))
    check_nameless(week, nameless)
    check_summaries(week, held)
    assert set(held) - set(week.told) == {"http://mixed.example/Library", *week.summaries}
    assert set(week.told) - set(held) == set()
    for url, (told, outlet) in week.told.items():
        found = held[url]
        assert (found.title.ar, found.outlet) == (told.title, outlet), url
        assert [segment.ar for segment in found.segments] == told.sentences, url
        assert found.published == week.dated.get(url, told.at.isoformat()), url
        assert not found.metadata, url
    english = held["http://mixed.example/Library"]
    assert (english.lang, [segment.en for segment in english.segments]) == ("en", [ENGLISH])
    check_reasons(report(archive))
    assert all(asked.host.endswith(".example") for asked in web.asked)
    check_pace(week, web)
    logged = {record.getMessage() for record in caplog.get_records("setup")}
    assert any("169.254.169.254, a link-local address" in line for line in logged)


def check_nameless(week: Week, found: list[Article]) -> None:
    """A story that has no address, and another id each time, is one story."""
    assert sorted(str(each.title.ar) for each in found) == sorted(week.nameless)
    for each in found:
        told = week.nameless[str(each.title.ar)]
        assert [segment.ar for segment in each.segments] == told.sentences
        assert each.published == told.at.isoformat()


def check_summaries(week: Week, held: dict[str, Article]) -> None:
    """Where a page will never be had, the feed's summary stands for it and says why."""
    for url, (told, reason) in week.summaries.items():
        assert [segment.ar for segment in held[url].segments] == told.sentences[:1]
        assert reason in held[url].metadata["page_refused"], url


def check_reasons(rows: list[dict[str, object]]) -> None:
    """Every source is well, or says why it is not; every item that is no article says why."""
    faults = {str(row["url"]): str(row["reason"]) for row in rows if row["reason"]}
    assert set(faults) == set(FAULTS)
    for url, said in FAULTS.items():
        assert said in faults[url], url
    states = {row["url"]: row["state"] for row in rows}
    assert {url for url, state in states.items() if state == "stopped"} == {
        "http://gone.example/rss"
    }
    assert "http://moved.example/new/rss" in states
    refused = {item["url"]: item["reason"] for row in rows for item in row["refused"]}  # type: ignore[attr-defined]  # rows are JSON
    assert set(refused) == {
        "http://inside.example/2",
        "http://127.0.0.1/admin",
        "http://inside.example/missing",
        "http://mixed.example/Библиотека",
        "http://pitfalls.example/gone",
    }
    assert "status 410" in refused["http://pitfalls.example/gone"]
    assert "a loopback address" in refused["http://127.0.0.1/admin"]
    assert "status 404" in refused["http://inside.example/missing"]


def check_pace(week: Week, web: Web) -> None:
    """Sources are asked as often as they change, and pages once or twice."""
    asked = web.counted()
    assert asked["http://invalid.example/rss"] < 40
    assert asked["http://daily.example/rss"] > 1.5 * asked["http://invalid.example/rss"]
    assert asked["http://dates.example/rss"] <= 8  # its ttl is a day
    assert asked["http://closed.example/rss"] == 0
    assert asked["http://gone.example/rss"] < 20
    for source in FAULTS:
        assert asked[source] <= 20, source
    for url in week.told:
        if url.startswith("http://brief.example/"):
            assert asked[url] <= 2, url
