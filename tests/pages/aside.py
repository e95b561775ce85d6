"""Layouts written after the reader, and measured before it was changed for any of them.

What they taught it since stands in ARCHITECTURE.md beside the first figures.
"""

from __future__ import annotations

from tests.pages.parts import (
    Page,
    comments,
    document,
    footer,
    json_ld,
    links,
    menu,
    meta,
    page,
    paragraphs,
    related,
    shares,
    tags,
)
from tests.pages.stories import COMMENTS, COOKIES, NEWSLETTER, RELATED, STORIES, TEASER, Story

S = STORIES
DAY = "2020-08-31"


def _cards(css: str) -> str:
    return "".join(
        f'<div class="{css}"><a href="/{i}"><img src="{i}.jpg"><b>{name}</b></a><span>1/9/2020</span>'
        f"<p>{TEASER}</p></div>"
        for i, name in enumerate(RELATED[:4])
    )


def _site(story: Story, inner: str, head: str = "") -> str:
    return document(head, f"{menu()}{inner}{footer(2025)}", title=f"{story.title} - الرافدين")


def portals() -> list[Page]:
    """Large news portals: JSON-LD in a graph, live tickers, cards under and beside the text."""
    s, s2, s3, s4, s5 = S[0], S[1], S[2], S[3], S[5]
    graph = (
        '<script type="application/ld+json">{"@context":"https://schema.org","@graph":[{"@type":'
        '"WebSite","name":"الرافدين"},{"@type":["NewsArticle"],"headline":"' + s.title + '",'
        '"datePublished":"2020-08-31T07:20:00.000Z","dateModified":"2020-09-03T00:00:00Z"}]}</script>'
    )
    one = (
        f'<div class="wysiwyg"><h1>{s.title}</h1><div class="article-dates">31/8/2020</div>'
        f"{paragraphs(s.paragraphs[:2])}<div class='inline-card'><h4>اقرأ أيضا</h4><ul>{links(RELATED[:2])}"
        f"</ul></div>{paragraphs(s.paragraphs[2:])}<p>المصدر : وكالات</p></div>{_cards('card')}"
    )
    two = (
        f'<div class="col-8"><h1>{s2.title}</h1><span class="timestamp">31 أغسطس 2020 - 10:20 بتوقيت'
        f" غرينتش</span><div class='text'>{paragraphs(s2.paragraphs)}</div></div>"
        f'<div class="col-4"><h3>شاهد</h3>{_cards("vid")}</div>'
    )
    three = (
        f"<section><h1>{s3.title}</h1><p><time datetime='2020-08-31T22:05+0300'>قبل 3 أيام</time></p>"
        f"{paragraphs(s3.paragraphs[:3])}<figure><figcaption>تمور معروضة للبيع</figcaption></figure>"
        f"{paragraphs(s3.paragraphs[3:])}{tags('topics')}</section>{related('أخبار أخرى من اقتصاد')}"
    )
    four = (
        f'<div class="page-content"><h1>{s4.title}</h1><div class="pub">آخر تحديث: 1 سبتمبر 2020 الساعة'
        f" 08:00</div><div class='pub'>نُشر: 31 أغسطس 2020</div>{paragraphs(s4.paragraphs)}"
        f'<div class="app"><p>حمّل تطبيق الرافدين لتصلك الأخبار العاجلة</p></div></div>{_cards("x")}'
    )
    five = (
        f"<h1>{s5.title}</h1><div class='live'><h2>بث مباشر</h2></div><div class='meta'><b>الرافدين – "
        f"النجف</b><br>الاثنين ١٢ محرم ١٤٤٢هـ ٣١ أغسطس ٢٠٢٠م</div><div>{paragraphs(s5.paragraphs)}</div>"
        f"<ul class='socials'>{links(('Facebook', 'Twitter', 'WhatsApp'))}</ul>"
    )
    return [
        page("portal-graph", _site(s, one, graph), s, "2020-08-31T07:20:00+00:00"),
        page("portal-gmt", _site(s2, two), s2, "2020-08-31T10:20+00:00"),
        page("portal-time-element", _site(s3, three), s3, "2020-08-31T22:05+03:00"),
        page("portal-two-dates", _site(s4, four), s4, DAY),
        page("portal-both-calendars", _site(s5, five), s5, DAY),
    ]


