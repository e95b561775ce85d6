"""The archive's tables, in SQLAlchemy Core so that SQLite and PostgreSQL hold the same."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache
from typing import Any, TypeVar

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    ColumnElement,
    Connection,
    Dialect,
    Executable,
    Float,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    TypeDecorator,
)
from sqlalchemy.dialects import postgresql, sqlite

SCHEMA_VERSION = 5
"""Raised by one whenever a table or the layout of a body changes, with a revision in
index/archive/migrations/versions that brings older archives there."""

metadata = MetaData()

_UNSTORABLE = re.compile("[\0\ud800-\udfff]")


def storable(text: str) -> str:
    """The text with U+FFFD for what a database may refuse: NUL (PostgreSQL) and halves of
    surrogate pairs."""
    return _UNSTORABLE.sub("\ufffd", text)


class Words(TypeDecorator[str]):
    """Text; whatever is stored or asked for is made storable."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        del dialect
        return None if value is None else storable(value)


def _name(length: int) -> String:
    """A key, which PostgreSQL orders by its bytes as SQLite does, whatever the database's
    language."""
    return String(length).with_variant(String(length, collation="C"), "postgresql")


# `uuid` and `schema`, later whatever else the archive as a whole has to remember.
home = Table(
    "home",
    metadata,
    Column("name", _name(40), primary_key=True),
    Column("value", Words, nullable=False),
)

# The last `seq` and change number given out. A writer raises its counter before anything else,
# so that writers queue on this row and a lower number is never seen after a higher one (the
# sequences of a database promise neither that nor that a number is not given out twice).
counter = Table(
    "counter",
    metadata,
    Column("name", _name(40), primary_key=True),
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
    Column("source_id", Words, index=True),
    Column("url", Words, index=True),
    Column("lang", String(2), nullable=False),
    Column("published", String(40)),
    Column("outlet", Words),
    Column("agency", Words),
    Column("place", Words),
    Column("category", Words),
    Column("missing", Integer, nullable=False),
    Column("added_at", BigInteger, nullable=False),
    Column("updated_at", BigInteger, nullable=False),
    Column("digest", LargeBinary(16), nullable=False),
    Column("body", LargeBinary, nullable=False),
)

