"""The JSON API over the seeds, in process."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import orjson
import pytest
from flask.testing import FlaskClient

from search.page import SearchRequest
from search.service import SearchService
from search.settings import Settings
from web.app import create_app


@pytest.fixture(scope="module")
def client(seeded_home: Path) -> FlaskClient:
    return create_app(Settings(home=seeded_home)).test_client()


def get(client: FlaskClient, path: str, **parameters: object) -> Any:
    answer = client.get(f"{path}?{urlencode(parameters)}" if parameters else path)
    assert answer.status_code == 200, answer.text
    assert answer.content_type == "application/json"
    return orjson.loads(answer.data)


def test_hamrin_is_marked_in_both_languages(client: FlaskClient) -> None:
    page = get(client, "/api/v1/search", q="Hamrin")
    first = page["hits"][0]
    marked = {
        side: [
            t for pair in first["snippets"] for t, is_marked in pair[side]["segments"] if is_marked
        ]
        for side in ("ar", "en")
    }
    assert "حمرين" in marked["ar"]
    assert "Hamrin" in marked["en"]
    assert first["snippets"][0]["ar"]["dir"] == "rtl"
    assert first["snippets"][0]["en"]["dir"] == "ltr"
    assert first["snippets"][0]["translation"]["engine"] == "bundled"


def test_the_body_is_the_services_page(client: FlaskClient, seeded_home: Path) -> None:
    body = get(client, "/api/v1/search", q="حمرين", limit=3)
    page = orjson.loads(
        orjson.dumps(
            SearchService(Settings(home=seeded_home)).search(SearchRequest("حمرين", limit=3))
        )
    )
    del body["took_ms"], page["took_ms"]
    assert body == page


def test_next_walks_through_all_articles_once(client: FlaskClient) -> None:
    address: str | None = "/api/v1/search?q=&limit=5"
    seen: list[str] = []
    while address:
        page = get(client, address)
        seen += [hit["id"] for hit in page["hits"]]
        address = page["links"]["next"]
    assert len(seen) == len(set(seen)) == page["total"]["value"] == page["index"]["articles"]


def test_facets_come_with_counts(client: FlaskClient) -> None:
    page = get(client, "/api/v1/search", facets="place,published:year")
    assert {"value": "بغداد", "count": 1, "selected": False}.keys() <= page["facets"]["place"][
        0
    ].keys()
    assert set(page["facets"]) == {"place", "published"}


def test_an_article_is_found_by_id_and_by_source_id(client: FlaskClient) -> None:
    hit = next(h for h in get(client, "/api/v1/search", limit=100)["hits"] if h["source_id"])
    by_id = get(client, f"/api/v1/articles/{hit['id']}")
    by_source = get(client, f"/api/v1/articles/{hit['source_id']}")
    assert by_id == by_source
    assert by_id["state"] in ("translated", "partial", "pending")
    assert {"ar", "en", "translation", "paragraph"} == by_id["segments"][0].keys()


def problem(client: FlaskClient, address: str, status: int) -> Any:
    answer = client.get(address)
    assert answer.status_code == status
    assert answer.content_type == "application/problem+json"
    body = orjson.loads(answer.data)
    assert body.keys() == {
        "type",
        "title",
        "status",
        "detail",
        "instance",
        "request_id",
        "errors",
    }
    assert body["status"] == status
    assert body["request_id"] == answer.headers["X-Request-Id"]
    return body


def test_wrong_parameters_are_a_problem_that_names_them(client: FlaskClient) -> None:
    body = problem(client, "/api/v1/search?q=x&limit=0&page=2", 400)
    assert [error["param"] for error in body["errors"]] == ["limit", "page"]
    assert body["instance"] == "/api/v1/search"


def test_a_query_that_is_too_long_is_a_400(client: FlaskClient) -> None:
    body = problem(client, f"/api/v1/search?q={'x' * 10_001}", 400)
    assert body["errors"][0]["param"] == "q"


def test_a_cursor_of_another_search_is_a_400(client: FlaskClient) -> None:
    cursor = get(client, "/api/v1/search?limit=1")["links"]["next"].partition("cursor=")[2]
    body = problem(client, f"/api/v1/search?q=other&cursor={cursor}", 400)
    assert body["errors"][0]["param"] == "cursor"


def test_what_is_not_there_is_a_404_problem(client: FlaskClient) -> None:
    problem(client, "/api/v1/articles/none", 404)
    problem(client, "/api/v2/search", 404)


def test_articles_take_no_parameters(client: FlaskClient) -> None:
    assert problem(client, "/api/v1/articles/x?q=y", 400)["errors"][0]["param"] == "q"


def test_a_wrong_method_is_a_405_that_names_the_right_ones(client: FlaskClient) -> None:
    answer = client.delete("/api/v1/search")
    assert answer.status_code == 405
    assert "GET" in answer.headers["Allow"]
    assert answer.content_type == "application/problem+json"


def test_probes_tell_alive_from_ready(client: FlaskClient, tmp_path: Path) -> None:
    assert get(client, "/healthz") == {"status": "ok"}
    assert get(client, "/readyz")["index"]["articles"] > 0
    empty = create_app(Settings(home=tmp_path)).test_client()
    assert get(empty, "/healthz") == {"status": "ok"}
    body = problem(empty, "/readyz", 503)
    assert body["type"].endswith("index_missing")


def test_an_unforeseen_error_is_a_500_without_its_text(
    seeded_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = create_app(Settings(home=seeded_home))

    def broken(_: SearchRequest, _clock: object) -> None:
        raise RuntimeError("secret")

    monkeypatch.setattr(app.extensions["fihrist.service"], "search", broken)
    body = problem(app.test_client(), "/api/v1/search", 500)
    assert "secret" not in str(body)


@pytest.mark.parametrize("path", ["/api", "/api/", "/api/v1/nope", "/readyz/x"])
def test_addresses_for_programs_answer_in_json_where_nothing_is(
    client: FlaskClient, path: str
) -> None:
    answer = client.get(path)
    assert answer.status_code == 404
    assert answer.content_type == "application/problem+json"
