"""`fihrist keep`: the keeper process of `fihrist serve`."""

from __future__ import annotations

import logging
import time
from threading import Event

import click

from index.archive import Archive
from index.commands.stopping import end_with_input, stopping
from index.figures import Figures
from index.home import lock_path, open_archive
from index.keeper import Keeper
from index.keeping.chores import Chores
from index.lock import WriterLock
from index.workers import Workers
from search.cli import settings_of
from search.settings import Settings

log = logging.getLogger("fihrist.keeper")

POLL = 0.25
"""Seconds between two looks at the archive's change number, which take some 0.1 ms."""

REST = 30.0
"""Idle seconds after which the worker processes are ended, for their memory."""


@click.command(hidden=True)
@click.pass_context
def keep(ctx: click.Context) -> None:
    """Keep the index equal to the archive until standard input ends or SIGTERM comes.

    `fihrist serve` holds the other end of standard input, so that a keeper never outlives it.
    """
    logging.basicConfig(level=logging.INFO, format="fihrist keeper: %(message)s")
    settings = settings_of(ctx)
    with stopping() as stop, open_archive(settings) as archive:
        end_with_input(stop)
        with WriterLock(lock_path(settings), "keeper") as lock:
            if lock.acquire(None, stop):
                _keep(archive, settings, stop)


def _keep(archive: Archive, settings: Settings, stop: Event) -> None:
    with Workers() as workers, Keeper(archive, settings, workers, stop) as keeper:
        busy = time.monotonic()
        figures, chores = Figures(archive, settings), Chores(archive, settings)
        while not stop.is_set():
            figures.tell()
            if archive.rebuild_asked():
                log.info("rebuilding the index")
                if keeper.rebuild():
                    archive.rebuild_done()
                    log.info("rebuilt")
            elif keeper.level.turn(wait=True):
                busy = time.monotonic()
            else:
                keeper.look()
                chores.do()
                if time.monotonic() - busy > REST:
                    workers.rest()
                stop.wait(POLL)
        keeper.level.commit()
