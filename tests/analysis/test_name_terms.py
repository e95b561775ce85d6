"""What the layer of names holds, and which words are taken for spellings of one name."""

from __future__ import annotations

import pytest

from search.analysis.names import arabic_terms, latin_terms
from search.analysis.names.listed import listed
from search.analysis.names.ordinary import is_ordinary
from search.analysis.names.skeleton import (
    coarse_skeleton,
    skeleton,
    skeletons,
    usual_skeleton,
    variant_skeletons,
)
from search.analysis.names.variants import cost, variants
from tests.analysis.lines import line


def test_a_rare_arabic_word_stands_under_its_key_by_its_bare_form() -> None:
    assert list(arabic_terms([line("السنكسر")])) == ["SNKSR|سنكسر"]


def test_a_word_that_may_have_lost_a_letter_of_its_own_stands_there_as_written_too() -> None:
    assert list(arabic_terms([line("كيغنز")])) == ["GNZ|يغنز~", "KGNZ|كيغنز"]


def test_a_common_word_is_told_by_no_index_and_known_without() -> None:
    assert not arabic_terms([line("الموصل بغداد")])
    assert "موصل" in listed("MSL")
    assert "بغداد" in listed("BGD")


def test_listed_forms_are_bare_forms() -> None:
    assert "الموصل" not in listed("MSL")
    assert "في" not in listed("F")


def test_function_words_and_digits_are_no_names() -> None:
    assert not arabic_terms([line("في 2020 إلى")])


def test_a_name_of_two_words_stands_there_as_one_as_well() -> None:
    assert "HZBL|حزب_الله" in arabic_terms([line("أعلن حزب الله")])


def test_a_latin_word_with_a_capital_is_a_name_but_for_the_first() -> None:
    assert list(latin_terms([line("Troops left Makhmour at dawn")])) == ["MKMR|makhmour"]


def test_a_headline_has_no_names() -> None:
    assert not latin_terms([line("Troops Leave The Old Base Near Makhmour At Dawn")])


def test_a_term_stands_once() -> None:
    assert len(arabic_terms([line("تلسقف تلسقف"), line("تلسقف")])) == 1


@pytest.mark.parametrize(
    ("name", "form"),
    [
        ("hamrin", "حمرين"), ("himreen", "حمرين"), ("keegans", "كيغنز"), ("caggins", "كيغنز"),
        ("qarachogh", "قرهجوغ"), ("makhmour", "مخمور"), ("tchad", "تشاد"), ("nasrallah", "نصرالله"),
        ("djibouti", "جيبوتي"), ("alasehir", "الاشهر"), ("al'asad", "الاسد"), ("ashshaykh", "شيخ"),
    ],
)  # fmt: skip
def test_the_arabic_of_a_latin_name_stands_under_one_of_its_keys(name: str, form: str) -> None:
    assert skeleton(form) in skeletons(name)


@pytest.mark.parametrize("name", ["x", ""])
def test_a_name_without_consonants_has_no_empty_key(name: str) -> None:
    assert "" not in skeletons(name)


def test_a_spelling_has_few_keys() -> None:
    assert len(skeletons("schwarzenegger")) <= 32


@pytest.mark.parametrize(
    ("form", "other"), [("كيغنز", "كينغز"), ("غوغل", "كوكل"), ("بارزاني", "برذاني")]
)
def test_another_spelling_stands_under_one_of_the_keys(form: str, other: str) -> None:
    assert skeleton(other) in variant_skeletons(form)
    assert skeleton(form) == variant_skeletons(form)[0]


def test_a_form_without_consonants_has_no_key() -> None:
    assert variant_skeletons("اوي") == []


@pytest.mark.parametrize(("name", "form"), [("caggins", "كيغنز"), ("barzani", "بارزاني")])
def test_latin_names_have_one_key_by_which_the_arabic_finds_them(name: str, form: str) -> None:
    assert usual_skeleton(name) == coarse_skeleton(form)


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
