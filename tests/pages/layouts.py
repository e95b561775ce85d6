"""Layouts of news sites, each with its own trap; readers were built while looking at these."""

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
from tests.pages.stories import COOKIES, NEWSLETTER, RELATED, STORIES, TEASER

S = STORIES
TODAY = '<div class="today">الجمعة 15 كانون الثاني 2021</div>'


def wordpress() -> list[Page]:
    """Themes of WordPress: entry-content, JSON-LD of a plug-in, share bar inside the text."""
    s = S[0]
    post = (
        f'<article class="post"><h1 class="entry-title">{s.title}</h1>'
        '<div class="entry-meta"><time class="entry-date published" '
        'datetime="2020-08-31T10:20:00+03:00">31 أغسطس، 2020</time> بواسطة <a href="/a">المحرر</a></div>'
        f'<div class="entry-content">{paragraphs(s.paragraphs)}{shares("sharedaddy")}</div>'
        f"</article>{related()}{comments()}"
    )
    graph = json_ld(headline=s.title, datePublished="2020-08-31T10:20:00+03:00",
                    dateModified="2020-09-02T08:00:00+03:00")  # fmt: skip
    # the reader-also box stands in the middle of the text
    inside = (
        f'<h1>{S[2].title}</h1><span class="date">31 آب 2020</span><div class="entry-content">'
        f"{paragraphs(S[2].paragraphs[:2])}<p><strong>اقرأ أيضاً:</strong> "
        f'<a href="/x">{RELATED[0]}</a></p>{paragraphs(S[2].paragraphs[2:])}</div>'
    )
    jetpack = (
        f'<div class="td-post-content"><p class="td-date">الإثنين، 31 أغسطس 2020</p>'
        f"{paragraphs(S[1].paragraphs)}<p>شارك هذا الموضوع:</p><ul>{links(('تويتر', 'فيسبوك'))}"
        f"</ul><p>معجب بهذه:</p><p>إعجاب تحميل...</p></div>{related('مرتبط', 'jp-box')}"
    )
    return [
        page("wordpress-json-ld", document(graph, menu() + post + footer()), s,
             "2020-08-31T10:20:00+03:00"),
        page("wordpress-read-also", document("", menu() + inside + footer(), title=S[2].title),
             S[2], "2020-08-31"),
        page("wordpress-jetpack", document("", menu() + f"<h1>{S[1].title}</h1>" + jetpack + footer(2024)),
             S[1], "2020-08-31"),
    ]  # fmt: skip


def blogger() -> list[Page]:
    s = S[4]
    body = "<br /><br />".join(s.paragraphs)
    post = (
        f"<h2 class='date-header'><span>الاثنين، 31 أغسطس 2020</span></h2><div class='post hentry'>"
        f"<h3 class='post-title entry-title'>{s.title}</h3><div class='post-body entry-content'>"
        f"<div dir='rtl'>{body}</div></div><div class='post-footer'>مرسلة بواسطة "
        f"<span class='fn'>مدونة</span> في <a href='#'>10:20 ص</a> ليست هناك تعليقات:</div></div>"
        f"<div class='sidebar'><h2>أرشيف المدونة</h2><ul>{links(RELATED)}</ul></div>"
    )
    return [page("blogger", document("", post), s, "2020-08-31")]


