"""A web on loopback, a clock, and a fetcher between them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from index.archive import Archive
from index.fetching import Fetcher, Limits, fetcher_of
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
def settings(tmp_path: Path) -> Settings:
    return load_settings(home=tmp_path / "home")


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
