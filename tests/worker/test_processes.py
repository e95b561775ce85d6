"""`fihrist translate` as processes: killed, stopped, several on one archive."""

from __future__ import annotations

import random
import signal
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

import orjson
import pytest

from index.archive import Archive
from search.settings import load_settings
from tests.translation.provider_server import ProviderServer
from tests.worker import killing
from tests.worker.conftest import sentences


def test_a_killed_run_is_gone_on_with_and_asks_next_to_nothing_twice(tmp_path: Path) -> None:
    """2,000 sentences: at most 40 in vain. `python -m tests.bench.translation kill` kills 50."""
    chance = random.Random(20260724)
    one = killing.killed(tmp_path / "home", 2_000, 1, chance, lambda: chance.uniform(0.1, 0.9))
    assert one.distinct == 2_000
    assert one.asked <= 1.02 * one.distinct


def test_an_often_killed_run_loses_only_what_was_under_way(tmp_path: Path) -> None:
    chance = random.Random(20260725)
    one = killing.killed(tmp_path / "home", 400, 3, chance, lambda: chance.uniform(0.05, 0.4))
    assert one.asked - one.distinct <= 3 * 4 * 8, "3 kills, of 32 sentences each at most"


@pytest.mark.parametrize("database", ["sqlite", "postgresql"])
def test_workers_of_one_archive_never_do_the_same_sentence_twice(
    database: str, request: pytest.FixtureRequest, tmp_path: Path, provider_server: ProviderServer
) -> None:
    home, lines = tmp_path / "home", sentences(900)
    more = {}
    if database == "postgresql":
        url: Callable[[], str] = request.getfixturevalue("postgres_url")
        more = {"FIHRIST_DATABASE_URL": url()}
    killing.store(home, lines, **more)
    provider_server.delay = 0.02
    workers = [killing.start(home, provider_server, **more) for _ in range(3)]
    shares = []
    for worker in workers:
        out, err = worker.communicate(timeout=120)
        assert worker.returncode == 0, out + err
        shares.append(int(out.split()[1].rstrip(",")))
    assert not provider_server.repeated
    assert sum(shares) == 900
    assert sorted(shares)[1] > 0, "more than one had a share"
    settings = load_settings(home=home, database_url=more.get("FIHRIST_DATABASE_URL"))
    with Archive.open(settings.archive_url, create=False) as archive:
        assert archive.stats().missing == 0
        assert archive.work.waiting("sentence").claimed == 0


def test_two_variables_are_all_it_takes_to_use_a_server_of_ones_own(
    tmp_path: Path, provider_server: ProviderServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    home, lines = tmp_path / "home", sentences(20)
    killing.store(home, lines)
    monkeypatch.setenv("FIHRIST_TRANSLATOR", "libretranslate")
    monkeypatch.setenv("FIHRIST_LIBRETRANSLATE_URL", provider_server.url)
    done = subprocess.run(
        [*killing.FIHRIST, "--home", str(home), "translate"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("translated 20, articles 2, refused 0,")
    killing.check(home, lines)
    for request in provider_server.requests:
        assert (request.method, request.path) == ("POST", "/translate")
        assert "api_key" not in request.parameters
        assert "authorization" not in request.headers


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_ends_a_run_cleanly(
    number: signal.Signals, tmp_path: Path, provider_server: ProviderServer
) -> None:
    home, lines = tmp_path / "home", sentences(400)
    killing.store(home, lines)
    provider_server.delay = 0.1
    process = killing.start(home, provider_server)
    while len(provider_server.asked) < 80:
        time.sleep(0.005)
    process.send_signal(number)
    began = time.monotonic()
    out, err = process.communicate(timeout=30)
    assert process.returncode == 130, err
    assert time.monotonic() - began < 5
    assert "goes on with the rest" in err
    asked = len(provider_server.asked)
    assert out.startswith(f"translated {asked},")
    rest = killing.start(home, provider_server)
    rest.communicate(timeout=60)
    assert rest.returncode == 0
    assert not provider_server.repeated
    killing.check(home, lines)


def test_add_translates_what_it_added_where_a_translator_is_named(
    tmp_path: Path, provider_server: ProviderServer
) -> None:
    home, lines = tmp_path / "home", sentences(40)
    killing.store(home, lines[:20])
    source = tmp_path / "more.jsonl"
    killing.write(source, lines[20:])
    source.write_bytes(source.read_bytes().replace(b'"id":"a', b'"id":"b'))

    def add() -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [*killing.FIHRIST, "--home", str(home), "add", str(source)],
            env=killing.environment(provider_server),
            text=True,
            capture_output=True,
            check=False,
        )

    done = add()
    assert done.returncode == 0, done.stderr
    assert done.stdout == "added 2, unchanged 0, replaced 0, failed 0\n"
    assert "translated 20, articles 2" in done.stderr
    assert sorted(provider_server.asked) == sorted(lines[20:]), "and nothing of the backlog"
    assert add().returncode == 0
    assert not provider_server.repeated
    status = subprocess.run(
        [*killing.FIHRIST, "--home", str(home), "status", "--json"],
        capture_output=True,
        check=True,
    )
    report = orjson.loads(status.stdout)
    assert report["index"]["lag"] == 0
    assert report["translation"]["pending_sentences"] == 20
    assert report["translation"]["done"] == {"libretranslate": 20}
    spent = report["translation"]["spent"]["libretranslate"]
    assert spent["characters"] == provider_server.characters
