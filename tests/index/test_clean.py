"""What of a page is the article, and what the lines around it state."""

from __future__ import annotations

from pathlib import Path

import pytest

from index.clean import PAGE, STATED, Page, clean
from index.datelines import dateline_of
from index.layout import fold

BODY = (
    "تقع مدينة بابل الأثرية على نهر الفرات، وقد أدرجتها اليونسكو في قائمة التراث العالمي سنة 2019."
)
MORE = "واشتهرت المدينة ببوابة عشتار وشارع الموكب."
ROOT = Path(__file__).parents[2]


def page(*lines: str) -> Page:
    return clean("\n".join(lines), PAGE)


def body(found: Page) -> list[str]:
    return [found.line(index) for index in range(len(found.lines))]


@pytest.fixture
def seed() -> str:
    places = (
        ROOT / "seeds" / "coalition-few-sites-iraq.txt",
        ROOT.parent / "shared" / "seeds" / "000_76f16e61d5620674.txt",
        ROOT.parent.parent / "shared" / "seeds" / "000_76f16e61d5620674.txt",
    )
    found = next((place for place in places if place.exists()), None)
    if found is None:
        pytest.skip("the seed article is neither in seeds/ nor in ../shared/seeds")
    return found.read_text("utf-8")


def test_the_seed_states_outlet_title_agency_and_place_and_no_date(seed: str) -> None:
    assert clean(seed, PAGE).found == {
        "outlet": "اخبار العراق الان",
        "title": "التحالف الدولي: نعمل من مواقع قليلة في العراق وقواته قادرة على منع عودة داعش",
        "agency": "وكالة كل العراق [أين]",
        "place": "بغداد",
    }


def test_the_seeds_text_is_its_thirteen_paragraphs_only(seed: str) -> None:
    lines = body(clean(seed, PAGE))
    assert len(lines) == 13
    assert lines[0].startswith("أكد المتحدث باسم قوات التحالف الدولي، العقيد مايلز كيغنز")
    assert lines[-1].endswith("وأطراف العاصمة بغداد.")
    for furniture in ("المصدر", "أضف", "وكالة كل", "اخبار العراق", "_اين"):
        assert not any(furniture in line for line in lines)


def test_the_seeds_paragraphs_stand_where_they_stood(seed: str) -> None:
    found = clean(seed, PAGE)
    assert [seed[start:end] for start, end in found.lines] == seed.split("\n")[5:18]


def test_an_encyclopaedic_text_keeps_every_line_but_its_title() -> None:
    found = page("نهر دجلة", "", "الجغرافيا", "", BODY, "", "التاريخ القديم للنهر", "", MORE)
    assert found.found == {"title": "نهر دجلة"}
    assert body(found) == ["الجغرافيا", BODY, "التاريخ القديم للنهر", MORE]


def test_a_heading_about_an_agency_is_a_title_not_an_outlet() -> None:
    text = "أنشئت في العهد الملكي وهي الوكالة الرسمية للبلاد."
    assert page("وكالة الأنباء العراقية", "", text, "", MORE).found == {
        "title": "وكالة الأنباء العراقية"
    }


def test_one_paragraph_alone_has_no_title() -> None:
    for text in (BODY, "بغداد عاصمة العراق"):
        found = page(text)
        assert found.found == {}
        assert body(found) == [text]


def test_two_paragraphs_without_heading_are_all_text() -> None:
    found = page(BODY, "", MORE)
    assert found.found == {}
    assert body(found) == [BODY, MORE]


def test_a_title_needs_no_blank_line_before_a_full_sentence() -> None:
    found = page("بوابة عشتار", BODY)
    assert found.found == {"title": "بوابة عشتار"}
    assert body(found) == [BODY]


def test_an_agency_page_with_the_agency_and_place_before_the_text() -> None:
    found = page(
        "وكالة الأنباء العراقية",
        "اليونسكو تدرج مدينة بابل في قائمة التراث العالمي",
        "",
        f"بغداد - واع: {BODY}",
        MORE,
        "",
        "شارك هذا الخبر",
        "طباعة",
        "جميع الحقوق محفوظة © 2019",
    )
    assert found.found == {
        "outlet": "وكالة الأنباء العراقية",
        "title": "اليونسكو تدرج مدينة بابل في قائمة التراث العالمي",
        "place": "بغداد",
        "agency": "واع",
    }
    assert body(found) == [BODY, MORE]


def test_a_page_whose_last_line_names_its_source() -> None:
    found = page("بابل على قائمة التراث العالمي", "", BODY, "", "المصدر: رويترز", "اترك تعليقًا")
    assert found.found == {"title": "بابل على قائمة التراث العالمي", "agency": "رويترز"}
    assert body(found) == [BODY]


def test_a_publishers_name_twice_at_the_end_is_the_agency() -> None:
    found = page("بابل على القائمة", "", BODY, "", "السومرية نيوز", "", "السومرية نيوز")
    assert found.found["agency"] == "السومرية نيوز"
    assert body(found) == [BODY]


