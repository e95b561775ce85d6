"""`fihrist serve` as processes: what is refused, what is respawned, what ends with what."""

from __future__ import annotations

import os
import re
import shutil
import signal
import socket
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, suppress
from pathlib import Path
from types import SimpleNamespace

import orjson
import pytest

from tests.web.service_process import Serving, alive, serving, until
from web.keeping import NICENESS
from web.server import _signalled

Command = Callable[..., list[str]]
LINUX = Path("/proc/self/stat").exists()
needs_proc = pytest.mark.skipif(not LINUX, reason="children are found through /proc")


@pytest.fixture(scope="module")
def start(
    seeded_home: Path,
    tmp_path_factory: pytest.TempPathFactory,
    fihrist: Command,
    free_port: Callable[[], int],
) -> Callable[[], AbstractContextManager[Serving]]:
    """start() serves a copy of the seeded home with two workers."""

    def begin() -> AbstractContextManager[Serving]:
        home = tmp_path_factory.mktemp("served") / "home"
        shutil.copytree(seeded_home, home)
        port = free_port()
        return serving(fihrist(home, "serve", "--port", port, "--workers", 2), port)

    return begin


@pytest.fixture(scope="module")
def service(start: Callable[[], AbstractContextManager[Serving]]) -> Iterator[Serving]:
    """One service for the tests that leave it running."""
    with start() as running:
        yield running


def test_it_serves_pages_and_the_api(service: Serving) -> None:
    assert service.get("/search?q=Hamrin&hl=en")[0] == 200
    status, body = service.get("/api/v1/search?q=Hamrin")
    assert status == 200
    assert orjson.loads(body)["hits"]


def test_the_log_has_the_path_and_never_the_query(service: Serving) -> None:
    service.get("/api/v1/search?q=hidden-words")
    assert until(lambda: any("GET /api/v1/search 200" in line for line in service.said))
    assert "hidden-words" not in "".join(service.said)


def test_nobody_can_write_lines_of_the_log(service: Serving) -> None:
    service.get("/article/x%0D%0AGET%20/forged%20200")
    assert until(lambda: any("GET /article/x%0D%0AGET%20/forged" in line for line in service.said))
    assert not any(line.startswith("GET /forged") for line in service.said)


@needs_proc
def test_a_killed_worker_is_respawned_and_requests_are_answered(service: Serving) -> None:
    before = service.workers()
    os.kill(before[0], signal.SIGKILL)

    def answered() -> bool:
        with suppress(OSError):
            return service.get("/readyz")[0] == 200
        return False

    assert until(answered, 5)
    assert until(lambda: len(set(service.workers()) - set(before)) == 1)


@needs_proc
def test_workers_that_keep_dying_do_not_end_the_service(service: Serving) -> None:
    for _ in range(3):
        assert until(lambda: bool(service.workers()))
        for pid in service.workers():
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        time.sleep(0.3)  # long enough for granian to see the deaths one by one

    def answered() -> bool:
        with suppress(OSError):
            return service.get("/readyz")[0] == 200
        return False

    assert until(answered)
    assert service.process.poll() is None


@needs_proc
def test_the_keeper_yields_to_the_workers_and_is_not_ended_by_their_ctrl_c(
    service: Serving,
) -> None:
    assert until(lambda: len(service.keepers()) == 1)
    (keeper,) = service.keepers()
    workers = os.getpriority(os.PRIO_PROCESS, service.workers()[0])
    assert until(lambda: os.getpriority(os.PRIO_PROCESS, keeper) == workers + NICENESS)
    # Of one session: Linux shares the processor out by sessions first, and by niceness within.
    assert os.getsid(keeper) == os.getsid(service.process.pid)
    assert os.getpgid(keeper) == keeper


@needs_proc
def test_a_killed_keeper_is_started_again(service: Serving) -> None:
    assert until(lambda: len(service.keepers()) == 1)
    first = service.keepers()[0]
    os.kill(first, signal.SIGKILL)
    assert until(lambda: service.keepers() not in ([], [first]))


@needs_proc
@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGTERM])
def test_nothing_outlives_the_parent(
    start: Callable[[], AbstractContextManager[Serving]], how: signal.Signals
) -> None:
    with start() as service:
        assert until(lambda: len(service.keepers()) == 1)
        started = [*service.workers(), *service.keepers()]
        assert len(started) == 3
        service.process.send_signal(how)
        assert service.process.wait(10) == (0 if how == signal.SIGTERM else -how)
        assert until(lambda: not any(alive(pid) for pid in started), 10)


