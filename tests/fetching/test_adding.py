"""`fihrist add URL`: what a URL is, and which articles it gives."""

from __future__ import annotations

import gzip
import io
import zipfile
from datetime import UTC, datetime

import orjson
import pytest

from index.draft import Failure, RawArticle
from index.fetching import Fetcher
from index.fetching.adding import Adding
from tests.fetching.conftest import Run
from tests.fetching.newsroom import Story, atom, front, page, rss, sitemap, story
from tests.fetching.site import Reply, Web, redirect

AT = datetime(2026, 9, 20, 10, 20, tzinfo=UTC)
SITE = "http://news.example"
XML = "application/rss+xml"


def added(fetcher: Fetcher, url: str, most: int | None = None) -> list[RawArticle | Failure]:
    return list(Adding(fetcher, lambda _: None, most).read(url, None, {}))


def articles(fetcher: Fetcher, url: str, most: int | None = None) -> list[RawArticle]:
    found = added(fetcher, url, most)
    assert all(isinstance(item, RawArticle) for item in found), found
    return [item for item in found if isinstance(item, RawArticle)]


def is_story(article: RawArticle, told: Story, outlet: str = "صحيفة الرافدين") -> bool:
    assert (article.title, article.text) == (told.title, told.text)
    assert (article.published, article.outlet) == (told.at.isoformat(), outlet)
    return True


def test_a_page_is_an_article_by_its_final_address(fetcher: Fetcher, web: Web) -> None:
    told = story(1, AT)
    web[f"{SITE}/1"] = redirect("/story/1?utm_source=x")
    web[f"{SITE}/story/1?utm_source=x"] = Reply(page(told))
    (found,) = articles(fetcher, f"{SITE}/1")
    assert is_story(found, told)
    assert found.url == f"{SITE}/story/1"


@pytest.mark.parametrize(
    ("charset", "header"),
    [("windows-1256", "windows-1256"), ("iso-8859-6", "utf-8"), ("windows-1256", "iso-8859-1")],
)
def test_a_page_in_another_charset_than_it_says_is_read(
    fetcher: Fetcher, web: Web, charset: str, header: str
) -> None:
    told = story(2, AT)
    web[f"{SITE}/2"] = Reply(
        page(told, charset=header).replace("©", "").encode(charset),
        kind=f"text/html; charset={header}",
    )
    (found,) = articles(fetcher, f"{SITE}/2")
    assert is_story(found, told)


def test_the_address_a_page_calls_its_own_counts_within_its_site(
    fetcher: Fetcher, web: Web
) -> None:
    ours = '<link rel="canonical" href="http://www.news.example/story/3">'
    theirs = '<link rel="canonical" href="http://rival.example/story/3">'
    web[f"{SITE}/amp/3"] = Reply(page(story(3, AT), head=ours))
    web[f"{SITE}/steal/3"] = Reply(page(story(3, AT), head=theirs))
    assert articles(fetcher, f"{SITE}/amp/3")[0].url == "http://www.news.example/story/3"
    assert articles(fetcher, f"{SITE}/steal/3")[0].url == f"{SITE}/steal/3"


def test_a_front_page_leads_to_its_feeds(fetcher: Fetcher, web: Web) -> None:
    web[f"{SITE}/"] = Reply(front([("/rss", "كل الأخبار"), ("http://feeds.example/x", "")]))
    (found,) = added(fetcher, f"{SITE}/")
    assert isinstance(found, Failure)
    assert "it names feeds, which `fihrist watch add` follows" in found.reason
    assert f"{SITE}/rss (كل الأخبار), http://feeds.example/x" in found.reason


def test_a_feed_gives_its_whole_text_or_its_pages(fetcher: Fetcher, web: Web) -> None:
    whole, brief = story(4, AT), story(5, AT)
    web[f"{SITE}/whole"] = Reply(rss([(whole, f"{SITE}/4?fbclid=1")], full=True), kind="text/html")
    web[f"{SITE}/brief"] = Reply(rss([(brief, f"{SITE}/5")]), kind=XML)
    web[f"{SITE}/5"] = Reply(page(brief))
    (first,) = articles(fetcher, f"{SITE}/whole")
    assert is_story(first, whole)
    assert first.url == f"{SITE}/4"
    assert f"{SITE}/4" not in web.counted()
    (second,) = articles(fetcher, f"{SITE}/brief")
    assert is_story(second, brief)
    assert second.metadata == {}


