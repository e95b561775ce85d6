"""A home of each schema there ever was opens, is searched and can be added to.

Nothing binary is kept: the tables are made by the revisions, which a release never changes, and
filled with the rows of the first release's dump and what each later schema brought.
"""

from __future__ import annotations

import subprocess
from collections.abc import Callable

import pytest
from alembic import command
from sqlalchemy import Connection, text

from index.archive import Archive, migrations
from index.archive.database import connect, writing
from index.tables import SCHEMA_VERSION
from search.page import SearchRequest
from search.service import SearchService
from search.settings import Settings
from tests.index.conftest import both_databases
from tests.index.test_migrations import SCHEMA_1, in_postgresql

Run = Callable[..., subprocess.CompletedProcess[str]]

NO = "false"
BROUGHT: dict[int, tuple[str, ...]] = {
    2: (f"INSERT INTO work VALUES ('translate', 'a', 0, 0, NULL, {NO})",),
    3: (
        "UPDATE memory SET quality = 0.5",
        "INSERT INTO glossary VALUES ('داعش', 'ISIS', 'Daesh')",
        "INSERT INTO spent VALUES ('2026-11-22', 'google', 1, 2, 30)",
        "INSERT INTO stale VALUES (2)",
    ),
    4: ("INSERT INTO refused VALUES ('aaaaaaaaaaaaaaaaaaaaaaaaaa', 1795403750)",),
    5: (
        (
            "INSERT INTO source (url, stopped, interval, next_at, added_at, failures, new, total)"
            f" VALUES ('http://news.example/rss', {NO}, 1800, 0, 1795403750, 0, 0, 0)"
        ),
    ),
}
"""Rows that a schema was the first to hold."""


def make_old(settings: Settings, schema: int) -> None:
    """An archive of a schema as Fihrist left it then: made, filled, closed."""
    settings.home.mkdir(exist_ok=True)
    engine = connect(settings.archive_url, create=True)
    with writing(engine) as connection:
        command.upgrade(migrations._config(connection), migrations.revision_of(schema))
        _fill(connection, schema)
    engine.dispose()


def _fill(connection: Connection, schema: int) -> None:
    postgresql = connection.dialect.name != "sqlite"
    for line in SCHEMA_1.read_text("utf-8").splitlines():
        if line.startswith("INSERT"):
            if '"memory"' in line:
                line = line.replace('"memory"', '"memory" ("key", engine, text, at)')
            connection.execute(
                text(in_postgresql(line) if postgresql else line.replace(":", r"\:"))
            )
    for number in range(2, schema + 1):
        for statement in BROUGHT.get(number, ()):
            connection.execute(text(statement))
    connection.execute(text(f"UPDATE home SET value = '{schema}' WHERE name = 'schema'"))


def test_every_schema_has_its_rows() -> None:
    assert [1, *BROUGHT] == list(range(1, SCHEMA_VERSION + 1))


@both_databases
@pytest.mark.parametrize("schema", range(1, SCHEMA_VERSION + 1))
def test_a_home_of_each_schema_is_opened_searched_and_added_to(
    settings: Settings, schema: int, fihrist: Run
) -> None:
    make_old(settings, schema)
    line = '{"id": "new", "title": "خبر جديد", "text": "وصل الوفد إلى كركوك."}'
    done = fihrist("add", "-", "--format", "jsonl", given=line)
    assert done.stdout == "added 1, unchanged 0, replaced 0, failed 0\n", done.stderr
    found = SearchService(settings).search(SearchRequest(q="جملة"))
    assert [hit.source_id for hit in found.hits] == ["n-1"]
    assert found.hits[0].snippets[0].en is not None
    with Archive.open(settings.archive_url, create=False) as archive:
        assert archive.note("schema") == str(SCHEMA_VERSION)
        assert archive.stats().articles == 3
        assert [term.english for term in archive.pairs.terms()] == ["ISIS"] * (schema >= 3)
        assert archive.forgetting.readmit(["a" * 26]) == (schema >= 4)
