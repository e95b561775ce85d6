"""Arabic by table: plurals, verbs and countries meet their base, what only looks alike does not."""

import pytest

from search.analysis import edit_form, forms
from search.analysis.classes import classes
from search.analysis.tables import rows
from search.analysis.verbs import verb
from search.query.frames_arabic import framed_arabic


def stem(word: str) -> str:
    return forms(word).stem


@pytest.mark.parametrize(
    "family",
    ["مدرسة مدارس بالمدارس مدارسهم", "قائد قادة وللقادة", "هدف أهدافهم", "قاضي قاض القضاة",
     "إعلان أعلنت يعلنون سيعلن", "قال قالت يقولون قالوا",
     "اغتيال اغتيل يغتال", "نزوح النازحون نازحين",
     "دعا دعت يدعو دعوة", "العراق عراقي عراقية عراقيون", "ألمانيا ألماني الألمان لألمانيا",
     "مسؤول مسئول", "ديمقراطي الديمقراطية الديموقراطية", "الكونغو الكونجو", "فيروسات فايروسات"],
)  # fmt: skip
def test_a_family_has_one_stem(family: str) -> None:
    assert len({stem(word) for word in family.split()}) == 1


@pytest.mark.parametrize(
    "unlike", ["إعلان إعلام", "استقبال مستقبل", "شهر شهرة", "تدمر تدمير", "السنة لسان", "اليمن من",
               "ناصر أنصار", "الجزائر جزيرة", "قبل قبول"]
)  # fmt: skip
def test_unlike_words_stay_apart(unlike: str) -> None:
    one, other = unlike.split()
    assert stem(one) != stem(other)


def test_a_class_is_its_own_stem() -> None:
    assert all(classes().get(base, base) == base for base in classes().values())


@pytest.mark.parametrize("table", ["plurals.tsv", "verbs.tsv", "nations.tsv", "loans.tsv"])
def test_tables_are_read_in_normal_form(table: str) -> None:
    arabic = {
        word
        for row in rows(table)
        for word in " ".join(row).replace("~", "").split()
        if word.isalpha() and not word.isascii()
    }
    assert len(arabic) > 100
    assert all(edit_form(word) == word for word in arabic)


def test_a_name_or_a_noun_is_no_verb() -> None:
    assert verb("يقاتل")
    assert not any(map(verb, "تدمر يزيد يمن بنت وقت".split()))


def test_words_that_ask_are_told_from_words_that_are_asked_for() -> None:
    assert framed_arabic("شنو هاي الازمه".split()) == {0, 1}
    assert framed_arabic("مال الدوله".split()) == set()
    assert framed_arabic("وفقا للفقره اي مما يلي سبب الحرب".split()) == {0, 1, 2, 3, 4}


def test_a_judgement_is_dropped_only_from_a_question_about_statements() -> None:
    assert framed_arabic("اي جمله صحيحه عن الاهوار".split()) == {0, 1, 2}
    assert framed_arabic("اي من القضايا التاليه وردت".split()) == {3}
    assert framed_arabic("خبر صحيح".split()) == set()
