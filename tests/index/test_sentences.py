"""Where sentences end, in Arabic and in English."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.sentences import LIMIT, sentences


def pieces(text: str) -> list[str]:
    return [text[start:end] for start, end, _ in sentences(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("ينبع دجلة من تركيا. ويمر ببغداد.", ["ينبع دجلة من تركيا.", "ويمر ببغداد."]),
        ("أين ينبع الفرات؟ ينبع من تركيا!", ["أين ينبع الفرات؟", "ينبع من تركيا!"]),
        ("بغداد عاصمہ ہے۔ یہ دجلہ پر ہے۔", ["بغداد عاصمہ ہے۔", "یہ دجلہ پر ہے۔"]),
        ("قيل الكثير… ثم سكتوا", ["قيل الكثير…", "ثم سكتوا"]),
        ("قيل الكثير... ثم سكتوا", ["قيل الكثير...", "ثم سكتوا"]),
        ("سطر أول\nسطر ثان", ["سطر أول", "سطر ثان"]),
        ("انتهى الجزء.وبدأ آخر.", ["انتهى الجزء.", "وبدأ آخر."]),
        ("تأسست عام 762. وهي العاصمة.", ["تأسست عام 762.", "وهي العاصمة."]),
        (
            "The Tigris rises in Turkey. It flows on.",
            ["The Tigris rises in Turkey.", "It flows on."],
        ),
        ("It left the U.S. The rest stayed.", ["It left the U.S.", "The rest stayed."]),
        (
            "It opened at 9 a.m. The gates stood open.",
            ["It opened at 9 a.m.", "The gates stood open."],
        ),
        ("Was it No. He knew.", ["Was it No.", "He knew."]),
    ],
)
def test_a_sentence_ends_at_its_mark_and_at_the_line_end(text: str, expected: list[str]) -> None:
    assert pieces(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "قاتلوا ضد داعش.. فبالعودة الى عام 2014 عبروا",
        "قال د. محمد إن النهر طويل",
        "كتب أ.د. علي الوردي كتابه",
        "وكالة أ. ف. ب. للأنباء",
        "عام 132 هـ. وهو عام قيام الدولة",
        "يبلغ طوله 1900 كم. تقريبا",
        "النسبة ٣.٥ بالمئة",
        "بلغ 2.5 مليون و1.200 دينار",
        "وكالة كل العراق [أين] قالت",
        "انظر example.org للمزيد",
        "1. النقطة الأولى",
        "زعم (؟) أنه رآه",
        "Dr. Smith met Mr. J. R. Ewing on Jan. 5",
        "The U.S. Army and the U.K. government",
        "Acme Inc. shares fell",
        "See No. 5 for details",
        "a film of approx. five hours",
    ],
)
def test_a_full_stop_inside_a_sentence_does_not_end_it(text: str) -> None:
    assert pieces(text) == [text]


@pytest.mark.parametrize(
    "text",
    [
        "قال “لن نعود. لن نستسلم” أمس",
        "قال «لن نعود. لن نستسلم» أمس",
        'قال "لن نعود. لن نستسلم" أمس',
        "قال “لن نعود.. ولن نستسلم”.",
        '"Will you go?" he asked',
    ],
)
def test_a_closed_quotation_is_not_cut(text: str) -> None:
    assert pieces(text) == [text]


def test_closing_quotes_and_brackets_stay_with_their_sentence() -> None:
    assert pieces("قال «انتهى الأمر.» ثم خرج. (وعاد.) وجلس") == [
        "قال «انتهى الأمر.»",
        "ثم خرج.",
        "(وعاد.)",
        "وجلس",
    ]


def test_a_quotation_left_open_hides_no_sentence_end() -> None:
    assert pieces("قال “لن نعود. وخرج.\nثم عاد. وجلس.") == [
        "قال “لن نعود.",
        "وخرج.",
        "ثم عاد.",
        "وجلس.",
    ]


def test_paragraphs_are_numbered_by_lines_that_are_not_blank() -> None:
    found = sentences("هنا بغداد. هنا دجلة.\n\n\nهنا البصرة.\n")
    assert [span.paragraph for span in found] == [0, 0, 1]


def test_offsets_count_characters_of_the_original_with_diacritics() -> None:
    text = "  مُحَمَّدٌ هُنا. وَذَهَبَ. "
    assert [tuple(span) for span in sentences(text)] == [(2, 17, 0), (18, 27, 0)]
    assert pieces(text) == ["مُحَمَّدٌ هُنا.", "وَذَهَبَ."]


def test_a_stray_mark_joins_the_sentence_before() -> None:
    assert pieces("انتهى. !!") == ["انتهى. !!"]


def test_a_long_sentence_is_cut_at_the_strongest_mark_of_the_second_half() -> None:
    head, tail = "كلمة " * 79 + "كلمة؛ ", "كلمة، " * 60
    found = pieces(head + tail)
    assert found[0] == head.strip()
    assert all(len(piece) <= LIMIT for piece in found)


def test_a_long_quotation_is_cut_at_a_sentence_mark_first() -> None:
    quoted = "«" + "كلمة أخرى هنا، " * 30 + "انتهت الجملة. " + "كلمة أخرى هنا، " * 10 + "»"
    assert pieces(quoted)[0].endswith("انتهت الجملة.")


def test_letters_without_any_space_are_cut_hard() -> None:
    assert [len(piece) for piece in pieces("ب" * 1500)] == [600, 600, 300]


@pytest.mark.parametrize("text", ["", " ", "\n\n \t\n"])
def test_nothing_has_no_sentences(text: str) -> None:
    assert sentences(text) == []


ALPHABET = st.sampled_from(list('ابتمد Aaz19.!?؟۔…،؛:“”«»"()[]\n\t-_ـُ\u200f\u00a0🙂'))


@given(st.text(ALPHABET, max_size=300), st.integers(5, 40))
def test_every_character_but_spaces_lies_in_exactly_one_span(text: str, limit: int) -> None:
    found = sentences(text, limit)
    covered = [0] * len(text)
    last = 0
    for start, end, _ in found:
        assert last <= start < end <= start + limit
        assert not text[start].isspace()
        assert not text[end - 1].isspace()
        last = end
        for place in range(start, end):
            covered[place] += 1
    for char, count in zip(text, covered, strict=True):
        assert count == 1 or (char.isspace() and count == 0)


@pytest.mark.parametrize("unit", ["كلمة ", "ب", "“", ". ", '"', "م. ", ".)", "1. "])
def test_time_is_linear_in_text_without_line_ends(unit: str) -> None:
    """Ten times the text takes about ten times as long; quadratic would take a hundred times."""

    def cost(size: int) -> float:
        text = unit * (size // len(unit))
        start = time.process_time()
        sentences(text)
        return time.process_time() - start

    assert cost(200_000) < 40 * cost(20_000) + 0.05