def test_a_refrain_at_the_end_is_text() -> None:
    assert body(page("أنشودة", "", BODY, "", "مطر مطر", "", "مطر مطر"))[-2:] == ["مطر مطر"] * 2


def test_an_english_page() -> None:
    text = "Babylon stands on the Euphrates. UNESCO listed it in 2019."
    found = page(
        "Iraq News", "", "UNESCO lists the ruins of Babylon", "", text, "", "Leave a comment"
    )
    assert found.found == {"outlet": "Iraq News", "title": "UNESCO lists the ruins of Babylon"}
    assert body(found) == [text]


def test_a_kicker_above_the_title_is_no_outlet() -> None:
    found = page("عاجل", "", "اليونسكو تدرج مدينة بابل", "", f"[بغداد_واع] {BODY}")
    assert "outlet" not in found.found


def test_labelled_lines_state_their_fields() -> None:
    found = page(
        "العنوان: بابل على قائمة التراث العالمي",
        "التاريخ: 2019-07-05",
        "المكان: باكو",
        "",
        BODY,
    )
    assert found.found == {
        "title": "بابل على قائمة التراث العالمي",
        "published": "2019-07-05",
        "place": "باكو",
    }
    assert body(found) == [BODY]


def test_a_label_without_title_or_date_is_text() -> None:
    found = page("المصدر: تركيا", "الطول: 1900 كم", "", BODY)
    assert body(found) == ["المصدر: تركيا", "الطول: 1900 كم", BODY]
    assert found.found == {}


def test_a_date_that_cannot_be_read_stays_text() -> None:
    found = page("العنوان: بابل", "التاريخ: صيف ذلك العام", "", BODY)
    assert found.found == {"title": "بابل"}
    assert body(found) == ["التاريخ: صيف ذلك العام", BODY]


def test_furniture_in_the_middle_of_a_text_stays() -> None:
    assert body(page("بابل", "", BODY, "المزيد", MORE)) == [BODY, "المزيد", MORE]


def test_a_long_line_that_begins_like_furniture_stays() -> None:
    line = "جميع الحقوق محفوظة عبارة قانونية تكتب على الكتب والمطبوعات في بلدان كثيرة."
    assert body(page("عبارة", "", BODY, line)) == [BODY, line]


def test_a_stated_text_loses_only_furniture_at_its_end() -> None:
    text = "\n".join(["نهر دجلة", "", f"بغداد - واع: {BODY}", "", "أضف تعليقـك"])
    found = clean(text, STATED)
    assert found.found == {}
    assert body(found) == ["نهر دجلة", f"بغداد - واع: {BODY}"]


@pytest.mark.parametrize(
    ("line", "place", "agency", "rest"),
    [
        ("[بغداد_اين]", "بغداد", "اين", ""),
        ("[بغداد - أين] قال", "بغداد", "أين", "قال"),
        ("\u200f[بغداد_اين]", "بغداد", "اين", ""),
        ("(بغداد/ واع) - قال", "بغداد", "واع", "قال"),
        ("بغداد/ واع/ قال", "بغداد", "واع", "قال"),
        ("بغداد - واع", "بغداد", "واع", ""),
        ("بغداد – نينا: قال", "بغداد", "نينا", "قال"),
        ("السومرية نيوز / بغداد", "بغداد", "السومرية نيوز", ""),
        ("القاهرة (رويترز) - قال", "القاهرة", "رويترز", "قال"),
        ("باريس - (أ ف ب) قال", "باريس", "أ ف ب", "قال"),
        ("لندن: «الشرق الأوسط»", "لندن", "الشرق الأوسط", ""),
        ("(الموصل) - قال", "الموصل", "", "قال"),
        ("(رويترز) - قال", "", "رويترز", "قال"),
        ("BAGHDAD (Reuters) - The", "BAGHDAD", "Reuters", "The"),
    ],
)
def test_a_dateline_states_place_and_agency(line: str, place: str, agency: str, rest: str) -> None:
    found = dateline_of(line)
    assert found is not None
    assert found[:2] == (place, agency)
    assert line[found[2] :].strip() == rest


@pytest.mark.parametrize(
    "line",
    [
        "بغداد - دمشق: طريق قديم",
        "قال أحمد: «نعم»",
        "العراق (بلاد الرافدين) دولة عربية",
        "بابل / موقع أثري: تقع على الفرات",
        "[1] المرجع الأول",
        "(بغداد) عاصمة العراق",
        "2014 - 2017: سنوات الحرب",
        BODY,
    ],
)
def test_other_beginnings_are_no_dateline(line: str) -> None:
    assert dateline_of(line) is None


def test_folding_makes_spellings_of_a_phrase_equal() -> None:
    assert fold("أَضِفْ تعليقـــك") == fold("اضف تعليقك")
    assert fold("\u202bوكالة الأنباء:\u202c") == "وكاله الانباء"


def test_a_text_of_very_many_lines_is_cleaned_in_one_pass() -> None:
    text = "سطر من النص بلا نقطة\n" * 200_000
    assert len(clean(text, PAGE).lines) >= 199_999
