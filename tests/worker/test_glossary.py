"""A glossary forces the English of a term, whatever the engine makes of it."""

from __future__ import annotations

import io
from collections.abc import Callable

import pytest

from index.archive import Archive
from index.translation.glossary import Entry, Glossary, bundled, read
from search.errors import BadArticle
from tests.translation.provider_server import ProviderServer
from tests.worker.conftest import Add, Translate

English = Callable[[int], list[str | None]]
COMES = Glossary(bundled())


@pytest.mark.parametrize(
    ("arabic", "engine", "wanted"),
    [
        ("قاتلت القوات داعش", "The forces fought Daesh", "The forces fought ISIS"),
        ("قاتلت القوات داعش", "The forces fought ISIS", "The forces fought ISIS"),
        ("هزيمة لداعش", "a defeat for the Islamic State", "a defeat for ISIS"),
        ("قوات البيشمركه", "Bishmarga forces", "Peshmerga forces"),
        ("والحشد الشعبي", "and the popular crowd", "and the Popular Mobilization Forces"),
        ("دعم للتحالف الدولي", "support for the global coalition", None),
        ("هيئة الحشد الشعبي", "the Popular Crowd Authority", None),
    ],
)
def test_listed_forms_are_replaced(arabic: str, engine: str, wanted: str | None) -> None:
    text, whole = COMES.applied(arabic, engine)
    assert whole
    assert wanted is None or text == wanted


@pytest.mark.parametrize("arabic", ["الداعشية", "قال الحشد", "دولي"])
def test_only_the_term_itself_is_one(arabic: str) -> None:
    assert COMES.find(arabic) == []


def test_as_many_forms_are_replaced_as_terms_stand_in_the_sentence() -> None:
    text, _ = COMES.applied("داعش في الدولة الإسلامية", "Daesh in the Islamic State")
    assert text == "ISIS in the Islamic State"


def test_marks_in_the_arabic_do_not_hide_a_term() -> None:
    (found,) = COMES.find("وَداعِش")
    assert (found.entry.term, found.attached) == ("داعش", "وَ")
    assert COMES.put_in_place("هزيمة وَداعِش اليوم") == "هزيمة وَ ISIS اليوم"


def test_a_term_that_no_listed_form_brings_is_put_into_the_sentence_and_asked_again(
    add: Add,
    translate: Translate,
    archive: Archive,
    provider_server: ProviderServer,
    english: English,
) -> None:
    archive.pairs.set_terms([Entry("حمرين", "Hamrin")], replace=False)
    line = "وصلت القوات إلى حمرين أمس"
    provider_server.answers[line] = "The forces arrived in Red yesterday"
    changed = "وصلت القوات إلى Hamrin أمس"
    provider_server.answers[changed] = "The forces arrived in Hamrin yesterday"
    (seq,) = add([line])
    assert translate().translated == 1
    assert provider_server.asked == [line, changed]
    assert english(seq) == ["The forces arrived in Hamrin yesterday"]
    assert archive.translation().spent["libretranslate"].sentences == 2


def test_an_engine_that_will_not_take_a_term_keeps_its_first_answer(
    add: Add,
    translate: Translate,
    archive: Archive,
    provider_server: ProviderServer,
    english: English,
) -> None:
    archive.pairs.set_terms([Entry("حمرين", "Hamrin")], replace=False)
    line = "وصلت القوات إلى حمرين أمس"
    provider_server.answers[line] = "The forces arrived in Red yesterday"
    provider_server.answers["وصلت القوات إلى Hamrin أمس"] = "Forces came to the mountains"
    (seq,) = add([line])
    translate()
    assert english(seq) == ["The forces arrived in Red yesterday"]


def test_ones_own_terms_go_before_those_that_come_and_can_take_them_out(
    archive: Archive,
) -> None:
    own = list(read(io.StringIO("# mine\nداعش\tDaesh\tISIS|ISIL\nسبايكر\t\n"), "own.tsv"))
    archive.pairs.set_terms(own, replace=False)
    both = Glossary([*bundled(), *archive.pairs.terms()])
    assert both.applied("داعش", "ISIL") == ("Daesh", True)
    assert both.find("قاعدة سبايكر") == []
    assert [each.line() for each in archive.pairs.terms()] == [
        "داعش\tDaesh\tISIS|ISIL",
        "سبايكر\t",
    ]
    archive.pairs.set_terms([Entry("أ", "a")], replace=True)
    assert archive.pairs.terms() == [Entry("أ", "a")]


def test_a_line_that_is_none_is_named() -> None:
    with pytest.raises(BadArticle, match=r"own\.tsv:2: it is not term TAB English"):
        list(read(io.StringIO("a\tb\nداعش ISIS\n"), "own.tsv"))
