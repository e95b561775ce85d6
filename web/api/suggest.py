"""Completions and corrections for a search box: `/api/v1/suggest`."""

from __future__ import annotations

from typing import Annotated, Literal
from urllib.parse import quote, urlencode

from flask import Response, request
from pydantic import Field

from search.page import MAX_QUERY, QueryLang
from search.suggest import (
    DEFAULT_SUGGESTIONS,
    MAX_SUGGESTIONS,
    Suggestion,
    Suggestions,
    SuggestRequest,
)
from web.api import answers
from web.api.context import bounded, json_answer, not_modified, tag_of
from web.api.operation import SUGGESTIONS_TYPE, operation
from web.parameters import Parameters, Whole
from web.searching import suggested


class SuggestParameters(Parameters):
    """What stands in a search box so far."""

    q: str = Field(
        "",
        max_length=MAX_QUERY,
        description="The query as typed; its last word is completed. Nothing is suggested for an"
        " empty one.",
        examples=["جبال حم", "coalition dr", "pldvdk"],
    )
    lang: QueryLang = Field("auto", description="The language whose words are suggested.")
    limit: Annotated[int, Whole] = Field(
        DEFAULT_SUGGESTIONS, ge=1, le=MAX_SUGGESTIONS, description="The most suggestions."
    )
    format: Literal["json", "opensearch"] = Field(
        "json",
        description="opensearch: `[q, [queries], [], [addresses]]`, as browsers' address bars read"
        " it.",
    )


@operation(
    "GET",
    "/api/v1/suggest",
    "Complete or correct a query",
    need="search",
    parameters=SuggestParameters,
    answer=answers.Suggestions,
    media=("application/json", SUGGESTIONS_TYPE),
)
def suggest(asked: SuggestParameters) -> Response:
    """Queries that may be meant by what was typed so far, the likeliest first: words and names
    completed among those that stand beside the words before, titles, and corrections of what is
    misspelt or was typed on another keyboard layout. Each finds something, in articles that are
    there now and within the key's filters."""
    wanted = bounded(
        SuggestRequest(asked.q, asked.lang, asked.limit), limit_given="limit" in request.args
    )
    tag = tag_of("suggest", wanted, asked.format, request.host)
    unchanged = not_modified(tag)
    if unchanged is not None:
        return unchanged
    found = suggested(wanted)
    if asked.format == "json":
        return json_answer(found, tag=tag)
    answer = json_answer(_for_browsers(found), tag=tag)
    answer.content_type = SUGGESTIONS_TYPE
    return answer


def _for_browsers(found: Suggestions) -> list[object]:
    """The array of the OpenSearch suggestions extension: texts, descriptions, addresses."""
    each = found.suggestions
    return [found.query.q, [one.q for one in each], [], [_address(one) for one in each]]


def _address(found: Suggestion) -> str:
    """Where a suggestion leads."""
    base = request.host_url.rstrip("/") + request.script_root
    if found.article is not None:
        return f"{base}/article/{quote(found.article)}"
    return f"{base}/search?{urlencode({'q': found.q})}"