def local() -> list[Page]:
    """Small sites: forums' engines, tables in tables, everything in one cell, fonts and breaks."""
    s, s2, s3, s4, s5 = S[2], S[4], S[5], S[0], S[3]
    nested = (
        "<table><tr><td><table><tr><td>"
        + links(RELATED, "div")
        + "</td></tr></table></td><td><table>"
        f"<tr><td><font size=6>{s.title}</font></td></tr><tr><td>31-08-2020 10:20 AM</td></tr><tr><td>"
        f"{'<br>'.join(s.paragraphs)}</td></tr></table></td></tr></table>"
    )
    forum = (
        f'<div id="post1"><div>31-08-2020, 10:20 PM</div><div>المشرف العام</div><h2>{s2.title}</h2>'
        f'<div id="msg1">{"<br /><br />".join(s2.paragraphs)}</div></div><div id="post2"><div>01-09-2020,'
        f" 09:00 AM</div><div>{COMMENTS[0][1]}</div></div>"
    )
    bare = f"<h2>{s3.title}</h2>{'<br/>'.join(s3.paragraphs)}<hr>أضيف بتاريخ 31/08/2020 في 22:05"
    counters = (
        f"<h1>{s4.title}</h1><div>القسم: محليات | التاريخ: 31 آب 2020 | مشاهدات: 812</div><div class='n'>"
        f"{paragraphs(s4.paragraphs, 'div')}</div><div>التقييم: 4.5 من 5</div>{shares('sh')}"
    )
    captions = (
        f'<h1>{s5.title}</h1><p class="d">الاثنين 31/8/2020</p><div class="pic"><img><span>لقطة من'
        f" المباراة</span></div><div class='c'>{paragraphs(s5.paragraphs)}</div>{comments('fb-list')}"
    )
    return [
        page("local-nested-tables", _site(s, nested), s, "2020-08-31T10:20"),
        page("local-forum", _site(s2, forum), s2, "2020-08-31T22:20"),
        page("local-date-below", _site(s3, bare), s3, "2020-08-31T22:05"),
        page("local-counters", _site(s4, counters), s4, DAY),
        page("local-caption", _site(s5, captions), s5, DAY),
    ]


def maghreb() -> list[Page]:
    s, s2, s3 = S[1], S[4], S[2]
    dz = f'<h1>{s.title}</h1><small>31 أوت 2020 على الساعة 14:30</small><div class="p">{paragraphs(s.paragraphs)}</div>{related("إقرأ أيضا")}'
    ma = f"<h1>{s2.title}</h1><span>الإثنين 31 غشت 2020 - 10:20</span><article>{paragraphs(s2.paragraphs)}</article><p>{NEWSLETTER}</p>"
    tn = f"<h1>{s3.title}</h1><p>نشر من قبل الرافدين في 31/08/2020 10:20</p><div>{paragraphs(s3.paragraphs)}</div>{_cards('r')}"
    return [
        page("maghreb-algeria", _site(s, dz), s, "2020-08-31T14:30"),
        page("maghreb-morocco", _site(s2, ma), s2, "2020-08-31T10:20"),
        page("maghreb-tunisia", _site(s3, tn), s3, "2020-08-31T10:20"),
    ]


