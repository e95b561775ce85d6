"""`fihrist rebuild`: the index anew from the archive."""

from __future__ import annotations

import sys

import click

from index.commands.stopping import INTERRUPTED, stopping
from index.home import MOMENT, lock_path, open_archive
from index.keeper import rebuild as rebuild_index
from index.lock import WriterLock, holder
from index.workers import Workers
from search.cli import settings_of


@click.command()
@click.pass_context
def rebuild(ctx: click.Context) -> None:
    """Make the index anew from the archive, beside the one in use, and swap it in.

    While `fihrist serve` runs, its keeper does it.
    """
    settings = settings_of(ctx)
    path = lock_path(settings)
    with (
        open_archive(settings, create=False) as archive,
        WriterLock(path, "rebuild") as lock,
        stopping() as stop,
    ):
        while not lock.acquire(MOMENT, stop):
            other = holder(path)
            if other is not None and other.role == "keeper":
                archive.ask_rebuild()
                click.echo(f"the keeper (process {other.pid}) rebuilds the index", err=True)
                return
            if stop.is_set():
                sys.exit(INTERRUPTED)
        with Workers() as workers:
            if not rebuild_index(archive, settings, workers, stop):
                click.echo("stopped; the index is as it was", err=True)
                sys.exit(INTERRUPTED)
        archive.rebuild_done()
        click.echo(f"rebuilt: {archive.stats().articles} articles")
