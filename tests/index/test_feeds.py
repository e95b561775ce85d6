"""What feeds become: an article for each item, the same as its page by its link."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from index.compose import compose
from index.draft import Failure, RawArticle
from index.readers import read
from search.errors import BadArticle

FULL = "<p>افتتحت المحافظة جسراً على دجلة.</p><p>وحضر الافتتاح جمع من السكان.</p><p>اقرأ أيضاً: قطار البصرة</p>"
RSS = f"""<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"
 xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>وكالة الرافدين</title><language>en-US</language>
<item><title>افتتاح جسر &amp; طريق</title><link>https://a.example/n/1</link><guid>1</guid>
 <pubDate>Mon, 31 Aug 2020 10:20:00 +0300</pubDate><category>محليات</category><dc:creator>سالم</dc:creator>
 <description>افتتحت المحافظة [&#8230;]</description><content:encoded><![CDATA[{FULL}]]></content:encoded></item>
<item><title>A bridge opens</title><link>https://a.example/en/1</link>
 <pubDate>الاثنين, 31 أغسطس 2020 10:20:00 +0300</pubDate><description>The province opened a bridge.</description></item>
<item><title>Мост открыт</title><link>https://a.example/ru/1</link><description>Мост через Тигр открыт.</description></item>
</channel></rss>"""
ATOM = """<feed xmlns="http://www.w3.org/2005/Atom"><title>الرافدين</title><entry><title>عاصفة</title>
<id>tag:a.example,2020:5</id><link href="https://a.example/n/5"/><updated>2020-09-02T00:00:00Z</updated>
<published>2020-08-31T10:20:00+03:00</published><content type="html">&lt;p&gt;علقت الرحلات.&lt;/p&gt;</content>
</entry></feed>"""


def found(tmp_path: Path, name: str, data: str | bytes) -> list[RawArticle | Failure]:
    path = tmp_path / name
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    return list(read(str(path)))


def articles(tmp_path: Path, name: str, data: str | bytes) -> list[RawArticle]:
    return [item for item in found(tmp_path, name, data) if isinstance(item, RawArticle)]


def test_an_rss_item_gives_its_full_text_and_fields(tmp_path: Path) -> None:
    first = articles(tmp_path, "a.rss", RSS)[0]
    assert first.text == "افتتحت المحافظة جسراً على دجلة.\nوحضر الافتتاح جمع من السكان."
    assert (first.title, first.url, first.id) == (
        "افتتاح جسر & طريق",
        "https://a.example/n/1",
        None,
    )
    assert (first.published, first.outlet) == ("2020-08-31T10:20:00+03:00", "وكالة الرافدين")
    assert (first.category, first.metadata) == ("محليات", {"author": "سالم"})


def test_an_item_with_a_summary_only_says_so(tmp_path: Path) -> None:
    second = articles(tmp_path, "a.rss", RSS)[1]
    assert (second.text, second.metadata) == ("The province opened a bridge.", {"summary": True})
    assert second.published == "2020-08-31T10:20:00+03:00"


def test_items_of_a_mixed_feed_go_by_their_own_language(tmp_path: Path) -> None:
    first, second, third = articles(tmp_path, "a.xml", RSS)
    assert [compose(first).lang, compose(second).lang] == ["ar", "en"]
    with pytest.raises(BadArticle, match="neither in Arabic nor in Latin"):
        compose(third)


def test_atom_takes_the_date_of_publication_not_of_the_change(tmp_path: Path) -> None:
    (entry,) = articles(tmp_path, "a.atom", ATOM)
    assert (entry.title, entry.text) == ("عاصفة", "علقت الرحلات.")
    assert (entry.published, entry.url) == ("2020-08-31T10:20:00+03:00", "https://a.example/n/5")


@pytest.mark.parametrize("name", ["a.json", "feed"])
def test_json_feed_is_known_by_its_version(tmp_path: Path, name: str) -> None:
    feed = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": "الرافدين",
        "items": [
            {"id": 7, "title": "جسر", "content_html": FULL, "date_published": "2020-08-31", "tags": ["محليات"]},
            {"id": "8", "url": "https://a.example/8", "content_text": "علقت الرحلات.", "authors": [{"name": "هناء"}]},
            "nonsense",
        ],
    }  # fmt: skip
    first, second = articles(tmp_path, name, json.dumps(feed, ensure_ascii=False))
    assert (first.id, first.published, first.category) == ("7", "2020-08-31", "محليات")
    assert first.text.startswith("افتتحت المحافظة")
    assert (second.url, second.metadata) == ("https://a.example/8", {"author": "هناء"})


def test_a_feed_in_windows_1256_is_read(tmp_path: Path) -> None:
    data = RSS.replace("utf-8", "windows-1256").encode("cp1256", "xmlcharrefreplace")
    assert articles(tmp_path, "a.rss", data)[0].outlet == "وكالة الرافدين"


def test_half_a_feed_gives_the_items_that_are_there(tmp_path: Path) -> None:
    half = RSS[: RSS.index("<title>Мост")]
    assert [item.title for item in articles(tmp_path, "a.rss", half)][:2] == [
        "افتتاح جسر & طريق",
        "A bridge opens",
    ]


def test_entities_are_not_expanded(tmp_path: Path) -> None:
    bomb = (
        '<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;">]>'
        "<rss version='2.0'><channel><item><title>x</title><description>text &b;</description>"
        "</item></channel></rss>"
    )
    assert "aaaa" not in repr(found(tmp_path, "a.rss", bomb))


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        ("<rss version='2.0'><channel></channel></rss>", "no items"),
        ("<urlset xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'></urlset>", "a sitemap"),
        ("<note/>", "no feed"),
        ('{"version": "https://jsonfeed.org/version/1", "items": 5}', "without items"),
        ('{"version": "https://jsonfeed.org/version/1", ', "not JSON"),
    ],
)
def test_what_is_no_feed_says_why(tmp_path: Path, data: str, reason: str) -> None:
    (failure,) = found(tmp_path, "a.rss", data)
    assert isinstance(failure, Failure)
    assert reason in failure.reason


@pytest.mark.parametrize(
    "reference",
    ["&#0;", "&#x1;", "&#xD800;", "&#57343;", "&#x110000;", "&#99999999999;", "&amp;#xD800;",
     "<![CDATA[&#xDFFF;]]>", "<![CDATA[<b>&#x110000;</b>]]>"],
)  # fmt: skip
def test_a_reference_to_no_character_costs_no_item(tmp_path: Path, reference: str) -> None:
    path = tmp_path / "a.rss"
    items = "".join(
        f"<item><title>خبر {n}</title><link>http://n.example/{n}</link>"
        f"<description>نص الخبر {reference}</description></item>"
        for n in (1, 2)
    )
    path.write_text(f"<rss version='2.0'><channel>{items}</channel></rss>", "utf-8")
    found = [item for item in read(str(path)) if isinstance(item, RawArticle)]
    assert [item.url for item in found] == ["http://n.example/1", "http://n.example/2"]
    assert [compose(item).raw.strip()[:8] for item in found] == ["نص الخبر"] * 2
