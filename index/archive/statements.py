"""Statements that several of the archive's transactions are made of."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, bindparam, delete, insert, inspect, select, update

from index.archive.migrations import stamp
from index.archive.record import Contents
from index.tables import SCHEMA_VERSION, article, change, chunked, counter, home, metadata
from index.translation.bundled import BUNDLED, bundled_version
from index.translation.memory import Rendering
from search.errors import ArchiveError

MOVED = "moved"
"""What an archive that was moved says of itself: where to."""

MOVING = "moving"
"""What one says into which another is being moved: the other's UUID."""


def facts(connection: Connection) -> dict[str, str]:
    """What the archive says of itself; nothing where there is none."""
    if not inspect(connection).has_table(home.name):
        return {}
    return {row.name: row.value for row in connection.execute(select(home))}


def made(connection: Connection) -> dict[str, str]:
    """Make the tables of a new archive; what it says of itself."""
    metadata.create_all(connection)
    stamp(connection)
    said = {
        "uuid": str(uuid.uuid4()),
        "schema": str(SCHEMA_VERSION),
        BUNDLED: bundled_version(),
    }
    rows = [{"name": name, "value": value} for name, value in said.items()]
    connection.execute(insert(home), rows)
    connection.execute(
        insert(counter), [{"name": "seq", "value": 0}, {"name": "change", "value": 0}]
    )
    return said


# Made once: building a statement takes SQLAlchemy as long as running it.
_RAISE = (
    update(counter)
    .where(counter.c.name == bindparam("which"))
    .values(value=counter.c.value + bindparam("by"))
)
_COUNTED = select(counter.c.value).where(counter.c.name == bindparam("which"))
_MOVED = select(home.c.value).where(home.c.name == MOVED)


def raised(connection: Connection, name: str, by: int) -> int:
    """Raise a counter and return it. (By 0: the writers of a database with row locks queue.)"""
    connection.execute(_RAISE, {"which": name, "by": by})
    return counted(connection, name)


def counted(connection: Connection, name: str) -> int:
    """The last `seq` or number of a `change` that was given out."""
    return int(connection.execute(_COUNTED, {"which": name}).scalar_one())


def begin_write(connection: Connection) -> None:
    """What every transaction that writes begins with: it waits for others, so that what it reads
    is the newest, and ends where the archive was moved meanwhile."""
    connection.execute(_RAISE, {"which": "change", "by": 0})
    moved = connection.execute(_MOVED).scalar()
    if moved is not None:
        raise ArchiveError(moved_to(moved))


def moved_to(place: str) -> str:
    """What to say of an archive that was moved there."""
    return (
        f"the archive was moved to {place}: set FIHRIST_DATABASE_URL to that, or bring it back with"
        " `fihrist move --database`"
    )


def log(connection: Connection, articles: Sequence[tuple[int, str]], deleted: bool = False) -> None:
    """Give each article a new change number in place of its old one."""
    if not articles:
        return
    for some in chunked([seq for seq, _ in articles]):
        connection.execute(delete(change).where(change.c.seq.in_(some)))
    first = raised(connection, "change", len(articles)) - len(articles) + 1
    connection.execute(
        insert(change),
        [
            {"number": number, "seq": seq, "id": name, "deleted": deleted}
            for number, (seq, name) in enumerate(articles, first)
        ],
    )


def rewrite(connection: Connection, rows: list[dict[str, Any]]) -> None:
    """Give replaced articles their new values; added_at stays."""
    names = [name for name in rows[0] if name not in ("seq", "id")]
    connection.execute(
        update(article)
        .where(article.c.seq == bindparam("_seq"))
        .values({name: bindparam(f"_{name}") for name in names}),
        [{f"_{name}": row[name] for name in [*names, "seq"]} for row in rows],
    )


def count_missing(
    connection: Connection, held: Sequence[Contents], known: Mapping[bytes, Rendering]
) -> None:
    """Write down what each article misses, now that the memory knows these keys."""
    counts = [
        {
            "_seq": each.row["seq"],
            "_missing": sum(side.key is not None and side.key not in known for side in each.sides),
        }
        for each in held
    ]
    if counts:
        statement = update(article).where(article.c.seq == bindparam("_seq"))
        connection.execute(statement.values(missing=bindparam("_missing")), counts)
