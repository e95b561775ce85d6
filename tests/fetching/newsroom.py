"""Pages and feeds in Arabic as small outlets serve them. All names and events are invented."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import format_datetime
from xml.sax.saxutils import escape, quoteattr

BODY = (
    "أعلنت بلدية {place} اليوم افتتاح {thing} بعد أعمال استمرت عامين كاملين.",
    "وقال رئيس البلدية إن {thing} سيخدم آلاف السكان في الأحياء المجاورة.",
    "وأضاف أن المرحلة الثانية من العمل في {place} تبدأ في الربيع المقبل.",
)


@dataclass(frozen=True)
class Story:
    """A story: its number at its outlet, what it is about, and when it was published."""

    number: int
    place: str
    thing: str
    at: datetime

    @property
    def title(self) -> str:
        return f"{self.place} تفتتح {self.thing}"

    @property
    def sentences(self) -> list[str]:
        return [line.format(place=self.place, thing=self.thing) for line in BODY]

    @property
    def text(self) -> str:
        return "\n".join(self.sentences)


PLACES = "الموصل البصرة كركوك الناصرية العمارة الكوت بعقوبة تكريت الرمادي النجف".split()
THINGS = ["جسر المشاة", "مكتبة الأطفال", "سوق الخضار", "محطة المياه", "متحف البلدة", "ملعب الحي"]


def story(number: int, at: float | datetime) -> Story:
    moment = at if isinstance(at, datetime) else datetime.fromtimestamp(at, UTC)
    place = PLACES[number % len(PLACES)]
    return Story(number, place, f"{THINGS[number % len(THINGS)]} رقم {number}", moment)


def page(
    story: Story, outlet: str = "صحيفة الرافدين", head: str = "", charset: str = "utf-8"
) -> str:
    paragraphs = "".join(f"<p>{line}</p>" for line in story.sentences)
    return (
        f'<!DOCTYPE html><html lang="ar" dir="rtl"><head><meta charset="{charset}">'
        f"<title>{story.title} | {outlet}</title>"
        f'<meta property="og:site_name" content="{outlet}">'
        f'<meta property="article:published_time" content="{story.at.isoformat()}">{head}</head>'
        f'<body><nav><a href="/">الرئيسية</a></nav><article><h1>{story.title}</h1>{paragraphs}'
        f"</article><footer>جميع الحقوق محفوظة © 2019</footer></body></html>"
    )


def front(feeds: Sequence[tuple[str, str]] = ()) -> str:
    links = "".join(
        f'<link rel="alternate" type="application/rss+xml" title={quoteattr(title)} href="{url}">'
        for url, title in feeds
    )
    return (
        f"<!DOCTYPE html><html><head><title>أخبار</title>{links}</head>"
        '<body><nav><a href="/1">خبر</a></nav></body></html>'
    )


def rss(
    items: Sequence[tuple[Story, str]],
    title: str = "صحيفة الرافدين",
    full: bool = False,
    channel: str = "",
) -> str:
    """A feed of stories with their links; with their whole text, or a summary."""
    entries = "".join(_item(story, link, full) for story, link in items)
    return (
        '<?xml version="1.0" encoding="utf-8"?><rss version="2.0"'
        ' xmlns:content="http://purl.org/rss/1.0/modules/content/"'
        ' xmlns:sy="http://purl.org/rss/1.0/modules/syndication/"><channel>'
        f"<title>{escape(title)}</title>{channel}{entries}</channel></rss>"
    )


def _item(story: Story, link: str, full: bool) -> str:
    whole = "".join(f"<p>{line}</p>" for line in story.sentences)
    content = f"<content:encoded><![CDATA[{whole}]]></content:encoded>" if full else ""
    return (
        f"<item><title>{escape(story.title)}</title><link>{escape(link)}</link>"
        f"<pubDate>{format_datetime(story.at)}</pubDate>"
        f"<description>{story.sentences[0]}</description>{content}</item>"
    )


def atom(items: Sequence[tuple[Story, str]], title: str = "وكالة دجلة") -> str:
    entries = "".join(
        f'<entry><id>tag:{story.number}</id><title>{story.title}</title><link href="{link}"/>'
        f"<published>{story.at.isoformat()}</published>"
        f'<content type="html">{escape("".join(f"<p>{line}</p>" for line in story.sentences))}'
        "</content></entry>"
        for story, link in items
    )
    return f'<feed xmlns="http://www.w3.org/2005/Atom"><title>{title}</title>{entries}</feed>'


def sitemap(pages: Sequence[tuple[str, datetime | None]], index: bool = False) -> str:
    outer, inner = ("sitemapindex", "sitemap") if index else ("urlset", "url")
    entries = "".join(
        f"<{inner}><loc>{escape(url)}</loc>"
        + (f"<lastmod>{at.isoformat()}</lastmod>" if at else "")
        + f"</{inner}>"
        for url, at in pages
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?>'
        f'<{outer} xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{entries}</{outer}>'
    )
