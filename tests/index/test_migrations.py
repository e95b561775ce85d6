"""Archives of earlier versions are brought to today's tables, on both databases."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, inspect, text

from index.archive import Archive, Change, migrations
from index.archive.database import connect, reading, writing
from index.draft import Draft
from index.tables import SCHEMA_VERSION, metadata
from search.article import Translation
from search.settings import Settings
from tests.index.conftest import both_databases

Make = Callable[..., Draft]

SCHEMA_1 = Path(__file__).with_name("schema_1.sql")
"""A dump of an archive made by the first release: articles 1 and 2, 3 deleted, a translation."""


def first_release(settings: Settings) -> None:
    """Put the first release's archive where the settings want one."""
    settings.home.mkdir(exist_ok=True)
    if settings.database_url is None:
        with sqlite3.connect(settings.home / "archive.db") as file:
            file.executescript(SCHEMA_1.read_text("utf-8"))
        file.close()
        return
    engine = connect(settings.archive_url, create=True)
    with writing(engine) as connection:
        command.upgrade(migrations._config(connection), "0001")
        connection.execute(text("DROP TABLE alembic_version"))
        for line in SCHEMA_1.read_text("utf-8").splitlines():
            if line.startswith("INSERT"):
                connection.execute(text(in_postgresql(line)))
    engine.dispose()


def in_postgresql(insert: str) -> str:
    """SQLite's INSERT with PostgreSQL's byte strings and truth values."""
    insert = insert.replace("X'", r"'\x").replace(":", r"\:")
    if '"change"' in insert:
        insert = insert.replace(",0)", ",false)").replace(",1)", ",true)")
    return insert


def differences(connection: Connection) -> list[object]:
    """Between the tables there are and those of index.tables."""
    options = {"compare_type": True, "compare_server_default": True}
    return list(compare_metadata(MigrationContext.configure(connection, opts=options), metadata))


def revision(connection: Connection) -> str | None:
    return MigrationContext.configure(connection).get_current_revision()


@both_databases
def test_the_revisions_make_exactly_the_tables(settings: Settings) -> None:
    settings.home.mkdir()
    engine = connect(settings.archive_url, create=True)
    with writing(engine) as connection:
        command.upgrade(migrations._config(connection), "head")
        assert differences(connection) == []
        assert revision(connection) == migrations.revision_of(SCHEMA_VERSION)
    engine.dispose()


@both_databases
def test_a_new_archive_has_no_revision_due(settings: Settings, archive: Archive) -> None:
    engine = connect(settings.archive_url, create=False)
    with reading(engine) as connection:
        assert differences(connection) == []
        assert revision(connection) == migrations.revision_of(SCHEMA_VERSION)
    engine.dispose()


def test_there_is_one_revision_a_schema_in_one_line() -> None:
    script = ScriptDirectory(str(Path(migrations.__file__).parent))
    names = [each.revision for each in script.walk_revisions()]
    assert names == [migrations.revision_of(n) for n in range(SCHEMA_VERSION, 0, -1)]


@both_databases
def test_the_first_releases_archive_is_migrated_when_opened(
    settings: Settings, draft: Make
) -> None:
    first_release(settings)
    with Archive.open(settings.archive_url, create=False) as archive:
        assert archive.uuid == "8d18f502-40af-4c4a-8c18-ad3f8e5886fb"
        assert archive.note("schema") == str(SCHEMA_VERSION)
        one, two = archive.articles([1, 2, 3])
        assert (one.source_id, one.url, one.published) == (
            "n-1",
            "https://n.example/1",
            "2020-08-31",
        )
        assert (one.segments[0].ar, one.segments[0].en) == ("جملة.", "A sentence.")
        assert one.segments[0].translation == Translation("google", "2023-11-14T22:13:20Z")
        assert two.segments[0].ar == "أخرى."
        assert archive.changes(3, 9) == [Change(4, "7u35cdgac5fxgxdc6ky7xcb2wx", 3, True)]
        (added,) = archive.add([draft("4", "رابعة.")])
        assert added.seq == 4
        archive.work.offer("translate", ["4"])
        assert archive.work.waiting("translate").ready == 1
    engine = connect(settings.archive_url, create=False)
    with reading(engine) as connection:
        assert differences(connection) == []
    engine.dispose()


FIRST_TABLES = {"home", "counter", "article", "change", "memory", "request"}

KILLED = """
import os, signal, sys
from index.archive import Archive, migrations
migrations.update = lambda *_: os.kill(os.getpid(), signal.SIGKILL)
Archive.open(sys.argv[1])
"""


def tables_of(settings: Settings) -> set[str]:
    engine = connect(settings.archive_url, create=False)
    with reading(engine) as connection:
        found = set(inspect(connection).get_table_names())
    engine.dispose()
    return found


@both_databases
def test_a_killed_migration_leaves_the_archive_as_it_was(settings: Settings) -> None:
    first_release(settings)
    done = subprocess.run([sys.executable, "-c", KILLED, settings.archive_url], check=False)
    assert done.returncode == -9, "killed after the last revision, before the commit"
    assert tables_of(settings) == FIRST_TABLES
    with Archive.open(settings.archive_url) as archive:
        assert archive.note("schema") == str(SCHEMA_VERSION)


OPENED = "import sys; from index.archive import Archive; Archive.open(sys.argv[1])"


@both_databases
def test_several_may_open_an_older_archive_at_once(settings: Settings) -> None:
    first_release(settings)
    processes = [
        subprocess.Popen([sys.executable, "-c", OPENED, settings.archive_url]) for _ in range(3)
    ]
    assert [process.wait(60) for process in processes] == [0, 0, 0]
    with Archive.open(settings.archive_url) as archive:
        assert archive.note("schema") == str(SCHEMA_VERSION)
