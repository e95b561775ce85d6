"""One thing fetched: what comes whole, what is refused and why, how politely it is asked for."""

from __future__ import annotations

import gzip
import time
import zlib
from collections.abc import Callable, Iterator
from itertools import pairwise, repeat

import pytest

from index.fetching import Fetcher, Limits, Validators
from index.fetching.errors import (
    BadStatus,
    Bomb,
    Busy,
    CutShort,
    FetchError,
    Gone,
    Later,
    Redirected,
    RobotsForbid,
    RobotsUnknown,
    TooLarge,
    TooSlow,
    Unreachable,
    Unwanted,
)
from tests.fetching.conftest import QUICK
from tests.fetching.site import Asked, Hours, Reply, Web, redirect, zipped

PAGE = "<html><body>نص</body></html>"
URL = "http://news.example/a"


def body(fetcher: Fetcher, url: str = URL) -> bytes:
    with fetcher.fetch(url) as fetched:
        assert fetched.body is not None
        return fetched.body.read()


def test_a_page_comes_with_what_its_headers_say(fetcher: Fetcher, web: Web, clock: Hours) -> None:
    web[URL] = Reply(
        PAGE,
        headers={"ETag": 'W/"1"', "Last-Modified": "x", "Cache-Control": "public, max-age=60"},
    )
    with fetcher.fetch(URL) as fetched:
        assert fetched.body is not None
        assert fetched.body.read().decode() == PAGE
    assert (fetched.url, fetched.moved, fetched.max_age) == (URL, None, 60.0)
    assert fetched.validators == Validators('W/"1"', "x")
    assert fetched.at.timestamp() == clock.now()


def test_fihrist_says_who_it_is(fetcher: Fetcher, web: Web) -> None:
    web[URL] = Reply(PAGE)
    body(fetcher)
    for asked in web.asked:
        assert asked.headers["User-Agent"].startswith("Fihrist/0.")
        assert asked.headers["Accept-Encoding"] == "gzip, deflate"
        assert not {"Cookie", "Authorization", "Referer"} & asked.headers.keys()


