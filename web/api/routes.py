"""Searching and reading: `/api/v1/search`, `/api/v1/articles/{id}`, and the description itself."""

from __future__ import annotations

from flask import Response, request

from search.errors import NotFound
from search.page import SearchRequest
from web.access import caller
from web.api import answers, export, ingest, openapi, probes, suggest
from web.api.context import (
    bounded,
    followable,
    json_answer,
    not_modified,
    service,
    tag_of,
)
from web.api.operation import blueprint, operation
from web.parameters import SearchParameters
from web.searching import searched

__all__ = ["blueprint", "export", "ingest", "openapi", "probes", "suggest"]


@operation(
    "GET",
    "/api/v1/search",
    "Search the articles",
    need="search",
    parameters=SearchParameters,
    answer=answers.Page,
)
def search(asked: SearchParameters) -> Response:
    """A page of hits with their marked sentences in both languages, and the counts asked for.
    `links.next` is the next page. Pages of one walk hold together while articles are added: each
    article that was there when the walk began comes once."""
    wanted = bounded(asked.request(), limit_given="limit" in request.args)
    tag = tag_of("search", wanted)
    return not_modified(tag) or json_answer(followable(searched(wanted)), tag=tag)


@operation(
    "GET",
    "/api/v1/articles/{article_id}",
    "Read an article",
    need="search",
    answer=answers.Article,
    errors=(404,),
    path_parameters={"article_id": "The article's id, or the id that its source gave it."},
)
def article(article_id: str) -> Response:
    """An article with all its sentence pairs."""
    tag = tag_of("article", article_id)
    unchanged = not_modified(tag)
    if unchanged is not None:
        return unchanged
    view = service().article(article_id)
    if caller().scope:
        # Outside the key's filters it does not exist.
        inside = SearchRequest(filters=(("id", view.id),), scope=caller().scope, limit=1)
        if searched(inside).total.value == 0:
            raise NotFound(f"there is no article {article_id!r}")
    return json_answer(view, tag=tag)
