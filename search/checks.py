"""What a search request may say beyond its types, and the form in which the service takes it."""

from __future__ import annotations

import re
from dataclasses import replace

from search import facets
from search.article import COUNTED
from search.dates import period
from search.errors import BadParameter
from search.page import MAX_LIMIT, SearchRequest

FILTERS = (*COUNTED, "published", "url", "id")
"""Fields that `filter=` takes."""

_SURROGATES = re.compile("[\ud800-\udfff]")


def checked(request: SearchRequest) -> SearchRequest:
    """The request with halves of surrogate pairs as U+FFFD, of the same length: no engine, JSON
    or link can carry them. Raises BadParameter for what its types cannot say."""
    _check(request)
    return replace(
        request,
        q=cleaned(request.q),
        filters=tuple((cleaned(name), cleaned(value)) for name, value in request.filters),
        facets=tuple(map(cleaned, request.facets)),
        since=request.since and cleaned(request.since),
        until=request.until and cleaned(request.until),
        cursor=request.cursor and cleaned(request.cursor),
    )


def cleaned(text: str) -> str:
    """A text without halves of surrogate pairs, of the same length."""
    return text if text.isascii() else _SURROGATES.sub("\ufffd", text)


def _check(request: SearchRequest) -> None:
    if not 1 <= request.limit <= MAX_LIMIT:
        raise BadParameter("limit", f"must be from 1 to {MAX_LIMIT}, not {request.limit}")
    for name, value in (("from", request.since), ("to", request.until)):
        if value:
            _check_date(name, value)
    for name, value in request.filters:
        if name not in FILTERS:
            raise BadParameter("filter", f"{name!r} is no field; there are {', '.join(FILTERS)}")
        if name == "published":
            _check_date("filter", value)
    facets.check(request.facets)


def _check_date(param: str, value: str) -> None:
    try:
        period(value)
    except ValueError as error:
        raise BadParameter(param, str(error)) from None
