"""Bringing an archive of an earlier Fihrist to today's tables, by Alembic's revisions.

One revision a schema: versions/0002_work.py brings schema 1 to schema 2. To change a table:

1. change index/tables.py, and raise SCHEMA_VERSION there by one;
2. add versions/NNNN_name.py with `revision = "NNNN"`, `down_revision` the one before, and an
   `upgrade()` of Alembic operations, which are explicit and never import index.tables (that will
   be another one by the time somebody runs them). On SQLite what it cannot alter in place is
   copied: use `op.batch_alter_table`. Rows are rewritten by statements on `op.get_bind()`;
3. `pytest tests/index/test_migrations.py` holds that the revisions make exactly the tables of
   index.tables, on both databases.

A released revision never changes. There is no way down: that is what a backup is for. All
revisions that are due run in one transaction, so that an archive whose migration was killed is as
it was. `home.schema` is the number that is looked at when an archive is opened, so that Alembic,
which takes half a second to import, is left alone where nothing is to be done.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Connection, inspect, update

from index import tables

if TYPE_CHECKING:
    from alembic.config import Config

_FIRST = "0001"


def revision_of(schema: int) -> str:
    """The name of the revision that makes a schema."""
    return f"{schema:04}"


def migrate(connection: Connection) -> None:
    """Bring an archive of an older schema to today's, within a transaction that writes."""
    from alembic import command

    config = _config(connection)
    if not inspect(connection).has_table("alembic_version"):
        # Only the first schema was made without Alembic.
        command.stamp(config, _FIRST)
    command.upgrade(config, "head")
    connection.execute(
        update(tables.home)
        .where(tables.home.c.name == "schema")
        .values(value=str(tables.SCHEMA_VERSION))
    )


def stamp(connection: Connection) -> None:
    """Note in an archive just made from index.tables that no revision is due."""
    from alembic import command

    command.stamp(_config(connection), "head")


def _config(connection: Connection) -> Config:
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent).replace("%", "%%"))
    config.attributes["connection"] = connection
    return config
