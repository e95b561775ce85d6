"""What may be stored as a translation, and for what reason something may not."""

from __future__ import annotations

import html

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.translation.gate import REASONS, Reason, article_quality, judge
from search.article import Lang
from tests.translation import scenes

ARABIC = "قال المتحدث إن 300 جندي وصلوا إلى مدينة بغداد، وإن القوات قادرة على منع عودة داعش."
ENGLISH = (
    "The spokesman said 300 soldiers had arrived in Baghdad and that the forces can prevent a"
    " return of ISIS."
)


def reason(text: str | None, source: str = ARABIC, lang: Lang = "ar") -> Reason | None:
    return judge(source, text, lang, "en" if lang == "ar" else "ar").reason


def test_a_translation_passes_as_it_is_in_both_directions() -> None:
    assert judge(ARABIC, ENGLISH, "ar", "en").text == ENGLISH
    assert judge(ENGLISH, ARABIC, "en", "ar").text == ARABIC


@pytest.mark.parametrize("text", [None, "", "  ", "\u200f", "<p></p>", "...", "&nbsp;"])
def test_nothing_is_refused(text: str | None) -> None:
    assert reason(text) == "empty"


@pytest.mark.parametrize(
    "text",
    [
        scenes.ERROR_PAGE,
        scenes.CAPTCHA,
        scenes.QUOTA,
        f"<html><body><p>{ENGLISH}</p></body></html>",
        "502 Bad Gateway",
        '{"error": "Slowdown: 20 per 1 minute"}',
    ],
)
def test_what_a_server_says_of_itself_is_no_translation(text: str) -> None:
    assert reason(text) == "page"


def test_a_sentence_about_an_error_page_may_be_translated() -> None:
    source = "ظهرت للزوار صفحة تقول 404 Not Found بدل الموقع."
    assert reason("Visitors saw a page saying 404 Not Found instead of the site.", source) is None


@pytest.mark.parametrize(
    "text",
    [
        ARABIC,
        "The spokesman said 300 soldiers had arrived إلى مدينة بغداد، وإن القوات قادرة على",
    ],
)
def test_what_is_left_in_the_sources_language_is_refused(text: str) -> None:
    assert reason(text) == "untranslated"


def test_a_name_may_stay_in_its_script() -> None:
    assert reason(f"{ENGLISH[:-1]} (داعش).") is None
    latin = "أعلنت شركة Apple عن هاتف iPhone جديد في مؤتمر WWDC."
    assert reason(latin, "Apple announced a new iPhone at its WWDC conference.", "en") is None
    assert reason("COVID-19", "COVID-19", "en") is None


@pytest.mark.parametrize(
    "text",
    [
        ENGLISH[:-1] + " of ISIS" * 9,
        ENGLISH + " " + ENGLISH,
        ENGLISH[:60] + " p" + "-p" * 200,
        "The forces said that the forces said that the forces said that the forces are able 300.",
    ],
)
def test_a_loop_is_refused(text: str) -> None:
    assert reason(text) == "repetition"


def test_a_source_that_repeats_itself_may_be_repeated() -> None:
    assert reason("No, no, no, no, no: 300 times no.", "لا، لا، لا، لا، لا: 300 مرة لا.") is None


def test_a_text_cut_off_is_too_short() -> None:
    assert reason(ENGLISH[:40]) == "short"
    assert reason(ENGLISH[:62]) == "short"  # longer, but with no full stop where the source has one
    assert reason("The spokesman said 300 arrived.") == "short"


def test_two_sentences_for_one_are_too_long() -> None:
    other = "Meanwhile oil exports rose in August according to figures of the ministry, and prices"
    assert reason(f"{ENGLISH} {other} fell in Asia while stocks in Europe closed higher.") == "long"


def test_a_short_title_may_double_in_length() -> None:
    assert reason("International cooperation agreement", "اتفاق تعاون دولي") is None


@pytest.mark.parametrize("said", ["500", "", "some", "30"])
def test_a_number_changed_or_lost_is_refused(said: str) -> None:
    assert reason(ENGLISH.replace("300", said)) == "numbers"


@pytest.mark.parametrize("broken", ["Ø§Ù„Ù…ØªØ­Ø¯Ø«", "Bagh\ufffdad", "Baghdadâ€™s"])
def test_broken_characters_are_refused(broken: str) -> None:
    assert reason(ENGLISH.replace("Baghdad", broken)) == "garbled"


def test_references_markup_and_controls_are_taken_off() -> None:
    made = ENGLISH.replace("The spokesman", 'The army\'s "spokesman"')
    for text in (
        html.escape(made),
        html.escape(html.escape(made)),
        f"<b>{made}</b>",
        f"\u202b{made}\x00\u200f",
        made.replace("'", " &apos; ").replace('"spokesman"', "&quot; spokesman &quot;"),
    ):
        assert judge(ARABIC, text, "ar", "en").text == made


def test_an_ampersand_is_no_reference() -> None:
    made = ENGLISH.replace("Baghdad", "Q&parade")
    assert judge(ARABIC, made, "ar", "en").text == made


def test_a_refusal_has_no_text_and_no_quality() -> None:
    verdict = judge(ARABIC, ARABIC, "ar", "en")
    assert (verdict.text, verdict.quality) == (None, 0.0)


def test_quality_falls_with_what_is_odd() -> None:
    good = judge(ARABIC, ENGLISH, "ar", "en").quality
    long = judge(ARABIC, f"{ENGLISH[:-1]}, as he told reporters this morning.", "ar", "en").quality
    added = judge(
        ARABIC, ENGLISH.replace("soldiers", "soldiers of 12 brigades"), "ar", "en"
    ).quality
    assert 1 >= good > 0.9
    assert 0 < long < good
    assert 0 < added < good


def test_an_articles_quality_is_its_sentences_by_length() -> None:
    assert article_quality([("أ" * 30, 1.0), ("ب" * 10, 0.6)]) == 0.9
    assert article_quality([]) is None


def test_a_sentence_without_letters_may_stay_as_it_is() -> None:
    assert reason("2020", "٢٠٢٠") is None
    assert reason("***", "***") is None


@given(st.text(max_size=200), st.text(max_size=200) | st.none(), st.sampled_from(["ar", "en"]))
def test_any_text_is_judged(source: str, text: str | None, lang: Lang) -> None:
    verdict = judge(source, text, lang, "en" if lang == "ar" else "ar")
    assert (verdict.text is None) == (verdict.reason is not None)
    assert verdict.reason is None or verdict.reason in REASONS
    assert 0 <= verdict.quality <= 1
    if verdict.text is not None:
        assert not any(ord(letter) < 32 or ord(letter) == 127 for letter in verdict.text)
        again = judge(source, verdict.text, lang, "en" if lang == "ar" else "ar")
        assert again.reason is None
