"""`fihrist move`: to another engine, or the archive to another database."""

from __future__ import annotations

import sys
from typing import get_args

import click

from index.archive.database import connect, parsed, shown
from index.archive.transfer import transfer
from index.commands.stopping import INTERRUPTED, stopping
from index.home import lock_path, open_archive
from index.lock import WriterLock, holder
from index.moving import move_index
from index.workers import Workers
from search.cli import settings_of
from search.errors import IndexBusy, UsageError
from search.settings import Settings

ENGINES = get_args(Settings.model_fields["engine"].annotation)


@click.command()
@click.option("--engine", type=click.Choice(ENGINES), help="Make the index of another engine.")
@click.option("--database", metavar="URL", help="Copy the archive to another database.")
@click.pass_context
def move(ctx: click.Context, engine: str | None, database: str | None) -> None:
    """Move to another engine, or the archive to another database.

    What is there stays as it is; a move that was interrupted goes on where it was. A password may
    stand in ~/.pgpass instead of URL.
    """
    if (engine is None) == (database is None):
        raise click.UsageError("give one of --engine and --database")
    settings = settings_of(ctx)
    if engine is not None:
        _move_index(settings, settings_of(ctx, engine=engine))
    elif database is not None:
        _move_archive(settings, database)


def _move_index(settings: Settings, wanted: Settings) -> None:
    if wanted.engine == settings.engine:
        raise UsageError(f"the index is {settings.engine}'s already (FIHRIST_ENGINE)")
    with open_archive(settings, create=False) as archive, Workers() as workers, stopping() as stop:
        checked = move_index(archive, wanted, workers, stop, _say)
    if checked is None:
        _say("stopped; run it again to go on")
        sys.exit(INTERRUPTED)
    click.echo(
        f"{wanted.engine}: {checked.articles} articles, checksum {checked.checksum}, the same as"
        f" made from the archive at change {checked.applied}"
    )
    click.echo(f"now set FIHRIST_ENGINE={wanted.engine} and start `fihrist serve` again")
    click.echo(f"the {settings.engine} index is as it was; {_without(settings)}")


def _without(settings: Settings) -> str:
    """How to be rid of an engine's index."""
    if settings.engine in ("tantivy", "whoosh"):
        return f"to remove it: rm -r {settings.index_dir}"
    return f"to remove it, delete it in {settings.engine}"


def _move_archive(settings: Settings, database: str) -> None:
    place, here = parsed(database), parsed(settings.archive_url)
    if place == here:
        raise UsageError("--database: the archive is there already")
    path = lock_path(settings)
    with WriterLock(path, "move") as lock:
        if not lock.acquire(0.5):
            other = holder(path)
            who = f"the {other.role} (process {other.pid})" if other else "another process"
            raise IndexBusy(f"{who} is at work in {settings.home}; end it first")
        source, target = connect(settings.archive_url, create=False), connect(database, create=True)
        try:
            checked = transfer(source, target, _say)
        finally:
            source.dispose()
            target.dispose()
    for table in checked:
        click.echo(f"{table.table:<10}{table.rows:>10} rows, checksum {table.checksum}")
    click.echo(f"all of it is in {shown(place)}" + (", read back and compared" if checked else ""))
    click.echo(f"now set FIHRIST_DATABASE_URL={shown(place)}" + _password(place.password))
    click.echo(f"the old archive is as it was, and refuses to be written; {_rid_of(settings)}")


def _password(password: object) -> str:
    return " (with its password)" if password else ""


def _rid_of(settings: Settings) -> str:
    here = parsed(settings.archive_url)
    if here.get_backend_name() == "sqlite":
        return f"to remove it: rm {here.database}*"
    return f"to remove it, drop {shown(here)}"


def _say(line: str) -> None:
    click.echo(line, err=True)
