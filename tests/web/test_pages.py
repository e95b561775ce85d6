"""The pages over the seeds, in process: what is on them, in which language and direction."""

from __future__ import annotations

import re
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from search.page import Page, SearchRequest
from search.service import SearchService
from search.settings import Settings
from web.app import create_app


@pytest.fixture(scope="module")
def app(seeded_home: Path) -> Flask:
    return create_app(Settings(home=seeded_home))


@pytest.fixture(scope="module")
def client(app: Flask) -> FlaskClient:
    return app.test_client()


class Balance(HTMLParser):
    """Raises where an element is closed that is not the innermost open one."""

    VOID = frozenset({"meta", "link", "input", "br"})

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: object) -> None:
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def page(client: FlaskClient, address: str, status: int = 200) -> str:
    answer = client.get(address)
    assert answer.status_code == status, answer.text
    assert answer.content_type == "text/html; charset=utf-8"
    checked = Balance()
    checked.feed(answer.text)
    assert checked.open == []
    # The one script is a module of ours; error pages have none.
    assert answer.text.count("<script") == (status == 200)
    assert status != 200 or '<script type="module" src="/embed/v1/site.js?v=' in answer.text
    assert " style=" not in answer.text
    return answer.text


def marks(html: str) -> list[str]:
    return re.findall(r"<mark>(.*?)</mark>", html)


def test_results_show_both_sides_with_their_marks(client: FlaskClient) -> None:
    html = page(client, "/search?q=Hamrin")
    assert "Hamrin" in marks(html)
    assert "حمرين" in marks(html)
    assert re.search(r'<p lang="ar" dir="rtl">[^<]*<mark>?', html)
    assert re.search(r'<p lang="en" dir="ltr">', html)


@pytest.mark.parametrize(("hl", "direction"), [("ar", "rtl"), ("en", "ltr")])
def test_the_interface_has_its_language_and_direction(
    client: FlaskClient, hl: str, direction: str
) -> None:
    for address in ("/", "/search?q=x", "/nowhere"):
        status = 404 if address == "/nowhere" else 200
        separator = "&" if "?" in address else "?"
        html = page(client, f"{address}{separator}hl={hl}", status)
        assert f'<html lang="{hl}" dir="{direction}">' in html


def test_the_first_page_shows_the_newest_articles(client: FlaskClient) -> None:
    html = page(client, "/?hl=en")
    assert "Newest articles" in html
    assert html.count('<article class="hit">') == 10


def test_machine_translation_says_so_with_engine_and_date(client: FlaskClient) -> None:
    html = page(client, "/search?q=Hamrin&hl=en")
    assert '<span class="machine">bundled machine translation</span>' in html


def test_more_results_lead_on_and_back(client: FlaskClient) -> None:
    first = page(client, "/search?hl=en")
    following = re.search(r'class="next" rel="next" href="([^"]+)"', first)
    assert following is not None
    second = page(client, following[1].replace("&amp;", "&"))
    ids = re.compile(r'href="/article/(\w+)')
    assert set(ids.findall(first)).isdisjoint(ids.findall(second))
    assert 'href="/search?hl=en">First page' in second


def test_a_facet_narrows_and_its_chip_widens(client: FlaskClient) -> None:
    html = page(client, "/search?hl=en&filter=place:بغداد")
    assert 'class="chips"' in html
    assert 'class="selected" aria-current="true" href="/search?hl=en"' in html


def test_the_histograms_bars_are_links_that_narrow_to_their_period(client: FlaskClient) -> None:
    html = page(client, "/search?q=Iraq&hl=en")
    bars = re.findall(r'<a href="([^"]+)" aria-label="([^"]+)"><title>', html)
    assert bars
    address, label = bars[-1]
    assert re.fullmatch(r"November 2026: \d+ articles?", label)
    assert "from=2026-11&amp;to=2026-12" in address
    narrowed = page(client, address.replace("&amp;", "&"))
    assert '<span class="of">Date</span> November 2026 <span' in narrowed
    # Within one month the bars are its days.
    assert 'aria-label="November 23, 2026: ' in narrowed


def test_time_runs_as_the_interface_reads(client: FlaskClient) -> None:
    places = {}
    for hl in ("ar", "en"):
        html = page(client, f"/search?q=Iraq&hl={hl}")
        places[hl] = [int(x) for x in re.findall(r'class="bar" x="(\d+)"', html)]
    assert places["en"] == sorted(places["en"])
    assert places["ar"] == sorted(places["ar"], reverse=True)


