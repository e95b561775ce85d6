"""The seeds as they are searched: composed, indexed by the default engine, asked by the service."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from index.compose import compose
from index.draft import RawArticle
from index.readers import read
from search.article import Article, Segment, article_id
from search.document import index_document
from search.engines import open_engine
from search.page import Hit, SearchRequest
from search.service import SearchService
from search.settings import load_settings

SEEDS = Path(__file__).parents[2] / "seeds"
NEWS = "التحالف الدولي: نعمل من مواقع قليلة في العراق وقواته قادرة على منع عودة داعش"


def articles() -> list[Article]:
    lines = (SEEDS / "memory.jsonl").read_text(encoding="utf-8").splitlines()
    memory = {pair["ar"]: pair["en"] for pair in map(json.loads, lines)}
    raws = [
        raw
        for name in ("coalition-few-sites-iraq.txt", "encyclopedia.jsonl")
        for raw in read(str(SEEDS / name))
        if isinstance(raw, RawArticle)
    ]
    found = []
    for seq, draft in enumerate(map(compose, raws), 1):
        sides = [(draft.title, draft.title_other)]
        sides += [(draft.raw[s.start : s.end], s.other) for s in draft.sentences]
        title, *segments = (Segment(ar, en or memory[ar]) for ar, en in sides)
        found.append(Article(article_id(draft.identity), seq, "ar", title, tuple(segments)))
    return found


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> SearchService:
    settings = load_settings(home=tmp_path_factory.mktemp("seeds"))
    writer = open_engine(settings).rebuild("archive-one")
    for article in articles():
        writer.put(index_document(article, with_subwords=True))
    writer.commit(1)
    writer.publish()
    writer.close()
    return SearchService(settings)


def title(hit: Hit) -> str:
    assert hit.title.ar is not None
    assert hit.title.ar.segments is not None
    return "".join(text for text, _ in hit.title.ar.segments)


def marked(hit: Hit) -> set[str]:
    """The words marked in a hit's title and snippets, in both languages."""
    sides = [side for pair in (hit.title, *hit.snippets) for side in (pair.ar, pair.en) if side]
    return {text for side in sides for text, mark in side.segments or () if mark}


@pytest.mark.parametrize(
    ("query", "marks"),
    [
        ("Hamrin", {"حمرين", "Hamrin"}),
        ("حمرين", {"حمرين", "Hamrin"}),
        ("جبال حمرين", {"جبال", "حمرين", "Hamrin"}),
        ("بحمرين", {"حمرين", "Hamrin"}),
        ("الحمرين", {"حمرين", "Hamrin"}),
        ('"جبال حمرين"', {"جبال", "حمرين", "Hamrin"}),
        ("coalition drawdown", {"التحالف", "خفض", "reduce"}),
        ("كيغنز", {"كيغنز"}),
    ],
)
def test_the_users_article_is_first(service: SearchService, query: str, marks: set[str]) -> None:
    first = service.search(SearchRequest(q=query)).hits[0]
    assert title(first) == NEWS
    assert marks <= marked(first)


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("Tigris", "نهر دجلة"),
        ("دجلة", "نهر دجلة"),
        ("House of Wisdom", "بيت الحكمة في بغداد"),
        ("الأهوار", "أهوار جنوب العراق"),
        ("Kurdish language", "اللغة الكردية"),
        ("palms", "النخيل والتمور في العراق"),
        ("Fihrist", "ابن النديم وكتابه الفهرست"),
    ],
)
def test_an_article_is_first_for_its_subject(
    service: SearchService, query: str, expected: str
) -> None:
    assert title(service.search(SearchRequest(q=query)).hits[0]) == expected
