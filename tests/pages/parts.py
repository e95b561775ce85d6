"""Parts of pages, as content management systems of Arabic news sites write them."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass

from tests.pages.stories import COMMENTS, MENU, RELATED, SHARES, TAGS, Story

OUTLET, _SHORT = "وكالة الرافدين للأنباء", "الرافدين"
"""As the footers and the titles of pages name the site."""


@dataclass(frozen=True, slots=True)
class Page:
    """A page and what a careful reader takes from it, None where it states none. outlets: names by
    which a reader may call it. address: where it came from; url: where it is at home."""

    name: str
    data: bytes
    title: str
    text: str
    published: str | None
    author: str | None = None
    outlets: tuple[str, ...] = ()
    url: str | None = None
    address: str | None = None


def page(
    name: str,
    html: str,
    story: Story,
    published: str | None,
    *,
    text: str | None = None,
    encoding: str = "utf-8",
    author: str | None = None,
    outlets: tuple[str, ...] | None = None,
    url: str | None = None,
    address: str | None = None,
) -> Page:
    """text: what is the article, where it is not the story's paragraphs. outlets: where they are
    not those that page title and footer name."""
    gold = "\n".join(story.paragraphs) if text is None else text
    data = html.encode(encoding, "xmlcharrefreplace")
    if outlets is None:
        outlets = tuple(name for name in (OUTLET, _SHORT) if re.search(rf"\W{name}\s*<", html))
    return Page(name, data, story.title, gold, published, author, outlets, url, address)


def document(head: str, body: str, *, title: str = "", charset: str = "utf-8") -> str:
    return (
        f'<!DOCTYPE html><html dir="rtl" lang="ar"><head><meta charset="{charset}">'
        f"<title>{title}</title>{head}</head><body>{body}</body></html>"
    )


def paragraphs(lines: Iterable[str], tag: str = "p", **attributes: str) -> str:
    given = "".join(f' {name.strip("_")}="{value}"' for name, value in attributes.items())
    return "".join(f"<{tag}{given}>{line}</{tag}>" for line in lines)


def meta(**named: str) -> str:
    """OpenGraph: og_title="…" is property og:title."""
    return "".join(
        f'<meta property="{name.replace("_", ":", 1)}" content="{value}">'
        for name, value in named.items()
    )


def json_ld(**fields: object) -> str:
    record = {"@context": "https://schema.org", "@type": "NewsArticle", **fields}
    text = json.dumps(record, ensure_ascii=False)
    return f'<script type="application/ld+json">{text}</script>'


def links(names: Iterable[str], tag: str = "li") -> str:
    return "".join(
        f'<{tag}><a href="/news/{number}">{name}</a></{tag}>' for number, name in enumerate(names)
    )


def menu() -> str:
    return f'<nav><ul class="main-menu">{links(MENU)}</ul></nav>'


def shares(css: str = "share-buttons") -> str:
    return f'<div class="{css}"><span>شارك الخبر</span><ul>{links(SHARES)}</ul></div>'


def related(label: str = "أخبار ذات صلة", css: str = "related", dates: bool = False) -> str:
    when = "<span>2 أيلول 2020</span>" if dates else ""
    items = "".join(f'<li><a href="/n/{i}">{name}</a>{when}</li>' for i, name in enumerate(RELATED))
    return f'<div class="{css}"><h3>{label}</h3><ul>{items}</ul></div>'


def comments(css: str = "comments", dates: bool = True) -> str:
    rows = "".join(
        f'<div class="item"><b>{who}</b>{"<i>3 أيلول 2020 11:15 م</i>" if dates else ""}'
        f"<p>{what}</p></div>"
        for who, what in COMMENTS
    )
    return f'<div class="{css}"><h4>التعليقات (2)</h4>{rows}<p>أضف تعليقك</p></div>'


def tags(css: str = "tags") -> str:
    return f'<div class="{css}">الكلمات المفتاحية: {links(TAGS, "span")}</div>'


def footer(year: int = 2023) -> str:
    return (
        f"<footer><p>جميع الحقوق محفوظة © {year} {OUTLET}</p>"
        f"<ul>{links(('من نحن', 'سياسة الخصوصية', 'أعلن معنا'))}</ul></footer>"
    )
