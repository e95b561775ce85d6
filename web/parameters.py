"""Request parameters as models: they read the query string and describe themselves in OpenAPI."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Annotated, Any, Literal, TypeVar

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    ValidationError,
    WithJsonSchema,
)
from werkzeug.datastructures import MultiDict

from search.article import COUNTED
from search.checks import FILTERS
from search.dates import period
from search.errors import BadParameter, BadParameters
from search.facets import check as check_facets
from search.page import (
    DEFAULT_LIMIT,
    MAX_LIMIT,
    MAX_QUERY,
    HighlightMode,
    MatchMode,
    QueryLang,
    SearchRequest,
    Sort,
)

MAX_FILTERS = 50
"""A page of n filters has n links of n filters each: without a limit, 1,000 took 4 s."""

FACET_NAMES = (*COUNTED, *(f"published:{unit}" for unit in ("year", "month", "day", "auto")))

_YEAR = "(1[5-9]|2[0-4])[0-9]{2}"
_DAY = f"^{_YEAR}-(0[1-9]|1[0-2])-[0-9]{{2}}"
_DATE_SCHEMA: dict[str, Any] = {
    "type": "string",
    "anyOf": [
        {"pattern": f"^{_YEAR}(-(0[1-9]|1[0-2]))?$"},
        {"format": "date", "pattern": f"{_DAY}$"},
        {"format": "date-time", "pattern": _DAY},
    ],
    "examples": ["2020", "2020-08", "2020-08-31", "2020-08-31T09:30:00+03:00"],
}
_FILTER_SCHEMA: dict[str, Any] = {
    "type": "string",
    "pattern": rf"^({'|'.join(name for name in FILTERS if name != 'published')}):.*\S.*$"
    rf"|^published:{_YEAR}(-(0[1-9]|1[0-2]))?$",
    "examples": ["outlet:Reuters", "published:2020-08"],
}


def _whole(value: object) -> object:
    """ASCII digits alone: int() would also take `1_0`, ` 10` and other digits."""
    if isinstance(value, str) and not re.fullmatch(r"[0-9]{1,6}", value, re.ASCII):
        raise ValueError(f"{value[:20]!r} is not a whole number")
    return value


def _date(value: str) -> str:
    period(value)
    return value.strip()


def _filter(value: str) -> str:
    name, colon, wanted = value.partition(":")
    if not colon or not wanted.strip():
        raise ValueError(f"{value!r} is not field:value, such as outlet:Reuters")
    if name not in FILTERS:
        raise ValueError(f"{name!r} is not a field to filter by; those are {', '.join(FILTERS)}")
    if name == "published":
        period(wanted)
    return f"{name}:{wanted.strip()}"


def _split(value: object) -> object:
    return [name.strip() for name in value.split(",")] if isinstance(value, str) else value


def _facets(names: tuple[str, ...]) -> tuple[str, ...]:
    try:
        check_facets(names)
    except BadParameter as error:
        raise ValueError(error.detail) from None
    return tuple(dict.fromkeys(names))


Whole = BeforeValidator(_whole)
Date = Annotated[str, AfterValidator(_date), WithJsonSchema(_DATE_SCHEMA)]
Filter = Annotated[str, AfterValidator(_filter), WithJsonSchema(_FILTER_SCHEMA)]
_FACETS_SCHEMA: dict[str, Any] = {
    "type": "array",
    "items": {"type": "string", "enum": list(FACET_NAMES)},
    "minItems": 1,
    "examples": [["outlet", "published:month"]],
}
Facets = Annotated[
    tuple[str, ...],
    BeforeValidator(_split),
    AfterValidator(_facets),
    WithJsonSchema(_FACETS_SCHEMA),
]


class Parameters(BaseModel):
    """The parameters of an address; one that it does not have is refused by name."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)


class NoParameters(Parameters):
    """The address takes none."""


class Matching(Parameters):
    """What decides which articles are found, and nothing else."""

    q: str = Field(
        "",
        max_length=MAX_QUERY,
        description="The query, in Arabic or English; empty or `*`: every article.",
        examples=["جبال حمرين", "coalition drawdown"],
    )
    lang: QueryLang = Field("auto", description="The language whose side is searched; auto: both.")
    match: MatchMode = Field(
        "auto",
        description="all: every word must occur; any: one is enough; auto: all, then, where fewer"
        " than ten articles have all, some.",
    )
    filter: tuple[Filter, ...] = Field(
        (),
        max_length=MAX_FILTERS,
        description="`field:value`, the value whole, as facets give it. May be repeated: values of"
        " one field are alternatives, fields narrow together.",
    )
    since: Date | None = Field(
        None, alias="from", description="Published in this period or later (ISO 8601, UTC)."
    )
    until: Date | None = Field(None, alias="to", description="Published before this period begins.")
    names: Literal["on", "off"] = Field("on", description="Whether names match across spellings.")

    def request(self) -> SearchRequest:
        """The search that is asked for."""
        pairs = dict.fromkeys(_pair(text) for text in self.filter)
        return SearchRequest(
            q=self.q,
            lang=self.lang,
            match=self.match,
            filters=tuple(pairs),
            since=self.since,
            until=self.until,
            names=self.names == "on",
        )


