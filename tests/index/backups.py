"""Homes to back up, and what is told of them."""

from __future__ import annotations

import sqlite3
import subprocess
import zipfile
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import orjson
from sqlalchemy import select

from index.archive import Archive
from index.archive.database import connect, reading
from index.archive.ledger import Done, Refusal, Spent
from index.archive.transfer import COPIED
from index.draft import Draft
from index.translation.glossary import Entry as Term
from search.settings import Settings
from web.keys import Key, Keys

Make = Callable[..., Draft]
Run = Callable[..., subprocess.CompletedProcess[str]]


def quiet(_: str) -> None:
    pass


def elsewhere(settings: Settings, database: str | None = None) -> Settings:
    home = settings.home.with_name("restored")
    return settings.model_copy(update={"home": home, "database_url": database})


def rows(settings: Settings) -> dict[str, list[tuple[Any, ...]]]:
    """All that an archive holds."""
    engine = connect(settings.archive_url, create=False)
    with reading(engine) as connection:
        found = {
            table.name: [
                tuple(row) for row in connection.execute(select(table).order_by(*table.primary_key))
            ]
            for table in COPIED
        }
    engine.dispose()
    return found


def fill(settings: Settings, make: Make) -> None:
    """Something in every table, a key, and a database that this version does not know."""
    with Archive.open(settings.archive_url) as archive:
        archive.add([make(str(number), f"جملة {number}.") for number in range(20)])
        archive.remember({"جملة 2.": "Sentence 2.", "جملة 3.": "Sentence 3."}, "ar-en", "google")
        archive.delete([archive.articles([1])[0].id])
        archive.add([make("3", "جملة أخرى.")])
        archive.work.offer("translate", ["a", "b"])
        archive.ask_rebuild()
        archive.forgetting.refuse(["a" * 26])
        archive.pairs.set_terms([Term("داعش", "ISIS", ("Daesh",))], replace=False)
        refused = Refusal(b"k" * 16, "google", "empty", 1, 0)
        archive.ledger.keep(Done((), (refused,), (Spent("google", 1, 2, 30),), [3]), token=1)
    settings.home.mkdir(exist_ok=True)
    Keys(settings.home / "keys.db").add(Key("", "secret", "import"))
    with closing(sqlite3.connect(settings.home / "later.db")) as later:
        later.execute("PRAGMA journal_mode = WAL")
        later.execute("CREATE TABLE source AS SELECT 'https://n.example/feed' AS url")
        later.commit()


def changed(file: Path, **values: Any) -> Path:
    """A copy of a backup with another manifest; `members` adds to those there are."""
    made = file.with_name("changed.zip")
    with zipfile.ZipFile(file) as old, zipfile.ZipFile(made, "w") as new:
        manifest = orjson.loads(old.read("manifest.json"))
        for name, value in values.items():
            if isinstance(value, dict):
                manifest[name] |= value
            elif isinstance(value, list):
                manifest[name] += value
            else:
                manifest[name] = value
        new.writestr("manifest.json", orjson.dumps(manifest))
        for info in old.infolist():
            if info.filename != "manifest.json":
                new.writestr(info, old.read(info))
    return made
