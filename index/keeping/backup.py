"""A live home in one file: `fihrist backup`.

The index is copied first and the archive after it, so that an index that is taken along never has
a change that its archive has not. All is put together beside the file, read back, and only then
renamed; a backup that was killed leaves what is there as it was.
"""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

from index.archive.database import connect
from index.archive.statements import MOVED, MOVING, moved_to
from index.archive.transfer import copy
from index.home import archive_file
from index.keeping.manifest import ARCHIVE, FORMAT, ArchiveFacts, IndexFacts, Manifest, Member
from index.keeping.package import Package, opened, unpack
from index.keeping.snapshot import check, copy_database, copy_index, databases, rows
from index.keeping.staging import staging
from search.engines.directory import sync
from search.errors import ArchiveError, BackupError
from search.settings import Settings

Say = Callable[[str], None]


@dataclass(slots=True)
class _Copied:
    """What was copied so far, by its name in the backup."""

    files: dict[str, Path] = field(default_factory=dict)
    index: IndexFacts | None = None


def back_up(settings: Settings, file: Path, with_index: bool, say: Say) -> Manifest:
    """Back a home up into a file, in place of an earlier backup there.

    Raises BackupError, ArchiveError, IndexFailure; the file is then as it was.
    """
    file = file.absolute()
    _check_target(file)
    with _explained(file), ExitStack() as stack:
        folder = stack.enter_context(staging(file.parent))
        copied = _Copied()
        if with_index:
            say("copying the index")
            _copy_index(settings, folder, stack, copied)
        say("copying the archive")
        facts = _copy_archive(settings, folder / ARCHIVE, say)
        copied.files[ARCHIVE] = folder / ARCHIVE
        for database in databases(settings.home):
            if database.name != ARCHIVE:
                say(f"copying {database.name}")
                copy_database(database, folder / database.name)
                copied.files[database.name] = folder / database.name
        manifest = _pack(folder / "package", copied, facts, say)
        say("reading back")
        verify(folder / "package")
        (folder / "package").replace(file)
        sync(file.parent)
    return manifest


def verify(file: Path) -> Manifest:
    """Read a backup and check every file in it against the manifest. Raises BackupError."""
    with opened(file) as (package, manifest):
        for member in manifest.members:
            unpack(package, member, None)
    return manifest


def _check_target(file: Path) -> None:
    if not file.parent.is_dir():
        raise BackupError(f"there is no folder {file.parent}: make it, or name another file")
    if not file.exists():
        return
    try:
        with opened(file):
            return
    except BackupError:
        raise BackupError(
            f"{file} is there and is no backup that could be replaced: name another file"
        ) from None


def _copy_index(settings: Settings, folder: Path, stack: ExitStack, copied: _Copied) -> None:
    if settings.engine == "opensearch":
        raise BackupError(
            "the index is on the cluster, not in the home: back up without --index (`fihrist"
            " rebuild` makes it anew), or by snapshots of the cluster"
        )
    try:
        # In the home links can be made, which takes no time and no space.
        home = stack.enter_context(staging(settings.home))
    except OSError:
        home = folder
    info = copy_index(settings, home)
    for file in sorted(home.glob(f"{settings.index_dir.name}/**/*")):
        if file.is_file() and not file.name.endswith(".lock"):
            copied.files[file.relative_to(home).as_posix()] = file
    copied.index = IndexFacts(
        engine=settings.engine, generation=info.generation, articles=info.articles
    )


def _copy_archive(settings: Settings, target: Path, say: Say) -> ArchiveFacts:
    """The archive of one moment as one SQLite file, whatever it is kept in."""
    file = archive_file(settings)
    if file is not None:
        if not file.exists():
            raise ArchiveError(f"there is no archive at {file}: there is nothing to back up")
        copy_database(file, target)
    else:
        source, made = (
            connect(settings.archive_url, create=False),
            connect(f"sqlite:///{target}", True),
        )
        try:
            copy(source, made, say)
        finally:
            source.dispose()
            made.dispose()
        target.chmod(0o600)
    with closing(sqlite3.connect(target)) as connection:
        connection.execute("PRAGMA journal_mode = DELETE")
        check(connection, target)
        return facts_of(connection, "sqlite" if file is not None else "postgresql")


def facts_of(connection: sqlite3.Connection, kept_in: str) -> ArchiveFacts:
    """What a copy of an archive says of itself. Raises ArchiveError where it is not to be used."""
    try:
        said = dict(connection.execute("SELECT name, value FROM home"))
        counters = dict(connection.execute("SELECT name, value FROM counter"))
    except sqlite3.OperationalError:
        raise ArchiveError("it is no archive of Fihrist: there is nothing to back up") from None
    if MOVED in said:
        raise ArchiveError(moved_to(said[MOVED]))
    if MOVING in said or "uuid" not in said:
        raise ArchiveError("the archive is not whole: finish `fihrist move` or `fihrist restore`")
    return ArchiveFacts(
        uuid=said["uuid"],
        schema_version=int(said["schema"]),
        change=counters["change"],
        kept_in="sqlite" if kept_in == "sqlite" else "postgresql",
        rows=rows(connection),
    )


def _pack(target: Path, copied: _Copied, facts: ArchiveFacts, say: Say) -> Manifest:
    members: list[Member] = []
    package = Package(target)
    try:
        say(f"packing {len(copied.files)} files")
        for name, file in sorted(copied.files.items()):
            members.append(package.add(name, file))
        manifest = Manifest(
            format=FORMAT,
            fihrist=version("fihrist"),
            made_at=datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
            archive=facts,
            index=copied.index,
            members=members,
        )
        package.finish(manifest)
    finally:
        package.close()
    return manifest


@contextmanager
def _explained(file: Path) -> Iterator[None]:
    """What goes wrong on the way, as what to do about it."""
    try:
        yield
    except (OSError, sqlite3.Error) as error:
        free = shutil.disk_usage(file.parent).free / 1e6
        raise BackupError(
            f"{file} was not made ({error}; {free:.0f} MB are free in {file.parent}): an earlier"
            " one there is as it was; name a file in a folder that can be written and has room"
        ) from error
