"""Names that a sentence and its translation both have."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.analysis.names.alignment import align
from search.analysis.names.correspondences import correspondences
from search.analysis.names.latin import latin, units
from search.analysis.names.paired import NEAR, PairedName, one_cost, paired_names
from tests.analysis.lines import line


def paired(arabic: str, english: str) -> list[PairedName]:
    return list(paired_names(line(arabic), line(english), english))


def whole(arabic: str, english: str) -> list[tuple[str, str]]:
    return [(name.form, name.latin) for name in paired(arabic, english) if name.whole]


def test_a_capital_word_is_the_arabic_word_of_its_sound() -> None:
    assert whole("اشتباكات في حمرين فجرا", "Clashes in Hamrin at dawn") == [("حمرين", "Hamrin")]


def test_what_is_attached_to_a_name_is_none_of_it() -> None:
    found = paired("اشتباكات بالموصل فجرا", "Clashes in Mosul at dawn")
    assert found == [PairedName("موصل", "موصل", "Mosul", whole=True)]


@pytest.mark.parametrize(
    ("arabic", "english", "names"),
    [
        ("القوات في جبل حمرين", "Forces in Jabal Hamrin", [("جبل حمرين", "Jabal Hamrin")]),
        (
            "قتل أبو بكر البغدادي أمس", "Abu Bakr al-Baghdadi was killed",
            [("ابو بكر البغدادي", "Abu Bakr al Baghdadi")],
        ),
        ("زار محمد بن سلمان لندن", "Mohammed bin Salman in London",
         [("محمد بن سلمان", "Mohammed bin Salman"), ("لندن", "London")]),
    ],
)  # fmt: skip
def test_consecutive_words_are_one_name(
    arabic: str, english: str, names: list[tuple[str, str]]
) -> None:
    assert whole(arabic, english) == names


@pytest.mark.parametrize(
    ("arabic", "english", "names"),
    [
        ("وزير الخارجية العراقي في أربيل", "Iraq's foreign minister in Erbil", ["اربيل"]),
        ("القوات العراقية في العراق", "The forces of Iraq are in Iraq", ["عراق"]),
        ("زار سورية أمس", "He visited Syria yesterday", ["سوريه"]),
        ("التقى باسم المصري أمس", "He met Basem Masri yesterday", ["باسم المصري"]),
    ],
)
def test_a_people_is_no_name_of_its_country(arabic: str, english: str, names: list[str]) -> None:
    assert [form for form, _ in whole(arabic, english)] == names


def test_countries_are_known_by_their_table() -> None:
    found = whole("بين مصر وتركيا والأردن", "Between Egypt, Turkey and Jordan")
    assert found == [("مصر", "Egypt"), ("تركيا", "Turkey"), ("اردن", "Jordan")]
    assert whole("طبخ ديكا روميا", "He cooked a turkey") == []


def test_the_words_of_a_name_are_told_behind_it() -> None:
    found = paired("القوات في جبل حمرين", "Forces in Jabal Hamrin")
    assert [(name.latin, name.whole) for name in found] == [
        ("Jabal Hamrin", True), ("Jabal", False), ("Hamrin", False),
    ]  # fmt: skip


def test_and_or_a_comma_begins_another_name() -> None:
    assert len(whole("من بغداد والموصل", "From Baghdad and Mosul")) == 2
    assert len(whole("من بغداد الموصل", "From Baghdad, Mosul")) == 2


@pytest.mark.parametrize("word", ["General", "Coalition", "President", "Iraqi", "The", "US"])
def test_ordinary_words_nationalities_and_abbreviations_are_no_names(word: str) -> None:
    assert not paired("جنرال كوليشن بريزدنت عراقي ذا يوس", f"There {word} stood")


def test_each_word_is_one_name_at_most_and_the_nearest() -> None:
    names = whole("التقى كيغنز كينغ", "Keegans met King Kings")
    assert ("كيغنز", "Keegans") in names


def test_a_first_word_is_a_name_if_it_is_no_ordinary_word() -> None:
    assert whole("كيغنز غادر أمس", "Keegans left yesterday") == [("كيغنز", "Keegans")]


def test_a_headline_in_capitals_has_no_names() -> None:
    assert not paired(
        "القوات تغادر القاعدة قرب مخمور فجرا", "Troops Leave The Old Base Near Makhmour At Dawn"
    )


def test_terms_tell_both_ways() -> None:
    [name] = paired("اشتباكات في حمرين", "Clashes in Hamrin")
    assert name.terms == ("حمرين|حمرين|Hamrin", "hamrin|حمرين")


def test_terms_have_no_spaces() -> None:
    name = paired("القوات في جبل حمرين", "Forces in Jabal Hamrin")[0]
    assert name.terms == ("جبل_حمرين|جبل_حمرين|Jabal_Hamrin",)


@pytest.mark.parametrize("name", ["Hamrin", "Makhmour", "Tschetschenien", "Ba'quba", "Haniyeh"])
def test_one_cost_is_that_of_the_alignment_of_many(name: str) -> None:
    found = units(latin(name))
    forms = ["حمرين", "مخمور", "الشيشان", "بعقوبه", "هنيه", "عايدات", "مطار"]
    many = align(found, forms) / max(3, len(found))
    assert [round(one_cost(found, form), 4) for form in forms] == [
        round(float(cost), 4) for cost in many
    ]


@given(
    st.text("abdghklmnrstuwyz'", min_size=1, max_size=12),
    st.text("ابجحدرسعغكلمنهوي", max_size=12),
)
def test_a_cost_is_only_cut_short_above_the_limit(name: str, form: str) -> None:
    whole = one_cost(units(name), form)
    cut = one_cost(units(name), form, NEAR)
    assert cut == whole if whole <= NEAR else cut > NEAR


def test_no_unit_stands_for_more_letters_than_are_looked_back_at() -> None:
    assert max(len(unit.letters) for unit in correspondences().values()) == 3