def test_a_home_with_nothing_in_it_says_what_to_do_and_then_serves(
    tmp_path: Path, fihrist: Command, free_port: Callable[[], int]
) -> None:
    port = free_port()
    with serving(fihrist(tmp_path, "serve", "--port", port, "--workers", 1), port) as service:
        status, page = service.get("/?hl=en")
        assert status in (200, 503)
        assert b"fihrist add PATH" in page
        article = tmp_path / "a.txt"
        article.write_text("نهر دجلة\n\nينبع نهر دجلة من جبال طوروس ويجري في العراق.\n", "utf-8")
        subprocess.run(fihrist(tmp_path, "add", article), check=True, capture_output=True)
        search = "/api/v1/search?q=%D8%AF%D8%AC%D9%84%D8%A9"  # دجلة
        assert until(lambda: b'"total":{"value":1,' in service.get(search)[1])


def refused(command: list[str], **environment: str) -> str:
    done = subprocess.run(
        command,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
        env={**os.environ, **environment},
    )
    assert done.returncode != 0
    assert "Traceback" not in done.stderr
    return done.stderr


def test_a_port_in_use_is_refused(tmp_path: Path, fihrist: Command) -> None:
    with socket.socket() as taken:
        taken.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        said = refused(fihrist(tmp_path, "serve", "--port", port))
    assert re.search(rf"cannot serve on 127.0.0.1 port {port}: .*in use", said)


def test_serving_to_others_must_be_asked_for(tmp_path: Path, fihrist: Command) -> None:
    said = refused(fihrist(tmp_path, "serve", "--host", "0.0.0.0"))
    assert "--allow-public" in said


def test_an_address_of_another_machine_is_refused(tmp_path: Path, fihrist: Command) -> None:
    said = refused(fihrist(tmp_path, "serve", "--host", "192.0.2.1", "--allow-public"))
    assert "cannot serve on 192.0.2.1" in said


def test_a_wrong_setting_names_itself(tmp_path: Path, fihrist: Command) -> None:
    assert "FIHRIST_PORT" in refused(fihrist(tmp_path, "serve"), FIHRIST_PORT="web")


def test_an_index_of_another_archive_is_refused(
    seeded_home: Path, tmp_path: Path, fihrist: Command, free_port: Callable[[], int]
) -> None:
    home = tmp_path / "home"
    shutil.copytree(seeded_home, home)
    article = tmp_path / "a.txt"
    article.write_text("نهر دجلة\n\nينبع نهر دجلة من جبال طوروس.\n", "utf-8")
    other = tmp_path / "other"
    subprocess.run(fihrist(other, "add", article), check=True, capture_output=True)
    for name in ("archive.db", "archive.db-wal", "archive.db-shm"):
        (home / name).unlink(missing_ok=True)
        if (other / name).exists():
            shutil.copy(other / name, home / name)
    assert "archive" in refused(fihrist(home, "serve", "--port", free_port()))


def test_a_damaged_index_without_its_archive_is_refused_with_the_way_out(
    seeded_home: Path, tmp_path: Path, fihrist: Command, free_port: Callable[[], int]
) -> None:
    shutil.copytree(seeded_home / "index", tmp_path / "index")
    (tmp_path / "index" / "CURRENT").write_text("nonsense")
    assert "fihrist rebuild" in refused(fihrist(tmp_path, "serve", "--port", free_port()))


def test_a_damaged_index_beside_its_archive_is_made_anew(
    seeded_home: Path, tmp_path: Path, fihrist: Command, free_port: Callable[[], int]
) -> None:
    home = tmp_path / "home"
    shutil.copytree(seeded_home, home)
    (home / "index" / "CURRENT").write_text("nonsense")
    port = free_port()
    with serving(fihrist(home, "serve", "--port", port, "--workers", 1), port) as service:
        assert until(lambda: service.get("/readyz")[0] == 200)


def test_an_index_without_its_archive_is_served_read_only(
    seeded_home: Path, tmp_path: Path, fihrist: Command, free_port: Callable[[], int]
) -> None:
    shutil.copytree(seeded_home / "index", tmp_path / "index")
    port = free_port()
    with serving(fihrist(tmp_path, "serve", "--port", port, "--workers", 1), port) as service:
        assert service.get("/readyz")[0] == 200
        assert "read-only" in "".join(service.said)
    assert not (tmp_path / "archive.db").exists()


def test_a_late_notice_of_a_death_is_no_signal() -> None:
    server = SimpleNamespace(interrupt_signal=False, main_loop_interrupt=threading.Event())
    server.main_loop_interrupt.set()
    assert not _signalled(server, 0.2)  # type: ignore[arg-type]  # the two members it reads
    server.interrupt_signal = True
    assert _signalled(server, 0.2)  # type: ignore[arg-type]  # the same
