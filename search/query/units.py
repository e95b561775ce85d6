"""The parts of a query that match by themselves, and what several of them ask together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from search import ranking
from search.engines import plan as p
from search.marks import Mark


@dataclass(slots=True)
class Unit:
    """A part of the query that matches by itself."""

    plan: p.Plan
    marks: list[Mark] = field(default_factory=list)
    extra: list[p.Plan] = field(default_factory=list)  # scores only
    scored: bool = True
    function: bool = False
    telling: float = 0.0  # how much it says that an article has it (search.ranking)
    optional: bool = False  # an answer need not say it; it scores where all are asked for
    must: bool = False  # stays required when relaxed
    relaxed: list[Unit] | None = None  # what it counts as when relaxed


def conjunction(units: Sequence[Unit]) -> p.Plan:
    """What asks for all of them, but for those that may go unsaid."""
    extra = tuple(plan for unit in units for plan in unit.extra)
    if len(units) == 1 and not extra:
        return units[0].plan
    optional = any(unit.scored and not unit.optional for unit in units)
    needed = [unit for unit in units if not (optional and unit.optional)]
    unsaid = tuple(unit.plan for unit in units if optional and unit.optional)
    return p.Bool(must=tuple(unit.plan for unit in needed), should=(*unsaid, *extra))


def any_of(units: Sequence[Unit], loose: Sequence[Unit]) -> p.Plan | None:
    """What is required, and of the rest any; None where that is no more than all of them."""
    kept = tuple(unit.plan for unit in units if unit.must or not unit.scored)
    required = any(unit.must and unit.scored for unit in units)
    if len(loose) + required < 2:
        return None
    extra = tuple(plan for unit in units for plan in unit.extra)
    extra += tuple(ranking.presence(unit.plan, unit.telling) for unit in loose if unit.telling)
    anyone = tuple(unit.plan for unit in loose)
    if required:
        return p.Bool(must=kept, should=(*anyone, *extra))
    return p.Bool(must=(*kept, p.Bool(should=anyone)), should=extra)


def all_of(units: list[Unit]) -> Unit | None:
    """Several as one, None for none."""
    if len(units) <= 1:
        return units[0] if units else None
    return Unit(
        plan=p.Bool(must=tuple(unit.plan for unit in units)),
        marks=[mark for unit in units for mark in unit.marks],
        extra=[plan for unit in units for plan in unit.extra],
        scored=any(unit.scored for unit in units),
        function=all(unit.function for unit in units),
    )


def filtered(plan: p.Plan) -> Unit:
    """What must match and does not rank."""
    return Unit(p.Filter(plan), scored=False)