class SearchParameters(Matching):
    """The parameters of a search."""

    sort: Sort = Field("relevance", description="Which articles come first.")
    facets: Facets = Field(
        (),
        description="Counts to give beside the hits: facet fields, and `published:year`, `:month`"
        " or `:day` for the histogram, `:auto` for one within from and to in the unit that fits;"
        " separated by commas.",
    )
    limit: Annotated[int, Whole] = Field(
        DEFAULT_LIMIT, ge=1, le=MAX_LIMIT, description="The most hits of the answer."
    )
    cursor: str | None = Field(
        None, description="Where to go on: from `links.next` of an answer to this very search."
    )
    highlight: HighlightMode = Field(
        "segments",
        description="How marks are given: segments: pieces of text, each marked or not; html:"
        " escaped, with <mark>; none: the text alone.",
    )
    explain: Literal["0", "1"] = Field("0", description="1: with the parts of each hit's score.")

    def request(self) -> SearchRequest:
        asked = Matching.request(self)
        return SearchRequest(
            q=asked.q,
            lang=asked.lang,
            match=asked.match,
            filters=asked.filters,
            since=asked.since,
            until=asked.until,
            names=asked.names,
            sort=self.sort,
            facets=self.facets,
            limit=self.limit,
            cursor=self.cursor,
            highlight=self.highlight,
            explain=self.explain == "1",
        )


P = TypeVar("P", bound=Parameters)


def read(model: type[P], args: MultiDict[str, str], without: Iterable[str] = ()) -> P:
    """The parameters of a query string, `without` those that are not the address's own.

    Raises BadParameter, or BadParameters where several are wrong, naming each: unknown, given
    twice, or with a value outside its range.
    """
    faults: list[BadParameter] = []
    given: dict[str, Any] = {}
    known = parameters(model)
    for name, values in args.lists():
        if name in without:
            continue
        if name not in known:
            faults.append(BadParameter(name, _unknown(known)))
        elif name in _repeated(model):
            given[name] = values
        elif len(values) > 1:
            faults.append(BadParameter(name, "it is given more than once"))
        else:
            given[name] = values[0]
    try:
        made = model.model_validate(given, by_name=False)
    except ValidationError as error:
        faults += _faults(model, error)
    if len(faults) == 1:
        raise faults[0]
    if faults:
        order = list(args)
        raise BadParameters(sorted(faults, key=lambda fault: order.index(fault.param)))
    return made


def search_request(args: MultiDict[str, str]) -> SearchRequest:
    """The search that query parameters ask for; see read()."""
    return read(SearchParameters, args).request()


def no_parameters(args: MultiDict[str, str]) -> None:
    """Refuse any parameter, by name."""
    read(NoParameters, args)


def parameters(model: type[Parameters]) -> dict[str, str]:
    """The names of a model's parameters in a query string, with those of their fields."""
    return {field.alias or name: name for name, field in model.model_fields.items()}


PARAMETERS = tuple(parameters(SearchParameters))


def _unknown(known: Iterable[str]) -> str:
    names = ", ".join(known)
    if not names:
        return "this address takes no parameters"
    return f"there is no such parameter; there are {names}"


def _repeated(model: type[Parameters]) -> frozenset[str]:
    return frozenset({"filter"} & model.model_fields.keys())


def _pair(text: str) -> tuple[str, str]:
    name, _, value = text.partition(":")
    return name, value


def _faults(model: type[Parameters], error: ValidationError) -> list[BadParameter]:
    """One fault a parameter, as sentences of ours."""
    found: dict[str, str] = {}
    for fault in error.errors(include_url=False):
        name = str(fault["loc"][0])
        found.setdefault(name, _detail(fault, _most(model, name)))
    return [BadParameter(name, detail) for name, detail in found.items()]


def _most(model: type[Parameters], name: str) -> int | None:
    """The highest value of a parameter that is a number."""
    field = model.model_fields[parameters(model)[name]]
    return next((each.le for each in field.metadata if hasattr(each, "le")), None)


def _detail(fault: Any, most: int | None) -> str:
    kind, context = fault["type"], fault.get("ctx", {})
    if kind == "value_error":
        return str(context["error"])
    if kind == "too_long":
        return f"it is given more than {context['max_length']} times"
    if kind == "string_too_long":
        return f"it is longer than {context['max_length']:,} characters"
    if kind == "literal_error":
        return f"{str(fault['input'])[:20]!r} is not one of {_choices(fault)}"
    if kind in ("greater_than_equal", "less_than_equal"):
        return f"{fault['input'][:20]!r} is not a whole number from 1 to {most}"
    return str(fault["msg"])


def _choices(fault: Any) -> str:
    return str(fault["ctx"]["expected"]).replace("'", "").replace(" or ", ", ")
