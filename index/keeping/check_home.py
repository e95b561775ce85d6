"""The home's folder, its room on the disk, its databases, and what killed processes left."""

from __future__ import annotations

import os
import re
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, suppress
from functools import partial
from pathlib import Path

from index.home import RESTORING, archive_file, lock_path
from index.keeping.findings import Finding, some
from index.keeping.snapshot import databases
from index.keeping.staging import abandoned
from index.lock import WriterLock, holder
from index.translation import chain_of
from search.engines.directory import folder_size
from search.errors import SettingsError
from search.settings import Settings

_LEAST = 100 << 20  # bytes that ought to be free
_NONE = 20 << 20  # with fewer the next commit may fail
_TEMPORARY = re.compile(r"\..+\.[0-9]+")  # search.engines.directory.write_atomically


def folder(settings: Settings) -> Iterator[Finding]:
    """Whether the home is there, can be written, and is its owner's alone."""
    home = settings.home
    if not home.is_dir():
        yield Finding(
            "home-missing",
            "error",
            f"there is no folder {home}",
            "name the home with --home or FIHRIST_HOME; `fihrist add` makes a new one",
        )
        return
    if not os.access(home, os.W_OK | os.X_OK):
        yield Finding(
            "home-unwritable",
            "error",
            f"{home} cannot be written by this user",
            "give its user the right to write there, or mount its disk for writing",
        )
    if home.stat().st_mode & 0o002:
        yield Finding(
            "home-open",
            "warning",
            f"{home} can be written by every user of this machine",
            f"chmod o-w {home}",
        )
    keys = home / "keys.db"
    if keys.exists() and keys.stat().st_mode & 0o077:
        yield Finding(
            "keys-open",
            "warning",
            f"{keys} can be read by others than its owner",
            f"chmod 600 {keys}",
            partial(keys.chmod, 0o600),
        )


def room(settings: Settings) -> Iterator[Finding]:
    """Whether the disk has room: a rebuild takes the index's size again, a takedown the
    archive's."""
    if not settings.home.is_dir():
        return
    free, used = shutil.disk_usage(settings.home).free, folder_size(settings.home)
    wanted = max(_LEAST, used)
    if free < wanted:
        yield Finding(
            "disk-low",
            "error" if free < _NONE else "warning",
            f"{settings.home} has {free / 1e6:.0f} MB free; a rebuild or a takedown may take"
            f" {wanted / 1e6:.0f}",
            "make room on the disk",
        )


def translators(settings: Settings) -> Iterator[Finding]:
    """Whether the translators that are named could be asked."""
    try:
        chain_of(settings)
    except SettingsError as error:
        yield Finding("translator", "warning", "FIHRIST_TRANSLATOR cannot be used", str(error))


def files(settings: Settings) -> Iterator[Finding]:
    """Whether SQLite finds its databases whole."""
    archive = archive_file(settings)
    found = {*databases(settings.home), *([archive] if archive and archive.exists() else [])}
    for file in sorted(found):
        try:
            with closing(sqlite3.connect(f"{file.absolute().as_uri()}?mode=rw", uri=True)) as base:
                said = [row[0] for row in base.execute("PRAGMA integrity_check(5)")]
                said += [f"{row[0]} refers to nothing" for row in base.execute(_FOREIGN)]
        except sqlite3.Error as error:
            said = [str(error)]
        if said != ["ok"]:
            yield Finding(
                "database-damaged",
                "error",
                f"{file}: {some(said, 3)}",
                "end `fihrist serve`, then restore a backup: `fihrist restore FILE --replace`",
            )


_FOREIGN = "PRAGMA foreign_key_check"


def leftovers(settings: Settings) -> Iterator[Finding]:
    """What processes left that were killed."""
    home = settings.home
    if (home / RESTORING / "ready").exists():
        yield Finding(
            "restore-unfinished",
            "error",
            f"a restore into {home} was cut short",
            "run the same `fihrist restore` again",
        )
    elif (home / RESTORING).exists() and _free(settings):
        yield _left("a restore that changed nothing yet", [home / RESTORING], settings)
    if stale := abandoned(home):
        yield _left("backups", stale, settings)
    if old := _temporary(settings):
        yield _left("writers", old, settings)
    if old := _generations(settings):
        yield _left("rebuilds", old, settings)
    for aside in sorted(home.glob("replaced-*")):
        yield Finding(
            "replaced",
            "info",
            f"{aside} is what a restore took the place of ({folder_size(aside) / 1e6:.1f} MB)",
            f"once all is well: rm -r {aside}",
        )


def _left(of: str, paths: list[Path], settings: Settings) -> Finding:
    return Finding(
        "leftover",
        "warning",
        f"{some([str(path) for path in paths])} was left by {of} that did not end in order",
        "`fihrist doctor --mend` removes it",
        partial(_remove, paths, settings),
    )


def _remove(paths: list[Path], settings: Settings) -> None:
    with WriterLock(lock_path(settings), "doctor") as lock:
        if not lock.acquire(0.5):
            return  # somebody is at work, and it may be his
        for path in paths:
            if path.is_dir():
                shutil.rmtree(path, ignore_errors=True)
            else:
                path.unlink(missing_ok=True)


def _temporary(settings: Settings) -> list[Path]:
    """Files that were to be renamed, of processes that are no more."""
    places = [settings.home, *settings.home.glob("index*"), *settings.home.glob("index*/[0-9]*")]
    found = [file for place in places if place.is_dir() for file in place.glob(".*.[0-9]*")]
    return sorted(file for file in found if _TEMPORARY.fullmatch(file.name) and _dead(file.name))


def _dead(name: str) -> bool:
    try:
        os.kill(int(name.rpartition(".")[2]), 0)
    except ProcessLookupError:
        return True
    except (PermissionError, OverflowError):
        return False
    return False


def _generations(settings: Settings) -> list[Path]:
    """Generations of an index that are not served, where nobody is making one."""
    found: list[Path] = []
    if not _free(settings):
        return found
    for index in (path.parent for path in settings.home.glob("index*/CURRENT")):
        with suppress(OSError):
            served = (index / "CURRENT").read_text()
            numbered = (path for path in index.iterdir() if path.name.isdecimal())
            found += [path for path in numbered if path.name != served]
    return sorted(found)


def _free(settings: Settings) -> bool:
    """Whether nobody holds the writer's lock."""
    return holder(lock_path(settings)) is None
