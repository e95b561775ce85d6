"""`fihrist watch` as a user runs it, on a loopback site."""

from __future__ import annotations

import signal
import subprocess
import time
from datetime import UTC, datetime
from pathlib import Path

import orjson
import pytest

from tests.fetching.conftest import Run, command
from tests.fetching.newsroom import front, page, rss, sitemap, story
from tests.fetching.site import Asked, Reply, Web

AT = datetime(2026, 9, 20, 10, 20, tzinfo=UTC)
XML = "application/rss+xml"


@pytest.fixture
def base(web: Web) -> str:
    """The site's address; it publishes at http://127.0.0.1 what tests put there."""
    return f"http://127.0.0.1:{web.port}"


LOCAL = "http://127.0.0.1"


def test_sources_are_watched_read_reported_and_removed(fihrist: Run, web: Web, base: str) -> None:
    web[f"{LOCAL}/rss"] = Reply(
        rss([(story(1, AT), f"{base}/1"), (story(2, AT), f"{base}/2")]), kind=XML
    )
    web[f"{LOCAL}/1"] = Reply(page(story(1, AT)))
    web[f"{LOCAL}/"] = Reply(front([("/rss", "كل الأخبار")]))
    web[f"{LOCAL}/map.xml"] = Reply(sitemap([(f"{base}/1", AT)]))

    assert "nothing is watched yet" in fihrist("watch", "run", "--once").stderr
    refused = fihrist("watch", "add", f"{base}/", f"{base}/none")
    assert refused.returncode == 1
    assert f"it is a web page that names feeds: watch one of {base}/rss" in refused.stderr
    assert f"{base}/none: status 404" in refused.stderr
    added = fihrist("watch", "add", f"{base}/rss", f"{base}/map.xml")
    assert added.stdout.splitlines() == [
        f"{base}/rss: a feed of 2 items: صحيفة الرافدين",
        f"{base}/map.xml: a sitemap of 1 pages and 0 sitemaps",
    ]

    done = fihrist("watch", "run", "--once")
    assert done.stdout == "looked 2 times, added 1, replaced 0, failed 1\n", done.stderr
    assert fihrist("watch", "run", "--once").stdout.startswith("looked 0 times")
    hits = orjson.loads(fihrist("search", "--json", "url:1 OR تفتتح").stdout)["hits"]
    assert [hit["url"] for hit in hits] == [f"{base}/1"]

    rows = {row["url"]: row for row in orjson.loads(fihrist("watch", "list", "--json").stdout)}
    feed = rows[f"{base}/rss"]
    assert (feed["kind"], feed["state"]) == ("feed", "well")
    assert sum(row["total"] for row in rows.values()) == 1  # the story is in both
    assert [item["reason"] for item in feed["refused"]] == ["status 404, there is no such page"]
    assert "2 watched, last new 20" in fihrist("status").stdout
    assert fihrist("watch", "remove", f"{base}/rss").returncode == 0
    assert "it is not watched" in fihrist("watch", "remove", f"{base}/rss").stderr
    assert base in fihrist("watch", "list").stdout


def test_lists_of_feeds_come_in_and_go_out(fihrist: Run, tmp_path: Path) -> None:
    given = (
        '<opml version="2.0"><body><outline text="العراق">'
        '<outline text="أ" xmlUrl="http://a.example/rss"/>'
        '<outline text="ب" xmlUrl="ftp://b.example/"/></outline></body></opml>'
    )
    done = fihrist("watch", "import", "-", given=given)
    assert done.stdout == "added 1, known 0, refused 1\n"
    assert "ftp://b.example/: only http and https" in done.stderr
    out = tmp_path / "out.opml"
    assert fihrist("watch", "export", str(out)).returncode == 0
    assert fihrist("watch", "import", str(out)).stdout == "added 0, known 1, refused 0\n"
    assert 'text="العراق"' in out.read_text("utf-8")


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_ends_the_watch_and_keeps_what_came(
    fihrist: Run, web: Web, base: str, tmp_path: Path, number: signal.Signals
) -> None:
    web[f"{LOCAL}/rss"] = Reply(rss([(story(1, AT), f"{base}/1")], full=True), kind=XML)
    web["http://localhost/rss"] = Reply("<rss>", kind=XML, manner="silent")
    silent = f"http://localhost:{web.port}/rss"
    fihrist("watch", "import", "-", given=outlines(f"{base}/rss", silent))
    line, environment = command(tmp_path / "home", "watch")
    process = subprocess.Popen(
        line, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    assert process.stderr is not None
    for said in process.stderr:
        if "1 new" in said:
            break
    began = time.monotonic()
    process.send_signal(number)
    out, _ = process.communicate(timeout=60)
    assert process.returncode == 0
    assert out.startswith("looked 1 times, added 1")
    assert time.monotonic() - began < 30
    rows = {row["url"]: row for row in orjson.loads(fihrist("watch", "list", "--json").stdout)}
    assert rows[silent]["state"] == "new"
    assert "1 article," in fihrist("search", "تفتتح").stdout


def outlines(*urls: str) -> str:
    inner = "".join(f'<outline text="x" xmlUrl="{url}"/>' for url in urls)
    return f'<opml version="2.0"><body>{inner}</body></opml>'


def test_a_watch_that_is_killed_goes_on_and_doubles_nothing(
    fihrist: Run, web: Web, base: str, tmp_path: Path
) -> None:
    stories = [story(number, AT) for number in range(12)]
    asked: list[str] = []
    for told in stories:

        def answer(request: Asked, told: object = told) -> Reply:
            asked.append(request.path)
            return Reply(page(told))  # type: ignore[arg-type]  # a Story

        web[f"{LOCAL}/{told.number}"] = answer
    web[f"{LOCAL}/rss"] = Reply(rss([(s, f"{base}/{s.number}") for s in stories]), kind=XML)
    fihrist("watch", "add", f"{base}/rss")
    line, environment = command(tmp_path / "home", "watch", "run", "--once")
    process = subprocess.Popen(line, env=environment, stderr=subprocess.DEVNULL)
    while len(asked) < 4 and process.poll() is None:
        time.sleep(0.01)
    process.kill()
    process.wait()
    # The claim of the look that was killed ends by itself; nobody has to wait for it here.
    fihrist("watch", "remove", f"{base}/rss")
    fihrist("watch", "add", f"{base}/rss")
    fihrist("watch", "run", "--once")
    report = orjson.loads(fihrist("status", "--json").stdout)
    assert report["archive"]["articles"] == report["index"]["articles"] == 12


@pytest.mark.parametrize("given", ["<opml/>", "<opml><body><outline text='a'/></body></opml>"])
def test_a_list_without_feeds_says_so(fihrist: Run, given: str) -> None:
    done = fihrist("watch", "import", "-", given=given)
    assert (done.returncode, done.stdout) == (2, "")
    assert "the list names no feeds" in done.stderr