def test_json_and_atom_feeds_are_feeds_whatever_they_are_called(fetcher: Fetcher, web: Web) -> None:
    told = story(6, AT)
    feed = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": "صحيفة الرافدين",
        "items": [
            {
                "id": "6",
                "url": f"{SITE}/6",
                "title": told.title,
                "content_text": told.text,
                "date_published": AT.isoformat(),
            }
        ],
    }
    web[f"{SITE}/json"] = Reply(orjson.dumps(feed), kind="application/json")
    web[f"{SITE}/atom"] = Reply(atom([(told, f"{SITE}/6")]), kind="text/plain")
    assert is_story(articles(fetcher, f"{SITE}/json")[0], told)
    assert is_story(articles(fetcher, f"{SITE}/atom")[0], told, "وكالة دجلة")


def test_a_summary_stands_for_a_page_that_may_not_be_read(fetcher: Fetcher, web: Web) -> None:
    paid, forbidden, gone, busy, inside = (story(number, AT) for number in range(10, 15))
    web[f"{SITE}/robots.txt"] = Reply("User-agent: *\nDisallow: /closed\n")
    web[f"{SITE}/10"] = Reply("", status=402)
    web[f"{SITE}/12"] = Reply("", status=404)
    web[f"{SITE}/13"] = Reply("", status=500)
    links = ("/10", "/closed", "/12", "/13")
    items = [
        (told, SITE + path) for told, path in zip((paid, forbidden, gone, busy), links, strict=True)
    ]
    web[f"{SITE}/rss"] = Reply(rss([*items, (inside, "http://127.0.0.1/x")]), kind=XML)
    found = added(fetcher, f"{SITE}/rss")
    kept = [item for item in found if isinstance(item, RawArticle)]
    assert [item.text for item in kept] == [paid.sentences[0], forbidden.sentences[0]]
    assert [item.metadata["page_refused"] for item in kept] == [
        "status 402, it asks for payment",
        "robots.txt of news.example asks Fihrist not to read it",
    ]
    refused = {item.where: item.reason for item in found if isinstance(item, Failure)}
    assert set(refused) == {f"{SITE}/12", f"{SITE}/13", "http://127.0.0.1/x"}
    assert "a loopback address" in refused["http://127.0.0.1/x"]


def test_a_sitemap_gives_its_newest_pages(fetcher: Fetcher, web: Web) -> None:
    days = [AT.replace(day=day) for day in (3, 9, 5, 7)]
    for number, at in enumerate(days):
        web[f"{SITE}/{number}"] = Reply(page(story(number, at)))
    pages = [(f"{SITE}/{number}", at) for number, at in enumerate(days)]
    web[f"{SITE}/sitemap.xml"] = Reply(sitemap(pages), kind="application/xml")
    found = articles(fetcher, f"{SITE}/sitemap.xml", most=3)
    assert [item.url for item in found] == [f"{SITE}/1", f"{SITE}/3", f"{SITE}/2"]


def test_a_sitemap_of_sitemaps_is_followed_also_in_a_circle_and_packed(
    fetcher: Fetcher, web: Web
) -> None:
    web[f"{SITE}/index.xml"] = Reply(
        sitemap(
            [(f"{SITE}/a.xml.gz", AT), (f"{SITE}/gone.xml", None), (f"{SITE}/index.xml", None)],
            index=True,
        )
    )
    inner = sitemap([(f"{SITE}/1", None), (f"{SITE}/1?utm_medium=x", None)])
    web[f"{SITE}/a.xml.gz"] = Reply(gzip.compress(inner.encode()), kind="application/x-gzip")
    web[f"{SITE}/1"] = Reply(page(story(1, AT)))
    found = added(fetcher, f"{SITE}/index.xml")
    assert [item.url for item in found if isinstance(item, RawArticle)] == [f"{SITE}/1"]
    assert [item.where for item in found if isinstance(item, Failure)] == [f"{SITE}/gone.xml"]


