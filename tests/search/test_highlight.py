"""Marks sit on whole words of the original text; the best sentence pairs are shown."""

from __future__ import annotations

from search.analysis import forms
from search.article import Article, Segment, Translation
from search.document import index_document
from search.excerpt import segments
from search.highlight import Highlight, Highlighter, number_places, occurrences
from search.marks import Mark, NumberMark, PatternMark, PhraseMark, TermMark
from search.query.ast import Fuzzy, Prefix
from search.stored import Stored, decode

GOOGLE = Translation("google", "2026-11-22T00:00:00Z")


def stored(*pairs: tuple[str | None, str | None], title: str | None = None) -> Stored:
    segments = tuple(Segment(ar, en, GOOGLE if ar and en else None) for ar, en in pairs)
    article = Article("id", 1, "ar", Segment(title, None), segments)
    return decode(index_document(article, with_subwords=False).stored)


def word(text: str, unit: int = 1, thesaurus: bool = False) -> Mark:
    return TermMark(unit, ("ar", "en"), forms(text), "thesaurus" if thesaurus else "word")


def phrase(*words: str, slop: int | None = None) -> Mark:
    return PhraseMark(1, ("ar", "en"), tuple(forms(w) for w in words), slop)


def marked(found: Highlight, side: str) -> list[list[str]]:
    """The marked words of each snippet's side."""
    return [
        [text for text, mark in (snippet.sides[side] or []) if mark]  # type: ignore[index]  # side is one of ar, en
        for snippet in found.snippets
    ]


def test_the_whole_written_word_is_marked_through_harakat_and_clitics() -> None:
    article = stored(("تقع بِحُمْرَيْنَ تلالٌ", None), ("وبالحمرين قرى", None))
    found = Highlighter([word("حمرين")]).highlight(article)
    assert marked(found, "ar") == [["بِحُمْرَيْنَ"]]


def test_segments_join_to_the_original_text() -> None:
    text = "«حمرين»، جبالٌ (Hamrin) في العراق."
    found = Highlighter([word("حمرين"), word("Hamrin", 2)]).highlight(stored((text, None)))
    shown = found.snippets[0].sides["ar"] or []
    assert "".join(piece for piece, _ in shown) == text
    assert [piece for piece, mark in shown if mark] == ["حمرين", "Hamrin"]


def test_the_pair_that_shows_most_of_the_query_comes_first() -> None:
    article = stored(("نهر طويل", None), ("جبال حمرين", None), ("حمرين بعيدة", None))
    found = Highlighter([word("جبال", 1), word("حمرين", 2)]).highlight(article)
    assert [snippet.number for snippet in found.snippets] == [2]


def test_a_further_pair_is_shown_only_for_a_new_word_or_spelling() -> None:
    article = stored(("قال كيغنز", None), ("أضاف كيغنز", None), ("وقال كينغز", None))
    mark = PatternMark(1, ("ar",), Fuzzy("كيغنز", 1))
    found = Highlighter([mark]).highlight(article)
    assert marked(found, "ar") == [["كيغنز"], ["كينغز"]]
    assert found.matched_by == ("fuzzy",)


def test_a_phrase_marks_only_where_it_stands() -> None:
    article = stored(("جبال بعيدة عن جبال حمرين", None))
    found = Highlighter([phrase("جبال", "حمرين")]).highlight(article)
    shown = found.snippets[0].sides["ar"] or []
    assert [text for text, mark in shown if mark] == ["جبال", "حمرين"]
    assert shown[0] == ("جبال بعيدة عن ", False)


def test_a_sloppy_phrase_marks_words_in_any_order() -> None:
    article = stored(("حمرين فيها جبال", None))
    assert marked(Highlighter([phrase("جبال", "حمرين", slop=1)]).highlight(article), "ar") == [
        ["حمرين", "جبال"]
    ]


def test_a_prefix_marks_every_word_that_begins_so() -> None:
    article = stored(("حمرين وحمراء", None))
    found = Highlighter([PatternMark(1, ("ar",), Prefix("حمر"))]).highlight(article)
    assert marked(found, "ar") == [["حمرين", "وحمراء"]]


def test_the_other_side_is_marked_through_a_thesaurus_entry() -> None:
    article = stored(("على طول جبال حمرين", "along the Hamrin mountains"))
    found = Highlighter([word("Hamrin"), word("حمرين", thesaurus=True)]).highlight(article)
    assert (marked(found, "ar"), marked(found, "en")) == ([["حمرين"]], [["Hamrin"]])
    assert found.matched_by == ("thesaurus", "translation")


def test_without_marks_the_first_sentence_is_shown_plain() -> None:
    found = Highlighter([]).highlight(stored(("أولى", "First"), ("ثانية", "Second")))
    assert found.snippets[0].sides == {"ar": [("أولى", False)], "en": [("First", False)]}
    assert found.matched_by == ()


def test_a_side_that_does_not_exist_is_none() -> None:
    found = Highlighter([word("نهر")]).highlight(stored(("نهر", None)))
    assert found.snippets[0].sides["en"] is None


def test_bidi_controls_are_taken_out_of_what_is_shown() -> None:
    found = Highlighter([word("نهر")]).highlight(stored(("\u202eنهر\u2066 دجلة\u2069", None)))
    assert found.snippets[0].sides["ar"] == [("نهر", True), (" دجلة", False)]


def test_a_long_side_is_windowed_around_its_marks() -> None:
    text = "كلمة " * 300 + "حمرين " + "كلمة " * 300
    shown = Highlighter([word("حمرين")]).highlight(stored((text, None))).snippets[0].sides["ar"]
    assert shown is not None
    assert shown[0] == ("…", False)
    assert shown[-1] == ("…", False)
    assert ("حمرين", True) in shown
    assert sum(len(piece) for piece, _ in shown) <= 602


def test_occurrences_share_the_space_between_equal_terms() -> None:
    assert list(occurrences(" a a \n b \n a ", " a ")) == [(0, 0), (0, 1), (2, 0)]


def test_segments_of_a_text_without_marks_are_one_piece() -> None:
    assert segments("نهر", [], None) == [("نهر", False)]


def test_all_words_of_a_number_are_marked_on_both_sides() -> None:
    article = stored(("قتل ثلاثة آلاف وخمسمئة جندي", "Some 3,500 soldiers were killed"))
    found = Highlighter([NumberMark(1, ("ar", "en"), ("3500",))]).highlight(article)
    assert marked(found, "ar") == [["ثلاثة", "آلاف", "وخمسمئة"]]
    assert marked(found, "en") == [["3,500"]]
    assert found.matched_by == ("number",)


def test_a_number_is_marked_in_the_title() -> None:
    article = stored(("نهر", None), title="مقتل ثلاثة آلاف")
    title = Highlighter([NumberMark(1, ("ar",), ("3000",))]).highlight(article).title
    assert title.sides["ar"] == [("مقتل ", False), ("ثلاثة", True), (" ", False), ("آلاف", True)]


def test_the_places_of_a_number_are_of_the_whole_term() -> None:
    listed = " 13500=0,1,1 3500=1,0,2 3500=2,5,5 3500%=3,0,0 "
    assert list(number_places(listed, "3500")) == [(1, 0, 2), (2, 5, 5)]
    assert list(number_places("", "3500")) == []
