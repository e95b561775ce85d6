"""A web on loopback, a clock, and a fetcher between them."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from click.testing import CliRunner

from index.archive import Archive
from index.fetching import Fetcher, Limits, fetcher_of
from search.cli import cli
from search.errors import FihristError, outcome
from search.settings import Settings, load_settings
from tests.fetching.site import Hours, Web, serving

QUICK = Limits(connect=1.0, read=1.0, total=5.0, page=400_000, size=800_000)
"""Bounds that a test reaches soon."""


@pytest.fixture
def web() -> Iterator[Web]:
    with serving() as served:
        yield served


@pytest.fixture
def clock() -> Hours:
    return Hours()


@pytest.fixture
def settings() -> Iterator[Settings]:
    """A home in memory where the system has such a folder: a week is two thousand commits."""
    memory = Path("/dev/shm")
    with TemporaryDirectory(dir=memory if os.access(memory, os.W_OK) else None) as home:
        yield load_settings(home=Path(home) / "home")


@pytest.fixture
def archive(settings: Settings) -> Iterator[Archive]:
    with Archive.open(settings.archive_url) as opened:
        yield opened


@pytest.fixture
def fetchers(web: Web, clock: Hours, settings: Settings) -> Iterator[Callable[..., Fetcher]]:
    """fetchers(limits, patience): a fetcher on the web of the test."""
    made: list[Fetcher] = []

    def make(limits: Limits = QUICK, patience: float = 3600.0) -> Fetcher:
        made.append(fetcher_of(settings, clock, limits, patience, web.network))
        return made[-1]

    yield make
    for fetcher in made:
        fetcher.__exit__()


@pytest.fixture
def fetcher(fetchers: Callable[..., Fetcher]) -> Fetcher:
    return fetchers()


@dataclass(frozen=True)
class Done:
    """What a command said and how it ended."""

    returncode: int
    stdout: str
    stderr: str


Run = Callable[..., Done]


def command(home: Path, *arguments: str, private: bool = True) -> tuple[list[str], dict[str, str]]:
    """A `fihrist` process on a home, and its environment."""
    line = [sys.executable, "-P", "-m", "search", "--home", str(home), *arguments]
    settings = {"FIHRIST_FETCH_ALLOW_PRIVATE": "1" if private else "0", "FIHRIST_FETCH_DELAY": "0"}
    return line, os.environ | settings


@pytest.fixture
def fihrist(tmp_path: Path) -> Run:
    """A command of the test's home, in this process, which is quicker."""

    def run(*arguments: str, given: str | None = None, private: bool = True) -> Done:
        _, environment = command(tmp_path, private=private)
        line = ["--home", str(tmp_path / "home"), *arguments]
        done = CliRunner().invoke(cli, line, input=given, env=environment)
        if isinstance(done.exception, FihristError):
            return Done(outcome(done.exception).exit_code, done.stdout, str(done.exception))
        if done.exception is not None and not isinstance(done.exception, SystemExit):
            raise done.exception
        return Done(done.exit_code, done.stdout, done.stderr)

    return run
