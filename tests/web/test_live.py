"""A running service under its keys: acknowledged means kept, revoked means dead, killed means
started again; what its workers count together."""

from __future__ import annotations

import os
import shutil
import signal
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from http.client import HTTPException
from pathlib import Path
from typing import Any
from urllib.parse import quote

import orjson
import pytest

from search.settings import load_settings
from tests.web.service_process import Serving, serving, until
from web.keys import Key, Keys, keys_of

pytestmark = pytest.mark.skipif(
    not Path("/proc/self/stat").exists(), reason="children are found through /proc"
)
SEARCHABLE_WITHIN = 5.0  # seconds, as README says


@dataclass
class Site:
    """A service, its keys, and a secret one."""

    service: Serving
    keys: Keys
    secret: str

    def ask(self, method: str, path: str, body: Any = None) -> tuple[int, Any]:
        headers = {"Authorization": f"Bearer {self.secret}", "Content-Type": "application/json"}
        data = None if body is None else orjson.dumps(body)
        status, answer = self.service.ask(method, path, data, headers)
        return status, orjson.loads(answer)

    def total(self, q: str) -> int:
        path = f"/api/v1/search?match=all&limit=1&q={quote(q)}"
        return int(orjson.loads(self.service.get(path)[1])["total"]["value"])


@pytest.fixture(scope="module")
def home(seeded_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("live") / "home"
    shutil.copytree(seeded_home, made)
    return made


@pytest.fixture(scope="module")
def site(
    home: Path, fihrist: Callable[..., list[str]], free_port: Callable[[], int]
) -> Iterator[Site]:
    keys = keys_of(load_settings(home=home))
    secret = keys.add(Key("", "secret", "test"))[1]
    port = free_port()
    with serving(fihrist(home, "serve", "--port", port, "--workers", 2), port) as service:
        yield Site(service, keys, secret)


def test_what_is_sent_is_searchable_within_seconds(site: Site) -> None:
    status, answer = site.ask("POST", "/api/v1/articles", {"id": "fresh", "title": "قلعة فريدة"})
    acknowledged = time.monotonic()
    assert (status, answer["added"]) == (200, 1)
    assert until(lambda: site.total("فريدة") == 1, SEARCHABLE_WITHIN)
    assert time.monotonic() - acknowledged < SEARCHABLE_WITHIN
    assert site.ask("DELETE", "/api/v1/articles/fresh")[0] == 200
    assert until(lambda: site.total("فريدة") == 0, SEARCHABLE_WITHIN)


def test_a_revoked_key_is_dead_within_a_second_in_every_worker(site: Site) -> None:
    key, token = site.keys.add(Key("", "public", "site", ("https://news.example",)))
    path = f"/api/v1/search?q=Hamrin&key={token}"
    # Connections of their own, so that the system spreads them over both workers.
    assert {site.service.get(path)[0] for _ in range(20)} == {200}
    site.keys.revoke(key.id)
    time.sleep(1)
    assert {site.service.get(path)[0] for _ in range(20)} == {401}


def test_walk_export_and_total_agree_while_articles_are_added(site: Site) -> None:
    stop = threading.Event()
    sent: list[int] = []

    def add() -> None:
        while not stop.is_set():
            article = {"id": f"walk-{len(sent)}", "title": "خبر نهر جديد", "published": "2021"}
            sent.append(site.ask("POST", "/api/v1/articles", article)[0])

    adding = threading.Thread(target=add)
    adding.start()
    try:
        for sort in ("relevance", "newest", "oldest"):
            first = address = f"/api/v1/search?q={quote('نهر')}&limit=5&match=all&sort={sort}"
            seen: list[str] = []
            totals = set()
            while address:
                page = orjson.loads(site.service.get(address)[1])
                seen += [hit["id"] for hit in page["hits"]]
                totals.add(page["total"]["value"])
                address = page["links"]["next"]
            assert len(seen) == len(set(seen)), first
            assert totals == {len(seen)}, first
        bearer = {"Authorization": f"Bearer {site.secret}"}
        export = f"/api/v1/export?q={quote('نهر')}&match=all"
        before = site.total("نهر")
        exported = site.service.ask("GET", export, None, bearer)[1].splitlines()
        assert before <= len(exported) <= site.total("نهر")
    finally:
        stop.set()
        adding.join()
    assert set(sent) == {200}


def test_all_workers_are_counted_together(site: Site) -> None:
    def counted() -> float:
        text = site.service.get("/metrics")[1].decode()
        name = 'fihrist_requests_total{method="GET",route="/healthz",status="200"} '
        return float(text.partition(name)[2].partition("\n")[0] or 0)

    before = counted()
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda _: site.service.get("/healthz"), range(40)))
    assert {counted() - before for _ in range(10)} == {40}


