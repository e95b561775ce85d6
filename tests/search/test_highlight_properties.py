"""What holds of every highlight, whatever the text: marks on whole words, nothing lost."""

from __future__ import annotations

import html
import re
from collections.abc import Callable

from hypothesis import given
from hypothesis import strategies as st

from search.analysis import forms, spans
from search.article import Article, Segment
from search.document import display, index_document
from search.excerpt import WINDOW, Segments
from search.highlight import Highlighter
from search.marks import Mark, PatternMark, PhraseMark, TermMark
from search.page import SearchRequest
from search.query.ast import Fuzzy, Prefix, Wildcard
from search.service import SearchService
from search.stored import Stored, decode

Serve = Callable[..., SearchService]

PIECES = (
    "نهر", "بِحُمْرَيْن", "حمرين", "حمـــرين", "ا\u200cنهر", "\u202eنهر\u202c", "\u2066",
    "Biden&#39;s", "&amp;", "&lt;b&gt;", "U.S.", "US-led", "river", "Rivers", "é", "e\u0301",
    "😀", "𐤀𐤁", "ﷺ", "١٬٥٠٠", "#وسم_نهر", "…", "؟!", "«", "\u064b", "\u200f", "كلمة " * 150,
    "نهر،", "نهر" * 40,
)  # fmt: skip
texts = st.lists(
    st.tuples(st.sampled_from(PIECES), st.sampled_from(("", " ", "\n"))), max_size=8
).map(lambda pieces: "".join(piece + blank for piece, blank in pieces))
WORDS = ("نهر", "حمرين", "river", "US", "Biden", "كلمة", "1500", "وسم")
marks = st.one_of(
    st.builds(TermMark, st.just(1), st.just(("ar", "en")), st.sampled_from(WORDS).map(forms)),
    st.builds(
        PhraseMark,
        st.just(1),
        st.just(("ar", "en")),
        st.lists(st.sampled_from(WORDS), min_size=1, max_size=2).map(
            lambda w: tuple(map(forms, w))
        ),
        st.none() | st.integers(0, 3),
    ),
    st.builds(
        PatternMark,
        st.just(1),
        st.just(("ar", "en")),
        st.sampled_from((Prefix("نه"), Wildcard("*مر*"), Fuzzy("نهر", 1))),
    ),
)


def stored(title: str, ar: str, en: str | None) -> Stored:
    article = Article("id", 1, "ar", Segment(title or None, None), (Segment(ar, en),))
    return decode(index_document(article, with_subwords=False).stored)


def check(text: str, shown: Segments, window: int | None) -> None:
    if window is None or len(text) <= window:
        assert "".join(piece for piece, _ in shown) == text
        assert on_words(text, shown, 0)
        return
    # A window stands somewhere in the text; where the text repeats itself, any place will do.
    inside = [(piece, marked) for piece, marked in shown if piece != "…"]
    joined = "".join(piece for piece, _ in inside)
    assert len(joined) <= window
    assert any(on_words(text, inside, at) for at in range(len(text)) if text.startswith(joined, at))


def on_words(text: str, shown: Segments, at: int) -> bool:
    """Whether every marked piece is one whole word of the text, the first one standing at `at`."""
    whole = {(span.start, span.end) for span in spans(text)}
    for piece, marked in shown:
        if marked and (at, at + len(piece)) not in whole:
            return False
        at += len(piece)
    return True


@given(texts, texts, st.none() | texts, st.lists(marks, min_size=1, max_size=3))
def test_segments_join_to_the_text_and_marks_are_whole_words(
    title: str, ar: str, en: str | None, asked: list[Mark]
) -> None:
    found = Highlighter(asked).highlight(stored(title, ar, en))
    if title:
        check(display(title), found.title.sides["ar"] or [], None)
    assert [snippet.number for snippet in found.snippets] == [1]
    for text, side in ((ar, "ar"), (en, "en")):
        shown = found.snippets[0].sides[side]  # type: ignore[index]  # side is one of ar, en
        assert (shown is None) == (text is None)
        if text is not None:
            check(display(text), shown or [], WINDOW)
    marked = any(
        mark
        for pair in (found.title, *found.snippets)
        for s in pair.sides.values()
        for _, mark in s or []
    )
    assert marked <= bool(found.matched_by)


def test_a_sloppy_phrase_marks_its_words_only_where_they_stand_near(serve: Serve) -> None:
    text = "جبل بعيد جدا عن كل نهر قرب جبل"
    service = serve(Article("id1", 1, "ar", Segment(None, None), (Segment(text, None),)))
    side = service.search(SearchRequest(q='"نهر جبل"~1')).hits[0].snippets[0].ar
    assert side is not None
    assert side.segments == [
        ("جبل بعيد جدا عن كل ", False),
        ("نهر", True),
        (" قرب ", False),
        ("جبل", True),
    ]


def test_a_sloppy_phrase_across_a_sentences_end_is_shown(serve: Serve) -> None:
    pairs = (Segment("هنا نهر", None), Segment("جبل عال", None))
    service = serve(Article("id1", 1, "ar", Segment(None, None), pairs))
    hit = service.search(SearchRequest(q='"نهر جبل"~1', match="all")).hits[0]
    shown = [side.segments for snippet in hit.snippets if (side := snippet.ar)]
    assert shown == [[("هنا ", False), ("نهر", True)], [("جبل", True), (" عال", False)]]
    assert hit.matched_by == ["exact"]


def test_a_sloppy_phrase_that_stands_nowhere_marks_nothing(serve: Serve) -> None:
    text = "نهر بعيد جدا عن كل جبل وقلم"
    service = serve(Article("id1", 1, "ar", Segment(None, None), (Segment(text, None),)))
    side = service.search(SearchRequest(q='"نهر جبل"~1 OR قلم')).hits[0].snippets[0].ar
    assert side is not None
    assert side.segments == [("نهر بعيد جدا عن كل جبل ", False), ("وقلم", True)]


def test_a_title_that_alone_matches_is_marked_over_a_plain_first_pair(serve: Serve) -> None:
    article = Article("id1", 1, "ar", Segment("على نهر", None), (Segment("سد قديم", None),))
    hit = serve(article).search(SearchRequest(q="نهر")).hits[0]
    assert hit.title.ar is not None
    assert hit.title.ar.segments == [("على ", False), ("نهر", True)]
    assert [snippet.ar and snippet.ar.segments for snippet in hit.snippets] == [
        [("سد قديم", False)]
    ]


def test_html_is_the_escaped_text_with_mark_elements(serve: Serve) -> None:
    text = '<script>"نهر" & <b>&#39;نهر'
    article = Article("id1", 1, "ar", Segment(None, None), (Segment(text, None),))
    side = serve(article).search(SearchRequest(q="نهر", highlight="html")).hits[0].snippets[0].ar
    assert side is not None
    assert side.html is not None
    assert html.unescape(re.sub("</?mark>", "", side.html)) == text
    assert re.findall("<[^>]*>", side.html) == ["<mark>", "</mark>"] * 2
