"""The translation memory: what it takes for the same sentence, and whose word goes first."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from index.archive import Archive
from index.draft import Draft
from index.translation import NoTranslator, translator_of
from index.translation.bundled import bundled_pairs
from index.translation.memory import PEOPLE, key, normalised
from search.article import Segment, Translation
from search.errors import SettingsError
from search.settings import load_settings
from tests.index.conftest import both_databases

Make = Callable[..., Draft]


@pytest.mark.parametrize(
    ("written", "known"),
    [
        ("جِبَالُ حُمْرِين", "جبال حمرين"),
        ("جبـــال  حمرين ", "جبال حمرين"),
        ("\u200fجبال\u00a0حمرين\u202c", "جبال حمرين"),
        ("ا\u0654كد", "أكد"),
    ],
)
def test_signs_and_spacing_do_not_hide_a_translation(written: str, known: str) -> None:
    assert normalised(written) == known
    assert key(written, "ar-en") == key(known, "ar-en")


@pytest.mark.parametrize(("one", "other"), [("على", "علي"), ("أن", "ان"), ("٣", "3"), ("US", "us")])
def test_letters_and_digits_are_never_folded(one: str, other: str) -> None:
    assert key(one, "ar-en") != key(other, "ar-en")


def test_the_two_directions_are_kept_apart() -> None:
    assert key("CNN", "ar-en") != key("CNN", "en-ar")


@both_databases
def test_a_remembered_sentence_is_english_of_every_article_that_holds_it(
    archive: Archive, draft: Make
) -> None:
    archive.add([draft("1", "تمت الجلسة.", "غيرها."), draft("2", "تمّت الجلسة.")])
    archive.remember({"تمت الجلسة.": "The session ended."}, "ar-en", "google")
    first, second = archive.articles([1, 2])
    assert first.segments[0].en == "The session ended."
    assert first.segments[0].translation is not None
    assert first.segments[0].translation.engine == "google"
    assert first.segments[1] == Segment("غيرها.", None, None, 1)
    assert second.segments[0].en == "The session ended."


@both_databases
def test_people_go_before_machines_and_the_newest_machine_before_older_ones(
    archive: Archive, draft: Make
) -> None:
    archive.add([draft("1", "جملة.")])

    def english() -> Segment:
        return archive.articles([1])[0].segments[0]

    archive.remember({"جملة.": "Older."}, "ar-en", "argos", at=1_600_000_000)
    archive.remember({"جملة.": "Newer."}, "ar-en", "google", at=1_700_000_000)
    assert english() == Segment("جملة.", "Newer.", Translation("google", "2023-11-14T22:13:20Z"), 0)
    archive.remember({"جملة.": "People's."}, "ar-en", PEOPLE, at=1_500_000_000)
    assert english() == Segment("جملة.", "People's.", None, 0)


@both_databases
def test_english_given_with_an_article_is_not_overruled(archive: Archive, draft: Make) -> None:
    archive.add([draft("1", "جملة.", others=("As given.",))])
    archive.remember({"جملة.": "Remembered."}, "ar-en", "google")
    assert archive.articles([1])[0].segments[0].en == "As given."


@both_databases
def test_the_bundled_memory_is_always_consulted(archive: Archive, draft: Make) -> None:
    arabic, english = bundled_pairs()[0]
    (outcome,) = archive.add([draft("1", arabic, "جملة لا يعرفها أحد.")])
    assert outcome.missing == 2, "the title and the last sentence"
    found = archive.articles([1])[0].segments
    assert found[0] == Segment(arabic, english, Translation("bundled"), 0)
    assert found[1].en is None
    archive.remember({arabic: "A provider's."}, "ar-en", "google")
    assert archive.articles([1])[0].segments[0].en == "A provider's."


@both_databases
def test_articles_are_marked_changed_when_the_memory_has_more_for_them(
    archive: Archive, draft: Make
) -> None:
    archive.add([draft("1", "جملة."), draft("2", "أخرى."), draft("3", "جملة.")])
    assert (archive.stats().incomplete, archive.stats().missing) == (3, 6)
    archive.remember({"جملة.": "A sentence.", "عنوان 1": "Title 1"}, "ar-en", "google")
    assert archive.mark_holding([key("جملة.", "ar-en")]) == 2
    assert [change.seq for change in archive.changes(3, 10)] == [1, 3]
    assert (archive.stats().incomplete, archive.stats().missing) == (2, 3)
    unfinished = archive.ledger.walk(None, 10)
    assert [(each.seq, [lack.text for lack in each.lacks]) for each in unfinished] == [
        (3, ["عنوان 3"]),
        (2, ["عنوان 2", "أخرى."]),
    ]
    assert archive.mark_changed([2]) == 1
    assert archive.changes(5, 10)[0].seq == 2


def test_nobody_is_asked_by_default() -> None:
    translator = translator_of(load_settings())
    assert isinstance(translator, NoTranslator)
    assert translator.translate(["جملة."], "ar", "en") == [None]


def test_a_translator_nobody_knows_is_named_with_those_there_are() -> None:
    with pytest.raises(SettingsError, match=r"no translator 'babel'; known: .*none"):
        translator_of(load_settings(translator="babel"))
