"""How old articles get, by outlet: `365d,السومرية=90d,رويترز=never`.

An article's age counts from the end of the day, month or year it states, by which it was published
for certain. Without a date it has no age.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from index.archive import Archive
from search.dates import moment, period
from search.settings import Settings

NEVER = "never"


@dataclass(frozen=True, slots=True)
class Rules:
    """Days that articles are kept, None for ever: of an outlet, else of all. undated: those
    without a date too, from when they were added. only: of this outlet alone."""

    days: int | None = None
    outlets: Mapping[str, int | None] = field(default_factory=dict)
    undated: bool = False
    only: str | None = None

    def of(self, outlet: str | None) -> int | None:
        """The days of an article of this outlet."""
        if self.only is not None and outlet != self.only:
            return None
        return self.outlets.get(outlet, self.days) if outlet is not None else self.days


def rules_of(settings: Settings) -> Rules:
    """The rules that are set."""
    days: int | None = None
    outlets: dict[str, int | None] = {}
    for rule in filter(None, settings.retention.split(",")):
        outlet, equals, age = rule.rpartition("=")
        if equals:
            outlets[outlet.strip()] = days_of(age)
        else:
            days = days_of(age)
    return Rules(days, outlets, settings.retention_undated)


def days_of(age: str) -> int | None:
    """`365d` as a number, `never` as None. Raises ValueError."""
    return None if age == NEVER else int(age.removesuffix("d"))


def expired(archive: Archive, rules: Rules, now: datetime) -> list[str]:
    """Ids of the articles that are too old now, the first added first."""
    return [
        each.id
        for each in archive.dated()
        if _is_old(each.published, each.added_at, rules.of(each.outlet), rules.undated, now)
    ]


def _is_old(
    published: str | None, added_at: int, days: int | None, undated: bool, now: datetime
) -> bool:
    if days is None:
        return False
    if published is not None:
        begins = moment(period(published).end)
    elif undated:
        begins = datetime.fromtimestamp(added_at, UTC)
    else:
        return False
    return begins + timedelta(days=days) <= now