def test_files_are_read_as_they_are_from_a_folder(fetcher: Fetcher, web: Web) -> None:
    line = orjson.dumps({"id": "a", "title": "عنوان", "text": "نص الخبر."})
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("a.jsonl", line)
        archive.writestr("b.txt", "نص آخر.")
    web[f"{SITE}/a.jsonl"] = Reply(line, kind="application/octet-stream")
    web[f"{SITE}/a.csv"] = Reply("title,text\nعنوان,نص الخبر.\n", kind="text/csv")
    web[f"{SITE}/a.zip"] = Reply(packed.getvalue(), kind="application/zip")
    assert articles(fetcher, f"{SITE}/a.jsonl")[0].id == "a"
    assert articles(fetcher, f"{SITE}/a.csv")[0].text == "نص الخبر."
    assert [item.where for item in articles(fetcher, f"{SITE}/a.zip")] == [
        f"{SITE}/a.zip/a.jsonl:1",
        f"{SITE}/a.zip/b.txt",
    ]


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        (Reply(b"%PDF-1.7 x", kind="application/pdf"), "a PDF document, which is not read"),
        (Reply(b"\x89PNG\r\n", kind="image/png"), "a PNG picture"),
        (Reply("", kind=XML), "it is empty"),
        (Reply("<rss><channel><item><title>", kind=XML, manner="cut"), "ended before"),
        (Reply("<rss><channel><title>x", kind=XML, manner="unframed"), "ended in the middle"),
        (Reply("<rss version='2.0'><channel></channel></rss>", kind=XML), "no items"),
        (Reply("", status=404), "status 404"),
        (Reply("<html><body></body></html>"), "no article is found"),
    ],
)
def test_what_gives_nothing_says_why(
    fetcher: Fetcher, web: Web, answer: Reply, reason: str
) -> None:
    web[f"{SITE}/x"] = answer
    (found,) = added(fetcher, f"{SITE}/x")
    assert isinstance(found, Failure)
    assert found.where == f"{SITE}/x"
    assert reason in found.reason


def test_an_entity_bomb_is_no_feed(fetcher: Fetcher, web: Web) -> None:
    bomb = (
        '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">'
        '<!ENTITY c SYSTEM "file:///etc/passwd">]>'
        "<urlset><url><loc>http://news.example/&b;&c;</loc></url></urlset>"
    )
    web[f"{SITE}/x.xml"] = Reply(bomb, kind="text/xml")
    found = added(fetcher, f"{SITE}/x.xml")
    assert [item.where for item in found] == [f"{SITE}/&b;&c;"]  # a page that is not there
    assert {asked.path for asked in web.asked} == {"/robots.txt", "/x.xml", "/&b;&c;"}


# The command, as a user runs it


def test_the_command_adds_a_feed_and_says_what_failed(fihrist: Run, web: Web) -> None:
    base, local = f"http://127.0.0.1:{web.port}", "http://127.0.0.1"
    links = [(story(1, AT), f"{base}/1"), (story(2, AT), f"{base}/2")]
    web[f"{local}/rss"] = Reply(rss(links), kind=XML)
    web[f"{local}/1"] = Reply(page(story(1, AT)))
    done = fihrist("add", f"{base}/rss")
    assert done.stdout == "added 1, unchanged 0, replaced 0, failed 1\n"
    assert done.returncode == 1
    assert f"{base}/2: status 404, there is no such page" in done.stderr
    hits = orjson.loads(fihrist("search", "--json", "تفتتح").stdout)["hits"]
    assert [hit["url"] for hit in hits] == [f"{base}/1"]
    refused = fihrist("add", f"{base}/rss", private=False)
    assert refused.returncode == 1
    assert "127.0.0.1 is 127.0.0.1, a loopback address" in refused.stderr
