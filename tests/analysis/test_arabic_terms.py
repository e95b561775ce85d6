"""Arabic: attached letters come off, letters of the word stay."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.analysis import edit_form, fold, forms, is_function_word, subwords
from search.analysis.forms import Remembered
from search.analysis.letters import fold_listed

NAMES = ["حمرين", "تلعفر", "لندن", "كوريا", "فرنسا", "سنجار", "بغداد", "واشنطن", "كركوك",
         "لبنان", "فلسطين", "تكريت", "بايدن", "بوتين", "كندا", "ليبيا", "برلين",
         "فيينا"]  # fmt: skip
WITH_ARTICLE = ["شرقاط", "بوكمال", "فلوجة", "بصرة", "موصل", "عراق", "كويت", "سليمانية"]
GRAMMAR = "في من على الذي هل ماذا متى وكان the which"
SUBJECTS = "علي أمن شمال العراق حمرين Iraq"
# An invented name: no list has it, and it may begin with any letter.
INVENTED = st.text(alphabet="بتثجحخدرزسشصضطعغفقكلمنوي", min_size=7, max_size=9).filter(
    lambda name: not name.startswith("س")
)


def stem(word: str) -> str:
    return forms(word).stem


@pytest.mark.parametrize("name", NAMES)
def test_a_name_is_found_under_every_proclitic(name: str) -> None:
    written = {clitic + name for clitic in ["", "ب", "ل", "و", "ف", "ك", "ول"]}
    assert {stem(word) for word in written} == {stem(name)} == {edit_form(name)}


@pytest.mark.parametrize("name", WITH_ARTICLE)
def test_a_name_with_the_article_is_found_under_every_proclitic(name: str) -> None:
    written = {clitic + name for clitic in ["ال", "بال", "وال", "فال", "كال", "لل", "ولل", "وبال"]}
    assert {stem(word) for word in written} == {stem(name)}


def test_ten_written_forms_of_hamrin_are_one_term() -> None:
    text = "الحمرين بحمرين لحمرين وحمرين فحمرين كحمرين وبحمرين ولحمرين بالحمرين للحمرين"
    assert {stem(word) for word in text.split()} == {"حمرين"}


@given(INVENTED, st.sampled_from(["", "و", "ف"]), st.sampled_from(["", "ب", "ك", "ل"]))
def test_all_forms_of_an_unlisted_name_meet(name: str, conjunction: str, preposition: str) -> None:
    assert stem(conjunction + preposition + name) == stem(name)
    assert stem(conjunction + (preposition or "ب") + "ال" + name) == stem("ال" + name)


@pytest.mark.parametrize(
    ("one", "other"),
    [("لبنان", "لبن"), ("حسين", "حس"), ("فلسطين", "فلس"), ("كركوك", "كرك"), ("بلد", "لد"),
     ("بوتين", "بوت"), ("إنسان", "أنس"), ("فرعون", "فرع"), ("عربة", "عرب"), ("مكتبة", "مكتب"),
     ("ألمانيا", "مانيا"), ("شعبان", "شعب"), ("بحرين", "بحر"), ("بعقوبة", "عقوبة"),
     ("عشرين", "عشر")],
)  # fmt: skip
def test_letters_of_the_word_are_not_stripped(one: str, other: str) -> None:
    assert stem(one) != stem(other)


@pytest.mark.parametrize(
    ("written", "base"),
    [("وقال", "قال"), ("أصواتكم", "أصوات"), ("بنفطه", "نفط"), ("بإدراج", "إدراج"),
     ("شاحنات", "شاحنة"),
     ("شاحنتان", "شاحنة"), ("بشاحنتين", "شاحنة"), ("مهندسون", "مهندس"), ("مهندسة", "مهندس"),
     ("عسكريان", "عسكري"), ("جنديين", "جندي"), ("بغدادهم", "بغداد"), ("رئيسا", "رئيس"),
     ("عراقية", "عراقي"), ("سيقول", "يقول"), ("لألمانيا", "ألمانيا"), ("يومين", "يوم")],
)  # fmt: skip
def test_inflected_words_meet_their_base(written: str, base: str) -> None:
    assert stem(written) == stem(base)


@pytest.mark.parametrize(
    ("one", "other"),
    [("طوارئ", "طواريء"), ("السيسي", "السيسى"), ("وزارة", "وزاره"), ("مُحَّمد", "محمد"),
     ("العـــراق", "العراق"), ("ﺍﻟﻌﺮﺍﻕ", "العراق"), ("ﷴ", "محمد"), ("﷼", "ريال"),
     ("گوران", "كوران"), ("العرا\u200cق", "العراق"), ("٣٬٥٠٠", "3500"), ("۲۰۲۰", "2020"),
     ("٢٫٥", "2.5"), ("أحمد", "احمد")],
)  # fmt: skip
def test_spellings_of_one_word_are_one_exact_form(one: str, other: str) -> None:
    assert edit_form(one) == edit_form(other) == forms(other).exact


def test_a_kurdish_word_is_a_term_and_latin_beside_it_is_english() -> None:
    assert forms("کوردستان").lang == "ar"
    assert forms("Hamrin").lang == "en"
    assert forms("2020").lang == "other"


def test_subwords_are_four_letters_of_the_bare_form_and_its_start() -> None:
    assert subwords("بالعراق") == ("^عرا", "عراق")
    assert subwords("لبنان") == ("^لبن", "لبنا", "بنان")
    assert subwords("عن") == ("^عن",)
    assert subwords("Iraq") == ()


def test_grammar_is_told_from_names_and_nouns() -> None:
    assert all(map(is_function_word, GRAMMAR.split()))
    assert not any(map(is_function_word, SUBJECTS.split()))


def test_metadata_values_compare_by_one_spelling() -> None:
    assert fold(" السُّومرية\u00a0 نيوز ") == fold("السومريه نيوز") == "السومريه نيوز"


@given(st.lists(st.text(alphabet="ابتطوراقدءئؤىيةهأإآٱکیگچ", min_size=1), max_size=5))
def test_words_folded_together_are_folded_as_each_alone(listed: list[str]) -> None:
    assert fold_listed(listed) == [edit_form(word) for word in listed]


def test_what_is_remembered_is_begun_anew_when_full() -> None:
    remembered = Remembered(len, most=2)
    assert [remembered[word] for word in [*NAMES, *NAMES]] == [len(name) for name in NAMES] * 2
    assert len(remembered) <= 2