def test_why_an_article_was_found_is_told_on_demand(client: FlaskClient) -> None:
    html = page(client, "/search?q=Hamrin&hl=en")
    assert re.search(
        r'<details class="why"><summary>.*</summary><p>found by: thesaurus, translation</p>', html
    )


@pytest.mark.parametrize("hl", ["ar", "en"])
def test_every_example_of_the_help_page_is_a_search_that_is_read_as_written(
    client: FlaskClient, hl: str
) -> None:
    examples = re.findall(r'<a href="([^"]+)"><code', page(client, f"/help?hl={hl}"))
    assert len(examples) == 18
    for address in examples:
        found = page(client, address.replace("&amp;", "&"))
        assert 'class="note mended"' not in found


def test_a_result_page_is_small(client: FlaskClient) -> None:
    answer = client.get("/search?q=Iraq&hl=ar", headers={"Accept-Encoding": "gzip"})
    assert answer.headers["Content-Encoding"] == "gzip"
    assert len(answer.data) < 60_000


def test_relaxed_results_are_announced(client: FlaskClient) -> None:
    html = page(client, "/search?q=Hamrin+Tigris+parliament&hl=en")
    assert "all the words" in html
    assert "match=all" in html


def test_what_the_parser_mended_is_said_in_the_readers_language(client: FlaskClient) -> None:
    assert "A quotation mark without" in page(client, '/search?q="Hamrin&hl=en')
    assert "علامة تنصيص" in page(client, '/search?q="Hamrin&hl=ar')


@pytest.mark.parametrize(
    ("typed", "meant", "hl", "asks"),
    [("musium", "museum", "en", "Did you mean:"), ("pldvdk", "حمرين", "ar", "هل تقصد:")],
)
def test_what_may_be_meant_is_a_link_in_its_own_direction(
    client: FlaskClient, typed: str, meant: str, hl: str, asks: str
) -> None:
    html = page(client, f"/search?q={typed}&hl={hl}&filter=lang:ar")
    link = re.search(rf'{asks} <a href="([^"]+)"><bdi dir="(...)"[^>]*>{meant}</bdi></a>', html)
    assert link is not None
    assert "filter=lang%3Aar" in link[1]
    assert link[2] == ("rtl" if hl == "ar" else "ltr")
    assert f"{asks} <a" not in page(client, link[1].replace("&amp;", "&"))


def test_nothing_found_gives_advice(client: FlaskClient) -> None:
    html = page(client, "/search?q=zzzzzz&filter=place:nowhere&hl=en")
    assert "No article has what you asked for" in html
    assert "Search without the filters" in html


def test_empty_fields_of_a_form_are_as_if_not_given(client: FlaskClient) -> None:
    page(client, "/search?q=&from=&to=&sort=")


def test_a_wrong_parameter_is_an_error_page_that_names_it(client: FlaskClient) -> None:
    html = page(client, "/search?q=x&limit=0&hl=en", 400)
    assert "<code>limit</code>" in html
    assert 'value="x"' in html  # what was typed stays in the box


def test_an_unknown_article_is_a_404_page(client: FlaskClient) -> None:
    assert "There is nothing here" in page(client, "/article/none?hl=en", 404)


def test_a_home_without_an_index_says_what_to_do(tmp_path: Path) -> None:
    client = create_app(Settings(home=tmp_path)).test_client()
    html = page(client, "/?hl=en", 503)
    assert "fihrist add PATH" in html
    assert "fihrist demo" in html


def test_an_article_stands_sentence_by_sentence(client: FlaskClient) -> None:
    found = re.search(r'href="(/article/\w+)', page(client, "/search?q=Hamrin"))
    assert found is not None
    html = page(client, found[1] + "?hl=en")
    assert f'<link rel="canonical" href="{found[1]}">' in html
    pairs = re.findall(
        r'<div class="pair" id="s\d+">\n<p lang="en" dir="ltr">.+</p>\n<p lang="ar" dir="rtl"', html
    )
    assert len(pairs) > 5
    assert html.count('<section class="paragraph">') > 1


def test_an_article_carries_the_marks_of_the_search_that_found_it(client: FlaskClient) -> None:
    found = re.search(r'href="(/article/\w+\?q=Hamrin)', page(client, "/search?q=Hamrin"))
    assert found is not None
    html = page(client, found[1])
    assert {"Hamrin", "حمرين"} <= set(marks(html))
    assert marks(page(client, found[1].partition("?")[0])) == []