def drupal() -> list[Page]:
    s = S[5]
    node = (
        f'<h1 class="page-title">{s.title}</h1><div class="submitted">نشر بتاريخ: '
        'الاثنين, 31/08/2020 - 22:05</div><div class="field field--name-body">'
        f"{paragraphs(s.paragraphs)}</div>{tags('field--name-field-tags')}"
        f'<section id="block-views-more"><h2>المزيد من محليات</h2><ul>{links(RELATED)}</ul></section>'
    )
    teasers = "".join(f"<div class='views-row'><h3>{r}</h3><p>{TEASER}</p></div>" for r in RELATED)
    s2 = S[0]
    node2 = (
        f'<h1>{s2.title}</h1><span class="created">31 آب 2020</span>'
        f'<div class="field-item even">{paragraphs(s2.paragraphs)}</div>'
        f'<div class="view-latest"><h2>آخر الأخبار</h2>{teasers}</div>'
    )
    return [
        page("drupal-submitted", document("", TODAY + menu() + node + footer()), s,
             "2020-08-31T22:05"),
        page("drupal-teasers", document("", TODAY + menu() + node2 + footer()), s2, "2020-08-31"),
    ]  # fmt: skip


def agencies() -> list[Page]:
    """Agencies' own systems: tables, divs without meaning, bare line breaks, datelines."""
    s = S[1]
    first = "بغداد/ واع: " + s.paragraphs[0]
    divs = (
        f'<div id="a1"><div class="t1">{s.title}</div><div class="d1">٣١ آب ٢٠٢٠ - ١٠:٢٠</div>'
        f'<div class="b1">{"<br>".join((first, *s.paragraphs[1:]))}</div>'
        f'<div class="c1">عدد القراءات: 1530</div><div class="s1">{links(("فيسبوك", "تويتر"), "span")}'
        "</div></div>"
    )
    s2 = S[3]
    table = (
        f"<table width=100%><tr><td>{links(RELATED, 'div')}</td><td><b>{s2.title}</b><br>"
        f"<small>تاريخ النشر: 2020-08-31 10:20:30</small><br>{'<br><br>'.join(s2.paragraphs)}"
        "</td></tr></table>"
    )
    s3 = S[5]
    spans = (
        f'<div class="news-box"><h2>{s3.title}</h2><p class="info">مراسلنا - النجف | الاثنين 12 محرم'
        f" 1442 هـ</p><div>{paragraphs(s3.paragraphs, 'div')}</div>"
        f"<div>المصدر: وكالة الرافدين</div></div>{related('شاهد أيضاً', 'bx')}"
    )
    return [
        page("agency-divs", document("", TODAY + menu() + divs + footer(), title=s.title), s,
             "2020-08-31T10:20", text="\n".join((first, *s.paragraphs[1:]))),
        page("agency-table", document("", menu() + table + footer(), title=s2.title), s2,
             "2020-08-31T10:20:30"),
        page("agency-hijri", document("", menu() + spans + footer(), title=s3.title), s3,
             "2020-08-31"),
    ]  # fmt: skip


def papers() -> list[Page]:
    """Newspapers: kickers, summaries, captions, pull quotes, subscription boxes."""
    s = S[2]
    body = (
        '<nav class="crumbs"><a href="/">الرئيسية</a> » <a href="/eco">اقتصاد</a></nav>'
        f'<h4 class="kicker">اقتصاد</h4><h1>{s.title}</h1><div class="author">كتب: علي حسين</div>'
        '<time datetime="2020-08-31">31 آب 2020</time><figure><img src="1.jpg"><figcaption>'
        "سوق التمور في البصرة (أرشيف)</figcaption></figure>"
        f'<div class="article-text">{paragraphs(s.paragraphs[:3])}<div class="ad">إعلان</div>'
        f'{paragraphs(s.paragraphs[3:])}</div><div class="newsletter"><p>{NEWSLETTER}</p></div>'
    )
    s2 = S[4]
    lead = (
        f'<h1>{s2.title}</h1><p class="byline">ميسان – خاص</p><p class="published">آب/أغسطس 31, 2020</p>'
        f'<div class="story">{paragraphs(s2.paragraphs[:2])}<blockquote><p>{s2.paragraphs[2]}</p>'
        f"</blockquote>{paragraphs(s2.paragraphs[3:])}</div>{tags()}{related('مواضيع قد تهمك', 'more')}"
    )
    s3 = S[0]
    contents = (
        f"<h1>{s3.title}</h1><div>محتويات المقال</div><ul>{links(('المشروع', 'الكلفة', 'ما قبل الجسر'))}"
        f"</ul><main>{paragraphs(s3.paragraphs)}</main>{related('الأكثر قراءة', 'most', dates=True)}"
    )
    s4 = S[5]
    breaking = (
        f'<div class="ticker"><b>عاجل</b> {links(RELATED, "span")}</div><h1>{s4.title}</h1>'
        f'<div class="details"><span>آخر تحديث: 2 أيلول 2020 08:00</span> <span>تاريخ النشر: '
        f'31 آب 2020 22:05</span></div><div class="details-body">{paragraphs(s4.paragraphs)}'
        f"<p>لمتابعة آخر الأخبار اشتركوا في قناتنا على تلغرام</p></div>"
    )
    return [
        page("paper-breadcrumb", document("", menu() + body + footer()), s, "2020-08-31",
             author="علي حسين"),
        page("paper-quote", document("", menu() + lead + footer()), s2, "2020-08-31"),
        page("paper-contents", document(meta(article_published_time="2020-08-31T07:20:00Z"),
             menu() + contents + footer()), s3, "2020-08-31T07:20:00+00:00"),
        page("paper-updated", document("", menu() + breaking + footer()), s4, "2020-08-31T22:05"),
    ]  # fmt: skip


