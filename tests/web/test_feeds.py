"""The Atom feed and the OpenSearch descriptions: valid, in the right languages, inert."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import urlsplit
from xml.etree import ElementTree as Xml

import feedparser
import pytest
from flask.testing import FlaskClient

from search.settings import Settings
from web.app import create_app
from web.feeds import clean
from web.keys import Key, keys_of

A = "{http://www.w3.org/2005/Atom}"
O = "{http://a9.com/-/spec/opensearch/1.1/}"  # noqa: E741 - as the namespace is called
LANG = "{http://www.w3.org/XML/1998/namespace}lang"
RFC3339 = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")


@pytest.fixture(scope="module")
def client(seeded_home: Path) -> FlaskClient:
    return create_app(Settings(home=seeded_home)).test_client()


def atom(client: FlaskClient, address: str) -> Xml.Element:
    """The feed, checked against what RFC 4287 says must and must not be there (4.1.1, 4.1.2)."""
    answer = client.get(address)
    assert answer.status_code == 200
    assert answer.content_type == "application/atom+xml; charset=utf-8"
    feed = Xml.fromstring(answer.data)
    assert feed.tag == f"{A}feed"
    authored = feed.find(f"{A}author") is not None
    for part in (feed, *feed.findall(f"{A}entry")):
        for name in ("id", "title", "updated"):
            assert len(part.findall(A + name)) == 1, name
        assert urlsplit(part.findtext(f"{A}id") or "").scheme
        assert RFC3339.fullmatch(part.findtext(f"{A}updated") or "")
        assert authored or part.find(f"{A}author") is not None
        rels = [link.get("rel") for link in part.findall(f"{A}link")]
        assert rels.count("alternate") == 1
        assert all(link.get("href") for link in part.findall(f"{A}link"))
        assert len(part.findall(f"{A}summary")) <= 1
    ids = [entry.findtext(f"{A}id") for entry in feed.findall(f"{A}entry")]
    assert len(set(ids)) == len(ids)
    return feed


def link(feed: Xml.Element, rel: str) -> str | None:
    return next((e.get("href") for e in feed.findall(f"{A}link") if e.get("rel") == rel), None)


def test_a_feed_has_what_the_search_found(client: FlaskClient) -> None:
    feed = atom(client, "/search.atom?q=Iraq&hl=en")
    assert feed.findtext(f"{A}title") == "Iraq – Fihrist"
    assert int(feed.findtext(f"{O}totalResults") or 0) >= 10
    assert feed.findtext(f"{O}itemsPerPage") == "20"
    query = feed.find(f"{O}Query")
    assert query is not None
    assert (query.get("role"), query.get("searchTerms")) == ("request", "Iraq")
    dates = [entry.findtext(f"{A}updated") or "" for entry in feed.findall(f"{A}entry")]
    assert dates == sorted(dates, reverse=True)


def test_a_feed_leads_through_all_its_pages(client: FlaskClient) -> None:
    seen: list[str | None] = []
    address: str | None = "/search.atom?limit=15"
    while address:
        feed = atom(client, address)
        seen += [entry.findtext(f"{A}id") for entry in feed.findall(f"{A}entry")]
        address = link(feed, "next")
    assert len(seen) == len(set(seen)) == 36
    assert link(feed, "first") == "http://localhost/search.atom?limit=15"


def test_a_feed_reader_finds_each_text_in_its_language(client: FlaskClient) -> None:
    for hl in ("ar", "en"):
        read = feedparser.parse(client.get(f"/search.atom?q=Hamrin&hl={hl}").data)
        assert not read.bozo
        assert read.feed.title_detail.language == hl
        entry = read.entries[0]
        assert entry.title_detail.language == hl
        assert ("التحالف" in entry.title) == (hl == "ar")
        assert entry.link.startswith("http://localhost/article/")
        assert '<p dir="rtl" lang="ar"' in entry.summary
        assert "<strong>Hamrin</strong>" in entry.summary
        assert "<strong>حمرين</strong>" in entry.summary


def test_a_feed_never_relaxes_its_words(client: FlaskClient) -> None:
    assert atom(client, "/search.atom?q=Hamrin+zzzz").findall(f"{A}entry") == []


def test_an_unchanged_feed_is_a_304(client: FlaskClient) -> None:
    first = client.get("/search.atom?q=Iraq")
    again = client.get("/search.atom?q=Iraq", headers={"If-None-Match": first.headers["ETag"]})
    assert again.status_code == 304
    other = client.get("/search.atom?q=Iran", headers={"If-None-Match": first.headers["ETag"]})
    assert other.status_code == 200


def test_what_xml_cannot_hold_is_left_out(client: FlaskClient) -> None:
    assert clean("a\x00\x0bb\ufffe\ud800ا😀\n") == "abا😀\n"
    atom(client, "/search.atom?q=%00%0b%EF%BF%BE%ED%A0%80")


@pytest.mark.parametrize(("hl", "name"), [("ar", "الفهرست"), ("en", "Fihrist")])
def test_the_description_holds_to_its_specification(
    client: FlaskClient, hl: str, name: str
) -> None:
    answer = client.get(f"/opensearch.xml?hl={hl}")
    assert answer.mimetype == "application/opensearchdescription+xml"
    described = Xml.fromstring(answer.data)
    assert described.tag == f"{O}OpenSearchDescription"
    assert described.findtext(f"{O}ShortName") == name
    assert len(name) <= 16
    assert 0 < len(described.findtext(f"{O}Description") or "") <= 1024
    urls = {url.get("type"): url.get("template") or "" for url in described.findall(f"{O}Url")}
    for media in ("text/html", "application/atom+xml"):
        found = client.get(urls[media].replace("{searchTerms}", "%D8%AD%D9%85%D8%B1%D9%8A%D9%86"))
        assert found.status_code == 200
        assert found.mimetype == media
    page = client.get(f"/?hl={hl}").text
    assert f'href="/opensearch.xml?hl={hl}" title="{name}"' in page


def test_a_result_page_names_its_feed_json_and_exports(client: FlaskClient) -> None:
    html = client.get("/search?q=Iraq&filter=lang:ar&sort=newest&hl=en").text
    assert 'href="/search.atom?q=Iraq&amp;filter=lang%3Aar&amp;sort=newest&amp;hl=en"' in html
    assert 'href="/api/v1/search?q=Iraq&amp;filter=lang%3Aar&amp;sort=newest"' in html
    assert 'href="/api/v1/export?q=Iraq&amp;filter=lang%3Aar&amp;format=csv"' in html
    assert client.get("/api/v1/search?q=Iraq&filter=lang:ar&sort=newest").status_code == 200


def test_the_exports_a_page_names_answer_a_secret_key(
    seeded_home: Path, client: FlaskClient
) -> None:
    html = client.get("/search?q=Iraq&filter=lang:ar&hl=en").text
    token = keys_of(Settings(home=seeded_home)).add(Key("", "secret", "export"))[1]
    addresses = re.findall(r'<link rel="alternate" [^>]*href="(/api/v1/export[^"]+)"', html)
    assert len(addresses) == 2
    for address in addresses:
        bearer = {"Authorization": f"Bearer {token}"}
        answer = client.get(address.replace("&amp;", "&"), headers=bearer)
        assert answer.status_code == 200
        assert int(answer.headers["X-Total-Count"]) >= 10
        answer.close()
