"""explain=1: the parts of a score, by term, side, layer and weight, whose sum is the score."""

from __future__ import annotations

import pytest

from search.article import Article, Segment
from search.document import index_document
from search.engines import open_engine
from search.page import Page, SearchRequest
from search.service import SearchService
from search.settings import load_settings

TEXTS = (
    ("خفض القوات في العراق", "Troop drawdown in Iraq"),
    ("زلزال يهز المدينة", "An earthquake shakes the city"),
    ("القوات العراقية تتقدم", "Iraqi forces advance after 3,500 raids"),
    ("وقف إطلاق النار", "The cease-fire holds"),
)


@pytest.fixture(scope="module", params=["tantivy", "whoosh"])
def service(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> SearchService:
    settings = load_settings(home=tmp_path_factory.mktemp("explained"), engine=request.param)
    writer = open_engine(settings).writer("archive")
    for seq, (ar, en) in enumerate(TEXTS, 1):
        article = Article(f"id{seq:024}", seq, "ar", Segment(ar, en), (Segment(ar, en),))
        writer.put(index_document(article, with_subwords=True))
    writer.commit(1)
    writer.close()
    return SearchService(settings)


def explained(service: SearchService, q: str, match: str = "auto") -> Page:
    return service.search(SearchRequest(q=q, match=match, explain=True))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "q",
    ["Iraq", "القوات", "drawdown in Iraq", "ceasefire", '"cease fire"', "forc*", "Iraqq~",
     "Iraq OR earthquake", "3500", "forces -earthquake", "Iraq earthquake raids",
     "3500 ceasefire earthquake"],
)  # fmt: skip
def test_the_parts_sum_to_the_score(service: SearchService, q: str) -> None:
    page = explained(service, q)
    assert page.hits
    for hit in page.hits:
        assert hit.explain is not None
        total = sum(part["score"] for part in hit.explain["parts"])
        assert total == pytest.approx(hit.explain["score"], rel=1e-4)
        assert hit.score == pytest.approx(total, abs=1e-3)


def test_a_part_names_its_term_side_layer_title_and_weight(service: SearchService) -> None:
    (first, *_) = explained(service, "earthquake").hits
    assert first.explain is not None
    named = {(p["term"], p["side"], p["layer"], p["title"]) for p in first.explain["parts"]}
    assert ("earthquak", "en", "stem", False) in named
    assert ("earthquak", "en", "stem", True) in named
    assert ("earthquake", "en", "exact", False) in named
    assert all(part["weight"] > 0 for part in first.explain["parts"])


def test_without_explain_there_is_none(service: SearchService) -> None:
    assert service.search(SearchRequest(q="Iraq")).hits[0].explain is None
