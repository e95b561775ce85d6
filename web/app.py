"""The Flask application: pages, API and probes over one search service."""

from __future__ import annotations

from flask import Flask

from search.service import SearchService
from search.settings import Settings
from web import api, fragments, guard, language, pages, problems, wording


def create_app(settings: Settings) -> Flask:
    """The application for one home. Opens nothing: a missing index shows when it is asked."""
    app = Flask(__name__)
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.config["SEND_FILE_MAX_AGE_DEFAULT"] = 31_536_000  # addresses carry the content's hash
    app.extensions[api.SERVICE] = SearchService(settings)
    guard.install(app, settings)
    language.install(app)
    wording.install(app)
    fragments.install(app)
    problems.install(app)
    app.register_blueprint(api.blueprint)
    app.register_blueprint(pages.blueprint)
    return app


def service_of(app: Flask) -> SearchService:
    """The search service that an application answers from."""
    service = app.extensions[api.SERVICE]
    assert isinstance(service, SearchService)
    return service
