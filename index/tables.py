"""The archive's tables, in SQLAlchemy Core so that SQLite and PostgreSQL hold the same."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TypeVar

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
)

SCHEMA_VERSION = 1
"""Raised by one whenever a table or the layout of a body changes."""

metadata = MetaData()

# `uuid` and `schema`, later whatever else the archive as a whole has to remember.
home = Table(
    "home",
    metadata,
    Column("name", String(40), primary_key=True),
    Column("value", Text, nullable=False),
)

# The last `seq` and change number given out. A writer raises its counter before anything else,
# so that writers queue on this row and a lower number is never seen after a higher one (the
# sequences of a database promise neither that nor that a number is not given out twice).
counter = Table(
    "counter",
    metadata,
    Column("name", String(40), primary_key=True),
    Column("value", BigInteger, nullable=False),
)

# One row an article. body: zstd over JSON (index.archive.record), holding the text once.
# digest: of what was added, to tell unchanged from replaced. missing: how many of its sentences
# (title included) had no translation when it was stored or last looked through.
article = Table(
    "article",
    metadata,
    Column("seq", Integer, primary_key=True, autoincrement=False),
    Column("id", String(26), nullable=False, unique=True),
    Column("source_id", Text, index=True),
    Column("url", Text, index=True),
    Column("lang", String(2), nullable=False),
    Column("published", String(40)),
    Column("outlet", Text),
    Column("agency", Text),
    Column("place", Text),
    Column("category", Text),
    Column("missing", Integer, nullable=False),
    Column("added_at", BigInteger, nullable=False),
    Column("updated_at", BigInteger, nullable=False),
    Column("digest", LargeBinary(16), nullable=False),
    Column("body", LargeBinary, nullable=False),
)

# The change log: one row an article ever held, with the number of its latest change. An older
# number of the same article says nothing that the latest does not, so it is dropped; read from 0
# the log is the whole archive.
change = Table(
    "change",
    metadata,
    Column(
        "number",
        BigInteger().with_variant(Integer, "sqlite"),
        primary_key=True,
        autoincrement=False,
    ),
    Column("seq", Integer, nullable=False, unique=True),
    Column("id", String(26), nullable=False),
    Column("deleted", Boolean, nullable=False),
)

# The translation memory. key: index.translation.memory.key, a digest of the normalised source
# sentence and the direction; the source itself stands in the articles. engine: who translated.
memory = Table(
    "memory",
    metadata,
    Column("key", LargeBinary(16), primary_key=True),
    Column("engine", String(40), primary_key=True),
    Column("text", Text, nullable=False),
    Column("at", BigInteger, nullable=False),
    sqlite_with_rowid=False,
)

# What a command asked of a running keeper and it has not done yet.
request = Table(
    "request",
    metadata,
    Column("kind", String(40), primary_key=True),
    Column("asked_at", BigInteger, nullable=False),
)


T = TypeVar("T")


def chunked(values: Sequence[T], size: int = 5_000) -> Iterator[Sequence[T]]:
    """Pieces that one IN (…) takes in SQLite and PostgreSQL alike."""
    for start in range(0, len(values), size):
        yield values[start : start + size]
