"""Hosts that are answered, request ids, security headers."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask.testing import FlaskClient

from search.settings import Settings
from web.app import create_app
from web.guard import allowed_hosts, host_allowed


@pytest.fixture
def client(tmp_path: Path) -> FlaskClient:
    return create_app(Settings(home=tmp_path)).test_client()


LOCAL = frozenset({"localhost", "127.0.0.1", "[::1]", "news.example:8443"})


@pytest.mark.parametrize(
    "header",
    ["localhost", "LOCALHOST:8000", "127.0.0.1:1", "[::1]", "[::1]:8000", "news.example:8443"],
)
def test_configured_hosts_are_answered(header: str) -> None:
    assert host_allowed(header, LOCAL)


@pytest.mark.parametrize(
    "header",
    [
        "",
        "evil.example",
        "localhost.evil.example",
        "evil.example:8000@localhost",
        "[::2]",
        "[::1",
        "127.0.0.1:99999999",
        "news.example",
        "news.example:80",
        "localhost\n",
        "localhost evil",
    ],
)
def test_other_hosts_are_not(header: str) -> None:
    assert not host_allowed(header, LOCAL)


def test_the_address_that_is_bound_is_answered() -> None:
    settings = Settings(host="192.0.2.7", allowed_hosts="news.example")
    assert allowed_hosts(settings) == {"192.0.2.7", "news.example"}
    assert "0.0.0.0" not in allowed_hosts(Settings(host="0.0.0.0"))


def test_a_foreign_host_is_a_400_for_pages_and_programs(client: FlaskClient) -> None:
    for path in ("/", "/api/v1/search", "/healthz"):
        assert client.get(path, headers={"Host": "evil.example"}).status_code == 400


@pytest.mark.parametrize("path", ["/healthz", "/", "/nowhere", "/static/fihrist.css", "/readyz"])
def test_every_answer_is_guarded(client: FlaskClient, path: str) -> None:
    headers = client.get(path, buffered=True).headers
    policy = headers["Content-Security-Policy"]
    assert policy.startswith("default-src 'none';")
    assert "unsafe" not in policy
    assert "script-src" not in policy
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["X-Request-Id"]


def test_a_request_keeps_its_id_if_it_is_a_plain_one(client: FlaskClient) -> None:
    assert client.get("/healthz", headers={"X-Request-Id": "a-1"}).headers["X-Request-Id"] == "a-1"
    forged = client.get("/healthz", headers={"X-Request-Id": "a b"}).headers["X-Request-Id"]
    assert forged != "a b"