# The articles that lack translations, in the order in which these are made, read backwards.
Index(
    "ix_article_untranslated",
    article.c.published,
    article.c.seq,
    sqlite_where=article.c.missing > 0,
    postgresql_where=article.c.missing > 0,
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
# sentence and the direction. engine: who translated. quality: the gate's estimate, 0 to 1. source:
# the sentence of a pair that was brought from outside; others stand in the articles.
memory = Table(
    "memory",
    metadata,
    Column("key", LargeBinary(16), primary_key=True),
    Column("engine", _name(40), primary_key=True),
    Column("text", Words, nullable=False),
    Column("at", BigInteger, nullable=False),
    Column("quality", Float),
    Column("source", Words),
    sqlite_with_rowid=False,
)

# Work that several processes share (index.archive.work). due, in milliseconds since 1970: when it
# may be claimed, for what is claimed the end of its lease. token: of the last claim. again: it was
# offered once more after that.
work = Table(
    "work",
    metadata,
    Column("kind", _name(40), primary_key=True),
    Column("item", _name(64), primary_key=True),
    Column("due", BigInteger, nullable=False),
    Column("tries", Integer, nullable=False),
    Column("token", BigInteger),
    Column("again", Boolean, nullable=False),
    Index("ix_work_due", "kind", "due"),
)

# Sentences an engine gave nothing acceptable for: the reason, how often it was asked, and from
# when it may be asked again (seconds since 1970).
refusal = Table(
    "refusal",
    metadata,
    Column("key", LargeBinary(16), primary_key=True),
    Column("engine", _name(40), primary_key=True),
    Column("reason", String(40), nullable=False),
    Column("tries", Integer, nullable=False),
    Column("at", BigInteger, nullable=False),
    Column("again_at", BigInteger, nullable=False),
    sqlite_with_rowid=False,
)

# Articles whose sentences got translations that the change log does not tell of yet.
stale = Table("stale", metadata, Column("seq", Integer, primary_key=True, autoincrement=False))

# What each provider answered on each day (UTC, 2026-11-22).
spent = Table(
    "spent",
    metadata,
    Column("day", _name(10), primary_key=True),
    Column("engine", _name(40), primary_key=True),
    Column("requests", BigInteger, nullable=False),
    Column("sentences", BigInteger, nullable=False),
    Column("characters", BigInteger, nullable=False),
)

# The user's glossary: a term, its English ("" takes a bundled entry out), other forms parted by |.
glossary = Table(
    "glossary",
    metadata,
    Column("term", _name(200), primary_key=True),
    Column("english", Words, nullable=False),
    Column("others", Words, nullable=False),
)

# Memory keys of sentences that an article had and has no more, since it was replaced or deleted: a
# takedown looks here for what the memory still has of it.
former = Table(
    "former",
    metadata,
    Column("seq", Integer, primary_key=True, autoincrement=False),
    Column("key", LargeBinary(16), primary_key=True),
    sqlite_with_rowid=False,
)

# Articles that were taken down and are not to be added again: their ids, which are digests.
refused = Table(
    "refused",
    metadata,
    Column("id", String(26), primary_key=True),
    Column("at", BigInteger, nullable=False),
)

# What `fihrist watch` looks at (index.archive.sources). interval: seconds between two looks; wait:
# those it asks for itself. Times are seconds since 1970; new and total count articles.
source = Table(
    "source",
    metadata,
    Column("url", _name(2_000), primary_key=True),
    Column("title", Words),
    Column("folder", Words),
    Column("kind", String(10)),
    Column("stopped", Boolean, nullable=False),
    Column("reason", Words),
    Column("etag", Words),
    Column("modified", Words),
    Column("digest", LargeBinary(16)),
    Column("interval", Integer, nullable=False),
    Column("wait", Integer),
    Column("next_at", BigInteger, nullable=False),
    Column("added_at", BigInteger, nullable=False),
    Column("checked_at", BigInteger),
    Column("seen_at", BigInteger),
    Column("new_at", BigInteger),
    Column("failing_since", BigInteger),
    Column("failures", Integer, nullable=False),
    Column("new", Integer, nullable=False),
    Column("total", Integer, nullable=False),
)

# Where the items of sources lead. key: of the link's canonical address. digest: of what was offered
# there last; content: of the article it became. url: until there is an article, so that nothing
# is left of one that is taken down.
lead = Table(
    "lead",
    metadata,
    Column("key", LargeBinary(16), primary_key=True),
    Column("source", _name(2_000), nullable=False, index=True),
    Column("state", String(10), nullable=False),
    Column("digest", LargeBinary(16), nullable=False),
    Column("content", LargeBinary(16), index=True),
    Column("url", Words),
    Column("reason", Words),
    Column("tries", Integer, nullable=False),
    Column("at", BigInteger, nullable=False),
    Column("again_at", BigInteger, nullable=False),
    sqlite_with_rowid=False,
)

# What a command asked of a running keeper and it has not done yet.
request = Table(
    "request",
    metadata,
    Column("kind", _name(40), primary_key=True),
    Column("asked_at", BigInteger, nullable=False),
)


T = TypeVar("T")


def chunked(values: Sequence[T], size: int = 5_000) -> Iterator[Sequence[T]]:
    """Pieces that one IN (…) takes in SQLite and PostgreSQL alike."""
    for start in range(0, len(values), size):
        yield values[start : start + size]


Update = Callable[[Any], Mapping[str, ColumnElement[Any]]]
"""From the row that could not be inserted (its columns by name) to the columns that change."""


def upsert(
    connection: Connection,
    table: Table,
    rows: Sequence[Mapping[str, Any]],
    update: Update | None = None,
) -> None:
    """Insert rows; where one with the same key is there, give it the new values, or `update`'s.

    Sort rows that several writers may hold at once, so that none waits for one that waits for it.
    """
    if rows:
        connection.execute(_upserting(connection.dialect.name, table, tuple(rows[0]), update), rows)


@cache
def _upserting(
    dialect: str, table: Table, names: tuple[str, ...], update: Update | None
) -> Executable:
    """The statement, made once: building it takes SQLAlchemy as long as running it."""
    statement = (sqlite.insert if dialect == "sqlite" else postgresql.insert)(table)
    keys = [column.name for column in table.primary_key]
    new = statement.excluded
    values = update(new) if update else {name: new[name] for name in names if name not in keys}
    if not values:
        return statement.on_conflict_do_nothing(index_elements=keys)
    return statement.on_conflict_do_update(index_elements=keys, set_=values)
