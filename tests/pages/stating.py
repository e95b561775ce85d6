"""Pages that state to machines, or show, who wrote them, for whom, and under which address.

Written, with what a careful reader takes from them, before the reader was measured on them. Each
has its trap: another site's canonical address, a shop's name where the author belongs, records that
refer to one another.
"""

from __future__ import annotations

import json

from tests.pages.parts import Page, document, footer, json_ld, menu, meta, page, paragraphs, related
from tests.pages.stories import STORIES, Story

S = STORIES
SITE = "https://rafidain.example"
DAY = "2020-08-31"


def _body(story: Story, byline: str = "") -> str:
    return (
        f"{menu()}<h1>{story.title}</h1>{byline}<div class='c'>{paragraphs(story.paragraphs)}</div>"
    )


def _canonical(address: str) -> str:
    return f'<link rel="canonical" href="{address}">'


def _named(name: str, content: str) -> str:
    return f'<meta name="{name}" content="{content}">'


def records() -> list[Page]:
    """JSON-LD: people, lists of people, and records that refer to others by @id."""
    s, s2, s3, s4 = S[0], S[2], S[4], S[5]
    one = json_ld(
        headline=s.title, datePublished=DAY, url=f"{SITE}/1",
        author={"@type": "Person", "name": "علي حسين"},
        publisher={"@type": "Organization", "name": "صحيفة الرافدين", "logo": {"name": "شعار"}},
    )  # fmt: skip
    two = json_ld(
        headline=s2.title, datePublished=DAY, author=[{"name": "هناء حسن"}, {"name": "كاظم جواد"}],
        publisher={"name": "صحيفة الرافدين"}, mainEntityOfPage={"@id": f"{SITE}/eco/2"},
    )  # fmt: skip
    graph = {
        "@context": "https://schema.org",
        "@graph": [
            {"@type": "Organization", "@id": f"{SITE}/#org", "name": "صحيفة الرافدين"},
            {"@type": "WebSite", "@id": f"{SITE}/#site", "publisher": {"@id": f"{SITE}/#org"}},
            {"@type": "Person", "@id": f"{SITE}/#p7", "name": "زينب كريم"},
            {
                "@type": "NewsArticle", "headline": s3.title, "datePublished": DAY,
                "author": {"@id": f"{SITE}/#p7"}, "publisher": {"@id": f"{SITE}/#org"},
            },
        ],
    }  # fmt: skip
    three = f'<script type="application/ld+json">{json.dumps(graph, ensure_ascii=False)}</script>'
    link = json_ld(
        headline=s4.title, datePublished=DAY, author="https://facebook.example/rafidain",
        publisher={"@type": "Organization", "name": "وكالة دجلة"},
    )  # fmt: skip
    return [
        page("record-person", document(one + _canonical(f"{SITE}/1"), _body(s) + footer()), s, DAY,
             author="علي حسين", outlets=("صحيفة الرافدين",), url=f"{SITE}/1",
             address=f"{SITE}/1?utm_source=x"),
        page("record-two-authors", document(two, _body(s2)), s2, DAY,
             author="هناء حسن، كاظم جواد", outlets=("صحيفة الرافدين",), url=f"{SITE}/eco/2",
             address=f"{SITE}/eco/2"),
        page("record-references", document(three + _canonical("/news/3"), _body(s3)), s3, DAY,
             author="زينب كريم", outlets=("صحيفة الرافدين",), url=f"{SITE}/news/3",
             address=f"{SITE}/amp/3"),
        page("record-author-is-an-address", document(link, _body(s4)), s4, DAY,
             outlets=("وكالة دجلة",), url=f"{SITE}/4", address=f"{SITE}/4"),
    ]  # fmt: skip


