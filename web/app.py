"""The Flask application: pages, API and probes over one search service."""

from __future__ import annotations

from flask import Flask

from search.service import SearchService
from search.settings import Settings
from web import (
    access,
    api,
    compress,
    embed,
    feeds,
    fragments,
    guard,
    language,
    limits,
    logs,
    metrics,
    pages,
    problems,
    proxies,
    reference,
    scripts,
    searching,
    wording,
)
from web.api import ingest
from web.shared import Shared


def create_app(settings: Settings, shared: Shared | None = None) -> Flask:
    """The application for one home. Opens nothing: a missing index shows when it is asked.

    shared: what this process shares with the service's other workers, if there are any.
    """
    shared = shared or Shared()
    app = Flask(__name__)
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.config["SEND_FILE_MAX_AGE_DEFAULT"] = 31_536_000  # addresses carry the content's hash
    service = app.extensions[api.SERVICE] = SearchService(settings)
    proxies.install(app, settings)
    # Asked in this order before a request, and in the reverse order after it: what measures and
    # logs comes first, to see the whole of it.
    logs.install(app, settings, shared.salt)
    metrics.install(app, service, settings)
    compress.install(app)
    guard.install(app, settings)
    access.install(app, settings)
    limits.install(app, settings, shared.limits)
    searching.install(app, settings)
    ingest.install(app, settings)
    language.install(app)
    wording.install(app)
    fragments.install(app)
    problems.install(app)
    app.register_blueprint(api.blueprint)
    app.register_blueprint(reference.blueprint)
    app.register_blueprint(feeds.blueprint)
    app.register_blueprint(scripts.blueprint)
    app.register_blueprint(embed.blueprint)
    app.register_blueprint(pages.blueprint)
    return app


def service_of(app: Flask) -> SearchService:
    """The search service that an application answers from."""
    service = app.extensions[api.SERVICE]
    assert isinstance(service, SearchService)
    return service
