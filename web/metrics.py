"""What the service measures of itself, in Prometheus' text format, over all its workers.

Workers write to mapped files in the folder that PROMETHEUS_MULTIPROC_DIR names (set by the
service's parent before they start), so that any of them can answer for all, and what a dead one
had counted stays.
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import orjson
from flask import Flask, Response, g, request
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Counter, Histogram
from prometheus_client import generate_latest as text_of
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import Collector

from search.errors import FihristError
from search.page import SearchRequest
from search.service import SearchService
from search.settings import Settings
from web.access import caller, require
from web.proxies import client_is_local
from web.shared import METRICS_FOLDER

_BUCKETS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)
_registry = CollectorRegistry()

_requests = Counter(
    "fihrist_requests",
    "Requests answered, by route and status.",
    ("route", "method", "status"),
    registry=_registry,
)
_seconds = Histogram(
    "fihrist_request_seconds",
    "Seconds from a request's arrival to its answer.",
    ("route",),
    buckets=_BUCKETS,
    registry=_registry,
)
_part_seconds = Histogram(
    "fihrist_search_part_seconds",
    "Seconds of the parts of a search: parse, engine, highlight, facets, correct, render.",
    ("part",),
    buckets=_BUCKETS,
    registry=_registry,
)
_results = Histogram(
    "fihrist_search_results",
    "Articles found by a search.",
    buckets=(0, 1, 10, 100, 1_000, 10_000, 100_000),
    registry=_registry,
)
_empty = Counter("fihrist_searches_empty", "Searches that found nothing.", registry=_registry)


def install(app: Flask, service: SearchService, settings: Settings) -> None:
    """Measure each request, and answer at /metrics."""

    @app.after_request
    def measure(answer: Response) -> Response:
        route = request.url_rule.rule if request.url_rule else "none"
        took = time.perf_counter() - g.began
        _requests.labels(route, request.method, str(answer.status_code)).inc()
        _seconds.labels(route).observe(took)
        if "parts" in g:
            _part_seconds.labels("render").observe(max(0.0, took - sum(g.parts.values())))
        return answer

    @app.get("/metrics")
    def metrics() -> Response:
        # For whoever runs the service: from this machine, or with a secret key.
        if not (client_is_local() or caller().secret):
            require("secret")
        figures = [_Index(service), _Translation(settings.figures_file)]
        return Response(exposition(figures), content_type=CONTENT_TYPE_LATEST)


def count_search(found: int, parts: Mapping[str, float]) -> None:
    """A search that was answered: how many articles, and the seconds of its parts."""
    _results.observe(found)
    if not found:
        _empty.inc()
    for part, seconds in parts.items():
        _part_seconds.labels(part).observe(seconds)


def exposition(asked: Sequence[Collector]) -> bytes:
    """All figures: of every worker where there are several, else of this process, and those that
    are asked for now."""
    registry = _registry
    if METRICS_FOLDER in os.environ:
        registry = CollectorRegistry()
        MultiProcessCollector(registry)  # type: ignore[no-untyped-call]  # ships half its types
    now = CollectorRegistry()
    for collector in asked:
        now.register(collector)
    return text_of(registry) + text_of(now)


class _Index(Collector):
    """What the index holds, asked for when it is told."""

    def __init__(self, service: SearchService) -> None:
        self._service = service

    def collect(self) -> Iterator[Metric]:
        ready = GaugeMetricFamily("fihrist_index_ready", "Whether the index answers.")
        try:
            page = self._service.search(
                SearchRequest(limit=1, facets=("translation",), highlight="none")
            )
        except FihristError:
            ready.add_metric((), 0)
            yield ready
            return
        ready.add_metric((), 1)
        yield ready
        rebuild, _, change = page.index.generation.partition(".")
        yield GaugeMetricFamily(
            "fihrist_index_rebuild", "How often the index was made.", float(rebuild)
        )
        yield GaugeMetricFamily(
            "fihrist_index_change", "The archive's last change in it.", float(change)
        )
        states = GaugeMetricFamily(
            "fihrist_articles", "Articles by the state of their translation.", labels=("state",)
        )
        for value in page.facets["translation"]:
            states.add_metric((value["value"],), value["count"])
        yield states


class _Translation(Collector):
    """How translation stands, as the keeper told last; nothing before it did."""

    def __init__(self, file: Path) -> None:
        self._file = file

    def collect(self) -> Iterator[Metric]:
        try:
            told: dict[str, Any] = orjson.loads(self._file.read_bytes())
        except (FileNotFoundError, orjson.JSONDecodeError):
            return
        yield GaugeMetricFamily(
            "fihrist_sentences_pending",
            "Sentences without a translation.",
            float(told["pending_sentences"]),
        )
        yield _labelled(
            "fihrist_sentences_translated", "In the memory, by engine.", "engine", told["done"]
        )
        yield _labelled(
            "fihrist_sentences_refused", "Given up for now, by reason.", "reason", told["refused"]
        )
        characters = {engine: cost["characters"] for engine, cost in told["spent"].items()}
        yield _labelled(
            "fihrist_provider_characters", "Characters translated so far.", "engine", characters
        )


def _labelled(name: str, help_: str, label: str, values: Mapping[str, int]) -> Metric:
    family = GaugeMetricFamily(name, help_, labels=(label,))
    for value, count in values.items():
        family.add_metric((value,), count)
    return family
