"""The bundled seeds: complete, truthful in form, and the user's article as it was given."""

from __future__ import annotations

import hashlib
import json
import re
import unicodedata
from collections import Counter
from functools import cache
from pathlib import Path

import pytest

from index.compose import compose
from index.draft import Draft, RawArticle
from index.readers import read
from search.analysis import forms, spans
from search.dates import period

SEEDS = Path(__file__).parents[2] / "seeds"
NEWS = SEEDS / "coalition-few-sites-iraq.txt"
ENCYCLOPEDIA = SEEDS / "encyclopedia.jsonl"
GIVEN = Path(__file__).parents[3] / "shared" / "seeds" / "000_76f16e61d5620674.txt"


def raw_articles(path: Path) -> list[RawArticle]:
    found = list(read(str(path)))
    failures = [item for item in found if not isinstance(item, RawArticle)]
    assert failures == []
    return [item for item in found if isinstance(item, RawArticle)]


@cache
def encyclopedia() -> tuple[RawArticle, ...]:
    return tuple(raw_articles(ENCYCLOPEDIA))


@cache
def drafts() -> tuple[Draft, ...]:
    return tuple(compose(raw) for raw in (*raw_articles(NEWS), *encyclopedia()))


@cache
def memory() -> dict[str, str]:
    lines = (SEEDS / "memory.jsonl").read_text(encoding="utf-8").splitlines()
    records = [json.loads(line) for line in lines]
    assert all(record["translator"] == "bundled" for record in records)
    assert len({record["ar"] for record in records}) == len(records)
    return {record["ar"]: record["en"] for record in records}


def pairs(draft: Draft) -> list[tuple[str, str | None]]:
    """The title and the sentences, each with the English that comes with it or the memory has."""
    found = [(draft.title, draft.title_other)]
    found += [(draft.raw[s.start : s.end], s.other) for s in draft.sentences]
    return [(ar, en or memory().get(ar)) for ar, en in found]


def numbers(text: str) -> Counter[str]:
    """The numbers written in digits, in either script, without thousands separators."""
    western = "".join(
        str(unicodedata.digit(char)) if char.isdigit() else "," if char == "٬" else char
        for char in text
    )
    return Counter(n.replace(",", "") for n in re.findall(r"\d+(?:,\d{3})*(?:\.\d+)?", western))


def stems(raw: RawArticle) -> set[str]:
    text = "\n".join((raw.title, raw.text, raw.title_en or "", raw.text_en or ""))
    return {forms(span.text).stem for span in spans(text)}


def test_the_users_article_is_byte_for_byte_as_given() -> None:
    digest = hashlib.sha256(NEWS.read_bytes()).hexdigest()
    assert digest == "b466f088f40595e28b6e286abb200e2762b0f8a361adb451a0e6c006eea4999c"


@pytest.mark.skipif(not GIVEN.exists(), reason="../shared/seeds is not there to compare with")
def test_the_users_article_equals_the_file_it_was_taken_from() -> None:
    assert NEWS.read_bytes() == GIVEN.read_bytes()


def test_every_sentence_and_title_of_every_seed_has_its_english() -> None:
    missing = [ar for draft in drafts() for ar, en in pairs(draft) if not en]
    assert missing == []


def test_the_memory_holds_the_users_article_and_nothing_else() -> None:
    assert set(memory()) == {ar for ar, _ in pairs(drafts()[0])}


def test_every_number_in_an_arabic_sentence_stands_in_its_english() -> None:
    wrong = [
        (ar, en) for draft in drafts() for ar, en in pairs(draft) if numbers(ar) - numbers(en or "")
    ]
    assert wrong == []


def test_the_memory_spells_names_as_an_analyst_would() -> None:
    english = " ".join(memory().values())
    for name in ("Hamrin", "Colonel Myles Caggins", "Peshmerga", "Qarachogh", "Erbil", "Anbar"):
        assert name in english


@pytest.mark.parametrize("word", ["Hamrin", "حمرين", "coalition", "تحالف", "كيغنز", "Caggins"])
def test_only_the_users_article_has_the_words_it_must_be_first_for(word: str) -> None:
    stem = forms(word).stem
    assert [raw.id for raw in encyclopedia() if stem in stems(raw)] == []


def test_there_are_at_least_24_articles_of_3_to_12_sentences_under_ids_of_their_own() -> None:
    ids = [raw.id for raw in encyclopedia()]
    assert len(ids) >= 24
    assert len(set(ids)) == len(ids)
    for draft in drafts()[1:]:
        assert 3 <= len(draft.sentences) <= 12, draft.source_id


def test_sentences_are_aligned_one_to_one() -> None:
    for raw in encyclopedia():
        assert raw.text_en is not None
        assert raw.text.count("\n") == raw.text_en.count("\n")
        assert len(compose(raw).sentences) == raw.text.count(". ") + len(
            re.findall(r"[.؟!]$|[؟!] ", raw.text, re.M)
        )


def test_dates_are_absent_or_as_precise_as_stated() -> None:
    dates = [raw.published for raw in encyclopedia()]
    assert dates.count(None) >= 3
    stated = [date for date in dates if date]
    assert {len(date) for date in stated} == {len("2026"), len("2026-11"), len("2026-11-23")}
    assert all(period(date) for date in stated)


def test_facets_have_several_values() -> None:
    for field, least in (("category", 5), ("place", 8), ("outlet", 4)):
        assert len({getattr(raw, field) for raw in encyclopedia()}) >= least


@pytest.mark.parametrize(
    ("feature", "pattern"),
    [
        ("harakat", r"[\u064b-\u0650\u0652]"),
        ("tatweel", "\u0640"),
        ("Arabic-Indic digits", "[٠-٩]"),
        ("Latin names", "[A-Za-z]{3}"),
        ("Kurdish letters", "[گچپڤۆێەژ]"),
        ("a quotation", "“[^”]+”"),
        ("a decimal number", r"\d\.\d"),
        ("a question", "؟"),
    ],
)
def test_the_seeds_show_what_arabic_text_may_hold(feature: str, pattern: str) -> None:
    assert any(re.search(pattern, raw.text) for raw in encyclopedia()), feature
