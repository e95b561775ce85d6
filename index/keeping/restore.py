"""A backup put back: `fihrist restore`.

Everything is unpacked and checked in a folder of the home, out of the way of what is there; then
a mark is written, and from it on the restore is only gone on with: what was there is moved aside,
what was unpacked into its place, the archive last. Killed before the mark, the home is as it was;
killed after, no command uses the home until the same restore was run again.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import sqlite3
import zipfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from itertools import chain, count
from pathlib import Path

from sqlalchemy import Engine

from index.archive.database import connect, reading, shown
from index.archive.opening import opened as migrated
from index.archive.statements import MOVING, facts
from index.archive.transfer import copy
from index.home import RESTORING, archive_file, lock_path
from index.keeping.backup import Say, facts_of
from index.keeping.manifest import ARCHIVE, Manifest
from index.keeping.package import opened, unpack
from index.keeping.snapshot import check
from index.lock import WriterLock, holder
from search.engines.directory import sync, write_atomically
from search.errors import BackupError, IndexBusy
from search.settings import Settings

READY, CLEARED = "ready", "cleared"
_MARGIN = 50 << 20  # bytes that stay free
_DERIVED = ("translation.json",)


def restore(settings: Settings, file: Path, replace: bool, say: Say) -> Manifest:
    """Put a backup back into a home, which must be empty, unless `replace`: what was there is then
    moved into a folder of the home.

    Raises BackupError, ArchiveError, IndexBusy; the home is then as it was, or says that the
    restore is to be run again.
    """
    home = settings.home
    with opened(file) as (package, manifest), _explained(home):
        home.mkdir(parents=True, exist_ok=True)
        with _alone(settings):
            work = home / RESTORING
            name = hashlib.blake2b(manifest.model_dump_json().encode(), digest_size=16).hexdigest()
            if not _goes_on(work, name, file):
                _check_empty(settings, replace)
                _check_room(manifest, home)
                _unpack(package, manifest, work, name, say)
            _put_in_place(settings, work, say)
    return manifest


def _unpack(package: zipfile.ZipFile, manifest: Manifest, work: Path, name: str, say: Say) -> None:
    """Unpack and check everything, then write the mark; nothing is left where it fails."""
    shutil.rmtree(work, ignore_errors=True)
    try:
        (work / "new").mkdir(parents=True, mode=0o700)
        say(f"unpacking {len(manifest.members)} files")
        for member in manifest.members:
            unpack(package, member, work / "new")
        _check_archive(work / "new" / ARCHIVE, manifest)
        _own(work, work.parent)
    except BaseException:
        shutil.rmtree(work, ignore_errors=True)
        raise
    write_atomically(work / READY, f"{name} {_aside(work.parent)}".encode())


def _aside(home: Path) -> str:
    """The name of a folder that is not there yet, though a restore took place this very second."""
    stamp = datetime.now(UTC).strftime("%Y%m%dT%H%M%SZ")
    name = f"replaced-{stamp}"
    further = (f"{name}-{number}" for number in count(2))
    return next(each for each in chain([name], further) if not (home / each).exists())


@contextmanager
def _alone(settings: Settings) -> Iterator[None]:
    with WriterLock(lock_path(settings), "restore") as lock:
        if not lock.acquire(0.5):
            other = holder(lock_path(settings))
            who = f"the {other.role} (process {other.pid})" if other else "another process"
            raise IndexBusy(f"{who} is at work in {settings.home}; end it first")
        yield


def _goes_on(work: Path, name: str, file: Path) -> bool:
    """Whether this restore was cut short after it had begun to change the home."""
    try:
        begun = (work / READY).read_text().split()[0]
    except FileNotFoundError:
        return False
    if begun != name:
        raise BackupError(
            f"{work} holds a restore of another backup than {file} that is not finished: run that"
            " one again"
        )
    return True


def ours(home: Path) -> list[Path]:
    """What of a home a restore replaces: its databases, indexes and what is made of them."""
    names = ("*.db", "*.db-wal", "*.db-shm", "index", "index-*", *_DERIVED)
    return sorted({path for name in names for path in home.glob(name)})


def _check_empty(settings: Settings, replace: bool) -> None:
    there = [path.name for path in ours(settings.home)]
    if there and not replace:
        raise BackupError(
            f"{settings.home} is not empty ({', '.join(there[:5])}): restore into another --home,"
            " or say --replace, which moves what is there aside"
        )
    if archive_file(settings) == settings.home / ARCHIVE:
        return
    target = connect(settings.archive_url, create=True)
    try:
        held = _facts(target)
    finally:
        target.dispose()
    if held and MOVING not in held:
        raise BackupError(
            f"{shown(target.url)} (FIHRIST_DATABASE_URL) holds an archive: name an empty database"
        )


def _facts(engine: Engine) -> dict[str, str]:
    with reading(engine) as connection:
        return facts(connection)


def _check_room(manifest: Manifest, home: Path) -> None:
    free = shutil.disk_usage(home).free
    if manifest.size + _MARGIN > free:
        raise BackupError(
            f"{home} has {free / 1e6:.0f} MB free and the backup takes"
            f" {(manifest.size + _MARGIN) / 1e6:.0f}: make room, or restore into another --home"
        )


def _check_archive(file: Path, manifest: Manifest) -> None:
    """Hold the archive against what the manifest says of it, then bring it to today's schema."""
    with closing(sqlite3.connect(file)) as connection:
        check(connection, file)
        if facts_of(connection, manifest.archive.kept_in) != manifest.archive:
            raise BackupError("the backup's archive is not what its manifest says: use another one")
    engine = connect(f"sqlite:///{file}", create=False)
    try:
        migrated(engine, create=False)
    finally:
        engine.dispose()


def _own(work: Path, home: Path) -> None:
    """Where root restores, the files become those of the home's owner, who is to use them."""
    if os.geteuid() != 0:
        return
    owner = home.stat()
    for path in [work, *work.rglob("*")]:
        os.chown(path, owner.st_uid, owner.st_gid)


def _put_in_place(settings: Settings, work: Path, say: Say) -> None:
    home, new = settings.home, work / "new"
    if not (work / CLEARED).exists():
        aside = home / (work / READY).read_text().split()[1]
        for path in ours(home):
            aside.mkdir(exist_ok=True, mode=0o700)
            path.replace(aside / path.name)
        if aside.exists():
            say(f"what was in {home} is in {aside}: remove it once all is well")
        write_atomically(work / CLEARED, b"")
    for path in sorted(new.iterdir()):
        if path.name != ARCHIVE:
            path.replace(home / path.name)
    if archive_file(settings) == home / ARCHIVE:
        if (new / ARCHIVE).exists():
            (new / ARCHIVE).replace(home / ARCHIVE)
    else:
        _hand_over(settings, new / ARCHIVE, say)
    sync(home)
    (work / READY).unlink()
    shutil.rmtree(work)
    sync(home)


def _hand_over(settings: Settings, file: Path, say: Say) -> None:
    """The archive into another database, which was empty before the mark was written."""
    source, target = connect(f"sqlite:///{file}", False), connect(settings.archive_url, True)
    try:
        if "uuid" not in _facts(target):  # or it was killed just after
            copy(source, target, say)
    finally:
        source.dispose()
        target.dispose()


@contextmanager
def _explained(home: Path) -> Iterator[None]:
    try:
        yield
    except (OSError, sqlite3.Error) as error:
        raise BackupError(
            f"the backup was not put back into {home} ({error}): make room or give the right to"
            " write there, then run the same restore again"
        ) from error
