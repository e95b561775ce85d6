"""A live home's databases and index, copied as they are at one moment."""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, suppress
from pathlib import Path

from search.engines import open_engine
from search.engines.protocol import IndexInfo
from search.errors import BackupError, IndexDamaged
from search.settings import Settings

_TRIES = 20
_MAGIC = b"SQLite format 3\0"


def databases(home: Path) -> list[Path]:
    """The SQLite databases of a home, by name. Others than ours are taken too: what a later
    version keeps in one must not be missing from a backup."""
    return [file for file in sorted(home.glob("*.db")) if _is_database(file)]


def _is_database(file: Path) -> bool:
    if not file.is_file() or file.is_symlink():
        return False
    with file.open("rb") as stream:
        return stream.read(len(_MAGIC)) == _MAGIC


def copy_database(file: Path, target: Path) -> None:
    """Copy a database that others may be writing, by SQLite's backup, into one file without a log,
    and check it. Raises sqlite3.Error, OSError, BackupError."""
    source = file
    if not os.access(file.parent, os.W_OK):
        # Reading a database with a log takes a file beside it. Where none can be made nobody
        # writes either, so that the files can be copied as they are.
        source = target.with_name(f"read-{target.name}")
        for suffix in ("", "-wal"):
            with suppress(FileNotFoundError):
                shutil.copyfile(f"{file}{suffix}", f"{source}{suffix}")
    with closing(sqlite3.connect(source, timeout=30.0)) as old:
        target.touch(0o600)
        with closing(sqlite3.connect(target)) as new:
            # In one step: a backup in several begins anew whenever somebody writes.
            old.backup(new, pages=-1)
            new.execute("PRAGMA journal_mode = DELETE")
            check(new, file)
    if source != file:
        for suffix in ("", "-wal", "-shm"):
            Path(f"{source}{suffix}").unlink(missing_ok=True)


def check(connection: sqlite3.Connection, file: Path) -> None:
    """Raises BackupError where SQLite finds the database damaged."""
    (said,) = connection.execute("PRAGMA integrity_check(1)").fetchone()
    if said != "ok":
        raise BackupError(
            f"{file} is damaged ({said}): restore an earlier backup, or `fihrist doctor`"
        )


def rows(connection: sqlite3.Connection) -> dict[str, int]:
    """How many rows each table has; Alembic's own left out."""
    asked = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%'"
    names = sorted({name for (name,) in connection.execute(asked)} - {"alembic_version"})
    return {
        name: connection.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0]  # noqa: S608 - of the list above
        for name in names
    }


def copy_index(settings: Settings, home: Path) -> IndexInfo:
    """Copy the index that is served into another home, by links where the disk is the same one.

    A writer may commit meanwhile: files of an index never change, but go when they are merged, so
    what cannot be opened is copied again. Raises BackupError, IndexFailure.
    """
    copied = settings.model_copy(update={"home": home})
    for _ in range(_TRIES):
        shutil.rmtree(copied.index_dir, ignore_errors=True)
        with suppress(FileNotFoundError, IndexDamaged):
            for file in _files(settings.index_dir):
                target = copied.index_dir / file.relative_to(settings.index_dir)
                target.parent.mkdir(parents=True, exist_ok=True)
                _link(file, target)
            return open_engine(copied).reader().info
        open_engine(settings).reader()  # what is really damaged is said to be so
    raise BackupError(
        f"{settings.index_dir} changed all the time: back up without --index, it can be made anew"
    )


def _files(index: Path) -> Iterator[Path]:
    """The files of the generation that is served. `applied` first: what it says must be in the
    index that is copied after it."""
    number = (index / "CURRENT").read_text()
    yield index / "CURRENT"
    yield index / number / "applied"
    for file in sorted((index / number).iterdir(), key=_by_age):
        if file.is_file() and file.name != "applied" and not file.name.endswith(".lock"):
            yield file


def _by_age(file: Path) -> tuple[bool, str]:
    # The lists of segments before the segments they name.
    return (not file.name.endswith((".json", ".toc")), file.name)


def _link(file: Path, target: Path) -> None:
    try:
        os.link(file, target)
    except FileNotFoundError:
        raise
    except OSError:  # another disk, or one without links
        shutil.copyfile(file, target)
