"""What the layer of names holds, and which words are taken for spellings of one name."""

from __future__ import annotations

from typing import NamedTuple

import pytest

from search.analysis import forms_of, words
from search.analysis.names import arabic_terms, latin_terms
from search.analysis.names.ordinary import is_ordinary
from search.analysis.names.skeleton import skeleton, skeletons, turned_skeletons, usual_skeleton
from search.analysis.names.variants import cost, variants


class Line(NamedTuple):
    words: list[str]
    exact: tuple[str, ...]
    bare: tuple[str, ...]


def line(text: str) -> Line:
    found = words(text)
    exact, bare, _, _ = zip(*forms_of(found), strict=True)
    return Line(found, exact, bare)


def test_an_arabic_word_stands_under_its_key_by_its_bare_form() -> None:
    assert list(arabic_terms([line("الموصل")])) == ["MSL|موصل"]


def test_a_rare_word_stands_there_as_written_too() -> None:
    assert list(arabic_terms([line("كيغنز")])) == ["KNS|يغنز~", "KNS|كيغنز"]


def test_function_words_and_digits_are_no_names() -> None:
    assert not arabic_terms([line("في 2020 إلى")])


def test_a_name_of_two_words_stands_there_as_one_as_well() -> None:
    assert "SBL|حزب_الله" in arabic_terms([line("أعلن حزب الله")])


def test_a_latin_word_with_a_capital_is_a_name_but_for_the_first() -> None:
    assert list(latin_terms([line("Troops left Makhmour at dawn")])) == ["MKMR|makhmour"]


def test_a_headline_has_no_names() -> None:
    assert not latin_terms([line("Troops Leave The Old Base Near Makhmour At Dawn")])


def test_a_term_stands_once() -> None:
    assert len(arabic_terms([line("حمرين حمرين"), line("حمرين")])) == 1


@pytest.mark.parametrize("name", ["hamrin", "qarachogh", "ghazi", "tchad", "x", ""])
def test_the_usual_key_is_the_first_of_all(name: str) -> None:
    assert usual_skeleton(name) == next(iter(skeletons(name)), "")


def test_two_consonants_turned_round_have_a_key() -> None:
    assert skeleton("كينغز") in turned_skeletons("كيغنز")
    assert turned_skeletons("") == []


@pytest.mark.parametrize(
    "word", ["coalition", "rockets", "northern", "airstrike", "the", "withdrew"]
)
def test_words_of_the_dictionary_are_ordinary(word: str) -> None:
    assert is_ordinary(word)


@pytest.mark.parametrize("word", ["hamrin", "baghdad", "barzani", "mosul", "zelensky", "barham"])
def test_names_are_not(word: str) -> None:
    assert not is_ordinary(word)


@pytest.mark.parametrize(
    ("form", "other"),
    [("غوغل", "جوجل"), ("غوغل", "كوكل"), ("كيغنز", "كينغز"), ("بارزاني", "برزاني")],
)
def test_spellings_of_one_name(form: str, other: str) -> None:
    assert variants(form, [other])
    assert variants(other, [form])


@pytest.mark.parametrize(
    ("form", "other"),
    [
        ("برتغال", "برتقال"), ("اوباما", "الاباما"), ("حماه", "حماس"), ("كتاب", "كتب"),
        ("بلاغ", "بلاج"), ("انتشار", "انتشر"), ("سوري", "سوريا"), ("وقود", "قود"),
        ("سامراء", "سمراء"),
    ],
)  # fmt: skip
def test_words_of_their_own(form: str, other: str) -> None:
    assert not variants(form, [other])
    assert not variants(other, [form])


def test_a_letter_of_the_same_sound_is_cheaper_than_any_other() -> None:
    assert cost("غوغل", "غوغل") == 0
    assert cost("غوغل", "جوغل") < cost("غوغل", "قوغل") < cost("غوغل", "موغل")
