"""API keys: who may ask for what, in a small SQLite file of their own in the home.

A key is a random number of 256 bits, so its BLAKE2b hash can be neither guessed nor looked up in
a table: a slow hash (bcrypt, scrypt) protects passwords, which people choose, and here would only
make each request slower. The key itself is never written anywhere.
"""

from __future__ import annotations

import hashlib
import os
import secrets
import sqlite3
import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import orjson

from search.errors import Unavailable
from search.settings import Settings

Kind = Literal["public", "secret"]
PREFIXES: dict[Kind, str] = {"public": "pk_", "secret": "sk_"}
PATIENCE = 5.0  # seconds for another process to finish writing the file

_TABLE = """
CREATE TABLE IF NOT EXISTS key (
    id TEXT PRIMARY KEY, hash BLOB NOT NULL UNIQUE, kind TEXT NOT NULL, name TEXT NOT NULL,
    origins TEXT NOT NULL, filters TEXT NOT NULL, max_limit INTEGER, per_minute INTEGER,
    created_at INTEGER NOT NULL, revoked_at INTEGER
)"""
_COLUMNS = "id, kind, name, origins, filters, max_limit, per_minute, created_at, revoked_at"


@dataclass(frozen=True, slots=True)
class Key:
    """What a key allows. id: its name in lists and logs, no secret.

    origins: the sites whose pages may use a public key (`https://news.example`). filters: what
    every search under it is narrowed to. max_limit: the most hits of a page; per_minute: requests
    a minute, None: the service's own bounds. Times are Unix seconds.
    """

    id: str
    kind: Kind
    name: str
    origins: tuple[str, ...] = ()
    filters: tuple[tuple[str, str], ...] = ()
    max_limit: int | None = None
    per_minute: int | None = None
    created_at: int = 0
    revoked_at: int | None = None


class Keys:
    """The keys of a home. Every look-up asks the file (20 µs), so that a revoked key is dead at
    once in every process. Any method raises Unavailable where the file fails."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._lock = threading.Lock()
        self._reader: sqlite3.Connection | None = None
        self._inode = 0

    def add(self, key: Key) -> tuple[Key, str]:
        """Keep a new key; the key with its id, and the token, which nothing can show again."""
        token = PREFIXES[key.kind] + secrets.token_urlsafe(32)
        made = Key(
            id=secrets.token_hex(4),
            kind=key.kind,
            name=key.name,
            origins=key.origins,
            filters=key.filters,
            max_limit=key.max_limit,
            per_minute=key.per_minute,
            created_at=int(time.time()),
        )
        origins, filters = orjson.dumps(made.origins), orjson.dumps(made.filters)
        row = (made.id, made.kind, made.name, origins.decode(), filters.decode())
        caps = (made.max_limit, made.per_minute, made.created_at, made.revoked_at)
        with self._writing() as connection:
            connection.execute(
                f"INSERT INTO key ({_COLUMNS}, hash) VALUES (?,?,?,?,?,?,?,?,?,?)",  # noqa: S608 - constants
                (*row, *caps, _hash(token)),
            )
        return made, token

    def all(self) -> list[Key]:
        """Every key that was ever made, oldest first."""
        return self._read("ORDER BY created_at, id", ())

    def revoke(self, key_id: str) -> bool:
        """End a key for good; False where no live key has this id."""
        with self._writing() as connection:
            done = connection.execute(
                "UPDATE key SET revoked_at = ? WHERE id = ? AND revoked_at IS NULL",
                (int(time.time()), key_id),
            )
            return done.rowcount == 1

    def find(self, token: str) -> Key | None:
        """The live key that a token is, None for any other text."""
        found = self._read("WHERE hash = ? AND revoked_at IS NULL", (_hash(token),))
        return found[0] if found else None

    def any_live(self) -> bool:
        return any(key.revoked_at is None for key in self.all())

    def _read(self, condition: str, values: tuple[object, ...]) -> list[Key]:
        with self._lock, self._explained():
            reader = self._open_reader()
            if reader is None:
                return []
            rows = reader.execute(f"SELECT {_COLUMNS} FROM key {condition}", values)  # noqa: S608 - constants
            return [_key(row) for row in rows.fetchall()]

    def _open_reader(self) -> sqlite3.Connection | None:
        """The kept connection; another one when the file was replaced, as by a restore."""
        try:
            inode = self._path.stat().st_ino
        except FileNotFoundError:
            return None
        if self._reader is None or inode != self._inode:
            if self._reader is not None:
                self._reader.close()
            address = f"{self._path.absolute().as_uri()}?mode=ro"
            self._reader = sqlite3.connect(
                address, PATIENCE, isolation_level=None, check_same_thread=False, uri=True
            )
            self._inode = inode
        return self._reader

    @contextmanager
    def _writing(self) -> Iterator[sqlite3.Connection]:
        with self._explained():
            self._path.parent.mkdir(parents=True, exist_ok=True)
            # Readable by its owner alone before anything is in it.
            os.close(os.open(self._path, os.O_RDWR | os.O_CREAT, 0o600))
            with closing(sqlite3.connect(self._path, PATIENCE)) as connection, connection:
                connection.execute(_TABLE)
                yield connection

    @contextmanager
    def _explained(self) -> Iterator[None]:
        try:
            yield
        except (sqlite3.Error, OSError) as error:
            raise Unavailable(f"the keys in {self._path} cannot be used: {error}") from error

    def close(self) -> None:
        """Give the kept connection back."""
        with self._lock:
            if self._reader is not None:
                self._reader.close()
                self._reader = None


def keys_of(settings: Settings) -> Keys:
    """The keys of the home."""
    return Keys(settings.home / "keys.db")


def _hash(token: str) -> bytes:
    data = token.encode("utf-8", "surrogatepass")
    return hashlib.blake2b(data, digest_size=32, person=b"fihrist key").digest()


def _key(row: tuple[Any, ...]) -> Key:
    key_id, kind, name, origins, filters, *rest = row
    pairs = tuple((field, value) for field, value in orjson.loads(filters))
    return Key(key_id, kind, name, tuple(orjson.loads(origins)), pairs, *rest)
