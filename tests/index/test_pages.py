"""What a web page becomes: text, fields and date, or a reason."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest

from index.compose import compose
from index.draft import Failure, RawArticle
from index.pages import article_of, decode_page
from index.readers import read
from search.errors import BadArticle
from tests.pages import layouts
from tests.pages.parts import Page, document, footer, json_ld, menu, meta, paragraphs, related
from tests.pages.stories import STORIES

PAGES = layouts.pages()
STORY = STORIES[0]
TEXT = paragraphs(STORY.paragraphs)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_layouts_give_title_and_date_as_they_state_them(page: Page) -> None:
    found = article_of(decode_page(page.data))
    assert found.title == page.title
    assert found.published == page.published


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_layouts_give_the_first_and_last_sentence_and_no_other_story(page: Page) -> None:
    text = article_of(decode_page(page.data)).text
    first, last = page.text.split("\n")[0], page.text.rstrip().split("\n")[-1]
    assert first in text
    assert last.strip() in text
    for other in ("أمانة بغداد تطلق", "خبر مفرح", "الرئيسية", "جميع الحقوق"):
        assert other not in text


def test_a_page_gives_every_field_it_states(tmp_path: Path) -> None:
    head = '<link rel="canonical" href="https://rafidain.example/n/7">' + json_ld(
        headline=STORY.title,
        datePublished="2020-08-31T10:20:00+03:00",
        author={"@type": "Person", "name": "سالم كريم"},
        publisher={"name": "وكالة الرافدين"},
        articleSection=["محليات"],
    )
    first = f"<p>الموصل - واع: {STORY.paragraphs[0]}</p>" + paragraphs(STORY.paragraphs[1:])
    path = tmp_path / "a.html"
    path.write_text(document(head, f"{menu()}<h1>{STORY.title}</h1>{first}{footer()}"), "utf-8")
    (found,) = read(str(path))
    assert isinstance(found, RawArticle)
    assert found.text == "\n".join(STORY.paragraphs)
    assert (found.title, found.url) == (STORY.title, "https://rafidain.example/n/7")
    assert (found.outlet, found.category) == ("وكالة الرافدين", "محليات")
    assert (found.place, found.agency) == ("الموصل", "واع")
    assert found.published == "2020-08-31T10:20:00+03:00"
    assert found.metadata == {"author": "سالم كريم"}
    assert compose(found).identity.endswith("https://rafidain.example/n/7")


def test_the_sites_name_is_no_part_of_the_title() -> None:
    head = meta(og_title=f"{STORY.title} | وكالة الرافدين", og_site_name="وكالة الرافدين")
    found = article_of(document(head, f"<div>{TEXT}</div>"))
    assert (found.title, found.outlet) == (STORY.title, "وكالة الرافدين")


@pytest.mark.parametrize(
    ("href", "url"),
    [
        ("https://a.example/n/1", "https://a.example/n/1"),
        ("/n/2", "https://a.example/n/2"),
        ("https://a.example/", "https://a.example/x?id=9"),
        ("javascript:void(0)", "https://a.example/x?id=9"),
        ("https://www.a.example/n/3", "https://www.a.example/n/3"),
        ("https://b.example/n/1", "https://a.example/x?id=9"),
        ("//b.example/n/1", "https://a.example/x?id=9"),
    ],
)
def test_a_canonical_address_is_taken_unless_it_is_the_front_page_or_another_sites(
    href: str, url: str
) -> None:
    head = f'<link rel="canonical" href="{href}">'
    page = document(head, f"<h1>{STORY.title}</h1>{TEXT}")
    assert article_of(page, "https://a.example/x?id=9").url == url


@pytest.mark.parametrize(
    ("line", "author"),
    [
        ("<p>بقلم: سعاد جابر</p>", "سعاد جابر"),
        ("<p>بقلم سعاد جابر</p>", "سعاد جابر"),
        ("<p>كتب: علي - بغداد</p>", "علي"),
        ("<p>By Suad Jabir | 31 August 2020</p>", "Suad Jabir"),
        ('<a rel="author" href="/w/1">سعاد جابر</a>', "سعاد جابر"),
        ('<span class="post-author">بقلم: سعاد جابر</span>', "سعاد جابر"),
        ("<p>كتب الشاعر قصيدته الأولى في مدينة العمارة عام 1990</p>", None),
        ("<p>بواسطة: admin</p>", None),
        ("<p>تحرير: هيئة التحرير</p>", None),
        ('<meta name="author" content="المحرر">', None),
        (
            '<ol class="commentlist"><li><b class="comment-author vcard">زينب</b> خبر</li></ol>',
            None,
        ),
    ],
)
def test_an_author_is_who_the_byline_names_and_no_office(line: str, author: str | None) -> None:
    page = document("", f"<h1>{STORY.title}</h1>{line}<div>{TEXT}</div>")
    assert article_of(page).author == author


@pytest.mark.parametrize(
    ("title", "outlet"),
    [
        (f"{STORY.title} | جريدة الفرات", "جريدة الفرات"),
        (f"صوت النجف :: {STORY.title}", "صوت النجف"),
        (f"{STORY.title} - محليات - صوت البصرة", "صوت البصرة"),
        (STORY.title, None),
        ("جريدة الفرات", None),
        (f"{STORY.title} - وهو الجسر الخامس في المدينة منذ خمسين عاما", None),
    ],
)
def test_the_site_is_what_stands_beside_the_articles_title(title: str, outlet: str | None) -> None:
    page = document("", f"<h1>{STORY.title}</h1><div>{TEXT}</div>", title=title)
    assert article_of(page).outlet == outlet


def test_a_date_is_taken_from_the_address_where_the_page_shows_none() -> None:
    page = document("", f"<h1>{STORY.title}</h1>{TEXT}")
    assert article_of(page, "https://a.example/2020/08/31/jisr").published == "2020-08-31"
    assert article_of(page, "https://a.example/2020/08/jisr.html").published == "2020-08"
    assert article_of(page, "https://a.example/20200831").published is None


def test_a_relative_date_needs_to_know_when_the_page_was_true() -> None:
    page = document("", f"<h1>{STORY.title}</h1><span>منذ ساعتين</span>{TEXT}")
    fetched = datetime(2020, 8, 31, 10, 20, tzinfo=timezone(timedelta(hours=3)))
    assert article_of(page).published is None
    assert article_of(page, None, fetched).published == "2020-08-31T08:00+03:00"


@pytest.mark.parametrize(
    ("encoding", "header", "declared"),
    [
        ("utf-8", None, "windows-1256"),
        ("cp1256", "text/html; charset=windows-1256", "utf-8"),
        ("cp1256", None, "windows-1256"),
        ("cp1256", "text/html; charset=ISO-8859-1", "utf-8"),
        ("iso8859_6", None, "iso-8859-6"),
        ("iso8859_6", None, "nonsense"),
        ("utf-16", None, "utf-8"),
    ],
)
def test_the_encoding_is_found_by_mark_header_meta_and_bytes(
    encoding: str, header: str | None, declared: str
) -> None:
    page = document("", f"<h1>{STORY.title}</h1>{TEXT}", charset=declared)
    assert STORY.paragraphs[1] in decode_page(page.encode(encoding, "xmlcharrefreplace"), header)


def test_a_page_cut_within_a_letter_is_still_utf_8() -> None:
    page = document("", f"<h1>{STORY.title}</h1>{TEXT}").encode()
    cut = page[: page.index("عائماً".encode()) + 1]
    assert article_of(decode_page(cut)).text.startswith(STORY.paragraphs[0])


@pytest.mark.parametrize(
    "page",
    [
        "",
        "<html></html>",
        document("", menu() + related() + footer()),
        "<div>" * 5000,
        "<!DOCTYPE html><body><script>1</script>",
        document("", f"<h1>x</h1><p {' '.join(f'a{n}=x' for n in range(600))}>{TEXT}"),
        "<p " + " ".join(f"a{n}" for n in range(1_000_000)),
    ],
    ids=["empty", "bare", "menus-only", "deep", "script-only", "600 attributes", "a million"],
)
def test_a_page_without_an_article_says_so(page: str) -> None:
    with pytest.raises(BadArticle):
        article_of(page)


def test_long_attributes_are_not_many() -> None:
    picture = f"<img src='data:image/png;base64,{'A' * 300_000}' alt='{'كلمة ' * 2_000}'>"
    page = document("", f"<h1>{STORY.title}</h1>{picture}{TEXT}")
    assert article_of(page).text.startswith(STORY.paragraphs[0])


def test_a_bad_page_is_a_failure_and_the_next_is_read(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text("<html></html>")
    (tmp_path / "b.html").write_text(document("", f"<h1>{STORY.title}</h1>{TEXT}"), "utf-8")
    (tmp_path / "c.html").write_bytes(b"\x89PNG\r\n")
    first, second, third = read(str(tmp_path))
    assert isinstance(first, Failure)
    assert "no article" in first.reason
    assert isinstance(second, RawArticle)
    assert isinstance(third, Failure)
    assert "PNG" in third.reason
