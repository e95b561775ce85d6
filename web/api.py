"""The JSON API, version 1, and the probes."""

from __future__ import annotations

from typing import Any, cast

import orjson
from flask import Blueprint, Response, current_app, request

from search.service import SearchService
from web.parameters import no_parameters, search_request

SERVICE = "fihrist.service"  # its key in app.extensions

blueprint = Blueprint("api", __name__)


def service() -> SearchService:
    """The application's search service."""
    return cast(SearchService, current_app.extensions[SERVICE])


@blueprint.get("/api/v1/search")
def search() -> Response:
    return _json(service().search(search_request(request.args)))


@blueprint.get("/api/v1/articles/<path:article_id>")
def article(article_id: str) -> Response:
    """The article with this id or source_id, with all its segments."""
    no_parameters(request.args)
    return _json(service().article(article_id))


@blueprint.get("/healthz")
def health() -> Response:
    """The process lives."""
    return _json({"status": "ok"})


@blueprint.get("/readyz")
def ready() -> Response:
    """The index answers; else 503 with the problem."""
    return _json({"status": "ready", "index": service().state()})


def _json(body: Any) -> Response:
    answer = Response(orjson.dumps(body), content_type="application/json")
    answer.headers["Cache-Control"] = "no-cache"
    return answer