class Load:
    """Asks and sends without end, from two threads; what failed, and what was acknowledged."""

    def __init__(self, site: Site, name: str) -> None:
        self.acknowledged: list[str] = []
        self.wrong: list[object] = []
        self.lost: list[Exception] = []  # with the process that held the connection
        self._site, self._name = site, name
        self._stop = threading.Event()
        self._threads = [threading.Thread(target=each) for each in (self._send, self._ask)]

    def __enter__(self) -> Load:
        for each in self._threads:
            each.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        for each in self._threads:
            each.join()

    def goes_on(self, after: int) -> bool:
        """Whether more has been acknowledged since there were so many."""
        return len(self.acknowledged) > after + 5

    def _send(self) -> None:
        number = 0
        while not self._stop.is_set():
            number += 1
            article = {"id": f"{self._name}-{number}", "title": f"خبر {self._name}"}
            try:
                status, answer = self._site.ask("POST", "/api/v1/articles", article)
            except (OSError, HTTPException) as error:
                self.lost.append(error)
                continue
            if status != 200:
                self.wrong.append((status, answer))
            else:
                self.acknowledged.append(answer["results"][0]["id"])

    def _ask(self) -> None:
        while not self._stop.is_set():
            try:
                status, body = self._site.service.get("/api/v1/search?q=Hamrin")
            except (OSError, HTTPException) as error:
                self.lost.append(error)
                continue
            if status != 200 or not orjson.loads(body)["hits"]:
                self.wrong.append((status, body))


def replaced(service: Serving, before: set[int]) -> bool:
    return bool({*service.workers(), *service.keepers()} - before)


def kept(site: Site, ids: list[str]) -> bool:
    found = (site.service.get(f"/api/v1/articles/{each}")[0] == 200 for each in ids)
    return all(found)


def test_a_killed_worker_and_keeper_lose_nothing_acknowledged(site: Site) -> None:
    service = site.service
    assert until(lambda: len(service.workers()) == 2 and bool(service.keepers()))
    with Load(site, "killed") as load:
        time.sleep(0.5)
        for victims in (service.keepers()[:1], service.workers()[:1]):
            before = {*service.workers(), *service.keepers()}
            for pid in victims:
                os.kill(pid, signal.SIGKILL)
            assert until(partial(replaced, service, before))
            assert until(partial(load.goes_on, len(load.acknowledged)))
    assert load.wrong == []
    assert load.acknowledged
    assert until(lambda: kept(site, load.acknowledged[-1:]))
    assert kept(site, load.acknowledged)


def test_a_reload_replaces_the_workers_without_a_failed_request(site: Site) -> None:
    before = site.service.workers()
    with Load(site, "reload") as load:
        time.sleep(0.3)
        site.service.process.send_signal(signal.SIGHUP)
        assert until(lambda: not set(before) & set(site.service.workers()), 40)
        assert until(lambda: len(site.service.workers()) == 2)
        assert until(partial(load.goes_on, len(load.acknowledged)))
    assert load.wrong == []
    assert load.lost == []
    assert until(lambda: kept(site, load.acknowledged[-1:]))


def test_a_limit_holds_over_all_workers(
    home: Path,
    fihrist: Callable[..., list[str]],
    free_port: Callable[[], int],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("FIHRIST_RATE_LIMIT", "60")
    port = free_port()
    with serving(fihrist(home, "serve", "--port", port, "--workers", 2), port) as service:
        with ThreadPoolExecutor(8) as pool:
            asked = pool.map(lambda _: service.get("/api/v1/search?q=Hamrin")[0], range(120))
            statuses = list(asked)
        assert set(statuses) == {200, 429}
        assert statuses.count(200) == 60
        assert service.get("/healthz")[0] == 200
