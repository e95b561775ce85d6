"""Probes for whoever runs the service: does the process live, does it answer searches."""

from __future__ import annotations

from flask import Response

from search.page import SearchRequest
from web.api import answers
from web.api.context import json_answer
from web.api.operation import operation
from web.searching import searched


@operation("GET", "/healthz", "Whether the process lives", need="nothing", answer=answers.Alive)
def health() -> Response:
    """For a supervisor: where this fails, start the service anew."""
    return json_answer({"status": "ok"})


@operation("GET", "/readyz", "Whether searches are answered", need="nothing", answer=answers.Ready)
def ready() -> Response:
    """For a load balancer: searches, and answers 503 with the problem where that fails."""
    page = searched(SearchRequest(limit=1, highlight="none"))
    return json_answer({"status": "ready", "index": page.index})
