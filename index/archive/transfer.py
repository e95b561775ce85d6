"""The archive moved to another database, SQLite or PostgreSQL, by `fihrist move`.

Table by table, in pages by key: a page that is the same on the other side is left alone, so a move
that was killed goes on where it was. First while others may add; then once more while the source
is held still, with the checksums of what is there, against which the target is read back. Where
all is the same the source is marked as moved, and from then on refuses to be opened or written: no
article can go to the side that is left. Last the target, marked as unfinished so far, takes over
the source's name. Killed between the two, neither can be used until the move is run again.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Engine, Table, and_, delete, insert, select, tuple_

from index import tables
from index.archive.database import hold_still, make_alone, reading, shown, writing
from index.archive.migrations import migrate, stamp
from index.archive.opening import opened
from index.archive.statements import MOVED, MOVING, begin_write, facts, moved_to
from index.tables import home, upsert
from search.errors import ArchiveError

PAGE = 500
"""Rows compared, and written, at a time."""

COPIED = tuple(table for table in tables.metadata.sorted_tables if table is not home)

Row = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Checked:
    """A table that was read back: its rows, and a checksum over all of them in order."""

    table: str
    rows: int
    checksum: str


def transfer(source: Engine, target: Engine, say: Callable[[str], None]) -> list[Checked]:
    """Move the archive in `source` into `target`; each table with its rows and checksum, which
    are the same on both sides; nothing where it had been moved there before. say: takes a line on
    how it goes.

    Raises ArchiveError where the source is no archive or was moved elsewhere, where the target
    holds another one, or differs when it is read back.
    """
    known = _facts(source)
    if MOVED in known:
        return _resumed(source, target, known, say)
    _begin(target, opened(source, create=False))
    with reading(source) as connection:
        for table in COPIED:
            say(f"copying {table.name}")
            _level(table, connection, target)
    with writing(source) as connection:
        say("holding the old side still")
        hold_still(connection)
        begin_write(connection)
        known = facts(connection)
        checked = [_level(table, connection, target) for table in COPIED]
        _read_back(target, checked, say)
        upsert(connection, home, [{"name": MOVED, "value": shown(target.url)}])
    _take_over(target, known)
    return checked


def copy(source: Engine, target: Engine, say: Callable[[str], None]) -> list[Checked]:
    """Copy the archive in `source`, as it is at one moment, into the empty database `target`, and
    read it back; the source stays as it is. A copy that was killed is gone on with.

    Raises ArchiveError as transfer() does.
    """
    with reading(source) as connection:
        known = facts(connection)
        _begin(target, known["uuid"])
        checked = []
        for table in COPIED:
            say(f"copying {table.name}")
            checked.append(_level(table, connection, target))
    _read_back(target, checked, say)
    _take_over(target, known)
    return checked


def _resumed(
    source: Engine, target: Engine, known: dict[str, str], say: Callable[[str], None]
) -> list[Checked]:
    """The end of a move that was killed when all was copied and the source marked."""
    there = _facts(target)
    if there.get("uuid") == known["uuid"]:
        return []
    if there.get(MOVING) != known["uuid"]:
        raise ArchiveError(moved_to(known[MOVED]))
    with reading(source) as connection:
        checked = [_checked(table, _pages(table, connection)) for table in COPIED]
    _read_back(target, checked, say)
    _take_over(target, known)
    return checked


def _facts(engine: Engine) -> dict[str, str]:
    with reading(engine) as connection:
        return facts(connection)


def _begin(target: Engine, uuid: str) -> None:
    """Make the tables where there are none, and mark the target as unfinished."""
    with writing(target) as connection:
        make_alone(connection)
        there = facts(connection)
        if not there:
            tables.metadata.create_all(connection)
            stamp(connection)
            there = {"schema": str(tables.SCHEMA_VERSION), MOVING: uuid}
        elif there.get(MOVING, there.get("uuid") if MOVED in there else None) != uuid:
            raise ArchiveError(f"{shown(target.url)} already holds an archive; give an empty one")
        elif int(there["schema"]) < tables.SCHEMA_VERSION:
            migrate(connection)
        _state(connection, {"schema": str(tables.SCHEMA_VERSION), MOVING: uuid})


def _take_over(target: Engine, known: dict[str, str]) -> None:
    with writing(target) as connection:
        _state(connection, {name: value for name, value in known.items() if name != MOVED})


def _state(connection: Connection, said: dict[str, str]) -> None:
    """Let an archive say this of itself, and nothing else."""
    connection.execute(delete(home))
    connection.execute(insert(home), [{"name": n, "value": v} for n, v in said.items()])


def _level(table: Table, source: Connection, target: Engine) -> Checked:
    """Make the target's table the same as the source's."""

    def levelled() -> Iterator[list[Row]]:
        low: Row | None = None
        for rows in _pages(table, source):
            # The last page reaches to the end of the target's table, whatever is there.
            high = _key(table, rows[-1]) if len(rows) == PAGE else None
            _replace(table, target, low, high, rows)
            low = high
            yield rows

    return _checked(table, levelled())


def _replace(
    table: Table, target: Engine, low: Row | None, high: Row | None, rows: list[Row]
) -> None:
    """Let the rows be all that the target has between two keys, the first left out."""
    key = tuple_(*table.primary_key)
    between = and_(True, *([key > low] if low else []), *([key <= high] if high else []))
    with writing(target) as connection:
        there = connection.execute(select(table).where(between).order_by(*table.primary_key))
        if [tuple(row) for row in there] == rows:
            return
        connection.execute(delete(table).where(between))
        if rows:
            names = [column.name for column in table.columns]
            named = [dict(zip(names, row, strict=True)) for row in rows]
            connection.execute(insert(table), named)


def _pages(table: Table, connection: Connection) -> Iterator[list[Row]]:
    """The table's rows by key; the last page is the only one that is not full, and may be empty."""
    key, low = tuple_(*table.primary_key), None
    while True:
        asked = select(table).order_by(*table.primary_key).limit(PAGE)
        found = connection.execute(asked if low is None else asked.where(key > low))
        rows = [tuple(row) for row in found]
        yield rows
        if len(rows) < PAGE:
            return
        low = _key(table, rows[-1])


def _key(table: Table, row: Row) -> Row:
    names = [column.name for column in table.columns]
    return tuple(row[names.index(column.name)] for column in table.primary_key)


def _checked(table: Table, pages: Iterator[list[Row]]) -> Checked:
    count, checksum = 0, hashlib.blake2b(digest_size=8)
    for rows in pages:
        count += len(rows)
        for row in rows:
            # Numbers, texts, bytes, truth values and None have one repr in Python.
            checksum.update(repr(row).encode("utf-8", "surrogatepass"))
    return Checked(table.name, count, checksum.hexdigest())


def _read_back(target: Engine, checked: list[Checked], say: Callable[[str], None]) -> None:
    with reading(target) as connection:
        for table, wanted in zip(COPIED, checked, strict=True):
            say(f"reading back {table.name}")
            found = _checked(table, _pages(table, connection))
            if found != wanted:
                raise ArchiveError(
                    f"{shown(target.url)} has {found.rows} rows of {table.name} with checksum"
                    f" {found.checksum}, the old side {wanted.rows} with {wanted.checksum}; the old"
                    " side is unchanged: see that nobody else writes there, and run it again"
                )
