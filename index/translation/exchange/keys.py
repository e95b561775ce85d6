"""A set of memory keys on the disk, for millions of them in constant memory."""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Iterable, Iterator


class KeySet(Collection[bytes]):
    """Keys in a temporary database that SQLite deletes with the object."""

    def __init__(self) -> None:
        self._base = sqlite3.connect("")  # "": on the disk when it grows, and nobody else's
        self._base.execute("CREATE TABLE key (key BLOB PRIMARY KEY) WITHOUT ROWID")
        self._count = 0

    def add(self, keys: Iterable[bytes]) -> None:
        rows = [(key,) for key in keys]
        done = self._base.executemany("INSERT OR IGNORE INTO key VALUES (?)", rows)
        self._count += max(done.rowcount, 0)

    def __contains__(self, key: object) -> bool:
        found = self._base.execute("SELECT 1 FROM key WHERE key = ?", (key,))
        return found.fetchone() is not None

    def __iter__(self) -> Iterator[bytes]:
        return (row[0] for row in self._base.execute("SELECT key FROM key"))

    def __len__(self) -> int:
        return self._count

    def close(self) -> None:
        self._base.close()
