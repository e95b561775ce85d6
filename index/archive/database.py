"""Connecting to the archive's database: SQLite in a file, or PostgreSQL by its address.

The one place that knows one from the other (`faults` says what their failures mean).
"""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import (
    URL,
    Connection,
    Engine,
    create_engine,
    event,
    extract,
    func,
    select,
    text,
)
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, SQLAlchemyError

from index.archive import faults
from index.tables import metadata
from search.errors import ArchiveError

PATIENCE = 30.0
"""Seconds a writer waits for another one (an archive transaction takes well under one)."""

OLDEST = 13
"""The oldest major version of PostgreSQL that is taken; the tests run on 15."""

_POSTGRESQL = ("postgres", "postgresql", "postgresql+psycopg")
_TO_CONNECT = {"connect_timeout": "10", "application_name": "fihrist", "client_encoding": "utf8"}

# A number that the makers of an archive, and those who migrate it, queue on in PostgreSQL.
_MAKING = 0x666968726973

# For a transaction that writes. A server may answer a commit before it is on the disk
# (synchronous_commit = off); what `add` says is stored is on the disk.
_PREPARE_WRITE = text(
    "SELECT set_config('lock_timeout', :patience, true), set_config('synchronous_commit',"
    " CASE current_setting('synchronous_commit') WHEN 'off' THEN 'on'"
    " ELSE current_setting('synchronous_commit') END, true)"
)


def parsed(url: str) -> URL:
    """The archive's URL, with the driver that is used. Raises ArchiveError for one that is none,
    or of a database that is neither SQLite nor PostgreSQL; the message never holds the URL, which
    may hold a password."""
    try:
        found = make_url(url)
    except (ArgumentError, ValueError):
        raise ArchiveError("the archive's URL cannot be used: it is no SQLAlchemy URL") from None
    if found.drivername in _POSTGRESQL:
        return found.set(drivername="postgresql+psycopg")
    if found.drivername in ("sqlite", "sqlite+pysqlite"):
        return found
    raise ArchiveError(
        f"the archive's URL cannot be used: {found.drivername} is not known; there are sqlite"
        " and postgresql"
    )


def shown(url: URL) -> str:
    """A place as users may see it: SQLite's file, or the URL without its password."""
    if url.get_backend_name() == "sqlite":
        return url.database or ""
    return url.render_as_string(hide_password=True)


def connect(url: str, create: bool) -> Engine:
    """An engine for the archive's URL. Raises ArchiveError where there is no such database."""
    place = parsed(url)
    return _sqlite(place, create) if place.get_backend_name() == "sqlite" else _postgresql(place)


def _sqlite(place: URL, create: bool) -> Engine:
    path = Path(place.database or "")
    if create:
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise ArchiveError(f"cannot make {path.parent}: {error.strerror}") from None
    elif not path.exists():
        raise ArchiveError(f"there is no archive at {path}; `fihrist add` makes one")
    engine = create_engine(place, connect_args={"timeout": PATIENCE})
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _postgresql(place: URL) -> Engine:
    options = {name: value for name, value in _TO_CONNECT.items() if name not in place.query}
    try:
        # Pinged before use: a server that was restarted meanwhile is connected to again.
        engine = create_engine(place, connect_args=options, pool_pre_ping=True)
    except (SQLAlchemyError, ImportError) as error:
        raise ArchiveError(f"the archive's URL cannot be used: {error}") from None
    event.listen(engine, "connect", _check_postgresql)
    event.listen(engine, "begin", _begin_postgresql)
    return engine


def _check_postgresql(connection: Any, _record: Any) -> None:
    version, encoding = (
        connection.info.server_version // 10_000,
        connection.info.parameter_status("server_encoding"),
    )
    if version < OLDEST:
        raise ArchiveError(
            f"the archive's server is PostgreSQL {version}; Fihrist needs {OLDEST} or newer"
        )
    if encoding != "UTF8":
        raise ArchiveError(
            f"the archive's database is encoded in {encoding}; make one with: createdb -E UTF8 -T"
            " template0 NAME"
        )


def _begin_postgresql(connection: Connection) -> None:
    if connection.get_execution_options().get("fihrist_writes", False):
        connection.execute(_PREPARE_WRITE, {"patience": f"{PATIENCE * 1000:.0f}ms"})


