"""Each engine in turn, over an empty home."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager

import pytest

from search.engines import open_engine
from search.engines.protocol import Engine
from search.settings import Settings


@pytest.fixture(params=["tantivy", "whoosh", pytest.param("opensearch", marks=pytest.mark.cluster)])
def settings(
    request: pytest.FixtureRequest, homes: Callable[[str], AbstractContextManager[Settings]]
) -> Iterator[Settings]:
    with homes(request.param) as made:
        yield made


@pytest.fixture
def engine(settings: Settings) -> Engine:
    return open_engine(settings)