def encodings() -> list[Page]:
    s, s2, s3 = S[3], S[1], S[2]
    old = (
        '<html dir=rtl><head><meta http-equiv="Content-Type" content="text/html; '
        f'charset=windows-1256"><title>{s.title}</title></head><body><font size=5>{s.title}</font>'
        f"<br><font size=2>31/8/2020</font><p>{'<p>'.join(s.paragraphs)}</body></html>"
    )
    mute = (
        f"<html><head><title>{s2.title}</title></head><body><h1>{s2.title}</h1>"
        f"<p>31-8-2020</p>{paragraphs(s2.paragraphs)}</body></html>"
    )
    lying = document("", f"<h1>{s3.title}</h1><h6>31 آب 2020</h6>{paragraphs(s3.paragraphs)}",
                     charset="iso-8859-1")  # fmt: skip
    return [
        page("windows-1256", old, s, "2020-08-31", encoding="cp1256"),
        page("iso-8859-6-unstated", mute, s2, "2020-08-31", encoding="iso8859_6"),
        page("latin-1-stated-and-not-true", lying, s3, "2020-08-31", encoding="cp1256"),
    ]


def oddities() -> list[Page]:
    """Half a page, cookies before everything, comments longer than the news, no date at all."""
    s = S[4]
    whole = document("", f'{menu()}<h1>{s.title}</h1><p class="when">31 آب 2020</p><div class="txt">'
                     f"{paragraphs(s.paragraphs)}</div>")  # fmt: skip
    half = whole[: whole.index("معرض للخط")]
    cookies = f'<div id="cc">{COOKIES}</div>'
    s2, s3 = S[3], S[1]
    many = "".join(comments("cm-list") for _ in range(4))
    undated = f'<h1>{s3.title}</h1><div class="content">{paragraphs(s3.paragraphs)}</div>'
    return [
        page("half-a-page", half, s, "2020-08-31",
             text=half[half.index(s.paragraphs[0]) :].replace("</p><p>", "\n")),
        page("many-comments", document("", cookies + menu() + f"<h1>{s2.title}</h1><p>31 آب 2020</p>"
             f'<div class="body">{paragraphs(s2.paragraphs)}</div>{many}{footer()}'), s2, "2020-08-31"),
        page("undated", document("", TODAY + menu() + undated + related(dates=True) + footer()), s3,
             None),
    ]  # fmt: skip


def pages() -> list[Page]:
    made = (wordpress, blogger, drupal, agencies, papers, encodings, oddities)
    return [found for layout in made for found in layout()]
