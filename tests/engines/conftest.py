"""Each engine in turn, over an empty home."""

from __future__ import annotations

from pathlib import Path

import pytest

from search.engines import open_engine
from search.engines.protocol import Engine
from search.settings import Settings, load_settings


@pytest.fixture(params=["tantivy", "whoosh"])
def settings(request: pytest.FixtureRequest, tmp_path: Path) -> Settings:
    return load_settings(home=tmp_path, engine=request.param)


@pytest.fixture
def engine(settings: Settings) -> Engine:
    return open_engine(settings)
