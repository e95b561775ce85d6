"""Connecting to the archive's database, and what its failures mean to the user.

The one place that knows SQLite from PostgreSQL.
"""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, SQLAlchemyError

from search.errors import ArchiveError

PATIENCE = 30.0
"""Seconds a writer waits for another one (an archive transaction takes well under one)."""

_REMEDIES = (
    ("locked", "another process has been writing it for too long; try again"),
    ("readonly", "it cannot be written; check the owner and permissions of its folder"),
    ("unable to open", "it cannot be opened; check that its folder exists and can be written"),
    ("full", "the disk is full; what was said to be stored is safe"),
    ("disk i/o error", "the disk fails"),
    ("not a database", "it is no archive of Fihrist"),
    ("malformed", "it is damaged; restore a backup"),
)


def connect(url: str, create: bool) -> Engine:
    """An engine for the archive's URL. Raises ArchiveError where there is no such database."""
    try:
        parsed = make_url(url)
        if parsed.get_backend_name() != "sqlite":
            return create_engine(parsed, pool_pre_ping=True)
    except (ArgumentError, ImportError, SQLAlchemyError) as error:
        raise ArchiveError(f"the archive's URL cannot be used: {error}") from None
    path = Path(parsed.database or "")
    if create:
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise ArchiveError(f"cannot make {path.parent}: {error.strerror}") from None
    elif not path.exists():
        raise ArchiveError(f"there is no archive at {path}; `fihrist add` makes one")
    engine = create_engine(parsed, connect_args={"timeout": PATIENCE})
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _prepare_sqlite(connection: sqlite3.Connection, _record: Any) -> None:
    # Transactions are begun below, not by the sqlite3 module.
    connection.isolation_level = None
    # FULL: WAL alone survives a killed process; with FULL the log is also flushed to the disk at
    # each commit, so that what `add` said is stored survives a power cut. Commits are a few a
    # second, so the flush costs nothing that can be measured.
    connection.execute("PRAGMA synchronous = FULL")
    deadline = time.monotonic() + PATIENCE
    while True:
        try:
            # Stays in the file. SQLite does not wait for a lock here by itself.
            connection.execute("PRAGMA journal_mode = WAL")
        except sqlite3.OperationalError as error:
            if "locked" not in str(error) or time.monotonic() > deadline:
                raise
            time.sleep(0.02)
        else:
            return


def _begin_sqlite(connection: Connection) -> None:
    writes = connection.get_execution_options().get("fihrist_writes", False)
    # A writer takes the lock at once: one that begins reading and then writes cannot wait.
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def size_of(engine: Engine) -> int | None:
    """Bytes on the disk, the write-ahead log included; None where that is a server's matter."""
    if engine.dialect.name != "sqlite":
        return None
    path = engine.url.database or ""
    files = (Path(path + suffix) for suffix in ("", "-wal"))
    return sum(file.stat().st_size for file in files if file.exists())


@contextmanager
def reading(engine: Engine) -> Iterator[Connection]:
    """A transaction that sees one state of the archive."""
    with _explained(engine), engine.connect() as connection, connection.begin():
        yield connection


@contextmanager
def writing(engine: Engine) -> Iterator[Connection]:
    """A transaction that writes: durable when the block ends, undone when it raises."""
    with _explained(engine), engine.connect() as connection:
        connection = connection.execution_options(fihrist_writes=True)
        with connection.begin():
            yield connection


@contextmanager
def _explained(engine: Engine) -> Iterator[None]:
    try:
        yield
    except DBAPIError as error:
        place = engine.url.database if engine.dialect.name == "sqlite" else engine.url
        fault = str(error.orig).strip()
        remedy = next((text for mark, text in _REMEDIES if mark in fault.lower()), fault)
        raise ArchiveError(f"the archive {place}: {remedy}") from error
