"""What the routes of the API share: the service, the caller's bounds, JSON, validators."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import replace
from typing import Any, TypeVar, cast
from urllib.parse import urlencode

import orjson
from flask import Response, current_app, request

from search.errors import BadParameter
from search.page import Page, SearchRequest
from search.service import SearchService
from search.suggest import SuggestRequest
from web.access import PARAMETER, caller

SERVICE = "fihrist.service"  # its key in app.extensions

# Of the shape of answers: raised by one when the same index and query get another body.
_SHAPE = 1


def service() -> SearchService:
    """The application's search service."""
    return cast(SearchService, current_app.extensions[SERVICE])


Asked = TypeVar("Asked", SearchRequest, SuggestRequest)


def bounded(asked: Asked, *, limit_given: bool) -> Asked:
    """The search within what the caller's key allows. Raises BadParameter for a limit above it."""
    who = caller()
    most = who.key.max_limit if who.key else None
    if most is not None and asked.limit > most:
        if limit_given:
            raise BadParameter("limit", f"this key gives at most {most} hits a page")
        asked = replace(asked, limit=most)
    return replace(asked, scope=who.scope) if who.scope else asked


def json_answer(body: Any, status: int = 200, tag: str | None = None) -> Response:
    """A body as JSON; a tag lets clients ask whether it changed."""
    answer = Response(orjson.dumps(body), status, content_type="application/json")
    return _validated(answer, tag)


def tag_of(*parts: object) -> str:
    """The validator of an answer: another one when the index, the caller's key or one of `parts`
    is another. Weak, since `took_ms` differs between answers that mean the same, and since the
    same tag then holds for every Content-Encoding (RFC 9110, 8.8.1)."""
    key = caller().key
    of = (_SHAPE, service().state().generation, key and key.id, request.script_root, parts)
    return hashlib.blake2b(repr(of).encode("utf-8", "surrogatepass"), digest_size=12).hexdigest()


def not_modified(tag: str) -> Response | None:
    """The 304 for a client that holds this very answer, else None."""
    if not request.if_none_match.contains_weak(tag):
        return None
    return _validated(Response(status=304), tag)


def followable(page: Page) -> Page:
    """The page with links that lead on as they stand: behind a prefix, under a public key."""
    token = request.args.get(PARAMETER)
    if not (token or request.script_root):
        return page
    more = f"&{urlencode({PARAMETER: token})}" if token else ""
    links: Mapping[str, str | None] = page.links
    return replace(
        page,
        links={
            name: None if link is None else f"{request.script_root}{link}{more}"
            for name, link in links.items()
        },
    )


def _validated(answer: Response, tag: str | None) -> Response:
    # Stored, but asked about each time: an index changes within seconds.
    answer.headers["Cache-Control"] = "private, no-cache" if tag else "no-store"
    if tag:
        answer.set_etag(tag, weak=True)
    return answer
