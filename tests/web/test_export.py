"""The export over HTTP: who gets it, in which form, and what goes on while it streams."""

from __future__ import annotations

import csv
import gzip
import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import orjson
import pytest
import zstandard
from flask.testing import FlaskClient

from search.settings import Settings, load_settings
from web.api import answers
from web.api.export import AT_ONCE

PATH = "/api/v1/export"


@pytest.fixture(scope="module")
def home(home_of: Callable[[list[dict[str, Any]]], Path]) -> Path:
    text = "ينبع النهر من الجبال. ويجري في السهول."
    return home_of(
        [{"id": str(n), "title": f"خبر {n}", "text": text, "place": "x"} for n in range(400)]
    )


@pytest.fixture
def settings(home: Path) -> Settings:
    return load_settings(home=home)


@pytest.fixture
def bearer(make_key: Callable[..., str]) -> dict[str, str]:
    return {"Authorization": f"Bearer {make_key('secret')}"}


def test_it_gives_every_article_the_search_counts(
    client: FlaskClient, bearer: dict[str, str]
) -> None:
    answer = client.get(f"{PATH}?q=النهر", headers=bearer)
    records = [orjson.loads(line) for line in answer.data.splitlines()]
    assert answer.content_type == "application/x-ndjson"
    total = orjson.loads(client.get("/api/v1/search?q=النهر").data)["total"]["value"]
    assert len(records) == total == int(answer.headers["X-Total-Count"]) == 400
    for record in records:
        answers.ExportedArticle.model_validate(record)


def test_it_goes_on_behind_a_cursor(client: FlaskClient, bearer: dict[str, str]) -> None:
    whole = client.get(PATH, headers=bearer).data.splitlines()
    cursor = orjson.loads(whole[249])["cursor"]
    rest = client.get(f"{PATH}?cursor={cursor}", headers=bearer)
    assert rest.data.splitlines() == whole[250:]
    assert rest.headers["X-Total-Count"] == "150"


def test_a_table_comes_as_a_file(client: FlaskClient, bearer: dict[str, str]) -> None:
    answer = client.get(f"{PATH}?format=csv&bom=1", headers=bearer)
    assert answer.content_type == "text/csv; charset=utf-8"
    assert answer.headers["Content-Disposition"] == 'attachment; filename="fihrist.csv"'
    rows = list(csv.reader(io.StringIO(answer.data.decode("utf-8-sig"), newline="")))
    assert len(rows) == 401


@pytest.mark.parametrize("encoding", ["zstd", "gzip"])
def test_it_streams_compressed(client: FlaskClient, bearer: dict[str, str], encoding: str) -> None:
    plain = client.get(PATH, headers=bearer).data
    answer = client.get(PATH, headers={**bearer, "Accept-Encoding": encoding})
    assert answer.headers["Content-Encoding"] == encoding
    if encoding == "gzip":
        assert gzip.decompress(answer.data) == plain
    else:
        assert zstandard.ZstdDecompressor().decompressobj().decompress(answer.data) == plain


def test_exports_leave_room_for_searches(client: FlaskClient, bearer: dict[str, str]) -> None:
    under_way = [client.get(PATH, headers=bearer, buffered=False) for _ in range(AT_ONCE)]
    assert client.get(PATH, headers=bearer).status_code == 503
    assert client.get("/api/v1/search").status_code == 200
    for each in under_way:
        each.close()
    assert client.get(PATH, headers=bearer).status_code == 200


@pytest.mark.parametrize("wrong", ["cursor=x", "format=xml", "limit=5", "sort=newest", "bom=2"])
def test_a_wrong_parameter_is_named(
    client: FlaskClient, bearer: dict[str, str], wrong: str
) -> None:
    body = orjson.loads(client.get(f"{PATH}?{wrong}", headers=bearer).data)
    assert body["errors"][0]["param"] == wrong.partition("=")[0]
    assert client.get(PATH, headers=bearer).status_code == 200  # its place was given back
