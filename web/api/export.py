"""All that a query finds, streamed: `/api/v1/export`."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from typing import Literal

from flask import Response, current_app
from pydantic import Field

from search.errors import Unavailable
from search.export import export, lines, table
from web.api import answers
from web.api.context import service
from web.api.operation import operation
from web.parameters import Matching
from web.searching import deadline_of

AT_ONCE = 2
"""Exports of one worker: a slow reader holds a thread, and the others must stay for searches."""

_places = threading.BoundedSemaphore(AT_ONCE)


class _Place:
    """One of the places, given back once: when the last piece was taken, or the client left."""

    def __init__(self) -> None:
        if not _places.acquire(blocking=False):
            raise Unavailable(f"{AT_ONCE} exports are under way in this worker; try again")
        self._held = True

    def leave(self) -> None:
        if self._held:
            self._held = False
            _places.release()

    def during(self, pieces: Iterator[bytes]) -> Iterator[bytes]:
        try:
            yield from pieces
        finally:
            self.leave()


class ExportParameters(Matching):
    """What is exported, and how."""

    format: Literal["ndjson", "csv"] = Field(
        "ndjson", description="ndjson: a JSON object a line, with all sentence pairs; csv: a table."
    )
    bom: Literal["0", "1"] = Field(
        "0", description="1: a table begins with the mark by which Excel knows UTF-8."
    )
    cursor: str | None = Field(
        None,
        pattern=r"^[0-9]{1,10}\.[0-9]{1,10}$",
        description="Of the last article that arrived: go on behind it.",
    )


@operation(
    "GET",
    "/api/v1/export",
    "Export articles",
    need="secret",
    parameters=ExportParameters,
    answer=answers.ExportedArticle,
    media=("application/x-ndjson", "text/csv"),
)
def export_articles(asked: ExportParameters) -> Response:
    """Every article that the query finds, in both languages, in the order of its first arrival.
    X-Total-Count says how many follow. An export that was cut short goes on with the cursor of
    the last article that arrived, up to where it would have ended. In a table, a cell that a
    spreadsheet would take for a formula begins with an apostrophe."""
    place = _Place()
    try:
        searching, wanted = service(), asked.request()
        deadline = deadline_of(current_app)
        found = deadline.run(lambda: export(searching, wanted, asked.cursor))
        csv = asked.format == "csv"
        pieces = table(found.records, asked.bom == "1") if csv else lines(found.records)
        answer = Response(
            place.during(pieces), content_type="text/csv; charset=utf-8" if csv else _NDJSON
        )
    except BaseException:
        place.leave()
        raise
    answer.call_on_close(place.leave)  # also where nothing of it was ever asked for
    answer.headers["X-Total-Count"] = str(found.total)
    answer.headers["Cache-Control"] = "no-store"
    answer.headers["Content-Disposition"] = f'attachment; filename="fihrist.{asked.format}"'
    return answer


_NDJSON = "application/x-ndjson"