def _prepare_sqlite(connection: sqlite3.Connection, _record: Any) -> None:
    # Transactions are begun below, not by the sqlite3 module.
    connection.isolation_level = None
    # FULL: WAL alone survives a killed process; with FULL the log is also flushed to the disk at
    # each commit, so that what `add` said is stored survives a power cut. Its commits are a few a
    # second, so the flush costs nothing that can be measured.
    connection.execute("PRAGMA synchronous = FULL")
    # What is deleted or replaced is overwritten, not only marked as free.
    connection.execute("PRAGMA secure_delete = ON")
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
    options = connection.get_execution_options()
    writes = options.get("fihrist_writes", False)
    if writes:
        level = "FULL" if options.get("fihrist_flushes", True) else "NORMAL"
        connection.exec_driver_sql(f"PRAGMA synchronous = {level}")
    # A writer takes the lock at once: one that begins reading and then writes cannot wait.
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def size_of(engine: Engine) -> int:
    """Bytes on the disk: SQLite's write-ahead log included, in PostgreSQL those of the tables
    with their indexes."""
    if engine.dialect.name == "sqlite":
        path = engine.url.database or ""
        files = (Path(path + suffix) for suffix in ("", "-wal"))
        return sum(file.stat().st_size for file in files if file.exists())
    sizes = [func.pg_total_relation_size(name) for name in metadata.tables]
    with reading(engine) as connection:
        return sum(connection.execute(select(*sizes)).one())


def compact(engine: Engine) -> None:
    """Write the database anew, so that nothing of what was deleted is left in its files. Takes the
    space of another one meanwhile, and keeps others from writing. (PostgreSQL's own log of writes
    goes as the server's settings say.)"""
    with _explained(engine):
        if engine.dialect.name == "sqlite":
            raw = engine.raw_connection()
            try:
                raw.cursor().execute("VACUUM")
                raw.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
            except sqlite3.Error as error:
                raise DBAPIError("VACUUM", None, error) from error
            finally:
                raw.close()
            return
        with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            for name in metadata.tables:
                connection.execute(text(f"VACUUM (FULL) {name}"))


@contextmanager
def reading(engine: Engine) -> Iterator[Connection]:
    """A transaction that sees one state of the archive."""
    with _explained(engine), engine.connect() as connection:
        if engine.dialect.name != "sqlite":  # which sees one state in any transaction
            connection = connection.execution_options(isolation_level="REPEATABLE READ")
        with connection.begin():
            yield connection


@contextmanager
def writing(engine: Engine, flushes: bool = True) -> Iterator[Connection]:
    """A transaction that writes: durable when the block ends, undone when it raises.

    flushes: where not, SQLite does not wait for the disk. What was written then survives a killed
    process, and a power cut once a later transaction has flushed; it is never half there.
    In SQLite writers queue where it begins; in PostgreSQL on the rows they change, and what each
    statement reads is the newest.
    """
    with _explained(engine), engine.connect() as connection:
        connection = connection.execution_options(fihrist_writes=True, fihrist_flushes=flushes)
        with connection.begin():
            yield connection


def make_alone(connection: Connection) -> None:
    """Wait, within a transaction that writes, for whoever makes or migrates the archive now."""
    if connection.dialect.name != "sqlite":  # whose writers are alone anyway
        connection.execute(select(func.pg_advisory_xact_lock(_MAKING)))


def hold_still(connection: Connection) -> None:
    """Keep all others from writing the archive until this transaction, which writes, ends."""
    if connection.dialect.name != "sqlite":  # where a writer is alone anyway
        # The counter first, as every writer does, so that none is half-way then.
        names = sorted(metadata.tables, key=lambda name: (name != "counter", name))
        for name in names:
            connection.execute(text(f"LOCK TABLE {name} IN EXCLUSIVE MODE"))


def moment(connection: Connection) -> int:
    """Milliseconds since 1970 by the one clock that all who share the archive have."""
    if connection.dialect.name == "sqlite":  # shared by processes of one machine
        return time.time_ns() // 1_000_000
    seconds = extract("epoch", func.clock_timestamp())
    return int(connection.execute(select(seconds * 1000)).scalar_one())


@contextmanager
def _explained(engine: Engine) -> Iterator[None]:
    try:
        yield
    except DBAPIError as error:
        reason = faults.explained(engine.dialect.name, error.orig, engine.url)
        raise ArchiveError(f"the archive {shown(engine.url)}: {reason}") from error
