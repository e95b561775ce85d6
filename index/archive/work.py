"""Work that several processes share: each piece is claimed by one of them, for a time.

A piece is a kind and a name, say ("translate", an article's id). Who claims it has it until its
lease ends; a worker that was killed needs no tidying up, as its claim ends by itself. A worker:

    while jobs := archive.work.claim("translate", limit=20, lease=60.0):
        for job in jobs:
            ...                                  # renew(jobs, 60.0) if it takes long
        archive.work.done(jobs)                  # or release([job], delay=300.0): try it later

offer() says that there is work. Offering what waits already changes nothing. What is offered
again while somebody has it is done once more afterwards, since he may have begun with what was
there before; so offer in the transaction that made the work (`offered(connection, …)`).

Claims never wait for each other: PostgreSQL skips what another one is just claiming (SKIP
LOCKED), SQLite has one writer at a time. Every claim draws a token, and done, renew and release do
nothing to a piece that meanwhile fell to another worker. A piece can thus be worked on twice, where
a lease was too short, and never be lost: what a job does must be harmless to do twice.

Leases are measured by the database's clock.
"""

from __future__ import annotations

import secrets
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Connection, Engine, delete, func, select, tuple_, update

from index.archive.database import moment, reading, writing
from index.tables import chunked, upsert
from index.tables import work as table


@dataclass(frozen=True, slots=True)
class Job:
    """A claimed piece of work. tries: how often it was claimed, this time included, since it was
    offered: a worker may give up (done) on what fails each time."""

    kind: str
    item: str
    tries: int
    token: int


@dataclass(frozen=True, slots=True)
class Waiting:
    """Pieces of one kind. ready: to be claimed now; later: released with a delay; claimed: a
    worker has them, and its lease has not ended."""

    ready: int
    later: int
    claimed: int


def offered(connection: Connection, kind: str, items: Collection[str]) -> None:
    """offer() within a transaction of the archive that writes."""
    now = moment(connection)
    rows = [
        {"kind": kind, "item": item, "due": now, "tries": 0, "again": False}
        for item in sorted(set(items))
    ]
    for some in chunked(rows):
        upsert(connection, table, some, _once_more)


def _once_more(_new: object) -> dict[str, ColumnElement[bool]]:
    return {"again": table.c.token.is_not(None)}


class Work:
    """The archive's shared work. Every method is a transaction of its own, and raises
    ArchiveError where the database fails, having done nothing then."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def offer(self, kind: str, items: Collection[str]) -> None:
        """Say that these pieces are to be done (kind and items: at most 40 and 64 characters)."""
        with writing(self._engine) as connection:
            offered(connection, kind, items)

    def claim(self, kind: str, limit: int, lease: float) -> list[Job]:
        """Take up to `limit` pieces for `lease` seconds, those that wait longest first; none
        where nothing waits."""
        with writing(self._engine) as connection:
            now, token = moment(connection), secrets.randbits(63)
            free = (
                select(table.c.item, table.c.tries)
                .where(table.c.kind == kind, table.c.due <= now)
                .order_by(table.c.due, table.c.item)
                .limit(limit)
                .with_for_update(skip_locked=True)  # SQLite has no such words, and no need
            )
            found = connection.execute(free).all()
            for some in chunked([row.item for row in found]):
                connection.execute(
                    update(table)
                    .where(table.c.kind == kind, table.c.item.in_(some))
                    .values(
                        token=token,
                        due=now + _milliseconds(lease),
                        tries=table.c.tries + 1,
                        again=False,
                    )
                )
        return [Job(kind, row.item, row.tries + 1, token) for row in found]

    def renew(self, jobs: Sequence[Job], lease: float) -> list[Job]:
        """Keep these jobs for `lease` seconds from now; those that are still one's own. (A lease
        that has ended is still one's own until somebody else claims the piece.)"""
        with self._own(jobs) as (connection, own):
            due = moment(connection) + _milliseconds(lease)
            _change(connection, list(own), {"due": due})
        return list(own)

    def done(self, jobs: Sequence[Job]) -> int:
        """Strike these jobs off, if they are still one's own; how many were. One offered again
        meanwhile waits again."""
        with self._own(jobs) as (connection, own):
            anew = {"token": None, "due": moment(connection), "tries": 0, "again": False}
            _change(connection, [job for job, again in own.items() if again], anew)
            for some in chunked([job for job, again in own.items() if not again]):
                connection.execute(delete(table).where(_among(some)))
        return len(own)

    def release(self, jobs: Sequence[Job], delay: float = 0.0) -> int:
        """Give these jobs back, to be claimed after `delay` seconds; how many were one's own."""
        with self._own(jobs) as (connection, own):
            due = moment(connection) + _milliseconds(delay)
            _change(connection, list(own), {"token": None, "due": due, "again": False})
        return len(own)

    def waiting(self, kind: str) -> Waiting:
        """How much of a kind there is to do."""
        with reading(self._engine) as connection:
            ready = table.c.due <= moment(connection)
            counts = select(
                func.count().filter(ready),
                func.count().filter(~ready, table.c.token.is_(None)),
                func.count().filter(~ready, table.c.token.is_not(None)),
            ).where(table.c.kind == kind)
            return Waiting(*connection.execute(counts).one())

    @contextmanager
    def _own(self, jobs: Sequence[Job]) -> Iterator[tuple[Connection, dict[Job, bool]]]:
        """A transaction with those of the jobs that are still one's own, locked in order, and
        whether each was offered again."""
        with writing(self._engine) as connection:
            own: dict[Job, bool] = {}
            for some in chunked(sorted(jobs, key=lambda job: (job.kind, job.item))):
                known = {(job.kind, job.item): job for job in some}
                asked = select(table.c.kind, table.c.item, table.c.again).where(_among(some))
                locked = asked.order_by(table.c.kind, table.c.item).with_for_update()
                for row in connection.execute(locked):
                    own[known[row.kind, row.item]] = row.again
            yield connection, own


def _change(connection: Connection, jobs: Sequence[Job], values: Mapping[str, object]) -> None:
    for some in chunked(jobs):
        connection.execute(update(table).where(_among(some)).values(**values))


def _among(jobs: Sequence[Job]) -> ColumnElement[bool]:
    found = tuple_(table.c.kind, table.c.item, table.c.token)
    return found.in_([(job.kind, job.item, job.token) for job in jobs])


def _milliseconds(seconds: float) -> int:
    return round(seconds * 1000)
