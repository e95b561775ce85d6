"""Searches of a request: within the deadline, measured part by part, said to the log."""

from __future__ import annotations

import time
from typing import cast

from flask import Flask, current_app, g

from search.page import Page, SearchRequest
from search.service import SearchService
from search.settings import Settings
from search.suggest import Suggestions, SuggestRequest
from web import metrics
from web.deadline import Deadline

_DEADLINE = "fihrist.deadline"  # its name in app.extensions

THREADS = 8
"""Searches of a process under way at once, those given up included."""


def install(app: Flask, settings: Settings) -> None:
    """Give the application its deadline."""
    app.extensions[_DEADLINE] = Deadline(settings.search_deadline, THREADS)


def deadline_of(app: Flask) -> Deadline:
    return cast(Deadline, app.extensions[_DEADLINE])


def searched(asked: SearchRequest) -> Page:
    """The page. Raises Unavailable where it takes too long, and what the service raises."""
    service = cast(SearchService, current_app.extensions["fihrist.service"])
    clock = _Clock()
    page = deadline_of(current_app).run(lambda: service.search(asked, clock))
    g.searched_for, g.found, g.parts = asked.q, page.total.value, clock.parts
    metrics.count_search(page.total.value, clock.parts)
    return page


def suggested(asked: SuggestRequest) -> Suggestions:
    """Suggestions. Raises as searched does."""
    service = cast(SearchService, current_app.extensions["fihrist.service"])
    found = deadline_of(current_app).run(lambda: service.suggest(asked))
    g.searched_for, g.found = asked.q, len(found.suggestions)
    return found


class _Clock:
    """Seconds of each part of a search."""

    def __init__(self) -> None:
        self.parts: dict[str, float] = {}
        self._last = time.perf_counter()

    def __call__(self, part: str) -> None:
        now = time.perf_counter()
        self.parts[part] = now - self._last
        self._last = now
