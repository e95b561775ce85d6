"""The log: one line a request, as text or JSON; what was searched for only as a hash."""

from __future__ import annotations

import hashlib
import logging
import sys
import time
from typing import Any
from urllib.parse import quote

import structlog
from flask import Flask, Response, g, request

from search.settings import Settings
from web.access import NOBODY

_ACCESS = "fihrist.access"


def to_stdout() -> None:
    """Write a worker's requests to standard output; not by the server, which writes paths as they
    come, decoded."""
    handler = logging.StreamHandler(sys.stdout)
    handler.setFormatter(logging.Formatter("%(message)s"))
    access = logging.getLogger(_ACCESS)
    access.addHandler(handler)
    access.setLevel(logging.INFO)
    access.propagate = False


def install(app: Flask, settings: Settings, salt: bytes) -> None:
    """Log each request when it is answered.

    salt: of this run of the service, so that equal queries can be told in its log, and nobody can
    try out which words a hash is of.
    """
    lines = logging.getLogger(_ACCESS)
    access = structlog.wrap_logger(
        lines, processors=_processors(settings), wrapper_class=structlog.BoundLogger
    )

    @app.after_request
    def log(answer: Response) -> Response:
        if not lines.isEnabledFor(logging.INFO):
            return answer
        key = g.get("caller", NOBODY).key
        said: dict[str, Any] = {
            "ms": round((time.perf_counter() - g.began) * 1000, 1),
            "id": g.request_id,
        }
        if key is not None:
            said["key"] = key.id
        if "searched_for" in g:
            said["found"] = g.found
            said["query"] = g.searched_for if settings.log_queries else _hash(g.searched_for, salt)
        # The path without the query, and percent-encoded: nobody can write lines of this log.
        access.info(f"{request.method} {quote(request.path)} {answer.status_code}", **said)
        return answer


def _processors(settings: Settings) -> list[Any]:
    renderer: Any = structlog.processors.LogfmtRenderer(key_order=("time", "event"))
    if settings.log_format == "json":
        renderer = structlog.processors.JSONRenderer(ensure_ascii=False)
    return [structlog.processors.TimeStamper("iso", key="time"), renderer]


def _hash(query: str, salt: bytes) -> str:
    data = query.encode("utf-8", "surrogatepass")
    return hashlib.blake2b(data, key=salt, digest_size=6).hexdigest()