def elements() -> list[Page]:
    """Meta elements, microdata and links, some of which do not say what they seem to."""
    s, s2, s3, s4 = S[1], S[3], S[0], S[2]
    graph = meta(og_title=s.title, og_site_name="وكالة دجلة", og_url=f"{SITE}/n?id=5",
                 article_published_time="2020-08-31T10:20:00+03:00")  # fmt: skip
    facebook = meta(article_author="https://www.facebook.com/rafidain", article_published_time=DAY)
    micro = (
        f'<article itemscope itemtype="https://schema.org/NewsArticle"><h1 itemprop="headline">{s3.title}'
        '</h1><span itemprop="author" itemscope><a rel="author" href="/w/7"><span itemprop="name">سعاد'
        f' جابر</span></a></span><time itemprop="datePublished" datetime="{DAY}">31 آب</time>'
        f'<div itemprop="articleBody">{paragraphs(s3.paragraphs)}</div><span itemprop="publisher"'
        ' itemscope><meta itemprop="name" content="صحيفة الرافدين"></span></article>'
    )
    core = (
        _named("DC.creator", "كاظم جواد")
        + _named("dc.publisher", "مجلة النخيل")
        + _named("dc.date", DAY)
        + _canonical(f"{SITE}/palm/8")
    )
    return [
        page("open-graph", document(graph + _named("author", "هناء حسن"), _body(s)), s,
             "2020-08-31T10:20:00+03:00", author="هناء حسن", outlets=("وكالة دجلة",),
             url=f"{SITE}/n?id=5", address=f"{SITE}/n?id=5&fbclid=1"),
        page("author-on-facebook", document(facebook + _named("application-name", "الرافدين"),
             _body(s2)), s2, DAY, outlets=("الرافدين",), url=f"{SITE}/6", address=f"{SITE}/6"),
        page("microdata", document("", menu() + micro), s3, DAY, author="سعاد جابر",
             outlets=("صحيفة الرافدين",), url=f"{SITE}/7", address=f"{SITE}/7"),
        page("dublin-core", document(core, _body(s4)), s4, DAY, author="كاظم جواد",
             outlets=("مجلة النخيل",), url=f"{SITE}/palm/8", address=f"{SITE}/palm/8"),
    ]  # fmt: skip


def bylines() -> list[Page]:
    """Only what readers see names the author and the outlet."""
    s, s2, s3, s4 = S[4], S[5], S[1], S[3]
    one = _body(s, '<div class="w">بقلم: سعاد جابر</div><span>31 آب 2020</span>')
    two = _body(s2, f'<p class="x">إعداد وتحرير: علي حسين - {DAY}</p>')
    three = _body(s3, '<p>31 آب 2020</p><p class="author-name">زينب كريم</p>')
    four = _body(s4, "<p>بواسطة: admin</p><p>31/8/2020</p>") + related()
    return [
        page("byline", document("", one + footer(), title=f"{s.title} | جريدة الفرات"), s, DAY,
             author="سعاد جابر", outlets=("جريدة الفرات",), url=f"{SITE}/9", address=f"{SITE}/9"),
        page("byline-and-date", document("", two, title=f"صوت النجف :: {s2.title}"), s2, DAY,
             author="علي حسين", outlets=("صوت النجف",), url=f"{SITE}/10", address=f"{SITE}/10"),
        page("byline-by-class", document("", three, title=s3.title), s3, DAY, author="زينب كريم",
             url=f"{SITE}/11", address=f"{SITE}/11"),
        page("byline-of-nobody", document("", four, title=f"{s4.title} - رياضة - صوت البصرة"), s4,
             DAY, outlets=("صوت البصرة",), url=f"{SITE}/12", address=f"{SITE}/12"),
    ]  # fmt: skip


def addresses() -> list[Page]:
    """Canonical addresses that are not to be believed."""
    s, s2, s3 = S[0], S[1], S[2]
    date = "<time>31 آب 2020</time>"
    return [
        page("canonical-of-another-site", document(_canonical("https://other.example/1"),
             _body(s, date)), s, DAY, url=f"{SITE}/13", address=f"{SITE}/13"),
        page("canonical-is-the-front-page", document(_canonical(f"{SITE}/") +
             meta(og_url=f"{SITE}/14"), _body(s2, date)), s2, DAY, url=f"{SITE}/14",
             address=f"{SITE}/14?ref=x"),
        page("canonical-of-a-sub-site", document(_canonical("https://www.rafidain.example/15"),
             _body(s3, date)), s3, DAY, url="https://www.rafidain.example/15",
             address="https://m.rafidain.example/15"),
    ]  # fmt: skip


def pages() -> list[Page]:
    made = (records, elements, bylines, addresses)
    return [found for layout in made for found in layout()]
