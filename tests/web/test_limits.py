"""Limits: exact for one connection and for many, over processes, told in headers."""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable
from pathlib import Path

import pytest

from search.settings import load_settings
from web.app import create_app
from web.limits import WINDOW, Limiter


def allowed(limiter: Limiter, subject: str, limit: int, tries: int) -> int:
    return sum(limiter.hit(subject, limit).allowed for _ in range(tries))


def test_a_limit_is_what_it_says() -> None:
    limiter = Limiter()
    assert allowed(limiter, "a", 10, 25) == 10
    assert allowed(limiter, "b", 10, 5) == 5


def test_a_count_begins_anew_after_its_window() -> None:
    now = 1000.0
    limiter = Limiter(clock=lambda: now)
    assert allowed(limiter, "a", 3, 5) == 3
    now += WINDOW - 0.1
    standing = limiter.hit("a", 3)
    assert (standing.allowed, round(standing.reset, 1)) == (False, 0.1)
    now += 0.2
    assert allowed(limiter, "a", 3, 5) == 3


def test_a_clock_that_is_set_back_locks_nobody_out() -> None:
    now = 1e9
    limiter = Limiter(clock=lambda: now)
    assert allowed(limiter, "a", 3, 5) == 3
    now -= 86_400
    assert allowed(limiter, "a", 3, 5) == 3


def test_many_subjects_forget_the_oldest_only() -> None:
    limiter = Limiter()
    for number in range(50_000):
        assert limiter.hit(f"address {number}", 1).allowed
    assert not limiter.hit("address 49999", 1).allowed


def _ask(file: Path, tries: int) -> int:
    return allowed(Limiter(file), "shared", 500, tries)


def test_processes_share_one_count(tmp_path: Path) -> None:
    file = tmp_path / "limits"
    Limiter(file).close()
    with multiprocessing.get_context("forkserver").Pool(3) as pool:
        counts = pool.starmap(_ask, [(file, 400)] * 3)
    assert sum(counts) == 500


@pytest.fixture
def limited(tmp_path: Path) -> Callable[..., int]:
    app = create_app(load_settings(home=tmp_path, rate_limit=3, trusted_proxies="10.0.0.0/8"))
    client = app.test_client()

    def status(path: str = "/api/v1/openapi.json", peer: str = "192.0.2.1", **headers: str) -> int:
        answer = client.get(path, environ_base={"REMOTE_ADDR": peer}, headers=headers)
        if answer.status_code == 429:
            assert 1 <= int(answer.headers["Retry-After"]) <= 61
            assert answer.content_type in ("application/problem+json", "text/html; charset=utf-8")
        if path.startswith("/api/"):
            assert answer.headers["X-RateLimit-Limit"] == "3"
            assert 0 <= int(answer.headers["X-RateLimit-Remaining"]) < 3
        return answer.status_code

    return status


def test_an_address_beyond_its_limit_is_told_when_to_come_back(limited: Callable[..., int]) -> None:
    assert [limited() for _ in range(5)] == [200, 200, 200, 429, 429]
    assert limited(peer="192.0.2.2") == 200
    assert limited("/search") == 429
    assert limited("/healthz") == 200


def test_a_subscribers_ipv6_addresses_are_one(limited: Callable[..., int]) -> None:
    assert [limited(peer=f"2001:db8::{n}") for n in range(4)] == [200, 200, 200, 429]
    assert limited(peer="2001:db8:0:1::1") == 200


def test_only_a_trusted_proxy_says_who_asks(limited: Callable[..., int]) -> None:
    for n in range(3):
        limited(peer="192.0.2.1", **{"X-Forwarded-For": f"198.51.100.{n}"})
    assert limited(peer="192.0.2.1", **{"X-Forwarded-For": "198.51.100.9"}) == 429
    forwarded = {"X-Forwarded-For": "198.51.100.1, 203.0.113.5, 10.0.0.9"}
    assert [limited(peer="10.0.0.1", **forwarded) for _ in range(4)] == [200, 200, 200, 429]
    # What a client writes before its own address does not make it another one.
    assert limited(peer="10.0.0.1", **{"X-Forwarded-For": "1.2.3.4, 203.0.113.5"}) == 429


def test_a_key_has_a_limit_of_its_own(tmp_path: Path, make_key: Callable[..., str]) -> None:
    app = create_app(load_settings(home=tmp_path / "home"))
    client = app.test_client()
    path = f"/api/v1/openapi.json?key={make_key('public', per_minute=2)}"
    assert [client.get(path).status_code == 429 for _ in range(3)] == [False, False, True]
    assert client.get("/api/v1/openapi.json").status_code == 200
    token = make_key("secret", per_minute=1)
    bearer = {"Authorization": f"Bearer {token}"}
    statuses = [client.get("/api/v1/openapi.json", headers=bearer).status_code for _ in range(2)]
    assert statuses == [200, 429]


def test_loopback_is_not_limited_unless_said(tmp_path: Path) -> None:
    client = create_app(load_settings(home=tmp_path)).test_client()
    assert "X-RateLimit-Limit" not in client.get("/api/v1/openapi.json").headers
    beyond = create_app(load_settings(home=tmp_path, host="0.0.0.0", allow_public=True))
    assert beyond.test_client().get("/api/v1/openapi.json").headers["X-RateLimit-Limit"] == "600"
