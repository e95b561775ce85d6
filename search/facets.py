"""Counts beside a page: values of facet fields, and the histogram of publication dates."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime
from typing import Any

from search.article import COUNTED
from search.dates import moment, period, seconds
from search.engines.plan import Bool, Plan, Term
from search.engines.protocol import Reader
from search.errors import BadParameter
from search.page import SearchRequest

Label = dict[str, str]
"""How most articles write a name, in Arabic and in Latin letters (`ar`, `en`)."""

Labels = Callable[[Iterable[str]], dict[str, Label]]

_MAX_BUCKETS = 10_000
_UNITS = ("year", "month", "day", "auto")
_DAY = 86_400
# `auto`: the finest unit under which a span has at most so many buckets.
_FITTING = (("day", _DAY, 31), ("month", 28 * _DAY, 40), ("year", 365 * _DAY, 40))


def check(names: tuple[str, ...]) -> None:
    """Raises BadParameter for a facet that is none."""
    known = [*COUNTED, *(f"published:{unit}" for unit in _UNITS)]
    for name in names:
        if name not in known:
            raise BadParameter("facets", f"{name!r} is no facet; there are {', '.join(known)}")


def values(
    reader: Reader, plans: Mapping[str, Plan], request: SearchRequest, labels: Labels
) -> dict[str, list[dict[str, Any]]]:
    """The values of facet fields, each under its plan, which leaves the field's own filter out.
    A name's value is its Arabic form; `label` has it as people write it, in both scripts."""
    together: dict[Plan, list[str]] = {}
    for name, plan in plans.items():
        together.setdefault(plan, []).append(name)
    # Fields under one plan are counted in one pass over what matches.
    counted: dict[str, list[tuple[str, int]]] = {}
    for plan, names in together.items():
        counted |= reader.facets(plan, names, request.facet_values)
    chosen = {
        name: _chosen(dict(counted[name]), _selected(reader, name, plan, counted[name], request))
        for name, plan in plans.items()
    }
    if people := chosen.get("names"):
        written = labels([each["value"] for each in people])
        for each in people:
            each["label"] = written.get(each["value"], {"ar": each["value"], "en": None})
    return chosen


def _selected(
    reader: Reader,
    name: str,
    plan: Plan,
    counted: list[tuple[str, int]],
    request: SearchRequest,
) -> dict[str, int]:
    """The values of a field that the request has chosen, with their counts."""
    chosen = [value for field, value in request.filters if field == name]
    known = dict(counted)
    others = [value for value in chosen if value not in known]
    plans = [Bool(must=(plan, Term(name, value))) for value in others]
    known |= dict(zip(others, reader.count_each(plans) if plans else (), strict=True))
    return {value: known[value] for value in chosen}


def _chosen(counts: dict[str, int], selected: dict[str, int]) -> list[dict[str, Any]]:
    """The values; a chosen one stays in sight where others have more, or it has none, so that it
    can be taken off."""
    return [
        {"value": value, "count": count, "selected": value in selected}
        for value, count in (counts | selected).items()
    ]


def histogram(
    reader: Reader, plan: Plan, name: str, request: SearchRequest
) -> list[dict[str, Any]]:
    """Counts per calendar unit (UTC), half-open, empty buckets included.

    `published:auto` stays within the request's from and to and takes the unit that fits, from days
    to decades; so a narrower search has finer bars.
    """
    bounds = reader.published_bounds(plan)
    unit = name.partition(":")[2]
    if bounds is not None and unit == "auto":
        bounds = _within(bounds, request)
        unit = _fitting(bounds)
    if bounds is None or bounds[0] > bounds[1]:
        return []
    edges = [_floor(moment(bounds[0]), unit)]
    while seconds(edges[-1]) <= bounds[1] or len(edges) < 2:
        edges.append(_next(edges[-1], unit))
        if len(edges) > _MAX_BUCKETS:
            raise BadParameter(
                "facets", f"{name} spans more than {_MAX_BUCKETS} buckets; narrow from and to"
            )
    counts = reader.histogram(plan, [seconds(edge) for edge in edges])
    return [
        {"from": f"{start:%Y-%m-%d}", "to": f"{end:%Y-%m-%d}", "count": count}
        for start, end, count in zip(edges[:-1], edges[1:], counts, strict=True)
    ]


def _within(bounds: tuple[int, int], request: SearchRequest) -> tuple[int, int]:
    """The bounds cut to what is asked for; a single day is shown in its month."""
    low, high = bounds
    if request.since:
        low = max(low, period(request.since).start)
    if request.until:
        high = min(high, period(request.until).start - 1)
    if low <= high < low + _DAY:
        start = _floor(moment(low), "month")
        return seconds(start), seconds(_next(start, "month")) - 1
    return low, high


def _fitting(bounds: tuple[int, int]) -> str:
    span = bounds[1] - bounds[0]
    return next((unit for unit, size, most in _FITTING if span < size * most), "decade")


def _floor(at: datetime, unit: str) -> datetime:
    if unit == "decade":
        return datetime(at.year // 10 * 10, 1, 1, tzinfo=UTC)
    month = at.month if unit != "year" else 1
    return datetime(at.year, month, at.day if unit == "day" else 1, tzinfo=UTC)


def _next(at: datetime, unit: str) -> datetime:
    if unit == "day":
        return moment(seconds(at) + _DAY)
    if unit == "decade":
        return at.replace(year=at.year + 10)
    if unit == "year":
        return at.replace(year=at.year + 1)
    return at.replace(year=at.year + at.month // 12, month=at.month % 12 + 1)
