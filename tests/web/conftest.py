"""Keys and small homes for the tests of this room."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import orjson
import pytest
from flask.testing import FlaskClient

from index.archive import Archive
from index.compose import compose
from index.home import open_archive
from index.keeper import Keeper
from index.readers.jsonl import from_record
from index.workers import Workers
from search.settings import Settings, load_settings
from web.app import create_app
from web.keys import Key, keys_of

SITE = "https://news.example"


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """A home of the test's own, with nothing in it."""
    return load_settings(home=tmp_path / "home")


@pytest.fixture
def make_key(settings: Settings) -> Callable[..., str]:
    """make_key("public", …) is the token of a new key of the test's home."""

    def make(kind: str, **allowed: Any) -> str:
        if kind == "public":
            allowed.setdefault("origins", (SITE,))
        return keys_of(settings).add(Key("", kind, "test", **allowed))[1]  # type: ignore[arg-type]  # a literal

    return make


@pytest.fixture
def client(settings: Settings) -> FlaskClient:
    return create_app(settings).test_client()


@pytest.fixture
def archive(settings: Settings) -> Iterator[Archive]:
    with open_archive(settings) as opened:
        yield opened


@pytest.fixture
def level(settings: Settings, archive: Archive) -> Callable[[], None]:
    """Bring the index level, as a keeper would."""
    return lambda: bring_level(archive, settings)


def bring_level(archive: Archive, settings: Settings) -> None:
    with Workers(1) as workers, Keeper(archive, settings, workers) as keeper:
        keeper.level.finish()


@pytest.fixture(scope="module")
def home_of(
    tmp_path_factory: pytest.TempPathFactory,
) -> Callable[[list[dict[str, Any]]], Path]:
    """home_of(articles): a home with them in archive and index."""

    def make(articles: list[dict[str, Any]]) -> Path:
        settings = load_settings(home=tmp_path_factory.mktemp("made") / "home")
        with open_archive(settings) as archive:
            archive.add([compose(from_record(each, "test")) for each in articles])
            bring_level(archive, settings)
        return settings.home

    return make


@pytest.fixture
def send(settings: Settings, make_key: Callable[..., str]) -> Callable[..., Any]:
    """send(article, …) posts articles as NDJSON with a secret key; what became of them."""
    client = create_app(settings).test_client()
    bearer = {"Authorization": f"Bearer {make_key('secret')}"}

    def post(*articles: dict[str, Any]) -> Any:
        answer = client.post(
            "/api/v1/articles",
            data=b"\n".join(map(orjson.dumps, articles)),
            content_type="application/x-ndjson",
            headers=bearer,
        )
        assert answer.status_code == 200, answer.text
        return orjson.loads(answer.data)

    return post
