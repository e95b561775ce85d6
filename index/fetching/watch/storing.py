"""What a look at a source gave, written down: articles, leads, and when to look again."""

from __future__ import annotations

import logging
import random
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from index.archive import Archive
from index.archive.record import Record
from index.archive.sources import Lead
from index.draft import Failure
from index.fetching.clock import Clock
from index.fetching.errors import Gone, Later
from index.fetching.watch import schedule
from index.fetching.watch.looking import Look
from index.ingest import pack

log = logging.getLogger("fihrist.watch")


@dataclass(slots=True)
class Round:
    """What a run has done so far."""

    looks: int = 0
    added: int = 0
    replaced: int = 0
    failed: int = 0

    def __str__(self) -> str:
        return (
            f"looked {self.looks} times, added {self.added}, replaced {self.replaced},"
            f" failed {self.failed}"
        )


class Storing:
    """Writes looks down. Articles go first, then their leads: what is killed between the two reads
    an article again, and loses none."""

    def __init__(self, archive: Archive, clock: Clock, chance: random.Random) -> None:
        self.round = Round()
        self._archive = archive
        self._clock = clock
        self._chance = chance

    def store(self, look: Look) -> int:
        """Store the articles of a look and write down how it went; how many articles were added
        or replaced. Raises ArchiveError."""
        self.round.looks += 1
        if look.fault is not None:
            self._failed(look)
            return 0
        leads, added, replaced = self._articles(look)
        now, source = int(self._clock.now()), look.source
        interval = self._interval(look, added + replaced)
        found = self._found(look, interval) | {
            "next_at": self._next(look, leads, interval),
            "new": added,
            "total": source.total + added,
            "new_at": now if added else source.new_at,
        }
        self._archive.sources.looked(source.url, found, leads)
        if added or replaced:
            log.info("%s: %s new, %s changed", source.url, added, replaced)
        if look.moved is not None and look.moved != source.url:
            to = "" if self._archive.sources.move(source.url, look.moved) else ", watched already"
            log.warning("%s: it moved for good to %s%s", source.url, look.moved, to)
        return added + replaced

    def _articles(self, look: Look) -> tuple[list[Lead], int, int]:
        """Store the stories; their leads and the others, how many were added and how many
        replaced."""
        leads, records, owners = list(look.leads), list[Record](), list[Lead]()
        packed = pack([story for _, story in look.stories], None)
        for (lead, story), entry in zip(look.stories, packed, strict=True):
            if isinstance(entry, Failure):
                leads.append(_refused(lead, story.url, entry.reason))
            else:
                records.append(entry)
                owners.append(lead)
        outcomes = self._archive.store(records) if records else []
        statuses = [outcome.status for outcome in outcomes]
        for lead, record, status in zip(owners, records, statuses, strict=True):
            down = status == "refused"
            leads.append(_refused(lead, record.url, "it was taken down") if down else lead)
        for lead in leads:
            if lead.state == "refused":
                self.round.failed += 1
                log.warning("%s: %s", lead.url, lead.reason)
        self.round.added += statuses.count("added")
        self.round.replaced += statuses.count("replaced")
        return leads, statuses.count("added"), statuses.count("replaced")

    def _interval(self, look: Look, news: int) -> float:
        """The time between two looks from now on."""
        interval: float = look.source.interval
        if look.resume is not None or look.source.seen_at is None:
            return interval
        return schedule.after_news(interval) if news else schedule.after_nothing(interval)

    def _found(self, look: Look, interval: float) -> dict[str, Any]:
        """What the source is now. Of one that is not read to its end nothing is kept by which it
        would be unchanged."""
        now, whole = int(self._clock.now()), look.resume is None
        return {
            "kind": look.kind,
            "title": look.source.title or look.title,
            "reason": None,
            "etag": look.validators.etag if whole else None,
            "modified": look.validators.modified if whole else None,
            "digest": look.digest if whole else None,
            "interval": int(interval),
            "wait": None if look.wait is None else int(min(look.wait, schedule.LONGEST)),
            "checked_at": now,
            "seen_at": now,
            "failing_since": None,
            "failures": 0,
        }

    def _next(self, look: Look, leads: Sequence[Lead], interval: float) -> int:
        """When a source is looked at again: for its own sake, or for a page that is tried again."""
        now = self._clock.now()
        if look.resume is not None:
            return int(min(max(look.resume, now), now + schedule.LONGEST))
        asked = schedule.wait(0.0, look.wait, look.max_age)
        regular = now + schedule.jittered(schedule.wait(interval, asked), self._chance)
        known = {lead.key for lead in leads}
        waiting = [lead.again_at for lead in leads if lead.state == "waiting"]
        earlier = self._archive.sources.waiting(look.source.url)
        waiting += [lead.again_at for lead in earlier if lead.key not in known]
        retry = max(min(waiting, default=regular), now + asked)
        return int(min(regular, retry)) + 1

    def _failed(self, look: Look) -> None:
        source, now, fault = look.source, self._clock.now(), look.fault
        retry_after = getattr(fault, "retry_after", None)
        if isinstance(fault, Later):  # nobody was asked
            again = now + (retry_after or schedule.SHORTEST)
            self._archive.sources.looked(source.url, {"next_at": int(again)}, ())
            return
        self.round.failed += 1
        failures = source.failures + 1
        pause = schedule.jittered(schedule.after_failure(failures, retry_after), self._chance)
        found = {
            "reason": str(fault),
            "checked_at": int(now),
            "failures": failures,
            "failing_since": source.failing_since or int(now),
            "next_at": int(now + pause),
            "stopped": isinstance(fault, Gone),
        }
        self._archive.sources.looked(source.url, found, ())


def _refused(lead: Lead, url: str | None, reason: str) -> Lead:
    return replace(lead, state="refused", content=None, url=url, reason=reason)
