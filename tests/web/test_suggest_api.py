"""`/api/v1/suggest`, and what a browser's address bar reads of it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import urlencode
from xml.etree import ElementTree as Xml

import orjson
import pytest
from flask.testing import FlaskClient

from search.settings import load_settings
from web.api import answers
from web.app import create_app
from web.keys import Key, keys_of

SITE = "https://news.example"


@pytest.fixture(scope="module")
def client(seeded_home: Path) -> FlaskClient:
    return create_app(load_settings(home=seeded_home)).test_client()


def suggestions(client: FlaskClient, **asked: object) -> Any:
    answer = client.get(f"/api/v1/suggest?{urlencode(asked)}")
    assert answer.status_code == 200, answer.text
    answers.Suggestions.model_validate_json(answer.data)
    return orjson.loads(answer.data)["suggestions"]


def test_the_last_word_is_completed_beside_the_words_before_it(client: FlaskClient) -> None:
    first = suggestions(client, q="جبال حم")[0]
    assert first == {
        "kind": "word",
        "text": {"segments": [["جبال حم", True], ["رين", False]], "dir": "rtl", "html": None},
        "q": "جبال حمرين",
        "count": 1,
        "article": None,
    }


def test_a_title_leads_to_its_article(client: FlaskClient) -> None:
    title = next(s for s in suggestions(client, q="سد المو") if s["kind"] == "title")
    assert title["text"]["segments"] == [["سد", True], [" ", False], ["الموصل", True]]
    article = orjson.loads(client.get(f"/api/v1/articles/{title['article']}").data)
    assert article["title"]["ar"]["segments"][0][0] == "سد الموصل"


@pytest.mark.parametrize("q", ["", " ", "*", "-حم", "zzzzq", "1", "\ud800"])
def test_nothing_is_no_error(client: FlaskClient, q: str) -> None:
    address = f"/api/v1/suggest?{urlencode({'q': q}, errors='surrogatepass')}"
    assert orjson.loads(client.get(address).data)["suggestions"] == []


@pytest.mark.parametrize(
    ("asked", "param"),
    [("limit=0", "limit"), ("limit=21", "limit"), ("lang=fr", "lang"), ("query=x", "query")],
)
def test_wrong_parameters_are_named(client: FlaskClient, asked: str, param: str) -> None:
    answer = client.get(f"/api/v1/suggest?q=x&{asked}")
    assert answer.status_code == 400
    assert [each["param"] for each in orjson.loads(answer.data)["errors"]] == [param]


def test_a_limit_out_of_range_is_told_its_own_range(client: FlaskClient) -> None:
    body = orjson.loads(client.get("/api/v1/suggest?q=x&limit=21").data)
    assert body["errors"][0]["detail"] == "'21' is not a whole number from 1 to 20"


def test_no_more_than_the_limit(client: FlaskClient) -> None:
    for limit in (1, 2, 3):
        assert len(suggestions(client, q="نهر", limit=limit)) <= limit


def test_an_unchanged_answer_is_a_304(client: FlaskClient) -> None:
    first = client.get("/api/v1/suggest?q=Ham")
    again = client.get("/api/v1/suggest?q=Ham", headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
    other = client.get("/api/v1/suggest?q=Ham&format=opensearch")
    assert other.headers["ETag"] != first.headers["ETag"]


def test_an_address_bar_gets_texts_and_addresses(client: FlaskClient) -> None:
    answer = client.get("/api/v1/suggest?q=Hamr&format=opensearch")
    assert answer.content_type == "application/x-suggestions+json"
    assert orjson.loads(answer.data) == [
        "Hamr",
        ["Hamrin"],
        [],
        ["http://localhost/search?q=Hamrin"],
    ]


def test_the_description_tells_browsers_where_suggestions_are(client: FlaskClient) -> None:
    described = Xml.fromstring(client.get("/opensearch.xml?hl=en").data)
    templates = {url.get("type"): url.get("template") or "" for url in described}
    found = client.get(
        templates["application/x-suggestions+json"].replace("{searchTerms}", "%D8%AC%D8%A8")
    )
    assert orjson.loads(found.data)[0] == "جب"


def test_a_public_key_gets_only_what_its_filters_leave(
    home_of: Callable[..., Path],
) -> None:
    home = home_of(
        [
            {"id": "a", "title": "سد الموصل", "text": "يقع السد على دجلة.", "outlet": "A"},
            {"id": "b", "title": "سد حديثة", "text": "يقع السد على الفرات.", "outlet": "B"},
        ]
    )
    settings = load_settings(home=home, anonymous=False)
    _, token = keys_of(settings).add(
        Key("", "public", "t", (SITE,), (("outlet", "A"),), max_limit=2)
    )
    client = create_app(settings).test_client()
    assert client.get("/api/v1/suggest?q=x").status_code == 401
    assert client.get(f"/api/v1/suggest?q=x&limit=3&key={token}").status_code == 400
    assert [s["q"] for s in suggestions(client, q="دج", key=token)] == ["دجلة"]
    assert suggestions(client, q="فر", key=token) == suggestions(client, q="حد", key=token) == []
    titles = [s["q"] for s in suggestions(client, q="سد", key=token) if s["kind"] == "title"]
    assert titles == ['"سد الموصل"']
    shared = client.get(f"/api/v1/suggest?q=x&key={token}", headers={"Origin": SITE})
    assert shared.headers["Access-Control-Allow-Origin"] == SITE