def test_a_relaxed_results_article_has_its_marks_too(client: FlaskClient) -> None:
    address = re.search(r'href="(/article/[^"]+)"', page(client, '/search?q="Hamrin+zzzz"&hl=en'))
    assert address is not None
    assert "حمرين" in marks(page(client, address[1].replace("&amp;", "&")))


def test_an_article_says_what_it_is_to_machines(client: FlaskClient) -> None:
    found = re.search(r'href="(/article/\w+)', page(client, "/search?q=Hamrin"))
    assert found is not None
    html = page(client, found[1] + "?hl=en")
    assert '<article class="full" itemscope itemtype="https://schema.org/NewsArticle">' in html
    assert '<meta itemprop="inLanguage" content="ar">' in html
    assert 'lang="ar" dir="rtl" itemprop="headline"' in html
    assert 'lang="en" dir="ltr" itemprop="alternativeHeadline"' in html
    assert html.count('itemprop="articleBody"') > 5


def test_a_citation_names_title_outlet_and_a_lasting_address(client: FlaskClient) -> None:
    found = re.search(r'href="(/article/\w+)', page(client, "/search?q=Hamrin"))
    assert found is not None
    html = page(client, found[1] + "?q=x&hl=en")
    cited = re.search(r'<p class="citation" id="citation">(.*?)</p>', html)
    assert cited is not None
    text = re.sub("<[^>]+>", "", cited[1])
    assert text.startswith("“التحالف الدولي: نعمل من مواقع قليلة")
    assert text.endswith(f"http://localhost{found[1]}.")


def test_a_source_id_leads_to_the_id(client: FlaskClient, seeded_home: Path) -> None:
    hits = SearchService(Settings(home=seeded_home)).search(SearchRequest(limit=100)).hits
    hit = next(hit for hit in hits if hit.source_id)
    answer = client.get(f"/article/{hit.source_id}?hl=en")
    assert answer.status_code == 302
    assert answer.headers["Location"] == f"/article/{hit.id}?hl=en"


HOSTILE = '"><script>alert(1)</script><b onclick=x>'


def test_what_articles_and_queries_say_is_text(
    app: Flask, seeded_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    service = SearchService(Settings(home=seeded_home))

    def hostile(request: SearchRequest, _clock: object) -> Page:
        found = service.search(replace(request, q="Hamrin", filters=()))
        hit = found.hits[0]
        shown = replace(
            hit.snippets[0],
            en=replace(hit.snippets[0].en, segments=[(HOSTILE, True)]),  # type: ignore[type-var]
            translation={"engine": HOSTILE, "at": HOSTILE},
        )
        bad = replace(
            hit, outlet=HOSTILE, published=HOSTILE, matched_by=[HOSTILE], snippets=[shown]
        )
        facets = {"outlet": [{"value": HOSTILE, "count": 1, "selected": True}]}
        return replace(found, hits=[bad], facets=facets)

    monkeypatch.setattr(app.extensions["fihrist.service"], "search", hostile)
    html = page(app.test_client(), f"/search?q={HOSTILE}&filter=outlet:{HOSTILE}&hl=en")
    assert "<script>" not in html
    assert "<b " not in html


def test_an_address_that_is_not_of_the_web_is_not_a_link(
    app: Flask, seeded_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    service = SearchService(Settings(home=seeded_home))
    some = service.search(SearchRequest("Hamrin")).hits[0].id
    view = replace(service.article(some), url="javascript:alert(1)")
    monkeypatch.setattr(app.extensions["fihrist.service"], "article", lambda _: view)
    html = page(app.test_client(), f"/article/{some}")
    assert 'href="javascript' not in html
    assert "javascript:alert(1)" in html


def test_a_wrong_parameter_is_explained_in_arabic_with_its_english_detail(
    client: FlaskClient,
) -> None:
    html = page(client, "/search?limit=0&hl=ar", 400)
    assert "<li><code>limit</code>: المطلوب عدد صحيح من 1 إلى 100" in html
    assert '<span class="detail" lang="en" dir="ltr">' in html


def test_a_filter_by_language_names_the_language(client: FlaskClient) -> None:
    assert "</span> العربية <span" in page(client, "/search?q=Iraq&filter=lang:ar&hl=ar")
