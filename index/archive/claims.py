"""Sentences that a worker has in hand, so that no other asks for them meanwhile.

Rows of the table of shared work (index.archive.work), taken by name rather than from a queue: the
order of translation is the newest article's first, and a sentence may stand in many articles. A
worker holds all of its claims under one token and renews them together; those of a killed worker
end with their lease.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from functools import cache

from sqlalchemy import Connection, bindparam, delete, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.sql.dml import ReturningInsert

from index.archive.database import moment
from index.tables import chunked
from index.tables import work as table

KIND = "sentence"


def take(connection: Connection, keys: Collection[bytes], token: int, lease: float) -> set[bytes]:
    """Claim these sentences for `lease` seconds; those that nobody else has. A claim that lasts
    much longer than any was given by a clock that has since been put back."""
    now = moment(connection)
    due = now + round(lease * 1000)
    claiming = _claiming(connection.dialect.name)
    taken: set[bytes] = set()
    for some in chunked(sorted(keys), 1_000):
        rows = [
            {
                "kind": KIND,
                "item": key.hex(),
                "due": due,
                "tries": 1,
                "token": token,
                "again": False,
                "now": now,
                "ahead": now + 10 * (due - now),
            }
            for key in some
        ]
        taken.update(bytes.fromhex(item) for item in connection.execute(claiming, rows).scalars())
    return taken


@cache
def _claiming(dialect: str) -> ReturningInsert[str]:
    statement = (sqlite.insert if dialect == "sqlite" else postgresql.insert)(table)
    return statement.on_conflict_do_update(
        index_elements=["kind", "item"],
        set_={"token": statement.excluded.token, "due": statement.excluded.due},
        where=(table.c.due <= bindparam("now"))
        | (table.c.token == statement.excluded.token)
        | (table.c.due > bindparam("ahead")),
    ).returning(table.c.item)


def renew(connection: Connection, token: int, lease: float) -> None:
    """Keep all that is claimed under the token for `lease` seconds from now."""
    due = moment(connection) + round(lease * 1000)
    mine = (table.c.kind == KIND) & (table.c.token == token)
    connection.execute(update(table).where(mine).values(due=due))


_DROP = delete(table).where(
    table.c.kind == KIND,
    table.c.token == bindparam("mine"),
    table.c.item.in_(bindparam("items", expanding=True)),
)


def drop(connection: Connection, keys: Collection[bytes], token: int) -> None:
    """Give up these claims, as far as they are still one's own."""
    items: Sequence[str] = sorted(key.hex() for key in keys)
    for some in chunked(items):
        connection.execute(_DROP, {"mine": token, "items": some})
