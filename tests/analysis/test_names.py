"""Latin spellings of Arabic names: what is near, what is not, and what the numbers promise."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.analysis.names import skeleton
from search.analysis.names.correspondences import UNLIKE, Unit, correspondences, unwritten
from search.analysis.names.latin import latin, units, without_article
from search.analysis.names.spelling import NEAR, Spelling

SAME = """
Hamrin حمرين|Himrin حمرين|Hemrin حمرين|Hamreen حمرين|Keegans كيغنز|Caggins كيغنز
Ameri العامري|Süleymani سليماني|Netanjahu نتنياهو|Souleimaniyeh السليمانيه|Baquba بعقوبه
Tikrīt تكريت|Rafah رفح|Téhéran طهران|Makhmour مخمور|Nujaba النجباء|Karbala كربلاء|Hamas حماس
Barzani بارزاني|Barzani برزاني|Mosul الموصل|Erbil اربيل|Arbil اربيل|Falluja الفلوجه
Felluce الفلوجه|Kadhafi القذافي|Mubarak مبارك|Sistani السيستاني|Sadr الصدر|Obama اوباما
Trump ترامب|Trump ترمب|Poutine بوتين|Merkel ميركل|Erdoğan اردوغان|Zelensky زيلينسكي
Selenskyj زيلينسكي|Zarqawi الزرقاوي|Zarkawi الزرقاوي|Baghdadi البغدادي|Bagdad بغداد
Diyala ديالي|Anbar الانبار|Bassora البصره|Najaf النجف|Nadschaf النجف|Kerkouk كركوك
Samarra سامراء|Sinjar سنجار|Duhok دهوك|Dohuk دهوك|Qasim قاسم|Kassem قاسم|Gassem قاسم
Sudan السودان|Assad الاسد|Aoun عون|Salih صالح|Saleh صالح|Hariri الحريري|Nasrallah نصرالله
Haniyeh هنيه|Sinwar السنوار|Blinken بلينكن|Biden بايدن|Kadhimi الكاظمي|Halbousi الحلبوسي
Talabani طالباني|Chalabi الجلبي|Houthi الحوثي|Sanaa صنعاء|Koweit الكويت|Katar قطر
Rawa راوه|Ramadi الرمادي|Saddam صدام|Hussein حسين|Hassan حسن|Jordan جوردان|al-Qasim القاسم
El-Sisi السيسي|as-Sadr الصدر|Macron ماكرون|Putin بوتين|Qarachogh قراجوغ
"""
OTHER = """
Karbala كركوك|Hamas حماه|Tikrit تكريم|Iran ايرادات|Iran العراق|Iraq ايران|Iraq عراقيل
Niger نيجيريا|Maliki الملك|Rafah رفع|Sanaa السنه|Nasiriyah النصيرات|Nasiriyah الناصره
Barzani البرازي|Mosul المسوول|Aleppo حلب|Hawler اربيل|Erdogan الاردن|Anbar اخبار
Yemen الامن|Ramadi رمضان|Hussein حسن|Jordan الاردن|Shingal سنجار|Assad اسود|Sadr صدور
Basra بشري|Caggins كينغز|Merkel مركز|Baghdad بغضاء|Damascus حماس|Trump طرب
"""


def pairs(text: str) -> list[tuple[str, str]]:
    found = (pair.split() for line in text.split("\n") for pair in line.split("|") if pair)
    return [(latin_name, arabic) for latin_name, arabic in found]


def near(name: str, form: str) -> bool:
    spelling = Spelling(name)
    return skeleton(form) in spelling.keys and bool(spelling.closest([form], 1))


@pytest.mark.parametrize(("name", "form"), pairs(SAME))
def test_a_latin_spelling_is_near_its_arabic_name(name: str, form: str) -> None:
    assert near(name, form)


@pytest.mark.parametrize(("name", "form"), pairs(OTHER))
def test_a_latin_spelling_is_not_near_another_word(name: str, form: str) -> None:
    assert not near(name, form)


def test_the_usual_arabic_comes_first() -> None:
    forms = ["حامورين", "حمرين", "خمرين", "مرين"]
    assert [form for form, _ in Spelling("Hamrin").closest(forms, 1)] == ["حمرين"]


def test_marks_and_apostrophes_are_read() -> None:
    assert latin("Şırnak") == "shirnak"
    assert latin("Ba`qūba") == latin("Ba‘qūba") == "ba'quba"
    assert units("shaikh") == ("sh", "ai", "kh")


@pytest.mark.parametrize(
    ("name", "bare"),
    [("alqasim", "qasim"), ("assadr", "sadr"), ("elsisi", "sisi"), ("ali", None), ("aleppo", None)],
)
def test_a_joined_article_is_seen(name: str, bare: str | None) -> None:
    assert without_article(name) == bare


ARABIC = st.text("ابتجحدرسعفقكلمنهويةء", min_size=0, max_size=9)


@given(st.text(max_size=12), st.lists(ARABIC, max_size=4))
def test_any_text_has_costs(name: str, forms: list[str]) -> None:
    costs = Spelling(name).costs(forms)
    assert costs.shape == (len(forms),)
    assert all(cost >= -0.001 for cost in costs.tolist())


@given(st.sampled_from(["hamrin", "qarachogh", "netanjahu", "marcelic", "ouallada"]), ARABIC)
def test_forms_cost_the_same_alone_and_among_others(name: str, form: str) -> None:
    alone = Spelling(name).costs([form])[0]
    among = Spelling(name).costs(["بغداد", form, "ا", ""])[1]
    assert among == pytest.approx(alone, abs=1e-5)
    row = [correspondences()[unit] for unit in units(name)]
    bare = form[2:] if form.startswith("ال") and len(form) > 4 else form
    cheapest = min(reference(row, form), reference(row, bare) + (0.05 if bare != form else 9))
    assert alone * max(3, len(row)) == pytest.approx(cheapest, abs=1e-4)


def reference(row: list[Unit], form: str) -> float:
    """The same by plain recursion on what is left of both."""
    memo: dict[tuple[int, int], float] = {}

    def best(i: int, j: int) -> float:
        if (i, j) in memo:
            return memo[i, j]
        ways = [] if i or j else [0.0]
        if i:
            ways.append(best(i - 1, j) + row[i - 1].left)
        if j:
            ways.append(best(i, j - 1) + unwritten(form[j - 1], j == 1, j == len(form)))
        if i and j:
            ways.append(best(i - 1, j - 1) + row[i - 1].letters[0].get(form[j - 1], UNLIKE))
            for length, entries in enumerate(row[i - 1].letters[1:], 2):
                if length <= j and form[j - length : j] in entries:
                    ways.append(best(i - 1, j - length) + entries[form[j - length : j]])
        memo[i, j] = min(ways)
        return memo[i, j]

    return best(len(row), len(form))


def test_near_is_a_cost_per_unit() -> None:
    assert 0 < NEAR < 1
