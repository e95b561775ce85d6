"""From raw article to draft: alignment, values, language, identity."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.align import aligned
from index.compose import compose
from index.draft import Draft, RawArticle
from index.sentences import paragraphs
from search.errors import BadArticle

AR = "ينبع دجلة من تركيا. ويمر ببغداد.\nويلتقي بالفرات في القرنة."
EN = "The Tigris rises in Turkey. It passes Baghdad.\nIt meets the Euphrates at Qurna."

NESTED: list[Any] = []
for _ in range(900):
    NESTED = [NESTED]


def draft(**fields: Any) -> Draft:
    return compose(RawArticle("a.jsonl:1", **{"text": AR, "title": "نهر دجلة", **fields}))


def pairs(found: Draft) -> list[tuple[str, str | None]]:
    return [(found.raw[s.start : s.end], s.other) for s in found.sentences]


def refusal(**fields: Any) -> str:
    with pytest.raises(BadArticle) as caught:
        draft(**fields)
    return str(caught.value)


def test_equal_counts_align_sentence_by_sentence() -> None:
    found = draft(text_en=EN, title_en="The Tigris", translator="bundled")
    assert pairs(found) == [
        ("ينبع دجلة من تركيا.", "The Tigris rises in Turkey."),
        ("ويمر ببغداد.", "It passes Baghdad."),
        ("ويلتقي بالفرات في القرنة.", "It meets the Euphrates at Qurna."),
    ]
    assert [s.paragraph for s in found.sentences] == [0, 0, 1]
    assert (found.title_other, found.translator) == ("The Tigris", "bundled")


def test_a_paragraph_with_other_counts_is_one_segment() -> None:
    found = draft(text_en=EN.replace("Turkey. It", "Turkey; it"))
    assert pairs(found) == [
        ("ينبع دجلة من تركيا. ويمر ببغداد.", "The Tigris rises in Turkey; it passes Baghdad."),
        ("ويلتقي بالفرات في القرنة.", "It meets the Euphrates at Qurna."),
    ]


def test_a_lost_line_break_does_not_stop_alignment() -> None:
    assert pairs(draft(text_en=EN.replace("\n", " "))) == pairs(draft(text_en=EN))


def test_texts_that_cannot_be_aligned_are_one_segment_with_all_the_english() -> None:
    english = "It rises in Turkey, passes Baghdad and meets the Euphrates."
    assert pairs(draft(text_en=english)) == [(AR, english)]


def test_equal_counts_of_unlike_lengths_are_not_aligned_across_paragraphs() -> None:
    text = (
        "نعم قال الرجل ذلك.\n" + "وكان النهر طويلا جدا في تلك السنة من سنوات الفيضان الكبير. " * 3
    )
    english = "The river was very long in that year of the great flood. " * 3 + "Yes, he said so."
    assert len(draft(text=text, text_en=english).sentences) == 1


def test_blocks_between_blank_lines_are_paired_where_lines_are_not() -> None:
    text = "سطر أول هنا\nسطر ثان هنا\n\nفقرة ثانية."
    english = "One line with both, made of a longer sentence.\n\nSecond paragraph."
    assert pairs(draft(text=text, text_en=english)) == [
        ("سطر أول هنا\nسطر ثان هنا", "One line with both, made of a longer sentence."),
        ("فقرة ثانية.", "Second paragraph."),
    ]


def test_english_of_furniture_that_was_cut_is_cut_too() -> None:
    found = draft(text=AR + "\n\nأضف تعليقك", text_en=EN + "\n\nAdd your comment")
    assert pairs(found) == pairs(draft(text_en=EN))


def test_a_line_of_stars_is_no_segment() -> None:
    assert pairs(draft(text=AR.replace("\n", "\n***\n"), text_en=EN)) == pairs(draft(text_en=EN))


def test_a_pair_keeps_a_long_sentence_whole_and_a_text_alone_cuts_it() -> None:
    text = "كلمة، " * 200
    assert len(draft(text=text, text_en="word, " * 200).sentences) == 1
    assert max(s.end - s.start for s in draft(text=text).sentences) <= 600


WORDS = st.lists(st.sampled_from(["one.", "two", "three!", "\n", "\n\n", "4.5", '"', "***"]))


@given(WORDS, WORDS)
def test_no_word_of_either_side_is_lost_or_moved(ours: list[str], theirs: list[str]) -> None:
    text, other = " ".join([*ours, "end"]), " ".join([*theirs, "end"])
    found = aligned(text, list(paragraphs(text)), 0, other)
    assert _words(" ".join(text[s.start : s.end] for s in found)) == _words(text)
    assert _words(" ".join(s.other or "" for s in found)) == _words(other)


def _words(text: str) -> list[str]:
    """Without what has no letter or digit, which may be lost."""
    return [word for word in text.split() if any(map(str.isalnum, word))]


def test_entities_and_invisible_controls_leave_the_english() -> None:
    found = draft(
        title_en="Iraq&#39;s \u202eriver\u202c",
        text_en=EN.replace("Baghdad", "Baghdad &amp; Samarra\u200b"),
    )
    assert found.title_other == "Iraq's river"
    assert pairs(found)[1][1] == "It passes Baghdad & Samarra."


def test_the_raw_text_keeps_bidi_controls_and_normalises_newlines() -> None:
    found = draft(text="\u202bينبع دجلة\u202c.\r\nثم يمر\rببغداد\u2028هنا\x00.")
    assert found.raw == "\u202bينبع دجلة\u202c.\nثم يمر\nببغداد\nهنا ."
    assert len(found.sentences) == 4


def test_english_may_miss_on_either_side() -> None:
    assert draft(text_en=EN).title_other is None
    assert all(s.other is None for s in draft(title_en="The Tigris").sentences)


def test_a_title_alone_is_an_article() -> None:
    found = draft(text="", title_en="The Tigris")
    assert (found.title, found.title_other, found.sentences) == ("نهر دجلة", "The Tigris", ())


def test_stated_fields_win_over_found_ones() -> None:
    text = "اخبار العراق\n\nبابل على قائمة التراث العالمي\n\n[بغداد_واع]\n" + AR
    found = draft(title="", text=text, outlet="صحيفة المدى", place=" الموصل ")
    assert (found.outlet, found.place, found.agency) == ("صحيفة المدى", "الموصل", "واع")
    assert found.title == "بابل على قائمة التراث العالمي"
    assert found.raw[found.sentences[0].start :] == AR


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"title": " ", "text": "\n"}, "neither title nor text"),
        ({"title": "", "text": "أضف تعليقك"}, "furniture"),
        ({"published": "20 كانون الثاني"}, "published:"),
        ({"published": "2017-02-30"}, "published:"),
        ({"lang": "fr"}, "lang: 'fr'"),
        ({"url": "javascript:alert(1)"}, "url:"),
        ({"url": "http://[::1"}, "url:"),
        ({"title": "طويل " * 500}, "title is longer than 2000 characters"),
        ({"title": "河流", "text": "底格里斯河发源于土耳其。"}, "neither in Arabic nor in Latin"),
        ({"title": "", "text": "123 456"}, "neither in Arabic nor in Latin"),
        ({"title": "", "text": AR.encode().decode("latin-1")}, "wrong encoding"),
        ({"title": "", "text": AR.encode().decode("cp1252", "replace")}, "wrong encoding"),
        ({"metadata": {"a": NESTED}}, "nested more than 20 deep"),
        ({"lang": "en", "text_en": EN}, "put English into title and text"),
        ({"text": "", "text_en": EN}, "text_en but no text"),
    ],
)
def test_what_cannot_be_an_article_is_refused_with_the_remedy(
    fields: dict[str, Any], words: str
) -> None:
    assert words in refusal(**fields)


def test_a_date_keeps_its_precision() -> None:
    for stated in ("2017", "2017-01", "2017-01-20", "2017-01-20T08:00:00+03:00"):
        assert draft(published=f" {stated} ").published == stated
    assert draft(published="٢٠٢٠-٠٨-٣١").published == "2020-08-31"
    assert draft(published="").published is None


@pytest.mark.parametrize(
    ("fields", "lang"),
    [
        ({}, "ar"),
        ({"lang": "ar-IQ"}, "ar"),
        ({"lang": "EN"}, "en"),
        ({"title": "The Tigris", "text": "It rises in Turkey."}, "en"),
        ({"title": "دجلة", "text": "نهر Tigris River في Iraq و Turkey وهو نهر طويل"}, "ar"),
        ({"title": "سلێمانی", "text": "شارێکە لە هەرێمی کوردستان."}, "ar"),
    ],
)
def test_the_language_is_as_stated_or_that_of_the_letters(
    fields: dict[str, Any], lang: str
) -> None:
    assert draft(**fields).lang == lang


def test_an_english_article_has_english_sentences() -> None:
    found = draft(title="The Tigris", text=EN)
    assert [text for text, _ in pairs(found)] == EN.replace("\n", " ").replace(". ", ".|").split(
        "|"
    )
    assert found.title_other is None


def test_an_article_without_arabic_may_repeat_its_english() -> None:
    assert draft(title="The Tigris", text=EN, title_en="The Tigris", text_en=EN).lang == "en"


def test_identity_is_the_id_within_its_source_then_the_address_then_the_content() -> None:
    def of(source: str | None = None, **fields: Any) -> str:
        raw = RawArticle("x", **{"text": AR, "title": "دجلة", **fields})
        return compose(raw, source).identity

    assert of(id="7") == of(id=" 7 ", text="آخر") != of("ina", id="7")
    assert of("ina", id="7") != of("nina", id="7")
    assert of(url="https://Example.org/a#top") == of("ina", url="https://example.org/a", text="آخر")
    assert of(url="https://example.org/a?n=1") != of(url="https://example.org/a?n=2")
    assert of() == of(text=AR.replace("\n", "\r\n")) != of(text=AR + " ")
    assert of("content", id="x\x1f") != of(title="id", text="x")


TEXTS = st.text(max_size=80)


@given(TEXTS, TEXTS, TEXTS, TEXTS)
def test_any_text_is_a_draft_that_utf8_can_hold_or_a_refusal(
    title: str, text: str, title_en: str, text_en: str
) -> None:
    raw = RawArticle("x", text, title, title_en=title_en, text_en=text_en, metadata={title: text})
    with suppress(BadArticle):
        found = compose(raw)
        for value in (found.identity, found.raw, found.title, found.title_other or ""):
            value.encode("utf-8")
        last = 0
        for sentence in found.sentences:
            assert last <= sentence.start < sentence.end <= len(found.raw)
            last = sentence.end


def test_english_beside_a_text_of_mostly_latin_letters_says_that_it_is_arabic() -> None:
    """An Arabic page that quotes a Swedish anthem whole, with its translation."""
    anthem = "كلمات النشيد:\nDu gamla, du fria, du fjällhöga nord, du tysta, du glädjerika sköna!"
    found = draft(title="النشيد", text=anthem, text_en="The words:\nThou ancient, thou free!")
    assert found.lang == "ar"
    assert draft(title="An anthem", text=anthem).lang == "en"
    assert draft(title="An anthem", text=anthem, text_en=anthem).lang == "en"


def test_a_text_without_a_word_has_no_sentence_whatever_its_english() -> None:
    assert list(draft(text=":", text_en="0").sentences) == []
