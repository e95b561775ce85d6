"""The thesaurus: its table is sound, and any inflection of a listed word finds its concepts."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.analysis import forms, spans
from search.errors import SettingsError
from search.query.thesaurus import Thesaurus, parse, thesaurus


def related(query: str, table: Thesaurus | None = None) -> list[str]:
    stems = [forms(span.text).stem for span in spans(query)]
    return [expression.text for expression in (table or thesaurus()).related(stems)]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("ISIS", {"داعش", "ISIL", "Daesh", "Islamic State"}),
        ("داعش", {"ISIS", "ISIL", "Daesh", "Islamic State"}),
        ("Islamic State", {"داعش", "ISIS"}),
        ("Hamrin", {"حمرين"}),
        ("حمرين", {"Hamrin"}),
        ("drawdown", {"خفض", "سحب", "انسحاب", "reduce", "withdrawal"}),
        ("drawdowns", {"خفض", "reduce"}),
        ("coalition", {"التحالف"}),
        ("التحالف", {"coalition"}),
        ("Peshmerga", {"البيشمركة"}),
        ("الحشد الشعبي", {"PMF", "Popular Mobilization Forces"}),
        ("soldiers", {"جندي", "جنود", "troops"}),
        ("جنود", {"soldier", "troops"}),
        ("missiles", {"صاروخ", "صواريخ"}),
        ("خفض القوات", {"drawdown", "troop reduction"}),
        ("وزير الخارجية", {"foreign minister"}),
    ],
)
def test_an_expression_finds_the_others_of_its_concept(query: str, expected: set[str]) -> None:
    found = related(query)
    by_stem = {tuple(forms(span.text).stem for span in spans(text)) for text in found}
    wanted = {tuple(forms(span.text).stem for span in spans(text)) for text in expected}
    assert wanted <= by_stem


def test_a_wider_word_does_not_find_the_narrower_one() -> None:
    assert "president" in related("رئيس الجمهورية")
    assert related("president") == []
    assert "سحب" in related("withdrawal")
    assert related("سحب") == []


def test_a_word_that_is_not_listed_finds_nothing() -> None:
    assert related("lighthouse") == []
    assert related("") == []


def test_every_two_way_pair_holds_in_both_directions() -> None:
    table = parse("داعش ; تنظيم الدولة\tISIS ; Islamic State\n")
    for one in ("داعش", "تنظيم الدولة", "ISIS", "Islamic State"):
        others = {"داعش", "تنظيم الدولة", "ISIS", "Islamic State"} - {one}
        assert set(related(one, table)) == others


def test_an_expression_never_finds_itself() -> None:
    for stems, expressions in thesaurus().by_stems.items():
        for found in expressions:
            assert tuple(forms(word).stem for word in found.words) != stems


def test_the_concepts_of_an_ambiguous_expression_are_joined_in_the_tables_order() -> None:
    table = parse("مصرف\tbank\nضفة\tbank ; shore\n")
    assert related("bank", table) == ["مصرف", "ضفة", "shore"]


def test_an_expression_keeps_its_words_its_language_and_its_text() -> None:
    (found,) = parse("هيئة\tU.N. mission").related([forms("هيئة").stem])
    assert (found.words, found.lang, found.text) == (("U.N.", "mission"), "en", "U.N. mission")


def test_longest_is_the_most_words_of_a_source() -> None:
    assert parse("داعش ; تنظيم الدولة الإسلامية\tISIS").longest == 3
    assert parse("داعش ; >تنظيم الدولة الإسلامية\tISIS").longest == 1
    assert parse("# nothing yet\n").longest == 0


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("داعش ; ISIS", "1 columns"),
        ("داعش\tISIS\tDaesh", "3 columns"),
        ("داعش ; ; تنظيم\tISIS", "an expression is empty"),
        ("داعش\t", "an expression is empty"),
        ("داعش ; داعش\tISIS", "'داعش' stands twice"),
        ("ISIS\tDaesh", "'ISIS' is not Arabic"),
        ("داعش\tتنظيم", "'تنظيم' is not English"),
        (">داعش\t>ISIS", "every expression is one-way"),
    ],
)
def test_a_line_that_cannot_be_read_names_its_number(line: str, reason: str) -> None:
    with pytest.raises(SettingsError, match=r"^table\.tsv:3: ") as caught:
        parse(f"# comment\n\n{line}\n", "table.tsv")
    assert reason in str(caught.value)


@given(st.text())
def test_any_text_is_read_as_a_table_or_refused(text: str) -> None:
    try:
        longest = parse(text, "table.tsv").longest
    except SettingsError:
        return
    assert longest >= 0


def test_the_table_has_two_hundred_concepts_and_is_read_once() -> None:
    concepts = {id(found) for found in thesaurus().by_stems.values()}
    assert len(concepts) >= 200
    assert thesaurus() is thesaurus()
