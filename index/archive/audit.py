"""The archive held against itself: what its tables say of each other, and what can be set right.

Nothing here is needed while all is well: each transaction leaves the tables in step. It is for
disks that fail, files that were edited by hand and faults of our own.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, Engine, Table, delete, exists, func, select, update

from index.archive.database import reading, writing
from index.archive.forgetting import DAMAGED
from index.archive.record import contents_of
from index.archive.statements import begin_write, log
from index.tables import article, change, chunked, counter, memory, refusal
from index.translation.memory import Memory

_PAGE = 500
_KEY = 16  # bytes of a memory key


@dataclass(slots=True)
class Audit:
    """What was found: articles (seqs) whose bodies cannot be read, that the change log does not
    tell of, or whose missing translations are miscounted; changes (seq, id) of articles that are
    not there; counters that are behind; memory entries that are broken, or of no article."""

    articles: int = 0
    damaged: dict[int, str] = field(default_factory=dict)
    unlogged: list[int] = field(default_factory=list)
    miscounted: list[int] = field(default_factory=list)
    dangling: list[tuple[int, str]] = field(default_factory=list)
    counters: dict[str, int] = field(default_factory=dict)
    broken: int = 0
    unreachable: set[bytes] = field(default_factory=set)


class Auditor:
    """Raises ArchiveError where the database fails."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def look(self) -> Audit:
        """Read all of the archive, in one state of it (0.2 ms an article)."""
        found = Audit()
        with reading(self._engine) as connection:
            # Machine translations that no article asks for; people's may stand for themselves.
            alone = select(memory.c.key).where(memory.c.source.is_(None))
            found.unreachable = set(connection.execute(alone).scalars())
            for rows in _pages(connection):
                _look_through(connection, rows, found)
            found.unlogged = list(connection.execute(_unlogged()).scalars())
            found.dangling = [tuple(row) for row in connection.execute(_dangling())]
            found.counters = _behind(connection)
            found.broken = int(connection.execute(_broken(func.count())).scalar_one())
        return found

    def log_deleted(self, articles: list[tuple[int, str]]) -> None:
        """Let the change log say that these articles are deleted."""
        with writing(self._engine) as connection:
            begin_write(connection)
            log(connection, articles, deleted=True)

    def raise_counters(self, values: dict[str, int]) -> None:
        """Let no number be given out a second time."""
        with writing(self._engine) as connection:
            for name, value in sorted(values.items()):
                low = (counter.c.name == name) & (counter.c.value < value)
                connection.execute(update(counter).where(low).values(value=value))

    def drop_broken(self) -> None:
        """Drop memory entries that cannot be anyone's."""
        with writing(self._engine) as connection:
            begin_write(connection)
            connection.execute(delete(memory).where(_is_broken()))

    def drop_unreachable(self, keys: set[bytes]) -> None:
        """Drop machine translations of these sentences."""
        with writing(self._engine) as connection:
            begin_write(connection)
            for some in chunked(sorted(keys)):
                unknown = memory.c.key.in_(some) & memory.c.source.is_(None)
                connection.execute(delete(memory).where(unknown))
                connection.execute(delete(refusal).where(refusal.c.key.in_(some)))


def _pages(connection: Connection) -> Iterator[Any]:
    after = -1
    while True:
        asked = select(article).where(article.c.seq > after).order_by(article.c.seq).limit(_PAGE)
        rows = connection.execute(asked).mappings().all()
        if not rows:
            return
        yield rows
        after = rows[-1]["seq"]


def _look_through(connection: Connection, rows: Any, found: Audit) -> None:
    held = []
    for row in rows:
        found.articles += 1
        try:
            held.append(contents_of(row))
        except DAMAGED as error:
            found.damaged[row["seq"]] = f"{row['id']} ({error!r})"
    wanted = {side.key for each in held for side in each.sides if side.key}
    # A bundled translation may stand behind one that the memory has too.
    found.unreachable -= wanted
    known = Memory(connection).lookup_keys(wanted)
    for each in held:
        missing = sum(side.key is not None and side.key not in known for side in each.sides)
        # Fewer than were counted: the worker has them, and the article's change is still to come.
        if missing > each.row["missing"]:
            found.miscounted.append(each.row["seq"])


def _unlogged() -> Any:
    told = exists().where(change.c.seq == article.c.seq, ~change.c.deleted)
    return select(article.c.seq).where(~told).order_by(article.c.seq)


def _dangling() -> Any:
    there = exists().where(article.c.seq == change.c.seq)
    asked = select(change.c.seq, change.c.id).where(~change.c.deleted, ~there)
    return asked.order_by(change.c.number)


def _behind(connection: Connection) -> dict[str, int]:
    """Counters that are lower than a number that was given out, and that number."""
    seqs = [_highest(connection, table, "seq") for table in (article, change)]
    highest = {"seq": max(seqs), "change": _highest(connection, change, "number")}
    held = {row.name: row.value for row in connection.execute(select(counter))}
    return {name: value for name, value in highest.items() if held.get(name, 0) < value}


def _highest(connection: Connection, table: Table, column: str) -> int:
    asked = select(func.coalesce(func.max(table.c[column]), 0))
    return int(connection.execute(asked).scalar_one())


def _is_broken() -> Any:
    return (func.length(memory.c.key) != _KEY) | (memory.c.text == "")


def _broken(what: Any) -> Any:
    return select(what).select_from(memory).where(_is_broken())