def systems() -> list[Page]:
    """Joomla, Ghost, AMP, page builders, scripts that hold the text, old systems."""
    s, s2, s3, s4, s5, s6 = S[5], S[0], S[1], S[3], S[2], S[4]
    joomla = (
        f'<div class="item-page"><h2 itemprop="headline">{s.title}</h2><dl class="article-info"><dt>التفاصيل'
        '</dt><dd>كتب بواسطة: المحرر</dd><dd><time datetime="2020-08-31T19:05:00+00:00" itemprop='
        '"datePublished">نشر في: 31 آب 2020</time></dd><dd>الزيارات: 55</dd></dl><div itemprop="articleBody">'
        f"{paragraphs(s.paragraphs)}</div><ul class='pager'>{links(('السابق', 'التالي', 'الفهرس'))}</ul></div>"
    )
    amp = (
        f'<amp-sidebar><ul>{links(RELATED)}</ul></amp-sidebar><main><h1>{s2.title}</h1><amp-img src="a">'
        f"</amp-img><p class='amp-date'>31 أغسطس 2020</p>{paragraphs(s2.paragraphs)}</main>"
    )
    script_only = json_ld(headline=s3.title, datePublished=DAY, articleBody=" ".join(s3.paragraphs))
    builder = (
        f'<div class="elementor"><div class="w1"><h1>{s4.title}</h1></div><div class="w2"><span>أغسطس 31,'
        f' 2020</span><span>10:20 ص</span></div><div class="w3"><div>{paragraphs(s4.paragraphs)}</div></div>'
        f'<div class="w4"><h3>مقالات مشابهة</h3>{_cards("w5")}</div></div>'
    )
    updated_only = (
        f"<h1>{s5.title}</h1><div>تم التحديث في 2 أيلول 2020</div><div class='content'>"
        f"{paragraphs(s5.paragraphs)}</div>{comments()}"
    )
    bad_meta = meta(article_published_time="0000-00-00", og_title=s6.title, og_site_name="الرافدين")
    broken = f"<h1>{s6.title}</h1><p>31 آب/ أغسطس 2020</p><div><p>{'<p>'.join(s6.paragraphs)}<div><b>وسوم</b>{links(('شعر', 'ميسان', 'كتاب'), 'i')}"
    return [
        page("joomla", _site(s, joomla), s, "2020-08-31T19:05:00+00:00"),
        page("amp", _site(s2, amp), s2, DAY),
        page("text-in-json-ld-only", _site(s3, "<div id='app'></div>", script_only), s3, DAY),
        page("page-builder", _site(s4, builder), s4, "2020-08-31T10:20"),
        page("only-the-update-is-dated", _site(s5, updated_only), s5, None),
        page("unclosed-and-impossible-meta-date", _site(s6, broken, bad_meta), s6, DAY),
    ]


def traps() -> list[Page]:
    s, s2, s3, s4, s5, s6 = S[1], S[0], S[4], S[2], S[3], S[5]
    gallery = (
        f'<h1>{s.title}</h1><time>31 آب 2020</time><div class="lead"><p>{s.paragraphs[0]}</p></div>'
        + "".join(f'<div class="slide"><img><span>{i} من 8</span></div>' for i in range(1, 9))
    )
    cookies = f"<div class='gdpr'><p>{COOKIES}</p><a>موافق</a></div><h1>{s2.title}</h1><p>31.8.2020</p><div>{paragraphs(s2.paragraphs)}</div>"
    top = f"<div>الخميس، 14 كانون الثاني 2021 م</div><h1>{s3.title}</h1><div class='i'>نشر يوم 31 آب 2020</div><div>{paragraphs(s3.paragraphs)}</div>"
    ads = "".join(f"<p>{line}</p><div>إعلان</div>" for line in s4.paragraphs)
    ads = f"<h1>{s4.title}</h1><h5>2020-08-31</h5><div class='art'>{ads}</div>"
    event = f"<h1>{s5.title}</h1><div class='body'><p>في 5 أيار 2019 تعادل الفريقان.</p>{paragraphs(s5.paragraphs)}</div>"
    dialect = f"<h1>{s6.title}</h1><div>منذ يومين</div><div class='b'>{paragraphs(s6.paragraphs)}</div>{related('شنو تقره بعد', 'z')}"
    old = f"<html><head><title>{s.title}</title></head><body dir=rtl><center><h1>{s.title}</h1>31 أغسطس 2020</center>{'<p>'.join(('', *s.paragraphs))}"
    return [
        page("gallery", _site(s, gallery), s, DAY, text=s.paragraphs[0]),
        page("cookie-wall", _site(s2, cookies), s2, DAY),
        page("todays-date-on-top", _site(s3, top), s3, DAY),
        page("advertisements-between", _site(s4, ads), s4, DAY),
        page("date-of-an-event-in-the-text", _site(s5, event), s5, None,
             text="\n".join(("في 5 أيار 2019 تعادل الفريقان.", *s5.paragraphs))),
        page("relative-date-without-reference", _site(s6, dialect), s6, None),
        page("windows-1256-unstated", old, s, DAY, encoding="cp1256"),
    ]  # fmt: skip


def pages() -> list[Page]:
    made = (portals, local, maghreb, systems, traps)
    return [found for layout in made for found in layout()]
