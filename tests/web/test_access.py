"""Who may ask for what: nobody known, public keys with their origins and filters, secret keys."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import orjson
import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from search.settings import Settings, load_settings
from web.app import create_app
from web.keys import keys_of

SITE = "https://news.example"
EVIL = "https://evil.example"
ORIGIN = "Access-Control-Allow-Origin"
Make = Callable[..., str]


@pytest.fixture(scope="module")
def home(home_of: Callable[[list[dict[str, Any]]], Path]) -> Path:
    return home_of(
        [
            {"id": "1", "title": "نهر دجلة", "outlet": "A", "place": "بغداد"},
            {"id": "2", "title": "نهر الفرات", "outlet": "B", "place": "بغداد"},
            {"id": "3", "title": "نهر الزاب", "outlet": "B", "place": "أربيل"},
        ]
    )


@pytest.fixture
def settings(home: Path) -> Settings:
    return load_settings(home=home)


def titles(answer: TestResponse) -> set[str]:
    assert answer.status_code == 200, answer.text
    return {hit["source_id"] for hit in orjson.loads(answer.data)["hits"]}


def test_an_anonymous_answer_is_for_no_other_origin(client: FlaskClient) -> None:
    for path in ("/api/v1/search", "/api/v1/articles/1", "/api/v1/search?limit=0", "/api/nope"):
        answer = client.get(path, headers={"Origin": EVIL})
        assert ORIGIN not in answer.headers
        assert answer.headers["Cross-Origin-Resource-Policy"] == "same-origin"
        assert "Origin" in answer.headers["Vary"]


def test_a_public_key_is_for_pages_of_its_origins(client: FlaskClient, make_key: Make) -> None:
    key = make_key("public")
    path = f"/api/v1/search?q=نهر&key={key}"
    assert client.get(path, headers={"Origin": SITE}).headers[ORIGIN] == SITE
    for origin in (EVIL, "null", "http://news.example", f"{SITE}.evil.example"):
        refused = client.get(path, headers={"Origin": origin})
        assert refused.status_code == 403
        assert ORIGIN not in refused.headers
        assert "hits" not in refused.text


def test_errors_too_can_be_read_by_the_keys_origin(client: FlaskClient, make_key: Make) -> None:
    key = make_key("public", max_limit=5)
    for path, status in (
        ("/api/v1/search?limit=0", 400),
        ("/api/v1/search?limit=6", 400),
        ("/api/v1/articles/none?", 404),
        ("/api/v1/export?", 403),
        ("/api/v1/nowhere?", 404),
    ):
        answer = client.get(f"{path}&key={key}", headers={"Origin": SITE})
        assert answer.status_code == status, path
        assert answer.headers[ORIGIN] == SITE


def test_a_preflight_is_answered_for_the_keys_origin_alone(
    client: FlaskClient, make_key: Make
) -> None:
    key = make_key("public")
    asked = {"Access-Control-Request-Method": "GET", "Access-Control-Request-Headers": "x"}
    path = f"/api/v1/search?key={key}"
    allowed = client.options(path, headers={"Origin": SITE, **asked})
    assert allowed.status_code == 200
    assert allowed.headers[ORIGIN] == SITE
    assert "Authorization" not in allowed.headers["Access-Control-Allow-Headers"]
    assert "POST" not in allowed.headers["Access-Control-Allow-Methods"]
    assert "Access-Control-Allow-Credentials" not in allowed.headers
    for other in (path, "/api/v1/search", "/api/v1/articles"):
        assert ORIGIN not in client.options(other, headers={"Origin": EVIL, **asked}).headers


def test_a_public_key_does_not_leave_its_filters(client: FlaskClient, make_key: Make) -> None:
    key = make_key("public", filters=(("outlet", "B"),))
    for more in ("q=نهر", "q=", "q=outlet:A OR نهر", "q=نهر&match=any", "sort=oldest"):
        assert titles(client.get(f"/api/v1/search?{more}&key={key}")) == {"2", "3"}, more
    assert titles(client.get(f"/api/v1/search?filter=outlet:A&key={key}")) == set()
    assert titles(client.get(f"/api/v1/search?filter=outlet:A&filter=outlet:B&key={key}")) == {
        *("2", "3")
    }
    facets = orjson.loads(client.get(f"/api/v1/search?facets=outlet&key={key}").data)["facets"]
    assert [value["value"] for value in facets["outlet"]] == ["B"]
    assert client.get(f"/api/v1/articles/1?key={key}").status_code == 404
    assert client.get(f"/api/v1/articles/2?key={key}").status_code == 200


def test_a_cursor_of_somebody_else_does_not_widen_a_key(
    client: FlaskClient, make_key: Make
) -> None:
    key = make_key("public", filters=(("outlet", "B"),))
    following = orjson.loads(client.get("/api/v1/search?limit=1").data)["links"]["next"]
    assert client.get(f"{following}&key={key}").status_code == 400


def test_links_under_a_key_lead_on_as_they_stand(client: FlaskClient, make_key: Make) -> None:
    key = make_key("public", filters=(("outlet", "B"),), max_limit=1)
    seen: set[str] = set()
    address: str | None = f"/api/v1/search?key={key}"
    while address:
        answer = client.get(address)
        seen |= titles(answer)
        address = orjson.loads(answer.data)["links"]["next"]
    assert seen == {"2", "3"}


@pytest.mark.parametrize(
    ("method", "path"),
    [("POST", "/api/v1/articles"), ("DELETE", "/api/v1/articles/1"), ("GET", "/api/v1/export")],
)
def test_only_a_secret_key_changes_or_takes_all(
    client: FlaskClient, make_key: Make, method: str, path: str
) -> None:
    assert client.open(path, method=method).status_code == 401
    assert client.open(f"{path}?key={make_key('public')}", method=method).status_code == 403


def test_a_secret_key_never_goes_into_an_address(client: FlaskClient, make_key: Make) -> None:
    token = make_key("secret")
    refused = client.get(f"/api/v1/search?key={token}")
    assert refused.status_code == 401
    assert token not in refused.text
    assert client.get("/api/v1/search", headers=bearer(token)).status_code == 200
    assert client.get("/api/v1/search", headers=bearer(make_key("public"))).status_code == 401


def test_a_wrong_or_revoked_key_is_refused_with_what_is_wanted(
    client: FlaskClient, make_key: Make, settings: Settings
) -> None:
    token = make_key("public")
    assert client.get(f"/api/v1/search?key={token}").status_code == 200
    key = keys_of(settings).find(token)
    assert key is not None
    keys_of(settings).revoke(key.id)
    for given in ("", "pk_x", token):
        refused = client.get(f"/api/v1/search?key={given}", headers={"Origin": SITE})
        assert refused.status_code == 401
        assert refused.headers["WWW-Authenticate"] == "Bearer"
        assert ORIGIN not in refused.headers
    assert client.get("/api/v1/search", headers={"Authorization": "Basic x"}).status_code == 401


def test_two_keys_at_once_are_refused(client: FlaskClient, make_key: Make) -> None:
    public, secret = make_key("public"), make_key("secret")
    path = f"/api/v1/search?key={public}"
    assert client.get(path, headers=bearer(secret)).status_code == 400
    assert client.get(f"{path}&key={public}").status_code == 400


def test_without_anonymous_use_searches_and_pages_need_a_key(
    settings: Settings, make_key: Make
) -> None:
    client = create_app(load_settings(home=settings.home, anonymous=False)).test_client()
    for path in ("/api/v1/search", "/api/v1/articles/1", "/", "/search", "/article/1"):
        assert client.get(path).status_code == 401, path
    assert titles(client.get(f"/api/v1/search?key={make_key('public')}")) == {"1", "2", "3"}
    for path in ("/healthz", "/readyz", "/api/v1/openapi.json"):
        assert client.get(path).status_code == 200, path


@pytest.mark.parametrize(
    ("given", "open_"),
    [
        ({}, True),
        ({"host": "0.0.0.0"}, False),
        ({"host": "0.0.0.0", "allow_public": True}, True),
        ({"host": "0.0.0.0", "allow_public": True, "anonymous": False}, False),
        ({"anonymous": False}, False),
    ],
)
def test_anonymous_search_is_for_loopback_unless_said(
    settings: Settings, given: dict[str, Any], open_: bool
) -> None:
    client = create_app(load_settings(home=settings.home, **given)).test_client()
    assert (client.get("/api/v1/search").status_code == 200) is open_


def bearer(token: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {token}"}
