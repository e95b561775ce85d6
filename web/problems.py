"""What an error becomes over HTTP: problem+json (RFC 9457) for programs, a page for people."""

from __future__ import annotations

import logging
import re
from http import HTTPStatus
from typing import Any

import orjson
from flask import Flask, Response, g, render_template, request
from werkzeug.exceptions import HTTPException

from search.errors import BadParameter, BadParameters, FihristError, IndexFailure, outcome

log = logging.getLogger("fihrist.web")

# These paths are for programs: their errors are problem+json.
_FOR_PROGRAMS = re.compile(r"/(api|healthz|readyz|metrics)(/|$)")


def install(app: Flask) -> None:
    """Handle every error of the tree, Flask's own, and the unforeseen."""
    app.register_error_handler(FihristError, _foreseen)
    app.register_error_handler(HTTPException, _of_http)
    app.register_error_handler(Exception, _unforeseen)


def _foreseen(error: FihristError) -> Response:
    row = outcome(error)
    if row.status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        log.warning("%s: %s", error.code, error)
    return _answer(row.status, error.code, row.title, str(error), _faults(error), error)


def _of_http(error: HTTPException) -> Response:
    status = HTTPStatus(error.code or 500)
    code = status.name.lower()
    answer = _answer(int(status), code, status.phrase, error.description or status.description)
    for name, value in error.get_headers():
        if name not in ("Content-Type", "Content-Length"):
            answer.headers[name] = value  # Allow of a 405, Location of a redirect
    return answer


def _unforeseen(error: Exception) -> Response:
    log.error("unforeseen error in request %s", g.request_id, exc_info=error)
    return _answer(500, "failed", "Something went wrong", "The server met an error of its own.")


def _faults(error: FihristError) -> list[dict[str, str]]:
    found = error.faults if isinstance(error, BadParameters) else (error,)
    return [
        {"param": fault.param, "code": fault.code, "detail": fault.detail}
        for fault in found
        if isinstance(fault, BadParameter)
    ]


def _answer(
    status: int,
    code: str,
    title: str,
    detail: str,
    errors: list[dict[str, str]] | None = None,
    error: FihristError | None = None,
) -> Response:
    problem: dict[str, Any] = {
        "type": f"urn:fihrist:problem:{code}",
        "title": title,
        "status": status,
        "detail": detail,
        "instance": request.path,
        "request_id": g.request_id,
        "errors": errors or [],
    }
    if _FOR_PROGRAMS.match(request.path):
        answer = Response(orjson.dumps(problem), status, content_type="application/problem+json")
    else:
        first_run = isinstance(error, IndexFailure) and code == "index_missing"
        page = render_template("error.html", problem=problem, first_run=first_run)
        answer = Response(page, status)
    answer.headers["Cache-Control"] = "no-store"
    if status == HTTPStatus.SERVICE_UNAVAILABLE:
        answer.headers["Retry-After"] = "2"
    return answer
