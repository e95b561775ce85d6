"""Taking articles in and out over HTTP: the one module of this room that calls `index`."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, cast

import orjson
from flask import Flask, Response, current_app, request
from pydantic import BaseModel, ConfigDict, Field, ValidationError
from werkzeug.exceptions import BadRequest, Conflict, RequestEntityTooLarge, UnsupportedMediaType

from search.errors import BadArticle, NotFound
from search.settings import Settings
from web.api import answers
from web.api.context import json_answer
from web.api.operation import MAX_ARTICLES, Body, operation
from web.parameters import NoParameters, Parameters

if TYPE_CHECKING:
    from index.archive import Archive, Record
    from index.draft import Failure, RawArticle

MAX_BODY = 32 << 20  # bytes
BATCH = 128  # articles a transaction of the archive

JSON, LINES = "application/json", "application/x-ndjson"
_ARCHIVES = "fihrist.archives"


class GivenArticle(BaseModel):
    """An article as `fihrist add` takes it; members beside these are kept as metadata."""

    model_config = ConfigDict(extra="allow", strict=True)

    id: str | int | None = Field(None, description="The source's own id: the same one replaces.")
    title: str | None = None
    text: str | None = Field(None, description="A title or a text is needed.")
    url: str | None = Field(None, description="An http or https address.")
    lang: str | None = Field(None, description="ar or en; found out where it is not stated.")
    published: str | None = Field(None, description="ISO 8601, as precise as is known.")
    outlet: str | None = None
    agency: str | None = None
    place: str | None = None
    category: str | None = None
    title_en: str | None = Field(None, description="The English of an Arabic title.")
    text_en: str | None = Field(None, description="The English of an Arabic text.")
    translator: str | None = Field(None, description="The machine that made it, if one did.")


class IngestParameters(Parameters):
    source: str | None = Field(
        None, max_length=200, description="Keeps equal ids of different sources apart."
    )


class Archives:
    """The home's archive, opened when the first article comes."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._lock = threading.Lock()
        self._archive: Archive | None = None

    def get(self) -> Archive:
        """Raises ArchiveError where there is none and none may be made."""
        from index.home import open_archive  # only those who take articles in wait for it

        with self._lock:
            if self._archive is None:
                self._archive = open_archive(self._settings)
            return self._archive


def install(app: Flask, settings: Settings) -> None:
    """Give the application its archive."""
    app.extensions[_ARCHIVES] = Archives(settings)


@operation(
    "POST",
    "/api/v1/articles",
    "Add or replace articles",
    need="secret",
    parameters=IngestParameters,
    body=Body(GivenArticle, lines=True),
    answer=answers.Ingested,
    errors=(413, 415, 422),
)
def add_articles(asked: IngestParameters) -> Response:
    """One article as JSON, or up to 1,000 as a JSON array or as NDJSON, of at most 32 MB. Sending
    the same again changes nothing. What is answered as added, unchanged or replaced is in the
    archive for good, and searchable within five seconds. A wrong article among several does not
    keep the others out; a wrong one sent alone is a problem."""
    from index.draft import Failure
    from index.ingest import pack

    numbered = list(_records())
    items = [_item(record, line) for line, record in numbered]
    packed = pack(items, asked.source)
    if len(packed) == 1 and isinstance(packed[0], Failure) and _alone():
        raise BadArticle(packed[0].reason)
    results = _stored([line for line, _ in numbered], packed)
    counts = {
        status: sum(each["status"] == status for each in results)
        for status in ("added", "unchanged", "replaced", "failed")
    }
    return json_answer({**counts, "results": results})


@operation(
    "DELETE",
    "/api/v1/articles/{article_id}",
    "Delete an article",
    need="secret",
    parameters=NoParameters,
    answer=answers.Deleted,
    errors=(404, 409),
    path_parameters={"article_id": "The article's id, or the id that its source gave it."},
)
def delete_article(article_id: str) -> Response:
    """Takes it out of the archive at once, and out of the index within five seconds."""
    archive = _archive()
    found = archive.find(article_id)
    if not found:
        raise NotFound(f"there is no article {article_id!r}")
    if len(found) > 1:
        raise Conflict(f"{len(found)} articles have this id of a source: {', '.join(found)}")
    archive.delete(found)
    return json_answer({"deleted": found})


def _archive() -> Archive:
    return cast(Archives, current_app.extensions[_ARCHIVES]).get()


def _stored(lines: list[int], packed: list[Record | Failure]) -> list[dict[str, Any]]:
    """What became of each item, once the archive has all that can be stored."""
    from index.archive import Record
    from index.ingest import refusal

    results: list[dict[str, Any]] = [{} for _ in packed]
    waiting = [place for place, entry in enumerate(packed) if isinstance(entry, Record)]
    for start in range(0, len(waiting), BATCH):
        places = waiting[start : start + BATCH]
        outcomes = _archive().store([cast("Record", packed[place]) for place in places])
        for place, outcome in zip(places, outcomes, strict=True):
            if outcome.status == "refused":
                packed[place] = refusal(cast("Record", packed[place]), outcome)
                continue
            results[place] = {"line": lines[place], "status": outcome.status, "id": outcome.id}
    for place, entry in enumerate(packed):
        if not isinstance(entry, Record):
            results[place] = {"line": lines[place], "status": "failed", "detail": entry.reason}
    return results


def _alone() -> bool:
    return request.mimetype == JSON


def _records() -> Iterator[tuple[int, Any]]:
    """Each article's line (its place, in a JSON array) and its object, or what is wrong with it."""
    body = _body()
    if request.mimetype == LINES:
        lines = [(n, line) for n, line in enumerate(body.split(b"\n"), 1) if line.strip()]
        _check_number(len(lines))
        for number, line in lines:
            yield number, _parsed(line)
        return
    try:
        value = orjson.loads(body)
    except orjson.JSONDecodeError as error:
        raise BadRequest(f"The body is not JSON: {error}.") from None
    records = value if isinstance(value, list) else [value]
    _check_number(len(records))
    yield from enumerate(records, 1)


def _body() -> bytes:
    if request.mimetype not in (JSON, LINES):
        raise UnsupportedMediaType(f"Send {JSON} or {LINES}.")
    if request.headers.get("Content-Encoding", "identity") != "identity":
        raise UnsupportedMediaType("Send the body without a Content-Encoding.")
    request.max_content_length = MAX_BODY
    return request.get_data(cache=False)


def _check_number(number: int) -> None:
    if number == 0:
        raise BadRequest("There is no article in the body.")
    if number > MAX_ARTICLES:
        raise RequestEntityTooLarge(f"These are {number} articles; send {MAX_ARTICLES} at a time.")


def _parsed(line: bytes) -> Any:
    try:
        return orjson.loads(line)
    except orjson.JSONDecodeError as error:
        return BadArticle(f"the line is not JSON: {error}")


def _item(record: Any, line: int) -> RawArticle | Failure:
    from index.draft import Failure
    from index.readers.jsonl import from_record

    try:
        if isinstance(record, BadArticle):
            raise record
        if isinstance(record, dict):
            GivenArticle.model_validate(record)
        return from_record(record, str(line))
    except ValidationError as error:
        fault = error.errors(include_url=False)[0]
        return Failure(str(line), f"{fault['loc'][0]}: {fault['msg']}")
    except BadArticle as error:
        return Failure(str(line), str(error))
