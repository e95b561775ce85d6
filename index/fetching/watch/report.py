"""How each source fares: when it was last seen, what was new, and what fails and why."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from index.archive import Archive
from index.archive.sources import Source, State

_REFUSALS = 5
"""Of a source, the latest, that are told."""


def report(archive: Archive) -> list[dict[str, Any]]:
    """Every source as an object for JSON; times are ISO 8601 in UTC, null for never."""
    counts = archive.sources.counts()
    return [_row(archive, source, counts.get(source.url, {})) for source in archive.sources.all()]


def _row(archive: Archive, source: Source, counts: Mapping[State, int]) -> dict[str, Any]:
    missed = counts.get("waiting", 0) + counts.get("refused", 0)
    refused = archive.sources.refused(source.url, _REFUSALS) if missed else []
    return {
        "url": source.url,
        "title": source.title,
        "folder": source.folder,
        "kind": source.kind,
        "state": state_of(source),
        "reason": source.reason,
        "failures": source.failures,
        "failing_since": _time(source.failing_since),
        "checked": _time(source.checked_at),
        "seen": _time(source.seen_at),
        "new": source.new,
        "new_at": _time(source.new_at),
        "total": source.total,
        "next": None if source.stopped else _time(source.next_at),
        "items": dict(counts),
        "refused": [
            {"url": lead.url, "reason": lead.reason, "waiting": lead.state == "waiting"}
            for lead in refused
        ],
    }


def state_of(source: Source) -> str:
    """stopped, failing, new (not looked at yet) or well."""
    if source.stopped:
        return "stopped"
    if source.failures:
        return "failing"
    return "well" if source.seen_at is not None else "new"


def lines(rows: list[dict[str, Any]]) -> list[str]:
    """The report for people: a line a source, its faults and what it lacks below."""
    told: list[str] = []
    for row in rows:
        seen = row["seen"] or "never"
        told.append(
            f"{row['state']:<8}{row['url']}  {row['title'] or ''}".rstrip()
            + f"  seen {seen}, new {row['new']}, in all {row['total']}"
            + (f", next {row['next']}" if row["next"] else "")
        )
        if row["reason"]:
            since = f" since {row['failing_since']}" if row["failing_since"] else ""
            told.append(f"        {row['reason']}{since}")
        for item in row["refused"]:
            later = " (tried again later)" if item["waiting"] else ""
            told.append(f"        {item['url']}: {item['reason']}{later}")
    return told


def summary(sources: list[Source]) -> str | None:
    """A line for `fihrist status`; None where nothing is watched."""
    if not sources:
        return None
    states = [state_of(source) for source in sources]
    told = [f"{len(sources)} watched"]
    told += [f"{states.count(name)} {name}" for name in ("failing", "stopped") if name in states]
    latest = max((source.new_at for source in sources if source.new_at is not None), default=None)
    return ", ".join([*told, f"last new {_time(latest) or 'never'}"])


def _time(seconds: int | None) -> str | None:
    if seconds is None:
        return None
    return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