def test_no_proxy_of_the_environment_is_used(
    fetcher: Fetcher, web: Web, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9/")
    web[URL] = Reply(PAGE)
    assert body(fetcher).decode() == PAGE


def test_an_unchanged_thing_is_not_sent_again(fetcher: Fetcher, web: Web) -> None:
    def answer(asked: Asked) -> Reply:
        assert asked.headers["If-None-Match"] == '"1"'
        assert asked.headers["If-Modified-Since"] == "Mon, 31 Aug 2020 10:20:00 GMT"
        return Reply(status=304)

    web[URL] = answer
    with fetcher.fetch(URL, Validators('"1"', "Mon, 31 Aug 2020 10:20:00 GMT")) as fetched:
        assert fetched.body is None


def test_a_304_that_was_not_asked_for_is_a_fault(fetcher: Fetcher, web: Web) -> None:
    web[URL] = Reply(status=304)
    with pytest.raises(BadStatus, match="304"):
        fetcher.fetch(URL)


@pytest.mark.parametrize("packed", ["gzip", "zlib", "raw", "members"])
def test_packed_answers_are_unpacked(fetcher: Fetcher, web: Web, packed: str) -> None:
    plain = PAGE.encode() * 3_000
    raw = zlib.compressobj(wbits=-15)
    ways = {
        "gzip": ("gzip", gzip.compress(plain)),
        "zlib": ("deflate", zlib.compress(plain)),
        "raw": ("deflate", raw.compress(plain) + raw.flush()),
        "members": ("gzip", gzip.compress(plain[:50_000]) + gzip.compress(plain[50_000:])),
    }
    name, data = ways[packed]
    web[URL] = Reply(data, headers={"Content-Encoding": name})
    assert body(fetcher) == plain


@pytest.mark.parametrize("encoding", ["br", "zstd", "gzip, gzip", "\x7f"])
def test_an_encoding_that_was_not_offered_is_refused(
    fetcher: Fetcher, web: Web, encoding: str
) -> None:
    web[URL] = Reply(b"...", headers={"Content-Encoding": encoding})
    with pytest.raises(Unwanted, match="not asked for"):
        fetcher.fetch(URL)


def test_redirects_are_followed_and_only_lasting_ones_move_the_address(
    fetcher: Fetcher, web: Web
) -> None:
    web["http://news.example/old"] = redirect("/older", 301)
    web["http://news.example/older"] = redirect("http://www.news.example/new", 308)
    web["http://www.news.example/new"] = redirect("now?id=خبر", 302)
    web["http://www.news.example/now?id=%D8%AE%D8%A8%D8%B1"] = Reply(PAGE)
    with fetcher.fetch("http://news.example/old") as fetched:
        assert fetched.url == "http://www.news.example/now?id=%D8%AE%D8%A8%D8%B1"
        assert fetched.moved == "http://www.news.example/new"


@pytest.mark.parametrize(
    ("first", "reason"),
    [
        (redirect("/b"), "in a circle"),
        (redirect("/1"), "more than 5 times"),
        (Reply(status=302), "leads nowhere"),
    ],
)
def test_redirects_without_an_end_are_refused(
    fetcher: Fetcher, web: Web, first: Reply, reason: str
) -> None:
    web[URL] = first
    web["http://news.example/b"] = redirect("/a")
    for hop in range(1, 9):
        web[f"http://news.example/{hop}"] = redirect(f"/{hop + 1}")
    with pytest.raises(Redirected, match=reason):
        fetcher.fetch(URL)


@pytest.mark.parametrize(
    ("status", "kind", "lasting"),
    [
        (410, Gone, True),
        (404, BadStatus, True),
        (403, BadStatus, True),
        (429, Busy, False),
        (503, Busy, False),
        (500, BadStatus, False),
        (206, BadStatus, False),
    ],
)
def test_another_status_says_what_it_means(
    fetcher: Fetcher, web: Web, status: int, kind: type[FetchError], lasting: bool
) -> None:
    web[URL] = Reply(PAGE, status=status)
    with pytest.raises(kind, match=f"status {status}") as caught:
        fetcher.fetch(URL)
    assert type(caught.value) is kind
    assert caught.value.lasting is lasting


@pytest.mark.parametrize(
    ("answer", "kind"),
    [
        (Reply(PAGE, manner="cut"), CutShort),
        (Reply(gzip.compress(PAGE.encode())[:-9], headers={"Content-Encoding": "gzip"}), CutShort),
        (Reply(b"\x1f\x8b no", headers={"Content-Encoding": "gzip"}), CutShort),
        (Reply("x" * 400_001), TooLarge),
        (Reply("x" * 800_001, kind="text/xml"), TooLarge),
        (Reply(repeat(b"x" * 10_000)), TooLarge),
        (zipped(bytes(80_000_000)), Bomb),
    ],
)
def test_an_answer_that_is_too_much_or_too_little_is_refused(
    fetchers: Callable[..., Fetcher], web: Web, answer: Reply, kind: type[FetchError]
) -> None:
    limits = Limits(total=20.0, size=100_000_000) if kind is Bomb else QUICK
    limits = Limits(total=20.0, page=100_000_000) if kind is Bomb else limits
    web[URL] = answer
    with pytest.raises(kind) as caught:
        fetchers(limits).fetch(URL)
    assert type(caught.value) is kind


@pytest.mark.parametrize("manner", ["trickle", "silent"])
def test_a_slow_site_is_given_up_in_time(
    fetchers: Callable[..., Fetcher], web: Web, manner: str
) -> None:
    web[URL] = Reply("x" * 1_000, manner=manner)  # type: ignore[arg-type]  # one of Manner
    began = time.monotonic()
    with pytest.raises(TooSlow):
        fetchers(Limits(connect=1.0, read=0.4, total=0.5)).fetch(URL)
    assert time.monotonic() - began < 3.0


def test_a_long_answer_may_take_longer_while_it_comes(
    fetchers: Callable[..., Fetcher], web: Web
) -> None:
    def parts() -> Iterator[bytes]:
        for _ in range(8):
            time.sleep(0.1)
            yield b"x" * 70_000

    web[URL] = lambda _: Reply(parts(), kind="text/plain")
    limits = Limits(connect=1.0, read=0.5, total=0.4, rate=200_000, size=800_000)
    assert len(body(fetchers(limits))) == 560_000


def test_nobody_there_is_said(fetcher: Fetcher, web: Web) -> None:
    web.close()
    with pytest.raises(Unreachable, match=r"nothing answers at news\.example, port 80"):
        fetcher.fetch(URL)


# robots.txt and pace


def rules(web: Web, text: str | Reply) -> None:
    web["http://news.example/robots.txt"] = text if isinstance(text, Reply) else Reply(text)


def test_what_robots_txt_forbids_is_not_asked_for(fetcher: Fetcher, web: Web) -> None:
    rules(web, "User-agent: *\nDisallow: /*.pdf$\nDisallow: /private\n")
    web[URL] = Reply(PAGE)
    assert body(fetcher).decode() == PAGE
    for path in ("private/1", "x.pdf"):
        with pytest.raises(RobotsForbid, match=r"robots\.txt of news\.example asks Fihrist not"):
            fetcher.fetch(f"http://news.example/{path}")
    assert [asked.path for asked in web.asked] == ["/robots.txt", "/a"]


def test_rules_for_fihrist_stand_before_those_for_all(fetcher: Fetcher, web: Web) -> None:
    rules(web, "User-agent: *\nDisallow: /\n\nUser-agent: fihrist\nDisallow: /b\n")
    web[URL] = Reply(PAGE)
    assert body(fetcher).decode() == PAGE
    with pytest.raises(RobotsForbid):
        fetcher.fetch("http://news.example/b")


def test_a_redirect_to_what_robots_txt_forbids_is_not_followed(fetcher: Fetcher, web: Web) -> None:
    rules(web, "User-agent: *\nDisallow: /b\n")
    web[URL] = redirect("/b")
    with pytest.raises(RobotsForbid):
        fetcher.fetch(URL)


@pytest.mark.parametrize("status", [401, 403, 404, 410])
def test_a_site_without_robots_txt_is_read(fetcher: Fetcher, web: Web, status: int) -> None:
    rules(web, Reply(status=status))
    web[URL] = Reply(PAGE)
    assert body(fetcher).decode() == PAGE


@pytest.mark.parametrize("status", [500, 503, 429])
def test_a_site_whose_robots_txt_fails_is_left_alone_for_a_while(
    fetcher: Fetcher, web: Web, clock: Hours, status: int
) -> None:
    rules(web, Reply(status=status))
    web[URL] = Reply(PAGE)
    for _ in range(2):
        with pytest.raises(RobotsUnknown, match=f"status {status}"):
            fetcher.fetch(URL)
    rules(web, "")
    clock.wait(601)
    assert body(fetcher).decode() == PAGE
    assert web.counted()["http://news.example/robots.txt"] == 2


def test_robots_txt_is_asked_for_once_a_day_and_its_first_part_read(
    fetcher: Fetcher, web: Web, clock: Hours
) -> None:
    rules(web, Reply(f"User-agent: *\nDisallow: /b\n{'#' * 600_000}\nDisallow: /a\n"))
    web[URL] = Reply(PAGE)
    for hours in (0, 12, 13):
        clock.wait(hours * 3600)
        body(fetcher)
    assert web.counted()["http://news.example/robots.txt"] == 2


def test_robots_txt_may_be_elsewhere(fetcher: Fetcher, web: Web) -> None:
    rules(web, redirect("http://www.news.example/robots.txt", 301))
    web["http://www.news.example/robots.txt"] = Reply("User-agent: *\nDisallow: /a\n")
    with pytest.raises(RobotsForbid):
        fetcher.fetch(URL)


def moments(web: Web, clock: Hours) -> list[float]:
    """When each request came, in the order they came."""
    times: list[float] = []
    web[URL] = lambda _: times.append(clock.now()) or Reply(PAGE)  # type: ignore[func-returns-value]
    return times


def test_a_host_is_asked_once_a_second_and_others_meanwhile(
    fetcher: Fetcher, web: Web, clock: Hours
) -> None:
    times = moments(web, clock)
    web["http://other.example/"] = Reply(PAGE)
    start = clock.now()
    body(fetcher)
    body(fetcher, "http://other.example/")
    body(fetcher)
    assert [time - start for time in times] == [1.0, 2.0]


def test_a_crawl_delay_is_kept(fetcher: Fetcher, web: Web, clock: Hours) -> None:
    rules(web, "User-agent: *\nCrawl-delay: 7\n")
    times = moments(web, clock)
    for _ in range(3):
        body(fetcher)
    assert [later - sooner for sooner, later in pairwise(times)] == [7.0, 7.0]


def test_a_host_that_asks_us_to_wait_is_left_alone(
    fetchers: Callable[..., Fetcher], web: Web, clock: Hours
) -> None:
    fetcher = fetchers(patience=60.0)
    web[URL] = Reply(status=429, headers={"Retry-After": "3600"})
    with pytest.raises(Busy) as caught:
        fetcher.fetch(URL)
    assert caught.value.retry_after == 3600.0
    asked = len(web.asked)
    with pytest.raises(Later, match="again in 3600 seconds"):
        fetcher.fetch("http://news.example/b")
    assert len(web.asked) == asked
    web[URL] = Reply(PAGE)
    clock.wait(3600)
    assert body(fetcher).decode() == PAGE
