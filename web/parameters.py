"""Request parameters become a SearchRequest, in this one place, for the API and the pages."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields
from typing import Any, get_args

from werkzeug.datastructures import MultiDict

from search.checks import FILTERS
from search.dates import period
from search.errors import BadParameter, BadParameters
from search.facets import check as check_facets
from search.page import MAX_LIMIT, HighlightMode, MatchMode, QueryLang, SearchRequest, Sort

MAX_FILTERS = 50
"""A page of n filters has n links of n filters each: without a limit, 1,000 took 4 s."""


def _one_of(*values: str) -> Callable[[str], str]:
    def read(value: str) -> str:
        if value not in values:
            raise ValueError(f"{value!r} is not one of {', '.join(values)}")
        return value

    return read


def _limit(value: str) -> int:
    if not (value.isascii() and value.isdigit() and 1 <= int(value[:6]) <= MAX_LIMIT):
        raise ValueError(f"{value[:20]!r} is not a whole number from 1 to {MAX_LIMIT}")
    return int(value)


def _date(value: str) -> str:
    period(value)
    return value.strip()


def _filters(values: list[str]) -> tuple[tuple[str, str], ...]:
    if len(values) > MAX_FILTERS:
        raise ValueError(f"it is given more than {MAX_FILTERS} times")
    return tuple(dict.fromkeys(_filter(value) for value in values))


def _filter(value: str) -> tuple[str, str]:
    name, colon, wanted = value.partition(":")
    if not colon or not wanted.strip():
        raise ValueError(f"{value!r} is not field:value, such as outlet:Reuters")
    if name not in FILTERS:
        raise ValueError(f"{name!r} is not a field to filter by; those are {', '.join(FILTERS)}")
    return name, wanted.strip()


def _facets(value: str) -> tuple[str, ...]:
    names = tuple(dict.fromkeys(name.strip() for name in value.split(",")))
    try:
        check_facets(names)
    except BadParameter as error:
        raise ValueError(error.detail) from None
    return names


def _text(value: str) -> str:
    return value


# parameter → the SearchRequest field it fills and the reader of its one value
_SINGLE: dict[str, tuple[str, Callable[[str], Any]]] = {
    "q": ("q", _text),
    "lang": ("lang", _one_of(*get_args(QueryLang))),
    "match": ("match", _one_of(*get_args(MatchMode))),
    "from": ("since", _date),
    "to": ("until", _date),
    "sort": ("sort", _one_of(*get_args(Sort))),
    "facets": ("facets", _facets),
    "limit": ("limit", _limit),
    "cursor": ("cursor", _text),
    "highlight": ("highlight", _one_of(*get_args(HighlightMode))),
    "names": ("names", lambda value: _one_of("on", "off")(value) == "on"),
    "explain": ("explain", lambda value: _one_of("0", "1")(value) == "1"),
}
PARAMETERS = (*_SINGLE, "filter")

assert {name for name, _ in _SINGLE.values()} | {"filters"} == {
    f.name for f in fields(SearchRequest)
}


def search_request(args: MultiDict[str, str]) -> SearchRequest:
    """The search that query parameters ask for.

    Raises BadParameter, or BadParameters where several are wrong, naming each: unknown, given
    twice, or with a value outside its range.
    """
    given: dict[str, Any] = {}
    faults: list[BadParameter] = []
    for name, values in args.lists():
        try:
            field, value = _read(name, values)
        except ValueError as error:
            faults.append(BadParameter(name, str(error)))
        else:
            given[field] = value
    if len(faults) == 1:
        raise faults[0]
    if faults:
        raise BadParameters(faults)
    return SearchRequest(**given)


def no_parameters(args: MultiDict[str, str]) -> None:
    """Refuse any parameter, by name."""
    for name in args:
        raise BadParameter(name, "this address takes no parameters")


def _read(name: str, values: list[str]) -> tuple[str, Any]:
    if name == "filter":
        return "filters", _filters(values)
    if name not in _SINGLE:
        raise ValueError(f"there is no such parameter; there are {', '.join(PARAMETERS)}")
    if len(values) > 1:
        raise ValueError("it is given more than once")
    field, read = _SINGLE[name]
    return field, read(values[0])
