"""Articles in and out over HTTP, in process: what is answered is what the archive has."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import orjson
import pytest
from flask.testing import FlaskClient

from index.archive import Archive
from index.readers.jsonl import FIELDS
from web.api import answers, ingest
from web.api.ingest import GivenArticle

PATH = "/api/v1/articles"
ARTICLE = {"id": "a1", "title": "نهر دجلة", "text": "ينبع النهر من الجبال.", "note": "n"}


@pytest.fixture
def bearer(make_key: Callable[..., str]) -> dict[str, str]:
    return {"Authorization": f"Bearer {make_key('secret')}"}


def test_an_article_sent_is_in_the_archive_when_it_is_answered(
    client: FlaskClient, bearer: dict[str, str], archive: Archive
) -> None:
    answer = client.post(PATH, json=ARTICLE, headers=bearer)
    body = answers.Ingested.model_validate_json(answer.data)
    (taken,) = body.results
    assert isinstance(taken, answers.Taken)
    (held,) = archive.articles([1])
    assert (held.id, held.source_id, held.metadata) == (taken.id, "a1", {"note": "n"})


def test_sending_the_same_again_changes_nothing(send: Callable[..., Any], archive: Archive) -> None:
    first = send(ARTICLE)
    again = send(ARTICLE)
    assert (first["added"], again["unchanged"]) == (1, 1)
    assert first["results"][0]["id"] == again["results"][0]["id"]
    assert archive.latest() == 1
    assert send({**ARTICLE, "title": "نهر الفرات"})["replaced"] == 1


def test_each_line_has_its_result_and_a_wrong_one_stops_no_other(
    client: FlaskClient, bearer: dict[str, str]
) -> None:
    lines = ['{"title": "a title"}', "", '{"title": 7}', "{broken", "[]", '{"text": "نهر"}', "{}"]
    sent = "\n".join(lines).encode()
    answer = client.post(PATH, data=sent, content_type="application/x-ndjson", headers=bearer)
    body = orjson.loads(answer.data)
    answers.Ingested.model_validate(body)
    assert [(each["line"], each["status"]) for each in body["results"]] == [
        *((1, "added"), (3, "failed"), (4, "failed")),
        *((5, "failed"), (6, "added"), (7, "failed")),
    ]
    assert (body["added"], body["failed"]) == (2, 4)
    assert body["results"][1]["detail"].startswith("title:")


def test_an_array_is_taken_article_by_article(client: FlaskClient, bearer: dict[str, str]) -> None:
    many = [{"id": number, "title": f"خبر {number}"} for number in range(300)]
    body = orjson.loads(client.post(PATH, json=many, headers=bearer).data)
    assert body["added"] == 300
    assert [each["line"] for each in body["results"]] == list(range(1, 301))


def test_a_source_keeps_equal_ids_apart(client: FlaskClient, bearer: dict[str, str]) -> None:
    ids = {
        orjson.loads(client.post(f"{PATH}?source={s}", json=ARTICLE, headers=bearer).data)[
            "results"
        ][0]["id"]
        for s in ("a", "b")
    }
    assert len(ids) == 2
    assert client.delete(f"{PATH}/a1", headers=bearer).status_code == 409


@pytest.mark.parametrize(
    ("body", "content_type", "status"),
    [
        (b"{}", "application/json", 422),
        (b"7", "application/json", 422),
        (b"[]", "application/json", 400),
        (b"", "application/json", 400),
        (b"", "application/x-ndjson", 400),
        (b"{", "application/json", 400),
        (b"a=1", "application/x-www-form-urlencoded", 415),
        (b"{}", "text/plain", 415),
        (b"{}", None, 415),
        (b"\n".join([b"{}"] * 1_001), "application/x-ndjson", 413),
    ],
)
def test_what_cannot_be_taken_is_a_problem(
    client: FlaskClient,
    bearer: dict[str, str],
    body: bytes,
    content_type: str | None,
    status: int,
) -> None:
    answer = client.post(PATH, data=body, content_type=content_type, headers=bearer)
    assert answer.status_code == status
    answers.Problem.model_validate_json(answer.data)


def test_a_body_that_is_too_large_is_refused_before_it_is_read(
    client: FlaskClient, bearer: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ingest, "MAX_BODY", 10)
    assert client.post(PATH, json=ARTICLE, headers=bearer).status_code == 413


def test_a_packed_body_is_refused(client: FlaskClient, bearer: dict[str, str]) -> None:
    headers = {**bearer, "Content-Encoding": "gzip"}
    assert client.post(PATH, json=ARTICLE, headers=headers).status_code == 415


def test_a_deleted_article_is_gone_from_archive_and_index(
    client: FlaskClient,
    bearer: dict[str, str],
    send: Callable[..., Any],
    archive: Archive,
    level: Callable[[], None],
) -> None:
    made = send(ARTICLE)["results"][0]["id"]
    level()
    assert client.get(f"{PATH}/a1").status_code == 200
    answer = client.delete(f"{PATH}/a1", headers=bearer)
    assert orjson.loads(answer.data) == {"deleted": [made]}
    level()
    assert archive.articles([1]) == []
    assert client.get(f"{PATH}/a1").status_code == 404
    assert client.delete(f"{PATH}/a1", headers=bearer).status_code == 404


def test_the_model_of_an_article_has_the_members_that_files_have() -> None:
    assert set(GivenArticle.model_fields) == set(FIELDS)
