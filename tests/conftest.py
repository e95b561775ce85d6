"""What tests of several rooms share: a home with the seeds in it, a server on it, Chromium."""

from __future__ import annotations

import itertools
import os
import shutil
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from playwright.sync_api import Browser, sync_playwright
from xdist.scheduler import LoadScopeScheduling

from search.engines import open_engine
from search.settings import Settings, load_settings
from tests import postgres_server
from tests.cluster import nodes
from tests.translation.provider_server import ProviderServer

ROOT = Path(__file__).parents[1]


class ByFile(LoadScopeScheduling):  # type: ignore[misc]  # pytest-xdist ships no types
    """Which tests share a process of `make test`: those of a file, so that what its fixtures make
    is made once, and all of the cluster, which is one for the run.

    By name and not by xdist_group: pytest-xdist 3.8 writes groups where pytest 9.2 reads none.
    """

    def _split_scope(self, nodeid: str) -> str:
        return "cluster" if is_of_the_cluster(nodeid) else nodeid.partition("::")[0]


def is_of_the_cluster(nodeid: str) -> bool:
    return "opensearch" in nodeid or "cluster" in nodeid


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> ByFile:
    return ByFile(config, log)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """A test marked for the cluster says so in its name, by which it is scheduled."""
    for item in items:
        if item.get_closest_marker("cluster"):
            assert is_of_the_cluster(item.nodeid), item.nodeid


@pytest.fixture(scope="session")
def require() -> Callable[[str, bool, str], None]:
    """require(name, available, reason) skips where a machine lacks something, with the reason;
    where FIHRIST_REQUIRE names it (as CI does), it fails instead."""

    def check(name: str, available: bool, reason: str) -> None:
        if available:
            return
        if name in os.environ.get("FIHRIST_REQUIRE", "").split(","):
            pytest.fail(f"FIHRIST_REQUIRE has {name}, but {reason}")
        pytest.skip(reason)

    return check


@pytest.fixture(scope="session")
def fihrist() -> Callable[..., list[str]]:
    """fihrist(home, *arguments): the command line of a `fihrist` process."""

    def command(home: Path, *arguments: object) -> list[str]:
        return [sys.executable, "-P", "-m", "search", "--home", str(home), *map(str, arguments)]

    return command


@pytest.fixture(scope="session")
def seeded_home(
    tmp_path_factory: pytest.TempPathFactory, fihrist: Callable[..., list[str]]
) -> Path:
    """A home into which the seeds were added by the command that users call."""
    home = tmp_path_factory.mktemp("seeded")
    subprocess.run(fihrist(home, "add", ROOT / "seeds"), check=True, capture_output=True)
    return home


@pytest.fixture(scope="session")
def free_port() -> Callable[[], int]:
    def find() -> int:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            return int(probe.getsockname()[1])

    return find


@pytest.fixture(scope="session")
def serve_home(
    fihrist: Callable[..., list[str]], free_port: Callable[[], int]
) -> Iterator[Callable[[Path], str]]:
    """serve_home(home) is the address of a `fihrist serve` on that home."""
    with ExitStack() as served:
        yield lambda home: served.enter_context(_serve(fihrist, home, free_port()))


@pytest.fixture(scope="session")
def server(seeded_home: Path, serve_home: Callable[[Path], str]) -> str:
    """The address of `fihrist serve` on the seeded home."""
    return serve_home(seeded_home)


@contextmanager
def _serve(fihrist: Callable[..., list[str]], home: Path, port: int) -> Iterator[str]:
    process = subprocess.Popen(
        fihrist(home, "serve", "--port", port, "--workers", 2),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stderr is not None
    try:
        said = []
        for line in process.stderr:
            said.append(line)
            if f"http://127.0.0.1:{port}" in line:
                break
        else:
            pytest.fail("serve ended at the start: " + "".join(said))
        yield f"http://127.0.0.1:{port}"
    finally:
        process.send_signal(signal.SIGTERM)
        process.communicate(timeout=30)


@pytest.fixture(scope="session")
def postgres(require: Callable[[str, bool, str], None]) -> Iterator[postgres_server.Server]:
    """A PostgreSQL server of this run."""
    programs = postgres_server.programs()
    reason = "there is no PostgreSQL server (Debian: apt install postgresql)"
    require("postgres", programs is not None, reason)
    assert programs is not None
    with postgres_server.serving(programs) as server:
        yield server


@pytest.fixture
def postgres_url(postgres: postgres_server.Server) -> Callable[[], str]:
    """postgres_url() is the address of an empty place for an archive. (A schema is made in a
    hundredth of the time of a database.)"""
    return postgres.new_schema


@pytest.fixture(scope="session")
def browser(require: Callable[[str, bool, str], None]) -> Iterator[Browser]:
    chromium = shutil.which("chromium")
    require("browser", chromium is not None, "there is no chromium (Debian: apt install chromium)")
    with sync_playwright() as playwright:
        # Chromium refuses its sandbox to root, as which CI runs.
        launched = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        yield launched
        launched.close()


@pytest.fixture
def provider_server() -> Iterator[ProviderServer]:
    """A translation provider on loopback (tests/translation/provider_server.py)."""
    with ProviderServer() as server:
        yield server


@pytest.fixture(scope="session")
def cluster(require: Callable[[str, bool, str], None]) -> Iterator[nodes.Cluster]:
    """Three OpenSearch nodes of our own; a test may kill one and start it again."""
    reason = nodes.missing()
    require("cluster", not reason, reason)
    with nodes.started() as cluster:
        yield cluster


@pytest.fixture(scope="session")
def cluster_url(request: pytest.FixtureRequest) -> str:
    """FIHRIST_OPENSEARCH_URL where that is set, else our own cluster."""
    given = os.environ.get("FIHRIST_OPENSEARCH_URL")
    return given or str(request.getfixturevalue("cluster").url)


Homes = Callable[[str], AbstractContextManager[Settings]]


@pytest.fixture(scope="session")
def homes(request: pytest.FixtureRequest) -> Homes:
    """`with homes(engine) as settings`: an empty home of that engine, gone afterwards. On the
    cluster it has an index of two shards, each on two nodes."""
    numbers = itertools.count(1)

    @contextmanager
    def made(engine: str) -> Iterator[Settings]:
        with TemporaryDirectory() as home:
            if engine != "opensearch":
                yield load_settings(home=Path(home), engine=engine)
                return
            settings = load_settings(
                home=Path(home),
                engine=engine,
                opensearch_url=request.getfixturevalue("cluster_url"),
                opensearch_prefix=f"test-{os.getpid()}-{next(numbers)}",
                opensearch_shards=2,
            )
            yield settings
            open_engine(settings).remove()

    return made
