"""The home folder as the commands find it: its archive, its writer's lock, its index."""

from __future__ import annotations

from pathlib import Path
from threading import Event

from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError

from index.archive import Archive
from index.keeper import Keeper
from index.lock import Role, WriterLock, holder
from index.workers import Workers
from search.errors import ArchiveError
from search.settings import Settings

MOMENT = 0.5
"""Seconds to wait for the writer's lock before looking who holds it."""


RESTORING = ".restore"
"""The folder of a restore at work; with a file `ready` in it the home is half of each."""


def lock_path(settings: Settings) -> Path:
    return settings.home / "keeper.lock"


def archive_file(settings: Settings) -> Path | None:
    """The archive's file; None where the archive is on a database server."""
    try:
        url = make_url(settings.archive_url)
    except ArgumentError as error:
        raise ArchiveError(f"FIHRIST_DATABASE_URL: {error}") from None
    return Path(url.database or "") if url.get_backend_name() == "sqlite" else None


def open_archive(settings: Settings, create: bool = True) -> Archive:
    """The home's archive, made where there is none and `create` is set.

    Raises ArchiveError where an index stands alone (an archive made now would not be its own), and
    where a restore was cut short.
    """
    if (settings.home / RESTORING / "ready").exists():
        raise ArchiveError(
            f"a restore into {settings.home} was cut short: run the same `fihrist restore` again"
        )
    file = archive_file(settings)
    if create and file is not None and not file.exists() and settings.index_dir.exists():
        raise ArchiveError(
            f"{settings.home} has an index without its archive, which can only be searched: put"
            f" {file.name} beside it, or remove {settings.index_dir} to begin anew"
        )
    return Archive.open(settings.archive_url, create)


def bring_level(
    archive: Archive, settings: Settings, workers: Workers, role: Role, stop: Event
) -> bool:
    """Bring the index level with the archive; False where a live keeper will do it.

    Another command that holds the writer is waited for.
    """
    with WriterLock(lock_path(settings), role) as lock:
        while not lock.acquire(MOMENT, stop):
            other = holder(lock_path(settings))
            if stop.is_set() or (other is not None and other.role == "keeper"):
                return False
        with Keeper(archive, settings, workers, stop) as keeper:
            keeper.level.finish(stop)
    return True
