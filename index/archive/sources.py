"""What `fihrist watch` looks at and what became of it: sources, and the leads of their items.

Kept in the archive, so that a backup, a move to another database and several machines on one
archive have it too. A source that is due is claimed by writing down a later time for it, where
nobody else has meanwhile.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, fields
from typing import Any, Literal

from sqlalchemy import Connection, Engine, delete, func, insert, select, update

from index import tables
from index.archive.database import reading, writing
from index.archive.statements import begin_write
from index.tables import chunked, lead, source, upsert

State = Literal["held", "waiting", "refused"]


@dataclass(frozen=True, slots=True)
class Source:
    """A row of the table: see there. title, folder: as the feed, or who added it, calls it."""

    url: str
    added_at: int
    next_at: int
    interval: int
    title: str | None = None
    folder: str | None = None
    kind: str | None = None
    stopped: bool = False
    reason: str | None = None
    etag: str | None = None
    modified: str | None = None
    digest: bytes | None = None
    wait: int | None = None
    checked_at: int | None = None
    seen_at: int | None = None
    new_at: int | None = None
    failing_since: int | None = None
    failures: int = 0
    new: int = 0
    total: int = 0


@dataclass(frozen=True, slots=True)
class Lead:
    """Where an item leads. held: its article is in the archive; waiting: it is tried again from
    `again_at` on; refused: it is not, until something else is offered there."""

    key: bytes
    source: str
    state: State
    digest: bytes
    at: int
    content: bytes | None = None
    url: str | None = None
    reason: str | None = None
    tries: int = 0
    again_at: int = 0


class Sources:
    """The sources of an archive. Every method is a transaction of its own, and raises ArchiveError
    where the database fails, having done nothing then."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def add(self, new: Sequence[Source]) -> list[Source]:
        """Watch these; those that were not watched yet. One that was stopped begins anew."""
        added: list[Source] = []
        with self._writing() as connection:
            known = {each.url: each for each in _sources(connection)}
            for one in {each.url: each for each in new}.values():
                if one.url not in known:
                    connection.execute(insert(source), asdict(one))
                    added.append(one)
                elif known[one.url].stopped:
                    again = {"stopped": False, "reason": None, "next_at": one.next_at}
                    connection.execute(_changed(one.url, again))
                    added.append(one)
        return added

    def remove(self, url: str) -> bool:
        """Watch it no more, and forget where it led; its articles stay."""
        with self._writing() as connection:
            connection.execute(delete(lead).where(lead.c.source == url))
            gone = connection.execute(delete(source).where(source.c.url == url))
            return bool(gone.rowcount)

    def all(self) -> list[Source]:
        """Every source, by address."""
        with reading(self._engine) as connection:
            return _sources(connection)

    def claim(self, one: Source, until: int) -> bool:
        """Whether this process is to look at a source: nobody else then does until that time."""
        with self._writing() as connection:
            mine = (
                update(source)
                .where(source.c.url == one.url, source.c.next_at == one.next_at)
                .values(next_at=until)
            )
            return bool(connection.execute(mine).rowcount)

    def looked(self, url: str, found: Mapping[str, Any], leads: Sequence[Lead]) -> None:
        """Write down what a look at a source gave: its columns and its leads, all or nothing."""
        with self._writing() as connection:
            connection.execute(_changed(url, found))
            for some in chunked(sorted(leads, key=lambda each: each.key)):
                upsert(connection, lead, [asdict(each) for each in some])

    def move(self, url: str, to: str) -> bool:
        """Give a source another address; where that is watched already it is stopped, and False."""
        with self._writing() as connection:
            taken = select(func.count()).select_from(source).where(source.c.url == to)
            if connection.execute(taken).scalar_one():
                reason = f"it moved to {to}, which is watched already"
                connection.execute(_changed(url, {"stopped": True, "reason": reason}))
                return False
            connection.execute(_changed(url, {"url": to}))
            connection.execute(update(lead).where(lead.c.source == url).values(source=to))
            return True

    # Leads

    def leads(self, keys: Collection[bytes]) -> dict[bytes, Lead]:
        """Those of the leads that there are."""
        found: dict[bytes, Lead] = {}
        with reading(self._engine) as connection:
            for some in chunked(sorted(keys)):
                rows = connection.execute(select(lead).where(lead.c.key.in_(some))).mappings()
                found |= {row["key"]: Lead(**row) for row in rows}
        return found

    def waiting(self, url: str) -> list[Lead]:
        """The leads of a source that are still to be read."""
        with reading(self._engine) as connection:
            asked = select(lead).where(lead.c.source == url, lead.c.state == "waiting")
            return [Lead(**row) for row in connection.execute(asked).mappings()]

    def refused(self, url: str, limit: int) -> list[Lead]:
        """The leads of a source that gave no article, the latest first."""
        with reading(self._engine) as connection:
            asked = select(lead).where(lead.c.source == url, lead.c.state != "held")
            rows = connection.execute(asked.order_by(lead.c.at.desc(), lead.c.key).limit(limit))
            return [Lead(**row) for row in rows.mappings()]

    def same(self, content: bytes, key: bytes) -> bool:
        """Whether another lead became an article of the same content."""
        with reading(self._engine) as connection:
            asked = select(lead.c.key).where(lead.c.content == content, lead.c.key != key)
            return connection.execute(asked.limit(1)).first() is not None

    def counts(self) -> dict[str, dict[State, int]]:
        """How many leads of each state every source has."""
        found: dict[str, dict[State, int]] = {}
        with reading(self._engine) as connection:
            asked = select(lead.c.source, lead.c.state, func.count())
            for url, state, count in connection.execute(
                asked.group_by(lead.c.source, lead.c.state)
            ):
                found.setdefault(url, {})[state] = count
        return found

    def forget(self, before: int) -> int:
        """Drop leads that nothing was offered for since; how many."""
        with self._writing() as connection:
            return connection.execute(delete(lead).where(lead.c.at < before)).rowcount

    @contextmanager
    def _writing(self) -> Iterator[Connection]:
        with writing(self._engine) as connection:
            begin_write(connection)
            yield connection


_FIELDS = [tables.source.c[each.name] for each in fields(Source)]


def _sources(connection: Connection) -> list[Source]:
    rows = connection.execute(select(*_FIELDS).order_by(source.c.url)).mappings()
    return [Source(**row) for row in rows]


def _changed(url: str, values: Mapping[str, Any]) -> Any:
    return update(source).where(source.c.url == url).values(**values)
